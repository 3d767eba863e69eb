import type { World } from './world.ts';

/**
 * The world and the states it had, for reads that lag behind. A state is never changed after the next one has taken
 * its place, so keeping it costs nothing.
 */
export class History {
  #states: { readonly since: number; readonly world: World }[];

  constructor(world: World) {
    this.#states = [{ since: Number.NEGATIVE_INFINITY, world }];
  }

  /** The newest state: what writes see. */
  get current(): World {
    const newest = this.#states.at(-1);
    if (newest === undefined) throw new Error('A history has at least one state.');
    return newest.world;
  }

  /** A new state, from `since` on. Forgets what no read with that lag can see any more. */
  add(world: World, since: number, lagMs: number): void {
    this.#states.push({ since, world });
    const oldestSeen = this.#states.findLastIndex((state) => state.since <= since - lagMs);
    if (oldestSeen > 0) this.#states = this.#states.slice(oldestSeen);
  }

  /** The newest state that began at or before that time; else the oldest one kept. */
  at(time: number): World {
    return (this.#states.findLast((state) => state.since <= time) ?? this.#states[0])?.world ?? this.current;
  }
}
