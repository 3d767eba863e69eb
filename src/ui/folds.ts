import { type Item, listed, type Plan } from '../engine/plan.ts';
import type { StepId } from '../engine/step.ts';
import { type AssignmentKey, readAssignmentKey, readMembershipKey } from '../keys.ts';
import { safe, safely } from './text.ts';

/** What is told in one line: one thing, or many that differ in one respect only. */
export interface Fold<T extends Item = Item> {
  /** The first of them stands for all. */
  readonly first: T;
  readonly items: readonly T[];
  /** What they have in common; absent for a thing of its own. */
  readonly common?: Common;
}

export type Common =
  /** One principal's assignments of one permission set, in many accounts. */
  | ({ readonly of: 'accounts' } & Omit<AssignmentKey, 'account'>)
  /** Many members of one group. */
  | { readonly of: 'members'; readonly group: string }
  /** Many things of one kind, by name. */
  | { readonly of: 'things'; readonly step: StepId };

/** More than so many are one line. */
const MOST = { accounts: 3, members: 3, things: 8 } as const satisfies Record<Common['of'], number>;

/** Things whose names tell all that there is to a new one; what differs in its fields has to be read. */
const PLAIN: readonly StepId[] = ['group', 'user'];

/**
 * The lines of a list of things, in the order of their first ones: what many of them have in common is told once. A
 * change is never folded, because what it was and becomes has to be read.
 */
function folded<T extends Item>(items: readonly T[], { verbose }: { readonly verbose: boolean }): Fold<T>[] {
  if (verbose) return items.map(alone);
  const groups = new Map<string, { items: T[]; common: Common | undefined }>();
  for (const item of items) {
    const common = commonOf(item);
    const id = common === undefined ? `${item.step} ${item.key}` : `${item.action.kind} ${JSON.stringify(common)}`;
    const group = groups.get(id) ?? { items: [], common };
    group.items.push(item);
    groups.set(id, group);
  }
  return [...groups.values()].flatMap(({ items: alike, common }) => {
    const [first] = alike;
    if (first === undefined || common === undefined || alike.length <= MOST[common.of]) return alike.map(alone);
    return [{ first, items: alike, common }];
  });
}

function alone<T extends Item>(item: T): Fold<T> {
  return { first: item, items: [item] };
}

function commonOf({ step, key, action }: Item): Common | undefined {
  if (action.kind !== 'create' && action.kind !== 'same') return undefined;
  const assignment = step === 'assignment' ? readAssignmentKey(key) : undefined;
  if (assignment !== undefined) {
    const { account: _, ...common } = assignment;
    return { of: 'accounts', ...common };
  }
  const membership = step === 'membership' ? readMembershipKey(key) : undefined;
  if (membership !== undefined) return { of: 'members', group: membership.group };
  return action.kind === 'same' || PLAIN.includes(step) ? { of: 'things', step } : undefined;
}

/** What is seen in AWS and stays as it is, summed up like what is the same. */
export function foldedLeftAlone(plan: Plan, look: { readonly verbose: boolean }): Fold[] {
  return folded(
    plan.leftAlone.map((one) => ({ ...one, action: { kind: 'same' } })),
    look,
  );
}

/** The things of a plan that are to be done or told, folded. */
export function foldedPlan(plan: Plan, look: { readonly verbose: boolean }): Fold[] {
  return folded(listed(plan.items), look);
}

/** The same with harmless names; what is done and became of the things stays as it is. */
export function harmless<T extends Item>({ first, items, common }: Fold<T>): Fold<T> {
  const named = (item: T): T => ({ ...item, key: safe(item.key) });
  return { first: named(first), items: items.map(named), ...(common === undefined ? {} : { common: safely(common) }) };
}

/** What a fold's things differ in: accounts, user names, or their own names. */
export function namesIn({ items, common }: Fold): string[] {
  return items.map(({ key }) => {
    if (common?.of === 'accounts') return readAssignmentKey(key)?.account ?? key;
    return common?.of === 'members' ? (readMembershipKey(key)?.userName ?? key) : key;
  });
}

/** A selector of the settings, and for how many of some accounts it is the reason. */
export interface Reason {
  readonly selector: string;
  /** How many accounts it stands for. */
  readonly size: number;
  /** The accounts that are there because of it. */
  readonly accounts: readonly string[];
}

/** By which selectors of the settings a fold's accounts are there; each account counts once, for the first that names it. */
export function reasonsFor(fold: Fold, plan: Plan): Reason[] {
  const about = fold.first.step === 'assignment' ? readAssignmentKey(fold.first.key) : undefined;
  if (about === undefined) return [];
  const selectors = (plan.access ?? [])
    .filter((one) => one.principal === about.principal && one.principalType === about.principalType)
    .filter((one) => one.permissionSets.includes(about.permissionSet))
    .flatMap((one) => one.selectors);
  const open = new Set(fold.items.map(({ key }) => readAssignmentKey(key)?.account ?? key));
  const reasons: Reason[] = [];
  for (const { selector, accounts } of selectors) {
    const here = [...new Set(accounts)].filter((account) => open.delete(account));
    if (here.length > 0) reasons.push({ selector, size: accounts.length, accounts: here });
  }
  return reasons;
}
