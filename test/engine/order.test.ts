import { expect, test } from 'vitest';
import type { EngineEvent } from '../../src/engine/events.ts';
import { inGuideOrder } from '../../src/engine/order.ts';
import type { StepId } from '../../src/engine/step.ts';

function telling() {
  const told: string[] = [];
  const order = inGuideOrder(['group', 'user', 'membership'], (event) => {
    if (event.type === 'looking') told.push(event.step);
  });
  const tell = (step: StepId) => order.tell(step, { type: 'looking', step } satisfies EngineEvent);
  return { told, tell, ended: order.ended };
}

test('what happens in the first step is told at once, what happens in later ones when it is their turn', () => {
  const { told, tell, ended } = telling();
  tell('user');
  tell('group');
  expect(told).toEqual(['group']);
  ended('group');
  expect(told).toEqual(['group', 'user']);
  tell('user');
  expect(told).toEqual(['group', 'user', 'user']);
});

test('steps that have ended before their turn are told whole, in guide order', () => {
  const { told, tell, ended } = telling();
  tell('membership');
  tell('user');
  ended('membership');
  ended('user');
  expect(told).toEqual([]);
  tell('group');
  ended('group');
  expect(told).toEqual(['group', 'user', 'membership']);
});

test('what happens in one step is told in the order in which it happened', () => {
  const told: string[] = [];
  const order = inGuideOrder(['group', 'user'], (event) =>
    told.push(event.type === 'written' ? event.key : event.type),
  );
  for (const key of ['kim', 'lee', 'park']) order.tell('user', { type: 'written', step: 'user', key });
  order.ended('group');
  expect(told).toEqual(['kim', 'lee', 'park']);
});
