// Takes the pictures of the README anew, from real runs in a real terminal (tmux):
//   node scripts/pictures.mjs [NAME...]           takes all of them, or those whose file name begins so
//   node scripts/pictures.mjs --check [NAME...]   says which ones are out of date, and then ends with 1
// Run `npm run build` before. What is in them: test/terminal/pictures/scenes.ts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'docs', 'pictures');

const check = process.argv.includes('--check');
const names = process.argv.slice(2).filter((word) => word !== '--check');

const { SCENES, fileOf, keep, staleness } = await camera();
const scenes = SCENES.filter((scene) => names.length === 0 || names.some((name) => fileOf(scene).startsWith(name)));
for (const scene of scenes) {
  if (check) tell(scene, await staleness(scene, root, folder));
  else await keep(scene, root, folder);
}

function tell(scene, trouble) {
  process.stdout.write(`${trouble ?? `${fileOf(scene)} is up to date`}\n`);
  if (trouble !== undefined) process.exitCode = 1;
}

/** It is TypeScript, which Node 20 does not read. */
async function camera() {
  const out = mkdtempSync(join(tmpdir(), 'sso-setup-camera-'));
  try {
    const outfile = join(out, 'take.mjs');
    const entryPoints = [join(root, 'test', 'terminal', 'pictures', 'take.ts')];
    await build({ entryPoints, outfile, bundle: true, platform: 'node', target: 'node20.17', format: 'esm' });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
