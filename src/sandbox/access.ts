import { AwsError, accessDenied, notFound, validation } from './error.ts';
import { byArn, bySet } from './keys.ts';
import { all, first } from './lists.ts';
import { models } from './models.ts';
import type { Context } from './operation.ts';
import type { Instance, Organization, PermissionSet, World } from './world.ts';

/** What the caller's account is to Identity Center (user guide, delegated-admin). */
export type CallerRole = 'standalone' | 'management' | 'delegated' | 'member';

export function roleOf(world: World, principal = 'sso.amazonaws.com'): CallerRole {
  const organization = world.organization;
  if (organization === null) return 'standalone';
  if (organization.managementAccountId === world.account.id) return 'management';
  const delegated = organization.delegated.some(
    (one) => one.accountId === world.account.id && one.principal === principal,
  );
  return delegated ? 'delegated' : 'member';
}

/** The text of a missing IAM permission (error catalogue, row 6). */
export function notAuthorized(callerArn: string, action: string): AwsError {
  return accessDenied(
    `User: ${callerArn} is not authorized to perform: ${action} on resource: * ` +
      `because no identity-based policy allows the ${action} action`,
  );
}

/** The instance that this call may work on; regional, and only for its owner and the delegated administrator. */
export function anyInstance(context: Context, arn: string): Instance {
  const instance = context.world.instances.find((one) => one.arn === arn && one.region === context.region);
  if (instance === undefined) throw unknownInstance(context, arn);
  const owns = instance.ownerAccountId === context.world.account.id;
  if (!owns && roleOf(context.world) !== 'delegated') {
    throw accessDenied('You do not have access to perform this operation on the instance.');
  }
  return instance;
}

/** As `anyInstance`, but while an instance is being created nothing works on it (model of sso-admin). */
export function activeInstance(context: Context, arn: string): Instance {
  const instance = anyInstance(context, arn);
  if (instance.status !== 'ACTIVE') throw validation(`The instance ${arn} is ${instance.status}, not ACTIVE.`);
  return instance;
}

/** As `activeInstance`, and the instance has permission sets: not an account instance, and not switched off. */
export function permissionSetInstance(context: Context, arn: string): Instance {
  const instance = activeInstance(context, arn);
  if (instance.kind === 'account') throw validation('The operation is not supported for an account instance.');
  if (!instance.permissionSetsEnabled) throw validation('Permission sets are not enabled for this instance.');
  return instance;
}

/** The permission set with that ARN. */
export function permissionSetOf(instance: Instance, arn: string): Readonly<PermissionSet> {
  const set = first(instance.permissionSets, byArn, arn);
  if (set === undefined) throw notFound(`Could not find PermissionSet with id ${arn.split('/').at(-1)}`);
  return set;
}

/** A delegated administrator may not touch what is provisioned in the management account (user guide, delegated-admin). */
export function refuseDelegatedChange(context: Context, instance: Instance, set: Readonly<PermissionSet>): void {
  if (roleOf(context.world) !== 'delegated') return;
  const management = context.world.organization?.managementAccountId;
  if (all(instance.provisioned, bySet, set.arn).some((one) => one.accountId === management)) {
    throw accessDenied("You can't modify permission sets provisioned in the management account.");
  }
}

/** The organization, for callers who may use this operation: all for the management account, reads for a delegated one. */
export function organizationFor(context: Context, write: boolean): Organization {
  const organization = organizationOf(context);
  const delegated = organization.delegated.some((one) => one.accountId === context.world.account.id);
  if (organization.managementAccountId !== context.world.account.id && (write || !delegated)) {
    throw accessDenied("You don't have permissions to access this resource.");
  }
  return organization;
}

export function organizationOf(context: Context): Organization {
  if (context.world.organization === null) {
    const text = 'Your account is not a member of an organization.';
    throw new AwsError('AWSOrganizationsNotInUseException', text);
  }
  return context.world.organization;
}

/** Operations whose model has no ResourceNotFoundException answer AccessDeniedException (DescribeInstance after a delete). */
function unknownInstance(context: Context, arn: string): AwsError {
  const modelled = models[context.service].operations[context.operation]?.errors ?? [];
  const text = `Instance with arn ${arn} not found.`;
  return modelled.includes('ResourceNotFoundException') ? notFound(text) : accessDenied(text);
}
