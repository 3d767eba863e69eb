import { isDeepStrictEqual } from 'node:util';
import { atPlace, isWritten, leadThrough } from './afterwards.ts';
import { quoted } from './argv.ts';
import { type Agreed, agrees, freePlanEndedBy } from './consent.ts';
import { type Applied, apply } from './engine/apply.ts';
import type { EngineEvent } from './engine/events.ts';
import { countPlan, type Plan } from './engine/plan.ts';
import type { Looks } from './engine/preview.ts';
import { firstRun } from './first-run.ts';
import type { Place } from './place.ts';
import { asProblem, Declined, Problem, Stopped } from './problem.ts';
import { type ReportSoFar, reportOf } from './report.ts';
import type { ConsoleStep, Identity, Report, Screen } from './screen.ts';
import { type Opened, open, type SessionOptions, type Tools, type Wish, whatIsWished } from './session.ts';
import { type Merged, type MergedSettings, mergeSettings } from './settings/merge.ts';
import { saveSettings } from './settings/save.ts';
import type { Settings } from './settings/settings.ts';
import { BadSettings, type Question } from './settings/trouble.ts';
import { askedOnce } from './steps/asked.ts';
import { profilesElsewhere, profileText } from './steps/cli-profile.ts';
import type { InstanceState } from './steps/instance.ts';
import { guardAccount, survey } from './survey.ts';
import type { Targets } from './targets.ts';

/** What the command line asks for. */
export interface RunOptions extends SessionOptions {
  readonly dryRun: boolean;
  readonly agreed: Agreed;
  /** `--no-input`: not even example answers. */
  readonly noInput: boolean;
  readonly waitMs: number;
  /** `--save` */
  readonly save?: string;
}

/** What a run leaves to be done when its report has been shown. */
type Afterwards = (() => Promise<void>) | undefined;

/**
 * The story of a run: settings, look, plan, consent, apply, report, and what is left to the person. Never throws for
 * what a person can cause.
 */
export async function run(options: RunOptions, tools: Tools): Promise<Report> {
  const { screen, clock } = tools;
  const started = clock.now();
  const soFar: ReportSoFar = { dryRun: options.dryRun, notes: [], commands: options.commands };
  let afterwards: Afterwards;
  try {
    screen.hello();
    afterwards = await story(options, tools, soFar);
  } catch (error) {
    if (error instanceof BadSettings) soFar.troubles = error.troubles;
    else if (error instanceof Stopped) soFar.stopped = true;
    else soFar.problem = asProblem(error);
    if (error instanceof Declined) soFar.declined = true;
  }
  // What a person takes to answer is not what the tool takes.
  const report = reportOf(soFar, clock.now() - (soFar.applyingSince ?? started));
  screen.report(report);
  try {
    const stopped = await isStopped(afterwards);
    if (stopped) screen.farewell({ id: 'stopped', command: soFar.commands.apply });
    return stopped ? { ...report, stopped } : report;
  } finally {
    screen.close();
  }
}

async function story(options: RunOptions, tools: Tools, soFar: ReportSoFar): Promise<Afterwards> {
  const { screen, place } = tools;
  for (const note of place.notes) screen.note(note);

  const wish = whatIsWished(options, place);
  if (wish.file !== undefined) soFar.settingsFile = wish.file;
  const asked = mergeSettings(wish.input);
  if ('missing' in asked && !canAnswer(options, tools)) {
    soFar.missing = asked.missing;
    return;
  }
  if (options.save !== undefined) return save(options.save, (await answered(asked, tools)).settings, soFar, place);

  // Who names the only account that may be looked at waits until AWS has told which it is; so does who is asked first.
  const isSettled =
    !('missing' in asked) && wish.account === undefined && (!screen.interactive || wish.file !== undefined);
  const opened = await open(wish, tools, soFar, undefined, isSettled ? asked.settings.region : undefined);
  const settled = await settle(wish, asked, opened, options, tools);
  let { settings } = settled;
  soFar.identity = settled.identity;
  soFar.region = settings.region.name;

  try {
    const carried = await carryOut({ ...opened, ...settled }, options, tools, soFar);
    settings = carried.settings;
    if (carried.save) return save(place.settingsFile, found(settings, soFar), soFar, place);
  } finally {
    soFar.writes = opened.aws.writes();
    const backup = place.files?.backup;
    if (backup !== undefined) soFar.backup = backup;
  }
  if (options.dryRun || !screen.interactive) return;
  if (soFar.settingsFile === undefined) {
    if (isWritten(() => saveSettings(place.settingsFile, found(settings, soFar)), place.settingsFile, screen)) {
      soFar.savedFile = place.settingsFile;
    }
  }
  return () => leadThrough({ ...opened, settings }, options.waitMs, tools, soFar);
}

function save(path: string, settings: Settings, soFar: ReportSoFar, place: Place): undefined {
  saveSettings(path, settings);
  soFar.savedFile = path;
  // The one that is read by itself needs no name.
  const { bare } = soFar.commands;
  const apply = path === place.settingsFile ? bare : `${bare} -c ${quoted(path)}`;
  soFar.commands = { ...soFar.commands, apply, same: apply };
  delete soFar.plan;
}

/** What a run is to do, and for whom. */
interface Settled {
  readonly settings: Settings;
  readonly identity: Opened['identity'];
  /** A user that came from an external identity provider. */
  readonly external?: string;
}

/** A first run with a person looks around before it asks; every other run knows what to do. */
async function settle(wish: Wish, asked: Merged, opened: Opened, options: RunOptions, tools: Tools): Promise<Settled> {
  const { screen } = tools;
  const { identity, caller } = opened;
  const isFirst = screen.interactive && wish.file === undefined;
  if (isFirst && (wish.account ?? caller.account) === caller.account) {
    // Who only wants to see the plan has nothing to decide before it.
    return firstRun(wish, opened, tools, options.agreed.apply || options.dryRun);
  }
  screen.identity(identity);
  guardAccount(wish.account, caller);
  const { settings, decisions } = await answered(asked, tools);
  if (wish.file === undefined) screen.decisions(decisions);
  return { settings, identity };
}

/** How old a plan may be when somebody agrees to it; milliseconds. */
const FRESH = 60_000;

/** What was carried out in the end, or is to be saved instead. */
interface Carried {
  readonly settings: Settings;
  readonly save: boolean;
}

/** Look, show the plan, and apply it when somebody agrees while it is fresh. An old one is looked at again. */
async function carryOut(
  { settings: asked, aws, caller, identity: known, external, ahead: first }: Opened & Settled,
  options: RunOptions,
  { screen, place, clock, signal }: Tools,
  soFar: ReportSoFar,
): Promise<Carried> {
  let settings = asked;
  const emit = emitter(screen, place);
  const fromFile = soFar.settingsFile === undefined ? {} : { settingsFile: soFar.settingsFile };
  const saveAs = soFar.settingsFile === undefined ? place.settingsFile : undefined;
  let agreedTo: Plan | undefined;
  const ahead = askedOnce(first);
  for (;;) {
    const { guide, targets, preview } = await survey(settings, caller, aws.reader, emit, place.files, ahead());
    const looked = clock.now();
    soFar.looks = preview.looks;
    soFar.plan = preview.plan;
    const identity = named(known, preview.plan);
    soFar.identity = identity;
    const elsewhere = unseenElsewhere(settings, targets, place, preview.looks);
    if (!isDeepStrictEqual(agreedTo, preview.plan)) {
      const region = found(settings, soFar).region.name;
      screen.plan(preview.plan, { identity, region, dryRun: options.dryRun, ...fromFile });
      const freePlan = await freePlanEndedBy(preview.plan, aws.reader, screen);
      tellProfiles(settings, targets, place, soFar);
      if (options.dryRun || !isSomethingToDo(preview.plan)) return { settings, save: false };
      const configFile = place.files?.config.path;
      const about = { identity, root: caller.root, freePlan, external, saveAs, configFile, elsewhere };
      const answer = await agrees(preview.plan, about, options.agreed, screen);
      if (answer === 'save') return { settings, save: true };
      if (answer === 'no') throw new Declined();
      if (answer === 'noProfile') {
        const { cli: _, ...others } = settings;
        settings = others;
        continue;
      }
      agreedTo = preview.plan;
    }
    if (clock.now() - looked > FRESH) continue;
    const about = { account: identity.account, region: found(settings, soFar).region.name };
    const attend = screen.interactive ? attendant(screen, place, about) : {};
    const lock = await place.lock?.(identity.account, signal);
    try {
      soFar.applyingSince = clock.now();
      tellApplied(await apply(guide, preview, { aws, emit, waitMs: options.waitMs, ...attend }), soFar);
    } finally {
      lock?.release();
    }
    tellProfiles(settings, targets, place, soFar);
    return { settings, save: false };
  }
}

/** The account has a name as soon as the accounts of its organization were listed. */
function named(identity: Identity, { accountNames = {} }: Plan): Identity {
  const accountName = identity.accountName ?? accountNames[identity.account];
  return accountName === undefined ? identity : { ...identity, accountName };
}

/** Profiles that lead elsewhere and that the plan does not show yet, because the portal is to come. */
function unseenElsewhere({ cli, region }: Settings, targets: Targets, { files }: Place, looks: Looks): string[] {
  const isSeen = (looks.get('portal')?.states.size ?? 0) > 0;
  return cli === undefined || files === undefined || isSeen ? [] : profilesElsewhere(cli, targets, files, region.name);
}

/** Where no config file is of use to the person, they get what to put into theirs. */
function tellProfiles({ cli, region }: Settings, targets: Targets, place: Place, soFar: ReportSoFar): void {
  if (cli === undefined || place.files !== undefined) return;
  const text = profileText(cli, targets, soFar.looks ?? new Map(), region.name);
  if (text !== undefined) soFar.profileText = text;
}

/** Stays with the person at the console step that the plan waits for. */
function attendant(screen: Screen, place: Place, about: Pick<ConsoleStep, 'account' | 'region'>) {
  const words = ['look', 'later'] as const;
  return {
    attend: ({ step, key, url, untilMs }: { step: ConsoleStep['step']; key: string; url: string; untilMs: number }) =>
      screen.attend(atPlace({ step, name: key, url, ...about }, place), { words, untilMs }),
  };
}

/** Events go to the screen, and to the world around the run, which may have something to say. */
function emitter(screen: Screen, place: Place) {
  return (event: EngineEvent) => {
    screen.event(event);
    const answer = place.notice?.(event);
    if (answer !== undefined) screen.note(answer);
  };
}

/** The settings with the Region in which Identity Center really is; in a file it counts as asked for. */
function found(settings: Settings, { looks }: ReportSoFar): Settings {
  const [instance] = (looks?.get('instance')?.states.values() ?? []) as Iterable<InstanceState>;
  return { ...settings, region: { name: instance?.region ?? settings.region.name, asked: true } };
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

/** Whether the person stopped on the way. What was done is done. */
async function isStopped(afterwards: Afterwards): Promise<boolean> {
  try {
    await afterwards?.();
    return false;
  } catch (error) {
    if (error instanceof Stopped) return true;
    throw error;
  }
}

function canAnswer(options: RunOptions, { screen, place }: Tools): boolean {
  return screen.interactive || (place.exampleAnswers !== undefined && !options.noInput);
}

/** The settings, complete and checked, with what only a person can say. */
async function answered(merged: Merged, { screen, place }: Tools): Promise<MergedSettings> {
  let soFar = merged;
  while ('missing' in soFar) {
    const { missing } = soFar;
    soFar = screen.interactive
      ? soFar.with(await screen.ask(missing))
      : soFar.with(exampleAnswers(missing, screen, place), 'example');
  }
  return soFar;
}

function exampleAnswers(questions: readonly Question[], screen: Screen, place: Place): Record<string, string> {
  const answers = { ...place.exampleAnswers };
  for (const { id, flag } of questions) screen.note({ id: 'exampleAnswer', flag, value: answers[id] ?? '' });
  return answers;
}
