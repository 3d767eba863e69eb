// What starting costs: `npm run bench:startup [-- ROUNDS --write]`, from the bundle that `npm run build` made.
// Everything that is compared is measured in turn, round by round, so that a busy minute hits all alike; what is shown
// are medians. `--write` puts them into docs/reliability.md.
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { note } from '../../scripts/reliability-page.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = join(root, 'bin', 'sso-setup.js');
const asked = process.argv.slice(2);
const rounds = Number(asked.find((word) => /^\d+$/.test(word)) ?? 25);
/** The files that begin what a run with a person loads: command line, AWS and steps, spinner, prompts. */
const OF_A_RUN = /^(src\/(cli|commands)\.ts|node_modules\/(ora|inquirer)\/.*)$/;
const folder = mkdtempSync(join(tmpdir(), 'sso-setup-bench-'));
const aws = await refusingAws();

try {
  const started = await measured(rounds, starts());
  table('start', started);
  const files = { bundled: await packed(root), unbundled: await packed(await unbundled()) };
  for (const [name, { size, unpackedSize, entryCount, dependencies }] of Object.entries(files)) {
    print(
      `${name}: ${kilobytes(size)} packed, ${kilobytes(unpackedSize)} in ${entryCount} files, ${dependencies} dependencies`,
    );
  }
  const cold = await measured(5, colds(files));
  table('npx --yes ./sso-setup.tgz --version', cold);
  if (asked.includes('--write')) {
    const more = (name) => Math.round(median(started[name]) - median(started['node -e 0']));
    note('R26', {
      'ms more for --version': more('--version'),
      'ms more for --help': more('--help'),
      'ms more for everything that a run loads': more('everything that a run loads'),
      'ms more for every file': more('every file that there is'),
      'ms for npx with an empty cache': Math.round(median(cold.bundled)),
      'kB packed': Math.round(files.bundled.size / 1000),
    });
  }
} finally {
  aws.close();
  rmSync(folder, { recursive: true, force: true });
}

function starts() {
  const { outputs } = JSON.parse(readFileSync(join(root, 'dist', 'metafile.json'), 'utf8'));
  const imports = (which) =>
    Object.entries(outputs)
      .filter(([name, { entryPoint = '' }]) => name.endsWith('.js') && which.test(entryPoint))
      .map(([name]) => `import ${JSON.stringify(pathToFileURL(join(root, name)).href)};`)
      .join('');
  const home = mkdtempSync(join(folder, 'home-'));
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    AWS_ENDPOINT_URL: `http://127.0.0.1:${aws.address().port}`,
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  const node = (args, code = 0) => ({ command: process.execPath, args, env, code, cwd: home });
  return {
    'node -e 0': node(['-e', '0']),
    '--version': node([program, '--version']),
    '--help': node([program, '--help']),
    '--help --lang ko': node([program, '--help', '--lang', 'ko']),
    "a run, up to AWS's first answer": node([program, 'check', '--json'], 4),
    'everything that a run loads': node(['--input-type=module', '-e', imports(OF_A_RUN)]),
    'every file that there is': node(['--input-type=module', '-e', imports(/./)]),
  };
}

/** AWS, as somebody finds it whose keys are wrong. */
async function refusingAws() {
  const server = createServer((_request, response) => {
    response.writeHead(403).end('<ErrorResponse><Error><Code>InvalidClientTokenId</Code></Error></ErrorResponse>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** The same program with the same packages, installed beside it instead of bundled. */
async function unbundled() {
  const at = join(folder, 'unbundled');
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/main.ts'],
    outdir: join(at, 'dist'),
    bundle: true,
    packages: 'external',
    splitting: true,
    platform: 'node',
    format: 'esm',
    metafile: true,
  });
  const used = Object.values(metafile.outputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
  const names = new Set(used.map(({ path }) => path.match(/^(@[^/]+\/)?[^/]+/)[0]));
  const { devDependencies, ...rest } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const needed = [...names].filter((name) => !name.startsWith('node:') && !builtinModules.includes(name));
  const dependencies = Object.fromEntries(needed.map((name) => [name, devDependencies[name]]));
  const { name, version, type, bin } = rest;
  writeFileSync(join(at, 'package.json'), JSON.stringify({ name, version, type, bin, dependencies }));
  mkdirSync(join(at, 'bin'));
  writeFileSync(join(at, 'bin', 'sso-setup.js'), readFileSync(program));
  return at;
}

async function packed(from) {
  const to = mkdtempSync(join(folder, 'packed-'));
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', to, from];
  const [about] = JSON.parse((await ended({ command: 'npm', args, env: process.env, code: 0 })).stdout);
  const { dependencies = {} } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  return { ...about, file: join(to, about.filename), dependencies: Object.keys(dependencies).length };
}

function colds(files) {
  const cold = (file) => () => {
    const home = mkdtempSync(join(folder, 'home-'));
    copyFileSync(file, join(home, 'sso-setup.tgz'));
    const env = { ...process.env, HOME: home, npm_config_cache: join(home, 'cache') };
    return { command: 'npx', args: ['--yes', './sso-setup.tgz', '--version'], env, code: 0, cwd: home };
  };
  return Object.fromEntries(Object.entries(files).map(([name, { file }]) => [name, cold(file)]));
}

/** Milliseconds of each, in every round; the first round only warms up. */
async function measured(times, cases) {
  const all = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  for (let round = 0; round <= times; round++) {
    for (const [name, one] of Object.entries(cases)) {
      const { took } = await ended(typeof one === 'function' ? one() : one);
      if (round > 0) all[name].push(took);
    }
  }
  return all;
}

async function ended({ command, args, env, code, cwd }) {
  const started = performance.now();
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const got = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (got !== code)
    throw new Error(`${command} ${args.join(' ').slice(0, 200)} ended with ${got}:\n${stdout}${stderr}`);
  return { took: performance.now() - started, stdout };
}

function table(title, all) {
  const [first = []] = Object.values(all);
  print(`\n${title.padEnd(40)} median    more  fastest  (ms, ${first.length} rounds)`);
  for (const [name, times] of Object.entries(all)) {
    const columns = [median(times), median(times) - median(first), Math.min(...times)];
    print(
      name.padEnd(40) + columns.map((value, at) => value.toFixed(0).padStart(at === 2 ? 9 : at === 1 ? 8 : 7)).join(''),
    );
  }
  print('');
}

function median(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} kB`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
