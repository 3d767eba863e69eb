import { randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import type { Clock } from './clock.ts';
import { Problem } from './problem.ts';
import { codeOf } from './whole-file.ts';

/** What a run holds while it sets something up. */
export interface RunLock {
  /** Saying so twice does no harm; the end of the process says it, too. */
  release(): void;
}

/** A file that is there for so long is of a run that goes on, not of one that tries, too; milliseconds. */
const HOLDS = 500;
/** Runs that began together have all stepped back; milliseconds until they try again, and how often they do. */
const AGAIN = { shortest: 20, longest: 120 };
const TRIES = 20;

/**
 * Keeps a second run on this computer from setting up the same thing at the same time. Each run makes a file of its own
 * and then looks for those of others: of two that begin together at least one sees the other. So nobody takes anything
 * over from a run that was killed: its file holds nobody back, and whoever sees it removes it.
 *
 * @param what the account, or the file of the simulated AWS: the first part of the file's name
 * @returns nothing to hold where the folder cannot be written, which is no reason not to run
 * @throws Problem alreadyRunning with `pid`, `since` (in local time) and `lock` (its file) of the other run
 */
export async function lockRun(folder: string, what: string, clock: Clock): Promise<RunLock> {
  const prefix = `${what}.${hostname().replaceAll(/[^\w-]/g, '-')}.`;
  for (let tries = 1; ; tries++) {
    const name = `${prefix}${process.pid}-${randomBytes(4).toString('hex')}.lock`;
    const path = join(folder, name);
    if (!isMade(folder, path, clock.now())) return { release() {} };
    const release = () => {
      rmSync(path, { force: true });
      process.off('exit', release);
    };
    process.once('exit', release);
    const others = readdirSync(folder).filter((one) => one !== name && isHeld(folder, one, prefix));
    if (others.length === 0) return { release };
    const found = others.map((one) => ({ one, at: madeAt(join(folder, one)) }));
    const oldest = found.reduce((a, b) => (b.at < a.at ? b : a));
    const isRunning = madeAt(path) - oldest.at > HOLDS;
    release();
    if (isRunning || tries === TRIES)
      throw alreadyRunning(join(folder, oldest.one), pidIn(oldest.one, prefix), clock.now());
    await clock.sleep(AGAIN.shortest + Math.random() * (AGAIN.longest - AGAIN.shortest));
  }
}

function isMade(folder: string, path: string, now: number): boolean {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const file = openSync(path, 'wx', 0o600);
    try {
      writeFileSync(file, `${JSON.stringify({ pid: process.pid, since: new Date(now).toISOString() })}\n`);
    } finally {
      closeSync(file);
    }
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds since 1970; now, when it is gone. */
function madeAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
}

/**
 * Whether it is the file of a run that goes on. One with our own process id, or from before this computer was started,
 * is of a process whose id somebody else has now.
 */
function isHeld(folder: string, name: string, prefix: string): boolean {
  const pid = pidIn(name, prefix);
  if (pid === undefined) return false;
  const booted = Date.now() - uptime() * 1_000;
  if (pid !== process.pid && madeAt(join(folder, name)) >= booted && isAlive(pid)) return true;
  rmSync(join(folder, name), { force: true });
  return false;
}

function pidIn(name: string, prefix: string): number | undefined {
  const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
  return /^\d+-[0-9a-f]{8}\.lock$/.test(rest) ? Number.parseInt(rest, 10) : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, and somebody else's.
    return codeOf(error) === 'EPERM';
  }
}

function alreadyRunning(file: string, pid: number | undefined, now: number): Problem {
  const since = sinceIn(file);
  return new Problem('alreadyRunning', {
    pid: String(pid),
    ...(since === undefined ? {} : { since: localTime(since, now) }),
    lock: file,
  });
}

function sinceIn(file: string): number | undefined {
  try {
    const since = Date.parse(JSON.parse(readFileSync(file, 'utf8')).since);
    return Number.isNaN(since) ? undefined : since;
  } catch {
    return undefined;
  }
}

/** `13:05`, or with its day before it when that is not today. */
function localTime(at: number, now: number): string {
  const [day, time = ''] = new Date(at).toLocaleString('sv').slice(0, 16).split(' ');
  return day === new Date(now).toLocaleString('sv').slice(0, 10) ? time : `${day} ${time}`;
}
