// Bundles everything into dist/: no run-time dependency, so that what runs with administrator rights is what was tested.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Made aside, then put in place, so that nobody runs half a build.
const out = join(root, `dist.${process.pid}`);
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** `inquirer` offers an external editor, which drags in half a megabyte of character tables; nothing here uses it. */
const withoutEditor = {
  name: 'without-editor',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^@inquirer\/(external-editor|editor)$/ }, () => ({ path: 'editor', namespace: 'none' }));
    onLoad({ filter: /.*/, namespace: 'none' }, () => ({
      contents: 'export default undefined; export const editor = undefined;',
    }));
  },
};

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.17',
  // Most packages have an ES module beside the CommonJS one: only what is used of it is taken along.
  mainFields: ['module', 'main'],
  format: 'esm',
  // Parts of the SDK are CommonJS and ask for `node:https` in the old way.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  define: { 'process.env.SSO_SETUP_VERSION': JSON.stringify(version) },
  plugins: [withoutEditor],
  logLevel: 'warning',
};

mkdirSync(out);
const result = await build({
  ...common,
  entryPoints: ['src/main.ts'],
  outdir: out,
  splitting: true,
  // Names stay: what a stack trace and a log tell can be found in the source.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  metafile: true,
});
writeFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), notices(Object.keys(result.metafile.inputs)));
await writeSchemas();
putInPlace();

function putInPlace() {
  const dist = join(root, 'dist');
  const old = join(root, `dist.old.${process.pid}`);
  try {
    renameSync(dist, old);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
  renameSync(out, dist);
  rmSync(old, { recursive: true, force: true });
}

/** The licences of everything that is in the bundle. */
function notices(inputs) {
  const folders = new Set(
    inputs.map((input) => input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean),
  );
  return [...folders].sort().map(noticeOf).join('\n');
}

function noticeOf(folder) {
  const { name, version: itsVersion, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file === undefined ? 'Licensed under the terms named above.\n' : readFileSync(join(root, folder, file), 'utf8');
  return `${'='.repeat(78)}\n${name} ${itsVersion} (${license})\n${'='.repeat(78)}\n${text}`;
}

/** The JSON Schemas come from the same definitions that check the files and the results. */
async function writeSchemas() {
  const temporary = join(out, 'schemas.mjs');
  await build({ ...common, entryPoints: ['src/schemas.ts'], outfile: temporary });
  const { schemas } = await import(pathToFileURL(temporary).href);
  for (const [name, schema] of Object.entries(schemas)) {
    writeFileSync(join(out, `${name}.schema.json`), `${JSON.stringify(schema, null, 2)}\n`);
  }
  rmSync(temporary);
}
