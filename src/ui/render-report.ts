import { countPlan, type Item, listed, type Outcome, type Result } from '../engine/plan.ts';
import type { StepId } from '../engine/step.ts';
import type { ManualText } from '../messages/vocabulary.ts';
import type { Report } from '../screen.ts';
import type { Look } from './look.ts';
import { accountName, isNews, nameOf, signOf } from './render-plan.ts';
import { failureLines, failuresOf, missingLines, stoppedLines } from './render-problem.ts';
import { troubleLines } from './render-troubles.ts';
import { block, command, heading, marked, prose, row, valueColumn } from './rows.ts';
import { safe, safely, shownPath } from './text.ts';

/** One thing that is finished: done, failed, or waiting for something. Nothing for what was the same or is part of another thing. */
export function finishedLines(look: Look, given: Result): string[] {
  const result = safely({ ...given, outcome: undefined });
  const { outcome, action, partOf, step } = given;
  if (outcome.kind === 'same' || (partOf !== undefined && outcome.kind === 'done')) return [];
  const { messages, signs, paint } = look;
  const line = { label: messages.steps[step], value: nameOf(look, result), indent: 0, at: valueColumn(look) - 2 };
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
      return row(look, { ...line, ...signOf(look, action.kind), tail: outcomes.stopped });
    default: {
      const value = messages.manualShort(step, result.key);
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
  return failuresOf(report).length > 0 ? failureLines(look, report) : [];
}

/** What a run has to show at its end, on stdout: receipt, "no changes", or how to apply what was planned. */
export function endLines(look: Look, report: Report): string[] {
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
  if (saved !== undefined && report.plan === undefined) return prose(look, lines.saved(shownPath(saved)));
  const headLines = report.results === undefined ? sameLines(look, report) : doneLines(look, report);
  return [
    ...(headLines.length > 0 ? headLines : sameLines(look, report)),
    ...block(look, [
      ...portalRows(look, report.portal),
      [labels.settings, saved && lines.savedSettings(shownPath(saved))],
    ]),
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

/** The addresses of the portal. The alias is never shown as something that was verified. */
function portalRows(look: Look, given: Report['portal']): LabelledValue[] {
  const { labels, lines } = look.messages;
  const portal = safely(given ?? {});
  const main = portal.classic ?? portal.dualStack ?? portal.ipv4;
  const alias = portal.alias === undefined ? undefined : [portal.alias, `(${lines.aliasUnverified})`];
  return [
    [labels.portal, main],
    [labels.portalAlias, alias],
    [labels.portalIpv4, look.verbose && portal.ipv4 !== main ? portal.ipv4 : undefined],
    [labels.portalDualStack, look.verbose && portal.dualStack !== main ? portal.dualStack : undefined],
  ];
}

/** What is left to a person: how it is done, after a run that did something; else one line for each. */
function manualLines(look: Look, report: Report): string[] {
  const { messages, signs, paint } = look;
  const items = manualItems(report);
  if (items.length === 0) return [];
  const person = { sign: signs.person, paint: paint.yellow };
  if (report.writes === 0) {
    const at = valueColumn(look);
    return items.flatMap(({ step, name }) =>
      row(look, {
        ...person,
        label: messages.steps[step],
        value: messages.manualShort(step, safe(name)),
        at,
        tail: messages.outcomes.yours,
      }),
    );
  }
  const { account } = report.identity ?? {};
  return [
    '',
    ...prose(look, messages.lines.yours(items.length)),
    ...items.flatMap((item) => {
      const text = messages.manual(item.step, safely({ ...item, account, region: report.region }));
      return ['', ...marked(look, signs.person, paint.yellow, text.title, 2), ...movesLines(look, text)];
    }),
  ];
}

/** The moves of a console step, and what happens then. */
export function movesLines(look: Look, { why, moves, after }: ManualText, indent = 4): string[] {
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

/** What a person still has to do, with the address to do it at. */
export function manualItems({ plan, results, portal }: Pick<Report, 'plan' | 'results' | 'portal'>): ManualItem[] {
  const items: readonly (Item & { readonly outcome?: Outcome })[] = results ?? plan?.items ?? [];
  return listed(items).flatMap(({ step, key, action, outcome }) => {
    if (outcome?.kind === 'done' || outcome?.kind === 'same') return [];
    const url = outcome?.kind === 'waiting' ? outcome.url : action.kind === 'manual' ? action.url : undefined;
    const name = step === 'portal' ? (aliasIn(portal?.alias) ?? key) : key;
    return url === undefined ? [] : [{ step, name, url }];
  });
}

interface ManualItem {
  readonly step: StepId;
  readonly name: string;
  readonly url: string;
}

/** `lemonlogin` of `https://lemonlogin.awsapps.com/start`, or of `https://start.…/directory/lemonlogin`. */
function aliasIn(url: string | undefined): string | undefined {
  return url?.match(/\/directory\/([^/]+)$/)?.[1] ?? url?.match(/^https:\/\/([^./]+)\./)?.[1];
}
