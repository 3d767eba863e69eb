import { broken, type Issue, type Path, shown } from './check.ts';
import { isMapping } from './cross.ts';
import { keyMeant, keysAt } from './known.ts';
import type { RuleId } from './rule-ids.ts';

/** A content that is read as it was meant. */
interface Meant {
  /** Without keys that settings do not have. */
  readonly data: unknown;
  /** The keys that settings do not have. */
  readonly slips: readonly Issue[];
  /** An issue of the data, where it stands in the file; undefined where only a slip is to blame for it. */
  asWritten(issue: Issue): Issue | undefined;
}

/** What may be wrong with a value because it belongs to another key than was guessed. */
const OF_A_SLIP: ReadonlySet<RuleId> = new Set(['wrongType', 'unquoted', 'noValue']);

/** Puts the keys that were meant instead of those that were mistyped, so that one slip is told as one. */
export function asMeant(written: unknown): Meant {
  const slips: Issue[] = [];
  /** The keys as they were typed, by the place of the key that was meant. */
  const typed = new Map<string, string>();
  const whereTyped = (path: Path) => path.map((part, index) => typed.get(placeOf(path.slice(0, index + 1))) ?? part);

  const read = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((item: unknown, index) => read(item, [...path, index]));
    const known = keysAt(path);
    if (!isMapping(value) || known === undefined) return value;
    const taken = new Set(Object.keys(value));
    const pairs = Object.entries(value).flatMap(([key, inner]) => {
      if (known.includes(key)) return [[key, read(inner, [...path, key])] as const];
      const { here, suggestion } = keyMeant(path, key);
      slips.push({
        ...broken('unknownKey', { key: shown(key) }, { suggestion }),
        path: [...whereTyped(path), key],
        on: 'key',
      });
      if (here === undefined || taken.has(here)) return [];
      taken.add(here);
      typed.set(placeOf([...path, here]), key);
      return [[here, read(inner, [...path, here])] as const];
    });
    return Object.fromEntries(pairs);
  };

  return {
    data: read(written, []),
    slips,
    asWritten: (issue) => {
      const isOfSlip = OF_A_SLIP.has(issue.rule) && typed.has(placeOf(issue.path));
      return isOfSlip ? undefined : { ...issue, path: whereTyped(issue.path) };
    },
  };
}

function placeOf(path: Path): string {
  return JSON.stringify(path);
}
