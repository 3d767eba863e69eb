import type { Aws } from './aws.ts';
import { limits } from './bound.ts';
import { throttled } from './measure.ts';

const slots = limits.outstanding + 2;

/** Whether the simulated AWS is as slow and as strict as it was told to be, in a sentence with what was measured. */
export async function calibrate(aws: Aws): Promise<string> {
  const size = { groups: 1, users: 1, sets: 1, setsEach: 1, accounts: slots };
  const url = await aws.serve({ size, state: 'after' });
  const ask = (operation: string, input: object) => post(url, operation, input);
  const once = await timed(() => ask('ListInstances', {}));
  const [instance] = (await ask('ListInstances', {})).Instances as Record<string, string>[];
  const here = { InstanceArn: instance?.InstanceArn };
  const [PermissionSetArn] = (await ask('ListPermissionSets', here)).PermissionSets as string[];
  const [user] = (await post(url, 'ListUsers', { IdentityStoreId: instance?.IdentityStoreId })).Users as {
    UserId: string;
  }[];
  await sleep(1500);

  const atOnce = await timed(() =>
    Promise.all(Array.from({ length: limits.burst + 5 }, () => ask('ListInstances', {}))),
  );
  const refused = throttled((await aws.seen()).calls);
  await sleep(1500);

  const row = {
    ...here,
    PermissionSetArn,
    TargetType: 'AWS_ACCOUNT',
    PrincipalType: 'USER',
    PrincipalId: user?.UserId,
  };
  const accounts = [
    instance?.OwnerAccountId,
    ...Array.from({ length: slots - 1 }, (_, i) => String(300_000_000_000 + i)),
  ];
  const started = performance.now();
  const taken = (
    await Promise.all(accounts.map((TargetId) => ask('CreateAccountAssignment', { ...row, TargetId })))
  ).filter((answer) => answer.AccountAssignmentCreationStatus !== undefined).length;
  const open = { ...here, Filter: { Status: 'IN_PROGRESS' } };
  while (
    ((await ask('ListAccountAssignmentCreationStatus', open)).AccountAssignmentsCreationStatus as object[]).length > 0
  ) {
    await sleep(50);
  }
  const took = (performance.now() - started) / 1000;
  return (
    `one call ${once.toFixed(0)} ms; ${limits.burst + 5} at once ${atOnce.toFixed(0)} ms, ${refused} of them throttled; ` +
    `of ${slots} assignments at once ${taken} were taken, and were there after ${took.toFixed(1)} s`
  );
}

async function post(url: string, operation: string, input: object): Promise<Record<string, unknown>> {
  const target = operation === 'ListUsers' ? 'AWSIdentityStore' : 'SWBExternalService';
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${target}.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/x/aws4_request',
    },
    body: JSON.stringify(input),
  });
  return answer.json() as Promise<Record<string, unknown>>;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
