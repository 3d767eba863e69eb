import { systemClock } from './clock.ts';
import { type Language, messagesFor } from './messages/index.ts';
import { Problem } from './problem.ts';
import { pagesFor } from './sandbox/pages/index.ts';
import { serve } from './sandbox/server.ts';
import { lockState, simulatedSandbox } from './sandbox-place.ts';

export interface ServeOptions {
  readonly port?: string;
  /** A state file; without one the simulated AWS ends with the process. */
  readonly state?: string;
  readonly scenario?: string;
}

/**
 * `sso-setup sandbox`: the simulated AWS over HTTP, for other clients, until a signal ends it.
 *
 * @returns the exit code of that signal
 * @throws Problem badFlag for a port, state or scenario that cannot be used
 * @throws Problem alreadyRunning when a run has the state
 */
export async function serveSandbox(options: ServeOptions, language: Language): Promise<number> {
  const { scenario, state, port = '4577' } = options;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new Problem('badFlag', { flag: '--port', detail: port, example: '4577' });
  }
  if (state !== undefined) await lockState(state);
  const simulated = simulatedSandbox(
    { env: process.env, reset: false, ...(scenario === undefined ? {} : { scenario }) },
    state,
    systemClock,
  );
  const pages = pagesFor({ aws: simulated, portal: simulated.portal });
  const server = await serve(simulated, { port: Number(port), pages }).catch((error: Error) => {
    throw new Problem('badFlag', { flag: '--port', detail: error.message });
  });
  process.stdout.write(
    `${messagesFor(language)
      .serving(server.url, simulated.world.instances.length > 0)
      .join('\n')}\n`,
  );
  const code = await new Promise<number>((resolve) => {
    process.once('SIGINT', () => resolve(130));
    process.once('SIGTERM', () => resolve(143));
  });
  await server.close();
  return code;
}
