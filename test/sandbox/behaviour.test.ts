import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const folder = import.meta.dirname;
const contract = readFileSync(`${folder}/../../src/sandbox/BEHAVIOUR.md`, 'utf8');
const sentences = [...contract.matchAll(/^- (S\d+) /gm)].map((found) => found[1]);
const titles = readdirSync(folder)
  .filter((name) => name.startsWith('behaviour-'))
  .flatMap((name) => [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/^\s*it\('(S\d+) /gm)])
  .map((found) => found[1]);

it('has one test for each sentence of BEHAVIOUR.md, and no other', () => {
  const inOrder = [...titles].sort((a, b) => Number(a?.slice(1)) - Number(b?.slice(1)));
  expect(inOrder).toEqual(sentences);
});

/** The pages are counted on their own. */
const firstOfPages = 300;

it('numbers the sentences of BEHAVIOUR.md from 1, and those of the pages from 300, without a gap', () => {
  const pages = sentences.indexOf(`S${firstOfPages}`);
  const number = (index: number) => (index < pages ? index + 1 : firstOfPages + index - pages);
  expect(sentences).toEqual(sentences.map((_, index) => `S${number(index)}`));
  expect(sentences.length).toBeGreaterThan(150);
});
