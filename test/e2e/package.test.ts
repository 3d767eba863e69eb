import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { schemas } from '../../src/schemas.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(`${root}/${file}`, 'utf8');

interface Packed {
  readonly size: number;
  readonly files: readonly { readonly path: string }[];
}

test('the package holds what it runs and nothing else, in less than a megabyte', () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const [packed] = JSON.parse(execFileSync('npm', args, { cwd: root, encoding: 'utf8' })) as [Packed];
  const names = packed.files.map(({ path }) => path.replace(/-[A-Z0-9]{8}\.js$/, '-HASH.js'));
  const expected = [
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'bin/sso-setup.js',
    'dist/THIRD-PARTY-NOTICES.txt',
    'dist/main.js',
    'dist/result.schema.json',
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
