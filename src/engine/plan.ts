import type { Problem } from '../problem.ts';
import type { Action, Key, StepId } from './step.ts';

/** One line of a plan. */
export interface Item {
  readonly step: StepId;
  readonly key: Key;
  readonly action: Action;
  /** Belongs to the like-named thing of this step, which is created or changed in the same plan. */
  readonly partOf?: StepId;
}

/** What would be done: a value, printed elsewhere. */
export interface Plan {
  readonly items: readonly Item[];
  /** Seen in AWS, not in the settings, never touched. */
  readonly leftAlone: readonly { readonly step: StepId; readonly key: Key }[];
  /** What the settings assign, with the accounts that their selectors stand for. */
  readonly access?: readonly Access[];
  /** Names of accounts by id, as far as they are known. */
  readonly accountNames?: Readonly<Record<string, string>>;
  /** Who gets administrator access in more places than before. */
  readonly widening?: readonly Widening[];
}

/** One assignment of the settings. */
export interface Access {
  readonly principal: string;
  readonly principalType: PrincipalType;
  readonly permissionSets: readonly string[];
  readonly selectors: readonly {
    /** `management`, a 12-digit id, a name, `ou:PATH` or `all`. */
    readonly selector: string;
    readonly accounts: readonly string[];
  }[];
}
export type PrincipalType = 'GROUP' | 'USER';

/** Administrator access that reaches further after the plan than before it. */
export interface Widening {
  readonly principal: string;
  readonly principalType: PrincipalType;
  readonly permissionSet: string;
  /** In how many accounts the principal has administrator access by this permission set. */
  readonly accountsBefore: number;
  readonly accountsAfter: number;
  /** Those that are more only because AWS does not tell what the older version there gives, which may be as much. */
  readonly accountsUntold?: number;
  /** How many people get it: the members of a group, with those of the plan. */
  readonly members: number;
  /** Members whom the settings do not name. */
  readonly membersNotInSettings: number;
}

/** What became of one item. `blocked` names the failed or missing thing that it builds on. */
export type Outcome =
  | { readonly kind: 'same' | 'done' | 'manual' }
  | { readonly kind: 'waiting'; readonly url: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'blocked'; readonly by: { readonly step: StepId; readonly key: Key } }
  /** With `asked`, AWS was asked for it and not looked at again: it is done, or AWS goes on with it. */
  | { readonly kind: 'stopped'; readonly asked?: true };

export interface Result extends Item {
  readonly outcome: Outcome;
}

/** The items that count and are listed: not the parts of other items. */
export function listed<T extends Item>(items: readonly T[]): T[] {
  return items.filter((item) => item.partOf === undefined);
}

export interface Counts {
  readonly create: number;
  readonly change: number;
  readonly same: number;
  readonly manual: number;
}

export function countPlan(items: readonly Item[]): Counts {
  const of = (kind: Action['kind']) => listed(items).filter((item) => item.action.kind === kind).length;
  return { create: of('create'), change: of('change'), same: of('same'), manual: of('manual') };
}
