import type * as z from 'zod/mini';
import { asMeant } from './as-meant.ts';
import { type Broken, broken, type Issue, type Path, shown } from './check.ts';
import { at, crossIssues } from './cross.ts';
import { exampleAt } from './known.ts';
import { type FileContent, settingsSchema } from './schema.ts';

/** The parsed file, or everything that is wrong with it; at most one issue for each place. */
export function checkContent(written: unknown): { content: FileContent } | { issues: Issue[] } {
  const asItIs = settingsSchema.safeParse(written);
  if (asItIs.success) {
    const issues = crossIssues(written);
    return issues.length === 0 ? { content: asItIs.data } : { issues };
  }
  const { data, slips, asWritten } = asMeant(written);
  const shape = settingsSchema.safeParse(data).error?.issues.flatMap((issue) => shapeIssues(issue, data)) ?? [];
  const place = ({ path, on }: Issue) => JSON.stringify([path, on]);
  const places = new Set(shape.map(place));
  const found = [...shape, ...crossIssues(data).filter((issue) => !places.has(place(issue)))];
  return { issues: [...slips, ...found.flatMap((issue) => asWritten(issue) ?? [])] };
}

function shapeIssues(issue: z.core.$ZodIssue, data: unknown): Issue[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  switch (issue.code) {
    case 'invalid_type':
      return [typeIssue(path, at(data, path), issue.expected)];
    case 'invalid_union':
      return [typeIssue(path, at(data, path), 'policy')];
    case 'custom':
      return [{ ...faultOf(issue.params), path, on: 'value' }];
    default:
      return [{ ...broken('wrongType', { found: issue.code, expected: '' }), path, on: 'value' }];
  }
}

/** The rule that `keeps()` in the schema put into the zod issue. */
function faultOf(params: Readonly<Record<string, unknown>> | undefined): Broken {
  return params as unknown as Broken;
}

function typeIssue(path: Path, value: unknown, expected: string): Issue {
  const example = exampleAt(path);
  if (value === undefined) return { ...broken('missing', {}, { example }), path, on: 'parent' };
  if (value === null) return { ...broken('noValue', {}, { example }), path, on: 'value' };
  const kind = kindOf(value);
  if (expected === 'string' && (kind === 'number' || kind === 'boolean')) {
    const facts = { value: shown(String(value)), kind };
    return { ...broken('unquoted', facts, { suggestion: `"${String(value)}"` }), path, on: 'value' };
  }
  const facts = { found: kind, expected: KINDS[expected] ?? expected };
  return {
    ...broken('wrongType', facts, { example: kind === 'text' || expected === 'string' ? example : undefined }),
    path,
    on: 'value',
  };
}

/** zod's names of what it wants, in ours. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'text',
  array: 'list',
  object: 'mapping',
  record: 'mapping',
  policy: 'policy',
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'object') return 'mapping';
  return typeof value === 'string' ? 'text' : typeof value;
}
