import type { Behaviour } from '../behaviour.ts';
import { isDenied } from '../deny.ts';
import { notFound } from '../error.ts';
import { type Context, seconds } from '../operation.ts';
import type { AsyncRequest, Instance, PermissionSet, World } from '../world.ts';
import { keyOf } from './policies.ts';

/** A request that nobody asks about ends this many milliseconds after it could have. */
const unaskedMs = 30_000;

/** Rights that the caller needs for a role in the management account (user guide, iam-auth-access-using-id-policies). */
const roleActions = [
  'iam:CreateRole',
  'iam:GetRole',
  'iam:ListRolePolicies',
  'iam:ListAttachedRolePolicies',
  'iam:AttachRolePolicy',
  'iam:PutRolePolicy',
  'iam:UpdateRole',
  'iam:GetSAMLProvider',
];

/** Starts an asynchronous request: it is under way until polls or the clock end it. */
export function start(
  context: Context,
  instance: Instance,
  details: Omit<AsyncRequest, 'id' | 'createdAt' | 'status' | 'polls'>,
): AsyncRequest {
  const request: AsyncRequest = {
    id: context.ids.uuid(),
    createdAt: context.now,
    status: 'IN_PROGRESS',
    polls: 0,
    ...details,
  };
  instance.requests.push(request);
  return request;
}

/** The request of that kind and id, after one more status poll. */
export function poll(context: Context, instance: Instance, kind: AsyncRequest['kind'], id: string): AsyncRequest {
  const request = instance.requests.find((one) => one.kind === kind && one.id === id);
  if (request === undefined) throw notFound(`Could not find a request with id ${id}`);
  if (request.status === 'IN_PROGRESS') {
    request.polls++;
    const { asyncPolls, asyncMs } = context.behaviour;
    if (request.polls > asyncPolls && context.now >= request.createdAt + asyncMs) {
      finish(context.world, instance, request, context.behaviour, context.now);
    }
  }
  return request;
}

/** Ends the requests whose time is over; gives the time of the latest end, if any. */
export function finishDue(world: World, behaviour: Behaviour, now: number): number | undefined {
  let latest: number | undefined;
  for (const instance of world.instances) {
    for (const request of instance.requests) {
      const due = dueAt(request, behaviour);
      if (request.status !== 'IN_PROGRESS' || due > now) continue;
      finish(world, instance, request, behaviour, due);
      latest = Math.max(latest ?? due, due);
    }
  }
  return latest;
}

/** Whether `finishDue` would end anything. */
export function anyDue(world: World, behaviour: Behaviour, now: number): boolean {
  return world.instances.some((instance) =>
    instance.requests.some((one) => one.status === 'IN_PROGRESS' && dueAt(one, behaviour) <= now),
  );
}

export function statusOf(request: AsyncRequest) {
  return {
    Status: request.status,
    RequestId: request.id,
    FailureReason: request.failureReason,
    PermissionSetArn: request.permissionSetArn,
    CreatedDate: seconds(request.createdAt),
  };
}

/** What lists of requests tell. */
export function metadataOf(request: AsyncRequest) {
  return { Status: request.status, RequestId: request.id, CreatedDate: seconds(request.createdAt) };
}

function dueAt(request: AsyncRequest, behaviour: Behaviour): number {
  return request.createdAt + behaviour.asyncMs + (behaviour.asyncPolls === 0 ? 0 : unaskedMs);
}

function finish(world: World, instance: Instance, request: AsyncRequest, behaviour: Behaviour, now: number): void {
  for (const earlier of requestsBefore(instance, request)) finish(world, instance, earlier, behaviour, now);
  const reason = failureReason(world, instance, request, behaviour);
  if (reason !== undefined) {
    request.status = 'FAILED';
    request.failureReason = reason;
    return;
  }
  request.status = 'SUCCEEDED';
  if (request.kind === 'create') assign(instance, request, now);
  else if (request.kind === 'delete') unassign(instance, request);
  else for (const accountId of request.accountIds) provision(instance, request, accountId, request.version ?? 1);
}

/** One role is worked on at a time in an account (user guide, limits), so earlier requests for it end first. */
function requestsBefore(instance: Instance, request: AsyncRequest): AsyncRequest[] {
  const earlier = instance.requests.slice(0, instance.requests.indexOf(request));
  return earlier.filter(
    (one) =>
      one.status === 'IN_PROGRESS' &&
      one.permissionSetArn === request.permissionSetArn &&
      one.accountIds.some((id) => request.accountIds.includes(id)),
  );
}

/** A first assignment provisions the account; a later one brings it up to date. A repeated one changes nothing else. */
function assign(instance: Instance, request: AsyncRequest, now: number): void {
  const { permissionSetArn, principal } = request;
  const version = instance.permissionSets.find((one) => one.arn === permissionSetArn)?.version ?? 1;
  for (const accountId of request.accountIds) {
    if (principal !== undefined && assignmentOf(instance, request, accountId) === undefined) {
      const principalOf = { principalType: principal.type, principalId: principal.id };
      instance.assignments.push({ accountId, permissionSetArn, ...principalOf, createdAt: now });
    }
    provision(instance, request, accountId, version);
  }
}

/** Removing the last assignment of a set in an account removes the role too (user guide, referencingpermissionsets). */
function unassign(instance: Instance, request: AsyncRequest): void {
  for (const accountId of request.accountIds) {
    const gone = assignmentOf(instance, request, accountId);
    instance.assignments = instance.assignments.filter((one) => one !== gone);
    const isThis = (one: { accountId: string; permissionSetArn: string }) =>
      one.accountId === accountId && one.permissionSetArn === request.permissionSetArn;
    if (!instance.assignments.some(isThis)) instance.provisioned = instance.provisioned.filter((one) => !isThis(one));
  }
}

/** Brings an account to that version; one that lost the set meanwhile gets it back only when it was asked for by name. */
function provision(instance: Instance, request: AsyncRequest, accountId: string, version: number): void {
  const { permissionSetArn } = request;
  const present = instance.provisioned.find(
    (one) => one.accountId === accountId && one.permissionSetArn === permissionSetArn,
  );
  if (present !== undefined) present.version = Math.max(present.version, version);
  else if (request.oneAccount !== false) instance.provisioned.push({ accountId, permissionSetArn, version });
}

function assignmentOf(instance: Instance, request: AsyncRequest, accountId: string) {
  return instance.assignments.find(
    (one) =>
      one.accountId === accountId &&
      one.permissionSetArn === request.permissionSetArn &&
      one.principalType === request.principal?.type &&
      one.principalId === request.principal.id,
  );
}

/** Why a request ends FAILED (error catalogue, rows 27 to 31), or undefined. */
function failureReason(
  world: World,
  instance: Instance,
  request: AsyncRequest,
  behaviour: Behaviour,
): string | undefined {
  const [accountId = ''] = request.accountIds;
  if (request.kind === 'delete') {
    if (assignmentOf(instance, request, accountId) === undefined)
      return 'Received a 404 status error: Assignment not found.';
    return iamFailure(world, instance, request, behaviour);
  }
  const forced = request.accountIds.map((id) => world.assignmentFailure?.[id]).find((text) => text !== undefined);
  return (
    forced ??
    world.assignmentFailure?.['*'] ??
    principalFailure(instance, request) ??
    iamFailure(world, instance, request, behaviour) ??
    accountFailure(world, request) ??
    policyFailure(world, instance, request)
  );
}

function principalFailure(instance: Instance, request: AsyncRequest): string | undefined {
  const id = request.principal?.id;
  if (id === undefined || [...instance.users, ...instance.groups].some((one) => one.id === id)) return undefined;
  return 'Received a 404 status error: Principal not found.';
}

/** In the management account the caller's own IAM rights count (user guide, iam-auth-access-using-id-policies). */
function iamFailure(world: World, instance: Instance, request: AsyncRequest, behaviour: Behaviour): string | undefined {
  const management = world.organization?.managementAccountId ?? '';
  const denied = roleActions.find((action) => isDenied(behaviour.deny, action));
  if (denied === undefined || !request.accountIds.includes(management)) return undefined;
  const role = `role AWSReservedSSO_${setOf(instance, request)?.name}_${request.permissionSetArn.slice(-16)}`;
  return (
    'Received a 403 status error: Access denied by IAM. Please check your policy, or wait for role propagation to ' +
    `complete. IAM Error: User: ${world.caller.arn} is not authorized to perform: ${denied} on resource: ${role}`
  );
}

/** A suspended account (text: aws-samples/aws-identitycenter-codepipeline-auto-assignment#31). */
function accountFailure(world: World, request: AsyncRequest): string | undefined {
  const accounts = world.organization?.accounts ?? [];
  const closed = accounts.find((one) => request.accountIds.includes(one.id) && one.state !== 'ACTIVE');
  return (
    closed &&
    `AWS SSO is unable to complete your request at this time. Obtaining permissions to manage your AWS account ` +
      `'${closed.id}' takes longer than usual. Please try again in a few minutes. If this problem continues, ` +
      'contact AWS Support.'
  );
}

/** A customer managed policy must exist in the account before (user guide, howtocmp). */
function policyFailure(world: World, instance: Instance, request: AsyncRequest): string | undefined {
  const existing = world.customerPolicies;
  if (existing === undefined) return undefined;
  for (const policy of setOf(instance, request)?.customerPolicies ?? []) {
    const lacking = request.accountIds.find((id) => !(existing[id] ?? []).includes(keyOf(policy)));
    if (lacking !== undefined) {
      const arn = `arn:aws:iam::${lacking}:policy${keyOf(policy)}`;
      return `Received a 404 status error: Not supported policy ${arn}.`;
    }
  }
  return undefined;
}

function setOf(instance: Instance, request: AsyncRequest): PermissionSet | undefined {
  return instance.permissionSets.find((one) => one.arn === request.permissionSetArn);
}
