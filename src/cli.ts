import { setMaxListeners } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command, CommanderError, Option } from 'commander';
import { commandsFor, langIn, quoted } from './argv.ts';
import { browserFor } from './browser.ts';
import { steadyClock, systemClock } from './clock.ts';
import { commandHelp, environment, help, languageOf } from './help.ts';
import { languageFrom } from './messages/language.ts';
import { COMMANDS, OPTIONS, type OptionId } from './messages/options.ts';
import { policyText } from './permissions.ts';
import { asProblem, EXIT, Problem, Stopped } from './problem.ts';
import { type ReportSoFar, reportOf } from './report.ts';
import type { Report, Screen } from './screen.ts';
import type { ServeOptions } from './serve-sandbox.ts';
import type { AnswerFlags } from './settings/flags.ts';
import { SETTINGS_FILE } from './settings/settings.ts';
import { BadSettings } from './settings/trouble.ts';
import { stopOnSignals } from './signals.ts';
import { stateFolder } from './state-folder.ts';
import type { Trace, TraceEntry, WritesInFlight } from './trace.ts';
import { lookFor } from './ui/look.ts';
import { isInteractive, makeScreen } from './ui/make-screen.ts';
import { exitCodeFor } from './ui/result.ts';
import { logLines } from './ui/trace.ts';
import { VERSION } from './version.ts';

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
  readonly overwriteProfile?: boolean;
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
export async function cli(argv: readonly string[]): Promise<void> {
  // Until the end is reached, the run counts as failed: a closed stdin must not look like success.
  process.exitCode = EXIT.failed;
  try {
    process.exitCode = await commandLine(argv);
  } catch (error) {
    process.exitCode = tellProblem(error, argv);
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
  silence(program.command('check'))
    .allowExcessArguments(false)
    .action(() => does(() => look(program.opts<Flags>(), argv))());
  silence(program.command('login'))
    .option('--use-device-code')
    .allowExcessArguments(false)
    .action((options: { useDeviceCode?: boolean }) => does(() => signIn(program.opts<Flags>(), options, argv))());
  silence(program.command('policy'))
    .option('--read-only')
    .allowExcessArguments(false)
    .action((options: { readOnly?: boolean }) => does(() => policy(program.opts<Flags>(), options))());
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
    // Commander would make it the opposite of --cli-profile.
    if (id === 'noCliProfile') option.negate = false;
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
  const meant = [...COMMANDS, 'help'].find((command) => command.startsWith(word.slice(0, 3)));
  return new Problem('badFlag', {
    flag: word,
    reason: 'unknownCommand',
    ...(meant === undefined ? {} : { suggestion: meant }),
  });
}

/** `sso-setup` */
async function setUp(flags: Flags, argv: readonly string[]): Promise<number> {
  if (flags.detailedExitcode && !flags.dryRun) {
    throw new Problem('badFlag', { flag: '--detailed-exitcode', reason: 'needsDryRun' });
  }
  const applies = !flags.dryRun && flags.save === undefined;
  const [{ run }, { options, tools, codeOf }] = await Promise.all([commands(), stage(flags, argv, applies)]);
  const report = await run(
    {
      ...options,
      dryRun: flags.dryRun ?? false,
      agreed: {
        apply: flags.yes ?? false,
        paidPlan: flags.acceptPaidPlan ?? false,
        root: flags.allowRoot ?? false,
        overwriteProfile: flags.overwriteProfile ?? false,
      },
      noInput: !flags.input,
      waitMs: flags.wait * 60_000,
      ...(flags.save === undefined ? {} : { save: flags.save }),
    },
    tools,
  );
  return codeOf(report);
}

/** `sso-setup check` */
async function look(flags: Flags & { help?: boolean }, argv: readonly string[]): Promise<number> {
  if (flags.help) return commandHelp('check', flags);
  const [{ check }, { options, tools, codeOf }] = await Promise.all([
    commands(),
    stage({ ...flags, dryRun: true }, argv),
  ]);
  return codeOf(await check(options, tools), false);
}

/** `sso-setup login` */
async function signIn(
  { profile, ...flags }: Flags & { help?: boolean },
  { useDeviceCode = false }: { useDeviceCode?: boolean },
  argv: readonly string[],
): Promise<number> {
  if (flags.help) return commandHelp('login', flags);
  // The profile to sign in with; whoever signs in needs no credentials.
  const [{ login }, { options, tools, codeOf }] = await Promise.all([import('./login.ts'), stage(flags, argv, true)]);
  const asked = { ...options, deviceCode: useDeviceCode, ...(profile === undefined ? {} : { profile }) };
  return codeOf(await login(asked, tools), false);
}

/** `sso-setup policy` */
async function policy(
  flags: Flags & { help?: boolean },
  { readOnly = false }: { readOnly?: boolean },
): Promise<number> {
  if (flags.help) return commandHelp('policy', flags);
  const { settingsForRights } = await commands();
  const path = flags.config ?? (existsSync(SETTINGS_FILE) ? SETTINGS_FILE : undefined);
  process.stdout.write(policyText(settingsForRights(path, flags), readOnly));
  return EXIT.done;
}

/** Loaded in one go, and not for help: many small files take longer to load than a large one. */
const commands = () => import('./commands.ts');

/** What a command works with, as flags and surroundings say. One that `writes` may change the simulated AWS. */
async function stage(flags: Flags, argv: readonly string[], writes = false) {
  // Whoever says how the simulated AWS should be never means the real one.
  const sandbox = flags.sandbox ?? flags.sandboxReset ?? (flags.sandboxState ?? flags.sandboxScenario) !== undefined;
  // The SDK looks for the endpoint of a profile only in the one that this names.
  if (!sandbox && flags.profile) process.env.AWS_PROFILE = flags.profile;
  const env = environment(flags);
  const { stdin, stdout, stderr } = process;
  let pages: string | undefined;
  const elsewhere = sandbox ? [] : await (await import('./aws/endpoints.ts')).endpointsElsewhere(env);
  // Where AWS is neither the real one nor our own, there is nothing to see in a browser; whoever has an endpoint in a
  // profile may have a portal there, too.
  const isElsewhere = elsewhere.some(({ profile }) => profile === undefined);
  const openPage = isElsewhere ? undefined : browserFor(env, process.platform, () => pages);
  const interactive = !flags.json && isInteractive({ stdin, stderr, env, noInput: !flags.input });
  const inFlight: WritesInFlight = new Set();
  const stopping = stopOnSignals({
    stopping: (reason) => screen.stopping(reason),
    quit: () => screen.quit([...inFlight].map(({ operation }) => operation)),
  });
  let screen = makeScreen({
    mode: flags.json ? 'json' : interactive ? 'terminal' : 'plain',
    lang: languageOf(flags),
    stdin,
    stdout,
    stderr,
    env,
    version: VERSION,
    signal: stopping.signal,
    verbose: flags.verbose ?? false,
    dryRun: flags.dryRun ?? false,
    ...(openPage === undefined ? {} : { openPage }),
    interrupt: () => void process.kill(process.pid, 'SIGINT'),
  });
  const simulated = sandbox ? await simulatedPlace(flags, env, writes, stopping.signal) : undefined;
  if (interactive && openPage !== undefined) pages = await simulated?.serve();
  const place = simulated ?? (await (await commands()).realPlace(flags.profile, process.env, elsewhere));
  const log = flags.debug ? await openLog(flags, sandbox, argv, screen) : undefined;
  if (log !== undefined) screen = log.screen;
  const hearers: Trace[] = [
    ...(flags.verbose ? [(entry: TraceEntry) => screen.trace(entry)] : []),
    ...(log === undefined ? [] : [log.call]),
  ];
  const trace: Trace = (entry) => {
    for (const hear of hearers) hear(entry);
  };
  const options = {
    answers: flags,
    env,
    commands: commandsFor(argv),
    ...(flags.config === undefined ? {} : { config: flags.config }),
  };
  const ended = new AbortController();
  const signal = AbortSignal.any([stopping.signal, ended.signal]);
  // Every wait listens to it; many of them side by side are no leak.
  setMaxListeners(0, signal);
  const tools = { screen, place, clock: steadyClock, signal, ended: ended.signal, trace, inFlight };
  const codeOf = (report: Report, detailedExitcode = flags.detailedExitcode ?? false) => {
    // What was asked of AWS and nobody waits for any more must not keep the process.
    ended.abort(new Stopped());
    return stopping.code() ?? exitCodeFor(report, { detailedExitcode });
  };
  return { options, tools, codeOf };
}

/** The simulated AWS. Who may write its file has it alone until the process ends; who only looks leaves it as it is. */
async function simulatedPlace(flags: Flags, env: NodeJS.ProcessEnv, writes: boolean, signal: AbortSignal) {
  const { lockState, sandboxPlace, sandboxStateFile } = await import('./sandbox-place.ts');
  const reset = flags.sandboxReset ?? false;
  const state = flags.sandboxState === undefined ? {} : { state: flags.sandboxState };
  const scenario = flags.sandboxScenario === undefined ? {} : { scenario: flags.sandboxScenario };
  const readOnly = !(writes || reset || flags.sandboxScenario !== undefined);
  const options = { env, reset, readOnly, ...state, ...scenario };
  if (!readOnly) await lockState(sandboxStateFile(options), signal);
  return sandboxPlace(options, systemClock);
}

/** `--debug`: the log, and the screen that writes to it. In the sandbox it is beside the state, like everything. */
async function openLog(flags: Flags, sandbox: boolean, argv: readonly string[], screen: Screen) {
  const { DebugLog, loggedScreen } = await import('./debug-log.ts');
  const { env, stderr, version, platform, arch } = process;
  const state = flags.sandboxState === undefined ? {} : { state: flags.sandboxState };
  const folder = sandbox
    ? dirname((await import('./sandbox-place.ts')).sandboxStateFile({ env, ...state }))
    : stateFolder(env);
  const failed = (file: string, code: string) => screen.note({ id: 'logNotWritten', file, code });
  const log = new DebugLog({ folder, env, now: systemClock.now, failed });
  const lang = languageOf(flags);
  log.line('start', { version: VERSION, node: version, platform: `${platform}-${arch}`, lang });
  log.line('command', { words: argv.map(quoted).join(' ') });
  const look = lookFor({ lang, env: environment(flags) }, stderr);
  const tell = (path: string) => stderr.write(`${logLines(look, path).join('\n')}\n`);
  return { screen: loggedScreen(screen, log, tell), call: (entry: TraceEntry) => log.call(entry) };
}

async function serve(options: ServeOptions, flags: Flags & { help?: boolean }): Promise<number> {
  if (flags.help) return commandHelp('sandbox', flags);
  const { serveSandbox } = await import('./serve-sandbox.ts');
  return serveSandbox(options, languageOf(flags));
}

/** What cannot even begin is told as everything else is: in the same words, and as JSON when that was asked for. */
function tellProblem(error: unknown, argv: readonly string[]): number {
  const { stdin, stdout, stderr, env } = process;
  const noInput = argv.includes('--no-input');
  const mode = argv.includes('--json') ? 'json' : isInteractive({ stdin, stderr, env, noInput }) ? 'terminal' : 'plain';
  const screen = makeScreen({
    mode,
    lang: languageFrom(env, langIn(argv)),
    stdin,
    stdout,
    stderr,
    env,
    version: VERSION,
  });
  const dryRun = argv.includes('--dry-run');
  const report = reportOf({ dryRun, commands: commandsFor(argv), notes: [], ...reasonFrom(error, argv) }, 0);
  screen.report(report);
  return (error instanceof Stopped ? error.code : undefined) ?? exitCodeFor(report, { detailedExitcode: false });
}

function reasonFrom(error: unknown, argv: readonly string[]): Partial<ReportSoFar> {
  if (error instanceof Stopped) return { stopped: true };
  if (error instanceof BadSettings) return { troubles: error.troubles };
  return { problem: problemFrom(error, argv) };
}

function problemFrom(error: unknown, argv: readonly string[]): Problem {
  if (!(error instanceof CommanderError)) return asProblem(error);
  const suggestion = error.message.match(/Did you mean (?:one of )?([^?,]+)/)?.[1];
  const flag = error.message.match(/'(-[^' ,=]*)/)?.[1] ?? argv.at(-1);
  const reason = REASONS[error.code];
  return new Problem('badFlag', reason === undefined ? { flag, detail: error.message } : { flag, reason, suggestion });
}

/** What commander finds wrong, in a word of ours. */
const REASONS: Readonly<Record<string, string>> = {
  'commander.unknownOption': 'unknown',
  'commander.optionMissingArgument': 'noValue',
  'commander.excessArguments': 'tooMany',
};

/** commander throws instead of printing and leaving. */
function silence(command: Command): Command {
  return command.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
}
