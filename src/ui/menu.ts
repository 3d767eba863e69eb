import { Stopped } from '../problem.ts';
import type { Attendance, Word } from '../screen.ts';
import { type Choice, type Desk, prompted } from './prompts.ts';
import { wrap } from './text.ts';

interface MenuOptions {
  /** Something is waited for meanwhile, and the first line moves. */
  readonly waiting: boolean;
  /** What stands above the choices; asked for again while it is shown. */
  status(): string;
  readonly choices: readonly Choice<Word | 'open'>[];
  /** Opens the page; without it `open` is no choice. */
  open?(): void;
}

/** A menu that stays while something else is waited for. What is chosen is heard, and the menu remains. */
export class Menu implements Attendance {
  readonly #options: MenuOptions;
  readonly #closing = new AbortController();
  readonly #closed: Promise<void>;
  readonly #heard: Word[] = [];
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
    if (this.#heard.length === 0 && !this.#stopped) await this.#sleep(ms);
    if (this.#stopped) throw new Stopped();
    return this.#heard.shift() ?? 'look';
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
    this.#heard.push(word);
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
    } catch (error) {
      if (!(error instanceof Stopped)) throw error;
      if (this.#closing.signal.aborted) return;
      this.#stopped = true;
      this.#wake?.();
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

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const ASCII_FRAMES = ['-', '\\', '|', '/'];

/** The prompt behind the menu: none of inquirer's own redraws itself while nobody presses a key. */
async function standingMenu() {
  const { createPrompt, isDownKey, isEnterKey, isUpKey, useEffect, useKeypress, useState } = await import(
    '@inquirer/core'
  );
  return createPrompt<void, Config>(({ look, status, choices, waiting, say }) => {
    const { paint, signs, messages, columns } = look;
    const [active, setActive] = useState(0);
    const [tick, setTick] = useState(0);
    useEffect(() => {
      const timer = setInterval(() => setTick((before) => before + 1), 250);
      return () => clearInterval(timer);
    }, []);
    useKeypress((key) => {
      const { value } = choices[active] ?? {};
      if (isUpKey(key)) setActive(Math.max(0, active - 1));
      else if (isDownKey(key)) setActive(Math.min(choices.length - 1, active + 1));
      else if (isEnterKey(key) && value !== undefined) {
        say(value);
        // Who has opened the page does not want it a second time.
        if (value === 'open') setActive(Math.min(choices.length - 1, active + 1));
      }
    });
    const frames = signs.arrow === '->' ? ASCII_FRAMES : FRAMES;
    const frame = paint.cyan(waiting ? (frames[tick % frames.length] ?? '') : '?');
    const lines = choices.map(({ name }, at) => {
      const [first = '', ...more] = wrap(name, columns - 2, 2);
      const text = [first, ...more].join('\n');
      return at === active ? paint.cyan(`${signs.cursor} ${text}`) : `  ${text}`;
    });
    const [first = '', ...more] = wrap(status(), columns - 2, 2);
    return [`${frame} ${first}`, ...more, ...lines, paint.dim(messages.lines.keys)].join('\n');
  });
}
