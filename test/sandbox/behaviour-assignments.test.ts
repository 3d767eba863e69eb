import { describe, expect, it } from 'vitest';
import { scenarios, type World } from '../../src/sandbox/index.ts';
import { anAws, anInstance, never, refused } from './helpers.ts';

const prod = '222233334444';
const dev = '333344445555';
const suspended = '444455556666';
const nobody = '0123456789-00000000-0000-4000-8000-000000000000';

/** The scenario with several accounts, changed a little. */
function several(more: Partial<World>): World {
  return { ...scenarios['several-accounts'](), ...more };
}

describe('assignments', () => {
  it('S93 ends after so many status polls', async () => {
    const { sso, InstanceArn, newSet, newGroup, assignment } = anInstance({ behaviour: { asyncPolls: 2 } });
    const wanted = assignment(await newSet(), await newGroup());
    const { AccountAssignmentCreationStatus: started } = await sso.createAccountAssignment(wanted);
    expect(started).toMatchObject({ ...wantedStatus(wanted), Status: 'IN_PROGRESS' });
    const poll = async () => {
      const asked = { InstanceArn, AccountAssignmentCreationRequestId: started?.RequestId };
      return (await sso.describeAccountAssignmentCreationStatus(asked)).AccountAssignmentCreationStatus?.Status;
    };
    expect([await poll(), await poll(), await poll()]).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'SUCCEEDED']);
    const asked = { InstanceArn, AccountAssignmentCreationRequestId: '00000000-0000-4000-8000-000000000000' };
    expect((await refused(sso.describeAccountAssignmentCreationStatus(asked))).name).toBe('ResourceNotFoundException');
  });

  it('S94 takes at least its time', async () => {
    const { clock, sso, newSet, newGroup, assignment, finished, rows } = anInstance({
      behaviour: { asyncPolls: 0, asyncMs: 4000 },
    });
    const set = await newSet();
    const started = await sso.createAccountAssignment(assignment(set, await newGroup()));
    await clock.sleep(3999);
    expect(await rows(set)).toEqual([]);
    await clock.sleep(1);
    expect((await finished(started.AccountAssignmentCreationStatus?.RequestId ?? ''))?.Status).toBe('SUCCEEDED');
    expect(await rows(set)).toHaveLength(1);
  });

  it('S95 ends although nobody asks, and in order', async () => {
    const { clock, sso, newSet, newGroup, assignment, rows } = anInstance({
      behaviour: { asyncPolls: 5, asyncMs: 1000 },
    });
    const [set, group] = [await newSet(), await newGroup()];
    await sso.createAccountAssignment(assignment(set, group));
    await clock.sleep(30_999);
    expect(await rows(set)).toEqual([]);
    await clock.sleep(1);
    expect(await rows(set)).toHaveLength(1);
    const quick = anInstance({ behaviour: { asyncPolls: 1 } });
    const [otherSet, otherGroup] = [await quick.newSet(), await quick.newGroup()];
    await quick.sso.createAccountAssignment(quick.assignment(otherSet, otherGroup));
    expect((await quick.unassign(otherSet, otherGroup))?.Status).toBe('SUCCEEDED');
    await quick.clock.sleep(60_000);
    expect(await quick.rows(otherSet)).toEqual([]);
  });

  it('S96 lists an assignment when it is made', async () => {
    const { sso, InstanceArn, newSet, newGroup, assignment, finished, rows, management } = anInstance();
    const [PermissionSetArn, group] = [await newSet(), await newGroup()];
    const accounts = async () =>
      (await sso.listAccountsForProvisionedPermissionSet({ InstanceArn, PermissionSetArn })).AccountIds;
    const started = await sso.createAccountAssignment(assignment(PermissionSetArn, group));
    expect([await rows(PermissionSetArn), await accounts()]).toEqual([[], []]);
    await finished(started.AccountAssignmentCreationStatus?.RequestId ?? '');
    const row = { AccountId: management, PermissionSetArn, PrincipalType: 'GROUP', PrincipalId: group };
    expect([await rows(PermissionSetArn), await accounts()]).toEqual([[row], [management]]);
  });

  it('S97 accepts an assignment again', async () => {
    const { newSet, newGroup, assign, rows } = anInstance();
    const [set, group] = [await newSet(), await newGroup()];
    await assign(set, group);
    expect((await assign(set, group))?.Status).toBe('SUCCEEDED');
    expect(await rows(set)).toHaveLength(1);
  });

  it('S98 knows its users, groups and accounts', async () => {
    const { sso, newSet, newGroup, newUser, assignment } = anInstance();
    const [set, group, user] = [await newSet(), await newGroup(), await newUser()];
    const wanted = assignment(set, group);
    for (const bad of [{ PrincipalId: nobody }, { PrincipalId: user }, { TargetId: '999999999999' }]) {
      const error = await refused(sso.createAccountAssignment({ ...wanted, ...bad }));
      expect(error.name).toBe('ResourceNotFoundException');
    }
    await sso.createAccountAssignment({ ...wanted, PrincipalType: 'USER', PrincipalId: user });
  });

  it('S99 has 15 under way at most', async () => {
    const { sso, newSet, newGroup, assignment } = anInstance();
    const group = await newGroup();
    for (let number = 0; number < 15; number++) {
      await sso.createAccountAssignment(assignment(await newSet(`Set${number}`), group));
    }
    const error = await refused(sso.createAccountAssignment(assignment(await newSet('Last'), group)));
    expect([error.name, error.message]).toEqual([
      'ThrottlingException',
      'There are too many requests processing. Please try again later.',
    ]);
    const smaller = anInstance({ behaviour: { outstandingAssignments: 1 } });
    const wanted = smaller.assignment(await smaller.newSet(), await smaller.newGroup());
    await smaller.sso.createAccountAssignment(wanted);
    expect((await refused(smaller.sso.createAccountAssignment(wanted))).name).toBe('ThrottlingException');
  });

  it('S100 fails as the world says', async () => {
    const { newSet, newGroup, assign, rows } = anInstance({ world: several({ assignmentFailure: { [prod]: 'No.' } }) });
    const [set, group] = [await newSet(), await newGroup()];
    expect(await assign(set, group, prod)).toMatchObject({ Status: 'FAILED', FailureReason: 'No.' });
    expect(await rows(set, prod)).toEqual([]);
    expect((await assign(set, group, dev))?.Status).toBe('SUCCEEDED');
    const everywhere = anInstance({ world: several({ assignmentFailure: { '*': 'Never.' } }) });
    const ended = await everywhere.assign(await everywhere.newSet(), await everywhere.newGroup(), dev);
    expect(ended?.FailureReason).toBe('Never.');
  });

  it('S101 needs IAM rights for the management account', async () => {
    const { newSet, newGroup, assign, management } = anInstance({ behaviour: { deny: ['iam:ListRolePolicies'] } });
    const [set, group] = [await newSet(), await newGroup()];
    const ended = await assign(set, group, management);
    expect(ended?.Status).toBe('FAILED');
    expect(ended?.FailureReason).toMatch(
      /^Received a 403 status error: Access denied by IAM\. .* is not authorized to perform: iam:ListRolePolicies on resource: role AWSReservedSSO_Admin_/,
    );
    expect((await assign(set, group, prod))?.Status).toBe('SUCCEEDED');
  });

  it('S102 needs customer managed policies in the account', async () => {
    const world = several({ customerPolicies: { [prod]: ['/a/Team'] } });
    const { sso, InstanceArn, newSet, newGroup, assign } = anInstance({ world });
    const [PermissionSetArn, group] = [await newSet(), await newGroup()];
    const CustomerManagedPolicyReference = { Name: 'Team', Path: '/a/' };
    const reference = { InstanceArn, PermissionSetArn, CustomerManagedPolicyReference };
    await sso.attachCustomerManagedPolicyReferenceToPermissionSet(reference);
    expect((await assign(PermissionSetArn, group, prod))?.Status).toBe('SUCCEEDED');
    const ended = await assign(PermissionSetArn, group, dev);
    expect(ended?.FailureReason).toBe(
      `Received a 404 status error: Not supported policy arn:aws:iam::${dev}:policy/a/Team.`,
    );
  });

  it('S103 fails in a suspended account', async () => {
    const { newSet, newGroup, assign } = anInstance();
    const ended = await assign(await newSet(), await newGroup(), suspended);
    expect(ended?.FailureReason).toContain(
      `Obtaining permissions to manage your AWS account '${suspended}' takes longer`,
    );
  });

  it('S104 fails to remove what is not there', async () => {
    const { newSet, newGroup, unassign } = anInstance();
    const ended = await unassign(await newSet(), await newGroup());
    expect(ended).toMatchObject({
      Status: 'FAILED',
      FailureReason: 'Received a 404 status error: Assignment not found.',
    });
  });

  it('S105 takes a permission set out of an account with its last assignment', async () => {
    const { sso, InstanceArn, newSet, newGroup, assign, unassign, management } = anInstance();
    const [PermissionSetArn, first, second] = [await newSet(), await newGroup('First'), await newGroup('Second')];
    const accounts = async () =>
      (await sso.listAccountsForProvisionedPermissionSet({ InstanceArn, PermissionSetArn })).AccountIds;
    await assign(PermissionSetArn, first);
    await assign(PermissionSetArn, second);
    await unassign(PermissionSetArn, first);
    expect(await accounts()).toEqual([management]);
    await unassign(PermissionSetArn, second);
    expect(await accounts()).toEqual([]);
  });

  it('S106 lists the rows of a user with those of the groups', async () => {
    const { sso, store, InstanceArn, IdentityStoreId, newSet, newGroup, newUser, assignment, assign, finished } =
      anInstance();
    const [set, group, user] = [await newSet(), await newGroup(), await newUser()];
    await store.createGroupMembership({ IdentityStoreId, GroupId: group, MemberId: { UserId: user } });
    await assign(set, group, prod);
    const own = { ...assignment(set, user, dev), PrincipalType: 'USER' as const };
    await finished((await sso.createAccountAssignment(own)).AccountAssignmentCreationStatus?.RequestId ?? '');
    const listed = async (PrincipalType: 'USER' | 'GROUP', PrincipalId: string, AccountId?: string) => {
      const filter = AccountId === undefined ? {} : { Filter: { AccountId } };
      const found = await sso.listAccountAssignmentsForPrincipal({
        InstanceArn,
        PrincipalId,
        PrincipalType,
        ...filter,
      });
      return found.AccountAssignments?.map((row) => [row.AccountId, row.PrincipalType, row.PrincipalId]);
    };
    expect(await listed('USER', user)).toEqual([
      [prod, 'GROUP', group],
      [dev, 'USER', user],
    ]);
    expect(await listed('USER', user, dev)).toEqual([[dev, 'USER', user]]);
    expect(await listed('GROUP', group)).toEqual([[prod, 'GROUP', group]]);
  });

  it('S107 lists requests', async () => {
    const { clock, sso, InstanceArn, newSet, newGroup, assign, unassign, assignment } = anInstance();
    const [set, group] = [await newSet(), await newGroup()];
    await assign(set, group);
    await unassign(set, group);
    await clock.sleep(1000);
    await sso.createAccountAssignment(assignment(set, group));
    const made =
      (await sso.listAccountAssignmentCreationStatus({ InstanceArn })).AccountAssignmentsCreationStatus ?? [];
    expect(made.map((one) => one.Status)).toEqual(['IN_PROGRESS', 'SUCCEEDED']);
    expect(Object.keys(made[0] ?? {}).sort()).toEqual(['CreatedDate', 'RequestId', 'Status']);
    const Filter = { Status: 'IN_PROGRESS' } as const;
    const waiting = await sso.listAccountAssignmentCreationStatus({ InstanceArn, Filter });
    expect(waiting.AccountAssignmentsCreationStatus).toEqual([]);
    const removed = await sso.listAccountAssignmentDeletionStatus({ InstanceArn });
    expect(removed.AccountAssignmentsDeletionStatus).toMatchObject([{ Status: 'SUCCEEDED' }]);
  });

  it('S108 keeps a delegated administrator from assigning in the management account', async () => {
    const { aws, org, newSet, newGroup, assignment, management } = anInstance();
    const [set, group] = [await newSet(), await newGroup()];
    await org.registerDelegatedAdministrator({ AccountId: prod, ServicePrincipal: 'sso.amazonaws.com' });
    const world: World = structuredClone(aws.world);
    world.account.id = prod;
    const delegated = anAws({ world });
    const there = delegated.sso.createAccountAssignment(assignment(set, group, management));
    expect((await refused(there)).name).toBe('AccessDeniedException');
    await delegated.sso.createAccountAssignment(assignment(set, group, dev));
  });

  it('S109 keeps the assignments of deleted principals', async () => {
    const { store, IdentityStoreId, newSet, newGroup, assign, rows } = anInstance();
    const [set, group] = [await newSet(), await newGroup()];
    await assign(set, group);
    await store.deleteGroup({ IdentityStoreId, GroupId: group });
    expect(await rows(set)).toMatchObject([{ PrincipalId: group }]);
  });

  it('S110 provisions 500 permission sets in an account at most', async () => {
    const { aws, sso, newSet, newGroup, assignment } = anInstance();
    const [set, group] = [await newSet(), await newGroup()];
    const instance = aws.world.instances[0] ?? never();
    instance.provisioned = Array.from({ length: 500 }, (_, number) => ({
      accountId: prod,
      permissionSetArn: `${set}${number}`,
      version: 1,
    }));
    const error = await refused(sso.createAccountAssignment(assignment(set, group, prod)));
    expect(error.name).toBe('ServiceQuotaExceededException');
    await sso.createAccountAssignment(assignment(set, group, dev));
  });
});

function wantedStatus(wanted: { TargetId: string; PrincipalId: string }) {
  return {
    TargetId: wanted.TargetId,
    PrincipalId: wanted.PrincipalId,
    RequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
  };
}
