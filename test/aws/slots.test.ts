import { expect, test } from 'vitest';
import { type Slot, Slots } from '../../src/aws/slots.ts';
import { virtualClock } from '../helpers/clock.ts';

/** Takes slots for requests, of which the server has at most `allowed` under way, and gives what that led to. */
async function request(slots: Slots, clock: ReturnType<typeof virtualClock>, count: number, allowed: number) {
  let underWay = 0;
  let most = 0;
  let refused = 0;
  const one = async (): Promise<void> => {
    const slot = await slots.take();
    await clock.sleep(10);
    if (underWay >= allowed) {
      refused += 1;
      slot.refused();
      await clock.sleep(500);
      return one();
    }
    underWay += 1;
    most = Math.max(most, underWay);
    await clock.sleep(4_000);
    underWay -= 1;
    slot.free();
  };
  const started = clock.now();
  await Promise.all(Array.from({ length: count }, one));
  return { most, refused, seconds: (clock.now() - started) / 1_000 };
}

test('as many requests are under way as AWS allows, and none is refused', async () => {
  const clock = virtualClock();
  const { most, refused } = await request(new Slots(clock, 15), clock, 60, 15);
  expect({ most, refused }).toEqual({ most: 15, refused: 0 });
});

test('fewer that are allowed are found by being refused once for each', async () => {
  const clock = virtualClock();
  const { most, refused, seconds } = await request(new Slots(clock, 15), clock, 100, 10);
  expect({ most, refused }).toEqual({ most: 10, refused: 5 });
  expect(seconds).toBeLessThan(10 * 4.02 + 1);
});

/** As many as there are now. */
async function taken(slots: Slots): Promise<Slot[]> {
  const got: Slot[] = [];
  for (let i = 0; i < 20; i++) void slots.take().then((slot) => got.push(slot));
  await new Promise((resolve) => setImmediate(resolve));
  return got;
}

test('one more is tried now and then, for somebody else may have used the others up', async () => {
  const clock = virtualClock();
  const slots = new Slots(clock, 4);
  await request(slots, clock, 8, 2);
  await clock.sleep(121_000);
  expect(await taken(slots)).toHaveLength(3);
});

test('a slot that is freed twice is one slot', async () => {
  const slots = new Slots(virtualClock(), 1);
  const first = await slots.take();
  first.free();
  first.free();
  expect(await taken(slots)).toHaveLength(1);
});

test('a request that is refused while few are under way says that there is room for no more than those', async () => {
  const slots = new Slots(virtualClock(), 15);
  await slots.take();
  const second = await slots.take();
  second.refused();
  expect(await taken(slots)).toHaveLength(0);
});
