import type { Page } from '../aws/call.ts';
import { sideBySide } from '../side-by-side.ts';

/**
 * Finds the wanted ones among possibly very many: one page of the list tells most accounts everything. Where there is
 * more, the rest is looked up by name, or paged through when there are more names than pages can be expected.
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
  do {
    const { items, next } = await page(token);
    for (const item of items ?? []) {
      found.push(item);
      missing.delete(nameOf(item));
    }
    token = next === '' ? undefined : next;
  } while (token !== undefined && missing.size > LOOKUPS_FOR_A_PAGE);
  if (token === undefined) return found;
  const lookedUp = await sideBySide(missing, 5, lookUp);
  return [...found, ...lookedUp.filter((item) => item !== undefined)];
}

/** A look-up is two calls (id, then details), a page is one for up to 100 things. */
const LOOKUPS_FOR_A_PAGE = 5;
