import { Problem } from '../problem.ts';
import type { Action, Drift, Field } from './step.ts';

/** How long AWS may take to show a write, and to make up its mind after an answer got lost; milliseconds. */
const USUAL = { shows: 180_000, settles: 10_000 };
const IN_BACKGROUND = { shows: 300_000, settles: 60_000 };
/** About as long as a read is asked again. */
const TRIES = 6;
const CREATE = 'create';

/**
 * The work on one thing until AWS shows it as wanted. A write that was answered is not sent twice; one whose answer
 * got lost is sent again only after a look, and some time, did not show it.
 */
export class Effort {
  /** What was found to be done when the work began. */
  readonly first: Action;
  readonly #sent = new Set<string>();
  #action: Action;
  #due = true;
  #tries = 0;
  /** The least that was ever left to do. */
  #left: number;
  #lost: Problem | undefined;
  /** What AWS said of a thing that it has and that no look shows. */
  #hidden: Problem | undefined;
  #lastWrite = 0;

  readonly #within: typeof USUAL;

  constructor(action: Action, background: boolean) {
    this.#within = background ? IN_BACKGROUND : USUAL;
    this.first = action;
    this.#action = action;
    this.#left = sizeOf(action);
  }

  get action(): Action {
    return this.#action;
  }

  /** Whether the next thing to do is to write, not to look. */
  get due(): boolean {
    return this.#due;
  }

  /** Whether AWS has taken all that there was to send. */
  get asked(): boolean {
    return !this.#due && this.#lost === undefined;
  }

  /** The write was answered. */
  written(now: number): void {
    this.#hidden = undefined;
    for (const part of partsOf(this.#action)) this.#sent.add(part);
    this.#wrote(now, undefined);
  }

  /** AWS said that the thing exists already. Whether it is complete, a look shows. */
  existed(now: number, problem: Problem): void {
    this.#hidden = problem;
    const parts = this.#action.kind === 'create' ? [CREATE] : partsOf(this.#action);
    for (const part of parts) this.#sent.add(part);
    this.#wrote(now, undefined);
  }

  /** The write may or may not have been carried out. */
  lost(now: number, problem: Problem): void {
    this.#wrote(now, problem);
  }

  #wrote(now: number, lost: Problem | undefined): void {
    if (this.#due) this.#tries += 1;
    this.#lost = lost;
    this.#lastWrite = now;
    this.#due = false;
  }

  /**
   * AWS was looked at and does not show the thing as wanted.
   *
   * @throws Problem when there is no point in going on
   */
  looked(action: Action, now: number): void {
    const waited = now - this.#lastWrite;
    const needed = action.kind === 'create' ? [CREATE] : partsOf(action);
    const unsent = needed.some((part) => !this.#sent.has(part));
    this.#action = action;
    if (sizeOf(action) < this.#left) {
      // What gets on is not tried in vain.
      this.#left = sizeOf(action);
      this.#tries = 0;
    }
    if (this.#lost !== undefined) {
      if (waited < this.#within.settles) return;
      if (this.#tries >= TRIES) throw this.#lost;
      this.#due = true;
    } else if (unsent) {
      this.#due = true;
    } else if (waited > this.#within.shows) {
      throw this.#hidden ?? new Problem('notShown', { minutes: String(this.#within.shows / 60_000) });
    }
  }
}

/** What an action sends, so that it can be told what was sent already. Whoever makes a thing makes it complete. */
function partsOf(action: Action): string[] {
  if (action.kind === 'create') return [CREATE, ...Object.entries(action.want).map(partOf)];
  return action.kind === 'change' ? action.drift.map(({ field, to }) => partOf([field, to])) : [];
}

function partOf([field, to]: [string, Field]): string {
  return `${field} ${JSON.stringify(to)}`;
}

/** How much an action has to do: all, or so many values that differ. */
function sizeOf(action: Action): number {
  if (action.kind === 'create') return Number.POSITIVE_INFINITY;
  return action.kind === 'change' ? action.drift.reduce((sum, one) => sum + differing(one), 0) : 0;
}

function differing({ from = [], to }: Drift): number {
  if (typeof from === 'string' || typeof to === 'string') return 1;
  return [...from, ...to].filter((value) => !(from.includes(value) && to.includes(value))).length;
}
