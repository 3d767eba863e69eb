import type { AwsReader } from '../aws/clients.ts';
import { type AccessPortal, accessPortal } from '../aws/portal.ts';
import type { AwsFiles } from '../aws-files.ts';
import { Problem } from '../problem.ts';
import type { Screen, SignedIn, SignInPage } from '../screen.ts';
import { codeOf } from '../whole-file.ts';
import type { Goal } from './goal.ts';
import { type SignIn, signIn } from './sign-in.ts';
import { cacheTime, keepToken } from './token-cache.ts';

interface Tools {
  readonly aws: AwsReader;
  readonly screen: Screen;
  /** Where the token is kept for the AWS CLI and the SDKs; without them it is not. */
  readonly files: AwsFiles | undefined;
  readonly waiting: (page: SignInPage) => void;
}

/**
 * Signs in at the portal, and proves that the access works: AWS is asked, with credentials that the portal gives, who
 * they belong to. The token is kept for the AWS CLI and the SDKs; the credentials nowhere.
 *
 * @throws Problem notAssigned, foreignPortal, or what stops a sign-in; Stopped
 */
export async function signInAndProve(
  goal: Goal,
  via: SignInPage['via'],
  tools: Tools,
): Promise<Omit<SignedIn, 'sandbox'>> {
  const { aws, files } = tools;
  const { startUrl, region } = goal.portal;
  const done = await signIn(goal.portal, via, tools);
  const isKept = files !== undefined && isTokenKept(files, goal, done, aws);
  const portal = accessPortal(aws, region, done.token.accessToken);
  const access = await findAccess(portal, goal, aws);
  const { arn, account } = await portal.identityOf(access.credentials);
  if (account !== access.account) throw new Problem('notAssigned', { account: access.account, name: access.role });
  const expiresAt = cacheTime(done.token.expiresAt);
  const works = isKept && goal.account !== undefined && goal.permissionSet !== undefined ? goal.profile : undefined;
  const profile = works === undefined ? {} : { profile: works };
  return { arn, account, permissionSet: access.role, startUrl, region, expiresAt, ...profile };
}

/** Who cannot keep it has proved their access all the same. */
function isTokenKept(files: AwsFiles, goal: Goal, done: SignIn, { tell }: AwsReader): boolean {
  try {
    keep(files, goal, done);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    tell({ id: 'tokenNotKept', folder: files.tokens, code });
    return false;
  }
}

function keep(
  { tokens }: AwsFiles,
  { portal: { startUrl, region }, tokenName }: Goal,
  { token, client }: SignIn,
): void {
  keepToken(tokens, tokenName, {
    startUrl,
    region,
    accessToken: token.accessToken,
    expiresAt: cacheTime(token.expiresAt),
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    registrationExpiresAt: cacheTime(client.expiresAt),
    ...(token.refreshToken === undefined ? {} : { refreshToken: token.refreshToken }),
  });
}

/** A fresh assignment may need up to a minute until the portal gives credentials for it; milliseconds. */
const SPREADS_WITHIN = 60_000;
const EVERY = 2_000;

async function findAccess(portal: AccessPortal, goal: Goal, { clock, signal, tell }: AwsReader) {
  const started = clock.now();
  for (;;) {
    const found = await accessNow(portal, goal);
    if (found.credentials !== undefined) return found;
    const elapsedMs = clock.now() - started;
    const { account, name, ...missing } = found;
    if (elapsedMs >= SPREADS_WITHIN) throw new Problem('notAssigned', { account, name, ...missing });
    const key = [name, account].filter(Boolean).join(', ');
    tell({ id: 'working', step: 'assignment', key, elapsedMs });
    await clock.sleep(EVERY, signal);
  }
}

/** Credentials for what is wanted; otherwise what is missing, and what is there instead. */
async function accessNow(portal: AccessPortal, { account: wanted, permissionSet, portal: at }: Goal) {
  const accounts = await portal.listAccounts().catch(asElsewhere(at));
  const account = wanted ?? accounts[0]?.id;
  const isListed = accounts.some(({ id }) => id === account);
  // A portal that is ours lists a new account when the assignment has spread.
  if (account !== undefined && accounts.length > 0 && !isListed && !at.derived) {
    const known = accounts.map(({ id, name }) => `${name} ${id}`.trim()).join(', ');
    throw new Problem('foreignPortal', { account, known, url: at.startUrl });
  }
  const roles = account === undefined || !isListed ? [] : await portal.listRoles(account);
  const role = permissionSet ?? roles[0];
  const isOffered = account !== undefined && role !== undefined && roles.includes(role);
  const credentials = isOffered ? await portal.roleCredentials(account, role) : undefined;
  if (account !== undefined && role !== undefined && credentials !== undefined) return { account, role, credentials };
  const missing = isOffered ? { reason: 'notYet' } : { known: roles.length === 0 ? undefined : roles.join(', ') };
  return { account, name: role, ...missing };
}

/** A token that was just given and is not known: it is good in another Region (error catalogue of the portal). */
function asElsewhere({ region }: Goal['portal']) {
  return (error: unknown): never => {
    const isUnknown = error instanceof Problem && error.facts.code === 'UnauthorizedException';
    throw isUnknown ? new Problem('portalElsewhere', { ...error.facts, region }, { cause: error }) : error;
  };
}
