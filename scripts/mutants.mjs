// Tries the tests on code with a mistake in it, one mistake after the other: npm run test:mutants [-- all | src/engine …]
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mutantsOf } from '../test/mutants/list.mjs';
import { page, record, written } from './reliability-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { tests, equivalent } = JSON.parse(readFileSync(join(root, 'test/mutants/mutants.json'), 'utf8'));
const asked = process.argv.slice(2);
const all = mutantsOf().flatMap(({ mutants }) => mutants);
const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
/** How many are tried of all that there are; they are drawn by the seed. */
const SAMPLE = 200;
const chosen = choose();
const folder = process.env.MUTANTS ?? mkdtempSync(join(tmpdir(), 'sso-setup-mutants-'));
writeFileSync(join(folder, 'chosen.json'), JSON.stringify(chosen.map(({ id }) => id)));
process.stderr.write(`SEED=${seed}, ${chosen.length} of ${all.length} mutants\n`);
/** A try says something at least this often; milliseconds. */
const SILENCE = 60_000;

const children = new Set();
for (const name of ['SIGINT', 'SIGTERM']) {
  process.on(name, () => {
    for (const { pid } of children) process.kill(-pid, 'SIGKILL');
    process.exit(1);
  });
}

const began = Date.now();
const queue = [...tests];
const workers = Array.from({ length: Math.max(2, availableParallelism()) }, async () => {
  for (let test = queue.shift(); test !== undefined; test = queue.shift()) await tryAll(test);
});
await Promise.all(workers);
report();

function choose() {
  if (asked.includes('all')) return all;
  if (asked.length > 0) return all.filter(({ file }) => asked.some((start) => file.startsWith(start)));
  const drawn = (id) => createHash('sha256').update(`${seed} ${id}`).digest('hex');
  const sorted = all.map((one) => [drawn(one.id), one]).sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.slice(0, SAMPLE).map(([, one]) => one);
}

/** Runs one file of tests with all mutants, again from where it was whenever one of them brings it down. */
async function tryAll(test) {
  const log = join(folder, `${basename(test, '.test.ts')}.log`);
  for (let before = -1; !linesOf(log).includes('end'); ) {
    const lines = linesOf(log).length;
    if (lines === before) throw new Error(`${test} does not run:\n${readFileSync(`${log}.txt`, 'utf8')}`);
    before = lines;
    await runOnce(test, log);
    const [what, ...which] = linesOf(log).at(-1)?.split(' ') ?? [];
    if (what === 'try') appendFileSync(log, `killed ${which.join(' ')}\n`);
  }
  process.stderr.write(`${seconds()} ${test}: ${killed().size} of ${chosen.length} killed\n`);
}

async function runOnce(test, log) {
  const args = ['run', '--config', 'test/mutants/vitest.config.mjs', '--no-color', test];
  const env = { ...process.env, MUTANTS: folder, MUTANTS_LOG: log, CASES: '3' };
  const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: root,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  const started = Date.now();
  const watch = setInterval(() => {
    const last = Math.max(started, changed(log));
    if (Date.now() - last > SILENCE) process.kill(-child.pid, 'SIGKILL');
  }, 1_000);
  await new Promise((resolve) => child.on('close', resolve));
  clearInterval(watch);
  children.delete(child);
  writeFileSync(`${log}.txt`, said);
}

function report() {
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  const tried = new Set(logs.flatMap((name) => linesOf(join(folder, name))).map((line) => Number(line.split(' ')[1])));
  const dead = killed();
  const isEquivalent = (mutant) => equivalent.some((one) => isThis(one, mutant));
  const unknown = equivalent.filter((one) => !all.some((mutant) => isThis(one, mutant)));
  const alive = chosen.filter(({ id }) => !dead.has(id));
  const open = alive.filter((mutant) => !isEquivalent(mutant));
  for (const { id, file, line, was, is } of open) {
    const how = tried.has(id) ? '' : ' (no test comes here)';
    process.stdout.write(`${file}:${line}: ${short(was)} -> ${short(is)}${how}\n`);
  }
  for (const { file, was } of unknown)
    process.stdout.write(`No longer there, yet named as equivalent: ${file}: ${was}\n`);
  for (const mutant of chosen.filter((one) => dead.has(one.id) && isEquivalent(one)))
    process.stdout.write(`Killed, yet named as equivalent: ${mutant.file}:${mutant.line}: ${mutant.was}\n`);
  const same = alive.length - open.length;
  const share = dead.size / (chosen.length - same);
  process.stdout.write(
    `${dead.size} of ${chosen.length} mutants killed, ${same} equivalent: ${(share * 100).toFixed(1)} % (${seconds()})\n`,
  );
  if (process.env.MUTANTS === undefined) rmSync(folder, { recursive: true });
  if (asked.length === 0 || asked.includes('all'))
    note({ mutants: chosen.length, killed: dead.size, equivalent: same });
  if (share < 0.9 || unknown.length > 0) process.exitCode = 1;
}

/** Into what `npm run test:long` writes, too. */
function note(counts) {
  const known = JSON.parse(readFileSync(record, 'utf8'));
  const day = new Date().toISOString().slice(0, 10);
  known.R28 = { day, node: process.versions.node, seed, passed: 0, failed: 0, skipped: 0, counts };
  writeFileSync(record, `${JSON.stringify(known, null, 2)}\n`);
  writeFileSync(page, written());
}

function killed() {
  const logs = readdirSync(folder).filter((name) => name.endsWith('.log'));
  const lines = logs.flatMap((name) => linesOf(join(folder, name))).filter((line) => line.startsWith('killed '));
  return new Set(lines.map((line) => Number(line.split(' ')[1])));
}

function isThis(one, mutant) {
  return one.file === mutant.file && one.was === mutant.was && one.is === mutant.is;
}

function linesOf(file) {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

function changed(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function seconds() {
  return `${Math.round((Date.now() - began) / 1_000)} s`;
}

function short(text) {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}
