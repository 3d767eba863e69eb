import type { Action, ByHand, Drift, Field, Fields, State } from './step.ts';

/** How a step makes and changes things, as far as deciding goes. */
interface Ways {
  readonly create: ByHand | 'implied' | ((...args: never[]) => unknown);
  readonly update?: ByHand | ((...args: never[]) => unknown);
}

/** Compares found with wanted. Pure: `preview` tells what it says, `apply` does it. */
export function decide(step: Ways, want: Fields, found: State | undefined): Action {
  if (found === undefined && typeof step.create === 'function') return { kind: 'create', want };
  if (found === undefined && typeof step.create === 'object') return { kind: 'manual', url: step.create.byHand };
  const drift = driftOf(want, found?.fields ?? {});
  if (drift.length === 0) return { kind: 'same' };
  if (typeof step.update === 'object') return { kind: 'manual', url: step.update.byHand };
  return found === undefined ? { kind: 'same' } : { kind: 'change', drift };
}

/** The wanted fields that differ. What is not wanted is never compared. */
function driftOf(want: Fields, found: Fields): Drift[] {
  return Object.entries(want)
    .filter(([field, to]) => !equal(found[field], to))
    .map(([field, to]) => ({ field, from: found[field], to }));
}

function equal(a: Field | undefined, b: Field): boolean {
  if (typeof a === 'string' || typeof b === 'string' || a === undefined) return a === b;
  const sorted = [...b].sort();
  return a.length === b.length && [...a].sort().every((value, i) => value === sorted[i]);
}
