import type { AwsPortal } from '../portal.ts';
import type { SimulatedAws } from '../simulated-aws.ts';
import type { WireResponse } from '../wire.ts';
import type { Seals } from './cookies.ts';
import type { Language } from './language.ts';
import type { Texts } from './texts.en.ts';

/** What the pages show and act on. */
export interface PageDeps {
  readonly aws: Pick<SimulatedAws, 'world' | 'console'>;
  readonly portal: AwsPortal;
}

/** A request for a page, after everything that all pages have in common. */
export interface Visit extends PageDeps {
  /** Without a slash at the end. */
  readonly path: string;
  /** Without the language. */
  readonly query: URLSearchParams;
  /** Of a POST, which a form of this visitor's own has sent. */
  readonly form: URLSearchParams | undefined;
  readonly language: Language;
  readonly texts: Texts;
  /** What the forms of this page have to bring. */
  readonly token: string;
  readonly seals: Seals;
  readonly cookies: string | undefined;
}

/** One site: it knows its own path, and whether `visit.form` is there. */
export type Site = (visit: Visit) => WireResponse;

/** The address of this page, with these parameters set, or taken away where they are undefined. */
export function addressOf(
  { path, query }: Pick<Visit, 'path' | 'query'>,
  changes: Readonly<Record<string, string | undefined>> = {},
): string {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined) changed.delete(name);
    else changed.set(name, value);
  }
  const text = changed.toString();
  return text === '' ? path : `${path}?${text}`;
}

/** The text of what was refused. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
