import { CreateGroupCommand } from '@aws-sdk/client-identitystore';
import { describe, expect, test } from 'vitest';
import { allPages, BRIEFLY, call, isNotOffered, orAbsent, orThere } from '../../src/aws/call.ts';
import { listEnabledRegions, whoAmI } from '../../src/aws/caller.ts';
import { type Aws, connect } from '../../src/aws/clients.ts';
import type { Clock } from '../../src/clock.ts';
import { type Note, Problem, type ProblemId, Stopped, type Waiting } from '../../src/problem.ts';
import type { Fault, FaultCall } from '../../src/sandbox/index.ts';
import { simulatedAws } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import type { TraceEntry, WritesInFlight } from '../../src/trace.ts';
import { virtualClock } from '../helpers/clock.ts';

const UUID = /^[0-9a-f-]{36}$/;

/** A connection to a simulated AWS in which something goes wrong, and what it tells. */
function connected(fault: (call: FaultCall) => Fault | undefined = () => undefined, inFlight?: WritesInFlight) {
  const clock = virtualClock();
  const told: (Note | Waiting)[] = [];
  const calls: TraceEntry[] = [];
  const simulated = simulatedAws({ world: scenarios.enabled(), clock, behaviour: { fault, latencyMs: 30 } });
  const aws = connect({
    clock,
    tell: (news) => told.push(news),
    trace: (entry) => calls.push(entry),
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    requestHandler: simulated.requestHandler(),
    ...(inFlight === undefined ? {} : { inFlight }),
  });
  return { aws, told, calls, simulated };
}

describe('the trace of a call', () => {
  test('has its request id, status and attempt', async () => {
    const { aws, calls } = connected();
    await whoAmI(aws.reader);
    const requestId = expect.stringMatching(UUID);
    const rest = { region: 'us-east-1', ms: 30, attempt: 1, status: 200, requestId };
    expect(calls).toEqual([{ action: 'sts:GetCallerIdentity', outcome: 'ok', ...rest }]);
  });

  test('has the error code, and every attempt', async () => {
    const slow = { kind: 'refuse', code: 'TooManyRequestsException', message: 'Rate exceeded' } as const;
    const { aws, calls } = connected(({ index }) => (index < 2 ? slow : undefined));
    await listEnabledRegions(aws.reader);
    expect(calls.map(({ outcome, attempt, status }) => [outcome, attempt, status])).toEqual([
      ['TooManyRequestsException', 1, 429],
      ['TooManyRequestsException', 2, 429],
      ['ok', 3, 200],
    ]);
    expect(calls.every(({ requestId }) => UUID.test(requestId ?? ''))).toBe(true);
  });

  test('has neither status nor request id when no answer came', async () => {
    const { aws, calls } = connected(({ index }) => (index === 0 ? { kind: 'unsent' } : undefined));
    await whoAmI(aws.reader);
    expect(calls[0]).toMatchObject({ outcome: 'ECONNRESET', status: undefined, requestId: undefined });
  });
});

describe('a sign of life', () => {
  test('is given when no answer comes for longer than a second', async () => {
    const { aws, told } = connected(({ index }) => (index < 4 ? { kind: 'unsent' } : undefined));
    await whoAmI(aws.reader);
    const retrying = { id: 'retrying', operation: 'GetCallerIdentity', code: 'ECONNRESET' };
    expect(told.length).toBeGreaterThanOrEqual(2);
    expect(told.length).toBeLessThan(4);
    expect(told.at(-1)).toMatchObject({ ...retrying, attempt: 4, waitMs: expect.any(Number) });
  });

  test('is not given when it soon goes on', async () => {
    const { aws, told } = connected(({ index }) => (index < 1 ? { kind: 'unsent' } : undefined));
    await whoAmI(aws.reader);
    expect(told).toEqual([]);
  });

  test('is given for a server that is in trouble', async () => {
    const down = { kind: 'refuse', code: 'ServiceUnavailable', message: 'no', status: 503 } as const;
    const { aws, told } = connected(({ index }) => (index < 4 ? down : undefined));
    await whoAmI(aws.reader);
    expect(told.at(-1)).toMatchObject({ id: 'retrying', code: 'ServiceUnavailable' });
  });
});

describe('a network that was silent for long', () => {
  /** The connection breaks after so long. */
  const broken = async (clock: Clock, ms = 0) => {
    await clock.sleep(ms);
    throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
  };
  /** Another place, to which one connection breaks. */
  const brokenOnce = ({ reader }: Aws) => {
    let tries = 0;
    return call(reader, 'sso:ListInstances', 'eu-west-1', async () => (tries++ === 0 ? broken(reader.clock) : tries));
  };

  test('is asked again by those who come when nobody has asked for a while', async () => {
    const { aws } = connected();
    const { clock } = aws.reader;
    const asked = call(aws.reader, 'freetier:GetAccountPlanState', 'us-east-1', () => broken(clock, 9_000));
    await expect(asked).rejects.toMatchObject({ id: 'network' });
    await clock.sleep(120_000);
    expect(await brokenOnce(aws)).toBe(2);
  });

  test('is silent since its last answer, not since a question that was asked before', async () => {
    const { aws } = connected();
    const { clock } = aws.reader;
    const asked = call(aws.reader, 'sso:ListInstances', 'sa-east-1', () => broken(clock, 12_000));
    const ended = expect(asked).rejects.toMatchObject({ id: 'network' });
    await clock.sleep(11_900);
    await whoAmI(aws.reader);
    await clock.sleep(4_000);
    expect(await brokenOnce(aws)).toBe(2);
    await ended;
  });
});

test('a write is in flight while nobody has answered it, a look never is', async () => {
  const inFlight: WritesInFlight = new Set();
  const seen: string[][] = [];
  const { aws, simulated } = connected(({ operation }) => {
    seen.push([operation, ...[...inFlight].map((one) => one.operation)]);
    return undefined;
  }, inFlight);
  await whoAmI(aws.reader);
  const IdentityStoreId = simulated.world.instances[0]?.identityStoreId;
  const input = { IdentityStoreId, DisplayName: 'Admins' };
  const send = () => aws.writer.identityStore('us-east-1').send(new CreateGroupCommand(input));
  await call(aws.writer, 'identitystore:CreateGroup', 'us-east-1', send);
  await expect(call(aws.writer, 'identitystore:CreateGroup', 'us-east-1', send)).rejects.toThrow();
  expect(seen).toEqual([['GetCallerIdentity'], ['CreateGroup', 'CreateGroup'], ['CreateGroup', 'CreateGroup']]);
  expect(inFlight.size).toBe(0);
});

const awsError = (name: string, more: object = {}) => Object.assign(new Error('text'), { name, ...more });
const RESET = awsError('Error', { code: 'ECONNRESET' });
const THROTTLED = awsError('ThrottlingException');
const READ = 'sso:ListPermissionSets';

/** Calls that end as the server says, from the first try on; `undefined` is an answer. */
function against(answer: (elapsedMs: number, attempt: number) => Error | undefined, signal?: AbortSignal) {
  const clock = virtualClock();
  const calls: TraceEntry[] = [];
  const aws = connect({
    clock,
    tell: () => {},
    trace: (entry) => calls.push(entry),
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    ...(signal === undefined ? {} : { signal }),
  });
  const started = clock.now();
  const elapsed = () => clock.now() - started;
  const send = (action: typeof READ | 'sso:UpdateInstance' = READ, options: Parameters<typeof call>[4] = {}) => {
    let attempt = 0;
    const request = async () => {
      attempt += 1;
      const error = answer(elapsed(), attempt);
      if (error !== undefined) throw error;
      return { at: elapsed() };
    };
    return call(aws.reader, action, 'us-east-1', request, options);
  };
  return { aws: aws.reader, clock, calls, elapsed, send };
}

describe('a call is given up', () => {
  test('after a quarter of a minute of silence', async () => {
    const { send, elapsed } = against(() => RESET);
    await expect(send()).rejects.toMatchObject({ id: 'network' });
    expect(elapsed()).toBeGreaterThan(8_000);
    expect(elapsed()).toBeLessThanOrEqual(15_000);
  });

  test('after minutes of throttling', async () => {
    expect(await against((ms) => (ms < 240_000 ? THROTTLED : undefined)).send()).toMatchObject({
      at: expect.any(Number),
    });
    const { send, elapsed } = against(() => THROTTLED);
    await expect(send()).rejects.toMatchObject({ id: 'throttled' });
    expect(elapsed()).toBeLessThanOrEqual(350_000);
  });

  test('soon when it is no AWS that answers and the caller is in a hurry', async () => {
    const page = Object.assign(new SyntaxError('Unexpected token <'), {
      $response: { statusCode: 503, headers: { 'content-type': 'text/html' } },
    });
    const { send, elapsed } = against(() => page);
    await expect(send(READ, { patience: BRIEFLY })).rejects.toMatchObject({ id: 'notAws' });
    expect(elapsed()).toBeLessThanOrEqual(BRIEFLY * 1.25);
  });

  test('at once by a person who stops', async () => {
    const stop = new AbortController();
    const { send, clock, elapsed } = against(() => THROTTLED, stop.signal);
    void clock.sleep(30_000).then(() => stop.abort(new Stopped()));
    await expect(send()).rejects.toThrow(Stopped);
    expect(elapsed()).toBe(30_000);
  });
});

test('a write whose answer got lost is not sent again, and what became of it is open', async () => {
  const { send, calls } = against(() => RESET);
  await expect(send('sso:UpdateInstance')).rejects.toMatchObject({ id: 'network', unsure: true });
  expect(calls).toHaveLength(1);
});

test('calls that failed together do not come back together', async () => {
  const { send } = against((_, attempt) => (attempt === 1 ? RESET : undefined));
  const [first, second] = await Promise.all([send(), send()]);
  expect(first.at).not.toBe(second.at);
});

test('throttling of one call slows the others down', async () => {
  let left = 1;
  const { send, elapsed, clock } = against(() => (left-- > 0 ? THROTTLED : undefined));
  await send();
  await clock.sleep(10_000);
  const before = elapsed();
  await Promise.all(Array.from({ length: 15 }, () => send()));
  expect(elapsed()).toBeGreaterThan(before);
});

describe('silence', () => {
  const silentFor15 = async () => {
    const server = against((ms) => (ms < 16_000 ? RESET : undefined));
    await expect(server.send()).rejects.toMatchObject({ id: 'network' });
    await server.clock.sleep(15_500 - server.elapsed());
    return server;
  };

  test('of a quarter of a minute keeps a write from being sent, which is no doubt then', async () => {
    const { send, calls } = await silentFor15();
    const before = calls.length;
    await expect(send('sso:UpdateInstance')).rejects.toMatchObject({ id: 'network', unsure: false });
    expect(calls).toHaveLength(before);
  });

  test('is over with any answer, a refusal, too', async () => {
    const { aws, send } = against((_, attempt) => (attempt === 1 ? RESET : awsError('AccessDeniedException')));
    await expect(send()).rejects.toMatchObject({ id: 'accessDenied' });
    expect(aws.silence.since).toBeUndefined();
  });
});

test('a secret that a server repeats as its code or request id is not traced', async () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const { aws, calls, send } = against(() => awsError(secret, { $metadata: { requestId: secret } }));
  aws.secrets.keep(secret);
  await expect(send()).rejects.toThrow(Problem);
  expect(calls).toMatchObject([{ outcome: '[hidden]', requestId: '[hidden]' }]);
});

test('knowledge that is not offered is something else than trouble on the way', () => {
  const offered = (id: ProblemId) => !isNotOffered(new Problem(id));
  expect(['accessDenied', 'refused', 'notAws'].some((id) => offered(id as ProblemId))).toBe(false);
  expect(['network', 'throttled', 'awsFault'].every((id) => offered(id as ProblemId))).toBe(true);
});

test('only what is not found is absent', async () => {
  expect(await orAbsent(Promise.reject(new Problem('notFound')))).toBeUndefined();
  for (const id of ['accessDenied', 'throttled', 'network'] as const) {
    await expect(orAbsent(Promise.reject(new Problem(id)))).rejects.toMatchObject({ id });
  }
});

test('only what is there already is as good as done', async () => {
  await orThere(Promise.reject(new Problem('alreadyExists')));
  for (const id of ['conflict', 'notFound', 'network'] as const) {
    await expect(orThere(Promise.reject(new Problem(id)))).rejects.toMatchObject({ id });
  }
});

describe('a list', () => {
  /** A list in these pages, what was asked for, and an end to whoever asks for ever. */
  function inPages(
    pages: (token: string | undefined, asked: number) => Awaited<ReturnType<Parameters<typeof allPages>[0]>>,
  ) {
    const asked: (string | undefined)[] = [];
    const list = allPages(async (token) => {
      asked.push(token);
      if (asked.length > 20) throw new Error('asked without end');
      return pages(token, asked.length);
    });
    return { list, asked };
  }
  const refused = (code: string, id: ProblemId = 'refused'): never => {
    throw new Problem(id, { code });
  };

  test('that is begun anew has nothing twice', async () => {
    const { list } = inPages((token, asked) => {
      if (token === undefined) return { items: ['a'], next: 'more' };
      return asked === 2 ? refused('ValidationException') : { items: ['b'], next: undefined };
    });
    expect(await list).toEqual(['a', 'b']);
  });

  test('is begun anew so many times, and not where it is its first page that is refused, or the keys', async () => {
    const stale = inPages((token) => (token ? refused('ValidationException') : { items: [], next: 'more' }));
    await expect(stale.list).rejects.toMatchObject({ id: 'refused' });
    expect(stale.asked.filter((token) => token === undefined)).toHaveLength(3);
    const first = inPages(() => refused('ValidationException'));
    await expect(first.list).rejects.toMatchObject({ id: 'refused' });
    expect(first.asked).toHaveLength(1);
    const keys = inPages((token) =>
      token ? refused('InvalidClientTokenId', 'invalidCredentials') : { items: [], next: 'more' },
    );
    await expect(keys.list).rejects.toMatchObject({ id: 'invalidCredentials' });
    expect(keys.asked).toHaveLength(2);
  });

  test('that goes in circles is a fault of AWS', async () => {
    const { list } = inPages((token) => ({ items: ['a'], next: token === 'odd' ? 'even' : 'odd' }));
    await expect(list).rejects.toMatchObject({ id: 'awsFault' });
  });

  test('ends with an empty token', async () => {
    expect(await inPages(() => ({ items: ['a'], next: '' })).list).toEqual(['a']);
  });

  test('that is none is not AWS’s', async () => {
    const text = { items: 'abc' as unknown as string[], next: undefined };
    await expect(inPages(() => text).list).rejects.toMatchObject({ id: 'notAws' });
  });
});
