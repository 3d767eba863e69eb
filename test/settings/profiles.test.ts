import { expect, test } from 'vitest';
import { cliSettings } from '../../src/settings/profiles.ts';
import { checkCliName } from '../../src/settings/rules.ts';
import type { AssignmentSettings, CliSettings } from '../../src/settings/settings.ts';
import { onePerson } from '../helpers/settings-for.ts';

const ACCOUNT = '111122223333';
const { groups, users, permissionSets } = onePerson();

function wantedWith(accounts: string[], permissionSet = 'AdministratorAccess', cli?: CliSettings) {
  const assignments: AssignmentSettings[] = [
    { principal: { group: 'Administrators' }, permissionSets: [permissionSet], accounts },
  ];
  return { groups, users, permissionSets, assignments, ...(cli && { cli }) };
}

/** What a first run offers. */
const offered = (accountName: string | undefined, accounts = ['management'], permissionSet?: string) =>
  cliSettings(wantedWith(accounts, permissionSet), {}, 'us-east-1', { account: ACCOUNT, accountName }).cli;

test.each([
  ['Acme Inc.', 'AdministratorAccess', 'acme-inc', 'acme-inc-admin'],
  ['  --Acme--  ', 'ReadOnlyAccess', 'acme', 'acme-readonlyaccess'],
  ['주식회사', 'AdministratorAccess', `aws-${ACCOUNT}`, `aws-${ACCOUNT}-admin`],
  [undefined, 'AdministratorAccess', `aws-${ACCOUNT}`, `aws-${ACCOUNT}-admin`],
  ['acme', '+=,.@-', 'acme', 'acme'],
])('For the account %j and %s the session %s and the profile %s are offered', (name, set, session, profile) => {
  expect(offered(name, ['management'], set)).toEqual({
    session,
    profiles: [{ name: profile, account: 'management', permissionSet: set, region: 'us-east-1' }],
  });
});

test('What is offered is always a name that tools can read, however long the account’s is', () => {
  for (const name of [
    'x'.repeat(50),
    `${'é'.repeat(31)}-${'y'.repeat(40)}`,
    '🚀',
    '__proto__',
    'a'.repeat(31).concat('-b'),
  ]) {
    const { session, profiles = [] } = offered(name, ['management'], 'Z'.repeat(32)) ?? {};
    expect([session, profiles[0]?.name].map((one) => checkCliName(one ?? ''))).toEqual([undefined, undefined]);
  }
});

test.each([
  [['222233334444', 'management'], '222233334444'],
  [['all', 'dev'], 'dev'],
  [['all'], 'management'],
  [['ou:Workloads', 'dev'], 'dev'],
])('Of the accounts %j it is for %s', (accounts, account) => {
  expect(offered('acme', accounts)?.profiles[0]?.account).toBe(account);
});

test('Nothing is offered where nothing but units is assigned, or nothing at all', () => {
  expect(offered('acme', ['ou:Workloads'])).toBeUndefined();
  expect(offered('acme', [])).toBeUndefined();
});

test('Without an offer there is a profile only where settings or a flag ask for one', () => {
  expect(cliSettings(wantedWith(['management']), {}, 'us-east-1')).toEqual({ troubles: [] });
  const { cli } = cliSettings(wantedWith(['management']), { cliProfile: 'mine' }, 'us-east-1');
  expect(cli?.profiles).toMatchObject([{ name: 'mine', account: 'management' }]);
});

test('--no-cli-profile is none, whatever settings and offer say', () => {
  const cli = { profiles: [{ name: 'admin', account: 'management', permissionSet: 'AdministratorAccess' }] };
  const offer = { account: ACCOUNT };
  const none = cliSettings(
    wantedWith(['management'], 'AdministratorAccess', cli),
    { noCliProfile: true },
    'us-east-1',
    offer,
  );
  expect(none).toEqual({ troubles: [] });
});

test('--cli-profile renames the one profile there is, and is refused for several and for none to make', () => {
  const one = { name: 'a', account: 'dev', permissionSet: 'AdministratorAccess' };
  const named = (profiles: CliSettings['profiles'], accounts = ['management']) =>
    cliSettings(wantedWith(accounts, 'AdministratorAccess', { profiles }), { cliProfile: 'mine' }, 'us-east-1');
  expect(named([one]).cli?.profiles).toEqual([{ ...one, name: 'mine' }]);
  expect(named([one, { ...one, name: 'b' }]).troubles.map(({ rule }) => rule)).toEqual(['whichOne']);
  expect(named([], ['ou:Workloads']).troubles.map(({ rule }) => rule)).toEqual(['profileNeedsAssignment']);
});

test('A name for which the SDKs refuse the whole file is refused', () => {
  expect(checkCliName('__proto__')).toMatchObject({ rule: 'cliName', suggestion: 'proto' });
});
