import type { EventEmitter } from 'node:events';
import { Stopped } from '../problem.ts';
import type { Attendance, Word } from '../screen.ts';
import { type Choice, type Desk, prompted } from './prompts.ts';
import { framesFor } from './spinner.ts';
import { wrap } from './text.ts';

interface MenuOptions {
  /** Something is waited for meanwhile, and the first line moves. */
  readonly waiting: boolean;
  /** What stands above the choices; asked for again while it is shown. */
  status(): string;
  readonly choices: readonly Choice<Word | 'open'>[];
  /** Ctrl-C was pressed. */
  stop?(): void;
  /** Opens the page; without it `open` is no choice. */
  open?(): void;
}

/** A menu that stays while something else is waited for. What is chosen is heard, and the menu remains. */
export class Menu implements Attendance {
  readonly #options: MenuOptions;
  readonly #closing = new AbortController();
  readonly #closed: Promise<void>;
  /** What was said last; a word to leave with stays. */
  #heard: Word | undefined;
  #leave: () => void = () => {};
  readonly left = new Promise<undefined>((resolve) => {
    this.#leave = () => resolve(undefined);
  });
  #looked: number | undefined;
  #stopped = false;
  #wake: (() => void) | undefined;

  constructor(desk: Desk, options: MenuOptions) {
    this.#options = options;
    this.#closed = this.#show(desk);
  }

  /** Milliseconds since AWS was last looked at. */
  get lookedAgo(): number | undefined {
    return this.#looked === undefined ? undefined : Date.now() - this.#looked;
  }

  async next(ms: number): Promise<Word> {
    if (this.#heard === undefined && !this.#stopped) await this.#sleep(ms);
    if (this.#stopped) throw new Stopped();
    const word = this.#heard ?? 'look';
    this.#heard = undefined;
    return word;
  }

  looked(): void {
    this.#looked = Date.now();
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#closed;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(ms) ? setTimeout(resolve, ms) : undefined;
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #say(word: Word | 'open'): void {
    if (word === 'open') {
      this.#options.open?.();
      return;
    }
    if (this.#heard === undefined || this.#heard === 'look') this.#heard = word;
    if (word !== 'look') this.#leave();
    this.#wake?.();
  }

  async #show(desk: Desk): Promise<void> {
    const prompt = await standingMenu();
    const { status, choices, waiting } = this.#options;
    const { look } = desk;
    const config = { look, status, choices, waiting, say: (word: Word | 'open') => this.#say(word) };
    const own = { ...desk, signal: AbortSignal.any([this.#closing.signal, ...(desk.signal ? [desk.signal] : [])]) };
    try {
      await prompted(own, (context) => prompt(config, { ...context, clearPromptOnDone: true }));
      // It has no answer of its own: its input has ended.
      throw new Stopped();
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      if (this.#closing.signal.aborted) return;
      this.#stopped = true;
      this.#leave();
      this.#wake?.();
      // The key never became a signal; whatever is under way has to hear of it all the same.
      this.#options.stop?.();
    }
  }
}

interface Config {
  readonly look: Desk['look'];
  readonly waiting: boolean;
  status(): string;
  readonly choices: readonly Choice<Word | 'open'>[];
  say(word: Word | 'open'): void;
}

/** The prompt behind the menu: none of inquirer's own redraws itself while nobody presses a key. */
async function standingMenu() {
  const { createPrompt, isDownKey, isEnterKey, isUpKey, useEffect, useKeypress, useState } = await import(
    '@inquirer/core'
  );
  return createPrompt<void, Config>(({ look, status, choices, waiting, say }, done) => {
    const { paint, signs, messages, columns } = look;
    const [active, setActive] = useState(startOf(choices));
    const [tick, setTick] = useState(0);
    useEffect(() => {
      const timer = setInterval(() => setTick((before) => before + 1), 250);
      return () => clearInterval(timer);
    }, []);
    useEffect((rl) => {
      const end = () => done();
      const input = rl as unknown as EventEmitter;
      input.once('close', end);
      return () => input.off('close', end);
    }, []);
    useKeypress((key) => {
      const { value } = choices[active] ?? {};
      if (isUpKey(key)) setActive(Math.max(0, active - 1));
      else if (isDownKey(key)) setActive(Math.min(choices.length - 1, active + 1));
      else if (isEnterKey(key) && value !== undefined) {
        say(value);
        // Who has opened the page does not want it a second time.
        if (value === 'open') setActive(startOf(choices, 'open'));
      }
    });
    const frames = waiting ? framesFor(look) : [paint.cyan('?')];
    const frame = frames[tick % frames.length] ?? '';
    const lines = choices.map(({ name }, at) => {
      const [first = '', ...more] = wrap(name, columns - 2, 2);
      const text = [first, ...more].join('\n');
      return at === active ? paint.cyan(`${signs.cursor} ${text}`) : `  ${text}`;
    });
    const [first = '', ...more] = wrap(status(), columns - 2, 2);
    return [`${frame} ${first}`, ...more, ...lines, paint.dim(messages.lines.keys)].join('\n');
  });
}

/** What Enter alone means: never that something is done. */
function startOf(choices: readonly Choice<Word | 'open'>[], but?: 'open'): number {
  const at = (['open', 'look', 'later'] as const)
    .filter((value) => value !== but)
    .map((value) => choices.findIndex((choice) => choice.value === value));
  return at.find((index) => index >= 0) ?? 0;
}
