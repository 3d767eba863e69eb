import { validation } from '../error.ts';
import { byEmail, byId, byMember, byUserName } from '../keys.ts';
import { added, all, first, removed, replaced } from '../lists.ts';
import { type Context, type Operations, seconds, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Instance, User } from '../world.ts';
import { arnOf, bareId, callerName, checkRevision, duplicate, isReserved, missing, newId, storeOf } from './store.ts';
import { type AttributeOperation, applyToUser, requireAttributes } from './user-attributes.ts';

interface UserInput {
  readonly IdentityStoreId: string;
  readonly UserId: string;
  readonly Revision?: string;
  /** Extensions to tell. */
  readonly Extensions?: string[];
}

interface Alternate {
  readonly UniqueAttribute?: { readonly AttributePath: string; readonly AttributeValue: unknown };
  readonly ExternalId?: { readonly Issuer: string; readonly Id: string };
}

/** Operations on users. */
export const users: Operations = {
  CreateUser: takes<{ IdentityStoreId: string; Extensions?: Record<string, unknown> }>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const { IdentityStoreId, Extensions, ...attributes } = input;
    requireAttributes(attributes);
    const user: User = {
      id: newId(context, store),
      revision: 1,
      attributes,
      extensions: Extensions ?? {},
      hasPassword: false,
      createdAt: context.now,
      updatedAt: context.now,
      createdBy: callerName(context.world),
      updatedBy: callerName(context.world),
    };
    checkUnique(store, user);
    store.users = added(store.users, user);
    return { IdentityStoreId: store.identityStoreId, ...idsOf(user), Revision: String(user.revision) };
  }),

  UpdateUser: takes<UserInput & { Operations: AttributeOperation[] }>((context, input) => {
    const { store, user: before } = findUser(context, input);
    checkRevision(before.revision, input.Revision);
    const user: User = structuredClone(before);
    for (const operation of input.Operations) applyToUser(user, operation);
    requireAttributes(user.attributes);
    checkUnique(store, user);
    user.revision++;
    user.updatedAt = context.now;
    user.updatedBy = callerName(context.world);
    store.users = replaced(store.users, before, user);
    return { IdentityStoreId: store.identityStoreId, ...idsOf(user), Revision: String(user.revision) };
  }),

  DescribeUser: takes<UserInput>((context, input) => {
    const { store, user } = findUser(context, input);
    return description(store, user, input.Extensions);
  }),

  GetUserId: takes<{ IdentityStoreId: string; AlternateIdentifier: Alternate }>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const user = userWith(store, input.AlternateIdentifier);
    if (user === undefined) throw missing('USER', 'USER not found.');
    return { IdentityStoreId: store.identityStoreId, ...idsOf(user) };
  }),

  ListUsers: takes<
    PageInput & {
      IdentityStoreId: string;
      Extensions?: string[];
      Filters?: { AttributePath: string; AttributeValue: string }[];
    }
  >((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const [filter] = input.Filters ?? [];
    if (filter !== undefined && filter.AttributePath !== 'UserName') {
      throw validation(`The attribute ${filter.AttributePath} cannot be used in a filter.`);
    }
    const found =
      filter === undefined ? store.users : all(store.users, byUserName, filter.AttributeValue.toLowerCase());
    const { items, NextToken } = page(context, input, found, byId);
    return { Users: items.map((one) => description(store, one, input.Extensions)), NextToken };
  }),

  /** The user's memberships go too; assignments stay, with an id that nobody has (error catalogue, row 39). */
  DeleteUser: takes<UserInput>((context, input) => {
    const { store, user } = findUser(context, input);
    checkRevision(user.revision, input.Revision);
    store.users = removed(store.users, [user]);
    store.memberships = removed(store.memberships, all(store.memberships, byMember, user.id));
    return {};
  }),
};

function findUser(context: Context, input: UserInput): { store: Instance; user: Readonly<User> } {
  const store = storeOf(context, input.IdentityStoreId);
  const user = first(store.users, byId, bareId(input.UserId));
  if (user === undefined) throw missing('USER', 'USER not found.', input.UserId);
  return { store, user };
}

/** User names are unique without regard to letter case, e-mail addresses too. */
function checkUnique(store: Instance, user: User): void {
  const name = String(user.attributes.UserName);
  if (isReserved(name)) throw validation('This user name is reserved.');
  const isOther = (one: Readonly<User>) => one.id !== user.id;
  if (all(store.users, byUserName, byUserName(user)).some(isOther)) throw duplicate('Duplicate UserName');
  const email = byEmail(user);
  if (email !== undefined && all(store.users, byEmail, email).some(isOther)) throw duplicate('Duplicate Email');
}

/** The unique attributes of users are `userName` and `emails.value` (API reference, GetUserId). */
function userWith(store: Instance, { UniqueAttribute, ExternalId }: Alternate): Readonly<User> | undefined {
  if (UniqueAttribute === undefined) {
    return store.users.find((user) =>
      user.externalIds?.some((one) => one.Issuer === ExternalId?.Issuer && one.Id === ExternalId.Id),
    );
  }
  const value = String(UniqueAttribute.AttributeValue).toLowerCase();
  const path = UniqueAttribute.AttributePath;
  if (path.toLowerCase() === 'username') return first(store.users, byUserName, value);
  if (path.toLowerCase() === 'emails.value') return first(store.users, byEmail, value);
  throw validation(`The attribute ${path} is not a unique attribute`);
}

function idsOf(user: Readonly<User>) {
  return { UserId: user.id, UserArn: arnOf('user', user.id) };
}

function description(store: Instance, user: Readonly<User>, extensions: readonly string[] = []) {
  const asked = Object.entries(user.extensions).filter(([name]) => extensions.includes(name));
  return {
    ...user.attributes,
    IdentityStoreId: store.identityStoreId,
    ...idsOf(user),
    ExternalIds: user.externalIds,
    UserStatus: 'ENABLED',
    Extensions: asked.length > 0 ? Object.fromEntries(asked) : undefined,
    Revision: String(user.revision),
    CreatedAt: seconds(user.createdAt),
    UpdatedAt: seconds(user.updatedAt),
    CreatedBy: user.createdBy,
    UpdatedBy: user.updatedBy,
  };
}
