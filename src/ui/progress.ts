import type { EngineEvent } from '../engine/events.ts';
import type { Plan } from '../engine/plan.ts';
import type { StepId } from '../engine/step.ts';
import { clockTime } from '../messages/vocabulary.ts';
import type { Waiting } from '../problem.ts';
import type { Look } from './look.ts';
import { width } from './text.ts';

/** How far long work is. */
export interface Pace {
  readonly step: StepId;
  readonly what: 'reading' | 'writing';
  readonly done: number;
  /** How many there are, where that is known. */
  readonly of?: number;
  /** Things a second, and the milliseconds that the rest takes at that rate; absent until there is something to go by. */
  readonly perSecond?: number;
  readonly leftMs?: number;
}

/** Fewer things than this are told by name, not by count. */
const LONG = 10;

/** The rate is that of the last half minute, so that it neither jumps nor clings to what was; milliseconds. */
const WINDOW = 30_000;
/** What a rate has to rest on. */
const ENOUGH = { things: 5, ms: 4_000 };

/** Follows what the engine tells, and knows how far it is. Time is what `now` says; milliseconds. */
export class Progress {
  readonly #now: () => number;
  #due = new Map<StepId, number>();
  readonly #settled = new Map<StepId, Set<string>>();
  readonly #meters = new Map<string, Meter>();

  constructor(now: () => number) {
    this.#now = now;
  }

  planned({ items }: Plan): void {
    this.#due = new Map();
    this.#settled.clear();
    this.#meters.clear();
    for (const { step, action } of items) {
      if (action.kind === 'create' || action.kind === 'change') this.#due.set(step, (this.#due.get(step) ?? 0) + 1);
    }
  }

  /** How far the work is that an event belongs to; undefined where that is not worth a count. */
  after(event: EngineEvent | Waiting): Pace | undefined {
    if ('id' in event)
      return event.id === 'reading' ? this.#paceOf(event.step, 'reading', event.done, event.of) : undefined;
    if (event.type !== 'doing' && event.type !== 'written' && event.type !== 'finished') return undefined;
    const { step, key } = event.type === 'finished' ? event.result : event;
    const of = this.#due.get(step) ?? 0;
    if (of < LONG) return undefined;
    const settled = this.#settled.get(step) ?? new Set();
    this.#settled.set(step, settled);
    if (event.type === 'written' || (event.type === 'finished' && event.result.outcome.kind !== 'same')) {
      settled.add(key);
    }
    return this.#paceOf(step, 'writing', Math.min(settled.size, of), of);
  }

  /** The same work as it stands now, when nothing has happened since. */
  again({ step, what, done, of }: Pace): Pace {
    return this.#paceOf(step, what, done, of);
  }

  #paceOf(step: StepId, what: Pace['what'], done: number, of: number | undefined): Pace {
    const now = this.#now();
    const meter = this.#meters.get(`${what} ${step}`) ?? new Meter(now, done);
    this.#meters.set(`${what} ${step}`, meter);
    meter.mark(done, now);
    const perSecond = meter.rate(now);
    return {
      step,
      what,
      done,
      ...(of === undefined ? {} : { of }),
      ...(perSecond === undefined ? {} : { perSecond }),
      ...(perSecond === undefined || of === undefined ? {} : { leftMs: ((of - done) / perSecond) * 1_000 }),
    };
  }
}

/** A count over time. */
class Meter {
  #marks: { readonly at: number; readonly done: number }[];

  constructor(at: number, done: number) {
    this.#marks = [{ at, done }];
  }

  mark(done: number, at: number): void {
    const last = this.#marks.at(-1);
    // What is told all at once was done before, and says nothing of the pace.
    if (last?.at === at) this.#marks.pop();
    if (last?.at === at || last?.done !== done) this.#marks.push({ at, done });
    // One mark from before the window stays: the window begins there.
    while ((this.#marks[1]?.at ?? at) < at - WINDOW) this.#marks.shift();
  }

  /** Things a second. */
  rate(now: number): number | undefined {
    const [first] = this.#marks;
    const last = this.#marks.at(-1);
    if (first === undefined || last === undefined) return undefined;
    const [things, ms] = [last.done - first.done, now - first.at];
    return things < ENOUGH.things || ms < ENOUGH.ms ? undefined : (things / ms) * 1_000;
  }
}

/** `Assignment  128 of 400, 2.5 a second, about 1:49 left`; without the rate where that is too long for a line. */
export function paceText({ messages, columns }: Look, { step, what, done, of, perSecond, leftMs }: Pace): string {
  const { progress, steps, lookingAt } = messages;
  const count = `${what === 'reading' ? lookingAt[step] : steps[step]}  ${progress.count(done, of)}`;
  const rate = perSecond === undefined ? [] : [progress.rate(rateText(perSecond))];
  const left = leftMs === undefined || leftMs === 0 ? [] : [progress.left(clockTime(leftMs))];
  const whole = [count, ...rate, ...left].join(', ');
  // What moves stands before it.
  return width(whole) <= columns - 2 ? whole : [count, ...left].join(', ');
}

/** One decimal place below 10. */
export function rateText(perSecond: number): string {
  return perSecond < 9.95 ? perSecond.toFixed(1) : String(Math.round(perSecond));
}
