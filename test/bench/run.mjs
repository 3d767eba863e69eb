// Bundles the benchmarks, which are TypeScript like everything else, and runs them.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'sso-setup-bench-'));
process.on('exit', () => rmSync(work, { recursive: true, force: true }));

await build({
  entryPoints: ['bench.ts', 'server.ts'].map((file) => join(here, file)),
  outdir: work,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  logLevel: 'warning',
});
const { main } = await import(pathToFileURL(join(work, 'bench.mjs')).href);
try {
  process.exitCode = await main(process.argv.slice(2), { root: join(here, '..', '..'), work });
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
