import type { OpenPage } from '../browser.ts';
import type { Language } from '../messages/index.ts';
import type { Screen } from '../screen.ts';
import { jsonScreen } from './json.ts';
import { type Environment, lookFor, type Out } from './look.ts';
import { PlainScreen } from './plain.ts';
import { TerminalScreen } from './terminal.ts';

export type Mode = 'terminal' | 'plain' | 'json';

export interface ScreenOptions {
  readonly mode: Mode;
  readonly lang: Language;
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: Out;
  readonly stderr: Out;
  /** `--no-color` is the same as NO_COLOR in here. */
  readonly env: Environment;
  /** The version of the tool. */
  readonly version: string;
  /** Instead of what the streams tell. */
  readonly columns?: number;
  readonly verbose?: boolean;
  /** Nothing is changed; for the document of a run that quits. */
  readonly dryRun?: boolean;
  /** Ends an open question, as Ctrl-C does. */
  readonly signal?: AbortSignal;
  /** Opens a page in the person's browser, where there is one. */
  readonly openPage?: OpenPage | undefined;
  /** Does what Ctrl-C does, where the key went to a prompt. */
  readonly interrupt?: (() => void) | undefined;
  /** Milliseconds since 1970; the system's clock when left out. */
  readonly now?: () => number;
}

/** The door through which a run talks. */
export function makeScreen(options: ScreenOptions): Screen {
  const { mode, stdin, stdout, stderr, version, signal, openPage, interrupt, now = Date.now } = options;
  const [out, err] = [lookFor(options, stdout), lookFor(options, stderr)];
  if (mode === 'json') return jsonScreen({ stdout, stderr, err, dryRun: options.dryRun ?? false });
  if (mode === 'plain') return new PlainScreen({ version, stdout, stderr, err, now });
  return new TerminalScreen({ version, stdin, stdout, stderr, out, err, signal, now, openPage, interrupt });
}

/** Whether somebody is there to ask: stdin and stderr are terminals, and nothing says otherwise. */
export function isInteractive(at: {
  readonly stdin: { readonly isTTY?: boolean };
  readonly stderr: { readonly isTTY?: boolean };
  readonly env: Environment;
  readonly noInput: boolean;
}): boolean {
  const { stdin, stderr, env, noInput } = at;
  return stdin.isTTY === true && stderr.isTTY === true && !env.CI && env.TERM !== 'dumb' && !noInput;
}
