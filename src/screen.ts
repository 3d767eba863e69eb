import type { EngineEvent } from './engine/events.ts';
import type { Plan, Result } from './engine/plan.ts';
import type { Note, Problem, Waiting } from './problem.ts';
import type { Question, Source, Trouble } from './settings/trouble.ts';
import type { PortalUrls } from './steps/portal.ts';

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
  /** Commands that make sense now, most useful first. */
  readonly next: readonly string[];
}

/** One line of the table of decisions. */
export interface Decision {
  readonly id: 'region' | 'user' | 'group' | 'permissionSet' | 'accounts' | 'alias';
  readonly value: string;
  readonly source: Source;
}

export type Consent =
  | { readonly id: 'apply'; readonly identity: Identity; readonly changes: number }
  /** Creating the organization ends AWS's free plan and its credits. */
  | { readonly id: 'paidPlan'; readonly credits?: string; readonly expires?: string }
  | { readonly id: 'root'; readonly account: string };

/** The one door through which a run talks. Three of them: terminal, plain, JSON. */
export interface Screen {
  /** Somebody is there to answer. */
  readonly interactive: boolean;
  /** Name and version, once, first. */
  hello(): void;
  identity(who: Identity): void;
  /** Questions that only a person can answer, in order; answers are trimmed and checked. Only when interactive. */
  ask(questions: readonly Question[]): Promise<Record<string, string>>;
  decisions(decisions: readonly Decision[]): void;
  /** Default: yes for `apply`, no for the others. Only when interactive. */
  confirm(consent: Consent): Promise<boolean>;
  note(note: Note): void;
  plan(plan: Plan, about: { identity: Identity; region?: string; dryRun: boolean; settingsFile?: string }): void;
  event(event: EngineEvent | Waiting): void;
  /** The first Ctrl-C was heard: the run stops after the call in flight. */
  stopping(): void;
  /** The end of the run: receipt, "no changes", dry-run footer or failure. Exactly once. */
  report(report: Report): void;
  /** Stops spinners and gives the terminal back. */
  close(): void;
}
