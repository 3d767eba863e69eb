import { all } from './lists.ts';
import type { Assignment, AsyncRequest, Group, Instance, Membership, Provisioned, User } from './world.ts';

/** What the lists of a world are looked through by; see `lists.ts`. */

export const byId = ({ id }: { readonly id: string }) => id;

export const byArn = ({ arn }: { readonly arn: string }) => arn;

export const byName = ({ name }: { readonly name: string }) => name;

/** Of accounts and organizational units. */
export const byParent = ({ parentId }: { readonly parentId: string }) => parentId;

/** User names are compared in small letters. */
export const byUserName = (user: Readonly<User>) => String(user.attributes.UserName).toLowerCase();

/** E-mail addresses too. */
export const byEmail = (user: Readonly<User>) => {
  const [email] = (user.attributes.Emails ?? []) as { Value?: string }[];
  return email?.Value?.toLowerCase();
};

/** And names of groups. */
export const byDisplayName = ({ displayName }: Readonly<Group>) => displayName?.toLowerCase();

export const byGroup = ({ groupId }: Readonly<Membership>) => groupId;

export const byMember = ({ userId }: Readonly<Membership>) => userId;

/** Of assignments and of what is provisioned: by permission set, by account. */
export const bySet = ({ permissionSetArn }: { readonly permissionSetArn: string }) => permissionSetArn;

export const byAccount = ({ accountId }: Readonly<Assignment | Provisioned>) => accountId;

/** A role is a permission set in an account. */
export const byRole = (one: { readonly accountId: string; readonly permissionSetArn: string }) =>
  `${one.accountId} ${one.permissionSetArn}`;

export const byPrincipal = ({ principalId }: Readonly<Assignment>) => principalId;

const byStatus = ({ status }: Readonly<AsyncRequest>) => status;

/** The requests that have not ended, the oldest first. */
export function underWay(instance: Instance): readonly Readonly<AsyncRequest>[] {
  return all(instance.requests, byStatus, 'IN_PROGRESS');
}
