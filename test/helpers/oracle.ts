import { expect } from 'vitest';
import type { Item, Plan } from '../../src/engine/plan.ts';
import type { StepId } from '../../src/engine/step.ts';
import { assignmentKey, membershipKey, readAssignmentKey, readMembershipKey } from '../../src/keys.ts';
import { sameName } from '../../src/names.ts';
import type { Call, World } from '../../src/sandbox/index.ts';
import { canonicalDuration } from '../../src/settings/duration.ts';
import type { PermissionSetSettings, Settings } from '../../src/settings/settings.ts';
import { boundaryFrom, managedPolicyArn, wantedBoundary } from '../../src/steps/policies.ts';

type Instance = World['instances'][number];
type Group = Instance['groups'][number];
type User = Instance['users'][number];
type PermissionSet = Instance['permissionSets'][number];

/** The one instance of a world. */
export function instanceIn(world: World): Instance {
  const [instance] = world.instances;
  if (instance === undefined) throw new Error('There is no instance.');
  return instance;
}

/** By name, as AWS compares names; the very spelling goes first. */
function named<T>(things: readonly T[], nameOf: (thing: T) => string, name: string): T | undefined {
  return (
    things.find((thing) => nameOf(thing) === name) ?? things.find((thing) => sameName(nameOf(thing)) === sameName(name))
  );
}

const groupName = (group: Group) => group.displayName ?? '';
const userName = (user: User) => String(user.attributes.UserName);
const setName = (set: PermissionSet) => set.name;

/** Looks into the world itself, not through the tool: everything of the settings is there, as the settings say. */
export function isAsWanted(world: World, settings: Settings, { access = [] }: Plan): void {
  const instance = instanceIn(world);
  const group = (name: string) => named(instance.groups, groupName, name);
  const user = (name: string) => named(instance.users, userName, name);
  for (const { name, description } of settings.groups) {
    expect(group(name), name).toBeDefined();
    if (description !== undefined) expect(group(name)?.description).toBe(description);
  }
  for (const { userName, email, groups, ...names } of settings.users) {
    const { givenName, familyName, displayName } = names;
    const { id, attributes } = user(userName) ?? {};
    expect(attributes, userName).toMatchObject({
      Emails: [{ Value: email }],
      Name: { GivenName: givenName, FamilyName: familyName },
      ...(displayName === undefined ? {} : { DisplayName: displayName }),
    });
    for (const name of groups) {
      const isMember = instance.memberships.some((one) => one.userId === id && one.groupId === group(name)?.id);
      expect(isMember, `${userName} in ${name}`).toBe(true);
    }
  }
  for (const set of settings.permissionSets) isSetAsWanted(named(instance.permissionSets, setName, set.name), set);
  for (const { principal, principalType, permissionSets, selectors } of access) {
    const id = principalType === 'USER' ? user(principal)?.id : group(principal)?.id;
    for (const { arn } of permissionSets.map((name) => named(instance.permissionSets, setName, name) ?? { arn: '' })) {
      for (const accountId of selectors.flatMap(({ accounts }) => accounts)) {
        const row = { accountId, permissionSetArn: arn, principalId: id, principalType };
        expect(instance.assignments).toContainEqual(expect.objectContaining(row));
      }
    }
  }
  const active = new Set(world.organization?.accounts.filter(({ state }) => state === 'ACTIVE').map(({ id }) => id));
  for (const set of settings.permissionSets) {
    const { arn, version } = named(instance.permissionSets, setName, set.name) ?? {};
    const rows = instance.provisioned.filter((row) => row.permissionSetArn === arn && active.has(row.accountId));
    for (const row of rows) expect(row.version, `${set.name} in ${row.accountId}`).toBe(version);
  }
}

function isSetAsWanted(found: PermissionSet | undefined, wanted: PermissionSetSettings): void {
  const { name, description, sessionDuration, relayState, tags = {} } = wanted;
  expect(found?.name).toBe(name);
  if (found === undefined) return;
  if (description !== undefined) expect(found.description).toBe(description);
  if (sessionDuration !== undefined) expect(canonicalDuration(found.sessionDuration)).toBe(sessionDuration);
  if (relayState !== undefined) expect(found.relayState).toBe(relayState);
  const { managedPolicies, customerManagedPolicies, inlinePolicy, permissionsBoundary } = wanted;
  if (managedPolicies !== undefined) {
    expect([...found.managedPolicies].sort()).toEqual(
      managedPolicies.map((one) => managedPolicyArn(one, 'aws')).sort(),
    );
  }
  if (customerManagedPolicies !== undefined) {
    const names = found.customerPolicies.map(({ Name, Path }) => `${Path}${Name}`);
    expect(names.sort()).toEqual(customerManagedPolicies.map((one) => `${one.path}${one.name}`).sort());
  }
  if (inlinePolicy !== undefined) expect(JSON.parse(found.inlinePolicy)).toEqual(inlinePolicy);
  if (permissionsBoundary !== undefined) {
    const boundary = boundaryFrom(wantedBoundary(permissionsBoundary, 'aws'));
    expect(found.boundary).toEqual(
      'arn' in boundary
        ? { ManagedPolicyArn: boundary.arn }
        : { CustomerManagedPolicyReference: { Name: boundary.reference.name, Path: boundary.reference.path } },
    );
  }
  for (const [Key, Value] of Object.entries(tags)) expect(found.tags).toContainEqual({ Key, Value });
}

/** One thing that differs between two states of the world: `field` of it, or all of it where it is new. */
interface Difference {
  readonly step: StepId;
  readonly key: string;
  readonly field?: string;
}

/**
 * Between the two states nothing happened but what the plan says: everything that the plan does not name is the same, to
 * the byte, down to its revision and who changed it last.
 */
export function onlyPlanned(before: World, after: World, plan: Plan, settings: Settings): void {
  const done = new Map(plan.items.map((item) => [`${item.step} ${item.key}`, item]));
  const unplanned = differences(before, after, settings).filter((difference) => !isClaimed(difference, done));
  expect(unplanned).toEqual([]);
}

function isClaimed({ step, key, field }: Difference, done: ReadonlyMap<string, Item>): boolean {
  if (step === 'provisioning') {
    const [name, account] = readRow(key);
    if (done.get(`provisioning ${name}`)?.action.kind === 'change') return true;
    return [...done.values()].some((item) => {
      const row = item.step === 'assignment' && item.action.kind === 'create' && readAssignmentKey(item.key);
      return row && row.permissionSet === name && row.account === account;
    });
  }
  const action = done.get(`${step} ${key}`)?.action;
  if (action?.kind === 'create') return true;
  return action?.kind === 'change' && action.drift.some((drift) => drift.field === field);
}

const readRow = (key: string) => key.split(', ') as [string, string];

function differences(before: World, after: World, settings: Settings): Difference[] {
  expect(restOf(after)).toEqual(restOf(before));
  const [old, now] = [instanceIn(before), instanceIn(after)];
  const ours = {
    group: new Map(settings.groups.map(({ name }) => [sameName(name), name])),
    user: new Map(settings.users.map(({ userName }) => [sameName(userName), userName])),
  };
  const groupKey = (group: Group) => ours.group.get(sameName(groupName(group))) ?? groupName(group);
  const userKey = (user: User) => ours.user.get(sameName(userName(user))) ?? userName(user);
  const groups = new Map(now.groups.map((group) => [group.id, groupKey(group)]));
  const users = new Map(now.users.map((user) => [user.id, userKey(user)]));
  const sets = new Map(now.permissionSets.map((set) => [set.arn, set.name]));
  const keyOf = (id: string) => groups.get(id) ?? users.get(id) ?? sets.get(id) ?? id;
  const things: readonly (readonly [StepId, { id: string; field?: string }[]])[] = [
    ['group', changed(old.groups, now.groups, ({ id }) => id, groupFields)],
    ['user', changed(old.users, now.users, ({ id }) => id, userFields)],
    ['permissionSet', changed(old.permissionSets, now.permissionSets, ({ arn }) => arn, setFields)],
  ];
  return [
    ...things.flatMap(([step, all]) => all.map(({ id, ...one }) => ({ step, key: keyOf(id), ...one }))),
    ...added(old.memberships, now.memberships).map(({ userId, groupId }) => ({
      step: 'membership' as const,
      key: membershipKey({ userName: keyOf(userId), group: keyOf(groupId) }),
    })),
    ...added(old.assignments, now.assignments).map(({ principalType, principalId, permissionSetArn, accountId }) => ({
      step: 'assignment' as const,
      key: assignmentKey({
        principalType,
        principal: keyOf(principalId),
        permissionSet: keyOf(permissionSetArn),
        account: accountId,
      }),
    })),
    ...rolledOut(old, now).map(({ permissionSetArn, accountId }) => ({
      step: 'provisioning' as const,
      key: `${keyOf(permissionSetArn)}, ${accountId}`,
    })),
  ];
}

/** All that nobody ever has a reason to touch. */
function restOf({ counter: _, ...world }: World) {
  const instances = world.instances.map(
    ({ groups, users, permissionSets, memberships, assignments, provisioned, requests, ...rest }) => rest,
  );
  return { ...world, instances };
}

/** Rows that are new; none is gone or other than it was. */
function added<T>(before: readonly T[], after: readonly T[]): T[] {
  const known = new Map(before.map((row) => [JSON.stringify(row), row]));
  const fresh = after.filter((row) => !known.delete(JSON.stringify(row)));
  expect([...known.values()]).toEqual([]);
  return fresh;
}

/** Accounts that have come to the newest version; no other change is one that the tool makes. */
function rolledOut(old: Instance, now: Instance): Instance['provisioned'][number][] {
  const newest = new Map(now.permissionSets.map(({ arn, version }) => [arn, version]));
  const id = (row: Instance['provisioned'][number]) => `${row.permissionSetArn} ${row.accountId}`;
  const before = new Map(old.provisioned.map((row) => [id(row), row]));
  const moved = now.provisioned.filter((row) => before.get(id(row))?.version !== row.version);
  for (const row of moved) expect(row.version).toBe(newest.get(row.permissionSetArn));
  const after = new Set(now.provisioned.map(id));
  expect([...before.keys()].filter((row) => !after.has(row))).toEqual([]);
  return moved;
}

type Parts = Readonly<Record<string, unknown>>;

/** Parts that differ; things that are new as a whole. None is gone. */
function changed<T>(
  before: readonly T[],
  after: readonly T[],
  idOf: (thing: T) => string,
  partsOf: (thing: T) => Parts,
): { id: string; field?: string }[] {
  const old = new Map(before.map((thing) => [idOf(thing), thing]));
  const differing = after.flatMap((thing) => {
    const id = idOf(thing);
    const was = old.get(id);
    old.delete(id);
    if (was === undefined) return [{ id }];
    if (JSON.stringify(was) === JSON.stringify(thing)) return [];
    const [from, to] = [partsOf(was), partsOf(thing)];
    const fields = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
      (field) => JSON.stringify(from[field]) !== JSON.stringify(to[field]),
    );
    // Written, and nothing is other than it was: that is a write too many.
    return (fields.length > 0 ? fields : ['revision']).map((field) => ({ id, field }));
  });
  expect([...old.keys()]).toEqual([]);
  return differing;
}

/** By the names that the plan has for them; what moves on by itself with a change is left out. */
function groupFields({ revision: _r, updatedAt: _at, updatedBy: _by, ...group }: Group): Parts {
  return { ...group };
}

function userFields({ revision: _r, updatedAt: _at, updatedBy: _by, attributes, ...user }: User): Parts {
  const { Emails, Name, DisplayName, ...others } = attributes;
  const { GivenName, FamilyName, ...name } = (Name ?? {}) as Record<string, string>;
  return {
    ...user,
    ...Object.fromEntries(Object.entries(others).map(([field, value]) => [`attributes.${field}`, value])),
    ...Object.fromEntries(Object.entries(name).map(([field, value]) => [`name.${field}`, value])),
    email: Emails,
    givenName: GivenName,
    familyName: FamilyName,
    displayName: DisplayName,
  };
}

function setFields({ version: _, tags, managedPolicies, customerPolicies, boundary, ...set }: PermissionSet): Parts {
  return {
    ...set,
    managedPolicies: [...managedPolicies].sort(),
    customerManagedPolicies: customerPolicies.map(({ Name, Path }) => `${Path}${Name}`).sort(),
    permissionsBoundary: boundary,
    ...Object.fromEntries(tags.map(({ Key, Value }) => [`tags.${Key}`, Value])),
  };
}

/** No Delete; a Detach only of a policy that the settings' exact set does not have. */
export function nothingIsTakenAway(calls: readonly Call[], world: World, settings: Settings): void {
  for (const { operation, input } of calls) {
    expect(operation).not.toMatch(/^(Delete|Untag|Remove|Deregister|Disable)/);
    if (!operation.startsWith('Detach')) continue;
    const set = instanceIn(world).permissionSets.find(({ arn }) => arn === input.PermissionSetArn);
    const wanted = settings.permissionSets.find(({ name }) => name === set?.name);
    const reference = input.CustomerManagedPolicyReference as { Name: string; Path: string } | undefined;
    const exact =
      reference === undefined
        ? wanted?.managedPolicies?.map((policy) => managedPolicyArn(policy, 'aws'))
        : wanted?.customerManagedPolicies?.map(({ name, path }) => `${path}${name}`);
    expect(exact).toBeDefined();
    expect(exact).not.toContain(
      reference === undefined ? input.ManagedPolicyArn : `${reference.Path}${reference.Name}`,
    );
  }
}

/** What is left alone is there, and is nothing that the settings name. */
export function isLeftAlone({ leftAlone }: Plan, world: World, settings: Settings): void {
  const { groups, users, permissionSets } = instanceIn(world);
  for (const { step, key } of leftAlone) {
    if (step === 'group') {
      expect(groups.map(groupName)).toContain(key);
      expect(settings.groups.map(({ name }) => name)).not.toContain(key);
    }
    if (step === 'user') {
      expect(users.map(userName)).toContain(key);
      expect(settings.users.map((user) => user.userName)).not.toContain(key);
    }
    if (step === 'permissionSet') {
      expect(permissionSets.map(setName)).toContain(key);
      expect(settings.permissionSets.map(({ name }) => name)).not.toContain(key);
    }
    if (step === 'membership') expect(readMembershipKey(key)).toBeDefined();
  }
}
