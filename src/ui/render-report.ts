import { consoleSteps } from '../console-steps.ts';
import { countPlan, listed, type Plan, type Result } from '../engine/plan.ts';
import type { ManualText } from '../messages/vocabulary.ts';
import { mainAddress } from '../portal-urls.ts';
import type { ConsoleStep, Ending, Report } from '../screen.ts';
import { harmless } from './folds.ts';
import type { Look } from './look.ts';
import { summaryText } from './render-findings.ts';
import { accountName, foldText, isNews, labelOf, numbersOf, signOf } from './render-plan.ts';
import { failureLines, failuresOf, missingLines, stoppedLines } from './render-problem.ts';
import { profileTextLines, signedInLines } from './render-sign-in.ts';
import { troubleLines } from './render-troubles.ts';
import { block, command, heading, NO_NUMBERS, type Numbers, numbered, prose, row, valueColumn } from './rows.ts';
import { safe, safely, shownPath } from './text.ts';
import type { Telling } from './told.ts';

/** What is finished, one thing or many that ended alike: done, failed, or waiting for something. Nothing for what is a person's. */
export function toldLines(look: Look, { fold, of }: Telling, plan: Plan | undefined, numbers: Numbers): string[] {
  const { outcome, action, step } = fold.first;
  // What is a person's is told with what is left to them.
  if (['same', 'manual'].includes(outcome.kind)) return [];
  const { messages, signs, paint } = look;
  const shown = harmless(fold);
  const { key } = shown.first;
  const line = {
    label: numbered(numbers, step, key, labelOf(look, { step, key })),
    value: step === 'security' ? messages.manualShort(step, key) : foldText(look, shown, plan, of),
    indent: 0,
    at: valueColumn(look, numbers) - 2,
  };
  const { outcomes } = messages;
  switch (outcome.kind) {
    case 'done': {
      const tail = { create: outcomes.created, change: outcomes.changed, same: '', manual: outcomes.verified }[
        action.kind
      ];
      return row(look, { ...line, sign: signs.done, paint: paint.green, tail });
    }
    case 'failed': {
      const tail = outcome.problem.exitCode === 4 ? outcomes.notAllowed : outcomes.failed;
      return row(look, { ...line, sign: signs.failed, paint: paint.red, tail });
    }
    case 'blocked':
      return row(look, {
        ...line,
        ...signOf(look, action.kind),
        tail: outcomes.blocked(messages.steps[outcome.by.step]),
      });
    case 'stopped':
      return row(look, {
        ...line,
        ...signOf(look, action.kind),
        tail: outcome.asked ? outcomes.asked : outcomes.stopped,
      });
    default: {
      const value = messages.manualShort(step, key);
      return row(look, { ...line, ...signOf(look, 'manual'), value, tail: outcomes.yours });
    }
  }
}

/** Heads the lines of what is being done. */
export function applyingLines(look: Look, report: Pick<Report, 'identity'>): string[] {
  if (report.identity === undefined) return [];
  return [...heading(look, look.messages.lines.applyingTo(accountName(safely(report.identity)))), ''];
}

/** What a run that did not come to a good end tells, on stderr. */
export function errorLines(look: Look, report: Report): string[] {
  if (report.troubles?.length) return troubleLines(look, report.troubles);
  if (report.missing?.length) return missingLines(look, report.missing);
  if (report.stopped) return stoppedLines(look, report);
  // Every finding has told what to do about it.
  if (report.findings !== undefined) return [];
  return failuresOf(report).length > 0 ? failureLines(look, report) : [];
}

/** What a run has to show at its end, on stdout: receipt, "no changes", or how to apply what was planned. */
export function endLines(look: Look, report: Report): string[] {
  if (report.findings !== undefined)
    return report.stopped || report.troubles?.length ? [] : ['', ...prose(look, summaryText(look, report.findings))];
  if (report.signedIn !== undefined) return signedInLines(look, report.signedIn);
  const bad = report.troubles?.length || report.missing?.length || report.stopped || failuresOf(report).length > 0;
  return bad ? doneLines(look, report) : goodEnd(look, report);
}

function goodEnd(look: Look, report: Report): string[] {
  const { lines, labels } = look.messages;
  const [first] = report.next;
  const changes = report.plan !== undefined && isNews(report.plan);
  if (report.dryRun && changes) {
    return [...prose(look, lines.dryRun), ...(first === undefined ? [] : command(look, lines.applyIt, safe(first)))];
  }
  const saved = report.savedFile;
  if (saved !== undefined && report.plan === undefined) {
    return [
      ...prose(look, lines.saved(shownPath(saved))),
      ...(first === undefined ? [] : command(look, lines.applyIt, safe(first))),
    ];
  }
  const headLines = report.results === undefined ? sameLines(look, report) : doneLines(look, report);
  return [
    ...(headLines.length > 0 ? headLines : sameLines(look, report)),
    ...block(look, [
      ...portalRows(look, report.portal),
      [labels.backup, report.backup && shownPath(report.backup)],
      [labels.settings, saved && lines.savedSettings(shownPath(saved))],
    ]),
    ...(report.profileText === undefined ? [] : ['', ...profileTextLines(look, report)]),
    ...manualLines(look, report),
    ...(report.next.length === 0 ? [] : ['', ...block(look, [[labels.next, safely(report.next)]])]),
  ];
}

/** "No changes. 8 settings compared with AWS in 2.8 s, all match." */
function sameLines(look: Look, report: Report): string[] {
  const compared = countPlan(report.plan?.items ?? []).same;
  return prose(look, look.messages.lines.noChanges(compared, report.elapsedMs));
}

/** "6 created, 0 changed, 0 deleted in 41 s"; nothing when nothing was done. */
function doneLines(look: Look, report: Report): string[] {
  const { create, change } = countDone(report.results ?? []);
  if (create + change === 0) return [];
  return [...prose(look, look.messages.lines.done(create, change, report.elapsedMs)), ''];
}

/** How many things were made and changed. */
export function countDone(results: readonly Result[]): { create: number; change: number } {
  const of = (kind: 'create' | 'change') =>
    listed(results).filter((result) => result.outcome.kind === 'done' && result.action.kind === kind).length;
  return { create: of('create'), change: of('change') };
}

type LabelledValue = readonly [label: string, value: string | readonly string[] | undefined];

/** How far an alias can be relied on: AWS does not tell whose it is. */
export function aliasNote({ messages }: Look, confirmed: string | undefined): string {
  return confirmed === undefined ? messages.lines.aliasUnverified : messages.lines.aliasConfirmed(confirmed);
}

/** The addresses of the portal. The alias is never shown as something that was verified. */
function portalRows(look: Look, given: Report['portal']): LabelledValue[] {
  const { labels } = look.messages;
  const portal = safely(given ?? {});
  const main = mainAddress(portal);
  const alias = portal.alias === undefined ? undefined : [portal.alias, `(${aliasNote(look, portal.aliasConfirmed)})`];
  return [
    [labels.portal, main],
    [labels.portalAlias, alias],
    [labels.portalIpv4, look.verbose && portal.ipv4 !== main ? portal.ipv4 : undefined],
    [labels.portalDualStack, look.verbose && portal.dualStack !== main ? portal.dualStack : undefined],
  ];
}

/** What is left to a person, one line for each; how it is done stands with the step itself. */
function manualLines(look: Look, report: Report): string[] {
  const { messages, signs, paint } = look;
  const items = consoleSteps(report);
  if (items.length === 0) return [];
  const numbers = report.plan === undefined || report.writes === 0 ? NO_NUMBERS : numbersOf(report.plan, look);
  const at = valueColumn(look, numbers);
  return [
    ...(report.writes === 0 ? [] : ['', ...prose(look, messages.lines.yours(items.length))]),
    ...items.flatMap((item) =>
      row(look, {
        sign: signs.person,
        paint: paint.yellow,
        label: numbered(numbers, item.step, keyOf(item), labelOf(look, { step: item.step, key: item.name })),
        value: messages.manualShort(item.step, safe(item.name)),
        at,
        tail: messages.outcomes.yours,
      }),
    ),
  ];
}

/** The key under which the plan has it: the portal goes by its alias elsewhere. */
function keyOf({ step, name }: ConsoleStep): string {
  return step === 'portal' ? 'portal' : name;
}

/** A console step as it opens: its number, what it is, and the moves. */
export function consoleStepLines(look: Look, step: ConsoleStep, numbers: Numbers): string[] {
  const { messages } = look;
  const text = messages.manual(step.step, safely(step));
  const number = numbers.of.get(`${step.step} ${keyOf(step)}`);
  const title = [number === undefined ? '' : messages.stepOf(number, numbers.count), text.title].filter(Boolean);
  return [...heading(look, title.join('   ')), '', ...movesLines(look, text, 2), ''];
}

/** How a console step ended. Green is only what AWS showed or the person said. */
export function endedLines(look: Look, step: ConsoleStep, ending: Ending, numbers: Numbers): string[] {
  const { messages, signs, paint } = look;
  const good = ending === 'verified' || ending === 'confirmed';
  return row(look, {
    ...(good ? { sign: signs.done, paint: paint.green } : { sign: signs.person, paint: paint.yellow }),
    label: numbered(numbers, step.step, keyOf(step), labelOf(look, { step: step.step, key: step.name })),
    value: good ? messages.manualDone(step.step, safe(step.name)) : messages.manualShort(step.step, safe(step.name)),
    indent: 0,
    at: valueColumn(look, numbers) - 2,
    tail: messages.endings[ending],
  });
}

/** The moves of a console step, and what happens then. */
function movesLines(look: Look, { why, moves, after }: ManualText, indent = 4): string[] {
  return [
    ...prose(look, why, indent),
    '',
    ...block(
      look,
      moves.map(({ verb, what }, i) => [`${i + 1}  ${verb}`, what] as const),
      indent,
    ),
    '',
    ...prose(look, after, indent),
  ];
}
