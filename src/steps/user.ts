import type { Page } from '../aws/call.ts';
import type { AwsReader } from '../aws/clients.ts';
import { createUser, findUser, type User, type UserFields, updateUser, userPage } from '../aws/identity-store.ts';
import type { Instance } from '../aws/instances.ts';
import type { Fields, State, Step } from '../engine/step.ts';
import { sameName } from '../names.ts';
import { Problem } from '../problem.ts';
import type { UserSettings } from '../settings/settings.ts';
import { findAdaptively } from './adaptive.ts';
import { askedOnce } from './asked.ts';
import type { InstanceStep } from './instance.ts';

export interface UserState extends State {
  readonly id: string;
}
type Want = { email: string; givenName: string; familyName: string; displayName?: string };
export type UserStep = Step<Want, UserState, { instance: InstanceStep }>;

/**
 * Users of the identity store, by user name. AWS makes them without a password.
 *
 * @param asked the first page of all, where it has been asked for ahead
 */
export function userStep(
  instance: InstanceStep,
  users: readonly UserSettings[],
  asked?: Promise<Page<User> | undefined>,
): UserStep {
  const first = askedOnce(asked);
  const known = { pages: 0 };
  const want = new Map(users.map((user) => [user.userName, wantOf(user)]));
  const named = new Set(users.map(({ userName }) => sameName(userName)));
  return {
    id: 'user',
    needs: { instance },
    want,
    async read(aws, found, keys) {
      const at = found.instance;
      const all = await findAdaptively<User>(
        keys,
        (user) => user.userName,
        sameName,
        async (token) => (token === undefined && (await first())) || userPage(aws, at, token),
        (name) => findUser(aws, at, 'userName', name),
        known,
        (done) => aws.tell({ id: 'reading', step: 'user', done }),
      );
      for (const [name, user] of all) {
        if (want.has(name) && user.external) aws.tell({ id: 'externalIdentities', name: user.userName });
        if (want.has(name) && user.disabled) aws.tell({ id: 'userDisabled', name: user.userName });
      }
      return new Map([...all].map(([name, user]) => [name, stateOf(user)]));
    },
    async create(aws, found, userName, want) {
      const displayName = want.displayName ?? `${want.givenName} ${want.familyName}`;
      try {
        await createUser(aws, found.instance, userName, { ...want, displayName });
      } catch (error) {
        if (!isTaken(error) || (await findUser(aws, found.instance, 'userName', userName)) !== undefined) throw error;
        throw await emailTaken(aws, found.instance, userName, want.email, named);
      }
    },
    async update(aws, found, userName, state, drift, want) {
      const fields = Object.fromEntries(drift.map((one) => [one.field, one.to])) as Partial<UserFields>;
      try {
        await updateUser(aws, found.instance, state.id, fields);
      } catch (error) {
        if (!isTaken(error)) throw error;
        throw await emailTaken(aws, found.instance, userName, want.email, named);
      }
    },
  };
}

function isTaken(error: unknown): boolean {
  return error instanceof Problem && error.id === 'alreadyExists';
}

/**
 * Somebody has the address. Another user of the settings, where no two have the same, gives it up in the same run; the
 * user's own one was made by a call whose answer got lost. Both are worth another try.
 *
 * @param named the users of the settings
 */
async function emailTaken(
  aws: AwsReader,
  at: Instance,
  userName: string,
  email: string,
  named: ReadonlySet<string>,
): Promise<Problem> {
  const holder = await findUser(aws, at, 'emails.value', email);
  const unsure = holder === undefined || named.has(sameName(holder.userName));
  return new Problem('emailTaken', { email, userName, holder: holder?.userName }, { unsure });
}

function wantOf(user: UserSettings): Want {
  const { email, givenName, familyName, displayName } = user;
  return { email, givenName, familyName, ...(displayName === undefined ? {} : { displayName }) };
}

function stateOf(user: { id: string } & UserFields): UserState {
  const fields: Record<string, string | undefined> = {
    email: user.email,
    givenName: user.givenName,
    familyName: user.familyName,
    displayName: user.displayName,
  };
  return {
    id: user.id,
    fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Fields,
  };
}
