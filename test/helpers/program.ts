import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../bin/sso-setup.js', import.meta.url));

/** Who is to be set up, as somebody would type it. */
export const ANSWERS = ['--email', 'kim@example.com', '--given-name', 'Minsu', '--family-name', 'Kim'];
/** Everything that a first run would ask. */
export const ALL_ANSWERS = [...ANSWERS, '--region', 'us-east-1'];

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A computer of its own for a test: an empty home, and nothing in the environment that AWS tools would look at. */
export function aComputer() {
  const home = mkdtempSync(join(tmpdir(), 'sso-setup-test-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    AWS_EC2_METADATA_DISABLED: 'true',
    LANG: 'C.UTF-8',
    SSO_SETUP_SANDBOX_LATENCY_MS: '0',
    SSO_SETUP_SANDBOX_ASYNC_MS: '0',
    SSO_SETUP_SANDBOX_RATE_PER_SECOND: '0',
    SSO_SETUP_SANDBOX_ENABLE_AFTER_MS: '0',
  };
  const start = (args: readonly string[], more: NodeJS.ProcessEnv = {}): ChildProcess =>
    spawn(process.execPath, [PROGRAM, ...args], {
      cwd: home,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 60_000,
    });
  return {
    home,
    /** All that its programs are told. */
    env,
    state: join(home, 'state', 'sso-setup', 'sandbox', 'aws.json'),
    start,
    run: (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> => endOf(start(args, more)),
  };
}

/** Everything that a program says until it ends. */
export async function endOf(child: ChildProcess): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}
