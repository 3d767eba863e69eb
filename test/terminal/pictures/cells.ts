import { width } from '../../../src/ui/text.ts';

/** How text looks; a colour is a number of SGR, 30 to 37 or 90 to 97. */
export interface Style {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly colour: number | undefined;
}

/** Text that looks the same, from one column on; its characters are all equally wide. */
export interface Run {
  readonly column: number;
  readonly columns: number;
  readonly text: string;
  readonly style: Style;
}

const PLAIN: Style = { bold: false, dim: false, colour: undefined };

/** Lines with SGR sequences, as tmux gives them, as runs of text. Other looks than a picture has are left out. */
export function runsOf(screen: string): Run[][] {
  let style = PLAIN;
  return screen.split('\n').map((line) => {
    const runs: Run[] = [];
    let column = 0;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is how SGR sequences begin
    for (const [, codes, text = ''] of line.matchAll(/\x1b\[([\d;]*)m|([^\x1b]+)/g)) {
      if (codes !== undefined) style = restyled(style, codes);
      for (const piece of pieces(text)) {
        const columns = width(piece);
        if (piece.trim() !== '') runs.push({ column, columns, text: piece, style });
        column += columns;
      }
    }
    return runs;
  });
}

/** Cut where there are two spaces or more, and where Latin letters, signs and wide characters meet: columns stay columns. */
function pieces(text: string): string[] {
  const cut: string[] = [];
  let before: string | undefined;
  for (const part of text.match(/ {2,}|./gsu) ?? []) {
    const kind = part.startsWith('  ') ? 'gap' : part < '\u2000' ? 'letter' : width(part) === 2 ? 'wide' : 'sign';
    if (kind === before) cut.push((cut.pop() ?? '') + part);
    else cut.push(part);
    before = kind;
  }
  return cut;
}

function restyled(before: Style, codes: string): Style {
  let style = before;
  for (const code of codes.split(';').map(Number)) {
    if (code === 0) style = PLAIN;
    else if (code === 1) style = { ...style, bold: true };
    else if (code === 2) style = { ...style, dim: true };
    else if (code === 22) style = { ...style, bold: false, dim: false };
    else if (code === 39) style = { ...style, colour: undefined };
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) style = { ...style, colour: code };
  }
  return style;
}
