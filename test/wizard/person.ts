import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { onTestFinished } from 'vitest';
import { commandsFor } from '../../src/argv.ts';
import { filesIn } from '../../src/aws-files.ts';
import type { Place } from '../../src/place.ts';
import { type RunOptions, run } from '../../src/run.ts';
import type { World } from '../../src/sandbox/index.ts';
import type { Report } from '../../src/screen.ts';
import type { Tools } from '../../src/session.ts';
import type { ScreenOptions } from '../../src/ui/make-screen.ts';
import { exitCodeFor } from '../../src/ui/result.ts';
import { anAccount, type TestAccount } from '../helpers/account.ts';
import { aScreen, type Kept } from '../ui/fixtures.ts';

const UP = '\u001b[A';
const DOWN = '\u001b[B';
const ENTER = '\r';
/** More answers than these are not on the screen at once. */
const PAGE = 12;

/** Somebody in front of a terminal, who does one thing after the other, each when the screen asks for it. */
export class Person {
  readonly stdin = new PassThrough();
  readonly #stderr: Kept;
  /** What is on the screen before this was answered already. */
  #from = 0;

  constructor(screen: (stdin: PassThrough) => Kept) {
    this.#stderr = screen(this.stdin);
  }

  /** The same, byte by byte. */
  get raw(): string {
    return this.#stderr.text;
  }

  /** Everything that was asked, and what was said to it. */
  get seen(): string {
    return stripVTControlCharacters(this.#stderr.text);
  }

  /** Waits until the screen shows this, since the last answer. */
  async sees(what: string): Promise<void> {
    await until(
      () => this.#now.includes(what),
      () => `${what} is not on the screen:\n${this.#now}`,
    );
  }

  /** Types an answer to the question that says this. */
  async types(question: string, answer: string): Promise<void> {
    await this.sees(`? ${question}`);
    await this.presses(answer);
    await this.enters();
  }

  /** Takes away what stands there, and types something else. */
  async corrects(question: string, answer: string): Promise<void> {
    await this.sees(`? ${question}`);
    // Ctrl-U: everything before the cursor.
    await this.presses('\u0015', answer);
    await this.enters();
  }

  /** Moves to the answer that begins like this, and takes it. */
  async picks(choice: string): Promise<void> {
    await this.#goTo(choice);
    await this.enters();
  }

  /** Marks these answers, where any number can be chosen. */
  async marks(...choices: readonly string[]): Promise<void> {
    for (const choice of choices) {
      await this.#goTo(choice);
      await this.presses(' ');
    }
    await this.enters();
  }

  async presses(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.stdin.write(key);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async enters(): Promise<void> {
    const before = this.seen.length;
    await this.presses(ENTER);
    this.#from = before;
  }

  get #now(): string {
    return this.seen.slice(this.#from);
  }

  /** Up and down, until the cursor is there. */
  async #goTo(choice: string): Promise<void> {
    const isAt = (line: string | undefined) => line !== undefined && wordsOf(line).startsWith(choice);
    await until(
      () => this.#menu.some((line) => line.startsWith('❯')) && (this.#menu.some(isAt) || this.#menu.length >= PAGE),
      () => `There is nothing to choose from:\n${this.#now}`,
    );
    for (let moves = 0; moves < 60; moves++) {
      const menu = this.#menu;
      const cursor = menu.findIndex((line) => line.startsWith('❯'));
      if (isAt(menu[cursor])) return;
      const before = this.seen.length;
      await this.presses(menu.slice(0, cursor).some(isAt) ? UP : DOWN);
      await until(
        () => this.seen.length > before,
        () => `The cursor does not move to ${choice}:\n${menu.join('\n')}`,
      );
    }
    throw new Error(`${choice} cannot be chosen:\n${this.#menu.join('\n')}`);
  }

  /** The answers as they were drawn last: the lines around the last cursor. */
  get #menu(): string[] {
    const all = this.#now.split('\n');
    const lines = all.slice(all.findLastIndex((line) => line.includes('✔ ')) + 1);
    const end = lines.findLastIndex((line) => line.startsWith('Arrow keys'));
    const isChoice = (line: string) => /^(❯| {2}| \[)/.test(line);
    const drawn = lines.slice(0, Math.max(0, end)).map((line) => line.replace(/^.*(?=❯[ [])/, ''));
    let start = drawn.length;
    while (start > 0 && (isChoice(drawn[start - 1] ?? '') || drawn[start - 1] === '')) start--;
    return drawn.slice(start).filter((line) => line !== '');
  }
}

/** The words of an answer, without its cursor and its mark. */
function wordsOf(line: string): string {
  return line.replace(/^(❯| ) ?/, '').replace(/^\[.\] ?/, '');
}

async function until(isSo: () => boolean, why: () => string): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!isSo()) {
    if (Date.now() > deadline) throw new Error(why());
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

interface Wanted {
  readonly world?: World;
  readonly account?: TestAccount;
  readonly place?: Partial<Place>;
  readonly options?: Partial<RunOptions>;
  readonly screen?: Partial<ScreenOptions>;
}

/** A run with a person at a real terminal screen, in an account of the simulated AWS. */
export function aWizard({ world, account: given, place = {}, options = {}, screen: look = {} }: Wanted = {}) {
  const account = given ?? anAccount(world === undefined ? {} : { world });
  const folder = mkdtempSync(join(tmpdir(), 'wizard-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const settingsFile = join(folder, 'sso-setup.yaml');
  const { clock, simulated } = account;
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  let at: ReturnType<typeof aScreen> | undefined;
  const person = new Person((stdin) => {
    at = aScreen({ stdin, now: () => clock.now(), signal: stop.signal, ...look });
    return at.stderr;
  });
  if (at === undefined) throw new Error('There is no screen.');
  const { screen, stdout } = at;
  const whole: Place = {
    sandbox: false,
    connection: {
      region: 'us-east-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      requestHandler: simulated.requestHandler(),
    },
    region: 'us-east-1',
    credentials: 'acme',
    files: filesIn(join(folder, '.aws'), clock.now),
    settingsFile,
    notes: [],
    ...place,
  };
  const tools: Tools = { screen, place: whole, clock, signal: stop.signal };
  const runOptions: RunOptions = {
    answers: {},
    env: {},
    commands: commandsFor([]),
    dryRun: false,
    agreed: { apply: false, paidPlan: false, root: false, overwriteProfile: false },
    noInput: false,
    waitMs: 900_000,
    ...options,
  };
  /** Begins the run; its report and its exit code come when it is over. */
  const begin = async (): Promise<Report & { code: number }> => {
    const report = await run(runOptions, tools);
    return { ...report, code: exitCodeFor(report, { detailedExitcode: false }) };
  };
  return { person, begin, account, stdout, settingsFile, tools, stop };
}
