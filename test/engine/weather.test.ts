import { CreateGroupCommand } from '@aws-sdk/client-identitystore';
import { expect, test } from 'vitest';
import { createGroup } from '../../src/aws/identity-store.ts';
import type { Instance } from '../../src/aws/instances.ts';
import { Problem } from '../../src/problem.ts';
import type { Behaviour, FaultCall } from '../../src/sandbox/index.ts';
import { again, anAccount, dryRun, due, failuresOf, isInSync, plannedBy, setUp, writesIn } from '../helpers/account.ts';
import { company, onePerson } from '../helpers/settings-for.ts';
import { contentsOf } from '../helpers/world.ts';

const calm = anAccount();
await setUp(calm, company());
const wanted = contentsOf(calm.simulated.world);
const writes = writesIn(calm.simulated.calls).sort();

const weather: Record<string, Partial<Behaviour>> = {
  'pages of one': { pageSize: 1 },
  'empty pages with a token': { pageSize: 2, emptyPages: true },
  'reads that lag 30 seconds behind': { lagMs: 30_000 },
  'reads that lag a minute behind': { lagMs: 60_000 },
  'the first ten reads after a write that see the old world': { lagReads: 10 },
  'every second call throttled': { throttleEvery: 2 },
  'half of all calls throttled': { throttleRate: 0.5 },
  'a fifth of all calls answered 503': { errorRate: 0.2 },
  'a fifth of all calls carried out and unanswered': { unansweredRate: 0.2 },
  'all of it together': { lagMs: 5_000, pageSize: 1, throttleRate: 0.3, errorRate: 0.1, unansweredRate: 0.1 },
  'writes that spread slowly': { conflicts: 3 },
  'assignments that take two minutes': { asyncMs: 120_000 },
  "AWS's own rates": { ratePerSecond: 20 },
  'half a second for every call': { latencyMs: 500 },
};

test.each(Object.entries(weather))('%s: one run sets everything up, nothing twice', async (_name, behaviour) => {
  const account = anAccount({ behaviour });
  const run = await setUp(account, company());
  expect(failuresOf(run)).toEqual([]);
  const isAnswered = Object.keys(behaviour).every((name) => name.startsWith('lag'));
  if (isAnswered) expect(writesIn(account.newCalls()).sort()).toEqual(writes);
  await account.clock.sleep(300_000);
  expect(contentsOf(account.simulated.world)).toEqual(wanted);
  expect(await isInSync(again(account), company())).toBe(true);
});

test('a throttled read is waited for, told, and never taken for "absent"', async () => {
  const account = again(calm, { throttleRate: 0.7 });
  account.newCalls();
  const run = await setUp(account, company());
  expect(due(run.plan)).toEqual([]);
  expect(writesIn(account.newCalls())).toEqual([]);
  expect(account.told.map((one) => one.id)).toContain('slowDown');
});

test('a read that fails for good stops the run before anything is written', async () => {
  const fault = ({ operation }: FaultCall) =>
    operation === 'ListUsers'
      ? ({ kind: 'refuse', code: 'InternalServerException', message: 'no', status: 500 } as const)
      : undefined;
  const account = anAccount({ behaviour: { fault } });
  await expect(setUp(account, company())).rejects.toMatchObject({ id: 'awsFault', facts: { operation: 'ListUsers' } });
  expect(writesIn(account.newCalls())).toEqual([]);
});

test('a dry run works with every write denied, and shows what would be done', async () => {
  const isWrite = (action: string) => !/:(Describe|List|Get|Is)/.test(action);
  const account = anAccount({ enabled: false, behaviour: { deny: isWrite } });
  const { preview } = await dryRun(account, company());
  expect(due(preview.plan).map((item) => item.step)).toContain('assignment');
  expect(account.newCalls().filter((call) => call.write || call.error === 'AccessDeniedException')).toEqual([]);
});

test('what one permission is missing for is named; what does not build on it is done all the same', async () => {
  const account = anAccount({ behaviour: { deny: ['sso:CreatePermissionSet'] } });
  const run = await setUp(account, onePerson());
  const failed = run.results.flatMap(({ step, outcome }) => (outcome.kind === 'failed' ? [{ step, outcome }] : []));
  expect(failed).toMatchObject([
    {
      step: 'permissionSet',
      outcome: { problem: { id: 'accessDenied', facts: { action: 'sso:CreatePermissionSet' } } },
    },
  ]);
  expect(run.results.find((result) => result.step === 'assignment')?.outcome).toMatchObject({
    kind: 'blocked',
    by: { step: 'permissionSet', key: 'AdministratorAccess' },
  });
  expect(plannedBy(run).map((item) => item.step)).toEqual(['group', 'user', 'membership']);
  const next = again(account);
  expect(failuresOf(await setUp(next, onePerson()))).toEqual([]);
  expect(await isInSync(next, onePerson())).toBe(true);
});

test('a write from a reader does not compile, and is refused when it is tried all the same', async () => {
  const account = anAccount();
  const { reader } = account.connect();
  const [found] = account.simulated.world.instances;
  const at: Instance = { arn: found?.arn ?? '', identityStoreId: found?.identityStoreId ?? '', region: 'us-east-1' };
  // @ts-expect-error a reader is not a writer
  await expect(createGroup(reader, at, 'Admins')).rejects.toMatchObject({ id: 'writeRefused' });
  const direct = new CreateGroupCommand({ IdentityStoreId: at.identityStoreId, DisplayName: 'Admins' });
  await expect(reader.identityStore('us-east-1').send(direct)).rejects.toBeInstanceOf(Problem);
  expect(account.newCalls()).toEqual([]);
});

test('the only permission set, made without an answer, is found and not made again', async () => {
  let lost = 0;
  const fault = ({ operation }: FaultCall) => {
    if (operation !== 'CreatePermissionSet') return undefined;
    lost += 1;
    return lost === 1 ? ({ kind: 'unanswered' } as const) : undefined;
  };
  const account = anAccount({ behaviour: { fault } });
  expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
  expect(writesIn(account.newCalls()).filter((operation) => operation === 'CreatePermissionSet')).toHaveLength(1);
});
