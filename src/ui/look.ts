import { Chalk, type ChalkInstance } from 'chalk';
import { type Language, type Messages, messagesFor } from '../messages/index.ts';

/** The marks at the start of a line. Each one tells its meaning without colour. */
export interface Signs {
  readonly done: string;
  readonly create: string;
  readonly change: string;
  readonly person: string;
  readonly failed: string;
  readonly same: string;
  readonly arrow: string;
  readonly bar: string;
  readonly cursor: string;
  readonly more: string;
  readonly chosen: string;
}

const UNICODE: Signs = {
  done: '✔',
  create: '+',
  change: '~',
  person: '!',
  failed: '✖',
  same: '=',
  arrow: '→',
  bar: '│',
  cursor: '❯',
  more: '…',
  chosen: '✔',
};
const ASCII: Signs = {
  ...UNICODE,
  done: 'v',
  failed: 'x',
  arrow: '->',
  bar: '|',
  cursor: '>',
  more: '...',
  chosen: 'x',
};

/** How lines are drawn: for which width, with which signs, in which language and colours. */
export interface Look {
  /** Lines are at most this wide; 40 to 80, or Infinity where lines are not wrapped. */
  readonly columns: number;
  readonly signs: Signs;
  readonly paint: ChalkInstance;
  readonly messages: Messages;
  /** Shows what is usually left out. */
  readonly verbose: boolean;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** A stream as far as a screen has to know it. */
export type Out = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** The signs that this terminal can show: ASCII ones on the Linux console, in a locale without UTF-8 and on old Windows consoles. */
export function signsFor(env: Environment, platform: NodeJS.Platform = process.platform): Signs {
  return isUnicode(env, platform) ? UNICODE : ASCII;
}

function isUnicode(env: Environment, platform: NodeJS.Platform): boolean {
  if (env.TERM === 'linux') return false;
  if (platform === 'win32') return [env.WT_SESSION, env.TERM_PROGRAM, env.TERM, env.ConEmuTask].some(Boolean);
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return locale === undefined || locale === '' || /utf-?8/i.test(locale);
}

/** Colours for one stream. NO_COLOR wins over FORCE_COLOR, FORCE_COLOR over what the stream is. */
export function paintFor(stream: Pick<Out, 'isTTY'>, env: Environment): ChalkInstance {
  return new Chalk({ level: colourLevel(stream, env) });
}

function colourLevel(stream: Pick<Out, 'isTTY'>, env: Environment): 0 | 1 {
  if (env.NO_COLOR) return 0;
  if (env.FORCE_COLOR !== undefined) return /^(0|false)$/.test(env.FORCE_COLOR) ? 0 : 1;
  return stream.isTTY === true && env.TERM !== 'dumb' ? 1 : 0;
}

/** The width to draw for: never wider than 80, so that lines can be read, never narrower than 40. */
function columnsOf(stream: Pick<Out, 'columns'>, asked?: number): number {
  return Math.min(80, Math.max(40, (asked ?? stream.columns) || 80));
}

/** How to draw on one stream, as the environment and its width say; `columns` instead of what the stream tells. */
export function lookFor(
  about: { readonly lang: Language; readonly env: Environment; readonly columns?: number; readonly verbose?: boolean },
  stream: Pick<Out, 'isTTY' | 'columns'>,
): Look {
  const { lang, env, columns, verbose = false } = about;
  return {
    columns: columnsOf(stream, columns),
    signs: signsFor(env),
    paint: paintFor(stream, env),
    messages: messagesFor(lang),
    verbose,
  };
}
