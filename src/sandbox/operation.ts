import type { Behaviour } from './behaviour.ts';
import type { Ids } from './ids.ts';
import type { ServiceName } from './models.ts';
import type { Pace } from './pace.ts';
import type { RoleSession } from './role-session.ts';
import type { World } from './world.ts';

/** What an operation may use. */
export interface Context {
  /** For a write, a copy that takes the world's place when the operation succeeds; for a read, perhaps an older state. */
  readonly world: World;
  readonly service: ServiceName;
  readonly operation: string;
  /** The Region that was asked; when an unsigned request does not say it, the one that it is about. */
  readonly region: string;
  /** Where a browser finds the pages of signing in; undefined: at AWS's own addresses. */
  readonly pages: string | undefined;
  /** Whose temporary credentials signed the call; undefined: the caller of the world. */
  readonly session: RoleSession | undefined;
  readonly pace: Pace;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly ids: Ids;
  readonly behaviour: Behaviour;
}

/** Carries one operation out and gives its answer. The input keeps to the model already. */
export type Operation = (context: Context, input: Readonly<Record<string, unknown>>) => object;

export type Operations = Readonly<Record<string, Operation>>;

/** An operation whose input has this type; the check against the model stands behind the cast. */
export function takes<Input>(run: (context: Context, input: Input) => object): Operation {
  return (context, input) => run(context, input as Input);
}

/** Milliseconds to the epoch seconds of answers. */
export function seconds(milliseconds: number): number {
  return milliseconds / 1000;
}

/**
 * How an operation touches the world: `read` may lag behind; `poll` asks for the state of an asynchronous request,
 * which is always up to date and moves it on, or of all; everything else is a `write`. Signing in and out changes nothing in any
 * account: a `poll` where something has to be remembered, else a `read`.
 */
export function kindOf(operation: string): 'read' | 'poll' | 'write' {
  if (operation === 'RegisterClient') return 'read';
  if (['StartDeviceAuthorization', 'CreateToken', 'Logout'].includes(operation)) return 'poll';
  if (/^(Describe|List).*(CreationStatus|DeletionStatus|ProvisioningStatus)$/.test(operation)) return 'poll';
  return /^(Describe|List|Get|Is)/.test(operation) ? 'read' : 'write';
}
