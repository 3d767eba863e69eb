import { openConsoleSteps } from './console-steps.ts';
import { countPlan } from './engine/plan.ts';
import { type Finding, type Findings, TOPICS, type Topic } from './findings.ts';
import { orient } from './orient.ts';
import type { Place } from './place.ts';
import { asProblem, EXIT, type ExitCode, Problem, Stopped } from './problem.ts';
import { type ReportSoFar, reportOf } from './report.ts';
import type { Report } from './screen.ts';
import {
  likelyRegion,
  type Opened,
  open,
  type SessionOptions,
  type Tools,
  type Wish,
  whatIsWished,
} from './session.ts';
import { mergeSettings } from './settings/merge.ts';
import { BadSettings } from './settings/trouble.ts';
import { guardAccount, survey } from './survey.ts';

/**
 * Looks at everything and tells all of it at once: what is there, what is in the way, and the one next thing to do for
 * each. Asks nothing and writes nothing. Never throws for what a person can cause.
 */
export async function check(options: SessionOptions, tools: Tools): Promise<Report> {
  const { screen, clock } = tools;
  const started = clock.now();
  const findings: Finding[] = [];
  const soFar: ReportSoFar = { dryRun: true, notes: [], commands: options.commands, findings };
  const tell: Findings = {
    looking: (topic) => screen.looking(topic),
    found(topic, found) {
      findings.push(...found);
      screen.found(topic, found, 'whole');
    },
  };
  try {
    screen.hello();
    await look(options, tools, soFar, tell);
  } catch (error) {
    if (error instanceof BadSettings) soFar.troubles = error.troubles;
    else if (error instanceof Stopped) soFar.stopped = true;
    else blocked('credentials', asProblem(error), tell);
  }
  // They came as AWS answered.
  findings.sort((a, b) => TOPICS.indexOf(a.topic) - TOPICS.indexOf(b.topic));
  const problem = worst(findings);
  if (problem !== undefined) soFar.problem = problem;
  const report = reportOf(soFar, clock.now() - started);
  screen.report(report);
  screen.close();
  return report;
}

async function look(options: SessionOptions, tools: Tools, soFar: ReportSoFar, tell: Findings): Promise<void> {
  const { place } = tools;
  for (const note of place.notes) tell.found('account', [{ topic: 'account', level: 'attention', id: 'note', note }]);
  const wish = whatIsWished(options, place);
  if (wish.file !== undefined) soFar.settingsFile = wish.file;
  const opened = await open(wish, tools, soFar, () => {});
  guardAccount(wish.account, opened.caller);
  const region = likelyRegion(wish, place);
  const about = { caller: opened.caller, region, from: place.credentials };
  const orientation = await orient(opened.aws.reader, about, tell);
  soFar.region = orientation.instance?.region ?? region;
  tell.found('instance', notesOf(soFar));
  if (orientation.problems.length > 0) return;
  tell.looking('settings');
  try {
    await compare(wish, opened, orientation.instance?.region, { ...options, ...place }, soFar, tell);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    blocked('settings', error, tell);
  }
}

/** What the settings ask for beside what AWS shows, and what only a person can confirm. */
async function compare(
  wish: Wish,
  { aws, caller }: Opened,
  home: string | undefined,
  { commands, files }: Pick<SessionOptions, 'commands'> & Pick<Place, 'files'>,
  soFar: ReportSoFar,
  tell: Findings,
): Promise<void> {
  const merged = mergeSettings({ ...wish.input, detected: { ...wish.input.detected, home } });
  const topic = 'settings';
  if ('missing' in merged) {
    return tell.found(topic, [{ topic, level: 'yours', id: 'noSettings', command: commands.apply }]);
  }
  const { preview } = await survey(merged.settings, caller, aws.reader, () => {}, files);
  soFar.looks = preview.looks;
  soFar.plan = preview.plan;
  const { create, change, same } = countPlan(preview.plan.items);
  const pending = create + change > 0;
  tell.found(topic, [
    pending
      ? { topic, level: 'coming', id: 'pending', create, change, command: commands.apply }
      : { topic, level: 'fine', id: 'inSync', same },
  ]);
  // Before Identity Center is there, nothing in it can be seen to.
  const open = home === undefined ? [] : openConsoleSteps(reportOf(soFar, 0), merged.settings, caller.partition);
  tell.found(
    'console',
    open.map((step) => ({ topic: 'console', level: 'yours', id: 'unconfirmed', ...step })),
  );
}

/** What became known on the way counts like what was looked for. */
function notesOf({ notes }: ReportSoFar): Finding[] {
  return notes.map((note) => ({ topic: 'instance', level: 'attention', id: 'note', note }));
}

function blocked(topic: Topic, problem: Problem, tell: Findings): void {
  tell.found(topic, [{ topic, level: 'problem', id: 'blocked', problem }]);
}

/** From harmless to what has to be seen to first. */
const RANK: readonly ExitCode[] = [EXIT.done, EXIT.actionRequired, EXIT.failed, EXIT.usage, EXIT.notAllowed];

/** The problem that decides the exit code; an instance that is not enabled counts as one. */
function worst(findings: readonly Finding[]): Problem | undefined {
  const problems = findings.flatMap((finding) => {
    if (finding.id === 'blocked') return [finding.problem];
    return finding.id === 'noInstance' ? [new Problem('instanceNotEnabled', { url: finding.url })] : [];
  });
  return problems.sort((a, b) => RANK.indexOf(b.exitCode) - RANK.indexOf(a.exitCode))[0];
}
