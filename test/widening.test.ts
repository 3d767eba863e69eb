import { describe, expect, test } from 'vitest';
import { administrates } from '../src/administrator.ts';
import type { World } from '../src/sandbox/index.ts';
import type { Settings } from '../src/settings/settings.ts';
import { type Grant, wideningOf } from '../src/widening.ts';
import { anAccount, dryRun, isInSync, setUp, type TestAccount } from './helpers/account.ts';
import { addAccount, companyWorld, PROD_UNIT } from './helpers/big-company.ts';
import { onePerson } from './helpers/settings-for.ts';

type PermissionSet = World['instances'][number]['permissionSets'][number];

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

const toAccounts = (accounts: string[], change: Partial<Settings> = {}): Settings =>
  onePerson({
    assignments: [{ principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts }],
    ...change,
  });

const readOnly = (accounts: string[]) =>
  toAccounts(accounts, { permissionSets: [{ name: 'AdministratorAccess', managedPolicies: ['ViewOnlyAccess'] }] });

const company = () => anAccount({ world: companyWorld({ suspended: 0 }) });

const widening = async (account: TestAccount, settings: Settings) =>
  (await dryRun(account, settings)).preview.plan.widening;

/** Somebody adds a person to a group in the console. */
function addStranger(account: TestAccount, group = 'Administrators', userId = 'somebody'): void {
  const [instance] = account.simulated.world.instances;
  const groupId = instance?.groups.find(({ displayName }) => displayName === group)?.id ?? '';
  if (instance === undefined) return;
  const membership = { id: `m-${userId}`, groupId, userId, createdAt: 0, createdBy: 'console' };
  instance.memberships = [...instance.memberships, membership];
}

/** Somebody changes the permission set in the console, and rolls that out to some accounts. */
function putIn(account: TestAccount, change: Partial<PermissionSet>, rolledOut: readonly string[] = []): void {
  const [instance] = account.simulated.world.instances;
  if (instance === undefined) return;
  instance.permissionSets = instance.permissionSets.map((set) => ({ ...set, ...change, version: set.version + 1 }));
  const [{ version } = { version: 1 }] = instance.permissionSets;
  instance.provisioned = instance.provisioned.map((one) =>
    rolledOut.includes(one.accountId) ? { ...one, version } : one,
  );
}

/** Somebody makes an empty group in the console. */
function addGroup(account: TestAccount, displayName: string): void {
  const [at, by] = [0, 'console'];
  const stamps = { revision: 1, createdAt: at, updatedAt: at, createdBy: by, updatedBy: by };
  const [instance] = account.simulated.world.instances;
  const group = { id: '11111111-2222-3333-4444-555555555555', displayName, ...stamps };
  if (instance !== undefined) instance.groups = [...instance.groups, group];
}

const one = { principal: 'Administrators', principalType: 'GROUP', permissionSet: 'AdministratorAccess' } as const;

describe('administrator access in more accounts', () => {
  test('is told with the numbers, before and after', async () => {
    const account = company();
    await setUp(account, toAccounts(['management', 'prod-1']));
    expect(await widening(account, toAccounts(['all']))).toEqual([
      { ...one, accountsBefore: 2, accountsAfter: 40, members: 1, membersNotInSettings: 0 },
    ]);
  });

  test('counts what the principal has in accounts that the settings do not name any more', async () => {
    const account = company();
    await setUp(account, toAccounts(['prod-1', 'prod-2', 'prod-3']));
    expect(await widening(account, toAccounts(['management']))).toEqual([
      { ...one, accountsBefore: 3, accountsAfter: 4, members: 1, membersNotInSettings: 0 },
    ]);
  });

  test('does not count what the principal has of another permission set', async () => {
    const account = company();
    const both = (accounts: string[], readers: string[]) =>
      onePerson({
        permissionSets: [...onePerson().permissionSets, { name: 'ReadOnly', managedPolicies: ['ViewOnlyAccess'] }],
        assignments: [
          { principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts },
          { principal: { group: 'Administrators' }, permissionSets: ['ReadOnly'], accounts: readers },
        ],
      });
    await setUp(account, both(['prod-1'], ['prod-1', 'prod-2', 'prod-3']));
    expect(await widening(account, both(['prod-1', 'prod-4'], ['prod-1', 'prod-2', 'prod-3']))).toEqual([
      { ...one, accountsBefore: 1, accountsAfter: 2, members: 1, membersNotInSettings: 0 },
    ]);
  });

  test('comes with a new account in a unit, too', async () => {
    const account = company();
    await setUp(account, toAccounts(['ou:Workloads']));
    addAccount(account.simulated.world, { id: '222200000021', name: 'prod-21', parentId: PROD_UNIT });
    expect(await widening(account, toAccounts(['ou:Workloads']))).toMatchObject([
      { accountsBefore: 30, accountsAfter: 31 },
    ]);
  });

  test('is told of a user as well, who is one person', async () => {
    const account = company();
    const forKim = (accounts: string[]) =>
      onePerson({
        assignments: [{ principal: { user: 'kim@example.com' }, permissionSets: ['AdministratorAccess'], accounts }],
      });
    await setUp(account, forKim(['prod-1']));
    expect(await widening(account, forKim(['prod-1', 'prod-2']))).toEqual([
      {
        ...one,
        principal: 'kim@example.com',
        principalType: 'USER',
        accountsBefore: 1,
        accountsAfter: 2,
        members: 1,
        membersNotInSettings: 0,
      },
    ]);
  });

  test('comes when a permission set that is in use becomes one of administrators', async () => {
    const account = company();
    const withPolicy = (policy: string) =>
      toAccounts(['prod-1', 'prod-2'], {
        permissionSets: [{ name: 'AdministratorAccess', managedPolicies: [policy] }],
      });
    await setUp(account, withPolicy('ViewOnlyAccess'));
    expect(await widening(account, withPolicy('AdministratorAccess'))).toMatchObject([
      { accountsBefore: 0, accountsAfter: 2 },
    ]);
  });
});

test('administrator access comes to a group that the settings do not name, too, with its permission set', async () => {
  const account = company();
  const before = readOnly(['prod-1']);
  const auditors = { principal: { group: 'Auditors' }, permissionSets: ['AdministratorAccess'], accounts: ['prod-3'] };
  await setUp(account, {
    ...before,
    groups: [...before.groups, { name: 'Auditors' }],
    assignments: [...before.assignments, auditors],
  });
  addStranger(account, 'Auditors');
  const first = { ...one, accountsBefore: 0, accountsAfter: 1 };
  expect(await widening(account, toAccounts(['prod-1']))).toEqual([
    { ...first, members: 1, membersNotInSettings: 0 },
    { ...first, principal: 'Auditors', members: 1, membersNotInSettings: 1 },
  ]);
});

test('a user whom the settings assign nothing any more is in them all the same', async () => {
  const account = company();
  const withPolicy = (policy: string) => ({
    permissionSets: [{ name: 'AdministratorAccess', managedPolicies: [policy] }],
  });
  const assignments = [
    { principal: { user: 'kim@example.com' }, permissionSets: ['AdministratorAccess'], accounts: ['prod-1'] },
  ];
  await setUp(account, onePerson({ ...withPolicy('ViewOnlyAccess'), assignments }));
  expect(await widening(account, onePerson(withPolicy('AdministratorAccess')))).toMatchObject([
    { principal: 'kim@example.com', accountsAfter: 1, members: 1, membersNotInSettings: 0 },
  ]);
});

test('a group that was deleted, whose assignments AWS still has, gets nothing', async () => {
  const account = company();
  await setUp(account, readOnly(['prod-1', 'prod-2']));
  const [instance] = account.simulated.world.instances;
  if (instance !== undefined) instance.groups = [];
  expect(instance?.assignments).toHaveLength(2);
  expect(await widening(account, toAccounts(['prod-1', 'prod-2']))).toBeUndefined();
});

describe('administrator access that somebody else put into a permission set', () => {
  const everything = { inlinePolicy: policy({ Action: '*', Resource: '*' }) };

  test('is told with the accounts that have it already, and those that get it by the roll-out', async () => {
    const account = company();
    const settings = readOnly(['prod-1', 'prod-2', 'prod-3']);
    await setUp(account, settings);
    putIn(account, everything, ['222200000001']);
    expect(await widening(account, settings)).toMatchObject([{ accountsBefore: 1, accountsAfter: 3 }]);
  });

  test('is told with more accounts, where all others have it already', async () => {
    const account = company();
    await setUp(account, readOnly(['prod-1', 'prod-2']));
    putIn(account, everything, ['222200000001', '222200000002']);
    expect(await widening(account, readOnly(['prod-1', 'prod-2']))).toBeUndefined();
    expect(await widening(account, readOnly(['prod-1', 'prod-2', 'prod-3']))).toMatchObject([
      { accountsBefore: 2, accountsAfter: 3 },
    ]);
  });

  test('counts as given in an account that is suspended since, to which nothing is rolled out', async () => {
    const account = company();
    await setUp(account, readOnly(['prod-1', 'prod-2']));
    putIn(account, everything, ['222200000001']);
    const { organization } = account.simulated.world;
    if (organization === null) throw new Error('A company has an organization.');
    organization.accounts = organization.accounts.map((one) =>
      one.name === 'prod-2' ? { ...one, state: 'SUSPENDED' } : one,
    );
    expect(await widening(account, readOnly(['prod-1', 'prod-2', 'prod-3']))).toMatchObject([
      { accountsBefore: 2, accountsAfter: 3 },
    ]);
  });

  test('is told as well when our own change is what rolls it out', async () => {
    const account = company();
    await setUp(account, readOnly(['prod-1', 'prod-2']));
    putIn(account, everything);
    const longer = [{ name: 'AdministratorAccess', managedPolicies: ['ViewOnlyAccess'], sessionDuration: 'PT8H' }];
    expect(await widening(account, { ...readOnly(['prod-1', 'prod-2']), permissionSets: longer })).toMatchObject([
      { accountsBefore: 0, accountsAfter: 2 },
    ]);
  });
});

test('where the settings leave the policies out, an older version may have given as much, and that is told', async () => {
  const account = company();
  const settings = toAccounts(['prod-1', 'prod-2'], { permissionSets: [{ name: 'AdministratorAccess' }] });
  await setUp(account, toAccounts(['prod-1', 'prod-2']));
  putIn(account, { sessionDuration: 'PT1H' }, ['222200000001']);
  expect(await widening(account, settings)).toEqual([
    { ...one, accountsBefore: 1, accountsAfter: 2, accountsUntold: 1, members: 1, membersNotInSettings: 0 },
  ]);
});

describe('a group with other members', () => {
  test('is told with their number, though it gets administrator access for the first time', async () => {
    const account = company();
    addGroup(account, 'Administrators');
    addStranger(account, 'Administrators', 'one');
    addStranger(account, 'Administrators', 'two');
    const [kim] = onePerson().users;
    const lee = { ...kim, userName: 'lee@example.com', email: 'lee@example.com' } as NonNullable<typeof kim>;
    const users = [...onePerson().users, lee];
    expect(await widening(account, toAccounts(['management'], { users }))).toEqual([
      { ...one, accountsBefore: 0, accountsAfter: 1, members: 4, membersNotInSettings: 2 },
    ]);
  });

  test('is no news while it gets nothing new', async () => {
    const account = company();
    await setUp(account, toAccounts(['management']));
    addStranger(account);
    expect(await widening(account, toAccounts(['management']))).toBeUndefined();
  });
});

describe('no widening', () => {
  test('is a first run: plan and settings name everybody who gets something, and where', async () => {
    expect(await widening(company(), toAccounts(['all']))).toBeUndefined();
  });

  test('is a first run that died after the group was made: nobody else has come in', async () => {
    const account = company();
    addGroup(account, 'Administrators');
    expect(await widening(account, toAccounts(['all']))).toBeUndefined();
  });

  test('is access of another kind', async () => {
    const account = company();
    await setUp(account, readOnly(['prod-1']));
    expect(await widening(account, readOnly(['all']))).toBeUndefined();
  });

  test('is the roll-out of something else, of a permission set that gave it before', async () => {
    const account = company();
    await setUp(account, toAccounts(['prod-1', 'prod-2']));
    const longer = { name: 'AdministratorAccess', sessionDuration: 'PT8H' };
    expect(await widening(account, toAccounts(['prod-1', 'prod-2'], { permissionSets: [longer] }))).toBeUndefined();
    const named = { ...longer, managedPolicies: ['AdministratorAccess'] };
    putIn(account, { sessionDuration: 'PT1H' });
    expect(await widening(account, toAccounts(['prod-1', 'prod-2'], { permissionSets: [named] }))).toBeUndefined();
  });
});

describe('what AWS is asked for it', () => {
  test('is nothing while nothing is to be done', async () => {
    const account = company();
    const settings = toAccounts(['management', 'prod-1']);
    await setUp(account, settings);
    expect(await isInSync(account, settings)).toBe(true);
    account.newCalls();
    await dryRun(account, settings);
    const calls = account.newCalls().map(({ operation }) => operation);
    const asked = ['ListGroupMemberships', 'ListAccountAssignmentsForPrincipal', 'GetInlinePolicyForPermissionSet'];
    expect(asked.map((name) => calls.filter((call) => call === name).length)).toEqual([1, 1, 0]);
  });

  test('is the inline policy that the settings leave out, for more access of another kind', async () => {
    const account = company();
    await setUp(account, readOnly(['prod-1', 'prod-2']));
    account.newCalls();
    await dryRun(account, readOnly(['prod-1', 'prod-2']));
    const without = account.newCalls().length;
    await dryRun(account, readOnly(['prod-1', 'prod-2', 'prod-3']));
    const calls = account.newCalls().map(({ operation }) => operation);
    expect(calls.filter((call) => call === 'GetInlinePolicyForPermissionSet')).toHaveLength(1);
    expect(calls).toHaveLength(without + 1);
  });

  test('are the policies of a permission set that the settings only use', async () => {
    const account = company();
    const bare = (accounts: string[]) => toAccounts(accounts, { permissionSets: [{ name: 'AdministratorAccess' }] });
    await setUp(account, toAccounts(['prod-1']));
    expect(await widening(account, bare(['prod-1', 'prod-2']))).toMatchObject([
      { accountsBefore: 1, accountsAfter: 2 },
    ]);
    const [instance] = account.simulated.world.instances;
    const inline = { managedPolicies: [], inlinePolicy: policy({ Action: '*', Resource: '*' }) };
    if (instance !== undefined) instance.permissionSets = instance.permissionSets.map((set) => ({ ...set, ...inline }));
    expect(await widening(account, bare(['prod-1', 'prod-2']))).toMatchObject([
      { accountsBefore: 1, accountsAfter: 2 },
    ]);
  });
});

function policy(statement: object): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
}

describe('policies', () => {
  test.each<[string, boolean, string[], string]>([
    ['of AWS for administrators', true, [ADMINISTRATOR], ''],
    ['of AWS for administrators, by name', true, ['ViewOnlyAccess', 'AdministratorAccess'], ''],
    ['of AWS in China', true, ['arn:aws-cn:iam::aws:policy/AdministratorAccess'], ''],
    ['of AWS for others', false, ['PowerUserAccess', 'IAMReadOnlyAccess', 'AdministratorAccess-Amplify'], ''],
    ['of AWS for those who make administrators', true, ['PowerUserAccess', 'IAMFullAccess'], ''],
    ['of one’s own for all of IAM', true, [], policy({ Action: ['s3:Get*', 'IAM:*'], Resource: '*' })],
    ['of one’s own in other wildcards', true, [], policy({ Action: '**', Resource: 'arn:aws:*' })],
    ['of one’s own for all but something', true, [], policy({ NotAction: 'account:*', Resource: '*' })],
    ['of one’s own for all but IAM', false, [], policy({ NotAction: ['iam:*', 'account:*'], Resource: '*' })],
    ['of one’s own on all but something', true, [], policy({ Action: '*', NotResource: 'arn:aws:s3:::a' })],
    ['of one’s own that allow everything', true, [], policy({ Action: '*', Resource: '*' })],
    ['of one’s own with lists', true, [], policy({ Action: ['s3:*', '*:*'], Resource: ['arn:aws:s3:::a', '*'] })],
    ['of one’s own on some resources', false, [], policy({ Action: '*', Resource: 'arn:aws:s3:::a' })],
    ['of one’s own for some actions', false, [], policy({ Action: 's3:*', Resource: '*' })],
    [
      'of one’s own with a condition, which somebody can meet',
      true,
      [],
      policy({ Action: '*', Resource: '*', Condition: { Bool: {} } }),
    ],
    ['of one’s own that deny', false, [], policy({ Effect: 'Deny', Action: '*', Resource: '*' })],
    ['that are no JSON', false, [], 'no JSON'],
    ['that there are none of', false, [], ''],
  ])('%s: administrator access is %s', (_, expected, managed, inline) => {
    expect(administrates(managed, inline)).toBe(expected);
  });
});

test('members count once, and a user in the settings who is to come counts as named', () => {
  const grant: Grant = {
    ...one,
    held: ['1', '2', '2'],
    wanted: ['2', '3'],
    administered: ['1', '2', '2'],
    untold: [],
    members: ['a', 'b', 'b'],
    named: ['b', 'new@example.com'],
  };
  expect(wideningOf([grant])).toEqual([
    { ...one, accountsBefore: 2, accountsAfter: 3, members: 3, membersNotInSettings: 1 },
  ]);
});
