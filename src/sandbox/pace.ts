/** Seconds that a client leaves between two questions. */
export const pollSeconds = 1;

/** Seconds that are added for each question that came too soon (RFC 8628, 3.5). */
const penaltySeconds = 5;

/** Timers may fire that much early. */
const toleratedMs = 10;

/** Codes that are watched: the newest ones. */
const watched = 1000;

/** How often clients ask about device codes that nobody has answered yet; it belongs to one run of the simulator. */
export class Pace {
  readonly #asked = new Map<string, { at: number; seconds: number }>();

  /** Whether this question comes too soon after the last one; each that does makes the pause longer. */
  tooSoon(code: string, now: number): boolean {
    const last = this.#asked.get(code);
    const seconds = last?.seconds ?? pollSeconds;
    const soon = last !== undefined && now - last.at < seconds * 1000 - toleratedMs;
    this.#asked.delete(code);
    this.#asked.set(code, { at: now, seconds: soon ? seconds + penaltySeconds : seconds });
    const [oldest] = this.#asked.keys();
    if (this.#asked.size > watched && oldest !== undefined) this.#asked.delete(oldest);
    return soon;
  }
}
