import { CreateAccountAssignmentCommand } from '@aws-sdk/client-sso-admin';
import { expect, test } from 'vitest';
import { connect } from '../../src/aws/clients.ts';
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

test('a list of what is in progress that does not know of it yet ends no wait, and no assignment is asked for again', async () => {
  const account = anAccount({ world: companyWorld(), behaviour: { asyncMs: 8_000, asyncPolls: 0 } });
  const handler = account.simulated.requestHandler();
  const late: typeof handler = {
    ...handler,
    async handle(request, options) {
      const { response } = await handler.handle(request, options);
      const isList = request.headers['x-amz-target']?.endsWith('.ListAccountAssignmentCreationStatus');
      const body = new TextEncoder().encode('{"AccountAssignmentsCreationStatus":[]}');
      return { response: isList ? { ...response, body } : response };
    },
  };
  const connected = () =>
    connect({
      clock: account.clock,
      tell: () => {},
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: SECRET },
      requestHandler: late,
    });
  const run = await setUp({ ...account, connect: connected }, settings);
  expect(failuresOf(run)).toEqual([]);
  expect(created(account)).toHaveLength(ASSIGNMENTS);
  expect(await isInSync(account, settings)).toBe(true);
});
