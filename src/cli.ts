import { Command, CommanderError, Option } from 'commander';
import { commandsFor, langIn } from './argv.ts';
import { systemClock } from './clock.ts';
import { type Language, languageFrom } from './messages/index.ts';
import { OPTIONS, type OptionId } from './messages/options.ts';
import { asProblem, EXIT, Problem } from './problem.ts';
import type { ServeOptions } from './serve-sandbox.ts';
import type { AnswerFlags } from './settings/flags.ts';
import { stopOnSignals } from './signals.ts';

const VERSION = process.env.SSO_SETUP_VERSION ?? 'development';

/** Everything that the command line can say, by the names of the options. */
interface Flags extends AnswerFlags {
  readonly config?: string;
  readonly dryRun?: boolean;
  readonly detailedExitcode?: boolean;
  readonly yes?: boolean;
  /** False: `--no-input`. */
  readonly input: boolean;
  readonly json?: boolean;
  readonly lang?: string;
  readonly profile?: string;
  readonly wait: number;
  readonly save?: string;
  readonly acceptPaidPlan?: boolean;
  readonly allowRoot?: boolean;
  readonly sandbox?: boolean;
  readonly sandboxState?: string;
  readonly sandboxReset?: boolean;
  readonly sandboxScenario?: string;
  /** False: `--no-color`. */
  readonly color: boolean;
  readonly verbose?: boolean;
  readonly debug?: boolean;
}

/** The command line. The only place that sets an exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // Until the end is reached, the run counts as failed: a closed stdin must not look like success.
  process.exitCode = EXIT.failed;
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  try {
    process.exitCode = await commandLine(argv);
  } catch (error) {
    process.exitCode = await tellProblem(error, argv);
  }
}

async function commandLine(argv: readonly string[]): Promise<number> {
  const program = new Command('sso-setup');
  let result: Promise<number> | undefined;
  const does = (work: () => Promise<number>) => () => {
    result = work();
  };
  silence(program).allowExcessArguments(true).helpOption(false).helpCommand(false);
  for (const option of optionsOf()) program.addOption(option);
  program.option('-h, --help').option('-V, --version');
  program.action(does(() => root(program, argv)));
  silence(program.command('sandbox'))
    .option('--port <number>')
    .option('--state <file>')
    .option('--scenario <name>')
    .allowExcessArguments(false)
    .action((options) => does(() => serve(options, program.opts<Flags>()))());
  silence(program.command('help'))
    .argument('[topic]')
    .action((topic?: string) => does(() => help(program.opts<Flags>(), topic))());
  program.parse(argv, { from: 'user' });
  return (await result) ?? EXIT.failed;
}

/** The options of interface and help, so that no name is written twice. */
function optionsOf(): Option[] {
  return (Object.keys(OPTIONS) as OptionId[]).map((id) => {
    const option = new Option(OPTIONS[id]);
    if (id === 'policy') option.argParser((value: string, before: string[] = []) => [...before, value]);
    if (id === 'wait') option.default(15).argParser(minutes);
    return option;
  });
}

function minutes(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || value > 1440) {
    throw new Problem('badFlag', { flag: '--wait', detail: text, example: '15' });
  }
  return value;
}

async function root(program: Command, argv: readonly string[]): Promise<number> {
  const flags = program.opts<Flags & { help?: boolean; version?: boolean }>();
  if (flags.version) {
    process.stdout.write(`${VERSION}\n`);
    return EXIT.done;
  }
  if (flags.help) return help(flags);
  const [stray] = program.args;
  if (stray !== undefined) throw strayWord(stray);
  return setUp(flags, argv);
}

/** commander suggests nothing for a mistyped command when the program itself does something. */
function strayWord(word: string): Problem {
  const commands = ['sandbox', 'help'];
  const meant = commands.find((command) => command.startsWith(word.slice(0, 3)));
  return new Problem('badFlag', { flag: word, ...(meant === undefined ? {} : { suggestion: meant }) });
}

async function setUp(flags: Flags, argv: readonly string[]): Promise<number> {
  if (flags.detailedExitcode && !flags.dryRun) {
    throw new Problem('badFlag', { flag: '--detailed-exitcode', example: '--dry-run --detailed-exitcode' });
  }
  // Whoever says how the simulated AWS should be never means the real one.
  const sandbox = flags.sandbox ?? flags.sandboxReset ?? (flags.sandboxState ?? flags.sandboxScenario) !== undefined;
  const [{ run }, { isInteractive, makeScreen }, { exitCodeFor }] = await Promise.all([
    import('./run.ts'),
    import('./ui/make-screen.ts'),
    import('./ui/result.ts'),
  ]);
  const env = environment(flags);
  const { stdin, stdout, stderr } = process;
  const interactive = !flags.json && isInteractive({ stdin, stderr, env, noInput: !flags.input });
  const stopping = stopOnSignals(() => screen.stopping());
  const screen = makeScreen({
    mode: flags.json ? 'json' : interactive ? 'terminal' : 'plain',
    lang: languageOf(flags),
    stdin,
    stdout,
    stderr,
    env,
    version: VERSION,
    signal: stopping.signal,
    verbose: flags.verbose ?? false,
  });
  const place = sandbox
    ? (await import('./sandbox-place.ts')).sandboxPlace(
        {
          env,
          reset: flags.sandboxReset ?? false,
          ...(flags.sandboxState === undefined ? {} : { state: flags.sandboxState }),
          ...(flags.sandboxScenario === undefined ? {} : { scenario: flags.sandboxScenario }),
        },
        systemClock,
      )
    : await (await import('./place.ts')).realPlace(flags.profile, process.env);
  const report = await run(
    {
      answers: flags,
      dryRun: flags.dryRun ?? false,
      agreed: { apply: flags.yes ?? false, paidPlan: flags.acceptPaidPlan ?? false, root: flags.allowRoot ?? false },
      noInput: !flags.input,
      waitMs: flags.wait * 60_000,
      env,
      commands: commandsFor(argv),
      ...(flags.config === undefined ? {} : { config: flags.config }),
      ...(flags.save === undefined ? {} : { save: flags.save }),
    },
    { screen, place, clock: systemClock, signal: stopping.signal, ...(flags.debug ? { trace } : {}) },
  );
  return stopping.code() ?? exitCodeFor(report, { detailedExitcode: flags.detailedExitcode ?? false });
}

async function serve(options: ServeOptions, flags: Flags & { help?: boolean }): Promise<number> {
  if (flags.help) return help(flags);
  const { serveSandbox } = await import('./serve-sandbox.ts');
  return serveSandbox(options, languageOf(flags));
}

async function help(flags: Flags, topic?: string): Promise<number> {
  const [{ helpScreen, topicScreen }, { lookFor }, { TOPICS }] = await Promise.all([
    import('./ui/help.ts'),
    import('./ui/make-screen.ts'),
    import('./messages/options.ts'),
  ]);
  const look = lookFor({ lang: languageOf(flags), env: environment(flags) }, process.stdout);
  const known = TOPICS.find((one) => one === topic);
  if (topic !== undefined && known === undefined) {
    throw new Problem('badFlag', { flag: `help ${topic}`, detail: TOPICS.join(', ') });
  }
  const { permissionsText } = await import('./permissions.ts');
  process.stdout.write(known === undefined ? helpScreen(look) : topicScreen(look, known, permissionsText()));
  return EXIT.done;
}

/** What cannot even begin is told as everything else is: in the same words, and as JSON when that was asked for. */
async function tellProblem(error: unknown, argv: readonly string[]): Promise<number> {
  const [{ makeScreen }, { exitCodeFor }, { reportOf }] = await Promise.all([
    import('./ui/make-screen.ts'),
    import('./ui/result.ts'),
    import('./report.ts'),
  ]);
  const { stdin, stdout, stderr, env } = process;
  const mode = argv.includes('--json') ? 'json' : 'plain';
  const screen = makeScreen({
    mode,
    lang: languageFrom(env, langIn(argv)),
    stdin,
    stdout,
    stderr,
    env,
    version: VERSION,
  });
  const report = reportOf({ dryRun: false, commands: commandsFor(argv), notes: [], problem: problemFrom(error) }, 0);
  screen.report(report);
  return exitCodeFor(report, { detailedExitcode: false });
}

function problemFrom(error: unknown): Problem {
  if (error instanceof CommanderError) {
    const flag = error.message.match(/'(-[^' ,=]*)/)?.[1];
    const suggestion = error.message.match(/Did you mean (?:one of )?([^?,]+)/)?.[1];
    const detail = error.message.replace(/^error: /, '').replace(/\s*\(Did you mean.*$/s, '');
    return new Problem('badFlag', { detail, flag, suggestion });
  }
  return asProblem(error);
}

function languageOf(flags: Pick<Flags, 'lang'>): Language {
  if (flags.lang !== undefined && flags.lang !== 'en' && flags.lang !== 'ko') {
    throw new Problem('badFlag', { flag: '--lang', detail: flags.lang, example: 'ko' });
  }
  return languageFrom(process.env, flags.lang);
}

/** `--no-color` is what NO_COLOR is. */
function environment(flags: Pick<Flags, 'color'>): NodeJS.ProcessEnv {
  return flags.color ? process.env : { ...process.env, NO_COLOR: '1' };
}

function trace({ action, region, ms, outcome }: { action: string; region: string; ms: number; outcome: string }) {
  process.stderr.write(`${action} ${region} ${ms} ms ${outcome}\n`);
}

/** commander throws instead of printing and leaving. */
function silence(command: Command): Command {
  return command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
}

/** `| head -1` closes the pipe early; that is the reader's right. */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
