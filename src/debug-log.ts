import { mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Secrets } from './aws/secrets.ts';
import type { EngineEvent } from './engine/events.ts';
import type { Note, Problem, Waiting } from './problem.ts';
import type { Report, Screen } from './screen.ts';
import type { TraceEntry } from './trace.ts';
import { failuresOf } from './ui/render-problem.ts';
import { safe } from './ui/text.ts';

/** Where a log is to be, and who hears that it cannot. */
export interface LogOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Told at most once. */
  readonly failed: (file: string, code: string) => void;
}

type Fields = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * The log of one run: one line for each event, its time first. It holds no headers, bodies or secrets, nothing in it is
 * obeyed by a terminal, and nobody else may read it (0600). A log that cannot be written stops nothing.
 */
export class DebugLog {
  /** The file; undefined when there is none. */
  readonly path: string | undefined;
  readonly #options: LogOptions;
  readonly #secrets: Secrets;
  #file: number | undefined;

  constructor(options: LogOptions) {
    this.#options = options;
    this.#secrets = new Secrets(options.env);
    const name = new Date(options.now()).toISOString().slice(0, 19).replaceAll(':', '-');
    const opened = this.#open(name);
    this.path = opened?.path;
    this.#file = opened?.file;
  }

  /** `2026-11-23T06:15:00.000Z what name=value ...`; values that are not one plain word are JSON strings. */
  line(what: string, fields: Fields = {}): void {
    if (this.#file === undefined) return;
    const time = new Date(this.#options.now()).toISOString();
    const pairs = Object.entries(fields).filter(([, value]) => value !== undefined);
    const text = [time, what, ...pairs.map(([name, value]) => `${name}=${word(String(value))}`)].join(' ');
    try {
      writeSync(this.#file, `${safe(this.#secrets.hide(text))}\n`);
    } catch (error) {
      this.#file = undefined;
      this.#options.failed(this.path ?? '', codeOf(error));
    }
  }

  call({ action, region, ms, outcome, status, attempt, requestId }: TraceEntry): void {
    this.line('call', { action, region, ms, outcome, status, attempt, request: requestId });
  }

  event(event: EngineEvent | Waiting): void {
    // The calls themselves stand there already.
    if ('id' in event && event.id === 'reading') return;
    if ('id' in event) this.line('wait', { ...event });
    else if (event.type === 'finished') this.#finished(event.result);
    else this.line(event.type, { step: event.step, key: 'key' in event ? event.key : undefined });
  }

  note(note: Note): void {
    if (note.id === 'accountsLeftOut') {
      const accounts = note.accounts.map(({ account, state }) => `${account} ${state}`).join(', ');
      this.line('note', { id: note.id, accounts });
      return;
    }
    const { id, ...facts } = note;
    this.line('note', { id, ...facts });
  }

  /** The end of the run, and why. */
  end(report: Report): void {
    for (const { problem } of failuresOf(report)) this.#problem(problem);
    for (const { rule, path } of report.troubles ?? []) this.line('trouble', { rule, path });
    for (const { id } of report.missing ?? []) this.line('missing', { id });
    const { status, stopped, writes, elapsedMs } = report;
    this.line('end', { status, stopped, writes, ms: Math.round(elapsedMs) });
  }

  #finished({ step, key, outcome }: Extract<EngineEvent, { type: 'finished' }>['result']): void {
    const problem = outcome.kind === 'failed' ? outcome.problem.id : undefined;
    this.line('finished', { step, key, outcome: outcome.kind, problem });
  }

  /** Of errors, only where they were thrown: their texts may repeat what was sent. The facts of a problem are clean. */
  #problem({ id, facts, unsure, stack, cause }: Problem): void {
    const { operation, region, code, requestId, detail } = facts;
    const [thrown, because] = [framesOf(stack), framesOf(cause instanceof Error ? cause.stack : undefined)];
    this.line('problem', { id, operation, region, code, request: requestId, detail, unsure, stack: thrown, because });
  }

  #open(name: string): { path: string; file: number } | undefined {
    const { folder, failed } = this.#options;
    for (let number = 1; ; number++) {
      const path = join(folder, number === 1 ? `${name}.log` : `${name}-${number}.log`);
      try {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        return { path, file: openSync(path, 'wx', 0o600) };
      } catch (error) {
        if (codeOf(error) === 'EEXIST' && number < MOST_OF_A_SECOND) continue;
        failed(path, codeOf(error));
        return undefined;
      }
    }
  }
}

/** Runs that begin in the same second and write to the same folder. */
const MOST_OF_A_SECOND = 99;

/** A screen that shows what it always does, and has it in the log as well. `tell` hears where that is, unless a failure named it. */
export function loggedScreen(screen: Screen, log: DebugLog, tell: (path: string) => void): Screen {
  const { path } = log;
  let named = false;
  const heard: Partial<Screen> = {
    note: (note) => {
      log.note(note);
      screen.note(note);
    },
    event: (event) => {
      log.event(event);
      screen.event(event);
    },
    stopping: (reason) => {
      log.line('stopping', { reason });
      screen.stopping(reason);
    },
    quit: (operations) => {
      log.line('quit', { operations: operations.join(' ') });
      screen.quit(operations);
    },
    report: (report) => {
      log.end(report);
      named = isFailure(report);
      screen.report(path === undefined ? report : { ...report, log: path });
    },
    close: () => {
      screen.close();
      if (path !== undefined && !named) tell(path);
    },
  };
  return new Proxy(screen, {
    get: (target, name) => {
      const own: unknown = Reflect.get(target, name);
      return Reflect.get(heard, name) ?? (typeof own === 'function' ? own.bind(target) : own);
    },
  });
}

/** Whether the screen of the end is the one of a failure, which has the log among its facts. */
function isFailure(report: Report): boolean {
  const isOther = report.findings !== undefined || report.troubles?.length || report.missing?.length || report.stopped;
  return !isOther && failuresOf(report).length > 0;
}

function word(text: string): string {
  return /^[\w.:/@+~-]+$/.test(text) ? text : JSON.stringify(text);
}

/** The places of a stack, innermost first, without the text that heads it. */
function framesOf(stack: string | undefined): string | undefined {
  const frames = stack?.split('\n').filter((line) => /^\s+at /.test(line)) ?? [];
  return frames.length === 0 ? undefined : frames.map((line) => line.trim().slice(3)).join(' < ');
}

function codeOf(error: unknown): string {
  return error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : 'Error';
}
