/** Reads that run side by side; what AWS allows in a second is kept to elsewhere. */
export const READS = 18;

/** Runs `work` for every item, at most `width` at a time, and keeps the order of the answers. The first failure ends it. */
export async function sideBySide<T, R>(items: Iterable<T>, width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const queue = [...items].entries();
  const results: R[] = [];
  let failed = false;
  const worker = async () => {
    for (const [index, item] of queue) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return results;
}
