import { countPlan, type Item, listed, type Plan } from '../engine/plan.ts';
import type { Action, StepId } from '../engine/step.ts';
import { readAssignmentKey } from '../keys.ts';
import { accountText } from '../messages/vocabulary.ts';
import type { Decision, Identity } from '../screen.ts';
import { manyAccounts } from '../settings/settings.ts';
import { type Fold, foldedPlan, namesIn, type Reason, reasonsFor } from './folds.ts';
import type { Look } from './look.ts';
import { block, heading, marked, NO_NUMBERS, type Numbers, numbered, prose, row, valueColumn } from './rows.ts';
import { pad, safely, shownPath, width, wrap } from './text.ts';
import { durationText, type FieldText, fieldTexts } from './values.ts';

/** What a plan is about. */
export interface About {
  readonly identity: Identity;
  readonly region?: string;
  readonly dryRun: boolean;
  readonly settingsFile?: string;
}

/** `111122223333 acme` */
export function accountName(identity: Identity): string {
  return [identity.account, identity.accountName].filter(Boolean).join(' ');
}

/** Who runs this: the credentials, and the account they belong to. */
export function identityLines(look: Look, who: Identity): string[] {
  const { labels, lines } = look.messages;
  const identity = safely(who);
  const from = identity.credentials === undefined ? '' : `   ${lines.from(identity.credentials)}`;
  const done = { sign: look.signs.done, paint: look.paint.green, indent: 0, at: valueColumn(look) - 2 };
  return [
    ...row(look, { ...done, label: labels.credentials, value: `${identity.arn}${from}` }),
    ...row(look, { ...done, label: labels.account, value: accountName(identity) }),
    ...simulatedLines(look, identity),
  ];
}

/** In the simulated AWS: that it is one. */
export function simulatedLines(look: Look, { sandbox }: Pick<Identity, 'sandbox'>): string[] {
  if (!sandbox) return [];
  const { signs, paint, messages } = look;
  const at = valueColumn(look) - 2;
  return row(look, {
    sign: signs.person,
    paint: paint.yellow,
    label: 'AWS',
    value: messages.lines.simulated,
    indent: 0,
    at,
  });
}

/** The table of decisions: setting, value, where the value came from. */
export function decisionLines(look: Look, decisions: readonly Decision[]): string[] {
  const { table, decisions: names } = look.messages;
  const rows = safely(decisions).map((d) => {
    return [names[d.id], decisionText(look, d), sourceText(look, d)] as const;
  });
  const all = [[table.setting, table.value, table.source] as const, ...rows];
  const first = Math.max(...all.map(([label]) => width(label))) + 3;
  // No value is cut inside a word as long as the sources can give way.
  const longestWord = Math.max(...all.flatMap(([, value]) => value.split(' ').map(width)));
  const room = look.columns - 2 - first - 3;
  const last = Math.max(10, Math.min(24, room - longestWord, Math.max(...all.map(([, , source]) => width(source)))));
  const middle = Math.max(12, room - last);
  const used = Math.min(middle, Math.max(...all.map(([, value]) => width(value))));
  return all.flatMap(([label, value, source]) => {
    const [values, sources_] = [wrap(value, used), wrap(source, look.columns - 5 - first - used)];
    return Array.from({ length: Math.max(values.length, sources_.length) }, (_, i) =>
      `  ${pad(i === 0 ? label : '', first)}${pad(values[i] ?? '', used)}   ${sources_[i] ?? ''}`.trimEnd(),
    );
  });
}

/** A decision in words: where a Region is, how long a session is, that there is none. */
export function decisionText({ messages }: Look, { id, value }: Decision): string {
  const { values, places } = messages;
  if (value === '') return values.noneChosen;
  if (id === 'region') return [value, places[value]].filter(Boolean).join(' ');
  return id === 'sessionDuration'
    ? value
        .split('; ')
        .map((one) => durationText(messages, one))
        .join('; ')
    : value;
}

function sourceText({ messages }: Look, { id, source }: Decision): string {
  const from = messages.sources[source];
  return id === 'region' ? `${from}; ${messages.lines.fixedOnceEnabled}` : from;
}

/** Whether there is something to do. What a person may do any time and no API shows (the portal's alias) is no news. */
export function isNews(plan: Plan): boolean {
  return listed(plan.items).some(({ action, step }) =>
    action.kind === 'manual' ? step === 'instance' : action.kind !== 'same',
  );
}

/** The numbers of a plan's lines, when some of them are a person's: those are told about by number. */
export function numbersOf(plan: Plan, look: Pick<Look, 'verbose'>): Numbers {
  const due = foldedPlan(plan, look).filter(({ first }) => first.action.kind !== 'same');
  if (!due.some(({ first }) => first.action.kind === 'manual')) return NO_NUMBERS;
  const of = due.flatMap(({ items }, at) => items.map(({ step, key }) => [`${step} ${key}`, at + 1] as const));
  return { of: new Map(of), count: due.length };
}

/** The plan: what would be made, changed or is left to a person, what is left alone, and the counts. */
export function planLines(look: Look, given: Plan, about: About): string[] {
  const plan = safely(given);
  const shown = foldedPlan(plan, look).filter(({ first }) => look.verbose || first.action.kind !== 'same');
  const numbers = numbersOf(plan, look);
  const parts = partsByParent(plan);
  return [
    ...heading(look, headline(look, plan, safely(about))),
    '',
    ...shown.flatMap((fold) => foldLines(look, fold, plan, parts, numbers)),
    ...(shown.length > 0 ? [''] : []),
    ...leftAloneLines(look, plan, safely(about.settingsFile)),
    ...wideningLines(look, plan),
    ...(shown.some(({ common }) => common !== undefined) ? prose(look, look.messages.folds.hint) : []),
    ...prose(look, countsText(look, plan)),
  ];
}

/** Administrator access that reaches further, one line for each who gets it. */
function wideningLines(look: Look, { widening = [] }: Plan): string[] {
  if (widening.length === 0) return [];
  const { messages, signs, paint } = look;
  const isSure = widening.some((one) => one.accountsAfter - one.accountsBefore > (one.accountsUntold ?? 0));
  return [
    ...marked(look, signs.person, paint.yellow, messages.wideningTitle(isSure), 2),
    ...widening.flatMap((one) => prose(look, messages.widening(one), 4)),
    '',
  ];
}

function headline({ messages }: Look, plan: Plan, about: About): string {
  const drifted = !about.dryRun && plan.items.some((item) => item.action.kind === 'change');
  if (drifted && about.settingsFile !== undefined) return messages.lines.driftFrom(shownPath(about.settingsFile));
  return messages.lines.planFor(accountName(about.identity), about.region);
}

/** "1 to create, 2 to change, 0 to delete. 7 match." */
function countsText({ messages }: Look, plan: Plan): string {
  return messages.lines.counts(countPlan(plan.items)).filter(Boolean).join(' ');
}

/** The parts of things, by those. */
export function partsByParent(plan: Plan): ReadonlyMap<string, readonly Item[]> {
  const parts = new Map<string, Item[]>();
  for (const item of plan.items) {
    if (item.partOf === undefined) continue;
    const parent = `${item.partOf} ${item.key}`;
    parts.set(parent, [...(parts.get(parent) ?? []), item]);
  }
  return parts;
}

function foldLines(
  look: Look,
  fold: Fold,
  plan: Plan,
  parts: ReadonlyMap<string, readonly Item[]>,
  numbers: Numbers,
): string[] {
  const at = valueColumn(look, numbers);
  const { first } = fold;
  const { messages } = look;
  const byHand = first.action.kind === 'manual';
  return [
    ...row(look, {
      ...signOf(look, first.action.kind),
      label: numbered(numbers, first.step, first.key, labelOf(look, first)),
      value: byHand ? messages.manualShort(first.step, first.key) : wholeFoldText(look, fold, plan, at),
      tail: byHand ? messages.outcomes.yours : '',
      at,
    }),
    ...foldFields(look, fold, parts).flatMap((text) => fieldRows(look, text, at)),
  ];
}

/** What stands below the line of a thing: what it gets, or what of it changes. */
export function foldFields(
  look: Look,
  { first, common }: Fold,
  parts: ReadonlyMap<string, readonly Item[]>,
): FieldText[] {
  if (common !== undefined) return [];
  return [first, ...(parts.get(`${first.step} ${first.key}`) ?? [])].flatMap((part) =>
    fieldTexts(look, part.action, part.key),
  );
}

/** Lines that the names in one line of a plan may take up, and how many they are at most. */
const MOST_LINES = 2;
const MOST_NAMES = 8;

/** A fold with its names, as many as there is room for, or with the selectors by which its accounts are there. */
export function wholeFoldText(look: Look, fold: Fold, plan: Plan, at: number): string {
  const text = foldText(look, fold, plan);
  const names = detailsOf(look, fold, plan);
  const withSome = (most: number) => `${text} (${listText(look, names, most, isPeople(fold))})`;
  const isIn = (lines: number, whole: string) => wrap(whole, look.columns - at).length <= lines;
  if (names.length === 0) return text;
  // One line more is better than a name or two that are missing.
  if (names.length <= MOST_NAMES && isIn(MOST_LINES + 1, withSome(names.length))) return withSome(names.length);
  let most = Math.min(names.length, MOST_NAMES);
  while (most > 1 && !isIn(MOST_LINES, withSome(most))) most--;
  return withSome(most);
}

function detailsOf(look: Look, fold: Fold, plan: Plan): string[] {
  const { first, common } = fold;
  // What is as it should be is only counted.
  if (first.action.kind !== 'create') return [];
  if (first.step !== 'assignment') return common === undefined ? [] : namesIn(fold);
  const reasons = reasonsFor(fold, plan);
  const isWorthIt = common !== undefined || reasons.some(({ selector }) => isWide(selector));
  return isWorthIt ? reasons.flatMap((reason) => reasonTexts(look, reason, plan)) : [];
}

/** Whether a selector stands for whatever accounts there are. */
function isWide(selector: string): boolean {
  return manyAccounts(selector) > 1;
}

function reasonTexts({ messages: { folds } }: Look, { selector, size, accounts }: Reason, plan: Plan): string[] {
  if (isWide(selector)) return [folds.selector(selector, accounts.length, size)];
  return selector === 'management' ? [selector] : accounts.map((id) => accountIn(plan, id));
}

function isPeople({ first, common }: Fold): boolean {
  return first.step === 'user' || common?.of === 'members';
}

function listText({ messages: { folds } }: Look, names: readonly string[], most: number, people: boolean): string {
  const rest = names.length - most;
  const more = rest > 0 ? folds.more(rest, people ? 'people' : 'things') : '';
  return [names.slice(0, most).join(', '), more].filter(Boolean).join(' ');
}

/** `111122223333 acme`; the id alone where the name is not known. */
function accountIn({ accountNames = {} }: Plan, account: string): string {
  const name = Object.hasOwn(accountNames, account) ? accountNames[account] : undefined;
  return accountText({ account, name });
}

/** A fold, or one thing, by name. `of`: how many it was meant to be. */
export function foldText(look: Look, { first, items, common }: Fold, plan: Plan | undefined, of?: number): string {
  const { folds } = look.messages;
  if (common?.of === 'accounts')
    return folds.accounts(principalText(first.key), common.permissionSet, items.length, of);
  if (common?.of === 'members') return folds.members(common.group, items.length, of);
  if (common?.of === 'things') return folds.things(common.step, items.length, of);
  const name = nameOf(look, first);
  const about = first.step === 'assignment' ? readAssignmentKey(first.key) : undefined;
  if (about === undefined || plan === undefined) return name;
  return name.slice(0, name.length - about.account.length) + accountIn(plan, about.account);
}

/** Who it is, as the key says it: a user says so. */
function principalText(key: string): string {
  const about = readAssignmentKey(key);
  return about === undefined ? key : key.slice(0, -`, ${about.permissionSet}, ${about.account}`.length);
}

function fieldRows(look: Look, { label, lines }: FieldText, at: number): string[] {
  return lines.flatMap((line, i) => row(look, { label: i === 0 ? label : '', value: line, indent: 8, at }));
}

/** What kind of thing it is. */
export function labelOf({ messages }: Look, { step, key }: Pick<Item, 'step' | 'key'>): string {
  return (step === 'security' ? messages.securitySteps[key] : undefined) ?? messages.steps[step];
}

/** The name that people know a thing by; words for what there is only one of. */
export function nameOf({ messages }: Look, { step, key }: Pick<Item, 'step' | 'key'>): string {
  const singles: Readonly<Record<string, string>> = messages.singles;
  return key === step ? (singles[step] ?? key) : messages.keyText(step, key);
}

/** The mark of an action, and its colour. */
export function signOf(look: Look, kind: Action['kind']): { sign: string; paint: (sign: string) => string } {
  const { signs, paint } = look;
  return {
    create: { sign: signs.create, paint: paint.green },
    change: { sign: signs.change, paint: paint.yellow },
    same: { sign: signs.same, paint: paint.dim },
    manual: { sign: signs.person, paint: paint.yellow },
  }[kind];
}

const MOST_LEFT_ALONE = 5;

function leftAloneLines(look: Look, plan: Plan, file: string | undefined): string[] {
  if (plan.leftAlone.length === 0) return [];
  const { lines, steps, values } = look.messages;
  const byStep = new Map<StepId, string[]>();
  for (const { step, key } of plan.leftAlone) byStep.set(step, [...(byStep.get(step) ?? []), key]);
  const rows = [...byStep].map(([step, keys]) => {
    const most = look.verbose ? keys.length : MOST_LEFT_ALONE;
    const rest = keys.length - most;
    return [steps[step], rest > 0 ? [...keys.slice(0, most), values.more(rest)] : keys] as const;
  });
  return [...prose(look, lines.leftAlone(file ?? lines.yourSettings)), ...block(look, rows, 4), ''];
}
