import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { lockRun } from '../src/run-lock.ts';
import { virtualClock } from './helpers/clock.ts';

const ACCOUNT = '111122223333';
const PREFIX = `${ACCOUNT}.${hostname().replaceAll(/[^\w-]/g, '-')}.`;
/** A run that goes on: whoever started this one. */
const ALIVE = process.ppid;

/** A folder, and the file of another run in it, made that many milliseconds ago. */
function aFolder(other?: { pid?: number; name?: string; since?: Date; started?: string; ago?: number }) {
  const folder = mkdtempSync(join(tmpdir(), 'sso-setup-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, other?.name ?? `${PREFIX}${other?.pid ?? ALIVE}-0123abcd.lock`);
  const { since = new Date(), started, ago = 60_000 } = other ?? {};
  if (other !== undefined) {
    writeFileSync(file, JSON.stringify({ since: since.toISOString(), started }));
    const made = (statSync(file).mtimeMs - ago) / 1000;
    utimesSync(file, made, made);
  }
  return { folder, file };
}

test('a run holds its file until it ends, and leaves nothing behind', async () => {
  const { folder } = aFolder();
  const listeners = process.listenerCount('exit');
  const lock = await lockRun(folder, ACCOUNT, virtualClock());
  expect(readdirSync(folder)).toHaveLength(1);
  lock.release();
  lock.release();
  expect(readdirSync(folder)).toEqual([]);
  expect(process.listenerCount('exit')).toBe(listeners);
});

test.each([
  ['with the process of another run', ALIVE],
  ['with a process of somebody else', 1],
])('a file %s holds everybody back', async (_whose, pid) => {
  const { folder, file } = aFolder({ pid });
  const kill = vi.spyOn(process, 'kill').mockImplementation((id) => {
    if (id !== 1) return true;
    throw Object.assign(new Error('not yours'), { code: 'EPERM', syscall: 'kill' });
  });
  onTestFinished(() => kill.mockRestore());
  const running = lockRun(folder, ACCOUNT, virtualClock());
  await expect(running).rejects.toMatchObject({ id: 'alreadyRunning', facts: { pid: String(pid), lock: file } });
  expect(readdirSync(folder)).toHaveLength(1);
});

test.each([
  ['of a run that was killed', { pid: spawnSync(process.execPath, ['--version']).pid }, 0],
  ['of a process that had our id before us', { pid: process.pid }, 0],
  ['of a run in another account', { name: `${PREFIX.replace(ACCOUNT, '222233334444')}${ALIVE}-0123abcd.lock` }, 1],
  ['of no run', { name: `${PREFIX}txt` }, 1],
])('a file %s holds nobody back', async (_whose, other, left) => {
  const { folder } = aFolder(other);
  const { release } = await lockRun(folder, ACCOUNT, virtualClock());
  release();
  expect(readdirSync(folder)).toHaveLength(left);
});

test('runs that begin together step back and try again, until one of them is gone', async () => {
  const { folder, file } = aFolder({ ago: 0 });
  const clock = virtualClock();
  const sleep = vi.spyOn(clock, 'sleep');
  sleep.mockImplementation(async () => {
    if (sleep.mock.calls.length === 3) rmSync(file);
  });
  const { release } = await lockRun(folder, ACCOUNT, clock);
  expect(sleep).toHaveBeenCalledTimes(3);
  release();
});

test('who finds another one beginning every time gives up', async () => {
  // Made an hour from now, it never was there first.
  const { folder } = aFolder({ ago: -3_600_000 });
  const clock = virtualClock();
  const sleep = vi.spyOn(clock, 'sleep');
  sleep.mockImplementation(async () => {
    if (sleep.mock.calls.length > 50) throw new Error('tried without end');
  });
  await expect(lockRun(folder, ACCOUNT, clock)).rejects.toMatchObject({ id: 'alreadyRunning' });
});

test.runIf(existsSync('/proc/self/stat')).each([
  ['at the same time as the one that made it, holds everybody back', 0, 1],
  ['at another time, is of a run that was killed', 1, 0],
])('a file with a process that started %s', async (_when, later, left) => {
  // The program's name, in brackets, is the second of the fields; the start is the 22nd.
  const fields = readFileSync(`/proc/${ALIVE}/stat`, 'utf8')
    .replace(/^.*\) /s, '1 2 ')
    .split(' ');
  const { folder } = aFolder({ started: String(Number(fields[21]) + later) });
  const lock = await lockRun(folder, ACCOUNT, virtualClock()).catch(() => undefined);
  lock?.release();
  expect(readdirSync(folder)).toHaveLength(left);
});

test.each([
  ['today, by its time', new Date(2026, 10, 23, 9, 5), '09:05'],
  ['on another day, by that, too', new Date(2026, 10, 22, 9, 5), '2026-11-22 09:05'],
])('a run that began %s, is told', async (_when, since, told) => {
  const { folder } = aFolder({ since });
  const clock = virtualClock(new Date(2026, 10, 23, 12).getTime());
  await expect(lockRun(folder, ACCOUNT, clock)).rejects.toMatchObject({ facts: { since: told } });
});
