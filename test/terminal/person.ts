import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base } from 'vitest';
import { parse, stringify } from 'yaml';
import { type Language, messagesFor } from '../../src/messages/index.ts';
import { languageFrom } from '../../src/messages/language.ts';
import type { FreshWorld } from '../../src/sandbox/index.ts';
import { ANSWERS, type Ended, endOf } from '../helpers/program.ts';
import { environmentIn, PROGRAM } from '../helpers/terminal.ts';
import { PATIENCE, pause, removeHome, Terminal } from '../helpers/tmux.ts';

const GLANCE = 40;

const STATE = 'aws.json';
const SETTINGS = 'sso-setup.yaml';
const SANDBOX = ['--sandbox', '--sandbox-state', STATE];

export const ENABLED = ['--sandbox-scenario', 'enabled'];
/** Everything that only a person can say has been said. */
export const CONFIRMED = { password: '2026-11-23', mfa: '2026-11-23', portalSession: '2026-11-23' };

/** The choices of the questions whose answer is yes or no, in the tool's own words. */
export function choicesIn(lang: Language) {
  const { consents } = messagesFor(lang);
  const account = '111122223333';
  const identity = { account, arn: `arn:aws:iam::${account}:user/admin`, sandbox: true };
  const apply = consents.apply({ id: 'apply', identity, changes: 1, saveAs: 'sso-setup.yaml' });
  const walk = consents.walk({ id: 'walk', untold: [] });
  const login = consents.login({ id: 'login', users: [] });
  return {
    apply: apply.yes,
    save: apply.save ?? '',
    quit: apply.no,
    walk: walk.yes,
    later: walk.no,
    signIn: login.yes,
    signInLater: login.no,
    paidPlan: consents.paidPlan({ id: 'paidPlan' }).yes,
    root: consents.root({ id: 'root', account }).yes,
    permissionSets: consents.permissionSets({ id: 'permissionSets', account }).yes,
    otherRegion: consents.otherRegion({ id: 'otherRegion', region: 'eu-west-1', wanted: 'us-east-1' }).yes,
  };
}

type Env = Readonly<Record<string, string | undefined>>;

/** What was done before a test begins. */
interface SetUp {
  /** More flags of the run that applied. */
  readonly applied?: readonly string[];
  /** More flags of the run that saved the settings. */
  readonly saved?: readonly string[];
  /** What a person has said so far. */
  readonly confirmed?: object;
}

/** A person's computer: its runs follow each other in the same home, with the same simulated AWS. */
export class Desk {
  readonly home = mkdtempSync(join(tmpdir(), 'sso-setup-desk-'));
  readonly #open: Terminal[] = [];
  #where: readonly string[] = SANDBOX;
  #env: Env = {};

  /** From now on its runs go to AWS, which is at this address. */
  reaches(url: string): void {
    this.#where = [];
    this.#env = {
      AWS_ENDPOINT_URL: url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  }

  /** `sso-setup` with the simulated AWS in a terminal of its own, and somebody at it. */
  async sits(args: readonly string[] = [], env: Env = {}): Promise<Person> {
    return this.#opens([process.execPath, PROGRAM, ...this.#where, ...args], env);
  }

  /** A line of shell in a terminal; `$SSO_SETUP` is the program with the simulated AWS. */
  async types(line: string, env: Env = {}): Promise<Person> {
    const program = [process.execPath, PROGRAM, ...this.#where].join(' ');
    return this.#opens(['sh', '-c', line], { SSO_SETUP: program, ...env });
  }

  /** `sso-setup` with the simulated AWS, and nobody there. */
  runs(args: readonly string[] = [], env: Env = {}): Promise<Ended> {
    const child = spawn(process.execPath, [PROGRAM, ...this.#where, ...args], {
      cwd: this.home,
      env: { ...environmentIn(this.home), ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: PATIENCE,
    });
    return endOf(child);
  }

  /** A run that nobody watched set everything up, and settings were saved. */
  async isSetUp({ applied = [], saved = [], confirmed = CONFIRMED }: SetUp = {}): Promise<void> {
    const first = await this.runs([...ENABLED, ...ANSWERS, ...applied]);
    const second = await this.runs([...ANSWERS, ...saved, '--save', SETTINGS]);
    if (first.code !== 0 || second.code !== 0) throw new Error(first.stderr + second.stderr);
    appendFileSync(join(this.home, SETTINGS), stringify({ confirmed }));
  }

  /** Whether AWS is as the settings have it, looked at by a run of its own. */
  async isInSync(): Promise<boolean> {
    const { code } = await this.runs([...ANSWERS, '--dry-run', '--detailed-exitcode', '--no-input']);
    return code === 0;
  }

  /** The simulated AWS as its file has it, byte for byte. */
  state(): string {
    return readFileSync(join(this.home, STATE), 'utf8');
  }

  world(): FreshWorld {
    return JSON.parse(this.state());
  }

  /** The same, once nothing is under way in the background: while a run goes on, its file is written a little later. */
  async settledState(): Promise<string> {
    const deadline = Date.now() + PATIENCE;
    while (/"status": "IN_PROGRESS"/.test(this.state()) && Date.now() < deadline) await pause(GLANCE);
    return this.state();
  }

  /** Somebody changes AWS behind the tool's back. */
  meddles(change: (world: FreshWorld) => void): void {
    const world = this.world();
    change(world);
    writeFileSync(join(this.home, STATE), `${JSON.stringify(world, null, 2)}\n`);
  }

  /** The settings file of this home; undefined when there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read what they expect
  settings(): any {
    const path = join(this.home, SETTINGS);
    return existsSync(path) ? parse(readFileSync(path, 'utf8')) : undefined;
  }

  async close(): Promise<void> {
    for (const terminal of this.#open) terminal.close();
    await removeHome(this.home);
  }

  async #opens(command: readonly string[], env: Env): Promise<Person> {
    const all = { ...environmentIn(this.home), ...this.#env, ...env };
    const terminal = await Terminal.open({ command, cwd: this.home, env: all });
    this.#open.push(terminal);
    return new Person(terminal, languageFrom(all));
  }
}

/** Where a menu is open: what stands before it, its choices, and the one that Enter would take. */
interface OpenMenu {
  readonly above: string;
  readonly choices: readonly string[];
  readonly at: number;
}

/** Somebody at the keyboard who reads before they press a key. */
export class Person {
  readonly terminal: Terminal;
  readonly #keys: string[];

  constructor(terminal: Terminal, lang: Language) {
    this.terminal = terminal;
    const { keys, keysSeveral } = messagesFor(lang).lines;
    this.#keys = [keys, keysSeveral];
  }

  /** Waits until the screen shows it. */
  sees(what: string | RegExp): Promise<string> {
    return this.terminal.shows(what, PATIENCE);
  }

  /** Waits for the question, the last thing on the screen. */
  async isAsked(question: string): Promise<void> {
    await this.#waitsFor(`the question ${question}`, (screen) => {
      return screen.split('\n').at(-1)?.startsWith(`? ${question}`) ? true : undefined;
    });
  }

  /** Answers a question by typing. */
  async answers(question: string, text: string): Promise<void> {
    await this.isAsked(question);
    await this.terminal.type(text);
    await this.terminal.press('Enter');
  }

  /** Waits for a menu that has this choice, and gives all of its choices. */
  async isOffered(choice: string): Promise<readonly string[]> {
    return (await this.#menuWith(choice)).choices;
  }

  /** Takes a choice of the menu that is open, which is answered by that. */
  async chooses(choice: string): Promise<void> {
    const { above } = await this.#goesTo(choice);
    await this.terminal.press('Enter');
    await this.#waitsFor(`the answer ${choice} to be taken`, (screen, ended) => {
      return ended || this.#menuIn(screen)?.above !== above ? true : undefined;
    });
  }

  /** Takes a choice of a menu that stays. */
  async presses(choice: string): Promise<void> {
    await this.#goesTo(choice);
    await this.terminal.press('Enter');
  }

  /** Marks choices of a menu that takes several, and takes what is marked. */
  async marks(...choices: readonly string[]): Promise<void> {
    for (const choice of choices) {
      await this.#goesTo(choice);
      await this.terminal.press('Space');
      await this.sees(`❯[✔] ${choice}`);
    }
    await this.chooses(choices.at(-1) ?? '');
  }

  /** Ctrl-C, and how the run ends. */
  async stops(): Promise<number> {
    await this.terminal.press('C-c');
    return this.ends();
  }

  /** The exit code of the run, which comes to its end by itself. */
  ends(): Promise<number> {
    return this.terminal.ends(PATIENCE);
  }

  screen(): Promise<string> {
    return this.terminal.screen();
  }

  async #goesTo(choice: string): Promise<OpenMenu> {
    const menu = await this.#menuWith(choice);
    const wanted = menu.choices.indexOf(choice);
    const key = wanted > menu.at ? 'Down' : 'Up';
    const keys = Array.from({ length: Math.abs(wanted - menu.at) }, () => key);
    if (keys.length > 0) await this.terminal.press(...keys);
    return this.#waitsFor(`the cursor on ${choice}`, (screen) => {
      const now = this.#menuIn(screen);
      return now?.choices[now.at] === choice ? now : undefined;
    });
  }

  #menuWith(choice: string): Promise<OpenMenu> {
    return this.#waitsFor(`a menu with ${choice}`, (screen) => {
      const menu = this.#menuIn(screen);
      return menu?.choices.includes(choice) ? menu : undefined;
    });
  }

  /** A menu that is open is the last thing on the screen. */
  #menuIn(screen: string): OpenMenu | undefined {
    const lines = screen.split('\n');
    if (!this.#keys.includes(lines.at(-1) ?? '')) return undefined;
    const cursor = lines.findLastIndex((line) => line.startsWith('❯'));
    const first = lines.findLastIndex((line) => /^[?⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] /.test(line)) + 1;
    if (cursor < first) return undefined;
    const choices = lines.slice(first, -1).filter((line) => line.trim() !== '');
    const above = lines.slice(0, first - 1).join('\n');
    return { above, choices: choices.map((line) => line.replace(/^.(\[.\])? /, '')), at: cursor - first };
  }

  async #waitsFor<T>(what: string, look: (screen: string, ended: boolean) => T | undefined): Promise<T> {
    const deadline = Date.now() + PATIENCE;
    for (;;) {
      const ended = await this.#hasEnded();
      const screen = await this.terminal.screen();
      const seen = look(screen, ended);
      if (seen !== undefined) return seen;
      if (ended || Date.now() > deadline) {
        throw new Error(`Waited for ${what} in vain; ended: ${ended}. The terminal shows:\n${screen}`);
      }
      await pause(GLANCE);
    }
  }

  async #hasEnded(): Promise<boolean> {
    return this.terminal.ends(0).then(
      () => true,
      () => false,
    );
  }
}

/** As many desks at once as a small computer has room for; the others wait in a queue. */
const ROOM = 4;
const queue: (() => void)[] = [];
let taken = 0;

/** A test with a desk of its own. */
export const test = base.extend<{ desk: Desk }>({
  desk: async ({ task: _ }, use) => {
    if (taken === ROOM) await new Promise<void>((resolve) => queue.push(resolve));
    else taken++;
    const desk = new Desk();
    try {
      await use(desk);
    } finally {
      await desk.close();
      const next = queue.shift();
      if (next === undefined) taken--;
      else next();
    }
  },
});
