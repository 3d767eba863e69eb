import type { Clock } from '../../src/clock.ts';

/** A clock that jumps: whenever everything is asleep, time moves on to the next waker. */
export function virtualClock(start = Date.UTC(2026, 10, 23, 6, 15)): Clock {
  let now = start;
  let order = 0;
  let running = false;
  const sleepers: { at: number; order: number; wake: () => void }[] = [];
  const next = () => {
    sleepers.sort((a, b) => a.at - b.at || a.order - b.order);
    const first = sleepers.shift();
    if (first === undefined) {
      running = false;
      return;
    }
    now = Math.max(now, first.at);
    first.wake();
    setImmediate(next);
  };
  return {
    now: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const stop = () => reject(signal?.reason);
        const wake = () => {
          signal?.removeEventListener('abort', stop);
          resolve();
        };
        signal?.addEventListener('abort', stop, { once: true });
        sleepers.push({ at: now + ms, order: order++, wake });
        if (!running) {
          running = true;
          setImmediate(next);
        }
      }),
  };
}
