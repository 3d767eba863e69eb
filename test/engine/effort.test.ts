import { describe, expect, test } from 'vitest';
import { Effort } from '../../src/engine/effort.ts';
import type { Action } from '../../src/engine/step.ts';
import { Problem } from '../../src/problem.ts';

const SECONDS = 1_000;
const lost = new Problem('network', {}, { unsure: true });
const create: Action = { kind: 'create', want: { description: 'x' } };
const policies = (...missing: string[]): Action => ({
  kind: 'change',
  drift: [{ field: 'managedPolicies', from: ['A'], to: ['A', ...missing] }],
});

/** Writes, loses the answer, and looks until it may be written again, or is given up. */
function tryOnce(effort: Effort, now: number, seen: Action): number {
  effort.lost(now, lost);
  effort.looked(seen, now + 1 * SECONDS);
  expect(effort.due).toBe(false);
  effort.looked(seen, now + 11 * SECONDS);
  expect(effort.due).toBe(true);
  return now + 11 * SECONDS;
}

describe('a write whose answer got lost', () => {
  test('is sent again when AWS has had time and does not show it, six times in all', () => {
    const effort = new Effort(create, false);
    let now = 0;
    for (let times = 0; times < 5; times++) now = tryOnce(effort, now, create);
    effort.lost(now, lost);
    expect(() => effort.looked(create, now + 11 * SECONDS)).toThrow(lost);
  });

  test('is not given up as long as a little more is there each time', () => {
    const left = ['B', 'C', 'D', 'E', 'F', 'G', 'H'];
    const effort = new Effort(create, false);
    let now = tryOnce(effort, 0, policies(...left));
    while (left.length > 1) {
      left.shift();
      now = tryOnce(effort, now, policies(...left));
    }
    for (let times = 0; times < 5; times++) now = tryOnce(effort, now, policies(...left));
    effort.lost(now, lost);
    expect(() => effort.looked(policies(...left), now + 11 * SECONDS)).toThrow(lost);
  });

  test('is one try, however often AWS says afterwards that it failed', () => {
    const effort = new Effort(create, true);
    let now = 0;
    for (let times = 0; times < 5; times++) {
      effort.written(now);
      // As AWS tells later, and again, of what it has done in the background.
      effort.lost(now + 10 * SECONDS, lost);
      effort.lost(now + 20 * SECONDS, lost);
      now += 90 * SECONDS;
      effort.looked(create, now);
      expect(effort.due).toBe(true);
    }
    effort.written(now);
    effort.lost(now, lost);
    expect(() => effort.looked(create, now + 90 * SECONDS)).toThrow(lost);
  });
});

test('a write that was answered is not sent twice, and is not waited for without end', () => {
  const effort = new Effort(create, false);
  effort.written(0);
  effort.looked(create, 179 * SECONDS);
  expect(effort.due).toBe(false);
  expect(() => effort.looked(create, 181 * SECONDS)).toThrow(expect.objectContaining({ id: 'notShown' }));
});

test('a change that was answered is not sent again while AWS does not show it; with more to change it is', () => {
  const change = (...fields: string[]): Action => ({
    kind: 'change',
    drift: fields.map((field) => ({ field, from: undefined, to: 'x' })),
  });
  const effort = new Effort(change('description'), false);
  effort.written(0);
  effort.looked(change('description'), 5 * SECONDS);
  expect(effort.due).toBe(false);
  effort.looked(change('description', 'relayState'), 6 * SECONDS);
  expect(effort.due).toBe(true);
});

test('AWS was asked for a thing when it has answered, not when its answer got lost', () => {
  const effort = new Effort(create, false);
  expect(effort.asked).toBe(false);
  effort.lost(0, lost);
  expect(effort.asked).toBe(false);
  effort.looked(create, 11 * SECONDS);
  effort.written(11 * SECONDS);
  expect(effort.asked).toBe(true);
});

test('a name that AWS says is taken, and never shows, is told in the words of AWS', () => {
  const taken = new Problem('alreadyExists', {}, { unsure: true });
  const effort = new Effort(create, false);
  effort.existed(0, taken);
  effort.looked(create, 179 * SECONDS);
  expect(effort.due).toBe(false);
  expect(() => effort.looked(create, 181 * SECONDS)).toThrow(taken);
});

test('what AWS does in the background may take a minute to come to light, and five to show', () => {
  const effort = new Effort(create, true);
  effort.lost(0, lost);
  effort.looked(create, 59 * SECONDS);
  expect(effort.due).toBe(false);
  effort.looked(create, 61 * SECONDS);
  expect(effort.due).toBe(true);
  effort.written(61 * SECONDS);
  effort.looked(create, 360 * SECONDS);
  expect(() => effort.looked(create, 362 * SECONDS)).toThrow(expect.objectContaining({ facts: { minutes: '5' } }));
});
