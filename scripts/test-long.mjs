// Tries every promise of docs/reliability.md at its full figure and writes the figures there: npm run test:long [-- R5 S7 …]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { circumstances, keep, promises } from './reliability-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const all = promises();
const asked = process.argv.slice(2);
const unknown = asked.filter((id) => !all.some((one) => one.id === id));
if (unknown.length > 0) {
  process.stderr.write(`No promise is called ${unknown.join(', ')}. There are ${all.map(({ id }) => id).join(' ')}.\n`);
  process.exit(64);
}

const byThemselves = all.filter(({ id, tests }) => tests.length === 0 && asked.includes(id));
if (byThemselves.length > 0) {
  for (const { id, command } of byThemselves) process.stderr.write(`${id} is tried by ${command}.\n`);
  process.exit(64);
}
const chosen = all.filter(({ id, tests }) => tests.length > 0 && (asked.length === 0 || asked.includes(id)));
const seed = process.env.SEED ?? `${Date.now() % 2 ** 31}`;
process.stderr.write(`SEED=${seed}\n`);
const folder = mkdtempSync(join(tmpdir(), 'sso-setup-promises-'));
const [figures, report] = [join(folder, 'figures.jsonl'), join(folder, 'report.json')];
writeFileSync(figures, '');
const files = [...new Set(chosen.flatMap(({ tests }) => tests))].sort();
const vitest = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const { status } = spawnSync(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...vitest, ...files], {
  cwd: root,
  env: { ...process.env, LONG: '1', SEED: seed, FIGURES: figures },
  stdio: ['ignore', 'inherit', 'inherit'],
});

const results = JSON.parse(readFileSync(report, 'utf8')).testResults;
const counted = readFileSync(figures, 'utf8')
  .trim()
  .split('\n')
  .filter(Boolean)
  .map((line) => JSON.parse(line));
rmSync(folder, { recursive: true });
const reached = {};
for (const { id, tests } of chosen) {
  const ofThese = results.filter(({ name }) => tests.some((file) => name.endsWith(`/${file}`)));
  const assertions = ofThese.flatMap(({ assertionResults }) => assertionResults);
  const counts = {};
  for (const { promise, count, of } of counted) if (promise === id) counts[of] = (counts[of] ?? 0) + count;
  reached[id] = {
    ...circumstances(),
    seed: Number(seed),
    passed: assertions.filter((one) => one.status === 'passed').length,
    failed: assertions.filter((one) => one.status === 'failed').length + ofThese.filter(broken).length,
    skipped: assertions.filter((one) => !['passed', 'failed'].includes(one.status)).length,
    counts,
  };
}
keep(reached);
process.exit(status ?? 1);

/** A file that failed before its first test. */
function broken({ status, assertionResults }) {
  return status === 'failed' && assertionResults.every((one) => one.status !== 'failed');
}
