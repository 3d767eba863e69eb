import { trimForCli } from './white-space.ts';

/** A section that is written: `[profile NAME]`, `[sso-session NAME]`, and `[default]` for the profile `default`. */
export interface SectionName {
  readonly kind: 'profile' | 'sso-session';
  readonly name: string;
}

/** What one section should say. `undefined`: the key should not be there. Keys that are not named stay. */
export interface SectionEdit {
  readonly section: SectionName;
  readonly keys: Readonly<Record<string, string | undefined>>;
}

/** The names that both readers find: those of `prefixKeyRegex` in @smithy/core 3.41. */
const NAME = /^[A-Za-z0-9_.@%:/+-]{1,64}$/;
const KEY = /^[a-z][a-z0-9_-]{0,63}$/;
/** Control characters, what else ends a line somewhere, and halves of characters, which UTF-8 cannot say. */
const UNWRITABLE = /[\p{Cc}\u2028\u2029\p{Cs}]/u;
/** Where the SDK for JavaScript sees a comment; to the AWS CLI it is a part of the value. */
const COMMENT = /(^|\s)[;#]/;

export function headerOf({ kind, name }: SectionName): string {
  return kind === 'profile' && name === 'default' ? '[default]' : `[${kind} ${name}]`;
}

export function isSameSection(a: SectionName | undefined, b: SectionName): boolean {
  return a?.kind === b.kind && a.name === b.name;
}

/** Throws TypeError for what must never be in the file, or what the two readers could not read the same. */
export function assertWritable({ section, keys }: SectionEdit): void {
  // the SDK refuses a whole file for the name `__proto__`
  if (!NAME.test(section.name) || section.name === '__proto__') throw notWritable('name', section.name);
  for (const [key, value] of Object.entries(keys)) {
    if (!KEY.test(key)) throw notWritable('key', key);
    if (value !== undefined && !isWritableValue(value)) throw notWritable('value', value);
  }
}

/** An empty value is a key to the AWS CLI and none to the SDK. */
function isWritableValue(value: string): boolean {
  const isTrimmed = value === value.trim() && value === trimForCli(value);
  return value !== '' && isTrimmed && !UNWRITABLE.test(value) && !COMMENT.test(value);
}

function notWritable(what: string, text: string): TypeError {
  return new TypeError(`not a ${what} for an AWS config file: ${JSON.stringify(text)}`);
}
