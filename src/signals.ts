import { setMaxListeners } from 'node:events';
import { Stopped } from './problem.ts';

/** The first Ctrl-C lets the call in flight finish, the second one quits. */
export function stopOnSignals(tell: () => void): { signal: AbortSignal; code: () => number | undefined } {
  const controller = new AbortController();
  // Every wait listens to it; many of them side by side are no leak.
  setMaxListeners(0, controller.signal);
  let code: number | undefined;
  for (const [name, number] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(name, () => {
      if (code !== undefined) process.exit(number);
      code = number;
      tell();
      controller.abort(new Stopped());
    });
  }
  return { signal: controller.signal, code: () => code };
}
