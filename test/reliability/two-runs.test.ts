import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { connect } from '../../src/aws/clients.ts';
import { endpointsElsewhere } from '../../src/aws/endpoints.ts';
import { steadyClock } from '../../src/clock.ts';
import { realPlace } from '../../src/place.ts';
import { Problem, Stopped } from '../../src/problem.ts';
import { lockRun } from '../../src/run-lock.ts';
import { type SimulatedAws, serve, simulatedAws } from '../../src/sandbox/index.ts';
import { seededRandom } from '../../src/sandbox/random.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import { keptIn, openWorld, saveWorld } from '../../src/sandbox/state-file.ts';
import { lockState } from '../../src/sandbox-place.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { again, anAccount, failuresOf, isInSync, setUp, type TestAccount } from '../helpers/account.ts';
import { aFolder } from '../helpers/aws-files.ts';
import { virtualClock } from '../helpers/clock.ts';
import { ALL_ANSWERS, aComputer, endOf } from '../helpers/program.ts';
import { cases, holds } from '../helpers/promises.ts';
import { company, onePerson } from '../helpers/settings-for.ts';
import { contentsOf } from '../helpers/world.ts';

const BEHAVIOUR = { asyncMs: 500, ratePerSecond: 20 };
const FIFTEEN_MINUTES = 900_000;
const wholeRun = (account: TestAccount, settings: Settings) => setUp(account, settings, { waitMs: FIFTEEN_MINUTES });

/** The account through a connection on which requests and answers take their time, each its own. */
function slowly(account: TestAccount, random: () => number, longest: number): TestAccount {
  const { clock, simulated } = account;
  const handler = simulated.requestHandler();
  const requestHandler: typeof handler = {
    ...handler,
    async handle(request, options) {
      await clock.sleep(random() * longest);
      const answer = await handler.handle(request, options);
      await clock.sleep(random() * longest);
      return answer;
    },
  };
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  return {
    ...account,
    connect: () => connect({ clock, credentials, requestHandler, tell: (news) => account.told.push(news) }),
  };
}

/** Two runs at once, whose calls reach AWS in an order of their own for each schedule. */
async function both(
  account: TestAccount,
  [one, other]: readonly [Settings, Settings],
  schedule: Omit<Schedule, 'lagMs'>,
) {
  const random = seededRandom(schedule.seed);
  const run = (settings: Settings) => wholeRun(slowly(account, random, schedule.longest), settings);
  const late = account.clock.sleep(schedule.late).then(() => run(other));
  return Promise.allSettled([run(one), late]);
}

interface Schedule {
  readonly seed: number;
  /** Milliseconds that a request, and an answer, take at most. */
  readonly longest: number;
  /** How much later the second run begins; milliseconds. */
  readonly late: number;
  /** How old what reads show may be; milliseconds. */
  readonly lagMs: number;
}

const schedule: fc.Arbitrary<Schedule> = fc.record({
  seed: fc.nat(),
  longest: fc.constantFrom(1, 50, 500, 3_000),
  late: fc.constantFrom(0, 0, 20, 300, 2_000, 20_000),
  lagMs: fc.constantFrom(0, 0, 2_000, 20_000),
});

type Ended = PromiseSettledResult<Awaited<ReturnType<typeof setUp>>>;

/** What stopped a run, or things in it. */
function problemsIn(ended: Ended): string[] {
  if (ended.status === 'rejected') return [ended.reason instanceof Problem ? ended.reason.id : String(ended.reason)];
  return ended.value.results.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.problem.id] : []));
}

/** What a run may say because of another one: everything else it gets over by looking again. */
const BECAUSE_OF_ANOTHER = ['alreadyExists', 'conflict', 'notFound', 'notShown', 'planChanged', 'refused'];

async function contentsAfter(...all: readonly Settings[]) {
  const account = anAccount({ enabled: false, behaviour: BEHAVIOUR });
  for (const settings of all) await wholeRun(account, settings);
  return contentsOf(account.simulated.world);
}

const wants = {
  group: company({ groups: [...company().groups, { name: 'Auditors' }] }),
  permissionSet: company({
    permissionSets: [...company().permissionSets, { name: 'Billing', managedPolicies: ['Billing'] }],
    assignments: [
      ...company().assignments,
      { principal: { group: 'Admins' }, permissionSets: ['Billing'], accounts: ['management'] },
    ],
  }),
  fourHours: onePerson(),
  eightHours: onePerson({
    permissionSets: [
      { name: 'AdministratorAccess', sessionDuration: 'PT8H', managedPolicies: ['AdministratorAccess'] },
    ],
  }),
};

describe('two runs at once', () => {
  test.each([
    ['with the same settings', [company(), company()]],
    ['of which one adds a group and the other a permission set', [wants.group, wants.permissionSet]],
  ] as const)('%s end as one after the other would, nothing is there twice', async (_name, settings) => {
    const wanted = await contentsAfter(...settings);
    await holds(
      'R17',
      fc.asyncProperty(schedule, fc.boolean(), async ({ lagMs, ...how }, enabled) => {
        const account = anAccount({ enabled, behaviour: { ...BEHAVIOUR, lagMs } });
        const problems = (await both(account, settings, how)).flatMap(problemsIn);
        expect(problems.filter((id) => !BECAUSE_OF_ANOTHER.includes(id))).toEqual([]);
        await account.clock.sleep(60_000);
        const next = again(account, BEHAVIOUR);
        if (problems.length > 0) for (const one of settings) await wholeRun(next, one);
        expect(contentsOf(next.simulated.world)).toEqual(wanted);
        for (const one of settings) expect(await isInSync(next, one)).toBe(true);
      }),
      3,
      400,
      'schedules',
    );
  });

  test('that want something different of the same thing both come to an end, and the next one settles it', async () => {
    const settings = [wants.fourHours, wants.eightHours] as const;
    await holds(
      'R17',
      fc.asyncProperty(schedule, async ({ lagMs, ...how }) => {
        const account = anAccount({ behaviour: { ...BEHAVIOUR, lagMs } });
        const problems = (await both(account, settings, how)).flatMap(problemsIn);
        expect(problems.filter((id) => !BECAUSE_OF_ANOTHER.includes(id))).toEqual([]);
        await account.clock.sleep(60_000);
        const next = again(account, BEHAVIOUR);
        expect(failuresOf(await wholeRun(next, wants.fourHours))).toEqual([]);
        expect(await isInSync(next, wants.fourHours)).toBe(true);
      }),
      3,
      200,
      'schedules',
    );
  });
});

const [settingUp, using] = ['setting up this account', 'using this simulated AWS'].map(
  (what) => new RegExp(`Another run of sso-setup \\(process (\\d+), since \\d\\d:\\d\\d\\) is ${what}\\.`),
) as [RegExp, RegExp];

/** A computer, and a simulated AWS on 127.0.0.1 that makes nothing until it is told otherwise. */
async function aSlowAws() {
  const simulated = simulatedAws({ world: scenarios.enabled() });
  let goOn = () => {};
  const waits = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const handle: SimulatedAws['handle'] = async (request) => {
    if (request.headers['x-amz-target']?.includes('.Create')) await waits;
    return simulated.handle(request);
  };
  const server = await serve({ ...simulated, handle }, { port: 0 });
  onTestFinished(() => server.close());
  const computer = aComputer();
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
  const env = { ...keys, AWS_ENDPOINT_URL: server.url, AWS_REGION: 'us-east-1' };
  const start = (...more: string[]) => computer.start([...ALL_ANSWERS, ...more], env);
  return { ...computer, simulated, goOn, env, start, run: (...more: string[]) => endOf(start(...more)) };
}

/** Lock files in a folder. */
const locksIn = (folder: string) =>
  existsSync(folder) ? readdirSync(folder).filter((one) => one.endsWith('.lock')) : [];

describe('on one computer', () => {
  test('of several runs that start together one sets the account up; the others name it and change nothing', async () => {
    const { home, simulated, goOn, start, run } = await aSlowAws();
    const folder = join(home, 'state', 'sso-setup');
    const children = Array.from({ length: cases(3, 8) }, () => start('--yes'));
    const ended: { pid: number | undefined; end: Awaited<ReturnType<typeof endOf>> }[] = [];
    const ends = children.map(async (child) => ended.push({ pid: child.pid, end: await endOf(child) }));
    await expect.poll(() => ended.length, { timeout: 60_000 }).toBe(children.length - 1);
    const [holder] = children.filter(({ pid }) => ended.every((one) => one.pid !== pid));
    for (const { end } of ended) {
      expect(end.code).toBe(1);
      expect(settingUp.exec(end.stderr.replace(/\s+/g, ' '))?.[1]).toBe(String(holder?.pid));
    }
    expect(simulated.calls.filter(({ write }) => write)).toEqual([]);
    const [lock = ''] = locksIn(folder);
    expect(locksIn(folder)).toEqual([
      expect.stringMatching(/^111122223333-[0-9a-f]{8}\.[\w-]+\.\d+-[0-9a-f]{8}\.lock$/),
    ]);
    expect(statSync(join(folder, lock)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(join(folder, lock), 'utf8'))).toMatchObject({ pid: holder?.pid });

    // Who only looks is held up by nobody.
    expect((await run('--dry-run')).code).toBe(0);
    holder?.kill('SIGKILL');
    await Promise.all(ends);
    expect(locksIn(folder)).toEqual([lock]);
    goOn();
    expect((await run('--yes')).code).toBe(0);
    expect(locksIn(folder)).toEqual([]);
    expect(simulated.world.instances[0]?.groups).toHaveLength(1);
  });

  test('a run in the simulated AWS has its state for itself, and gives it back when it is stopped', async () => {
    const computer = aComputer();
    const folder = dirname(computer.state);
    const args = ['--sandbox', '--sandbox-scenario', 'enabled'];
    const child = computer.start(args, { SSO_SETUP_SANDBOX_LATENCY_MS: '600' });
    await expect.poll(() => existsSync(computer.state), { timeout: 60_000 }).toBe(true);
    const before = readFileSync(computer.state, 'utf8');
    const other = await computer.run([...args, '--sandbox-reset', '--json']);
    expect(other.code).toBe(1);
    expect(JSON.parse(other.stdout).error).toMatchObject({
      code: 'alreadyRunning',
      message: expect.stringMatching(using),
    });
    expect(readFileSync(computer.state, 'utf8').length).toBeGreaterThanOrEqual(before.length);
    child.kill('SIGINT');
    expect((await endOf(child)).code).toBe(130);
    expect(locksIn(folder)).toEqual([]);
  });

  test('a folder for it that cannot be made is no reason not to run', async () => {
    const { home, goOn, start, env } = await aSlowAws();
    goOn();
    writeFileSync(join(home, 'file'), '');
    Object.assign(env, { XDG_STATE_HOME: join(home, 'file') });
    expect((await endOf(start('--yes'))).code).toBe(0);
  });
});

describe('a lock', () => {
  /** The path of a lock file, by default of a process that lives. */
  const lockIn = (folder: string, what = 'acme', pid: number | undefined = process.ppid) =>
    join(folder, `${what}.${hostname().replaceAll(/[^\w-]/g, '-')}.${pid}-0123abcd.lock`);

  function aLock(...where: Parameters<typeof lockIn>): string {
    const file = lockIn(...where);
    writeFileSync(file, JSON.stringify({ since: new Date(steadyClock.now()) }));
    return file;
  }

  /** A lock for which another run tries again and again, as if both had begun together. */
  function aYoungLock(...where: Parameters<typeof lockIn>): void {
    const soon = Date.now() / 1_000 + 60;
    utimesSync(aLock(...where), soon, soon);
  }

  test('from before the computer was started is nobody’s, whoever has its process id now', async () => {
    const folder = aFolder();
    const file = aLock(folder);
    await expect(lockRun(folder, 'acme', virtualClock())).rejects.toMatchObject({ id: 'alreadyRunning' });
    utimesSync(file, 0, 0);
    const lock = await lockRun(folder, 'acme', virtualClock());
    expect(locksIn(folder)).toEqual([expect.stringContaining(`.${process.pid}-`)]);
    lock.release();
    expect(locksIn(folder)).toEqual([]);
  });

  test('that cannot be removed, of a run that was killed or our own, is in nobody’s way', async () => {
    const folder = aFolder();
    const stale = lockIn(folder, 'acme', spawnSync('true').pid);
    mkdirSync(stale);
    const lock = await lockRun(folder, 'acme', virtualClock());
    const [own = ''] = locksIn(folder).filter((name) => name !== basename(stale));
    rmSync(join(folder, own));
    mkdirSync(join(folder, own));
    lock.release();
    expect(locksIn(folder)).toHaveLength(2);
  });

  test('is for one account, of AWS or of the simulated one that the endpoints lead to', async () => {
    const folder = aFolder();
    const lockedBy = async (env: NodeJS.ProcessEnv) => {
      const all = { XDG_STATE_HOME: folder, ...env };
      const { lock } = await realPlace(undefined, all, await endpointsElsewhere(all));
      const held = await lock?.('111122223333', new AbortController().signal);
      const [name] = locksIn(join(folder, 'sso-setup'));
      held?.release();
      return name?.split('.')[0];
    };
    const one = { AWS_ENDPOINT_URL: 'http://127.0.0.1:5001', AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:5003' };
    const names = [
      await lockedBy({}),
      await lockedBy({ AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true', ...one }),
      await lockedBy(one),
      await lockedBy(Object.fromEntries(Object.entries(one).reverse())),
      await lockedBy({ ...one, AWS_ENDPOINT_URL: 'http://127.0.0.1:5002' }),
    ];
    expect(names.slice(0, 2)).toEqual(['111122223333', '111122223333']);
    expect(names[3]).toBe(names[2]);
    expect(new Set(names).size).toBe(3);
  });

  test('is taken by whoever may write the state of the simulated AWS; who only looks needs none', async () => {
    const computer = aComputer();
    const { state } = computer;
    saveWorld(state, scenarios.enabled());
    const lock = aLock(dirname(state), 'aws.json');
    const before = readFileSync(state, 'utf8');
    const outcome = async (command: string) => {
      const child = computer.start(command.split(' '));
      onTestFinished(() => void child.kill());
      const { code, stdout, stderr } = await endOf(child);
      return [command, code, using.test((stdout + stderr).replace(/\s+/g, ' '))];
    };
    const resets = ['--dry-run --sandbox-reset', 'check --sandbox-scenario organization'];
    for (const command of [`sandbox --port 0 --state ${state}`, 'login --sandbox', ...resets].slice(0, cases(3, 4))) {
      expect(await outcome(command)).toEqual([command, 1, true]);
    }
    const looks = ['--sandbox --dry-run', 'check --sandbox', '--sandbox --save mine.yaml'];
    for (const command of looks.slice(0, cases(1, looks.length))) {
      expect(await outcome(command)).toEqual([command, 0, false]);
    }
    expect(readFileSync(state, 'utf8')).toBe(before);
    expect(locksIn(dirname(state))).toEqual([basename(lock)]);
  });

  test('is given back when the newest state is in its file, not before', async () => {
    const file = join(aFolder(), 'aws.json');
    const before = process.rawListeners('exit');
    await lockState(file);
    const keep = keptIn(file);
    const newest = scenarios.enabled();
    keep(scenarios.organization());
    keep(newest);
    const [first, second] = process.rawListeners('exit').filter((one) => !before.includes(one));
    first?.();
    expect(openWorld(file)).toEqual(newest);
    expect(locksIn(dirname(file))).toHaveLength(1);
    second?.();
    expect(locksIn(dirname(file))).toEqual([]);
  });

  test('is not tried for any longer when the run is stopped', async () => {
    const computer = aComputer();
    const folder = dirname(computer.state);
    mkdirSync(folder, { recursive: true });
    aYoungLock(folder, 'aws.json');
    const tries = watch(folder);
    onTestFinished(() => tries.close());
    const child = computer.start(['--sandbox', '--json']);
    await once(tries, 'change');
    child.kill('SIGTERM');
    const { code, stdout } = await endOf(child);
    expect([code, JSON.parse(stdout).error.code]).toEqual([143, 'stopped']);

    const { lock } = await realPlace(undefined, { XDG_STATE_HOME: dirname(dirname(folder)) }, []);
    aYoungLock(dirname(folder), '111122223333');
    await expect(lock?.('111122223333', AbortSignal.abort(new Stopped()))).rejects.toThrow(Stopped);
  });
});
