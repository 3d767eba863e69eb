import type { Clock } from '../clock.ts';

/**
 * Calls a second that AWS allows: 20 for all of sso-admin together, 20 for each operation of the identity store, 20 for
 * the sign-in service from one address (user guide, limits); Organizations and Account are slower (Organizations user
 * guide, reference limits).
 * The tool stays a little under it by itself instead of living from being throttled.
 */
const PER_SECOND = {
  sso: 18,
  identitystore: 18,
  organizations: 4,
  account: 4,
  freetier: 4,
  sts: 20,
  oidc: 18,
  portal: 18,
} as const;
const BURST = 8;
const GOLDEN_RATIO = 0.618_034;

export type Service = keyof typeof PER_SECOND;

/** Lets calls through at the pace that AWS allows. */
export class Limits {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();
  readonly #clock: Clock;
  #spread = 0;
  /** How many writes were sent so far. */
  writes = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The next number from 0 to 1 of an even spread, so that calls that failed together do not come back together. */
  spread(): number {
    this.#spread = (this.#spread + GOLDEN_RATIO) % 1;
    return this.#spread;
  }

  /** Waits until one more call of this operation is allowed in this Region. */
  async turn(service: Service, operation: string, region: string, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const name = service === 'identitystore' ? `${region} ${operation}` : `${region} ${service}`;
    const rate = PER_SECOND[service];
    const now = this.#clock.now();
    const bucket = this.#buckets.get(name) ?? { tokens: BURST, at: now };
    const tokens = Math.min(BURST, bucket.tokens + ((now - bucket.at) / 1000) * rate) - 1;
    this.#buckets.set(name, { tokens, at: now });
    if (tokens < 0) await this.#clock.sleep((-tokens / rate) * 1000, signal);
  }
}
