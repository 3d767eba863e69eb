import { type BothViews, cliKeysOf, sdkKeysOf } from './both-readers.ts';
import { type CliSection, cliSectionName } from './cli-reader.ts';
import { type SdkSection, sdkSectionName } from './sdk-reader.ts';
import { isSameSection, type SectionEdit, type SectionName } from './section.ts';
import { Unusable } from './unusable.ts';

/**
 * Makes sure that both readers read the edit in the new text, and everything else as before.
 *
 * @throws Unusable oddKey with a line of the text before
 */
export function assertAgreed(before: BothViews, after: BothViews, edit: SectionEdit): void {
  const odd = Object.keys(edit.keys).find((key) => !isReadByBoth(after, edit, key));
  if (odd !== undefined) throw oddKey(before, edit.section, odd);
  const isSame =
    sameText(cliRest(before.cli, edit), cliRest(after.cli, edit)) &&
    sameText(sdkRest(before.sdk, edit, editedLines(before.cli, edit)), sdkRest(after.sdk, edit, new Set()));
  if (!isSame) throw oddKey(before, edit.section, undefined);
}

function isReadByBoth({ cli, sdk }: BothViews, { section, keys }: SectionEdit, key: string): boolean {
  const values = [cliKeysOf(cli, section)?.get(key)?.value, sdkKeysOf(sdk, section)?.get(key)?.value];
  return values.every((value) => value === keys[key]);
}

/** To blame is the line that stands in the way, if it is known, or else the section. */
function oddKey({ cli, sdk }: BothViews, wanted: SectionName, key: string | undefined): Unusable {
  const section = cli.find(({ header }) => isSameSection(cliSectionName(header), wanted));
  const read = key === undefined ? [] : [sdkKeysOf(sdk, wanted)?.get(key), cliKeysOf(cli, wanted)?.get(key), section];
  const line = (read.find((found) => found !== undefined) ?? section)?.line;
  return new Unusable('oddKey', { line: line === undefined ? line : line + 1, detail: key });
}

/** The lines that the edited keys had. */
function editedLines(sections: readonly CliSection[], { section, keys }: SectionEdit): ReadonlySet<number> {
  const own = sections.filter(({ header }) => isSameSection(cliSectionName(header), section));
  const edited = own.flatMap((one) => [...one.keys.values()]).filter(({ name }) => Object.hasOwn(keys, name));
  return new Set(edited.flatMap(({ line, end }) => Array.from({ length: end - line }, (_, index) => line + index)));
}

/** What the AWS CLI reads besides the edit. */
function cliRest(sections: readonly CliSection[], edit: SectionEdit): unknown[] {
  return sections.flatMap(({ header, keys }) => {
    const isOwn = isSameSection(cliSectionName(header), edit.section);
    const rest = [...keys.values()].filter(({ name }) => !isOwn || !Object.hasOwn(edit.keys, name));
    return isOwn && rest.length === 0 ? [] : [[header, ...rest.map(({ name, value }) => [name, value])]];
  });
}

/** What the SDK reads besides the edit, and besides what it made of the lines in which the AWS CLI saw edited keys. */
function sdkRest(sections: readonly SdkSection[], edit: SectionEdit, edited: ReadonlySet<number>): unknown[] {
  return sections.flatMap(({ header, keys }) => {
    const isOwn = isSameSection(sdkSectionName(header), edit.section);
    const isEdited = (key: string, line: number) => isOwn && (Object.hasOwn(edit.keys, key) || edited.has(line));
    const rest = [...keys].filter(([key, { line }]) => !isEdited(key, line));
    return isOwn && rest.length === 0 ? [] : [[header, ...rest.map(([key, { value }]) => [key, value])]];
  });
}

function sameText(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
