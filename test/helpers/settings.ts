import fc from 'fast-check';
import { normaliseDuration } from '../../src/settings/duration.ts';
import { DEFAULT_REGIONS } from '../../src/settings/regions.ts';
import {
  checkCliName,
  checkGroupName,
  checkPermissionSetDescription,
  checkTagKey,
  checkTagValue,
} from '../../src/settings/rules.ts';
import type {
  AssignmentSettings,
  Boundary,
  CliSettings,
  GroupSettings,
  PermissionSetSettings,
  Settings,
  UserSettings,
} from '../../src/settings/settings.ts';

interface Options {
  /** What assignments choose from. */
  readonly accounts?: readonly string[];
  /** Otherwise any Region that is on by default. */
  readonly region?: string;
  /** The guard; none unless given. */
  readonly account?: string;
}

/** Any settings that AWS's rules allow. Names differ by more than letter case; references hold. */
export function anySettings(options: Options = {}): fc.Arbitrary<Settings> {
  const { accounts = ['management', '111122223333', '012345678901', 'ou:Workloads/Prod', '샌드박스', 'all'] } = options;
  const regions = options.region === undefined ? Object.keys(DEFAULT_REGIONS) : [options.region];
  return fc
    .record({ groups: groups(), permissionSets: permissionSets(), region: fc.constantFrom(...regions) })
    .chain(({ groups, permissionSets, region }) =>
      users(groups).chain((users) =>
        fc
          .record(
            {
              alias,
              cli: cli(permissionSets, accounts),
              region: fc.constant({ name: region, asked: true }),
              groups: fc.constant(groups),
              users: fc.constant(users),
              permissionSets: fc.constant(permissionSets),
              assignments: assignments(groups, users, permissionSets, accounts),
              confirmed,
            },
            { requiredKeys: ['region', 'groups', 'users', 'permissionSets', 'assignments', 'confirmed'] },
          )
          .map((settings) => ({ ...settings, ...(options.account !== undefined && { account: options.account }) })),
      ),
    );
}

const letter = fc.constantFrom(...'abcXYZ019_-.,@+=!#$%&*/~|<>');
const hangul = fc.integer({ min: 0xac00, max: 0xd7a3 }).map((code) => String.fromCodePoint(code));
const emoji = fc.constantFrom('🚀', '🔐', '한', 'é', 'ß', 'あ', '中', '€', '©️', 'e\u0301');
const space = fc.constantFrom(' ', '\u00A0', '\u3000');
const yamlHazard = fc.constantFrom(
  '# ',
  ': ',
  '- ',
  '"',
  "'",
  '{',
  '}',
  '[',
  ']',
  '&',
  '*',
  '!',
  '|',
  '%',
  '`',
  '\\',
  '\n',
  '\t',
);

const identityText = fc
  .string({ unit: fc.oneof(letter, hangul, emoji, space, yamlHazard), minLength: 1, maxLength: 24 })
  .filter((text) => checkGroupName(text) === undefined);
const spaceless = fc.string({ unit: fc.oneof(letter, hangul, emoji), minLength: 1, maxLength: 24 });
const keyword = fc.constantFrom(
  'true',
  'null',
  '~',
  '1e3',
  '0x1F',
  '.nan',
  '123456789012',
  'yes',
  '<<',
  '=',
  'management',
);
const setName = fc.oneof(
  { weight: 5, arbitrary: fc.stringMatching(/^[\w+=,.@-]{1,28}$/) },
  { weight: 1, arbitrary: fc.constantFrom('true', '1e3', '-', '0x1F', '12', '.5', '+1', '2026-11-23') },
);
const latin1 = fc
  .string({
    unit: fc.oneof(letter, fc.constantFrom(' ', 'é', 'ÿ', '¡', '\n', ': ', '# ', '"', '%')),
    minLength: 1,
    maxLength: 40,
  })
  .filter((text) => checkPermissionSetDescription(text) === undefined);
const tagText = fc.string({ unit: fc.constantFrom(...'abcXYZ019_.:/=+-@ 한글é'), minLength: 1, maxLength: 20 });
const tagKey = fc.oneof(tagText, keyword).filter((key) => checkTagKey(key) === undefined);
const tagValue = fc.oneof(tagText, keyword, fc.constant('')).filter((value) => checkTagValue(value) === undefined);
const day = fc
  .date({ min: new Date('2023-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

// built once: these are slow to build
const alias = fc.stringMatching(/^[a-c][a-z0-9-]{0,20}[a-z0-9]$/);
const email = fc.stringMatching(/^[a-z0-9][a-z0-9.+_-]{0,12}@[a-z0-9-]{1,10}\.[a-z]{2,4}$/);
const cliName = fc.stringMatching(/^[A-Za-z0-9_.@%:/+-]{1,20}$/).filter((name) => checkCliName(name) === undefined);
const confirmed = fc.record({ mfa: day, emailOtp: day }, { requiredKeys: [] });

/** No two alike, whatever the case: each ends in its position. */
function numbered<T>(items: readonly T[], name: (item: T, number: string) => T): T[] {
  return items.map((item, index) => name(item, `${index + 1}`));
}

function groups(): fc.Arbitrary<GroupSettings[]> {
  const group = fc.record({ name: identityText, description: identityText }, { requiredKeys: ['name'] });
  return fc
    .array(group, { maxLength: 4 })
    .map((list) => numbered(list, (one, number) => ({ ...one, name: `${one.name}${number}` })));
}

function users(groups: readonly GroupSettings[]): fc.Arbitrary<UserSettings[]> {
  const user = fc.record(
    {
      userName: spaceless,
      email,
      givenName: identityText,
      familyName: identityText,
      displayName: identityText,
      groups: fc.subarray(groups.map(({ name }) => name)),
    },
    { requiredKeys: ['userName', 'email', 'givenName', 'familyName', 'groups'] },
  );
  return fc.array(user, { maxLength: 4 }).map((list) =>
    numbered(list, (one, number) => ({
      ...one,
      userName: `${one.userName}${number}`,
      email: one.email.replace('@', `${number}@`),
    })),
  );
}

/** By name and by ARN; the last two stand on a path of their own. */
const managedPolicies = fc.subarray([
  'AdministratorAccess',
  'PowerUserAccess',
  'arn:aws:iam::aws:policy/ReadOnlyAccess',
  'arn:aws:iam::aws:policy/job-function/Billing',
  'SecurityAudit',
]);
const policyPath = fc.constantFrom('/', '/team/', '/a/b.c/');
const customerPolicies = fc
  .array(fc.record({ name: fc.stringMatching(/^[\w+=,.@-]{1,40}$/), path: policyPath }), { maxLength: 3 })
  .map((list) => numbered(list, (one, number) => ({ ...one, name: `${one.name}${number}` })));
const boundary: fc.Arbitrary<Boundary> = fc.oneof(
  fc.record({ managedPolicy: fc.constantFrom('PowerUserAccess', 'arn:aws:iam::aws:policy/ReadOnlyAccess') }),
  fc.record({ customerManagedPolicy: fc.record({ name: fc.stringMatching(/^[\w+=,.@-]{1,40}$/), path: policyPath }) }),
);
const statement = fc.record(
  {
    Sid: fc.stringMatching(/^[A-Za-z0-9]{1,12}$/),
    Effect: fc.constantFrom('Allow', 'Deny'),
    Action: fc.subarray(['s3:GetObject', 's3:*', 'ec2:Describe*', '*'], { minLength: 1 }),
    Resource: fc.oneof(fc.constant('*'), latin1),
    Condition: fc.record({
      Bool: fc.record({ 'aws:MultiFactorAuthPresent': fc.oneof(fc.boolean(), fc.constantFrom('true', 'false')) }),
      NumericLessThan: fc.record({ 'aws:MultiFactorAuthAge': fc.integer({ min: 1, max: 1e9 }) }),
    }),
  },
  { requiredKeys: ['Effect', 'Action', 'Resource'] },
);
const inlinePolicy = fc.record({
  Version: fc.constant('2012-10-17'),
  Statement: fc.array(statement, { minLength: 1, maxLength: 3 }),
});

function permissionSets(): fc.Arbitrary<PermissionSetSettings[]> {
  const set = fc.record(
    {
      name: setName,
      description: latin1,
      sessionDuration: fc.integer({ min: 60, max: 720 }).map((minutes) => normaliseDuration(`${minutes}m`) ?? 'PT1H'),
      relayState: fc.stringMatching(
        /^https:\/\/[a-z]{2}-[a-z]{4}-1\.console\.aws\.amazon\.com\/[a-z0-9/?=&#:%-]{0,40}$/,
      ),
      managedPolicies,
      customerManagedPolicies: customerPolicies,
      inlinePolicy,
      permissionsBoundary: boundary,
      tags: fc.dictionary(tagKey, tagValue, { maxKeys: 4, noNullPrototype: true }),
    },
    { requiredKeys: ['name'] },
  );
  return fc
    .array(set, { maxLength: 3 })
    .map((list) => numbered(list, (one, number) => ({ ...one, name: `${one.name}-${number}` })));
}

function assignments(
  groups: readonly GroupSettings[],
  users: readonly UserSettings[],
  sets: readonly PermissionSetSettings[],
  accounts: readonly string[],
): fc.Arbitrary<AssignmentSettings[]> {
  const principals: AssignmentSettings['principal'][] = [
    ...groups.map(({ name }) => ({ group: name })),
    ...users.map(({ userName }) => ({ user: userName })),
  ];
  if (principals.length === 0 || sets.length === 0 || accounts.length === 0) return fc.constant([]);
  const names = sets.map(({ name }) => name);
  const assignment = fc.record({
    principal: fc.constantFrom(...principals),
    permissionSets: fc.subarray(names, { minLength: 1 }),
    accounts: fc.subarray([...accounts], { minLength: 1 }),
  });
  // one assignment for each principal, so that nothing is assigned twice
  return fc.uniqueArray(assignment, { maxLength: 4, selector: ({ principal }) => JSON.stringify(principal) });
}

function cli(sets: readonly PermissionSetSettings[], accounts: readonly string[]): fc.Arbitrary<CliSettings> {
  const single = accounts.filter((account) => account !== 'all' && !account.startsWith('ou:'));
  if (sets.length === 0 || single.length === 0) return fc.record({ session: cliName, profiles: fc.constant([]) });
  const profile = fc.record(
    {
      name: cliName,
      account: fc.constantFrom(...single),
      permissionSet: fc.constantFrom(...sets.map(({ name }) => name)),
      region: fc.constantFrom(...Object.keys(DEFAULT_REGIONS)),
    },
    { requiredKeys: ['name', 'account', 'permissionSet'] },
  );
  const profiles = fc
    .array(profile, { maxLength: 2 })
    .map((list) => numbered(list, (one, number) => ({ ...one, name: `${one.name}-${number}` })));
  return fc.record({ session: cliName, profiles }, { requiredKeys: ['profiles'] });
}
