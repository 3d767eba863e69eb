import type { Connection } from './aws/clients.ts';
import { detectedRegion } from './aws/detect.ts';
import { endpointsElsewhere } from './endpoints.ts';
import type { EngineEvent } from './engine/events.ts';
import type { Note } from './problem.ts';
import { regionNear } from './settings/regions.ts';
import { SETTINGS_FILE } from './settings/settings.ts';

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
  /** The settings file that is read when it exists, and written by a first run. */
  readonly settingsFile: string;
  /** Answers that may be used when nobody is there to ask; only where nothing is at stake. */
  readonly exampleAnswers?: Readonly<Record<string, string>>;
  readonly notes: readonly Note[];
  /** Hears what happens, as the world around a run does, and may have something to say to it. */
  notice?(event: EngineEvent): Note | undefined;
}

/** AWS as the person's shell reaches it. */
export async function realPlace(profile: string | undefined, env: NodeJS.ProcessEnv): Promise<Place> {
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
    near: regionNear(Intl.DateTimeFormat().resolvedOptions().timeZone),
    settingsFile: SETTINGS_FILE,
    // A run that does not go to AWS should be known to the person: such variables are easily forgotten.
    notes: endpointsElsewhere(env).map(([variable, endpoint]) => ({ id: 'notAws', variable, endpoint })),
  };
}
