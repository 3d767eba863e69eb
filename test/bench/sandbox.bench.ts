/**
 * What calls of the simulated AWS cost in small and in large worlds, with everything that a call has to go through, but
 * without HTTP and without an SDK: `npx vitest bench --run test/bench/sandbox.bench.ts`. Times are milliseconds.
 */
import { bench, describe } from 'vitest';
import { companyWorld, type SimulatedAws, simulatedAws } from '../../src/sandbox/index.ts';
import { virtualClock } from '../helpers/clock.ts';
import { never, post } from '../sandbox/helpers.ts';

/** Each call is made so many times: it may make the world larger. */
const often = { iterations: 300, time: 0, warmupIterations: 20, warmupTime: 0 };

const services = { identitystore: 'AWSIdentityStore', 'sso-admin': 'SWBExternalService' };

/** Makes calls. A refusal is an Error: no benchmark measures refusals. */
function callerOf(aws: SimulatedAws) {
  return async (service: keyof typeof services, operation: string, input: object) => {
    const { status, body } = await post(aws, `${services[service]}.${operation}`, JSON.stringify(input));
    if (status !== 200) throw new Error(`${operation}: ${body}`);
    return JSON.parse(body);
  };
}

for (const users of [10, 1_000, 100_000]) {
  describe(`${users} users`, () => {
    const world = companyWorld({ users, groups: 10 });
    const aws = simulatedAws({ world, clock: virtualClock() });
    const call = callerOf(aws);
    const { identityStoreId: IdentityStoreId, arn: InstanceArn, groups } = aws.world.instances[0] ?? never();
    let number = 0;
    let token: string | undefined;

    bench(
      'CreateUser',
      async () => {
        const UserName = `new-${number++}@acme.example`;
        const Name = { GivenName: 'New', FamilyName: 'User' };
        await call('identitystore', 'CreateUser', { IdentityStoreId, UserName, DisplayName: UserName, Name });
      },
      often,
    );
    bench(
      'UpdateUser',
      async () => {
        const UserId = aws.world.instances[0]?.users[number++ % users]?.id;
        const Operations = [{ AttributePath: 'title', AttributeValue: `Title ${number}` }];
        await call('identitystore', 'UpdateUser', { IdentityStoreId, UserId, Operations });
      },
      often,
    );
    bench(
      'CreateGroupMembership, DeleteGroupMembership',
      async () => {
        const MemberId = { UserId: aws.world.instances[0]?.users[number++ % users]?.id };
        const member = { IdentityStoreId, GroupId: groups[0]?.id, MemberId };
        const { MembershipId } = await call('identitystore', 'CreateGroupMembership', member);
        await call('identitystore', 'DeleteGroupMembership', { IdentityStoreId, MembershipId });
      },
      often,
    );
    bench(
      'CreatePermissionSet',
      async () => {
        await call('sso-admin', 'CreatePermissionSet', { InstanceArn, Name: `set-${number++}` });
      },
      often,
    );
    bench(
      'GetUserId',
      async () => {
        const UniqueAttribute = { AttributePath: 'userName', AttributeValue: `user-${users}@acme.example` };
        await call('identitystore', 'GetUserId', { IdentityStoreId, AlternateIdentifier: { UniqueAttribute } });
      },
      often,
    );
    bench(
      'ListUsers, one page after the other',
      async () => {
        ({ NextToken: token } = await call('identitystore', 'ListUsers', { IdentityStoreId, NextToken: token }));
      },
      often,
    );
  });
}

for (const existing of [0, 6_400]) {
  describe(`${existing} assignments`, () => {
    const world = companyWorld({ groups: 100, permissionSets: 10 });
    const [instance = never()] = world.instances;
    const { accounts } = world.organization ?? never();
    /** The account changes fastest, then the permission set. The last account is suspended, and left out. */
    const row = (number: number) => ({
      accountId: accounts[1 + (number % (accounts.length - 2))]?.id ?? '',
      permissionSetArn: instance.permissionSets[Math.floor(number / 40) % 10]?.arn ?? '',
      principalType: 'GROUP' as const,
      principalId: instance.groups[Math.floor(number / 400) % 100]?.id ?? '',
    });
    instance.assignments = Array.from({ length: existing }, (_, number) => row(number));
    instance.requests = instance.assignments.map(({ accountId, permissionSetArn, principalId: id }, number) => ({
      id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      kind: 'create',
      status: 'SUCCEEDED',
      createdAt: 0,
      permissionSetArn,
      accountIds: [accountId],
      principal: { type: 'GROUP', id },
      polls: 1,
    }));
    const { arn: InstanceArn, groups } = instance;
    const aws = simulatedAws({ world, clock: virtualClock(), behaviour: { asyncPolls: 0 } });
    const call = callerOf(aws);
    let number = existing;

    bench(
      'CreateAccountAssignment',
      async () => {
        const { accountId: TargetId, permissionSetArn: PermissionSetArn, principalId: PrincipalId } = row(number++);
        const wanted = { InstanceArn, TargetId, TargetType: 'AWS_ACCOUNT', PermissionSetArn };
        await call('sso-admin', 'CreateAccountAssignment', { ...wanted, PrincipalType: 'GROUP', PrincipalId });
      },
      often,
    );
    bench(
      'ListAccountAssignmentCreationStatus, IN_PROGRESS',
      async () => {
        const Filter = { Status: 'IN_PROGRESS' };
        await call('sso-admin', 'ListAccountAssignmentCreationStatus', { InstanceArn, Filter });
      },
      often,
    );
    bench(
      'ListAccountAssignmentCreationStatus',
      async () => {
        await call('sso-admin', 'ListAccountAssignmentCreationStatus', { InstanceArn });
      },
      often,
    );
    bench(
      'ListAccountAssignmentsForPrincipal',
      async () => {
        const principal = { PrincipalId: groups[0]?.id, PrincipalType: 'GROUP' };
        await call('sso-admin', 'ListAccountAssignmentsForPrincipal', { InstanceArn, ...principal });
      },
      often,
    );
  });
}
