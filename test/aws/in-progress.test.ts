import { describe, expect, test } from 'vitest';
import { InProgress } from '../../src/aws/in-progress.ts';
import { Problem, Stopped } from '../../src/problem.ts';
import { virtualClock } from '../helpers/clock.ts';

const FIVE_MINUTES = 300_000;

/** A server where requests take that long, and what it was asked. */
function server(takesMs: number, options: { canTell?: boolean; signal?: AbortSignal } = {}) {
  const clock = virtualClock(0);
  const inProgress = new InProgress(clock, options.signal);
  const ends = new Map<string, number>();
  const asked: number[] = [];
  const ask = async () => {
    await clock.sleep(40);
    const inProgress = new Set([...ends].filter(([, at]) => clock.now() < at).map(([id]) => id));
    await clock.sleep(40);
    if (asked.push(clock.now()) > 1_000) throw new Error('asked without end');
    return options.canTell === false ? undefined : inProgress;
  };
  const run = async (id: string, takes = takesMs) => {
    const since = clock.now();
    ends.set(id, since + takes);
    const isOver = await inProgress.over(id, { since, until: since + FIVE_MINUTES }, ask);
    if (isOver) inProgress.ended(since);
    return { isOver, after: clock.now() - since };
  };
  return { clock, asked, run };
}

describe('requests that AWS works on', () => {
  test('are asked about together, and are over soon after their end', async () => {
    const { asked, run } = server(4_000);
    const ends = await Promise.all(Array.from({ length: 10 }, (_, i) => run(`${i}`)));
    for (const { isOver, after } of ends) {
      expect(isOver).toBe(true);
      expect(after).toBeGreaterThanOrEqual(4_000);
      expect(after).toBeLessThan(4_600);
    }
    expect(asked.length).toBeLessThan(25);
  });

  test('are asked about when an end is due, once it is known how long they take', async () => {
    const { asked, run } = server(4_000);
    await run('first');
    const before = asked.length;
    const { after } = await run('second');
    expect(after).toBeLessThan(4_200);
    expect(asked.length - before).toBeLessThanOrEqual(3);
  });

  test('are over each by itself', async () => {
    const { run } = server(4_000);
    const [short, long] = await Promise.all([run('short'), run('long', 20_000)]);
    expect(short.after).toBeLessThan(4_600);
    expect(long.after).toBeGreaterThanOrEqual(20_000);
  });

  test('are asked about when the fastest could have ended, however long others took', async () => {
    const { run } = server(3_000);
    await run('fast');
    await run('slow', 60_000);
    const { after } = await run('another');
    expect(after).toBeLessThan(3_200);
  });

  test('may begin while AWS is being asked: that answer does not know them', async () => {
    const { clock, run } = server(4_000);
    const first = run('first');
    await clock.sleep(180);
    const { isOver, after } = await run('second');
    expect(isOver).toBe(true);
    expect(after).toBeGreaterThanOrEqual(4_000);
    await first;
  });

  test('are given back to be asked about one by one where nobody can tell about all', async () => {
    const { run } = server(4_000, { canTell: false });
    expect(await run('one')).toEqual({ isOver: false, after: 200 });
  });

  test('are given back when they never end', async () => {
    const { run } = server(Number.POSITIVE_INFINITY);
    const { isOver, after } = await run('one');
    expect(isOver).toBe(false);
    expect(after).toBeGreaterThanOrEqual(FIVE_MINUTES);
    expect(after).toBeLessThan(FIVE_MINUTES + 4_200);
  });

  test('are asked about the less often the longer they take, whatever else is going on', async () => {
    const { asked, run, clock } = server(60_000);
    await run('one');
    const inTheLastSeconds = asked.filter((at) => at > clock.now() - 10_000);
    expect(inTheLastSeconds.length).toBeLessThan(8);
  });
});

test('two of the same name, as only a broken server has them, both end', async () => {
  const inProgress = new InProgress(virtualClock(0), undefined);
  const times = { since: 0, until: FIVE_MINUTES };
  const waiting = ['same', 'same'].map((id) => inProgress.over(id, times, async () => new Set()));
  expect(await Promise.all(waiting)).toEqual([true, true]);
});

test('what is in the way of asking reaches everybody who waits, and the next one asks anew', async () => {
  const clock = virtualClock(0);
  const inProgress = new InProgress(clock, undefined);
  const times = { since: 0, until: FIVE_MINUTES };
  const fails = async () => Promise.reject(new Problem('network'));
  const waiting = ['a', 'b'].map((id) => inProgress.over(id, times, fails));
  for (const one of waiting) await expect(one).rejects.toThrow(Problem);
  expect(await inProgress.over('c', times, async () => new Set())).toBe(true);
});

test('a person who stops ends the waiting', async () => {
  const stop = new AbortController();
  const { run } = server(4_000, { signal: stop.signal });
  const waiting = run('one');
  stop.abort(new Stopped());
  await expect(waiting).rejects.toThrow(Stopped);
});
