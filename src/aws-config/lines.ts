/** A line, and what ends it: `\n`, `\r\n`, or nothing at the end of a text. */
export interface Line {
  readonly text: string;
  readonly ending: string;
}

/** Joined again they are the text. Only the last one can be without an ending, and then it is not empty. */
export function linesOf(text: string): Line[] {
  const pieces = text.split('\n');
  const last = pieces.pop() ?? '';
  const whole = pieces.map((piece) =>
    piece.endsWith('\r') ? { text: piece.slice(0, -1), ending: '\r\n' } : { text: piece, ending: '\n' },
  );
  return last === '' ? whole : [...whole, { text: last, ending: '' }];
}

/** How a text ends its lines: the first ending in it. */
export function endingOf(lines: readonly Line[]): string {
  return lines[0]?.ending || '\n';
}

/** The last line has no ending. */
export function isOpen(lines: readonly Line[]): boolean {
  return lines.at(-1)?.ending === '';
}

/**
 * The text of lines that were changed. `ending` is for a line that has none; the last one has none when `open`, so that
 * a file without a line break at its end stays one.
 */
export function textOf(lines: readonly Line[], { ending, open }: { ending: string; open: boolean }): string {
  const last = lines.length - 1;
  return lines.map((line, index) => line.text + (open && index === last ? '' : line.ending || ending)).join('');
}
