import { existsSync } from 'node:fs';
import { type Ahead, askAhead } from './ahead.ts';
import type { Commands } from './argv.ts';
import { type Caller, whoAmI } from './aws/caller.ts';
import { type Aws, type Connection, connect } from './aws/clients.ts';
import type { Clock } from './clock.ts';
import type { Place } from './place.ts';
import type { Note, Waiting } from './problem.ts';
import type { ReportSoFar } from './report.ts';
import type { Identity, Screen } from './screen.ts';
import type { AnswerFlags } from './settings/flags.ts';
import { readSettings } from './settings/gather.ts';
import type { MergeInput } from './settings/merge.ts';
import { present } from './settings/resolve.ts';
import { normaliseAccountId } from './settings/rules.ts';
import type { Region } from './settings/settings.ts';
import type { Trace, WritesInFlight } from './trace.ts';

/** What every command that looks at AWS is told. */
export interface SessionOptions {
  readonly answers: AnswerFlags;
  /** `--config` */
  readonly config?: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly commands: Commands;
}

/** What every command that looks at AWS works with. */
export interface Tools {
  readonly screen: Screen;
  readonly place: Place;
  readonly clock: Clock;
  /** Fires, with Stopped as its reason, when the person wants to stop. */
  readonly signal: AbortSignal;
  /** Fires when the run has ended: nobody waits for what was asked ahead. */
  readonly ended?: AbortSignal;
  /** Hears of every AWS call. */
  readonly trace?: Trace;
  /** Holds the writes that are under way. */
  readonly inFlight?: WritesInFlight;
}

/** What flags, environment, file and surroundings ask for. */
export interface Wish {
  readonly input: MergeInput;
  /** The settings file in use. */
  readonly file?: string;
  /** The only account that may be touched. */
  readonly account?: string;
}

/** @throws BadSettings with all that is wrong, before anything is sent to AWS */
export function whatIsWished({ answers, config, env }: SessionOptions, place: Place): Wish {
  const path = config ?? (existsSync(place.settingsFile) ? place.settingsFile : undefined);
  const file = readSettings(path, answers);
  const account = answers.account ?? file?.settings.account;
  const detected = {
    region: place.region,
    get near() {
      return place.near;
    },
  };
  return {
    input: { flags: answers, env, file, detected },
    ...present({ file: path, account: account && normaliseAccountId(account) }),
  };
}

/** Where Identity Center would be enabled, as far as it is known before anybody is asked. */
export function likelyRegion(wish: Wish, place: Place): string {
  return wantedRegion(wish) ?? place.region ?? place.near ?? 'us-east-1';
}

function wantedRegion({ input: { flags, file } }: Wish): string | undefined {
  return flags?.region ?? file?.settings.region;
}

/** AWS, and who asks it. */
export interface Opened {
  readonly aws: Aws;
  readonly caller: Caller;
  readonly identity: Identity;
  /** What is being asked besides. */
  readonly ahead?: Ahead;
}

/**
 * Where the surroundings name no Region, the account is in the partition of the wanted one.
 *
 * @param tellNote hears what becomes known on the way; the screen, when left out
 * @param region where Identity Center is looked for while AWS tells who asks; nothing is asked ahead when left out
 * @throws Problem when the credentials do not work
 */
export async function open(
  wish: Wish,
  { place, clock, signal, ended, screen, trace, inFlight }: Tools,
  soFar: ReportSoFar,
  tellNote: (note: Note) => void = (note) => screen.note(note),
  region?: Region,
): Promise<Opened> {
  const tell = tellerFor(screen, soFar, tellNote);
  screen.looking('credentials');
  const partition = present({ region: place.connection.region ?? wantedRegion(wish) });
  const connection = { ...place.connection, ...partition, ...present({ ended, trace, inFlight }) };
  const aws = connect({ ...connection, clock, signal, tell });
  const ahead = region && askAhead(aws.reader, region);
  const caller = await whoAmI(aws.reader);
  const { account, arn } = caller;
  const { sandbox, credentials } = place;
  const identity = { account, arn, sandbox, ...(credentials === undefined ? {} : { credentials }) };
  soFar.identity = identity;
  return { aws, caller, identity, ...present({ ahead }) };
}

/** What AWS makes known, told once; what makes it slow, whenever it does. */
export function tellerFor(
  screen: Screen,
  soFar: ReportSoFar,
  tellNote: (note: Note) => void = (note) => screen.note(note),
): Connection['tell'] {
  return (news) => {
    if (isWaiting(news)) return screen.event(news);
    if (soFar.notes.some((note) => JSON.stringify(note) === JSON.stringify(news))) return;
    soFar.notes.push(news);
    tellNote(news);
  };
}

function isWaiting(news: Note | Waiting): news is Waiting {
  return ['slowDown', 'retrying', 'working', 'reading'].includes(news.id);
}
