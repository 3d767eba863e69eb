import type { RuleId } from './rules.ts';

/** One thing that is wrong with what was asked for: in a file, a flag, the environment or an answer. */
export interface Trouble {
  readonly rule: RuleId;
  /** For the message of the rule; plain strings, escaped by whoever shows them. */
  readonly facts: Readonly<Record<string, string>>;
  /** `permissionSets[0].sessionDuration`, or the flag: `--session-duration`. */
  readonly path: string;
  /** Where in the file; absent for flags and answers. */
  readonly at?: {
    readonly file: string;
    /** From 1. */
    readonly line: number;
    /** From 1, in characters. */
    readonly column: number;
    /** How many characters the caret underlines, at least 1. */
    readonly length: number;
    /** The line of the file, as it stands there. */
    readonly source: string;
  };
  /** What was probably meant. */
  readonly suggestion?: string;
  /** A value that would pass. */
  readonly example?: string;
}

/** Wrong flags, settings or environment: all of it at once, before anything is sent to AWS. */
export class BadSettings extends Error {
  override readonly name = 'BadSettings';
  readonly troubles: readonly Trouble[];
  constructor(troubles: readonly Trouble[]) {
    super(troubles.map((trouble) => `${trouble.path}: ${trouble.rule}`).join('; '));
    this.troubles = troubles;
  }
}

/** Something that only a person can say. */
export interface Question {
  readonly id: QuestionId;
  /** `--email` */
  readonly flag: string;
  /** `users[0].email` */
  readonly key: string;
  /** Offered first; what an empty answer means. */
  readonly suggestion?: string;
  /** The value as it is now, to be changed. */
  readonly now?: string;
  /** To choose from, instead of typing. */
  readonly options?: readonly Option[];
  /** Any number of the options; the answer has commas between them. */
  readonly several?: true;
  /** The trimmed answer breaks this rule, or is fine. */
  check(answer: string): Trouble | undefined;
}
export type QuestionId =
  | 'region'
  | 'email'
  | 'userName'
  | 'givenName'
  | 'familyName'
  | 'group'
  | 'permissionSet'
  | 'ownPermissionSet'
  | 'policies'
  | 'sessionDuration'
  | 'relayState'
  | 'accounts'
  | 'alias'
  | 'cliProfile';

/** One of several answers. */
export interface Option {
  readonly value: string;
  /** What stands beside the value, or instead of a value that is a word of ours. */
  readonly text?: OptionText;
}
export type OptionText =
  /** Leads to the same question, to be answered by typing. */
  | { readonly id: 'other' }
  | { readonly id: 'none' | 'own' | 'management' | 'all' | 'some' }
  | { readonly id: 'region' }
  | { readonly id: 'duration' }
  | { readonly id: 'account'; readonly name: string };

/** The answer that leads to typing one. */
export const OTHER = 'other';

export type { Source } from './settings.ts';
