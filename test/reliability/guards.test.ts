import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type FreshWorld, scenarios } from '../../src/sandbox/index.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { again, anAccount, dryRun, setUp, type TestAccount, writesIn } from '../helpers/account.ts';
import { addAccount, companyWorld, PROD_UNIT } from '../helpers/big-company.ts';
import { ANSWERS, aComputer } from '../helpers/program.ts';
import { held } from '../helpers/promises.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { aServer } from '../helpers/strict-aws.ts';
import { aWizard } from '../wizard/person.ts';

const KEYS = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };

/** The program before a real server, with the operations that were asked of it. */
async function facing(world: FreshWorld) {
  const computer = aComputer();
  const { url, simulated } = await aServer(world, () => undefined);
  const run = async (args: readonly string[], lang = 'en') => {
    const from = simulated.calls.length;
    const ended = await computer.run(args, { ...KEYS, AWS_ENDPOINT_URL: url, SSO_SETUP_LANG: lang });
    const calls = simulated.calls.slice(from);
    return { ...ended, calls: calls.map(({ operation }) => operation), writes: writesIn(calls) };
  };
  return { computer, run, simulated };
}

describe('the root user', () => {
  test('is refused where nobody is there, whatever else was agreed to; --allow-root lets it', async () => {
    const { run } = await facing(scenarios.root());
    for (const agreed of [[], ['--yes'], ['--yes', '--accept-paid-plan', '--overwrite-profile']]) {
      const { code, stderr, writes } = await run([...ANSWERS, ...agreed, '--wait', '0']);
      expect([code, writes]).toEqual([4, []]);
      expect(stderr).toContain('--allow-root');
      expect(stderr).toMatch(/root user/i);
    }
    const { code, stdout } = await run([...ANSWERS, '--yes', '--json']);
    const { error, status } = ResultDocument.parse(JSON.parse(stdout));
    expect([code, status, error?.code]).toEqual([4, 'failed', 'rootUser']);
    // To look is allowed to everybody.
    expect(await run([...ANSWERS, '--dry-run'])).toMatchObject({ code: 0, writes: [] });
    held('S11', 4, 'runs');
  });

  test('is let with --allow-root, which agrees to nothing else', async () => {
    const { run } = await facing(scenarios.root());
    const alone = await run([...ANSWERS, '--allow-root', '--wait', '0']);
    expect([alone.code, alone.writes]).toEqual([64, []]);
    // There is no instance, and nobody who would enable it.
    expect((await run([...ANSWERS, '--allow-root', '--yes', '--wait', '0'])).code).toBe(3);
  });
});

describe('another account than the one that was meant', () => {
  const other = (): FreshWorld => {
    const world = scenarios.enabled();
    return { ...world, account: { ...world.account, id: '999988887777' } };
  };

  test('is asked for nothing but its number, by --account and by the settings', async () => {
    const [mine, theirs] = [await facing(scenarios.enabled()), await facing(other())];
    const settings = settingsYaml({ ...onePerson(), account: '111122223333' });
    for (const { computer } of [mine, theirs]) writeFileSync(join(computer.home, 'guarded.yaml'), settings);
    for (const guard of [
      ['-c', 'guarded.yaml', '--yes', '--allow-root'],
      [...ANSWERS, '--account', '111122223333', '--yes'],
      [...ANSWERS, '--account', '1111-2222-3333', '--dry-run'],
      ['check', '--account', '111122223333'],
    ]) {
      const { code, calls, stdout, stderr } = await theirs.run(guard);
      expect([guard, code, calls]).toEqual([guard, 64, ['GetCallerIdentity']]);
      expect(stdout + stderr).toMatch(/999988887777.*111122223333|111122223333.*999988887777/s);
    }
    const right = await mine.run(['-c', 'guarded.yaml', '--yes']);
    expect([right.code, right.writes.length > 0]).toEqual([0, true]);
    // Who overrules the settings with a flag means the flag.
    expect((await mine.run(['-c', 'guarded.yaml', '--account', '999988887777', '--yes'])).writes).toEqual([]);
  });
});

type PermissionSet = FreshWorld['instances'][number]['permissionSets'][number];

const NAME = 'Support';
const ADMINISTRATORS = { name: NAME, managedPolicies: ['AdministratorAccess'] };
const READERS = { name: NAME, managedPolicies: ['ViewOnlyAccess'] };

/** A permission set for people in units, which is also held by others, whom the settings do not name. */
const staff = (change: Partial<Settings> = {}): Settings =>
  onePerson({
    permissionSets: [READERS],
    assignments: [{ principal: { group: 'Administrators' }, permissionSets: [NAME], accounts: ['ou:Workloads/Dev'] }],
    ...change,
  });

/** What somebody else assigned in the console: to a group with three people in two accounts, and to a user. */
function addOthers(account: TestAccount): void {
  const [instance] = account.simulated.world.instances as FreshWorld['instances'];
  const permissionSetArn = instance?.permissionSets.find(({ name }) => name === NAME)?.arn ?? '';
  if (instance === undefined) return;
  const stamps = { revision: 1, createdAt: 0, updatedAt: 0, createdBy: 'console', updatedBy: 'console' };
  const groupId = '11111111-2222-3333-4444-555555555555';
  const userId = '66666666-7777-8888-9999-000000000000';
  const assigned = (principalType: 'GROUP' | 'USER', principalId: string, accountId: string) => ({
    ...{ principalType, principalId, permissionSetArn, accountId },
  });
  instance.groups = [...instance.groups, { id: groupId, displayName: 'Everyone', ...stamps }];
  instance.users = [
    ...instance.users,
    { id: userId, attributes: { UserName: 'mallory' }, extensions: {}, hasPassword: true, ...stamps },
  ];
  instance.memberships = [
    ...instance.memberships,
    ...['a', 'b', 'c'].map((user) => ({ id: `m-${user}`, groupId, userId: user, createdAt: 0, createdBy: 'console' })),
  ];
  instance.assignments = [
    ...instance.assignments,
    ...['222200000001', '222200000002'].map((id) => assigned('GROUP', groupId, id)),
    assigned('USER', userId, '222200000003'),
  ];
  instance.provisioned = [
    ...instance.provisioned,
    ...['222200000001', '222200000002', '222200000003'].map((accountId) => ({
      accountId,
      permissionSetArn,
      version: 1,
    })),
  ];
}

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const EVERYTHING = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

/** What somebody else puts into the permission set in the console; no account has it before it is rolled out. */
function widen(account: TestAccount, change: Partial<PermissionSet>): void {
  const [instance] = account.simulated.world.instances as FreshWorld['instances'];
  if (instance === undefined) return;
  instance.permissionSets = instance.permissionSets.map((set) => ({ ...set, ...change, version: set.version + 1 }));
}

async function aCompanyWithOthers(settings = staff()): Promise<TestAccount> {
  const account = anAccount({ world: companyWorld({ suspended: 0 }) });
  await setUp(account, settings);
  addOthers(account);
  return again(account);
}

const everyone = {
  principal: 'Everyone',
  principalType: 'GROUP',
  permissionSet: NAME,
  accountsBefore: 0,
  accountsAfter: 2,
  members: 3,
  membersNotInSettings: 3,
};
const mallory = {
  ...everyone,
  principal: 'mallory',
  principalType: 'USER',
  accountsAfter: 1,
  members: 1,
  membersNotInSettings: 1,
};
const staffThere = {
  ...everyone,
  principal: 'Administrators',
  accountsAfter: 10,
  members: 1,
  membersNotInSettings: 0,
};

/** What an older version gives, AWS does not tell: it may be as much. */
const perhaps = (...all: (typeof everyone)[]) => all.map((one) => ({ ...one, accountsUntold: one.accountsAfter }));

describe('administrator access that reaches further', () => {
  test.each<[string, Partial<Settings>, unknown[]]>([
    ['a permission set begins to give it', { permissionSets: [ADMINISTRATORS] }, [staffThere, everyone, mallory]],
    [
      'the same, by what amounts to it',
      { permissionSets: [{ name: NAME, managedPolicies: ['PowerUserAccess', 'IAMFullAccess'] }] },
      [staffThere, everyone, mallory],
    ],
    [
      'the same, by an inline policy beside harmless ones',
      {
        permissionSets: [
          {
            ...READERS,
            inlinePolicy: { Statement: [{ Effect: 'Allow', Action: ['s3:List*', 'iam:*'], Resource: '*' }] },
          },
        ],
      },
      [staffThere, everyone, mallory],
    ],
    [
      'the same, of a permission set that the settings assign to nobody',
      { permissionSets: [ADMINISTRATORS], assignments: [] },
      [staffThere, everyone, mallory],
    ],
  ])('%s: everybody who holds it is told, named in the settings or not', async (_, change, widening) => {
    const account = await aCompanyWithOthers();
    const { plan } = await setUp(account, staff(change));
    expect(plan.widening).toEqual(widening);
  });

  test.each<[string, Settings, Partial<PermissionSet>]>([
    ['an inline policy beside the managed ones of the settings', staff(), { inlinePolicy: EVERYTHING }],
    [
      'a managed policy beside the inline one of the settings',
      staff({ permissionSets: [{ name: NAME, inlinePolicy: { Statement: [] } }] }),
      { managedPolicies: [ADMINISTRATOR] },
    ],
    [
      'a managed policy, where the settings name none',
      staff({ permissionSets: [{ name: NAME }] }),
      { managedPolicies: [ADMINISTRATOR] },
    ],
  ])('somebody else put %s: the run that rolls it out tells, and the next has no news', async (_, settings, change) => {
    const account = await aCompanyWithOthers(settings);
    widen(account, change);
    expect((await setUp(account, settings)).plan.widening).toEqual(perhaps(staffThere, everyone, mallory));
    expect((await dryRun(account, settings)).preview.plan).not.toHaveProperty('widening');
  });

  test('the same, where a first assignment brings it into the account: those who hold it there are told', async () => {
    const account = await aCompanyWithOthers(staff({ groups: [], users: [], assignments: [] }));
    widen(account, { inlinePolicy: EVERYTHING });
    const there = ['222200000001', '222200000002', '222200000003'];
    const assignments = [{ principal: { group: 'Administrators' }, permissionSets: [NAME], accounts: there }];
    const { plan } = await setUp(account, staff({ assignments }));
    expect(plan.items.map(({ step }) => step)).not.toContain('provisioning');
    expect(plan.widening).toEqual(perhaps(everyone, mallory));
  });

  test('by nested units: an account in a unit below the one that is named counts', async () => {
    const wanted = (accounts: string[]) =>
      staff({
        permissionSets: [ADMINISTRATORS],
        assignments: [{ principal: { group: 'Administrators' }, permissionSets: [NAME], accounts }],
      });
    const account = anAccount({ world: companyWorld({ suspended: 0 }) });
    await setUp(account, wanted(['ou:Workloads']));
    const [world, below] = [account.simulated.world as FreshWorld, 'ou-abcd-55555555'];
    if (world.organization !== null) {
      world.organization.units = [...world.organization.units, { id: below, name: 'Deep', parentId: PROD_UNIT }];
    }
    addAccount(world, { id: '222200000099', name: 'deep-1', parentId: below });
    const next = again(account);
    const { plan } = await setUp(next, wanted(['ou:Workloads']));
    expect(plan.widening).toMatchObject([{ principal: 'Administrators', accountsBefore: 30, accountsAfter: 31 }]);
  });

  test('stands in the text and in the JSON, in both languages, before anything is written', async () => {
    const account = await aCompanyWithOthers();
    const { run, computer } = await facing(structuredClone(account.simulated.world) as FreshWorld);
    writeFileSync(join(computer.home, 'sso-setup.yaml'), settingsYaml(staff({ permissionSets: [ADMINISTRATORS] })));
    const json = await run(['--dry-run', '--json']);
    expect(ResultDocument.parse(JSON.parse(json.stdout)).widening).toEqual([staffThere, everyone, mallory]);
    for (const lang of ['en', 'ko']) {
      // Nobody agreed: what is shown was shown for that.
      const { code, stdout, writes } = await run([], lang);
      expect([code, writes]).toEqual([64, []]);
      for (const name of ['Everyone', 'mallory'])
        expect(stdout).toMatch(new RegExp(`^widening +.*${name}.*${NAME}`, 'm'));
    }
  });

  test('is read by a person before they agree', async () => {
    const account = await aCompanyWithOthers();
    const { person, begin, settingsFile, stdout } = aWizard({ account });
    writeFileSync(settingsFile, settingsYaml(staff({ permissionSets: [ADMINISTRATORS] })));
    account.newCalls();
    const run = begin();
    await person.sees('❯ Apply');
    const shown = stdout.text.replace(/\s+/g, ' ');
    expect(shown).toContain('Administrator access reaches further:');
    expect(shown).toContain(
      'Everyone gets Support in 2 accounts (none before); 3 members, 3 of them not from your settings',
    );
    expect(shown).toContain('mallory gets Support in 1 account (none before)');
    expect(writesIn(account.newCalls())).toEqual([]);
    await person.picks('Quit');
    expect(await run).toMatchObject({ declined: true, writes: 0 });
  });
});
