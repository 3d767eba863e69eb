import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { World } from './world.ts';

/** The world in that file; undefined when there is none. A damaged file is an Error that names it. */
export function openWorld(file: string): World | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const world = parseWorld(text);
  if (world === undefined) throw new Error(`${file} is not a state of the simulated AWS, or it is damaged.`);
  return world;
}

/** Puts the world in the file, whole or not at all: a new file beside it, flushed, then renamed over it. */
export function saveWorld(file: string, world: World): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomUUID()}`;
  try {
    const handle = openSync(temporary, 'wx', 0o600);
    try {
      writeFileSync(handle, `${JSON.stringify(world, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function parseWorld(text: string): World | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isWorld(value) ? value : undefined;
}

/** A rough look, enough to tell somebody else's file from ours. */
function isWorld(value: unknown): value is World {
  const world = value as Partial<World> | null;
  return (
    typeof world === 'object' &&
    world !== null &&
    world.version === 1 &&
    typeof world.counter === 'number' &&
    typeof world.account?.id === 'string' &&
    typeof world.caller?.arn === 'string' &&
    world.plan !== undefined &&
    world.organization !== undefined &&
    world.enabling !== undefined &&
    Array.isArray(world.instances)
  );
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
