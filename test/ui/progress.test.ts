import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import type { EngineEvent } from '../../src/engine/events.ts';
import type { Item, Plan } from '../../src/engine/plan.ts';
import type { Waiting } from '../../src/problem.ts';
import { Progress, paceText } from '../../src/ui/progress.ts';
import { acme, aScreen, Kept, look } from './fixtures.ts';

const items = Array.from({ length: 400 }, (_, i): Item => {
  return { step: 'assignment', key: `Engineers, ReadOnly, ${i}`, action: { kind: 'create', want: {} } };
});
const plan: Plan = { items, leftAlone: [] };
const about = { identity: acme, region: 'us-east-1', dryRun: false };

type Told = EngineEvent | Waiting;
const doing = (i: number): Told => ({ type: 'doing', ...(items[i] as Item) });
const written = (i: number): Told => ({ type: 'written', step: 'assignment', key: items[i]?.key ?? '' });
const finished = (i: number): Told => ({
  type: 'finished',
  result: { ...(items[i] as Item), outcome: { kind: 'done' } },
});

/** A progress with a clock that the test turns. */
function aProgress(of: Plan = plan) {
  let now = 0;
  const progress = new Progress(() => now);
  progress.planned(of);
  return {
    /** What is said after an event at this second. */
    at(second: number, event: Told): string | undefined {
      now = second * 1_000;
      const pace = progress.after(event);
      return pace && paceText(look(), pace);
    },
  };
}

describe('long work', () => {
  test('has a count, and a rate and the time left as soon as there is something to go by', () => {
    const { at } = aProgress();
    expect(at(0, doing(0))).toBe('Assignment  0 of 400');
    for (let i = 0; i < 4; i++) at(2, written(i));
    expect(at(3, written(4))).toBe('Assignment  5 of 400');
    for (let i = 5; i < 9; i++) at(4, written(i));
    expect(at(4, written(9))).toBe('Assignment  10 of 400, 2.5 a second, about 2:36 left');
  });

  test('counts a thing once, whether it was written, finished or both', () => {
    const { at } = aProgress();
    at(0, doing(0));
    at(1, written(0));
    at(1, finished(0));
    expect(at(2, finished(1))).toBe('Assignment  2 of 400');
  });

  test('goes by the last half minute: a rate neither jumps nor clings to what was', () => {
    const { at } = aProgress();
    at(0, doing(0));
    let i = 0;
    for (let second = 1; second <= 30; second++) for (let n = 0; n < 4; n++) at(second, written(i++));
    expect(at(30, doing(i))).toBe('Assignment  120 of 400, 4.0 a second, about 1:10 left');
    const rates: string[] = [];
    for (let second = 31; second <= 75; second++) rates.push(at(second, written(i++)) ?? '');
    expect(rates[0]).toContain('3.9 a second');
    expect(rates.at(-1)).toContain('1.0 a second');
  });

  test('slows down when nothing happens, and has no rate at all after half a minute of it', () => {
    const { at } = aProgress();
    at(0, doing(0));
    for (let i = 0; i < 20; i++) at(5, written(i));
    expect(at(10, doing(20))).toContain('2.0 a second');
    expect(at(30, doing(21))).toContain('0.7 a second');
    expect(at(40, doing(22))).toBe('Assignment  20 of 400');
  });

  test('that is told all at once, when its turn comes, says nothing of its pace', () => {
    const { at } = aProgress();
    for (let i = 0; i < 100; i++) at(60, finished(i));
    expect(at(60, doing(100))).toBe('Assignment  100 of 400');
    for (let i = 100; i < 105; i++) at(65, finished(i));
    expect(at(65, doing(105))).toBe('Assignment  105 of 400, 1.0 a second, about 4:55 left');
  });

  test('is none when there are few things', () => {
    expect(aProgress({ items: items.slice(0, 9), leftAlone: [] }).at(0, doing(0))).toBeUndefined();
  });

  test('of reading has a count, too, with or without an end', () => {
    const { at } = aProgress();
    const reading = (done: number, of?: number): Told => {
      return { id: 'reading', step: 'permissionSet', done, ...(of === undefined ? {} : { of }) };
    };
    at(0, reading(0, 3_500));
    expect(at(10, reading(180, 3_500))).toBe('Looking at permission sets  180 of 3500, 18 a second, about 3:04 left');
    expect(aProgress().at(0, { id: 'reading', step: 'user', done: 300 })).toBe('Looking at users  300');
  });

  test('leaves the rate out where a line is too narrow for it', () => {
    const pace = {
      step: 'permissionSet',
      what: 'reading',
      done: 180,
      of: 3_500,
      perSecond: 18,
      leftMs: 184_000,
    } as const;
    expect(paceText(look('en', 60), pace)).toBe('Looking at permission sets  180 of 3500, about 3:04 left');
  });
});

describe('a log', () => {
  test('has a line every ten seconds, and none for short work', () => {
    let now = 0;
    const { screen, stdout } = aScreen({ mode: 'plain', now: () => now });
    screen.plan(plan, about);
    const before = stdout.lines.length;
    for (let i = 0; i < 60; i++) {
      now = i * 400;
      screen.event(doing(i));
      screen.event(written(i));
    }
    expect(stdout.lines.slice(before)).toEqual([
      'progress  assignment      25/400  2.4/s  2:36 left',
      'progress  assignment      50/400  2.4/s  2:23 left',
    ]);
  });
});

test('JSON has nothing of it', () => {
  const { screen, stdout, stderr } = aScreen({ mode: 'json' });
  screen.plan(plan, about);
  for (let i = 0; i < 100; i++) for (const event of [doing(i), written(i), finished(i)]) screen.event(event);
  expect(stdout.text + stderr.text).toBe('');
});

describe('a terminal', () => {
  const apply = (isTTY: boolean) => {
    // What a terminal's stream can do besides.
    const still = { cursorTo: () => true, clearLine: () => true, moveCursor: () => true };
    const [stdout, stderr] = [new Kept({ isTTY }), Object.assign(new Kept({ isTTY }), still)];
    let now = 0;
    const at = (ms: number) => {
      now = ms;
    };
    const { screen } = aScreen({ stdin: new PassThrough(), stdout, stderr, now: () => now, env: { NO_COLOR: '1' } });
    screen.plan(plan, about);
    return { screen, stdout, stderr, at };
  };

  test('shows one line that moves, drawn at most five times a second however much happens', async () => {
    vi.useFakeTimers();
    try {
      const { screen, stderr, at } = apply(true);
      screen.event(doing(0));
      await vi.dynamicImportSettled();
      const drawn = () => stripVTControlCharacters(stderr.text).match(/Assignment {2}\d+ of 400/g) ?? [];
      const first = drawn().length;
      for (let i = 1; i <= 100; i++) {
        at(i * 100);
        for (const event of [doing(i), written(i)]) screen.event(event);
        vi.advanceTimersByTime(100);
      }
      expect(drawn().length - first).toBe(50);
      expect(drawn().at(-1)).toBe('Assignment  100 of 400');
      screen.close();
    } finally {
      vi.useRealTimers();
    }
  });

  test('that is none has no escape codes, and nothing that moves', () => {
    const { screen, stdout, stderr } = apply(false);
    for (let i = 0; i < 400; i++) for (const event of [doing(i), written(i), finished(i)]) screen.event(event);
    screen.close();
    expect(stderr.text).toBe('');
    expect(stdout.text).not.toContain('\u001b');
    expect(stdout.text).toContain('Engineers, ReadOnly, 400 accounts');
  });
});
