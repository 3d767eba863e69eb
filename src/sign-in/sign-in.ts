import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { AwsReader } from '../aws/clients.ts';
import { isRegionName } from '../aws/region-name.ts';
import {
  portalKnower,
  type SignInClient,
  type SignInService,
  type SignInToken,
  signInService,
} from '../aws/sign-in.ts';
import { Problem, Stopped } from '../problem.ts';
import type { Screen, SignInPage } from '../screen.ts';
import { codeOf } from '../whole-file.ts';
import { awaitCallback, type Callback } from './loopback.ts';

/** A portal to sign in at. */
export interface PortalPlace {
  readonly startUrl: string;
  readonly region: string;
  /** The address follows from what AWS showed: there is no need to ask whether it is one. */
  readonly derived: boolean;
}

/** A sign-in that succeeded, and what it takes to renew it. */
export interface SignIn {
  readonly token: SignInToken;
  readonly client: SignInClient;
}

interface Tools {
  readonly aws: AwsReader;
  readonly screen: Screen;
  /** Hears that a person is asked to sign in. */
  readonly waiting: (page: SignInPage) => void;
}

/** A person has ten minutes, as in the AWS CLI; milliseconds. */
const PATIENCE = 600_000;

/**
 * Signs a person in at a portal, as an application of theirs that they allow in the browser: one on this computer, which
 * comes back by itself (authorization code with PKCE, RFC 7636), or one anywhere, where they compare a code (RFC 8628).
 *
 * @throws Problem portalUnknown, portalElsewhere, signInRefused, signInExpired or signInFailed; Stopped
 */
export async function signIn(portal: PortalPlace, via: SignInPage['via'], tools: Tools): Promise<SignIn> {
  const { startUrl: url, region, derived } = portal;
  // What is no name of a host would end in the middle of one.
  if (!isRegionName(region)) throw new Problem('portalUnknown', { url, region, reason: 'region' });
  const service = signInService(tools.aws, region);
  if (via === 'device') return onDevice(service, portal, tools);
  // In the browser an unknown address is a page that never comes back.
  if (!derived && !(await portalKnower(service)(url))) throw new Problem('portalUnknown', { url, region });
  const state = randomUUID();
  tools.aws.secrets.keep(state);
  const callback = await awaitCallback(state, tools.screen.callbackPage).catch(unlessSystem);
  // Where there is no 127.0.0.1 the browser cannot come back.
  return callback === undefined
    ? onDevice(service, portal, tools)
    : inBrowser(service, portal, { callback, state }, tools);
}

function unlessSystem(error: unknown): undefined {
  if (codeOf(error) === undefined) throw error;
}

async function inBrowser(
  service: SignInService,
  { startUrl }: PortalPlace,
  { callback, state }: { callback: Callback; state: string },
  tools: Tools,
): Promise<SignIn> {
  const { aws } = tools;
  try {
    const verifier = randomBytes(48).toString('base64url');
    aws.secrets.keep(verifier);
    const client = await service.registerForBrowser(startUrl);
    const { redirectUri } = callback;
    const untilMs = aws.clock.now() + PATIENCE;
    begin({ via: 'browser', url: authorizeUrl(client, redirectUri, state, verifier), untilMs }, tools);
    const code = await inTime(callback.code, aws);
    return { token: await service.tokenForCode(client, { code, verifier, redirectUri }), client };
  } finally {
    callback.close();
  }
}

/** What somebody gives within ten minutes. */
async function inTime<T>(given: Promise<T>, { clock, signal }: AwsReader): Promise<T> {
  const over = new AbortController();
  const both = AbortSignal.any([over.signal, ...(signal === undefined ? [] : [signal])]);
  const late = clock.sleep(PATIENCE, both).then(() => Promise.reject(new Problem('signInExpired')));
  try {
    return await Promise.race([given, late]);
  } finally {
    late.catch(() => undefined);
    over.abort(new Stopped());
  }
}

/** `scopes`, in the plural, is this service's own (seen in the AWS CLI, SSOTokenFetcherAuth). */
function authorizeUrl(client: SignInClient, redirectUri: string, state: string, verifier: string): string {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    state,
    code_challenge_method: 'S256',
    scopes: 'sso:account:access',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  return `${client.authorizeUrl}?${query}`;
}

async function onDevice(service: SignInService, { startUrl }: PortalPlace, tools: Tools): Promise<SignIn> {
  const { aws } = tools;
  const client = await service.registerForDevice();
  const { deviceCode, userCode, url, expiresIn, interval } = await service.startDevice(client, startUrl);
  const untilMs = aws.clock.now() + Math.min(PATIENCE, expiresIn * 1000);
  begin({ via: 'device', url, userCode, startUrl, untilMs }, tools);
  for (let everyMs = interval * 1000; ; ) {
    await aws.clock.sleep(everyMs, aws.signal);
    if (aws.clock.now() >= untilMs) throw new Problem('signInExpired');
    const token = await service.tokenForDevice(client, deviceCode);
    if (token === 'slowDown') everyMs += 5_000;
    else if (token !== 'pending') return { token, client };
  }
}

function begin(page: SignInPage, { screen, waiting }: Tools): void {
  waiting(page);
  screen.signIn(page);
}
