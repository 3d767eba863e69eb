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
const TAKE_A_VALUE = new Set(namesOf((option) => option.includes('<')));

/** Options of one letter, which can be written together: `-ny`, `-nc FILE`, `-cFILE`. */
const LETTERS = new Set(namesOf(() => true).filter((name) => /^-\w$/.test(name)));

function namesOf(isWanted: (option: string) => boolean): string[] {
  const wanted = Object.values(OPTIONS).filter(isWanted);
  return wanted.flatMap((option) => option.split(/[ ,]+/).filter((word) => word.startsWith('-')));
}

/** Options that throw away what a run of before has made. */
const FROM_ANEW = new Set(['--sandbox-reset', '--sandbox-scenario']);

/** Options that say where a run takes place, and in which language. */
const WHERE = new Set(['--profile', '--sandbox', '--sandbox-state', '--lang']);

/**
 * Where somebody signs in: without `--profile`, which names whose credentials set everything up; with the settings, which
 * name the profile to sign in with.
 */
const SIGN_IN = new Set(['--sandbox', '--sandbox-state', '--lang', '-c', '--config']);

/** Commands that only look; what goes on from there is the setup itself. */
const LOOKS = new Set(['check', 'login']);

/** Two commands that go on from here, to be copied. */
export interface Commands {
  /** Looks again, and applies when somebody agrees. */
  readonly apply: string;
  /** Just what was run, but not from anew. */
  readonly same: string;
  /** In the same place and language, with nothing else. */
  readonly bare: string;
  /** Signs in through the portal. */
  readonly login: string;
}

export function commandsFor(argv: readonly string[]): Commands {
  const isKept = (flag: string) => !ONCE.has(flag) && !LOOKS.has(flag);
  return {
    apply: commandWith(argv, isKept),
    same: commandWith(argv, (flag) => !FROM_ANEW.has(flag)),
    bare: commandWith(argv, (flag) => WHERE.has(flag)),
    login: commandWith(argv, (flag) => SIGN_IN.has(flag), 'npx sso-setup login'),
  };
}

/** The command line with only these flags and their values. */
function commandWith(argv: readonly string[], isKept: (flag: string) => boolean, program = 'npx sso-setup'): string {
  const parts = partsOf(argv);
  const kept = parts.filter(([flag = '']) => isKept(flag.split('=')[0] ?? ''));
  // What was tried out never goes on in real AWS.
  const isSandbox = ([flag = '']: readonly string[]) => flag.startsWith('--sandbox');
  if (parts.some(isSandbox) && !kept.some(isSandbox)) kept.unshift(['--sandbox']);
  return [program, ...kept.flat().map(quoted)].join(' ');
}

/** Options, each with its value if that is a word of its own, and other words. */
function partsOf(argv: readonly string[]): string[][] {
  const parts: string[][] = [];
  const left = [...argv];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const [flag, rest] = [word.slice(0, 2), word.slice(2)];
    const isTogether = rest !== '' && LETTERS.has(flag);
    if (isTogether) left.unshift(TAKE_A_VALUE.has(flag) ? rest : `-${rest}`);
    const name = isTogether ? flag : word;
    parts.push(TAKE_A_VALUE.has(name) ? [name, ...left.splice(0, 1)] : [name]);
  }
  return parts;
}

/** A word as a shell takes it; zsh has a meaning for a `=` at the beginning. */
export function quoted(word: string): string {
  return /^(?!=)[\w./@%+=:,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** `--lang` as it was typed, for what is wrong with the rest of the command line. */
export function langIn(argv: readonly string[]): string | undefined {
  const at = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  return at < 0 ? undefined : (argv[at]?.split('=')[1] ?? argv[at + 1]);
}
