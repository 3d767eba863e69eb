import type { Plan, Result } from '../engine/plan.ts';

/** Remembers what was planned and told, to tell parts of a thing together with that thing. */
export class Told {
  readonly #parts = new Set<string>();
  readonly #done = new Set<string>();

  planned(plan: Plan): void {
    for (const { step, key, partOf } of plan.items) if (partOf !== undefined) this.#parts.add(`${step} ${key}`);
  }

  /** Whether a finished thing has no line of its own: it was the same, or it went well as a part of another one. */
  isSilent({ step, key, partOf, outcome }: Result): boolean {
    if (outcome.kind === 'same') return true;
    if (outcome.kind !== 'done') return false;
    this.#done.add(`${step} ${key}`);
    if (partOf !== undefined || this.#parts.has(`${step} ${key}`)) return true;
    return step === 'provisioning' && this.#done.has(`permissionSet ${key}`);
  }
}
