import type { SectionName } from './section.ts';
import { shellWords } from './shell-words.ts';
import { Unusable } from './unusable.ts';
import { indentForCli, trimEndForCli, trimForCli } from './white-space.ts';

/** A key as the AWS CLI reads it. Lines are counted from 0. */
export interface CliKey {
  /** In lower case. */
  readonly name: string;
  /** Several lines where indented ones follow; it starts with a line feed where the line of the key itself is empty. */
  readonly value: string;
  readonly line: number;
  /** The line after its last one; comments and empty lines after the value do not belong to it. */
  readonly end: number;
}

export interface CliSection {
  /** What is between the brackets. */
  readonly header: string;
  readonly line: number;
  readonly keys: ReadonlyMap<string, CliKey>;
}

/** The section whose keys every other one has, to the AWS CLI. */
export const DEFAULTS = 'DEFAULT';

/**
 * The sections of a text as the AWS CLI reads it, in order: Python's `RawConfigParser()._read` (run
 * with 3.11 and 3.13; before 3.10 a header ended at its first bracket), and what botocore 1.43 `configloader.py` adds.
 * There are no comments at the end of a line to it.
 *
 * @throws Unusable duplicateSection, duplicateKey, notAConfig, where the AWS CLI refuses the whole file
 */
export function readAsCli(lines: readonly string[]): CliSection[] {
  const reading = new Reading();
  for (const [index, line] of lines.entries()) reading.take(line, index);
  return reading.sections();
}

/** What the AWS CLI takes the header for; undefined: neither a profile nor a session. (`build_profile_map`) */
export function cliSectionName(header: string): SectionName | undefined {
  if (header === 'default') return { kind: 'profile', name: 'default' };
  const kind = (['profile', 'sso-session'] as const).find((word) => header.startsWith(word));
  const words = kind === undefined ? undefined : shellWords(header);
  const [, name] = words?.length === 2 ? words : [];
  return kind === undefined || name === undefined ? undefined : { kind, name };
}

interface Growing {
  readonly name: string;
  readonly line: number;
  /** With the line of each. */
  readonly values: [text: string, line: number][];
}

class Reading {
  readonly #sections: { header: string; line: number; keys: Map<string, Growing> }[] = [];
  /** Headers, and keys with the header of their section. */
  readonly #seen = new Set<string>();
  #key: Growing | undefined;
  #indent = 0;

  sections(): CliSection[] {
    for (const { header, keys } of this.#sections) {
      for (const key of keys.values()) if (this.#isUsed(header, key.name)) assertNested(key);
    }
    return this.#sections.map(({ header, line, keys }) => ({
      header,
      line,
      keys: new Map([...keys].map(([name, key]) => [name, wholeKey(key)])),
    }));
  }

  /** A default that every section has its own for is never looked at. */
  #isUsed(header: string, name: string): boolean {
    return header !== DEFAULTS || this.#sections.some((one) => one.header !== DEFAULTS && !one.keys.has(name));
  }

  take(line: string, index: number): void {
    const text = trimForCli(line);
    if (text.startsWith('#') || text.startsWith(';')) return;
    const indent = indentForCli(line);
    if (text === '') this.#key?.values.push(['', index]);
    else if (this.#key !== undefined && indent > this.#indent) this.#key.values.push([text, index]);
    else {
      this.#indent = indent;
      this.#takeStart(text, index);
    }
  }

  #takeStart(text: string, index: number): void {
    // greedy, and not to the end of the line
    const header = /^\[([^\n]+)\]/.exec(text)?.[1];
    if (header === undefined) this.#takeKey(text, index);
    else this.#takeHeader(header, index);
  }

  #takeHeader(header: string, line: number): void {
    const known = this.#seen.has(header) && header !== DEFAULTS;
    if (known) throw new Unusable('duplicateSection', { line: line + 1, detail: header });
    this.#seen.add(header);
    this.#sections.push({ header, line, keys: new Map() });
    this.#key = undefined;
  }

  #takeKey(text: string, line: number): void {
    const section = this.#sections.at(-1);
    const delimiter = text.search(/[=:]/);
    if (section === undefined || delimiter <= 0) throw new Unusable('notAConfig', { line: line + 1 });
    const name = trimEndForCli(text.slice(0, delimiter)).toLowerCase();
    const place = `${section.header}\n${name}`;
    if (this.#seen.has(place)) throw new Unusable('duplicateKey', { line: line + 1, detail: name });
    this.#seen.add(place);
    this.#key = { name, line, values: [[trimForCli(text.slice(delimiter + 1)), line]] };
    section.keys.set(name, this.#key);
  }
}

function wholeKey({ name, line, values }: Growing): CliKey {
  const end = (values.findLast(([text]) => text !== '')?.[1] ?? line) + 1;
  return { name, value: wholeValue(values), line, end: Math.max(end, line + 1) };
}

function wholeValue(values: Growing['values']): string {
  return trimEndForCli(values.map(([text]) => text).join('\n'));
}

/** What Python's `splitlines` takes for ends of lines, besides the usual ones. */
const MORE_LINE_ENDS = new RegExp(`[${'\v\f\x1c\x1d\x1e\x85\u2028\u2029'}]`);

/** botocore's `_parse_nested`: each line of a nested value has a key of its own. */
function assertNested({ values }: Growing): void {
  if (!wholeValue(values).startsWith('\n')) return;
  for (const [text, line] of values) {
    const parts = text.split(MORE_LINE_ENDS).filter((part) => trimForCli(part) !== '');
    if (parts.some((part) => !part.includes('='))) throw new Unusable('notAConfig', { line: line + 1 });
  }
}
