import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Commands, commandsFor } from '../../src/argv.ts';
import { OPTIONS } from '../../src/messages/options.ts';
import { Problem } from '../../src/problem.ts';
import type { Farewell, Report, Screen } from '../../src/screen.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { safe } from '../../src/ui/text.ts';
import { holds } from '../helpers/promises.ts';
import { aReport, aScreen, denied, drifted, reports } from '../ui/fixtures.ts';

/** Shells that people paste into; those that are here. */
const SHELLS = ['sh', 'bash', 'zsh'].filter((shell) => spawnSync(shell, ['-c', 'exit 0']).status === 0);

/** What a shell makes of commands: the words of each. Nothing is run: the program's name is that of a function. */
function wordsIn(shell: string, commands: readonly string[]): string[][] {
  const asked = commands.map((command) => command.replace(/^(npx sso-setup|aws s3 ls)(?=[ \\]|$)/, 'words'));
  const script = `words() { printf '%s\\0' "$#" "$@"; }\n${asked.join('\n')}\n`;
  // A locale that this computer does not have is something to be warned of.
  const env = { ...process.env, LC_ALL: 'C.UTF-8' };
  const { stdout, stderr, status } = spawnSync(shell, [], { input: script, encoding: 'utf8', cwd: '/', env });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  const said = stdout.split('\0').slice(0, -1);
  const words: string[][] = [];
  while (said.length > 0) words.push(said.splice(0, Number(said.shift())));
  return words;
}

const hostile = fc.constantFrom(
  ...['$(touch x)', '`touch x`', '; rm -rf ~', '&& x', '| sh', '> x', '\\', "'", '"', "'\\''", '!', '!!', '*', '?'],
  ...['~', '=ls', '#', '{a,b}', '[a]', '$HOME', '%1', '\n', '\t', '\r', '\u001b[2J', '\u202e', '\u200b', '한글', '👍'],
  ...['-rf', '--yes', 'npx sso-setup', ' \\', '(', ')', '<(x)', '^x^y', '\u00a0', '\u0007'],
);
/** A value that somebody gave to an option. A NUL cannot be in a word of a command line. */
const value = fc.oneof(
  fc.string({ unit: hostile, minLength: 1, maxLength: 6 }),
  fc.string({ unit: 'binary', minLength: 0, maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
  fc.constant('x'.repeat(10_000)),
);

const options = Object.values(OPTIONS).map((option) => ({
  names: option.split(/[ ,]+/).filter((word) => word.startsWith('-')),
  takesValue: option.includes('<'),
}));

/** One option, as it was typed, and the words that say the same by themselves. */
interface Typed {
  readonly typed: readonly string[];
  readonly meant: readonly string[];
}

const typed: fc.Arbitrary<Typed> = fc.constantFrom(...options).chain(({ names, takesValue }) =>
  fc.constantFrom(...names).chain((name) => {
    if (!takesValue) return fc.constant({ typed: [name], meant: [name] });
    return value.chain((text): fc.Arbitrary<Typed> => {
      const apart = { typed: [name, text], meant: [name, text] };
      if (name.startsWith('--')) {
        return fc.constantFrom(apart, { typed: [`${name}=${text}`], meant: [`${name}=${text}`] });
      }
      return text === ''
        ? fc.constant(apart)
        : fc.constantFrom(apart, { typed: [`${name}${text}`], meant: apart.meant });
    });
  }),
);
/** Letters together, the last with its value: `-nyc FILE`. */
const together: fc.Arbitrary<Typed> = fc
  .tuple(fc.subarray(['n', 'y'], { minLength: 1 }), fc.option(value))
  .map(([letters, file]) =>
    file === null
      ? { typed: [`-${letters.join('')}`], meant: letters.map((one) => `-${one}`) }
      : { typed: [`-${letters.join('')}c`, file], meant: [...letters.map((one) => `-${one}`), '-c', file] },
  );
const commandLine = fc.array(fc.oneof({ weight: 4, arbitrary: typed }, { weight: 1, arbitrary: together }), {
  maxLength: 6,
});

const flagsIn = ({ meant }: Typed): (readonly string[])[] =>
  meant[0]?.startsWith('--') || meant.length === 1 ? [meant] : splitLetters(meant);

/** `-n -y -c FILE` as three options. */
function splitLetters(words: readonly string[]): string[][] {
  const [first = '', ...rest] = words;
  if (first === '-c') return [[...words]];
  return [[first], ...(rest.length > 0 ? splitLetters(rest) : [])];
}

const ONLY_ONCE =
  /^(-n|--dry-run|--detailed-exitcode|-y|--yes|--no-input|--json|--sandbox-reset|--sandbox-scenario|--save)$/;

/** The words of the command that goes on, by the list of what belongs to one run only. */
function goesOn(line: readonly Typed[]): string[] {
  const parts = line.flatMap(flagsIn);
  const name = ([flag = '']: readonly string[]) => flag.split('=')[0] ?? '';
  const kept = parts.filter((part) => !ONLY_ONCE.test(name(part)));
  const isSandbox = (part: readonly string[]) => name(part).startsWith('--sandbox');
  const place = parts.some(isSandbox) && !kept.some(isSandbox) ? ['--sandbox'] : [];
  return [...place, ...kept.flat()];
}

describe.each(SHELLS)('What is printed to be copied into %s', (shell) => {
  test('is read word by word as it was typed, whatever that was', async () => {
    const lines = fc.array(commandLine, { minLength: 40, maxLength: 40 });
    const property = fc.property(lines, (many) => {
      const printed = many.map((line) => commandsFor(line.flatMap((one) => one.typed)).apply);
      expect(wordsIn(shell, printed)).toEqual(many.map(goesOn));
    });
    await holds('S6', property, 3, 500, `forties of command lines in ${shell}`);
  });

  test('stays one command on a screen of any width, with hostile characters in sight instead of in force', async () => {
    const property = fc.property(commandLine, fc.integer({ min: 40, max: 80 }), (line, columns) => {
      const argv = line.flatMap((one) => one.typed);
      const commands = commandsFor(argv);
      const shown = ends(commands).flatMap((tell) => {
        const { screen, stdout, stderr } = aScreen({ columns, mode: 'terminal' });
        tell(screen);
        return commandsIn(`${stdout.text}\n${stderr.text}`);
      });
      expect(shown.length).toBeGreaterThan(5);
      const known = [commands.apply, commands.same, commands.login, 'npx sso-setup --save sso-setup.yaml'];
      const wanted = new Set(wordsIn(shell, known).map((words) => JSON.stringify(words.map(safe))));
      for (const words of wordsIn(shell, shown)) expect(wanted).toContain(JSON.stringify(words));
    });
    await holds('S6', property, 4, 500, `screens in ${shell}`);
  });

  test('names a profile and a settings file as one word, whatever their names', async () => {
    const property = fc.property(value, fc.integer({ min: 40, max: 80 }), (name, columns) => {
      const settingsFile = name === '' ? 'x' : name;
      const signedIn = {
        ...{ arn: 'arn:aws:sts::111122223333:assumed-role/x/kim', account: '111122223333', permissionSet: 'x' },
        ...{ startUrl: 'https://a.awsapps.com/start', region: 'us-east-1', expiresAt: '', profile: name },
        sandbox: false,
      };
      const { screen, stdout, stderr } = aScreen({ columns });
      screen.report(aReport({ status: 'in_sync', signedIn }));
      screen.report(aReport({ status: 'failed', problem: denied, settingsFile }));
      const [profile, ...policies] = wordsIn(shell, commandsIn(`${stdout.text}\n${stderr.text}`));
      expect(profile).toEqual(['--profile', safe(name)]);
      expect(policies).toEqual([['policy', ...(settingsFile === 'sso-setup.yaml' ? [] : ['-c', safe(settingsFile)])]]);
    });
    await holds('S6', property, 15, 1_000, `names in ${shell}`);
  });

  test('is exact in JSON, control characters and all', async () => {
    const property = fc.property(commandLine, (line) => {
      const { apply } = commandsFor(line.flatMap((one) => one.typed));
      const { screen, stdout } = aScreen({ mode: 'json' });
      screen.report({ ...aReport({ dryRun: true, status: 'changes_pending' }), next: [apply] });
      const { next } = ResultDocument.parse(JSON.parse(stdout.text));
      expect(wordsIn(shell, next)).toEqual([goesOn(line)]);
    });
    await holds('S6', property, 10, 1_000, `documents in ${shell}`);
  });
});

/** Each way in which a run tells a command. */
function ends({ apply, same, login }: Commands): ((screen: Screen) => void)[] {
  const report = (name: string, about: Partial<Report>) => (screen: Screen) =>
    screen.report({ ...(reports[name] as Report), ...about });
  const farewell = (word: Farewell) => (screen: Screen) => screen.farewell(word);
  const finding = { topic: 'settings', level: 'coming', id: 'pending', create: 1, change: 0, command: apply } as const;
  return [
    report('dryRun', { plan: drifted, next: [apply] }),
    report('noCredentials', { next: [same] }),
    report('stoppedHalfWay', { next: [apply] }),
    report('missing', { next: [same] }),
    report('inSync', { plan: undefined, savedFile: 'x.yaml', status: 'changes_pending', next: [apply] } as never),
    farewell({ id: 'stopped', command: apply }),
    farewell({ id: 'left', steps: [], command: apply }),
    farewell({ id: 'notSignedIn', problem: new Problem('signInExpired'), command: login }),
    (screen) => screen.found('settings', [finding], 'whole'),
  ];
}

/** The commands on a screen: each to the end of its line, or of the last of its lines. */
function commandsIn(text: string): string[] {
  return [...text.matchAll(/(?<= |^)(npx sso-setup|aws s3 ls)(?: \\\n|[^\n])*/gm)].map(([command]) => command);
}
