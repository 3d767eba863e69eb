/**
 * A JSON value in lines that are no wider than `columns`, and the same value when they are copied: on one line if it
 * fits, else indented as deep as the room allows. A text is never broken; one that is wider than the room stands alone.
 */
export function jsonLines(value: unknown, columns: number): string[] {
  const short = JSON.stringify(value);
  if (short.length <= columns) return [short];
  const tries = [2, 1, 0].map((indent) => laidOut(value, columns, indent));
  return tries.find((lines) => lines.every((line) => line.length <= columns)) ?? laidOut(value, columns, 0);
}

/** @param before the key, @param after the comma */
function laidOut(value: unknown, columns: number, indent: number, before = '', after = ''): string[] {
  const text = JSON.stringify(value);
  const line = before + text + after;
  if (line.length <= columns) return [line];
  if (typeof value !== 'object' || value === null) return before === '' ? [line] : [before.trimEnd(), text + after];
  const inside = columns - indent;
  const parts = Array.isArray(value)
    ? packed(value, inside, indent)
    : Object.entries(value).flatMap(([key, one], i, all) =>
        laidOut(one, inside, indent, `${JSON.stringify(key)}: `, i < all.length - 1 ? ',' : ''),
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return [before + open, ...parts.map((part) => ' '.repeat(indent) + part), close + after];
}

/** The items of a list, as many texts on a line as fit. */
function packed(items: readonly unknown[], columns: number, indent: number): string[] {
  const lines: string[] = [];
  for (const [i, item] of items.entries()) {
    const more = laidOut(item, columns, indent, '', i < items.length - 1 ? ',' : '');
    const joined = `${lines.at(-1) ?? ''} ${more[0]}`;
    const fits = typeof item === 'string' && lines.length > 0 && joined.length <= columns;
    if (fits) lines.splice(-1, 1, joined);
    else lines.push(...more);
  }
  return lines;
}
