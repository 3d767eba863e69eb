import {
  type AccountAssignmentOperationStatus,
  CreateAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribePermissionSetProvisioningStatusCommand,
  ListAccountAssignmentCreationStatusCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ProvisionPermissionSetCommand,
  type SSOAdminClient,
} from '@aws-sdk/client-sso-admin';
import { Problem, Stopped } from '../problem.ts';
import { maybeTextIn, textIn } from './answered.ts';
import { allPages, isNotOffered } from './call.ts';
import type { AwsReader, AwsWriter } from './clients.ts';
import type { Instance } from './instances.ts';
import { sso } from './sso-admin.ts';

export interface Assignment {
  readonly principalType: 'GROUP' | 'USER';
  readonly principalId: string;
  readonly permissionSetArn: string;
  readonly account: string;
}

/** Who holds one permission set in one account. */
export function listAssignments(
  aws: AwsReader,
  at: Instance,
  account: string,
  permissionSetArn: string,
): Promise<Assignment[]> {
  return allPages(async (NextToken) => {
    const answer = await sso(aws, at, 'ListAccountAssignments', (client) =>
      client.send(
        new ListAccountAssignmentsCommand({
          InstanceArn: at.arn,
          AccountId: account,
          PermissionSetArn: permissionSetArn,
          MaxResults: 100,
          NextToken,
        }),
      ),
    );
    return { items: answer.AccountAssignments?.map(assignmentOf), next: answer.NextToken };
  });
}

/** What one group or user holds, in all accounts. For a user AWS adds the rows of its groups; those are left out here. */
export async function listAssignmentsOf(
  aws: AwsReader,
  at: Instance,
  principalType: 'GROUP' | 'USER',
  principalId: string,
): Promise<Assignment[]> {
  const rows = await allPages(async (NextToken) => {
    const answer = await sso(aws, at, 'ListAccountAssignmentsForPrincipal', (client) =>
      client.send(
        new ListAccountAssignmentsForPrincipalCommand({
          InstanceArn: at.arn,
          PrincipalType: principalType,
          PrincipalId: principalId,
          MaxResults: 100,
          NextToken,
        }),
      ),
    );
    return { items: answer.AccountAssignments?.map(assignmentOf), next: answer.NextToken };
  });
  return rows.filter((row) => row.principalId === principalId);
}

/**
 * Assigns, and waits until AWS no longer works on it, or the person stops. Whether the assignment is there then, only a look can tell.
 *
 * @returns the request, where AWS has not been asked how it ended; see {@link explainAssignment}
 * @throws Problem with AWS's FailureReason in full
 */
export async function createAssignment(
  aws: AwsWriter,
  at: Instance,
  assignment: Assignment,
): Promise<string | undefined> {
  const { slot, status: first } = await requestAssignment(aws, at, assignment);
  const since = aws.clock.now();
  const times = { since, until: since + MINUTES.assignment * 60_000 };
  const ask = async (watched: number) => {
    const isAlone = watched === 1;
    const elapsedMs = aws.clock.now() - since;
    aws.tell({ id: 'working', step: 'assignment', key: isAlone ? assignment.account : '', elapsedMs });
    return isAlone ? undefined : creationsInProgress(aws, at);
  };
  try {
    let status = first;
    while (status?.Status === 'IN_PROGRESS' && status.RequestId !== undefined) {
      const id = status.RequestId;
      refuseEndless(aws, 'assignment', id, since);
      if (await aws.inProgress.over(id, times, ask).catch(unknownStatus(aws))) {
        aws.inProgress.ended(since);
        return id;
      }
      status = await creationStatus(aws, at, id).catch(unknownStatus(aws));
    }
    if (status?.RequestId !== undefined) aws.inProgress.ended(since);
    refuseFailed(aws, status, assignment.account);
    return undefined;
  } catch (error) {
    return leftToAws(error);
  } finally {
    slot.free();
  }
}

/** Whoever stops waits no longer; AWS goes on with what it was asked for. */
function leftToAws(error: unknown): undefined {
  if (!(error instanceof Stopped)) throw error;
  return undefined;
}

/**
 * Asks how a request ended whose assignment does not show.
 *
 * @returns whether AWS may still work on it
 * @throws Problem with AWS's FailureReason in full
 */
export async function explainAssignment(aws: AwsReader, at: Instance, id: string, account: string): Promise<boolean> {
  const status = await creationStatus(aws, at, id).catch(unknownStatus(aws));
  refuseFailed(aws, status, account);
  return status === undefined || status.Status === 'IN_PROGRESS';
}

/**
 * How long AWS may have as many requests under way as it allows, none of which need be ours; milliseconds, as are the
 * waits between asking again.
 */
const FULL = { total: 300_000, first: 500, longest: 15_000 };
const isFull = (words: string) => /too many requests processing/i.test(words);

/** Asks for the assignment when there is room for one more request. */
async function requestAssignment(aws: AwsWriter, at: Instance, { account, ...assignment }: Assignment) {
  let waited = 0;
  const create = (client: SSOAdminClient) =>
    client.send(
      new CreateAccountAssignmentCommand({
        InstanceArn: at.arn,
        TargetType: 'AWS_ACCOUNT',
        TargetId: account,
        PermissionSetArn: assignment.permissionSetArn,
        PrincipalType: assignment.principalType,
        PrincipalId: assignment.principalId,
      }),
    );
  for (let wait = FULL.first; ; wait = Math.min(FULL.longest, wait * 2)) {
    const slot = await aws.slots.take();
    try {
      const answer = await sso(aws, at, 'CreateAccountAssignment', create, { final: isFull });
      return { slot, status: answer.AccountAssignmentCreationStatus };
    } catch (error) {
      const isRefused = error instanceof Problem && isFull(error.facts.detail ?? '');
      if (isRefused) slot.refused();
      else slot.free();
      if (!isRefused || waited > FULL.total) throw error;
      await aws.clock.sleep(wait, aws.signal);
      waited += wait;
    }
  }
}

/** Everybody's requests that AWS is working on: at most as many as it allows at once, which is less than a page. */
async function creationsInProgress(aws: AwsReader, at: Instance): Promise<Set<string> | undefined> {
  try {
    const ids = await allPages(async (NextToken) => {
      const answer = await sso(aws, at, 'ListAccountAssignmentCreationStatus', (client) =>
        client.send(
          new ListAccountAssignmentCreationStatusCommand({
            InstanceArn: at.arn,
            Filter: { Status: 'IN_PROGRESS' },
            MaxResults: 100,
            NextToken,
          }),
        ),
      );
      return {
        items: answer.AccountAssignmentsCreationStatus?.flatMap(({ RequestId }) => maybeTextIn(RequestId) ?? []),
        next: answer.NextToken,
      };
    });
    return new Set(ids);
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    return undefined;
  }
}

async function creationStatus(aws: AwsReader, at: Instance, id: string) {
  const answer = await sso(aws, at, 'DescribeAccountAssignmentCreationStatus', (client) =>
    client.send(
      new DescribeAccountAssignmentCreationStatusCommand({
        InstanceArn: at.arn,
        AccountAssignmentCreationRequestId: id,
      }),
    ),
  );
  return answer.AccountAssignmentCreationStatus;
}

/** Accounts where the permission set is in use; with `outdated`, only those that still have an older version of it. */
export function listProvisionedAccounts(
  aws: AwsReader,
  at: Instance,
  permissionSetArn: string,
  which: 'all' | 'outdated',
): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await sso(aws, at, 'ListAccountsForProvisionedPermissionSet', (client) =>
      client.send(
        new ListAccountsForProvisionedPermissionSetCommand({
          InstanceArn: at.arn,
          PermissionSetArn: permissionSetArn,
          ...(which === 'all' ? {} : { ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' }),
          MaxResults: 100,
          NextToken,
        }),
      ),
    );
    return { items: answer.AccountIds?.map((id) => textIn(id)), next: answer.NextToken };
  });
}

/**
 * Rolls the newest version of a permission set out to one account, or to all that have it, and waits until AWS says
 * how it ended, or the person stops.
 *
 * @throws Problem with AWS's FailureReason in full
 */
export async function provision(
  aws: AwsWriter,
  at: Instance,
  permissionSetArn: string,
  account: string | 'all',
): Promise<void> {
  const target =
    account === 'all'
      ? ({ TargetType: 'ALL_PROVISIONED_ACCOUNTS' } as const)
      : ({ TargetType: 'AWS_ACCOUNT', TargetId: account } as const);
  const answer = await sso(aws, at, 'ProvisionPermissionSet', (client) =>
    client.send(
      new ProvisionPermissionSetCommand({
        InstanceArn: at.arn,
        PermissionSetArn: permissionSetArn,
        ...target,
      }),
    ),
  );
  let ended = answer.PermissionSetProvisioningStatus;
  const since = aws.clock.now();
  const endOf = async (id: string) => {
    const elapsedMs = aws.clock.now() - since;
    refuseEndless(aws, 'provisioning', id, since);
    aws.tell({ id: 'working', step: 'provisioning', key: account, elapsedMs });
    await aws.clock.sleep(Math.min(5_000, Math.max(500, elapsedMs / 10)), aws.signal);
    return provisioningStatus(aws, at, id).catch(unknownStatus(aws));
  };
  while (ended?.Status === 'IN_PROGRESS' && ended.RequestId !== undefined) {
    ended = await endOf(ended.RequestId).catch(leftToAws);
  }
  if (ended?.Status === 'FAILED') {
    const detail = maybeTextIn(ended.FailureReason);
    const operation = 'ProvisionPermissionSet';
    throw new Problem('provisioningFailed', aws.secrets.hideIn({ account, detail, operation }));
  }
}

async function provisioningStatus(aws: AwsReader, at: Instance, id: string) {
  const answer = await sso(aws, at, 'DescribePermissionSetProvisioningStatus', (client) =>
    client.send(
      new DescribePermissionSetProvisioningStatusCommand({ InstanceArn: at.arn, ProvisionPermissionSetRequestId: id }),
    ),
  );
  return answer.PermissionSetProvisioningStatus;
}

/** Normally 5 to 30 seconds (Terraform allows five minutes). */
const MINUTES = { assignment: 5, provisioning: 10 } as const;

/** @throws Problem stillInProgress when AWS takes longer than it ever should */
function refuseEndless(aws: AwsReader, step: keyof typeof MINUTES, requestId: string, since: number): void {
  const minutes = MINUTES[step];
  if (aws.clock.now() - since < minutes * 60_000) return;
  throw new Problem('stillInProgress', { requestId, minutes: String(minutes) });
}

/** A status that cannot be read says nothing about the work; the caller looks at what there is. A missing right is told. */
function unknownStatus({ tell }: AwsReader): (error: unknown) => undefined {
  return (error) => {
    if (!(error instanceof Problem)) throw error;
    const { action = '', code = error.id } = error.facts;
    if (error.id === 'accessDenied') tell({ id: 'progressUnknown', action, code });
  };
}

function refuseFailed(aws: AwsReader, status: AccountAssignmentOperationStatus | undefined, account: string): void {
  if (status?.Status === 'FAILED') throw failedAssignment(aws, status, account);
}

/** The reasons that people can do something about, told apart by AWS's words because there is no code. */
function failedAssignment(aws: AwsReader, status: AccountAssignmentOperationStatus, account: string): Problem {
  const detail = textIn(status.FailureReason);
  const operation = 'CreateAccountAssignment';
  const facts = aws.secrets.hideIn({ account, detail, requestId: status.RequestId, operation });
  if (/not authorized to perform: iam:/.test(detail)) return new Problem('assignmentNeedsIam', facts);
  if (/policy/i.test(detail) && /404|not exist|not supported/i.test(detail)) {
    return new Problem('assignmentNeedsPolicy', facts);
  }
  // AWS's own trouble passes; the engine looks, and tries again.
  return new Problem('assignmentFailed', facts, { unsure: /unexpected internal/i.test(detail) });
}

function assignmentOf(row: {
  PrincipalType?: string | undefined;
  PrincipalId?: string | undefined;
  PermissionSetArn?: string | undefined;
  AccountId?: string | undefined;
}): Assignment {
  return {
    principalType: row.PrincipalType === 'USER' ? 'USER' : 'GROUP',
    principalId: textIn(row.PrincipalId),
    permissionSetArn: textIn(row.PermissionSetArn),
    account: textIn(row.AccountId),
  };
}
