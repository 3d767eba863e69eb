import type * as z from 'zod/mini';
import { globalRegistry } from 'zod/mini';
import type { Path } from './check.ts';
import { nearest } from './nearest.ts';
import { settingsSchema } from './schema.ts';

type Schema = z.core.$ZodTypes;

/** What an optional value is when it is there. */
function present(schema: z.core.$ZodType | undefined): Schema | undefined {
  const known = schema as Schema | undefined;
  return known?._zod.def.type === 'optional' ? present(known._zod.def.innerType) : known;
}

function keysOf(schema: Schema | undefined): Readonly<Record<string, z.core.$ZodType>> {
  return schema?._zod.def.type === 'object' ? schema._zod.def.shape : {};
}

function itemOf(schema: Schema | undefined): Schema | undefined {
  return schema?._zod.def.type === 'array' ? present(schema._zod.def.element) : undefined;
}

function schemaAt(path: Path): Schema | undefined {
  let schema: Schema | undefined = present(settingsSchema);
  for (const part of path) {
    if (typeof part === 'number') schema = itemOf(schema);
    else if (schema?._zod.def.type === 'record') schema = present(schema._zod.def.valueType);
    else schema = Object.hasOwn(keysOf(schema), part) ? present(keysOf(schema)[part]) : undefined;
  }
  return schema;
}

function examplesOf(schema: Schema | undefined): unknown[] | undefined {
  return schema && (globalRegistry.get(schema)?.examples as unknown[] | undefined);
}

/** A value that would pass at this place of the file. */
export function exampleAt(path: Path): string | undefined {
  const schema = schemaAt(path);
  const example = (examplesOf(schema) ?? examplesOf(itemOf(schema)))?.[0];
  return example === undefined ? undefined : String(example);
}

/** The keys that a mapping at this place may have; undefined where it may have any. */
export function keysAt(path: Path): string[] | undefined {
  const schema = schemaAt(path);
  return schema?._zod.def.type === 'object' ? Object.keys(keysOf(schema)) : undefined;
}

/** What was probably meant by an unknown key: a key of the same mapping, or the place where the same key belongs. */
export function keyMeant(path: Path, unknown: string): { here?: string; suggestion?: string } {
  const here = nearest(unknown, keysAt(path) ?? []);
  if (here !== undefined) return { here, suggestion: here };
  places ??= placesIn(schemaAt([]), '');
  const elsewhere = places.find(([key, place]) => key === unknown && place !== unknown)?.[1];
  return elsewhere === undefined ? {} : { suggestion: elsewhere };
}

let places: (readonly [key: string, place: string])[] | undefined;

/** Every key with each place where it belongs. */
function placesIn(schema: Schema | undefined, prefix: string): (readonly [key: string, place: string])[] {
  return Object.entries(keysOf(schema)).flatMap(([name, child]) => {
    const place = `${prefix}${name}`;
    const item = itemOf(present(child));
    const deeper = item ? placesIn(item, `${place}[].`) : placesIn(present(child), `${place}.`);
    return [[name, place] as const, ...deeper];
  });
}
