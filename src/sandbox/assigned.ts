import type { Instance, MemberAccount, PermissionSet, User, World } from './world.ts';

/** A role that somebody may take in an account. */
export interface Assigned {
  readonly account: MemberAccount;
  readonly set: PermissionSet;
  /** Milliseconds since 1970 of the assignment, of the oldest when there are several. */
  readonly since: number;
}

/** What a user may do, directly and through groups, in accounts that exist; in the order of accounts and sets. */
export function assignedTo(world: World, instance: Instance, userId: string): Assigned[] {
  const groups = instance.memberships.filter((one) => one.userId === userId).map((one) => one.groupId);
  const rows = instance.assignments.filter((one) =>
    one.principalType === 'USER' ? one.principalId === userId : groups.includes(one.principalId),
  );
  return (world.organization?.accounts ?? []).flatMap((account) =>
    instance.permissionSets.flatMap((set) => {
      const own = rows.filter((one) => one.accountId === account.id && one.permissionSetArn === set.arn);
      if (own.length === 0) return [];
      return [{ account, set, since: Math.min(...own.map((one) => one.createdAt ?? 0)) }];
    }),
  );
}

/** The user of that name, in any case. */
export function userNamed(instance: Instance, userName: string): User | undefined {
  const name = userName.toLowerCase();
  return instance.users.find((one) => userNameOf(one).toLowerCase() === name);
}

export function userNameOf(user: User): string {
  return String(user.attributes.UserName);
}
