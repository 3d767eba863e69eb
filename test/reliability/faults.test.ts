import { isDeepStrictEqual } from 'node:util';
import { CreateGroupCommand, CreateUserCommand } from '@aws-sdk/client-identitystore';
import { CreatePermissionSetCommand } from '@aws-sdk/client-sso-admin';
import { describe, expect, test } from 'vitest';
import { type Behaviour, type FaultCall, scenarios, type World } from '../../src/sandbox/index.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { again, anAccount, failuresOf, setUp, type TestAccount, writesIn } from '../helpers/account.ts';
import { virtualClock } from '../helpers/clock.ts';
import { LASTING, mixed, PASSING } from '../helpers/faults.ts';
import { brokenInvariants, recordsOf, runOf } from '../helpers/invariants.ts';
import { cases, evenly, held, SEED } from '../helpers/promises.ts';
import { company, onePerson } from '../helpers/settings-for.ts';
import { somebodyIn } from '../helpers/somebody.ts';
import { contentsOf } from '../helpers/world.ts';

/** Somebody else's things, in the same account. */
const foreigners = onePerson({
  groups: [{ name: 'Strangers', description: 'Not ours' }],
  users: [
    {
      userName: 'stranger',
      email: 'stranger@elsewhere.example',
      givenName: 'Some',
      familyName: 'Body',
      groups: ['Strangers'],
    },
  ],
  permissionSets: [{ name: 'Foreign', managedPolicies: ['ReadOnlyAccess'], tags: { owner: 'somebody' } }],
  assignments: [{ principal: { group: 'Strangers' }, permissionSets: ['Foreign'], accounts: ['management', 'dev'] }],
});
const before = anAccount({ world: scenarios['several-accounts']() });
await setUp(before, foreigners);
const { world } = before.simulated;
const foreign = recordsOf(world);

/** What is asked for, and what a run brings that nothing is in the way of. */
interface Asked {
  readonly settings: Settings;
  readonly contents: unknown;
  /** The operations of all calls, and of the writes in the order of the alphabet. */
  readonly calls: readonly string[];
  readonly writes: readonly string[];
}

async function askedFor(settings: Settings): Promise<Asked> {
  const account = anAccount({ world });
  expect(failuresOf(await setUp(account, settings))).toEqual([]);
  const { calls, world: after } = account.simulated;
  const operations = calls.map(({ operation }) => operation);
  return { settings, contents: contentsOf(after), calls: operations, writes: writesIn(calls).sort() };
}

const small = await askedFor(onePerson());
const large = await askedFor(
  company({
    assignments: [
      { principal: { group: 'Admins' }, permissionSets: ['AdministratorAccess'], accounts: ['all'] },
      { principal: { user: 'lee@example.com' }, permissionSets: ['ReadOnly'], accounts: ['ou:Workloads'] },
    ],
  }),
);
/** One case of four is a company. */
const askedIn = (index: number) => (index % 4 === 3 ? large : small);

interface Tried {
  readonly account: TestAccount;
  readonly failures: readonly unknown[];
  readonly exitCode: number;
  readonly text: string;
  readonly broken: readonly string[];
}

/** A run in an AWS of that behaviour; what did not succeed, and what does not hold when all is calm again. */
async function tried(
  { settings, contents }: Asked,
  behaviour: Partial<Behaviour>,
  { clock = virtualClock(), isRepaired = false }: { clock?: TestAccount['clock']; isRepaired?: boolean } = {},
): Promise<Tried> {
  const account = anAccount({ world, clock, behaviour });
  const run = await runOf(account, settings);
  const later = again(account);
  await later.clock.sleep(120_000);
  const next = isRepaired ? await runOf(later, settings) : { failures: [], text: '' };
  const calls = [...account.simulated.calls, ...later.simulated.calls];
  const text = run.text + next.text;
  const broken = await brokenInvariants(later, { settings, contents, foreign, calls, text });
  return { account, ...run, broken: [...next.failures.map((failure) => JSON.stringify(failure)), ...broken] };
}

/** Tries so many cases, each with a seed of its own, and notes how many held. */
async function allHold(
  promise: string,
  count: number,
  of: string,
  wrongIn: (index: number, seed: number) => Promise<readonly unknown[]>,
) {
  const wrong: unknown[] = [];
  for (let index = 0; index < count; index++) {
    const seed = (SEED + index) % 2 ** 32;
    for (const what of await wrongIn(index, seed)) wrong.push({ index, seed, what });
  }
  expect(wrong).toEqual([]);
  held(promise, count, of);
}

test('with three calls of ten throttled at random, a run ends well', async () => {
  await allHold('R8', cases(4, 1000), 'runs', async (index, seed) => {
    const { failures, exitCode, broken } = await tried(askedIn(index), { seed, throttleRate: 0.3 });
    return [...failures, ...broken, ...(exitCode === 0 ? [] : [{ exitCode }])];
  });
});

test('with nine calls of ten throttled for a minute, a run ends well and says that AWS asks to slow down', async () => {
  await allHold('R9', cases(4, 100), 'runs', async (index, seed) => {
    const clock = virtualClock();
    const until = clock.now() + 60_000;
    const throttled = mixed(seed, { throttled: 0.9 });
    const fault = (call: FaultCall) => (clock.now() < until ? throttled(call) : undefined);
    const { account, failures, exitCode, broken } = await tried(askedIn(index), { seed, fault }, { clock });
    const isTold = account.told.some(({ id }) => id === 'slowDown');
    return [...failures, ...broken, ...(exitCode === 0 && isTold ? [] : [{ exitCode, isTold }])];
  });
});

/** Runs with these faults; one that could not do all of it says why, and the next one, in a calm AWS, does the rest. */
async function nothingTwice(count: number, of: string, shares: Parameters<typeof mixed>[1]) {
  let well = 0;
  await allHold('R10', count, of, async (index, seed) => {
    const behaviour = { seed, fault: mixed(seed, shares) };
    const { failures, exitCode, broken } = await tried(askedIn(index), behaviour, { isRepaired: true });
    if (failures.length === 0) well += 1;
    return (failures.length === 0) === (exitCode === 0) ? broken : [...broken, { failures, exitCode }];
  });
  expect(well).toBeGreaterThan(count * 0.7);
  held('R10', well, `of the ${of} that needed no other one`);
}

describe('nothing is made twice', () => {
  test('with a tenth of server errors, and a twentieth each of broken connections and lost answers', async () => {
    const shares = { 'a server error': 0.05, 'a page with status 503': 0.05, unsent: 0.05, unanswered: 0.05 };
    await nothingTwice(cases(4, 1000), 'runs', shares);
  });

  test('with a fifth of all that can go wrong', async () => {
    const kinds = Object.keys(PASSING) as (keyof typeof PASSING)[];
    const shares = Object.fromEntries(kinds.map((kind) => [kind, 0.2 / kinds.length]));
    await nothingTwice(cases(4, 500), 'runs with faults of all kinds', shares);
  });
});

test.each(Object.entries(PASSING))(
  '%s, whichever call meets it: the run ends well all the same',
  async (_name, fault) => {
    const calls = evenly([...small.calls.keys()], cases(2, small.calls.length));
    await allHold('R10', calls.length, 'single faults', async (index) => {
      const { failures, broken } = await tried(small, {
        fault: (call) => (call.index === calls[index] ? fault(call) : undefined),
      });
      return [...failures, ...broken];
    });
  },
);

test.each(Object.entries(LASTING))(
  '%s from any call on, for a while: the next run completes what is left',
  async (_name, fault) => {
    const calls = evenly([...small.calls.keys()], cases(2, small.calls.length));
    await allHold('R10', calls.length, 'single faults', async (index) => {
      const from = calls[index] ?? 0;
      const behaviour = {
        fault: (call: FaultCall) => (call.index >= from && call.operation !== 'ListRegions' ? fault(call) : undefined),
      };
      const { failures, exitCode, broken } = await tried(small, behaviour, { isRepaired: true });
      return failures.length > 0 && exitCode === 4 ? broken : [...broken, { failures, exitCode }];
    });
  },
);

test('with reads that lag up to ten reads or a minute behind, no create is sent twice', async () => {
  await allHold('R11', cases(8, 1000), 'runs', async (index, seed) => {
    const lag = index % 2 === 0 ? { lagReads: seed % 11 } : { lagMs: (seed * 7_919) % 60_001 };
    const asked = askedIn(index >> 1);
    const { account, failures, broken } = await tried(asked, { seed, ...lag });
    const writes = writesIn(account.simulated.calls).sort();
    return [...failures, ...broken, ...(isDeepStrictEqual(writes, asked.writes) ? [] : [{ lag, writes }])];
  });
});

describe('conflicts', () => {
  const operations = [...new Set(large.writes)];

  test('one to five of them in a row, at any write: each is waited for, and nothing is sent in vain', async () => {
    const all = operations.flatMap((operation) => [1, 2, 3, 4, 5].map((times) => ({ operation, times })));
    const some = evenly(all, cases(4, all.length));
    await allHold('R12', some.length, 'conflicts', async (index) => {
      const { operation, times } = some[index] as (typeof some)[number];
      let left = times;
      const fault = (call: FaultCall) => {
        if (call.operation !== operation || left === 0) return undefined;
        left -= 1;
        return PASSING['a conflict'](call);
      };
      const { account, failures, broken } = await tried(large, { fault });
      const carriedOut = account.simulated.calls.filter(({ write, error }) => write && error === undefined);
      const isOnce = isDeepStrictEqual(writesIn(carriedOut).sort(), large.writes);
      return [...failures, ...broken, ...(isOnce && left === 0 ? [] : [{ operation, times, left }])];
    });
  });

  test('a name that somebody has taken meanwhile is theirs and ours: it is looked up, completed, and not made again', async () => {
    const [{ name: group = '' } = {}] = small.settings.groups;
    const [{ name: set = '' } = {}] = small.settings.permissionSets;
    const [user] = small.settings.users;
    const taken: Record<string, (by: ReturnType<typeof somebodyIn>) => Promise<unknown>> = {
      CreateGroup: ({ store, ids }) =>
        store.send(new CreateGroupCommand({ IdentityStoreId: ids.IdentityStoreId, DisplayName: group })),
      CreateUser: ({ store, ids }) =>
        store.send(
          new CreateUserCommand({
            IdentityStoreId: ids.IdentityStoreId,
            UserName: user?.userName,
            DisplayName: 'Minsu Kim',
            Name: { GivenName: user?.givenName, FamilyName: user?.familyName },
            Emails: [{ Value: user?.email, Type: 'work', Primary: true }],
          }),
        ),
      CreatePermissionSet: ({ sso, ids }) =>
        sso.send(new CreatePermissionSetCommand({ InstanceArn: ids.InstanceArn, Name: set })),
    };
    const all = Object.entries(taken).flatMap(([operation, take]) =>
      [0, 1, 5, 10].map((lagReads) => ({ operation, take, lagReads })),
    );
    const some = evenly(all, cases(3, all.length));
    await allHold('R12', some.length, 'names taken', async (index) => {
      const { operation, take, lagReads } = some[index] as (typeof some)[number];
      let isTaken: Promise<unknown> | undefined;
      const fault = (call: FaultCall) => {
        if (call.operation !== operation || isTaken !== undefined) return undefined;
        isTaken = take(somebodyIn(account));
        // Ours comes right after theirs.
        return { kind: 'unsent' } as const;
      };
      const account = anAccount({ world, behaviour: { fault, lagReads } });
      const { failures, text } = await runOf(account, small.settings);
      await isTaken;
      const made = account.simulated.calls.filter((call) => call.operation === operation && call.error === undefined);
      const later = again(account);
      await later.clock.sleep(120_000);
      const broken = await brokenInvariants(later, { ...small, foreign, calls: account.simulated.calls, text });
      return [...failures, ...broken, ...(made.length === 1 ? [] : [{ operation, made: made.length }])];
    });
  });
});

describe('work that AWS does in the background', () => {
  const REASON = 'Received a 500 status error: the role could not be made.';
  const MINUTE = 60_000;
  /** Their sessions are longer than those that {@link small} asks for, so there is something to roll out, too. */
  const changed = {
    ...small.settings,
    permissionSets: small.settings.permissionSets.map((set) => ({ ...set, sessionDuration: 'PT8H' })),
  };

  /** A run in which it goes wrong, and the next one, when AWS has mended it. */
  async function mended(settings: Settings, from: World, behaviour: Partial<Behaviour>, failing?: string) {
    const account = anAccount({
      world: { ...from, ...(failing && { assignmentFailure: { '*': failing } }) },
      behaviour,
    });
    const started = account.clock.now();
    const run = await runOf(account, settings);
    const minutes = (account.clock.now() - started) / MINUTE;
    const { assignmentFailure: _, ...without } = account.simulated.world;
    const later = anAccount({ world: without, clock: account.clock });
    // What AWS had begun ends now.
    await later.clock.sleep(MINUTE);
    const next = await runOf(later, settings);
    const calls = [...account.simulated.calls, ...later.simulated.calls];
    const contents = contentsOf(later.simulated.world);
    const broken = await brokenInvariants(later, { settings, contents, foreign, calls, text: run.text + next.text });
    return { run, minutes, after: [...next.failures, ...broken] };
  }

  const set = anAccount({ world });
  const isSet = setUp(set, small.settings);

  test.each([
    ['an assignment', small.settings, () => world],
    ['a roll-out', changed, () => set.simulated.world],
  ] as const)('%s that fails shows the reason of AWS, and the next run does it', async (_name, settings, from) => {
    await isSet;
    const { run, after } = await mended(settings, from(), {}, REASON);
    expect(run.failures).toHaveLength(1);
    expect(run.exitCode).toBe(1);
    expect(run.text.replaceAll(/\s+/g, ' ')).toContain(REASON);
    expect(after).toEqual([]);
    held('R13', 1);
  });

  test.each([
    ['an assignment', small.settings, () => world, 5],
    ['a roll-out', changed, () => set.simulated.world, 10],
  ] as const)(
    '%s that never ends is waited for until its deadline, and the next run completes it',
    async (_name, settings, from, deadline) => {
      await isSet;
      const { run, minutes, after } = await mended(settings, from(), { asyncMs: 1e9 });
      expect(run.exitCode).toBe(1);
      expect(run.failures).toEqual([
        expect.objectContaining({
          outcome: { kind: 'failed', problem: expect.objectContaining({ id: 'stillInProgress' }) },
        }),
      ]);
      expect(minutes).toBeGreaterThanOrEqual(deadline);
      expect(minutes).toBeLessThan(deadline + 1);
      expect(after).toEqual([]);
      held('R13', 1);
    },
  );

  test.each([
    ['an assignment', small.settings, () => world, ['sso:*AccountAssignmentCreationStatus']],
    ['a roll-out', changed, () => set.simulated.world, ['sso:DescribePermissionSetProvisioningStatus']],
  ] as const)('%s whose status nobody may see is looked for instead', async (_name, settings, from, deny) => {
    await isSet;
    const { run, after } = await mended(settings, from(), { deny: [...deny], asyncMs: 20_000 });
    expect(run.failures).toEqual([]);
    expect(run.exitCode).toBe(0);
    expect(after).toEqual([]);
    held('R13', 1);
  });

  test('an assignment whose status nobody may see, and that fails, is not there, and the run says so', async () => {
    const { run, minutes, after } = await mended(
      small.settings,
      world,
      { deny: ['sso:*AccountAssignmentCreationStatus'] },
      REASON,
    );
    expect(run.exitCode).toBe(1);
    expect(run.failures).toEqual([
      expect.objectContaining({ outcome: { kind: 'failed', problem: expect.objectContaining({ id: 'notShown' }) } }),
    ]);
    expect(minutes).toBeLessThan(6);
    expect(after).toEqual([]);
    held('R13', 1);
  });
});
