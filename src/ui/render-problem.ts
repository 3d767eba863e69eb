import type { Result } from '../engine/plan.ts';
import type { Problem, ProblemId } from '../problem.ts';
import type { Question } from '../settings/trouble.ts';
import type { Look } from './look.ts';
import { block, command, marked, prose } from './rows.ts';
import type { Report } from './screen.ts';
import { pad, safe, safely, width } from './text.ts';

/** A problem, and the thing that it stopped, when it stopped only that. */
interface Failure {
  readonly problem: Problem;
  readonly result?: Result;
}

/** Problems whose message tells AWS's own words already, or better. */
const SAID = new Set<ProblemId>(['accessDenied', 'noCredentials', 'expiredCredentials', 'badFlag', 'regionNotEnabled']);
/** Problems that a right would solve. */
const DENIED = new Set<ProblemId>(['accessDenied', 'serviceLinkedRoleDenied', 'assignmentNeedsIam', 'kmsKey']);
/** Problems whose account is that of the run. */
const ABOUT_US = new Set<ProblemId>(['accessDenied', 'instanceNotEnabled', 'rootUser', 'memberAccount']);
const MOST_FAILURES = 3;

/** What went wrong: what, AWS's code, who, what is missing, what is kept, what to do, how to go on. */
export function failureLines(look: Look, report: Report): string[] {
  const failures = failuresOf(report);
  const rest = failures.length - MOST_FAILURES;
  return [
    ...failures.slice(0, MOST_FAILURES).flatMap((failure) => [...oneFailure(look, failure, report), '']),
    ...(rest > 0 ? [...prose(look, look.messages.lines.andMore(rest)), ''] : []),
    ...standingLines(look, report),
  ];
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

function oneFailure(look: Look, { problem, result }: Failure, report: Report): string[] {
  const { messages, signs, paint } = look;
  const facts = safely({
    ...(ABOUT_US.has(problem.id) ? { account: report.identity?.account } : {}),
    ...problem.facts,
  });
  const { title, todo } = messages.problems[problem.id](facts);
  const { labels } = messages;
  return [
    ...marked(look, signs.failed, paint.red, result === undefined ? title : couldNot(look, result)),
    ...(result === undefined ? [] : prose(look, title)),
    ...(problem.unsure ? prose(look, messages.lines.unsure) : []),
    '',
    ...block(look, [
      [labels.aws, facts.code],
      [labels.detail, SAID.has(problem.id) ? undefined : facts.detail],
      [labels.who, facts.who],
      [labels.missing, DENIED.has(problem.id) ? facts.action : undefined],
      [labels.request, facts.requestId],
      [labels.fix, todo],
    ]),
  ];
}

function couldNot({ messages }: Look, { step, key, action }: Result): string {
  const { couldNotCreate, couldNotChange, couldNotSee } = messages.lines;
  const sentence = { create: couldNotCreate, change: couldNotChange, same: couldNotSee, manual: couldNotSee }[
    action.kind
  ];
  return sentence(messages.objects[step], key === step ? '' : safe(key));
}

/** Where things stand: what is kept, what is not done, how to go on. */
function standingLines(look: Look, report: Report): string[] {
  const { labels, lines, steps } = look.messages;
  const namesOf = (kinds: readonly Result['outcome']['kind'][]) => [
    ...new Set(
      (report.results ?? [])
        .filter((result) => kinds.includes(result.outcome.kind) && result.action.kind !== 'same')
        .map((result) => steps[result.step]),
    ),
  ];
  const kept = namesOf(['done']);
  return block(look, [
    [labels.kept, kept.length === 0 ? undefined : `${kept.join(', ')}. ${lines.nothingToUndo}`],
    [labels.notDone, namesOf(['failed', 'blocked', 'stopped', 'waiting']).join(', ')],
    [labels.continue, safely(report.next[0])],
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

/** The person stopped the run: whether anything was changed, and how to go on. */
export function stoppedLines(look: Look, report: Report): string[] {
  const { lines } = look.messages;
  const [first] = report.next;
  if (report.writes === 0) return prose(look, lines.stoppedUnchanged);
  return [
    ...prose(look, lines.stopped(report.writes)),
    ...standingLines(look, { ...report, next: [] }),
    ...(first === undefined ? [] : command(look, lines.continueWith, safe(first))),
  ];
}
