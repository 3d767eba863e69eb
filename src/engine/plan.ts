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
}

/** What became of one item. `blocked` names the failed or missing thing that it builds on. */
export type Outcome =
  | { readonly kind: 'same' | 'done' | 'manual' }
  | { readonly kind: 'waiting'; readonly url: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | { readonly kind: 'blocked'; readonly by: { readonly step: StepId; readonly key: Key } }
  | { readonly kind: 'stopped' };

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
