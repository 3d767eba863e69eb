import { describe, expect, test } from 'vitest';
import type { AnswerFlags } from '../../src/settings/flags.ts';
import { readSettings } from '../../src/settings/gather.ts';
import { type Detected, type MergedSettings, type MergeInput, mergeSettings } from '../../src/settings/merge.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { BadSettings } from '../../src/settings/trouble.ts';
import { load, troublesOf, withFiles } from './helpers.ts';

const KIM = { email: 'kim@acme.kr', givenName: 'Minsu', familyName: 'Kim' };
const HERE: Detected = { region: 'eu-west-1', account: '111122223333', accountName: 'acme' };

const FULL = `region: ap-northeast-2
portal: { alias: lemonlogin }
groups: [{ name: Admins }]
users: [{ userName: kim, email: kim@acme.kr, givenName: Minsu, familyName: Kim, groups: [Admins] }]
permissionSets: [{ name: Full, sessionDuration: 8h, managedPolicies: [AdministratorAccess] }]
assignments:
  - { group: Admins, permissionSets: [Full], accounts: [management, 1111-2222-3333] }
cli: { profiles: [{ name: admin, account: management, permissionSet: Full }] }
`;

function merged(input: MergeInput): MergedSettings {
  const result = mergeSettings(input);
  if ('missing' in result) throw new Error(`missing: ${result.missing.map(({ id }) => id).join(', ')}`);
  return result;
}
const settingsOf = (input: MergeInput): Settings => merged(input).settings;
const missingIn = (input: MergeInput): string[] => {
  const result = mergeSettings(input);
  return 'missing' in result ? result.missing.map(({ id }) => id) : [];
};
const troubles = (input: MergeInput) =>
  troublesOf(() => mergeSettings(input)).map(({ path, rule }) => `${path} ${rule}`);

describe('With nothing but answers', () => {
  test('one person gets a group, full access for 4 hours, and the own account', () => {
    expect(settingsOf({ flags: KIM, detected: HERE })).toEqual({
      region: { name: 'eu-west-1', asked: false },
      groups: [{ name: 'Administrators' }],
      users: [{ userName: 'kim@acme.kr', ...KIM, groups: ['Administrators'] }],
      permissionSets: [
        { name: 'AdministratorAccess', sessionDuration: 'PT4H', managedPolicies: ['AdministratorAccess'] },
      ],
      assignments: [
        { principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts: ['management'] },
      ],
      confirmed: {},
    });
  });

  test('only what cannot be known is asked for, in this order', () => {
    expect(missingIn({})).toEqual(['region', 'email', 'givenName', 'familyName']);
    expect(missingIn({ detected: HERE })).toEqual(['email', 'givenName', 'familyName']);
    expect(missingIn({ detected: HERE, flags: { email: KIM.email } })).toEqual(['givenName', 'familyName']);
    expect(missingIn({ flags: { ...KIM, region: 'us-east-1' } })).toEqual([]);
    expect(missingIn({ file: load('region: us-east-1\n'), flags: KIM })).toEqual([]);
  });

  test('the questions name their flag and their place in the file, and check like everything else', () => {
    const result = mergeSettings({ detected: HERE });
    if (!('missing' in result)) throw new Error('nothing missing');
    const [email] = result.missing;
    expect(email).toMatchObject({ id: 'email', flag: '--email', key: 'users[0].email' });
    expect(email?.check('kim@acme')).toMatchObject({ path: '--email', rule: 'emailDomain' });
    expect(email?.check('')).toMatchObject({ path: '--email', rule: 'empty' });
    expect(email?.check('  kim@acme.kr ')).toBeUndefined();
  });

  test('answers complete the settings; an empty one means the suggestion', () => {
    const result = mergeSettings({});
    if (!('missing' in result)) throw new Error('nothing missing');
    const done = result.with({ ...KIM, email: ' kim@acme.kr ', region: '' });
    if ('missing' in done) throw new Error('still missing');
    expect(done.settings.region).toEqual({ name: 'us-east-1', asked: true });
    expect(done.settings.users[0]?.userName).toBe('kim@acme.kr');
    expect(done.decisions.filter(({ source }) => source === 'you').map(({ id }) => id)).toEqual(['region', 'user']);
  });

  test('some answers leave the rest to ask, wrong ones are refused', () => {
    const result = mergeSettings({ detected: HERE });
    if (!('missing' in result)) throw new Error('nothing missing');
    const half = result.with({ email: KIM.email });
    expect('missing' in half && half.missing.map(({ id }) => id)).toEqual(['givenName', 'familyName']);
    expect(troublesOf(() => result.with({ email: 'kim' }))).toMatchObject([{ path: '--email', rule: 'email' }]);
  });
});

describe('The Region comes', () => {
  const env = { AWS_REGION: 'us-west-2', AWS_DEFAULT_REGION: 'us-west-1' };
  const file = load('region: ap-northeast-2\n');
  test.each<[string, MergeInput, string, boolean, string]>([
    ['flag', { flags: { region: 'sa-east-1' }, env, file, detected: HERE }, 'sa-east-1', true, 'flag'],
    ['file', { env, file, detected: HERE }, 'ap-northeast-2', true, 'file'],
    ['AWS_REGION', { env, detected: HERE }, 'us-west-2', false, 'environment'],
    ['AWS_DEFAULT_REGION', { env: { AWS_DEFAULT_REGION: 'us-west-1' } }, 'us-west-1', false, 'environment'],
    ['profile', { env: { AWS_REGION: '' }, detected: HERE }, 'eu-west-1', false, 'detected'],
  ])('from the %s before what comes after it', (_from, input, name, asked, source) => {
    const { settings, decisions } = merged({ ...input, flags: { ...KIM, ...input.flags } });
    expect(settings.region).toEqual({ name, asked });
    expect(decisions[0]).toEqual({ id: 'region', value: name, source });
  });

  test('never from a variable that names none: that is told', () => {
    expect(troubles({ flags: KIM, env: { AWS_REGION: 'seoul' } })).toEqual(['AWS_REGION region']);
  });

  test('from a question when the profile names none that has Identity Center', () => {
    expect(missingIn({ flags: KIM, detected: { region: 'aws-global' } })).toEqual(['region']);
  });
});

describe('A file that names groups, users, permission sets or assignments', () => {
  test('describes everything: nothing is asked and nothing added', () => {
    expect(settingsOf({ file: load(FULL) })).toEqual({
      region: { name: 'ap-northeast-2', asked: true },
      alias: 'lemonlogin',
      groups: [{ name: 'Admins' }],
      users: [{ userName: 'kim', ...KIM, groups: ['Admins'] }],
      permissionSets: [{ name: 'Full', sessionDuration: 'PT8H', managedPolicies: ['AdministratorAccess'] }],
      assignments: [
        { principal: { group: 'Admins' }, permissionSets: ['Full'], accounts: ['management', '111122223333'] },
      ],
      cli: { profiles: [{ name: 'admin', account: 'management', permissionSet: 'Full' }] },
      confirmed: {},
    });
  });

  test.each([
    'groups: [{ name: A }]\n',
    'groups: []\n',
    'permissionSets: [{ name: A }]\n',
    'users: []\n',
    'assignments: []\n',
  ])('may name only some of it: %j', (text) => {
    const { groups, users, permissionSets, assignments } = settingsOf({ file: load(text), detected: HERE });
    expect([groups, users, permissionSets, assignments].flat().length).toBeLessThanOrEqual(1);
  });

  test('still asks for the Region', () => {
    expect(missingIn({ file: load('groups: []\n') })).toEqual(['region']);
  });
});

describe('A file that names none of them', () => {
  test('is completed by answers and defaults, and keeps what it says', () => {
    const file = load(
      'region: us-east-1\naccount: "111122223333"\nportal: { alias: lemon }\nconfirmed: { mfa: 2026-11-23 }\n',
    );
    expect(settingsOf({ file, flags: KIM })).toMatchObject({
      account: '111122223333',
      alias: 'lemon',
      groups: [{ name: 'Administrators' }],
      confirmed: { mfa: '2026-11-23' },
    });
  });

  test('may have a profile for the default permission set, and for no other', () => {
    const file = (set: string) =>
      load(`region: us-east-1\ncli:\n  profiles:\n    - { name: a, account: management, permissionSet: ${set} }\n`);
    expect(settingsOf({ file: file('AdministratorAccess'), flags: KIM }).cli?.profiles).toHaveLength(1);
    const [trouble] = troublesOf(() => mergeSettings({ file: file('AdministratorAcces'), flags: KIM }));
    expect(trouble).toMatchObject({
      rule: 'unknownReference',
      path: 'cli.profiles[0].permissionSet',
      suggestion: 'AdministratorAccess',
      at: { line: 4 },
    });
  });
});

describe('A flag', () => {
  const file = load(FULL);

  test('renames the only group, and everything that refers to it', () => {
    const settings = settingsOf({ file, flags: { group: 'Owners' } });
    expect(settings.groups).toEqual([{ name: 'Owners' }]);
    expect(settings.users[0]?.groups).toEqual(['Owners']);
    expect(settings.assignments[0]?.principal).toEqual({ group: 'Owners' });
  });

  test('renames the only permission set, and everything that refers to it', () => {
    const settings = settingsOf({ file, flags: { permissionSet: 'Boss' } });
    expect(settings.permissionSets[0]).toMatchObject({ name: 'Boss', managedPolicies: ['AdministratorAccess'] });
    expect(settings.assignments[0]?.permissionSets).toEqual(['Boss']);
    expect(settings.cli?.profiles[0]?.permissionSet).toBe('Boss');
  });

  test('renames the only user, and the assignment to that user', () => {
    const text = FULL.replace('group: Admins, permissionSets', 'user: kim, permissionSets');
    const settings = settingsOf({ file: load(text), flags: { userName: 'lee', email: 'lee@acme.kr' } });
    expect(settings.users[0]).toMatchObject({ userName: 'lee', email: 'lee@acme.kr', givenName: 'Minsu' });
    expect(settings.assignments[0]?.principal).toEqual({ user: 'lee' });
  });

  test('changes what belongs to the only permission set and assignment', () => {
    const flags = { policy: ['ReadOnlyAccess', 'Billing'], sessionDuration: '90m', relayState: 'https://a.b/' };
    const settings = settingsOf({ file, flags: { ...flags, accounts: 'all, 1111-2222-3333 ,ou:Prod' } });
    expect(settings.permissionSets[0]).toEqual({
      name: 'Full',
      sessionDuration: 'PT1H30M',
      managedPolicies: ['ReadOnlyAccess', 'Billing'],
      relayState: 'https://a.b/',
    });
    expect(settings.assignments[0]?.accounts).toEqual(['all', '111122223333', 'ou:Prod']);
  });

  test('changes single values', () => {
    const flags = { region: 'us-east-1', account: '1111-2222-3333', alias: ' lemon ' };
    expect(settingsOf({ file, flags })).toMatchObject({
      region: { name: 'us-east-1', asked: true },
      account: '111122223333',
      alias: 'lemon',
    });
  });

  test('of one among several has to say which one', () => {
    const two = load(
      'region: us-east-1\ngroups: [{ name: A }, { name: B }]\npermissionSets: [{ name: P }, { name: Q }]\n',
    );
    const flags = { group: 'C', sessionDuration: '4h', policy: ['Billing'] };
    expect(troubles({ file: two, flags })).toEqual([
      '--group whichOne',
      '--policy whichOne',
      '--session-duration whichOne',
    ]);
    expect(troublesOf(() => mergeSettings({ file: two, flags: { group: 'C' } }))[0]?.facts).toEqual({
      kind: 'group',
      count: '2',
      names: 'A, B',
    });
  });

  test('names what it could mean', () => {
    const names = (text: string, flags: MergeInput['flags']) =>
      troublesOf(() => mergeSettings({ file: load(text), ...(flags && { flags }) }))[0]?.facts.names;
    const users = FULL.replace('users: [', 'users: [{ userName: lee, email: l@a.kr, givenName: a, familyName: b }, ');
    expect(names(users, { email: 'x@a.kr' })).toBe('lee, kim');
    const assignments = FULL.replace('cli:', '  - { user: kim, permissionSets: [Full], accounts: [all] }\ncli:');
    expect(names(assignments, { accounts: 'all' })).toBe('Admins, kim');
  });

  test('of something that the file leaves out has nothing to change', () => {
    const groups = load('region: us-east-1\ngroups: [{ name: A }]\n');
    expect(troubles({ file: groups, flags: { ...KIM, accounts: 'all' } })).toEqual([
      '--email noneInFile',
      '--given-name noneInFile',
      '--family-name noneInFile',
      '--accounts noneInFile',
    ]);
  });

  test('that is wrong is told together with all others', () => {
    const flags = {
      region: 'seoul',
      email: 'kim',
      policy: ['a b', 'Billing', 'Billing'],
      accounts: 'all,,all',
      group: '',
    };
    expect(troubles({ flags })).toEqual([
      '--region region',
      '--group empty',
      '--email email',
      '--policy managedPolicy',
      '--policy duplicate',
      '--accounts empty',
      '--accounts duplicate',
    ]);
  });

  test('that is wrong is told together with the file', () => {
    const found = withFiles({ 'a.yaml': 'grups: []\n' }, (folder) =>
      troublesOf(() => readSettings(`${folder}/a.yaml`, { email: 'kim' })),
    );
    expect(found.map(({ path, rule }) => `${path} ${rule}`)).toEqual(['grups unknownKey', '--email email']);
    expect(readSettings(undefined, { email: KIM.email })).toBeUndefined();
  });

  test('of too many policies says so', () => {
    const policy = Array.from({ length: 26 }, (_, index) => `P${index}`);
    expect(troubles({ flags: { ...KIM, policy }, detected: HERE })).toEqual(['--policy tooManyPolicies']);
  });
});

describe('A name says what it gives:', () => {
  const set = (flags: MergeInput['flags']) =>
    settingsOf({ flags: { ...KIM, ...flags }, detected: HERE }).permissionSets[0];

  test('one policy names the permission set', () => {
    expect(set({ policy: ['ReadOnlyAccess'] })).toMatchObject({ name: 'ReadOnlyAccess' });
    expect(set({ policy: ['arn:aws:iam::aws:policy/job-function/Billing'] })).toMatchObject({ name: 'Billing' });
  });

  test('a predefined permission set brings its policy', () => {
    expect(set({ permissionSet: 'ReadOnlyAccess' })).toMatchObject({ managedPolicies: ['ReadOnlyAccess'] });
  });

  test('what is named by hand stays', () => {
    expect(set({ permissionSet: 'Mine' })).toMatchObject({ name: 'Mine', managedPolicies: ['AdministratorAccess'] });
    expect(set({ permissionSet: 'Billing', policy: ['ReadOnlyAccess'] })).toMatchObject({
      name: 'Billing',
      managedPolicies: ['ReadOnlyAccess'],
    });
    expect(set({ policy: ['ReadOnlyAccess', 'Billing'] })).toMatchObject({ name: 'AdministratorAccess' });
    expect(set({ policy: ['AWSCloudFormationReadOnlyAccessLong'] })).toMatchObject({ name: 'AdministratorAccess' });
  });

  test('a file is never renamed by its policy', () => {
    expect(settingsOf({ file: load(FULL), flags: { policy: ['ReadOnlyAccess'] } }).permissionSets[0]?.name).toBe(
      'Full',
    );
  });
});

describe('The CLI profile', () => {
  const profiles = (input: MergeInput) => settingsOf(input).cli?.profiles;

  test('is made for the first account and permission set', () => {
    expect(profiles({ flags: { ...KIM, cliProfile: 'acme' }, detected: HERE })).toEqual([
      { name: 'acme', account: 'management', permissionSet: 'AdministratorAccess', region: 'eu-west-1' },
    ]);
  });

  test('is made for an account that is named, before all of them or a unit', () => {
    const made = (accounts: string) => profiles({ flags: { ...KIM, accounts, cliProfile: 'a' }, detected: HERE });
    expect(made('ou:Prod,all,111122223333')).toMatchObject([{ account: '111122223333' }]);
    expect(made('ou:Prod,all')).toMatchObject([{ account: 'management' }]);
    expect(troubles({ flags: { ...KIM, accounts: 'ou:Prod', cliProfile: 'a' }, detected: HERE })).toEqual([
      '--cli-profile profileNeedsAssignment',
    ]);
  });

  test('of the file is renamed when it is the only one', () => {
    expect(profiles({ file: load(FULL), flags: { cliProfile: 'boss' } })).toEqual([
      { name: 'boss', account: 'management', permissionSet: 'Full' },
    ]);
  });

  test('of several has to be named in the file', () => {
    const two = FULL.replace('profiles: [', 'profiles: [{ name: b, account: management, permissionSet: Full }, ');
    expect(troubles({ file: load(two), flags: { cliProfile: 'boss' } })).toEqual(['--cli-profile whichOne']);
  });

  test('is not written with --no-cli-profile', () => {
    expect(settingsOf({ file: load(FULL), flags: { noCliProfile: true } }).cli).toBeUndefined();
    expect(troubles({ flags: { ...KIM, cliProfile: 'a', noCliProfile: true }, detected: HERE })).toEqual([
      '--no-cli-profile flagsConflict',
    ]);
  });
});

describe('The decisions tell where each value came from', () => {
  test('without a file', () => {
    expect(merged({ flags: { ...KIM, group: 'Owners' }, detected: HERE }).decisions).toEqual([
      { id: 'region', value: 'eu-west-1', source: 'detected' },
      { id: 'user', value: 'kim@acme.kr Minsu Kim', source: 'flag' },
      { id: 'group', value: 'Owners', source: 'flag' },
      { id: 'permissionSet', value: 'AdministratorAccess', source: 'default' },
      { id: 'sessionDuration', value: '4h', source: 'default' },
      { id: 'relayState', value: '', source: 'default' },
      { id: 'accounts', value: '111122223333 acme', source: 'default' },
      { id: 'alias', value: '', source: 'default' },
      { id: 'cliProfile', value: '', source: 'default' },
    ]);
  });

  test('with a file', () => {
    expect(merged({ file: load(FULL), flags: { accounts: 'all' } }).decisions).toEqual([
      { id: 'region', value: 'ap-northeast-2', source: 'file' },
      { id: 'user', value: 'kim Minsu Kim', source: 'file' },
      { id: 'group', value: 'Admins', source: 'file' },
      { id: 'permissionSet', value: 'Full (AdministratorAccess)', source: 'file' },
      { id: 'sessionDuration', value: '8h', source: 'file' },
      { id: 'relayState', value: '', source: 'file' },
      { id: 'accounts', value: 'all', source: 'flag' },
      { id: 'alias', value: 'lemonlogin', source: 'file' },
      { id: 'cliProfile', value: 'admin', source: 'file' },
    ]);
  });
});

test('what is right by itself and wrong in the whole is told before anything is sent', () => {
  const person = { email: 'kim@example.com', givenName: 'Minsu', familyName: 'Kim', region: 'us-east-1' };
  const rulesOf = (flags: AnswerFlags) => {
    try {
      mergeSettings({ flags });
      return [];
    } catch (error) {
      return error instanceof BadSettings ? error.troubles.map(({ path, rule }) => `${path} ${rule}`) : [error];
    }
  };
  const long = `${'k'.repeat(60)}@${'e'.repeat(60)}.${'e'.repeat(20)}.com`;
  expect(rulesOf({ ...person, email: long })).toEqual(['--email tooLong']);
  expect(rulesOf({ ...person, email: long, userName: 'kim' })).toEqual([]);
  expect(rulesOf({ ...person, givenName: 'M'.repeat(600), familyName: 'K'.repeat(600) })).toEqual([
    '--given-name tooLong',
  ]);
  expect(rulesOf(person)).toEqual([]);
});
