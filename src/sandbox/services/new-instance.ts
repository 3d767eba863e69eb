import type { Ids } from '../ids.ts';
import type { Instance, World } from '../world.ts';

/** An instance with nothing in it. MFA and Send email OTP have the defaults of a new instance (user guide, MFA). */
export function blankInstance(
  world: World,
  ids: Ids,
  options: {
    region: string;
    kind: Instance['kind'];
    now: number;
    status: Instance['status'];
    permissionSetsEnabled?: boolean;
    ownerAccountId?: string;
  },
): Instance {
  return {
    arn: `arn:aws:sso:::instance/ssoins-${ids.hex(16)}`,
    identityStoreId: `d-${ids.hex(10)}`,
    ownerAccountId: options.ownerAccountId ?? world.account.id,
    region: options.region,
    kind: options.kind,
    createdAt: options.now,
    status: options.status,
    permissionSetsEnabled: options.kind === 'organization' && (options.permissionSetsEnabled ?? true),
    tags: [],
    portal: {
      sendEmailOtp: false,
      mfa: { prompt: 'always-on', withoutDevice: 'require-registration', usersManageDevices: true },
    },
    permissionSets: [],
    assignments: [],
    provisioned: [],
    requests: [],
    users: [],
    groups: [],
    memberships: [],
  };
}
