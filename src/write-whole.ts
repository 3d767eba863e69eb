import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/**
 * Puts a text into a file, whole or not at all: a new file beside it, flushed, then put in its place.
 *
 * @param put how the new file takes its place; a rename, when left out
 */
export function writeWhole(
  file: string,
  text: string,
  mode: number,
  put: (temporary: string, file: string) => void = renameSync,
): void {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    const handle = openSync(temporary, 'wx', mode);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    put(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}
