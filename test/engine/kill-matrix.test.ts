import { describe, expect, test } from 'vitest';
import { scenarios, type World } from '../../src/sandbox/index.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { anAccount, failuresOf, isInSync } from '../helpers/account.ts';
import { MOMENTS, UNHARMED } from '../helpers/faults.ts';
import { leftByDeath, leftByDeaths, sceneOf, wholeRun, wrongAfterNextRun } from '../helpers/kills.ts';
import { cases, evenly, held } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';
import { contentsOf, situationOf } from '../helpers/world.ts';

const everywhere = company({
  assignments: [
    { principal: { group: 'Admins' }, permissionSets: ['AdministratorAccess'], accounts: ['all'] },
    { principal: { user: 'lee@example.com' }, permissionSets: ['ReadOnly'], accounts: ['ou:Workloads'] },
  ],
});

const runs: [name: string, settings: Settings, world: World | undefined, slice: number][] = [
  ['from an account with nothing in it', company(), undefined, 12],
  ['in an organization of several accounts', everywhere, scenarios['several-accounts'](), 3],
];

describe.each(runs)('a run %s that is killed', (_name, settings, world, slice) => {
  const account = anAccount({ ...(world && { world }), enabled: false, behaviour: UNHARMED });
  const start = sceneOf(account);
  const whole = wholeRun(account, settings).then((run) => ({
    run,
    calls: account.newCalls(),
    contents: contentsOf(account.simulated.world),
  }));

  test('is a whole one: it makes everything, and a second one writes nothing', async () => {
    const { run, calls } = await whole;
    expect(failuresOf(run)).toEqual([]);
    expect(calls.length).toBeGreaterThan(40);
    expect(await isInSync(account, settings)).toBe(true);
  });

  test('before or with any of its calls leaves what the next run completes, nothing twice and nothing deleted', async () => {
    const { contents } = await whole;
    const scenes = new Map((await leftByDeaths(start, settings)).map((one) => [situationOf(one), one]));
    expect(scenes.size).toBeGreaterThan(30);
    const wrong: unknown[] = [];
    for (const scene of evenly([...scenes.values()], cases(slice * 2, scenes.size))) {
      wrong.push(...(await wrongAfterNextRun(scene, settings, contents)));
    }
    expect(wrong).toEqual([]);
  });

  test('at a moment of a call is really dead, and the next run completes it', async () => {
    const { calls, contents } = await whole;
    const deaths = calls.flatMap((_, call) => MOMENTS.map((moment) => ({ call, moment })));
    const tried = evenly(deaths, cases(slice, deaths.length));
    const wrong: unknown[] = [];
    for (const { call, moment } of tried) {
      const left = await leftByDeath(start, settings, call, moment);
      for (const what of await wrongAfterNextRun(left, settings, contents)) wrong.push({ call, moment, what });
    }
    expect(wrong).toEqual([]);
    held('R2', tried.length, 'kills');
  });
});
