import { assertAgreed } from './agreement.ts';
import { type BothViews, bothViewsOf, findSection } from './both-readers.ts';
import type { CliKey, CliSection } from './cli-reader.ts';
import { endingOf, isOpen, type Line, linesOf, textOf } from './lines.ts';
import { rewriteLine } from './rewrite-line.ts';
import { assertWritable, headerOf, type SectionEdit } from './section.ts';
import { Unusable } from './unusable.ts';

/**
 * The text in which the sections say what they should, to the AWS CLI and to the SDK for JavaScript alike. Lines that
 * need no change stay, byte by byte; a text that needs none is given back as it is. What else the two readers read in
 * the file, they read afterwards too.
 *
 * New keys go after the last one of their section, new sections to the end. Whether there is something to do only this
 * can tell: a value that one reader reads may be none to the other.
 *
 * @throws Unusable where that cannot be done, and for a text that {@link checkConfig} would refuse
 * @throws TypeError for a name, key or value that must not be in such a file
 */
export function editConfig(text: string, edits: readonly SectionEdit[]): string {
  for (const edit of edits) assertWritable(edit);
  return edits.reduce(editSection, text);
}

function editSection(text: string, edit: SectionEdit): string {
  const lines = linesOf(text);
  const before = bothViewsOf(lines.map((line) => line.text));
  const section = findSection(before, edit.section);
  const edited = section === undefined ? withSection(lines, edit) : withKeys(lines, section, edit.keys);
  assertAgreed(before, viewsOf(edited), edit);
  return textOf(edited, { ending: endingOf(lines), open: isOpen(lines) });
}

function viewsOf(lines: readonly Line[]): BothViews {
  return bothViewsOf(lines.map((line) => line.text));
}

/** A line that gets the ending of the file. */
function newLine(text: string): Line {
  return { text, ending: '' };
}

function withSection(lines: readonly Line[], { section, keys }: SectionEdit): readonly Line[] {
  const said = keyLines(keys, () => true);
  if (said.length === 0) return lines;
  const isApart = lines.length === 0 || lines.at(-1)?.text.trim() === '';
  return [...lines, ...(isApart ? [] : [newLine('')]), newLine(headerOf(section)), ...said];
}

function keyLines(keys: SectionEdit['keys'], isWanted: (key: string) => boolean): Line[] {
  return Object.entries(keys).flatMap(([key, value]) =>
    value !== undefined && isWanted(key) ? [newLine(`${key} = ${value}`)] : [],
  );
}

function withKeys(lines: readonly Line[], section: CliSection, keys: SectionEdit['keys']): readonly Line[] {
  const known = [...section.keys.values()].filter(({ name }) => Object.hasOwn(keys, name));
  const changed = new Map(known.flatMap((key) => changesOf(lines, key, keys[key.name])));
  const last = [...section.keys.values()].at(-1)?.end ?? section.line + 1;
  const added = keyLines(keys, (key) => !section.keys.has(key));
  return [...lines.keys(), lines.length].flatMap((index) => [
    ...(index === last ? added : []),
    ...(changed.get(index) ?? lines.slice(index, index + 1)),
  ]);
}

/** What each line of a key becomes. */
function changesOf(lines: readonly Line[], key: CliKey, value: string | undefined): [number, Line[]][] {
  if (value === undefined) return lines.slice(key.line, key.end).map((_, index) => [key.line + index, []]);
  // whatever the lines after it say, somebody wanted it
  if (key.value.includes('\n')) throw new Unusable('oddKey', { line: key.line + 1, detail: key.name });
  return lines.slice(key.line, key.line + 1).map((line) => [key.line, changedLine(line, key.name, value)]);
}

function changedLine(line: Line, key: string, value: string): Line[] {
  const texts = rewriteLine(line.text, key, value);
  if (texts.length === 1 && texts[0] === line.text) return [line];
  return texts.map((text) => ({ text, ending: line.ending }));
}
