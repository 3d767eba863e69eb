import { expect, test } from 'vitest';
import { inLanes } from '../../src/engine/lanes.ts';
import { virtualClock } from '../helpers/clock.ts';

/** Works on `LANE NUMBER` items that take a second each, and tells what was going on at any time. */
async function work(items: readonly string[], width: number) {
  const clock = virtualClock(0);
  const laneOf = (item: string) => item.split(' ')[0] ?? '';
  const active = new Set<string>();
  const begun: string[] = [];
  let most = 0;
  await inLanes(items, laneOf, width, async (item) => {
    expect([...active].map(laneOf)).not.toContain(laneOf(item));
    active.add(item);
    begun.push(item);
    most = Math.max(most, active.size);
    await clock.sleep(1_000);
    active.delete(item);
  });
  return { begun, most, seconds: clock.now() / 1_000 };
}

test('everything is done once, and of one lane one after the other, in order', async () => {
  const items = ['a 1', 'b 1', 'a 2', 'c 1', 'a 3', 'b 2'];
  const { begun } = await work(items, 2);
  expect([...begun].sort()).toEqual([...items].sort());
  expect(begun.filter((item) => item.startsWith('a'))).toEqual(['a 1', 'a 2', 'a 3']);
});

test('as many are worked on as are allowed, and not more', async () => {
  const items = Array.from({ length: 40 }, (_, i) => `${i} 1`);
  expect(await work(items, 10)).toMatchObject({ most: 10, seconds: 4 });
});

test('the longest lane goes first, so that it is not left over', async () => {
  const short = Array.from({ length: 12 }, (_, i) => `${i} 1`);
  const long = [1, 2, 3, 4].map((i) => `long ${i}`);
  expect(await work([...short, ...long], 4)).toMatchObject({ seconds: 4 });
});

test('one lane alone is worked through', async () => {
  expect(await work(['a 1', 'a 2', 'a 3'], 5)).toMatchObject({ most: 1, seconds: 3 });
});

test('nothing to do is done at once', async () => {
  expect(await work([], 5)).toEqual({ begun: [], most: 0, seconds: 0 });
});
