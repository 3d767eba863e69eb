import { type Broken, broken, troubleAt } from './check.ts';
import { normaliseDuration } from './duration.ts';
import { type AnswerFlags, accountList, flagName } from './flags.ts';
import { policyShortName } from './policy.ts';
import { accountSelector, present } from './resolve.ts';
import { checkPermissionSetName } from './rules.ts';
import type {
  AssignmentSettings,
  CliSettings,
  GroupSettings,
  PermissionSetSettings,
  UserSettings,
} from './settings.ts';
import type { Trouble } from './trouble.ts';

/** The things to set up, before the Region and the account come in. */
export interface Wanted {
  readonly groups: readonly GroupSettings[];
  readonly users: readonly UserSettings[];
  readonly permissionSets: readonly PermissionSetSettings[];
  readonly assignments: readonly AssignmentSettings[];
  readonly cli?: CliSettings;
}

/** The permission sets that the console calls predefined are named like their policy. */
export const PREDEFINED: readonly string[] = [
  'AdministratorAccess',
  'Billing',
  'DatabaseAdministrator',
  'DataScientist',
  'NetworkAdministrator',
  'PowerUserAccess',
  'ReadOnlyAccess',
  'SecurityAudit',
  'SupportUser',
  'SystemAdministrator',
  'ViewOnlyAccess',
];
const FULL_ACCESS = 'AdministratorAccess';
const GROUP = 'Administrators';

/** The setup of the written guide: one person, one group, full access to the own account for 4 hours. */
export function onePerson(user: Pick<UserSettings, 'email' | 'givenName' | 'familyName'>, cli?: CliSettings): Wanted {
  return {
    groups: [{ name: GROUP }],
    users: [{ userName: user.email, ...user, groups: [GROUP] }],
    permissionSets: [{ name: FULL_ACCESS, sessionDuration: 'PT4H', managedPolicies: [FULL_ACCESS] }],
    assignments: [{ principal: { group: GROUP }, permissionSets: [FULL_ACCESS], accounts: ['management'] }],
    ...(cli && { cli }),
  };
}

/** A name says what it gives: one policy names the set, and a predefined name brings its policy. */
export function matchingNames(flags: AnswerFlags): AnswerFlags {
  const { permissionSet, policy } = flags;
  const [only, ...more] = policy ?? [];
  if (permissionSet === undefined && only !== undefined && more.length === 0) {
    const name = policyShortName(only);
    return checkPermissionSetName(name) === undefined ? { ...flags, permissionSet: name } : flags;
  }
  const brings = policy === undefined && permissionSet !== undefined && PREDEFINED.includes(permissionSet);
  return brings ? { ...flags, policy: [permissionSet] } : flags;
}

/** What the flags change about the things to set up, and what they cannot change because it is none or several. */
export function override(wanted: Wanted, flags: AnswerFlags): { wanted: Wanted; troubles: Trouble[] } {
  const troubles: Trouble[] = [];
  let result = wanted;
  const change = (touching: readonly (keyof AnswerFlags)[], list: Listed, put: (now: Wanted) => Wanted) => {
    const used = touching.filter((flag) => flags[flag] !== undefined);
    const fault = used.length === 0 ? undefined : notOne(wanted, list);
    if (fault) troubles.push(...used.map((flag) => troubleAt(flagName(flag), fault)));
    else if (used.length > 0) result = put(result);
  };
  change(['group'], 'groups', (now) => renameGroup(now, flags.group));
  change(['userName', 'email', 'givenName', 'familyName'], 'users', (now) => changeUser(now, flags));
  change(['permissionSet'], 'permissionSets', (now) => renamePermissionSet(now, flags.permissionSet));
  change(['policy', 'sessionDuration', 'relayState'], 'permissionSets', (now) => changePermissionSet(now, flags));
  change(['accounts'], 'assignments', (now) => changeAccounts(now, flags.accounts));
  return { wanted: result, troubles };
}

type Listed = 'groups' | 'users' | 'permissionSets' | 'assignments';

const KIND: Readonly<Record<Listed, string>> = {
  groups: 'group',
  users: 'user',
  permissionSets: 'permissionSet',
  assignments: 'assignment',
};

function notOne(wanted: Wanted, list: Listed): Broken | undefined {
  const count = wanted[list].length;
  if (count === 1) return undefined;
  if (count === 0) return broken('noneInFile', { kind: KIND[list] });
  return broken('whichOne', { kind: KIND[list], count: `${count}`, names: namesOf(wanted, list).join(', ') });
}

function namesOf(wanted: Wanted, list: Listed): string[] {
  if (list === 'users') return wanted.users.map(({ userName }) => userName);
  if (list !== 'assignments') return wanted[list].map(({ name }) => name);
  return wanted.assignments.map(({ principal }) => ('group' in principal ? principal.group : principal.user));
}

function renamed(from: string | undefined, to: string) {
  return (name: string) => (name === from ? to : name);
}

function renameGroup(wanted: Wanted, to = ''): Wanted {
  const rename = renamed(wanted.groups[0]?.name, to);
  return {
    ...wanted,
    groups: wanted.groups.map((group) => ({ ...group, name: to })),
    users: wanted.users.map((user) => ({ ...user, groups: user.groups.map(rename) })),
    assignments: wanted.assignments.map((one) =>
      'group' in one.principal ? { ...one, principal: { group: rename(one.principal.group) } } : one,
    ),
  };
}

function changeUser(wanted: Wanted, flags: AnswerFlags): Wanted {
  const { userName, email, givenName, familyName } = flags;
  const said = present({ userName, email, givenName, familyName });
  const rename = renamed(wanted.users[0]?.userName, userName ?? wanted.users[0]?.userName ?? '');
  return {
    ...wanted,
    users: wanted.users.map((user) => ({ ...user, ...said })),
    assignments: wanted.assignments.map((one) =>
      'user' in one.principal ? { ...one, principal: { user: rename(one.principal.user) } } : one,
    ),
  };
}

function renamePermissionSet(wanted: Wanted, to = ''): Wanted {
  const rename = renamed(wanted.permissionSets[0]?.name, to);
  const profiles = wanted.cli?.profiles.map((profile) => ({
    ...profile,
    permissionSet: rename(profile.permissionSet),
  }));
  return {
    ...wanted,
    permissionSets: wanted.permissionSets.map((set) => ({ ...set, name: to })),
    assignments: wanted.assignments.map((one) => ({ ...one, permissionSets: one.permissionSets.map(rename) })),
    ...(wanted.cli && profiles && { cli: { ...wanted.cli, profiles } }),
  };
}

function changePermissionSet(wanted: Wanted, flags: AnswerFlags): Wanted {
  const { relayState, policy } = flags;
  const sessionDuration = flags.sessionDuration && normaliseDuration(flags.sessionDuration);
  const said = present({ sessionDuration, relayState, managedPolicies: policy });
  return { ...wanted, permissionSets: wanted.permissionSets.map((set) => ({ ...set, ...said })) };
}

function changeAccounts(wanted: Wanted, list = ''): Wanted {
  const accounts = accountList(list).map(accountSelector);
  return { ...wanted, assignments: wanted.assignments.map((one) => ({ ...one, accounts })) };
}
