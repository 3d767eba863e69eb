import { describe, expect, it } from 'vitest';
import type { World } from '../../src/sandbox/index.ts';
import { administrator, anAws, anInstance, never, refused } from './helpers.ts';

const prod = '222233334444';

describe('permission sets', () => {
  it('S78 gives one hour', async () => {
    const { sso, InstanceArn } = anInstance();
    const { PermissionSet } = await sso.createPermissionSet({ InstanceArn, Name: 'Admin' });
    expect(PermissionSet).toMatchObject({ Name: 'Admin', SessionDuration: 'PT1H' });
    expect(PermissionSet?.PermissionSetArn).toMatch(
      /^arn:aws:sso:::permissionSet\/ssoins-[0-9a-f]{16}\/ps-[0-9a-f]{16}$/,
    );
  });

  it('S79 keeps sessions between one and twelve hours', async () => {
    const { sso, InstanceArn } = anInstance();
    const create = (SessionDuration: string) =>
      sso.createPermissionSet({ InstanceArn, Name: SessionDuration.replaceAll('.', '-'), SessionDuration });
    for (const good of ['PT1H', 'PT12H', 'PT60M', 'PT3600S', 'PT1H30M', 'PT720M']) await create(good);
    for (const bad of ['PT59M', 'PT12H1S', 'PT13H', 'P1D', 'P1M', 'PT0S']) {
      expect((await refused(create(bad))).name).toBe('ValidationException');
    }
    const [PermissionSetArn] = (await sso.listPermissionSets({ InstanceArn })).PermissionSets ?? [];
    const update = sso.updatePermissionSet({ InstanceArn, PermissionSetArn, SessionDuration: 'PT30M' });
    expect((await refused(update)).name).toBe('ValidationException');
  });

  it('S80 makes a name once', async () => {
    const { newSet } = anInstance();
    await newSet('Admin');
    const error = await refused(newSet('Admin'));
    expect([error.name, error.message]).toEqual(['ConflictException', 'PermissionSet with name Admin already exists.']);
  });

  it('S81 clears the relay state that an update leaves out', async () => {
    const { sso, InstanceArn, newSet } = anInstance();
    const PermissionSetArn = await newSet('Admin', { RelayState: 'https://x.example/', Description: 'All' });
    const described = async () => (await sso.describePermissionSet({ InstanceArn, PermissionSetArn })).PermissionSet;
    expect(await described()).toMatchObject({ RelayState: 'https://x.example/', Description: 'All' });
    await sso.updatePermissionSet({ InstanceArn, PermissionSetArn, SessionDuration: 'PT4H' });
    expect(await described()).toMatchObject({ SessionDuration: 'PT4H', Description: 'All' });
    expect(await described()).not.toHaveProperty('RelayState');
    await sso.updatePermissionSet({
      InstanceArn,
      PermissionSetArn,
      Description: 'Everything',
      RelayState: 'https://y.example/',
    });
    expect(await described()).toMatchObject({
      SessionDuration: 'PT4H',
      Description: 'Everything',
      RelayState: 'https://y.example/',
    });
  });

  it('S82 says what permission set it does not know', async () => {
    const { sso, InstanceArn } = anInstance();
    const PermissionSetArn = `${InstanceArn.replace('instance', 'permissionSet')}/ps-0123456789abcdef`;
    const error = await refused(sso.describePermissionSet({ InstanceArn, PermissionSetArn }));
    expect([error.name, error.message]).toEqual([
      'ResourceNotFoundException',
      'Could not find PermissionSet with id ps-0123456789abcdef',
    ]);
  });

  it('S83 deletes no permission set that is in use', async () => {
    const { clock, sso, InstanceArn, newSet, newGroup, assignment, assign, unassign } = anInstance();
    const [PermissionSetArn, group] = [await newSet(), await newGroup()];
    const remove = () => sso.deletePermissionSet({ InstanceArn, PermissionSetArn });
    await sso.createAccountAssignment(assignment(PermissionSetArn, group));
    expect((await refused(remove())).message).toMatch(/^Could not delete because/);
    await assign(PermissionSetArn, group);
    const error = await refused(remove());
    expect([error.name, error.message]).toEqual([
      'ConflictException',
      expect.stringMatching(/^Could not delete because/),
    ]);
    await unassign(PermissionSetArn, group);
    await clock.sleep(60_000);
    await remove();
    expect((await sso.listPermissionSets({ InstanceArn })).PermissionSets).toEqual([]);
  });

  it('S84 has 3,500 permission sets at most', async () => {
    const { aws, newSet } = anInstance();
    await newSet('First');
    const instance = aws.world.instances[0] ?? never();
    const [first = never()] = instance.permissionSets;
    const another = (number: number) => ({ ...first, arn: `${first.arn}${number}`, name: `Set${number}` });
    instance.permissionSets = Array.from({ length: 3500 }, (_, number) => another(number));
    expect((await refused(newSet('Last'))).name).toBe('ServiceQuotaExceededException');
  });

  it('S85 keeps a delegated administrator away from the management account', async () => {
    const { aws, org, InstanceArn, newSet, newGroup, assign } = anInstance();
    const [used, unused, group] = [await newSet('Used'), await newSet('Unused'), await newGroup()];
    await assign(used, group);
    await org.registerDelegatedAdministrator({ AccountId: prod, ServicePrincipal: 'sso.amazonaws.com' });
    const world: World = structuredClone(aws.world);
    world.account.id = prod;
    const delegated = anAws({ world });
    const attach = (PermissionSetArn: string) =>
      delegated.sso.attachManagedPolicyToPermissionSet({
        InstanceArn,
        PermissionSetArn,
        ManagedPolicyArn: administrator,
      });
    await attach(unused);
    expect((await refused(attach(used))).name).toBe('AccessDeniedException');
  });
});

describe('policies of a permission set', () => {
  it('S86 attaches AWS managed policies once', async () => {
    const { sso, InstanceArn, newSet } = anInstance();
    const PermissionSetArn = await newSet();
    const attach = (ManagedPolicyArn: string) =>
      sso.attachManagedPolicyToPermissionSet({ InstanceArn, PermissionSetArn, ManagedPolicyArn });
    await attach(administrator);
    await attach('arn:aws:iam::aws:policy/job-function/Billing');
    const listed = await sso.listManagedPoliciesInPermissionSet({ InstanceArn, PermissionSetArn });
    expect(listed.AttachedManagedPolicies).toEqual([
      { Name: 'AdministratorAccess', Arn: administrator },
      { Name: 'Billing', Arn: 'arn:aws:iam::aws:policy/job-function/Billing' },
    ]);
    const error = await refused(attach(administrator));
    expect([error.name, error.message]).toEqual([
      'ConflictException',
      `Permission set with id ${PermissionSetArn.split('/').at(-1)} already has a typed link attachment to a manged policy with arn ${administrator}`,
    ]);
  });

  it('S87 attaches 25 policies at most', async () => {
    const { sso, InstanceArn, newSet } = anInstance();
    const PermissionSetArn = await newSet();
    const CustomerManagedPolicyReference = { Name: 'Team' };
    const reference = { InstanceArn, PermissionSetArn, CustomerManagedPolicyReference };
    await sso.attachCustomerManagedPolicyReferenceToPermissionSet(reference);
    const attach = (number: number) => {
      const ManagedPolicyArn = `arn:aws:iam::aws:policy/Policy${number}`;
      return sso.attachManagedPolicyToPermissionSet({ InstanceArn, PermissionSetArn, ManagedPolicyArn });
    };
    for (let number = 2; number <= 25; number++) await attach(number);
    const error = await refused(attach(26));
    expect([error.name, error.message]).toEqual([
      'ServiceQuotaExceededException',
      expect.stringContaining('You have exceeded AWS SSO limits. Cannot create ManagedPolicy more than 25 for id ps-'),
    ]);
  });

  it('S88 detaches what is attached', async () => {
    const { sso, InstanceArn, newSet } = anInstance();
    const PermissionSetArn = await newSet();
    const policy = { InstanceArn, PermissionSetArn, ManagedPolicyArn: administrator };
    const reference = { InstanceArn, PermissionSetArn, CustomerManagedPolicyReference: { Name: 'Team' } };
    await sso.attachManagedPolicyToPermissionSet(policy);
    await sso.attachCustomerManagedPolicyReferenceToPermissionSet(reference);
    await sso.detachManagedPolicyFromPermissionSet(policy);
    await sso.detachCustomerManagedPolicyReferenceFromPermissionSet(reference);
    for (const call of [
      sso.detachManagedPolicyFromPermissionSet(policy),
      sso.detachCustomerManagedPolicyReferenceFromPermissionSet(reference),
    ]) {
      expect((await refused(call)).name).toBe('ResourceNotFoundException');
    }
  });

  it('S89 tells customer managed policies apart by name and path', async () => {
    const { sso, InstanceArn, newSet } = anInstance();
    const PermissionSetArn = await newSet();
    const attach = (CustomerManagedPolicyReference: { Name: string; Path?: string }) =>
      sso.attachCustomerManagedPolicyReferenceToPermissionSet({
        InstanceArn,
        PermissionSetArn,
        CustomerManagedPolicyReference,
      });
    await attach({ Name: 'Team' });
    await attach({ Name: 'Team', Path: '/a/' });
    expect((await refused(attach({ Name: 'Team', Path: '/' }))).name).toBe('ConflictException');
    const listed = await sso.listCustomerManagedPolicyReferencesInPermissionSet({ InstanceArn, PermissionSetArn });
    expect(listed.CustomerManagedPolicyReferences).toEqual([
      { Name: 'Team', Path: '/' },
      { Name: 'Team', Path: '/a/' },
    ]);
  });

  it('S90 takes inline policies that AWS would take', async () => {
    const { sso, InstanceArn, newSet } = anInstance();
    const PermissionSetArn = await newSet();
    const put = (InlinePolicy: string) =>
      sso.putInlinePolicyToPermissionSet({ InstanceArn, PermissionSetArn, InlinePolicy });
    await put(`{"a":"${'x'.repeat(10_240 - 8)}"}${' '.repeat(20_000)}`);
    expect((await refused(put(`{"a":"${'x'.repeat(10_240 - 7)}"}`))).name).toBe('ServiceQuotaExceededException');
    for (const bad of ['{', '[]', '"x"']) expect((await refused(put(bad))).name).toBe('ValidationException');
  });

  it('S91 tells no inline policy as an empty text', async () => {
    const { sso, InstanceArn, newSet } = anInstance();
    const PermissionSetArn = await newSet();
    const found = async () =>
      (await sso.getInlinePolicyForPermissionSet({ InstanceArn, PermissionSetArn })).InlinePolicy;
    expect(await found()).toBe('');
    await sso.putInlinePolicyToPermissionSet({ InstanceArn, PermissionSetArn, InlinePolicy: '{}' });
    expect(await found()).toBe('{}');
    await sso.deleteInlinePolicyFromPermissionSet({ InstanceArn, PermissionSetArn });
    expect(await found()).toBe('');
  });

  it('S92 has one kind of permissions boundary', async () => {
    const { sso, InstanceArn, newSet } = anInstance();
    const PermissionSetArn = await newSet();
    const set = { InstanceArn, PermissionSetArn };
    const CustomerManagedPolicyReference = { Name: 'Team' };
    expect((await refused(sso.getPermissionsBoundaryForPermissionSet(set))).name).toBe('ResourceNotFoundException');
    expect((await refused(sso.deletePermissionsBoundaryFromPermissionSet(set))).name).toBe('ResourceNotFoundException');
    for (const bad of [{}, { ManagedPolicyArn: administrator, CustomerManagedPolicyReference }]) {
      const put = sso.putPermissionsBoundaryToPermissionSet({ ...set, PermissionsBoundary: bad });
      expect((await refused(put)).name).toBe('ValidationException');
    }
    await sso.putPermissionsBoundaryToPermissionSet({
      ...set,
      PermissionsBoundary: { ManagedPolicyArn: administrator },
    });
    await sso.putPermissionsBoundaryToPermissionSet({
      ...set,
      PermissionsBoundary: { CustomerManagedPolicyReference },
    });
    const { PermissionsBoundary } = await sso.getPermissionsBoundaryForPermissionSet(set);
    expect(PermissionsBoundary).toEqual({ CustomerManagedPolicyReference: { Name: 'Team', Path: '/' } });
    await sso.deletePermissionsBoundaryFromPermissionSet(set);
  });
});
