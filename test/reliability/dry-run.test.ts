import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isLook } from '../../src/aws/clients.ts';
import type { Plan } from '../../src/engine/plan.ts';
import { Problem } from '../../src/problem.ts';
import type { World } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { anAccount, dryRun, due, failuresOf, plannedBy, setUp, type TestAccount } from '../helpers/account.ts';
import { anyMutations, mutate, oneConnection } from '../helpers/mutations.ts';
import { held, holds } from '../helpers/promises.ts';
import { anySettings } from '../helpers/settings.ts';
import { company } from '../helpers/settings-for.ts';

const ACCOUNTS = ['management', '222233334444', 'dev', 'ou:Workloads', 'all'];
const isWrite = (action: string) => !isLook(action.split(':')[1] ?? action);

/** A dry run where every write is denied: the plan, or the problem that stands in the way. Nothing is tried. */
async function looksOnly(account: TestAccount, settings: Settings): Promise<Plan | Problem> {
  const before = account.simulated.world;
  account.newCalls();
  const seen = await dryRun(account, settings).then(
    ({ preview }) => preview.plan,
    (error: unknown) => error,
  );
  expect(account.newCalls().filter((call) => call.write)).toEqual([]);
  expect(account.simulated.world).toBe(before);
  if (seen instanceof Problem) return seen;
  if (seen instanceof Error) throw seen;
  return seen as Plan;
}

test('whatever is there and whatever is asked for: a dry run writes nothing, needs no right to, and shows what a run does', async () => {
  const one = oneConnection();
  const anything = () => anySettings({ region: 'us-east-1', accounts: ACCOUNTS });
  await holds(
    'R18',
    fc.asyncProperty(anything(), anything(), anyMutations, async (before, settings, mutations) => {
      const ready = one.account(scenarios['several-accounts']());
      await setUp(ready, before);
      const world = await mutate(one, ready.simulated.world, mutations);
      const plan = await looksOnly(one.account(world, { deny: isWrite }), settings);
      if (plan instanceof Problem) {
        expect(['unknownAccount', 'unknownUnit']).toContain(plan.id);
        return;
      }
      const run = await setUp(one.account(world), settings);
      expect(run.plan).toEqual(plan);
      if (failuresOf(run).length === 0) expect(plannedBy(run)).toEqual(due(plan));
    }),
    8,
    1000,
  );
});

describe('in every situation that there is', () => {
  test.each(Object.entries(scenarios))('%s', async (_name, scenario) => {
    const world = scenario() as World;
    const account = anAccount({ world, enabled: false, behaviour: { deny: isWrite } });
    await looksOnly(account, company());
    held('R18', 1, 'situations');
  });
});
