import { expect, test } from 'vitest';
import { countPlan, type Item } from '../../src/engine/plan.ts';
import { type Looks, planOf } from '../../src/engine/preview.ts';
import type { Action, AnyStep, State, StepId } from '../../src/engine/step.ts';

const SAME: Action = { kind: 'same' };
const CREATE: Action = { kind: 'create', want: {} };
const CHANGE: Action = { kind: 'change', drift: [] };
const MANUAL: Action = { kind: 'manual', url: 'https://console.aws.amazon.com' };

/** A step of which only what a plan is made of matters. */
function aStep(id: StepId, want: readonly string[], more: Partial<AnyStep> = {}): AnyStep {
  const wanted = new Map(want.map((key) => [key, {}]));
  return { id, needs: {}, want: wanted, read: async () => new Map(), create: 'implied', ...more } as AnyStep;
}

function looksOf(all: Partial<Record<StepId, { actions: Record<string, Action>; seen?: readonly string[] }>>): Looks {
  return new Map(
    Object.entries(all).map(([id, { actions, seen = [] }]) => {
      const states = new Map<string, State>(seen.map((key) => [key, { fields: {} }]));
      return [id as StepId, { states, actions: new Map(Object.entries(actions)) }];
    }),
  );
}

test('a plan has every thing that is wanted, and names what was seen besides', () => {
  const guide = [aStep('group', ['A', 'B']), aStep('user', ['kim'])];
  const looks = looksOf({
    group: { actions: { A: SAME, B: CREATE }, seen: ['A', 'Others'] },
    user: { actions: { kim: CHANGE } },
  });
  expect(planOf(guide, looks)).toEqual({
    items: [
      { step: 'group', key: 'A', action: SAME },
      { step: 'group', key: 'B', action: CREATE },
      { step: 'user', key: 'kim', action: CHANGE },
    ],
    leftAlone: [{ step: 'group', key: 'Others' }],
  });
});

test('a quiet step has a line only where there is something to do', () => {
  const guide = [aStep('provisioning', ['A', 'B'], { quiet: true })];
  const { items } = planOf(guide, looksOf({ provisioning: { actions: { A: SAME, B: CHANGE } } }));
  expect(items).toEqual([{ step: 'provisioning', key: 'B', action: CHANGE }]);
});

test.each([
  ['of the like-named thing that is created', { A: CREATE, B: SAME }, CHANGE, 'permissionSet'],
  ['of the like-named thing that is changed', { A: CHANGE, B: SAME }, CHANGE, 'permissionSet'],
  ['of nothing where that one is in order', { A: SAME, B: CREATE }, CHANGE, undefined],
  ['of nothing where it is a step of a person', { A: CREATE, B: SAME }, MANUAL, undefined],
  ['of the only one there is, whatever its name', { Other: CREATE }, CHANGE, 'permissionSet'],
  ['of nothing where there are several of other names', { Other: CREATE, B: CREATE }, CHANGE, undefined],
])('a part is told as one %s', (_how, parents: Record<string, Action>, action, partOf) => {
  const guide = [
    aStep('permissionSet', Object.keys(parents)),
    aStep('provisioning', ['A'], { partOf: 'permissionSet' }),
  ];
  const { items } = planOf(
    guide,
    looksOf({ permissionSet: { actions: parents }, provisioning: { actions: { A: action } } }),
  );
  expect(items.at(-1)).toEqual({ step: 'provisioning', key: 'A', action, ...(partOf === undefined ? {} : { partOf }) });
});

test('parts are not counted beside the things that they belong to', () => {
  const items: Item[] = [
    { step: 'permissionSet', key: 'A', action: CHANGE },
    { step: 'provisioning', key: 'A', action: CHANGE, partOf: 'permissionSet' },
    { step: 'provisioning', key: 'B', action: CHANGE },
  ];
  expect(countPlan(items)).toEqual({ create: 0, change: 2, same: 0, manual: 0 });
});
