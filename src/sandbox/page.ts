import { AwsError, invalidInput } from './error.ts';
import type { Context } from './operation.ts';

/** The paging members of a list's input. */
export interface PageInput {
  readonly MaxResults?: number;
  readonly NextToken?: string;
}

interface Position {
  /** The list that the token belongs to. */
  readonly list: string;
  /** Keys of the last item that was answered and of the first one that was not. */
  readonly last: string;
  readonly next: string;
  /** How many came before, so that the place is found at once when nothing was deleted meanwhile. */
  readonly at: number;
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
    const first = items[0];
    return { items: [], NextToken: tokenOf({ list: listOf(context), last: '', next: first ? key(first) : '', at: 0 }) };
  }
  const from = start === undefined ? 0 : positionIn(items, key, start);
  const size = Math.min(max, input.MaxResults ?? max, context.behaviour.pageSize || max);
  const answered = items.slice(from, from + size);
  const last = answered.at(-1);
  const next = items[from + size];
  if (last === undefined || next === undefined) return { items: answered };
  return {
    items: answered,
    NextToken: tokenOf({ list: listOf(context), last: key(last), next: key(next), at: from + size }),
  };
}

/** Where to go on, although items may have been deleted meanwhile: rather answer one again than skip one. */
function positionIn<T>(items: readonly T[], key: (item: T) => string, start: Position): number {
  const expected = items[start.at];
  if (expected !== undefined && key(expected) === start.next) return start.at;
  const keys = items.map(key);
  const next = keys.indexOf(start.next);
  return next === -1 ? keys.indexOf(start.last) + 1 : next;
}

function tokenOf(position: Position): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function positionOf(context: Context, token: string | undefined): Position | undefined {
  if (token === undefined || token === '') return undefined;
  try {
    const position = JSON.parse(Buffer.from(token, 'base64url').toString()) as Position;
    if (position.list === listOf(context) && typeof position.next === 'string') return position;
  } catch {
    // Falls through: not a token of ours.
  }
  if (context.service === 'organizations') {
    const text = 'You provided a value for the NextToken parameter that is not valid.';
    throw new AwsError('InvalidInputException', text, { Reason: 'INVALID_NEXT_TOKEN' });
  }
  throw invalidInput(context.service, 'The provided NextToken is not valid.');
}

function listOf(context: Context): string {
  return `${context.service} ${context.operation}`;
}
