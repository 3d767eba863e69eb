import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface TerminalOptions {
  readonly command: readonly string[];
  /** All of the environment, except that TERM is what tmux says when it is not given. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly columns?: number;
  readonly rows?: number;
}

/** How long something on the screen, or the end of the program, is waited for; milliseconds. A busy computer is no failure. */
export const PATIENCE = 60_000;
const GLANCE = 40;

const CONFIGURATION = `
set -g status off
set -g history-limit 10000
set -s escape-time 0
set -g default-terminal screen-256color
`;

/** Flags of tmux that a program may leave behind, and what they are when all is well. */
const FLAGS = { cursor_flag: '1', wrap_flag: '1', insert_flag: '0', alternate_on: '0', mouse_any_flag: '0' };
const TTY = ['echo', 'icanon', 'isig', 'iexten', 'icrnl', 'opost', 'onlcr'];

const run = promisify(execFile);
const open = new Set<Terminal>();
process.on('exit', () => {
  for (const terminal of open) terminal.close();
});

/** A real terminal, with one program in it and a person's hands on its keyboard: a tmux server of its own. */
export class Terminal {
  readonly #folder = mkdtempSync(join(tmpdir(), 'sso-setup-terminal-'));
  readonly #env: Record<string, string>;

  /** Opens the terminal and starts the program. */
  static async open(options: TerminalOptions): Promise<Terminal> {
    const terminal = new Terminal(options);
    try {
      await terminal.#start(options);
    } catch (error) {
      terminal.close();
      throw error;
    }
    return terminal;
  }

  private constructor({ env }: TerminalOptions) {
    const given = Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined);
    this.#env = Object.fromEntries(given);
    open.add(this);
  }

  /** Writes the text, key by key. */
  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', '--', text);
  }

  /** Presses keys, by their names in tmux: `Enter`, `C-c`, `Down`. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', '--', ...keys);
  }

  /** Pastes the text; in brackets when the program asked for them. */
  async paste(text: string): Promise<void> {
    writeFileSync(this.#file('pasted'), text);
    await this.#tmux('load-buffer', this.#file('pasted'), ';', 'paste-buffer', '-dp');
  }

  /** Sends a signal to the program. */
  signal(name: NodeJS.Signals): void {
    process.kill(Number(readFileSync(this.#file('pid'), 'utf8')), name);
  }

  /** Waits until the screen, or what scrolled off it, shows this. */
  async shows(what: string | RegExp, ms = PATIENCE): Promise<string> {
    const deadline = Date.now() + ms;
    for (;;) {
      const code = this.#code();
      const screen = await this.screen();
      if (typeof what === 'string' ? screen.includes(what) : what.test(screen)) return screen;
      const why = code === undefined ? (Date.now() > deadline ? `in ${ms} ms` : undefined) : `and ended with ${code}`;
      if (why !== undefined) throw new Error(`The terminal did not show ${what} ${why}. It shows:\n${screen}`);
      await pause(GLANCE);
    }
  }

  /** The exit code of the program, which has to end by itself. */
  async ends(ms = PATIENCE): Promise<number> {
    const deadline = Date.now() + ms;
    for (;;) {
      const code = this.#code();
      if (code !== undefined) return code;
      if (Date.now() > deadline) {
        throw new Error(`The program did not end in ${ms} ms. The terminal shows:\n${await this.screen()}`);
      }
      await pause(GLANCE);
    }
  }

  /** Everything on the screen and scrolled off it. */
  async screen(): Promise<string> {
    return (await this.#captured()).trimEnd();
  }

  /** The same with its colours, as SGR sequences. */
  async cells(): Promise<string> {
    return (await this.#captured('-e')).trimEnd();
  }

  /** Every byte that was written to the terminal. */
  written(): string {
    return readFileSync(this.#file('written'), 'latin1');
  }

  /** Lines that were too long for the window, so that the terminal had to break them. */
  async brokenLines(): Promise<string[]> {
    const [seen, meant] = await Promise.all([this.#captured(), this.#captured('-J')]);
    const whole = new Set(seen.split('\n').map((line) => line.trimEnd()));
    return meant.split('\n').filter((line) => !whole.has(line.trimEnd()));
  }

  /** What the program that ended left behind in the terminal: nothing, when a person can go on working. */
  async leftBehind(): Promise<string[]> {
    await this.ends(0);
    const settings = readFileSync(this.#file('stty'), 'utf8').split(/[\s;]+/);
    const names = Object.keys(FLAGS);
    const { stdout } = await this.#tmux('display-message', '-p', names.map((name) => `${name}=#{${name}}`).join(' '));
    const flags = stdout.trim().split(' ');
    const wanted = Object.entries(FLAGS).map(([name, value]) => `${name}=${value}`);
    return [...TTY.filter((name) => !settings.includes(name)), ...flags.filter((flag) => !wanted.includes(flag))];
  }

  /** Ends the program and the terminal. */
  close(): void {
    if (!open.delete(this)) return;
    try {
      execFileSync('tmux', ['-S', this.#file('socket'), 'kill-server'], { stdio: 'ignore' });
    } catch {
      // It ended already.
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #start({ command, cwd, columns = 80, rows = 40 }: TerminalOptions): Promise<void> {
    writeFileSync(this.#file('tmux.conf'), CONFIGURATION);
    writeFileSync(this.#file('written'), '');
    writeFileSync(this.#file('session.sh'), this.#session(command));
    const size = ['-x', String(columns), '-y', String(rows)];
    const start = ['new-session', '-d', ...size, '-c', cwd, 'sh', this.#file('session.sh')];
    await this.#tmux('-f', this.#file('tmux.conf'), ...start, ';', 'pipe-pane', `cat > ${this.#file('written')}`);
  }

  /** What runs in the terminal: the program in its environment; then its exit code and the terminal's settings are kept. */
  #session(command: readonly string[]): string {
    const env = Object.entries(this.#env).map(([name, value]) => quoted(`${name}=${value}`));
    const program = ['env', '-i', '"TERM=$TERM"', ...env, ...command.map(quoted)].join(' ');
    return `
# Ctrl-C reaches this shell, too.
trap : INT QUIT TERM
sh -c 'echo $$ > ${this.#file('pid')}; exec "$@"' sh ${program}
code=$?
stty -a > ${this.#file('stty')}
echo $code > ${this.#file('code.new')}
mv ${this.#file('code.new')} ${this.#file('code')}
exec sleep 600
`;
  }

  #code(): number | undefined {
    return existsSync(this.#file('code')) ? Number(readFileSync(this.#file('code'), 'utf8')) : undefined;
  }

  async #captured(...how: readonly string[]): Promise<string> {
    return (await this.#tmux('capture-pane', '-p', '-S', '-', ...how)).stdout;
  }

  #tmux(...args: readonly string[]) {
    const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8' };
    return run('tmux', ['-u', '-S', this.#file('socket'), ...args], { env, maxBuffer: 2 ** 24 });
  }

  #file(name: string): string {
    return join(this.#folder, name);
  }
}

/** Removes the home of a program whose terminal was closed: while it ends, it may still write there. */
export async function removeHome(home: string): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return rmSync(home, { recursive: true, force: true });
    } catch (error) {
      if (tries === 50) throw error;
      await pause(100);
    }
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
