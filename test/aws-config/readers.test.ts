import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkConfig, editConfig, readSection, sectionsOf } from '../../src/aws-config/config-text.ts';
import { linesOf } from '../../src/aws-config/lines.ts';
import { readAsSdk, sdkSectionName } from '../../src/aws-config/sdk-reader.ts';
import type { SectionEdit } from '../../src/aws-config/section.ts';
import { Unusable } from '../../src/aws-config/unusable.ts';
import { cases, held, SEED } from '../helpers/promises.ts';
import { anyConfig, anyEdits, hostileConfig } from './any-config.ts';
import { type Read, readByCli, readBySdk, someFiles, whyNoPython } from './both-programs.ts';
import { triedOr } from './helpers.ts';

const FILES = cases(400, 10_000);
const missing = whyNoPython();
if (missing !== undefined) process.stderr.write(`Only read by the SDK for JavaScript: ${missing}\n`);

const withPython = test.skipIf(missing !== undefined);

interface Case {
  readonly before: Uint8Array;
  readonly edits: readonly SectionEdit[];
  /** What checkConfig gives. */
  readonly text: string | Unusable;
  /** What editConfig gives, or the refusal of either. */
  readonly after: string | Unusable;
}

/** The files before and after their edits, and what the real readers make of them. */
async function readCases(files: fc.Arbitrary<string | Uint8Array>) {
  const all = fc.sample(fc.tuple(files, anyEdits), { numRuns: FILES, seed: SEED }).map(([file, edits]): Case => {
    const before = Buffer.from(file);
    const text = triedOr(() => checkConfig(before));
    return { before, edits, text, after: text instanceof Unusable ? text : triedOr(() => editConfig(text, edits)) };
  });
  const contents = all.flatMap(({ before, after }) => [before, after instanceof Unusable ? before : after]);
  const { paths, remove } = someFiles(contents);
  try {
    const cli = missing === undefined ? readByCli(paths) : undefined;
    const read = [];
    for (const [index, one] of all.entries()) {
      const [before = '', after = ''] = paths.slice(2 * index, 2 * index + 2);
      const sdk = { before: await readBySdk(before), after: await readBySdk(after) };
      read.push({ ...one, sdk, cli: { before: cli?.read[2 * index], after: cli?.read[2 * index + 1] } });
    }
    const edited = all.filter(({ after }) => !(after instanceof Unusable)).length;
    process.stderr.write(`${FILES} files, ${edited} edited, ${cli?.reader ?? 'no Python'}\n`);
    return read;
  } finally {
    remove();
  }
}

const isRefused = (read: Read | { refused: string } | undefined) => read !== undefined && 'refused' in read;

/** Nested values, which nobody edits here, as one text. */
const flat = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? value : '']));

/** What is read of everything but the named keys; sections that say nothing else are left out. */
function rest(read: Read, edits: readonly SectionEdit[]) {
  return (['profile', 'sso-session'] as const).flatMap((kind) =>
    Object.entries(read[kind]).flatMap(([name, values]) => {
      const edit = edits.find(({ section }) => section.kind === kind && section.name === name);
      const other = Object.entries(values).filter(([key]) => edit === undefined || !Object.hasOwn(edit.keys, key));
      return other.length === 0 ? [] : [{ kind, name, other }];
    }),
  );
}

/** What the reader has for the keys of an edit. */
const named = (read: Read, { section, keys }: SectionEdit) =>
  Object.fromEntries(Object.keys(keys).map((key) => [key, read[section.kind][section.name]?.[key]]));

describe.each([
  ['files as people have them', anyConfig, FILES / 2],
  ['hostile files', hostileConfig, FILES / 20],
] as const)(`Of ${FILES} %s`, (_, files: fc.Arbitrary<string | Uint8Array>, leastEdited) => {
  let all: Awaited<ReturnType<typeof readCases>> = [];
  beforeAll(async () => {
    all = await readCases(files);
  }, 600_000);
  afterAll(() => {
    all = [];
  });
  const edited = () => all.flatMap((one) => (typeof one.after === 'string' ? [{ ...one, after: one.after }] : []));

  test('many can be edited', () => {
    expect(edited().length).toBeGreaterThan(leastEdited);
  });

  withPython('those that the AWS CLI refuses are refused, and what is accepted the AWS CLI accepts, edited too', () => {
    for (const { text, after, cli } of all) {
      if (isRefused(cli.before)) expect(text).toBeInstanceOf(Unusable);
      if (typeof after === 'string') expect(cli.after).not.toHaveProperty('refused');
    }
  });

  withPython('none is refused for the sake of the AWS CLI that the AWS CLI accepts', () => {
    for (const { text, cli } of all) {
      const isForCli = text instanceof Unusable && /^(bom|duplicate|notAConfig)/.test(text.reason);
      if (isForCli && cli.before !== undefined) expect([text.message, cli.before]).toEqual([text.message, refusal]);
    }
  });
  const refusal = { refused: expect.any(String) };

  test('both readers read in our sections what was wanted', () => {
    for (const { after, edits, sdk, cli } of edited()) {
      for (const edit of edits) {
        expect([after, named(sdk.after, edit)]).toEqual([after, edit.keys]);
        if (cli.after !== undefined) expect([after, named(cli.after as Read, edit)]).toEqual([after, edit.keys]);
      }
    }
    held('C2', all.length, 'random files');
  });

  withPython('the AWS CLI reads everything else as before', () => {
    for (const { edits, cli } of edited()) {
      if (cli.after === undefined) continue;
      const before = cli.before as Read;
      // a section that is new has what [DEFAULT] says
      const isOld = ({ kind, name }: SectionEdit['section']) => Object.hasOwn(before[kind], name);
      expect(rest(cli.after as Read, edits).filter(isOld)).toEqual(rest(before, edits));
    }
  });

  withPython('our reading is that of the AWS CLI', () => {
    for (const { text, cli } of all) {
      if (typeof text !== 'string' || cli.before === undefined) continue;
      const ours = sectionsOf(text).map((section) => [section, Object.fromEntries(readSection(text, section) ?? [])]);
      const theirs = cli.before as Read;
      const names = (['profile', 'sso-session'] as const).flatMap((kind) =>
        Object.keys(theirs[kind]).map((name) => JSON.stringify({ kind, name })),
      );
      expect(new Set(ours.map(([section]) => JSON.stringify(section)))).toEqual(new Set(names));
      for (const [section, keys] of ours as [SectionEdit['section'], object][]) {
        expect([text, keys]).toEqual([text, flat(theirs[section.kind][section.name] ?? {})]);
      }
    }
  });

  test('our reading is that of the SDK for JavaScript', () => {
    for (const { text, sdk } of all) {
      if (typeof text !== 'string') continue;
      const merged: Record<string, Record<string, Record<string, string>>> = { profile: {}, 'sso-session': {} };
      const sections = readAsSdk(linesOf(text).map((line) => line.text));
      // `[profile default]` takes the place of `[default]`
      const hasOther = sections.some(({ header, keys }) => isProfileDefault(header) && keys.size > 0);
      for (const { header, keys } of sections) {
        const name = header === 'default' && hasOther ? undefined : sdkSectionName(header);
        if (name === undefined || keys.size === 0) continue;
        const values = Object.fromEntries([...keys].map(([key, { value }]) => [key, value]));
        merged[name.kind] = { ...merged[name.kind], [name.name]: { ...merged[name.kind]?.[name.name], ...values } };
      }
      expect([text, merged]).toEqual([text, sdk.before]);
    }
  });
  const isProfileDefault = (header: string) => header !== 'default' && sdkSectionName(header)?.name === 'default';
});
