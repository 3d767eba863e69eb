import { permissionSetInstance, permissionSetOf, roleOf } from '../access.ts';
import { accessDenied, notFound, quotaExceeded, tooManyProcessing } from '../error.ts';
import { type Context, type Operations, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Assignment, AsyncRequest, Instance } from '../world.ts';
import { metadataOf, poll, start, statusOf } from './requests.ts';

/** CreateAccountAssignment calls that may be under way at once (user guide, limits). */
const maxOutstanding = 15;

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

type ListInput = PageInput & { readonly InstanceArn: string; readonly Filter?: { readonly Status?: string } };

/** Who may do what in which account. */
export const assignments: Operations = {
  /** A repeated assignment is accepted. */
  CreateAccountAssignment: takes<AssignmentInput>((context, input) => {
    const instance = checkedInstance(context, input);
    if (!context.world.organization?.accounts.some((one) => one.id === input.TargetId)) {
      throw notFound(`Could not find AWS account with id ${input.TargetId}`);
    }
    const principals = input.PrincipalType === 'USER' ? instance.users : instance.groups;
    if (!principals.some((one) => one.id === input.PrincipalId)) throw notFound(`${input.PrincipalType} not found.`);
    const outstanding = instance.requests.filter((one) => one.kind === 'create' && one.status === 'IN_PROGRESS');
    if (outstanding.length >= maxOutstanding) throw tooManyProcessing();
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
      const rows = instance.assignments.filter(
        (one) => one.accountId === input.AccountId && one.permissionSetArn === input.PermissionSetArn,
      );
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
    const groups = instance.memberships.filter((one) => one.userId === input.PrincipalId).map((one) => one.groupId);
    const principals = [input.PrincipalId, ...(input.PrincipalType === 'USER' ? groups : [])];
    const rows = instance.assignments.filter(
      (one) =>
        principals.includes(one.principalId) &&
        (input.PrincipalType === 'USER' || one.principalType === 'GROUP') &&
        one.accountId === (input.Filter?.AccountId ?? one.accountId),
    );
    const { items, NextToken } = page(context, input, rows, keyOfRow);
    return { AccountAssignments: items.map(row), NextToken };
  }),
};

/** The requests of one kind, the newest first. */
export function requestPage(context: Context, input: ListInput, kind: AsyncRequest['kind']) {
  const instance = permissionSetInstance(context, input.InstanceArn);
  const wanted = input.Filter?.Status;
  const found = instance.requests.filter((one) => one.kind === kind && one.status === (wanted ?? one.status));
  return page(context, input, found.reverse(), (one) => one.id);
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
  const sets = instance.provisioned.filter((one) => one.accountId === input.TargetId);
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

function assignmentStatus(request: AsyncRequest) {
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
