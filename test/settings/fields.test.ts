import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { schemas } from '../../src/schemas.ts';
import { type Path, pathText } from '../../src/settings/check.ts';
import type { RuleId } from '../../src/settings/rules.ts';
import type { Trouble } from '../../src/settings/trouble.ts';
import { troublesIn } from './helpers.ts';

/** Right, and with every setting there is; references are kept by other names so that each field can be broken alone. */
const whole = () => ({
  account: '111122223333',
  region: 'ap-northeast-2',
  portal: { alias: 'lemonlogin' },
  groups: [
    { name: 'First', description: 'x' },
    { name: 'Second', description: 'x' },
  ],
  users: [
    {
      userName: 'kim',
      email: 'kim@example.com',
      givenName: 'a',
      familyName: 'b',
      displayName: 'c',
      groups: ['Second'],
    },
    {
      userName: 'lee',
      email: 'lee@example.com',
      givenName: 'a',
      familyName: 'b',
      displayName: 'c',
      groups: ['Second'],
    },
  ],
  permissionSets: [
    {
      name: 'Unused',
      description: 'x',
      sessionDuration: '4h',
      relayState: 'https://us-east-1.console.aws.amazon.com/billing/',
      managedPolicies: ['AdministratorAccess', 'Billing'],
      customerManagedPolicies: [{ name: 'Team', path: '/' }],
      inlinePolicy: { Statement: [] },
      permissionsBoundary: { managedPolicy: 'PowerUserAccess' },
      tags: { team: 'platform' },
    },
    { name: 'Used', permissionsBoundary: { customerManagedPolicy: { name: 'Limit', path: '/a/' } } },
  ],
  assignments: [
    { group: 'Second', permissionSets: ['Used'], accounts: ['management'] },
    { user: 'lee', permissionSets: ['Used'], accounts: ['all', 'ou:Prod'] },
  ],
  cli: {
    session: 'lemonlogin',
    profiles: [{ name: 'admin', account: 'management', permissionSet: 'Used', region: 'us-east-1' }],
  },
  confirmed: { mfa: '2026-11-23', emailOtp: '2026-11-23' },
});

/** The whole file with one value put elsewhere; `undefined` takes it away. */
function withValue(path: Path, value: unknown): string {
  const document: unknown = whole();
  const parent = path.slice(0, -1).reduce<unknown>((node, part) => Reflect.get(Object(node), part), document);
  const last = path.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(Object(parent), last);
  else Reflect.set(Object(parent), last, value);
  return stringify(document, { lineWidth: 0 });
}

function troubleWith(path: Path, value: unknown, at: Path = path): Trouble | undefined {
  return troublesIn(withValue(path, value)).find((trouble) => trouble.path === pathText(at));
}

/** What the caret underlines. */
function marked(trouble: Trouble | undefined): string | undefined {
  const { at } = trouble ?? {};
  return at?.source.slice(at.column - 1, at.column - 1 + at.length);
}

/** Every text of the file, a value that its pattern refuses, the rule that says so, and one that is too long. */
const TEXTS: readonly (readonly [Path, string, RuleId, string?])[] = [
  [['account'], '1234', 'account'],
  [['region'], 'AP-NORTHEAST-2', 'region'],
  [['portal', 'alias'], 'lemon_login', 'alias', 'a'.repeat(63)],
  [['groups', 0, 'name'], 'a\u200Db', 'textCharacters', 'a'.repeat(1025)],
  [['groups', 0, 'description'], 'a\u200Db', 'textCharacters', 'a'.repeat(1025)],
  [['users', 0, 'userName'], 'kim lee', 'userNameCharacters', 'a'.repeat(129)],
  [['users', 0, 'email'], 'kim', 'email', `${'a'.repeat(250)}@a.kr`],
  [['users', 0, 'givenName'], 'a\u200Db', 'textCharacters', 'a'.repeat(1025)],
  [['users', 0, 'familyName'], 'a\u200Db', 'textCharacters', 'a'.repeat(1025)],
  [['users', 0, 'displayName'], 'a\u200Db', 'textCharacters', 'a'.repeat(1025)],
  [['users', 0, 'groups', 0], 'second', 'unknownReference', 'a'.repeat(1025)],
  [['permissionSets', 0, 'name'], 'Full Access', 'permissionSetName', 'a'.repeat(33)],
  [['permissionSets', 0, 'description'], '설명', 'latin1', 'a'.repeat(701)],
  [['permissionSets', 0, 'sessionDuration'], 'four', 'duration'],
  [['permissionSets', 0, 'relayState'], 'http://a/', 'relayStateHttps', `https://a/${'a'.repeat(231)}`],
  [['permissionSets', 0, 'managedPolicies', 0], 'a b', 'managedPolicy'],
  [['permissionSets', 0, 'customerManagedPolicies', 0, 'name'], 'a b', 'policyName', 'a'.repeat(129)],
  [['permissionSets', 0, 'customerManagedPolicies', 0, 'path'], 'team', 'policyPath', `/${'a'.repeat(512)}/`],
  [['permissionSets', 0, 'permissionsBoundary', 'managedPolicy'], 'a b', 'managedPolicy'],
  [['permissionSets', 1, 'permissionsBoundary', 'customerManagedPolicy', 'name'], 'a b', 'policyName', 'a'.repeat(129)],
  [
    ['permissionSets', 1, 'permissionsBoundary', 'customerManagedPolicy', 'path'],
    'a',
    'policyPath',
    `/${'a'.repeat(512)}/`,
  ],
  [['permissionSets', 0, 'tags', 'team'], 'a&b', 'tagCharacters', 'a'.repeat(257)],
  [['assignments', 0, 'group'], 'second', 'unknownReference', 'a'.repeat(1025)],
  [['assignments', 1, 'user'], 'Lee', 'unknownReference', 'a'.repeat(129)],
  [['assignments', 0, 'permissionSets', 0], 'used', 'unknownReference', 'a'.repeat(33)],
  [['assignments', 0, 'accounts', 0], '11112222333', 'account', 'a'.repeat(129)],
  [['cli', 'session'], 'my session', 'cliName', 'a'.repeat(65)],
  [['cli', 'profiles', 0, 'name'], 'my profile', 'cliName', 'a'.repeat(65)],
  [['cli', 'profiles', 0, 'account'], 'all', 'oneAccount', 'a'.repeat(129)],
  [['cli', 'profiles', 0, 'permissionSet'], 'used', 'unknownReference', 'a'.repeat(33)],
  [['cli', 'profiles', 0, 'region'], 'us-east', 'region'],
  [['confirmed', 'mfa'], '2026-13-01', 'date'],
  [['confirmed', 'emailOtp'], 'yesterday', 'date'],
];

const LISTS: readonly Path[] = [
  ['groups'],
  ['users'],
  ['users', 0, 'groups'],
  ['permissionSets'],
  ['permissionSets', 0, 'managedPolicies'],
  ['permissionSets', 0, 'customerManagedPolicies'],
  ['assignments'],
  ['assignments', 0, 'permissionSets'],
  ['assignments', 0, 'accounts'],
  ['cli', 'profiles'],
];

const MAPPINGS: readonly Path[] = [
  ['portal'],
  ['groups', 0],
  ['users', 0],
  ['permissionSets', 0],
  ['permissionSets', 0, 'customerManagedPolicies', 0],
  ['permissionSets', 0, 'permissionsBoundary'],
  ['assignments', 0],
  ['cli'],
  ['cli', 'profiles', 0],
  ['confirmed'],
];

const REQUIRED: readonly Path[] = [
  ['groups', 0, 'name'],
  ['users', 0, 'userName'],
  ['users', 0, 'email'],
  ['users', 0, 'givenName'],
  ['users', 0, 'familyName'],
  ['permissionSets', 0, 'name'],
  ['permissionSets', 0, 'customerManagedPolicies', 0, 'name'],
  ['assignments', 0, 'permissionSets'],
  ['assignments', 0, 'accounts'],
  ['cli', 'profiles', 0, 'name'],
  ['cli', 'profiles', 0, 'account'],
  ['cli', 'profiles', 0, 'permissionSet'],
];

test('The whole file is right', () => {
  expect(troublesIn(withValue(['region'], 'ap-northeast-2'))).toEqual([]);
});

describe.each(TEXTS.map(([path, bad, rule]) => ({ name: pathText(path), path, bad, rule })))(
  '$name',
  ({ path, bad, rule }) => {
    test('that breaks its rule is underlined, with a value that would pass', () => {
      const trouble = troubleWith(path, bad);
      expect(trouble).toMatchObject({ rule });
      expect(marked(trouble)?.replaceAll('"', '')).toBe(bad);
      expect(trouble?.example ?? trouble?.suggestion).toBeTruthy();
    });

    test('that is null has no value', () => {
      expect(troubleWith(path, null)).toMatchObject({ rule: 'noValue' });
    });

    test.each([42, true])('that is %j has to be put in quotes', (value) => {
      const trouble = troubleWith(path, value);
      expect(trouble).toMatchObject({ rule: 'unquoted', suggestion: `"${value}"` });
      expect(marked(trouble)).toBe(String(value));
    });

    test.each([
      ['list', ['x']],
      ['mapping', { x: 'y' }],
    ])('that is a %s says what it should be', (found, value) => {
      expect(troubleWith(path, value)).toMatchObject({ rule: 'wrongType', facts: { found, expected: 'text' } });
    });
  },
);

test.each(TEXTS.flatMap(([path, , , long]) => (long === undefined ? [] : [{ name: pathText(path), path, long }])))(
  '$name that is too long says how long it may be',
  ({ path, long }) => {
    expect(troubleWith(path, long)).toMatchObject({ rule: 'tooLong', facts: { max: expect.stringMatching(/^\d+$/) } });
  },
);

test.each(TEXTS.filter(([path]) => path.at(-1) !== 'team').map(([path]) => ({ name: pathText(path), path })))(
  '$name that is empty says so',
  ({ path }) => {
    const trouble = troubleWith(path, '');
    expect(trouble).toMatchObject({ rule: 'empty' });
    expect(marked(trouble)).toBe('""');
  },
);

describe.each(LISTS.map((path) => ({ name: pathText(path), path })))('$name', ({ path }) => {
  test.each([
    ['text', 'x'],
    ['mapping', { x: 'y' }],
    ['number', 1],
  ])('that is a %s should be a list', (found, value) => {
    expect(troubleWith(path, value)).toMatchObject({ rule: 'wrongType', facts: { found, expected: 'list' } });
  });

  test('that is null has no value', () => {
    expect(troubleWith(path, null)).toMatchObject({ rule: 'noValue' });
  });
});

describe.each(MAPPINGS.map((path) => ({ name: pathText(path), path })))('$name', ({ path }) => {
  test.each([
    ['text', 'x'],
    ['list', ['x']],
    ['number', 1],
  ])('that is a %s should be a mapping', (found, value) => {
    expect(troubleWith(path, value)).toMatchObject({ rule: 'wrongType', facts: { found, expected: 'mapping' } });
  });

  test('with an unknown key underlines the key', () => {
    const trouble = troubleWith([...path, 'zzzz'], 'x');
    expect(trouble).toMatchObject({ rule: 'unknownKey' });
    expect(trouble?.suggestion).toBeUndefined();
    expect(marked(trouble)).toBe('zzzz');
  });

  test('that is null has no value', () => {
    expect(troubleWith(path, null)).toMatchObject({ rule: 'noValue' });
  });
});

test.each(REQUIRED.map((path) => ({ name: pathText(path), path })))('$name cannot be left out', ({ path }) => {
  const trouble = troubleWith(path, undefined);
  expect(trouble).toMatchObject({ rule: 'missing', at: { line: expect.any(Number) } });
});

test('What is missing is told at the first line of the thing that lacks it', () => {
  const trouble = troubleWith(['users', 1, 'email'], undefined);
  expect(trouble?.at?.source).toBe('  - userName: lee');
  expect(trouble?.example).toBe('kim@example.com');
});

test.each([
  [['Region'], 'region'],
  [['permission-sets'], 'permissionSets'],
  [['permission_sets'], 'permissionSets'],
  [['permisionSets'], 'permissionSets'],
  [['user'], 'users'],
  [['alias'], 'portal.alias'],
  [['sessionDuration'], 'permissionSets[].sessionDuration'],
  [['permissionSets', 0, 'session'], 'sessionDuration'],
  [['permissionSets', 0, 'sessionduration'], 'sessionDuration'],
  [['permissionSets', 0, 'managedPolicy'], 'managedPolicies'],
  [['users', 0, 'username'], 'userName'],
  [['users', 0, 'given_name'], 'givenName'],
  [['assignments', 0, 'permissionSet'], 'permissionSets'],
  [['confirmed', 'MFA'], 'mfa'],
])('For the key %j the suggestion is %s', (path, suggestion) => {
  expect(troubleWith(path, 'x')).toMatchObject({ rule: 'unknownKey', suggestion });
});

describe('A number where an account belongs', () => {
  test.each(['012345678901', '000000000001', '111122223333'])('%s keeps its digits in the suggestion', (account) => {
    expect(troublesIn(`account: ${account}\n`)).toMatchObject([
      { rule: 'unquoted', path: 'account', suggestion: `"${account}"`, at: { line: 1, column: 10, length: 12 } },
    ]);
  });

  test('is found among the accounts of an assignment too', () => {
    const text =
      'groups: [{ name: A }]\npermissionSets: [{ name: B }]\nassignments:\n  - group: A\n    permissionSets: [B]\n';
    expect(troublesIn(`${text}    accounts:\n      - 012345678901\n`)).toMatchObject([
      {
        rule: 'unquoted',
        path: 'assignments[0].accounts[0]',
        suggestion: '"012345678901"',
        at: { line: 7, column: 9 },
      },
    ]);
  });
});

test('The JSON Schema names every setting, refuses others and has no leftovers of our checks', () => {
  const schema = schemas.settings;
  expect(schema).toMatchObject({ type: 'object', additionalProperties: false });
  expect(Object.keys(Object(schema.properties))).toEqual(Object.keys(whole()));
  expect(JSON.stringify(schema)).not.toContain('params');
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});
