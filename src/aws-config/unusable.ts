/** Why a config file is not read, or not changed. The messages of each are elsewhere: what is so, and what to do. */
export const UNUSABLE_REASONS = [
  /** A byte order mark at the start: the AWS CLI takes it for a part of the first line, and refuses the file. */
  'bom',
  'notUtf8',
  'nul',
  /** Carriage returns without a line feed: the ends of lines to the AWS CLI, white space to the SDK for JavaScript. */
  'loneCr',
  /** More than a config file is read: {@link MOST_BYTES}. */
  'tooLarge',
  /** The AWS CLI refuses the whole file; `detail`: the header. Or two headers name what is to be changed. */
  'duplicateSection',
  /** The AWS CLI refuses the whole file; `detail`: the key, in lower case. */
  'duplicateKey',
  /** A line that the AWS CLI refuses the whole file for. */
  'notAConfig',
  /** The header, `detail`, of a section to change is read by one of the two readers only, or by none. */
  'oddHeader',
  /** The two readers would read a key, `detail`, of a section to change differently, or the edit would change others. */
  'oddKey',
  /** A folder is there instead of the file. */
  'folder',
  /** Something else that is no file, like a device. */
  'notAFile',
  /** Symbolic links that lead nowhere. */
  'loop',
  /** `detail`: the code, as all below. */
  'noPermission',
  'unreadable',
  'unwritable',
  /** Somebody else kept changing the file while it was edited; no `detail`. */
  'changing',
] as const;
export type UnusableReason = (typeof UNUSABLE_REASONS)[number];

interface Facts {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly detail?: string | undefined;
}

/** The config file stays as it is, for a reason. Never a sentence. */
export class Unusable extends Error {
  override readonly name = 'Unusable';
  readonly reason: UnusableReason;
  /** As the caller named it; undefined where only a text was given. */
  readonly file: string | undefined;
  /** From 1, where one is to blame. */
  readonly line: number | undefined;
  /** The header of a section, a key, or the code of a system error. It may come from the file: escape it. */
  readonly detail: string | undefined;

  constructor(reason: UnusableReason, { file, line, detail }: Facts = {}, options: { cause?: unknown } = {}) {
    super([reason, file, line, detail].filter((fact) => fact !== undefined).join(' '), options);
    this.reason = reason;
    this.file = file;
    this.line = line;
    this.detail = detail;
  }

  /** The same about a file. */
  of(file: string): Unusable {
    return new Unusable(this.reason, { file, line: this.line, detail: this.detail }, { cause: this.cause });
  }
}
