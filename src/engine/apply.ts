import type { Aws } from '../aws/clients.ts';
import { Problem, Stopped } from '../problem.ts';
import { sideBySide } from '../side-by-side.ts';
import { Effort } from './effort.ts';
import type { EngineEvent } from './events.ts';
import { inLanes } from './lanes.ts';
import { inGuideOrder } from './order.ts';
import type { Outcome, Result } from './plan.ts';
import {
  actionsOf,
  foundBy,
  type Guide,
  type Look,
  lookAt,
  NOTHING,
  needsOf,
  type Preview,
  planOf,
  wantedOf,
} from './preview.ts';
import type { Action, AnyStep, Fields, Key, Planned, StepId } from './step.ts';

export interface ApplyOptions {
  readonly aws: Aws;
  readonly emit: (event: EngineEvent) => void;
  /** How long a person may take for a step that everything waits for; milliseconds. */
  readonly waitMs: number;
  /** Stays with a person who does such a step. Without it nobody is there, and AWS is looked at every five seconds. */
  readonly attend?: (waiting: { step: StepId; key: Key; url: string; untilMs: number }) => Attendance;
}

/** Somebody who is at a step that AWS has no API for. */
export interface Attendance {
  /** What they want within `ms` milliseconds: a look, which is also what the end of that time means, or to leave it. */
  next(ms: number): Promise<unknown>;
  /** Settles when they want to leave: a look that takes long is then not waited for. */
  readonly left: Promise<undefined>;
  /** AWS was looked at, and does not show it yet. */
  looked(): void;
  close(): Promise<void>;
}

export interface Applied {
  readonly results: readonly Result[];
  /** What AWS showed at the end. */
  readonly looks: ReadonlyMap<StepId, Look>;
}

/**
 * Does what was previewed, each step as soon as the steps that it needs are done, and looks again after every write
 * until AWS shows it. What fails stops only what builds on it. Success is what was read back, never what an answer said.
 * It is told in guide order.
 */
export async function apply(guide: Guide, seen: Preview, options: ApplyOptions): Promise<Applied> {
  const telling = inGuideOrder(
    guide.map((step) => step.id),
    options.emit,
  );
  const run = new Run(seen, { ...options, emit: telling.tell });
  for (const step of guide)
    run
      .start(step)
      .finally(() => telling.ended(step.id))
      .catch(() => undefined);
  const planned = new Map(planOf(guide, seen.looks).items.map((item) => [`${item.step} ${item.key}`, item]));
  const results: Result[] = [];
  for (const step of guide) {
    const done = await run.ended(step.id);
    for (const key of step.want.keys() as Iterable<Key>) {
      const one = done.get(key);
      if (one === undefined) throw new Error(`${step.id} ${key} was forgotten`);
      const { action, outcome } = one;
      if (step.quiet && action.kind === 'same') continue;
      const partOf =
        planned.get(`${step.id} ${key}`)?.partOf ??
        (step.quiet && run.touched(step.partOf, key) ? step.partOf : undefined);
      results.push({ step: step.id, key, action, outcome, ...(partOf === undefined ? {} : { partOf }) });
    }
  }
  return { results, looks: run.looks };
}

/** How long work may go on before AWS is looked at for what has been written so far; milliseconds. */
const LOOK_EVERY = 5_000;
const SIDE_BY_SIDE = 16;

interface Done {
  /** What was done, or was to be done. */
  readonly action: Action;
  readonly outcome: Outcome;
}

interface RunOptions extends Omit<ApplyOptions, 'emit'> {
  readonly emit: (step: StepId, event: EngineEvent) => void;
}

class Run {
  /** What is known now: the preview at first, then what later looks showed. */
  readonly looks: Map<StepId, Look>;
  readonly #seen: Preview;
  readonly #options: RunOptions;
  /** Steps whose things are other than previewed; what builds on them is looked at again. */
  readonly #changed = new Set<StepId>();
  readonly #done = new Map<StepId, Map<Key, Done>>();
  readonly #ended = new Map<StepId, Promise<ReadonlyMap<Key, Done>>>();

  constructor(seen: Preview, options: RunOptions) {
    this.#seen = seen;
    this.#options = options;
    this.looks = new Map(seen.looks);
  }

  touched(step: StepId | undefined, key: Key): boolean {
    const done = step === undefined ? undefined : this.#done.get(step)?.get(key);
    return done?.action.kind === 'create' || done?.action.kind === 'change';
  }

  /** Carries the step out when everything that it needs is. */
  start(step: AnyStep): Promise<unknown> {
    const afterNeeds = async () => {
      for (const need of needsOf(step)) await this.ended(need.id);
      return this.#carryOut(step);
    };
    const ended = afterNeeds();
    this.#ended.set(step.id, ended);
    return ended;
  }

  /** What was done of a step, in the end. */
  async ended(id: StepId): Promise<ReadonlyMap<Key, Done>> {
    return (await this.#ended.get(id)) ?? new Map();
  }

  async #carryOut(step: AnyStep): Promise<Map<Key, Done>> {
    const done = new Map<Key, Done>();
    this.#done.set(step.id, done);
    try {
      const look = await this.#lookAgainIfNeeded(step);
      for (const id of step.follows ?? []) await this.ended(id);
      await this.#settle(step, look, done);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Stopped)) throw error;
      for (const [key, action] of this.looks.get(step.id)?.actions ?? []) {
        if (!done.has(key)) this.#finish(step, done, key, action, outcomeOf(error));
      }
    }
    return done;
  }

  /** The preview is still true, unless something that this step builds on is written. */
  async #lookAgainIfNeeded(step: AnyStep): Promise<Look> {
    const before = this.looks.get(step.id) ?? { states: new Map(), actions: new Map() };
    const needed = needsOf(step).some((need) => this.#changed.has(need.id));
    if (!needed && !(step.follows ?? []).some((id) => this.#hasWork(id))) return before;
    const planned: Planned = async (id) => {
      await this.ended(id);
      return this.#actionsTaken(id);
    };
    const look = await lookAt(step, this.#options.aws.reader, this.looks, planned);
    this.looks.set(step.id, look);
    if (look.states.size > before.states.size) this.#changed.add(step.id);
    return look;
  }

  #hasWork(id: StepId): boolean {
    return [...(this.#seen.looks.get(id)?.actions.values() ?? [])].some(({ kind }) => kind !== 'same');
  }

  /** What was done to the things of a step, and what is still to be done: all that did not fail. */
  #actionsTaken(id: StepId): Map<Key, Action> {
    const done = this.#done.get(id);
    const planned = this.#seen.looks.get(id)?.actions ?? NOTHING;
    const keys = [...planned.keys()].filter((key) => !isBroken(done?.get(key)?.outcome));
    return new Map(keys.map((key) => [key, done?.get(key)?.action ?? (planned.get(key) as Action)]));
  }

  async #settle(step: AnyStep, look: Look, done: Map<Key, Done>): Promise<void> {
    const open = new Map<Key, Effort>();
    for (const [key, action] of look.actions) {
      const blockedBy = action.kind === 'same' ? undefined : this.#blockedBy(step, key);
      if (blockedBy !== undefined) this.#finish(step, done, key, action, { kind: 'blocked', by: blockedBy });
      else if (action.kind === 'same') this.#finish(step, done, key, action, { kind: 'same' });
      else if (action.kind !== 'manual') open.set(key, new Effort(action, step.background ?? false));
      else if (step.single && !look.states.has(key)) await this.#waitForPerson(step, key, action, done);
      else this.#finish(step, done, key, action, { kind: 'manual' });
    }
    try {
      for (let wait = 0; open.size > 0; wait = Math.min(5_000, wait * 1.6 || 500)) {
        if (wait > 0) await this.#options.aws.reader.clock.sleep(wait, this.#options.aws.reader.signal);
        await this.#writeWhatIsDue(step, open, done);
        await this.#lookAtOpen(step, open, new Set(open.keys()), done);
      }
    } catch (error) {
      for (const [key, effort] of open) this.#finish(step, done, key, effort.first, outcomeOf(error, effort.asked));
    }
  }

  async #writeWhatIsDue(step: AnyStep, open: Map<Key, Effort>, done: Map<Key, Done>): Promise<void> {
    const { clock } = this.#options.aws.writer;
    const due = [...open].filter(([, effort]) => effort.due);
    const laneOf = ([key]: readonly [Key, Effort]) => step.lane?.(key) ?? key;
    let lookedAt = clock.now();
    await inLanes(due, laneOf, step.sideBySide ?? SIDE_BY_SIDE, async ([key, effort]) => {
      await this.#writeOne(step, key, effort, open, done);
      if (clock.now() - lookedAt < LOOK_EVERY) return;
      lookedAt = Number.POSITIVE_INFINITY;
      await this.#lookMeanwhile(step, open, done);
      lookedAt = clock.now();
    });
  }

  async #writeOne(step: AnyStep, key: Key, effort: Effort, open: Map<Key, Effort>, done: Map<Key, Done>) {
    const { clock, signal } = this.#options.aws.writer;
    try {
      if (signal?.aborted) throw new Stopped();
      this.#options.emit(step.id, { type: 'doing', step: step.id, key, action: effort.action });
      await this.#write(step, key, effort.action);
      effort.written(clock.now());
      this.#options.emit(step.id, { type: 'written', step: step.id, key });
    } catch (error) {
      if (error instanceof Problem && error.unsure) {
        if (error.id === 'alreadyExists') effort.existed(clock.now(), error);
        else effort.lost(clock.now(), error);
        return;
      }
      open.delete(key);
      this.#finish(step, done, key, effort.first, outcomeOf(error));
    }
  }

  /** Tells what is done while the rest is being written. What is in the way of that comes to light at the end, too. */
  async #lookMeanwhile(step: AnyStep, open: Map<Key, Effort>, done: Map<Key, Done>): Promise<void> {
    const written = [...open].filter(([, effort]) => !effort.due).map(([key]) => key);
    try {
      await this.#lookAtOpen(step, open, new Set(written), done);
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Stopped)) throw error;
    }
  }

  async #write(step: AnyStep, key: Key, action: Action): Promise<void> {
    const { writer } = this.#options.aws;
    const found = foundBy(step, this.looks) ?? {};
    const state = this.looks.get(step.id)?.states.get(key);
    const want: Fields = wantedOf(step, key, state, this.looks);
    this.#changed.add(step.id);
    if (action.kind === 'create' && typeof step.create === 'function') await step.create(writer, found, key, want);
    if (action.kind === 'change' && typeof step.update === 'function') {
      await step.update(writer, found, key, state, action.drift, want);
    }
  }

  /** One look at these of the things that are not settled. */
  async #lookAtOpen(step: AnyStep, open: Map<Key, Effort>, keys: ReadonlySet<Key>, done: Map<Key, Done>) {
    if (keys.size === 0) return;
    const { reader } = this.#options.aws;
    const look = await lookAt(step, reader, this.looks, async () => NOTHING, keys);
    const states = new Map(this.looks.get(step.id)?.states);
    for (const key of keys) {
      const state = look.states.get(key);
      if (state === undefined) states.delete(key);
      else states.set(key, state);
    }
    this.looks.set(step.id, { states, actions: actionsOf(step, states, this.looks) });
    const efforts = [...open].filter(([key]) => keys.has(key));
    await sideBySide(efforts, SIDE_BY_SIDE, async ([key, effort]) => {
      const action = look.actions.get(key) ?? effort.action;
      try {
        if (action.kind !== 'same') return await this.#notShown(step, key, effort, action);
        open.delete(key);
        this.#finish(step, done, key, effort.first, { kind: 'done' });
      } catch (error) {
        open.delete(key);
        this.#finish(step, done, key, effort.first, outcomeOf(error, effort.asked));
      }
    });
  }

  async #notShown(step: AnyStep, key: Key, effort: Effort, action: Action): Promise<void> {
    const { reader } = this.#options.aws;
    effort.looked(action, reader.clock.now());
    const found = foundBy(step, this.looks);
    if (effort.due || step.explain === undefined || found === undefined) return;
    try {
      await step.explain(reader, found, key);
    } catch (error) {
      if (!(error instanceof Problem && error.unsure)) throw error;
      effort.lost(reader.clock.now(), error);
    }
  }

  /**
   * AWS has no API for it, and nothing goes on without it: look every five seconds, and whenever the person says so,
   * until they have done it.
   */
  async #waitForPerson(step: AnyStep, key: Key, action: Action & { kind: 'manual' }, done: Map<Key, Done>) {
    const { aws, emit, waitMs, attend } = this.#options;
    const { clock, signal } = aws.reader;
    const untilMs = clock.now() + waitMs;
    const waiting = { step: step.id, key, url: action.url, untilMs };
    if (waitMs > 0) emit(step.id, { type: 'waitingForPerson', ...waiting });
    const nobody = {
      next: (ms: number) => clock.sleep(ms, signal),
      left: new Promise<undefined>(() => {}),
      looked() {},
      async close() {},
    };
    const person = (waitMs > 0 ? attend?.(waiting) : undefined) ?? nobody;
    let outcome: Outcome = { kind: 'waiting', url: action.url };
    try {
      while (clock.now() < untilMs && (await person.next(Math.min(5_000, untilMs - clock.now()))) !== 'later') {
        const look = await Promise.race([this.#lookWhileWaiting(step), person.left]);
        if (look === undefined) continue;
        this.looks.set(step.id, look);
        if (!look.states.has(key)) {
          person.looked();
          continue;
        }
        this.#changed.add(step.id);
        // What differs now was in no plan that anybody agreed to.
        const planned = look.actions.get(key)?.kind === 'same';
        outcome = planned ? { kind: 'done' } : { kind: 'failed', problem: new Problem('planChanged') };
        break;
      }
    } finally {
      await person.close();
    }
    this.#finish(step, done, key, action, outcome);
  }

  /** A network that is gone for a while is no reason to give up what a person is doing in the console. */
  async #lookWhileWaiting(step: AnyStep): Promise<Look> {
    try {
      return await lookAt(step, this.#options.aws.reader, this.looks, async () => NOTHING);
    } catch (error) {
      const passes = error instanceof Problem && ['network', 'throttled', 'awsFault'].includes(error.id);
      if (!passes) throw error;
      return this.looks.get(step.id) ?? { states: new Map(), actions: new Map() };
    }
  }

  /** The first thing that this one builds on and that is not there, or not as it should be. */
  #blockedBy(step: AnyStep, key: Key): { step: StepId; key: Key } | undefined {
    const single = needsOf(step).filter((need) => need.single);
    const all = single.flatMap((need) =>
      [...(need.want.keys() as Iterable<Key>)].map((one) => ({ step: need.id, key: one })),
    );
    return [...all, ...(step.buildsOn?.(key) ?? [])].find(
      (on) => isBroken(this.#done.get(on.step)?.get(on.key)?.outcome) || !this.looks.get(on.step)?.states.has(on.key),
    );
  }

  #finish(step: AnyStep, done: Map<Key, Done>, key: Key, action: Action, outcome: Outcome): void {
    done.set(key, { action, outcome });
    this.#options.emit(step.id, { type: 'finished', result: { step: step.id, key, action, outcome } });
  }
}

function isBroken(outcome: Outcome | undefined): boolean {
  return outcome !== undefined && ['failed', 'blocked', 'waiting', 'stopped'].includes(outcome.kind);
}

function outcomeOf(error: unknown, asked = false): Outcome {
  if (error instanceof Stopped) return asked ? { kind: 'stopped', asked } : { kind: 'stopped' };
  if (error instanceof Problem) return { kind: 'failed', problem: error };
  throw error;
}
