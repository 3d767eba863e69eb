import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { pause, Terminal } from '../../helpers/tmux.ts';
import { runsOf } from './cells.ts';
import { fileOf, type Scene } from './scenes.ts';
import { svgOf } from './svg.ts';

export { fileOf, SCENES } from './scenes.ts';

const run = promisify(execFile);

/** What a scene looks like today. `root` is the folder of the package, built. */
async function pictureOf(scene: Scene, root: string): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'sso-setup-picture-'));
  try {
    const program = [process.execPath, join(root, 'bin', 'sso-setup.js')];
    const env = environmentIn(home, scene);
    mkdirSync(join(home, '.local/state/sso-setup/sandbox'), { recursive: true });
    for (const args of scene.before ?? []) await inSilence([...program, ...args], home, env);
    return draw(scene, await screenOf(scene, { command: [...program, ...scene.args], cwd: home, env }));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Why the picture in the folder is not the one of today; undefined when it is. */
export async function staleness(scene: Scene, root: string, folder: string): Promise<string | undefined> {
  const file = join(folder, fileOf(scene));
  if (!existsSync(file)) return `${fileOf(scene)} is missing`;
  const [kept, fresh] = [essence(readFileSync(file, 'utf8')), essence(await pictureOf(scene, root))];
  if (kept === fresh) return undefined;
  const [before, after] = [kept.split('\n'), fresh.split('\n')];
  const index = after.findIndex((line, at) => line !== before[at]);
  return `${fileOf(scene)} is out of date. It has:\n${before[index]}\nand now there is:\n${after[index]}`;
}

/**
 * Takes the picture and keeps it.
 *
 * @public scripts/pictures.mjs uses it
 */
export async function keep(scene: Scene, root: string, folder: string): Promise<void> {
  const file = join(folder, fileOf(scene));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, await pictureOf(scene, root));
}

/** A picture without what differs from run to run: ids, durations, days and times, and where a text ends up by them. */
function essence(svg: string): string {
  return joined(svg.replaceAll(/ (x|textLength)="[\d.]+"/g, ''))
    .replaceAll(/\b(ssoins|ps|d|o|r|ou|p)-[0-9a-f]{4,}\b/g, '$1-ID')
    .replaceAll(/(?<![A-Z])[B-DF-HJ-T]{4}-[B-DF-HJ-T]{4}(?![A-Z])/g, 'CODE')
    .replaceAll(/\b(AWSReservedSSO_\w+_)[0-9a-f]{16}\b/g, '$1ID')
    .replaceAll(/\d+(\.\d+)?( s\b|초)/g, 'N$2')
    .replaceAll(/\b\d+:\d\d\b/g, 'TIME')
    .replaceAll(/\b20\d\d-\d\d-\d\d\b/g, 'DAY')
    .replaceAll(/\b\d+\.\d+\.\d+\b/g, 'VERSION');
}

/** Texts that stand side by side and look the same, as one. */
function joined(svg: string): string {
  const shorter = svg.replaceAll(/(<text y="(\d+)"( class="[^"]*")?>[^<]*)<\/text>\n<text y="\2"\3>/g, '$1');
  return shorter === svg ? svg : joined(shorter);
}

async function screenOf(scene: Scene, at: { command: string[]; cwd: string; env: NodeJS.ProcessEnv }): Promise<string> {
  const terminal = await Terminal.open({ ...at, columns: scene.columns, rows: 60 });
  try {
    for (const { at, type, press = [] } of scene.acts) {
      await terminal.shows(at);
      if (type !== undefined) await terminal.type(type);
      await terminal.press(...press);
    }
    await terminal.shows(scene.until);
    return await settled(terminal);
  } finally {
    terminal.close();
  }
}

/** The screen when nothing has moved on it for a while, a spinner and its clock apart. */
async function settled(terminal: Terminal): Promise<string> {
  let before = '';
  for (let quiet = 0; quiet < 4; ) {
    await pause(100);
    const now = still(await terminal.cells());
    quiet = now === before ? quiet + 1 : 0;
    before = now;
  }
  return before;
}

/** Spinners show their first frame, clocks the beginning. */
function still(screen: string): string {
  return screen.replaceAll(/[\u2800-\u28ff]/g, '⠋').replaceAll(/\b0:\d\d\b/g, '0:00');
}

function draw(scene: Scene, screen: string): string {
  const all = runsOf(screen).map((runs) => ({ runs, text: textOf(runs) }));
  const first = scene.from === undefined ? 0 : lineWith(all, scene.from);
  const last = scene.to === undefined ? all.length : lineWith(all, scene.to);
  const lines = all.slice(first, last);
  while (lines.at(-1)?.text === '') lines.pop();
  return svgOf({
    lang: scene.lang,
    title: scene.title,
    command: ['npx sso-setup', ...scene.args].join(' '),
    columns: scene.columns,
    lines: lines.map(({ runs }) => runs),
    text: lines.map(({ text }) => text).join('\n'),
  });
}

function lineWith(lines: readonly { readonly text: string }[], words: string): number {
  const index = lines.findIndex(({ text }) => text.includes(words));
  if (index < 0) throw new Error(`No line of the picture has "${words}".`);
  return index;
}

function textOf(runs: ReturnType<typeof runsOf>[number]): string {
  let [text, column] = ['', 0];
  for (const run of runs) {
    text += ' '.repeat(run.column - column) + run.text;
    column = run.column + run.columns;
  }
  return text.trimEnd();
}

/** The simulated AWS of a picture has no moods: the same seed, and as quick as it can be. */
function environmentIn(home: string, { lang, env }: Scene): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    LC_ALL: 'C.UTF-8',
    SSO_SETUP_LANG: lang,
    AWS_EC2_METADATA_DISABLED: 'true',
    SSO_SETUP_SANDBOX_SEED: '1',
    SSO_SETUP_SANDBOX_LATENCY_MS: '0',
    SSO_SETUP_SANDBOX_ASYNC_MS: '0',
    SSO_SETUP_SANDBOX_RATE_PER_SECOND: '0',
    ...env,
  };
}

async function inSilence([program = '', ...args]: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
  await run(program, args, { cwd, env, timeout: 60_000 });
}
