import { activeInstance, anyInstance, roleOf } from '../access.ts';
import { AwsError, accessDenied, conflict, quotaExceeded, validation } from '../error.ts';
import { type Context, type Operations, seconds, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Instance, Tag } from '../world.ts';
import { blankInstance } from './new-instance.ts';

/** Operations on Identity Center instances. */
export const instances: Operations = {
  ListInstances: takes<PageInput>((context, input) => {
    const visible = context.world.instances.filter((one) => one.region === context.region && isVisible(context, one));
    const { items, NextToken } = page(context, input, visible, (one) => one.arn, 10);
    return { Instances: items.map(metadata), NextToken };
  }),

  DescribeInstance: takes<{ InstanceArn: string }>((context, input) => {
    const instance = anyInstance(context, input.InstanceArn);
    return {
      ...metadata(instance),
      EncryptionConfigurationDetails: { KeyType: 'AWS_OWNED_KMS_KEY', EncryptionStatus: 'ENABLED' },
      PermissionSetsEnabled: instance.kind === 'organization' && instance.permissionSetsEnabled,
    };
  }),

  /** Makes account instances only; one per account over all Regions. */
  CreateInstance: takes<{ Name?: string; ClientToken?: string; Tags?: Tag[] }>((context, input) => {
    const role = roleOf(context.world);
    if (role === 'management') {
      throw accessDenied('Organization management account is not allowed to perform the operation.');
    }
    const token = input.ClientToken;
    const earlier = context.world.instances.find((one) => token !== undefined && one.clientToken === token);
    if (earlier !== undefined) {
      if (earlier.name === input.Name) return { InstanceArn: earlier.arn };
      throw new AwsError('IdempotentParameterMismatch', 'The client token was used with other parameters.');
    }
    if (context.world.instances.some((one) => one.ownerAccountId === context.world.account.id)) {
      throw quotaExceeded('You have exceeded AWS SSO limits. Cannot create more than 1 instance per account.');
    }
    const instance = blankInstance(context.world, context.ids, {
      region: context.region,
      kind: 'account',
      now: context.now,
      status: 'ACTIVE',
    });
    if (input.Name !== undefined) instance.name = input.Name;
    if (token !== undefined) instance.clientToken = token;
    instance.tags = input.Tags ?? [];
    context.world.instances.push(instance);
    return { InstanceArn: instance.arn };
  }),

  UpdateInstance: takes<{
    InstanceArn: string;
    Name?: string;
    EncryptionConfiguration?: { KeyType: string };
    PermissionSetsEnabled?: boolean;
  }>((context, input) => {
    const instance = activeInstance(context, input.InstanceArn);
    ownerOnly(context, instance);
    if (input.EncryptionConfiguration !== undefined && input.PermissionSetsEnabled !== undefined) {
      throw validation('EncryptionConfiguration and PermissionSetsEnabled cannot be changed in one call.');
    }
    if (input.EncryptionConfiguration?.KeyType === 'CUSTOMER_MANAGED_KEY') {
      throw validation('Customer managed keys are not simulated.');
    }
    if (input.PermissionSetsEnabled === false) throw validation('Permission sets cannot be switched off.');
    if (input.PermissionSetsEnabled === true) {
      if (instance.kind === 'account') throw validation('The operation is not supported for an account instance.');
      instance.permissionSetsEnabled = true;
    }
    if (input.Name !== undefined) instance.name = input.Name;
    return {};
  }),

  DeleteInstance: takes<{ InstanceArn: string }>((context, input) => {
    const instance = anyInstance(context, input.InstanceArn);
    ownerOnly(context, instance);
    if (instance.requests.some((one) => one.status === 'IN_PROGRESS')) {
      throw conflict('Could not delete because requests are in progress.');
    }
    context.world.instances = context.world.instances.filter((one) => one !== instance);
    return {};
  }),

  ListRegions: takes<PageInput & { InstanceArn: string }>((context, input) => {
    const instance = activeInstance(context, input.InstanceArn);
    const { items, NextToken } = page(context, input, regionsOf(instance), (one) => one.RegionName);
    return { Regions: items, NextToken };
  }),
};

/** An instance is visible to its owner; an organization instance to every account of the organization. */
function isVisible(context: Context, instance: Instance): boolean {
  if (instance.ownerAccountId === context.world.account.id) return true;
  return instance.kind === 'organization' && context.world.organization !== null;
}

function ownerOnly(context: Context, instance: Instance): void {
  if (instance.ownerAccountId !== context.world.account.id) {
    throw accessDenied('Only the account that owns the instance can perform this operation.');
  }
}

function metadata(instance: Instance) {
  return {
    InstanceArn: instance.arn,
    IdentityStoreId: instance.identityStoreId,
    IdentityStoreArn: `arn:aws:identitystore::${instance.ownerAccountId}:identitystore/${instance.identityStoreId}`,
    OwnerAccountId: instance.ownerAccountId,
    Name: instance.name,
    CreatedDate: seconds(instance.createdAt),
    Status: instance.status,
    StatusReason: instance.statusReason,
    PrimaryRegion: instance.region,
    Regions: regionsOf(instance),
  };
}

function regionsOf(instance: Instance) {
  const added = seconds(instance.createdAt);
  return [{ RegionName: instance.region, Status: 'ACTIVE', AddedDate: added, IsPrimaryRegion: true }];
}
