import type { Messages } from '../messages/index.ts';
import { safe } from './text.ts';

type Json = Readonly<Record<string, unknown>>;
const MOST_LINES = 4;

/** How many statements a policy document has; undefined when it is no policy document. */
export function statementCount(text: string): number | undefined {
  const policy = parsed(text);
  return policy === undefined ? undefined : statements(policy).length;
}

/** Which parts of a policy differ, never the whole text of it. */
export function policyChanges(messages: Messages, from: string, to: string): string[] {
  const [before, after] = [parsed(from), parsed(to)];
  if (before === undefined || after === undefined) return [messages.values.policyDiffers];
  const [old, wanted] = [partsOf(before, messages), partsOf(after, messages)];
  const lines = [
    ...[...wanted].filter(([name]) => !old.has(name)).map(([name]) => `+ ${name}`),
    ...[...wanted].filter(([name, text]) => old.has(name) && old.get(name) !== text).map(([name]) => `~ ${name}`),
    ...[...old.keys()].filter((name) => !wanted.has(name)).map((name) => `- ${name}`),
  ];
  if (lines.length === 0) return [messages.values.policyDiffers];
  const rest = lines.length - MOST_LINES;
  // Escapes of the JSON text are characters again by now.
  const shown = lines.slice(0, MOST_LINES).map(safe);
  return rest > 0 ? [...shown, messages.values.more(rest)] : shown;
}

/** The top-level elements and the statements, each by name; a statement without a Sid goes by its number. */
function partsOf(policy: Json, messages: Messages): Map<string, string> {
  const tops = Object.entries(policy).filter(([key]) => key !== 'Statement');
  return new Map([
    ...tops.map(([key, value]) => [key, JSON.stringify(value)] as const),
    ...statements(policy).map(
      (statement, i) => [messages.values.statement(nameOf(statement, i)), JSON.stringify(statement)] as const,
    ),
  ]);
}

function nameOf(statement: unknown, index: number): string {
  const sid = isObject(statement) ? statement.Sid : undefined;
  return typeof sid === 'string' && sid !== '' ? sid : String(index + 1);
}

function statements(policy: Json): readonly unknown[] {
  const { Statement } = policy;
  if (Array.isArray(Statement)) return Statement;
  return Statement === undefined ? [] : [Statement];
}

function parsed(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
