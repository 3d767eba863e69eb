// How much of src the tests reach that run in their own process; puts it on docs/reliability.md: npm run test:coverage
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { note } from './reliability-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What these try runs in processes of its own, and would not count. */
const elsewhere = ['--exclude', 'test/{terminal,conformance,e2e}/**'];
const vitest = [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--coverage', ...elsewhere];
const { status } = spawnSync(process.execPath, vitest, { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exit(status ?? 1);

const { total, ...files } = JSON.parse(readFileSync(join(root, 'coverage/coverage-summary.json'), 'utf8'));
const missed = ({ lines, branches }) => lines.total - lines.covered + branches.total - branches.covered;
const least = Object.entries(files).sort(([, a], [, b]) => missed(b) - missed(a));
for (const [file, { lines, branches }] of least.slice(0, 15)) {
  const parts = [lines, branches].map(({ pct }) => `${pct.toFixed(1)} %`.padStart(8)).join('');
  process.stdout.write(`${parts}  ${relative(root, file)}\n`);
}
note('R31', { '% of lines': total.lines.pct, '% of branches': total.branches.pct });
