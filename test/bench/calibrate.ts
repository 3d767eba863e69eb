import type { Aws } from './aws.ts';
import { limits } from './bound.ts';
import { median, throttled } from './measure.ts';

type Answer = Record<string, unknown>;
type Ask = (operation: string, input?: object) => Promise<Answer>;

/** Tries whether the simulated AWS is as slow and as strict as it was told to be; tells what was measured. */
export async function calibrate(aws: Aws): Promise<string> {
  const accounts = limits.outstanding + 2;
  const url = await aws.serve({ size: { groups: 1, users: 1, sets: 1, setsEach: 1, accounts }, state: 'after' });
  const ask = askerAt(url);
  const told = [await latency(ask), await budget(ask, aws), await slots(ask, accounts)];
  return `The simulated AWS, tried before: ${told.join('; ')}.`;
}

async function latency(ask: Ask): Promise<string> {
  await ask('ListInstances');
  const times: number[] = [];
  for (let i = 0; i < 3; i++) times.push(await timed(() => ask('ListInstances')));
  return `a call takes ${median(times).toFixed(0)} ms`;
}

/** The budget is full after a pause, and a little more than that is asked for. */
async function budget(ask: Ask, aws: Aws): Promise<string> {
  const count = limits.burst + 5;
  await sleep(1500);
  const before = (await aws.seen()).calls.length;
  const ms = await timed(() => Promise.all(Array.from({ length: count }, () => ask('ListInstances'))));
  const refused = throttled((await aws.seen()).calls.slice(before));
  await sleep(1500);
  return `of ${count} at once, answered within ${ms.toFixed(0)} ms, ${refused} are throttled`;
}

/** More assignments than may be under way, at once. */
async function slots(ask: Ask, count: number): Promise<string> {
  const [instance] = (await ask('ListInstances')).Instances as Record<string, string>[];
  const here = { InstanceArn: instance?.InstanceArn };
  const [PermissionSetArn] = (await ask('ListPermissionSets', here)).PermissionSets as string[];
  const [user] = (await ask('ListUsers', { IdentityStoreId: instance?.IdentityStoreId })).Users as { UserId: string }[];
  const accounts = (await ask('ListAccounts')).Accounts as { Id: string }[];
  const who = { PrincipalType: 'USER', PrincipalId: user?.UserId, TargetType: 'AWS_ACCOUNT' };
  const create = ({ Id }: { Id: string }) =>
    ask('CreateAccountAssignment', { ...here, ...who, PermissionSetArn, TargetId: Id });
  const open = async () => {
    const answer = await ask('ListAccountAssignmentCreationStatus', { ...here, Filter: { Status: 'IN_PROGRESS' } });
    return (answer.AccountAssignmentsCreationStatus as object[]).length;
  };
  let taken = 0;
  const ms = await timed(async () => {
    taken = (await Promise.all(accounts.map(create))).filter((one) => one.AccountAssignmentCreationStatus).length;
    while ((await open()) > 0) await sleep(50);
  });
  const more = taken > limits.outstanding ? ', more than it was told to' : '';
  return `of ${count} assignments at once ${taken} are taken${more}, and are there after ${(ms / 1000).toFixed(1)} s`;
}

const prefixes: Readonly<Record<string, string>> = {
  ListUsers: 'AWSIdentityStore',
  ListAccounts: 'AWSOrganizationsV20161128',
};

function askerAt(url: string): Ask {
  return async (operation, input = {}) => {
    const headers = {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `${prefixes[operation] ?? 'SWBExternalService'}.${operation}`,
      authorization: 'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/us-east-1/x/aws4_request',
    };
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) });
    return answer.json() as Promise<Answer>;
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
