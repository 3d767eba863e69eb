import { consoleSteps } from '../console-steps.ts';
import { type Item, listed, type Result } from '../engine/plan.ts';
import type { Field, Fields } from '../engine/step.ts';
import type { Finding } from '../findings.ts';
import type { Messages } from '../messages/index.ts';
import { mainAddress } from '../portal-urls.ts';
import { EXIT, type Problem } from '../problem.ts';
import type { Report, SignedIn } from '../screen.ts';
import { findingText } from './render-findings.ts';
import { failuresOf, stoppedText } from './render-problem.ts';
import { countDone } from './render-report.ts';
import { hintText, troubleText } from './render-troubles.ts';
import type { ResultDocument } from './result-document.ts';

/** The whole run as one document. */
export function resultDocument(report: Report, messages: Messages): ResultDocument {
  const { identity, portal } = report;
  return {
    schema: 'sso-setup/result/1',
    status: report.status,
    dryRun: report.dryRun,
    account: identity?.account ?? report.signedIn?.account ?? null,
    region: report.region ?? null,
    organizationId: report.organizationId ?? null,
    instanceArn: report.instanceArn ?? null,
    identityStoreId: report.identityStoreId ?? null,
    portalUrl: mainAddress(portal ?? {}) ?? report.signedIn?.startUrl ?? null,
    aliasUrl: portal?.alias ?? null,
    summary: summaryOf(report),
    changes: listed<Item>(doneOrPlanned(report)).flatMap(changeOf),
    ...leftAloneIn(report),
    ...(report.plan?.widening === undefined ? {} : { widening: report.plan.widening.map((one) => ({ ...one })) }),
    ...failuresIn(report, messages),
    manual: consoleSteps(report).map(({ step, name, url }) => {
      const { title, moves, after } = messages.manual(step, {
        name,
        url,
        account: identity?.account,
        region: report.region,
      });
      const instruction = [`${title}:`, ...moves.map(({ verb, what }) => `${verb} ${what}.`), after].join(' ');
      return { step, name, url, instruction };
    }),
    ...(report.backup === undefined ? {} : { backup: report.backup }),
    ...(report.profileText === undefined ? {} : { awsConfig: report.profileText }),
    ...(report.signedIn === undefined ? {} : { signedIn: signedInOf(report.signedIn) }),
    ...(report.findings === undefined ? {} : { findings: report.findings.map((one) => findingOf(one, messages)) }),
    error: errorOf(report, messages),
    next: [...report.next],
  };
}

function signedInOf({ sandbox: _, profile, ...who }: SignedIn) {
  return { ...who, profile: profile ?? null };
}

function findingOf(given: Finding, messages: Messages): NonNullable<ResultDocument['findings']>[number] {
  const { value: message, todo } = findingText(messages, given);
  return { topic: given.topic, level: given.level, message, next: todo ?? null };
}

/** After a run that was to apply its plan: what was done, also when it ended before anything was. */
function doneOrPlanned({ dryRun, plan, results = [] }: Report): readonly Item[] {
  return dryRun ? (plan?.items ?? []) : results.filter(({ outcome }) => outcome.kind === 'done');
}

/** How many of each; a thing that failed is not among those made or changed. */
export function summaryOf(report: Report): ResultDocument['summary'] {
  const { plan, results } = report;
  const items = listed<Item | Result>(results ?? plan?.items ?? []);
  const planned = (kind: Item['action']['kind']) => items.filter(({ action }) => action.kind === kind).length;
  return {
    ...(report.dryRun ? { create: planned('create'), change: planned('change') } : countDone(results ?? [])),
    same: planned('same'),
    manual: consoleSteps(report).length,
    failed: results?.filter(({ outcome }) => outcome.kind === 'failed').length ?? 0,
  };
}

function changeOf({ step, key, action }: Item): ResultDocument['changes'] {
  if (action.kind === 'create') return [{ step, name: key, action: 'create', fields: fieldsOf(action.want) }];
  if (action.kind !== 'change') return [];
  const fields = action.drift.map(({ field, from, to }) => ({ field, from: copy(from), to: copy(to) ?? '' }));
  return [{ step, name: key, action: 'change', fields }];
}

function fieldsOf(want: Fields): ResultDocument['changes'][number]['fields'] {
  return Object.entries(want).map(([field, to]) => ({ field, from: null, to: copy(to) ?? '' }));
}

function copy(field: Field | undefined): string | string[] | null {
  if (field === undefined) return null;
  return typeof field === 'string' ? field : [...field];
}

function leftAloneIn({ plan }: Report): Pick<ResultDocument, 'leftAlone'> {
  const leftAlone = (plan?.leftAlone ?? []).map(({ step, key }) => ({ step, name: key }));
  return leftAlone.length === 0 ? {} : { leftAlone };
}

function failuresIn(report: Report, messages: Messages): Pick<ResultDocument, 'failures'> {
  const failures = failuresOf(report).flatMap(({ problem, result }) =>
    result === undefined ? [] : [{ step: result.step, name: result.key, ...problemError(problem, messages) }],
  );
  return failures.length === 0 ? {} : { failures };
}

function errorOf(report: Report, messages: Messages): ResultDocument['error'] {
  const { lines } = messages;
  if (report.troubles?.length) {
    const all = report.troubles.map((trouble) => {
      const { at, path } = trouble;
      const place = at === undefined ? path : `${at.file}:${at.line}:${at.column}`;
      const hint = hintText({ messages }, trouble);
      return `${place} ${troubleText({ messages }, trouble)}${hint && ` (${hint})`}`;
    });
    const title = messages.problems.badSettings({});
    return { code: 'badSettings', message: all.join('\n'), hint: title.todo.join(' '), requestId: null };
  }
  if (report.missing?.length) {
    const all = report.missing.map(({ flag, key }) => `${flag} ${lines.orKey(key)}`).join(', ');
    const hint = messages.problems.missingAnswers({}).todo.join(' ');
    return {
      code: 'missingAnswers',
      message: `${lines.cannotAsk(report.missing.length)} ${all}`,
      hint,
      requestId: null,
    };
  }
  const [failure] = failuresOf(report);
  if (failure !== undefined) return problemError(failure.problem, messages);
  if (!report.stopped) return null;
  return { code: 'stopped', message: stoppedText({ messages }, report), hint: null, requestId: null };
}

function problemError({ id, facts }: Problem, messages: Messages): NonNullable<ResultDocument['error']> {
  const { title, todo } = messages.problems[id](facts);
  const message = facts.detail === undefined ? title : `${title} ${facts.detail}`;
  return { code: facts.code ?? id, message, hint: todo.join(' '), requestId: facts.requestId ?? null };
}

/** What the process ends with; see interface: exit codes. */
export function exitCodeFor(report: Report, { detailedExitcode }: { readonly detailedExitcode: boolean }): number {
  if (report.troubles?.length || report.missing?.length) return EXIT.usage;
  if (report.declined) return EXIT.done;
  if (report.stopped) return 130;
  const { create, change } = summaryOf(report);
  const pending = report.dryRun && create + change > 0;
  if (pending && detailedExitcode && report.status !== 'failed') return EXIT.changesPending;
  if (report.status === 'action_required') return EXIT.actionRequired;
  const [failure] = failuresOf(report);
  if (failure !== undefined) return failure.problem.exitCode;
  return report.status === 'failed' ? EXIT.failed : EXIT.done;
}
