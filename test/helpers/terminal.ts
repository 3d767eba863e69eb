import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { removeHome, Terminal } from './tmux.ts';

/** The program, for Node. */
export const PROGRAM = fileURLToPath(new URL('../../bin/sso-setup.js', import.meta.url));

interface Wanted {
  /** What comes after `sso-setup`. */
  readonly args?: readonly string[];
  /** A line for the shell instead; `$SSO_SETUP` is the program. */
  readonly shell?: string;
  /** More environment, or less: what is undefined is not there. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly columns?: number;
  readonly rows?: number;
}

/**
 * The program in a terminal, for one test: on a computer with an empty home, with a simulated AWS that is at once there.
 * Nothing of this computer's own environment gets in.
 */
export async function aTerminal({ args = [], shell, env = {}, ...window }: Wanted = {}): Promise<Terminal> {
  const home = mkdtempSync(join(tmpdir(), 'sso-setup-test-'));
  const program = [process.execPath, PROGRAM];
  const terminal = await Terminal.open({
    command: shell === undefined ? [...program, ...args] : ['sh', '-c', shell],
    cwd: home,
    env: { ...environmentIn(home), SSO_SETUP: program.join(' '), ...env },
    ...window,
  });
  onTestFinished(async () => {
    terminal.close();
    await removeHome(home);
  });
  return terminal;
}

/** All of the environment of somebody whose home this is. */
export function environmentIn(home: string) {
  return {
    PATH: process.env.PATH,
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    LC_ALL: 'C.UTF-8',
    AWS_EC2_METADATA_DISABLED: 'true',
    SSO_SETUP_SANDBOX_LATENCY_MS: '0',
    SSO_SETUP_SANDBOX_ASYNC_MS: '0',
    SSO_SETUP_SANDBOX_RATE_PER_SECOND: '0',
    SSO_SETUP_SANDBOX_ENABLE_AFTER_MS: '0',
  };
}
