import { validation } from '../error.ts';
import { type Context, type Operations, seconds, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Instance, User } from '../world.ts';
import { arnOf, bareId, callerName, checkRevision, duplicate, isReserved, missing, newId, storeOf } from './store.ts';
import { type AttributeOperation, applyToUser, emailOf, requireAttributes } from './user-attributes.ts';

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
    store.users.push(user);
    return { IdentityStoreId: store.identityStoreId, ...idsOf(user), Revision: String(user.revision) };
  }),

  UpdateUser: takes<UserInput & { Operations: AttributeOperation[] }>((context, input) => {
    const { store, user } = findUser(context, input);
    checkRevision(user.revision, input.Revision);
    for (const operation of input.Operations) applyToUser(user, operation);
    requireAttributes(user.attributes);
    checkUnique(store, user);
    user.revision++;
    user.updatedAt = context.now;
    user.updatedBy = callerName(context.world);
    return { IdentityStoreId: store.identityStoreId, ...idsOf(user), Revision: String(user.revision) };
  }),

  DescribeUser: takes<UserInput>((context, input) => {
    const { store, user } = findUser(context, input);
    return description(store, user, input.Extensions);
  }),

  GetUserId: takes<{ IdentityStoreId: string; AlternateIdentifier: Alternate }>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const isWanted = matcher(input.AlternateIdentifier);
    const user = store.users.find(isWanted);
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
    const found = store.users.filter(
      (one) => filter === undefined || nameOf(one) === filter.AttributeValue.toLowerCase(),
    );
    const { items, NextToken } = page(context, input, found, (one) => one.id);
    return { Users: items.map((one) => description(store, one, input.Extensions)), NextToken };
  }),

  /** The user's memberships go too; assignments stay, with an id that nobody has (error catalogue, row 39). */
  DeleteUser: takes<UserInput>((context, input) => {
    const { store, user } = findUser(context, input);
    checkRevision(user.revision, input.Revision);
    store.users = store.users.filter((one) => one !== user);
    store.memberships = store.memberships.filter((one) => one.userId !== user.id);
    return {};
  }),
};

function findUser(context: Context, input: UserInput): { store: Instance; user: User } {
  const store = storeOf(context, input.IdentityStoreId);
  const user = store.users.find((one) => one.id === bareId(input.UserId));
  if (user === undefined) throw missing('USER', 'USER not found.', input.UserId);
  return { store, user };
}

/** User names are unique without regard to letter case, e-mail addresses too. */
function checkUnique(store: Instance, user: User): void {
  const name = String(user.attributes.UserName);
  if (isReserved(name)) throw validation('This user name is reserved.');
  const others = store.users.filter((one) => one !== user);
  if (others.some((one) => nameOf(one) === nameOf(user))) throw duplicate('Duplicate UserName');
  const email = emailOf(user);
  if (email !== undefined && others.some((one) => emailOf(one) === email)) throw duplicate('Duplicate Email');
}

/** The unique attributes of users are `userName` and `emails.value` (API reference, GetUserId). */
function matcher(alternate: Alternate): (user: User) => boolean {
  const { UniqueAttribute, ExternalId } = alternate;
  if (UniqueAttribute === undefined) {
    return (user) =>
      user.externalIds?.some((one) => one.Issuer === ExternalId?.Issuer && one.Id === ExternalId.Id) === true;
  }
  const value = String(UniqueAttribute.AttributeValue).toLowerCase();
  const path = UniqueAttribute.AttributePath;
  if (path.toLowerCase() === 'username') return (user) => nameOf(user) === value;
  if (path.toLowerCase() === 'emails.value') return (user) => emailOf(user) === value;
  throw validation(`The attribute ${path} is not a unique attribute`);
}

function nameOf(user: User): string {
  return String(user.attributes.UserName).toLowerCase();
}

function idsOf(user: User) {
  return { UserId: user.id, UserArn: arnOf('user', user.id) };
}

function description(store: Instance, user: User, extensions: readonly string[] = []) {
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
