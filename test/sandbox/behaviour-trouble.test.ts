import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../src/sandbox/index.ts';
import { virtualClock } from '../helpers/clock.ts';
import { administrator, anAws, anInstance, clients, post, refused } from './helpers.ts';

describe('Regions and permissions', () => {
  it('S24 refuses Regions that are not enabled', async () => {
    const { aws, sts, sso } = anAws({ region: 'ap-east-1' });
    expect((await refused(sso.listInstances({}))).name).toBe('UnrecognizedClientException');
    expect((await refused(sts.getCallerIdentity({}))).name).toBe('InvalidClientTokenId');
    const nowhere = clients(aws, 'xx-nowhere-9');
    expect((await refused(nowhere.sso.listInstances({}))).name).toBe('UnrecognizedClientException');
  });

  it('S25 knows the opt-in Regions that are enabled', async () => {
    const { sso, account } = anAws({ region: 'ap-east-1', behaviour: { enabledOptInRegions: ['ap-east-1'] } });
    expect((await sso.listInstances({})).Instances).toEqual([]);
    const { Regions } = await account.listRegions({ RegionOptStatusContains: ['ENABLED'] });
    expect(Regions).toEqual([{ RegionName: 'ap-east-1', RegionOptStatus: 'ENABLED' }]);
  });

  it('S26 denies Regions to the regional services only', async () => {
    const { sso, org, account } = anAws({ scenario: 'organization', behaviour: { denyRegions: ['us-east-1'] } });
    const error = await refused(sso.listInstances({}));
    expect([error.name, error.message]).toEqual([
      'AccessDeniedException',
      expect.stringContaining('with an explicit deny in a service control policy'),
    ]);
    expect((await org.listRoots({})).Roots).toHaveLength(1);
    expect((await account.listRegions({})).Regions).toHaveLength(34);
  });

  it('S27 denies actions', async () => {
    for (const deny of [
      ['sso:CreatePermissionSet'],
      ['sso:Create*'],
      (action: string) => action === 'sso:CreatePermissionSet',
    ]) {
      const { sso, InstanceArn } = anInstance({ behaviour: { deny } });
      const error = await refused(sso.createPermissionSet({ InstanceArn, Name: 'Admin' }));
      expect([error.name, error.message]).toEqual([
        'AccessDeniedException',
        'User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sso:CreatePermissionSet on resource: * ' +
          'because no identity-based policy allows the sso:CreatePermissionSet action',
      ]);
      expect((await sso.listPermissionSets({ InstanceArn })).PermissionSets).toEqual([]);
    }
    const { sts } = anAws({ behaviour: { deny: ['*:*', 'sts:GetCallerIdentity'] } });
    expect((await sts.getCallerIdentity({})).Account).toBe('111122223333');
  });
});

describe('time and consistency', () => {
  it('S28 takes its time, by the clock', async () => {
    const { clock, sts } = anAws({ behaviour: { latencyMs: 250 } });
    const before = clock.now();
    await sts.getCallerIdentity({});
    expect(clock.now()).toBe(before + 250);
  });

  it('S29 lets reads lag behind by time', async () => {
    const { clock, sso, InstanceArn, newSet } = anInstance({ behaviour: { lagMs: 1000 } });
    const arn = await newSet('Admin');
    expect((await refused(newSet('Admin'))).name).toBe('ConflictException');
    const listed = async () => (await sso.listPermissionSets({ InstanceArn })).PermissionSets;
    expect(await listed()).toEqual([]);
    await clock.sleep(999);
    expect(await listed()).toEqual([]);
    await clock.sleep(1);
    expect(await listed()).toEqual([arn]);
    const other = await newSet('Other');
    await clock.sleep(500);
    await sso.deletePermissionSet({ InstanceArn, PermissionSetArn: arn });
    expect(await listed()).toEqual([arn]);
    await clock.sleep(500);
    expect(await listed()).toEqual([arn, other]);
    await clock.sleep(500);
    expect(await listed()).toEqual([other]);
  });

  it('S30 lets the first reads of a service lag behind', async () => {
    const { sso, org, InstanceArn, newSet } = anInstance({ behaviour: { lagReads: 2 } });
    const arn = await newSet('Admin');
    const listed = async () => (await sso.listPermissionSets({ InstanceArn })).PermissionSets;
    expect((await org.listAccounts({})).Accounts).toHaveLength(4);
    expect([await listed(), await listed(), await listed()]).toEqual([[], [], [arn]]);
  });

  it('S31 refuses writes that come soon after another', async () => {
    const { sso, InstanceArn, newSet } = anInstance({ behaviour: { conflicts: 2 } });
    const PermissionSetArn = await newSet();
    const put = (InlinePolicy: string) =>
      sso.putInlinePolicyToPermissionSet({ InstanceArn, PermissionSetArn, InlinePolicy });
    await put('{}');
    expect((await refused(put('{"a":1}'))).name).toBe('ConflictException');
    expect((await refused(put('{"a":1}'))).name).toBe('ConflictException');
    await put('{"a":1}');
    const found = await sso.getInlinePolicyForPermissionSet({ InstanceArn, PermissionSetArn });
    expect(found.InlinePolicy).toBe('{"a":1}');
  });

  it('S32 never lets status polls lag', async () => {
    const { aws, newSet, newGroup, assign, rows } = anInstance({ behaviour: { lagMs: 5000 } });
    const [set, group] = [await newSet(), await newGroup()];
    expect((await assign(set, group))?.Status).toBe('SUCCEEDED');
    expect((await refused(rows(set))).name).toBe('ResourceNotFoundException');
    expect(aws.world.instances[0]?.assignments).toHaveLength(1);
  });
});

describe('rates and faults', () => {
  it('S33 gives sso-admin one budget', async () => {
    const { sso, InstanceArn } = anInstance({ behaviour: { ratePerSecond: 20 } });
    for (let number = 0; number < 10; number++) {
      await sso.listInstances({});
      await sso.listPermissionSets({ InstanceArn });
    }
    const error = await refused(sso.listInstances({}));
    expect([error.name, error.message]).toEqual(['ThrottlingException', 'Rate exceeded']);
  });

  it('S34 gives identitystore a budget per operation', async () => {
    const { store, IdentityStoreId } = anInstance({ behaviour: { ratePerSecond: 2 } });
    for (let number = 0; number < 2; number++) {
      await store.listUsers({ IdentityStoreId });
      await store.listGroups({ IdentityStoreId });
    }
    const error = await refused(store.listGroups({ IdentityStoreId }));
    expect([error.name, error.RetryAfterSeconds]).toEqual(['ThrottlingException', 1]);
  });

  it('S35 gives Organizations its own table', async () => {
    const { org } = anInstance({ behaviour: { ratePerSecond: 20 } });
    await org.describeOrganization({});
    await org.describeOrganization({});
    expect((await refused(org.describeOrganization({}))).name).toBe('TooManyRequestsException');
    for (let number = 0; number < 12; number++) await org.listAccounts({});
    expect((await refused(org.listAccounts({}))).name).toBe('TooManyRequestsException');
  });

  it('S36 fills budgets again', async () => {
    const { clock, store, IdentityStoreId } = anInstance({ behaviour: { ratePerSecond: 2 } });
    const list = () => store.listUsers({ IdentityStoreId });
    await list();
    await list();
    await clock.sleep(499);
    await refused(list());
    await clock.sleep(1);
    await list();
    await refused(list());
  });

  it('S37 refuses calls without carrying them out', async () => {
    const fault: Behaviour['fault'] = (call) =>
      call.write
        ? {
            kind: 'refuse',
            code: 'ConflictException',
            message: 'Later.',
            status: 409,
            reason: 'CONCURRENT_MODIFICATION',
          }
        : undefined;
    const { aws, newGroup } = anInstance({ behaviour: { fault } });
    const error = await refused(newGroup());
    expect([error.name, error.message, error.Reason]).toEqual([
      'ConflictException',
      'Later.',
      'CONCURRENT_MODIFICATION',
    ]);
    expect(error.$metadata?.httpStatusCode).toBe(409);
    expect(aws.world.instances[0]?.groups).toEqual([]);
  });

  it('S38 breaks the connection after carrying a call out', async () => {
    const { aws, newGroup } = anInstance({ behaviour: { fault: () => ({ kind: 'unanswered' }) } });
    const error = await refused(newGroup());
    expect([error.code, error.message]).toEqual(['ECONNRESET', 'socket hang up']);
    expect(aws.world.instances[0]?.groups).toHaveLength(1);
    expect((await refused(newGroup())).code).toBe('ECONNRESET');
    expect(aws.world.instances[0]?.groups).toHaveLength(1);
  });

  it('S39 breaks the connection before carrying a call out', async () => {
    const { aws, newGroup } = anInstance({ behaviour: { fault: () => ({ kind: 'unsent' }) } });
    expect((await refused(newGroup())).code).toBe('ECONNRESET');
    expect(aws.world.instances[0]?.groups).toEqual([]);
  });

  it('S40 answers a page of HTML', async () => {
    const { aws, newGroup } = anInstance({ behaviour: { fault: () => ({ kind: 'html', status: 502 }) } });
    expect((await refused(newGroup())).name).toBe('SyntaxError');
    expect(aws.world.instances[0]?.groups).toEqual([]);
    const answered = await post(aws, 'SWBExternalService.ListInstances', '{}');
    expect([answered.status, answered.headers['content-type']]).toEqual([502, 'text/html']);
  });

  it('S41 throttles every third call', async () => {
    const { sso } = anAws({ behaviour: { throttleEvery: 3 } });
    const outcomes: string[] = [];
    for (let number = 0; number < 6; number++) {
      outcomes.push(
        await sso.listInstances({}).then(
          () => 'ok',
          (error: Error) => error.name,
        ),
      );
    }
    expect(outcomes).toEqual(['ok', 'ok', 'ThrottlingException', 'ok', 'ok', 'ThrottlingException']);
  });

  it('S42 draws random faults from the seed', async () => {
    const outcomesOf = async (seed: number) => {
      const rates = { throttleRate: 0.2, errorRate: 0.2, unansweredRate: 0.2 };
      const { aws, store, IdentityStoreId } = anInstance({ behaviour: { seed, ...rates }, clock: virtualClock() });
      for (let number = 0; number < 60; number++) await store.listUsers({ IdentityStoreId }).catch(() => {});
      return aws.calls.map((call) => call.error ?? 'ok');
    };
    const outcomes = await outcomesOf(3);
    expect(new Set(outcomes)).toEqual(
      new Set(['ok', 'ThrottlingException', 'ServiceUnavailableException', 'ECONNRESET']),
    );
    expect(await outcomesOf(3)).toEqual(outcomes);
    expect(await outcomesOf(4)).not.toEqual(outcomes);
  });

  it('S43 keeps a log of the calls', async () => {
    const { aws, clock, sso, InstanceArn } = anInstance();
    const PermissionSetArn = 'arn:aws:sso:::permissionSet/ssoins-1111111111111111/ps-1111111111111111';
    await sso.listInstances({});
    await refused(
      sso.attachManagedPolicyToPermissionSet({ InstanceArn, PermissionSetArn, ManagedPolicyArn: administrator }),
    );
    const at = clock.now();
    const common = { service: 'sso-admin', region: 'us-east-1', at };
    expect(aws.calls).toEqual([
      { ...common, operation: 'ListInstances', input: {}, write: false },
      {
        ...common,
        operation: 'AttachManagedPolicyToPermissionSet',
        input: { InstanceArn, PermissionSetArn, ManagedPolicyArn: administrator },
        write: true,
        error: 'ResourceNotFoundException',
      },
    ]);
  });
});

describe('more faults', () => {
  it('S211 cuts answers short', async () => {
    for (const carriedOut of [true, false]) {
      const { aws, newGroup } = anInstance({ behaviour: { fault: () => ({ kind: 'truncated', carriedOut }) } });
      const error = await refused(newGroup());
      expect([error.name, error.$response?.statusCode]).toEqual(['SyntaxError', 200]);
      expect(aws.world.instances[0]?.groups).toHaveLength(carriedOut ? 1 : 0);
      expect(aws.calls[0]?.error).toBe('TRUNCATED');
    }
    const { aws, newGroup } = anInstance({
      behaviour: { deny: ['*:*'], fault: () => ({ kind: 'truncated', carriedOut: true }) },
    });
    expect((await refused(newGroup())).$response?.statusCode).toBe(400);
    expect(aws.calls[0]?.error).toBe('AccessDeniedException');
  });

  it('S212 takes one call for one from another time', async () => {
    const fault: Behaviour['fault'] = ({ index }) => (index === 0 ? { kind: 'clockOff', seconds: 3600 } : undefined);
    const { aws, clock, newGroup, sts } = anInstance({ behaviour: { fault } });
    const error = await refused(newGroup());
    expect([error.name, error.$response?.headers?.date]).toEqual([
      'InvalidSignatureException',
      new Date(clock.now() + 3_600_000).toUTCString(),
    ]);
    expect(aws.world.instances[0]?.groups).toEqual([]);
    expect((await sts.getCallerIdentity({})).Account).toBe('111122223333');
    const { oidc } = anAws({ behaviour: { fault } });
    expect((await oidc.registerClient({ clientName: 'x', clientType: 'public' })).clientId).toMatch(/./);
  });
});
