import type { Attendance as Attending } from './engine/apply.ts';
import type { EngineEvent } from './engine/events.ts';
import type { Plan, Result } from './engine/plan.ts';
import type { StepId } from './engine/step.ts';
import type { Finding, Findings } from './findings.ts';
import type { PortalUrls } from './portal-urls.ts';
import type { Note, Problem, Waiting } from './problem.ts';
import type { Question, Source, Trouble } from './settings/trouble.ts';
import type { CallbackPage } from './sign-in/loopback.ts';
import type { TraceEntry } from './trace.ts';

export type Status = 'in_sync' | 'changes_pending' | 'applied' | 'action_required' | 'failed';

/** Who runs this, and where. */
export interface Identity {
  readonly account: string;
  readonly accountName?: string;
  readonly arn: string;
  /** Where the credentials came from: a profile's name, `environment`, `sandbox` ...; absent when unknown. */
  readonly credentials?: string;
  readonly sandbox: boolean;
}

/** Everything a finished run has to tell, whatever became of it. */
export interface Report {
  readonly status: Status;
  readonly dryRun: boolean;
  readonly identity?: Identity;
  readonly region?: string;
  readonly organizationId?: string;
  readonly instanceArn?: string;
  readonly identityStoreId?: string;
  readonly portal?: PortalUrls;
  /** What `check` found out. */
  readonly findings?: readonly Finding[];
  /** What was planned. */
  readonly plan?: Plan;
  /** What was done; absent when nothing was applied. */
  readonly results?: readonly Result[];
  /** Notes that were already told by `note` and belong into no document but the screen. */
  readonly notes: readonly Note[];
  readonly problem?: Problem;
  /** Settings that stopped the run before it began. */
  readonly troubles?: readonly Trouble[];
  /** Answers that nobody was there to give. */
  readonly missing?: readonly Question[];
  /** The person stopped it. */
  readonly stopped?: boolean;
  /** They said no to the plan, which is no failure. */
  readonly declined?: boolean;
  /** Things looked at, for "N settings compared". */
  readonly elapsedMs: number;
  /** Number of write calls sent to AWS. */
  readonly writes: number;
  /** The settings file in use, for `next` and for the drift headline. */
  readonly settingsFile?: string;
  /** The settings file that this run wrote. */
  readonly savedFile?: string;
  /** What the AWS config file said before this run. */
  readonly backup?: string;
  /** What to put into an AWS config file elsewhere: this computer's is of no use to the person. */
  readonly profileText?: string;
  readonly signedIn?: SignedIn;
  /** The log that `--debug` wrote. */
  readonly log?: string;
  /** Commands that make sense now, most useful first. */
  readonly next: readonly string[];
}

/** One line of the table of decisions. */
export interface Decision {
  readonly id:
    | 'region'
    | 'user'
    | 'group'
    | 'permissionSet'
    | 'sessionDuration'
    | 'relayState'
    | 'accounts'
    | 'alias'
    | 'cliProfile';
  /** Empty: none. */
  readonly value: string;
  readonly source: Source;
}

export type Consent =
  /** With `saveAs`, the settings can be saved under that name instead. */
  | { readonly id: 'apply'; readonly identity: Identity; readonly changes: number; readonly saveAs?: string }
  /** Creating the organization ends AWS's free plan and its credits. */
  | { readonly id: 'paidPlan'; readonly credits?: string; readonly expires?: string }
  /** Multi-account permissions cannot be turned off again. */
  | { readonly id: 'permissionSets'; readonly account: string }
  /** Users and groups seem to come from elsewhere, and this one would be made here. */
  | { readonly id: 'externalIdentities'; readonly name: string }
  /** Identity Center is somewhere else than it was asked for. */
  | { readonly id: 'otherRegion'; readonly region: string; readonly wanted: string }
  /** The console steps that are left, one after the other. */
  | {
      readonly id: 'walk';
      /** Those that the run has not told about: they are of an earlier one. */
      readonly untold: readonly string[];
    }
  /** Profiles, or their session, that lead elsewhere today; `no` leaves them as they are. */
  | { readonly id: 'overwriteProfile'; readonly names: string; readonly file: string }
  /** A proof that the access works. */
  | { readonly id: 'login'; readonly users: readonly string[] }
  | { readonly id: 'root'; readonly account: string };

/** What a person does in the console because AWS has no API for it. */
export interface ConsoleStep {
  readonly step: StepId;
  /** `instance`, `mfa`, `password`; for the portal its alias. */
  readonly name: string;
  readonly url: string;
  readonly account: string;
  readonly region?: string;
  /** Those who need a password. */
  readonly users?: readonly string[];
}

/** What a person can say while a console step is open. */
export type Word = 'look' | 'later' | 'done' | 'reset' | 'otp';

/** A console step that is open on the screen, with its menu; `close` takes the menu away. */
export interface Attendance extends Attending {
  /** What the person says within `ms` milliseconds; `look` when that time is over. Rejects with Stopped. */
  next(ms: number): Promise<Word>;
}

/** Where to sign in now, and as whom; what is left to the person; or that they stopped when all was applied. */
export type Farewell =
  | { readonly id: 'signIn'; readonly url: string; readonly users: readonly string[] }
  | { readonly id: 'signedIn'; readonly signedIn: SignedIn }
  /** The setup stands all the same. */
  | { readonly id: 'notSignedIn'; readonly problem: Problem; readonly command: string }
  | { readonly id: 'left'; readonly steps: readonly ConsoleStep[]; readonly command: string }
  | { readonly id: 'stopped'; readonly command: string };

/** How a console step ended. Only what AWS showed is verified. */
export type Ending = 'verified' | 'confirmed' | 'unverified' | 'later';

/** A sign-in that waits for the person in a browser: the one on this computer, or any, where they compare a code. */
export type SignInPage =
  | { readonly via: 'browser'; readonly url: string; readonly untilMs: number }
  | {
      readonly via: 'device';
      readonly url: string;
      readonly userCode: string;
      readonly startUrl: string;
      readonly untilMs: number;
    };

/** Who AWS says that somebody is who signed in, and where. */
export interface SignedIn {
  readonly arn: string;
  readonly account: string;
  readonly permissionSet: string;
  readonly startUrl: string;
  readonly region: string;
  /** Until when new credentials can be had; ISO 8601 in UTC. */
  readonly expiresAt: string;
  /** The profile that works now. */
  readonly profile?: string;
  /** In the simulated AWS, which other tools do not know. */
  readonly sandbox: boolean;
}

/** The signal that stops a run: Ctrl-C is SIGINT. */
export type StopReason = 'SIGINT' | 'SIGTERM';

/** The one door through which a run talks. Three of them: terminal, plain, JSON. */
export interface Screen extends Findings {
  /** Somebody is there to answer. */
  readonly interactive: boolean;
  /** Name and version, once, first. */
  hello(): void;
  identity(who: Identity): void;
  /** Questions that only a person can answer, in order; answers are trimmed and checked. Only when interactive. */
  ask(questions: readonly Question[]): Promise<Record<string, string>>;
  decisions(decisions: readonly Decision[]): void;
  /** What comes after the table of decisions: the plan, an end, or the setting to change. Only when interactive. */
  decide(decisions: readonly Decision[]): Promise<'plan' | 'quit' | Decision['id']>;
  /** Default: yes for `apply` and `walk`, no for the others. Only when interactive. */
  confirm(consent: Consent): Promise<'yes' | 'no' | 'save'>;
  /** Shows a console step and stays with it; `words` are what can be said. Only when interactive. */
  attend(step: ConsoleStep, options: { words: readonly Word[]; untilMs?: number }): Attendance;
  /** How a console step ended that is no part of applying a plan. */
  ended(step: ConsoleStep, ending: Ending): void;
  /** The last word after the console steps. */
  farewell(word: Farewell): void;
  /** Where the person signs in; on their own computer the page opens by itself. */
  signIn(page: SignInPage): void;
  /** Whether pages open on this computer. */
  readonly opensPages: boolean;
  /** What the browser shows when it has come back from a sign-in. */
  readonly callbackPage: CallbackPage;
  /** What was asked for does not fit together; it stays as it was. */
  wrong(troubles: readonly Trouble[]): void;
  note(note: Note): void;
  plan(plan: Plan, about: { identity: Identity; region?: string; dryRun: boolean; settingsFile?: string }): void;
  event(event: EngineEvent | Waiting): void;
  /** An AWS call that has ended, for those who want to see every one. */
  trace(entry: TraceEntry): void;
  /** The run was told to stop, by Ctrl-C when nothing else is said: it does after the call in flight. */
  stopping(reason?: StopReason): void;
  /** The run was told so twice and ends now; `operations` are the writes that nobody waits for any more. */
  quit(operations: readonly string[]): void;
  /** The end of the run: receipt, "no changes", dry-run footer or failure. Exactly once. */
  report(report: Report): void;
  /** Stops spinners and gives the terminal back. */
  close(): void;
}
