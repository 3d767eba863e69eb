import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { companyWorld, scenarioNames, scenarios } from '../../src/sandbox/index.ts';
import { models, type ServiceName } from '../../src/sandbox/models.ts';
import { kindOf } from '../../src/sandbox/operation.ts';
import { anAws, anInstance, clients, post, refused } from './helpers.ts';

const documented = readFileSync(`${import.meta.dirname}/../../src/sandbox/BEHAVIOUR.md`, 'utf8');
const rows = [...documented.matchAll(/^\| `([a-z-]+)` +\| .* \|$/gm)].map((found) => found[1]);

it('names every scenario in BEHAVIOUR.md', () => {
  expect(rows).toEqual(scenarioNames);
});

it('company: a company of any size', async () => {
  const { aws, org, store, sso, InstanceArn, IdentityStoreId } = anInstance({
    world: companyWorld({ accounts: 5, users: 3, groups: 2, permissionSets: 4 }),
  });
  const { Accounts = [] } = await org.listAccounts({});
  expect(Accounts.map((one) => [one.Name, one.Status])).toEqual([
    ['acme', 'ACTIVE'],
    ...['workload-01', 'workload-02', 'workload-03', 'workload-04'].map((name) => [name, 'ACTIVE']),
    ['workload-05', 'SUSPENDED'],
  ]);
  expect(aws.world.organization?.units.map((one) => one.name)).toEqual(['Workloads', 'Prod', 'Test', 'Sandbox']);
  expect((await store.listUsers({ IdentityStoreId })).Users?.map((one) => one.UserName)).toEqual([
    'user-1@acme.example',
    'user-2@acme.example',
    'user-3@acme.example',
  ]);
  expect((await store.listGroups({ IdentityStoreId })).Groups?.map((one) => one.DisplayName)).toEqual([
    'group-1',
    'group-2',
  ]);
  expect((await sso.listPermissionSets({ InstanceArn })).PermissionSets).toHaveLength(4);
  const { instances, organization } = scenarios.company();
  expect([instances[0]?.users, organization?.accounts.length]).toEqual([[], 41]);
});

describe('scenarios with something in the way', () => {
  it('root: the caller is the root user', async () => {
    const { sts, org, sso } = anAws({ scenario: 'root' });
    const { Arn, UserId } = await sts.getCallerIdentity({});
    expect([Arn, UserId]).toEqual(['arn:aws:iam::111122223333:root', '111122223333']);
    expect((await org.describeOrganization({})).Organization?.MasterAccountId).toBe('111122223333');
    expect((await sso.listInstances({})).Instances).toEqual([]);
  });

  it('delegated-administrator: reads the organization, and cannot assign in the management account', async () => {
    const { sts, org, management, newSet, newGroup, assign } = anInstance({ scenario: 'delegated-administrator' });
    expect((await sts.getCallerIdentity({})).Account).toBe('222233334444');
    const administrators = await org.listDelegatedAdministrators({ ServicePrincipal: 'sso.amazonaws.com' });
    expect(administrators.DelegatedAdministrators).toMatchObject([{ Id: '222233334444' }]);
    const [set, group] = [await newSet(), await newGroup()];
    expect((await refused(assign(set, group, management))).name).toBe('AccessDeniedException');
    expect((await assign(set, group, '222233334444'))?.Status).toBe('SUCCEEDED');
  });

  it('regions-denied: four Regions refuse', async () => {
    const { aws, sso } = anAws({ scenario: 'regions-denied' });
    expect((await sso.listInstances({})).Instances).toEqual([]);
    for (const region of ['eu-west-3', 'eu-north-1', 'ap-south-1', 'sa-east-1']) {
      expect((await refused(clients(aws, region).sso.listInstances({}))).name).toBe('AccessDeniedException');
    }
  });

  it('two-instances: two Regions have one', async () => {
    const { aws } = anAws({ scenario: 'two-instances' });
    const found = ['us-east-1', 'eu-west-1'].map(async (region) => {
      const { Instances } = await clients(aws, region).sso.listInstances({});
      return [Instances?.length, Instances?.[0]?.Status, Instances?.[0]?.OwnerAccountId];
    });
    const owned = [1, 'ACTIVE', '111122223333'];
    expect(await Promise.all(found)).toEqual([owned, owned]);
    expect(new Set(aws.world.instances.map((one) => one.arn)).size).toBe(2);
  });

  it('instance-failed: the instance tells why', async () => {
    const { sso } = anAws({ scenario: 'instance-failed' });
    const StatusReason = 'The service-linked role could not be created.';
    expect((await sso.listInstances({})).Instances).toMatchObject([{ Status: 'CREATE_FAILED', StatusReason }]);
  });

  it('external-identities: everybody comes from elsewhere', async () => {
    const { store, IdentityStoreId } = anInstance({ scenario: 'external-identities' });
    const { Users = [] } = await store.listUsers({ IdentityStoreId });
    const { Groups = [] } = await store.listGroups({ IdentityStoreId });
    expect(Users.map((one) => one.UserName)).toEqual(['kim@example.com', 'lee@example.com']);
    expect(Groups.map((one) => one.DisplayName)).toEqual(['Administrators', 'Developers']);
    const ids = [...Users, ...Groups].map((one) => one.ExternalIds?.[0]);
    expect(new Set(ids.map((one) => one?.Id)).size).toBe(4);
    const [kim] = Users;
    const UniqueAttribute = { AttributePath: 'emails.value', AttributeValue: 'kim@example.com' };
    for (const AlternateIdentifier of [{ UniqueAttribute }, { ExternalId: { Issuer: '', Id: '', ...ids[0] } }]) {
      expect((await store.getUserId({ IdentityStoreId, AlternateIdentifier })).UserId).toBe(kim?.UserId);
    }
    const MemberId = { UserId: kim?.UserId ?? '' };
    const { GroupMemberships = [] } = await store.listGroupMembershipsForMember({ IdentityStoreId, MemberId });
    expect(GroupMemberships.map((one) => one.GroupId)).toEqual([Groups[0]?.GroupId]);
  });

  it('no-iam-rights: an assignment in the management account fails', async () => {
    const { newSet, newGroup, assign } = anInstance({ scenario: 'no-iam-rights' });
    const ended = await assign(await newSet('Admin'), await newGroup());
    expect([ended?.Status, ended?.FailureReason]).toEqual([
      'FAILED',
      expect.stringMatching(
        /^Received a 403 status error: Access denied by IAM\. .* is not authorized to perform: iam:CreateRole on resource: role AWSReservedSSO_Admin_/,
      ),
    ]);
  });

  it('read-only: every write is refused, and no read', async () => {
    const { aws, sso, InstanceArn, newSet } = anInstance({ scenario: 'read-only' });
    expect((await refused(newSet())).message).toContain('not authorized to perform: sso:CreatePermissionSet');
    expect((await sso.listPermissionSets({ InstanceArn })).PermissionSets).toEqual([]);
    for (const service of ['sso-admin', 'identitystore', 'organizations'] satisfies ServiceName[]) {
      for (const operation of Object.keys(models[service].operations)) {
        const answered = await post(aws, `${models[service].targetPrefix}.${operation}`, '{}');
        const { Message = '' } = JSON.parse(answered.body);
        const refusedFor = Message.includes(`:${operation} `) ? 'denied' : 'not denied';
        expect([operation, refusedFor]).toEqual([operation, kindOf(operation) === 'write' ? 'denied' : 'not denied']);
      }
    }
  });

  it('no-credentials: who has some anyway is let in', async () => {
    const { aws, sts } = anAws({ scenario: 'no-credentials' });
    expect(aws.world.trouble).toEqual({ credentials: 'none' });
    expect((await sts.getCallerIdentity({})).Account).toBe('111122223333');
  });

  it('expired-credentials, clock-wrong, no-network, proxy: no call gets through', async () => {
    const outcomes = { 'expired-credentials': 'ExpiredTokenException', 'clock-wrong': 'InvalidSignatureException' };
    for (const [scenario, name] of Object.entries(outcomes) as [keyof typeof outcomes, string][]) {
      expect((await refused(anAws({ scenario }).org.describeOrganization({}))).name).toBe(name);
    }
    expect((await refused(anAws({ scenario: 'no-network' }).org.describeOrganization({}))).code).toBe('ENOTFOUND');
    expect((await refused(anAws({ scenario: 'proxy' }).org.describeOrganization({}))).name).toBe('SyntaxError');
  });

  it('slow-down: some calls are throttled', async () => {
    const { aws, sso } = anAws({ scenario: 'slow-down' });
    for (let number = 0; number < 100; number++) await sso.listInstances({}).catch(() => {});
    const throttled = aws.calls.filter((call) => call.error === 'ThrottlingException').length;
    expect(throttled).toBeGreaterThan(15);
    expect(throttled).toBeLessThan(45);
    expect(aws.calls.filter((call) => call.error === undefined)).toHaveLength(100 - throttled);
  });

  it('alias-taken: lemonlogin is not to be had', () => {
    const { aws } = anAws({ scenario: 'alias-taken' });
    expect(() => aws.console.setAlias('lemonlogin')).toThrow('The alias lemonlogin is taken.');
    aws.console.setAlias('lemonlogin-2');
  });
});
