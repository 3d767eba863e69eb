import type { Ora } from 'ora';
import type { Look, Out } from './look.ts';

const DOTS = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const LINE = ['-', '\\', '|', '/'];

/** Between two pictures of the line; milliseconds. Slow connections have to keep up with it. */
const REDRAW = 200;

/** What moves at the start of a line. */
export function framesFor({ paint, signs }: Look): readonly string[] {
  return (signs.arrow === '->' ? LINE : DOTS).map((frame) => paint.cyan(frame));
}

/**
 * One line that moves, on stderr; nothing where stderr is no terminal. Loaded when it is first shown. Standard input
 * stays untouched: otherwise the first Ctrl-C is swallowed when no prompt was open before (seen with ora 9.4).
 */
export class Spinner {
  readonly #stream: Out;
  readonly #frames: readonly string[];
  #ora: Ora | undefined;
  #loading = false;
  #text: string | undefined;
  /** What stands there when nothing holds up the work. */
  #usual: (() => string) | undefined;
  /** What holds up the work. */
  #heldUp: string | undefined;
  #ticking: NodeJS.Timeout | undefined;

  constructor(stream: Out, look: Look) {
    this.#stream = stream;
    this.#frames = framesFor(look);
  }

  /** Shows this text, instead of any other. */
  show(text: string): void {
    this.#stopTicking();
    this.#usual = () => text;
    this.#draw(text);
  }

  /** Shows a text that is asked for every second, for as long as nothing else is shown. */
  showEvery(text: () => string): void {
    this.#usual = text;
    this.#draw(text());
    if (this.#text === undefined || this.#ticking !== undefined) return;
    this.#ticking = setInterval(() => {
      if (this.#heldUp === undefined && this.#usual !== undefined) this.#draw(this.#usual());
    }, 1_000);
    this.#ticking.unref();
  }

  /** Shows this text for a while, then the one before it. */
  showFor(text: string, ms: number): void {
    this.#draw(text);
    this.#heldUp = text;
    setTimeout(() => {
      if (this.#heldUp !== text) return;
      if (this.#usual === undefined) this.stop();
      else this.#draw(this.#usual());
    }, ms).unref();
  }

  /** Takes the line away. */
  stop(): void {
    this.#stopTicking();
    this.#text = undefined;
    this.#usual = undefined;
    this.#heldUp = undefined;
    this.#ora?.stop();
  }

  #stopTicking(): void {
    clearInterval(this.#ticking);
    this.#ticking = undefined;
  }

  /** Writes above the line, which goes on. */
  over(lines: readonly string[]): void {
    this.#ora?.stop();
    if (lines.length > 0) this.#stream.write(`${lines.join('\n')}\n`);
    if (this.#text !== undefined) this.#draw(this.#text);
  }

  #draw(text: string): void {
    // Some terminals say that they are 0 columns wide; ora would then take lines away for ever.
    if (this.#stream.isTTY !== true || this.#stream.columns === 0) return;
    this.#text = text;
    this.#heldUp = undefined;
    if (this.#ora === undefined) this.#load();
    else this.#start(this.#ora);
  }

  #load(): void {
    if (this.#loading) return;
    this.#loading = true;
    import('ora').then(
      ({ default: ora }) => {
        const spinner = { frames: [...this.#frames], interval: REDRAW };
        this.#ora = ora({ stream: this.#stream, discardStdin: false, isEnabled: true, color: false, spinner });
        this.#start(this.#ora);
      },
      () => undefined,
    );
  }

  #start(ora: Ora): void {
    if (this.#text === undefined) return;
    ora.text = this.#text;
    if (!ora.isSpinning) ora.start();
  }
}
