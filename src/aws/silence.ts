/** Without an answer for so long, there is no network; milliseconds. */
export const LONG_SILENCE = 15_000;
/** How long a place that gave no answer then is not asked again. Whoever waits for a person asks every five seconds. */
const REST = 4_000;
/** When nobody has asked for so long, nothing is known about the network any more. Between two tries it is less. */
const PAUSE = 5_000;

/**
 * How long no answer has come, as all calls find out together: a thousand of them that each find out by themselves that
 * the network is gone would take for ever.
 */
export class Silence {
  /** Since when questions are asked, and nothing comes back; milliseconds since 1970. */
  since: number | undefined;
  /** When the last question ended without an answer, and with one. */
  #unanswered = 0;
  #answered = 0;
  readonly #last = new Map<string, { readonly error: unknown; readonly at: number }>();

  /** Anything that came back `now`, a refusal too. */
  answered(now: number): void {
    this.since = undefined;
    this.#answered = now;
    this.#last.clear();
  }

  /** A question that was `asked` at that place has ended `now`, with this error and without an answer. */
  unanswered(place: string, error: unknown, asked: number, now: number): void {
    if (this.since === undefined || asked - this.#unanswered > PAUSE) this.since = Math.max(asked, this.#answered);
    this.#unanswered = now;
    this.#last.set(place, { error, at: now });
  }

  /** The error of the last one who asked at that place, when there is no point in asking again so soon. */
  errorAt(place: string, now: number): unknown {
    const last = this.#last.get(place);
    const isLong = this.since !== undefined && now - this.since >= LONG_SILENCE;
    return isLong && last !== undefined && now - last.at <= REST ? last.error : undefined;
  }
}
