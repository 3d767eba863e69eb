import { describe, expect, it } from 'vitest';
import type { World } from '../../src/sandbox/index.ts';
import { anAws, anInstance, clients, refused } from './helpers.ts';

const prod = '222233334444';
const unknownInstance = 'arn:aws:sso:::instance/ssoins-0000000000000000';

describe('instances', () => {
  it('S66 lists instances in their home Region only', async () => {
    const { aws, sso } = anAws({ scenario: 'instance-elsewhere' });
    expect((await sso.listInstances({})).Instances).toEqual([]);
    const there = await clients(aws, 'eu-west-1').sso.listInstances({});
    expect(there.Instances).toMatchObject([
      { Status: 'ACTIVE', PrimaryRegion: 'eu-west-1', OwnerAccountId: '111122223333' },
    ]);
  });

  it('S67 shows the organization instance to member accounts, no more', async () => {
    const { sso } = anAws({ scenario: 'member-account' });
    const [instance] = (await sso.listInstances({})).Instances ?? [];
    expect(instance?.OwnerAccountId).toBe('111122223333');
    const described = sso.describeInstance({ InstanceArn: instance?.InstanceArn });
    expect((await refused(described)).name).toBe('AccessDeniedException');
  });

  it('S68 denies instances that it does not know', async () => {
    const { aws, InstanceArn, sso } = anInstance();
    expect((await refused(sso.describeInstance({ InstanceArn: unknownInstance }))).name).toBe('AccessDeniedException');
    const other = clients(aws, 'eu-west-1').sso.describeInstance({ InstanceArn });
    expect((await refused(other)).name).toBe('AccessDeniedException');
    const listed = sso.listPermissionSets({ InstanceArn: unknownInstance });
    expect((await refused(listed)).name).toBe('ResourceNotFoundException');
  });

  it('S69 tells whether permission sets are enabled', async () => {
    const { sso, InstanceArn } = anInstance({ scenario: 'permission-sets-off' });
    expect((await sso.describeInstance({ InstanceArn })).PermissionSetsEnabled).toBe(false);
    expect((await sso.listInstances({})).Instances?.[0]).not.toHaveProperty('PermissionSetsEnabled');
    const on = anInstance();
    expect((await on.sso.describeInstance({ InstanceArn: on.InstanceArn })).PermissionSetsEnabled).toBe(true);
  });

  it('S70 works on an instance only when it is made', async () => {
    const { aws, clock, sso, store } = anAws({ scenario: 'organization' });
    aws.console.enableInstanceSoon('us-east-1', 1000);
    await clock.sleep(500);
    const [instance] = (await sso.listInstances({})).Instances ?? [];
    const InstanceArn = instance?.InstanceArn ?? '';
    expect(instance?.Status).toBe('CREATE_IN_PROGRESS');
    expect((await sso.describeInstance({ InstanceArn })).Status).toBe('CREATE_IN_PROGRESS');
    expect((await refused(sso.listPermissionSets({ InstanceArn }))).name).toBe('ValidationException');
    const users = store.listUsers({ IdentityStoreId: instance?.IdentityStoreId });
    expect((await refused(users)).name).toBe('ResourceNotFoundException');
    await clock.sleep(500);
    expect((await sso.listPermissionSets({ InstanceArn })).PermissionSets).toEqual([]);
  });

  it('S71 makes no instance for the management account', async () => {
    const error = await refused(anAws({ scenario: 'organization' }).sso.createInstance({}));
    expect([error.name, error.message]).toEqual([
      'AccessDeniedException',
      'Organization management account is not allowed to perform the operation.',
    ]);
  });

  it('S72 makes one account instance', async () => {
    const { aws, sso } = anAws();
    const { InstanceArn } = await sso.createInstance({ Name: 'apps' });
    expect((await sso.listInstances({})).Instances).toMatchObject([{ InstanceArn, Name: 'apps', Status: 'ACTIVE' }]);
    const second = clients(aws, 'eu-west-1').sso.createInstance({});
    expect((await refused(second)).name).toBe('ServiceQuotaExceededException');
    const member = anAws({ scenario: 'member-account' });
    await member.sso.createInstance({});
    expect((await member.sso.listInstances({})).Instances).toHaveLength(2);
  });

  it('S73 knows its client tokens', async () => {
    const { sso } = anAws();
    const first = await sso.createInstance({ Name: 'apps', ClientToken: 'token' });
    const again = await sso.createInstance({ Name: 'apps', ClientToken: 'token' });
    expect(again.InstanceArn).toBe(first.InstanceArn);
    const other = await refused(sso.createInstance({ Name: 'other', ClientToken: 'token' }));
    expect(other.name).toBe('IdempotentParameterMismatch');
  });

  it('S74 has permission sets in organization instances only, and only switched on', async () => {
    for (const scenario of ['account-instance', 'permission-sets-off'] as const) {
      const { sso, InstanceArn } = anInstance({ scenario });
      for (const call of [
        sso.listPermissionSets({ InstanceArn }),
        sso.createPermissionSet({ InstanceArn, Name: 'Admin' }),
      ]) {
        expect((await refused(call)).name).toBe('ValidationException');
      }
    }
  });

  it('S75 switches permission sets on, never off', async () => {
    const { sso, InstanceArn } = anInstance({ scenario: 'permission-sets-off' });
    const EncryptionConfiguration = { KeyType: 'AWS_OWNED_KMS_KEY' } as const;
    const both = sso.updateInstance({ InstanceArn, PermissionSetsEnabled: true, EncryptionConfiguration });
    expect((await refused(both)).name).toBe('ValidationException');
    await sso.updateInstance({ InstanceArn, PermissionSetsEnabled: true, Name: 'acme' });
    expect(await sso.describeInstance({ InstanceArn })).toMatchObject({ PermissionSetsEnabled: true, Name: 'acme' });
    const off = sso.updateInstance({ InstanceArn, PermissionSetsEnabled: false });
    expect((await refused(off)).name).toBe('ValidationException');
  });

  it('S76 deletes an instance for its owner', async () => {
    const { aws, sso, org, InstanceArn, newSet } = anInstance();
    await newSet();
    await org.registerDelegatedAdministrator({ AccountId: prod, ServicePrincipal: 'sso.amazonaws.com' });
    const world: World = structuredClone(aws.world);
    world.account.id = prod;
    const delegated = anAws({ world });
    expect((await refused(delegated.sso.deleteInstance({ InstanceArn }))).name).toBe('AccessDeniedException');
    await sso.deleteInstance({ InstanceArn });
    expect(aws.world.instances).toEqual([]);
    expect((await refused(sso.describeInstance({ InstanceArn }))).name).toBe('AccessDeniedException');
  });

  it('S77 tells the home Region as primary', async () => {
    const { sso, InstanceArn } = anInstance();
    expect((await sso.listRegions({ InstanceArn })).Regions).toMatchObject([
      { RegionName: 'us-east-1', Status: 'ACTIVE', IsPrimaryRegion: true },
    ]);
  });
});
