import { rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { filesIn } from './aws-files.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Place } from './place.ts';
import { type Note, Problem } from './problem.ts';
import { lockRun } from './run-lock.ts';
import type { AwsConsole } from './sandbox/console.ts';
import {
  type AwsPortal,
  type Behaviour,
  behaviourFromEnvironment,
  emptyWorld,
  pagesFor,
  serve,
  simulatedAws,
  type World,
} from './sandbox/index.ts';
import { type ScenarioName, scenarios } from './sandbox/scenarios.ts';
import { keptIn, openWorld, saveWorld } from './sandbox/state-file.ts';
import type { ConsoleStep, SignInPage } from './screen.ts';
import { SETTINGS_FILE } from './settings/settings.ts';
import { stateFolder } from './state-folder.ts';

export interface SandboxOptions {
  /** `--sandbox-state` */
  readonly state?: string;
  /** `--sandbox-reset` */
  readonly reset: boolean;
  /** `--sandbox-scenario` */
  readonly scenario?: string;
  /** The state file is left as it is: what happens ends with the process. */
  readonly readOnly?: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How AWS feels, quickened: pages are small, calls take their time, 20 of them a second are answered. */
const FEEL: Partial<Behaviour> = { latencyMs: 20, pageSize: 5, ratePerSecond: 20, asyncMs: 1_500 };

const EXAMPLE_KEYS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'sandbox' };

type Device = Extract<SignInPage, { via: 'device' }>;

/** How long the person at the simulated console takes for the portal's name, and at the portal to agree. */
const ALIAS_AFTER_MS = 2_000;
const APPROVES_AFTER_MS = 2_000;

/** Somebody, for a look around with nobody there to ask. */
const EXAMPLE_ANSWERS = {
  region: 'us-east-1',
  email: 'kim@example.com',
  givenName: 'Minsu',
  familyName: 'Kim',
};

/** The place of a run in the simulated AWS, whose console and portal a browser can visit. */
export interface SandboxPlace extends Place {
  /** Serves them, until the process ends; without that the console's and the portal's side happen by themselves. */
  serve(): Promise<string>;
}

/**
 * The simulated AWS as the place of a run. Its state is kept in a file, so that the second run finds the first one's
 * work; nothing outside that file's folder is written.
 *
 * @throws Problem badFlag when state, scenario or a SSO_SETUP_SANDBOX_* variable is not right
 */
export function sandboxPlace(options: SandboxOptions, clock: Clock): SandboxPlace {
  const { env } = options;
  const file = sandboxStateFile(options);
  const settingsFile = join(dirname(file), SETTINGS_FILE);
  // Another world knows nothing of the settings of the last one.
  const fresh = options.reset || options.scenario !== undefined;
  if (fresh && options.state === undefined) rmSync(settingsFile, { force: true });
  let pages: string | undefined;
  const simulated = simulatedSandbox(options, file, clock, () => pages);
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || 'us-east-1';
  return {
    sandbox: true,
    connection: {
      region,
      credentials: simulated.world.trouble?.credentials === 'none' ? noCredentials : EXAMPLE_KEYS,
      requestHandler: simulated.requestHandler(),
    },
    region,
    credentials: 'sandbox',
    files: filesIn(join(dirname(file), '.aws'), clock.now),
    settingsFile,
    exampleAnswers: EXAMPLE_ANSWERS,
    notes: [],
    async serve() {
      const server = await serve(simulated, { port: 0, pages: pagesFor({ aws: simulated, portal: simulated.portal }) });
      server.unref();
      pages = server.url;
      return pages;
    },
    consoleUrl: (step) => pages && consolePage(pages, step, region),
    signingIn(page, user) {
      if (pages !== undefined || page.via !== 'device') return undefined;
      return approveSoon(simulated.portal, page, user);
    },
    notice(event) {
      if (event.type !== 'waitingForPerson' || pages !== undefined) return undefined;
      if (event.step === 'portal') return aliasSoon(simulated.console, event.key);
      const { enabling, instances } = simulated.world;
      if (enabling !== null || instances.length > 0) return undefined;
      const { enableAfterMs = 3_000 } = behaviour(env);
      simulated.console.enableInstanceSoon(regionOf(event.url) ?? region, enableAfterMs);
      return { id: 'sandboxEnables', seconds: String(Math.ceil(enableAfterMs / 1000)) };
    },
  };
}

/** As the SDK fails that found no credentials anywhere. */
async function noCredentials(): Promise<never> {
  throw Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' });
}

/** Names the portal as a person would, unless the console refuses; a run that ends earlier does not wait for it. */
function aliasSoon(console: AwsConsole, alias: string): undefined {
  setTimeout(() => {
    try {
      console.setAlias(alias);
    } catch {
      // The name is taken, or the portal has one: the person tells what they see.
    }
  }, ALIAS_AFTER_MS).unref();
}

/** Agrees as a person would, unless the portal refuses. */
function approveSoon(portal: AwsPortal, { startUrl, userCode }: Device, user: string | undefined): Note | undefined {
  const who = portal.somebody(startUrl, user);
  if (who === undefined) return undefined;
  setTimeout(() => {
    try {
      portal.approveDeviceAs(userCode, who);
    } catch {
      // What the portal shows instead, nobody sees: the code lapses.
    }
  }, APPROVES_AFTER_MS).unref();
  return { id: 'sandboxSignsIn', seconds: String(APPROVES_AFTER_MS / 1000), user: who };
}

/** The page of a console step in the simulated console. */
function consolePage(
  pages: string,
  { step, name, users = [] }: Pick<ConsoleStep, 'step' | 'name' | 'users'>,
  region: string,
): string {
  const query = new URLSearchParams({ step: step === 'security' ? name : step, region });
  if (step === 'portal') query.set('alias', name);
  for (const user of users) query.append('user', user);
  return `${pages}/console?${query}`;
}

/** The simulated AWS over a state file; without one it lives and ends with the process. */
export function simulatedSandbox(
  options: SandboxOptions,
  file: string | undefined,
  clock: Clock,
  pages?: () => string | undefined,
) {
  const kept = keptWorld(options, file);
  const world = kept ?? newWorld(options);
  const written = options.readOnly ? undefined : file;
  if (written !== undefined && kept === undefined) asFlag('--sandbox-state', () => saveWorld(written, world));
  return simulatedAws({
    world,
    clock,
    behaviour: behaviour(options.env),
    ...(pages === undefined ? {} : { pages }),
    ...(written === undefined ? {} : { onWorldChanged: keptIn(written) }),
  });
}

function keptWorld({ reset, scenario }: SandboxOptions, file: string | undefined): World | undefined {
  if (reset || scenario !== undefined || file === undefined) return undefined;
  return asFlag('--sandbox-state', () => openWorld(file));
}

function newWorld({ scenario }: SandboxOptions): World {
  if (scenario === undefined) return emptyWorld();
  const known = Object.keys(scenarios);
  if (!known.includes(scenario)) throw badFlag('--sandbox-scenario', `${scenario}; ${known.join(', ')}`);
  return scenarios[scenario as ScenarioName]();
}

function behaviour(env: SandboxOptions['env']): Partial<Behaviour> {
  return { ...FEEL, ...asFlag('SSO_SETUP_SANDBOX_*', () => behaviourFromEnvironment(env)) };
}

function asFlag<T>(flag: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw badFlag(flag, error instanceof Error ? error.message : String(error));
  }
}

function badFlag(flag: string, detail: string): Problem {
  return new Problem('badFlag', { flag, detail });
}

/** The file of the state; whatever else a run in the simulated AWS writes is beside it. */
export function sandboxStateFile({ env, state }: Pick<SandboxOptions, 'env' | 'state'>): string {
  return state ?? join(stateFolder(env), 'sandbox', 'aws.json');
}

/**
 * Keeps the state from others who would write it, until the process ends. To be called before it is read.
 *
 * @throws Problem alreadyRunning with `state`, the file
 * @throws the signal's reason
 */
export async function lockState(file: string, signal?: AbortSignal): Promise<void> {
  await lockRun(dirname(file), basename(file), systemClock, signal).catch((error: unknown) => {
    throw error instanceof Problem ? new Problem(error.id, { ...error.facts, state: file }) : error;
  });
}

/** The Region that the console page is about. */
function regionOf(url: string): string | undefined {
  return new URL(url).searchParams.get('region') ?? undefined;
}
