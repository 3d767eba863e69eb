import { scenarios, type World } from '../../src/sandbox/index.ts';
import type { Assignment, Instance, MemberAccount, PermissionSet, Provisioned } from '../../src/sandbox/world.ts';

/** How much of everything a company has. */
export interface Size {
  /** What it is called; left out: by its assignments. */
  readonly label?: string;
  readonly groups: number;
  readonly users: number;
  readonly sets: number;
  /** Permission sets of each group. */
  readonly setsEach: number;
  /** With the management account. */
  readonly accounts: number;
  /** Accounts of each group; left out: all. */
  readonly accountsEach?: number;
  /** Of everything, so many more are in the account and not in the settings; left out: none. */
  readonly others?: { readonly users: number; readonly sets: number };
}

interface Team {
  readonly name: string;
  readonly members: readonly string[];
  readonly sets: readonly string[];
  readonly accounts: readonly string[];
}

interface SetOf {
  readonly name: string;
  readonly hours: number;
  readonly policy: string;
}

/** What a company wants, in words that every contender can be told. */
export interface Company {
  readonly region: string;
  readonly groups: readonly Team[];
  readonly users: readonly { readonly userName: string; readonly given: string; readonly family: string }[];
  readonly sets: readonly SetOf[];
  /** By name; the first one is the management account. */
  readonly accounts: readonly string[];
}

const policies = ['AdministratorAccess', 'PowerUserAccess', 'ReadOnlyAccess', 'SecurityAudit', 'ViewOnlyAccess'];

/** A company of that size; the same size gives the same company. */
export function companyOf(size: Size): Company {
  const users = times(size.users, (i) => ({ userName: userName(i), given: 'Kim', family: `No${i}` }));
  const sets = times(size.sets, setOf);
  const accounts = ['acme', ...times(size.accounts - 1, (i) => `app-${i}`)];
  const { accountsEach = size.accounts } = size;
  return {
    region: 'us-east-1',
    groups: times(size.groups, (i) => ({
      name: `team-${i}`,
      members: users.filter((_, user) => user % size.groups === i).map((user) => user.userName),
      sets: times(size.setsEach, (k) => nameOfSet((i + k) % size.sets)),
      accounts: times(accountsEach, (k) => accounts[(i * accountsEach + k) % size.accounts] ?? ''),
    })),
    users,
    sets,
    accounts,
  };
}

export function assignmentsOf(company: Company): number {
  return company.groups.reduce((sum, group) => sum + group.sets.length * group.accounts.length, 0);
}

/** Every set has a policy of AWS and a length of sessions. */
function setOf(i: number): SetOf {
  return { name: nameOfSet(i), hours: 1 + (i % 12), policy: policies[i % policies.length] ?? '' };
}

const nameOfSet = (i: number) => `Set-${i}`;
const userName = (i: number) => `user-${i}@acme.example`;

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** The settings file of sso-setup. JSON is YAML. */
export function settingsOf({ region, groups, users, sets }: Company): string {
  const groupsOf = new Map<string, string[]>();
  for (const { name, members } of groups) {
    for (const member of members) groupsOf.set(member, [...(groupsOf.get(member) ?? []), name]);
  }
  return JSON.stringify({
    region,
    groups: groups.map(({ name }) => ({ name })),
    users: users.map(({ userName, given, family }) => ({
      userName,
      email: userName,
      givenName: given,
      familyName: family,
      groups: groupsOf.get(userName) ?? [],
    })),
    permissionSets: sets.map(({ name, hours, policy }) => ({
      name,
      sessionDuration: `${hours}h`,
      managedPolicies: [policy],
    })),
    assignments: groups.map(({ name, sets, accounts }) => ({ group: name, permissionSets: sets, accounts })),
  });
}

const founded = Date.UTC(2026, 10, 4, 9);

/** Identity Center enabled, nothing in it; the accounts are there. */
export function worldBefore(company: Company): World {
  const world = scenarios.enabled();
  const { organization } = world;
  for (const [i, name] of company.accounts.slice(1).entries()) {
    const account: MemberAccount = {
      id: String(300_000_000_000 + i),
      name,
      email: `${name}@acme.example`,
      createdAt: founded,
      state: 'ACTIVE',
      joinedMethod: 'CREATED',
      joinedAt: founded,
      parentId: organization?.rootId ?? '',
    };
    organization?.accounts.push(account);
  }
  return world;
}

/** The same with everything that the company wants, made by hand, and what else there is. */
export function worldAfter(company: Company, others: Size['others'] = { users: 0, sets: 0 }): World {
  const world = worldBefore(company);
  const [instance] = world.instances;
  if (instance === undefined) return world;
  const store = instance.identityStoreId.slice(2);
  // What nobody asked for comes first, so that it is in the way.
  const strangers = times(others.users, (i) => `stranger-${i}@acme.example`);
  const users = [...strangers.map((userName) => ({ userName, given: 'Lee', family: 'Jiwoo' })), ...company.users];
  const userIds = new Map(users.map(({ userName }, i) => [userName, idIn(store, 'a', i)]));
  instance.users = users.map(({ userName, given, family }) => ({
    id: userIds.get(userName) ?? '',
    ...made,
    attributes: {
      UserName: userName,
      Name: { GivenName: given, FamilyName: family },
      DisplayName: `${given} ${family}`,
      Emails: [{ Value: userName, Type: 'work', Primary: true }],
    },
    extensions: {},
    hasPassword: true,
  }));
  instance.groups = company.groups.map(({ name }, i) => ({ id: idIn(store, 'b', i), ...made, displayName: name }));
  const members = company.groups.flatMap(({ members }, i) => members.map((member) => ({ member, group: i })));
  instance.memberships = members.map(({ member, group }, i) => ({
    id: idIn(store, 'c', i),
    groupId: idIn(store, 'b', group),
    userId: userIds.get(member) ?? '',
    createdAt: founded,
    createdBy: made.createdBy,
  }));
  const sets = [...times(others.sets, (i) => ({ ...setOf(i), name: `Other-${i}` })), ...company.sets];
  instance.permissionSets = sets.map((set, i) => permissionSet(instance, set, i));
  assignEverything(world, instance, company);
  return world;
}

function assignEverything(world: World, instance: Instance, company: Company): void {
  const arns = new Map(instance.permissionSets.map(({ name, arn }) => [name, arn]));
  const accountIds = new Map(world.organization?.accounts.map(({ id, name }) => [name, id]));
  const assignments: Assignment[] = [];
  const provisioned = new Map<string, Provisioned>();
  for (const [i, { sets, accounts }] of company.groups.entries()) {
    for (const set of sets) {
      for (const account of accounts) {
        const permissionSetArn = arns.get(set) ?? '';
        const accountId = accountIds.get(account) ?? '';
        const principalId = instance.groups[i]?.id ?? '';
        assignments.push({ accountId, permissionSetArn, principalType: 'GROUP', principalId });
        provisioned.set(`${accountId} ${set}`, { accountId, permissionSetArn, version: 1 });
      }
    }
  }
  instance.assignments = assignments;
  instance.provisioned = [...provisioned.values()];
}

const made = { revision: 1, createdAt: founded, updatedAt: founded, createdBy: 'admin', updatedBy: 'admin' };

function permissionSet(instance: Instance, set: SetOf, i: number): PermissionSet {
  return {
    arn: `${instance.arn.replace(':instance/', ':permissionSet/')}/ps-${hex(i, 16)}`,
    name: set.name,
    sessionDuration: `PT${set.hours}H`,
    createdAt: founded,
    tags: [],
    managedPolicies: [`arn:aws:iam::aws:policy/${pathOf(set.policy)}`],
    customerPolicies: [],
    inlinePolicy: '',
    version: 1,
  };
}

/** With the path that AWS keeps it under. */
export function pathOf(policy: string): string {
  return policy === 'ViewOnlyAccess' ? `job-function/${policy}` : policy;
}

const hex = (i: number, length: number) => i.toString(16).padStart(length, '0');

/** An id as the identity store makes them. */
const idIn = (store: string, kind: string, i: number) => `${store}-${kind}0000000-0000-4000-8000-${hex(i, 12)}`;
