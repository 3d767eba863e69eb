import { setMaxListeners } from 'node:events';
import { Stopped } from '../../src/problem.ts';
import { expired } from '../../src/sandbox/in-the-way.ts';
import type { Behaviour, Fault, FaultCall } from '../../src/sandbox/index.ts';
import { seededRandom } from '../../src/sandbox/random.ts';
import { refusal, throttling } from '../../src/sandbox/trouble.ts';
import { virtualClock } from './clock.ts';

type Injected = (call: FaultCall) => Fault | undefined;

/** What can go wrong with any one call and passes; a run meets it by itself. Undefined: this call cannot meet it. */
export const PASSING = {
  unsent: () => ({ kind: 'unsent' }),
  unanswered: () => ({ kind: 'unanswered' }),
  throttled: (call) => refusal(throttling(call)),
  'a server error': () => ({ kind: 'refuse', code: 'InternalServerException', message: 'Sorry.', status: 500 }),
  'a page with status 503': () => ({ kind: 'html', status: 503 }),
  'a conflict': ({ service, write }) =>
    write && (service === 'identitystore' || service === 'sso-admin')
      ? {
          kind: 'refuse',
          code: 'ConflictException',
          message: 'Another write operation has not been propagated yet.',
          ...(service === 'identitystore' && { reason: 'CONCURRENT_MODIFICATION' }),
        }
      : undefined,
  'carried out and cut short': () => ({ kind: 'truncated', carriedOut: true }),
  'cut short': () => ({ kind: 'truncated', carriedOut: false }),
  'a clock that is off': () => ({ kind: 'clockOff', seconds: 3_600 }),
} as const satisfies Record<string, Injected>;

/** What can go wrong with any one call and is for a person to put right; what builds on it waits for the next run. */
export const LASTING = {
  'access denied': () => ({ kind: 'refuse', code: 'AccessDeniedException', message: 'You may not.' }),
  'expired credentials': ({ service }) => refusal(expired(service)),
} as const satisfies Record<string, Injected>;

/** Each of these kinds in that share of all calls, drawn from the seed. */
export function mixed(seed: number, shares: Partial<Record<keyof typeof PASSING, number>>): Injected {
  const random = seededRandom(seed);
  return (call) => {
    let drawn = random();
    for (const [kind, share] of Object.entries(shares) as [keyof typeof PASSING, number][]) {
      drawn -= share;
      if (drawn < 0) return PASSING[kind](call);
    }
    return undefined;
  };
}

/** The moments of a call in which a process can die. */
export const MOMENTS = ['before it is sent', 'carried out, unanswered', 'after the answer'] as const;
export type Moment = (typeof MOMENTS)[number];

const LATENCY_MS = 40;
/** The AWS of such a process, and of those that come before and after it. */
export const UNHARMED: Partial<Behaviour> = { latencyMs: LATENCY_MS, asyncMs: 3_000 };

/**
 * A process that dies with this call, to be given to an account and its run: from then on it does nothing, and nothing
 * of it reaches AWS. Only what was on its way already when it died after an answer is carried out; nobody hears of it.
 */
export function death(call: number, moment: Moment, clock = virtualClock()) {
  const process = new AbortController();
  setMaxListeners(0, process.signal);
  let answeredAt = Number.POSITIVE_INFINITY;
  let happened = false;
  const die = () => process.abort(new Stopped());
  const fault: Injected = ({ index }) => {
    if (index > call)
      return { kind: clock.now() - LATENCY_MS < answeredAt && moment === 'after the answer' ? 'unanswered' : 'unsent' };
    if (index < call) return undefined;
    happened = true;
    if (moment === 'after the answer') {
      answeredAt = clock.now();
      // What is on its way arrives.
      void clock.sleep(LATENCY_MS).then(die);
      return undefined;
    }
    die();
    return { kind: moment === 'before it is sent' ? 'unsent' : 'unanswered' };
  };
  const behaviour: Partial<Behaviour> = { ...UNHARMED, fault };
  return { clock, behaviour, signal: process.signal, happened: () => happened };
}
