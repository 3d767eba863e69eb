import { type ChildProcess, spawn } from 'node:child_process';

const running = new Set<ChildProcess>();

/** How a program ended. */
export interface Ended {
  readonly code: number | null;
  /** From the start to the end, as seen from outside. */
  readonly seconds: number;
  /** What it said, on both streams. */
  readonly said: string;
}

/** Runs a program, with all that it starts, in a process group of its own. */
export async function run(
  program: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Promise<Ended> {
  const started = performance.now();
  const child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  }).finally(() => running.delete(child));
  return { code, seconds: (performance.now() - started) / 1000, said };
}

/** Ends everything that still runs, by its process group. */
export function endAll(): void {
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid, 'SIGKILL');
    } catch {
      // It has just ended.
    }
  }
}
