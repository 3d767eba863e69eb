import type { Note, Problem } from './problem.ts';
import type { ConsoleStep } from './screen.ts';

/** What is looked at before anything is asked, in the order in which it is told. */
export const TOPICS = ['credentials', 'account', 'organization', 'instance', 'users', 'settings', 'console'] as const;
export type Topic = (typeof TOPICS)[number];

/**
 * One thing that was found out about the place of a run.
 * - `fine`: as it should be
 * - `coming`: not there yet, and the tool will make it
 * - `yours`: a person has to do something
 * - `attention`: goes on, but somebody should know
 * - `problem`: in the way
 */
export const LEVELS = ['fine', 'coming', 'yours', 'attention', 'problem'] as const;
export type Level = (typeof LEVELS)[number];

export type Finding = { readonly topic: Topic; readonly level: Level } & (
  | { readonly id: 'caller'; readonly arn: string; readonly from?: string; readonly root: boolean }
  | { readonly id: 'account'; readonly account: string; readonly name?: string; readonly management: boolean }
  | { readonly id: 'organization'; readonly organization: string; readonly accounts?: number; readonly more?: boolean }
  | { readonly id: 'noOrganization' }
  | { readonly id: 'freePlan'; readonly credits?: string; readonly expires?: string }
  | { readonly id: 'delegated'; readonly account: string }
  | { readonly id: 'instance'; readonly instance: string; readonly region: string }
  | { readonly id: 'instanceComing'; readonly region: string }
  | { readonly id: 'noInstance'; readonly url: string }
  | { readonly id: 'permissionSetsOff' }
  | { readonly id: 'externalIdentities'; readonly name: string }
  | { readonly id: 'note'; readonly note: Note }
  | { readonly id: 'inSync'; readonly same: number }
  | { readonly id: 'pending'; readonly create: number; readonly change: number; readonly command: string }
  | { readonly id: 'noSettings'; readonly command: string }
  | ({ readonly id: 'unconfirmed' } & ConsoleStep)
  | { readonly id: 'blocked'; readonly problem: Problem }
);

/** Hears what is found, as it is found. */
export interface Findings {
  /** A topic is being looked at. */
  looking(topic: Topic): void;
  /** Nothing more will be told about it. `brief` leaves out how to mend problems: the end of the run tells that. */
  found(topic: Topic, findings: readonly Finding[], how?: 'brief' | 'whole'): void;
}
