import type { Clock } from '../clock.ts';

/** How long AWS is believed to allow no more at a time than it did when it last refused one; milliseconds. */
const BELIEVED = 120_000;

/** So many requests may be under way at a time; how many AWS really allows is found by being refused. */
export class Slots {
  readonly #clock: Clock;
  readonly #most: number;
  #capacity: number;
  #taken = 0;
  #refusedAt = Number.NEGATIVE_INFINITY;
  readonly #waiting: (() => void)[] = [];

  constructor(clock: Clock, most: number) {
    this.#clock = clock;
    this.#most = most;
    this.#capacity = most;
  }

  /** Waits for a free one. It has to be freed once, whatever happens. */
  async take(): Promise<Slot> {
    while (this.#taken >= this.#room()) await new Promise<void>((free) => this.#waiting.push(free));
    this.#taken += 1;
    let isFree = false;
    const free = () => {
      if (isFree) return;
      isFree = true;
      this.#taken -= 1;
      this.#waiting.shift()?.();
    };
    const refused = () => {
      this.#capacity = Math.max(1, Math.min(this.#capacity, this.#taken) - 1);
      this.#refusedAt = this.#clock.now();
      free();
    };
    return { free, refused };
  }

  /** One more is tried now and then: whoever used the others up may be done. */
  #room(): number {
    const now = this.#clock.now();
    if (this.#capacity < this.#most && now - this.#refusedAt > BELIEVED) {
      this.#capacity += 1;
      this.#refusedAt = now;
    }
    return this.#capacity;
  }
}

export interface Slot {
  /** The request has ended. Saying so twice does no harm. */
  free(): void;
  /** AWS has as many under way as it allows, and did not take this one. */
  refused(): void;
}
