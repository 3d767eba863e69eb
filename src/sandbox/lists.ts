/**
 * Lists of a world are values: neither a list nor what is in it is ever changed, so that older states of the world
 * stay as they were. These functions look things up in a list, and make the list that takes its place.
 *
 * The next list inherits the indexes of the one before: looking up and changing cost about the same among ten items
 * and among a hundred thousand.
 */

/** What items are looked up by; undefined: not so. It must be the same function each time, and the index is kept. */
export type KeyOf<T> = (item: T) => string | undefined;

/** The items with that key, in the order of the list; one whose key changed comes last. */
export function all<T>(list: readonly T[], keyOf: KeyOf<T>, key: string): readonly T[] {
  return indexOf(list, keyOf).find(key);
}

/** The first item with that key. */
export function first<T>(list: readonly T[], keyOf: KeyOf<T>, key: string): T | undefined {
  return all(list, keyOf, key)[0];
}

/** The list with one more item, at its end. */
export function added<T>(list: readonly T[], item: T): readonly T[] {
  return inherits(list.concat([item]), list, (index) => index.plus(item));
}

/** The list without those of its items. */
export function removed<T>(list: readonly T[], items: readonly T[]): readonly T[] {
  const gone = new Set(items);
  const [only] = items.length === 1 ? items : [];
  // Cutting one out is ten times as quick as looking at each.
  const left = only === undefined ? list.filter((one) => !gone.has(one)) : list.toSpliced(place(list, only), 1);
  return inherits(left, list, (index) => index.minus(gone));
}

/** The list with `by` in the place of `item`, which is one of its items. */
export function replaced<T>(list: readonly T[], item: T, by: T): readonly T[] {
  return inherits(list.with(place(list, item), by), list, (index) => index.swap(item, by));
}

function place<T>(list: readonly T[], item: T): number {
  const found = list.indexOf(item);
  if (found === -1) throw new Error('The item is not in the list.');
  return found;
}

type Rows<T> = ReadonlyMap<string, readonly T[]>;

/** Rows that differ from those of an older index, before all of them are put together again. */
const maxChanged = 512;

/** The items of a list by a key. As a list, it never changes. */
class Index<T> {
  readonly #keyOf: KeyOf<T>;
  /** Shared with older indexes. */
  readonly #rows: Rows<T>;
  /** What differs from `#rows`. */
  readonly #changed: Rows<T>;

  constructor(keyOf: KeyOf<T>, rows: Rows<T>, changed: Rows<T> = new Map()) {
    this.#keyOf = keyOf;
    this.#rows = rows;
    this.#changed = changed;
  }

  find(key: string): readonly T[] {
    return this.#changed.get(key) ?? this.#rows.get(key) ?? [];
  }

  plus(item: T): Index<T> {
    const key = this.#keyOf(item);
    return key === undefined ? this : this.#with([[key, [...this.find(key), item]]]);
  }

  minus(items: ReadonlySet<T>): Index<T> {
    const keys = new Set([...items].map(this.#keyOf).filter((key) => key !== undefined));
    return this.#with([...keys].map((key) => [key, this.find(key).filter((one) => !items.has(one))]));
  }

  swap(item: T, by: T): Index<T> {
    const key = this.#keyOf(item);
    if (key === undefined || key !== this.#keyOf(by)) return this.minus(new Set([item])).plus(by);
    const rows = this.find(key);
    return this.#with([[key, rows.with(place(rows, item), by)]]);
  }

  #with(rows: readonly [string, readonly T[]][]): Index<T> {
    const changed = new Map(this.#changed);
    for (const [key, found] of rows) changed.set(key, found);
    if (changed.size <= maxChanged) return new Index(this.#keyOf, this.#rows, changed);
    const together = new Map(this.#rows);
    for (const [key, found] of changed) {
      if (found.length > 0) together.set(key, found);
      else together.delete(key);
    }
    return new Index(this.#keyOf, together);
  }
}

type Indexes<T> = Map<KeyOf<T>, Index<T>>;

const indexes = new WeakMap<readonly unknown[], Indexes<never>>();

function indexesOf<T>(list: readonly T[]): Indexes<T> {
  const known = indexes.get(list) ?? new Map();
  indexes.set(list, known);
  return known as Indexes<T>;
}

function indexOf<T>(list: readonly T[], keyOf: KeyOf<T>): Index<T> {
  const known = indexesOf(list);
  const index = known.get(keyOf) ?? new Index(keyOf, rowsOf(list, keyOf));
  known.set(keyOf, index);
  return index;
}

function rowsOf<T>(list: readonly T[], keyOf: KeyOf<T>): Rows<T> {
  const rows = new Map<string, T[]>();
  for (const item of list) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const found = rows.get(key);
    if (found === undefined) rows.set(key, [item]);
    else found.push(item);
  }
  return rows;
}

function inherits<T>(list: readonly T[], before: readonly T[], pass: (index: Index<T>) => Index<T>): readonly T[] {
  const own = indexesOf(list);
  for (const [keyOf, index] of indexesOf(before)) own.set(keyOf, pass(index));
  return list;
}
