import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isNamedPipe, putWhole } from '../whole-file.ts';
import type { FreshWorld, Trouble, World } from './world.ts';

/**
 * The world in that file; undefined when there is none. A damaged file is an Error that names it, and its field when it
 * is one that a person writes by hand.
 */
export function openWorld(file: string): FreshWorld | undefined {
  if (isNamedPipe(file)) throw new Error(`${file} cannot be read: it is a pipe`);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new Error(`${file} cannot be read: ${error instanceof Error ? error.message : error}`);
  }
  const world = parseWorld(text);
  if (world === undefined) throw new Error(`${file} is not a state of the simulated AWS, or it is damaged.`);
  const wrong = wrongField(world);
  if (wrong !== undefined) throw new Error(`${file}: ${wrong}.`);
  return world;
}

/** Puts the world in the file, whole or not at all: a new file beside it, flushed, then renamed over it. */
export function saveWorld(file: string, world: World): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  putWhole(file, `${JSON.stringify(world, null, 2)}\n`, 0o600);
}

/** Milliseconds between two writings, for each one that a writing takes. */
const restFactor = 9;

/**
 * Keeps the newest world in the file: it is written at once, or as much later as writing may take a tenth of the time
 * at most, and at the latest when the process ends. A process that is killed leaves an older state, a whole one.
 */
export function keptIn(file: string): (world: World) => void {
  let newest: World | undefined;
  let restsUntil = Number.NEGATIVE_INFINITY;
  let timer: NodeJS.Timeout | undefined;
  const write = () => {
    if (newest === undefined) return;
    const began = performance.now();
    saveWorld(file, newest);
    const ended = performance.now();
    restsUntil = ended + restFactor * (ended - began);
    newest = undefined;
    process.off('exit', write);
  };
  const writeLater = () => {
    timer = undefined;
    try {
      write();
    } catch {
      // The next change tries again, and tells who makes it; else the end of the process does.
    }
  };
  return (world) => {
    newest = world;
    const rest = restsUntil - performance.now();
    if (rest <= 0) return write();
    if (timer !== undefined) return;
    timer = setTimeout(writeLater, rest).unref();
    // Before whoever gives the file back to others.
    process.prependOnceListener('exit', write);
  };
}

function parseWorld(text: string): FreshWorld | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isWorld(value) ? value : undefined;
}

/** A rough look, enough to tell somebody else's file from ours. */
function isWorld(value: unknown): value is FreshWorld {
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

type Rule = readonly [isRight: (value: unknown) => boolean, words: string];

const troubleRules: Readonly<Record<keyof Trouble, Rule>> = {
  deny: [(value) => isListOf(value, /^[a-z*-]+:[A-Za-z*]+$/), 'a list of IAM actions, like sso:CreatePermissionSet'],
  denyRegions: [(value) => isListOf(value, /^([a-z]+-){2,3}\d$/), 'a list of Regions, like eu-west-1'],
  throttleRate: [(value) => typeof value === 'number' && value >= 0 && value <= 1, 'a number from 0 to 1'],
  network: [(value) => value === 'gone' || value === 'html', '"gone" or "html"'],
  clockOffsetSeconds: [(value) => Number.isInteger(value), 'a whole number'],
  credentials: [(value) => value === 'none' || value === 'expired', '"none" or "expired"'],
};

/** What is wrong with the fields that may be left out; a world from before they existed has none. */
function wrongField(world: World): string | undefined {
  const { foreignAliases, signIn, trouble } = world as Partial<Record<keyof World, unknown>>;
  if (foreignAliases !== undefined && !isListOf(foreignAliases, /^\S+$/)) {
    return '"foreignAliases" must be a list of texts';
  }
  if (signIn !== undefined && !isSignIn(signIn)) return '"signIn" must have the lists "devices" and "spent"';
  if (trouble === undefined) return undefined;
  if (typeof trouble !== 'object' || trouble === null || Array.isArray(trouble)) return '"trouble" must be an object';
  for (const [name, value] of Object.entries(trouble)) {
    const known = Object.keys(troubleRules);
    if (!known.includes(name)) return `"trouble.${name}" is not known; known are ${known.join(', ')}`;
    const [isRight, rule] = troubleRules[name as keyof Trouble];
    if (!isRight(value)) return `"trouble.${name}" must be ${rule}; it is ${JSON.stringify(value)}`;
  }
  return undefined;
}

function isSignIn(value: unknown): boolean {
  const { devices, spent } = (value ?? {}) as { devices?: unknown; spent?: unknown };
  return Array.isArray(devices) && Array.isArray(spent);
}

function isListOf(value: unknown, item: RegExp): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === 'string' && item.test(one));
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
