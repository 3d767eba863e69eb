import type { EngineEvent } from './events.ts';
import type { StepId } from './step.ts';

/** Tells of one step after the other, although several are worked on side by side: what is early waits for its turn. */
export function inGuideOrder(steps: readonly StepId[], emit: (event: EngineEvent) => void) {
  const early = new Map<StepId, EngineEvent[]>(steps.map((id) => [id, []]));
  const ended = new Set<StepId>();
  const turns = [...steps];
  return {
    tell(step: StepId, event: EngineEvent): void {
      if (step === turns[0]) emit(event);
      else early.get(step)?.push(event);
    },
    /** Nothing more will be told of the step. */
    ended(step: StepId): void {
      ended.add(step);
      while (turns[0] !== undefined && ended.has(turns[0])) {
        turns.shift();
        for (const event of early.get(turns[0] ?? step)?.splice(0) ?? []) emit(event);
      }
    },
  };
}
