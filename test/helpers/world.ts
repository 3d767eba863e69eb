import type { World } from '../../src/sandbox/index.ts';

/** What is in an account, by names instead of ids, so that two accounts can be compared. */
export function contentsOf(world: World) {
  const [instance] = world.instances;
  if (instance === undefined) return { organized: world.organization !== null };
  const groupName = new Map(instance.groups.map((group) => [group.id, group.displayName]));
  const userName = new Map(instance.users.map((user) => [user.id, String(user.attributes.UserName)]));
  const setName = new Map(instance.permissionSets.map((set) => [set.arn, set.name]));
  const version = new Map(instance.permissionSets.map((set) => [set.arn, set.version]));
  return {
    organized: world.organization !== null,
    region: instance.region,
    permissionSetsEnabled: instance.permissionSetsEnabled,
    groups: sorted(instance.groups.map((group) => [group.displayName, group.description])),
    users: sorted(instance.users.map((user) => user.attributes)),
    memberships: sorted(instance.memberships.map((one) => [userName.get(one.userId), groupName.get(one.groupId)])),
    permissionSets: sorted(
      instance.permissionSets.map(({ arn: _arn, createdAt: _at, version: _version, ...set }) => ({
        ...set,
        managedPolicies: [...set.managedPolicies].sort(),
        customerPolicies: sorted(set.customerPolicies),
        tags: sorted(set.tags),
      })),
    ),
    // The rows of a principal that was deleted stay behind, in AWS too; they belong to nobody.
    assignments: sorted(
      instance.assignments
        .map((one) => [
          groupName.get(one.principalId) ?? userName.get(one.principalId),
          setName.get(one.permissionSetArn),
          one.accountId,
        ])
        .filter(([principal]) => principal !== undefined),
    ),
    provisioned: sorted(
      instance.provisioned.map((one) => [
        setName.get(one.permissionSetArn),
        one.accountId,
        one.version === version.get(one.permissionSetArn) ? 'latest' : 'outdated',
      ]),
    ),
  };
}

/** Two accounts of which this is the same are the same to the run that comes next, and to AWS's work in the background. */
export function situationOf({ world, at: now }: { readonly world: World; readonly at: number }): string {
  const { enabling, instances } = world;
  const [instance] = instances;
  const sets = new Map(instance?.permissionSets.map((set) => [set.arn, set]));
  const name = new Map([
    ...(instance?.groups ?? []).map((group) => [group.id, group.displayName] as const),
    ...(instance?.users ?? []).map((user) => [user.id, String(user.attributes.UserName)] as const),
  ]);
  const underWay = instance?.requests
    .filter(({ status }) => status === 'IN_PROGRESS')
    .map(({ id: _, createdAt, permissionSetArn, principal, version, ...rest }) => ({
      ...rest,
      age: now - createdAt,
      set: sets.get(permissionSetArn)?.name,
      isLatest: version === sets.get(permissionSetArn)?.version,
      principal: name.get(principal?.id ?? ''),
    }));
  return JSON.stringify({
    contents: contentsOf(world),
    status: instance?.status,
    enabling: enabling && [enabling.appearsAt - now, enabling.activeAt - now],
    underWay: sorted(underWay ?? []),
  });
}

function sorted<T>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** Makes it an error to change what states of the world share: lists, and what is in them. */
export function lockLists({ organization, instances }: World): void {
  for (const holder of [organization, ...instances]) {
    for (const value of Object.values(holder ?? {})) if (Array.isArray(value)) freeze(value);
  }
}

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const member of Object.values(value)) freeze(member);
}
