import type { AwsReader, AwsWriter } from '../aws/clients.ts';

/** The steps in the order of the written guide. */
export const STEP_IDS = [
  'organization',
  'instance',
  'portal',
  'group',
  'user',
  'membership',
  'permissionSet',
  'assignment',
  'provisioning',
  'cliProfile',
  'security',
] as const;
export type StepId = (typeof STEP_IDS)[number];

/** One property of a thing: flat, printable, comparable. A list is a set: its order says nothing. */
export type Field = string | readonly string[];
export type Fields = Readonly<Record<string, Field>>;

/** The name people know a thing by. AWS is the only state; names are identities. */
export type Key = string;

/** What AWS showed about one thing: the fields that were looked at, and the ids that other steps need. */
export interface State {
  readonly fields: Fields;
}
export type States<S extends State = State> = ReadonlyMap<Key, S>;

/** One field that differs. `from` is undefined where AWS has nothing. */
export interface Drift {
  readonly field: string;
  readonly from: Field | undefined;
  readonly to: Field;
}

/** What is to be done about one thing. */
export type Action =
  | { readonly kind: 'same' }
  | { readonly kind: 'create'; readonly want: Fields }
  | { readonly kind: 'change'; readonly drift: readonly Drift[] }
  | { readonly kind: 'manual'; readonly url: string };
export type Actions = ReadonlyMap<Key, Action>;

/** AWS has no API for it: a person does it at this address, the engine notices when AWS shows it. */
export interface ByHand {
  readonly byHand: string;
}

/** Other steps that this one builds on. The compiler follows the wiring. */
export type Needs = Readonly<Record<string, AnyStep>>;
// biome-ignore lint/suspicious/noExplicitAny: the wiring between steps is checked where a step is defined
export type AnyStep = Step<any, any, any>;

/** A need that exists once (the instance) arrives as its state, one that exists many times (groups) as a map. */
export type Found<N extends Needs> = {
  readonly [K in keyof N]: N[K] extends { readonly single: true } ? StateOf<N[K]> : States<StateOf<N[K]>>;
};
// biome-ignore lint/suspicious/noExplicitAny: only the state is of interest here
type StateOf<T> = T extends Step<any, infer S, any> ? S : never;

export interface Step<W extends Fields = Fields, S extends State = State, N extends Needs = Needs> {
  readonly id: StepId;
  readonly needs: N;
  /** There is exactly one of these. While it does not exist, nothing that needs it is read. */
  readonly single?: true;
  /** Told as a part of the like-named thing of that step while that one is not in order itself. */
  readonly partOf?: StepId;
  /** Not worth a line while it is in order. */
  readonly quiet?: true;
  /** Settles when it is known what is wanted, where AWS has to be asked about that. The step is not used before. */
  readonly ready?: Promise<unknown>;
  /** Everything that is wanted, by name. Only these fields are ever compared or touched. */
  readonly want: ReadonlyMap<Key, W>;
  /** What is wanted besides, as it follows from the needed things and from what was found: known once those are. */
  also?(found: Found<N>, key: Key, state: S | undefined): Fields;
  /** The things of needed steps without which this one thing cannot be made; the single ones go without saying. */
  buildsOn?(key: Key): readonly { readonly step: StepId; readonly key: Key }[];
  /** Earlier steps that this one needs nothing of, but that write first. */
  readonly follows?: readonly StepId[];
  /**
   * Finds what exists today with the cheapest calls: every wanted thing among `keys`, and what else was seen on the
   * way. A read may foresee what follows from what is about to happen to the things of earlier steps.
   */
  read(aws: AwsReader, found: Found<N>, keys: ReadonlySet<Key>, planned: Planned): Promise<States<S>>;
  /** Makes one thing, bare or complete; what is missing comes back as drift. Implied: it comes with what it needs. */
  readonly create: ByHand | 'implied' | ((aws: AwsWriter, found: Found<N>, key: Key, want: W) => Promise<void>);
  /** Puts one thing right. Absent: its fields cannot differ. */
  readonly update?:
    | ByHand
    | ((aws: AwsWriter, found: Found<N>, key: Key, state: S, drift: readonly Drift[], want: W) => Promise<void>);
  /** AWS goes on working after it has answered a write, so a lost answer takes longer to come to light. */
  readonly background?: true;
  /** Asks AWS about something that was written and does not show; throws the Problem that AWS has with it. */
  explain?(aws: AwsReader, found: Found<N>, key: Key): Promise<void>;
  /** How many are written side by side. */
  readonly sideBySide?: number;
  /** Things of one lane are written one after the other, whatever else goes on. */
  lane?(key: Key): string;
}

/** What is about to happen to the things of an earlier step; waits until that is known. */
export type Planned = (step: StepId) => Promise<Actions>;
