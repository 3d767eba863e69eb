import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, onTestFinished, test } from 'vitest';
import { type ScenarioName, scenarios, serve, simulatedAws } from '../../src/sandbox/index.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { aComputer, type Ended, endOf } from '../helpers/program.ts';

/** Nothing here ever goes to real AWS: these keys are no keys, and every program is told an address on this computer. */
export const KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' };
export const REGION = 'us-east-1';

/** The real program. */
export const SSO_SETUP = fileURLToPath(new URL('../../bin/sso-setup.js', import.meta.url));

/** Python and Go take their time to start, the more so while other tests run; milliseconds. */
const PATIENCE = { test: 180_000, program: 60_000, ssoSetup: 120_000 };

/** Tests that need somebody else's program. Without it they are skipped, and the reason is printed and reported. */
export function describeWith(missing: string | undefined, name: string, tests: () => void): void {
  if (missing === undefined) {
    describe(name, { timeout: PATIENCE.test }, tests);
    return;
  }
  test(name, (context) => {
    process.stderr.write(`Skipped: "${name}": ${missing}\n`);
    context.skip(missing);
  });
}

/** Why a program cannot be used here; undefined when it can. */
export function whyMissing(program: string, ...args: readonly string[]): string | undefined {
  const tried = spawnSync(program, args, { env: surroundings(tmpdir()), stdio: 'ignore', timeout: PATIENCE.program });
  if (tried.error !== undefined) {
    return 'code' in tried.error && tried.error.code === 'ENOENT'
      ? `${program} is not on the PATH`
      : `${program} does not start: ${tried.error.message}`;
  }
  return tried.status === 0 ? undefined : `${program} ${args.join(' ')} ends with ${tried.status}`;
}

/** A port on this computer that nobody listens on. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(address)));
    });
  });
}

/** Asks until somebody answers at the address. */
async function answers(url: string, server: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE.program;
  for (;;) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}.`);
    const there = await fetch(url).then(
      () => true,
      () => false,
    );
    if (there) return;
    if (Date.now() > deadline) throw new Error(`Nobody answers at ${url}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The simulated AWS on a port of its own, for one test. */
export async function aSimulatedAws(scenario: ScenarioName) {
  const simulated = simulatedAws({ world: scenarios[scenario]() });
  const server = await serve(simulated, { port: 0 });
  onTestFinished(() => server.close());
  return { simulated, url: server.url };
}

/** How long a program may run, and what its environment has besides. */
interface Limits {
  readonly ms: number;
  readonly env?: NodeJS.ProcessEnv;
}

/** Somebody's desk: a home of its own, and every program there asks `url` instead of AWS. */
export function aDesk(url: string) {
  const { home } = aComputer();
  const aws = {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
    AWS_REGION: REGION,
    AWS_DEFAULT_REGION: REGION,
  };
  const write = (name: string, text: string): string => {
    const file = join(home, name);
    writeFileSync(file, text);
    return file;
  };
  /** Starts a program. At its deadline, or when the test is over, it is asked to end, and killed if it does not. */
  const start = (program: string, args: readonly string[], options: Limits) => {
    const child = spawn(program, args, {
      cwd: home,
      env: { ...surroundings(home), ...aws, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const deadline = setTimeout(() => end(child), options.ms);
    child.once('close', () => clearTimeout(deadline));
    onTestFinished(() => end(child));
    return child;
  };
  const run = async (
    program: string,
    args: readonly string[],
    options: Limits = { ms: PATIENCE.program },
  ): Promise<Ended> => endOf(start(program, args, options));
  const ssoSetup = (...args: readonly string[]): Promise<Ended> =>
    run(process.execPath, [SSO_SETUP, ...args], { ms: PATIENCE.ssoSetup });
  return {
    home,
    write,
    start,
    run,
    ssoSetup,
    /** Starts a server that is to answer at `url`, and waits until it does; `path` is one that it knows. */
    async serve(program: string, args: readonly string[], path: string) {
      const server = start(program, args, { ms: PATIENCE.test });
      // nobody reads what it says, and it must not wait for a reader
      server.stdout.resume();
      server.stderr.resume();
      await answers(`${url}${path}`, server);
      return server;
    },
    /** What a dry run of these settings finds: its exit code, the counts, and one line for each difference. */
    async look(settings: string) {
      const { code, stdout } = await ssoSetup('-c', settings, '--dry-run', '--detailed-exitcode', '--json');
      const { status, summary, changes } = ResultDocument.parse(JSON.parse(stdout));
      const { create, change, same, manual } = summary;
      const lines = changes.map(({ action, step, name, fields }) =>
        [action, step, name, ...(action === 'change' ? fields.map(({ field }) => field) : [])].join(' '),
      );
      return { code, status, create, change, same, manual, changes: lines };
    },
  };
}

/** What {@link aDesk}'s `look` gives when there is nothing to do. */
export const inSync = (same: number) => ({
  code: 0,
  status: 'in_sync',
  create: 0,
  change: 0,
  same,
  manual: 0,
  changes: [],
});

/** Ends a child by its id, and waits until it is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const impatience = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await gone;
  clearTimeout(impatience);
}

/** The AWS CLI at a desk, of version 1 or 2. */
export function awsCli(desk: ReturnType<typeof aDesk>) {
  const run = (command: string, input: object | undefined, more: readonly string[]) => {
    // as JSON, because version 1 fetches what looks like an address
    const given = input === undefined ? [] : ['--cli-input-json', JSON.stringify(input)];
    return desk.run('aws', [...command.split(' '), ...given, '--output', 'json', ...more]);
  };
  return {
    /** One command, such as `sso-admin list-instances`, with the members of its input; gives its answer. */
    async aws<T = unknown>(command: string, input?: object, ...more: readonly string[]): Promise<T> {
      const { code, stdout, stderr } = await run(command, input, more);
      if (code !== 0) throw new Error(`aws ${command} ended with ${code}: ${stderr}`);
      return (stdout.trim() === '' ? undefined : JSON.parse(stdout)) as T;
    },
    /** The error of a command that must fail: the service's code, and everything that was said. */
    async refused(command: string, input?: object) {
      const { code, stderr } = await run(command, input, []);
      return { code, error: stderr.match(/An error occurred \((\w+)\)/)?.[1], stderr };
    },
  };
}

/** What programs need to start at all, without anything that would lead them to an AWS account, a proxy or another language. */
function surroundings(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS|TF|XDG|LC|SSO_SETUP)_|_proxy$|^FORCE_COLOR$/i.test(name),
  );
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    XDG_DATA_HOME: join(home, 'data'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    AWS_CONFIG_FILE: join(home, 'aws-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(home, 'aws-credentials'),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    LANG: 'C.UTF-8',
    SSO_SETUP_LANG: 'en',
  };
}
