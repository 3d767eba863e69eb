import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { Settings } from '../../src/settings/settings.ts';
import { anAccount, dryRun, due } from '../helpers/account.ts';
import { MOMENTS, UNHARMED } from '../helpers/faults.ts';
import {
  accountIn,
  leftByDeath,
  leftByDeaths,
  type Scene,
  sceneOf,
  wholeRun,
  wrongAfterNextRun,
} from '../helpers/kills.ts';
import { cases, evenly, held } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';
import { contentsOf, situationOf } from '../helpers/world.ts';

/** Whoever was given both permission sets has them in an older version when these settings come. */
const changed: Settings = company({
  permissionSets: company().permissionSets.map((set) => ({ ...set, description: 'Changed', sessionDuration: 'PT8H' })),
  assignments: [
    ...company().assignments,
    { principal: { group: '개발팀' }, permissionSets: ['ReadOnly'], accounts: ['management'] },
  ],
});

/** What two runs leave, one after the other, when nothing goes wrong. */
async function reached(scene: Scene, settings: Settings) {
  const account = accountIn(scene);
  await wholeRun(account, settings);
  return { calls: account.newCalls(), contents: contentsOf(account.simulated.world) };
}

test('a kill between a change and its roll-out, or an assignment and its end, is seen, and repaired by the next run', async () => {
  const before = anAccount({ behaviour: UNHARMED });
  await wholeRun(before, company());
  const scene = sceneOf(before);
  const { calls, contents } = await reached(scene, changed);
  const operations = calls.map(({ operation }) => operation);
  const from = operations.indexOf('UpdatePermissionSet');
  expect(operations.slice(from)).toEqual(
    expect.arrayContaining([
      'ProvisionPermissionSet',
      'CreateAccountAssignment',
      'DescribePermissionSetProvisioningStatus',
    ]),
  );
  const deaths = calls.flatMap((_, call) => MOMENTS.map((moment) => ({ call, moment }))).slice(from * MOMENTS.length);
  const tried = evenly(deaths, cases(10, deaths.length));
  const wrong: unknown[] = [];
  let halfWay = 0;
  for (const { call, moment } of tried) {
    const left = await leftByDeath(scene, changed, call, moment);
    const about = { call, operation: operations[call], moment };
    const { preview } = await dryRun(accountIn(left), changed);
    if (due(preview.plan).length > 0) halfWay += 1;
    else if (!isDeepStrictEqual(contentsOf(left.world), contents)) wrong.push({ ...about, what: 'not seen' });
    for (const what of await wrongAfterNextRun(left, changed, contents)) wrong.push({ ...about, what });
  }
  expect(wrong).toEqual([]);
  expect(halfWay).toBeGreaterThan(tried.length / 2);
  held('R4', tried.length, 'kills');
});

test('a kill during the repair of a kill is repaired as well', async () => {
  const start = sceneOf(anAccount({ enabled: false, behaviour: UNHARMED }));
  const settings = company();
  const { contents } = await reached(start, settings);
  const firsts = await leftByDeaths(start, settings);
  const distinct = new Map(firsts.map((one) => [situationOf(one), one]));
  const seconds = new Map<string, Scene>();
  const momentsAfter = new Map<string, number>();
  for (const [situation, first] of evenly([...distinct], cases(3, distinct.size))) {
    const left = await leftByDeaths(first, settings);
    momentsAfter.set(situation, left.length);
    for (const one of left) if (!distinct.has(situationOf(one))) seconds.set(situationOf(one), one);
  }
  const tried = evenly([...seconds], cases(8, seconds.size));
  const wrong: unknown[] = [];
  for (const [situation, second] of tried) {
    for (const what of await wrongAfterNextRun(second, settings, contents)) wrong.push({ situation, what });
  }
  expect(wrong).toEqual([]);
  // Those that leave the same are tried once.
  const pairs = firsts.map((one) => momentsAfter.get(situationOf(one)) ?? 0).reduce((sum, count) => sum + count, 0);
  held('R5', pairs, 'pairs');
  held('R5', tried.length, 'of them that leave something else');
});
