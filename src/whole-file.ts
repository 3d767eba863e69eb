import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** Milliseconds; a temporary file is there for a moment only. */
const STALE_AFTER = 5 * 60_000;

/** What a file keeps when it is replaced. */
export interface Ownership {
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * Has the bytes on the disk, in a file beside `path`, while `use` runs, which is given its path. Whatever `use` leaves
 * of it is removed.
 */
export function withTemporary<T>(path: string, bytes: Uint8Array, as: Ownership, use: (temporary: string) => T): T {
  const temporary = join(dirname(path), `${temporaryPrefix(path)}${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeNew(temporary, bytes, as);
    return use(temporary);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Puts a text into a file, whole or not at all, over what is there. */
export function putWhole(path: string, text: string, mode: number): void {
  withTemporary(path, Buffer.from(text), { mode }, (temporary) => moveOver(temporary, path));
}

function temporaryPrefix(path: string): string {
  return `.${basename(path)}.sso-setup-`;
}

function writeNew(path: string, bytes: Uint8Array, { mode, uid, gid }: Ownership): void {
  const handle = openSync(path, 'wx', 0o600);
  try {
    if (uid !== undefined && gid !== undefined) keepOwner(handle, uid, gid);
    // not at opening, where the umask takes from it, and after the owner, whose change may take from it
    fchmodSync(handle, mode);
    writeFileSync(handle, bytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Only root can give files away; for everybody else the new file is theirs. */
function keepOwner(handle: number, uid: number, gid: number): void {
  try {
    fchownSync(handle, uid, gid);
  } catch (error) {
    if (codeOf(error) !== 'EPERM') throw error;
  }
}

/** Renames over what is there. */
export function moveOver(from: string, to: string): void {
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** A hard link fails where a rename would overwrite; some file systems have none. Says whether the name was free. */
export function movedToFreeName(from: string, to: string): boolean {
  try {
    linkSync(from, to);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || existsSync(to)) return false;
    renameSync(from, to);
  }
  syncFolder(dirname(to));
  return true;
}

/** So that the new name outlives a power failure. Windows cannot, and some file systems do not. */
function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // the file is whole either way
  }
}

/** Removes the temporary files that a killed process left beside `path`; `now` in milliseconds since 1970. */
export function removeStale(path: string, now: number): void {
  const folder = dirname(path);
  for (const name of readdirSync(folder)) {
    const rest = name.startsWith(temporaryPrefix(path)) ? name.slice(temporaryPrefix(path).length) : '';
    if (/^[0-9a-f]{12}\.tmp$/.test(rest) && isOlder(join(folder, name), now - STALE_AFTER)) {
      rmSync(join(folder, name), { force: true });
    }
  }
}

function isOlder(path: string, than: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isFile() === true && found.mtimeMs < than;
}

/** The pipe of a shell, as in `-c <(command)` and `/dev/stdin`, has no name of its own, and its other end is there. */
export function isNamedPipe(path: string): boolean {
  try {
    return !/^\/dev\/(fd\/|std)/.test(path) && statSync(realpathSync(path)).isFIFO();
  } catch {
    return false;
  }
}

/** The code of a system error; undefined for any other. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && 'syscall' in error ? String(error.code) : undefined;
}
