import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STS } from '@aws-sdk/client-sts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openWorld, saveWorld, scenarios, serve, simulatedAws, type World } from '../../src/sandbox/index.ts';
import { clients, never, post, refused, requestFor } from './helpers.ts';
import { accountScope, aPerson, codeIn, prod } from './signing-in.ts';

const hour = 3_600_000;

/** kim with a token, and what she can ask for with it. */
async function aVisitor(options: Parameters<typeof aPerson>[0] = {}) {
  const made = await aPerson(options);
  const { client, accessToken, refreshToken } = await made.signedIn();
  const roleOf = (accountId = made.management, roleName = 'Admin', by = made.portal) =>
    by.getRoleCredentials({ accessToken, accountId, roleName });
  /** STS and all else, as the role. */
  const asRole = async (accountId?: string, roleName?: string) => {
    const { roleCredentials } = await roleOf(accountId, roleName);
    const { accessKeyId = never(), secretAccessKey = never(), sessionToken = never() } = roleCredentials ?? {};
    const credentials = { accessKeyId, secretAccessKey, sessionToken };
    const requestHandler = made.aws.requestHandler();
    return new STS({ region: 'us-east-1', credentials, requestHandler, maxAttempts: 1 });
  };
  return { ...made, client, accessToken, refreshToken, roleOf, asRole };
}

function withTrouble(trouble: World['trouble'] & object) {
  return simulatedAws({ world: { ...scenarios.enabled(), trouble } });
}

describe('a person at the portal', () => {
  it('S191 has to have a password', async () => {
    const { aws, startUrl, newUser, begin, withCodes } = await aPerson();
    await newUser('Lee@example.com', 'lee@example.com');
    await newUser('park');
    expect(aws.portal.signIn(startUrl, 'KIM')).toBe('kim');
    const { userCode } = await begin();
    const { query } = await withCodes();
    for (const attempt of [
      () => aws.portal.signIn(startUrl, 'lee@example.com'),
      () => aws.portal.approveDevice(userCode, 'lee@example.com'),
      () => aws.portal.authorize(query, 'lee@example.com'),
    ]) {
      expect(attempt).toThrow(/Lee@example.com has no password.*Reset password.*Send email OTP/);
    }
    aws.console.setSendEmailOtp(true);
    expect(aws.portal.signIn(`${startUrl}/#/`, 'lee@example.com')).toBe('Lee@example.com');
    expect(() => aws.portal.signIn(startUrl, 'park')).toThrow('no e-mail address');
    expect(() => aws.portal.signIn(startUrl, 'nobody')).toThrow('There is no user nobody.');
    expect(() => aws.portal.signIn('https://nobody.awsapps.com/start', 'kim')).toThrow('There is no portal');
    aws.portal.approveDevice(userCode, 'lee@example.com');
    expect(codeIn(aws.portal.authorize(query, 'lee@example.com'))).toMatch(/./);
  });

  it('S192 answers a device code once', async () => {
    const { aws, startUrl, begin } = await aPerson();
    const { userCode } = await begin();
    const shown = { clientName: 'sso-setup', startUrl, region: 'us-east-1', userCode, state: 'pending' };
    for (const typed of [
      userCode,
      userCode.toLowerCase(),
      userCode.replace('-', ''),
      ` ${userCode.replace('-', ' ')} `,
    ]) {
      expect(aws.portal.device(typed)).toEqual(shown);
    }
    expect(aws.portal.device('BBBB-BBBB')).toBeUndefined();
    expect(() => aws.portal.denyDevice('BBBB-BBBB')).toThrow('There is no code');
    expect(() => aws.portal.approveDevice(userCode, 'nobody')).toThrow('There is no user');
    aws.console.setAlias('acme');
    aws.portal.denyDevice(userCode.toLowerCase());
    expect(aws.portal.device(userCode)).toEqual({
      ...shown,
      startUrl: 'https://acme.awsapps.com/start',
      state: 'denied',
    });
    expect(() => aws.portal.approveDevice(userCode, 'kim')).toThrow('answered already');
    const other = await begin();
    expect(other.userCode).not.toBe(userCode);
    aws.portal.approveDevice(other.userCode, 'kim');
    expect(aws.portal.device(other.userCode)?.state).toBe('approved');
    expect(() => aws.portal.denyDevice(other.userCode)).toThrow('answered already');
  });

  it('S193 lists accounts, and knows somebody', async () => {
    const { aws, startUrl, set, group, newUser, newSet, assign, begin } = await aPerson();
    await assign(set, group, prod);
    await assign(await newSet('ReadOnly'), group, prod);
    expect(aws.portal.accounts(startUrl, 'KIM')).toEqual([
      { id: '111122223333', name: 'acme', email: 'aws@acme.example', roles: ['Admin'] },
      { id: prod, name: 'prod', email: 'aws+prod@acme.example', roles: ['Admin', 'ReadOnly'] },
    ]);
    await newUser('Lee');
    expect(aws.portal.accounts(startUrl, 'lee')).toEqual([]);
    expect(() => aws.portal.accounts(startUrl, 'nobody')).toThrow('There is no user');
    expect(['lee', 'nobody', undefined].map((name) => aws.portal.somebody(startUrl, name))).toEqual([
      'Lee',
      'kim',
      'kim',
    ]);
    const { userCode, token } = await begin();
    aws.portal.approveDeviceAs(userCode, 'lee');
    await token();
    const alone = await aPerson({ scenario: 'enabled' });
    await alone.unassign(alone.set, alone.group);
    await alone.newUser('first');
    expect(alone.aws.portal.somebody(alone.startUrl)).toBe('kim');
    await alone.store.deleteUser({ IdentityStoreId: alone.IdentityStoreId, UserId: alone.UserId });
    expect(alone.aws.portal.somebody(alone.startUrl)).toBe('first');
    expect(alone.aws.portal.somebody('https://nobody.awsapps.com/start')).toBeUndefined();
    Object.assign(alone.aws.world.instances[0] ?? {}, { users: [] });
    expect(alone.aws.portal.somebody(alone.startUrl)).toBeUndefined();
  });

  it('S194 cannot sign in at the portal of another company', async () => {
    const { aws, begin, oidc } = await aPerson({ scenario: 'alias-taken' });
    const theirs = 'https://lemonlogin.awsapps.com/start';
    const { client } = await begin();
    const { userCode = never() } = await oidc.startDeviceAuthorization({ ...client, startUrl: theirs });
    expect(aws.portal.device(userCode)).toMatchObject({ startUrl: theirs, state: 'pending' });
    expect(() => aws.portal.approveDevice(userCode, 'kim')).toThrow("another company's");
    expect(() => aws.portal.signIn(theirs, 'kim')).toThrow("another company's");
    expect(() => aws.portal.accounts(theirs, 'kim')).toThrow("another company's");
    expect(aws.portal.somebody(theirs, 'kim')).toBeUndefined();
  });
});

describe('the access portal', () => {
  it('S195 is open to who has a token', async () => {
    const { aws, accessToken, portal } = await aVisitor();
    const before = aws.calls.length;
    await portal.listAccounts({ accessToken });
    const server = await serve(aws, { port: 0 });
    onTestFinished(() => server.close());
    const headers = { 'x-amz-sso_bearer_token': accessToken };
    for (const path of ['/assignment/accounts', '/prefix/assignment/accounts?max_result=1&other=2']) {
      const answered = await fetch(`${server.url}${path}`, { headers });
      expect([answered.status, ((await answered.json()) as { accountList: unknown }).accountList]).toEqual([
        200,
        [{ accountId: '111122223333', accountName: 'acme', emailAddress: 'aws@acme.example' }],
      ]);
    }
    const wrongMethod = await fetch(`${server.url}/assignment/accounts`, { method: 'POST', headers, body: '{}' });
    expect(wrongMethod.headers.get('x-amzn-errortype')).toBe('UnknownOperationException');
    const denied = await aVisitor({ behaviour: { deny: (action) => action.includes('Credentials') } });
    await denied.roleOf();
    expect(
      aws.calls.slice(before).map(({ service, operation, region, write }) => [service, operation, region, write]),
    ).toEqual(Array(3).fill(['sso', 'ListAccounts', 'us-east-1', false]));
    const far = await aVisitor({ scenario: 'instance-elsewhere', region: 'eu-west-1' });
    await far.aws.handle({ ...requestFor('sso', 'ListAccounts', { accessToken: far.accessToken }) });
    expect(far.aws.calls.at(-1)).toMatchObject({ region: 'eu-west-1' });
    expect(far.aws.calls.at(-1)?.error).toBeUndefined();
  });

  it('S196 checks its input', async () => {
    const { aws, accessToken, portal, roleOf } = await aVisitor();
    for (const call of [
      portal.listAccounts({ accessToken: undefined }),
      portal.listAccountRoles({ accessToken, accountId: undefined }),
      portal.listAccountRoles({ accessToken, accountId: '1111-2222-3333' }),
      portal.getRoleCredentials({ accessToken, accountId: '111122223333', roleName: undefined }),
      portal.listAccounts({ accessToken, maxResults: 0 }),
      portal.listAccounts({ accessToken, maxResults: 101 }),
      portal.listAccounts({ accessToken, nextToken: 'made up' }),
      portal.logout({ accessToken: undefined }),
      roleOf('x'),
    ]) {
      const error = await refused(call);
      expect([error.name, error.$metadata?.httpStatusCode]).toEqual(['InvalidRequestException', 400]);
    }
    const request = { method: 'GET', headers: { 'x-amz-sso_bearer_token': accessToken, authorization: undefined } };
    const answered = await post(aws, undefined, '', { ...request, path: '/assignment/accounts?max_result=many' });
    expect([answered.status, JSON.parse(answered.body).message]).toEqual([
      400,
      "1 validation error detected: Value 'many' at 'maxResults' failed to satisfy constraint: Member must be of type integer",
    ]);
  });

  it('S197 names its errors in full', async () => {
    const { aws } = await aVisitor();
    const answered = await aws.handle(requestFor('sso', 'ListAccounts', { accessToken: 'x' }));
    expect([answered.status, answered.headers['x-amzn-errortype']]).toEqual([401, 'UnauthorizedException']);
    expect(JSON.parse(answered.body)).toEqual({
      __type: 'com.amazonaws.switchboard.portal#UnauthorizedException',
      message: 'Session token not found or invalid',
    });
    const busy = await aVisitor({
      behaviour: {
        fault: (call) =>
          call.service === 'sso' ? { kind: 'refuse', code: 'TooManyRequestsException', message: 'x' } : undefined,
      },
    });
    const { name, $metadata } = await refused(busy.portal.listAccounts({ accessToken: busy.accessToken }));
    expect([name, $metadata?.httpStatusCode]).toEqual(['TooManyRequestsException', 429]);
    const throttled = clients(simulatedAws({ behaviour: { throttleEvery: 1 } }));
    const error = await refused(throttled.portal.listAccounts({ accessToken: 'x' }));
    expect([error.name, error.message]).toEqual(['TooManyRequestsException', 'Rate exceeded']);
  });

  it('S198 lists accounts', async () => {
    const made = await aVisitor({ behaviour: { pageSize: 1, emptyPages: true } });
    const { aws, portal, accessToken, assign, set, group, sso, assignment, UserId, newSet, newGroup } = made;
    await assign(set, group, prod);
    const direct = { ...assignment(await newSet('Direct'), UserId, '333344445555'), PrincipalType: 'USER' as const };
    const { AccountAssignmentCreationStatus: started } = await sso.createAccountAssignment(direct);
    await made.finished(started?.RequestId ?? '');
    await assign(set, await newGroup('Others'), '333344445555');
    const pages: (string | undefined)[][] = [];
    let nextToken: string | undefined;
    do {
      const page = await portal.listAccounts({ accessToken, ...(nextToken !== undefined && { nextToken }) });
      pages.push((page.accountList ?? []).map((one) => one.accountId));
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    expect(pages).toEqual([[], ['111122223333'], [prod], ['333344445555']]);
    const { organization } = aws.world;
    const accounts = organization?.accounts.filter((one) => one.id !== prod);
    Object.assign(organization ?? {}, { accounts });
    const whole = await aws.handle(requestFor('sso', 'ListAccounts', { accessToken, maxResults: 100, nextToken: '' }));
    expect(whole.status).toBe(200);
    expect(aws.portal.accounts(made.startUrl, 'kim').map((one) => one.id)).toEqual(['111122223333', '333344445555']);
  });

  it('S199 lists roles', async () => {
    const { portal, accessToken, assign, newSet, group, management, roleOf } = await aVisitor();
    await assign(await newSet('ReadOnly'), group);
    const first = await portal.listAccountRoles({ accessToken, accountId: management, maxResults: 1 });
    expect(first.roleList).toEqual([{ accountId: management, roleName: 'Admin' }]);
    const second = await portal.listAccountRoles({ accessToken, accountId: management, nextToken: first.nextToken });
    expect(second.roleList?.map((one) => one.roleName)).toEqual(['ReadOnly']);
    expect(second.nextToken).toBeUndefined();
    expect((await refused(portal.listAccountRoles({ accessToken, accountId: prod }))).name).toBe('ForbiddenException');
    await roleOf(management, 'ReadOnly');
  });

  it('S200 gives credentials', async () => {
    const { clock, sso, InstanceArn, set, roleOf } = await aVisitor();
    const { roleCredentials: first } = await roleOf();
    expect(first).toEqual({
      accessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
      secretAccessKey: expect.stringMatching(/^[\w+/]{40}$/),
      sessionToken: expect.stringMatching(/^\S{100,}$/),
      expiration: clock.now() + hour,
    });
    await sso.updatePermissionSet({ InstanceArn, PermissionSetArn: set, SessionDuration: 'PT90M' });
    await clock.sleep(1);
    const { roleCredentials: second } = await roleOf();
    expect(second?.expiration).toBe(clock.now() + 1.5 * hour);
    expect(second?.accessKeyId).not.toBe(first?.accessKeyId);
  });

  it('S201 refuses what is not assigned', async () => {
    const { roleOf, management, newSet, unassign, set, group } = await aVisitor();
    await newSet('Unassigned');
    for (const [account, role] of [
      [management, 'Unassigned'],
      [management, 'admin'],
      [prod, 'Admin'],
      ['999999999999', 'Admin'],
    ]) {
      const error = await refused(roleOf(account, role));
      expect([error.name, error.message, error.$metadata?.httpStatusCode]).toEqual([
        'ForbiddenException',
        'No access',
        403,
      ]);
    }
    await roleOf();
    await unassign(set, group);
    expect((await refused(roleOf())).name).toBe('ForbiddenException');
  });

  it('S202 takes its time after an assignment', async () => {
    const { clock, roleOf, portal, accessToken, assign, set, group } = await aVisitor({
      behaviour: { portalLagMs: 5000 },
    });
    await clock.sleep(5000);
    await roleOf();
    await assign(set, group, prod);
    await assign(set, group);
    expect((await portal.listAccounts({ accessToken })).accountList).toHaveLength(2);
    expect((await refused(roleOf(prod))).name).toBe('ForbiddenException');
    await roleOf();
    await clock.sleep(4999);
    expect((await refused(roleOf(prod))).name).toBe('ForbiddenException');
    await clock.sleep(1);
    await roleOf(prod);
  });

  it('S203 knows its tokens', async () => {
    const { aws, clock, accessToken, portal, signedIn, store, IdentityStoreId, UserId, refreshToken } =
      await aVisitor();
    const nameOf = async (token: string | undefined, by = portal) =>
      (await refused(by.listAccounts({ accessToken: token }))).name;
    for (const other of ['x', `${accessToken}x`, refreshToken])
      expect(await nameOf(other)).toBe('UnauthorizedException');
    expect(await nameOf(accessToken, clients(aws, 'eu-west-1').portal)).toBe('UnauthorizedException');
    await clock.sleep(8 * hour - 1);
    await portal.listAccounts({ accessToken });
    await clock.sleep(1);
    expect(await nameOf(accessToken)).toBe('UnauthorizedException');
    const again = await signedIn();
    await store.deleteUser({ IdentityStoreId, UserId });
    expect(await nameOf(again.accessToken)).toBe('UnauthorizedException');
  });

  it('S204 signs out', async () => {
    const { aws, oidc, client, portal, accessToken, refreshToken, signedIn, clock } = await aVisitor();
    await clock.sleep(1);
    const other = await signedIn({ scopes: [accountScope] });
    await portal.logout({ accessToken });
    expect((await refused(portal.listAccounts({ accessToken }))).name).toBe('UnauthorizedException');
    expect((await refused(portal.logout({ accessToken }))).name).toBe('UnauthorizedException');
    const refresh = oidc.createToken({ ...client, grantType: 'refresh_token', refreshToken });
    expect((await refused(refresh)).name).toBe('InvalidGrantException');
    await portal.listAccounts({ accessToken: other.accessToken });
    const folder = mkdtempSync(join(tmpdir(), 'portal-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'world.json');
    saveWorld(file, aws.world);
    expect(openWorld(file)).toEqual(aws.world);
    saveWorld(file, { ...aws.world, signIn: {} } as never);
    expect(() => openWorld(file)).toThrow('"signIn" must have the lists "devices" and "spent"');
  });

  it('S205 tells who has such credentials', async () => {
    const { asRole, assign, newSet, set, group, management } = await aVisitor();
    await assign(set, group, prod);
    await assign(await newSet('ReadOnly'), group);
    const roles = [];
    for (const [account, name] of [
      [management, 'Admin'],
      [prod, 'Admin'],
      [management, 'ReadOnly'],
    ]) {
      const { Account, Arn = never(), UserId } = await (await asRole(account, name)).getCallerIdentity({});
      const form = `^arn:aws:sts::${account}:assumed-role/AWSReservedSSO_${name}_([0-9a-f]{16})/kim$`;
      expect([Account, Arn]).toEqual([account, expect.stringMatching(form)]);
      expect(UserId).toMatch(/^AROA[A-Z2-7]{17}:kim$/);
      roles.push(Arn.split('_').at(-1));
    }
    expect(new Set(roles).size).toBe(3);
    const again = await (await asRole()).getCallerIdentity({});
    expect(again.Arn?.split('_').at(-1)).toBe(roles[0]);
  });

  it('S206 ends credentials', async () => {
    const { aws, clock, roleOf } = await aVisitor({ behaviour: { deny: ['sso:DeleteInstance'] } });
    const { sessionToken } = (await roleOf()).roleCredentials ?? {};
    const headers = { 'x-amz-security-token': sessionToken };
    const listed = () => post(aws, 'SWBExternalService.ListInstances', '{}', { headers });
    const identity = () =>
      post(aws, undefined, 'Action=GetCallerIdentity', {
        headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      });
    expect([(await listed()).status, (await identity()).status]).toEqual([200, 200]);
    const denied = await post(aws, 'SWBExternalService.DeleteInstance', '{}', { headers });
    expect(JSON.parse(denied.body).Message).toMatch(
      /^User: arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_Admin_/,
    );
    await clock.sleep(hour);
    const [late, sts] = [await listed(), await identity()];
    expect([late.status, late.headers['x-amzn-errortype']]).toEqual([400, 'ExpiredTokenException']);
    expect([sts.status, /<Code>(.*?)</.exec(sts.body)?.[1]]).toEqual([403, 'ExpiredToken']);
  });

  it('S207 can be out of reach', async () => {
    const { portal } = clients(withTrouble({ network: 'gone' }));
    const gone = await refused(portal.listAccounts({ accessToken: 'x' }));
    expect([gone.code, gone.message]).toEqual([
      'ENOTFOUND',
      'getaddrinfo ENOTFOUND portal.sso.us-east-1.amazonaws.com',
    ]);
    const page = clients(withTrouble({ network: 'html' })).portal;
    expect((await refused(page.listAccounts({ accessToken: 'x' }))).name).toBe('SyntaxError');
    for (const trouble of [{ clockOffsetSeconds: 3600 }, { credentials: 'expired' as const }]) {
      const there = clients(withTrouble(trouble)).portal;
      expect((await refused(there.listAccounts({ accessToken: 'x' }))).name).toBe('UnauthorizedException');
    }
  });
});
