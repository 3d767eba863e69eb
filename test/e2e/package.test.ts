import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { schemas } from '../../src/schemas.ts';
import { held } from '../helpers/promises.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

interface Packed {
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

/** What esbuild tells of the bundle, as far as it is of interest here. */
interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<
    Record<
      string,
      {
        readonly entryPoint?: string;
        readonly bytes: number;
        readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>>;
        readonly imports: readonly { readonly path: string; readonly kind: string }[];
      }
    >
  >;
}
/** CycloneDX, as far as it is of interest here. */
interface Bill extends Readonly<Record<string, unknown>> {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly unknown[];
}
interface Component extends Readonly<Record<string, unknown>> {
  readonly 'bom-ref': string;
  readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
}

const { inputs, outputs } = JSON.parse(read('dist/metafile.json')) as Metafile;

/** The sources that something of is in these files. */
function sourcesIn(files: Iterable<string>): string[] {
  const parts = [...files].flatMap((file) => Object.entries(outputs[file]?.inputs ?? {}));
  return [...new Set(parts.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([source]) => source))].sort();
}

/** `node_modules/@aws-sdk/core` */
const packageOf = (source: string) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1];
const packagesOf = (sources: readonly string[]) => [...new Set(sources.flatMap((one) => packageOf(one) ?? []))].sort();

/** The files that are loaded with the one that holds this source, before anything of them runs. */
function loadedWith(source: string): Set<string> {
  const start = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === source);
  if (start === undefined) throw new Error(`${source} is not where anything starts`);
  const files = new Set([start]);
  for (const file of files) {
    for (const { path, kind } of outputs[file]?.imports ?? []) {
      if (kind === 'import-statement' && path in outputs) files.add(path);
    }
  }
  return files;
}

/** The files of the bundle that a command really loads. */
function loadedBy(...args: string[]): string[] {
  const tell = `import { writeSync } from 'node:fs';
    export function load(url, context, next) { writeSync(2, url + '\\n'); return next(url, context); }`;
  const hook = `import { register } from 'node:module'; register(${JSON.stringify(asModule(tell))});`;
  const command = ['--import', asModule(hook), join(root, 'bin', 'sso-setup.js'), ...args];
  const { stderr: told } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  const dist = new URL('../../dist/', import.meta.url).href;
  return told.split('\n').flatMap((url) => (url.startsWith(dist) ? [`dist/${url.slice(dist.length)}`] : []));
}

const asModule = (code: string) => `data:text/javascript,${encodeURIComponent(code)}`;

test('the package holds what it runs and nothing else, in less than a megabyte', () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' })) as [Packed];
  const names = packed.files.map(({ path }) => path.replace(/-[A-Z0-9]{8}\.js$/, '-HASH.js'));
  const expected = [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'bin/sso-setup.js',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/main.js',
    'dist/result.schema.json',
    'dist/sbom.cdx.json',
    'dist/settings.schema.json',
    'package.json',
  ];
  expect(names.filter((name) => !/^dist\/[\w-]+-HASH\.js$/.test(name)).sort()).toEqual(expected);
  expect(packed.size).toBeLessThan(1_000_000);
});

test('it depends on nothing at run time and runs nothing when it is installed', () => {
  const { dependencies, scripts } = JSON.parse(read('package.json'));
  expect(dependencies).toBeUndefined();
  expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$/.test(name))).toEqual([]);
});

test('the JSON Schemas that ship are the ones that check', () => {
  for (const [name, schema] of Object.entries(schemas)) {
    expect(JSON.parse(read(`dist/${name}.schema.json`))).toEqual(JSON.parse(JSON.stringify(schema)));
  }
});

test('--version loads nothing but itself', () => {
  const loaded = loadedBy('--version');
  expect(sourcesIn(loaded)).toEqual(['src/main.ts', 'src/version.ts']);
  expect(loaded.length).toBeLessThanOrEqual(3);
});

test('--help loads the words and what writes them', () => {
  const sources = sourcesIn(loadedBy('--help'));
  expect(packagesOf(sources)).toEqual(['node_modules/chalk']);
  expect(sources.filter((source) => /^src\/(?!messages\/)/.test(source))).toEqual([
    'src/administrator.ts',
    'src/help.ts',
    'src/main.ts',
    'src/permissions.ts',
    'src/problem.ts',
    'src/settings/regions.ts',
    'src/settings/settings.ts',
    'src/ui/help.ts',
    'src/ui/look.ts',
    'src/ui/rows.ts',
    'src/ui/text.ts',
    'src/version.ts',
  ]);
});

test('what is needed later only is not loaded with the program, nor with a run', () => {
  const SDK = /@aws-sdk|@smithy/;
  const program = sourcesIn(new Set([...loadedWith('src/main.ts'), ...loadedWith('src/cli.ts')]));
  expect(packagesOf(program)).toEqual(['node_modules/chalk', 'node_modules/commander']);

  const run = sourcesIn(
    new Set(['src/main.ts', 'src/cli.ts', 'src/commands.ts'].flatMap((one) => [...loadedWith(one)])),
  );
  expect(run.filter((source) => source.startsWith('src/sandbox/'))).toEqual([]);
  const packages = packagesOf(run).map((one) => one.replace('node_modules/', ''));
  expect(packages.filter((name) => !SDK.test(name))).toEqual([
    '@aws/lambda-invoke-store',
    'chalk',
    'commander',
    'yaml',
    'zod',
  ]);
  expect(packages.filter((name) => name.startsWith('@aws-sdk/client-'))).toEqual([
    '@aws-sdk/client-account',
    '@aws-sdk/client-identitystore',
    '@aws-sdk/client-organizations',
    '@aws-sdk/client-sso-admin',
    '@aws-sdk/client-sts',
  ]);
});

test('every package in the bundle is named with its licence, and the text of that is there', () => {
  const notices = read('dist/THIRD-PARTY-NOTICES.txt');
  const [, ...parts] = notices.split(/^={78}\n/m);
  const texts = new Map<string, string>();
  for (let at = 0; at < parts.length; at += 2) {
    for (const title of parts[at]?.trim().split('\n') ?? []) texts.set(title, parts[at + 1] ?? '');
  }
  const bundled = packagesOf(sourcesIn(Object.keys(outputs))).map((folder) => {
    const { name, version, license } = JSON.parse(read(`${folder}/package.json`));
    return { title: `${name} ${version} (${license})`, license };
  });
  expect([...texts.keys()].sort()).toEqual(bundled.map(({ title }) => title).sort());
  const opening = {
    MIT: 'Permission is hereby granted',
    ISC: 'Permission to use, copy, modify',
    'Apache-2.0': 'Apache License',
  };
  for (const { title, license } of bundled) {
    expect(texts.get(title)?.replace(/\s+/g, ' '), title).toContain(
      opening[license as keyof typeof opening] ?? 'unknown',
    );
  }
});

test('the bill of materials lists what is in the bundle, in the words of npm, and nothing that changes by itself', () => {
  const bill = JSON.parse(read('dist/sbom.cdx.json')) as Bill;
  const args = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
  const installed = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' })) as Bill;
  const { bomFormat, specVersion, $schema } = installed;
  expect(bill).toMatchObject({ bomFormat, specVersion, $schema, version: 1 });
  expect(Object.keys({ ...bill, ...bill.metadata }).filter((key) => /serial|time/i.test(key))).toEqual([]);

  const names = packagesOf(sourcesIn(Object.keys(outputs))).map((folder) => {
    const { name, version } = JSON.parse(read(`${folder}/package.json`));
    return `${name}@${version}`;
  });
  const refs = bill.components.map((one) => one['bom-ref']);
  expect(refs).toEqual([...new Set(names)]);
  const byRef = new Map(installed.components.map((one) => [one['bom-ref'], one]));
  for (const one of bill.components) {
    // What is used to build only is optional to npm; here it is what runs.
    expect(byRef.get(one['bom-ref'])).toMatchObject({ ...one, scope: expect.any(String) });
    expect(one.scope).toBe('required');
    expect(one.hashes?.map(({ alg, content }) => [alg, content.length])).toEqual([['SHA-512', 128]]);
  }
  const own = bill.metadata.component['bom-ref'];
  expect(own).toBe(installed.metadata.component['bom-ref']);
  expect(bill.dependencies).toEqual([{ ref: own, dependsOn: refs }]);
  held('S13', refs.length, 'packages');
});

test('names in the bundle are those of the source', () => {
  const code = readdirSync(join(root, 'dist'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => read(`dist/${name}`))
    .join('\n');
  const names = ['class Problem', 'class STSClient', 'function whoAmI(', 'function commandLine('];
  const written = (name: string) => code.includes(name) || code.includes(`${name.replace('class ', '')} = class`);
  expect(names.filter((name) => !written(name))).toEqual([]);
});

test('the same source makes the same bytes, in any folder', () => {
  const other = mkdtempSync(join(tmpdir(), 'sso-setup-test-'));
  onTestFinished(() => rmSync(other, { recursive: true, force: true }));
  const used = packagesOf(Object.keys(inputs));
  for (const name of ['package.json', 'package-lock.json', 'tsconfig.json', 'scripts', 'src', ...used]) {
    const unneeded = /dist-(types|cjs)|\.d\.[cm]?ts$|\.map$/;
    cpSync(join(root, name), join(other, name), { recursive: true, filter: (path) => !unneeded.test(path) });
  }
  mkdirSync(dirname(join(other, 'node_modules/esbuild')), { recursive: true });
  symlinkSync(join(root, 'node_modules/esbuild'), join(other, 'node_modules/esbuild'));
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: other });
  const names = readdirSync(join(root, 'dist')).sort();
  expect(readdirSync(join(other, 'dist')).sort()).toEqual(names);
  for (const name of names)
    expect(readFileSync(join(other, 'dist', name), 'utf8') === read(`dist/${name}`), name).toBe(true);
});
