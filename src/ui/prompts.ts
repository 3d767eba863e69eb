import { Writable } from 'node:stream';
import { Stopped } from '../problem.ts';
import type { Look, Out } from './look.ts';
import { safe } from './text.ts';

/** Where questions are asked and answered. */
export interface Desk {
  readonly stdin: NodeJS.ReadableStream;
  readonly stderr: Out;
  readonly look: Look;
  /** Ends an open question. */
  readonly signal?: AbortSignal | undefined;
}

interface TextQuestion {
  readonly message: string;
  /** What an empty answer means. */
  readonly suggestion?: string | undefined;
  /** The value as it is, to be changed. */
  readonly now?: string | undefined;
  /** Words for what is wrong with the trimmed answer. */
  check(answer: string): string | undefined;
}

export interface Choice<T extends string = string> {
  readonly value: T;
  readonly name: string;
}

/**
 * Asks for a text, trimmed and checked; a wrong answer stays to be corrected.
 *
 * @throws Stopped on Ctrl-C and when the input ends
 */
export async function askText(desk: Desk, { message, suggestion, now, check }: TextQuestion): Promise<string> {
  const filled = now === undefined ? { default: suggestion } : { default: now, prefill: 'editable' as const };
  const answer = await asked(desk, (prompt) =>
    prompt<{ text: string }>([
      {
        type: 'input',
        name: 'text',
        message: safe(message),
        ...(filled.default === undefined ? {} : filled),
        validate: (text: string) => check(text.trim()) ?? true,
        theme: themeOf(desk.look),
      },
    ]),
  );
  return answer.text.trim();
}

/** How many answers are on the screen at once. */
const PAGE = 12;

/**
 * Lets a person choose; `initial` is what Enter alone means.
 *
 * @throws Stopped on Ctrl-C and when the input ends
 */
export async function choose<T extends string>(
  desk: Desk,
  message: string,
  choices: readonly Choice<T>[],
  initial: T,
): Promise<T> {
  const answer = await asked(desk, (prompt) =>
    prompt<{ choice: string }>([
      {
        type: 'select',
        name: 'choice',
        message: safe(message),
        choices: choices.map(({ value, name }) => ({ value, name: safe(name) })),
        default: initial,
        pageSize: PAGE,
        loop: false,
        theme: themeOf(desk.look),
      },
    ]),
  );
  return choices.find(({ value }) => value === answer.choice)?.value ?? initial;
}

/**
 * Lets a person choose any number, at least one.
 *
 * @throws Stopped on Ctrl-C and when the input ends
 */
export async function chooseSeveral(
  desk: Desk,
  message: string,
  choices: readonly Choice[],
  initial: readonly string[],
): Promise<string[]> {
  const answer = await asked(desk, (prompt) =>
    prompt<{ chosen: string[] }>([
      {
        type: 'checkbox',
        name: 'chosen',
        message: safe(message),
        choices: choices.map(({ value, name }) => ({ value, name: safe(name), checked: initial.includes(value) })),
        validate: (chosen: readonly unknown[]) => chosen.length > 0 || desk.look.messages.lines.markOne,
        pageSize: PAGE,
        loop: false,
        theme: themeOf(desk.look, desk.look.messages.lines.keysSeveral),
      },
    ]),
  );
  return answer.chosen;
}

/** Streams for a prompt, and the signal that ends it. */
export interface PromptContext {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  readonly signal: AbortSignal;
}

type PromptModule = ReturnType<typeof import('inquirer')['default']['createPromptModule']>;

async function asked<T>(desk: Desk, ask: (prompt: PromptModule) => Promise<T>): Promise<T> {
  const { default: inquirer } = await import('inquirer');
  return prompted(desk, (context) => ask(inquirer.createPromptModule(context)));
}

/**
 * Runs one prompt; whatever ends it without an answer is the wish to stop. An input that ends must not end the process.
 *
 * @throws Stopped
 */
export async function prompted<T>(
  { stdin, stderr, signal }: Desk,
  run: (context: PromptContext) => Promise<T>,
): Promise<T> {
  const ended = new AbortController();
  const end = () => ended.abort();
  stdin.once('end', end);
  stdin.once('close', end);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted || ('readable' in stdin && stdin.readable === false)) end();
  try {
    return await run({ input: stdin, output: new Borrowed(stderr), signal: ended.signal });
  } catch (error) {
    if (error instanceof Error && /^(ExitPrompt|AbortPrompt|CancelPrompt)Error$/.test(error.name)) throw new Stopped();
    throw error;
  } finally {
    stdin.removeListener('end', end);
    stdin.removeListener('close', end);
    signal?.removeEventListener('abort', end);
  }
}

/** A prompt ends the stream that it was given; the real one lives on. */
class Borrowed extends Writable {
  readonly #stream: Out;
  constructor(stream: Out) {
    super({ decodeStrings: false });
    this.#stream = stream;
  }
  get isTTY(): boolean {
    return this.#stream.isTTY === true;
  }
  /** Some terminals say 0; prompts would draw for ever. */
  get columns(): number {
    return this.#stream.columns || 80;
  }
  override _write(chunk: string | Uint8Array, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    // Handed on at once: what is said after the prompt must not overtake its last line.
    this.#stream.write(chunk);
    done();
  }
}

/** Signs and colours of the prompts: those of the other screens. */
function themeOf({ paint, signs, messages }: Look, keys = messages.lines.keys) {
  return {
    prefix: { idle: paint.cyan('?'), done: paint.green(signs.done) },
    icon: { cursor: signs.cursor, checked: paint.green(`[${signs.chosen}]`), unchecked: '[ ]' },
    spinner: { interval: 80, frames: [paint.cyan('-')] },
    style: {
      answer: (text: string) => paint.cyan(safe(text)),
      message: (text: string) => paint.bold(text),
      error: (text: string) => paint.red(`> ${text}`),
      defaultAnswer: (text: string) => paint.dim(`(${safe(text)})`),
      help: (text: string) => paint.dim(text),
      highlight: (text: string) => paint.cyan(text),
      key: (text: string) => paint.bold(text),
      disabled: (text: string) => paint.dim(text),
      description: (text: string) => text,
      keysHelpTip: () => paint.dim(keys),
    },
  };
}
