import { quoted } from '../argv.ts';
import { listed, type Plan, type Result } from '../engine/plan.ts';
import type { ProblemText } from '../messages/vocabulary.ts';
import { canBeGranted, managementStatements, type Statement, statementFor } from '../permissions.ts';
import { type Facts, Problem, type ProblemId } from '../problem.ts';
import type { Report } from '../screen.ts';
import { SETTINGS_FILE } from '../settings/settings.ts';
import type { Question } from '../settings/trouble.ts';
import { jsonLines } from './json-lines.ts';
import type { Look } from './look.ts';
import { foldText } from './render-plan.ts';
import { block, command, marked, prose } from './rows.ts';
import { pad, safe, safely, shownPath, width } from './text.ts';

/** A problem, and the thing that it stopped, when it stopped only that. */
interface Failure {
  readonly problem: Problem;
  readonly result?: Result;
  /** All things that it stopped for the same reason, when they are several. */
  readonly things?: readonly Result[];
}

/** Problems whose message tells AWS's own words already, or better. */
const SAID = new Set<ProblemId>(['accessDenied', 'noCredentials', 'expiredCredentials', 'badFlag', 'regionNotEnabled']);
/** Problems that a right would solve. */
const DENIED = new Set<ProblemId>(['accessDenied', 'serviceLinkedRoleDenied', 'kmsKey']);
/** What AWS does later, in the management account with the caller's own rights; the reason has AWS's words only. */
const BY_AWS = new Set<ProblemId>(['assignmentNeedsIam', 'provisioningFailed']);
/** Problems whose account is that of the run. */
const ABOUT_US = new Set<ProblemId>(['accessDenied', 'instanceNotEnabled', 'rootUser', 'memberAccount']);

/** What went wrong: what, AWS's code, who, what is missing, what is kept, what to do, how to go on. */
export function failureLines(look: Look, report: Report): string[] {
  const { labels } = look.messages;
  const failures = alikeIn(failuresOf(report));
  const [only] = failures.length === 1 ? failures : [];
  const fix = only === undefined ? [] : ([[labels.fix, textOf(look, only, report).todo]] as const);
  const parts = [
    ...failures.flatMap((failure) => oneFailure(look, failure, report, only === undefined)),
    standingLines(look, report),
    table(look, [
      [labels.log, only === undefined ? logOf(report) : undefined],
      ...fix,
      [labels.continue, safely(report.next[0])],
    ]),
  ];
  return parts.filter((part) => part.length > 0).flatMap((part, i) => (i === 0 ? part : ['', ...part]));
}

/** What went wrong with something that is no part of a report. */
export function problemLines(look: Look, problem: Problem): string[] {
  const nothing: Report = { status: 'failed', dryRun: false, notes: [], elapsedMs: 0, writes: 0, next: [] };
  return oneFailure(look, { problem }, nothing, true).flatMap((part, i) => (i === 0 ? part : ['', ...part]));
}

/** Every problem once: the one that stopped the run first, then those of single things. */
export function failuresOf(report: Report): Failure[] {
  const ofThings = (report.results ?? []).flatMap((result) =>
    result.outcome.kind === 'failed' ? [{ problem: result.outcome.problem, result }] : [],
  );
  const { problem } = report;
  return problem === undefined || ofThings.some((one) => one.problem === problem)
    ? ofThings
    : [{ problem }, ...ofThings];
}

/** What failed for the same reason, but for the account that it is about, is told once, with everything that it stopped. */
function alikeIn(failures: readonly Failure[]): Failure[] {
  const groups = new Map<string, Failure[]>();
  for (const failure of failures) {
    const { problem, result } = failure;
    const { account: _, requestId: _id, detail = '', ...facts } = problem.facts;
    const about = [result?.step, result?.action.kind, problem.id, problem.unsure, facts, detail.replace(NAMES, '#')];
    const id = JSON.stringify(result === undefined ? [groups.size] : about);
    groups.set(id, [...(groups.get(id) ?? []), failure]);
  }
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined || alike.length === 1) return alike;
    const { problem, result } = first;
    const facts = Object.entries(problem.facts).filter(
      ([name, value]) => name === 'detail' || alike.every((one) => one.problem.facts[name] === value),
    );
    const things = alike.flatMap((one) => one.result ?? []);
    const common = new Problem(problem.id, Object.fromEntries(facts), { unsure: problem.unsure });
    return [{ problem: common, things, ...(result === undefined ? {} : { result }) }];
  });
}

/** Ids in AWS's words: accounts, requests, and what else is hexadecimal. */
const NAMES = /\d{12}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The sentences, and the facts in a table; the fix belongs to them when there are several failures. */
function oneFailure(look: Look, failure: Failure, report: Report, withFix: boolean): string[][] {
  const { messages, signs, paint } = look;
  const { labels } = messages;
  const { problem, result, things = [] } = failure;
  const facts: Facts = safely(problem.facts);
  const { title, todo } = textOf(look, failure, report);
  return [
    [
      ...marked(look, signs.failed, paint.red, result === undefined ? title : couldNot(look, result, things)),
      ...(result === undefined ? [] : prose(look, title)),
      ...(problem.unsure ? prose(look, messages.lines.unsure) : []),
    ],
    table(look, [
      [labels.aws, facts.code],
      [labels.detail, SAID.has(problem.id) && canBeGranted(facts.detail) ? undefined : facts.detail],
      [labels.who, facts.who],
      [labels.missing, safely(missingAction(problem))],
      [labels.request, facts.requestId],
      [labels.things, things.length === 0 ? undefined : thingNames(look, things, report.plan)],
      [labels.log, withFix ? undefined : logOf(report)],
      [labels.fix, withFix ? todo : undefined],
    ]),
    grantLines(look, problem, report.identity?.arn),
  ];
}

/** The right that is missing, in AWS's words where AWS says it. */
function missingAction({ id, facts }: Problem): string | undefined {
  if (BY_AWS.has(id)) return /not authorized to perform: (iam:\w+)/.exec(facts.detail ?? '')?.[1];
  if (id === 'serviceLinkedRoleDenied') return 'iam:CreateServiceLinkedRole';
  return DENIED.has(id) ? facts.action : undefined;
}

/** The policy statements that would have allowed it; nothing where no grant would. */
function grantLines(look: Look, problem: Problem, arn = ''): string[] {
  const partition = /^arn:(aws[a-z-]*):/.exec(arn)?.[1] ?? 'aws';
  const statement = grantFor(problem, partition);
  return statement === undefined ? [] : [...prose(look, look.messages.lines.grant), ...policyLines(look, statement)];
}

function grantFor(problem: Problem, partition: string): Statement | Statement[] | undefined {
  const action = missingAction(problem) ?? '';
  if (BY_AWS.has(problem.id)) return action === '' ? undefined : managementStatements(partition);
  const isGrantable = problem.id !== 'kmsKey' && canBeGranted(problem.facts.detail) && /^[a-z-]+:\w+$/.test(action);
  return isGrantable ? statementFor(action, partition) : undefined;
}

/** JSON that stays JSON in a narrow window: rather further left than broken. */
function policyLines({ columns }: Look, statement: Statement | Statement[]): string[] {
  const fits = (at: number) => jsonLines(statement, columns - at).every((line) => at + line.length <= columns);
  const at = [4, 2].find(fits) ?? 0;
  return jsonLines(statement, columns - at).map((line) => ' '.repeat(at) + line);
}

function textOf({ messages }: Look, { problem }: Failure, report: Report): ProblemText {
  const account = ABOUT_US.has(problem.id) ? { account: report.identity?.account } : {};
  return messages.problems[problem.id](safely({ ...account, policyCommand: policyCommand(report), ...problem.facts }));
}

/** The command that prints the rights which this run needs. */
function policyCommand({ dryRun, settingsFile }: Report): string {
  const file = settingsFile === undefined || settingsFile === SETTINGS_FILE ? [] : ['-c', quoted(settingsFile)];
  return ['npx sso-setup policy', ...(dryRun ? ['--read-only'] : []), ...file].join(' ');
}

/** A block whose labels are as wide as those of every other block of a failure. */
function table(look: Look, rows: Parameters<typeof block>[1]): string[] {
  const { aws, detail, who, missing, request, things, log, kept, notDone, fix, continue: on } = look.messages.labels;
  return block(
    look,
    rows,
    2,
    Math.max(...[aws, detail, who, missing, request, things, log, kept, notDone, fix, on].map(width)),
  );
}

function logOf({ log }: Report): string | undefined {
  return log === undefined ? undefined : shownPath(log);
}

function thingNames(look: Look, things: readonly Result[], plan: Plan | undefined): string[] {
  const about = safely(plan);
  return safely(things.map(({ step, key, action }) => ({ step, key, action }))).map((thing) =>
    foldText(look, { first: thing, items: [thing] }, about),
  );
}

function couldNot({ messages }: Look, { step, key, action }: Result, things: readonly Result[]): string {
  const { couldNotCreate, couldNotChange, couldNotSee } = messages.lines;
  const sentence = { create: couldNotCreate, change: couldNotChange, same: couldNotSee, manual: couldNotSee }[
    action.kind
  ];
  if (things.length > 0) return sentence(messages.folds.thingsObject(step, things.length), '');
  return sentence(messages.objects[step], key === step ? '' : safe(key));
}

/** Where things stand: what is kept, what is not done. */
function standingLines(look: Look, report: Report): string[] {
  const { labels, lines, steps } = look.messages;
  const namesOf = (kinds: readonly Result['outcome']['kind'][]) => [
    ...new Set(
      (report.results ?? [])
        .filter((result) => kinds.includes(result.outcome.kind) && result.action.kind !== 'same' && !isAsked(result))
        .map((result) => steps[result.step]),
    ),
  ];
  const kept = namesOf(['done']);
  return table(look, [
    [labels.kept, kept.length === 0 ? undefined : `${kept.join(', ')}. ${lines.nothingToUndo}`],
    [labels.notDone, namesOf(['failed', 'blocked', 'stopped', 'waiting']).join(', ')],
  ]);
}

/** Answers that nobody was there to give, all at once. */
export function missingLines(look: Look, questions: readonly Question[]): string[] {
  const { lines } = look.messages;
  const flags = questions.map(({ flag, key }) => [safe(flag), lines.orKey(safe(key))] as const);
  const at = Math.max(0, ...flags.map(([flag]) => width(flag))) + 3;
  return [
    ...marked(look, look.signs.failed, look.paint.red, lines.cannotAsk(questions.length)),
    ...flags.flatMap(([flag, key]) => prose(look, pad(flag, at) + key, 4)),
    ...command(look, lines.saveOnce, 'npx sso-setup --save sso-setup.yaml'),
  ];
}

/** How many writes were sent, and for how much of it AWS was not looked at again. */
export function stoppedText({ messages: { lines } }: Pick<Look, 'messages'>, { writes, results = [] }: Report): string {
  if (writes === 0) return lines.stoppedUnchanged;
  const asked = listed(results).filter(isAsked).length;
  return asked === 0 ? lines.stopped(writes) : `${lines.stopped(writes)} ${lines.asked(asked)}`;
}

/** Whether it is done, or AWS goes on with it, although the run was stopped. */
function isAsked({ outcome }: Result): boolean {
  return outcome.kind === 'stopped' && outcome.asked === true;
}

/** The person stopped the run: whether anything was changed, and how to go on. */
export function stoppedLines(look: Look, report: Report): string[] {
  const { lines } = look.messages;
  const [first] = report.next;
  if (report.writes === 0) return prose(look, stoppedText(look, report));
  return [
    ...prose(look, stoppedText(look, report)),
    ...standingLines(look, report),
    ...(first === undefined ? [] : command(look, lines.continueWith, safe(first))),
  ];
}
