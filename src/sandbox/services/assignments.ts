import { permissionSetInstance, permissionSetOf, roleOf } from '../access.ts';
import { assignmentsOf } from '../assigned.ts';
import { accessDenied, notFound, quotaExceeded, tooManyProcessing } from '../error.ts';
import { byAccount, byId, byPrincipal, byRole, underWay } from '../keys.ts';
import { all, first } from '../lists.ts';
import { type Context, type Operations, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Assignment, AsyncRequest, Instance } from '../world.ts';
import { metadataOf, poll, pollAll, start, statusOf } from './requests.ts';

/** Permission sets that may be provisioned in one account (user guide, limits). */
const maxProvisionedSets = 500;

interface AssignmentInput {
  readonly InstanceArn: string;
  readonly TargetId: string;
  readonly TargetType: 'AWS_ACCOUNT';
  readonly PermissionSetArn: string;
  readonly PrincipalType: 'USER' | 'GROUP';
  readonly PrincipalId: string;
}

type Principals = readonly { readonly id: string }[];

type ListInput = PageInput & { readonly InstanceArn: string; readonly Filter?: { readonly Status?: string } };

/** Who may do what in which account. */
export const assignments: Operations = {
  /** A repeated assignment is accepted. */
  CreateAccountAssignment: takes<AssignmentInput>((context, input) => {
    const instance = checkedInstance(context, input);
    if (first(context.world.organization?.accounts ?? [], byId, input.TargetId) === undefined) {
      throw notFound(`Could not find AWS account with id ${input.TargetId}`);
    }
    const principals: Principals = input.PrincipalType === 'USER' ? instance.users : instance.groups;
    if (first(principals, byId, input.PrincipalId) === undefined) throw notFound(`${input.PrincipalType} not found.`);
    const outstanding = underWay(instance).filter((one) => one.kind === 'create');
    if (outstanding.length >= context.behaviour.outstandingAssignments) throw tooManyProcessing();
    checkProvisionedQuota(instance, input);
    return { AccountAssignmentCreationStatus: assignmentStatus(startFor(context, instance, input, 'create')) };
  }),

  /** What does not exist ends FAILED, later. */
  DeleteAccountAssignment: takes<AssignmentInput>((context, input) => {
    const instance = checkedInstance(context, input);
    return { AccountAssignmentDeletionStatus: assignmentStatus(startFor(context, instance, input, 'delete')) };
  }),

  DescribeAccountAssignmentCreationStatus: takes<{
    InstanceArn: string;
    AccountAssignmentCreationRequestId: string;
  }>((context, input) => {
    const instance = permissionSetInstance(context, input.InstanceArn);
    const request = poll(context, instance, 'create', input.AccountAssignmentCreationRequestId);
    return { AccountAssignmentCreationStatus: assignmentStatus(request) };
  }),

  DescribeAccountAssignmentDeletionStatus: takes<{
    InstanceArn: string;
    AccountAssignmentDeletionRequestId: string;
  }>((context, input) => {
    const instance = permissionSetInstance(context, input.InstanceArn);
    const request = poll(context, instance, 'delete', input.AccountAssignmentDeletionRequestId);
    return { AccountAssignmentDeletionStatus: assignmentStatus(request) };
  }),

  ListAccountAssignmentCreationStatus: takes<ListInput>((context, input) => {
    const { items, NextToken } = requestPage(context, input, 'create');
    return { AccountAssignmentsCreationStatus: items.map(metadataOf), NextToken };
  }),

  ListAccountAssignmentDeletionStatus: takes<ListInput>((context, input) => {
    const { items, NextToken } = requestPage(context, input, 'delete');
    return { AccountAssignmentsDeletionStatus: items.map(metadataOf), NextToken };
  }),

  ListAccountAssignments: takes<PageInput & { InstanceArn: string; AccountId: string; PermissionSetArn: string }>(
    (context, input) => {
      const instance = permissionSetInstance(context, input.InstanceArn);
      permissionSetOf(instance, input.PermissionSetArn);
      const role = byRole({ accountId: input.AccountId, permissionSetArn: input.PermissionSetArn });
      const rows = all(instance.assignments, byRole, role);
      const { items, NextToken } = page(context, input, rows, keyOfRow);
      return { AccountAssignments: items.map(row), NextToken };
    },
  ),

  /** For a user also the rows of the user's groups, under the group's id. */
  ListAccountAssignmentsForPrincipal: takes<
    PageInput & {
      InstanceArn: string;
      PrincipalId: string;
      PrincipalType: 'USER' | 'GROUP';
      Filter?: { AccountId?: string };
    }
  >((context, input) => {
    const instance = permissionSetInstance(context, input.InstanceArn);
    if (roleOf(context.world) === 'delegated') {
      throw accessDenied('The operation can only be called from the management account.');
    }
    const rows =
      input.PrincipalType === 'USER'
        ? assignmentsOf(instance, input.PrincipalId)
        : all(instance.assignments, byPrincipal, input.PrincipalId).filter((one) => one.principalType === 'GROUP');
    const wanted = rows.filter((one) => one.accountId === (input.Filter?.AccountId ?? one.accountId));
    const { items, NextToken } = page(context, input, wanted, keyOfRow);
    return { AccountAssignments: items.map(row), NextToken };
  }),
};

/** The requests of one kind, the newest first. Its first page is a status poll of all that are under way. */
export function requestPage(context: Context, input: ListInput, kind: AsyncRequest['kind']) {
  const instance = permissionSetInstance(context, input.InstanceArn);
  if (!input.NextToken) pollAll(context, instance, kind);
  const wanted = input.Filter?.Status;
  const requests = wanted === 'IN_PROGRESS' ? underWay(instance) : instance.requests;
  const found = requests.filter((one) => one.kind === kind && one.status === (wanted ?? one.status));
  return page(context, input, found.reverse(), byId);
}

/** Checks that hold for making and for removing an assignment. */
function checkedInstance(context: Context, input: AssignmentInput): Instance {
  const instance = permissionSetInstance(context, input.InstanceArn);
  permissionSetOf(instance, input.PermissionSetArn);
  const management = context.world.organization?.managementAccountId;
  if (roleOf(context.world) === 'delegated' && management === input.TargetId) {
    throw accessDenied("You can't assign access to permission sets provisioned in the management account.");
  }
  return instance;
}

function checkProvisionedQuota(instance: Instance, input: AssignmentInput): void {
  const sets = all(instance.provisioned, byAccount, input.TargetId);
  if (sets.length >= maxProvisionedSets && !sets.some((one) => one.permissionSetArn === input.PermissionSetArn)) {
    const text = `Cannot provision more than ${maxProvisionedSets} permission sets in account ${input.TargetId}`;
    throw quotaExceeded(`You have exceeded AWS SSO limits. ${text}`);
  }
}

function startFor(context: Context, instance: Instance, input: AssignmentInput, kind: 'create' | 'delete') {
  return start(context, instance, {
    kind,
    permissionSetArn: input.PermissionSetArn,
    accountIds: [input.TargetId],
    principal: { type: input.PrincipalType, id: input.PrincipalId },
  });
}

function assignmentStatus(request: Readonly<AsyncRequest>) {
  return {
    ...statusOf(request),
    TargetId: request.accountIds[0],
    TargetType: 'AWS_ACCOUNT',
    PrincipalType: request.principal?.type,
    PrincipalId: request.principal?.id,
  };
}

function row(one: Assignment) {
  return {
    AccountId: one.accountId,
    PermissionSetArn: one.permissionSetArn,
    PrincipalType: one.principalType,
    PrincipalId: one.principalId,
  };
}

function keyOfRow(one: Assignment): string {
  return `${one.accountId} ${one.permissionSetArn} ${one.principalId}`;
}
