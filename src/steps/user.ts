import type { Page } from '../aws/call.ts';
import { createUser, findUser, type User, type UserFields, updateUser, userPage } from '../aws/identity-store.ts';
import type { Fields, State, Step } from '../engine/step.ts';
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
  const wanted = new Map(users.map((user) => [user.userName.toLowerCase(), user.userName]));
  return {
    id: 'user',
    needs: { instance },
    want: new Map(users.map((user) => [user.userName, wantOf(user)])),
    async read(aws, found, keys) {
      const at = found.instance;
      const all = await findAdaptively<User>(
        new Set([...keys].map((key) => key.toLowerCase())),
        (user) => user.userName.toLowerCase(),
        async (token) => (token === undefined && (await first())) || userPage(aws, at, token),
        (name) => findUser(aws, at, 'userName', wanted.get(name) ?? name),
        known,
        (done) => aws.tell({ id: 'reading', step: 'user', done }),
      );
      for (const user of all) {
        const wantedHere = wanted.has(user.userName.toLowerCase());
        if (wantedHere && user.external) aws.tell({ id: 'externalIdentities', name: user.userName });
      }
      // AWS tells user names apart without regard to letter case; the settings' spelling is the key.
      return new Map(all.map((user) => [wanted.get(user.userName.toLowerCase()) ?? user.userName, stateOf(user)]));
    },
    async create(aws, found, userName, want) {
      const displayName = want.displayName ?? `${want.givenName} ${want.familyName}`;
      try {
        await createUser(aws, found.instance, userName, { ...want, displayName });
      } catch (error) {
        if (!(error instanceof Problem) || error.id !== 'alreadyExists') throw error;
        const holder = await findUser(aws, found.instance, 'emails.value', want.email);
        if (holder === undefined || holder.userName.toLowerCase() === userName.toLowerCase()) throw error;
        throw new Problem('emailTaken', { email: want.email, userName, holder: holder.userName });
      }
    },
    async update(aws, found, userName, state, drift) {
      const fields = Object.fromEntries(drift.map((one) => [one.field, one.to])) as Partial<UserFields>;
      try {
        await updateUser(aws, found.instance, state.id, fields);
      } catch (error) {
        if (!(error instanceof Problem) || error.id !== 'alreadyExists') throw error;
        throw new Problem('emailTaken', { ...error.facts, email: fields.email, userName });
      }
    },
  };
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
