import type { Page } from '../aws/call.ts';
import { READS, sideBySide } from '../side-by-side.ts';

/**
 * Finds the wanted ones among possibly very many: one page of the list tells most accounts everything. Where there is
 * more, paging goes on until looking up the rest by name has become the shorter way.
 *
 * @param nameOf the name that is looked for, folded as AWS compares it
 */
export async function findAdaptively<T>(
  wanted: ReadonlySet<string>,
  nameOf: (item: T) => string,
  page: (token?: string) => Promise<Page<T>>,
  lookUp: (name: string) => Promise<T | undefined>,
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
  } while (token !== undefined && pages < CALLS_FOR_A_LOOKUP * missing.size);
  if (token === undefined) return found;
  const lookedUp = await sideBySide(missing, READS, lookUp);
  return [...found, ...lookedUp.filter((item) => item !== undefined)];
}

/** The id, then the details; a page is one call for up to 100 things. */
const CALLS_FOR_A_LOOKUP = 2;
