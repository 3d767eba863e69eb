import type { ResponseMetadata } from '@smithy/types';
import { Problem } from '../problem.ts';
import type { TraceEntry } from '../trace.ts';
import { type AwsReader, isLook } from './clients.ts';
import {
  answerOf,
  type Call,
  clockOffset,
  type Failure,
  failureOf,
  isClockCorrected,
  isNotAws,
  offsetFacts,
  problemOf,
} from './errors.ts';
import type { Service } from './limits.ts';
import { LONG_SILENCE } from './silence.ts';

/** How long each kind of failure is met by asking again, and how the waits between grow; milliseconds. */
const PATIENCE: Record<Exclude<Failure, 'final'> | 'silent', { total: number; first: number; longest: number }> = {
  throttled: { total: 300_000, first: 500, longest: 15_000 },
  notSent: { total: LONG_SILENCE, first: 500, longest: 4_000 },
  broken: { total: 60_000, first: 300, longest: 10_000 },
  /** Broken, and not even a status came. */
  silent: { total: LONG_SILENCE, first: 300, longest: 4_000 },
  conflict: { total: 90_000, first: 1_000, longest: 15_000 },
  notYet: { total: 30_000, first: 1_000, longest: 5_000 },
};

export interface CallOptions {
  /** Milliseconds after which answers that are not AWS's are given up, when that is sooner than usual. */
  readonly patience?: number;
  /** Refusals in these words are met by the caller, who knows better than to ask again after a while. */
  readonly final?: (words: string) => boolean;
}

/**
 * Calls AWS, at the pace that AWS allows, and asks again where that can help. A clock that is wrong is told, not failed
 * for: the SDK learns the right time from the answer that refuses the first signature, and the second one is good
 * (core/httpAuthSchemes, AwsSdkSigV4Signer).
 *
 * @param action IAM prefix and operation, `sso:ListInstances`
 * @throws Problem when AWS says no for good or patience ends. A write whose answer got lost is not repeated here: it
 *   throws a Problem that is `unsure`, because no Identity Center write takes a client token.
 */
export async function call<T>(
  aws: AwsReader,
  action: `${Service}:${string}`,
  region: string,
  request: () => Promise<T>,
  { patience = Number.POSITIVE_INFINITY, final = () => false }: CallOptions = {},
): Promise<T> {
  const [service, operation] = action.split(':') as [Service, string];
  const about: Call = { action, region, write: !isLook(operation) };
  const told = (error: unknown, at: Call) => problemOf(error, at, { now: aws.clock.now(), secrets: aws.secrets });
  const started = aws.clock.now();
  let skew: number | undefined;
  for (let attempt = 1; ; attempt++) {
    const gone = aws.silence.errorAt(placeOf(about), aws.clock.now());
    // Nothing was sent, so nothing can have been carried out.
    if (gone !== undefined) throw told(gone, { ...about, write: false });
    await aws.limits.turn(service, operation, region, aws.signal);
    try {
      const answer = await sent(aws, about, attempt, request);
      if (skew !== undefined) aws.tell({ id: 'clockOff', ...offsetFacts(skew) });
      return answer;
    } catch (error) {
      const now = aws.clock.now();
      if (skew === undefined && isClockCorrected(error)) {
        skew = clockOffset(error, now);
        if (skew !== undefined) continue;
      }
      const isFinal = error instanceof Error && final(error.message);
      const elapsed = now - Math.min(started, aws.silence.since ?? started);
      const wait = isFinal ? undefined : waitAfter(error, about, attempt, elapsed, patience);
      if (wait?.failure === 'throttled') aws.limits.throttled(service, operation, region);
      if (wait === undefined) throw told(error, about);
      aws.signal?.throwIfAborted();
      const waitMs = wait.ms * (0.75 + aws.limits.spread() / 2);
      tellWait(aws, wait.failure, { operation, attempt, waitMs, code: codeOf(aws, error) }, now - started);
      await aws.clock.sleep(waitMs, aws.signal);
    }
  }
}

/** One try, counted, traced, and known to be under way while it is. */
async function sent<T>(aws: AwsReader, about: Call, attempt: number, request: () => Promise<T>) {
  const { action, region, write } = about;
  const started = aws.clock.now();
  const flight = { operation: action.split(':')[1] ?? action };
  const ended = (how: Pick<TraceEntry, 'outcome' | 'status' | 'requestId'>) =>
    aws.trace({ action, region, ms: Math.round(aws.clock.now() - started), attempt, ...how });
  if (write) {
    aws.limits.writes += 1;
    aws.inFlight.add(flight);
  }
  try {
    const answer = await request();
    aws.silence.answered(aws.clock.now());
    const { httpStatusCode, requestId } = (answer as { $metadata?: ResponseMetadata } | undefined)?.$metadata ?? {};
    ended({ outcome: 'ok', status: httpStatusCode, requestId });
    return answer;
  } catch (error) {
    const { status, requestId } = answerOf(error);
    if (isSilent(error, about)) aws.silence.unanswered(placeOf(about), error, started, aws.clock.now());
    else aws.silence.answered(aws.clock.now());
    ended({ outcome: codeOf(aws, error), status, requestId: requestId && aws.secrets.hide(requestId) });
    throw error;
  } finally {
    aws.inFlight.delete(flight);
  }
}

/** Whether nothing came back at all. */
function isSilent(error: unknown, about: Call): boolean {
  return answerOf(error).status === undefined && ['notSent', 'broken'].includes(failureOf(error, about));
}

/** A server of AWS's, as far as it matters whether it can be reached. */
function placeOf({ action, region }: Call): string {
  return `${action.split(':')[0]} ${region}`;
}

function codeOf(aws: AwsReader, error: unknown): string {
  return aws.secrets.hide(answerOf(error).outcome);
}

/** How long nobody need be told that no answer came; milliseconds. */
const SOON = 1_000;

/** Says why it takes long: AWS wants us slower, or there is no answer. What has not spread yet is nobody's trouble. */
function tellWait(
  { tell }: AwsReader,
  failure: Failure,
  wait: { operation: string; attempt: number; waitMs: number; code: string },
  elapsed: number,
): void {
  const { operation, attempt, waitMs, code } = wait;
  if (failure === 'throttled') tell({ id: 'slowDown', operation, attempt, waitMs });
  const isSilent = failure === 'notSent' || failure === 'broken';
  if (isSilent && elapsed + waitMs > SOON) tell({ id: 'retrying', operation, attempt, waitMs, code });
}

function waitAfter(error: unknown, about: Call, attempt: number, elapsed: number, patience: number) {
  const failure = error instanceof Problem ? 'final' : failureOf(error, about);
  if (failure === 'final' || (failure === 'broken' && about.write)) return undefined;
  const { total, first, longest } = PATIENCE[failure === 'broken' && isSilent(error, about) ? 'silent' : failure];
  const ms = Math.min(longest, first * 2 ** (attempt - 1));
  const most = isNotAws(error) ? Math.min(total, patience) : total;
  return elapsed + ms > most ? undefined : { failure, ms };
}

/** For calls that only add knowledge, and that some servers do not have. */
export const BRIEFLY = 2_000;

/** Whether the server does not offer this knowledge, or not to us; trouble on the way there is something else. */
export function isNotOffered(error: unknown): error is Problem {
  return error instanceof Problem && ['accessDenied', 'refused', 'notAws'].includes(error.id);
}

/** For look-ups, and detaching, where "not found" is an answer. Everything else, throttling included, stays an error. */
export async function orAbsent<T>(lookUp: Promise<T>): Promise<T | undefined> {
  try {
    return await lookUp;
  } catch (error) {
    if (error instanceof Problem && error.id === 'notFound') return undefined;
    throw error;
  }
}

/** For writes where "it is there already" is as good as done. */
export async function orThere(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(error instanceof Problem) || error.id !== 'alreadyExists') throw error;
  }
}

/** All that is in a list. */
export async function allPages<T>(page: (token: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const all: T[] = [];
  for await (const { items, isFirst } of pagesOf(page)) {
    if (isFirst) all.length = 0;
    for (const item of items) all.push(item);
  }
  return all;
}

/**
 * A list, page by page. A page may be empty and still have a successor. Where AWS does not take a token any more (they
 * expire) the list is begun anew, and a first page comes again.
 */
export async function* pagesOf<T>(
  page: (token: string | undefined) => Promise<Page<T>>,
): AsyncGenerator<WholePage<T> & { readonly isFirst: boolean }> {
  const tokens = new Set<string>();
  let token: string | undefined;
  for (let beginning = 1; ; ) {
    const got = await onePage(() => page(token)).catch((error: unknown) => {
      if (!isStaleToken(error, token) || beginning === MOST_BEGINNINGS) throw error;
    });
    if (got === undefined) {
      beginning += 1;
      tokens.clear();
      token = undefined;
      continue;
    }
    yield { ...got, isFirst: token === undefined };
    token = got.next;
    if (token === undefined) return;
    if (tokens.has(token)) throw new Problem('awsFault', { detail: 'a page repeats' });
    tokens.add(token);
  }
}

/**
 * A page as AWS sends it: a list that may be missing, and a token that is empty or missing on the last one.
 *
 * @throws Problem notAws when something else is there
 */
export async function onePage<T>(page: () => Promise<Page<T>>): Promise<WholePage<T>> {
  const answer = await page().catch(asNotAws);
  const [items, next] = [answer.items ?? [], answer.next || undefined];
  const isAws = Array.isArray(items) && typeof (next ?? '') === 'string';
  if (!isAws) throw new Problem('notAws', { detail: 'no list' });
  return { items, next };
}

/** Only a server that is not AWS puts something else where a list belongs. */
function asNotAws(error: unknown): never {
  throw error instanceof TypeError ? new Problem('notAws', { detail: error.message }, { cause: error }) : error;
}

/** How many times a list is begun altogether. */
const MOST_BEGINNINGS = 3;

/** Whether a page was refused because of its token. */
function isStaleToken(error: unknown, token: string | undefined): boolean {
  const isRefused = error instanceof Problem && error.id === 'refused';
  return token !== undefined && isRefused && /^(Validation|Invalid)/.test(error.facts.code ?? '');
}

export interface Page<T> {
  readonly items: readonly T[] | undefined;
  readonly next: string | undefined;
}

type WholePage<T> = Page<T> & { readonly items: readonly T[] };
