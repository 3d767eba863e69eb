import { describe, expect, test } from 'vitest';
import { whoAmI } from '../src/aws/caller.ts';
import type { Settings } from '../src/settings/settings.ts';
import { findPlaces } from '../src/targets.ts';
import {
  anAccount,
  answeredOtherwise,
  dryRun,
  due,
  failuresOf,
  isInSync,
  setUp,
  type TestAccount,
} from './helpers/account.ts';
import { addAccount, bigCompany, companyWorld, PROD_UNIT } from './helpers/big-company.ts';
import { onePerson } from './helpers/settings-for.ts';

const organizationCalls = (account: TestAccount) =>
  account
    .newCalls()
    .map(({ operation }) => operation)
    .filter((operation) => /Account|Root|Organization/.test(operation) && !/Assignment/.test(operation));

function count(operations: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const operation of operations) counts[operation] = (counts[operation] ?? 0) + 1;
  return counts;
}

const toAccounts = (...accounts: string[]): Settings =>
  onePerson({
    assignments: [{ principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts }],
  });

async function placesIn(account: TestAccount, selectors: readonly string[]) {
  const { reader } = account.connect();
  const caller = await whoAmI(reader);
  account.newCalls();
  const places = await findPlaces(reader, caller, () => Promise.resolve(true), selectors);
  return { ...places, calls: organizationCalls(account) };
}

describe('asks AWS', () => {
  const company = () => anAccount({ world: companyWorld() });

  test('nothing, where ids say it all', async () => {
    const { targets, names, calls } = await placesIn(company(), ['management', '222200000001']);
    expect([...targets.values()]).toEqual([['111122223333'], ['222200000001']]);
    expect([...names]).toEqual([]);
    expect(calls).toEqual([]);
  });

  test('for the list of 52 accounts once, by pages of 20, whoever wants it', async () => {
    const { targets, calls } = await placesIn(company(), ['all', 'prod-1', 'dev-2', 'management']);
    expect(count(calls)).toEqual({ ListAccounts: 3 });
    expect(targets.get('all')).toHaveLength(40);
    expect(targets.get('dev-2')).toEqual(['222200000102']);
  });

  test('for each unit once, however many selectors lead through it', async () => {
    const { targets, calls } = await placesIn(company(), ['ou:Workloads', 'ou:Workloads/Prod', 'ou:Workloads/Dev']);
    expect(count(calls)).toEqual({
      ListRoots: 1,
      // The root, Workloads, Prod and Dev.
      ListOrganizationalUnitsForParent: 4,
      // Workloads, Prod and Dev: 20 accounts are one page.
      ListAccountsForParent: 3,
    });
    expect([...targets.values()].map((ids) => ids.length)).toEqual([30, 20, 10]);
  });

  test('for the organization once in a whole look', async () => {
    const account = company();
    await dryRun(account, toAccounts('all', 'ou:Workloads'));
    expect(count(organizationCalls(account)).DescribeOrganization).toBe(1);
  });

  test('for siblings side by side: a tree costs as many waits as it is deep, not as many as it has units', async () => {
    const latencyMs = 1_000;
    const account = anAccount({ world: companyWorld(), behaviour: { latencyMs } });
    const { clock } = account;
    const started = clock.now();
    const { calls } = await placesIn(account, ['ou:Workloads']);
    // Who am I, the root, the units of the root, those of Workloads, those of Prod and Dev.
    expect(clock.now() - started).toBe(5 * latencyMs);
    expect(calls).toHaveLength(8);
  });
});

describe('accounts that are not active', () => {
  test('thirty of them are told in one note, with names, and left out', async () => {
    const account = anAccount({ world: companyWorld({ suspended: 30 }) });
    const { preview } = await dryRun(account, toAccounts('all', 'ou:Closing', 'old-3'));
    expect(due(preview.plan).filter(({ step }) => step === 'assignment')).toHaveLength(40);
    const notes = account.told.filter(({ id }) => id === 'accountsLeftOut');
    expect(notes).toHaveLength(1);
    expect(notes[0]).toMatchObject({ accounts: expect.arrayContaining([expect.objectContaining({ name: 'old-30' })]) });
    expect(notes[0]).toHaveProperty('accounts.length', 30);
  });

  test('one that is named by its id is left out where its state is known', async () => {
    const account = anAccount({ world: companyWorld({ suspended: 1 }) });
    const { targets } = await placesIn(account, ['222200000301', 'prod-1']);
    expect(targets.get('222200000301')).toEqual([]);
  });
});

test('an account that moves while units are read, so that two of them tell it, counts once', async () => {
  const moving = answeredOtherwise(anAccount({ world: companyWorld() }), ['ListAccountsForParent'], () => ({
    Accounts: [{ Id: '222200000001', Name: 'prod-1', State: 'ACTIVE' }],
  }));
  const { targets } = await placesIn(moving, ['ou:Workloads']);
  expect(targets.get('ou:Workloads')).toEqual(['222200000001']);
});

test('an account in two selectors counts once', async () => {
  const account = anAccount({ world: companyWorld() });
  const { preview } = await dryRun(account, toAccounts('ou:Workloads/Prod', 'prod-1', '222200000001', 'all'));
  expect(preview.plan.items.filter(({ step }) => step === 'assignment')).toHaveLength(40);
});

test('names of accounts are in the plan where the list was read, and nobody asks for them otherwise', async () => {
  const account = anAccount({ world: companyWorld() });
  const named = await dryRun(account, toAccounts('prod-1'));
  expect(named.preview.plan.accountNames).toMatchObject({ '222200000001': 'prod-1', '111122223333': 'acme' });
  account.newCalls();
  const byId = await dryRun(account, toAccounts('222200000001', 'management'));
  expect(byId.preview.plan.accountNames).toBeUndefined();
  expect(count(organizationCalls(account))).toEqual({ DescribeOrganization: 1 });
});

describe('a company', () => {
  test('is set up in one go, with 400 assignments, and is in sync then', async () => {
    const account = anAccount({ world: companyWorld() });
    const run = await setUp(account, bigCompany());
    expect(failuresOf(run)).toEqual([]);
    expect(run.results.filter(({ step, outcome }) => step === 'assignment' && outcome.kind === 'done')).toHaveLength(
      400,
    );
    expect(await isInSync(account, bigCompany())).toBe(true);
  }, 60_000);

  test('a new account in a unit is drift that the next run repairs', async () => {
    const account = anAccount({ world: companyWorld() });
    const settings = toAccounts('ou:Workloads');
    await setUp(account, settings);
    addAccount(account.simulated.world, { id: '222200000021', name: 'prod-21', parentId: PROD_UNIT });
    const { preview } = await dryRun(account, settings);
    expect(due(preview.plan)).toEqual([
      {
        step: 'assignment',
        key: 'Administrators, AdministratorAccess, 222200000021',
        action: { kind: 'create', want: {} },
      },
    ]);
    expect(failuresOf(await setUp(account, settings))).toEqual([]);
    expect(await isInSync(account, settings)).toBe(true);
  });
});
