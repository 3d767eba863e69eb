import { createHash } from 'node:crypto';
import { AwsError } from '../error.ts';
import { derivedIds } from '../ids.ts';
import { byId } from '../keys.ts';
import { first } from '../lists.ts';
import { type Context, type Operations, takes } from '../operation.ts';
import {
  accountScope,
  type Client,
  checkGrant,
  clientOf,
  codeGrant,
  deviceGrant,
  refreshGrant,
} from '../registration.ts';
import { sealed, unsealed } from '../seal.ts';
import { deviceWith, instanceOf, isSpent, spend } from '../sign-in-memory.ts';
import type { Instance, World } from '../world.ts';
import type { DeviceCode } from './sign-in.ts';

/** Seconds of a portal session (user guide, user-interactive-sessions). */
const sessionSeconds = 8 * 3600;

/** What an authorization code carries. */
export interface AuthorizationCode extends Person {
  readonly id: string;
  /** Of the registration. */
  readonly client: string;
  readonly redirectUri: string;
  /** S256 of the verifier, base64url. */
  readonly challenge: string;
  readonly expiresAt: number;
}

/** What an access token carries. */
export interface AccessToken extends Person {
  /** Tells sessions apart: signing one out ends all its tokens. */
  readonly session: string;
  readonly expiresAt: number;
}

/** Who signed in, and where. */
interface Person {
  readonly instanceArn: string;
  readonly userId: string;
  readonly region: string;
}

interface RefreshToken extends AccessToken {
  readonly client: string;
}

interface TokenInput {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly grantType: string;
  readonly deviceCode?: string;
  readonly code?: string;
  readonly refreshToken?: string;
  readonly redirectUri?: string;
  readonly codeVerifier?: string;
}

/** Tokens for what a person agreed to (RFC 6749, RFC 7636, RFC 8628). */
export const tokens: Operations = {
  CreateToken: takes<TokenInput>((context, input) => {
    const client = clientOf(input, context.now);
    checkGrant(input.grantType);
    if (!client.grantTypes.includes(input.grantType)) {
      throw new AwsError('UnauthorizedClientException', `The client is not registered for ${input.grantType}.`);
    }
    if (input.grantType === deviceGrant) return forDevice(context, client, needed(input, 'deviceCode'));
    if (input.grantType === codeGrant) return forCode(context, client, input);
    return forRefresh(context, client, needed(input, 'refreshToken'));
  }),
};

function forDevice(context: Context, client: Client, text: string): object {
  const { world, now, region } = context;
  const code = unsealed<DeviceCode>('device code', text);
  if (code === undefined || code.client !== client.id || code.region !== region) throw invalidGrant();
  const id = `device ${code.userCode} ${code.expiresAt}`;
  if (isSpent(world, id)) throw invalidGrant();
  if (now >= code.expiresAt) throw new AwsError('ExpiredTokenException', 'The device code has expired.');
  const device = deviceWith(world, code.userCode);
  if (device === undefined || isElsewhere(instanceOf(world, device), region)) throw invalidGrant();
  if (device.state === 'denied') throw new AwsError('AccessDeniedException', 'The person refused.');
  if (device.state === 'pending') {
    if (context.pace.tooSoon(id, now)) throw new AwsError('SlowDownException', 'Slow down.');
    throw new AwsError('AuthorizationPendingException', 'Nobody has answered yet.');
  }
  const person = { instanceArn: device.instanceArn ?? '', userId: device.userId ?? '', region };
  checkPerson(world, person);
  spend(world, id, code.expiresAt, now);
  return answer(context, client, person, idOfSession(context, id));
}

/** A code is good once, for who asked for it, where it was sent to (RFC 6749, 4.1.3; RFC 7636, 4.6). */
function forCode(context: Context, client: Client, input: TokenInput): object {
  const { world, now } = context;
  const code = unsealed<AuthorizationCode>('authorization code', needed(input, 'code'));
  const [redirectUri, verifier] = [needed(input, 'redirectUri'), needed(input, 'codeVerifier')];
  if (code === undefined || code.client !== client.id || code.region !== context.region) throw invalidGrant();
  if (now >= code.expiresAt || isSpent(world, code.id)) throw invalidGrant();
  if (code.redirectUri !== redirectUri || code.challenge !== challengeOf(verifier)) throw invalidGrant();
  checkPerson(world, code);
  spend(world, code.id, code.expiresAt, now);
  return answer(context, client, code, idOfSession(context, code.id));
}

/** A refresh token lasts as long as its client, unless the session is signed out. */
function forRefresh(context: Context, client: Client, text: string): object {
  const token = unsealed<RefreshToken>('refresh token', text);
  if (token === undefined || token.client !== client.id || token.region !== context.region) throw invalidGrant();
  if (context.now >= token.expiresAt || isSpent(context.world, token.session)) throw invalidGrant();
  checkPerson(context.world, token);
  return answer(context, client, token, token.session);
}

function answer(context: Context, client: Client, { instanceArn, userId, region }: Person, session: string): object {
  const person = { instanceArn, userId, region, session };
  const accessToken: AccessToken = { ...person, expiresAt: context.now + sessionSeconds * 1000 };
  const refreshToken: RefreshToken = { ...person, client: client.id, expiresAt: client.expiresAt };
  const isRefreshable = client.scopes.includes(accountScope) && client.grantTypes.includes(refreshGrant);
  return {
    accessToken: sealed('access token', accessToken),
    tokenType: 'Bearer',
    expiresIn: sessionSeconds,
    ...(isRefreshable && { refreshToken: sealed('refresh token', refreshToken) }),
  };
}

/** Instance and user must still be there, the instance in the Region that is asked. */
function checkPerson(world: World, person: Person): void {
  const instance = instanceOf(world, person);
  const user = instance && first(instance.users, byId, person.userId);
  if (user === undefined || isElsewhere(instance, person.region)) throw invalidGrant();
}

function isElsewhere(instance: Instance | undefined, region: string): boolean {
  return instance !== undefined && instance.region !== region;
}

function idOfSession(context: Context, code: string): string {
  return derivedIds(context.behaviour.seed, `session ${code} ${context.now}`).uuid();
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function needed(input: TokenInput, name: 'deviceCode' | 'code' | 'refreshToken' | 'redirectUri' | 'codeVerifier') {
  const value = input[name];
  if (value === undefined || value === '') throw new AwsError('InvalidRequestException', `${name} is missing.`);
  return value;
}

function invalidGrant(): AwsError {
  return new AwsError('InvalidGrantException', 'Invalid grant provided');
}
