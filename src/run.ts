import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { type Commands, quoted } from './argv.ts';
import { type Caller, whoAmI } from './aws/caller.ts';
import { type Aws, type Connection, connect, type Trace } from './aws/clients.ts';
import type { Clock } from './clock.ts';
import { type Agreed, agrees, freePlanEndedBy } from './consent.ts';
import { type Applied, apply } from './engine/apply.ts';
import type { EngineEvent } from './engine/events.ts';
import { countPlan, type Plan } from './engine/plan.ts';
import type { Place } from './place.ts';
import { asProblem, Problem, Stopped } from './problem.ts';
import { type ReportSoFar, reportOf } from './report.ts';
import type { Identity, Report, Screen } from './screen.ts';
import type { AnswerFlags } from './settings/flags.ts';
import { readSettings } from './settings/gather.ts';
import { type Merged, type MergedSettings, mergeSettings } from './settings/merge.ts';
import { normaliseAccountId } from './settings/rules.ts';
import { saveSettings } from './settings/save.ts';
import type { Settings } from './settings/settings.ts';
import { BadSettings, type Question } from './settings/trouble.ts';
import type { InstanceState } from './steps/instance.ts';
import { guardAccount, survey } from './survey.ts';

/** What the command line asks for. */
export interface RunOptions {
  readonly answers: AnswerFlags;
  /** `--config` */
  readonly config?: string;
  readonly dryRun: boolean;
  readonly agreed: Agreed;
  /** `--no-input`: not even example answers. */
  readonly noInput: boolean;
  readonly waitMs: number;
  /** `--save` */
  readonly save?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly commands: Commands;
}

export interface RunTools {
  readonly screen: Screen;
  readonly place: Place;
  readonly clock: Clock;
  /** Fires, with Stopped as its reason, when the person wants to stop. */
  readonly signal: AbortSignal;
  /** `--debug` */
  readonly trace?: Trace;
}

/** The story of a run: settings, look, plan, consent, apply, report. Never throws for what a person can cause. */
export async function run(options: RunOptions, tools: RunTools): Promise<Report> {
  const { screen, clock } = tools;
  const started = clock.now();
  const soFar: ReportSoFar = { dryRun: options.dryRun, notes: [], commands: options.commands };
  try {
    screen.hello();
    await story(options, tools, soFar);
  } catch (error) {
    if (error instanceof BadSettings) soFar.troubles = error.troubles;
    else if (error instanceof Stopped) soFar.stopped = true;
    else soFar.problem = asProblem(error);
  }
  const report = reportOf(soFar, clock.now() - started);
  screen.report(report);
  screen.close();
  return report;
}

async function story(options: RunOptions, tools: RunTools, soFar: ReportSoFar): Promise<void> {
  const { screen, place } = tools;
  for (const note of place.notes) screen.note(note);

  const { asked, wantedAccount } = whatIsAsked(options, place, soFar);
  if ('missing' in asked && !canAnswer(options, tools)) {
    soFar.missing = asked.missing;
    return;
  }
  if (options.save !== undefined) {
    const { settings } = await answered(asked, tools);
    saveSettings(options.save, settings);
    soFar.savedFile = options.save;
    const apply = `npx sso-setup -c ${quoted(options.save)}`;
    soFar.commands = { apply, same: apply };
    return;
  }

  const aws = connectTo(tools, soFar);
  const caller = await whoAmI(aws.reader);
  const identity = identityOf(caller, place);
  soFar.identity = identity;
  screen.identity(identity);
  guardAccount(wantedAccount, caller);

  const { settings, decisions } = await answered(asked, tools);
  if (settings.cli !== undefined) screen.note({ id: 'cliProfilesLeftOut' });
  soFar.region = settings.region.name;
  if (soFar.settingsFile === undefined) screen.decisions(decisions);

  try {
    await carryOut(settings, { aws, caller, identity }, options, tools, soFar);
  } finally {
    soFar.writes = aws.writes();
  }
  if (!options.dryRun && screen.interactive && soFar.settingsFile === undefined) {
    saveSettings(place.settingsFile, { ...settings, region: homeRegion(soFar, settings) });
    soFar.savedFile = place.settingsFile;
  }
}

/** How old a plan may be when somebody agrees to it; milliseconds. */
const FRESH = 60_000;

/** Look, show the plan, and apply it when somebody agrees while it is fresh. An old one is looked at again. */
async function carryOut(
  settings: Settings,
  { aws, caller, identity }: { aws: Aws; caller: Caller; identity: Identity },
  options: RunOptions,
  { screen, place, clock }: RunTools,
  soFar: ReportSoFar,
): Promise<void> {
  const emit = (event: EngineEvent) => {
    screen.event(event);
    const answer = place.notice?.(event);
    if (answer !== undefined) screen.note(answer);
  };
  const fromFile = soFar.settingsFile === undefined ? {} : { settingsFile: soFar.settingsFile };
  let agreedTo: Plan | undefined;
  for (;;) {
    const { guide, preview } = await survey(settings, caller, aws.reader, emit);
    const looked = clock.now();
    soFar.looks = preview.looks;
    soFar.plan = preview.plan;
    if (!isDeepStrictEqual(agreedTo, preview.plan)) {
      const region = homeRegion(soFar, settings).name;
      screen.plan(preview.plan, { identity, region, dryRun: options.dryRun, ...fromFile });
      const freePlan = await freePlanEndedBy(preview.plan, aws.reader, screen);
      if (options.dryRun || !isSomethingToDo(preview.plan)) return;
      if (!(await agrees(preview.plan, { identity, root: caller.root, freePlan }, options.agreed, screen))) {
        soFar.declined = true;
        throw new Stopped();
      }
      agreedTo = preview.plan;
    }
    if (clock.now() - looked > FRESH) continue;
    return tellApplied(await apply(guide, preview, { aws, emit, waitMs: options.waitMs }), soFar);
  }
}

/** Where Identity Center really is, for the file: there it counts as asked for. */
function homeRegion({ looks }: ReportSoFar, settings: Settings): Settings['region'] {
  const [instance] = (looks?.get('instance')?.states.values() ?? []) as Iterable<InstanceState>;
  return { name: instance?.region ?? settings.region.name, asked: true };
}

/** A change to make, or an instance to wait for. */
function isSomethingToDo(plan: Plan): boolean {
  const { create, change } = countPlan(plan.items);
  return create + change > 0 || plan.items.some((item) => item.step === 'instance' && item.action.kind === 'manual');
}

function tellApplied(applied: Applied, soFar: ReportSoFar): void {
  soFar.results = applied.results;
  soFar.looks = applied.looks;
  const failed = applied.results.map((result) => result.outcome).find((outcome) => outcome.kind === 'failed');
  if (failed?.kind === 'failed') soFar.problem = failed.problem;
  if (applied.results.some(({ outcome }) => outcome.kind === 'stopped')) soFar.stopped = true;
  const waiting = applied.results.map((result) => result.outcome).find((outcome) => outcome.kind === 'waiting');
  if (waiting?.kind === 'waiting' && soFar.problem === undefined) {
    soFar.problem = new Problem('instanceNotEnabled', { url: waiting.url, region: soFar.region });
  }
}

/** What flags, environment, file and surroundings say; wrong ones are told before anything is sent to AWS. */
function whatIsAsked(
  options: RunOptions,
  place: Place,
  soFar: ReportSoFar,
): { asked: Merged; wantedAccount: string | undefined } {
  const path = options.config ?? (existsSync(place.settingsFile) ? place.settingsFile : undefined);
  if (path !== undefined) soFar.settingsFile = path;
  const file = readSettings(path, options.answers);
  const { answers, env } = options;
  const wanted = answers.account ?? file?.settings.account;
  return {
    asked: mergeSettings({ flags: answers, env, file, detected: { region: place.region } }),
    wantedAccount: wanted === undefined ? undefined : normaliseAccountId(wanted),
  };
}

function canAnswer(options: RunOptions, { screen, place }: RunTools): boolean {
  return screen.interactive || (place.exampleAnswers !== undefined && !options.noInput);
}

/** The settings, complete and checked, with what only a person can say. */
async function answered(merged: Merged, { screen, place }: RunTools): Promise<MergedSettings> {
  let soFar = merged;
  while ('missing' in soFar) {
    const { missing } = soFar;
    soFar = soFar.with(screen.interactive ? await screen.ask(missing) : exampleAnswers(missing, screen, place));
  }
  return soFar;
}

function exampleAnswers(questions: readonly Question[], screen: Screen, place: Place): Record<string, string> {
  const answers = { ...place.exampleAnswers };
  for (const { id, flag } of questions) screen.note({ id: 'exampleAnswer', flag, value: answers[id] ?? '' });
  return answers;
}

function identityOf(caller: Caller, place: Place): Identity {
  const { account, arn } = caller;
  const { sandbox, credentials } = place;
  return { account, arn, sandbox, ...(credentials === undefined ? {} : { credentials }) };
}

function connectTo({ place, clock, signal, screen, trace }: RunTools, soFar: ReportSoFar): Aws {
  const tell: Connection['tell'] = (news) => {
    if (news.id === 'slowDown' || news.id === 'working') return screen.event(news);
    if (soFar.notes.some((note) => JSON.stringify(note) === JSON.stringify(news))) return;
    soFar.notes.push(news);
    screen.note(news);
  };
  return connect({ ...place.connection, clock, signal, tell, ...(trace === undefined ? {} : { trace }) });
}
