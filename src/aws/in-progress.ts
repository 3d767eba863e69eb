import type { Clock } from '../clock.ts';

/** Milliseconds between two questions to AWS about what is in progress. */
const SHORTEST = 100;
const FIRST = 120;
const LONGEST = 2_000;

type Ask = (watched: number) => Promise<ReadonlySet<string> | undefined>;

interface Watched {
  /** Two may have the same: not every server keeps its requests apart. */
  readonly id: string;
  readonly ask: Ask;
  /** When it began, and until when an end is waited for; milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
  readonly over: (isTold: boolean) => void;
}

/**
 * Tells when requests are over that AWS works on in the background: one question about all of them, asked when an end
 * is due by the fastest that was seen, and otherwise the less often the longer it takes.
 */
export class InProgress {
  readonly #clock: Clock;
  readonly #signal: AbortSignal | undefined;
  readonly #watched = new Set<Watched>();
  #watching: Promise<void> | undefined;
  #fastest = Number.POSITIVE_INFINITY;
  /** How long the last question took. */
  #took = 0;

  constructor(clock: Clock, signal: AbortSignal | undefined) {
    this.#clock = clock;
    this.#signal = signal;
  }

  /**
   * Resolves with true when the request is no longer among those in progress; with false when it is time to ask about
   * this one, because nobody can tell about all of them, or because it takes too long. Only AWS's word on the request
   * itself says how it ended, and whether it has.
   *
   * @param ask asks AWS about `watched` requests: the ids of all in progress; undefined where there is no telling
   */
  async over(id: string, times: Pick<Watched, 'since' | 'until'>, ask: Ask): Promise<boolean> {
    const over = new Promise<boolean>((resolve) => this.#watched.add({ id, ...times, ask, over: resolve }));
    this.#watching ??= this.#watch();
    return Promise.race([over, this.#watching.then(() => over)]);
  }

  /** One that began then has really ended. */
  ended(since: number): void {
    this.#fastest = Math.min(this.#fastest, this.#clock.now() - since);
  }

  async #watch(): Promise<void> {
    try {
      for (let first = this.#first(); first !== undefined; first = this.#first()) {
        await this.#clock.sleep(this.#wait(), this.#signal);
        const asked = this.#clock.now();
        const inProgress = await first.ask(this.#watched.size);
        this.#took = this.#clock.now() - asked;
        for (const one of this.#watched) {
          const { id, since, until, over } = one;
          // One that was begun meanwhile is in no answer yet.
          const isOver = inProgress !== undefined && since <= asked && !inProgress.has(id);
          if (!isOver && inProgress !== undefined && asked < until) continue;
          this.#watched.delete(one);
          over(isOver);
        }
      }
    } finally {
      this.#watched.clear();
      this.#watching = undefined;
    }
  }

  #first(): Watched | undefined {
    const [first] = this.#watched;
    return first;
  }

  /** Until the first end that is due. What is overdue, or cannot be foreseen, is asked about less and less often. */
  #wait(): number {
    const now = this.#clock.now();
    const foreseen = Number.isFinite(this.#fastest);
    const waits = [...this.#watched].map(({ since }) => {
      const age = now - since;
      const left = this.#fastest - this.#took - SHORTEST / 2 - age;
      if (!foreseen) return Math.max(FIRST, age / 32);
      return Math.max(SHORTEST, left > 0 ? left : age / 40);
    });
    return Math.min(LONGEST, ...waits);
  }
}
