import type { PrincipalType } from './engine/plan.ts';
import type { Key } from './engine/step.ts';

/** What the key of an assignment says: who gets what where. What has no name here keeps its id. */
export interface AssignmentKey {
  readonly principalType: PrincipalType;
  readonly principal: string;
  readonly permissionSet: string;
  readonly account: string;
}

/** `kim@example.com in Admins` */
export interface MembershipKey {
  readonly userName: string;
  readonly group: string;
}

/**
 * `Admins, ReadOnly, 111122223333`. A user says so, because a group may have the same name; and so does a group that
 * looks as if it did.
 */
export function assignmentKey({ principalType, principal, permissionSet, account }: AssignmentKey): Key {
  const isUser = principalType === 'USER';
  const kind = isUser || /^(user|group) /.test(principal) ? `${isUser ? 'user' : 'group'} ` : '';
  return `${kind}${principal}, ${permissionSet}, ${account}`;
}

/**
 * The other way round. Only groups have names with spaces in them, so it can be read one way only. Undefined for what
 * is no such key.
 */
export function readAssignmentKey(key: Key): AssignmentKey | undefined {
  const [, kind, principal, permissionSet, account] = /^(?:(user|group) )?(.+), (\S+), (\S+)$/su.exec(key) ?? [];
  if (principal === undefined || permissionSet === undefined || account === undefined) return undefined;
  return { principalType: kind === 'user' ? 'USER' : 'GROUP', principal, permissionSet, account };
}

export function membershipKey({ userName, group }: MembershipKey): Key {
  return `${userName} in ${group}`;
}

/** The other way round: a user name has no spaces (Identity Store API, UserName). Undefined for what is no such key. */
export function readMembershipKey(key: Key): MembershipKey | undefined {
  const [, userName, group] = /^(\S+) in (.+)$/su.exec(key) ?? [];
  return userName === undefined || group === undefined ? undefined : { userName, group };
}
