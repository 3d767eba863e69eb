import type { StepId } from '../engine/step.ts';
import type { Facts, LeftOut, ProblemId } from '../problem.ts';
import type { Consent } from '../screen.ts';

/** Why a run stopped, or why a thing was given up: what is so, and what to do, one paragraph for each element. */
export interface ProblemText {
  readonly title: string;
  readonly todo: readonly string[];
}
/** Every fact may be missing. Facts arrive harmless when they are for a terminal. */
export type ProblemTexts<Id extends string> = Readonly<Record<Id, (facts: Facts) => ProblemText>>;

/** What AWS or the network answers to a single call; the other problems stop a run before or between calls. */
const FAILURE_IDS = [
  'throttled',
  'conflict',
  'alreadyExists',
  'notFound',
  'quotaExceeded',
  'refused',
  'emailTaken',
  'assignmentFailed',
  'assignmentNeedsIam',
  'assignmentNeedsPolicy',
  'provisioningFailed',
  'stillInProgress',
  'notShown',
  'kmsKey',
  'network',
  'notAws',
  'awsFault',
] as const satisfies readonly ProblemId[];
export type FailureId = (typeof FAILURE_IDS)[number];

/** What stands between a person and their access: the config file, the portal, the sign-in. */
export type SignInProblemId =
  | 'awsConfigUnusable'
  | 'profileNotOurs'
  | 'signInNowhere'
  | 'portalUnknown'
  | 'portalElsewhere'
  | 'foreignPortal'
  | 'signInExpired'
  | 'signInRefused'
  | 'signInFailed'
  | 'notAssigned';

/** One sentence for each kind of news, from that kind's own data. */
export type Texts<News extends { readonly id: string }> = {
  readonly [Id in News['id']]: (news: Extract<News, { readonly id: Id }>) => string;
};

/** A question with its answers; `why` is read before it. */
export interface ConsentText {
  readonly why: readonly string[];
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly save?: string;
}
export type ConsentTexts = {
  readonly [Id in Consent['id']]: (consent: Extract<Consent, { readonly id: Id }>) => ConsentText;
};

/** What a person does where AWS has no API: why, the moves in the words of the console, and what happens then. */
export interface ManualText {
  readonly title: string;
  readonly why: string;
  readonly moves: readonly { readonly verb: string; readonly what: string }[];
  readonly after: string;
}
export interface ManualFacts {
  readonly name: string;
  readonly url: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Those who need a password. */
  readonly users?: readonly string[] | undefined;
}

/** What is said of each console step. */
export type ConsolePages = Readonly<
  Record<'instance' | 'portal' | 'password' | 'mfa' | 'portalSession', (facts: ManualFacts) => ManualText>
>;

/** Which of them a step is; those of `security` go by their own names. */
export function pageOf(step: StepId, name: string): keyof ConsolePages {
  if (step === 'instance' || step === 'portal') return step;
  return name === 'mfa' || name === 'portalSession' ? name : 'password';
}

/** What a finding says, where that came from, and the one next thing to do. */
export interface FindingText {
  readonly value: string;
  readonly from?: string | undefined;
  readonly todo?: string;
}
/** The texts of notes, problems and console steps are elsewhere. */
export type FindingTexts<F extends { readonly id: string }> = {
  readonly [Id in F['id']]: (finding: Extract<F, { readonly id: Id }>) => FindingText;
};

/** A page of help: rows stand in two columns, lines are prose or verbatim text. */
export interface HelpSection {
  readonly heading?: string;
  readonly rows?: readonly (readonly [string, string])[];
  readonly lines?: readonly string[];
  /** Printed as it is, never wrapped. */
  readonly verbatim?: readonly string[];
}

/** `1 account`, `3 accounts`. */
export function some(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** The page of `sso-setup COMMAND --help`. */
export interface CommandPage {
  readonly usage: string;
  readonly about: string;
  readonly rows: readonly (readonly [string, string])[];
}

/** A length of time in the two units that matter. */
export function spanOf(seconds: number): (readonly [count: number, unit: 'day' | 'hour' | 'minute' | 'second'])[] {
  if (seconds < 60) return [[Math.round(seconds), 'second']];
  const minutes = Math.round(seconds / 60);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60)];
  const parts = [
    [days, 'day'],
    [hours, 'hour'],
    [days > 0 ? 0 : minutes % 60, 'minute'],
  ] as const;
  return parts.filter(([count]) => count > 0);
}

/** 111122223333 as the console shows it: 1111-2222-3333. */
export function accountAsInConsole(account: string): string {
  return account.replace(/^(\d{4})(\d{4})(\d{4})$/, '$1-$2-$3');
}

/** `111122223333 acme`, or the id alone. */
export function accountText({
  account,
  name,
}: {
  readonly account: string;
  readonly name: string | undefined;
}): string {
  return [account, name].filter(Boolean).join(' ');
}

/** `SUSPENDED 444455556666 legacy, 555566667777 old; CLOSED 666677778888 test` */
export function leftOutText(accounts: readonly LeftOut[]): string {
  const byState = new Map<string, LeftOut[]>();
  for (const one of accounts) byState.set(one.state, [...(byState.get(one.state) ?? []), one]);
  return [...byState].map(([state, ones]) => `${state} ${ones.map(accountText).join(', ')}`).join('; ');
}

/** `: name`, or nothing. */
export function named(name: string | undefined): string {
  return name === undefined ? '' : `: ${name}`;
}

/** ` (name)`, or nothing. */
export function inside(name: string | undefined): string {
  return name === undefined ? '' : ` (${name})`;
}

/** The first part of a long list. */
export function briefly(text: string): string {
  const characters = [...text];
  return characters.length > 300 ? `${characters.slice(0, 300).join('')}...` : text;
}

/** `0:14` or `12:05`. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Seconds as people say them: one decimal place below 10. */
export function secondsText(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 9.95 ? String(Math.round(seconds * 10) / 10) : String(Math.round(seconds));
}
