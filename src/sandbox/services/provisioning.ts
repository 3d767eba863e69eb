import { permissionSetInstance, roleOf } from '../access.ts';
import { accessDenied, notFound, tooManyProcessing, validation } from '../error.ts';
import { byAccount, byArn, byId, bySet, underWay } from '../keys.ts';
import { all, first } from '../lists.ts';
import { type Context, type Operations, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { AsyncRequest, Instance, Provisioned } from '../world.ts';
import { requestPage } from './assignments.ts';
import { findSet } from './permission-sets.ts';
import { metadataOf, poll, start, statusOf } from './requests.ts';

/** ProvisionPermissionSet calls that may be under way at once (user guide, limits). */
const maxOutstanding = 3;

type ProvisioningStatus = 'LATEST_PERMISSION_SET_PROVISIONED' | 'LATEST_PERMISSION_SET_NOT_PROVISIONED';

/** Bringing changed permission sets to the accounts that have them. */
export const provisioning: Operations = {
  ProvisionPermissionSet: takes<{
    InstanceArn: string;
    PermissionSetArn: string;
    TargetId?: string;
    TargetType: 'AWS_ACCOUNT' | 'ALL_PROVISIONED_ACCOUNTS';
  }>((context, input) => {
    const { instance, set } = findSet(context, input);
    const oneAccount = input.TargetType === 'AWS_ACCOUNT';
    if (oneAccount && input.TargetId === undefined) throw validation('TargetId is required for AWS_ACCOUNT.');
    if (!oneAccount && input.TargetId !== undefined) {
      throw validation('TargetId must not be given for ALL_PROVISIONED_ACCOUNTS.');
    }
    const accountIds = oneAccount ? [accountOf(context, input.TargetId ?? '')] : accountsWith(instance, set.arn);
    const management = context.world.organization?.managementAccountId ?? '';
    if (roleOf(context.world) === 'delegated' && accountIds.includes(management)) {
      throw accessDenied("You can't modify permission sets provisioned in the management account.");
    }
    const outstanding = underWay(instance).filter((one) => one.kind === 'provision');
    if (outstanding.length >= maxOutstanding) throw tooManyProcessing();
    const request = start(context, instance, {
      kind: 'provision',
      permissionSetArn: set.arn,
      accountIds,
      version: set.version,
      oneAccount,
    });
    return { PermissionSetProvisioningStatus: provisioningStatus(request) };
  }),

  DescribePermissionSetProvisioningStatus: takes<{ InstanceArn: string; ProvisionPermissionSetRequestId: string }>(
    (context, input) => {
      const instance = permissionSetInstance(context, input.InstanceArn);
      const request = poll(context, instance, 'provision', input.ProvisionPermissionSetRequestId);
      return { PermissionSetProvisioningStatus: provisioningStatus(request) };
    },
  ),

  ListPermissionSetProvisioningStatus: takes<PageInput & { InstanceArn: string; Filter?: { Status?: string } }>(
    (context, input) => {
      const { items, NextToken } = requestPage(context, input, 'provision');
      return { PermissionSetsProvisioningStatus: items.map(metadataOf), NextToken };
    },
  ),

  ListAccountsForProvisionedPermissionSet: takes<
    PageInput & { InstanceArn: string; PermissionSetArn: string; ProvisioningStatus?: ProvisioningStatus }
  >((context, input) => {
    const { instance, set } = findSet(context, input);
    const found = withStatus(instance, all(instance.provisioned, bySet, set.arn), input.ProvisioningStatus);
    const { items, NextToken } = page(context, input, found, byAccount);
    return { AccountIds: items.map(byAccount), NextToken };
  }),

  ListPermissionSetsProvisionedToAccount: takes<
    PageInput & { InstanceArn: string; AccountId: string; ProvisioningStatus?: ProvisioningStatus }
  >((context, input) => {
    const instance = permissionSetInstance(context, input.InstanceArn);
    const found = withStatus(instance, all(instance.provisioned, byAccount, input.AccountId), input.ProvisioningStatus);
    const { items, NextToken } = page(context, input, found, bySet);
    // AWS leaves the member out when there is nothing to tell (aws-samples/iam-identity-center-team#12).
    return { PermissionSets: items.length === 0 ? undefined : items.map(bySet), NextToken };
  }),
};

/** One account of the organization: it gets the permission set even without an assignment (terraform-provider-aws#32006). */
function accountOf(context: Context, id: string): string {
  if (first(context.world.organization?.accounts ?? [], byId, id) === undefined) {
    throw notFound(`Could not find AWS account with id ${id}`);
  }
  return id;
}

/** There may be none: Terraform provisions after each attachment, assigned or not (managed_policy_attachment.go). */
function accountsWith(instance: Instance, setArn: string): string[] {
  return all(instance.provisioned, bySet, setArn).map(byAccount);
}

/** An account is up to date when it has the set's latest version. */
function withStatus(
  instance: Instance,
  found: readonly Readonly<Provisioned>[],
  wanted: ProvisioningStatus | undefined,
): readonly Readonly<Provisioned>[] {
  if (wanted === undefined) return found;
  const latest = (arn: string) => first(instance.permissionSets, byArn, arn)?.version;
  const isWanted = wanted === 'LATEST_PERMISSION_SET_PROVISIONED';
  return found.filter((one) => (one.version === latest(one.permissionSetArn)) === isWanted);
}

function provisioningStatus(request: Readonly<AsyncRequest>) {
  return { ...statusOf(request), AccountId: request.oneAccount ? request.accountIds[0] : undefined };
}
