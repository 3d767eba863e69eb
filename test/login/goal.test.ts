import { expect, test } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { findGoal, goalOf } from '../../src/sign-in/goal.ts';
import { someAwsFiles } from '../helpers/aws-files.ts';

const SESSION = '[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n';
const profile = (name: string) =>
  `[profile ${name}]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = Admin\n`;
const LEGACY =
  '[profile old]\nsso_start_url = https://old.awsapps.com/start\nsso_region = us-east-1\nsso_role_name = Reader\n';
const KEYS = '[profile keys]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n';
const TWO = SESSION + profile('admin') + profile('reader') + KEYS;

const goal = (config: string, asked: Parameters<typeof findGoal>[0] = {}) => findGoal(asked, someAwsFiles(config));
const settings = (name: string, more = {}) => ({
  confirmed: {},
  ...more,
  cli: { profiles: [{ name, account: 'management', permissionSet: 'Admin' }] },
});

function problemOf(find: () => unknown): Problem {
  try {
    find();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return expect.fail('nothing was thrown');
}

const ACME = {
  portal: { startUrl: 'https://acme.awsapps.com/start', region: 'eu-west-1', derived: false },
  tokenName: 'acme',
  account: '111122223333',
  permissionSet: 'Admin',
};

test('The profile that was named is taken, whatever else there is', () => {
  const asked = { name: 'reader', settings: settings('admin', { alias: 'other', region: 'us-east-1' }) };
  expect(goal(TWO, asked)).toEqual({ ...ACME, profile: 'reader' });
});

test('Otherwise the profile of the settings, when it is in the file', () => {
  expect(goal(TWO, { settings: settings('admin') })).toEqual({ ...ACME, profile: 'admin' });
});

test('Otherwise the alias of the settings, in the Region that goes with it', () => {
  const byAlias = { ...settings('missing'), alias: 'lemonlogin' };
  const startUrl = 'https://lemonlogin.awsapps.com/start';
  expect(goal(TWO, { settings: byAlias, region: 'ap-northeast-2' })).toEqual({
    portal: { startUrl, region: 'ap-northeast-2', derived: false },
    tokenName: startUrl,
  });
});

test('An alias that was named is taken before the profile of the settings, and never without a Region', () => {
  const asked = { alias: 'lemonlogin', settings: settings('admin', { alias: 'other' }) };
  const startUrl = 'https://lemonlogin.awsapps.com/start';
  expect(goal(TWO, { ...asked, region: 'eu-west-1' })).toMatchObject({ portal: { startUrl, region: 'eu-west-1' } });
  expect(problemOf(() => goal(TWO, asked)).id).toBe('signInNowhere');
});

test('Otherwise the profile of the surroundings, if it signs in at a portal', () => {
  const other = LEGACY + TWO;
  expect(goal(other, { surroundings: 'old' }).profile).toBe('old');
  expect(goal(other, { surroundings: 'old', settings: settings('reader') }).profile).toBe('reader');
  expect(problemOf(() => goal(other, { surroundings: 'keys' })).id).toBe('signInNowhere');
});

test('Otherwise the default profile, as for every AWS tool', () => {
  const other = TWO + LEGACY.replace('[profile old]', '[default]');
  for (const surroundings of [undefined, '']) expect(goal(other, { surroundings }).profile).toBe('default');
  expect(goal(other, { surroundings: 'reader' }).profile).toBe('reader');
});

test('Otherwise the first of the profiles that one sign-in is for', () => {
  expect(goal(TWO)).toEqual({ ...ACME, profile: 'admin' });
});

test('Otherwise the only profile that signs in at a portal, among others', () => {
  expect(goal(SESSION + profile('admin') + KEYS)).toEqual({ ...ACME, profile: 'admin' });
});

test('A profile of the old kind has no session: its token has the name of the start URL', () => {
  expect(goal(KEYS + LEGACY)).toEqual({
    portal: { startUrl: 'https://old.awsapps.com/start', region: 'us-east-1', derived: false },
    tokenName: 'https://old.awsapps.com/start',
    profile: 'old',
    permissionSet: 'Reader',
  });
});

test('Where nothing says it, the profiles are listed that it could be', () => {
  const problem = problemOf(() => goal(TWO + LEGACY));
  expect(problem).toMatchObject({ id: 'signInNowhere', exitCode: 64, facts: { known: 'admin, reader, old' } });
  expect(problemOf(() => goal(KEYS)).facts.known).toBeUndefined();
  expect(problemOf(() => findGoal({}, undefined)).id).toBe('signInNowhere');
});

test.each(['keys', 'missing'])('A profile that signs in nowhere is told with those that do: %s', (name) => {
  expect(problemOf(() => goal(TWO, { name })).facts).toMatchObject({ name, known: 'admin, reader' });
});

test.each([
  ['without its session', '[profile a]\nsso_session = gone\n'],
  ['whose session has no Region', '[profile a]\nsso_session = s\n[sso-session s]\nsso_start_url = https://a\n'],
  ['whose session has no address', '[profile a]\nsso_session = s\n[sso-session s]\nsso_region = us-east-1\n'],
])('A profile %s signs in nowhere', (_what, config) => {
  expect(goalOf(config, 'a')).toBeUndefined();
});
