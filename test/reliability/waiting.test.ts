import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { whoAmI } from '../../src/aws/caller.ts';
import { apply } from '../../src/engine/apply.ts';
import { type FreshWorld, type SimulatedAws, scenarios } from '../../src/sandbox/index.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { survey } from '../../src/survey.ts';
import { anAccount, writesIn } from '../helpers/account.ts';
import { holds } from '../helpers/promises.ts';
import { onePerson } from '../helpers/settings-for.ts';

const SECOND = 1_000;
const FIFTEEN_MINUTES = 900 * SECOND;

interface Person {
  /** Milliseconds that they take; what they do then. */
  readonly after?: number;
  readonly does?: (aws: SimulatedAws) => void;
  /** How long one call takes; milliseconds. */
  readonly latencyMs?: number;
}

/** A run with nobody at its screen, and a person who is asked to enable Identity Center. */
async function waiting(person: Person, settings: Settings = onePerson(), waitMs = FIFTEEN_MINUTES) {
  const { latencyMs = 0 } = person;
  const account = anAccount({ world: scenarios.organization(), enabled: false, behaviour: { latencyMs } });
  const { clock, simulated } = account;
  const aws = account.connect();
  const { guide, preview } = await survey(settings, await whoAmI(aws.reader), aws.reader, () => {});
  account.newCalls();
  const began = clock.now();
  if (person.after !== undefined) void clock.sleep(person.after).then(() => person.does?.(simulated));
  const { results } = await apply(guide, preview, { aws, emit: () => {}, waitMs });
  const instance = results.find(({ step }) => step === 'instance')?.outcome;
  const problem = instance?.kind === 'failed' ? instance.problem.id : undefined;
  const looks = account.newCalls().filter(({ operation }) => operation === 'ListInstances');
  return {
    results,
    problem,
    instance: instance?.kind,
    looks,
    took: clock.now() - began,
    began,
    account,
    told: account.told,
  };
}

const enables =
  (region: string): NonNullable<Person['does']> =>
  ({ console }) =>
    console.enableInstance(region);

/** How long after the one before it AWS was looked at, in each Region by itself; milliseconds. */
function pausesIn(looks: Awaited<ReturnType<typeof waiting>>['looks']): number[] {
  const last = new Map<string, number>();
  return looks.flatMap(({ region, at }) => {
    const before = last.get(region);
    last.set(region, at);
    return before === undefined ? [] : [at - before];
  });
}

const latencyMs = fc.constantFrom(0, 200, 3_000);

describe('a person who enables Identity Center', () => {
  test('after 1 to 900 seconds is noticed within five seconds, and AWS is asked every five seconds at most', async () => {
    await holds(
      'R22',
      fc.asyncProperty(fc.integer({ min: 1, max: 890 }), latencyMs, async (seconds, latency) => {
        const person = { after: seconds * SECOND, does: enables('us-east-1'), latencyMs: latency };
        const { results, instance, looks, began } = await waiting(person);
        expect(instance).toBe('done');
        expect(results.filter(({ outcome }) => !['done', 'manual', 'same'].includes(outcome.kind))).toEqual([]);
        const seen = looks.find(({ region, at }) => region === 'us-east-1' && at - began >= seconds * SECOND);
        // A round through the other Regions, of five calls one after the other, may be under way.
        expect((seen?.at ?? Number.NaN) - began - seconds * SECOND).toBeLessThanOrEqual(5 * SECOND + 8 * latency);
        expect(Math.min(...pausesIn(looks))).toBeGreaterThanOrEqual(5 * SECOND);
      }),
      3,
      300,
      'waits',
    );
  });

  test('never: the run ends when it was to, and says that it waits for them', async () => {
    await holds(
      'R22',
      fc.asyncProperty(fc.integer({ min: 1, max: 900 }), async (seconds) => {
        const { instance, looks, took } = await waiting({}, onePerson(), seconds * SECOND);
        expect(instance).toBe('waiting');
        expect(took).toBe(seconds * SECOND);
        expect(looks.filter(({ region }) => region === 'us-east-1')).toHaveLength(Math.ceil(seconds / 5));
      }),
      2,
      60,
      'waits in vain',
    );
  });

  test('in another Region is found within a minute: it is used, or refused where a Region was asked for', async () => {
    await holds(
      'R22',
      fc.asyncProperty(fc.integer({ min: 1, max: 800 }), fc.boolean(), async (seconds, asked) => {
        const person = { after: seconds * SECOND, does: enables('eu-west-1') };
        const settings = onePerson({ region: { name: 'us-east-1', asked } });
        const { instance, problem, looks, took, told } = await waiting(person, settings);
        expect({ instance, problem }).toEqual(
          asked ? { instance: 'failed', problem: 'instanceElsewhere' } : { instance: 'done', problem: undefined },
        );
        if (asked) expect(took).toBeLessThanOrEqual((seconds + 66) * SECOND);
        else expect(told.map(({ id }) => id)).toContain('instanceInOtherRegion');
        expect(Math.min(...pausesIn(looks))).toBeGreaterThanOrEqual(5 * SECOND);
      }),
      2,
      60,
      'waits for another Region',
    );
  });

  test('of the wrong kind, for one account only: the run ends, because that was in no plan, and writes nothing', async () => {
    const [instance] = scenarios['account-instance']().instances as FreshWorld['instances'];
    const does = ({ world }: SimulatedAws) => Object.assign(world, { instances: [instance] });
    const { problem, account } = await waiting({ after: 20 * SECOND, does });
    expect(problem).toBe('planChanged');
    expect(writesIn(account.simulated.calls)).toEqual([]);
  });
});
