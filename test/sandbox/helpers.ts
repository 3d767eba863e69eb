import { Account } from '@aws-sdk/client-account';
import { Identitystore } from '@aws-sdk/client-identitystore';
import { Organizations } from '@aws-sdk/client-organizations';
import { SSO } from '@aws-sdk/client-sso';
import { SSOAdmin } from '@aws-sdk/client-sso-admin';
import { SSOOIDC } from '@aws-sdk/client-sso-oidc';
import { STS } from '@aws-sdk/client-sts';
import {
  type ScenarioName,
  type SimulatedAws,
  type SimulatedAwsOptions,
  scenarios,
  simulatedAws,
  type WireResponse,
  type World,
} from '../../src/sandbox/index.ts';
import { models, type ServiceName } from '../../src/sandbox/models.ts';
import type { WireRequest } from '../../src/sandbox/wire.ts';
import { virtualClock } from '../helpers/clock.ts';
import { lockLists } from '../helpers/world.ts';

export const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' };
export const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Real SDK clients in front of a simulated AWS; none of them tries twice. */
export function clients(aws: SimulatedAws, region = 'us-east-1') {
  const config = { region, credentials, requestHandler: aws.requestHandler(), maxAttempts: 1 };
  return {
    sso: new SSOAdmin(config),
    store: new Identitystore(config),
    org: new Organizations(config),
    sts: new STS(config),
    account: new Account(config),
    oidc: new SSOOIDC(config),
    portal: new SSO(config),
  };
}

/** A simulated AWS on a virtual clock, with clients. */
export function anAws(options: SimulatedAwsOptions & { region?: string; scenario?: ScenarioName } = {}) {
  const { region, scenario = 'new-account', world = scenarios[scenario](), ...rest } = options;
  const clock = options.clock ?? virtualClock();
  lockLists(world);
  const onWorldChanged = (next: World) => {
    lockLists(next);
    options.onWorldChanged?.(next);
  };
  const aws = simulatedAws({ ...rest, world, clock, onWorldChanged });
  return { aws, clock, ...clients(aws, region) };
}

/** The same with Identity Center, and words for what tests need often. */
export function anInstance(options: Parameters<typeof anAws>[0] = {}) {
  const made = anAws({ scenario: 'several-accounts', ...options });
  const [instance] = made.aws.world.instances;
  if (instance === undefined) throw new Error('The scenario has no instance.');
  const { arn: InstanceArn, identityStoreId: IdentityStoreId } = instance;
  const management = '111122223333';
  const newSet = async (Name = 'Admin', more: { RelayState?: string; Description?: string } = {}) => {
    const { PermissionSet } = await made.sso.createPermissionSet({ InstanceArn, Name, ...more });
    return PermissionSet?.PermissionSetArn ?? '';
  };
  const newUser = async (UserName = 'kim', email?: string) => {
    const Emails = email === undefined ? {} : { Emails: [{ Value: email, Type: 'work', Primary: true }] };
    const Name = { GivenName: 'Minsu', FamilyName: 'Kim' };
    const user = await made.store.createUser({ IdentityStoreId, UserName, DisplayName: 'Minsu Kim', Name, ...Emails });
    return user.UserId ?? '';
  };
  const newGroup = async (DisplayName = 'Admins') => {
    const group = await made.store.createGroup({ IdentityStoreId, DisplayName });
    return group.GroupId ?? '';
  };
  const assignment = (PermissionSetArn: string, PrincipalId: string, TargetId = management) => ({
    InstanceArn,
    TargetId,
    TargetType: 'AWS_ACCOUNT' as const,
    PermissionSetArn,
    PrincipalType: 'GROUP' as const,
    PrincipalId,
  });
  /** Asks until the assignment has ended, and gives its last status. */
  const finished = async (AccountAssignmentCreationRequestId: string) => {
    for (;;) {
      const asked = { InstanceArn, AccountAssignmentCreationRequestId };
      const { AccountAssignmentCreationStatus: last } = await made.sso.describeAccountAssignmentCreationStatus(asked);
      if (last?.Status !== 'IN_PROGRESS') return last;
    }
  };
  const assign = async (set: string, group: string, TargetId = management) => {
    const started = await made.sso.createAccountAssignment(assignment(set, group, TargetId));
    return finished(started.AccountAssignmentCreationStatus?.RequestId ?? '');
  };
  const unassign = async (set: string, group: string, TargetId = management) => {
    const started = await made.sso.deleteAccountAssignment(assignment(set, group, TargetId));
    const AccountAssignmentDeletionRequestId = started.AccountAssignmentDeletionStatus?.RequestId ?? '';
    for (;;) {
      const asked = { InstanceArn, AccountAssignmentDeletionRequestId };
      const { AccountAssignmentDeletionStatus: last } = await made.sso.describeAccountAssignmentDeletionStatus(asked);
      if (last?.Status !== 'IN_PROGRESS') return last;
    }
  };
  const rows = async (PermissionSetArn: string, AccountId = management) => {
    const listed = await made.sso.listAccountAssignments({ InstanceArn, AccountId, PermissionSetArn });
    return listed.AccountAssignments ?? [];
  };
  const words = { newSet, newUser, newGroup, assignment, finished, assign, unassign, rows };
  return { ...made, InstanceArn, IdentityStoreId, management, ...words };
}

/** What an SDK client rejects with. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly Reason?: string;
  readonly ResourceType?: string;
  readonly RetryAfterSeconds?: number;
  /** Of the public sign-in service. */
  readonly error?: string;
  readonly error_description?: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  /** What the SDK could not read. */
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** The error of a call that must fail. */
export async function refused(call: Promise<unknown>): Promise<Refusal> {
  return call.then(
    () => {
      throw new Error('The call succeeded.');
    },
    (error: Refusal) => error,
  );
}

/** For what a test knows to be there. */
export function never(): never {
  throw new Error('This cannot be missing.');
}

export const signature =
  'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261123/us-east-1/sso/aws4_request, SignedHeaders=host, Signature=0';

/** The request that carries this input, signed, with each member where the model puts it. */
export function requestFor(
  service: ServiceName,
  operation: string,
  input: Readonly<Record<string, unknown>>,
): WireRequest {
  const { targetPrefix, operations } = models[service];
  const { uri = '/', method = 'POST', headers, query = {} } = operations[operation] ?? {};
  const common = { 'x-amz-target': targetPrefix && `${targetPrefix}.${operation}`, authorization: signature };
  if (headers === undefined) return { method, path: uri, headers: common, body: JSON.stringify(input) };
  const located = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).flatMap(([member, name]) =>
      input[member] === undefined ? [] : [[name, `${input[member]}`]],
    );
  return {
    method,
    path: `${uri}?${new URLSearchParams(located(query) as [string, string][])}`,
    headers: { ...common, ...Object.fromEntries(located(headers)) },
    body: '',
  };
}

/** One raw request. */
export function post(
  aws: Pick<SimulatedAws, 'handle'>,
  target: string | undefined,
  body: string,
  more: { path?: string; method?: string; headers?: Record<string, string | undefined> } = {},
): Promise<WireResponse> {
  return aws.handle({
    method: more.method ?? 'POST',
    path: more.path ?? '/',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      authorization: signature,
      ...(target !== undefined && { 'x-amz-target': target }),
      ...more.headers,
    },
    body,
  });
}
