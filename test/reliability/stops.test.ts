import { setMaxListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { connect } from '../../src/aws/clients.ts';
import type { Clock } from '../../src/clock.ts';
import type { Result } from '../../src/engine/plan.ts';
import { Stopped } from '../../src/problem.ts';
import { type Behaviour, scenarios } from '../../src/sandbox/index.ts';
import {
  again,
  anAccount,
  dryRun,
  failuresOf,
  isInSync,
  type SetUp,
  setUp,
  type TestAccount,
} from '../helpers/account.ts';
import { cases, held } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';

/** Everything that makes a run wait: AWS's pace, refusals, full slots, work in the background, reads that lag. */
const SLOW: Partial<Behaviour> = {
  asyncMs: 5_000,
  outstandingAssignments: 3,
  throttleRate: 0.15,
  errorRate: 0.05,
  ratePerSecond: 20,
  lagMs: 1_000,
};

const EVERYWHERE = company({
  assignments: company().assignments.map((one) => ({ ...one, accounts: ['all'] })),
});

interface Watched {
  readonly account: TestAccount;
  /** Stops the run that is going on. */
  stop(): void;
  /** How long ago that was; milliseconds. */
  stoppedFor(): number;
}

/** An account whose run can be stopped; `sleeping` and `calling` hear of its waits and calls, by their number. */
function watched(hear: { sleeping?: (index: number) => void; calling?: (index: number) => void }): Watched {
  let sleeps = 0;
  let at = Number.NaN;
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  const inner = anAccount({ world: scenarios['several-accounts'](), behaviour: SLOW });
  const { clock, simulated, told } = inner;
  const handler = simulated.requestHandler();
  const requestHandler: typeof handler = {
    ...handler,
    handle(request, options) {
      hear.calling?.(simulated.calls.length);
      return handler.handle(request, options);
    },
  };
  const watchedClock: Clock = {
    now: clock.now,
    sleep(ms, signal) {
      hear.sleeping?.(sleeps++);
      return clock.sleep(ms, signal);
    },
  };
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const tell = (news: TestAccount['told'][number]) => void told.push(news);
  const { signal } = controller;
  return {
    account: {
      ...inner,
      connect: () => connect({ clock: watchedClock, tell, credentials, requestHandler, signal }),
    },
    stop() {
      at = clock.now();
      controller.abort(new Stopped());
    },
    stoppedFor: () => clock.now() - at,
  };
}

/** How many waits, or calls, a run has that nobody stops. */
async function countOf(what: 'sleeping' | 'calling'): Promise<number> {
  let count = 0;
  const { account } = watched({
    [what]: () => {
      count += 1;
    },
  });
  expect(failuresOf(await setUp(account, EVERYWHERE))).toEqual([]);
  return count;
}

/** What the receipt of a stopped run says that there is now: done, or asked for. */
function saidToBeThere(results: readonly Result[], step: string): number {
  return results.filter(({ outcome, ...one }) => {
    const isThere = ['same', 'done'].includes(outcome.kind) || (outcome.kind === 'stopped' && outcome.asked === true);
    return one.step === step && isThere;
  }).length;
}

describe.each([
  ['wait', 'sleeping'],
  ['call', 'calling'],
] as const)('a run that is stopped at a %s', (name, what) => {
  test('ends at once, says what AWS was asked for, and the next one completes it', async () => {
    const all = await countOf(what);
    const count = cases(3, all);
    for (let i = 0; i < count; i++) {
      const at = Math.floor(((i + 0.5) * all) / count);
      const where = `${name} ${at} of ${all}`;
      const { account, stop, stoppedFor } = watched({ [what]: (index: number) => index === at && stop() });
      let run: SetUp | undefined;
      try {
        run = await setUp(account, EVERYWHERE);
      } catch (error) {
        expect(error, where).toBeInstanceOf(Stopped);
      }
      if (!Number.isNaN(stoppedFor())) expect(stoppedFor(), where).toBeLessThan(1_000);
      expect(run?.results.filter(({ outcome }) => outcome.kind === 'failed') ?? [], where).toEqual([]);

      await account.clock.sleep(60_000);
      const next = again(account);
      await dryRun(next, EVERYWHERE);
      const [instance] = next.simulated.world.instances;
      const { groups = [], users = [], memberships = [], assignments = [] } = instance ?? {};
      const there = { group: groups, user: users, membership: memberships, assignment: assignments };
      for (const [step, things] of Object.entries(run === undefined ? {} : there)) {
        expect(saidToBeThere(run?.results ?? [], step), `${step} at ${where}`).toBe(things.length);
      }
      expect(failuresOf(await setUp(next, EVERYWHERE)), where).toEqual([]);
      expect(await isInSync(next, EVERYWHERE), where).toBe(true);
    }
    held('R19', count, `${name}s of a run`);
  });
});
