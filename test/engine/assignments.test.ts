import { CreateAccountAssignmentCommand } from '@aws-sdk/client-sso-admin';
import { expect, test } from 'vitest';
import { connect } from '../../src/aws/clients.ts';
import type { FaultCall } from '../../src/sandbox/index.ts';
import { anAccount, failuresOf, isInSync, SECRET, setUp, type TestAccount } from '../helpers/account.ts';
import { bigCompany, companyWorld } from '../helpers/big-company.ts';
import { somebodyIn } from '../helpers/somebody.ts';

const settings = bigCompany({
  assignments: [
    { principal: { group: 'Admins' }, permissionSets: ['Billing'], accounts: ['ou:Workloads/Dev'] },
    { principal: { group: 'Auditors' }, permissionSets: ['Billing'], accounts: ['ou:Workloads/Prod'] },
  ],
});
const ASSIGNMENTS = 30;

const created = ({ simulated }: TestAccount) =>
  simulated.calls.filter(({ operation, error }) => operation === 'CreateAccountAssignment' && error === undefined);

test('while somebody else has more and more of the requests that AWS works on at once, and then none, all are made once', async () => {
  const account = anAccount({
    world: companyWorld(),
    behaviour: { latencyMs: 40, asyncMs: 4_000, asyncPolls: 0, outstandingAssignments: 10 },
  });
  const { clock, simulated } = account;
  const by = somebodyIn(account);
  // Eight of the ten at most, of permission sets that are nobody's in the settings.
  const crowd = async () => {
    while (created(account).length === 0) await clock.sleep(200);
    const group = simulated.world.instances[0]?.groups[0]?.id;
    for (const many of [2, 5, 8]) {
      const some = Array.from({ length: many }, (_, i) =>
        by.sso
          .send(
            new CreateAccountAssignmentCommand({
              InstanceArn: by.ids.InstanceArn,
              PermissionSetArn: simulated.world.instances[0]?.permissionSets.at(-1)?.arn,
              PrincipalType: 'GROUP',
              PrincipalId: group,
              TargetType: 'AWS_ACCOUNT',
              TargetId: `2222${String(201 + i).padStart(8, '0')}`,
            }),
          )
          .catch(() => undefined),
      );
      await Promise.all(some);
      await clock.sleep(4_100);
    }
  };
  const [run] = await Promise.all([setUp(account, settings), crowd()]);
  expect(failuresOf(run)).toEqual([]);
  const ours = created(account).filter(({ input }) => Number(String(input.TargetId).slice(4)) <= 200);
  expect(ours).toHaveLength(ASSIGNMENTS);
  expect(await isInSync(account, settings)).toBe(true);
});

/** Whose list of what AWS is working on never has anything. */
function listingNothing(account: TestAccount): TestAccount {
  const handler = account.simulated.requestHandler();
  const requestHandler: typeof handler = {
    ...handler,
    async handle(request, options) {
      const { response } = await handler.handle(request, options);
      const isList = request.headers['x-amz-target']?.endsWith('.ListAccountAssignmentCreationStatus');
      const body = new TextEncoder().encode('{"AccountAssignmentsCreationStatus":[]}');
      return { response: isList ? { ...response, body } : response };
    },
  };
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET };
  return { ...account, connect: () => connect({ clock: account.clock, tell: () => {}, credentials, requestHandler }) };
}

test('a list of what is in progress that does not know of it yet ends no wait, and no assignment is asked for again', async () => {
  const account = anAccount({ world: companyWorld(), behaviour: { asyncMs: 8_000, asyncPolls: 0 } });
  const run = await setUp(listingNothing(account), settings);
  expect(failuresOf(run)).toEqual([]);
  expect(created(account)).toHaveLength(ASSIGNMENTS);
  expect(await isInSync(account, settings)).toBe(true);
});

test.each([
  ['as soon as it is', (account: TestAccount) => account],
  ['later than AWS says that it works on nothing', listingNothing],
])(
  'an assignment among others that AWS could not make is told in its words, once it is known: %s',
  async (_when, seen) => {
    const world = companyWorld();
    world.assignmentFailure = { '222200000101': 'No luck.', '222200000102': 'No luck.' };
    const account = anAccount({ world, behaviour: { asyncMs: 8_000, asyncPolls: 0 } });
    // As few as AWS works on at once: it still does when it is asked how each of them ended.
    const run = await setUp(seen(account), bigCompany({ assignments: settings.assignments.slice(0, 1) }));
    const failed = { kind: 'failed', problem: { id: 'assignmentFailed', facts: { detail: 'No luck.' } } };
    expect(failuresOf(run)).toMatchObject([{ outcome: failed }, { outcome: failed }]);
    expect(created(account)).toHaveLength(10);
  },
);

test('a look that fails while the rest is being asked for ends nothing: what is there comes to light later', async () => {
  let looks = 0;
  const fault = ({ operation }: FaultCall) => {
    const isAfterWrite = created(account).length > 0 && /^ListAccountAssignments/.test(operation);
    if (!isAfterWrite) return undefined;
    looks += 1;
    return looks === 1 ? ({ kind: 'refuse', code: 'AccessDeniedException', message: 'Not now.' } as const) : undefined;
  };
  const account: TestAccount = anAccount({
    world: companyWorld(),
    behaviour: { asyncMs: 4_000, asyncPolls: 0, latencyMs: 40, fault },
  });
  expect(failuresOf(await setUp(account, settings))).toEqual([]);
  expect(looks).toBeGreaterThan(1);
  expect(created(account)).toHaveLength(ASSIGNMENTS);
});
