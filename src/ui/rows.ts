import type { Look } from './look.ts';
import { isAddress, pad, width, wrap } from './text.ts';

/** One line with a mark, a label and a value in columns, and a word at its end. */
export interface Row {
  readonly sign?: string;
  /** Paints the sign; the sign alone already tells the meaning. */
  readonly paint?: (sign: string) => string;
  readonly label: string;
  readonly value: string;
  /** Stands in a column of its own when there is room. */
  readonly tail?: string;
  /** Columns before the sign. */
  readonly indent?: number;
  /** The column where values start. */
  readonly at: number;
}

const TAIL_ROOM = 18;

/** Draws a row; a long value goes on below itself, a long label gets a line of its own. */
export function row(look: Look, { sign = '', paint, label, value, tail = '', indent = 2, at }: Row): string[] {
  const start = ' '.repeat(indent) + (sign === '' ? '' : `${sign} `);
  const values = wrap(value, look.columns - at).map((line) => outdented(' '.repeat(at) + line, look.columns));
  const [first = '', ...more] = values;
  const fits = width(start + label) < at && (first.trim() === '' || first.startsWith(' '.repeat(at)));
  const lines = fits
    ? [(pad(start + label, at) + first.slice(at)).trimEnd(), ...more]
    : [
        ...(label === '' && sign === '' ? [] : wrap(label, look.columns - width(start))).map((line) => start + line),
        ...values,
      ];
  const whole = withTail(look, lines, tail, at);
  return paint === undefined
    ? whole
    : whole.map((line, i) => (i === 0 ? line.replace(sign, (text) => paint(text)) : line));
}

/** An address that does not fit into its column stands alone, further left, in one piece. */
function outdented(line: string, columns: number): string {
  const word = line.trim();
  if (width(line) <= columns || !isAddress(word)) return line;
  return ' '.repeat(Math.max(0, Math.min(4, columns - width(word)))) + word;
}

function withTail(look: Look, lines: readonly string[], tail: string, at: number): string[] {
  if (tail === '') return [...lines];
  const [only = ''] = lines;
  const column = Math.max(width(only) + 2, look.columns - TAIL_ROOM);
  if (lines.length === 1 && column + width(tail) <= look.columns) return [pad(only, column) + tail];
  if (lines.length === 1 && width(only) + 2 + width(tail) <= look.columns) return [`${only}  ${tail}`];
  return [...lines, ...wrap(tail, look.columns - at).map((line) => ' '.repeat(at) + line)];
}

/** Labels and values in two columns; rows without a value are left out. Labels get at least `wide` columns. */
export function block(
  look: Look,
  rows: readonly (readonly [label: string, value: string | readonly string[] | undefined])[],
  indent = 2,
  wide = 0,
): string[] {
  const filled = rows.flatMap(([label, value]) => {
    const values = (typeof value === 'string' ? [value] : (value ?? [])).filter((text) => text !== '');
    return values.map((text, i) => [i === 0 ? label : '', text] as const);
  });
  const at = indent + Math.min(28, Math.max(wide, ...filled.map(([label]) => width(label)))) + 3;
  return filled.flatMap(([label, value]) => row(look, { label, value, indent, at }));
}

/** Prose; the second and later lines stand under the first. */
export function prose(look: Look, text: string, indent = 2): string[] {
  return wrap(text, look.columns - indent).map((line) => outdented(' '.repeat(indent) + line, look.columns));
}

/** A line that heads what follows. */
export function heading(look: Look, text: string, indent = 2): string[] {
  return prose(look, text, indent).map((line) => look.paint.bold(line));
}

/** `✖ title`, the second and later lines under the first. */
export function marked(look: Look, sign: string, paint: (sign: string) => string, text: string, indent = 0): string[] {
  const [first = '', ...more] = wrap(text, look.columns - indent - 2);
  const space = ' '.repeat(indent);
  return [`${space}${paint(sign)} ${first}`, ...more.map((line) => `${space}  ${line}`)];
}

/** A command with what it is for: on one line when it fits, else below. */
export function command(look: Look, label: string, text: string, indent = 2): string[] {
  const line = `${' '.repeat(indent)}${label}  ${text}`;
  if (width(line) <= look.columns) return [line];
  return [...prose(look, label, indent), ...prose(look, text, indent + 2)];
}

/** The column where values start behind the names of steps: the same on every screen. */
export function valueColumn(look: Look, numbers: Numbers = NO_NUMBERS): number {
  const gap = numbers.count === 0 ? 3 : 2;
  return 4 + Math.max(...Object.values(look.messages.steps).map(width)) + gap + numberRoom(numbers);
}

/** The numbers of the lines of a plan, by step and key; none where they are not numbered. What is told in one line has one. */
export interface Numbers {
  readonly of: ReadonlyMap<string, number>;
  readonly count: number;
}
export const NO_NUMBERS: Numbers = { of: new Map(), count: 0 };

/** A label with the step's number before it. */
export function numbered(numbers: Numbers, step: string, key: string, label: string): string {
  if (numbers.count === 0) return label;
  const number = numbers.of.get(`${step} ${key}`);
  return `${number === undefined ? '' : number}`.padEnd(numberRoom(numbers)) + label;
}

function numberRoom({ count }: Numbers): number {
  return count === 0 ? 0 : String(count).length + 1;
}
