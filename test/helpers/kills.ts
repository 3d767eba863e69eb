import type { World } from '../../src/sandbox/index.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { again, anAccount, type SetUp, setUp, type TestAccount } from './account.ts';
import { virtualClock } from './clock.ts';
import { death, type Moment, UNHARMED } from './faults.ts';
import { brokenInvariants, runOf } from './invariants.ts';

const FIFTEEN_MINUTES = 900_000;

/** A whole run, with a person who enables the instance when asked. */
export function wholeRun(account: TestAccount, settings: Settings, signal?: AbortSignal): Promise<SetUp> {
  return setUp(account, settings, { waitMs: FIFTEEN_MINUTES, ...(signal && { signal }) });
}

/** What an account is like at some time; runs begin from there as often as they are needed. */
export interface Scene {
  readonly world: World;
  readonly at: number;
}

export function sceneOf({ simulated, clock }: TestAccount): Scene {
  return { world: simulated.world, at: clock.now() };
}

export function accountIn({ world, at }: Scene): TestAccount {
  return anAccount({ world, enabled: false, clock: virtualClock(at), behaviour: UNHARMED });
}

/** What a run leaves that dies with this call. */
export async function leftByDeath(scene: Scene, settings: Settings, call: number, moment: Moment): Promise<Scene> {
  const { clock, behaviour, signal, happened } = death(call, moment, virtualClock(scene.at));
  const dying = anAccount({ world: scene.world, enabled: false, clock, behaviour });
  await wholeRun(dying, settings, signal).catch(() => undefined);
  if (!happened()) throw new Error(`There is no call ${call} to die with.`);
  return sceneOf(dying);
}

/**
 * What a run would leave that died before any of its calls, or with the last of them: just what AWS has at that time, so
 * that one run shows them all.
 */
export async function leftByDeaths(scene: Scene, settings: Settings): Promise<Scene[]> {
  const clock = virtualClock(scene.at);
  const scenes: Scene[] = [];
  const fault = () => {
    scenes.push(sceneOf(account));
    return undefined;
  };
  const account = anAccount({ world: scene.world, enabled: false, clock, behaviour: { ...UNHARMED, fault } });
  await wholeRun(account, settings);
  return [...scenes, sceneOf(account)];
}

/** What is wrong when the next run has ended. */
export async function wrongAfterNextRun(scene: Scene, settings: Settings, contents: unknown): Promise<string[]> {
  const account = accountIn(scene);
  const { failures, text } = await runOf(account, settings, { waitMs: FIFTEEN_MINUTES });
  const { calls } = account.simulated;
  return [
    ...failures.map((failure) => JSON.stringify(failure)),
    ...calls.map(({ operation }) => operation).filter((operation) => operation.startsWith('Detach')),
    ...(await brokenInvariants(again(account, UNHARMED), { settings, contents, calls, text })),
  ];
}
