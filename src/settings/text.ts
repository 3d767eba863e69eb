import { closeSync, openSync, readSync } from 'node:fs';
import { isNamedPipe } from '../whole-file.ts';
import { type Broken, broken } from './check.ts';
import { BadSettings, type Trouble } from './trouble.ts';

/** Bytes; a settings file or policy is a few thousand. */
const MOST_BYTES = 1_000_000;

/** Where the caret of a message points. */
export type Place = NonNullable<Trouble['at']>;

/** Reads a UTF-8 text of at most 1 MB; a byte order mark at its start is dropped. Throws BadSettings. */
export function readText(file: string, trouble: (fault: Broken, at?: Place) => Trouble): string {
  const bytes = readBytes(file, (fault) => new BadSettings([trouble(fault)]));
  const text = decode(bytes);
  if (text === undefined) throw new BadSettings([trouble(broken('fileNotUtf8', {}), firstBadByte(file, bytes))]);
  const nul = text.indexOf('\0');
  if (nul >= 0) throw new BadSettings([trouble(broken('fileHasNul', {}), new SourceText(file, text).place(nul, 1))]);
  return text;
}

/** Bounded, so that a device or an endless pipe ends as well. */
function readBytes(file: string, bad: (fault: Broken) => BadSettings): Buffer {
  const buffer = Buffer.alloc(MOST_BYTES + 1);
  let length = 0;
  // Whoever opens one waits for its other end, deaf to Ctrl-C.
  if (isNamedPipe(file)) throw bad(broken('fileUnreadable', { file, code: 'FIFO' }));
  try {
    const handle = openSync(file, 'r');
    try {
      for (let read = -1; read !== 0 && length < buffer.length; length += read) {
        read = readSync(handle, buffer, length, buffer.length - length, null);
      }
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'ENOENT' || code === 'ENOTDIR') throw bad(broken('fileMissing', { file }));
    if (code === 'EISDIR') throw bad(broken('fileIsFolder', { file }));
    throw bad(broken('fileUnreadable', { file, code }));
  }
  if (length > MOST_BYTES) throw bad(broken('fileTooBig', { file, max: '1 MB' }));
  return buffer.subarray(0, length);
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Line by line, because a decoder does not say where it stopped. */
function firstBadByte(file: string, bytes: Buffer): Place {
  let start = 0;
  for (let line = 1; ; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline < 0 ? bytes.length : newline;
    const piece = bytes.subarray(start, end);
    if (newline < 0 || decode(piece) === undefined) {
      const source = new TextDecoder().decode(piece).replace(/\r$/, '');
      return { file, line, column: Math.max(0, source.indexOf('\uFFFD')) + 1, length: 1, source };
    }
    start = end + 1;
  }
}

/** A text that knows its lines. */
export class SourceText {
  readonly file: string;
  readonly text: string;
  readonly #starts: number[] = [0];

  constructor(file: string, text: string) {
    this.file = file;
    this.text = text;
    for (let newline = text.indexOf('\n'); newline >= 0; newline = text.indexOf('\n', newline + 1)) {
      this.#starts.push(newline + 1);
    }
  }

  /** The place of an offset; the caret ends with its line. Columns and lengths are UTF-16 units, as `slice` takes them. */
  place(offset: number, length: number): Place {
    const line = this.#lineOf(offset);
    const start = this.#starts[line] ?? 0;
    const source = this.text.slice(start, this.#starts[line + 1] ?? this.text.length).replace(/\r?\n$/, '');
    const column = Math.min(offset - start, source.length) + 1;
    return {
      file: this.file,
      line: line + 1,
      column,
      length: Math.max(1, Math.min(length, source.length - column + 1)),
      source,
    };
  }

  /** From 0. */
  #lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
