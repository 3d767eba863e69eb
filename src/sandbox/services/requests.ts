import type { Behaviour } from '../behaviour.ts';
import { isDenied } from '../deny.ts';
import { notFound } from '../error.ts';
import { byAccount, byArn, byId, byRole, underWay } from '../keys.ts';
import { added, all, first, removed, replaced } from '../lists.ts';
import { type Context, seconds } from '../operation.ts';
import type { Assignment, AsyncRequest, Instance, PermissionSet, World } from '../world.ts';
import { keyOf } from './policies.ts';

type Request = Readonly<AsyncRequest>;

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
): Request {
  const request: Request = {
    id: context.ids.uuid(),
    createdAt: context.now,
    status: 'IN_PROGRESS',
    polls: 0,
    ...details,
  };
  instance.requests = added(instance.requests, request);
  return request;
}

/** The request of that kind and id, after one more status poll. */
export function poll(context: Context, instance: Instance, kind: AsyncRequest['kind'], id: string): Request {
  const request = first(instance.requests, byId, id);
  if (request?.kind !== kind) throw notFound(`Could not find a request with id ${id}`);
  return request.status === 'IN_PROGRESS' ? polled(context, instance, request) : request;
}

/** One status poll of every request of that kind that is under way. */
export function pollAll(context: Context, instance: Instance, kind: AsyncRequest['kind']): void {
  for (const { id } of underWay(instance)) {
    const request = first(instance.requests, byId, id);
    if (request?.kind === kind && request.status === 'IN_PROGRESS') polled(context, instance, request);
  }
}

function polled({ world, behaviour, now }: Context, instance: Instance, before: Request): Request {
  const request = { ...before, polls: before.polls + 1 };
  instance.requests = replaced(instance.requests, before, request);
  const { asyncPolls, asyncMs } = behaviour;
  const isOver = request.polls > asyncPolls && now >= request.createdAt + asyncMs;
  return isOver ? finish(world, instance, request, behaviour, now) : request;
}

/** Ends the requests whose time is over; gives the time of the latest end, if any. */
export function finishDue(world: World, behaviour: Behaviour, now: number): number | undefined {
  let latest: number | undefined;
  for (const instance of world.instances) {
    for (;;) {
      const request = underWay(instance).find((one) => dueAt(one, behaviour) <= now);
      if (request === undefined) break;
      const due = dueAt(request, behaviour);
      finish(world, instance, request, behaviour, due);
      latest = Math.max(latest ?? due, due);
    }
  }
  return latest;
}

/** Whether `finishDue` would end anything. */
export function anyDue(world: World, behaviour: Behaviour, now: number): boolean {
  return world.instances.some((instance) => underWay(instance).some((one) => dueAt(one, behaviour) <= now));
}

export function statusOf(request: Request) {
  return {
    Status: request.status,
    RequestId: request.id,
    FailureReason: request.failureReason,
    PermissionSetArn: request.permissionSetArn,
    CreatedDate: seconds(request.createdAt),
  };
}

/** What lists of requests tell. */
export function metadataOf(request: Request) {
  return { Status: request.status, RequestId: request.id, CreatedDate: seconds(request.createdAt) };
}

function dueAt(request: Request, behaviour: Behaviour): number {
  return request.createdAt + behaviour.asyncMs + (behaviour.asyncPolls === 0 ? 0 : unaskedMs);
}

function finish(world: World, instance: Instance, request: Request, behaviour: Behaviour, now: number): Request {
  for (const earlier of requestsBefore(instance, request)) finish(world, instance, earlier, behaviour, now);
  const reason = failureReason(world, instance, request, behaviour);
  const ended: Request =
    reason === undefined
      ? { ...request, status: 'SUCCEEDED' }
      : { ...request, status: 'FAILED', failureReason: reason };
  instance.requests = replaced(instance.requests, request, ended);
  if (reason === undefined) carryOut(instance, request, now);
  return ended;
}

function carryOut(instance: Instance, request: Request, now: number): void {
  if (request.kind === 'create') assign(instance, request, now);
  else if (request.kind === 'delete') unassign(instance, request);
  else for (const accountId of request.accountIds) provision(instance, request, accountId, request.version ?? 1);
}

/** One role is worked on at a time in an account (user guide, limits), so earlier requests for it end first. */
function requestsBefore(instance: Instance, request: Request): Request[] {
  const present = underWay(instance);
  return present
    .slice(0, present.indexOf(request))
    .filter(
      (one) =>
        one.permissionSetArn === request.permissionSetArn &&
        one.accountIds.some((id) => request.accountIds.includes(id)),
    );
}

/** A first assignment provisions the account; a later one brings it up to date. A repeated one changes nothing else. */
function assign(instance: Instance, request: Request, now: number): void {
  const { permissionSetArn, principal } = request;
  const version = first(instance.permissionSets, byArn, permissionSetArn)?.version ?? 1;
  for (const accountId of request.accountIds) {
    if (principal !== undefined && assignmentOf(instance, request, accountId) === undefined) {
      const principalOf = { principalType: principal.type, principalId: principal.id };
      const assignment = { accountId, permissionSetArn, ...principalOf, createdAt: now };
      instance.assignments = added<Assignment>(instance.assignments, assignment);
    }
    provision(instance, request, accountId, version);
  }
}

/** Removing the last assignment of a set in an account removes the role too (user guide, referencingpermissionsets). */
function unassign(instance: Instance, request: Request): void {
  for (const accountId of request.accountIds) {
    const gone = assignmentOf(instance, request, accountId);
    if (gone !== undefined) instance.assignments = removed(instance.assignments, [gone]);
    const present = provisionedIn(instance, request, accountId);
    const isLast = assignmentsOf(instance, request, accountId).length === 0;
    if (isLast && present !== undefined) instance.provisioned = removed(instance.provisioned, [present]);
  }
}

/** Brings an account to that version; one that lost the set meanwhile gets it back only when it was asked for by name. */
function provision(instance: Instance, request: Request, accountId: string, version: number): void {
  const { permissionSetArn } = request;
  const present = provisionedIn(instance, request, accountId);
  if (present !== undefined) {
    const latest = { ...present, version: Math.max(present.version, version) };
    instance.provisioned = replaced(instance.provisioned, present, latest);
  } else if (request.oneAccount !== false) {
    instance.provisioned = added(instance.provisioned, { accountId, permissionSetArn, version });
  }
}

function provisionedIn(instance: Instance, { permissionSetArn }: Request, accountId: string) {
  return all(instance.provisioned, byAccount, accountId).find((one) => one.permissionSetArn === permissionSetArn);
}

/** Everybody's assignments of the request's permission set in that account. */
function assignmentsOf(instance: Instance, { permissionSetArn }: Request, accountId: string) {
  return all(instance.assignments, byRole, byRole({ accountId, permissionSetArn }));
}

function assignmentOf(instance: Instance, request: Request, accountId: string) {
  return assignmentsOf(instance, request, accountId).find(
    (one) => one.principalType === request.principal?.type && one.principalId === request.principal.id,
  );
}

/** Why a request ends FAILED (error catalogue, rows 27 to 31), or undefined. */
function failureReason(world: World, instance: Instance, request: Request, behaviour: Behaviour): string | undefined {
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

function principalFailure(instance: Instance, request: Request): string | undefined {
  const id = request.principal?.id;
  if (id === undefined || (first(instance.users, byId, id) ?? first(instance.groups, byId, id))) return undefined;
  return 'Received a 404 status error: Principal not found.';
}

/** In the management account the caller's own IAM rights count (user guide, iam-auth-access-using-id-policies). */
function iamFailure(world: World, instance: Instance, request: Request, behaviour: Behaviour): string | undefined {
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
function accountFailure(world: World, request: Request): string | undefined {
  const accounts = world.organization?.accounts ?? [];
  const closed = request.accountIds
    .map((id) => first(accounts, byId, id))
    .find((one) => one !== undefined && one.state !== 'ACTIVE');
  return (
    closed &&
    `AWS SSO is unable to complete your request at this time. Obtaining permissions to manage your AWS account ` +
      `'${closed.id}' takes longer than usual. Please try again in a few minutes. If this problem continues, ` +
      'contact AWS Support.'
  );
}

/** A customer managed policy must exist in the account before (user guide, howtocmp). */
function policyFailure(world: World, instance: Instance, request: Request): string | undefined {
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

function setOf(instance: Instance, request: Request): Readonly<PermissionSet> | undefined {
  return first(instance.permissionSets, byArn, request.permissionSetArn);
}
