import { derivedIds } from './ids.ts';
import { sealed, unsealed } from './seal.ts';
import { durationSeconds } from './services/permission-sets.ts';
import type { Instance, PermissionSet } from './world.ts';

/** Somebody who acts with a role of Identity Center; sealed in the session token of the credentials. */
export interface RoleSession {
  readonly accountId: string;
  readonly roleName: string;
  readonly roleId: string;
  readonly userName: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Credentials for a permission set's role in an account, as GetRoleCredentials tells them. */
export function roleCredentials(
  instance: Instance,
  set: PermissionSet,
  accountId: string,
  userName: string,
  now: number,
) {
  const role = `role ${instance.arn} ${set.arn} ${accountId}`;
  const expiresAt = now + durationSeconds(set.sessionDuration) * 1000;
  const session: RoleSession = {
    accountId,
    roleName: `AWSReservedSSO_${set.name}_${derivedIds(0, role).hex(16)}`,
    roleId: `AROA${keyLetters(derivedIds(0, `id of ${role}`).hex(17))}`,
    userName,
    expiresAt,
  };
  const ids = derivedIds(0, `key ${role} ${userName} ${now}`);
  return {
    accessKeyId: `ASIA${keyLetters(ids.hex(16))}`,
    secretAccessKey: Buffer.from(ids.hex(60), 'hex').toString('base64'),
    sessionToken: sealed('role session', session),
    expiration: expiresAt,
  };
}

/** The session that a session token stands for; undefined: it is none of ours. */
export function roleSessionOf(sessionToken: string | undefined): RoleSession | undefined {
  return unsealed<RoleSession>('role session', sessionToken);
}

/** As STS names the session (IAM user guide, reference_identifiers). */
export function callerOf({ accountId, roleName, roleId, userName }: RoleSession) {
  return { arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${userName}`, userId: `${roleId}:${userName}` };
}

/** Ids of IAM have capitals and the digits 2 to 7. */
function keyLetters(hex: string): string {
  return [...hex].map((digit) => '234567ABCDEFGHIJ'[Number.parseInt(digit, 16)]).join('');
}
