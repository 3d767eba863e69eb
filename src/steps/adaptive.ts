import type { Page } from '../aws/call.ts';
import { READS, sideBySide } from '../side-by-side.ts';

/** How many pages there are at least, as far as earlier looks told. */
export interface KnownPages {
  pages: number;
}

/**
 * Finds the wanted ones among possibly very many: one page of the list tells most accounts everything. Where there is
 * more, paging goes on until looking up the rest by name has become the shorter way.
 *
 * @param nameOf the name that is looked for, folded as AWS compares it
 * @param known what is learnt about the list, for later looks
 * @param told hears how many have been looked at, where they are many
 */
export async function findAdaptively<T>(
  wanted: ReadonlySet<string>,
  nameOf: (item: T) => string,
  page: (token?: string) => Promise<Page<T>>,
  lookUp: (name: string) => Promise<T | undefined>,
  known: KnownPages,
  told: (done: number) => void,
): Promise<T[]> {
  const found: T[] = [];
  const missing = new Set(wanted);
  const isShorterByName = (pages: number) => pages >= CALLS_FOR_A_LOOKUP * missing.size;
  // A list that has turned out to be long is not begun again for a few.
  if (known.pages <= 1 || !isShorterByName(known.pages)) {
    let token: string | undefined;
    for (let pages = 1; ; pages++) {
      const { items, next } = await page(token);
      for (const item of items ?? []) {
        found.push(item);
        missing.delete(nameOf(item));
      }
      if (pages > FEW_PAGES) told(found.length);
      known.pages = Math.max(known.pages, pages);
      if (next === undefined || next === '') return found;
      if (isShorterByName(pages)) break;
      token = next;
    }
  }
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
