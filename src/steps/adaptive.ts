import { type Page, pagesOf } from '../aws/call.ts';
import { alike, asWritten } from '../names.ts';
import { READS, sideBySide } from '../side-by-side.ts';

/** How many pages there are at least, as far as earlier looks told. */
export interface KnownPages {
  pages: number;
}

/**
 * Finds the wanted ones among possibly very many: one page of the list tells most accounts everything. Where there is
 * more, paging goes on until looking up the rest by name has become the shorter way.
 *
 * @param fold makes one spelling of those that are known to be the same name
 * @param lookUp asks AWS for the thing of that name; AWS alone decides which other spellings are the same name
 * @param known what is learnt about the list, for later looks
 * @param told hears how many have been looked at, where they are many
 * @returns what was seen: what is wanted by the name that is wanted, whatever its spelling in AWS, the rest by its own
 */
export async function findAdaptively<T extends { readonly id: string }>(
  wanted: ReadonlySet<string>,
  nameOf: (item: T) => string,
  fold: (name: string) => string,
  page: (token?: string) => Promise<Page<T>>,
  lookUp: (name: string) => Promise<T | undefined>,
  known: KnownPages,
  told: (done: number) => void,
): Promise<Map<string, T>> {
  const seen = new Seen(wanted, nameOf, fold);
  const isShorterByName = (pages: number) => pages >= CALLS_FOR_A_LOOKUP * seen.missing.size;
  // A list that has turned out to be long is not begun again for a few.
  if (known.pages <= 1 || !isShorterByName(known.pages)) {
    let pages = 0;
    for await (const { items, next } of pagesOf(page)) {
      pages += 1;
      for (const item of items) seen.add(item);
      if (pages > FEW_PAGES) told(seen.count);
      known.pages = Math.max(known.pages, pages);
      if (next === undefined) return lookedUp(seen, seen.likely(), lookUp);
      if (isShorterByName(pages)) break;
    }
  }
  let done = seen.count;
  return lookedUp(seen, [...seen.missing], (name) => {
    done += 1;
    if (seen.missing.size > FEW) told(done);
    return lookUp(name);
  });
}

async function lookedUp<T extends { readonly id: string }>(
  seen: Seen<T>,
  names: readonly string[],
  lookUp: (name: string) => Promise<T | undefined>,
): Promise<Map<string, T>> {
  const items = await sideBySide(names, READS, async (name) => {
    for (const spelling of new Set([name, asWritten(name), name.normalize('NFD')])) {
      const item = await lookUp(spelling);
      if (item !== undefined) return item;
    }
    return undefined;
  });
  for (const [i, name] of names.entries()) seen.found(name, items[i]);
  return seen.byName();
}

/** What has been seen of a list, and which of it is wanted. */
class Seen<T extends { readonly id: string }> {
  /** Wanted, and not seen so far. */
  readonly missing: Set<string>;
  readonly #nameOf: (item: T) => string;
  readonly #fold: (name: string) => string;
  readonly #wanted: ReadonlyMap<string, string>;
  readonly #found = new Map<string, T>();
  readonly #others = new Map<string, T>();

  constructor(wanted: ReadonlySet<string>, nameOf: (item: T) => string, fold: (name: string) => string) {
    this.missing = new Set(wanted);
    this.#nameOf = nameOf;
    this.#fold = fold;
    this.#wanted = new Map([...wanted].map((name) => [fold(name), name]));
  }

  get count(): number {
    return this.#found.size + this.#others.size;
  }

  /** The very spelling that is wanted goes before another one that reads the same. */
  add(item: T): void {
    const name = this.#nameOf(item);
    const wanted = this.#wanted.get(this.#fold(name));
    const before = wanted === undefined ? undefined : this.#found.get(wanted);
    // Again, in a list that was begun anew.
    if (before?.id === item.id) return;
    if (wanted === undefined || (before !== undefined && name !== wanted)) {
      this.#others.set(item.id, item);
      return;
    }
    if (before !== undefined) this.#others.set(before.id, before);
    this.found(wanted, item);
  }

  found(wanted: string, item: T | undefined): void {
    if (item === undefined) return;
    this.missing.delete(wanted);
    this.#others.delete(item.id);
    this.#found.set(wanted, item);
  }

  /** Missing, and something was seen whose name AWS might take for the same. */
  likely(): string[] {
    if (this.missing.size === 0) return [];
    const names = new Set([...this.#others.values()].map((item) => alike(this.#nameOf(item))));
    return [...this.missing].filter((name) => names.has(alike(name)));
  }

  byName(): Map<string, T> {
    return new Map([...[...this.#others.values()].map((item) => [this.#nameOf(item), item] as const), ...this.#found]);
  }
}

/** The id, then the details; a page is one call for up to 100 things. */
const CALLS_FOR_A_LOOKUP = 2;

/** More than so many take longer than a moment: AWS answers 20 calls a second. */
const FEW = 50;
const FEW_PAGES = 10;
