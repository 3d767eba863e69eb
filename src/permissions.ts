import { mayAdministrate } from './administrator.ts';
import {
  cellsOf,
  isUnit,
  manyAccounts,
  type PermissionSetSettings,
  type Settings,
  selectorsOf,
} from './settings/settings.ts';

/** One statement of an IAM policy. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

/** Actions that stand and fall together. */
interface Need {
  readonly actions: readonly string[];
  /** Whether settings can lead to these calls; always, when left out. */
  readonly when?: (settings: Settings) => boolean;
}

interface Part extends Omit<Statement, 'Sid' | 'Effect' | 'Action' | 'Resource'> {
  readonly sid: string;
  /** A dry run gets by on these. What is only asked about a write of our own is part of writing. */
  readonly reads: boolean;
  readonly resource?: string;
  readonly needs: readonly Need[];
}

const hasSets = ({ permissionSets }: Settings) => permissionSets.length > 0;
const hasAssignments = ({ assignments }: Settings) => assignments.length > 0;
const hasUsers = ({ users }: Settings) => users.length > 0;
const hasGroups = ({ groups }: Settings) => groups.length > 0;
const hasMembers = ({ users }: Settings) => users.some(({ groups }) => groups.length > 0);
const isInSeveral = ({ users }: Settings) => users.some(({ groups }) => groups.length > 1);
const someSet =
  (...fields: (keyof PermissionSetSettings)[]) =>
  ({ permissionSets }: Settings) =>
    permissionSets.some((set) => fields.some((field) => set[field] !== undefined));
/** A list that is wanted empty leads to taking away, never to adding. */
const someIn = (field: 'managedPolicies' | 'customerManagedPolicies' | 'tags') => (settings: Settings) =>
  settings.permissionSets.some((set) => Object.keys(set[field] ?? {}).length > 0);
const either =
  (...tests: ((settings: Settings) => boolean)[]) =>
  (settings: Settings) =>
    tests.some((test) => test(settings));
const someSelector = (test: (selector: string) => boolean) => (settings: Settings) => selectorsOf(settings).some(test);
const isId = (selector: string) => /^\d{12}$/.test(selector);

/** Units and names of accounts are those of an organization, which is there then. */
const mayMakeOrganization = (settings: Settings) =>
  !someSelector((selector) => !isId(selector) && !['management', 'all'].includes(selector))(settings);

/**
 * Whether an assignment can go to the management account: anything but the id of another one. Rights as far-reaching as
 * these are not granted only because somebody else may have assigned a permission set there that is rolled out anew.
 */
const reachesManagement = ({ account, assignments }: Settings) =>
  assignments.some(({ accounts }) => accounts.some((one) => !isId(one) || (account ?? one) === one));

/** Whether a group or user may get several things, which are then found by asking what it holds. */
function holdsSeveral({ assignments }: Settings): boolean {
  const held = new Map<string, number>();
  for (const assignment of assignments) {
    const who = JSON.stringify(assignment.principal);
    held.set(who, (held.get(who) ?? 0) + cellsOf(assignment));
  }
  return [...held.values()].some((count) => count > 1);
}

/** Whether assignments go to several accounts: AWS then has several under way at once, and is asked about all together. */
function reachesSeveral({ assignments }: Settings): boolean {
  const selectors = new Set(assignments.flatMap(({ accounts }) => accounts));
  return [...selectors].reduce((sum, selector) => sum + manyAccounts(selector), 0) > 1;
}

/** Whether a permission set may begin to give administrator access to whoever holds it: by the settings, or by somebody. */
const mayMakeAdministrators = ({ permissionSets }: Settings) => permissionSets.some(mayAdministrate);

/** Whether an assignment may widen administrator access. */
const mayWiden = (settings: Settings) =>
  settings.permissionSets.some(
    (set) =>
      mayAdministrate(set) && settings.assignments.some(({ permissionSets }) => permissionSets.includes(set.name)),
  );

/** The second name of an identity store operation, where it is not the first one. */
const DIRECTORY_NAMES: Readonly<Record<string, string>> = {
  CreateGroupMembership: 'AddMemberToGroup',
  ListGroupMemberships: 'ListMembersInGroup',
  ListGroupMembershipsForMember: 'ListGroupsForMember',
};

/** Both actions of each operation. Which of them AWS checks is not documented. */
function inStore(...operations: readonly string[]): string[] {
  return operations.flatMap((operation) => [
    `identitystore:${operation}`,
    `sso-directory:${DIRECTORY_NAMES[operation] ?? operation}`,
  ]);
}

/**
 * Everything that a run can call, by what asks for it. The identity store has an action of each of two prefixes for an
 * operation (service authorization reference, identitystore); roles in the management account are made with the rights
 * of whoever assigns (user guide, iam-auth-access-using-id-policies; policy AWSSSOServiceRolePolicy).
 */
const PARTS: readonly Part[] = [
  {
    sid: 'ReadAccount',
    reads: true,
    needs: [{ actions: ['account:ListRegions', 'freetier:GetAccountPlanState'] }],
  },
  {
    sid: 'ReadOrganization',
    reads: true,
    needs: [
      {
        actions: [
          'organizations:DescribeOrganization',
          'organizations:ListAccounts',
          'organizations:ListDelegatedAdministrators',
        ],
      },
      {
        when: someSelector(isUnit),
        actions: [
          'organizations:ListAccountsForParent',
          'organizations:ListOrganizationalUnitsForParent',
          'organizations:ListRoots',
        ],
      },
    ],
  },
  {
    sid: 'ReadIdentityCenter',
    reads: true,
    needs: [
      { actions: ['sso:DescribeInstance', 'sso:ListInstances', 'sso:ListPermissionSets'] },
      {
        when: hasSets,
        // Both kinds of policy: what the settings leave out is looked at for administrator access.
        actions: [
          'sso:DescribePermissionSet',
          'sso:GetInlinePolicyForPermissionSet',
          'sso:ListAccountsForProvisionedPermissionSet',
          'sso:ListManagedPoliciesInPermissionSet',
        ],
      },
      {
        when: someSet('customerManagedPolicies'),
        actions: ['sso:ListCustomerManagedPolicyReferencesInPermissionSet'],
      },
      { when: someSet('permissionsBoundary'), actions: ['sso:GetPermissionsBoundaryForPermissionSet'] },
      { when: someIn('tags'), actions: ['sso:ListTagsForResource'] },
      { when: either(hasAssignments, mayMakeAdministrators), actions: ['sso:ListAccountAssignments'] },
      { when: either(holdsSeveral, mayWiden), actions: ['sso:ListAccountAssignmentsForPrincipal'] },
    ],
  },
  {
    sid: 'ReadIdentityStore',
    reads: true,
    needs: [
      // What the settings do not name is listed, too: it is left alone.
      { actions: inStore('ListGroups', 'ListUsers') },
      { when: hasUsers, actions: inStore('DescribeUser', 'GetUserId') },
      { when: hasGroups, actions: inStore('DescribeGroup', 'GetGroupId') },
      { when: either(hasMembers, mayMakeAdministrators), actions: inStore('ListGroupMemberships') },
      { when: isInSeveral, actions: inStore('ListGroupMembershipsForMember') },
    ],
  },
  {
    sid: 'WriteOrganization',
    reads: false,
    needs: [{ when: mayMakeOrganization, actions: ['organizations:CreateOrganization'] }],
  },
  {
    sid: 'OrganizationRole',
    reads: false,
    resource: 'arn:aws:iam::*:role/aws-service-role/organizations.amazonaws.com/*',
    Condition: { StringEquals: { 'iam:AWSServiceName': 'organizations.amazonaws.com' } },
    needs: [{ when: mayMakeOrganization, actions: ['iam:CreateServiceLinkedRole'] }],
  },
  {
    sid: 'WriteIdentityCenter',
    reads: false,
    needs: [
      {
        when: hasSets,
        actions: [
          'sso:CreatePermissionSet',
          'sso:DescribePermissionSetProvisioningStatus',
          'sso:ProvisionPermissionSet',
          'sso:UpdateInstance',
        ],
      },
      { when: someSet('description', 'sessionDuration', 'relayState'), actions: ['sso:UpdatePermissionSet'] },
      { when: someIn('managedPolicies'), actions: ['sso:AttachManagedPolicyToPermissionSet'] },
      { when: someSet('managedPolicies'), actions: ['sso:DetachManagedPolicyFromPermissionSet'] },
      {
        when: someIn('customerManagedPolicies'),
        actions: ['sso:AttachCustomerManagedPolicyReferenceToPermissionSet'],
      },
      {
        when: someSet('customerManagedPolicies'),
        actions: ['sso:DetachCustomerManagedPolicyReferenceFromPermissionSet'],
      },
      { when: someSet('inlinePolicy'), actions: ['sso:PutInlinePolicyToPermissionSet'] },
      { when: someSet('permissionsBoundary'), actions: ['sso:PutPermissionsBoundaryToPermissionSet'] },
      { when: someIn('tags'), actions: ['sso:TagResource'] },
      {
        when: hasAssignments,
        actions: ['sso:CreateAccountAssignment', 'sso:DescribeAccountAssignmentCreationStatus'],
      },
      { when: reachesSeveral, actions: ['sso:ListAccountAssignmentCreationStatus'] },
    ],
  },
  {
    sid: 'WriteIdentityStore',
    reads: false,
    needs: [
      { when: hasUsers, actions: inStore('CreateUser', 'UpdateUser') },
      { when: hasGroups, actions: inStore('CreateGroup') },
      {
        when: ({ groups }) => groups.some(({ description }) => description !== undefined),
        actions: inStore('UpdateGroup'),
      },
      { when: hasMembers, actions: inStore('CreateGroupMembership') },
    ],
  },
  {
    sid: 'ManagementAccountRoles',
    reads: false,
    resource: 'arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*',
    needs: [
      {
        when: reachesManagement,
        actions: [
          'iam:AttachRolePolicy',
          'iam:CreateRole',
          'iam:DeleteRole',
          'iam:DeleteRolePermissionsBoundary',
          'iam:DeleteRolePolicy',
          'iam:DetachRolePolicy',
          'iam:GetRole',
          'iam:ListAttachedRolePolicies',
          'iam:ListRolePolicies',
          'iam:PutRolePermissionsBoundary',
          'iam:PutRolePolicy',
          'iam:TagRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:UpdateRole',
          'iam:UpdateRoleDescription',
        ],
      },
    ],
  },
  {
    sid: 'ManagementAccountLists',
    reads: false,
    needs: [{ when: reachesManagement, actions: ['iam:ListPolicies', 'iam:ListRoles'] }],
  },
  {
    sid: 'ManagementAccountProvider',
    reads: false,
    resource: 'arn:aws:iam::*:saml-provider/AWSSSO_*',
    needs: [
      {
        when: reachesManagement,
        actions: [
          'iam:CreateSAMLProvider',
          'iam:GetSAMLProvider',
          'iam:ListSAMLProviders',
          'iam:TagSAMLProvider',
          'iam:UpdateSAMLProvider',
        ],
      },
    ],
  },
];

/**
 * The least that a run with these settings needs, reading and writing apart. Without settings: all that any run can.
 * `sts:GetCallerIdentity` and the public sign-in service need no right.
 *
 * @param options.readOnly what a dry run needs
 */
export function policyFor(settings: Settings | undefined, { readOnly }: { readOnly: boolean }): PolicyDocument {
  const parts = PARTS.filter(({ reads }) => reads || !readOnly);
  const partition = partitionOf(settings?.region.name);
  return {
    Version: '2012-10-17',
    Statement: parts.flatMap((part) => {
      const actions = actionsIn(part, settings);
      return actions.length === 0 ? [] : [{ Sid: part.sid, ...granting(actions, part, partition) }];
    }),
  };
}

/** {@link policyFor} as JSON text. */
export function policyText(settings: Settings | undefined, readOnly: boolean): string {
  return `${JSON.stringify(policyFor(settings, { readOnly }), null, 2)}\n`;
}

/**
 * The statement that grants one action, as narrow as in the whole policy and with the action's second name, where it
 * has one. For an action that the tool knows nothing of: on any resource.
 */
export function statementFor(action: string, partition = 'aws'): Statement {
  const part = PARTS.find((one) => actionsIn(one, undefined).includes(action));
  return granting(part === undefined ? action : bothNames(action), part, partition);
}

/**
 * Whether a refusal in these words of AWS's is lifted by granting the action: not where something denies it explicitly,
 * nor where another kind of policy has to allow it, too (IAM user guide, access denied messages).
 */
export function canBeGranted(refusal = ''): boolean {
  return !/explicit deny|no (service control|resource control|session|VPC endpoint) policy|no permissions boundary/.test(
    refusal,
  );
}

/** What AWS does with the caller's own rights when an assignment goes to the management account. */
export function managementStatements(partition = 'aws'): Statement[] {
  const parts = PARTS.filter(({ sid }) => sid.startsWith('ManagementAccount'));
  return parts.map((part) => granting(actionsIn(part, undefined), part, partition));
}

/** Without settings: all of them. */
function actionsIn({ needs }: Part, settings: Settings | undefined): string[] {
  const due = needs.filter(({ when }) => when === undefined || settings === undefined || when(settings));
  return due.flatMap(({ actions }) => actions).sort();
}

function granting(
  Action: Statement['Action'],
  { resource = '*', Condition }: Pick<Part, 'resource' | 'Condition'> = {},
  partition: string,
): Statement {
  return {
    Effect: 'Allow',
    Action,
    Resource: resource.replace(/^arn:aws:/, `arn:${partition}:`),
    ...(Condition === undefined ? {} : { Condition }),
  };
}

/** An identity store action with its twin; any other one alone. */
function bothNames(action: string): string | string[] {
  const [prefix = '', name = ''] = action.split(':');
  if (prefix === 'identitystore') return inStore(name);
  if (prefix !== 'sso-directory') return action;
  const [operation = name] = Object.entries(DIRECTORY_NAMES).find(([, second]) => second === name) ?? [];
  return inStore(operation);
}

/** China, GovCloud and the European Sovereign Cloud have ARNs of their own. */
function partitionOf(region = ''): string {
  const [, cloud] = /^(cn|us-gov|eusc)-/.exec(region) ?? [];
  return cloud === undefined ? 'aws' : `aws-${cloud}`;
}
