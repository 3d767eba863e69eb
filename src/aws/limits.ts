import type { Clock } from '../clock.ts';

/** Calls a second, and calls at once after a rest. */
type Pace = readonly [rate: number, burst: number];

/**
 * What AWS allows: 20 calls a second for all of sso-admin together, 20 for each operation of the identity store, 20 for
 * the sign-in service from one address (user guide, limits); a pace of its own for each operation of Organizations (its
 * user guide, reference limits), of which those that are not named here share one. No burst is documented but for Organizations: a second's worth is taken.
 */
const PACES: Record<string, Pace> = {
  sso: [20, 20],
  identitystore: [20, 20],
  sts: [20, 20],
  oidc: [20, 20],
  portal: [20, 20],
  account: [5, 8],
  freetier: [5, 8],
  organizations: [5, 8],
  'organizations:CreateOrganization': [1, 1],
  'organizations:DescribeOrganization': [1, 2],
  'organizations:ListAccounts': [8, 12],
  'organizations:ListDelegatedAdministrators': [5, 8],
  'organizations:ListRoots': [1, 2],
};
/** The tool stays a little under it by itself instead of living from being throttled: in the long run by this share, */
const SHARE = 0.95;
/** and at once by one call, so that calls that a busy process sends closer together than they should be are not too many. */
const IN_HAND = 1;
const GOLDEN_RATIO = 0.618_034;

export type Service = 'sso' | 'identitystore' | 'organizations' | 'account' | 'freetier' | 'sts' | 'oidc' | 'portal';

interface Bucket {
  readonly rate: number;
  burst: number;
  tokens: number;
  at: number;
}

/** Lets calls through at the pace that AWS allows. */
export class Limits {
  readonly #buckets = new Map<string, Bucket>();
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
    const bucket = this.#bucket(service, operation, region);
    bucket.tokens -= 1;
    if (bucket.tokens < 0) await this.#clock.sleep((-bucket.tokens / bucket.rate) * 1000, signal);
  }

  /** AWS has fewer calls left than was thought: somebody else makes some, too. No burst for as long as that lasts. */
  throttled(service: Service, operation: string, region: string): void {
    const bucket = this.#bucket(service, operation, region);
    bucket.tokens = Math.min(bucket.tokens, 0);
    bucket.burst = Math.max(1, bucket.burst / 2);
  }

  /** The budget that the operation is paid from, with what has come in until now. */
  #bucket(service: Service, operation: string, region: string): Bucket {
    const own = service === 'identitystore' || `${service}:${operation}` in PACES;
    const name = `${region} ${own ? operation : service}`;
    const now = this.#clock.now();
    const bucket = this.#buckets.get(name) ?? fullBucket(service, operation, now);
    this.#buckets.set(name, bucket);
    bucket.tokens = Math.min(bucket.burst, bucket.tokens + ((now - bucket.at) / 1000) * bucket.rate);
    bucket.at = now;
    return bucket;
  }
}

function fullBucket(service: Service, operation: string, now: number): Bucket {
  const [rate, atOnce] = PACES[`${service}:${operation}`] ?? PACES[service] ?? [1, 1];
  const burst = Math.max(1, atOnce - IN_HAND);
  return { rate: rate * SHARE, burst, tokens: burst, at: now };
}
