// Bundles everything into dist/: no run-time dependency, so that what runs with administrator rights is what was tested.
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
// Made aside, then put in place, so that nobody runs half a build.
const out = join(root, `dist.${process.pid}`);
const { name: ownName, version, license: ownLicense } = json('package.json');

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
  alias: {
    // ora's measure of text takes 15 ms to load; the one that inquirer brings tells the same widths.
    'string-width': 'fast-string-width',
    // The same as for Node, as ES modules.
    yaml: './node_modules/yaml/browser/dist/index.js',
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
  legalComments: 'none',
  metafile: true,
});
// Says which source is in which file; for tests and for curiosity, not for the package.
writeFileSync(join(out, 'metafile.json'), JSON.stringify(inPlace(result.metafile), null, 1));
const packages = bundled(result.metafile);
writeFileSync(join(out, 'THIRD-PARTY-NOTICES.txt'), notices(packages));
writeFileSync(join(out, 'sbom.cdx.json'), `${JSON.stringify(billOfMaterials(packages), null, 2)}\n`);
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

/** The same as if it had been made where it is put. */
function inPlace({ inputs, outputs }) {
  const moved = JSON.stringify(outputs).replaceAll(`"${basename(out)}/`, '"dist/');
  return { inputs, outputs: JSON.parse(moved) };
}

function json(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

/** All packages that something is taken from. */
function bundled({ outputs }) {
  const used = Object.values(outputs).flatMap(({ inputs }) =>
    Object.keys(inputs).filter((input) => inputs[input].bytesInOutput > 0),
  );
  const folders = new Set(
    used.map((input) => input.match(/^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//)?.[1]).filter(Boolean),
  );
  return [...folders].sort().map((folder) => ({ folder, ...json(join(folder, 'package.json')) }));
}

/** Their licences; the same text once for all that it stands in. */
function notices(packages) {
  const withTexts = packages.map(withText);
  const byText = new Map();
  for (const { title, license, text = textOf(license, withTexts) } of withTexts) {
    byText.set(text, [...(byText.get(text) ?? []), title]);
  }
  const line = '='.repeat(78);
  return [...byText].map(([text, titles]) => [line, ...titles, line, text.trim(), ''].join('\n')).join('\n');
}

function withText({ folder, name, version: itsVersion, license }) {
  const file = readdirSync(join(root, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file && readFileSync(join(root, folder, file), 'utf8');
  return { title: `${name} ${itsVersion} (${license})`, license, text };
}

/** Some packages of the AWS SDK name the Apache License and leave the text to the others. */
function textOf(license, packages) {
  const other = packages.find((one) => one.license === license && one.license === 'Apache-2.0' && one.text);
  if (other === undefined) throw new Error(`No text of the licence ${license}.`);
  return other.text;
}

/**
 * What is in the bundle, for those who look for known weaknesses (CycloneDX 1.5). `npm sbom` sees nothing of it, because
 * nothing is installed. Neither a time nor a serial number is in it: the same source makes the same bytes.
 */
function billOfMaterials(packages) {
  const { packages: locked } = json('package-lock.json');
  const own = component('application', { name: ownName, version, license: ownLicense });
  const components = packages.map(({ folder, ...one }) => ({
    ...component('library', one),
    hashes: hashesOf(locked[folder].integrity),
  }));
  const unique = [...new Map(components.map((one) => [one['bom-ref'], one])).values()];
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: { lifecycles: [{ phase: 'build' }], component: own },
    components: unique,
    dependencies: [{ ref: own['bom-ref'], dependsOn: unique.map((one) => one['bom-ref']) }],
  };
}

function component(type, { name, version: itsVersion, license }) {
  return {
    'bom-ref': `${name}@${itsVersion}`,
    type,
    name,
    version: itsVersion,
    scope: 'required',
    purl: `pkg:npm/${name.replace('@', '%40')}@${itsVersion}`,
    licenses: [{ license: { id: license } }],
  };
}

/** `sha512-` and base64, as the lock file has it, in hexadecimal digits. */
function hashesOf(integrity) {
  const [algorithm, hash] = integrity.split('-');
  return [{ alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex') }];
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
