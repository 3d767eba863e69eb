import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { messagesFor } from '../../src/messages/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { describeWith, whyMissing } from '../conformance/programs.ts';
import { ANSWERS } from '../helpers/program.ts';
import { aServer } from '../helpers/strict-aws.ts';
import { choicesIn, ENABLED, type Person, test } from './person.ts';

const { decide, lines, questions, problems, findings } = messagesFor('en');

const ESCAPE = '\x1b';
// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are escape sequences
const COLOUR = /\x1b\[[\d;]*m/g;
const SPINNER = /[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/;
const STACK = /\bat .*(:\d+:\d+|node:internal)|Error\b/;
const CALL = /^ *sso:ListInstances {2}us-east-1 {2}\d+ ms {2}ok {2}[0-9a-f-]{36}$/m;
const RESULT = /^result +created=5 changed=0 deleted=0 same=3 needs-you=3 failed=0 time=/;
/** First words of the lines of a log. */
const WORD = /^(account|setting|region|same|create|created|needs-you|plan|portal|result|sso-setup|saved|next|status) /;

/** What was said line by line; colours aside, nothing tells a terminal what to do. */
function linesOf(written: string): string[] {
  const plain = written.replaceAll(COLOUR, '').replaceAll('\r\n', '\n');
  expect(plain).not.toContain(ESCAPE);
  expect(plain).not.toMatch(SPINNER);
  return plain.trimEnd().split('\n');
}

/** The same for everything that a terminal was sent. */
function linesAt(person: Person): string[] {
  return linesOf(Buffer.from(person.terminal.written(), 'latin1').toString('utf8'));
}

describeWith(whyMissing('tmux', '-V'), 'where nobody can be asked', () => {
  describe.concurrent('in CI', () => {
    test.for([{ more: [] }, { more: ['--yes'] }, { more: ['--yes', '--no-input'] }])(
      'a run with $more writes plain lines, in a terminal and without one',
      async ({ more }, { desk }) => {
        const args = [...ENABLED, ...ANSWERS, ...more];
        const person = await desk.sits(args, { CI: 'true' });
        expect(await person.ends()).toBe(0);
        const shown = linesAt(person);
        expect(shown.filter((line) => !WORD.test(line))).toEqual([]);
        expect(shown.at(-1)).toMatch(RESULT);
        expect(await desk.isInSync()).toBe(true);
        const { code, stdout, stderr } = await desk.runs(args, { CI: 'true' });
        expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
        expect(stdout).not.toContain(ESCAPE);
        const untimed = (line: string) => line.replace(/time=.*/, '');
        expect(linesOf(stdout).map(untimed)).toEqual(shown.map(untimed));
      },
    );

    test("a step that is a person's ends the run with a code of its own", async ({ desk }) => {
      const person = await desk.sits([...ANSWERS, '--yes', '--wait', '0'], { CI: 'true' });
      expect(await person.ends()).toBe(3);
      const log = linesAt(person).join('\n');
      expect(log).toContain(problems.instanceNotEnabled({}).title);
      expect(log).toMatch(/needs-you=\d/);
    });
  });

  describe.concurrent('answers that are missing', () => {
    test.for([
      ['$SSO_SETUP --no-input', {}],
      ['$SSO_SETUP --no-input --yes', { CI: '1' }],
      ['$SSO_SETUP --no-input < /dev/null', {}],
    ] as const)('are all listed at once by %s', async ([line, env], { desk }) => {
      const person = await desk.types(line, env);
      expect(await person.ends()).toBe(64);
      const screen = await person.screen();
      expect(screen).toContain(lines.cannotAsk(3));
      for (const flag of ['--email', '--given-name', '--family-name']) expect(screen).toContain(flag);
      expect(desk.world().organization).toBeNull();
    });

    test.for(['< /dev/null', '<&-'])('are examples in the simulated AWS with %s', async (stdin, { desk }) => {
      const person = await desk.types(`$SSO_SETUP --sandbox-scenario enabled ${stdin}`);
      expect(await person.ends()).toBe(0);
      expect(await person.screen()).toContain('kim@example.com');
      expect(await desk.isInSync()).toBe(true);
    });
  });

  test('a plan that nobody agreed to is not applied, except by --yes', async ({ desk }) => {
    const { url, simulated } = await aServer(scenarios.enabled(), () => undefined);
    desk.reaches(url);
    const refused = await desk.sits(ANSWERS, { CI: 'true' });
    expect(await refused.ends()).toBe(64);
    const log = linesAt(refused).join('\n');
    expect(log).toContain(problems.consentNeeded({}).title);
    expect(log.replace(/\s+/g, ' ')).toMatch(/npx sso-setup --email .* --yes/);
    expect(simulated.calls.filter(({ write }) => write)).toEqual([]);
    const closed = await desk.types(`$SSO_SETUP ${ANSWERS.join(' ')} <&-`);
    expect(await closed.ends()).toBe(64);
    expect(simulated.calls.filter(({ write }) => write)).toEqual([]);
    const agreed = await desk.sits([...ANSWERS, '--yes'], { CI: 'true' });
    expect(await agreed.ends()).toBe(0);
    expect(simulated.world.instances[0]?.users).toHaveLength(1);
  });
});

describeWith(whyMissing('tmux', '-V'), 'somebody who only looks', () => {
  describe.concurrent('sso-setup check', () => {
    test.for([
      ['enabled', 0, findings.noSettings({ topic: 'settings', level: 'yours', id: 'noSettings', command: '' }).value],
      ['several-accounts', 0, '4 accounts'],
      ['organization', 3, findings.noInstance({ topic: 'instance', level: 'yours', id: 'noInstance', url: '' }).value],
      ['free-plan', 3, "AWS's free plan until"],
      ['member-account', 4, problems.memberAccount({ account: '222233334444' }).title],
      ['no-credentials', 4, problems.noCredentials({}).title],
      ['proxy', 1, problems.notAws({}).title],
      ['clock-wrong', 1, '1 hour behind'],
    ] as const)(
      'in the scenario %s ends with %i, in a terminal and as JSON',
      async ([scenario, code, told], { desk }) => {
        const person = await desk.sits(['check', '--sandbox-scenario', scenario]);
        expect(await person.ends()).toBe(code);
        const screen = await person.screen();
        expect(screen.replace(/\s+/g, ' ')).toContain(told);
        expect(screen).toContain('Nothing was changed.');
        expect(screen).not.toMatch(STACK);
        expect(await person.terminal.leftBehind()).toEqual([]);
        const before = desk.state();
        const json = await desk.runs(['check', '--json']);
        expect(json.code).toBe(code);
        ResultDocument.parse(JSON.parse(json.stdout));
        expect(desk.state()).toBe(before);
      },
    );

    test('finds what was set up in sync, and what a person has not confirmed', async ({ desk }) => {
      await desk.isSetUp({ confirmed: { password: '2026-11-23' } });
      const before = desk.state();
      const person = await desk.sits(['check']);
      expect(await person.ends()).toBe(0);
      const screen = await person.screen();
      expect(screen).toMatch(/\d settings compared, no changes/);
      expect(screen).toMatch(/2 things to do\. Nothing was changed\./);
      expect(desk.state()).toBe(before);
    });
  });

  test.concurrent.for(['policy', 'policy --read-only', 'check', '--help'])(
    'a reader who takes only the first line of "%s" is no trouble',
    async (command, { desk }) => {
      const person = await desk.types(`{ $SSO_SETUP ${command}; echo "ended $?" >&2; } | head -1`, { CI: '1' });
      const screen = await person.sees(/ended \d+/);
      expect(screen).toMatch(/ended [03]$/m);
      expect(screen).not.toMatch(STACK);
      expect(screen.split('\n')).toHaveLength(2);
    },
  );

  test.concurrent('--verbose shows every call with its request id, and does not disturb a question', async ({
    desk,
  }) => {
    const person = await desk.sits([...ENABLED, '--verbose']);
    await person.answers(questions.email, 'kim@example.com');
    await person.answers(questions.givenName, 'Minsu');
    await person.answers(questions.familyName, 'Kim');
    await person.chooses(decide.plan);
    await person.chooses(choicesIn('en').quit);
    expect(await person.ends()).toBe(0);
    expect(await person.screen()).toMatch(CALL);
    expect(await person.terminal.leftBehind()).toEqual([]);
  });

  test.concurrent('--debug writes a log that nobody else may read, and says where', async ({ desk }) => {
    const person = await desk.sits([...ENABLED, ...ANSWERS, '--yes', '--debug']);
    await person.chooses(choicesIn('en').later);
    expect(await person.ends()).toBe(0);
    const [log = '', ...others] = readdirSync(desk.home).filter((name) => name.endsWith('.log'));
    expect(others).toEqual([]);
    expect(statSync(join(desk.home, log)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(desk.home, log), 'utf8')).toMatch(/ end status=applied /);
    expect(await person.screen()).toContain(log);
  });
});
