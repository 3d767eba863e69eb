import { closeSync, fstatSync, lstatSync, openSync, readlinkSync, readSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { codeOf, type Ownership } from '../whole-file.ts';
import { MOST_BYTES } from './config-text.ts';
import { Unusable } from './unusable.ts';

/** Linux follows as many. */
const MOST_LINKS = 40;

/** What is in a file at a moment; no bytes when there is no file. */
export interface Snapshot {
  readonly bytes: Buffer;
  readonly as: Ownership | undefined;
}

/**
 * The file that a path leads to through symbolic links, whether it exists or not. Throws Unusable loop, and system
 * errors.
 */
export function targetOf(path: string): string {
  let target = resolve(path);
  for (let links = 0; links <= MOST_LINKS; links++) {
    if (lstatSync(target, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return target;
    target = resolve(realFolder(target), readlinkSync(target));
  }
  throw new Unusable('loop');
}

/** From there `..` leads where the system would go. */
function realFolder(path: string): string {
  return realpathSync(dirname(path));
}

/** Throws Unusable folder, notAFile, tooLarge, and system errors. */
export function snapshotOf(path: string): Snapshot {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return { bytes: Buffer.alloc(0), as: undefined };
  if (found.isDirectory()) throw new Unusable('folder');
  // looked at before it is opened, which would wait for the other end of a pipe
  if (!found.isFile()) throw new Unusable('notAFile');
  return readWhole(path);
}

function readWhole(path: string): Snapshot {
  const handle = openSync(path, 'r');
  try {
    const { mode, uid, gid } = fstatSync(handle);
    return { bytes: readBytes(handle), as: { mode: mode & 0o7777, uid, gid } };
  } finally {
    closeSync(handle);
  }
}

/** Bounded, however long the file gets meanwhile. */
function readBytes(handle: number): Buffer {
  const buffer = Buffer.alloc(MOST_BYTES + 1);
  let length = 0;
  for (let read = -1; read !== 0 && length < buffer.length; length += read) {
    read = readSync(handle, buffer, length, buffer.length - length, null);
  }
  if (length > MOST_BYTES) throw new Unusable('tooLarge');
  return buffer.subarray(0, length);
}

export function isSameContent(a: Snapshot, b: Snapshot): boolean {
  return (a.as === undefined) === (b.as === undefined) && a.bytes.equals(b.bytes);
}

/** Runs it; a system error becomes an Unusable of the file. */
export function toldOf<T>(file: string, otherwise: 'unreadable' | 'unwritable', run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof Unusable) throw error.file === undefined ? error.of(file) : error;
    const code = codeOf(error);
    if (code === undefined) throw error;
    const reason = REASONS[code] ?? otherwise;
    throw new Unusable(reason, { file, detail: code }, { cause: error });
  }
}

const REASONS: Readonly<Record<string, 'noPermission' | 'folder' | 'loop'>> = {
  EACCES: 'noPermission',
  EPERM: 'noPermission',
  EISDIR: 'folder',
  ELOOP: 'loop',
};
