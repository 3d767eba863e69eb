import { type CliKey, type CliSection, cliSectionName, DEFAULTS, readAsCli } from './cli-reader.ts';
import { readAsSdk, type SdkSection, sdkSectionName } from './sdk-reader.ts';
import { isSameSection, type SectionName } from './section.ts';
import { Unusable } from './unusable.ts';

/** A text as the two kinds of readers see it. */
export interface BothViews {
  readonly cli: readonly CliSection[];
  readonly sdk: readonly SdkSection[];
}

/** Throws Unusable where one of them refuses the whole file. */
export function bothViewsOf(lines: readonly string[]): BothViews {
  return { cli: readAsCli(lines), sdk: readAsSdk(lines) };
}

/** The keys that the AWS CLI has for a section: its own, and the defaults. Where two have the name, the last. */
export function cliKeysOf(sections: readonly CliSection[], wanted: SectionName): Map<string, CliKey> | undefined {
  const own = sections.findLast(({ header }) => isSameSection(cliSectionName(header), wanted));
  const defaults = sections.filter(({ header }) => header === DEFAULTS);
  return own && new Map([...defaults, own].flatMap(({ keys }) => [...keys]));
}

/** The keys that the SDK has for a section that has one header. */
export function sdkKeysOf(sections: readonly SdkSection[], wanted: SectionName): SdkSection['keys'] | undefined {
  return sections.find(({ header }) => isSameSection(sdkSectionName(header), wanted))?.keys;
}

/**
 * The one section of that name; undefined when there is none.
 *
 * @throws Unusable duplicateSection (two headers for the same, in different spelling: the AWS CLI takes the last, the
 *   SDK both), oddHeader (a header that only one of the readers takes for it, or a person only)
 */
export function findSection({ cli, sdk }: BothViews, wanted: SectionName): CliSection | undefined {
  const forCli = cli.filter(({ header }) => isSameSection(cliSectionName(header), wanted));
  const forSdk = sdk.filter(({ header }) => isSameSection(sdkSectionName(header), wanted));
  const meant = [...cli, ...sdk].filter(({ header }) => isMeant(header, wanted));
  const isForBoth = ({ line }: { line: number }) => [forCli, forSdk].every((list) => list.some((s) => s.line === line));
  const odd = [...forCli, ...forSdk, ...meant].find((section) => !isForBoth(section));
  if (odd !== undefined) throw new Unusable('oddHeader', { line: odd.line + 1, detail: odd.header });
  const [first, second] = forCli;
  if (second !== undefined) throw new Unusable('duplicateSection', { line: second.line + 1, detail: second.header });
  return first;
}

/** Somebody who reads `[ profile  a ]` takes it for the profile `a`; neither reader does. */
function isMeant(header: string, { kind, name }: SectionName): boolean {
  const words = header.trim().split(/\s+/);
  const isDefault = kind === 'profile' && name === 'default' && words.length === 1 && words[0] === 'default';
  return isDefault || (words.length === 2 && words[0] === kind && words[1]?.replace(/^(["'])(.*)\1$/, '$2') === name);
}
