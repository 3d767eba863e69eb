import type { Trouble } from '../settings/trouble.ts';
import type { Look } from './look.ts';
import { marked, prose } from './rows.ts';
import { pad, safe, safely, width, wrap } from './text.ts';

/** Settings that are wrong: each with its place, the rule it breaks, and what would be right. */
export function troubleLines(look: Look, troubles: readonly Trouble[]): string[] {
  const { lines } = look.messages;
  const files = new Set(troubles.map((trouble) => trouble.at?.file));
  const [file] = files;
  const what = files.size === 1 && file !== undefined ? safe(file) : lines.theSettings;
  const at = Math.min(30, Math.max(0, ...troubles.map((trouble) => width(place(trouble))))) + 5;
  return [
    ...marked(look, look.signs.failed, look.paint.red, lines.badSettings(what, troubles.length)),
    ...troubles.flatMap((trouble) => ['', ...oneTrouble(look, trouble, at)]),
  ];
}

/** `sso-setup.yaml:6:1`, or the flag. */
function place({ at, path }: Trouble): string {
  return safe(at === undefined ? path : `${at.file}:${at.line}:${at.column}`);
}

/** The rule that is broken, behind the setting's name; a flag's name stands before it already. */
export function troubleText({ messages }: Pick<Look, 'messages'>, { rule, facts, path, at }: Trouble): string {
  const sentence = messages.rules[rule](facts);
  return at === undefined || path === '' ? sentence : `${path} ${sentence}`;
}

/** The rule itself, and what was probably meant or a value that would pass. */
export function hintText({ messages }: Pick<Look, 'messages'>, trouble: Trouble): string {
  const { rule, facts, suggestion, example } = trouble;
  const meant = suggestion === undefined ? undefined : messages.lines.suggestion(suggestion);
  const shown = example === undefined ? undefined : messages.lines.example(example);
  return [messages.ruleHints[rule]?.(facts), meant ?? shown].filter(Boolean).join(', ');
}

function oneTrouble(look: Look, given: Trouble, at: number): string[] {
  const message = troubleText(look, safely(given));
  const hint = hintText(look, safely(given));
  const where = `  ${place(given)}`;
  const head =
    width(where) + 2 <= at
      ? wrap(message, look.columns - at).map((line, i) => pad(i === 0 ? where : '', at) + line)
      : [...prose(look, place(given)), ...prose(look, message, 4)];
  return [
    ...head,
    ...(given.at === undefined ? (hint === '' ? [] : prose(look, hint, 4)) : sourceLines(look, given.at, hint)),
  ];
}

const GUTTER = 7;

/** The line of the file with a caret under the part that is meant; wide characters count two. */
function sourceLines(look: Look, at: NonNullable<Trouble['at']>, hint: string): string[] {
  const room = look.columns - GUTTER - 3;
  const part = (from: number, to?: number) => safe(at.source.slice(from, to));
  const length = Math.max(1, at.length);
  const before = keepEnd(look, part(0, at.column - 1), Math.max(8, room - Math.max(12, width(part(at.column - 1)))));
  const meant = keepStart(look, part(at.column - 1, at.column - 1 + length), room - width(before));
  const after = keepStart(look, part(at.column - 1 + length), room - width(before) - width(meant));
  const caret = look.paint.red('^'.repeat(Math.max(1, Math.min(width(meant), room - width(before)))));
  const gutter = (label: string) => `${label.padStart(GUTTER)} ${look.signs.bar} `;
  const underline = ' '.repeat(width(before)) + caret;
  const used = width(before) + Math.max(1, width(meant));
  if (hint === '') return [gutter(String(at.line)) + before + meant + after, gutter('') + underline];
  const beside = used + 3 + width(hint) <= room;
  return [
    (gutter(String(at.line)) + before + meant + after).trimEnd(),
    gutter('') + underline + (beside ? `   ${hint}` : ''),
    ...(beside ? [] : wrap(hint, room).map((line) => gutter('') + line)),
  ];
}

function keepStart({ signs }: Look, text: string, room: number): string {
  if (width(text) <= room) return text;
  let kept = '';
  for (const char of text) {
    if (width(kept + char + signs.more) > room) break;
    kept += char;
  }
  return room >= width(signs.more) ? kept + signs.more : '';
}

function keepEnd({ signs }: Look, text: string, room: number): string {
  if (width(text) <= room) return text;
  let kept = '';
  for (const char of [...text].reverse()) {
    if (width(char + kept + signs.more) > room) break;
    kept = char + kept;
  }
  return signs.more + kept;
}
