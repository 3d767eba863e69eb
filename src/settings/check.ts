import type { RuleId } from './rule-ids.ts';
import type { Trouble } from './trouble.ts';

/** A rule that a value breaks; where the value came from is added by whoever knows. */
export interface Broken {
  readonly rule: RuleId;
  readonly facts: Readonly<Record<string, string>>;
  readonly suggestion?: string;
  readonly example?: string;
}

/** The value breaks this rule, or is fine. */
export type Check<T = string> = (value: T) => Broken | undefined;

/** Where something stands in the settings: keys and list positions from the top. */
export type Path = readonly (string | number)[];

/** A broken rule inside the settings, and what of it the caret underlines. */
export interface Issue extends Broken {
  readonly path: Path;
  readonly on: 'key' | 'value' | 'parent';
}

const LONGEST_SHOWN = 60;

/** A value for a message: cut to 60 characters. */
export function shown(value: string): string {
  const characters = [...value.slice(0, 2 * LONGEST_SHOWN)];
  return characters.length > LONGEST_SHOWN ? `${characters.slice(0, LONGEST_SHOWN - 1).join('')}…` : value;
}

/** Puts what is known about a broken rule together, leaving out what is not. */
export function broken(
  rule: RuleId,
  facts: Readonly<Record<string, string>>,
  help: { suggestion?: string | undefined; example?: string | undefined } = {},
): Broken {
  return {
    rule,
    facts,
    ...(help.suggestion !== undefined && { suggestion: help.suggestion }),
    ...(help.example !== undefined && { example: help.example }),
  };
}

/** The trouble of a flag, an environment variable or an answer. */
export function troubleAt(path: string, fault: Broken): Trouble {
  return { ...fault, path };
}

/** `permissionSets[0].tags.team`, as a person would write it. */
export function pathText(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\w-]+$/.test(part)) return `[${JSON.stringify(shown(part))}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}
