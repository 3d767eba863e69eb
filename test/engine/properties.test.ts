import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulatedAws } from '../../src/sandbox/index.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { again, anAccount, dryRun, due, failuresOf, isInSync, plannedBy, setUp } from '../helpers/account.ts';
import { anySettings } from '../helpers/settings.ts';
import { contentsOf } from '../helpers/world.ts';

const accounts = ['management', 'Prod', 'all', 'ou:Workloads'];

/** The seed of a run is printed by fast-check when a case fails; CASES sets how many are tried. */
const cases = (count: number) => ({ numRuns: Number(process.env.CASES ?? count) });

const home = (settings: Settings): Settings => ({ ...settings, region: { name: 'us-east-1', asked: false } });

test('any settings: the first run converges, it does what was previewed, and the second one writes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(anySettings({ accounts: ['management'] }).map(home), async (settings) => {
      const account = anAccount();
      const { preview } = await dryRun(account, settings);
      const run = await setUp(account, settings);
      expect(failuresOf(run)).toEqual([]);
      expect(plannedBy(run)).toEqual(due(preview.plan));
      expect(await isInSync(account, settings)).toBe(true);
    }),
    cases(1000),
  );
});
