import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkConfig, editConfig, readSection } from '../../src/aws-config/config-text.ts';
import type { SectionEdit } from '../../src/aws-config/section.ts';
import { Unusable } from '../../src/aws-config/unusable.ts';
import { cases, held, SEED } from '../helpers/promises.ts';
import { anyConfig, anyEdits } from './any-config.ts';
import { PROFILE, SESSION, triedOr } from './helpers.ts';

const RUNS = cases(400, 10_000);
const OURS = /^\s*\[(profile\s+["']?admin["']?|sso-session ["']?my-sso["']?)\]/;

const linesWithEndings = (text: string) => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** What is not in our sections, found without the code under test. */
function outside(text: string): string {
  let isOurs = false;
  return linesWithEndings(text)
    .filter((line) => {
      if (/^\s*\[/.test(line)) isOurs = OURS.test(line);
      return !isOurs;
    })
    .join('');
}

/** The lines of our sections that are neither headers nor about one of these keys, without their endings. */
function unnamed(text: string, edits: readonly SectionEdit[]): string[] {
  const names = edits.flatMap(({ keys }) => Object.keys(keys));
  const isNamed = (line: string) => names.some((name) => new RegExp(`^\\s*${name}\\s*[=:]`, 'i').test(line));
  return linesWithEndings(text)
    .map((line) => line.replace(/\r?\n$/, ''))
    .filter((line) => !isNamed(line));
}

const ending = (text: string) => /\r?\n/.exec(text)?.[0] ?? '\n';

/** The text with a section at its end, as a person would write it. */
function withSection(text: string, { section, keys }: SectionEdit): string {
  const said = Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${value}`]));
  if (said.length === 0) return text;
  const isOpen = text !== '' && !text.endsWith('\n');
  const last = linesWithEndings(text).at(-1) ?? '';
  const added = [...(last.trim() === '' ? [] : ['']), `[${section.kind} ${section.name}]`, ...said];
  const whole = added.map((line) => line + ending(text)).join('');
  return isOpen ? text + ending(text) + whole.replace(/\r?\n$/, '') : text + whole;
}

describe(`In ${RUNS} files, whatever is edited`, () => {
  test('nothing is refused, every byte outside of our sections stays, and doing it again changes nothing', () => {
    let refused = 0;
    fc.assert(
      fc.property(anyConfig, anyEdits, (text, edits) => {
        const after = triedOr(() => editConfig(text, edits));
        if (after instanceof Unusable) return void refused++;
        const before = outside(text);
        expect(outside(after).slice(0, before.length)).toBe(before);
        expect(outside(after).slice(before.length)).toMatch(/^(\r?\n){0,2}$/);
        expect(unnamed(after, edits)).toEqual(expect.arrayContaining(unnamed(text, edits)));
        expect(editConfig(after, edits)).toBe(after);
        expect(checkConfig(Buffer.from(after))).toBe(after);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    process.stderr.write(`${RUNS} edits, ${refused} refused\n`);
    expect(refused).toBe(0);
    held('C1', RUNS, 'random files');
  });

  test('what was added can be taken away again, and the original is left', () => {
    fc.assert(
      fc.property(anyConfig, anyEdits, (text, edits) => {
        let wanted = text;
        for (const edit of edits) {
          const known = readSection(text, edit.section);
          if (known === undefined) {
            const added = withSection(wanted, edit);
            expect(triedOr(() => editConfig(wanted, [edit]))).toBe(added);
            wanted = added;
          } else expectUndone(text, edit, known);
        }
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  /** Only new keys, each with a value, and then each without. */
  function expectUndone(text: string, { section, keys }: SectionEdit, known: ReadonlyMap<string, string>): void {
    const added = Object.entries(keys).filter(([key, value]) => value !== undefined && !known.has(key));
    const after = triedOr(() => editConfig(text, [{ section, keys: Object.fromEntries(added) }]));
    if (after instanceof Unusable) return;
    const none = Object.fromEntries(added.map(([key]) => [key, undefined]));
    expect(editConfig(after, [{ section, keys: none }])).toBe(text);
  }
});

test('the generator makes files with our sections, and without', () => {
  const files = fc.sample(anyConfig, { numRuns: 300, seed: 1 });
  for (const section of [PROFILE, SESSION]) {
    const having = files.filter((text) => readSection(text, section) !== undefined).length;
    expect(having).toBeGreaterThan(50);
    expect(having).toBeLessThan(290);
  }
});
