import { describe, expect, test } from 'vitest';
import { seen, troublesIn } from './helpers.ts';

const people = (...users: string[]) =>
  `users:\n${users.map((user) => `  - { ${user}, givenName: a, familyName: b }\n`).join('')}`;
const sets = 'permissionSets: [{ name: A }, { name: B }]\n';

describe('Told twice', () => {
  test('are names of groups, at the second place', () => {
    expect(seen(troublesIn('groups:\n  - name: A\n  - name: B\n  - name: A\n'))).toEqual([
      '4:11 groups[2].name duplicate "A"',
    ]);
  });

  test('are group names that only look alike', () => {
    expect(seen(troublesIn('groups: [{ name: "한" }, { name: "\u1112\u1161\u11AB" }]\n'))).toHaveLength(1);
  });

  test('are user names and e-mail addresses, whatever their case', () => {
    const text = people('userName: kim, email: kim@a.kr', 'userName: KIM, email: Kim@A.kr');
    expect(troublesIn(text).map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      'users[1].userName duplicate',
      'users[1].email duplicate',
    ]);
  });

  test('are permission sets, but not in another case', () => {
    expect(troublesIn('permissionSets: [{ name: A }, { name: a }]\n')).toEqual([]);
    expect(troublesIn('permissionSets: [{ name: A }, { name: A }]\n')).toMatchObject([{ rule: 'duplicate' }]);
  });

  test('are CLI profiles', () => {
    const profile = '{ name: a, account: management, permissionSet: A }';
    expect(troublesIn(`${sets}cli: { profiles: [${profile}, ${profile}] }\n`)).toMatchObject([
      { rule: 'duplicate', path: 'cli.profiles[1].name' },
    ]);
  });

  test("are a user's groups, an assignment's permission sets and accounts", () => {
    const text = `groups: [{ name: G }]\n${sets}${people('userName: kim, email: kim@a.kr, groups: [G, G]')}assignments:
  - { group: G, permissionSets: [A, A], accounts: [all, all] }\n`;
    expect(troublesIn(text).map(({ path, rule }) => `${path} ${rule}`)).toEqual([
      'users[0].groups[1] duplicate',
      'assignments[0].permissionSets[1] duplicate',
      'assignments[0].accounts[1] duplicate',
    ]);
  });

  test('is the same assignment in two places', () => {
    const text = `groups: [{ name: G }]\n${people('userName: G, email: g@a.kr')}${sets}assignments:
  - { group: G, permissionSets: [A], accounts: [management, all] }
  - { user: G, permissionSets: [A], accounts: [management] }
  - { group: G, permissionSets: [B], accounts: [management] }
  - { group: G, permissionSets: [B, A], accounts: [all] }\n`;
    expect(troublesIn(text)).toMatchObject([
      { rule: 'duplicate', path: 'assignments[3].accounts[0]', facts: { value: 'G / A / all' } },
    ]);
  });

  test('are policies by name and by ARN', () => {
    const arn = 'arn:aws:iam::aws:policy/job-function/Billing';
    const text = `permissionSets:\n  - name: A\n    managedPolicies: [Billing, ReadOnlyAccess, ${arn}]\n`;
    expect(troublesIn(text)).toMatchObject([
      { rule: 'duplicate', path: 'permissionSets[0].managedPolicies[2]', facts: { first: 'Billing' } },
    ]);
  });

  test('are customer managed policies of the same path', () => {
    const text =
      'permissionSets: [{ name: A, customerManagedPolicies: [{ name: P }, { name: P, path: / }, { name: P, path: /a/ }] }]\n';
    expect(troublesIn(text)).toMatchObject([
      { rule: 'duplicate', path: 'permissionSets[0].customerManagedPolicies[1].name' },
    ]);
  });
});

describe('A reference', () => {
  test.each([
    [
      `${people('userName: kim, email: k@a.kr, groups: [admins]')}groups: [{ name: Admins }]\n`,
      'users[0].groups[0]',
      'Admins',
    ],
    [
      `groups: [{ name: Admins }]\n${sets}assignments: [{ group: Admin, permissionSets: [A], accounts: [all] }]\n`,
      'assignments[0].group',
      'Admins',
    ],
    [
      `${people('userName: kim, email: k@a.kr')}${sets}assignments: [{ user: Kim, permissionSets: [A], accounts: [all] }]\n`,
      'assignments[0].user',
      'kim',
    ],
    [
      `groups: [{ name: G }]\n${sets}assignments: [{ group: G, permissionSets: [C], accounts: [all] }]\n`,
      'assignments[0].permissionSets[0]',
      undefined,
    ],
    [
      `${sets}cli: { profiles: [{ name: p, account: management, permissionSet: a }] }\n`,
      'cli.profiles[0].permissionSet',
      'A',
    ],
  ])('has to be in the file (case %#)', (text, path, suggestion) => {
    const [trouble, ...more] = troublesIn(text);
    expect(more).toEqual([]);
    expect(trouble).toMatchObject({ rule: 'unknownReference', path });
    expect(trouble?.suggestion).toBe(suggestion);
  });

  test('is not looked up where the defaults fill the lists', () => {
    const text = 'cli: { profiles: [{ name: p, account: management, permissionSet: Anything }] }\n';
    expect(troublesIn(text)).toEqual([]);
  });
});

describe('Exactly one', () => {
  test('of group and user is assigned', () => {
    const text = (who: string) =>
      `groups: [{ name: G }]\n${people('userName: u, email: u@a.kr')}${sets}assignments:\n  - ${who}\n    permissionSets: [A]\n    accounts: [all]\n`;
    expect(troublesIn(text('group: G'))).toEqual([]);
    expect(seen(troublesIn(`${sets}assignments:\n  - permissionSets: [A]\n    accounts: [all]\n`))).toEqual([
      '3:5 assignments[0] exactlyOne "permissionSets"',
    ]);
    expect(seen(troublesIn(text('group: G\n    user: u')))).toEqual(['7:5 assignments[0].user exactlyOne "user"']);
  });

  test('kind of policy is the boundary', () => {
    const text = (boundary: string) => `permissionSets:\n  - name: A\n    permissionsBoundary: ${boundary}\n`;
    expect(troublesIn(text('{ managedPolicy: PowerUserAccess }'))).toEqual([]);
    expect(seen(troublesIn(text('{}')))).toEqual([
      '3:5 permissionSets[0].permissionsBoundary exactlyOne "permissionsBoundary"',
    ]);
    expect(troublesIn(text('{ managedPolicy: P, customerManagedPolicy: { name: Q } }'))).toMatchObject([
      { rule: 'exactlyOne', facts: { count: '2', keys: 'managedPolicy, customerManagedPolicy' } },
    ]);
  });
});

describe('Too many', () => {
  const list = (count: number, one: (index: number) => string) =>
    Array.from({ length: count }, (_, index) => one(index)).join(', ');

  test('are 26 policies, AWS managed and customer managed together', () => {
    const text = (managed: number, customer: number) =>
      `permissionSets:\n  - name: A\n    managedPolicies: [${list(managed, (index) => `P${index}`)}]\n    customerManagedPolicies: [${list(customer, (index) => `{ name: C${index} }`)}]\n`;
    expect(troublesIn(text(20, 5))).toEqual([]);
    expect(seen(troublesIn(text(20, 6)))).toEqual([
      '3:5 permissionSets[0].managedPolicies tooManyPolicies "managedPolicies"',
    ]);
    expect(troublesIn(text(0, 26))).toMatchObject([{ path: 'permissionSets[0].customerManagedPolicies' }]);
  });

  test('are 51 tags', () => {
    const text = (count: number) =>
      `permissionSets: [{ name: A, tags: { ${list(count, (index) => `t${index}: x`)} } }]\n`;
    expect(troublesIn(text(50))).toEqual([]);
    expect(troublesIn(text(51))).toMatchObject([{ rule: 'tooManyTags', facts: { count: '51', max: '50' } }]);
  });
});

test('An assignment of nothing or to nowhere is refused', () => {
  const text = 'groups: [{ name: G }]\nassignments: [{ group: G, permissionSets: [], accounts: [] }]\n';
  expect(troublesIn(text).map(({ path, rule }) => `${path} ${rule}`)).toEqual([
    'assignments[0].permissionSets empty',
    'assignments[0].accounts empty',
  ]);
});

test('What is wrong in shape hides nothing that is wrong elsewhere', () => {
  const text = 'region: 1\ngroups: [{ name: A }, { name: A }]\npermissionSets: [{ name: P, tags: { aws:x: 1 } }]\n';
  expect(troublesIn(text).map(({ path, rule }) => `${path} ${rule}`)).toEqual([
    'region unquoted',
    'groups[1].name duplicate',
    'permissionSets[0].tags["aws:x"] tagReserved',
    'permissionSets[0].tags["aws:x"] unquoted',
  ]);
});
