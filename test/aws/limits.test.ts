import { describe, expect, test } from 'vitest';
import { Limits, type Service } from '../../src/aws/limits.ts';
import { Stopped } from '../../src/problem.ts';
import { virtualClock } from '../helpers/clock.ts';

/** When each of so many calls, all wanted at once, may go; milliseconds. */
async function turns(calls: readonly (readonly [Service, string, string])[], before?: (limits: Limits) => void) {
  const clock = virtualClock(0);
  const limits = new Limits(clock);
  before?.(limits);
  const at: number[] = [];
  await Promise.all(
    calls.map(async ([service, operation, region], i) => {
      await limits.turn(service, operation, region);
      at[i] = clock.now();
    }),
  );
  return at;
}

const times = (count: number, call: readonly [Service, string, string]) => Array.from({ length: count }, () => call);
const within = (at: readonly number[], ms: number) => at.filter((one) => one <= ms).length;

describe("calls stay under AWS's limits", () => {
  test('20 a second for all of sso-admin together, a second of it at once', async () => {
    const at = await turns([
      ...times(30, ['sso', 'DescribePermissionSet', 'us-east-1']),
      ...times(30, ['sso', 'ListAccountAssignments', 'us-east-1']),
    ]);
    expect(within(at, 0)).toBeLessThanOrEqual(20);
    for (let second = 1; second <= 2; second++)
      expect(within(at, second * 1_000)).toBeLessThanOrEqual(20 + second * 20);
    expect(Math.max(...at)).toBeLessThan(2_300);
  });

  test('20 a second for each operation of the identity store', async () => {
    const at = await turns([
      ...times(19, ['identitystore', 'CreateUser', 'us-east-1']),
      ...times(19, ['identitystore', 'CreateGroup', 'us-east-1']),
    ]);
    expect(Math.max(...at)).toBe(0);
  });

  test('each Region by itself', async () => {
    const at = await turns([
      ...times(19, ['sso', 'ListInstances', 'us-east-1']),
      ...times(19, ['sso', 'ListInstances', 'eu-west-1']),
    ]);
    expect(Math.max(...at)).toBe(0);
  });

  test('8 pages of accounts a second, 12 of them at once', async () => {
    const at = await turns(times(30, ['organizations', 'ListAccounts', 'us-east-1']));
    expect(within(at, 0)).toBeLessThanOrEqual(12);
    expect(within(at, 1_000)).toBeLessThanOrEqual(20);
    expect(Math.max(...at)).toBeLessThan(2_600);
  });

  test('19 a second in the long run', async () => {
    const at = await turns(times(400, ['sso', 'DescribePermissionSet', 'us-east-1']));
    expect(within(at, 10_000)).toBeLessThanOrEqual(220);
  });

  test('one question a second for the roots of an organization', async () => {
    const at = await turns(times(3, ['organizations', 'ListRoots', 'us-east-1']));
    expect(at.at(-1)).toBeGreaterThan(1_000);
  });

  test('and less of a burst for a while after AWS has asked to slow down', async () => {
    const clock = virtualClock(0);
    const limits = new Limits(clock);
    limits.throttled('sso', 'ListInstances', 'us-east-1');
    await clock.sleep(10_000);
    await Promise.all(Array.from({ length: 15 }, () => limits.turn('sso', 'ListInstances', 'us-east-1')));
    expect(clock.now()).toBeGreaterThan(10_000);
  });

  test('none of somebody who has stopped', async () => {
    const limits = new Limits(virtualClock(0));
    await expect(limits.turn('sso', 'ListInstances', 'us-east-1', AbortSignal.abort(new Stopped()))).rejects.toThrow(
      Stopped,
    );
  });

  test('no burst after AWS has asked to slow down', async () => {
    const at = await turns(times(20, ['sso', 'ListInstances', 'us-east-1']), (limits) =>
      limits.throttled('sso', 'ListInstances', 'us-east-1'),
    );
    expect(within(at, 0)).toBe(0);
    expect(Math.max(...at)).toBeLessThan(1_100);
  });
});
