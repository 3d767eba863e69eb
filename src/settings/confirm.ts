import { readFileSync } from 'node:fs';
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { broken } from './check.ts';
import { writeSettingsFile } from './save.ts';
import type { Confirmed } from './settings.ts';
import { BadSettings } from './trouble.ts';

/**
 * Notes in the settings file what a person confirmed, and on which day. Every other byte stays.
 *
 * @throws BadSettings when the file cannot be read or written, or is no settings file any more
 */
export function confirmInFile(path: string, confirmed: Confirmed): void {
  const text = readOrExplain(path);
  const changed = Object.entries(confirmed).reduce((now, [what, day]) => withEntry(now, what, day ?? ''), text);
  const { errors, contents } = parseDocument(changed, { version: '1.2' });
  if (errors.length > 0 || !isMap(contents)) throw unwritable(path, 'YAML');
  writeSettingsFile(path, changed, { overwrite: true });
}

function readOrExplain(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw unwritable(path, error instanceof Error && 'code' in error ? String(error.code) : 'read');
  }
}

function unwritable(path: string, code: string): BadSettings {
  return new BadSettings([{ ...broken('fileUnwritable', { file: path, code }), path }]);
}

/** The text with one entry of `confirmed:` set. */
function withEntry(text: string, what: string, day: string): string {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const { contents } = parseDocument(text, { version: '1.2' });
  const section = isMap(contents) ? pairOf(contents, 'confirmed') : undefined;
  if (section === undefined) {
    const end = text === '' || text.endsWith('\n') ? '' : newline;
    return `${text}${end}confirmed:${newline}  ${what}: ${day}${newline}`;
  }
  const map = section.value;
  if (!isMap(map) || !map.range) {
    const at = endOfKey(text, section);
    const [, end = at] = rangeOf(map) ?? [];
    return `${text.slice(0, at)}${newline}  ${what}: ${day}${text.slice(Math.max(at, end))}`;
  }
  const [from, to] = rangeOf(pairOf(map, what)?.value) ?? [];
  if (from !== undefined && to !== undefined) return text.slice(0, from) + day + text.slice(to);
  const [start] = map.range;
  if (map.flow) {
    const rest = text.slice(start + 1);
    return `${text.slice(0, start + 1)} ${what}: ${day}${/^\s*\}/.test(rest) ? ' ' : ','}${rest}`;
  }
  const indent = ' '.repeat(start - (text.lastIndexOf('\n', start - 1) + 1));
  return `${text.slice(0, start)}${what}: ${day}${newline}${indent}${text.slice(start)}`;
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  return isScalar(node) && node.range ? [node.range[0], node.range[1]] : undefined;
}

/** Behind the colon of a key whose value is empty. */
function endOfKey(text: string, { key }: Pair): number {
  const [, end = 0] = rangeOf(key) ?? [];
  return text.indexOf(':', end) + 1;
}
