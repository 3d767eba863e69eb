import { existsSync } from 'node:fs';
import { type Aws, type Connection, connect, type Trace } from './aws/clients.ts';
import type { Clock } from './clock.ts';
import { type Agreed, agreedTo } from './consent.ts';
import { type Applied, apply } from './engine/apply.ts';
import type { EngineEvent } from './engine/events.ts';
import { countPlan } from './engine/plan.ts';
import type { Place } from './place.ts';
import { Problem, Stopped } from './problem.ts';
import { type ReportSoFar, reportOf } from './report.ts';
import type { AnswerFlags } from './settings/flags.ts';
import { readSettings } from './settings/gather.ts';
import { type MergedSettings, mergeSettings } from './settings/merge.ts';
import { saveSettings } from './settings/save.ts';
import { BadSettings, type Question } from './settings/trouble.ts';
import { callerFor, survey } from './survey.ts';
import type { Identity, Report, Screen } from './ui/screen.ts';

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
  const soFar: ReportSoFar = { dryRun: options.dryRun, notes: [], sandbox: tools.place.sandbox };
  try {
    screen.hello();
    await story(options, tools, soFar);
  } catch (error) {
    if (error instanceof BadSettings) soFar.troubles = error.troubles;
    else if (error instanceof Stopped) soFar.stopped = true;
    else soFar.problem = error instanceof Problem ? error : unexpected(error);
  }
  const report = reportOf(soFar, clock.now() - started);
  screen.report(report);
  screen.close();
  return report;
}

async function story(options: RunOptions, tools: RunTools, soFar: ReportSoFar): Promise<void> {
  const { screen, place } = tools;
  for (const note of place.notes) screen.note(note);

  const merged = await settle(options, tools, soFar);
  if (merged === undefined) return;
  const { settings } = merged;
  if (options.save !== undefined) {
    saveSettings(options.save, settings);
    soFar.savedFile = options.save;
    return;
  }

  const aws = connectTo(tools, soFar);
  const caller = await callerFor(settings, aws.reader);
  const identity: Identity = {
    account: caller.account,
    arn: caller.arn,
    sandbox: place.sandbox,
    ...(place.credentials === undefined ? {} : { credentials: place.credentials }),
  };
  soFar.identity = identity;
  screen.identity(identity);
  if (soFar.settingsFile === undefined) screen.decisions(merged.decisions);

  const emit = (event: EngineEvent) => {
    screen.event(event);
    const answer = place.notice?.(event);
    if (answer !== undefined) screen.note(answer);
  };
  const { guide, preview } = await survey(settings, caller, aws.reader, emit);
  soFar.looks = preview.looks;
  soFar.plan = preview.plan;
  soFar.region = settings.region.name;
  const about = { identity, region: settings.region.name, dryRun: options.dryRun };
  screen.plan(preview.plan, soFar.settingsFile === undefined ? about : { ...about, settingsFile: soFar.settingsFile });
  const { create, change } = countPlan(preview.plan.items);
  const waits = preview.plan.items.some((item) => item.step === 'instance' && item.action.kind === 'manual');
  if (!options.dryRun && (create + change > 0 || waits)) {
    const agreed = await agreedTo(preview.plan, { identity, root: caller.root }, options.agreed, aws.reader, screen);
    if (!agreed) throw new Stopped();
    const applied = await apply(guide, preview, { aws, emit, waitMs: options.waitMs });
    tellApplied(applied, soFar);
  }
  soFar.writes = aws.writes();
  if (!options.dryRun && screen.interactive && options.config === undefined && !existsSync(place.settingsFile)) {
    saveSettings(place.settingsFile, settings);
    soFar.savedFile = place.settingsFile;
  }
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

/** The settings, complete and checked; undefined when answers are missing and nobody is there to give them. */
async function settle(
  options: RunOptions,
  { screen, place }: RunTools,
  soFar: ReportSoFar,
): Promise<MergedSettings | undefined> {
  const path = options.config ?? (existsSync(place.settingsFile) ? place.settingsFile : undefined);
  if (path !== undefined) soFar.settingsFile = path;
  const file = readSettings(path, options.answers);
  const detected = { region: place.region };
  let merged = mergeSettings({ flags: options.answers, env: options.env, file, detected });
  while ('missing' in merged) {
    const given = await answersTo(merged.missing, options, screen, place);
    if (given === undefined) {
      soFar.missing = merged.missing;
      return undefined;
    }
    merged = merged.with(given);
  }
  return merged;
}

async function answersTo(
  questions: readonly Question[],
  options: RunOptions,
  screen: Screen,
  place: Place,
): Promise<Readonly<Record<string, string>> | undefined> {
  if (screen.interactive) return screen.ask(questions);
  if (options.noInput || place.exampleAnswers === undefined) return undefined;
  const answers = place.exampleAnswers;
  for (const { id, flag } of questions) screen.note({ id: 'exampleAnswer', flag, value: answers[id] ?? '' });
  return answers;
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

function unexpected(error: unknown): Problem {
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem('unexpected', { detail }, { cause: error });
}
