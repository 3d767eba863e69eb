import { accessSync, constants, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { movedToFreeName, moveOver, removeStale, withTemporary } from '../whole-file.ts';
import { dropBackup, makeBackup } from './backup.ts';
import { checkConfig, editConfig } from './config-text.ts';
import type { SectionEdit } from './section.ts';
import { isSameContent, type Snapshot, snapshotOf, targetOf, toldOf } from './snapshot.ts';
import { Unusable } from './unusable.ts';

/** How often an edit is done anew because somebody else changed the file. */
const MOST_TRIES = 5;

/** An AWS config file, like `~/.aws/config`. Whatever is thrown: the file is as it was. */
export interface ConfigFile {
  readonly path: string;
  /** The text, `''` when there is no file. Throws Unusable. */
  read(): string;
  /**
   * Makes the sections say what they should (see {@link editConfig}), with the whole new file or not at all, and keeps
   * a copy of what was there before the first change. Where nothing needs to change nothing is written.
   *
   * @returns `backup`: the path of the copy, from the edit that made it; there is none of a file that was not there
   * @throws Unusable, and TypeError as editConfig
   */
  edit(edits: readonly SectionEdit[]): { readonly backup?: string; readonly changed: boolean };
}

/**
 * `now`: milliseconds since 1970, for the names of copies and the age of what killed runs left. The copy is made beside
 * `path` even where that is a link to elsewhere: there people look for it, and elsewhere may be a repository.
 */
export function configFile(path: string, now: () => number): ConfigFile {
  let hasBackup = false;
  const edit = (edits: readonly SectionEdit[]) => {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const done = editOnce({ path: resolve(path), now: now(), hasBackup }, edits);
      if (done === undefined) continue;
      hasBackup ||= done.changed;
      return done;
    }
    throw new Unusable('changing');
  };
  return {
    path,
    read: () => toldOf(path, 'unreadable', () => checkConfig(snapshotOf(targetOf(path)).bytes)),
    edit: (edits) => toldOf(path, 'unwritable', () => edit(edits)),
  };
}

interface Attempt {
  readonly path: string;
  readonly now: number;
  readonly hasBackup: boolean;
}

/** Undefined when somebody else changed the file meanwhile; then nothing was done. */
function editOnce({ path, now, hasBackup }: Attempt, edits: readonly SectionEdit[]) {
  const target = targetOf(path);
  const before = toldOf(path, 'unreadable', () => snapshotOf(target));
  const text = checkConfig(before.bytes);
  const next = editConfig(text, edits);
  if (next === text) return { changed: false };
  const bytes = Buffer.from(next);
  checkConfig(bytes);
  prepare(target, path, before, now);
  const backup = hasBackup ? undefined : makeBackup(path, before, now);
  const isDone = isReplaced(target, before, bytes, () => dropBackup(backup));
  return isDone ? { changed: true, ...(backup !== undefined && { backup }) } : undefined;
}

/** A file that must not be written could be replaced all the same; whoever protected it did not mean that. */
function prepare(target: string, path: string, { as }: Snapshot, now: number): void {
  if (as !== undefined) accessSync(target, constants.W_OK);
  mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
  for (const one of new Set([target, path])) removeStale(one, now);
}

/** Calls `undo` where it does not come to be. */
function isReplaced(target: string, before: Snapshot, bytes: Uint8Array, undo: () => void): boolean {
  let isDone = false;
  try {
    isDone = withTemporary(target, bytes, before.as ?? { mode: 0o600 }, (temporary) => {
      if (!isSameContent(snapshotOf(target), before)) return false;
      if (before.as === undefined) return movedToFreeName(temporary, target);
      moveOver(temporary, target);
      return true;
    });
  } finally {
    if (!isDone) undo();
  }
  return isDone;
}
