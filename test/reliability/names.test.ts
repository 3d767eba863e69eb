import { CreateGroupCommand, CreateUserCommand, UpdateGroupCommand } from '@aws-sdk/client-identitystore';
import { CreatePermissionSetCommand, TagResourceCommand } from '@aws-sdk/client-sso-admin';
import { describe, expect, test } from 'vitest';
import { apply } from '../../src/engine/apply.ts';
import type { Fault, FaultCall, World } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import type { Settings, UserSettings } from '../../src/settings/settings.ts';
import {
  again,
  anAccount,
  dryRun,
  due,
  failuresOf,
  isInSync,
  setUp,
  type TestAccount,
  writesIn,
} from '../helpers/account.ts';
import { instanceIn } from '../helpers/oracle.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { somebodyIn } from '../helpers/somebody.ts';
import { troublesIn } from '../settings/helpers.ts';

const NFC = '\u00e9quipe \uac1c\ubc1c';
const NFD = NFC.normalize('NFD');

/** Two spellings of one name, and whether they are one for AWS and for us. */
const SPELLINGS: readonly [name: string, there: string, wanted: string, same: boolean][] = [
  ['the very same', 'Admins', 'Admins', true],
  ['other letter case', 'ADMINS', 'Admins', true],
  ['other letter case beyond ASCII', '\u00c9QUIPE', '\u00e9quipe', true],
  ['composed there, decomposed here', NFC, NFD, true],
  ['decomposed there, composed here', NFD, NFC, true],
  ['two spaces inside', 'Dev  Team', 'Dev Team', false],
  ['a no-break space inside', 'Dev\u00a0Team', 'Dev Team', false],
  ['full-width letters', '\uff21dmins', 'Admins', false],
  ['a Turkish dotted I', 'ADM\u0130NS', 'admins', false],
  ['a Turkish dotless i', 'adm\u0131ns', 'admins', false],
  ['a sharp s', 'Stra\u00dfe', 'STRASSE', false],
  ['another letter with an accent', 'Admins', 'Adm\u00edns', false],
];

const groupNamed = (name: string) => onePerson({ groups: [{ name }], users: [], assignments: [] });
const kim = (change: Partial<UserSettings>) =>
  onePerson({
    groups: [],
    users: [
      { userName: 'kim', email: 'kim@example.com', givenName: 'Minsu', familyName: 'Kim', groups: [], ...change },
    ],
    assignments: [],
  });

async function withGroups(...names: string[]): Promise<TestAccount> {
  const account = anAccount();
  const { store, ids } = somebodyIn(account);
  for (const DisplayName of names) {
    await store.send(new CreateGroupCommand({ IdentityStoreId: ids.IdentityStoreId, DisplayName }));
  }
  return account;
}

const groupsIn = (account: TestAccount) => instanceIn(account.simulated.world).groups.map((one) => one.displayName);

describe.each(SPELLINGS)('a group with %s', (_what, there, wanted, same) => {
  test.each([
    ['on the only page', {}],
    ['looked up by its name, behind many pages', { pageSize: 1 }],
  ])('%s', async (_where, behaviour) => {
    const others = 'pageSize' in behaviour ? ['a', 'b', 'c', 'd'] : [];
    const account = again(await withGroups(...others, there), behaviour);
    const run = await setUp(account, groupNamed(wanted));
    expect(failuresOf(run)).toEqual([]);
    expect(groupsIn(account)).toEqual([...others, there, ...(same ? [] : [wanted])]);
    expect(run.plan.leftAlone.some(({ key }) => key === there)).toBe(!same && others.length === 0);
    expect(await isInSync(account, groupNamed(wanted))).toBe(true);
  });
});

test('where a group has the very spelling, another one that reads the same is left alone', async () => {
  for (const names of [
    [NFC, NFD],
    [NFD, NFC],
  ]) {
    const account = await withGroups(...names);
    const described = onePerson({ groups: [{ name: NFD, description: 'ours' }], users: [], assignments: [] });
    const run = await setUp(account, described);
    expect(run.plan.leftAlone).toContainEqual({ step: 'group', key: NFC });
    expect(instanceIn(account.simulated.world).groups.map((one) => [one.displayName === NFD, one.description])).toEqual(
      names.map((name) => [name === NFD, name === NFD ? 'ours' : undefined]),
    );
  }
});

test('members and assignments go to the group that AWS has, whatever its spelling', async () => {
  const account = await withGroups('ADMINISTRATORS');
  expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
  const { groups, memberships, assignments } = instanceIn(account.simulated.world);
  expect(groups).toHaveLength(1);
  expect(memberships.map((one) => one.groupId)).toEqual([groups[0]?.id]);
  expect(assignments.map((one) => one.principalId)).toEqual([groups[0]?.id]);
  expect(await isInSync(account, onePerson())).toBe(true);
});

test('a user in other letters is seen in the list, and not looked up besides', async () => {
  const account = anAccount();
  expect(failuresOf(await setUp(account, kim({ userName: 'KIM' })))).toEqual([]);
  account.newCalls();
  await dryRun(account, kim({}));
  expect(account.newCalls().filter(({ operation }) => /^(GetUserId|DescribeUser)$/.test(operation))).toEqual([]);
  expect(await isInSync(account, kim({}))).toBe(true);
});

test('a group that somebody makes in other letters between plan and consent is found, not waited for', async () => {
  const account = anAccount();
  const aws = account.connect();
  const { guide, preview } = await dryRun(account, onePerson());
  const { store, ids } = somebodyIn(account);
  const made = { IdentityStoreId: ids.IdentityStoreId, DisplayName: 'administrators' };
  await store.send(new CreateGroupCommand(made));
  const before = account.clock.now();
  expect(failuresOf(await apply(guide, preview, { aws, emit: () => {}, waitMs: 0 }))).toEqual([]);
  expect(account.clock.now() - before).toBeLessThan(60_000);
  expect(groupsIn(account)).toEqual(['administrators']);
});

describe('users', () => {
  const USERS = SPELLINGS.filter(([, there, wanted]) => !/\s/.test(there + wanted));
  test.each(USERS)('with %s', async (_what, there, wanted, same) => {
    const account = anAccount();
    const { store, ids } = somebodyIn(account);
    const names = { DisplayName: 'Minsu Kim', Name: { GivenName: 'Minsu', FamilyName: 'Kim' } };
    const user = { IdentityStoreId: ids.IdentityStoreId, UserName: there, Emails: [{ Value: 'there@example.com' }] };
    await store.send(new CreateUserCommand({ ...user, ...names }));
    const settings = kim({ userName: wanted });
    expect(failuresOf(await setUp(account, settings))).toEqual([]);
    expect(instanceIn(account.simulated.world).users.map((one) => one.attributes.UserName)).toEqual(
      same ? [there] : [there, wanted],
    );
    expect(await isInSync(account, settings)).toBe(true);
  });

  test('a group renamed to the name of another, and back, by turns: names are what counts', async () => {
    const settings = onePerson({
      groups: [
        { name: 'Administrators', description: 'A' },
        { name: 'Others', description: 'B' },
      ],
    });
    const account = anAccount();
    await setUp(account, settings);
    const { store, ids } = somebodyIn(account);
    const [a, b] = [ids.group('Administrators'), ids.group('Others')];
    for (const [GroupId, AttributeValue] of [
      [a, 'Moving'],
      [b, 'Administrators'],
      [a, 'Others'],
    ]) {
      const Operations = [{ AttributePath: 'displayName', AttributeValue }];
      await store.send(new UpdateGroupCommand({ IdentityStoreId: ids.IdentityStoreId, GroupId, Operations }));
    }
    const run = await setUp(account, settings);
    expect(failuresOf(run)).toEqual([]);
    expect(due(run.plan).map(({ step, key, action }) => `${action.kind} ${step} ${key}`)).toEqual([
      'change group Administrators',
      'change group Others',
      'create membership kim@example.com in Administrators',
      'create assignment Administrators, AdministratorAccess, 111122223333',
    ]);
    // Whoever holds something under the old name keeps it: that is for a person to take away.
    expect(instanceIn(account.simulated.world).assignments).toHaveLength(2);
    expect(await isInSync(account, settings)).toBe(true);
  });
});

describe('e-mail addresses', () => {
  const person = (name: string, email: string): UserSettings => ({
    userName: name,
    email,
    givenName: name,
    familyName: 'Example',
    groups: [],
  });
  const people = (...users: UserSettings[]) => onePerson({ groups: [], users, assignments: [] });
  const emailsIn = (account: TestAccount) =>
    Object.fromEntries(
      instanceIn(account.simulated.world).users.map(({ attributes }) => [
        attributes.UserName,
        (attributes.Emails as { Value: string }[])[0]?.Value,
      ]),
    );

  test.each([['first'], ['last']])(
    'one that another user of the settings gives up goes to whom it is meant for (%s)',
    async (where) => {
      const account = anAccount();
      await setUp(account, people(person('kim', 'kim@example.com'), person('lee', 'lee@example.com')));
      const next = [
        person('kim', 'lee@example.com'),
        person('lee', 'new@example.com'),
        person('new', 'kim@example.com'),
      ];
      const wanted = people(...(where === 'first' ? next : next.reverse()));
      const run = await setUp(account, wanted);
      expect(failuresOf(run)).toEqual([]);
      expect(emailsIn(account)).toEqual({ kim: 'lee@example.com', lee: 'new@example.com', new: 'kim@example.com' });
      expect(await isInSync(account, wanted)).toBe(true);
    },
  );

  test('two that are to be swapped are a failure that names the holder: AWS has no way to do it at once', async () => {
    const account = anAccount();
    await setUp(account, people(person('kim', 'kim@example.com'), person('lee', 'lee@example.com')));
    const run = await setUp(account, people(person('kim', 'lee@example.com'), person('lee', 'kim@example.com')));
    expect(run.results.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.problem] : []))).toMatchObject([
      { id: 'emailTaken', facts: { email: 'lee@example.com', holder: 'lee' } },
      { id: 'emailTaken', facts: { email: 'kim@example.com', holder: 'kim' } },
    ]);
    expect(emailsIn(account)).toEqual({ kim: 'kim@example.com', lee: 'lee@example.com' });
  });

  test('one of a user who was made without an answer, and whom AWS shows by it first, is not somebody else’s', async () => {
    let made = 0;
    let hidden = 0;
    const fault = ({ operation, input }: FaultCall): Fault | undefined => {
      if (operation === 'CreateUser') made += 1;
      if (operation === 'CreateUser' && made === 1) return { kind: 'unanswered' };
      const isByName = JSON.stringify(input).includes('"userName"');
      if (operation !== 'GetUserId' || !isByName || made < 2 || hidden > 0) return undefined;
      hidden += 1;
      return { kind: 'refuse', code: 'ResourceNotFoundException', message: 'No such user.' };
    };
    const account = anAccount({ behaviour: { lagMs: 15_000, fault } });
    expect(failuresOf(await setUp(account, people(person('kim', 'kim@example.com'))))).toEqual([]);
    expect([made, hidden]).toEqual([2, 1]);
    expect(emailsIn(account)).toEqual({ kim: 'kim@example.com' });
  });

  test('one that a stranger has taken is a failure at once, and the rest is done', async () => {
    const account = anAccount();
    await setUp(account, people(person('stranger', 'kim@example.com')));
    const before = account.clock.now();
    const run = await setUp(account, people(person('kim', 'KIM@example.com'), person('lee', 'lee@example.com')));
    expect(account.clock.now() - before).toBeLessThan(5_000);
    expect(run.results.filter(({ step }) => step === 'user').map(({ outcome }) => outcome.kind)).toEqual([
      'failed',
      'done',
    ]);
  });
});

describe('accounts and organizational units', () => {
  const assigned = (accounts: string[]): Settings =>
    onePerson({
      assignments: [{ principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts }],
    });
  /** The account `prod`, the unit `Prod` and the account `dev` under other names. */
  const renamed = (account: string, unit: string, other = 'dev'): World => {
    const world = scenarios['several-accounts']();
    for (const one of world.organization?.accounts ?? []) {
      if (one.name === 'prod') one.name = account;
      else if (one.name === 'dev') one.name = other;
    }
    for (const one of world.organization?.units ?? []) if (one.name === 'Prod') one.name = unit;
    return world;
  };
  const targets = async (world: World, selector: string) => {
    const { targets } = await dryRun(anAccount({ world }), assigned([selector]));
    return targets.get(selector);
  };

  test('are found however their letters are composed', async () => {
    const world = renamed(NFD, NFD);
    expect(await targets(world, NFC)).toEqual(['222233334444']);
    expect(await targets(world, `ou:Workloads/${NFC}`)).toEqual(['222233334444']);
    expect(await targets(renamed(NFC, NFC), NFD)).toEqual(['222233334444']);
  });

  test.each([
    ['letter case', 'DEVELOPMENT', 'Development'],
    ['white space', 'Dev  Team', 'Dev Team'],
    ['a no-break space', 'Dev\u00a0Team', 'Dev Team'],
    ['width', '\uff33tage', 'Stage'],
  ])('that differ in %s are others, and nothing is written', async (_what, there, wanted) => {
    const account = anAccount({ world: renamed(there, there) });
    await expect(setUp(account, assigned([wanted]))).rejects.toMatchObject({ id: 'unknownAccount' });
    await expect(setUp(account, assigned([`ou:Workloads/${wanted}`]))).rejects.toMatchObject({ id: 'unknownUnit' });
    expect(writesIn(account.newCalls())).toEqual([]);
  });

  test('whose very name it is go before others that read the same', async () => {
    expect(await targets(renamed(NFD, 'Prod', NFC), NFD)).toEqual(['222233334444']);
    expect(await targets(renamed(NFD, 'Prod', NFC), NFC)).toEqual(['333344445555']);
  });

  test('of which two have the same name are refused, and neither is chosen', async () => {
    const world = renamed('dev', 'Prod');
    await expect(targets(world, 'dev')).rejects.toMatchObject({ id: 'unknownAccount', facts: { matches: '2' } });
  });
});

test('permission sets and tags that differ in letter case are two, as AWS has it', async () => {
  const account = anAccount();
  const { sso, ids } = somebodyIn(account);
  const { InstanceArn } = ids;
  const { PermissionSet } = await sso.send(
    new CreatePermissionSetCommand({ InstanceArn, Name: 'administratoraccess' }),
  );
  await sso.send(
    new TagResourceCommand({
      InstanceArn,
      ResourceArn: PermissionSet?.PermissionSetArn,
      Tags: [{ Key: 'Team', Value: 'theirs' }],
    }),
  );
  const settings = onePerson({
    permissionSets: [{ name: 'AdministratorAccess', tags: { team: 'ours', TEAM: 'ours too' } }],
  });
  expect(failuresOf(await setUp(account, settings))).toEqual([]);
  expect(instanceIn(account.simulated.world).permissionSets.map(({ name, tags }) => [name, tags.length])).toEqual([
    ['administratoraccess', 1],
    ['AdministratorAccess', 2],
  ]);
  expect(await isInSync(account, settings)).toBe(true);
});

test('a name that AWS refuses as taken and does not show is a failure in its words; no second one is tried', async () => {
  const fault = ({ operation }: FaultCall): Fault | undefined =>
    operation === 'CreatePermissionSet'
      ? { kind: 'refuse', code: 'ConflictException', message: 'PermissionSet with name ADMIN already exists.' }
      : undefined;
  const account = anAccount({ behaviour: { fault } });
  const run = await setUp(account, onePerson());
  expect(run.results.find(({ step }) => step === 'permissionSet')?.outcome).toMatchObject({
    kind: 'failed',
    problem: { id: 'alreadyExists', facts: { detail: 'PermissionSet with name ADMIN already exists.' } },
  });
  expect(writesIn(account.newCalls()).filter((operation) => operation === 'CreatePermissionSet')).toHaveLength(1);
});

test('a permission set of our name that is not ours becomes ours, and keeps its own tags up to the limit of AWS', async () => {
  const account = anAccount();
  const { sso, ids } = somebodyIn(account);
  const { InstanceArn } = ids;
  const { PermissionSet } = await sso.send(
    new CreatePermissionSetCommand({ InstanceArn, Name: 'AdministratorAccess' }),
  );
  const theirs = (count: number) => Array.from({ length: count }, (_, i) => ({ Key: `theirs${i}`, Value: `${i}` }));
  const tag = (count: number) =>
    sso.send(
      new TagResourceCommand({ InstanceArn, ResourceArn: PermissionSet?.PermissionSetArn, Tags: theirs(count) }),
    );
  await tag(50);
  const settings = (tags: Record<string, string>) =>
    onePerson({ permissionSets: [{ name: 'AdministratorAccess', tags }] });
  expect(failuresOf(await setUp(account, settings({ team: 'platform' })))).toEqual([]);
  const [set] = instanceIn(account.simulated.world).permissionSets;
  expect(set?.tags).toEqual([...theirs(50), { Key: 'team', Value: 'platform' }]);
  await tag(74);
  const run = await setUp(account, settings({ team: 'platform', cost: '42' }));
  expect(run.results.find(({ step }) => step === 'permissionSet')?.outcome).toMatchObject({
    kind: 'failed',
    problem: { id: 'quotaExceeded', facts: { operation: 'TagResource' } },
  });
  expect(instanceIn(account.simulated.world).permissionSets[0]?.tags).toHaveLength(75);
});

describe('settings that name two things that are one for AWS are refused, with place and rule', () => {
  const placesIn = (text: string) =>
    troublesIn(text).map(({ rule, path, at }) => `${rule} ${path} ${at?.line}:${at?.column}`);
  const user = (name: string, email: string) => `  - {userName: ${name}, email: ${email}, givenName: A, familyName: B}`;

  test.each([
    ['groups in letter case', `groups:\n  - name: Admins\n  - name: ADMINS`, ['duplicate groups[1].name 3:11']],
    ['groups in composition', `groups:\n  - name: ${NFC}\n  - name: ${NFD}`, ['duplicate groups[1].name 3:11']],
    ['groups in both', `groups:\n  - name: ${NFC}\n  - name: ${NFD.toUpperCase()}`, ['duplicate groups[1].name 3:11']],
    [
      'users in letter case',
      `users:\n${user('kim', 'a@example.com')}\n${user('KIM', 'b@example.com')}`,
      ['duplicate users[1].userName 3:16'],
    ],
    [
      'users in composition',
      `users:\n${user('\u00e9', 'a@example.com')}\n${user('e\u0301', 'b@example.com')}`,
      ['duplicate users[1].userName 3:16'],
    ],
    [
      'addresses in letter case',
      `users:\n${user('kim', 'a@example.com')}\n${user('lee', 'A@Example.com')}`,
      ['duplicate users[1].email 3:28'],
    ],
    [
      'customer managed policies in letter case',
      `permissionSets:\n  - name: A\n    customerManagedPolicies:\n      - name: Team\n      - name: TEAM`,
      ['duplicate permissionSets[0].customerManagedPolicies[1].name 5:15'],
    ],
    [
      'a group of a user in other letters',
      `groups:\n  - name: Admins\nusers:\n  - {userName: kim, email: a@example.com, givenName: A, familyName: B, groups: [admins]}`,
      ['unknownReference users[0].groups[0] 4:81'],
    ],
  ])('%s', (_what, text, expected) => {
    expect(placesIn(text)).toEqual(expected);
  });

  test.each([
    ['permission sets', 'permissionSets:\n  - name: Admin\n  - name: admin'],
    ['tags', 'permissionSets:\n  - name: A\n    tags: {team: a, Team: b}'],
  ])('%s that differ in letter case are two, and are not', (_what, text) => {
    expect(placesIn(text)).toEqual([]);
  });

  test.each([
    ['a zero-width space', 'Ad\u200bmins'],
    ['a zero-width joiner', 'Ad\u200dmins'],
    ['a soft hyphen', 'Ad\u00admins'],
    ['a byte order mark', 'Ad\ufeffmins'],
    ['white space at an end', '"Admins "'],
  ])('a name with %s is refused: nobody sees it', (_what, name) => {
    expect(placesIn(`groups:\n  - name: ${name}`)).toHaveLength(1);
  });
});
