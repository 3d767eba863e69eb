import { AwsError, validation } from './error.ts';
import type { Context } from './operation.ts';

/** The paging members of a list's input. */
export interface PageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface Position {
  /** The list that the token belongs to. */
  readonly list: string;
  /** Items that were answered already, and the key of the last of them. */
  readonly done: number;
  readonly last: string;
}

/** One page of `items`: at most `max`, `MaxResults` and the behaviour's page size. `key` tells items apart. */
export function page<T>(
  context: Context,
  input: PageInput,
  items: readonly T[],
  key: (item: T) => string,
  max = 100,
): { items: T[]; NextToken?: string } {
  const start = positionOf(context, input.NextToken);
  if (start === undefined && context.behaviour.emptyPages) {
    return { items: [], NextToken: tokenOf({ list: listOf(context), done: 0, last: '' }) };
  }
  const from = start === undefined ? 0 : firstAfter(items, key, start);
  const size = Math.min(max, input.MaxResults ?? max, context.behaviour.pageSize || max);
  const answered = items.slice(from, from + size);
  const last = answered.at(-1);
  if (last === undefined || from + answered.length >= items.length) return { items: answered };
  return {
    items: answered,
    NextToken: tokenOf({ list: listOf(context), done: from + answered.length, last: key(last) }),
  };
}

/** Where to go on: after the last answered item, or where it was when it is gone. */
function firstAfter<T>(items: readonly T[], key: (item: T) => string, start: Position): number {
  const last = items.findIndex((item) => key(item) === start.last);
  return last === -1 ? Math.max(0, start.done - (start.last === '' ? 0 : 1)) : last + 1;
}

function tokenOf(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function positionOf(context: Context, token: string | undefined): Position | undefined {
  if (token === undefined || token === '') return undefined;
  try {
    const position = JSON.parse(Buffer.from(token, 'base64url').toString()) as Position;
    if (position.list === listOf(context) && Number.isInteger(position.done)) return position;
  } catch {
    // Falls through: not a token of ours.
  }
  if (context.service === 'organizations') {
    const text = 'You provided a value for the NextToken parameter that is not valid.';
    throw new AwsError('InvalidInputException', text, { Reason: 'INVALID_NEXT_TOKEN' });
  }
  throw validation('The provided NextToken is not valid.');
}

function listOf(context: Context): string {
  return `${context.service} ${context.operation}`;
}
