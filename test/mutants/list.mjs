import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutate } from './mutate.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Where a mistake must not go unnoticed. */
const FOLDERS = ['src/aws', 'src/engine', 'src/steps'];

/** @returns each file of these folders with all its mutants in it, behind switches. */
export function mutantsOf() {
  const names = FOLDERS.flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(root, folder, name)));
  return names.sort().map((file, index) => {
    const { code, mutants } = mutate(readFileSync(file, 'utf8'), (index + 1) * 1_000);
    return { file, code, mutants: mutants.map((one) => ({ file: relative(root, file), ...one })) };
  });
}
