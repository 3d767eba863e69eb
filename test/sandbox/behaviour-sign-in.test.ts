import { describe, expect, it } from 'vitest';
import { scenarios, simulatedAws } from '../../src/sandbox/index.ts';
import { anAws, anInstance, clients, never, post, refused } from './helpers.ts';

const day = 86_400_000;

/** Identity Center with its portal, and a registered client. */
async function aPortal(options: Parameters<typeof anInstance>[0] = {}) {
  const made = anInstance({ scenario: 'enabled', ...options });
  const client = await registered(made.oidc);
  const start = (startUrl: string, oidc = made.oidc) => oidc.startDeviceAuthorization({ ...client, startUrl });
  return { ...made, client, start, classic: `https://${made.IdentityStoreId}.awsapps.com/start` };
}

async function registered(oidc: ReturnType<typeof clients>['oidc']) {
  const { clientId, clientSecret } = await oidc.registerClient({ clientName: 'sso-setup', clientType: 'public' });
  return { clientId, clientSecret };
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
