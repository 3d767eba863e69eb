// docs/reliability.md: its table of promises, from test/reliability/promises.json and the figures of the last full runs.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [BEGIN, END] = ['<!-- figures: written by npm run test:long -->', '<!-- end of figures -->'];

/** Where the page is, and the figures that it shows. */
export const page = join(root, 'docs/reliability.md');
const record = join(root, 'docs/reliability.json');

export function promises() {
  return JSON.parse(readFileSync(join(root, 'test/reliability/promises.json'), 'utf8'));
}

/** The page with the figures that are known now. */
export function written() {
  const text = readFileSync(page, 'utf8');
  const [start, end] = [text.indexOf(BEGIN), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`${page} has lost the marks between which the figures go.`);
  const figures = JSON.parse(readFileSync(record, 'utf8'));
  return `${text.slice(0, start + BEGIN.length)}\n\n${table(figures)}\n\n${text.slice(end)}`;
}

/** Keeps what a command of its own has counted for a promise. */
export function note(id, counts) {
  keep({ [id]: { ...circumstances(), passed: 0, failed: 0, skipped: 0, counts } });
}

/** When and on what something is tried. */
export function circumstances() {
  return { day: new Date().toISOString().slice(0, 10), node: process.versions.node };
}

/** Keeps figures, each by the id of its promise, and shows them on the page. */
export function keep(figures) {
  const known = { ...JSON.parse(readFileSync(record, 'utf8')), ...figures };
  writeFileSync(record, `${JSON.stringify(known, null, 2)}\n`);
  writeFileSync(page, written());
}

function table(figures) {
  const head = ['', 'Promise', 'Asked', 'Last full run', 'Where'];
  const rows = promises().map(({ id, promise, asked, tests, command }) => {
    const where = [...tests.map((file) => `[${file.replace(/^test\//, '').replace(/\.test\.ts$/, '')}](../${file})`)];
    if (command !== undefined) where.push(`\`${command}\``);
    return [id, promise, asked, reached(figures[id]), where.join(', ')];
  });
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function reached(figure) {
  if (figure === undefined) return 'only what `npm test` tries';
  const { day, node, seed, passed, failed, skipped, counts } = figure;
  const counted = Object.entries(counts).map(([of, count]) => `${count.toLocaleString('en')} ${of}`);
  const tests = `${passed} of ${passed + failed} tests${skipped > 0 ? `, ${skipped} skipped` : ''}`;
  const about = [day, `Node ${node}`, ...(seed === undefined ? [] : [`seed ${seed}`])].join(', ');
  return `${[...counted, ...(passed + failed > 0 ? [tests] : [])].join('; ')} (${about})`;
}
