import { describe, expect, test } from 'vitest';
import { connect } from '../../src/aws/clients.ts';
import { Problem } from '../../src/problem.ts';
import { type Behaviour, type FaultCall, scenarios } from '../../src/sandbox/index.ts';
import { again, anAccount, failuresOf, isInSync, setUp, type TestAccount } from '../helpers/account.ts';
import { cases, held } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';
import { contentsOf } from '../helpers/world.ts';

const SLOW: Partial<Behaviour> = { asyncMs: 3_000 };
const settings = company();
const organized = (behaviour: Partial<Behaviour> = SLOW) => anAccount({ world: scenarios.enabled(), behaviour });

const reference = organized();
await setUp(reference, settings);
const calls = reference.newCalls();
const wanted = contentsOf(reference.simulated.world);

/** Calls spread over the run; the first is among them. */
function moments(slice: number): number[] {
  const count = cases(slice, calls.length);
  return Array.from({ length: count }, (_, i) => Math.floor((i * calls.length) / count));
}

/** What the service says to credentials that have expired. */
function expiredFrom(call: number) {
  return ({ index, service }: FaultCall) =>
    index < call
      ? undefined
      : ({
          kind: 'refuse',
          code: service === 'sts' ? 'ExpiredToken' : 'ExpiredTokenException',
          message: 'The security token included in the request is expired',
        } as const);
}

/** Everything that stopped a run, or a thing in it. */
async function problemsOf(run: ReturnType<typeof setUp>): Promise<Problem[]> {
  try {
    return (await run).results.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.problem] : []));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return [error];
  }
}

describe('credentials that expire half-way', () => {
  test('and do not come back: the run says so, and the next one completes it', async () => {
    const all = moments(5);
    for (const call of all) {
      const account = organized({ ...SLOW, fault: expiredFrom(call) });
      const problems = await problemsOf(setUp(account, settings));
      expect(problems.length, `call ${call}`).toBeGreaterThan(0);
      for (const { id, exitCode } of problems)
        expect({ id, exitCode }).toEqual({ id: 'expiredCredentials', exitCode: 4 });
      const next = again(account, SLOW);
      expect(failuresOf(await setUp(next, settings))).toEqual([]);
      expect(contentsOf(next.simulated.world)).toEqual(wanted);
      expect(await isInSync(next, settings)).toBe(true);
    }
    held('R15', all.length, 'calls from which on the credentials were expired');
  });

  test('and are renewed in time by where they come from: the run notices nothing', async () => {
    const all = moments(3);
    for (const call of all) {
      const { account, keysOf } = renewing(call);
      expect(failuresOf(await setUp(account, settings)), `call ${call}`).toEqual([]);
      expect(contentsOf(account.simulated.world)).toEqual(wanted);
      const afterwards = keysOf().slice(call + 1);
      if (afterwards.length > 0) expect(afterwards.at(-1), `call ${call}`).toBe('ASIAIOSFODNN7EXAMPLE2');
    }
    held('R15', all.length, 'calls at which the credentials were renewed');
  });
});

/** An account whose credentials are about to expire from a call on, and a source that then has others. */
function renewing(at: number): { account: TestAccount; keysOf: () => string[] } {
  const inner = organized();
  const { clock, simulated, told } = inner;
  const handler = simulated.requestHandler();
  const keys: string[] = [];
  let number = 1;
  const requestHandler: typeof handler = {
    ...handler,
    handle(request, options) {
      if (keys.length === at) number = 2;
      keys.push(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? '');
      return handler.handle(request, options);
    },
  };
  // The SDK asks anew when less than five minutes are left, by the clock of this computer.
  const credentials = async () => ({
    accessKeyId: `ASIAIOSFODNN7EXAMPLE${number}`,
    secretAccessKey: 'secret',
    sessionToken: 'token',
    expiration: new Date(Date.now() + (number === 1 ? 60_000 : 3_600_000)),
  });
  const connected = () => connect({ clock, credentials, requestHandler, tell: (news) => told.push(news) });
  return { account: { ...inner, connect: connected }, keysOf: () => keys };
}
