import { createHash } from 'node:crypto';
import type { Connection } from './aws/clients.ts';
import { detectedRegion } from './aws/detect.ts';
import type { Elsewhere } from './aws/endpoints.ts';
import { type AwsFiles, awsFiles } from './aws-files.ts';
import { isCloudShell } from './browser.ts';
import { systemClock } from './clock.ts';
import type { EngineEvent } from './engine/events.ts';
import type { Note } from './problem.ts';
import { lockRun, type RunLock } from './run-lock.ts';
import type { ConsoleStep, SignInPage } from './screen.ts';
import { regionNear } from './settings/regions.ts';
import { SETTINGS_FILE } from './settings/settings.ts';
import { stateFolder } from './state-folder.ts';

/** Where a run takes place: real AWS, or the simulated one. The rest of the tool does not know which. */
export interface Place {
  readonly sandbox: boolean;
  readonly connection: Omit<Connection, 'clock' | 'tell' | 'signal'>;
  /** The Region that the surroundings point to. */
  readonly region?: string;
  /** A Region near the person, to suggest. */
  readonly near?: string;
  /** Where the credentials come from, in a word. */
  readonly credentials?: string;
  /** The files that AWS tools share here; absent where they are of no use to the person, in AWS CloudShell. */
  readonly files?: AwsFiles;
  /** The settings file that is read when it exists, and written by a first run. */
  readonly settingsFile: string;
  /** Answers that may be used when nobody is there to ask; only where nothing is at stake. */
  readonly exampleAnswers?: Readonly<Record<string, string>>;
  readonly notes: readonly Note[];
  /**
   * Held while the account is changed, against a second run on this computer.
   *
   * @throws Problem alreadyRunning
   * @throws the signal's reason
   */
  lock?(account: string, signal: AbortSignal): Promise<RunLock>;
  /** Hears that a person is asked to sign in, as `user` if that is known. */
  signingIn?(page: SignInPage, user: string | undefined): Note | undefined;
  /** Where a console step is done, when not in AWS's own console. */
  consoleUrl?(step: Pick<ConsoleStep, 'step' | 'name' | 'users'>): string | undefined;
  /** Hears what happens, as the world around a run does, and may have something to say to it. */
  notice?(event: EngineEvent): Note | undefined;
}

/**
 * AWS as the person's shell reaches it.
 *
 * @param elsewhere what sends the run elsewhere than to AWS
 */
export async function realPlace(
  profile: string | undefined,
  env: NodeJS.ProcessEnv,
  elsewhere: readonly Elsewhere[],
): Promise<Place> {
  const region = await detectedRegion(profile);
  const credentials = profile ?? env.AWS_PROFILE ?? (env.AWS_ACCESS_KEY_ID === undefined ? undefined : 'environment');
  return {
    sandbox: false,
    connection: {
      ...(profile === undefined ? {} : { profile }),
      ...(region === undefined ? {} : { region }),
    },
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    // What is written there stays there, and the person works elsewhere.
    ...(isCloudShell(env) ? {} : { files: awsFiles(env, systemClock.now) }),
    // Asking for the time zone takes long, and mostly nobody needs to know.
    get near() {
      return regionNear(Intl.DateTimeFormat().resolvedOptions().timeZone);
    },
    settingsFile: SETTINGS_FILE,
    lock: (account, signal) => lockRun(stateFolder(env), `${account}${suffixFor(elsewhere)}`, systemClock, signal),
    // A run that does not go to AWS should be known to the person: such settings are easily forgotten.
    notes: elsewhere.map((one) => ({ id: 'notAws', ...one })),
  };
}

/** Tells the accounts of simulated AWSs apart, which mostly have the same number; empty for the real one. */
function suffixFor(elsewhere: readonly Elsewhere[]): string {
  if (elsewhere.length === 0) return '';
  return `-${createHash('sha256').update(JSON.stringify(elsewhere)).digest('hex').slice(0, 8)}`;
}
