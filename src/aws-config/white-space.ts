/** What Python's `isspace` and `\s` take for white space and JavaScript does not. */
const ONLY_TO_PYTHON = '\x1c\x1d\x1e\x1f\x85';
const ONLY_TO_JAVASCRIPT = '\uFEFF';

function isCliSpace(character: string): boolean {
  return ONLY_TO_PYTHON.includes(character) || (/\s/.test(character) && character !== ONLY_TO_JAVASCRIPT);
}

/** Python's `strip`. */
export function trimForCli(text: string): string {
  return trimEndForCli(text.slice(indentForCli(text)));
}

/** Python's `rstrip`. Not an expression, which would be slow for a long run of spaces inside. */
export function trimEndForCli(text: string): string {
  let end = text.length;
  while (end > 0 && isCliSpace(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** How many characters of white space a line starts with. */
export function indentForCli(line: string): number {
  let start = 0;
  while (start < line.length && isCliSpace(line.charAt(start))) start++;
  return start;
}
