import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

const root = new URL('../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), 'utf8');

interface Step {
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly run?: string;
}
interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes'?: number;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string;
  readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> };
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = '.github/workflows/';
const files = readdirSync(new URL(folder, root));
const workflows = files.map((name) => ({
  file: name,
  text: read(folder + name),
  ...(parse(read(folder + name)) as Workflow),
}));
const release = workflows.find(({ file }) => file === 'release.yml');
const jobs = workflows.flatMap(({ file, jobs: all }) =>
  Object.entries(all).map(([id, job]) => ({ id: `${file} ${id}`, ...job })),
);
const steps = jobs.flatMap(({ id, steps: all }) => all.map((step) => ({ id, ...step })));
const commands = [
  ...steps.map(({ id, run = '' }) => ({ id, run })),
  ...readdirSync(new URL('.ci', root)).map((name) => ({ id: `.ci/${name}`, run: read(`.ci/${name}`) })),
];

test('there are checks for every change, and a release for a tag', () => {
  expect(files).toEqual(['ci.yml', 'release.yml']);
  expect(workflows.map((one) => Object.keys(one.on))).toEqual([['push', 'pull_request'], ['push']]);
  expect(release?.on).toEqual({ push: { tags: ['v*.*.*'] } });
  const node = jobs.find(({ id }) => id === 'ci.yml linux')?.strategy?.matrix.node;
  expect(node).toEqual([20, 22, 24]);
});

describe('every action', () => {
  const used = workflows.flatMap(({ text }) => text.split('\n').filter((line) => /\buses:/.test(line)));

  test('is pinned by the hash of a commit, with its version beside it', () => {
    expect(used.length).toBeGreaterThan(0);
    const pin =
      /^\s+- uses: actions\/(checkout|setup-node|upload-artifact|download-artifact)@[0-9a-f]{40} # v\d+\.\d+\.\d+$/;
    expect(used.filter((line) => !pin.test(line))).toEqual([]);
  });

  test('is the same one everywhere', () => {
    const pins = new Set(used.map((line) => line.trim()));
    expect(new Set([...pins].map((pin) => pin.split('@')[0])).size).toBe(pins.size);
  });

  test('keeps no credentials and no caches', () => {
    const given = steps.filter(({ uses }) => /checkout|setup-node/.test(uses ?? ''));
    const careless = given.filter(
      (step) => step.with?.['persist-credentials'] !== false && step.with?.['package-manager-cache'] !== false,
    );
    expect(careless).toEqual([]);
  });
});

describe('every job', () => {
  test('has the least rights, and ends', () => {
    expect(workflows.map((one) => one.permissions)).toEqual(workflows.map(() => ({})));
    expect(Object.fromEntries(jobs.map(({ id, permissions }) => [id, permissions]))).toEqual({
      'ci.yml linux': { contents: 'read' },
      'ci.yml others': { contents: 'read' },
      'release.yml pack': { contents: 'read' },
      'release.yml stage': { 'id-token': 'write' },
      'release.yml attach': { contents: 'write' },
    });
    for (const job of jobs) {
      expect(job['timeout-minutes']).toBeLessThanOrEqual(60);
      expect(job['runs-on']).toMatch(/-\d|matrix/);
    }
    for (const { concurrency } of workflows) expect(concurrency).toBeDefined();
  });

  test('knows no secret, and puts nothing that somebody else wrote into a command', () => {
    for (const { text } of workflows)
      expect(text).not.toMatch(/secrets\.|pull_request_target|workflow_run|github\.event/);
    expect(commands.filter(({ run }) => run.includes('${{'))).toEqual([]);
  });

  test('runs no script of a package when it installs it', () => {
    const installs = commands.flatMap(({ run }) => run.match(/^.*\bnpm (ci|i|install|add)\b.*$/gm) ?? []);
    expect(installs.length).toBe(3);
    expect(installs.filter((line) => !line.includes('--ignore-scripts'))).toEqual([]);
    expect(commands.filter(({ run }) => /\bnpx\b|curl|wget/.test(run))).toEqual([]);
  });
});

test('scripts that are run are there, and can be', () => {
  const scripts = new Set(steps.flatMap(({ run = '' }) => run.match(/\.ci\/\w+/g) ?? []));
  expect([...scripts].sort()).toEqual(['.ci/pack', '.ci/run']);
  for (const script of scripts) accessSync(new URL(script, root), constants.X_OK);
});

describe('where the package may be published', () => {
  const stage = release?.jobs.stage;

  test('a person has to agree, and nothing of the repository or of its packages runs', () => {
    expect(stage).toMatchObject({ environment: 'npm', needs: 'pack' });
    const runs = stage?.steps.flatMap(({ run }) => run ?? []);
    expect(runs?.map((run) => run.replace(/npm@[\d.]+$/, 'npm@VERSION'))).toEqual([
      'npm install --global --ignore-scripts npm@VERSION',
      'sha256sum --check SHA256SUMS',
      'npm stage publish ./*.tgz',
    ]);
    expect(stage?.steps.some(({ uses }) => uses?.includes('checkout'))).toBe(false);
  });

  test('Node and npm are new enough for trusted publishing and staging', () => {
    const node = stage?.steps.find(({ uses }) => uses?.includes('setup-node'))?.with?.['node-version'];
    expect(Number(node)).toBeGreaterThanOrEqual(24);
    const [, major, minor] = /npm@(\d+)\.(\d+)\.\d+$/m.exec(stage?.steps.map(({ run }) => run).join('\n') ?? '') ?? [];
    expect([Number(major), Number(minor) >= 15]).toEqual([11, true]);
  });

  test('is what a maintainer is told to set up', () => {
    const page = read('docs/releasing.md');
    for (const name of ['release.yml', 'environment `npm`', 'npm stage publish', '.ci/pack'])
      expect(page).toContain(name);
  });
});

describe('packages', () => {
  interface Locked {
    readonly version: string;
    readonly resolved?: string;
    readonly integrity?: string;
    readonly optional?: boolean;
    readonly os?: readonly string[];
    readonly hasInstallScript?: boolean;
  }
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Locked>> };
  const locked = Object.entries(packages).filter(([path]) => path !== '');
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Readonly<Record<string, string>> };

  test('are named with exact versions', () => {
    const exact = /^\d+\.\d+\.\d+$/;
    expect(Object.entries(devDependencies).filter(([, version]) => !exact.test(version))).toEqual([]);
  });

  test('come from where npm is told to look, and from nowhere else', () => {
    expect(locked.length).toBeGreaterThan(100);
    expect(locked.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
    expect(locked.filter(([, { version }]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  test('are the ones that were locked, by their hashes; those for other systems than the one it was written on have none', () => {
    const others = locked.filter(([, { integrity = '' }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity));
    expect(others.filter(([, { optional, os }]) => optional !== true || os === undefined)).toEqual([]);
    expect(locked.length - others.length).toBeGreaterThan(200);
  });

  test('have no scripts to run when they are installed, but for two that do without', () => {
    const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript === true).map(([path]) => path);
    expect(scripted.filter((path) => !/^node_modules\/(esbuild|fsevents)$/.test(path))).toEqual([]);
  });
});
