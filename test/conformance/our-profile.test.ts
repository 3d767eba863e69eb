import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { steadyClock } from '../../src/clock.ts';
import { pagesFor, type SimulatedAws, scenarios, serve, simulatedAws } from '../../src/sandbox/index.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { type Ended, endOf } from '../helpers/program.ts';
import { aDesk, describeWith, REGION, SSO_SETUP, whyMissing } from './programs.ts';

const MANAGEMENT = '111122223333';
const PROFILE = 'acme-admin';
const SESSION = 'acme';
const IDENTITY = {
  Account: MANAGEMENT,
  Arn: expect.stringMatching(
    new RegExp(`^arn:aws:sts::${MANAGEMENT}:assumed-role/AWSReservedSSO_Admin_[0-9a-f]{16}/kim$`),
  ),
};
const SETTINGS = `
account: "${MANAGEMENT}"
region: ${REGION}
users:
  - { userName: kim, email: kim@example.com, givenName: Minsu, familyName: Kim }
permissionSets:
  - { name: Admin, managedPolicies: [AdministratorAccess] }
assignments:
  - { user: kim, permissionSets: [Admin], accounts: [management] }
cli:
  session: ${SESSION}
  profiles:
    - { name: ${PROFILE}, account: management, permissionSet: Admin }
`;
/** What other programs on the desk have in their file. */
const OTHERS = '[default]\nregion = eu-west-1\n\n[profile other]\noutput = text\n';

/** As somebody who has no access keys at all. */
const WITHOUT_KEYS = {
  AWS_ACCESS_KEY_ID: undefined,
  AWS_SECRET_ACCESS_KEY: undefined,
  AWS_REGION: undefined,
  AWS_DEFAULT_REGION: undefined,
};

/** A desk that sso-setup has given a profile, beside the simulated AWS over HTTP. */
async function aDeskWithItsProfile() {
  const simulated = simulatedAws({ world: scenarios.enabled() });
  const server = await serve(simulated, { port: 0, pages: pagesFor({ aws: simulated, portal: simulated.portal }) });
  onTestFinished(() => server.close());
  const desk = aDesk(server.url);
  const config = desk.write('aws-config', OTHERS);
  const settings = desk.write('settings.yaml', SETTINGS);
  expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
  expect(readFileSync(config, 'utf8').startsWith(OTHERS)).toBe(true);
  simulated.console.setPassword('kim');
  const run = (program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    desk.run(program, args, { ms: 60_000, env: { ...WITHOUT_KEYS, ...env } });
  const login = (...args: readonly string[]): Promise<Ended> =>
    agreeing(simulated, run(process.execPath, [SSO_SETUP, 'login', '--use-device-code', ...args]));
  const tokenFile = join(desk.home, '.aws', 'sso', 'cache', `${createHash('sha1').update(SESSION).digest('hex')}.json`);
  return { simulated, desk, run, login, tokenFile, settings };
}

/** Kim agrees in a browser to whatever asks meanwhile. */
async function agreeing(simulated: SimulatedAws, ended: Promise<Ended>): Promise<Ended> {
  const looking = setInterval(() => {
    for (const { userCode, state } of simulated.world.signIn?.devices ?? []) {
      if (state === 'pending') simulated.portal.approveDevice(userCode, 'kim');
    }
  }, 100);
  return ended.finally(() => clearInterval(looking));
}

/** Lets a cached token lapse in a minute; gives that time. */
function lapsesSoon(tokenFile: string): string {
  const token = JSON.parse(readFileSync(tokenFile, 'utf8'));
  const soon = new Date(steadyClock.now() + 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
  writeFileSync(tokenFile, JSON.stringify({ ...token, expiresAt: soon }));
  return soon;
}

function renewalsIn(calls: SimulatedAws['calls']) {
  return calls.flatMap(({ operation, input, error }) =>
    operation === 'CreateToken' ? [[input.grantType, error]] : [],
  );
}

/** Who the default chain of the JavaScript SDK thinks it is, in a process of its own. */
const WHO = `
  import { STSClient, GetCallerIdentityCommand } from ${JSON.stringify(import.meta.resolve('@aws-sdk/client-sts'))};
  const { Account, Arn } = await new STSClient().send(new GetCallerIdentityCommand({}));
  process.stdout.write(JSON.stringify({ Account, Arn }));
`;

describe('the profile that sso-setup wrote, with the token that it cached', () => {
  test('signs in without access keys, and the document says who that is', { timeout: 180_000 }, async () => {
    const { login } = await aDeskWithItsProfile();
    const { code, stdout } = await login('--profile', PROFILE, '--json');
    expect(code).toBe(0);
    const { signedIn } = ResultDocument.parse(JSON.parse(stdout));
    expect(signedIn).toMatchObject({ arn: IDENTITY.Arn, account: MANAGEMENT, profile: PROFILE });
  });

  test('is the only one, so that it need not be named', { timeout: 180_000 }, async () => {
    const { login } = await aDeskWithItsProfile();
    expect(await login()).toMatchObject({ code: 0, stdout: expect.stringContaining(PROFILE) });
  });

  test('is an identity to the default chain of the JavaScript SDK', { timeout: 180_000 }, async () => {
    const { login, run } = await aDeskWithItsProfile();
    const who = () => run(process.execPath, ['--input-type=module', '-e', WHO], { AWS_PROFILE: PROFILE });
    expect((await who()).code).not.toBe(0);
    await login('--profile', PROFILE);
    expect(JSON.parse((await who()).stdout)).toEqual(IDENTITY);
  });

  test('is renewed by the JavaScript SDK when the token is about to lapse', { timeout: 180_000 }, async () => {
    const { login, run, tokenFile, simulated } = await aDeskWithItsProfile();
    await login('--profile', PROFILE);
    const soon = lapsesSoon(tokenFile);
    const before = simulated.calls.length;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', WHO], { AWS_PROFILE: PROFILE });
    expect(JSON.parse(stdout)).toEqual(IDENTITY);
    expect(renewalsIn(simulated.calls.slice(before))).toEqual([['refresh_token', undefined]]);
    expect(JSON.parse(readFileSync(tokenFile, 'utf8')).expiresAt > soon).toBe(true);
  });

  test('is in sync afterwards, and a run writes nothing', { timeout: 180_000 }, async () => {
    const { login, desk, settings } = await aDeskWithItsProfile();
    await login('--profile', PROFILE);
    const before = readFileSync(join(desk.home, 'aws-config'), 'utf8');
    expect(await desk.look(settings)).toMatchObject({ code: 0, status: 'in_sync', create: 0, change: 0 });
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    expect(readFileSync(join(desk.home, 'aws-config'), 'utf8')).toBe(before);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)(
    'a sign-in that waits ends at once by %s',
    { timeout: 180_000 },
    async (name) => {
      const { desk } = await aDeskWithItsProfile();
      const args = [SSO_SETUP, 'login', '--use-device-code', '--profile', PROFILE];
      const child = desk.start(process.execPath, args, { ms: 60_000, env: WITHOUT_KEYS });
      child.stdout?.on('data', (said: Buffer) => said.includes('user_code=') && child.kill(name));
      // It would wait for ten minutes, and be killed after one.
      expect((await endOf(child)).code).toBe(name === 'SIGINT' ? 130 : 143);
    },
  );
});

describeWith(whyMissing('aws', '--version'), "AWS's own CLI and the profile that sso-setup wrote", () => {
  test('agree on who that is', async () => {
    const { login, run } = await aDeskWithItsProfile();
    expect((await run('aws', ['sts', 'get-caller-identity', '--profile', PROFILE])).code).not.toBe(0);
    expect(await login('--profile', PROFILE)).toMatchObject({ code: 0 });
    const identity = await run('aws', ['sts', 'get-caller-identity', '--output', 'json', '--profile', PROFILE]);
    expect(identity.stderr).toBe('');
    expect(JSON.parse(identity.stdout)).toMatchObject(IDENTITY);
  });

  test('renew the token when it is about to lapse', async () => {
    const { login, run, tokenFile, simulated } = await aDeskWithItsProfile();
    await login('--profile', PROFILE);
    const soon = lapsesSoon(tokenFile);
    const before = simulated.calls.length;
    const identity = await run('aws', ['sts', 'get-caller-identity', '--output', 'json', '--profile', PROFILE]);
    expect(JSON.parse(identity.stdout)).toMatchObject(IDENTITY);
    expect(renewalsIn(simulated.calls.slice(before))).toEqual([['refresh_token', undefined]]);
    expect(JSON.parse(readFileSync(tokenFile, 'utf8')).expiresAt > soon).toBe(true);
  });
});
