import type { Run, Style } from './cells.ts';

/** Sizes in pixels. */
const CELL = { width: 8.4, height: 19, font: 14 };
const EDGE = 20;
const BAR = 34;

const FONTS =
  "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Noto Sans Mono','Noto Sans Mono CJK KR',D2Coding,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',monospace";

/** Every one of them has a contrast of more than 4.5 to 1 on the dark ground. */
const COLOURS = ['8b949e', 'ff7b72', '7ee787', 'e3b341', '79c0ff', 'd2a8ff', '76e3ea', 'e6edf3'];

export interface Picture {
  readonly lang: string;
  readonly title: string;
  /** What stands in the bar of the window. */
  readonly command: string;
  readonly columns: number;
  readonly lines: readonly (readonly Run[])[];
  /** The same as text, for those who do not see it. */
  readonly text: string;
}

/** A terminal's window as SVG: no scripts, no fonts, nothing from elsewhere. */
export function svgOf({ lang, title, command, columns, lines, text }: Picture): string {
  const size = { w: round(columns * CELL.width + 2 * EDGE), h: BAR + lines.length * CELL.height + EDGE };
  const drawn = lines.flatMap((runs, row) => runs.map((run) => textOf(run, BAR + (row + 1) * CELL.height - 5)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.w} ${size.h}" width="${size.w}" height="${size.h}" role="img" aria-labelledby="t d" lang="${lang}">
<title id="t">${escaped(title)}</title>
<desc id="d">${escaped(text)}</desc>
<style>text{font-size:${CELL.font}px;font-family:${FONTS};fill:#e6edf3}.b{font-weight:700}.d{fill:#9198a1}${COLOURS.map((hex, index) => `.c${index}{fill:#${hex}}`).join('')}</style>
<rect x=".5" y=".5" width="${size.w - 1}" height="${size.h - 1}" rx="9" fill="#0d1117" stroke="#3d444d"/>
<circle cx="20" cy="17" r="5.5" fill="#ff5f57"/><circle cx="38" cy="17" r="5.5" fill="#febc2e"/><circle cx="56" cy="17" r="5.5" fill="#28c840"/>
<text x="${size.w / 2}" y="22" text-anchor="middle" class="d">${escaped(command)}</text>
<g xml:space="preserve" aria-hidden="true">
${drawn.join('\n')}
</g>
</svg>
`;
}

function textOf({ column, columns, text, style }: Run, y: number): string {
  const names = classesOf(style);
  const looks = names.length === 0 ? '' : ` class="${names.join(' ')}"`;
  const place = `x="${round(EDGE + column * CELL.width)}" y="${y}" textLength="${round(columns * CELL.width)}"`;
  return `<text ${place}${looks}>${escaped(text)}</text>`;
}

function classesOf({ bold, dim, colour }: Style): string[] {
  return [bold && 'b', dim && 'd', colour !== undefined && `c${colour % 10}`].filter((name) => name !== false);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
