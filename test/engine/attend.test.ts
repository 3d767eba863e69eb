import { CreateGroupCommand } from '@aws-sdk/client-identitystore';
import { describe, expect, test } from 'vitest';
import { whoAmI } from '../../src/aws/caller.ts';
import { type ApplyOptions, apply } from '../../src/engine/apply.ts';
import type { EngineEvent } from '../../src/engine/events.ts';
import { Stopped } from '../../src/problem.ts';
import { type FaultCall, scenarios } from '../../src/sandbox/index.ts';
import { survey } from '../../src/survey.ts';
import { anAccount, writesIn } from '../helpers/account.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { somebodyIn } from '../helpers/somebody.ts';

const MINUTES = 60_000;

interface Said {
  /** Milliseconds since the step was opened. */
  readonly at: number;
  /** What is said, or that the person stops. */
  readonly word: 'look' | 'later' | 'stop';
}

/** Applies the guide to an organization without Identity Center, with a person who says these words. */
async function attended(
  says: readonly Said[],
  options: {
    waitMs?: number;
    enabledAt?: number;
    goneUntil?: number;
    latencyMs?: number;
    asked?: boolean;
    refused?: boolean;
  } = {},
) {
  const { waitMs = 15 * MINUTES, enabledAt = Number.POSITIVE_INFINITY, goneUntil = 0 } = options;
  const { latencyMs = 0, asked = false, refused = false } = options;
  let started = 0;
  const fault = ({ operation }: FaultCall) =>
    refused && started > 0 && operation === 'ListInstances'
      ? ({ kind: 'refuse', code: 'AccessDeniedException', message: 'You may not.' } as const)
      : undefined;
  const account = anAccount({ world: scenarios.organization(), enabled: false, behaviour: { latencyMs, fault } });
  const { clock, simulated } = account;
  const aws = account.connect();
  const caller = await whoAmI(aws.reader);
  const { guide, preview } = await survey(
    onePerson({ region: { name: 'us-east-1', asked } }),
    caller,
    aws.reader,
    () => {},
  );
  account.newCalls();
  const words = [...says];
  const opened: { key: string; untilMs: number }[] = [];
  const closed: number[] = [];
  let looks = 0;
  const attend: NonNullable<ApplyOptions['attend']> = (waiting) => {
    opened.push(waiting);
    started = clock.now();
    return {
      async next(ms) {
        const [first] = words;
        const due = first === undefined ? Number.POSITIVE_INFINITY : first.at - (clock.now() - started);
        if (first !== undefined && due <= ms) words.shift();
        await clock.sleep(Math.max(0, Math.min(ms, due)));
        if (clock.now() - started < goneUntil) simulated.world.trouble = { network: 'gone' };
        else delete simulated.world.trouble;
        if (clock.now() - started >= enabledAt && simulated.world.instances.length === 0) {
          simulated.console.enableInstance('us-east-1');
          const { store, ids } = somebodyIn(account);
          const { IdentityStoreId } = ids;
          await store.send(new CreateGroupCommand({ IdentityStoreId, DisplayName: 'Administrators' }));
        }
        if (first === undefined || due > ms) return 'look';
        if (first.word === 'stop') throw new Stopped();
        return first.word;
      },
      left: new Promise<undefined>((resolve) => {
        const later = says.find(({ word }) => word === 'later');
        if (later !== undefined) void clock.sleep(later.at).then(() => resolve(undefined));
      }),
      looked: () => {
        looks += 1;
      },
      close: async () => void closed.push(clock.now() - started),
    };
  };
  const events: EngineEvent[] = [];
  const applied = await apply(guide, preview, { aws, emit: (event) => events.push(event), waitMs, attend });
  const calls = account.newCalls();
  const looksAt = (where: string) =>
    calls
      .filter(({ operation, region, at }) => operation === 'ListInstances' && region === where && at >= started)
      .map(({ at }) => at - started);
  const lookedAt = looksAt('us-east-1');
  const elsewhere = looksAt('eu-west-1');
  const instance = applied.results.find(({ step }) => step === 'instance')?.outcome;
  return { ...applied, instance, opened, closed, looks, lookedAt, elsewhere, events, calls };
}

describe('a person who attends', () => {
  test('is asked to the step once, with the time that there is', async () => {
    const { opened, closed, events } = await attended([{ at: 1_000, word: 'later' }]);
    expect(opened).toEqual([expect.objectContaining({ step: 'instance', key: 'instance' })]);
    expect(closed).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'waitingForPerson')).toHaveLength(1);
  });

  test('who says look is obeyed at once', async () => {
    const { lookedAt } = await attended([
      { at: 1_200, word: 'look' },
      { at: 1_300, word: 'look' },
      { at: 2_000, word: 'later' },
    ]);
    expect(lookedAt).toEqual([1_200, 1_300]);
  });

  test('who says later ends the wait, and the run goes on with what does not need it', async () => {
    const { instance, results, calls, closed } = await attended([{ at: 7_000, word: 'later' }]);
    expect(instance?.kind).toBe('waiting');
    expect(results.filter(({ outcome }) => outcome.kind === 'failed')).toEqual([]);
    expect(results.find(({ step }) => step === 'group')?.outcome.kind).toBe('blocked');
    expect(writesIn(calls)).toEqual([]);
    expect(closed).toEqual([7_000]);
  });

  test('who says later while AWS takes its time does not wait for its answer', async () => {
    const { instance, closed } = await attended([{ at: 6_000, word: 'later' }], { latencyMs: 3_000 });
    expect(instance?.kind).toBe('waiting');
    expect(closed).toEqual([6_000]);
  });

  test('who says nothing is not disturbed: AWS is looked at every five seconds, until it shows it', async () => {
    const { instance, lookedAt, looks, closed } = await attended([], { enabledAt: 20_000 });
    expect(instance?.kind).toBe('done');
    expect(lookedAt.slice(0, 4)).toEqual([5_000, 10_000, 15_000, 20_000]);
    expect(looks).toBe(3);
    expect(closed).toHaveLength(1);
  });

  test('has done more than was asked for: what is there already is not made again', async () => {
    const { results } = await attended([], { enabledAt: 20_000 });
    expect(results.find(({ step }) => step === 'group')).toMatchObject({ action: { kind: 'same' } });
    expect(results.find(({ step }) => step === 'user')).toMatchObject({ action: { kind: 'create' } });
  });

  test.each([
    ['found', false],
    ['asked for', true],
  ])('does not lose their work to a network that is gone for a while, in a Region that was %s', async (_how, asked) => {
    const { instance } = await attended([], { enabledAt: 90_000, goneUntil: 60_000, asked });
    expect(instance?.kind).toBe('done');
  });

  test('is told at once when AWS may not be looked at', async () => {
    const { instance, closed } = await attended([], { asked: true, refused: true });
    expect(instance).toMatchObject({ kind: 'failed', problem: { id: 'accessDenied' } });
    expect(closed).toEqual([5_000]);
  });

  test('is waited for no longer than was said', async () => {
    const { instance, lookedAt, closed } = await attended([], { waitMs: 12_000 });
    expect(instance?.kind).toBe('waiting');
    expect(lookedAt).toEqual([5_000, 10_000, 12_000]);
    expect(closed).toEqual([12_000]);
  });

  test('is never looked past more often than every five seconds, unless they ask', async () => {
    const says = [3_000, 11_000, 12_000].map((at) => ({ at, word: 'look' as const }));
    const { lookedAt } = await attended(says, { waitMs: 60_000 });
    const unasked = lookedAt.filter((at) => !says.some((said) => said.at === at) && at !== 60_000);
    const gaps = unasked.map((at) => at - (lookedAt.filter((before) => before < at).at(-1) ?? 0));
    expect(unasked.length).toBeGreaterThan(5);
    expect(gaps.filter((gap) => gap < 5_000)).toEqual([]);
  });

  test('may have enabled it in another Region: those are looked at once a minute', async () => {
    expect((await attended([], { waitMs: 150_000 })).elsewhere).toEqual([60_000, 120_000]);
  });

  test('is not asked at all when nobody is to be waited for', async () => {
    const { opened, instance, events } = await attended([], { waitMs: 0 });
    expect(opened).toEqual([]);
    expect(events.filter(({ type }) => type === 'waitingForPerson')).toEqual([]);
    expect(instance?.kind).toBe('waiting');
  });

  test('who stops, stops the run, and the menu is closed', async () => {
    const { results, closed, calls } = await attended([{ at: 3_000, word: 'stop' }]);
    expect(closed).toEqual([3_000]);
    expect(results.find(({ step }) => step === 'instance')?.outcome.kind).toBe('stopped');
    expect(writesIn(calls)).toEqual([]);
  });
});
