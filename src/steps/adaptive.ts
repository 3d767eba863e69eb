import type { Page } from '../aws/call.ts';
import { READS, sideBySide } from '../side-by-side.ts';

/**
 * Finds the wanted ones among possibly very many: one page of the list tells most accounts everything. Where there is
 * more, paging goes on until looking up the rest by name has become the shorter way.
 *
 * @param nameOf the name that is looked for, folded as AWS compares it
 * @param told hears how many have been looked at, where they are many
 */
export async function findAdaptively<T>(
  wanted: ReadonlySet<string>,
  nameOf: (item: T) => string,
  page: (token?: string) => Promise<Page<T>>,
  lookUp: (name: string) => Promise<T | undefined>,
  told: (done: number) => void,
): Promise<T[]> {
  const found: T[] = [];
  const missing = new Set(wanted);
  let token: string | undefined;
  let pages = 0;
  do {
    pages += 1;
    const { items, next } = await page(token);
    for (const item of items ?? []) {
      found.push(item);
      missing.delete(nameOf(item));
    }
    token = next === '' ? undefined : next;
    if (pages > FEW_PAGES) told(found.length);
  } while (token !== undefined && pages < CALLS_FOR_A_LOOKUP * missing.size);
  if (token === undefined) return found;
  let done = found.length;
  const lookedUp = await sideBySide(missing, READS, (name) => {
    done += 1;
    if (missing.size > FEW) told(done);
    return lookUp(name);
  });
  return [...found, ...lookedUp.filter((item) => item !== undefined)];
}

/** The id, then the details; a page is one call for up to 100 things. */
const CALLS_FOR_A_LOOKUP = 2;

/** More than so many take longer than a moment: AWS answers 20 calls a second. */
const FEW = 50;
const FEW_PAGES = 10;
