import { byMember, byPrincipal, byUserName } from './keys.ts';
import { all, first } from './lists.ts';
import type { Assignment, Instance, MemberAccount, PermissionSet, User, World } from './world.ts';

/** A role that somebody may take in an account. */
export interface Assigned {
  readonly account: Readonly<MemberAccount>;
  readonly set: Readonly<PermissionSet>;
  /** Milliseconds since 1970 of the assignment, of the oldest when there are several. */
  readonly since: number;
}

/** What a user may do, directly and through groups, in accounts that exist; in the order of accounts and sets. */
export function assignedTo(world: World, instance: Instance, userId: string): Assigned[] {
  const rows = assignmentsOf(instance, userId);
  const accountIds = new Set(rows.map((one) => one.accountId));
  const accounts = (world.organization?.accounts ?? []).filter((one) => accountIds.has(one.id));
  return accounts.flatMap((account) => {
    const own = rows.filter((one) => one.accountId === account.id);
    return instance.permissionSets.flatMap((set) => {
      const times = own.filter((one) => one.permissionSetArn === set.arn).map((one) => one.createdAt ?? 0);
      return times.length === 0 ? [] : [{ account, set, since: Math.min(...times) }];
    });
  });
}

/** The assignments of the user's groups, then the user's own. */
export function assignmentsOf(instance: Instance, userId: string): Readonly<Assignment>[] {
  const groupIds = all(instance.memberships, byMember, userId).map((one) => one.groupId);
  return [...groupIds, userId].flatMap((id) => all(instance.assignments, byPrincipal, id));
}

/** The user of that name, in any case. */
export function userNamed(instance: Instance, userName: string): Readonly<User> | undefined {
  return first(instance.users, byUserName, userName.toLowerCase());
}

export function userNameOf(user: Readonly<User>): string {
  return String(user.attributes.UserName);
}
