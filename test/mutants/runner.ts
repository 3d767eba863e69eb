import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type RunnerTestCase as Test, TestRunner } from 'vitest';

declare global {
  /** Whether this mutant is the one that is tried now. */
  var __mutant: (id: number) => boolean;
  /** The same for what has no effect but its value: a test to which both are one does not reach the mutant. */
  var __other: <T>(id: number, wrong: () => T, right: () => T) => T;
}

const { MUTANTS = '', MUTANTS_LOG = '' } = process.env;
const chosen = new Set<number>(JSON.parse(readFileSync(join(MUTANTS, 'chosen.json'), 'utf8')));
/** So many tests of one file may miss a mutant: the others are of the same kind. */
const OF_A_FILE = 20;
/** A try may pass this many more switches than the test does by itself; a loop that does not end passes more. */
const TIMES = 50;
const AND_MORE = 20_000;

let active = 0;
let left = Number.POSITIVE_INFINITY;
let switches = 0;
let reached = new Set<number>();

function pass(): void {
  switches++;
  if (--left < 0) throw new Error('A loop that does not end.');
}

globalThis.__mutant = (id) => {
  pass();
  if (active === 0) reached.add(id);
  return active === id;
};
globalThis.__other = (id, wrong, right) => {
  pass();
  if (active !== 0) return active === id ? wrong() : right();
  const value = right();
  if (!reached.has(id) && differs(value, wrong)) reached.add(id);
  return value;
};

function differs(value: unknown, wrong: () => unknown): boolean {
  try {
    return !Object.is(value, wrong());
  } catch {
    return true;
  }
}

// The first counterexample is enough.
fc.configureGlobal({ endOnFailure: true });

/**
 * Tries each test once as it is, and then once with each mutant that it reached and that no test has killed yet. What
 * happens is appended to a log, a line each: `try`, `killed`, `alive` or `spoiled`, the number and the test.
 */
export default class extends TestRunner {
  readonly #tried = new Set(lines(MUTANTS_LOG).map((line) => line.replace(/^\w+ /, '')));
  readonly #missed = new Map<number, number>();

  override onAfterRunFiles(): void {
    super.onAfterRunFiles();
    appendFileSync(MUTANTS_LOG, 'end\n');
  }

  async runTask(test: Test): Promise<void> {
    const run = TestRunner.getTestFn(test);
    reached = new Set();
    [active, left] = [0, Number.POSITIVE_INFINITY];
    switches = 0;
    const began = performance.now();
    await run();
    const [tookMs, calls] = [performance.now() - began, switches];
    const name = `${test.file.name} ${test.fullTestName ?? test.name}`;
    const dead = killed();
    const open = [...reached].filter((id) => chosen.has(id) && !dead.has(id) && !this.#tried.has(`${id} ${name}`));
    // What a test leaves behind may keep it from holding again: it says nothing then.
    if (open.length === 0 || (await endOf(run, 3_000 + tookMs * 10)) !== 'good') return;
    for (const id of open) {
      const missed = this.#missed.get(id) ?? 0;
      if (missed === OF_A_FILE) continue;
      log('try', id, name);
      [active, left] = [id, calls * TIMES + AND_MORE];
      const ending = await endOf(run, 3_000 + tookMs * 10);
      [active, left] = [0, Number.POSITIVE_INFINITY];
      if (ending === 'good') {
        this.#missed.set(id, missed + 1);
        log('alive', id, name);
        continue;
      }
      // What goes on after its time would disturb the others: begin again without it.
      if (ending === 'late') {
        log('killed', id, name);
        process.kill(process.pid, 'SIGKILL');
        return;
      }
      // Only where the test holds without it: the mutant before may have left something behind.
      const still = await endOf(run, 3_000 + tookMs * 10);
      if (still !== 'good') {
        log('spoiled', id, name);
        process.kill(process.pid, 'SIGKILL');
        return;
      }
      log('killed', id, name);
    }
  }
}

async function endOf(run: () => unknown, ms: number): Promise<'good' | 'bad' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, ms, 'late');
  });
  const end = (async () => run())().then(
    () => 'good' as const,
    () => 'bad' as const,
  );
  const ending = await Promise.race([end, late]);
  clearTimeout(timer);
  return ending;
}

function log(what: string, id: number, name: string): void {
  appendFileSync(MUTANTS_LOG, `${what} ${id} ${name}\n`);
}

/** What the tests of any file have killed so far. */
function killed(): Set<number> {
  const all = readdirSync(MUTANTS).filter((name) => name.endsWith('.log'));
  const ids = all.flatMap((name) => lines(join(MUTANTS, name))).filter((line) => line.startsWith('killed '));
  return new Set(ids.map((line) => Number(line.split(' ')[1])));
}

function lines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}
