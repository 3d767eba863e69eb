// Puts the mistakes of test/mutants into the source, each by itself, and runs the tests that should notice it:
// npm run test:mutants [-- FILE-OR-WORD …]. No file is changed: a try gets the mistake while its tests load the source.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { startVitest } from 'vitest/node';
import { note } from './reliability-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const lists = join(root, 'test/mutants');
/** How a try ends; any other number is trouble of its own, such as a file of tests that is not there. */
const [SURVIVED, KILLED] = [0, 3];
/** A mistake that makes the tests go on for so long is noticed, too; milliseconds. */
const LONGEST = 120_000;

const { MUTANT } = process.env;
if (MUTANT === undefined) process.exitCode = await main(process.argv.slice(2));
else process.exit(await runTests(JSON.parse(MUTANT)));

async function main(words) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
  const began = Date.now();
  const all = readdirSync(lists).flatMap((name) => JSON.parse(readFileSync(join(lists, name), 'utf8')));
  const faults = all.flatMap(faultsOf);
  for (const fault of faults) process.stderr.write(`${fault}\n`);
  if (faults.length > 0) return 1;
  const chosen = all.filter(
    (one) => words.length === 0 || words.some((word) => `${one.file} ${one.about}`.includes(word)),
  );
  const tests = [...new Set(chosen.flatMap((one) => one.tests))];
  const asTheyAre = await tryOut({ tests });
  if (asTheyAre.code !== SURVIVED) {
    process.stderr.write(`${asTheyAre.said}\nThese tests fail, or do not run, without any mistake.\n`);
    return 1;
  }
  const survivors = [];
  let tried = 0;
  const queue = chosen.values();
  const worker = async () => {
    for (const mutant of queue) {
      const { code, said } = await tryOut(mutant, LONGEST);
      if (code !== SURVIVED && code !== KILLED) throw new Error(`${mutant.about}\n${said}`);
      if (code === SURVIVED) survivors.push(mutant);
      tried += 1;
      process.stderr.write(
        `${tried} of ${chosen.length} ${code === SURVIVED ? 'survived' : 'killed'}: ${mutant.about}\n`,
      );
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  for (const { about, file, was } of survivors) {
    const line = sourceOf(file).split(was)[0].split('\n').length;
    process.stdout.write(`${file}:${line}: ${about}\n`);
  }
  const killed = chosen.length - survivors.length;
  const percent = (killed / chosen.length) * 100;
  const seconds = Math.round((Date.now() - began) / 1_000);
  process.stdout.write(`${killed} of ${chosen.length} mutants killed: ${percent.toFixed(1)} % (${seconds} s)\n`);
  if (words.length === 0) note('R28', { mutants: chosen.length, killed });
  return percent < 90 ? 1 : 0;
}

/** What is wrong with a mutant itself. */
function faultsOf({ about, file, was, is }) {
  const parts = sourceOf(file).split(was);
  if (parts.length !== 2) return [`${about} ${file} has its text ${parts.length - 1} times.`];
  try {
    transformSync(parts.join(is), { loader: 'ts', logLevel: 'silent' });
    return [];
  } catch (error) {
    return [`${about} ${file} is no TypeScript with it: ${error.message}`];
  }
}

function sourceOf(file) {
  return readFileSync(join(root, file), 'utf8');
}

/** Runs the tests in a process of their own, which may hang. */
async function tryOut(mutant, longest) {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url)], {
    cwd: root,
    env: { ...process.env, MUTANT: JSON.stringify(mutant) },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const end = () => process.kill(-child.pid, 'SIGKILL');
  process.once('exit', end);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text));
  let isLate = false;
  const late = () => {
    isLate = true;
    end();
  };
  const timer = longest === undefined ? undefined : setTimeout(late, longest);
  const code = await new Promise((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  process.off('exit', end);
  return { code: isLate ? KILLED : code, said };
}

/** In that process. */
async function runTests({ file, was, is, tests }) {
  const transform = (code, id) => (id === join(root, file) ? code.split(was).join(is) : undefined);
  const plugins = file === undefined ? [] : [{ name: 'mutant', enforce: 'pre', transform }];
  // The program in dist is built once, before, without a mistake.
  const options = { root, run: true, ...(file === undefined ? {} : { bail: 1, maxWorkers: 1, globalSetup: [] }) };
  const { state } = await startVitest('test', tests, options, { plugins });
  const files = state.getFiles();
  if (files.some(({ result }) => result?.state === 'fail') || state.getUnhandledErrors().length > 0) return KILLED;
  return files.length === tests.length ? SURVIVED : 1;
}
