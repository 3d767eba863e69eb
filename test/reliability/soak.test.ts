import { getEventListeners, setMaxListeners } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { Problem } from '../../src/problem.ts';
import { scenarios } from '../../src/sandbox/index.ts';
import { again, anAccount, failuresOf, setUp, type TestAccount } from '../helpers/account.ts';
import { mixed, PASSING } from '../helpers/faults.ts';
import { brokenInvariants } from '../helpers/invariants.ts';
import { cases, held, SEED } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';
import { contentsOf } from '../helpers/world.ts';

const settings = company();
const world = scenarios.enabled();
const kinds = Object.keys(PASSING) as (keyof typeof PASSING)[];
const shares = Object.fromEntries(kinds.map((kind) => [kind, 0.2 / kinds.length]));

const aRun = (seed: number) => anAccount({ world, behaviour: { seed, fault: mixed(seed, shares) } });

/** What a run could not do, be it that it was stopped before it did anything. */
async function failuresIn(account: TestAccount, signal: AbortSignal): Promise<unknown[]> {
  try {
    return failuresOf(await setUp(account, settings, { signal }));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error];
  }
}

/** What is wrong after a run, and after the next one when that could not do everything. */
async function wrongAfter(account: TestAccount, contents: unknown, signal: AbortSignal): Promise<unknown[]> {
  const listening = getEventListeners(signal, 'abort').length;
  let failures = await failuresIn(account, signal);
  const later = again(account);
  if (failures.length > 0) failures = await failuresIn(later, signal);
  const calls = [...account.simulated.calls, ...later.simulated.calls];
  const left = getEventListeners(signal, 'abort').length - listening;
  const broken = await brokenInvariants(later, { settings, contents, calls });
  return [...failures, ...broken, ...(left === 0 ? [] : [{ left }])];
}

/** How many of them are still held on to by somebody. */
async function heldOf(all: readonly WeakRef<object>[]): Promise<number> {
  setFlagsFromString('--expose-gc');
  await new Promise((resolve) => setImmediate(resolve));
  runInNewContext('gc')();
  return all.filter((one) => one.deref() !== undefined).length;
}

test('full runs with a fifth of faults, one after the other in one process: none fails, nothing is left behind', async () => {
  const warnings: string[] = [];
  const warn = ({ name, message }: Error) => warnings.push(`${name}: ${message}`);
  process.on('warning', warn);
  onTestFinished(() => void process.off('warning', warn));
  const calm = anAccount({ world });
  await setUp(calm, settings);
  const contents = contentsOf(calm.simulated.world);
  const { signal } = new AbortController();
  // As the program does: every wait listens to it.
  setMaxListeners(0, signal);
  const wrong: unknown[] = [];
  const open: number[] = [];
  const accounts: WeakRef<object>[] = [];
  const count = cases(6, 200);
  for (let index = 0; index < count; index++) {
    const account = aRun(SEED + index);
    accounts.push(new WeakRef(account.simulated));
    for (const what of await wrongAfter(account, contents, signal)) wrong.push({ index, what });
    open.push(process.getActiveResourcesInfo().length);
  }
  expect(wrong).toEqual([]);
  expect(warnings).toEqual([]);
  const half = Math.floor(count / 2);
  expect(Math.max(...open.slice(half))).toBeLessThanOrEqual(Math.max(...open.slice(0, half)));
  expect(await heldOf(accounts)).toBeLessThan(3);
  held('R30', count, 'runs');
});
