import { cliKeysOf } from './both-readers.ts';
import { cliSectionName, readAsCli } from './cli-reader.ts';
import { linesOf } from './lines.ts';
import type { SectionName } from './section.ts';
import { Unusable } from './unusable.ts';

export { editConfig } from './edit-config.ts';

/** Bytes; a config file is a few thousand. */
export const MOST_BYTES = 1_000_000;

const LINE_FEED = 0x0a;

/**
 * The text of a config file that both readers can read.
 *
 * @throws Unusable bom, notUtf8, nul, loneCr, tooLarge, and where the AWS CLI refuses the whole file: duplicateSection,
 *   duplicateKey, notAConfig
 */
export function checkConfig(bytes: Uint8Array): string {
  if (bytes.length > MOST_BYTES) throw new Unusable('tooLarge');
  const text = decode(bytes);
  if (text === undefined) throw new Unusable('notUtf8', { line: firstBadLine(bytes) });
  if (text.startsWith('\uFEFF')) throw new Unusable('bom', { line: 1 });
  assertWithout(text, /\0/, 'nul');
  assertWithout(text, /\r(?!\n)/, 'loneCr');
  readAsCli(textLines(text));
  return text;
}

/**
 * What a section says to the AWS CLI, with the keys in lower case; undefined when there is no such section. To the AWS
 * CLI there are no comments at the end of a line: they are in the value. A key with nested lines has the value `''`.
 *
 * @throws Unusable as {@link checkConfig}, for what a text can have
 */
export function readSection(text: string, section: SectionName): ReadonlyMap<string, string> | undefined {
  const keys = cliKeysOf(readAsCli(textLines(text)), section);
  return keys && new Map([...keys].map(([name, { value }]) => [name, value.startsWith('\n') ? '' : value]));
}

/** The profiles and sessions that the AWS CLI reads, in order; the names may be any. Throws as {@link readSection}. */
export function sectionsOf(text: string): SectionName[] {
  return readAsCli(textLines(text)).flatMap(({ header }) => cliSectionName(header) ?? []);
}

function textLines(text: string): string[] {
  return linesOf(text).map((line) => line.text);
}

function assertWithout(text: string, what: RegExp, reason: 'nul' | 'loneCr'): void {
  const at = text.search(what);
  if (at >= 0) throw new Unusable(reason, { line: text.slice(0, at).split('\n').length });
}

/** A byte order mark stays; undefined when it is not UTF-8. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** From 1. Line by line, because a decoder does not say where it stopped. */
function firstBadLine(bytes: Uint8Array): number {
  let start = 0;
  for (let line = 1; ; line++) {
    const end = bytes.indexOf(LINE_FEED, start);
    if (end < 0 || decode(bytes.subarray(start, end)) === undefined) return line;
    start = end + 1;
  }
}
