import { CreateGroupCommand } from '@aws-sdk/client-identitystore';
import { describe, expect, test } from 'vitest';
import { call } from '../../src/aws/call.ts';
import { listEnabledRegions, whoAmI } from '../../src/aws/caller.ts';
import { type Aws, connect } from '../../src/aws/clients.ts';
import type { Clock } from '../../src/clock.ts';
import type { Note, Waiting } from '../../src/problem.ts';
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
    const asked = call(aws.reader, 'sso:ListInstances', 'sa-east-1', () => broken(clock, 9_000));
    const ended = expect(asked).rejects.toMatchObject({ id: 'network' });
    await clock.sleep(8_900);
    await whoAmI(aws.reader);
    await clock.sleep(7_000);
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
