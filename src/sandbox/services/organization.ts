import { organizationFor, organizationOf } from '../access.ts';
import { isDenied } from '../deny.ts';
import { AwsError } from '../error.ts';
import { byId } from '../keys.ts';
import { added, first } from '../lists.ts';
import { type Operations, seconds, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { MemberAccount, Organization } from '../world.ts';
import { enableServiceAccess, foundOrganization } from './new-organization.ts';

/** Operations on the organization itself, its trusted services and its delegated administrators. */
export const organization: Operations = {
  /** Every account of the organization may ask. */
  DescribeOrganization: (context) => ({ Organization: description(organizationOf(context)) }),

  CreateOrganization: takes<{ FeatureSet?: Organization['featureSet'] }>((context, input) => {
    if (context.world.organization !== null) {
      const text = 'The provided account is already a member of an organization.';
      throw new AwsError('AlreadyInOrganizationException', text);
    }
    const refusal = context.world.organizationRefusal;
    if (refusal !== undefined) {
      throw constraint(refusal, 'The account sign-up is not finished.');
    }
    if (isDenied(context.behaviour.deny, 'iam:CreateServiceLinkedRole')) {
      throw new AwsError(
        'AccessDeniedForDependencyException',
        'The request failed because your credentials do not have permission to create the service-linked role required by AWS Organizations.',
        { Reason: 'ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE' },
      );
    }
    const made = foundOrganization(context.world, context.ids, context.now, input.FeatureSet);
    return { Organization: description(made) };
  }),

  /** Only an organization without other accounts, units and an organization instance can be deleted. */
  DeleteOrganization: (context) => {
    const found = organizationFor(context, true);
    const hasInstance = context.world.instances.some((one) => one.kind === 'organization');
    if (found.accounts.length > 1 || found.units.length > 0 || hasInstance) {
      throw new AwsError(
        'OrganizationNotEmptyException',
        'To delete an organization you must first remove all member accounts (except the management account).',
      );
    }
    context.world.organization = null;
    return {};
  },

  EnableAWSServiceAccess: takes<{ ServicePrincipal: string }>((context, input) => {
    const found = withAllFeatures(organizationFor(context, true));
    enableServiceAccess(found, servicePrincipal(input.ServicePrincipal), context.now);
    return {};
  }),

  DisableAWSServiceAccess: takes<{ ServicePrincipal: string }>((context, input) => {
    const found = withAllFeatures(organizationFor(context, true));
    const principal = servicePrincipal(input.ServicePrincipal);
    found.serviceAccess = found.serviceAccess.filter((one) => one.principal !== principal);
    found.delegated = found.delegated.filter((one) => one.principal !== principal);
    return {};
  }),

  ListAWSServiceAccessForOrganization: takes<PageInput>((context, input) => {
    const found = withAllFeatures(organizationFor(context, false));
    const { items, NextToken } = page(context, input, found.serviceAccess, (one) => one.principal, 20);
    const principals = items.map((one) => ({ ServicePrincipal: one.principal, DateEnabled: seconds(one.enabledAt) }));
    return { EnabledServicePrincipals: principals, NextToken };
  }),

  RegisterDelegatedAdministrator: takes<{ AccountId: string; ServicePrincipal: string }>((context, input) => {
    const found = withAllFeatures(organizationFor(context, true));
    const principal = servicePrincipal(input.ServicePrincipal);
    if (input.AccountId === found.managementAccountId) {
      const text = 'You cannot register management account/yourself as delegated administrator for your organization.';
      throw constraint('CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR', text);
    }
    memberOf(found, input.AccountId);
    if (!found.serviceAccess.some((one) => one.principal === principal)) {
      throw constraint('SERVICE_ACCESS_NOT_ENABLED', 'The service does not have trusted access to the organization.');
    }
    const present = found.delegated.filter((one) => one.principal === principal);
    if (present.some((one) => one.accountId === input.AccountId)) {
      const text = 'The provided account is already a delegated administrator for your organization.';
      throw new AwsError('AccountAlreadyRegisteredException', text);
    }
    if (present.length > 0) {
      const text = 'The service has a delegated administrator already.';
      throw constraint('MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED', text);
    }
    const administrator = { accountId: input.AccountId, principal, enabledAt: context.now };
    found.delegated = added(found.delegated, administrator);
    return {};
  }),

  DeregisterDelegatedAdministrator: takes<{ AccountId: string; ServicePrincipal: string }>((context, input) => {
    const found = withAllFeatures(organizationFor(context, true));
    memberOf(found, input.AccountId);
    const isThis = (one: Organization['delegated'][number]) =>
      one.accountId === input.AccountId && one.principal === input.ServicePrincipal;
    if (!found.delegated.some(isThis)) throw notRegistered();
    found.delegated = found.delegated.filter((one) => !isThis(one));
    return {};
  }),

  ListDelegatedAdministrators: takes<PageInput & { ServicePrincipal?: string }>((context, input) => {
    const found = withAllFeatures(organizationFor(context, false));
    const rows = found.delegated.filter((one) => one.principal === (input.ServicePrincipal ?? one.principal));
    const accounts = found.accounts.filter((account) => rows.some((one) => one.accountId === account.id));
    const { items, NextToken } = page(context, input, accounts, (one) => one.id, 20);
    const administrators = items.map((account) => ({
      ...baseDescription(found, account),
      DelegationEnabledDate: seconds(rows.find((one) => one.accountId === account.id)?.enabledAt ?? 0),
    }));
    return { DelegatedAdministrators: administrators, NextToken };
  }),

  ListDelegatedServicesForAccount: takes<PageInput & { AccountId: string }>((context, input) => {
    const found = withAllFeatures(organizationFor(context, false));
    memberOf(found, input.AccountId);
    const rows = found.delegated.filter((one) => one.accountId === input.AccountId);
    if (rows.length === 0) throw notRegistered();
    const { items, NextToken } = page(context, input, rows, (one) => one.principal, 20);
    const services = items.map((one) => ({
      ServicePrincipal: one.principal,
      DelegationEnabledDate: seconds(one.enabledAt),
    }));
    return { DelegatedServices: services, NextToken };
  }),
};

/** An account as Organizations tells it. */
export function accountDescription(found: Organization, account: Readonly<MemberAccount>) {
  return { ...baseDescription(found, account), Paths: [pathOf(found, account.id)] };
}

function baseDescription(found: Organization, account: Readonly<MemberAccount>) {
  return {
    Id: account.id,
    Arn: `arn:aws:organizations::${found.managementAccountId}:account/${found.id}/${account.id}`,
    Email: account.email,
    Name: account.name,
    Status: statuses[account.state],
    State: account.state,
    JoinedMethod: account.joinedMethod,
    JoinedTimestamp: seconds(account.joinedAt),
  };
}

/** Where an account or unit hangs: `o-…/r-…/ou-…/111122223333/`. */
export function pathOf(found: Organization, id: string): string {
  const child = first(found.accounts, byId, id) ?? first(found.units, byId, id);
  return child === undefined ? `${found.id}/${id}/` : `${pathOf(found, child.parentId)}${id}/`;
}

/** The account of that id in the organization. */
export function memberOf(found: Organization, id: string): Readonly<MemberAccount> {
  const account = first(found.accounts, byId, id);
  if (account === undefined) {
    const text = 'You specified an account that does not exist in your organization.';
    throw new AwsError('AccountNotFoundException', text);
  }
  return account;
}

/** `Status` is the older field and knows fewer values (Organizations API, Account). */
const statuses: Readonly<Record<MemberAccount['state'], string>> = {
  ACTIVE: 'ACTIVE',
  PENDING_ACTIVATION: 'ACTIVE',
  SUSPENDED: 'SUSPENDED',
  CLOSED: 'SUSPENDED',
  PENDING_CLOSURE: 'PENDING_CLOSURE',
};

function description(found: Organization) {
  const prefix = `arn:aws:organizations::${found.managementAccountId}`;
  const management = first(found.accounts, byId, found.managementAccountId);
  return {
    Id: found.id,
    Arn: `${prefix}:organization/${found.id}`,
    FeatureSet: found.featureSet,
    MasterAccountArn: `${prefix}:account/${found.id}/${found.managementAccountId}`,
    MasterAccountId: found.managementAccountId,
    MasterAccountEmail: management?.email,
    AvailablePolicyTypes: [],
  };
}

function constraint(reason: string, text: string): AwsError {
  return new AwsError('ConstraintViolationException', text, { Reason: reason });
}

function withAllFeatures(found: Organization): Organization {
  if (found.featureSet !== 'ALL') {
    throw constraint('ORGANIZATION_NOT_IN_ALL_FEATURES_MODE', 'The organization is not in all features mode.');
  }
  return found;
}

function notRegistered(): AwsError {
  const text = 'The provided account is not a registered delegated administrator for your organization.';
  return new AwsError('AccountNotRegisteredException', text);
}

function servicePrincipal(name: string): string {
  if (!name.endsWith('.amazonaws.com')) {
    const text = 'You specified an unrecognized service principal.';
    throw new AwsError('InvalidInputException', text, { Reason: 'UNRECOGNIZED_SERVICE_PRINCIPAL' });
  }
  return name;
}
