import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, uptime } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { type Clock, steadyClock } from './clock.ts';
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
 * @returns nothing to hold where the folder cannot be written or read, which is no reason not to run
 * @throws Problem alreadyRunning with `pid`, `since` (in local time) and `lock` (its file) of the other run
 * @throws the signal's reason when it fires before anybody has the lock
 */
export async function lockRun(folder: string, what: string, clock: Clock, signal?: AbortSignal): Promise<RunLock> {
  const prefix = `${what}.${hostname().replaceAll(/[^\w-]/g, '-')}.`;
  for (let tries = 1; ; tries++) {
    const path = join(folder, `${prefix}${process.pid}-${randomBytes(4).toString('hex')}.lock`);
    const release = () => {
      remove(path);
      process.off('exit', release);
    };
    process.once('exit', release);
    const madeAt = make(path, clock.now());
    const others = madeAt === undefined ? [] : othersIn(folder, prefix, basename(path));
    if (madeAt === undefined || others.length === 0) return { release };
    const oldest = others.reduce((a, b) => (b.at < a.at ? b : a));
    release();
    if (madeAt - oldest.at > HOLDS || tries === TRIES) throw alreadyRunning(oldest, clock.now());
    await clock.sleep(AGAIN.shortest + Math.random() * (AGAIN.longest - AGAIN.shortest), signal);
  }
}

/** Makes the file. When that was, in milliseconds since 1970; undefined when it cannot be made. */
function make(path: string, now: number): number | undefined {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const said = { pid: process.pid, since: new Date(now).toISOString(), started: startOf(process.pid) };
    writeFileSync(path, `${JSON.stringify(said)}\n`, { flag: 'wx', mode: 0o600 });
    return statSync(path).mtimeMs;
  } catch {
    return undefined;
  }
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It stays, and holds nobody back when its process has ended.
  }
}

/** A lock file, the process that made it, and when; milliseconds since 1970. */
interface Held {
  readonly path: string;
  readonly pid: number;
  readonly at: number;
}

/** The files of other runs that go on; those of runs that do not are removed. None where the folder cannot be read. */
function othersIn(folder: string, prefix: string, own: string): Held[] {
  try {
    return readdirSync(folder).flatMap((name) => {
      const pid = name === own ? undefined : pidIn(name, prefix);
      const path = join(folder, name);
      const at = pid === undefined ? undefined : statSync(path, { throwIfNoEntry: false })?.mtimeMs;
      if (pid === undefined || at === undefined) return [];
      const held = { path, pid, at };
      if (isHeld(held)) return [held];
      remove(path);
      return [];
    });
  } catch {
    return [];
  }
}

/**
 * Whether it is of a run that goes on. One with our own process id, from before this computer was started, or by a
 * process that started at another time, is of a process whose id somebody else has now.
 */
function isHeld({ path, pid, at }: Held): boolean {
  return pid !== process.pid && at >= steadyClock.now() - uptime() * 1_000 && isAlive(pid) && !isAnother(path, pid);
}

/** Ids are given again, soonest in a container that was restarted. */
function isAnother(path: string, pid: number): boolean {
  const [then, now] = [saidIn(path).started, startOf(pid)];
  return then !== undefined && now !== undefined && then !== now;
}

/** When a process started, in ticks since the computer did, where Linux tells it: field 22 (proc_pid_stat(5)). */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // Field 2, in brackets, may have anything in it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[22 - 3];
  } catch {
    return undefined;
  }
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

function alreadyRunning({ path, pid }: Held, now: number): Problem {
  const since = Date.parse(String(saidIn(path).since));
  return new Problem('alreadyRunning', {
    pid: String(pid),
    ...(Number.isNaN(since) ? {} : { since: localTime(since, now) }),
    lock: path,
  });
}

/** What a run has written into its file; nothing where that cannot be read. */
function saidIn(file: string): { readonly since?: unknown; readonly started?: unknown } {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) ?? {};
  } catch {
    return {};
  }
}

/** `13:05`, or with its day before it when that is not today. */
function localTime(at: number, now: number): string {
  const [day, time = ''] = new Date(at).toLocaleString('sv').slice(0, 16).split(' ');
  return day === new Date(now).toLocaleString('sv').slice(0, 10) ? time : `${day} ${time}`;
}
