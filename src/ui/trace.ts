import type { StopReason } from '../screen.ts';
import type { TraceEntry } from '../trace.ts';
import type { Look } from './look.ts';
import { block, prose } from './rows.ts';
import { safe, shownPath } from './text.ts';

/** `sso:ListInstances  us-east-1  34 ms  ok  5f1c...`, quiet beside everything else. Never wrapped: it is for looking things up. */
export function traceLine({ paint }: Look, entry: TraceEntry): string {
  const { action, region, ms, outcome, status, attempt, requestId } = entry;
  const how = outcome === 'ok' || status === undefined ? outcome : `${outcome} ${status}`;
  const again = attempt > 1 ? [`(${attempt})`] : [];
  const parts = [action, region, `${ms} ms`, how, ...again, ...(requestId === undefined ? [] : [requestId])];
  return paint.dim(parts.map(safe).join('  '));
}

/** The run was told to stop, and does so soon. */
export function stoppingText({ messages }: Pick<Look, 'messages'>, reason: StopReason = 'SIGINT'): string {
  return reason === 'SIGTERM' ? messages.lines.terminating : messages.lines.stopping;
}

/** The run ends now: which writes it does not wait for. */
export function quitText({ messages }: Pick<Look, 'messages'>, operations: readonly string[]): string {
  const { quit, quitWhile } = messages.lines;
  return operations.length === 0 ? quit : quitWhile(operations.map(safe).join(', '), operations.length);
}

/** Where the log is, when nothing went wrong that would name it. */
export function logLines(look: Look, path: string): string[] {
  return block(look, [[look.messages.labels.log, shownPath(path)]]);
}

/** Where the run quits, a spinner or a prompt may have hidden the cursor: shows it (ECMA-48, DECTCEM). */
export const SHOW_CURSOR = '\u001b[?25h';

/** The lines of a run that quits. */
export function quitLines(look: Look, operations: readonly string[]): string[] {
  return ['', ...prose(look, quitText(look, operations))];
}
