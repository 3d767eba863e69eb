import { expect, test } from 'vitest';
import { asWritten, sameName } from '../../src/names.ts';
import { Problem } from '../../src/problem.ts';
import { findAdaptively } from '../../src/steps/adaptive.ts';

const many = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ id: `${from + i}`, name: `n${from + i}` }));

/** A list in pages of ten, what was asked about it, and what was told. */
function aList(size: number) {
  const all = many(size);
  const asked: string[] = [];
  const told: number[] = [];
  const known = { pages: 0 };
  const find = (...names: string[]) =>
    findAdaptively<{ id: string; name: string }>(
      new Set(names),
      (item) => item.name,
      asWritten,
      async (token = '0') => {
        asked.push(`page ${token}`);
        const from = Number(token) * 10;
        return { items: all.slice(from, from + 10), next: from + 10 < size ? `${Number(token) + 1}` : undefined };
      },
      async (name) => {
        asked.push(name);
        return all.find((item) => item.name === name);
      },
      known,
      (done) => told.push(done),
    );
  return { find, asked, told, known };
}

test('what fits on a page is read at once, also what is not wanted, and again the next time', async () => {
  const { find, asked, told, known } = aList(7);
  expect([...(await find('n3')).keys()].sort()).toEqual(many(7).map(({ name }) => name));
  expect(known).toEqual({ pages: 1 });
  await find('n3');
  expect(asked).toEqual(['page 0', 'page 0']);
  expect(told).toEqual([]);
});

test('paging ends where looking up the rest is shorter, and the next look begins there', async () => {
  const { find, asked } = aList(1_000);
  const first = await find('n3', 'n999');
  expect([first.get('n3')?.id, first.get('n999')?.id]).toEqual(['3', '999']);
  const pages = asked.filter((one) => one.startsWith('page'));
  expect(asked).toEqual([...pages, 'n999']);
  expect(pages.length).toBeLessThan(5);
  asked.length = 0;
  const second = await find('n999');
  expect([...second.keys()]).toEqual(['n999']);
  expect(asked).toEqual(['n999']);
});

test('a list is read on for as long as many are missing, and how far is told', async () => {
  const { find, asked, told } = aList(1_000);
  const names = many(1_000).map(({ name }) => name);
  expect((await find(...names)).size).toBe(1_000);
  // The last few are looked up.
  expect(asked.slice(0, 90)).toEqual(Array.from({ length: 90 }, (_, page) => `page ${page}`));
  expect(asked.filter((one) => one.startsWith('n')).length).toBeLessThan(50);
  expect(told.slice(0, 3)).toEqual([110, 120, 130]);
  expect(told.length).toBeGreaterThan(80);
});

test('many look-ups are told, few are not', async () => {
  const { find, told } = aList(5_000);
  await find('n4000', 'n4001');
  expect(told).toEqual([]);
  await find(...many(400, 4_000).map(({ name }) => name));
  expect(told.length).toBeGreaterThan(100);
});

test('what is not there is looked for once, however often it is spelled alike, and is absent', async () => {
  const { find, asked } = aList(7);
  const found = await find('nobody');
  expect(found.has('nobody')).toBe(false);
  expect(asked).toEqual(['page 0']);
});

test('a list whose token has expired is begun anew, and no more than three times', async () => {
  const stale = new Problem('refused', { code: 'ValidationException' });
  const asked: string[] = [];
  const find = (refusals: number) =>
    findAdaptively<{ id: string; name: string }>(
      new Set(many(20).map(({ name }) => name)),
      (item) => item.name,
      asWritten,
      async (token = 'first') => {
        asked.push(token);
        if (token === 'first') return { items: many(10), next: 'second' };
        if (asked.filter((one) => one === 'second').length <= refusals) throw stale;
        return { items: many(10, 10), next: '' };
      },
      async () => undefined,
      { pages: 0 },
      () => {},
    );
  expect((await find(2)).size).toBe(20);
  expect(asked).toEqual(['first', 'second', 'first', 'second', 'first', 'second']);
  asked.length = 0;
  await expect(find(3)).rejects.toBe(stale);
  expect(asked).toEqual(['first', 'second', 'first', 'second', 'first', 'second']);
});

test('what a list has twice, in another spelling than the wanted one, is found once', async () => {
  const item = { id: '1', name: 'KIM' };
  const found = await findAdaptively<{ id: string; name: string }>(
    new Set(['kim', 'lee']),
    ({ name }) => name,
    sameName,
    async (token) => (token === undefined ? { items: [item], next: 'second' } : { items: [item], next: '' }),
    async () => undefined,
    { pages: 0 },
    () => {},
  );
  expect([...found]).toEqual([['kim', item]]);
});
