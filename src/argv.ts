import { OPTIONS } from './messages/options.ts';

/** Options that belong to one run only. */
const ONCE = new Set([
  '-n',
  '--dry-run',
  '--detailed-exitcode',
  '-y',
  '--yes',
  '--no-input',
  '--json',
  '--sandbox-reset',
  '--sandbox-scenario',
  '--save',
]);

/** Options that are followed by a value. */
const TAKE_A_VALUE = new Set(
  Object.values(OPTIONS)
    .filter((option) => option.includes('<'))
    .flatMap((option) => option.split(/[ ,]+/).filter((word) => word.startsWith('-'))),
);

/** Commands that only look; what goes on from there is the setup itself. */
const LOOKS = new Set(['check']);

/** Two commands that go on from here, to be copied. */
export interface Commands {
  /** Looks again, and applies when somebody agrees. */
  readonly apply: string;
  /** Just what was run. */
  readonly same: string;
}

export function commandsFor(argv: readonly string[]): Commands {
  return { apply: commandAgain(argv), same: ['npx sso-setup', ...argv.map(quoted)].join(' ') };
}

function commandAgain(argv: readonly string[]): string {
  const words: string[] = [];
  for (let at = 0; at < argv.length; ) {
    const word = argv[at] ?? '';
    const takes = TAKE_A_VALUE.has(word) ? 2 : 1;
    if (!ONCE.has(word.split('=')[0] ?? '') && !LOOKS.has(word)) words.push(...argv.slice(at, at + takes));
    at += takes;
  }
  return ['npx sso-setup', ...words.map(quoted)].join(' ');
}

/** A word as a shell takes it. */
export function quoted(word: string): string {
  return /^[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `--lang` as it was typed, for what is wrong with the rest of the command line. */
export function langIn(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  return at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
}
