/** What of one lane is still to be done, the last first. */
type Lane<T> = T[];

/**
 * Runs `work` for every item, at most `width` at a time, and never two of one lane. The longest lane goes first, so that
 * none is left over at the end; among equals the order of the items holds. `work` must not fail.
 */
export async function inLanes<T>(
  items: Iterable<T>,
  laneOf: (item: T) => string,
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const lanes = new Map<string, Lane<T>>();
  for (const item of items) {
    const name = laneOf(item);
    const lane = lanes.get(name);
    if (lane === undefined) lanes.set(name, [item]);
    else lane.push(item);
  }
  const free = new ByLength<T>();
  for (const lane of lanes.values()) free.put(lane.reverse());
  const worker = async () => {
    // Where every lane is taken, whoever has one goes on with it.
    for (let lane = free.take(); lane !== undefined; lane = free.take()) {
      await work(lane.pop() as T);
      free.put(lane);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, lanes.size) }, worker));
}

/** Lanes that nobody works in. */
class ByLength<T> {
  readonly #lanes: Set<Lane<T>>[] = [];

  put(lane: Lane<T>): void {
    for (let length = this.#lanes.length; length <= lane.length; length++) this.#lanes.push(new Set());
    if (lane.length > 0) this.#lanes[lane.length]?.add(lane);
  }

  /** The longest, of those the one that was put first. */
  take(): Lane<T> | undefined {
    while (this.#lanes.length > 0) {
      const longest = this.#lanes.at(-1);
      const [lane] = longest ?? [];
      if (lane !== undefined) {
        longest?.delete(lane);
        return lane;
      }
      this.#lanes.pop();
    }
    return undefined;
  }
}
