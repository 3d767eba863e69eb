import type { ServiceName } from './models.ts';

/** What a fault function is told about a call. */
export interface FaultCall {
  /** Number of the call, from 0. */
  readonly index: number;
  readonly service: ServiceName;
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly write: boolean;
}

/** What can go wrong with one call. */
export type Fault =
  /** An error answer; the call is not carried out. */
  | {
      readonly kind: 'refuse';
      readonly code: string;
      readonly message: string;
      readonly status?: number;
      readonly reason?: string;
      /** Further members of the answer, such as RetryAfterSeconds. */
      readonly members?: Readonly<Record<string, unknown>>;
    }
  /** The call is carried out, then the connection breaks. */
  | { readonly kind: 'unanswered' }
  /** The connection breaks; the call is not carried out. */
  | { readonly kind: 'unsent' }
  /** The host cannot be found, as without a network; the call is not carried out. */
  | { readonly kind: 'unreachable' }
  /** A page of HTML, as a proxy would send; the call is not carried out. */
  | { readonly kind: 'html'; readonly status: number }
  /** An answer that ends in the middle, with its own status. */
  | { readonly kind: 'truncated'; readonly carriedOut: boolean }
  /** A signed call comes from another time, as by a clock that is that many seconds slow; it is not carried out. */
  | { readonly kind: 'clockOff'; readonly seconds: number };

/** IAM actions that are refused: names (`sso:CreatePermissionSet`, `sso:*`), or a function that says so. */
export type Deny = readonly string[] | ((action: string) => boolean);

/** How the simulated AWS behaves; every part can be set. */
export interface Behaviour {
  /** Source of every id and of every random fault. */
  readonly seed: number;
  /** Milliseconds that every call takes. */
  readonly latencyMs: number;
  /** A write is seen by reads only this many milliseconds later. */
  readonly lagMs: number;
  /** The first so many reads after a write of the same service still see the world before it. */
  readonly lagReads: number;
  /** At most so many items on a page; 0: only AWS's own maxima. */
  readonly pageSize: number;
  /** Every list starts with an empty page and a token (Organizations really does that). */
  readonly emptyPages: boolean;
  /** Calls a second: sso-admin together, identitystore per operation; organizations then keeps its own table. 0: no limit. */
  readonly ratePerSecond: number;
  /** Status polls that still say IN_PROGRESS. */
  readonly asyncPolls: number;
  /** Milliseconds that an assignment or a provisioning takes at least. */
  readonly asyncMs: number;
  /** CreateAccountAssignment calls that may be under way at once: 15 (user guide, limits); some accounts allow 10. */
  readonly outstandingAssignments: number;
  /** After a write to a permission set, so many further writes to it are refused with ConflictException first. */
  readonly conflicts: number;
  /** Every so many-th call is throttled; 0: none. */
  readonly throttleEvery: number;
  /** Shares of calls, 0 to 1, drawn from the seed: throttled, answered 503, carried out and then cut off. */
  readonly throttleRate: number;
  readonly errorRate: number;
  readonly unansweredRate: number;
  readonly deny: Deny;
  /** Regions that answer AccessDeniedException, as under a Region-restricting policy. */
  readonly denyRegions: readonly string[];
  readonly enabledOptInRegions: readonly string[];
  /** Milliseconds that `console.enableInstanceSoon` takes when it is not told. */
  readonly enableAfterMs: number;
  /** Milliseconds after which an assignment gives credentials at the portal. */
  readonly portalLagMs: number;
  /** Decides for each call whether, and how, it goes wrong. */
  readonly fault: ((call: FaultCall) => Fault | undefined) | undefined;
}

/** A quick, faultless AWS. */
export const defaultBehaviour: Behaviour = {
  seed: 1,
  latencyMs: 0,
  lagMs: 0,
  lagReads: 0,
  pageSize: 0,
  emptyPages: false,
  ratePerSecond: 0,
  asyncPolls: 1,
  asyncMs: 0,
  outstandingAssignments: 15,
  conflicts: 0,
  throttleEvery: 0,
  throttleRate: 0,
  errorRate: 0,
  unansweredRate: 0,
  deny: [],
  denyRegions: [],
  enabledOptInRegions: [],
  enableAfterMs: 3000,
  portalLagMs: 0,
  fault: undefined,
};

type Numbers = { [K in keyof Behaviour]: Behaviour[K] extends number ? K : never }[keyof Behaviour];
type Lists = 'deny' | 'denyRegions' | 'enabledOptInRegions';

const prefix = 'SSO_SETUP_SANDBOX_';

const numbers: Partial<Record<Numbers, { name: string; min: number; max: number; whole: boolean }>> = {
  seed: { name: 'SEED', min: 0, max: 2 ** 32 - 1, whole: true },
  latencyMs: { name: 'LATENCY_MS', min: 0, max: 60_000, whole: true },
  lagMs: { name: 'LAG_MS', min: 0, max: 600_000, whole: true },
  lagReads: { name: 'LAG_READS', min: 0, max: 1000, whole: true },
  pageSize: { name: 'PAGE_SIZE', min: 0, max: 100, whole: true },
  ratePerSecond: { name: 'RATE_PER_SECOND', min: 0, max: 100_000, whole: true },
  asyncPolls: { name: 'ASYNC_POLLS', min: 0, max: 1000, whole: true },
  asyncMs: { name: 'ASYNC_MS', min: 0, max: 600_000, whole: true },
  outstandingAssignments: { name: 'OUTSTANDING_ASSIGNMENTS', min: 1, max: 1000, whole: true },
  conflicts: { name: 'CONFLICTS', min: 0, max: 1000, whole: true },
  throttleEvery: { name: 'THROTTLE_EVERY', min: 0, max: 100_000, whole: true },
  throttleRate: { name: 'THROTTLE_RATE', min: 0, max: 1, whole: false },
  errorRate: { name: 'ERROR_RATE', min: 0, max: 1, whole: false },
  unansweredRate: { name: 'UNANSWERED_RATE', min: 0, max: 1, whole: false },
  enableAfterMs: { name: 'ENABLE_AFTER_MS', min: 0, max: 3_600_000, whole: true },
  portalLagMs: { name: 'PORTAL_LAG_MS', min: 0, max: 600_000, whole: true },
};

const lists: Record<Lists, { name: string; item: RegExp; rule: string }> = {
  deny: {
    name: 'DENY',
    item: /^[a-z-]+:[A-Za-z*]+$/,
    rule: 'IAM actions with commas between, like sso:CreatePermissionSet',
  },
  denyRegions: {
    name: 'DENY_REGIONS',
    item: /^([a-z]+-){2,3}\d$/,
    rule: 'Regions with commas between, like eu-west-1',
  },
  enabledOptInRegions: {
    name: 'OPT_IN_REGIONS',
    item: /^([a-z]+-){2,3}\d$/,
    rule: 'Regions with commas between, like ap-east-1',
  },
};

/** What the SSO_SETUP_SANDBOX_* variables ask for. A malformed one is an Error that names it and its rule. */
export function behaviourFromEnvironment(env: Readonly<Record<string, string | undefined>>): Partial<Behaviour> {
  const found: [string, unknown][] = [];
  for (const [key, rule] of Object.entries(numbers)) {
    const text = env[prefix + rule.name];
    if (text !== undefined && text !== '') found.push([key, numberFrom(text, rule)]);
  }
  for (const [key, rule] of Object.entries(lists)) {
    const text = env[prefix + rule.name];
    if (text !== undefined && text !== '') found.push([key, listFrom(text, rule)]);
  }
  const empty = env[`${prefix}EMPTY_PAGES`];
  if (empty !== undefined && empty !== '') found.push(['emptyPages', flagFrom(`${prefix}EMPTY_PAGES`, empty)]);
  return Object.fromEntries(found) as Partial<Behaviour>;
}

function numberFrom(text: string, rule: { name: string; min: number; max: number; whole: boolean }): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= rule.min && value <= rule.max) || (rule.whole && !Number.isInteger(value))) {
    const kind = rule.whole ? 'a whole number' : 'a number';
    throw new Error(`${prefix}${rule.name} must be ${kind} from ${rule.min} to ${rule.max}; it is "${text}".`);
  }
  return value;
}

function listFrom(text: string, rule: { name: string; item: RegExp; rule: string }): string[] {
  const items = text.split(',').map((item) => item.trim());
  if (!items.every((item) => rule.item.test(item))) {
    throw new Error(`${prefix}${rule.name} must be ${rule.rule}; it is "${text}".`);
  }
  return items;
}

function flagFrom(name: string, text: string): boolean {
  if (text !== 'true' && text !== 'false') throw new Error(`${name} must be true or false; it is "${text}".`);
  return text === 'true';
}
