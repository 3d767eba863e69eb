import { setMaxListeners } from 'node:events';
import { Stopped } from './problem.ts';
import type { StopReason } from './screen.ts';

const CODES: Record<StopReason, number> = { SIGINT: 130, SIGTERM: 143 };

/** Who hears of signals. */
interface Listener {
  /** The first signal. */
  stopping(reason: StopReason): void;
  /** The second one; when this returns, the process ends. */
  quit(): void;
}

/**
 * The first Ctrl-C, or SIGTERM, lets the call in flight finish, the second one quits.
 *
 * @returns the signal that ends waits, and the exit code of a run that was stopped
 */
export function stopOnSignals(listener: Listener): { signal: AbortSignal; code: () => number | undefined } {
  const controller = new AbortController();
  // Every wait listens to it; many of them side by side are no leak.
  setMaxListeners(0, controller.signal);
  let code: number | undefined;
  const heard = (reason: StopReason) => {
    if (code !== undefined) {
      listener.quit();
      process.exit(CODES[reason]);
    }
    code = CODES[reason];
    listener.stopping(reason);
    controller.abort(new Stopped(code));
  };
  for (const name of Object.keys(CODES) as StopReason[]) process.on(name, () => heard(name));
  return { signal: controller.signal, code: () => code };
}
