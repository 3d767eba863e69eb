import { describe, expect, it } from 'vitest';
import { sdkRequestHandler } from '../../src/sandbox/request-handler.ts';
import { anAws, anInstance, never, post, refused } from './helpers.ts';

const xml = { 'content-type': 'application/x-www-form-urlencoded' };
const form = 'Action=GetCallerIdentity&Version=2011-06-15';

describe('the wire', () => {
  it('S1 finds a JSON service by its target, on any path', async () => {
    const { aws } = anAws();
    const answered = await post(aws, 'SWBExternalService.ListInstances', '{}', { path: '/some/where' });
    expect(JSON.parse(answered.body)).toEqual({ Instances: [] });
  });

  it('S2 refuses operations that are not simulated', async () => {
    const { aws, org } = anAws();
    const targets = [
      'SWBExternalService.CreateApplication',
      'AWSIdentityStore.constructor',
      'Nobody.Nothing',
      undefined,
    ];
    for (const target of targets) {
      const answered = await post(aws, target, '{}');
      expect([answered.status, JSON.parse(answered.body).__type]).toEqual([400, 'UnknownOperationException']);
    }
    expect((await refused(org.listHandshakesForAccount({}))).name).toBe('UnknownOperationException');
  });

  it('S3 refuses a body that is not a JSON object', async () => {
    const { aws } = anAws();
    for (const body of ['{', '[]', '"x"', '1']) {
      const answered = await post(aws, 'SWBExternalService.ListInstances', body);
      expect([answered.status, JSON.parse(answered.body).__type]).toEqual([400, 'SerializationException']);
    }
  });

  it('S4 asks for a signature, whatever it is', async () => {
    const { aws } = anAws();
    const unsigned = await post(aws, 'SWBExternalService.ListInstances', '{}', {
      headers: { authorization: undefined },
    });
    expect(JSON.parse(unsigned.body).__type).toBe('MissingAuthenticationTokenException');
    expect((await post(aws, 'SWBExternalService.ListInstances', '{}')).status).toBe(200);
  });

  it('S5 gives errors as AWS does', async () => {
    const { aws, sso } = anAws();
    const answered = await post(aws, 'SWBExternalService.DescribeInstance', '{}');
    const { __type, Message } = JSON.parse(answered.body);
    expect(answered.status).toBe(400);
    expect(answered.headers['x-amzn-errortype']).toBe('ValidationException');
    expect([__type, Message]).toEqual(['ValidationException', expect.stringMatching(/^1 validation error detected: /)]);
    const error = await refused(sso.describeInstance({ InstanceArn: undefined }));
    expect([error.name, error.message]).toEqual([__type, Message]);
  });

  it('S6 gives request ids, the same for the same seed', async () => {
    const idsOf = async (seed: number) => {
      const { sts, sso } = anAws({ behaviour: { seed } });
      const good = (await sts.getCallerIdentity({})).$metadata.requestId;
      const bad = (await refused(sso.describeInstance({ InstanceArn: 'x' }))).$metadata?.requestId;
      return [good, bad];
    };
    const ids = await idsOf(7);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(2);
    expect(await idsOf(7)).toEqual(ids);
    expect(await idsOf(8)).not.toEqual(ids);
  });

  it('S7 gives timestamps as epoch seconds', async () => {
    const { aws, clock, sso, InstanceArn } = anInstance();
    const body = JSON.stringify({ InstanceArn, Name: 'Admin' });
    const answered = await post(aws, 'SWBExternalService.CreatePermissionSet', body);
    expect(JSON.parse(answered.body).PermissionSet.CreatedDate).toBe(clock.now() / 1000);
    const { Instances } = await sso.listInstances({});
    expect(Instances?.[0]?.CreatedDate).toBeInstanceOf(Date);
  });

  it('S8 answers GetCallerIdentity in XML, to POST and GET', async () => {
    const { aws } = anAws();
    const posted = await post(aws, undefined, form, { headers: xml });
    expect(posted.headers['content-type']).toBe('text/xml');
    expect(posted.body).toContain('<Arn>arn:aws:iam::111122223333:user/admin</Arn>');
    const got = await post(aws, undefined, '', { method: 'GET', path: `/?${form}`, headers: { 'content-type': '' } });
    expect([got.status, got.body]).toEqual([200, expect.stringContaining('<Account>111122223333</Account>')]);
  });

  it('S9 gives errors of STS in XML', async () => {
    const { aws, sts } = anAws({ region: 'ap-east-1' });
    const error = await refused(sts.getCallerIdentity({}));
    expect([error.name, error.$metadata?.httpStatusCode]).toEqual(['InvalidClientTokenId', 403]);
    const unknown = await post(aws, undefined, 'Action=AssumeRole&Version=2011-06-15', { headers: xml });
    expect(unknown.body).toMatch(/^<ErrorResponse .*<Code>InvalidAction<\/Code>/);
  });

  it('S10 finds Account Management by its path', async () => {
    const { aws, account } = anAws();
    const answered = await post(aws, undefined, '{}', { path: '/prefix/listRegions' });
    expect(JSON.parse(answered.body).Regions).toHaveLength(34);
    const error = await refused(account.getPrimaryEmail({ AccountId: '999999999999' }));
    expect([error.name, error.$metadata?.httpStatusCode]).toEqual(['AccessDeniedException', 403]);
  });

  it('S11 answers Free Tier in JSON 1.0 and 1.1', async () => {
    const { aws } = anAws();
    for (const type of ['application/x-amz-json-1.0', 'application/x-amz-json-1.1']) {
      const headers = { 'content-type': type };
      const answered = await post(aws, 'AWSFreeTierService.GetAccountPlanState', '{}', { headers });
      expect([answered.status, answered.headers['content-type']]).toEqual([200, type]);
    }
  });

  it('S12 takes bodies as text and as bytes', async () => {
    const bodies: string[] = [];
    const handler = sdkRequestHandler(async (request) => {
      bodies.push(request.body);
      return { status: 200, headers: {}, body: '' };
    });
    for (const body of ['{"a":"é"}', new TextEncoder().encode('{"a":"é"}'), undefined]) {
      await handler.handle({ method: 'POST', path: '/', headers: {}, body });
    }
    expect(bodies).toEqual(['{"a":"é"}', '{"a":"é"}', '']);
  });

  it('S13 takes null for left out', async () => {
    const { aws } = anAws();
    const answered = await post(aws, 'SWBExternalService.ListInstances', '{"MaxResults":null}');
    expect(answered.status).toBe(200);
    const missing = await post(aws, 'SWBExternalService.DescribeInstance', '{"InstanceArn":null}');
    expect(JSON.parse(missing.body).Message).toContain('Member must not be null');
  });
});

describe('input', () => {
  it('S14 tells all broken constraints at once', async () => {
    const { sso } = anAws();
    const error = await refused(sso.listPermissionSets({ InstanceArn: 'arn:aws:iam::x', MaxResults: 101 }));
    expect(error.message).toMatch(
      /^2 validation errors detected: Value 'arn:aws:iam::x' at 'instanceArn' failed .*; .*/,
    );
  });

  it('S15 tells missing members as AWS does', async () => {
    const { sso } = anAws();
    const error = await refused(sso.describeInstance({ InstanceArn: undefined }));
    expect(error.message).toBe(
      "1 validation error detected: Value null at 'instanceArn' failed to satisfy constraint: Member must not be null",
    );
  });

  it('S16 never repeats sensitive values', async () => {
    const { store, IdentityStoreId } = anInstance();
    const error = await refused(store.createUser({ IdentityStoreId, UserName: 'secret name' }));
    expect(error.message).toContain("Value at 'userName' failed to satisfy constraint");
    expect(error.message).not.toContain('secret name');
  });

  it('S17 matches whole texts and counts characters', async () => {
    const { sso, store, InstanceArn, IdentityStoreId, newGroup } = anInstance();
    const error = await refused(sso.createPermissionSet({ InstanceArn, Name: 'Admin!' }));
    expect(error.message).toContain('regular expression pattern');
    await newGroup('😀'.repeat(1024));
    const tooLong = store.createGroup({ IdentityStoreId, DisplayName: '😀'.repeat(1025) });
    expect((await refused(tooLong)).message).toContain('length less than or equal to 1024');
  });

  it('S18 changes nothing when it refuses', async () => {
    const { aws, store, IdentityStoreId, newUser } = anInstance();
    const UserId = await newUser();
    const before = structuredClone(aws.world);
    const Operations = [
      { AttributePath: 'displayName', AttributeValue: 'Other' },
      { AttributePath: 'nothing', AttributeValue: 'x' },
    ];
    expect((await refused(store.updateUser({ IdentityStoreId, UserId, Operations }))).name).toBe('ValidationException');
    expect(aws.world).toEqual(before);
  });
});

describe('lists', () => {
  it('S19 keeps to the maxima of the services', async () => {
    const { aws, sso, org, account, InstanceArn, newSet } = anInstance();
    const first = await newSet('First');
    const [instance] = aws.world.instances;
    const { organization } = aws.world;
    if (instance === undefined || organization === null) throw new Error('The scenario has both.');
    const hundred = Array.from({ length: 100 }, (_, index) => String(100 + index));
    const [set, member] = [instance.permissionSets[0] ?? never(), organization.accounts[0] ?? never()];
    const sets = hundred.map((number) => ({ ...set, arn: `${first.slice(0, -3)}${number}` }));
    instance.permissionSets = [set, ...sets];
    organization.accounts = [
      ...organization.accounts,
      ...hundred.map((number) => ({ ...member, id: `100000000${number}` })),
    ];
    aws.world.instances.push(
      ...hundred.map((number) => ({ ...instance, arn: `${instance.arn.slice(0, -3)}${number}` })),
    );
    expect((await sso.listInstances({})).Instances).toHaveLength(10);
    expect((await org.listAccounts({})).Accounts).toHaveLength(20);
    const listed = await sso.listPermissionSets({ InstanceArn });
    expect([listed.PermissionSets?.length, typeof listed.NextToken]).toEqual([100, 'string']);
    expect((await refused(account.listRegions({ MaxResults: 51 }))).message).toContain('less than or equal to 50');
  });

  it('S20 pages through the whole list, each item once', async () => {
    const { sso, InstanceArn, newSet } = anInstance({ behaviour: { pageSize: 3 } });
    const made: string[] = [];
    for (let number = 0; number < 7; number++) made.push(await newSet(`Set${number}`));
    for (const [MaxResults, sizes] of [
      [100, [3, 3, 1]],
      [2, [2, 2, 2, 1]],
    ] as const) {
      const pages: string[][] = [];
      let NextToken: string | undefined;
      do {
        const listed = await sso.listPermissionSets({ InstanceArn, MaxResults, NextToken });
        pages.push(listed.PermissionSets ?? []);
        NextToken = listed.NextToken;
      } while (NextToken !== undefined);
      expect(pages.map((page) => page.length)).toEqual(sizes);
      expect(pages.flat()).toEqual(made);
    }
  });

  it('S21 begins lists with an empty page when asked to', async () => {
    const { org, sso } = anInstance({ behaviour: { emptyPages: true } });
    const { Accounts, NextToken } = await org.listAccounts({});
    expect(Accounts).toEqual([]);
    expect((await org.listAccounts({ NextToken })).Accounts).toHaveLength(4);
    const none = await sso.listInstances({});
    expect((await sso.listInstances({ NextToken: none.NextToken })).Instances).toHaveLength(1);
  });

  it('S22 refuses tokens that it did not give for this list', async () => {
    const { org, sso, store, InstanceArn, IdentityStoreId } = anInstance({ behaviour: { pageSize: 1 } });
    const { NextToken } = await org.listAccounts({});
    const other = await refused(org.listRoots({ NextToken }));
    expect([other.name, other.Reason]).toEqual(['InvalidInputException', 'INVALID_NEXT_TOKEN']);
    expect((await refused(sso.listPermissionSets({ InstanceArn, NextToken }))).name).toBe('ValidationException');
    expect((await refused(store.listUsers({ IdentityStoreId, NextToken: 'abc' }))).name).toBe('ValidationException');
  });

  it('S23 skips nothing when listed items are deleted', async () => {
    const { sso, InstanceArn, newSet } = anInstance({ behaviour: { pageSize: 2 } });
    const made: string[] = [];
    for (let number = 0; number < 5; number++) made.push(await newSet(`Set${number}`));
    const seen: string[] = [];
    let NextToken: string | undefined;
    do {
      const listed = await sso.listPermissionSets({ InstanceArn, NextToken });
      for (const PermissionSetArn of listed.PermissionSets ?? []) {
        seen.push(PermissionSetArn);
        await sso.deletePermissionSet({ InstanceArn, PermissionSetArn });
      }
      NextToken = listed.NextToken;
    } while (NextToken !== undefined);
    expect(seen).toEqual(made);
  });
});
