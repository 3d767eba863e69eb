import { type Assigned, assignedTo, userNameOf } from '../assigned.ts';
import { AwsError } from '../error.ts';
import { byArn, byId } from '../keys.ts';
import { first } from '../lists.ts';
import { type Context, type Operations, takes } from '../operation.ts';
import { page } from '../page.ts';
import { roleCredentials } from '../role-session.ts';
import { unsealed } from '../seal.ts';
import { instanceOf, isSpent, spend } from '../sign-in-memory.ts';
import type { Instance, User } from '../world.ts';
import type { AccessToken } from './tokens.ts';

/** Milliseconds for which a signed-out session is known: longer than any of its tokens lasts. */
const signedOutMs = 91 * 86_400_000;

interface ListInput {
  readonly accessToken: string;
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/** The access portal (sso): who has a token of the sign-in service sees the person's accounts and gets credentials. */
export const accessPortal: Operations = {
  ListAccounts: takes<ListInput>((context, input) => {
    const accounts = new Set(assignedIn(context, input.accessToken).map((one) => one.account));
    const { items, nextToken } = pageOf(context, input, [...accounts], byId);
    const accountList = items.map(({ id, name, email }) => ({ accountId: id, accountName: name, emailAddress: email }));
    return { accountList, nextToken };
  }),

  /** Role names are those of the permission sets. An account without any is refused (chosen). */
  ListAccountRoles: takes<ListInput & { accountId: string }>((context, input) => {
    const { accountId } = input;
    checkAccountId(accountId);
    const own = assignedIn(context, input.accessToken).filter((one) => one.account.id === accountId);
    if (own.length === 0) throw noAccess();
    const { items, nextToken } = pageOf(context, input, own, (one) => byArn(one.set));
    return { roleList: items.map(({ set }) => ({ roleName: set.name, accountId })), nextToken };
  }),

  GetRoleCredentials: takes<{ accessToken: string; accountId: string; roleName: string }>((context, input) => {
    checkAccountId(input.accountId);
    const { instance, user } = sessionOf(context, input.accessToken);
    const found = assignedIn(context, input.accessToken).find(
      (one) => one.account.id === input.accountId && one.set.name === input.roleName,
    );
    if (found === undefined || context.now < found.since + context.behaviour.portalLagMs) throw noAccess();
    const userName = userNameOf(user);
    return { roleCredentials: roleCredentials(instance, found.set, found.account.id, userName, context.now) };
  }),

  Logout: takes<{ accessToken: string }>((context, input) => {
    const { session } = sessionOf(context, input.accessToken);
    spend(context.world, session, context.now + signedOutMs, context.now);
    return {};
  }),
};

function assignedIn(context: Context, accessToken: string): Assigned[] {
  const { instance, user } = sessionOf(context, accessToken);
  return assignedTo(context.world, instance, user.id);
}

/** Whose session it is; a token of another Region is as unknown as one that has lapsed or was signed out. */
function sessionOf(
  context: Context,
  accessToken: string,
): { instance: Instance; user: Readonly<User>; session: string } {
  const { world, now, region } = context;
  const token = unsealed<AccessToken>('access token', accessToken);
  const instance = token && instanceOf(world, token);
  const user = instance && first(instance.users, byId, token?.userId ?? '');
  const isGood = token !== undefined && now < token.expiresAt && !isSpent(world, token.session);
  if (!isGood || instance === undefined || user === undefined || token.region !== region) {
    throw new AwsError('UnauthorizedException', 'Session token not found or invalid');
  }
  return { instance, user, session: token.session };
}

function pageOf<T>(
  context: Context,
  { maxResults, nextToken }: ListInput,
  items: readonly T[],
  key: (one: T) => string,
) {
  const asked = {
    ...(maxResults !== undefined && { MaxResults: maxResults }),
    ...(nextToken && { NextToken: nextToken }),
  };
  const { items: answered, NextToken } = page(context, asked, items, key);
  return { items: answered, nextToken: NextToken };
}

function checkAccountId(id: string): void {
  if (!/^\d{12}$/.test(id)) throw new AwsError('InvalidRequestException', 'The account id must have twelve digits.');
}

/** Not in the model, but what the portal says (aws/aws-sam-cli#2129). */
function noAccess(): AwsError {
  return new AwsError('ForbiddenException', 'No access', {}, 403);
}
