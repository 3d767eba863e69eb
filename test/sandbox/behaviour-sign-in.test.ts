import { describe, expect, it } from 'vitest';
import { scenarios, simulatedAws } from '../../src/sandbox/index.ts';
import { anAws, anInstance, clients, never, post, refused } from './helpers.ts';
import { accountScope, aPerson, callback, challenge, codeIn, deviceGrant, registered } from './signing-in.ts';

const day = 86_400_000;

/** Identity Center with its portal, and a registered client. */
async function aPortal(options: Parameters<typeof anInstance>[0] = {}) {
  const made = anInstance({ scenario: 'enabled', ...options });
  const client = await registered(made.oidc);
  const start = (startUrl: string, oidc = made.oidc) => oidc.startDeviceAuthorization({ ...client, startUrl });
  return { ...made, client, start, classic: `https://${made.IdentityStoreId}.awsapps.com/start` };
}

const bare = { authorization: undefined, 'content-type': 'application/json' };
const registration = JSON.stringify({ clientName: 'sso-setup', clientType: 'public' });

describe('the public sign-in service', () => {
  it('S160 is open to anybody, and changes nothing but what it has to remember', async () => {
    const world = scenarios.enabled();
    const { aws, start, classic } = await aPortal({ world, behaviour: { deny: ['*:*'] } });
    await start(classic);
    const answered = await post(aws, undefined, registration, { path: '/client/register', headers: bare });
    expect(answered.status).toBe(200);
    const { signIn, ...rest } = aws.world;
    expect(rest).toEqual(scenarios.enabled());
    expect(signIn).toEqual({ devices: [expect.objectContaining({ state: 'pending' })], spent: [] });
    expect(aws.calls.map((call) => [call.service, call.operation, call.write])).toEqual([
      ['sso-oidc', 'RegisterClient', false],
      ['sso-oidc', 'StartDeviceAuthorization', false],
      ['sso-oidc', 'RegisterClient', false],
    ]);
  });

  it('S161 is found by its host, or by the path', async () => {
    const { aws } = await aPortal({ scenario: 'instance-elsewhere', region: 'eu-west-1' });
    const before = aws.calls.length;
    await registered(clients(aws, 'eu-west-1').oidc);
    await post(aws, undefined, registration, { path: '/prefix/client/register', headers: bare });
    const headers = { ...bare, host: '127.0.0.1:4577' };
    await post(aws, undefined, registration, { path: '/client/register', headers });
    const issuerUrl = `https://${aws.world.instances[0]?.identityStoreId}.awsapps.com/start`;
    const withIssuer = JSON.stringify({ clientName: 'sso-setup', clientType: 'public', issuerUrl });
    await post(aws, undefined, withIssuer, { path: '/client/register', headers });
    const regions = aws.calls.slice(before).map((call) => call.region);
    expect(regions).toEqual(['eu-west-1', 'us-east-1', 'us-east-1', 'eu-west-1']);
    const { oidc } = clients(aws);
    const token = oidc.createTokenWithIAM({ clientId: 'x', grantType: 'refresh_token' });
    expect((await refused(token)).name).toBe('UnknownOperationException');
  });

  it('S162 gives errors as OAuth does', async () => {
    const { aws, start, classic, oidc } = await aPortal();
    const wrongAddress = await refused(start('https://nobody.awsapps.com/start'));
    expect(wrongAddress).toMatchObject({ name: 'InvalidRequestException', error: 'invalid_request' });
    expect(wrongAddress.$metadata?.httpStatusCode).toBe(400);
    const body = { clientId: 'x', clientSecret: 'y', startUrl: classic };
    const answered = await post(aws, undefined, JSON.stringify(body), { path: '/device_authorization', headers: bare });
    expect([answered.status, answered.headers['x-amzn-errortype']]).toEqual([401, 'InvalidClientException']);
    expect(answered.headers['content-type']).toBe('application/json');
    const expected = { error: 'invalid_client', error_description: 'Invalid client provided' };
    expect(JSON.parse(answered.body)).toEqual(expected);
    expect(await refused(oidc.startDeviceAuthorization(body))).toMatchObject(expected);
  });

  it('S163 checks its input', async () => {
    const { oidc } = anAws();
    const missing = await refused(oidc.registerClient({ clientName: 'x', clientType: undefined }));
    expect([missing.name, missing.error_description]).toEqual([
      'InvalidRequestException',
      "1 validation error detected: Value null at 'clientType' failed to satisfy constraint: Member must not be null",
    ]);
    const confidential = await refused(oidc.registerClient({ clientName: 'x', clientType: 'confidential' }));
    expect([confidential.name, confidential.error]).toEqual([
      'InvalidClientMetadataException',
      'invalid_client_metadata',
    ]);
  });

  it('S164 knows a client for 90 days', async () => {
    const { aws, clock, client, classic: startUrl } = await aPortal();
    const again = clients(simulatedAws({ world: aws.world, clock, behaviour: { seed: 9 } })).oidc;
    await again.startDeviceAuthorization({ ...client, startUrl });
    const [text, seal] = (client.clientSecret ?? '').split('.');
    for (const clientSecret of ['x', `${text}.x`, `${text}x.${seal}`, `.${seal}`]) {
      const error = await refused(again.startDeviceAuthorization({ ...client, clientSecret, startUrl }));
      expect([error.name, error.$metadata?.httpStatusCode]).toEqual(['InvalidClientException', 401]);
    }
    const stolen = again.startDeviceAuthorization({ ...client, clientId: 'other', startUrl });
    expect((await refused(stolen)).name).toBe('InvalidClientException');
    await clock.sleep(90 * day - 1);
    await again.startDeviceAuthorization({ ...client, startUrl });
    await clock.sleep(1);
    const late = again.startDeviceAuthorization({ ...client, startUrl });
    expect((await refused(late)).name).toBe('InvalidClientException');
  });

  it('S165 knows portals', async () => {
    const { aws, start, classic, InstanceArn } = await aPortal();
    const ssoins = InstanceArn.split('/').at(-1);
    for (const end of ['', '/', '#', '#/', '/#', '/#/']) {
      await start(`${classic}${end}`);
      await start(`https://${ssoins}.us-east-1.portal.amazonaws.com${end}`);
      await start(`https://${ssoins}.portal.us-east-1.app.aws${end}`);
      await start(`https://identitycenter.amazonaws.com/${ssoins}${end}`);
    }
    await refused(start('https://lemon.awsapps.com/start'));
    aws.console.setAlias('lemon');
    await start('https://lemon.awsapps.com/start/');
    await start('https://Lemon.AWSapps.com/start');
    await start(classic);
  });

  it('S166 refuses other addresses', async () => {
    const { start, classic, IdentityStoreId, InstanceArn } = await aPortal();
    const addresses = [
      '',
      'lemon',
      classic.replace('https', 'http'),
      classic.replace('/start', ''),
      `${classic}/x`,
      `${classic}?x=1`,
      `https://${IdentityStoreId}.awsapps.com.evil.example/start`,
      `https://${InstanceArn.split('/')[1]}.awsapps.com/start`,
      'https://d-0000000000.awsapps.com/start',
      `https://${InstanceArn.split('/')[1]}.eu-west-1.portal.amazonaws.com`,
      `https://${InstanceArn.split('/')[1]}.portal.eu-west-1.app.aws`,
      `https://${InstanceArn.split('/')[1]}.us-east-1.portal.amazonaws.com/start`,
    ];
    for (const address of addresses) expect((await refused(start(address))).name).toBe('InvalidRequestException');
    for (const scenario of ['account-instance', 'instance-failed'] as const) {
      const other = await aPortal({ scenario });
      expect((await refused(other.start(other.classic))).name).toBe('InvalidRequestException');
    }
  });

  it('S167 does not notice the wrong Region', async () => {
    const { aws, start, classic } = await aPortal({ behaviour: { denyRegions: ['eu-west-1'] } });
    for (const region of ['eu-west-1', 'ap-east-1']) await start(classic, clients(aws, region).oidc);
  });

  it('S168 begins a sign-in', async () => {
    const { start, classic } = await aPortal();
    const { userCode = never(), deviceCode, verificationUri, ...begun } = await start(classic);
    expect(userCode).toMatch(/^[B-DF-HJ-NP-T]{4}-[B-DF-HJ-NP-T]{4}$/);
    expect(deviceCode).toMatch(/^\S{20,}$/);
    expect(verificationUri).toBe('https://device.sso.us-east-1.amazonaws.com/');
    expect(begun).toMatchObject({
      verificationUriComplete: `${verificationUri}?user_code=${userCode}`,
      expiresIn: 600,
      interval: 1,
    });
  });

  it('S169 is the same for the same seed', async () => {
    const idsOf = async (seed: number) => {
      const { clock, start, classic, client } = await aPortal({ behaviour: { seed } });
      const first = await start(classic);
      await clock.sleep(1);
      const second = await start(classic);
      return [client.clientId, first.userCode, second.userCode];
    };
    const ids = await idsOf(5);
    expect(new Set(ids).size).toBe(3);
    expect(await idsOf(5)).toEqual(ids);
    expect(await idsOf(6)).not.toEqual(ids);
  });

  it('S170 asks to slow down', async () => {
    const { oidc } = anAws({ behaviour: { throttleEvery: 1 } });
    const error = await refused(oidc.registerClient({ clientName: 'x', clientType: 'public' }));
    expect([error.name, error.error, error.$metadata?.httpStatusCode]).toEqual(['SlowDownException', 'slow_down', 400]);
  });
});

describe('signing in', () => {
  it('S178 checks what a client wants to be', async () => {
    const { oidc } = anAws();
    const refusal = async (more: Parameters<typeof registered>[1]) => (await refused(registered(oidc, more))).name;
    for (const grant of ['password', 'implicit', 'urn:ietf:params:oauth:grant-type:jwt-bearer', '']) {
      expect(await refusal({ grantTypes: [deviceGrant, grant] })).toBe('UnsupportedGrantTypeException');
    }
    for (const scope of ['sso:account:write', 'openid', '']) {
      expect(await refusal({ scopes: [accountScope, scope] })).toBe('InvalidScopeException');
    }
    const bad = ['http://localhost/x', 'http://example.com/', 'ftp://127.0.0.1/', 'x', '', `${callback}#x`];
    for (const uri of [...bad, 'https://a@example.com/', 'javascript:alert(1)']) {
      expect(await refusal({ redirectUris: [uri] })).toBe('InvalidRedirectUriException');
    }
    await registered(oidc, {
      redirectUris: [callback, 'http://[::1]/x', 'https://example.com/x', 'http://127.0.0.1:1/'],
    });
  });

  it('S179 checks what goes together', async () => {
    const { oidc } = anAws();
    const codes = {
      grantTypes: ['authorization_code'],
      redirectUris: [callback],
      issuerUrl: 'https://x.awsapps.com/start',
    };
    const mixed = { ...codes, grantTypes: ['authorization_code', deviceGrant, 'refresh_token'] };
    const error = await refused(registered(oidc, { ...mixed, scopes: [accountScope] }));
    expect([error.name, error.error]).toEqual(['InvalidScopeException', 'invalid_scope']);
    await registered(oidc, mixed);
    await registered(oidc, codes);
    for (const lacking of [
      { redirectUris: [] },
      { redirectUris: undefined },
      { issuerUrl: undefined },
      { issuerUrl: 'x' },
    ]) {
      expect((await refused(registered(oidc, { ...codes, ...lacking }))).name).toBe('InvalidRequestException');
    }
  });

  it('S180 tells where the pages are', async () => {
    let pages: string | undefined;
    const { aws, oidc, start, classic } = await aPortal({ pages: () => pages });
    const client = { clientName: 'x', clientType: 'public' };
    const atAws = await oidc.registerClient(client);
    expect([atAws.authorizationEndpoint, atAws.tokenEndpoint]).toEqual([
      'https://oidc.us-east-1.amazonaws.com/authorize',
      'https://oidc.us-east-1.amazonaws.com/token',
    ]);
    pages = 'http://127.0.0.1:5000';
    expect((await oidc.registerClient(client)).authorizationEndpoint).toBe('http://127.0.0.1:5000/authorize');
    const { userCode, ...begun } = await start(classic);
    expect(begun).toMatchObject({
      verificationUri: 'http://127.0.0.1:5000/device',
      verificationUriComplete: `http://127.0.0.1:5000/device?user_code=${userCode}`,
    });
    const endpoints = async (host: string) => {
      const headers = { ...bare, host };
      const answered = await post(aws, undefined, registration, { path: '/client/register', headers });
      return JSON.parse(answered.body).tokenEndpoint;
    };
    expect(await endpoints('localhost:4577')).toBe('http://localhost:4577/token');
    expect(await endpoints('127.0.0.1:4577')).toBe('http://127.0.0.1:4577/token');
    expect(await endpoints('oidc.us-east-1.amazonaws.com')).toBe('http://127.0.0.1:5000/token');
  });

  it('S181 waits for the person', async () => {
    const { aws, clock, begin } = await aPerson();
    const { userCode, token } = await begin();
    const pending = await refused(token());
    expect([pending.name, pending.error]).toEqual(['AuthorizationPendingException', 'authorization_pending']);
    aws.portal.approveDevice(userCode, 'KIM');
    const { accessToken, ...rest } = await token();
    expect(accessToken).toMatch(/^\S{50,}$/);
    expect(rest).toMatchObject({ tokenType: 'Bearer', expiresIn: 28_800 });
    expect(rest.refreshToken).toBeUndefined();
    await clock.sleep(1);
    const other = await begin();
    aws.portal.denyDevice(other.userCode);
    const denied = await refused(other.token());
    expect([denied.name, denied.error]).toEqual(['AccessDeniedException', 'access_denied']);
  });

  it('S182 takes a device code once, from its client, in time', async () => {
    const { aws, clock, oidc, begin } = await aPerson();
    const { userCode, begun, token } = await begin();
    aws.portal.approveDevice(userCode, 'kim');
    const others = await registered(oidc, { scopes: [accountScope] });
    const redeem = (deviceCode = begun.deviceCode) =>
      oidc.createToken({ ...others, grantType: deviceGrant, deviceCode });
    expect((await refused(redeem())).name).toBe('InvalidGrantException');
    expect((await refused(redeem('made up'))).name).toBe('InvalidGrantException');
    const results = await Promise.allSettled([token(), token()]);
    expect(results.map((one) => one.status)).toEqual(['fulfilled', 'rejected']);
    expect((await refused(token())).error).toBe('invalid_grant');
    const late = await begin();
    await clock.sleep(600_000 - 1);
    expect(aws.portal.device(late.userCode)?.state).toBe('pending');
    await clock.sleep(1);
    const expired = await refused(late.token());
    expect([expired.name, expired.error]).toEqual(['ExpiredTokenException', 'expired_token']);
    expect(aws.portal.device(late.userCode)?.state).toBe('expired');
    expect(() => aws.portal.approveDevice(late.userCode, 'kim')).toThrow('has expired');
  });

  it('S183 asks clients that hurry to slow down', async () => {
    const { aws, clock, begin } = await aPerson();
    const { userCode, token } = await begin();
    const ask = async (after: number) => {
      await clock.sleep(after);
      return (await refused(token())).name.replace('Exception', '');
    };
    const answers = [];
    for (const after of [0, 1000, 500, 1000, 10_999, 11_000, 10_000]) answers.push(await ask(after));
    expect(answers).toEqual([
      'AuthorizationPending',
      'AuthorizationPending',
      'SlowDown',
      'SlowDown',
      'AuthorizationPending',
      'AuthorizationPending',
      'SlowDown',
    ]);
    aws.portal.approveDevice(userCode, 'kim');
    await token();
  });

  it('S184 works in the Region of the portal only', async () => {
    const { aws, begin, withCodes } = await aPerson();
    const elsewhere = clients(aws, 'eu-west-1').oidc;
    const wrong = await begin({}, elsewhere);
    expect(aws.portal.device(wrong.userCode)).toMatchObject({ state: 'pending', region: 'us-east-1' });
    expect(() => aws.portal.approveDevice(wrong.userCode, 'kim')).toThrow('invalid_grant: Invalid grant provided');
    expect(() => aws.portal.approveDeviceAs(wrong.userCode, 'kim')).toThrow('invalid_grant: Invalid grant provided');
    expect(aws.portal.device(wrong.userCode)?.state).toBe('pending');
    expect((await refused(wrong.token())).name).toBe('InvalidGrantException');
    const right = await begin();
    aws.portal.approveDevice(right.userCode, 'kim');
    expect((await refused(right.token(elsewhere))).name).toBe('InvalidGrantException');
    await right.token();
    const codes = await withCodes({}, elsewhere);
    expect(aws.portal.authorization(codes.query)).toMatchObject({ state: 'pending', region: 'us-east-1' });
    expect(() => aws.portal.authorize(codes.query, 'kim')).toThrow('invalid_grant: Invalid grant provided');
    const here = await withCodes();
    const code = codeIn(aws.portal.authorize(here.query, 'kim'));
    expect((await refused(here.redeem(code, {}, elsewhere))).name).toBe('InvalidGrantException');
    await here.redeem(code);
  });

  it('S185 takes an authorization code once, from whom it was for', async () => {
    const { aws, clock, oidc, withCodes } = await aPerson();
    const { query, redeem } = await withCodes();
    const address = new URL(aws.portal.authorize(query, 'kim'));
    expect(`${address.origin}${address.pathname}`).toBe('http://127.0.0.1:51234/oauth/callback');
    expect(address.searchParams.get('state')).toBe('the state');
    const code = codeIn(address.href);
    const wrong = [
      { codeVerifier: 'w'.repeat(64) },
      { codeVerifier: challenge },
      { redirectUri: callback },
      { redirectUri: 'http://127.0.0.1:51235/oauth/callback' },
      { code: `${code}x` },
      (await withCodes({ redirectUris: [callback, 'https://example.com/'] })).client,
    ];
    await clock.sleep(1);
    wrong.push(
      await registered(oidc, {
        grantTypes: ['authorization_code'],
        redirectUris: [callback],
        issuerUrl: 'https://x.example',
      }),
    );
    for (const other of wrong.slice(0, 5))
      expect((await refused(redeem(code, other))).name).toBe('InvalidGrantException');
    expect((await refused(redeem(code, wrong.at(-1)))).name).toBe('InvalidGrantException');
    expect(await redeem(code)).toMatchObject({ expiresIn: 28_800, refreshToken: expect.any(String) });
    expect((await refused(redeem(code))).error).toBe('invalid_grant');
    const [late, last] = [codeIn(aws.portal.authorize(query, 'kim')), 300_000];
    await clock.sleep(last - 1);
    await redeem(late);
    const later = codeIn(aws.portal.authorize(query, 'kim'));
    await clock.sleep(last);
    expect((await refused(redeem(later))).name).toBe('InvalidGrantException');
  });

  it('S186 checks an authorization', async () => {
    const { aws, startUrl, begin, withCodes } = await aPerson();
    const { query } = await withCodes();
    expect(aws.portal.authorization(query)).toEqual({
      clientName: 'sso-setup',
      startUrl,
      region: 'us-east-1',
      state: 'pending',
    });
    const forDevices = (await begin()).client.clientId;
    const broken = [
      ['client_id', 'x', 'Invalid client'],
      ['client_id', forDevices, 'Invalid client'],
      ['redirect_uri', 'https://evil.example/', 'not registered'],
      ['redirect_uri', 'http://127.0.0.1:51234/other', 'not registered'],
      ['redirect_uri', 'http://[::1]:51234/oauth/callback', 'not registered'],
      ['redirect_uri', '', 'not registered'],
      ['response_type', 'token', 'response_type'],
      ['code_challenge', 'short', 'code_challenge'],
      ['code_challenge_method', 'plain', 'code_challenge'],
      ['scopes', `${accountScope} openid`, 'scope'],
    ] as const;
    for (const [name, value, text] of broken) {
      const other = new URLSearchParams(query);
      other.set(name, value);
      expect(() => aws.portal.authorization(other)).toThrow(text);
      expect(() => aws.portal.authorize(other, 'kim')).toThrow(text);
      expect(() => aws.portal.refuse(other)).toThrow(text);
    }
    const nobodys = await withCodes({ issuerUrl: 'https://nobody.awsapps.com/start' });
    expect(() => aws.portal.authorization(nobodys.query)).toThrow('There is no portal at');
    const https = await withCodes({ redirectUris: ['https://example.com:444/x?y=1'] });
    https.query.set('redirect_uri', 'https://example.com:445/x?y=1');
    expect(() => aws.portal.authorization(https.query)).toThrow('not registered');
    https.query.set('redirect_uri', 'https://example.com:444/x?y=1');
    expect(aws.portal.authorize(https.query, 'kim')).toMatch(/^https:\/\/example\.com:444\/x\?y=1&code=/);
  });

  it('S187 sends back who refuses', async () => {
    const { aws, withCodes } = await aPerson();
    const address = new URL(aws.portal.refuse((await withCodes()).query));
    expect(address.host).toBe('127.0.0.1:51234');
    expect(Object.fromEntries(address.searchParams)).toEqual({
      error: 'access_denied',
      error_description: expect.any(String),
      state: 'the state',
    });
  });

  it('S188 refreshes tokens', async () => {
    const { aws, clock, oidc, portal, startUrl, signedIn } = await aPerson();
    const { client, accessToken, refreshToken } = await signedIn();
    const refresh = (from = oidc, by = client) => from.createToken({ ...by, grantType: 'refresh_token', refreshToken });
    await clock.sleep(8 * 3_600_000);
    expect((await refused(portal.listAccounts({ accessToken }))).name).toBe('UnauthorizedException');
    const again = await refresh();
    expect(again).toMatchObject({ expiresIn: 28_800, refreshToken: expect.any(String) });
    await portal.listAccounts({ accessToken: again.accessToken });
    const other = await registered(oidc);
    expect((await refused(refresh(oidc, other))).name).toBe('InvalidGrantException');
    expect((await refused(refresh(clients(aws, 'eu-west-1').oidc))).name).toBe('InvalidGrantException');
    await portal.logout({ accessToken: again.accessToken });
    expect((await refused(refresh())).name).toBe('InvalidGrantException');
    const unscoped = await signedIn({ scopes: [] });
    expect(unscoped.refreshToken).toBeUndefined();
    const onlyDevice = await signedIn({ scopes: [accountScope], grantTypes: [deviceGrant] });
    expect(onlyDevice.refreshToken).toBeUndefined();
    const late = await signedIn();
    await clock.sleep(90 * day);
    const gone = oidc.createToken({ ...late.client, grantType: 'refresh_token', refreshToken: late.refreshToken });
    expect((await refused(gone)).name).toBe('InvalidClientException');
    expect(startUrl).toContain('awsapps.com');
  });

  it('S189 knows what a client may ask for', async () => {
    const { oidc, startUrl, begin, withCodes } = await aPerson();
    const device = (await begin()).client;
    const codes = (await withCodes()).client;
    const nameOf = async (input: Parameters<typeof oidc.createToken>[0]) =>
      (await refused(oidc.createToken(input))).name;
    expect(await nameOf({ ...device, grantType: 'password' })).toBe('UnsupportedGrantTypeException');
    expect(await nameOf({ ...device, grantType: 'authorization_code' })).toBe('UnauthorizedClientException');
    expect(await nameOf({ ...codes, grantType: deviceGrant })).toBe('UnauthorizedClientException');
    expect(await nameOf({ ...codes, clientSecret: 'x', grantType: deviceGrant })).toBe('InvalidClientException');
    const begun = await refused(oidc.startDeviceAuthorization({ ...codes, startUrl }));
    expect([begun.name, begun.error]).toEqual(['UnauthorizedClientException', 'unauthorized_client']);
    for (const lacking of [
      { ...device, grantType: deviceGrant },
      { ...codes, grantType: 'authorization_code' },
      { ...codes, grantType: 'authorization_code', code: 'x' },
      { ...codes, grantType: 'authorization_code', code: 'x', redirectUri: callback },
      { ...codes, grantType: 'refresh_token' },
    ]) {
      expect(await nameOf(lacking)).toBe('InvalidRequestException');
    }
  });

  it('S190 remembers, but not everything', async () => {
    const { aws, clock, begin, signedIn } = await aPerson();
    const { userCode, token } = await begin();
    aws.portal.approveDevice(userCode, 'kim');
    const again = simulatedAws({ world: JSON.parse(JSON.stringify(aws.world)), clock, behaviour: { seed: 9 } });
    expect(again.portal.device(userCode)?.state).toBe('approved');
    await token(clients(again).oidc);
    expect((await refused(token(clients(again).oidc))).name).toBe('InvalidGrantException');
    await clock.sleep(1);
    for (let count = 0; count < 101; count++) await begin();
    expect(aws.world.signIn?.devices).toHaveLength(100);
    expect(aws.portal.device(userCode)).toBeUndefined();
    await signedIn();
    expect(aws.world.signIn?.spent).toHaveLength(1);
    const spent = Array.from({ length: 1000 }, (_, index) => ({ id: `${index}`, until: Number.MAX_SAFE_INTEGER }));
    const full = await aPerson({ world: { ...scenarios['several-accounts'](), signIn: { devices: [], spent } } });
    await full.signedIn();
    expect(full.aws.world.signIn?.spent).toHaveLength(1000);
    expect(full.aws.world.signIn?.spent[0]?.id).toBe('1');
    await clock.sleep(1_200_000);
    await begin();
    expect(aws.world.signIn).toEqual({ devices: [expect.anything()], spent: [] });
  });
});
