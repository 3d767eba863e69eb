import {
  type AccountAssignmentOperationStatus,
  CreateAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribePermissionSetProvisioningStatusCommand,
  ListAccountAssignmentsCommand,
  ListAccountAssignmentsForPrincipalCommand,
  ListAccountsForProvisionedPermissionSetCommand,
  ProvisionPermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { Problem } from '../problem.ts';
import { allPages, call } from './call.ts';
import type { AwsReader, AwsWriter } from './clients.ts';
import type { Instance } from './instances.ts';

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
    const answer = await call(aws, 'sso:ListAccountAssignments', at.region, () =>
      aws.ssoAdmin(at.region).send(
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
    const answer = await call(aws, 'sso:ListAccountAssignmentsForPrincipal', at.region, () =>
      aws.ssoAdmin(at.region).send(
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
 * Assigns, and waits until AWS says how it ended. A server that tells no status is believed nothing: the caller looks.
 *
 * @throws Problem with AWS's FailureReason in full
 */
export async function createAssignment(aws: AwsWriter, at: Instance, assignment: Assignment): Promise<void> {
  const answer = await call(aws, 'sso:CreateAccountAssignment', at.region, () =>
    aws.ssoAdmin(at.region).send(
      new CreateAccountAssignmentCommand({
        InstanceArn: at.arn,
        TargetType: 'AWS_ACCOUNT',
        TargetId: assignment.account,
        PermissionSetArn: assignment.permissionSetArn,
        PrincipalType: assignment.principalType,
        PrincipalId: assignment.principalId,
      }),
    ),
  );
  const ended = await untilEnded(
    aws,
    ['assignment', assignment.account],
    answer.AccountAssignmentCreationStatus,
    async (id) => {
      const status = await call(aws, 'sso:DescribeAccountAssignmentCreationStatus', at.region, () =>
        aws.ssoAdmin(at.region).send(
          new DescribeAccountAssignmentCreationStatusCommand({
            InstanceArn: at.arn,
            AccountAssignmentCreationRequestId: id,
          }),
        ),
      );
      return status.AccountAssignmentCreationStatus;
    },
  );
  if (ended?.Status === 'FAILED') throw failedAssignment(ended, assignment.account);
}

/** Accounts where the permission set is in use; with `outdated`, only those that still have an older version of it. */
export function listProvisionedAccounts(
  aws: AwsReader,
  at: Instance,
  permissionSetArn: string,
  which: 'all' | 'outdated',
): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'sso:ListAccountsForProvisionedPermissionSet', at.region, () =>
      aws.ssoAdmin(at.region).send(
        new ListAccountsForProvisionedPermissionSetCommand({
          InstanceArn: at.arn,
          PermissionSetArn: permissionSetArn,
          ...(which === 'all' ? {} : { ProvisioningStatus: 'LATEST_PERMISSION_SET_NOT_PROVISIONED' }),
          MaxResults: 100,
          NextToken,
        }),
      ),
    );
    return { items: answer.AccountIds, next: answer.NextToken };
  });
}

/**
 * Rolls the newest version of a permission set out to one account, or to all that have it, and waits until AWS says
 * how it ended.
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
  const answer = await call(aws, 'sso:ProvisionPermissionSet', at.region, () =>
    aws.ssoAdmin(at.region).send(
      new ProvisionPermissionSetCommand({
        InstanceArn: at.arn,
        PermissionSetArn: permissionSetArn,
        ...target,
      }),
    ),
  );
  const ended = await untilEnded(aws, ['provisioning', account], answer.PermissionSetProvisioningStatus, async (id) => {
    const status = await call(aws, 'sso:DescribePermissionSetProvisioningStatus', at.region, () =>
      aws.ssoAdmin(at.region).send(
        new DescribePermissionSetProvisioningStatusCommand({
          InstanceArn: at.arn,
          ProvisionPermissionSetRequestId: id,
        }),
      ),
    );
    return status.PermissionSetProvisioningStatus;
  });
  if (ended?.Status === 'FAILED') {
    throw new Problem('provisioningFailed', {
      account,
      detail: ended.FailureReason,
      operation: 'ProvisionPermissionSet',
    });
  }
}

/** Normally 5 to 30 seconds (Terraform allows five minutes). */
const MINUTES = { assignment: 5, provisioning: 10 } as const;

interface Progress {
  readonly Status?: string | undefined;
  readonly RequestId?: string | undefined;
  readonly FailureReason?: string | undefined;
}

/** Asks every 1 to 5 seconds until the request is no longer in progress. */
async function untilEnded<P extends Progress>(
  aws: AwsReader,
  [step, account]: readonly [keyof typeof MINUTES, string],
  first: P | undefined,
  ask: (requestId: string) => Promise<P | undefined>,
): Promise<P | undefined> {
  const minutes = MINUTES[step];
  const started = aws.clock.now();
  const id = first?.RequestId;
  let status = first;
  for (let wait = 1_000; status?.Status === 'IN_PROGRESS' && id !== undefined; wait = Math.min(5_000, wait * 1.5)) {
    const elapsedMs = aws.clock.now() - started;
    aws.tell({ id: 'working', step, key: account, elapsedMs });
    if (elapsedMs > minutes * 60_000) throw new Problem('stillInProgress', { requestId: id, minutes: String(minutes) });
    await aws.clock.sleep(wait, aws.signal);
    status = await ask(id).catch(unknownStatus);
  }
  return status;
}

/** A status that cannot be read says nothing about the work; the caller looks at what there is. */
function unknownStatus(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
  return undefined;
}

/** The reasons that people can do something about, told apart by AWS's words because there is no code. */
function failedAssignment(status: AccountAssignmentOperationStatus, account: string): Problem {
  const detail = status.FailureReason ?? '';
  const facts = { account, detail, requestId: status.RequestId, operation: 'CreateAccountAssignment' };
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
    principalId: row.PrincipalId ?? '',
    permissionSetArn: row.PermissionSetArn ?? '',
    account: row.AccountId ?? '',
  };
}
