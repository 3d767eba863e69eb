import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type Language, messagesFor } from '../../src/messages/index.ts';
import { describeWith, whyMissing } from '../conformance/programs.ts';
import { ANSWERS, aComputer } from '../helpers/program.ts';
import { aTerminal } from '../helpers/terminal.ts';
import { PATIENCE, pause, type Terminal } from '../helpers/tmux.ts';

const SANDBOX = ['--sandbox', '--sandbox-state', 'aws.json'];
const ENABLED = ['--sandbox-scenario', 'enabled'];
const SLOW = { SSO_SETUP_SANDBOX_LATENCY_MS: '1500' };
/** Quick, but with spinners. */
const SOME_TIME = { SSO_SETUP_SANDBOX_LATENCY_MS: '30' };
/** Should anything be sent after all, nobody hears it. */
const NOWHERE = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };

const SPINNER = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;
const STOPPED = 'Stopped. Nothing was changed.';
const STACK = /\bat .*(:\d+:\d+|node:internal)|Error\b/;
const ESCAPE = '\x1b';
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
const COLOUR = /\x1b\[[\d;]*(?<![\d])(3[0-8]|4[0-8]|9\d|10\d)[\d;]*m/;

const firstQuestion = (lang: Language = 'en') => messagesFor(lang).questions.email;

/** The program in a terminal, at its first question. */
async function atTheFirstQuestion(more: Parameters<typeof aTerminal>[0] = {}): Promise<Terminal> {
  const terminal = await aTerminal({ args: SANDBOX, ...more });
  await terminal.shows(firstQuestion());
  return terminal;
}

/** The program in a terminal, waiting for a slow AWS, before anything was asked. */
async function atTheFirstSpinner(): Promise<Terminal> {
  const terminal = await aTerminal({ args: [...SANDBOX, ...ANSWERS], env: SLOW });
  await terminal.shows(SPINNER);
  return terminal;
}

/** Takes what every menu offers first, until the screen shows this. A menu that has not gone yet is answered once more. */
async function agreeUntil(terminal: Terminal, what: string): Promise<void> {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; ) {
    const screen = await terminal.shows(new RegExp(`^[❯>] .*|${what.replaceAll('.', '\\.')}`, 'm'));
    if (screen.includes(what)) return;
    await terminal.press('Enter');
    await pause(300);
  }
  await terminal.shows(what, 0);
}

/** How many milliseconds the program took to end from now on, and how it ended. */
async function ending(terminal: Terminal): Promise<{ code: number; ms: number }> {
  const from = Date.now();
  return { code: await terminal.ends(), ms: Date.now() - from };
}

describeWith(whyMissing('tmux', '-V'), 'in a real terminal', () => {
  describe('Ctrl-C', () => {
    test('on the very first spinner is heard at once, and ends the run within two seconds', async () => {
      const terminal = await atTheFirstSpinner();
      await terminal.press('C-c');
      await terminal.shows('Stopping after this call. Ctrl-C again quits at once.', 1_000);
      const { code, ms } = await ending(terminal);
      expect(code).toBe(130);
      expect(ms).toBeLessThan(2_000);
      expect(await terminal.screen()).toContain(STOPPED);
      expect(await terminal.leftBehind()).toEqual([]);
    });

    test('at the first question says that nothing was changed', async () => {
      const terminal = await atTheFirstQuestion();
      await terminal.press('C-c');
      expect(await terminal.ends(2_000)).toBe(130);
      const screen = await terminal.shows(STOPPED);
      expect(screen).not.toMatch(STACK);
      expect(await terminal.leftBehind()).toEqual([]);
    });

    test('pressed twice quits at once', async () => {
      const terminal = await atTheFirstSpinner();
      await terminal.press('C-c');
      await terminal.shows('Stopping', 1_000);
      await terminal.press('C-c');
      const { code, ms } = await ending(terminal);
      expect(code).toBe(130);
      expect(ms).toBeLessThan(700);
      expect(await terminal.screen()).not.toMatch(STACK);
      expect(await terminal.leftBehind()).toEqual([]);
    });
  });

  describe('SIGTERM', () => {
    test.each([
      ['at a question', atTheFirstQuestion],
      ['on a spinner', atTheFirstSpinner],
    ])('%s stops the run, too, with a code of its own', async (_where, there) => {
      const terminal = await there();
      terminal.signal('SIGTERM');
      expect(await terminal.ends(3_000)).toBe(143);
      expect(await terminal.screen()).toContain(STOPPED);
      expect(await terminal.screen()).not.toMatch(STACK);
      expect(await terminal.leftBehind()).toEqual([]);
    });
  });

  describe('an answer', () => {
    test('that was pasted with spaces around it is trimmed', async () => {
      const terminal = await atTheFirstQuestion();
      await terminal.paste('  kim@example.com  ');
      await terminal.press('Enter');
      await terminal.shows(messagesFor('en').questions.givenName);
      expect(await terminal.screen()).not.toContain('> ');
    });

    test('that is wrong stays to be corrected, and the rule is named', async () => {
      const terminal = await atTheFirstQuestion();
      await terminal.type('kim@acme');
      await terminal.press('Enter');
      const screen = await terminal.shows(/^> .*for example/m);
      expect(screen).toMatch(/\(also your user name\) +kim@acme$/m);
      await terminal.type('.example');
      await terminal.press('Enter');
      expect(await terminal.shows(messagesFor('en').questions.givenName)).toContain('kim@acme.example');
    });
  });

  describe('colours and signs', () => {
    test('NO_COLOR: none in the terminal, questions included', async () => {
      const terminal = await atTheFirstQuestion({ env: { NO_COLOR: '1' } });
      await terminal.type('wrong');
      await terminal.press('Enter');
      await terminal.shows(/^> /m);
      await terminal.press('C-c');
      await terminal.ends();
      expect(terminal.written()).not.toMatch(COLOUR);
    });

    test('without it there are some', async () => {
      const terminal = await atTheFirstQuestion();
      expect(terminal.written()).toMatch(COLOUR);
    });

    test('TERM=dumb: nobody is asked, nothing moves, and not one escape sequence is written', async () => {
      const terminal = await aTerminal({ args: [...SANDBOX, '--dry-run'], env: { TERM: 'dumb' } });
      expect(await terminal.ends()).toBe(0);
      expect(terminal.written()).not.toContain(ESCAPE);
    });

    test.each([
      ['LC_ALL=C', { LC_ALL: 'C' }],
      ['TERM=linux', { TERM: 'linux' }],
    ])('%s: ASCII signs only, from the first question to the portal', async (_name, env) => {
      const asked = await atTheFirstQuestion({ env });
      await asked.type('wrong');
      await asked.press('Enter');
      await asked.shows(/^> /m);
      expect(notAscii(asked)).toEqual([]);
      const applied = await aTerminal({
        args: [...SANDBOX, ...ENABLED, ...ANSWERS, '--yes'],
        env: { ...env, ...SOME_TIME },
      });
      await agreeUntil(applied, 'awsapps.com/start');
      expect(notAscii(applied)).toEqual([]);
    });
  });

  // Every width is tried on every screen in test/ui; here, what a real terminal makes of the narrowest and of a wide one.
  describe.each([60, 120])('a window of %i columns is wide enough', (columns) => {
    test.each(['en', 'ko'] as const)('for every line of a run, language %s', async (lang) => {
      const at = { columns, env: { ...SOME_TIME, SSO_SETUP_LANG: lang } };
      const enabling = { ...at, env: { ...at.env, SSO_SETUP_SANDBOX_ENABLE_AFTER_MS: '600000' } };
      const [asked, planned, waiting, applied] = await Promise.all([
        aTerminal({ ...at, args: SANDBOX }),
        aTerminal({ ...at, args: [...SANDBOX, ...ANSWERS, '--dry-run'] }),
        aTerminal({ ...enabling, args: [...SANDBOX, ...ANSWERS, '--yes'] }),
        aTerminal({ ...at, args: [...SANDBOX, ...ENABLED, ...ANSWERS, '--yes'] }),
      ]);
      await asked.shows(firstQuestion(lang));
      await asked.type('wrong');
      await asked.press('Enter');
      await asked.shows(/^> /m);
      await agreeUntil(planned, messagesFor(lang).lines.applyIt);
      await agreeUntil(waiting, 'singlesignon/home');
      await agreeUntil(applied, 'awsapps.com/start');
      for (const terminal of [asked, planned, waiting, applied]) expect(await tooLong(terminal)).toEqual([]);
    });

    test.each([
      'help exit-codes',
      'help options',
      'help environment',
      '--help',
      '--nope',
      '--session-duration 99h --email kim',
    ])('for sso-setup %s', async (line) => {
      const terminal = await aTerminal({ args: line.split(' '), columns, env: NOWHERE });
      await terminal.ends();
      expect(await tooLong(terminal)).toEqual([]);
    });
  });

  describe('pipes', () => {
    test('a reader of the report that leaves early (| head -1) is no trouble', async () => {
      const shell = `{ $SSO_SETUP ${SANDBOX.join(' ')} ${ANSWERS.join(' ')} --dry-run --no-input; echo "ended $?" >&2; } | head -1`;
      const terminal = await aTerminal({ shell });
      const screen = await terminal.shows(/ended \d/);
      expect(screen).toMatch(/^sso-setup \d+\.\d+\.\d+/);
      expect(screen).toContain('ended 0');
      expect(screen).not.toMatch(STACK);
    });

    test('questions are still asked when only the report goes elsewhere', async () => {
      const terminal = await aTerminal({ shell: `$SSO_SETUP ${SANDBOX.join(' ')} > report` });
      await terminal.shows(firstQuestion());
      await terminal.press('C-c');
      expect(await terminal.ends()).toBe(130);
    });

    test('with nothing to read answers from, all that is missing is listed, and AWS is not called', async () => {
      const terminal = await aTerminal({ shell: '$SSO_SETUP < /dev/null', env: NOWHERE });
      expect(await terminal.ends()).toBe(64);
      const screen = await terminal.screen();
      for (const flag of ['--email', '--given-name', '--family-name']) expect(screen).toContain(flag);
    });

    test('input that ends in the middle of a question stops the run', async () => {
      const terminal = await atTheFirstQuestion();
      await terminal.press('C-d');
      expect(await terminal.ends()).toBe(130);
      expect(await terminal.screen()).toContain(STOPPED);
      expect(await terminal.leftBehind()).toEqual([]);
    });
  });

  test('a terminal that goes away takes the program with it', async () => {
    const terminal = await atTheFirstQuestion();
    terminal.signal('SIGHUP');
    expect(await terminal.ends(3_000)).not.toBe(0);
  });
});

/** Lines that the terminal had to break; addresses stay whole, to be clicked and copied, and so do lines for machines. */
async function tooLong(terminal: Terminal): Promise<string[]> {
  const lines = await terminal.brokenLines();
  return lines.filter((line) => !/^\s*https:\S+$|^result /.test(line));
}

/** Lines with anything else than ASCII in them. */
function notAscii(terminal: Terminal): string[] {
  return Buffer.from(terminal.written(), 'latin1')
    .toString('utf8')
    .split('\n')
    .filter((line) => /\P{ASCII}/u.test(line));
}

describe('without a terminal', () => {
  test.each([[{}], [{ NO_COLOR: '1', FORCE_COLOR: '1' }]])(
    'and with %j, not one escape sequence is written, whatever happens',
    async (env) => {
      const computer = aComputer();
      const runs = [
        ['--sandbox', ...ENABLED],
        ['--sandbox', '--dry-run'],
        ['--help'],
        ['--nope'],
        ['--session-duration', '99h'],
      ];
      for (const args of runs) {
        const { stdout, stderr } = await computer.run(args, env);
        expect(stdout + stderr).not.toContain(ESCAPE);
      }
    },
  );

  test('--version is the version and nothing else', async () => {
    const { version } = JSON.parse(readFileSync(fileURLToPath(new URL('../../package.json', import.meta.url)), 'utf8'));
    expect(await aComputer().run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('a closed stderr is no trouble', async () => {
    const computer = aComputer();
    const child = computer.start(['--sandbox', '--dry-run']);
    child.stderr?.destroy();
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(0);
  });
});
