import type { SectionName } from './section.ts';
import { Unusable } from './unusable.ts';

/** A section as the SDK for JavaScript reads it. Lines are counted from 0. */
export interface SdkSection {
  readonly header: string;
  readonly line: number;
  /** The last of each; `s3.region` for one that is nested. */
  readonly keys: ReadonlyMap<string, { readonly value: string; readonly line: number }>;
}

/**
 * The sections of a text as the SDK for JavaScript reads it, in order, those that it leaves out included: `parseIni` of
 * @smithy/core 3.41. The same header twice gives two sections here; the SDK merges them.
 *
 * @throws Unusable oddHeader for the one name that it refuses the whole file for
 */
export function readAsSdk(lines: readonly string[]): SdkSection[] {
  const reading = new Reading();
  for (const [index, line] of lines.entries()) reading.take(line, index);
  return reading.sections;
}

/** Where the SDK stops to read a line: at a `#` or `;` after white space. */
export function sdkPart(line: string): string {
  const comment = line.search(/(^|\s)[;#]/);
  return comment < 0 ? line : line.slice(0, comment);
}

/** What the SDK takes the header for; undefined: neither a profile nor a session. */
export function sdkSectionName(header: string): SectionName | undefined {
  if (header === 'default') return { kind: 'profile', name: 'default' };
  const [, word, , name] = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/.exec(header) ?? [];
  if (word !== undefined && name !== undefined) return named(word, name);
  // how the SDK keeps a section; a header that looks like that is taken for one
  const dot = header.indexOf('.');
  return dot < 0 ? undefined : named(header.slice(0, dot), header.slice(dot + 1));
}

function named(kind: string, name: string): SectionName | undefined {
  return kind === 'profile' || kind === 'sso-session' ? { kind, name } : undefined;
}

class Reading {
  readonly sections: (SdkSection & { readonly keys: Map<string, { value: string; line: number }> })[] = [];
  #nestedIn: string | undefined;

  take(whole: string, line: number): void {
    const text = sdkPart(whole).trim();
    if (text.startsWith('[') && text.endsWith(']')) this.#takeHeader(text.slice(1, -1), line);
    else this.#takeKey(text, whole.trimStart() !== whole, line);
  }

  #takeHeader(header: string, line: number): void {
    if (/^(profile )?__proto__$/.test(header)) throw new Unusable('oddHeader', { line: line + 1, detail: header });
    this.#nestedIn = undefined;
    this.sections.push({ header, line, keys: new Map() });
  }

  #takeKey(text: string, isIndented: boolean, line: number): void {
    const delimiter = text.indexOf('=');
    if (delimiter <= 0) return;
    const name = text.slice(0, delimiter).trim();
    const value = text.slice(delimiter + 1).trim();
    if (value === '') this.#nestedIn = name;
    else {
      if (!isIndented) this.#nestedIn = undefined;
      const key = this.#nestedIn === undefined ? name : `${this.#nestedIn}.${name}`;
      this.sections.at(-1)?.keys.set(key, { value, line });
    }
  }
}
