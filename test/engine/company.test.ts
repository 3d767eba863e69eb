import { describe, expect, test } from 'vitest';
import { companyWorld as aCompany, type Call, type FaultCall } from '../../src/sandbox/index.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { again, anAccount, dryRun, failuresOf, setUp } from '../helpers/account.ts';
import { addAccount, bigCompany, companyWorld } from '../helpers/big-company.ts';
import { onePerson } from '../helpers/settings-for.ts';

/** AWS as it is measured: 80 ms a call, 20 calls a second, 4 s an assignment, whoever asks. */
const MEASURED = { latencyMs: 80, ratePerSecond: 20, asyncMs: 4_000, asyncPolls: 0 };

/** How often each operation was called. */
function counted(calls: readonly Call[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { operation } of calls) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

const throttled = (calls: readonly Call[]) => calls.filter(({ error }) => error !== undefined);

describe('a company of 400 assignments', () => {
  const aCompanyAsMeasured = () => anAccount({ world: companyWorld(), behaviour: MEASURED });

  test('is set up in little more time than AWS takes for its assignments, without being throttled', async () => {
    const account = aCompanyAsMeasured();
    const started = account.clock.now();
    expect(failuresOf(await setUp(account, bigCompany()))).toEqual([]);
    const seconds = (account.clock.now() - started) / 1_000;
    const calls = account.newCalls();
    expect(throttled(calls)).toEqual([]);
    expect(counted(calls)).toMatchObject({ CreateAccountAssignment: 400, CreateUser: 60, CreateGroup: 10 });
    // 15 at a time, 4 seconds each.
    expect(seconds).toBeGreaterThan(Math.ceil(400 / 15) * 4);
    expect(seconds).toBeLessThan(Math.ceil(400 / 15) * 4 * 1.08);
  });

  test('is compared in about ten calls after each other', async () => {
    const account = aCompanyAsMeasured();
    await setUp(account, bigCompany());
    const later = again(account, MEASURED);
    await later.clock.sleep(10_000);
    const started = later.clock.now();
    const { preview } = await dryRun(later, bigCompany());
    expect(preview.plan.items.every(({ action }) => action.kind === 'same' || action.kind === 'manual')).toBe(true);
    const calls = later.newCalls();
    expect(throttled(calls)).toEqual([]);
    expect(counted(calls)).toEqual({
      GetCallerIdentity: 1,
      DescribeOrganization: 1,
      ListAccounts: 3,
      ListRoots: 1,
      ListOrganizationalUnitsForParent: expect.any(Number),
      ListAccountsForParent: expect.any(Number),
      ListInstances: 1,
      ListGroups: 1,
      ListUsers: 1,
      ListGroupMemberships: 10,
      ListPermissionSets: 1,
      DescribePermissionSet: 5,
      ListManagedPoliciesInPermissionSet: 5,
      ListAccountAssignmentsForPrincipal: 10,
      ListAccountsForProvisionedPermissionSet: 5,
    });
    expect((later.clock.now() - started) / 80).toBeLessThanOrEqual(14);
  });
});

test('who has just been made is not looked for in what they can have nothing of', async () => {
  const account = anAccount();
  await setUp(account, onePerson());
  const calls = account.newCalls();
  const first = calls.findIndex(({ write }) => write);
  const written = new Set(calls.filter(({ write }) => write).map(({ operation }) => operation));
  expect(written).toContain('CreateAccountAssignment');
  const assigned = calls.findIndex(({ operation }) => operation === 'CreateAccountAssignment');
  const looks = calls.slice(first, assigned).map(({ operation }) => operation);
  expect(looks).not.toContain('ListAccountAssignments');
  expect(looks).not.toContain('ListAccountsForProvisionedPermissionSet');
});

test('no two assignments of one account are under way at once, whatever the order in the settings', async () => {
  const account = anAccount({ world: companyWorld(), behaviour: { asyncMs: 4_000, asyncPolls: 0 } });
  const everybody = bigCompany();
  const few: Settings = {
    ...everybody,
    assignments: everybody.assignments.map((one) => ({ ...one, accounts: ['management', 'prod-1'] })),
  };
  expect(failuresOf(await setUp(account, few))).toEqual([]);
  const begun = new Map<string, number>();
  for (const { operation, input, at } of account.newCalls()) {
    if (operation !== 'CreateAccountAssignment') continue;
    const target = String(input.TargetId);
    expect(at - (begun.get(target) ?? 0)).toBeGreaterThanOrEqual(4_000);
    begun.set(target, at);
  }
  expect(begun.size).toBe(2);
});

test('assignments that fail stop no other; the next run does only these', async () => {
  const world = companyWorld();
  world.assignmentFailure = { '222200000003': 'Received a 403 status error: something is not right there.' };
  const account = anAccount({ world, behaviour: { asyncMs: 1_000, asyncPolls: 0 } });
  const run = await setUp(account, bigCompany());
  const failed = failuresOf(run) as { key: string }[];
  expect(failed.length).toBeGreaterThan(0);
  expect(failed.every(({ key }) => key.endsWith(', 222200000003'))).toBe(true);
  expect(run.results.filter(({ step, outcome }) => step === 'assignment' && outcome.kind === 'done').length).toBe(
    400 - failed.length,
  );

  delete account.simulated.world.assignmentFailure;
  const next = again(account, { asyncPolls: 0 });
  expect(failuresOf(await setUp(next, bigCompany()))).toEqual([]);
  expect(counted(next.newCalls()).CreateAccountAssignment).toBe(failed.length);
});

test('a new account of a unit is drift, which the next run repairs', async () => {
  const account = anAccount({ world: companyWorld(), behaviour: { asyncPolls: 0 } });
  await setUp(account, bigCompany());
  const later = again(account, { asyncPolls: 0 });
  addAccount(later.simulated.world, { id: '333300000001', name: 'prod-21', parentId: 'ou-abcd-22222222' });
  const { preview } = await dryRun(later, bigCompany());
  const due = preview.plan.items.filter(({ action }) => action.kind === 'create');
  expect(due.length).toBe(10);
  expect(due.every(({ key }) => key.endsWith(', 333300000001'))).toBe(true);
  expect(failuresOf(await setUp(later, bigCompany()))).toEqual([]);
  expect(counted(later.newCalls()).CreateAccountAssignment).toBe(10);
});

test('what takes long to read is counted meanwhile', async () => {
  const account = anAccount({ world: aCompany({ accounts: 200, users: 2_000, groups: 0, permissionSets: 150 }) });
  await dryRun(
    account,
    bigCompany({ assignments: [{ principal: { group: 'Admins' }, permissionSets: ['Billing'], accounts: ['all'] }] }),
  );
  const read = account.told.flatMap((news) =>
    news.id === 'reading' ? [`${news.step} ${news.done} of ${news.of}`] : [],
  );
  expect(read).toContain('permissionSet 149 of 150');
  expect(read).toContain('user 2000 of undefined');
  expect(read).toContain('organization 200 of undefined');
  expect(read.filter((one) => one.startsWith('group'))).toEqual([]);
});

test('among very many users, the few that are wanted are looked up by name, and no list is begun twice', async () => {
  const account = anAccount({ world: aCompany({ accounts: 1, users: 2_000, groups: 0, permissionSets: 0 }) });
  expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
  const { ListUsers, GetUserId, DescribeUser, CreateUser } = counted(account.newCalls());
  expect({ ListUsers, GetUserId, DescribeUser, CreateUser }).toEqual({
    ListUsers: 2,
    GetUserId: 2,
    DescribeUser: 1,
    CreateUser: 1,
  });
});

test('assignments for which AWS has no room for minutes fail, and the run ends', async () => {
  const message = 'There are too many requests processing. Please try again later.';
  const fault = ({ operation }: FaultCall) =>
    operation === 'CreateAccountAssignment'
      ? ({ kind: 'refuse', code: 'ThrottlingException', message } as const)
      : undefined;
  const account = anAccount({ world: companyWorld(), behaviour: { fault } });
  const few = bigCompany({
    assignments: [{ principal: { group: 'Admins' }, permissionSets: ['Billing'], accounts: ['ou:Workloads/Prod'] }],
  });
  expect(failuresOf(await setUp(account, few))).toHaveLength(20);
});
