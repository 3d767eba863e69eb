import { appendFileSync } from 'node:fs';
import fc from 'fast-check';

/** `npm run test:long`: every promise of docs/reliability.md at its full figure. */
const LONG = process.env.LONG === '1';

/** Where random choices begin: the same in every test run, so that it ends as it ended before; new in every long one. */
export const SEED = Number(process.env.SEED ?? 1);

/** How many random cases are tried: a slice in a test run, all of them in a long one; CASES asks for another number. */
export function cases(slice: number, all: number): number {
  return Number(process.env.CASES ?? (LONG ? all : slice));
}

/** So many of them, evenly spread from the first to the last. */
export function evenly<T>(all: readonly T[], count: number): T[] {
  const step = (all.length - 1) / Math.max(1, count - 1);
  return count >= all.length ? [...all] : Array.from({ length: count }, (_, i) => all[Math.round(i * step)] as T);
}

/** Checks a property on random cases, and notes for the page of promises in how many it held. */
export async function holds<T>(
  promise: string,
  property: fc.IRawProperty<T>,
  slice: number,
  all: number,
  of?: string,
): Promise<void> {
  const numRuns = cases(slice, all);
  await fc.assert(property, { numRuns, seed: SEED });
  held(promise, numRuns, of);
}

/**
 * Notes for the page of promises in how many cases a promise held; called when all of them have.
 * @param promise its id in test/reliability/promises.json
 * @param of what was counted, where a promise has several figures: "kills", "pairs"
 */
export function held(promise: string, count: number, of = 'cases'): void {
  const { FIGURES } = process.env;
  if (FIGURES !== undefined) appendFileSync(FIGURES, `${JSON.stringify({ promise, count, of })}\n`);
}
