import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { companyWorld, emptyWorld, openWorld, simulatedAws } from '../../src/sandbox/index.ts';
import { keptIn } from '../../src/sandbox/state-file.ts';
import { virtualClock } from '../helpers/clock.ts';
import { anInstance, clients, never } from './helpers.ts';

const suspended = '444455556666';

describe('size', () => {
  it('S208 changes a large world as easily as a small one', async () => {
    const world = companyWorld({ accounts: 10, users: 2000, groups: 10, permissionSets: 10 });
    const [instance] = world.instances;
    const [group = never(), set = never()] = [instance?.groups[0], instance?.permissionSets[0]];
    let looks = 0;
    const counted = instance?.users.map((user) => ({
      ...user,
      get attributes() {
        looks++;
        return user.attributes;
      },
    }));
    Object.assign(instance ?? {}, { users: counted });
    const aws = simulatedAws({ world, clock: virtualClock() });
    const { store, sso } = clients(aws);
    const { identityStoreId: IdentityStoreId, arn: InstanceArn } = aws.world.instances[0] ?? never();
    const newUser = async (UserName: string) => {
      const Name = { GivenName: 'New', FamilyName: 'User' };
      return (await store.createUser({ IdentityStoreId, UserName, DisplayName: UserName, Name })).UserId ?? '';
    };
    await newUser('first');
    const before = aws.world.instances[0] ?? never();
    const copy = structuredClone({ ...before, users: before.users.slice(-1) });
    looks = 0;
    const UserId = await newUser('second');
    const Operations = [{ AttributePath: 'title', AttributeValue: 'x' }];
    await store.updateUser({ IdentityStoreId, UserId, Operations });
    const MemberId = { UserId };
    await store.createGroupMembership({ IdentityStoreId, GroupId: group.id, MemberId });
    await store.listGroupMembershipsForMember({ IdentityStoreId, MemberId });
    await store.deleteUser({ IdentityStoreId, UserId });
    expect(looks).toBe(0);
    const between = aws.world.instances[0] ?? never();
    const PermissionSetArn = set.arn;
    await sso.updatePermissionSet({ InstanceArn, PermissionSetArn, Description: 'Another one' });
    const after = aws.world.instances[0] ?? never();
    expect(after.users).toBe(between.users);
    expect(after.groups).toBe(before.groups);
    expect(after.permissionSets.slice(1).every((one, index) => one === before.permissionSets[index + 1])).toBe(true);
    expect(aws.world.organization?.accounts).toBe(world.organization?.accounts);
    expect({ ...before, users: before.users.slice(-1) }).toEqual(copy);
  });

  it('S209 is not held up by requests that have ended, nor hurried by those who ask', async () => {
    const { aws, clock, sso, InstanceArn, newSet, newGroup, assignment, rows } = anInstance({
      behaviour: { asyncMs: 4000, asyncPolls: 0, pageSize: 2 },
    });
    const [set, ...others] = [await newSet('A'), await newSet('B'), await newSet('C')];
    const wanted = assignment(set, await newGroup());
    const instance = aws.world.instances[0] ?? never();
    let looks = 0;
    instance.requests = Array.from({ length: 1000 }, (_, index) => ({
      id: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      kind: 'create' as const,
      get status() {
        looks++;
        return 'SUCCEEDED' as const;
      },
      createdAt: 0,
      permissionSetArn: set,
      accountIds: ['222233334444'],
      polls: 1,
    }));
    await sso.listAccountAssignmentCreationStatus({ InstanceArn, Filter: { Status: 'IN_PROGRESS' } });
    const AccountAssignmentCreationRequestId = instance.requests[0]?.id;
    await sso.describeAccountAssignmentCreationStatus({ InstanceArn, AccountAssignmentCreationRequestId });
    looks = 0;
    const started = await sso.createAccountAssignment(wanted);
    for (const other of others) await sso.createAccountAssignment({ ...wanted, PermissionSetArn: other });
    await sso.createAccountAssignment({ ...wanted, TargetId: suspended });
    const listed = async (Status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED') => {
      const told: (string | undefined)[] = [];
      let NextToken: string | undefined;
      do {
        const page = await sso.listAccountAssignmentCreationStatus({
          InstanceArn,
          Filter: { Status },
          ...(NextToken !== undefined && { NextToken }),
        });
        for (const one of page.AccountAssignmentsCreationStatus ?? []) told.push(one.Status);
        NextToken = page.NextToken;
      } while (NextToken !== undefined && told.length < 10);
      return told;
    };
    const asked = {
      InstanceArn,
      AccountAssignmentCreationRequestId: started.AccountAssignmentCreationStatus?.RequestId,
    };
    const status = async () =>
      (await sso.describeAccountAssignmentCreationStatus(asked)).AccountAssignmentCreationStatus?.Status;
    for (let often = 0; often < 20; often++) expect(await status()).toBe('IN_PROGRESS');
    await clock.sleep(3999);
    for (let often = 0; often < 20; often++) expect(await status()).toBe('IN_PROGRESS');
    expect(await listed('IN_PROGRESS')).toEqual(Array(4).fill('IN_PROGRESS'));
    expect(await rows(set)).toEqual([]);
    await clock.sleep(1);
    expect(await rows(set)).toHaveLength(1);
    expect(await status()).toBe('SUCCEEDED');
    expect(await listed('IN_PROGRESS')).toEqual([]);
    expect(looks).toBe(0);
    expect(await listed('FAILED')).toEqual(['FAILED']);
    expect((await listed('SUCCEEDED')).slice(0, 3)).toEqual(Array(3).fill('SUCCEEDED'));
  });

  it('S210 keeps a world in a file, a tenth of the time at most', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let time = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => time);
    onTestFinished(() => {
      vi.useRealTimers();
      clock.mockRestore();
      rmSync(folder, { recursive: true, force: true });
    });
    const file = join(folder, 'world.json');
    const kept = () => openWorld(file)?.counter;
    const keep = keptIn(file);
    /** A world that takes 100 milliseconds to be written. */
    const change = (counter: number) => {
      const slow = () => {
        time += 100;
        return counter;
      };
      keep(Object.defineProperty(emptyWorld(), 'counter', { enumerable: true, get: slow }));
    };
    const pass = (ms: number) => {
      time += ms;
      vi.advanceTimersByTime(ms);
    };
    const listeners = process.listeners('exit');
    const onExit = () => process.listeners('exit').filter((one) => !listeners.includes(one));
    change(1);
    expect([kept(), onExit()]).toEqual([1, []]);
    change(2);
    pass(899);
    change(3);
    expect(kept()).toBe(1);
    pass(1);
    expect([kept(), onExit()]).toEqual([3, []]);
    pass(10_000);
    change(4);
    expect(kept()).toBe(4);
    change(5);
    expect(kept()).toBe(4);
    const [end, ...others] = onExit();
    end?.(0);
    expect([kept(), onExit(), others]).toEqual([5, [], []]);
    pass(10_000);
    rmSync(folder, { recursive: true });
    change(6);
    expect(kept()).toBe(6);
    change(7);
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'in the way');
    pass(10_000);
    expect(() => change(8)).toThrow();
    rmSync(folder);
    change(9);
    expect([kept(), onExit()]).toEqual([9, []]);
  });
});
