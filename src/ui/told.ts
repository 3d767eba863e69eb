import type { Plan, Result } from '../engine/plan.ts';
import { type Fold, foldedPlan } from './folds.ts';

/** What is to be told now: one result, or many with the same outcome; `of`: how many the plan had in that line. */
export interface Telling {
  readonly fold: Fold<Result>;
  readonly of: number;
}

/** A line of the plan whose things are finished one after the other. */
interface Open {
  readonly fold: Fold;
  left: number;
  /** Those that ended alike, to be told together when the last one has ended. */
  readonly ended: Map<string, Result[]>;
}

/**
 * Remembers what was planned and told: parts of a thing are told with that thing, and what the plan showed in one line
 * is told in one line when the last of it has ended. What failed is told at once and by itself.
 */
export class Told {
  readonly #verbose: boolean;
  readonly #parts = new Set<string>();
  readonly #done = new Set<string>();
  #open = new Map<string, Open>();

  constructor({ verbose }: { readonly verbose: boolean }) {
    this.#verbose = verbose;
  }

  planned(plan: Plan): void {
    for (const { step, key, partOf } of plan.items) if (partOf !== undefined) this.#parts.add(`${step} ${key}`);
    this.#open = new Map();
    for (const fold of foldedPlan(plan, { verbose: this.#verbose })) {
      if (fold.common === undefined) continue;
      const open: Open = { fold, left: fold.items.length, ended: new Map() };
      for (const { step, key } of fold.items) this.#open.set(`${step} ${key}`, open);
    }
  }

  finished(result: Result): Telling[] {
    const id = `${result.step} ${result.key}`;
    const silent = this.#isSilent(result);
    const open = this.#open.get(id);
    if (open === undefined) return silent ? [] : [alone(result)];
    this.#open.delete(id);
    open.left--;
    const failed = result.outcome.kind === 'failed';
    if (!silent && !failed) {
      const alike = JSON.stringify(result.outcome);
      open.ended.set(alike, [...(open.ended.get(alike) ?? []), result]);
    }
    return [...(failed ? [alone(result)] : []), ...(open.left === 0 ? tellingsOf(open) : [])];
  }

  /** What has ended of lines that nobody will finish any more. */
  rest(): Telling[] {
    const open = new Set(this.#open.values());
    this.#open = new Map();
    return [...open].flatMap(tellingsOf);
  }

  /** Whether a finished thing has no line of its own: it was the same, or it went well as a part of another one. */
  #isSilent({ step, key, partOf, outcome }: Result): boolean {
    if (outcome.kind === 'same') return true;
    if (outcome.kind !== 'done') return false;
    this.#done.add(`${step} ${key}`);
    if (partOf !== undefined || this.#parts.has(`${step} ${key}`)) return true;
    return step === 'provisioning' && this.#done.has(`permissionSet ${key}`);
  }
}

function alone(result: Result): Telling {
  return { fold: { first: result, items: [result] }, of: 1 };
}

function tellingsOf({ fold: { items: planned, common }, ended }: Open): Telling[] {
  return [...ended.values()].flatMap((items) => {
    const [first] = items;
    if (first === undefined || common === undefined) return [];
    return [{ fold: { first, items, common }, of: planned.length }];
  });
}
