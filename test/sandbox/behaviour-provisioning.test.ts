import { describe, expect, it } from 'vitest';
import { administrator, anInstance, never, refused } from './helpers.ts';

const prod = '222233334444';
const dev = '333344445555';

/** A permission set that is assigned in two accounts. */
async function anAssignedSet() {
  const made = anInstance();
  const { sso, InstanceArn } = made;
  const [PermissionSetArn, group] = [await made.newSet(), await made.newGroup()];
  await made.assign(PermissionSetArn, group, prod);
  await made.assign(PermissionSetArn, group, dev);
  const set = { InstanceArn, PermissionSetArn };
  const attach = (ManagedPolicyArn = administrator) =>
    sso.attachManagedPolicyToPermissionSet({ ...set, ManagedPolicyArn });
  const outdated = async () => {
    const ProvisioningStatus = 'LATEST_PERMISSION_SET_NOT_PROVISIONED' as const;
    return (await sso.listAccountsForProvisionedPermissionSet({ ...set, ProvisioningStatus })).AccountIds;
  };
  const start = async (TargetId?: string) => {
    const TargetType = TargetId === undefined ? ('ALL_PROVISIONED_ACCOUNTS' as const) : ('AWS_ACCOUNT' as const);
    const started = await sso.provisionPermissionSet({ ...set, TargetId, TargetType });
    return started.PermissionSetProvisioningStatus?.RequestId ?? '';
  };
  const finished = async (ProvisionPermissionSetRequestId: string) => {
    for (;;) {
      const asked = { InstanceArn, ProvisionPermissionSetRequestId };
      const { PermissionSetProvisioningStatus: last } = await sso.describePermissionSetProvisioningStatus(asked);
      if (last?.Status !== 'IN_PROGRESS') return last;
    }
  };
  return { ...made, set, group, attach, outdated, start, finished };
}

describe('provisioning', () => {
  it('S111 brings the latest version with an assignment', async () => {
    const { attach, outdated, assign, newGroup, set } = await anAssignedSet();
    expect(await outdated()).toEqual([]);
    await attach();
    await assign(set.PermissionSetArn, await newGroup('Others'), prod);
    expect(await outdated()).toEqual([dev]);
  });

  it('S112 makes accounts outdated until they are provisioned', async () => {
    const { sso, InstanceArn, set, attach, outdated, start, finished } = await anAssignedSet();
    await attach();
    expect(await outdated()).toEqual([prod, dev]);
    const ProvisioningStatus = 'LATEST_PERMISSION_SET_NOT_PROVISIONED' as const;
    const inDev = await sso.listPermissionSetsProvisionedToAccount({ InstanceArn, AccountId: dev, ProvisioningStatus });
    expect(inDev.PermissionSets).toEqual([set.PermissionSetArn]);
    expect(await finished(await start(prod))).toMatchObject({ Status: 'SUCCEEDED', AccountId: prod });
    expect(await outdated()).toEqual([dev]);
    const id = await start();
    expect(await outdated()).toEqual([dev]);
    expect((await finished(id))?.Status).toBe('SUCCEEDED');
    expect(await outdated()).toEqual([]);
    const listed = await sso.listPermissionSetProvisioningStatus({ InstanceArn });
    expect(listed.PermissionSetsProvisioningStatus?.map((one) => one.RequestId)).toContain(id);
  });

  it('S113 leaves out what changes meanwhile', async () => {
    const { attach, outdated, start, finished } = await anAssignedSet();
    await attach();
    const id = await start();
    await attach('arn:aws:iam::aws:policy/ReadOnlyAccess');
    expect((await finished(id))?.Status).toBe('SUCCEEDED');
    expect(await outdated()).toEqual([prod, dev]);
  });

  it('S114 accepts that there is no account to provision', async () => {
    const { sso, InstanceArn, newSet, finished } = await anAssignedSet();
    const PermissionSetArn = await newSet('Unused');
    const TargetType = 'ALL_PROVISIONED_ACCOUNTS' as const;
    const started = await sso.provisionPermissionSet({ InstanceArn, PermissionSetArn, TargetType });
    const ended = await finished(started.PermissionSetProvisioningStatus?.RequestId ?? '');
    expect(ended?.Status).toBe('SUCCEEDED');
  });

  it('S115 provisions one account by name', async () => {
    const { sso, InstanceArn, management, newSet, finished } = await anAssignedSet();
    const PermissionSetArn = await newSet('Other');
    const one = { InstanceArn, PermissionSetArn, TargetType: 'AWS_ACCOUNT' as const };
    expect((await refused(sso.provisionPermissionSet(one))).name).toBe('ValidationException');
    const both = { ...one, TargetType: 'ALL_PROVISIONED_ACCOUNTS' as const, TargetId: prod };
    expect((await refused(sso.provisionPermissionSet(both))).name).toBe('ValidationException');
    const stranger = sso.provisionPermissionSet({ ...one, TargetId: '999999999999' });
    expect((await refused(stranger)).name).toBe('ResourceNotFoundException');
    const started = await sso.provisionPermissionSet({ ...one, TargetId: management });
    await finished(started.PermissionSetProvisioningStatus?.RequestId ?? '');
    const found = await sso.listAccountsForProvisionedPermissionSet({ InstanceArn, PermissionSetArn });
    expect(found.AccountIds).toEqual([management]);
  });

  it('S116 provisions three at a time', async () => {
    const { start } = await anAssignedSet();
    await start(prod);
    await start(dev);
    await start();
    const error = await refused(start());
    expect([error.name, error.message]).toEqual([
      'ThrottlingException',
      'There are too many requests processing. Please try again later.',
    ]);
  });

  it('S117 leaves an empty list out', async () => {
    const { sso, InstanceArn, management } = await anAssignedSet();
    const found = await sso.listPermissionSetsProvisionedToAccount({ InstanceArn, AccountId: management });
    expect(found).not.toHaveProperty('PermissionSets');
    expect(
      (await sso.listPermissionSetsProvisionedToAccount({ InstanceArn, AccountId: prod })).PermissionSets,
    ).toHaveLength(1);
  });
});

describe('tags', () => {
  it('S118 belong to instances and permission sets', async () => {
    const { sso, InstanceArn, set, outdated } = await anAssignedSet();
    for (const ResourceArn of [InstanceArn, set.PermissionSetArn]) {
      await sso.tagResource({
        InstanceArn,
        ResourceArn,
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: '__proto__', Value: '2' },
        ],
      });
      await sso.tagResource({ ResourceArn, Tags: [{ Key: 'a', Value: '3' }] });
      await sso.untagResource({ ResourceArn, TagKeys: ['nothing'] });
      const { Tags = [] } = await sso.listTagsForResource({ InstanceArn, ResourceArn });
      expect(Tags.map((tag) => `${tag.Key}=${tag.Value}`).sort()).toEqual(['__proto__=2', 'a=3']);
      await sso.untagResource({ ResourceArn, TagKeys: ['a', '__proto__'] });
      expect((await sso.listTagsForResource({ ResourceArn })).Tags).toEqual([]);
    }
    expect(await outdated()).toEqual([]);
    const elsewhere = `${set.PermissionSetArn.slice(0, -4)}0000`;
    expect((await refused(sso.listTagsForResource({ ResourceArn: elsewhere }))).name).toBe('ResourceNotFoundException');
  });

  it('S119 are 75 at most, each key once', async () => {
    const { aws, sso, InstanceArn } = anInstance();
    const many = Array.from({ length: 75 }, (_, number) => ({ Key: `key${number}`, Value: '' }));
    await sso.tagResource({ ResourceArn: InstanceArn, Tags: many });
    const more = sso.tagResource({ ResourceArn: InstanceArn, Tags: [{ Key: 'more', Value: '' }] });
    expect((await refused(more)).name).toBe('ServiceQuotaExceededException');
    const twice = [many[0] ?? never(), many[0] ?? never()];
    expect((await refused(sso.tagResource({ ResourceArn: InstanceArn, Tags: twice }))).name).toBe(
      'ValidationException',
    );
    expect(aws.world.instances[0]?.tags).toHaveLength(75);
  });
});
