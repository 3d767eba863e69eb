import { sdkPart } from './sdk-reader.ts';
import { indentForCli, trimEndForCli, trimForCli } from './white-space.ts';

/**
 * The line of a key with another value, as both readers read it; the same line where it says that already. Indent and
 * the spaces around `=` stay. A comment at its end, which the AWS CLI would take for a part of the value, gets a line of
 * its own before; `REGION: x` becomes `region= x`.
 */
export function rewriteLine(line: string, key: string, value: string): string[] {
  const delimiter = line.search(/[=:]/);
  const indent = line.slice(0, indentForCli(line));
  const before = line.slice(trimEndForCli(line.slice(0, delimiter)).length, delimiter);
  const rest = line.slice(delimiter + 1);
  const after = rest.slice(0, indentForCli(rest)) || (trimForCli(rest) === '' ? before : '');
  const comment = line.slice(sdkPart(line).length).trim();
  const end = comment === '' ? trailingSpace(rest) : '';
  const whole = `${indent}${key}${before}=${after}${value}${end}`;
  return comment === '' ? [whole] : [indent + comment, whole];
}

/** Nothing where there is nothing but space. */
function trailingSpace(text: string): string {
  return trimForCli(text) === '' ? '' : text.slice(trimEndForCli(text).length);
}
