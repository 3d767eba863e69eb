import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { limits } from './bound.ts';
import type { Question, Scene, Seen } from './server.ts';

type Behaviour = Readonly<Record<string, string>>;

/** As slow and as strict as the real one. */
export const strict: Behaviour = {
  SSO_SETUP_SANDBOX_LATENCY_MS: `${limits.latencyMs}`,
  SSO_SETUP_SANDBOX_RATE_PER_SECOND: `${limits.perSecond}`,
  SSO_SETUP_SANDBOX_OUTSTANDING_ASSIGNMENTS: `${limits.outstanding}`,
  SSO_SETUP_SANDBOX_ASYNC_MS: `${limits.assignmentMs}`,
  SSO_SETUP_SANDBOX_ASYNC_POLLS: '0',
  SSO_SETUP_SANDBOX_PAGE_SIZE: '0',
};

/** As quick as it can be: what is left is the contender's own time. */
export const quick: Behaviour = {
  ...strict,
  SSO_SETUP_SANDBOX_LATENCY_MS: '0',
  SSO_SETUP_SANDBOX_RATE_PER_SECOND: '0',
  SSO_SETUP_SANDBOX_ASYNC_MS: '0',
};

/** The simulated AWS in a process of its own, on 127.0.0.1. */
export class Aws {
  readonly #process: ChildProcess;

  constructor(work: string, behaviour: Behaviour) {
    this.#process = fork(join(work, 'server.mjs'), { env: behaviour, execArgv: [] });
  }

  /** Serves that; gives its address, which stays the same. */
  async serve(scene: Scene): Promise<string> {
    return (await this.#ask({ serve: scene })) as string;
  }

  /** What it saw since then. */
  async seen(): Promise<Seen> {
    return (await this.#ask('seen')) as Seen;
  }

  stop(): void {
    this.#process.kill('SIGKILL');
  }

  async #ask(question: Question): Promise<unknown> {
    const ended = new AbortController();
    const answered = once(this.#process, 'message', { signal: ended.signal });
    const stop = () => ended.abort();
    this.#process.once('exit', stop);
    this.#process.send(question);
    try {
      return (await answered)[0];
    } finally {
      this.#process.off('exit', stop);
    }
  }
}
