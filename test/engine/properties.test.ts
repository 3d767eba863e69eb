import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { Behaviour } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import { loadSettingsFile } from '../../src/settings/file.ts';
import { mergeSettings } from '../../src/settings/merge.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { again, anAccount, dryRun, due, failuresOf, isInSync, plannedBy, setUp } from '../helpers/account.ts';
import { holds } from '../helpers/promises.ts';
import { anySettings } from '../helpers/settings.ts';
import { contentsOf } from '../helpers/world.ts';

const ACCOUNTS = ['management', '222233334444', 'dev', 'ou:Workloads', 'all'];
const anything = () => anySettings({ region: 'us-east-1', accounts: ACCOUNTS });
const aCompany = (behaviour: Partial<Behaviour> = {}) =>
  anAccount({ world: scenarios['several-accounts'](), behaviour });

const folder = mkdtempSync(join(tmpdir(), 'sso-setup-properties-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The settings as a run gets them: written to a file, read and checked again. */
function throughAFile(settings: Settings): Settings {
  const file = join(folder, 'sso-setup.yaml');
  writeFileSync(file, settingsYaml(settings));
  const merged = mergeSettings({ file: loadSettingsFile(file) });
  if ('missing' in merged) throw new Error('A full description leaves nothing to ask.');
  return merged.settings;
}

test('any settings file: the first run converges, it does what was previewed, and the second one writes nothing', async () => {
  await holds(
    'R1',
    fc.asyncProperty(anything(), async (wanted) => {
      const settings = throughAFile(wanted);
      const account = aCompany();
      const { preview } = await dryRun(account, settings);
      const run = await setUp(account, settings);
      expect(failuresOf(run)).toEqual([]);
      expect(plannedBy(run)).toEqual(due(preview.plan));
      expect(await isInSync(account, settings)).toBe(true);
    }),
    40,
    1000,
  );
});

test('in any weather: one run, or the next calm one, brings what a calm run brings', async () => {
  const rate = fc.double({ min: 0, max: 0.3, noNaN: true });
  const weather = fc.record({
    seed: fc.nat(),
    lagMs: fc.nat(60_000),
    pageSize: fc.nat(3),
    emptyPages: fc.boolean(),
    asyncMs: fc.nat(60_000),
    conflicts: fc.nat(2),
    throttleRate: rate,
    errorRate: rate,
    unansweredRate: rate,
  });
  await holds(
    'R10',
    fc.asyncProperty(anything(), weather, async (settings, behaviour) => {
      const calm = aCompany();
      await setUp(calm, settings);
      const account = aCompany(behaviour);
      await setUp(account, settings).catch(() => undefined);
      await account.clock.sleep(300_000);
      const later = again(account);
      expect(failuresOf(await setUp(later, settings))).toEqual([]);
      expect(contentsOf(later.simulated.world)).toEqual(contentsOf(calm.simulated.world));
      expect(await isInSync(later, settings)).toBe(true);
    }),
    20,
    1000,
    'random settings in random weather',
  );
});
