import { rmSync } from 'node:fs';
import { movedToFreeName, withTemporary } from '../whole-file.ts';
import type { Snapshot } from './snapshot.ts';
import { Unusable } from './unusable.ts';

const MOST_OF_A_SECOND = 10_000;

/**
 * Copies what was in the file to `PATH.sso-setup-YYYYMMDD-HHMMSS.bak` (UTC, of `now` in milliseconds since 1970; with
 * `-2`, `-3` where that is taken), with the mode and owner of the file. Gives the path of the copy; undefined where
 * there was nothing. Throws Unusable unwritable, and system errors.
 */
export function makeBackup(path: string, { bytes, as }: Snapshot, now: number): string | undefined {
  if (as === undefined || bytes.length === 0) return undefined;
  return withTemporary(path, bytes, as, (temporary) => {
    const name = names(path, now).find((free) => movedToFreeName(temporary, free));
    if (name === undefined) throw new Unusable('unwritable', { detail: 'EEXIST' });
    return name;
  });
}

function names(path: string, now: number): string[] {
  const time = new Date(now).toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  const first = `${path}.sso-setup-${time}`;
  return Array.from({ length: MOST_OF_A_SECOND }, (_, index) => `${first}${index === 0 ? '' : `-${index + 1}`}.bak`);
}

/** For a backup of an edit that did not come to be. */
export function dropBackup(path: string | undefined): void {
  if (path !== undefined) rmSync(path, { force: true });
}
