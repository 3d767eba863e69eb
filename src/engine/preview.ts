import type { AwsReader } from '../aws/clients.ts';
import { decide } from './decide.ts';
import type { EngineEvent } from './events.ts';
import type { Item, Plan } from './plan.ts';
import type { Action, Actions, AnyStep, Fields, Found, Key, Needs, Planned, State, StepId } from './step.ts';

/** The steps in the order of the written guide; each builds on earlier ones only. */
export type Guide = readonly AnyStep[];

/** What one step found, and what is to be done about it. */
export interface Look {
  readonly states: ReadonlyMap<Key, State>;
  readonly actions: Actions;
}
export type Looks = ReadonlyMap<StepId, Look>;

export interface Preview {
  readonly plan: Plan;
  readonly looks: Looks;
}

/**
 * Looks at everything and plans, writing nothing. Each read starts as soon as what it needs is known.
 *
 * @throws Problem of the first step, in guide order, that could not be read: half a plan is none
 */
export async function preview(guide: Guide, aws: AwsReader, emit: (event: EngineEvent) => void): Promise<Preview> {
  const started = new Map<StepId, Promise<Look>>();
  for (const step of guide) {
    // Told where it is waited for, which may never come to pass.
    step.ready?.catch(() => undefined);
    const afterNeeds = async (): Promise<Look> => {
      const needed = needsOf(step).map(async (need) => [need.id, await started.get(need.id)] as const);
      const known = new Map(await Promise.all(needed)) as Map<StepId, Look>;
      await step.ready;
      emit({ type: 'looking', step: step.id });
      const look = await lookAt(step, aws, known, async (id) => (await started.get(id))?.actions ?? NOTHING);
      emit({ type: 'looked', step: step.id });
      return look;
    };
    started.set(step.id, afterNeeds());
  }
  await Promise.allSettled(started.values());
  const looks = new Map<StepId, Look>();
  for (const [id, look] of started) looks.set(id, await look);
  return { plan: planOf(guide, looks), looks };
}

/** Nothing is about to happen. */
export const NOTHING: Actions = new Map();

/** Reads one step and decides about everything it wants. */
export async function lookAt(
  step: AnyStep,
  aws: AwsReader,
  known: Looks,
  planned: Planned,
  keys: ReadonlySet<Key> = new Set(step.want.keys()),
): Promise<Look> {
  const found = foundBy(step, known);
  const states: ReadonlyMap<Key, State> = found === undefined ? new Map() : await step.read(aws, found, keys, planned);
  return { states, actions: actionsOf(step, states, known) };
}

export function actionsOf(step: AnyStep, states: ReadonlyMap<Key, State>, known: Looks): Map<Key, Action> {
  const keys = [...step.want.keys()] as Key[];
  return new Map(keys.map((key) => [key, decide(step, wantedOf(step, key, states.get(key), known), states.get(key))]));
}

/** What is wanted of one thing, as far as it is known by now. */
export function wantedOf(step: AnyStep, key: Key, state: State | undefined, known: Looks): Fields {
  const found = step.also === undefined ? undefined : foundBy(step, known);
  return { ...step.want.get(key), ...(found === undefined ? {} : step.also?.(found, key, state)) };
}

export function needsOf(step: AnyStep): AnyStep[] {
  return Object.values(step.needs as Needs);
}

/** What a step gets to see of its needs; undefined while a single one of them does not exist. */
export function foundBy(step: AnyStep, known: Looks): Found<Needs> | undefined {
  const found: Record<string, unknown> = {};
  for (const [name, need] of Object.entries(step.needs as Needs)) {
    const states = known.get(need.id)?.states ?? new Map<Key, State>();
    const [only] = states.values();
    if (need.single && only === undefined) return undefined;
    found[name] = need.single ? only : states;
  }
  return found as Found<Needs>;
}

/** The plan, in guide order. */
export function planOf(guide: Guide, looks: Looks): Plan {
  const items = guide.flatMap((step) =>
    [...(looks.get(step.id)?.actions ?? [])]
      .filter(([, action]) => !(step.quiet && action.kind === 'same'))
      .map(([key, action]) => itemOf(step, key, action, looks)),
  );
  const leftAlone = guide.flatMap((step) =>
    [...(looks.get(step.id)?.states.keys() ?? [])]
      .filter((key) => !step.want.has(key))
      .map((key) => ({ step: step.id, key })),
  );
  return { items, leftAlone };
}

function itemOf(step: AnyStep, key: Key, action: Action, looks: Looks): Item {
  const item = { step: step.id, key, action };
  const { partOf } = step;
  if (partOf === undefined || action.kind === 'manual') return item;
  const parents = looks.get(partOf)?.actions;
  const parent = parents?.get(key) ?? (parents?.size === 1 ? [...parents.values()][0] : undefined);
  return parent === undefined || parent.kind === 'same' ? item : { ...item, partOf };
}
