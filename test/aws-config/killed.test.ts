import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { configFile } from '../../src/aws-config/config-file.ts';
import { editConfig } from '../../src/aws-config/config-text.ts';
import { cases, held, SEED } from '../helpers/promises.ts';
import { ofProfile } from './helpers.ts';

const KILLS = cases(20, 500);
/** Processes at once, each with a file of its own. */
const SIDE_BY_SIDE = 4;
/** Edits that a process gets to the end of, at most, and milliseconds after the last of them. */
const MOST_EDITS = 2;
const LATEST = 90;

const SOURCE = fileURLToPath(new URL('../../src/aws-config/config-file.ts', import.meta.url));
/** Edits without end, and says so, a character each; each version has its number in two places far from each other. */
const PROGRAM = `
  import { configFile } from ${JSON.stringify(SOURCE)};
  const file = configFile(process.argv[2], () => Date.now());
  const edit = (name, keys) => ({ section: { kind: 'profile', name }, keys });
  process.stdout.write('.');
  for (let n = Number(process.argv[3]); ; n++) {
    const version = String(n % 1000).padStart(4, '0');
    file.edit([edit('admin', { region: version }), edit('last', { region: version })]);
    process.stdout.write('.');
  }
`;

const MANY = Array.from({ length: 60 }, (_, n) => `[profile p${n}]\n# ${'x'.repeat(300)}\noutput = json\n\n`).join('');
const ORIGINAL = `[profile admin]\nregion = 0000\n\n${MANY}[profile last]\nregion = 0000\n`;

let folder = '';
let program = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'killed-'));
  program = join(folder, 'program.mjs');
  const stdin = { contents: PROGRAM, resolveDir: folder };
  await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile: program, logLevel: 'silent' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The same numbers for the same seed (mulberry32), from 0 to 1. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Runs the program from a version on, and kills it so many milliseconds after so many edits. */
async function killed(path: string, first: number, edits: number, after: number): Promise<NodeJS.Signals | null> {
  const child = spawn(process.execPath, [program, path, `${first}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = new Promise<NodeJS.Signals | null>((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  let said = 0;
  child.stdout.on('data', (characters: Buffer) => {
    const isDue = said <= edits && said + characters.length > edits;
    said += characters.length;
    if (isDue) setTimeout(() => child.kill('SIGKILL'), after);
  });
  return gone;
}

const isWhole = (text: string) => {
  const version = /region = (\d{4})/.exec(text)?.[1] ?? '';
  return text === ORIGINAL.replaceAll('region = 0000', `region = ${version}`);
};

test(`killed ${KILLS} times at any moment, the file is always one of its versions, and what is left gets removed`, {
  timeout: 600_000,
}, async () => {
  const next = random(SEED);
  const started = performance.now();
  let kills = 0;
  let mixed = 0;
  let leftovers = 0;
  const versions = new Set<string>();

  async function killAgainAndAgain(slot: number): Promise<void> {
    const home = join(folder, `${slot}`);
    const path = join(home, 'config');
    mkdirSync(home);
    writeFileSync(path, ORIGINAL);
    while (kills < KILLS) {
      kills++;
      const edits = Math.floor(next() * (MOST_EDITS + 1));
      expect(await killed(path, Math.floor(next() * 1000), edits, next() * LATEST)).toBe('SIGKILL');
      const text = readFileSync(path, 'utf8');
      if (!isWhole(text)) mixed++;
      versions.add(text);
    }
    leftovers += temporaries(home).length;
    for (const backup of readdirSync(home).filter((name) => name.endsWith('.bak'))) {
      if (!isWhole(readFileSync(join(home, backup), 'utf8'))) mixed++;
    }
    configFile(path, () => Date.now() + 10 * 60_000).edit([ofProfile({ output: 'yaml' })]);
    expect(temporaries(home)).toEqual([]);
    expect(readFileSync(path, 'utf8')).toBe(editConfig(readFileSync(path, 'utf8'), [ofProfile({ output: 'yaml' })]));
  }

  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, (_, slot) => killAgainAndAgain(slot)));
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stderr.write(
    `${kills} kills in ${seconds} s, ${mixed} mixed, ${versions.size} versions, ${leftovers} left over\n`,
  );
  expect(mixed).toBe(0);
  expect(versions.size).toBeGreaterThan(KILLS / 10);
  held('C3', kills, 'kills');
});

const temporaries = (home: string) => readdirSync(home).filter((name) => name.endsWith('.tmp'));
