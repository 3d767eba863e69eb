import { describe, expect, test } from 'vitest';
import { whoAmI } from '../../src/aws/caller.ts';
import { type ApplyOptions, apply } from '../../src/engine/apply.ts';
import type { EngineEvent } from '../../src/engine/events.ts';
import { Stopped } from '../../src/problem.ts';
import { scenarios } from '../../src/sandbox/index.ts';
import { survey } from '../../src/survey.ts';
import { anAccount, writesIn } from '../helpers/account.ts';
import { onePerson } from '../helpers/settings-for.ts';

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
  options: { waitMs?: number; enabledAt?: number; goneUntil?: number } = {},
) {
  const { waitMs = 15 * MINUTES, enabledAt = Number.POSITIVE_INFINITY, goneUntil = 0 } = options;
  const account = anAccount({ world: scenarios.organization(), enabled: false });
  const { clock, simulated } = account;
  const aws = account.connect();
  const caller = await whoAmI(aws.reader);
  const { guide, preview } = await survey(onePerson(), caller, aws.reader, () => {});
  account.newCalls();
  const words = [...says];
  const opened: { key: string; untilMs: number }[] = [];
  const closed: number[] = [];
  let looks = 0;
  let started = 0;
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
        }
        if (first === undefined || due > ms) return 'look';
        if (first.word === 'stop') throw new Stopped();
        return first.word;
      },
      left: new Promise<undefined>(() => {}),
      looked: () => {
        looks += 1;
      },
      close: async () => void closed.push(clock.now() - started),
    };
  };
  const events: EngineEvent[] = [];
  const applied = await apply(guide, preview, { aws, emit: (event) => events.push(event), waitMs, attend });
  const calls = account.newCalls();
  const lookedAt = calls
    .filter(({ operation, region, at }) => operation === 'ListInstances' && region === 'us-east-1' && at >= started)
    .map(({ at }) => at - started);
  const instance = applied.results.find(({ step }) => step === 'instance')?.outcome;
  return { ...applied, instance, opened, closed, looks, lookedAt, events, calls };
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

  test('who says nothing is not disturbed: AWS is looked at every five seconds, until it shows it', async () => {
    const { instance, lookedAt, looks, closed } = await attended([], { enabledAt: 20_000 });
    expect(instance?.kind).toBe('done');
    expect(lookedAt.slice(0, 4)).toEqual([5_000, 10_000, 15_000, 20_000]);
    expect(looks).toBe(3);
    expect(closed).toHaveLength(1);
  });

  test('does not lose their work to a network that is gone for a while', async () => {
    const { instance } = await attended([], { enabledAt: 90_000, goneUntil: 60_000 });
    expect(instance?.kind).toBe('done');
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

  test('is not asked at all when nobody is to be waited for', async () => {
    const { opened, instance } = await attended([], { waitMs: 0 });
    expect(opened).toEqual([]);
    expect(instance?.kind).toBe('waiting');
  });

  test('who stops, stops the run, and the menu is closed', async () => {
    const { results, closed, calls } = await attended([{ at: 3_000, word: 'stop' }]);
    expect(closed).toEqual([3_000]);
    expect(results.find(({ step }) => step === 'instance')?.outcome.kind).toBe('stopped');
    expect(writesIn(calls)).toEqual([]);
  });
});
