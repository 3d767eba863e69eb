import fc from 'fast-check';
import { expect, it } from 'vitest';
import { added, all, first, removed, replaced } from '../../src/sandbox/lists.ts';

interface Item {
  readonly name: string;
  readonly kind?: string;
}

const byName = ({ name }: Item) => name;
const byKind = ({ kind }: Item) => kind;

const item = fc.record(
  { name: fc.constantFrom('a', 'b', 'c'), kind: fc.constantFrom('x', 'y') },
  { requiredKeys: ['name'] },
);
const change = fc.record({
  act: fc.constantFrom('add', 'add', 'remove', 'replace', 'look'),
  item,
  at: fc.nat(),
  many: fc.nat(3),
});

/** The next list, and the same made without any index. */
function after(
  list: readonly Item[],
  { act, item, at, many }: typeof change extends fc.Arbitrary<infer T> ? T : never,
) {
  const place = list.length === 0 ? 0 : at % list.length;
  const [here] = list.slice(place);
  if (act === 'look') {
    all(list, byKind, 'x');
    return [list, [...list]] as const;
  }
  if (act === 'add' || here === undefined) return [added(list, item), [...list, item]] as const;
  if (act === 'replace') return [replaced(list, here, item), list.with(list.indexOf(here), item)] as const;
  const gone = list.slice(place, place + many);
  return [removed(list, gone), list.filter((one) => !gone.includes(one))] as const;
}

/** Everything that can be found, without regard to order. */
function found(list: readonly Item[]) {
  return {
    byName: ['a', 'b', 'c', 'd'].map((name) => new Set(all(list, byName, name))),
    byKind: ['x', 'y', 'z'].map((kind) => new Set(all(list, byKind, kind))),
  };
}

function scanned(list: readonly Item[]) {
  return {
    byName: ['a', 'b', 'c', 'd'].map((name) => new Set(list.filter((one) => one.name === name))),
    byKind: ['x', 'y', 'z'].map((kind) => new Set(list.filter((one) => one.kind === kind))),
  };
}

it('finds in every list what a look at each item would find, also in lists that others have taken the place of', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
      const lists: (readonly Item[])[] = [[]];
      for (const one of changes) {
        const before = lists.at(-1) ?? [];
        all(before, byName, 'a');
        const [list, plain] = after(before, one);
        expect(list).toEqual(plain);
        lists.push(list);
      }
      for (const list of lists) expect(found(list)).toEqual(scanned(list));
    }),
    { numRuns: 500 },
  );
});

it('finds in the order of the list', () => {
  const one: Item = { name: 'a' };
  const two: Item = { name: 'b' };
  const three: Item = { name: 'a' };
  const list = added([one, two], three);
  expect(all(list, byName, 'a')).toEqual([one, three]);
  expect(first(list, byName, 'a')).toBe(one);
  expect(all(replaced(list, one, { name: 'a', kind: 'x' }), byName, 'a')).toEqual([{ name: 'a', kind: 'x' }, three]);
  expect(all(replaced(list, one, { name: 'b' }), byName, 'b')).toEqual([two, { name: 'b' }]);
  expect(first(list, byName, 'c')).toBeUndefined();
  expect(() => replaced(list, { name: 'a' }, one)).toThrow('The item is not in the list.');
  expect(() => removed(list, [{ name: 'a' }])).toThrow('The item is not in the list.');
});

it('looks at no more than what changed, however many changes there were', () => {
  let looks = 0;
  const byCounted = ({ name }: Item) => {
    looks++;
    return name;
  };
  let list: readonly Item[] = Array.from({ length: 1000 }, (_, index) => ({ name: `item ${index}` }));
  all(list, byCounted, 'item 0');
  looks = 0;
  for (let index = 0; index < 1000; index++) list = added(list, { name: `more ${index}` });
  list = replaced(list, list[0] as Item, { name: 'another' });
  list = removed(list, list.slice(1, 3));
  expect(looks).toBeLessThan(1010);
  expect(all(list, byCounted, 'more 999')).toHaveLength(1);
  expect(all(list, byCounted, 'item 1')).toEqual([]);
});
