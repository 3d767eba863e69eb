import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { configFile } from '../../src/aws-config/config-file.ts';
import type { AwsFiles } from '../../src/aws-files.ts';
import type { Drift } from '../../src/engine/step.ts';
import { Problem } from '../../src/problem.ts';
import { type FaultCall, scenarios } from '../../src/sandbox/index.ts';
import type { CliSettings, Settings } from '../../src/settings/settings.ts';
import { sessionName } from '../../src/settings/settings.ts';
import { takesOver } from '../../src/steps/cli-profile.ts';
import { anyConfig } from '../aws-config/any-config.ts';
import { readBySdk } from '../aws-config/both-programs.ts';
import {
  anAccount,
  dryRun,
  due,
  failuresOf,
  isInSync,
  plannedBy,
  setUp,
  type TestAccount,
  writesIn,
} from '../helpers/account.ts';
import { aFolder, cachedToken, configOf, keysIn, someAwsFiles, stampOf, writeConfig } from '../helpers/aws-files.ts';
import { cases, SEED } from '../helpers/promises.ts';
import { anySettings } from '../helpers/settings.ts';
import { onePerson } from '../helpers/settings-for.ts';

const MANAGEMENT = '111122223333';
const SESSION = { kind: 'sso-session', name: 'acme' } as const;
const ADMIN = { kind: 'profile', name: 'admin' } as const;

const admin = { name: 'admin', account: 'management', permissionSet: 'AdministratorAccess' };
const acme: CliSettings = { session: 'acme', profiles: [admin] };
const withProfile = (cli: CliSettings = acme, change: Partial<Settings> = {}) => onePerson({ cli, ...change });

/** Something that other people have in their file. */
const OTHERS = `# mine
[default]
region=eu-west-1
s3 =
  max_concurrent_requests = 20

[profile work] ; do not touch
role_arn = arn:aws:iam::999988887777:role/Work
source_profile = default
`;

interface Computer {
  readonly account: TestAccount;
  readonly files: AwsFiles;
}

/** An account in which everything but the profile is there, and a computer with that AWS config file. */
async function aComputer(config?: string): Promise<Computer> {
  const files = someAwsFiles(config);
  const account = anAccount({ files });
  await setUp({ ...account, files: undefined }, onePerson());
  account.newCalls();
  return { account, files };
}

/** The same after a run that wrote the profile. */
async function withItsProfile(settings = withProfile(), config?: string): Promise<Computer> {
  const computer = await aComputer(config);
  expect(failuresOf(await setUp(computer.account, settings))).toEqual([]);
  computer.account.newCalls();
  return computer;
}

function startUrlOf({ simulated }: TestAccount): string {
  return `https://${simulated.world.instances[0]?.identityStoreId}.awsapps.com/start`;
}

/** What the plan says of the profile. */
async function planned({ account }: Computer, settings = withProfile(), name = 'admin') {
  const { preview } = await dryRun(account, settings);
  const action = preview.plan.items.find(({ step, key }) => step === 'cliProfile' && key === name)?.action;
  return action ?? expect.fail('no profile was planned');
}

async function driftOf(computer: Computer, settings = withProfile()): Promise<readonly Drift[]> {
  const action = await planned(computer, settings);
  return action.kind === 'change' ? action.drift : expect.fail(`${action.kind} was planned, no change`);
}

/** A run does what the plan says, and the next one finds nothing to do and leaves the file alone. */
async function isRepaired(computer: Computer, settings = withProfile()): Promise<void> {
  const { account, files } = computer;
  const { preview } = await dryRun(account, settings);
  const run = await setUp(account, settings);
  expect(failuresOf(run)).toEqual([]);
  expect(plannedBy(run)).toEqual(due(preview.plan));
  const stamp = stampOf(files);
  expect(await isInSync(account, settings)).toBe(true);
  expect(stampOf(files)).toEqual(stamp);
}

/** Changes the text of the config file by hand. */
function byHand({ files }: Computer, from: string | RegExp, to: string): void {
  const text = configOf(files) ?? '';
  expect(text).toMatch(from);
  writeConfig(files, text.replace(from, to));
}

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const problem = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(problem).toBeInstanceOf(Problem);
  return problem as Problem;
}

describe('a profile that is not there', () => {
  test('is planned with all that the file will say, and written as it was planned', async () => {
    const { account, files } = await aComputer();
    expect(await planned({ account, files })).toEqual({
      kind: 'create',
      want: {
        file: files.config.path,
        sso_session: 'acme',
        sso_account_id: MANAGEMENT,
        sso_role_name: 'AdministratorAccess',
        region: 'us-east-1',
        sso_start_url: startUrlOf(account),
        sso_region: 'us-east-1',
        sso_registration_scopes: 'sso:account:access',
      },
    });
    await isRepaired({ account, files });
    expect(configOf(files)).toBe(`[sso-session acme]
sso_start_url = ${startUrlOf(account)}
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile admin]
sso_session = acme
sso_account_id = ${MANAGEMENT}
sso_role_name = AdministratorAccess
region = us-east-1
`);
  });

  test('gets a file of the person’s own in a folder of their own, and nothing to keep a copy of', async () => {
    const { files } = await withItsProfile();
    expect(statSync(files.config.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(files.config.path)).mode & 0o777).toBe(0o700);
    expect(files.backup).toBeUndefined();
  });

  test('is added to what others have in the file, which stays byte by byte, with a copy of it beside', async () => {
    const { files } = await withItsProfile(withProfile(), OTHERS);
    expect(configOf(files)?.startsWith(OTHERS)).toBe(true);
    expect(readFileSync(files.backup ?? '', 'utf8')).toBe(OTHERS);
  });

  test('is written last, after all that it builds on', async () => {
    const files = someAwsFiles();
    const account = anAccount({ files });
    const { results } = await setUp(account, withProfile());
    const steps = results.map(({ step }) => step);
    expect(steps.indexOf('cliProfile')).toBeGreaterThan(steps.lastIndexOf('assignment'));
    expect(steps.slice(steps.lastIndexOf('cliProfile') + 1).every((step) => step === 'security')).toBe(true);
  });

  test('is not written when the assignment that it needs failed', async () => {
    const files = someAwsFiles();
    const world = { ...scenarios.enabled(), assignmentFailure: { '*': 'No.' } };
    const run = await setUp(anAccount({ world, files }), withProfile());
    expect(run.results.find(({ step }) => step === 'cliProfile')?.outcome).toEqual({
      kind: 'blocked',
      by: { step: 'assignment', key: `Administrators, AdministratorAccess, ${MANAGEMENT}` },
    });
    expect(configOf(files)).toBeUndefined();
  });

  test('is written although another assignment failed that it does not need', async () => {
    const settings = withProfile(acme, {
      permissionSets: [...onePerson().permissionSets, { name: 'ReadOnly' }],
      assignments: [
        ...onePerson().assignments,
        { principal: { user: 'kim@example.com' }, permissionSets: ['ReadOnly'], accounts: ['management'] },
      ],
    });
    let sets = 0;
    const fault = ({ operation, input }: FaultCall) => {
      if (operation !== 'CreateAccountAssignment' || input.PrincipalType !== 'USER') return undefined;
      sets += 1;
      return { kind: 'refuse', code: 'AccessDeniedException', message: 'no', status: 400 } as const;
    };
    const files = someAwsFiles();
    const run = await setUp(anAccount({ files, behaviour: { fault } }), settings);
    expect(sets).toBeGreaterThan(0);
    expect(run.results.find(({ step }) => step === 'cliProfile')?.outcome).toEqual({ kind: 'done' });
  });

  test('waits with everything else until Identity Center is enabled', async () => {
    const files = someAwsFiles();
    const account = anAccount({ world: scenarios.organization(), files });
    expect(failuresOf(await setUp(account, withProfile(), { waitMs: 900_000 }))).toEqual([]);
    expect(keysIn(files, ADMIN)).toMatchObject({ sso_session: 'acme' });
    expect(await isInSync(account, withProfile())).toBe(true);
  });

  test('of the name default gets the header that all tools know', async () => {
    const { files } = await withItsProfile(withProfile({ session: 'acme', profiles: [{ ...admin, name: 'default' }] }));
    expect(configOf(files)).toContain('\n[default]\nsso_session = acme\n');
  });

  test('is planned by a dry run, and not written', async () => {
    const computer = await aComputer(OTHERS);
    const stamp = stampOf(computer.files);
    await planned(computer);
    expect(writesIn(computer.account.newCalls())).toEqual([]);
    expect(stampOf(computer.files)).toEqual(stamp);
  });
});

describe('a second run', () => {
  test('writes nothing, neither to AWS nor to the file', async () => {
    const { account, files } = await withItsProfile(withProfile(), OTHERS);
    const stamp = stampOf(files);
    expect(await isInSync(account, withProfile())).toBe(true);
    expect(stampOf(files)).toEqual(stamp);
  });

  test('makes one copy of the file for all that it changes there', async () => {
    const cli = { session: 'acme', profiles: [admin, { ...admin, name: 'again' }] };
    const { files } = await withItsProfile(withProfile(cli), OTHERS);
    expect(stampOf(files).folder.filter((name) => name.endsWith('.bak'))).toHaveLength(1);
    expect(readFileSync(files.backup ?? '', 'utf8')).toBe(OTHERS);
  });
});

describe('what was changed by hand is seen with both values, and put right', () => {
  const other = '999988887777';
  const changes: Record<string, { from: string | RegExp; to: string; drift: Partial<Drift>[] }> = {
    'the account': {
      from: `sso_account_id = ${MANAGEMENT}`,
      to: `sso_account_id = ${other}`,
      drift: [{ field: 'sso_account_id', from: other, to: MANAGEMENT }],
    },
    'the role': {
      from: 'sso_role_name = AdministratorAccess',
      to: 'sso_role_name = Reader',
      drift: [{ field: 'sso_role_name', from: 'Reader', to: 'AdministratorAccess' }],
    },
    'the session': {
      from: 'sso_session = acme',
      to: 'sso_session = other',
      drift: [{ field: 'sso_session', from: 'other', to: 'acme' }],
    },
    'the home Region': {
      from: 'sso_region = us-east-1',
      to: 'sso_region = eu-west-1',
      drift: [{ field: 'sso_region', from: 'eu-west-1', to: 'us-east-1' }],
    },
    'the rights, which were taken away': {
      from: 'sso_registration_scopes = sso:account:access\n',
      to: '',
      drift: [{ field: 'sso_registration_scopes', from: undefined, to: 'sso:account:access' }],
    },
    'a line that was removed': {
      from: /sso_role_name = .*\n/,
      to: '',
      drift: [{ field: 'sso_role_name', from: undefined, to: 'AdministratorAccess' }],
    },
    'the Region, which nobody named, and which is gone': {
      from: '\nregion = us-east-1\n',
      to: '\n',
      drift: [{ field: 'region', from: undefined, to: 'us-east-1' }],
    },
    'a comment that the AWS CLI takes for a part of the account': {
      from: `sso_account_id = ${MANAGEMENT}`,
      to: `sso_account_id = ${MANAGEMENT} # management`,
      drift: [{ field: 'sso_account_id', from: `${MANAGEMENT} # management`, to: MANAGEMENT }],
    },
    'several at once': {
      from: /sso_account_id = .*\nsso_role_name = .*\n/,
      to: 'sso_role_name = Reader\n',
      drift: [
        { field: 'sso_account_id', from: undefined, to: MANAGEMENT },
        { field: 'sso_role_name', from: 'Reader', to: 'AdministratorAccess' },
      ],
    },
  };
  test.each(Object.entries(changes))('%s', async (_what, { from, to, drift }) => {
    const computer = await withItsProfile(withProfile(), OTHERS);
    byHand(computer, from, to);
    expect(await driftOf(computer)).toEqual(drift);
    await isRepaired(computer);
    expect(configOf(computer.files)?.startsWith(OTHERS)).toBe(true);
    expect(keysIn(computer.files, ADMIN)).toMatchObject({ sso_session: 'acme', sso_account_id: MANAGEMENT });
  });

  test('the Region that the settings name', async () => {
    const named = withProfile({ session: 'acme', profiles: [{ ...admin, region: 'ap-northeast-2' }] });
    const computer = await withItsProfile(named);
    byHand(computer, 'region = ap-northeast-2', 'region = eu-west-1');
    expect(await driftOf(computer, named)).toEqual([{ field: 'region', from: 'eu-west-1', to: 'ap-northeast-2' }]);
    await isRepaired(computer, named);
  });

  test('the whole session, which is written anew', async () => {
    const computer = await withItsProfile();
    byHand(computer, /^\[sso-session.*?\n\n/s, '');
    expect((await driftOf(computer)).map(({ field }) => field)).toEqual([
      'sso_start_url',
      'sso_region',
      'sso_registration_scopes',
    ]);
    await isRepaired(computer);
  });
});

describe('what may be as it is', () => {
  test('is any Region, where the settings name none', async () => {
    const computer = await withItsProfile();
    byHand(computer, '\nregion = us-east-1', '\nregion = eu-west-3');
    expect(await planned(computer)).toEqual({ kind: 'same' });
    byHand(computer, 'sso_role_name = AdministratorAccess', 'sso_role_name = Reader');
    await isRepaired(computer);
    expect(keysIn(computer.files, ADMIN)).toMatchObject({ region: 'eu-west-3' });
  });

  test('is a Region with a comment, which gets a line of its own', async () => {
    const computer = await withItsProfile();
    byHand(computer, '\nregion = us-east-1', '\nregion = eu-west-3 # home');
    expect(await driftOf(computer)).toEqual([{ field: 'region', from: 'eu-west-3 # home', to: 'eu-west-3' }]);
    await isRepaired(computer);
    expect(configOf(computer.files)).toContain('\n# home\nregion = eu-west-3\n');
  });

  test('are wider rights of the session', async () => {
    const computer = await withItsProfile();
    byHand(computer, 'scopes = sso:account:access', 'scopes = sso:account:access, codewhisperer:completions');
    expect(await planned(computer)).toEqual({ kind: 'same' });
  });

  const addresses = (account: TestAccount) => {
    const { arn = '', identityStoreId = '' } = account.simulated.world.instances[0] ?? {};
    const id = arn.split('/').at(-1);
    return {
      'the alias': 'https://lemonlogin.awsapps.com/start',
      'the alias, as a browser shows it': 'https://lemonlogin.awsapps.com/start/#/',
      'the first address, with a slash': `https://${identityStoreId}.awsapps.com/start/`,
      'the dual-stack address': `https://${id}.portal.us-east-1.app.aws`,
      'the IPv4 address': `https://${id}.us-east-1.portal.amazonaws.com/`,
    };
  };
  test.each(Object.keys(addresses(anAccount())) as (keyof ReturnType<typeof addresses>)[])(
    'is %s in the session',
    async (which) => {
      const settings = withProfile(acme, { alias: 'lemonlogin', confirmed: { alias: '2026-11-23' } });
      const computer = await withItsProfile(settings);
      const address = addresses(computer.account)[which];
      byHand(computer, startUrlOf(computer.account), address);
      expect(await planned(computer, settings)).toEqual({ kind: 'same' });
      byHand(computer, 'sso_region = us-east-1', 'sso_region = eu-west-1');
      expect(await driftOf(computer, settings)).toEqual([{ field: 'sso_region', from: 'eu-west-1', to: 'us-east-1' }]);
      await isRepaired(computer, settings);
      expect(keysIn(computer.files, SESSION)).toMatchObject({ sso_start_url: address, sso_region: 'us-east-1' });
    },
  );

  test('is an address of ours in a session whose profile is still to be made', async () => {
    const settings = withProfile(acme, { alias: 'lemonlogin', confirmed: { alias: '2026-11-23' } });
    const mine = '[sso-session acme]\nsso_start_url = https://lemonlogin.awsapps.com/start\n';
    const { files } = await withItsProfile(settings, mine);
    expect(keysIn(files, SESSION)).toMatchObject({ sso_start_url: 'https://lemonlogin.awsapps.com/start' });
  });
});

describe('keys that contradict the session', () => {
  const secret = 'CANARY-9f2c';
  const keys = {
    sso_start_url: `https://${secret}.awsapps.com/start`,
    sso_region: secret,
    role_arn: `arn:aws:iam::999988887777:role/${secret}`,
    source_profile: secret,
    credential_source: secret,
    credential_process: `/opt/${secret} --token ${secret}`,
    web_identity_token_file: `/${secret}`,
    login_session: secret,
  };
  test.each(Object.entries(keys))('are taken out, and named without their values: %s', async (key, value) => {
    const computer = await withItsProfile();
    byHand(computer, 'sso_session = acme', `sso_session = acme\n${key} = ${value}`);
    const action = await planned(computer);
    expect(action).toEqual({ kind: 'change', drift: [{ field: 'removed', from: [key], to: [] }] });
    expect(JSON.stringify(action)).not.toContain(secret);
    await isRepaired(computer);
    expect(configOf(computer.files)).not.toContain(secret);
  });

  test('are taken out all at once, and everything else of the profile stays', async () => {
    const computer = await withItsProfile();
    const lines = Object.entries(keys).map(([key, value]) => `${key}=${value}\n`);
    byHand(computer, 'sso_session = acme\n', `sso_session = acme\n${lines.join('')}output = json\n# mine\n`);
    const [drift] = await driftOf(computer);
    expect([...(drift?.from ?? [])].sort()).toEqual(Object.keys(keys).sort());
    await isRepaired(computer);
    expect(configOf(computer.files)).toContain('sso_session = acme\noutput = json\n# mine\n');
  });
});

describe('what only one kind of tools reads', () => {
  const spellings: Record<string, [from: string, to: string]> = {
    'a key in capitals': ['\nregion = ', '\nREGION = '],
    'a key of the session in capitals': ['sso_region = ', 'SSO_Region = '],
    'a colon': ['sso_role_name = ', 'sso_role_name: '],
    'the address of the portal with a colon': ['sso_start_url = ', 'sso_start_url: '],
  };
  test.each(Object.entries(spellings))('%s is seen, written for all, and then in sync', async (_what, [from, to]) => {
    const computer = await withItsProfile();
    byHand(computer, from, to);
    expect(await driftOf(computer)).toEqual([{ field: 'readBy', from: ['AWS CLI'], to: ['AWS CLI', 'SDKs'] }]);
    await isRepaired(computer);
    const { profile, 'sso-session': session } = await readBySdk(computer.files.config.path);
    expect(profile.admin).toEqual(keysIn(computer.files, ADMIN));
    expect(session.acme).toEqual(keysIn(computer.files, SESSION));
  });

  test('is put right along with a value, of which alone is told', async () => {
    const computer = await withItsProfile();
    byHand(computer, 'sso_role_name = AdministratorAccess\nregion', 'sso_role_name = Reader\nREGION');
    expect((await driftOf(computer)).map(({ field }) => field)).toEqual(['sso_role_name']);
    await isRepaired(computer);
    expect((await readBySdk(computer.files.config.path)).profile.admin).toMatchObject({ region: 'us-east-1' });
  });
});

describe('profiles', () => {
  const two = { session: 'acme', profiles: [admin, { ...admin, name: 'reader', permissionSet: 'ReadOnly' }] };
  const settings = withProfile(two, {
    permissionSets: [...onePerson().permissionSets, { name: 'ReadOnly' }],
    assignments: [
      {
        principal: { group: 'Administrators' },
        permissionSets: ['AdministratorAccess', 'ReadOnly'],
        accounts: ['management'],
      },
    ],
  });

  test('share one session', async () => {
    const computer = await withItsProfile(settings);
    expect(configOf(computer.files)?.match(/\[sso-session/g)).toHaveLength(1);
    expect(configOf(computer.files)?.match(/sso_session = acme/g)).toHaveLength(2);
    expect(await isInSync(computer.account, settings)).toBe(true);
  });

  test('have a session of the first one’s name where the settings name none, in every run', async () => {
    const { session: _, ...unnamed } = two;
    const computer = await withItsProfile({ ...settings, cli: unnamed });
    expect(keysIn(computer.files, { kind: 'profile', name: 'reader' })).toMatchObject({ sso_session: 'admin' });
    expect(await isInSync(computer.account, { ...settings, cli: unnamed })).toBe(true);
  });

  test.each([
    ['management', MANAGEMENT],
    ['222233334444', '222233334444'],
    ['dev', '333344445555'],
  ])('are for the account that the settings call %s', async (account, id) => {
    const files = someAwsFiles();
    const at = anAccount({ world: scenarios['several-accounts'](), files });
    const dev = withProfile(
      { profiles: [{ ...admin, account }] },
      {
        assignments: [
          { principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts: [account] },
        ],
      },
    );
    expect(failuresOf(await setUp(at, dev))).toEqual([]);
    expect(keysIn(files, ADMIN)).toMatchObject({ sso_account_id: id });
    expect(await isInSync(at, dev)).toBe(true);
  });

  test('are none where the settings name none, and then the file is not even read', async () => {
    const { account, files } = await aComputer('\0');
    const { preview } = await dryRun(account, onePerson());
    expect(preview.plan.items.filter(({ step }) => step === 'cliProfile')).toEqual([]);
    expect(await isInSync(account, onePerson())).toBe(true);
    expect(configOf(files)).toBe('\0');
  });
});

describe('access keys of a profile', () => {
  const note = { id: 'staticKeys', profile: 'admin' };

  test('in the config file are told, and stay', async () => {
    const computer = await withItsProfile();
    byHand(computer, 'sso_session = acme', 'sso_session = acme\naws_access_key_id = AKIAIOSFODNN7EXAMPLE');
    expect(await planned(computer)).toEqual({ kind: 'same' });
    expect(computer.account.told).toContainEqual(note);
  });

  test.each(['[admin]', '[ admin ]', '[profile admin]'])(
    'in the credentials file under %s are told',
    async (header) => {
      const computer = await withItsProfile();
      writeFileSync(computer.files.credentials, `[other]\n${header}\r\nAWS_Access_Key_Id: AKIAIOSFODNN7EXAMPLE\n`);
      await planned(computer);
      expect(computer.account.told).toContainEqual(note);
    },
  );

  test('of another profile are nobody’s business', async () => {
    const computer = await withItsProfile();
    writeFileSync(computer.files.credentials, '[admin]\n[administrator]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n');
    await planned(computer);
    expect(computer.account.told).not.toContainEqual(note);
  });
});

describe('the token of an earlier sign-in', () => {
  test('at another portal is forgotten when the session is put right', async () => {
    const computer = await withItsProfile();
    byHand(computer, startUrlOf(computer.account), 'https://old.awsapps.com/start');
    const tokens = cachedToken(computer.files, 'acme', {});
    await isRepaired(computer);
    expect(tokens()).toEqual([]);
  });

  test('in another Region is forgotten, too', async () => {
    const computer = await withItsProfile();
    byHand(computer, 'sso_region = us-east-1', 'sso_region = eu-west-1');
    const tokens = cachedToken(computer.files, 'acme', {
      startUrl: startUrlOf(computer.account),
      region: 'eu-west-1',
    });
    await isRepaired(computer);
    expect(tokens()).toEqual([]);
  });

  test('at this portal is kept, and so are those of other sessions', async () => {
    const computer = await withItsProfile();
    byHand(computer, 'sso_role_name = AdministratorAccess', 'sso_role_name = Reader');
    const tokens = cachedToken(computer.files, 'acme', { startUrl: startUrlOf(computer.account) });
    cachedToken(computer.files, 'other', {});
    await isRepaired(computer);
    expect(tokens()).toHaveLength(2);
  });

  test.each(['', 'null', '[]', '{'])('that is no token (%j) stops nothing', async (text) => {
    const computer = await withItsProfile();
    byHand(computer, 'sso_role_name = AdministratorAccess', 'sso_role_name = Reader');
    cachedToken(computer.files, 'acme', {})().map((name) => writeFileSync(join(computer.files.tokens, name), text));
    await isRepaired(computer);
  });
});

describe('a profile, or session, that leads elsewhere is shown as what it is', () => {
  test('a profile of another kind', async () => {
    const computer = await aComputer(
      '[profile admin]\nrole_arn = arn:aws:iam::999988887777:role/A\nregion = eu-west-1\n',
    );
    const action = await planned(computer);
    expect(action).toMatchObject({
      kind: 'change',
      drift: [
        { field: 'sso_session', from: undefined, to: 'acme' },
        { field: 'sso_account_id', from: undefined },
        { field: 'sso_role_name', from: undefined },
        { field: 'sso_start_url', from: undefined },
        { field: 'sso_region', from: undefined },
        { field: 'sso_registration_scopes', from: undefined },
        { field: 'removed', from: ['role_arn'], to: [] },
      ],
    });
    expect(takesOver(action)).toBe(true);
    await isRepaired(computer);
    expect(keysIn(computer.files, ADMIN)).toMatchObject({ region: 'eu-west-1' });
  });

  test('a profile of another session', async () => {
    const computer = await aComputer('[profile admin]\nsso_session = theirs\n');
    expect(takesOver(await planned(computer))).toBe(true);
  });

  test('a session of another portal, though there is no profile yet', async () => {
    const theirs = '[sso-session acme]\nsso_start_url = https://theirs.awsapps.com/start\nsso_region = us-east-1\n';
    const computer = await aComputer(theirs);
    const action = await planned(computer);
    expect(takesOver(action)).toBe(true);
    expect(await driftOf(computer)).toContainEqual({
      field: 'sso_start_url',
      from: 'https://theirs.awsapps.com/start',
      to: startUrlOf(computer.account),
    });
    await isRepaired(computer);
  });

  test.each([
    ['another role', /sso_role_name = .*/, 'sso_role_name = Reader'],
    ['another Region', 'sso_region = us-east-1', 'sso_region = eu-west-1'],
    ['no address', /sso_start_url = .*\n/, ''],
    ['a comment after the session', 'sso_session = acme', 'sso_session = acme # ours'],
    ['a comment after the address', /(sso_start_url = .*)/, '$1 ; ours'],
  ])('%s in what is ours takes over nothing', async (_what, from, to) => {
    const computer = await withItsProfile();
    byHand(computer, from, to);
    expect(takesOver(await planned(computer))).toBe(false);
    await isRepaired(computer);
  });
});

describe('a config file that cannot be used stops the run before anything is written', () => {
  const files: Record<string, { config: string | Uint8Array; line: string | undefined; name?: string }> = {
    bom: { config: '\uFEFF[default]\n', line: '1' },
    notUtf8: { config: Buffer.from([0x23, 0x0a, 0xff, 0x0a]), line: '2' },
    nul: { config: '#\n#\0\n', line: '2' },
    loneCr: { config: '[default]\nregion = x\routput = json\n', line: '2' },
    tooLarge: { config: `#${'x'.repeat(1_000_000)}\n`, line: undefined },
    duplicateSection: { config: '[profile b]\n[profile b]\n', line: '2', name: 'profile b' },
    duplicateKey: { config: '[default]\nregion = a\nREGION = b\n', line: '3', name: 'region' },
    notAConfig: { config: '[default]\nregion\n', line: '2' },
    oddHeader: { config: '# c\n[ profile  admin ]\nregion = x\n', line: '2', name: ' profile  admin ' },
    oddKey: { config: '[profile admin]\nsso_session = acme\nregion =\n  a = b\n', line: '3', name: 'region' },
  };
  const refused = async (computer: Computer, facts: object) => {
    const problem = await problemOf(dryRun(computer.account, withProfile()));
    expect(problem).toMatchObject({ id: 'awsConfigUnusable', exitCode: 64 });
    expect(problem.facts).toMatchObject({ file: computer.files.config.path, ...facts });
    await problemOf(setUp(computer.account, withProfile()));
    expect(writesIn(computer.account.newCalls())).toEqual([]);
  };

  test.each(Object.entries(files))('%s', async (reason, { config, line, name }) => {
    const computer = await aComputer();
    writeConfig(computer.files, config);
    const stamp = stampOf(computer.files);
    await refused(computer, { reason, ...(line && { line }), ...(name && { name }) });
    expect(stampOf(computer.files)).toEqual(stamp);
  });

  test('a header that both would read, but one of them twice', async () => {
    const computer = await aComputer('[profile admin]\nregion = a\n[profile "admin"]\nregion = b\n');
    await refused(computer, { reason: 'duplicateSection', line: '3' });
  });

  test('folder', async () => {
    const computer = await aComputer();
    mkdirSync(computer.files.config.path, { recursive: true });
    await refused(computer, { reason: 'folder' });
  });

  test('notAFile', async () => {
    const computer = await aComputer('');
    await refused({ ...computer, ...onPath(computer, '/dev/null') }, { reason: 'notAFile' });
  });

  test('loop', async () => {
    const computer = await aComputer();
    mkdirSync(dirname(computer.files.config.path), { recursive: true });
    symlinkSync(computer.files.config.path, computer.files.config.path);
    await refused(computer, { reason: 'loop' });
  });

  test('unreadable', async () => {
    const computer = await aComputer();
    const file = join(aFolder(), 'file');
    writeFileSync(file, '');
    await refused(
      { ...computer, ...onPath(computer, join(file, 'config')) },
      { reason: 'unreadable', name: 'ENOTDIR' },
    );
  });

  test.skipIf(process.getuid?.() === 0)('noPermission', async () => {
    const computer = await aComputer('[default]\n');
    chmodSync(computer.files.config.path, 0);
    await refused(computer, { reason: 'noPermission', name: 'EACCES' });
  });

  test.skipIf(!existsSync('/sys'))(
    'where only writing shows it, everything in AWS is kept, and the profile alone failed',
    async () => {
      const computer = await aComputer();
      const { account } = onPath(computer, '/sys/sso-setup-no-such-file');
      const run = await setUp(account, withProfile());
      expect(failuresOf(run)).toMatchObject([
        {
          step: 'cliProfile',
          outcome: { kind: 'failed', problem: { id: 'awsConfigUnusable', facts: { reason: 'noPermission' } } },
        },
      ]);
    },
  );

  /** The same computer with its config file elsewhere, as AWS_CONFIG_FILE says. */
  function onPath({ account, files }: Computer, path: string): Computer {
    const elsewhere = { ...files, config: configFile(path, account.clock.now) };
    return { account: { ...account, files: elsewhere }, files: elsewhere };
  }
});

/** Settings with names that the random files have, too. */
const inTheFile = (settings: Settings, names: boolean): Settings => {
  const { cli } = settings;
  if (!names || cli === undefined) return settings;
  const profiles = cli.profiles.map((profile, index) => (index === 0 ? { ...profile, name: 'admin' } : profile));
  return { ...settings, cli: { session: 'my-sso', profiles } };
};

/** A file without our sections, and without the space before them. */
function withoutOurs(text: string, cli: CliSettings): string {
  const own = new Set([
    ...cli.profiles.map(({ name }) => (name === 'default' ? 'default' : `profile ${name}`)),
    `sso-session ${sessionName(cli)}`,
  ]);
  const sections = text.split(/^(?=\[)/m);
  const nameOf = (section: string) => /^\[([^\]]*)\]/.exec(section)?.[1]?.replace(/\s+(["']?)(.*)\1$/, ' $2') ?? '';
  return sections
    .filter((section) => !own.has(nameOf(section)))
    .join('')
    .trimEnd();
}

test('any settings and any config file: it converges as previewed, the next run writes nothing, and the rest stays', async () => {
  const files = someAwsFiles();
  const settingsOfAnySort = anySettings({ region: 'us-east-1', accounts: ['management', '222233334444', 'dev'] });
  let [refused, written] = [0, 0];
  await fc.assert(
    fc.asyncProperty(settingsOfAnySort, anyConfig, fc.boolean(), async (wanted, config, names) => {
      const settings = inTheFile(wanted, names);
      const { cli = { profiles: [] } } = settings;
      writeConfig(files, config);
      const account = anAccount({ world: scenarios['several-accounts'](), files });
      const looked = await dryRun(account, settings).catch((error: unknown) => error);
      expect(configOf(files)).toBe(config);
      if (looked instanceof Problem) {
        expect(looked).toMatchObject({ id: 'awsConfigUnusable' });
        expect(writesIn(account.newCalls())).toEqual([]);
        refused += 1;
        return;
      }
      const { preview } = looked as Awaited<ReturnType<typeof dryRun>>;
      const run = await setUp(account, settings);
      expect(failuresOf(run)).toEqual([]);
      expect(plannedBy(run)).toEqual(due(preview.plan));
      const stamp = stampOf(files);
      expect(await isInSync(account, settings)).toBe(true);
      expect(stampOf(files)).toEqual(stamp);
      expect(withoutOurs(stamp.text, cli)).toBe(withoutOurs(config, cli));
      if (cli.profiles.length > 0) {
        written += 1;
        const { profile } = await readBySdk(files.config.path);
        for (const { name } of cli.profiles) expect(profile[name]).toMatchObject({ sso_session: sessionName(cli) });
      } else expect(stamp.text).toBe(config);
    }),
    { numRuns: cases(20, 1000), seed: SEED },
  );
  // Most of them have to be about something.
  expect(written).toBeGreaterThan(refused);
});
