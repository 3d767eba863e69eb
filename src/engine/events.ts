import type { Result } from './plan.ts';
import type { Action, Key, StepId } from './step.ts';

/** What the engine tells while it works. The terminal draws it; nothing inside prints, asks or exits. */
export type EngineEvent =
  | { readonly type: 'looking'; readonly step: StepId }
  | { readonly type: 'looked'; readonly step: StepId }
  | { readonly type: 'doing'; readonly step: StepId; readonly key: Key; readonly action: Action }
  /** AWS has carried out a write; whether it shows is another matter. */
  | { readonly type: 'written'; readonly step: StepId; readonly key: Key }
  | { readonly type: 'finished'; readonly result: Result }
  | {
      readonly type: 'waitingForPerson';
      readonly step: StepId;
      readonly key: Key;
      readonly url: string;
      readonly untilMs: number;
    };
