import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { SimulatedAws } from '../../src/sandbox/index.ts';
import { aDesk, aSimulatedAws, awsCli, describeWith, REGION, whyMissing } from './programs.ts';

const MANAGEMENT = '111122223333';
const SESSION = 'acme';
const PROFILE = 'admin';
const ROLE = new RegExp(`^arn:aws:sts::${MANAGEMENT}:assumed-role/AWSReservedSSO_Admin_[0-9a-f]{16}/kim$`);

const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

describeWith(whyMissing('aws', '--version'), "AWS's own CLI and the simulated access portal", () => {
  test('a profile of an sso-session gets an identity', async () => {
    const { desk, startUrl, signIn } = await somebody();
    profile(desk, startUrl);
    tokenFile(desk, startUrl, await signIn());
    const identity = await awsCli(desk).aws('sts get-caller-identity', undefined, '--profile', PROFILE);
    expect(identity).toMatchObject({ Account: MANAGEMENT, Arn: expect.stringMatching(ROLE) });
  });

  test('a session that was signed out gets none', async () => {
    const { desk, startUrl, signIn } = await somebody();
    profile(desk, startUrl);
    const token = await signIn();
    tokenFile(desk, startUrl, token);
    await desk.run('aws', ['sso', 'logout', '--access-token', token.accessToken]);
    const refused = await desk.run('aws', ['sts', 'get-caller-identity', '--profile', PROFILE]);
    expect([refused.code === 0, refused.stderr]).toEqual([
      false,
      expect.stringMatching(/expired or is otherwise invalid/),
    ]);
  });
});

test('the default chain of the JavaScript SDK gets an identity', async () => {
  const { desk, startUrl, signIn } = await somebody();
  profile(desk, startUrl);
  tokenFile(desk, startUrl, await signIn());
  const script = `
    import { STSClient, GetCallerIdentityCommand } from ${JSON.stringify(import.meta.resolve('@aws-sdk/client-sts'))};
    const { Account, Arn } = await new STSClient({ profile: '${PROFILE}' }).send(new GetCallerIdentityCommand({}));
    process.stdout.write(JSON.stringify({ Account, Arn }));
  `;
  const ended = await desk.run(process.execPath, ['--input-type=module', '-e', script]);
  expect(ended).toMatchObject({ code: 0 });
  expect(JSON.parse(ended.stdout)).toEqual({ Account: MANAGEMENT, Arn: expect.stringMatching(ROLE) });
});

/** The simulated AWS over HTTP, in which kim may be Admin, and a desk. */
async function somebody() {
  const { simulated, url } = await aSimulatedAws('enabled');
  const desk = aDesk(url);
  const settings = desk.write(
    'settings.yaml',
    `
account: "${MANAGEMENT}"
region: ${REGION}
users:
  - { userName: kim, email: kim@example.com, givenName: Minsu, familyName: Kim }
permissionSets:
  - { name: Admin, managedPolicies: [AdministratorAccess] }
assignments:
  - { user: kim, permissionSets: [Admin], accounts: [management] }
`,
  );
  expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
  const startUrl = `https://${simulated.world.instances[0]?.identityStoreId}.awsapps.com/start`;
  return { desk, startUrl, signIn: () => signedIn(simulated, url, startUrl) };
}

interface Token {
  readonly accessToken: string;
  readonly expiresIn: number;
}

/** Signs kim in with a device code, over HTTP. */
async function signedIn(simulated: SimulatedAws, url: string, startUrl: string): Promise<Token> {
  const ask = async (path: string, body: object) => {
    const answered = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) });
    return (await answered.json()) as Record<string, string>;
  };
  const registration = { clientName: 'desk', clientType: 'public', scopes: ['sso:account:access'] };
  const { clientId, clientSecret } = await ask('/client/register', registration);
  const { userCode = '', deviceCode } = await ask('/device_authorization', { clientId, clientSecret, startUrl });
  simulated.portal.approveDeviceAs(userCode, 'kim');
  return (await ask('/token', { clientId, clientSecret, grantType: DEVICE_GRANT, deviceCode })) as unknown as Token;
}

type Desk = ReturnType<typeof aDesk>;

function profile(desk: Desk, startUrl: string): void {
  desk.write(
    'aws-config',
    `[sso-session ${SESSION}]
sso_start_url = ${startUrl}
sso_region = ${REGION}
sso_registration_scopes = sso:account:access

[profile ${PROFILE}]
sso_session = ${SESSION}
sso_account_id = ${MANAGEMENT}
sso_role_name = Admin
region = ${REGION}
`,
  );
}

/** Where CLI and SDK look for the token of a session. */
function tokenFile(desk: Desk, startUrl: string, { accessToken, expiresIn }: Token): void {
  const folder = join(desk.home, '.aws', 'sso', 'cache');
  mkdirSync(folder, { recursive: true });
  const expiresAt = new Date(Date.now() + expiresIn * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
  const name = createHash('sha1').update(SESSION).digest('hex');
  writeFileSync(join(folder, `${name}.json`), JSON.stringify({ startUrl, region: REGION, accessToken, expiresAt }));
}
