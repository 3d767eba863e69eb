/** Options that belong to one run only, with how many words they take. */
const ONCE = new Map([
  ['-n', 1],
  ['--dry-run', 1],
  ['--detailed-exitcode', 1],
  ['-y', 1],
  ['--yes', 1],
  ['--no-input', 1],
  ['--json', 1],
  ['--sandbox-reset', 1],
  ['--sandbox-scenario', 2],
  ['--save', 2],
]);

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
    const [flag = ''] = word.split('=');
    const takes = ONCE.get(flag);
    if (takes === undefined) words.push(word);
    at += takes === undefined || word.includes('=') ? 1 : takes;
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
