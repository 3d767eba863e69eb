import { describe, expect, test, vi } from 'vitest';
import { whoAmI } from '../../src/aws/caller.ts';
import { connect } from '../../src/aws/clients.ts';
import { problemOf } from '../../src/aws/errors.ts';
import { accountPlan } from '../../src/aws/free-tier.ts';
import { listInstances } from '../../src/aws/instances.ts';
import { systemClock } from '../../src/clock.ts';
import { messagesFor } from '../../src/messages/index.ts';
import type { Note, Waiting } from '../../src/problem.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import type { TraceEntry } from '../../src/trace.ts';
import { anAccount, dryRun } from '../helpers/account.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { aServer, aServerAt, refusal } from '../helpers/strict-aws.ts';

const HOUR = 3_600_000;

function connectTo(url: string) {
  vi.stubEnv('AWS_ENDPOINT_URL', url);
  const told: (Note | Waiting)[] = [];
  const calls: TraceEntry[] = [];
  const aws = connect({
    clock: systemClock,
    tell: (news) => told.push(news),
    trace: (entry) => calls.push(entry),
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  });
  return { aws, told, calls };
}

describe('a computer whose clock is off', () => {
  test.each([
    [HOUR, 'behind', 3600],
    [-26 * HOUR, 'ahead', 26 * 3600],
    [7 * 60_000, 'behind', 420],
  ] as const)('by %i ms works all the same, and is told once', async (ahead, direction, seconds) => {
    const server = await aServerAt(ahead, scenarios['free-plan']());
    const { aws, told, calls } = connectTo(server.url);
    expect(await whoAmI(aws.reader)).toMatchObject({ account: '111122223333' });
    await listInstances(aws.reader, 'us-east-1');
    await listInstances(aws.reader, 'us-east-1');
    expect(await accountPlan(aws.reader)).toMatchObject({ type: 'FREE' });
    expect(told).toEqual([{ id: 'clockOff', direction, offset: expect.any(String) }]);
    const [note] = told as [Extract<Note, { id: 'clockOff' }>];
    expect(Math.abs(Number(note.offset) - seconds)).toBeLessThan(10);
    // Every client learns it once; the call that is signed by ourselves knows it from STS.
    expect(server.refused).toHaveLength(2);
    expect(calls.map(({ outcome, attempt }) => `${outcome} ${attempt}`)).toEqual([
      'SignatureDoesNotMatch 1',
      'ok 2',
      'SignatureDoesNotMatch 1',
      'ok 2',
      'ok 1',
      'ok 1',
    ]);
  });

  test('by less than AWS minds is not told', async () => {
    const { aws, told } = connectTo((await aServerAt(2 * 60_000, scenarios.enabled())).url);
    await whoAmI(aws.reader);
    expect(told).toEqual([]);
  });

  test('that is refused all the same is told the offset', async () => {
    const always = (request: Parameters<typeof refusal>[0]) =>
      refusal(request, 'SignatureDoesNotMatch', 'Signature expired: x');
    const server = await aServer(scenarios.enabled(), always, HOUR);
    const { aws, told, calls } = connectTo(server.url);
    await expect(whoAmI(aws.reader)).rejects.toMatchObject({
      id: 'clockWrong',
      facts: { direction: 'behind', offset: expect.stringMatching(/^3[56]\d\d$/) },
    });
    expect(calls).toHaveLength(2);
    expect(told).toEqual([]);
  });

  test('in the simulated AWS, which tells no time, is refused without an offset', async () => {
    const fault = () =>
      ({ kind: 'refuse', code: 'InvalidSignatureException', message: 'Signature expired: x' }) as const;
    const account = anAccount({ behaviour: { fault } });
    const problem = await dryRun(account, onePerson()).catch((reason) => reason);
    expect(problem).toMatchObject({ id: 'clockWrong' });
    expect(problem.facts).not.toHaveProperty('offset');
    expect(account.newCalls()).toHaveLength(1);
  });
});

test('a secret key that is another one is not the clock', () => {
  const message =
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.';
  const error = Object.assign(new Error(message), { name: 'SignatureDoesNotMatch' });
  const about = { action: 'sts:GetCallerIdentity', region: 'us-east-1', write: false };
  expect(problemOf(error, about).id).toBe('invalidCredentials');
  expect(problemOf(Object.assign(new Error('Signature expired'), { name: 'SignatureDoesNotMatch' }), about).id).toBe(
    'clockWrong',
  );
});

test.each([
  [10 * 60_000, {}, 'clockWrong', 'behind'],
  [-10 * 60_000, {}, 'clockWrong', 'ahead'],
  [60_000, {}, 'invalidCredentials', undefined],
  // How long it has been in a cache nobody knows.
  [10 * 60_000, { age: '700' }, 'invalidCredentials', undefined],
])(
  'a signature that does not match, by a server whose time is %i ms from ours %o: %s',
  (ahead, headers, id, direction) => {
    const now = Date.UTC(2026, 10, 23, 6, 15);
    const error = Object.assign(
      new Error('The request signature we calculated does not match the signature you provided.'),
      {
        name: 'SignatureDoesNotMatch',
        $response: { statusCode: 403, headers: { date: new Date(now + ahead).toUTCString(), ...headers } },
      },
    );
    const about = { action: 'sts:GetCallerIdentity', region: 'us-east-1', write: false };
    const problem = problemOf(error, about, { now });
    expect([problem.id, problem.facts.direction]).toEqual([id, direction]);
  },
);

describe('how far the clock is off, in words', () => {
  test.each([
    [45, '45 seconds', '45초'],
    [420, '7 minutes', '7분'],
    [3600, '1 hour', '1시간'],
    [5400, '1 hour 30 minutes', '1시간 30분'],
    [86_400 + 7_200, '1 day 2 hours', '1일 2시간'],
  ])('%i seconds', (seconds, english, korean) => {
    const facts = { offset: String(seconds), direction: 'behind' };
    expect(messagesFor('en').problems.clockWrong(facts).title).toBe(`The clock of this computer is ${english} behind.`);
    expect(messagesFor('ko').problems.clockWrong(facts).title).toBe(`이 컴퓨터의 시계가 ${korean} 늦습니다.`);
  });
});
