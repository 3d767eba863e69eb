import { homedir } from 'node:os';

/**
 * Whatever a terminal might obey or hide: control characters, BiDi and other format characters (zero width among
 * them), lone surrogates, line and paragraph separators, and the Hangul fillers that look like nothing.
 */
const HOSTILE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u3164\uffa0]/gu;

/** Text from outside, made harmless: `\u{1b}` is seen instead of obeyed. */
export function safe(text: string): string {
  return text.replace(HOSTILE, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}

/** The same for JSON text: escapes that every JSON parser turns back. Everything that JSON itself escapes is done already. */
export function safeJson(json: string): string {
  const unit = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return json.replace(HOSTILE, (char) => char.split('').map(unit).join(''));
}

/** Makes every string inside harmless, whatever holds it. */
export function safely<T>(value: T): T {
  if (typeof value === 'string') return safe(value) as T;
  if (Array.isArray(value)) return value.map(safely) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, safely(inner)])) as T;
}

/** Columns that a terminal gives to the text: Hangul and other wide characters and emoji 2, combining ones 0. */
export function width(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length;
  let total = 0;
  for (const { segment } of graphemes().segment(text)) total += widthOfOne(segment);
  return total;
}

let segmenter: Intl.Segmenter | undefined;

/** Made when it is first needed: it takes 10 ms, and much text is ASCII. */
function graphemes(): Intl.Segmenter {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter;
}

function widthOfOne(grapheme: string): number {
  if (/\p{Emoji_Presentation}|\ufe0f/u.test(grapheme)) return 2;
  let total = 0;
  for (const char of grapheme) total += widthOfCodePoint(char);
  return total;
}

function widthOfCodePoint(char: string): number {
  if (/[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff]/u.test(char)) return 0;
  const code = char.codePointAt(0) ?? 0;
  return WIDE.some(([first, last]) => first <= code && code <= last) ? 2 : 1;
}

/** Blocks that hold wide and full-width characters (Unicode, EastAsianWidth W and F), emoji apart. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6f],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18df2],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

/** Fills up with spaces; longer text stays as it is. */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - width(text)));
}

/**
 * Lines of at most `columns` columns, broken at spaces, the second and later ones indented. A word that is too long for
 * a line is broken inside, but an address never is: in one piece it can be clicked and copied. A command of ours, which
 * a text may end with, is broken between its words only, with what a shell takes for one line: half a command that was
 * copied would do something else.
 */
export function wrap(text: string, columns: number, indent = 0): string[] {
  const [prose, command] = commandIn(text);
  const lines: string[] = [];
  let line = '';
  const room = () => Math.max(8, columns - (lines.length === 0 ? 0 : indent));
  const add = (word: string, glue: string, isWhole: boolean, more: number) => {
    const longer = line === '' ? word : `${line} ${word}`;
    if (width(longer) + more <= room()) {
      line = longer;
      return;
    }
    if (line !== '') lines.push(`${line.trimEnd()}${glue}`);
    const pieces = isWhole ? [word] : chop(word, room());
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? '';
  };
  for (const word of prose) add(word, '', isAddress(word), 0);
  for (const [i, word] of command.entries()) {
    add(word, i === 0 ? '' : CONTINUED, true, i === command.length - 1 ? 0 : CONTINUED.length);
  }
  lines.push(line);
  return lines.map((piece, i) => (i === 0 || piece === '' ? piece : ' '.repeat(indent) + piece));
}

const CONTINUED = ' \\';

/** The words of a text, and those of the command that it ends with: its name is one, and so is what is in quotes. */
function commandIn(text: string): readonly [prose: string[], command: string[]] {
  const at = text.search(/(?<=^| )(npx sso-setup|aws s3 ls)(?= |$)/);
  if (at < 0) return [text.split(' '), []];
  const words = text.slice(at).match(/^(?:npx sso-setup|aws s3 ls)|(?:'[^']*'|\\'|[^ '])+|'/g) ?? [];
  return [at === 0 ? [] : text.slice(0, at - 1).split(' '), words];
}

/** A path as people write it: their home is `~`. */
export function shownPath(path: string, home = homedir()): string {
  return safe(path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path);
}

/** Whether a word is an address that somebody may want to click. */
export function isAddress(word: string): boolean {
  return /^https?:\/\/[^\s<>]+$/.test(word);
}

function chop(word: string, columns: number): string[] {
  const pieces: string[] = [];
  let [piece, used] = ['', 0];
  for (const { segment } of graphemes().segment(word)) {
    const more = width(segment);
    if (used > 0 && used + more > columns) {
      pieces.push(piece);
      [piece, used] = ['', 0];
    }
    piece += segment;
    used += more;
  }
  return [...pieces, piece];
}
