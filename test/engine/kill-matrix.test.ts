import { describe, expect, test } from 'vitest';
import type { Fault } from '../../src/sandbox/index.ts';
import { again, anAccount, failuresOf, isInSync, setUp, type TestAccount } from '../helpers/account.ts';
import { company } from '../helpers/settings-for.ts';
import { contentsOf } from '../helpers/world.ts';

const FIFTEEN_MINUTES = 900_000;

/** A run from an empty account, with a person who enables the instance when asked. */
const wholeRun = (account: TestAccount) => setUp(account, company(), { waitMs: FIFTEEN_MINUTES });

/** The run is dead from this call on: nothing that it does afterwards reaches AWS. */
function deadFrom(call: number, moment: Fault['kind'] & ('unsent' | 'unanswered')) {
  return ({ index }: { index: number }): Fault | undefined => {
    if (index < call) return undefined;
    return { kind: index === call ? moment : 'unsent' };
  };
}

const reference = anAccount({ enabled: false, behaviour: { asyncMs: 3_000 } });
await wholeRun(reference);
const calls = reference.newCalls();
const wanted = contentsOf(reference.simulated.world);

test('the run that is killed is a whole one: it makes everything, and a second one writes nothing', async () => {
  expect(wanted).toMatchObject({ organized: true });
  expect(calls.length).toBeGreaterThan(40);
  expect(await isInSync(reference, company())).toBe(true);
});

describe.each(['unsent', 'unanswered'] as const)('a run that dies with its call %s', (moment) => {
  test.each(calls.map(({ operation }, index) => ({ index, operation })))(
    'at call $index, $operation: the next run completes it, without a duplicate and without a delete',
    async ({ index }) => {
      const dying = anAccount({ enabled: false, behaviour: { asyncMs: 3_000, fault: deadFrom(index, moment) } });
      await wholeRun(dying).catch(() => undefined);

      const next = again(dying, { asyncMs: 3_000 });
      const run = await wholeRun(next);

      expect(failuresOf(run)).toEqual([]);
      expect(contentsOf(next.simulated.world)).toEqual(wanted);
      expect(next.newCalls().filter(({ operation }) => /^(Delete|Detach)/.test(operation))).toEqual([]);
      expect(await isInSync(next, company())).toBe(true);
    },
  );
});
