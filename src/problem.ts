import type { StepId } from './engine/step.ts';

/** What a script can rely on when the tool stops (see interface: exit codes). */
export const EXIT = { done: 0, failed: 1, changesPending: 2, actionRequired: 3, notAllowed: 4, usage: 64 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/**
 * Everything that can be in the way, and the exit code it ends with. The messages of each are in `messages/`:
 * what is so, and what to do. Facts are plain strings; whoever shows them escapes them.
 */
export const PROBLEMS = {
  noCredentials: EXIT.notAllowed,
  profileNotFound: EXIT.notAllowed,
  expiredCredentials: EXIT.notAllowed,
  invalidCredentials: EXIT.notAllowed,
  regionNotEnabled: EXIT.notAllowed,
  clockWrong: EXIT.failed,
  accessDenied: EXIT.notAllowed,
  wrongAccount: EXIT.usage,
  rootUser: EXIT.notAllowed,
  memberAccount: EXIT.notAllowed,
  delegatedAdministrator: EXIT.notAllowed,
  consolidatedBilling: EXIT.notAllowed,
  signUpUnfinished: EXIT.failed,
  organizationRefused: EXIT.failed,
  serviceLinkedRoleDenied: EXIT.notAllowed,
  freePlan: EXIT.usage,
  accountInstance: EXIT.actionRequired,
  instanceElsewhere: EXIT.usage,
  instanceNotEnabled: EXIT.actionRequired,
  instanceFailed: EXIT.failed,
  twoInstances: EXIT.usage,
  permissionSetsUnavailable: EXIT.failed,
  throttled: EXIT.failed,
  conflict: EXIT.failed,
  alreadyExists: EXIT.failed,
  notFound: EXIT.failed,
  quotaExceeded: EXIT.failed,
  refused: EXIT.failed,
  emailTaken: EXIT.failed,
  assignmentFailed: EXIT.failed,
  assignmentNeedsIam: EXIT.notAllowed,
  assignmentNeedsPolicy: EXIT.failed,
  provisioningFailed: EXIT.failed,
  stillInProgress: EXIT.failed,
  planChanged: EXIT.failed,
  notShown: EXIT.failed,
  kmsKey: EXIT.notAllowed,
  network: EXIT.failed,
  notAws: EXIT.failed,
  awsFault: EXIT.failed,
  unknownAccount: EXIT.usage,
  unknownUnit: EXIT.usage,
  badSettings: EXIT.usage,
  missingAnswers: EXIT.usage,
  badFlag: EXIT.usage,
  alreadyRunning: EXIT.failed,
  consentNeeded: EXIT.usage,
  awsConfigUnusable: EXIT.usage,
  profileNotOurs: EXIT.usage,
  signInNowhere: EXIT.usage,
  portalUnknown: EXIT.usage,
  portalElsewhere: EXIT.usage,
  foreignPortal: EXIT.usage,
  signInExpired: EXIT.actionRequired,
  signInRefused: EXIT.failed,
  signInFailed: EXIT.failed,
  notAssigned: EXIT.notAllowed,
  writeRefused: EXIT.failed,
  unexpected: EXIT.failed,
} as const satisfies Record<string, ExitCode>;

export type ProblemId = keyof typeof PROBLEMS;
export type Facts = Readonly<Record<string, string | undefined>>;

/** A reason to stop, or to give up one thing. Never a sentence: `messages/` has those. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly id: ProblemId;
  /**
   * For the message. Common ones: `operation` (CreateUser), `action` (sso:CreateUser), `code` and `detail` (AWS's
   * own name and words), `region`, `account`, `who` (caller ARN), `requestId`.
   */
  readonly facts: Facts;
  /** The write may have been carried out all the same; only a look can tell. */
  readonly unsure: boolean;

  constructor(id: ProblemId, facts: Facts = {}, options: { unsure?: boolean; cause?: unknown } = {}) {
    super(`${id} ${JSON.stringify(facts)}`, { cause: options.cause });
    this.id = id;
    this.facts = facts;
    this.unsure = options.unsure ?? false;
  }

  get exitCode(): ExitCode {
    return PROBLEMS[this.id];
  }
}

/** Whatever was thrown, as something that can be told. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new Problem('unexpected', { detail }, { cause: error });
}

/** The person chose to stop; that is not an error. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  /** What the process ends with, where it was a signal. */
  readonly code: number | undefined;

  constructor(code?: number) {
    super();
    this.code = code;
  }
}

/** The person was asked, and said no: the run ends as they wish. */
export class Declined extends Stopped {}

/** An account that is not active. */
export interface LeftOut {
  readonly account: string;
  /** Empty: unknown. */
  readonly name: string;
  readonly state: string;
}

/** What became known on the way and belongs into the report, but stops nothing. */
export type Note =
  | { readonly id: 'regionsNotLookedAt'; readonly regions: string; readonly code: string }
  | { readonly id: 'regionsAssumed'; readonly code: string }
  | { readonly id: 'instanceDetailsUnknown'; readonly code: string }
  | { readonly id: 'tagsUnknown'; readonly name: string; readonly code: string }
  | { readonly id: 'progressUnknown'; readonly action: string; readonly code: string }
  /** They take no assignments. `more` are not named. */
  | { readonly id: 'accountsLeftOut'; readonly accounts: readonly LeftOut[]; readonly more?: number }
  | { readonly id: 'freePlanEnds'; readonly credits: string; readonly expires: string }
  | { readonly id: 'accountPlanUnknown'; readonly code: string }
  | { readonly id: 'instanceInOtherRegion'; readonly region: string; readonly wanted: string }
  /** A variable says so, or a key of a profile. */
  | { readonly id: 'notAws'; readonly variable: string; readonly endpoint: string; readonly profile?: string }
  | { readonly id: 'externalIdentities'; readonly name: string }
  | { readonly id: 'userDisabled'; readonly name: string }
  /** The sign-in service knew the alias before anybody chose it here. */
  | { readonly id: 'aliasKnown'; readonly alias: string }
  /** The settings, or what a person confirmed, could not be written there. */
  | { readonly id: 'settingsNotSaved'; readonly file: string }
  /** Nobody was there to ask, and in the simulated AWS an example does. */
  | { readonly id: 'exampleAnswer'; readonly flag: string; readonly value: string }
  /** The AWS CLI signs in through the portal with it, other tools use its access keys. */
  | { readonly id: 'staticKeys'; readonly profile: string }
  /** The token of a sign-in cannot be written where the AWS CLI and the SDKs look for it. */
  | { readonly id: 'tokenNotKept'; readonly folder: string; readonly code: string }
  /** The clock of this computer is off; calls are signed with AWS's time. `offset` in seconds. */
  | { readonly id: 'clockOff'; readonly offset: string; readonly direction: 'behind' | 'ahead' }
  /** The log of this run cannot be written. */
  | { readonly id: 'logNotWritten'; readonly file: string; readonly code: string }
  /** The simulated AWS does by itself what a person does in the console. */
  | { readonly id: 'sandboxEnables'; readonly seconds: string }
  | { readonly id: 'sandboxSignsIn'; readonly seconds: string; readonly user: string };

/** What happens while AWS works; told at once, kept nowhere. */
export type Waiting =
  | { readonly id: 'slowDown'; readonly operation: string; readonly attempt: number; readonly waitMs: number }
  /** There is no connection, or no usable answer; `code` says which. */
  | {
      readonly id: 'retrying';
      readonly operation: string;
      readonly attempt: number;
      readonly waitMs: number;
      readonly code: string;
    }
  /** A read that goes on long: so many things are read, of so many where that is known. */
  | { readonly id: 'reading'; readonly step: StepId; readonly done: number; readonly of?: number }
  | { readonly id: 'working'; readonly step: StepId; readonly key: string; readonly elapsedMs: number };
