import type { Action, Drift, Field, Fields, State, Step } from './step.ts';

/** Compares found with wanted. Pure: `preview` tells what it says, `apply` does it. */
export function decide(step: Pick<Step, 'create' | 'update'>, want: Fields, found: State | undefined): Action {
  if (found === undefined) {
    return typeof step.create === 'function' ? { kind: 'create', want } : { kind: 'manual', url: step.create.byHand };
  }
  const drift = driftOf(want, found.fields);
  if (drift.length === 0) return { kind: 'same' };
  return typeof step.update === 'object' ? { kind: 'manual', url: step.update.byHand } : { kind: 'change', drift };
}

/** The wanted fields that differ. What is not wanted is never compared. */
function driftOf(want: Fields, found: Fields): Drift[] {
  return Object.entries(want)
    .filter(([field, to]) => !equal(found[field], to))
    .map(([field, to]) => ({ field, from: found[field], to }));
}

function equal(a: Field | undefined, b: Field): boolean {
  if (typeof a === 'string' || typeof b === 'string' || a === undefined) return a === b;
  return a.length === b.length && [...a].sort().every((value, i) => value === [...b].sort()[i]);
}
