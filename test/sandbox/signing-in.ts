import { createHash } from 'node:crypto';
import { anInstance, type clients, never } from './helpers.ts';

export const accountScope = 'sso:account:access';
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
export const callback = 'http://127.0.0.1/oauth/callback';
export const prod = '222233334444';
const verifier = 'v'.repeat(64);

/** The code challenge that belongs to `verifier`. */
export const challenge = createHash('sha256').update(verifier).digest('base64url');

type Oidc = ReturnType<typeof clients>['oidc'];
type Registration = Omit<Parameters<Oidc['registerClient']>[0], 'clientName' | 'clientType'>;

export async function registered(oidc: Oidc, more: Registration = {}) {
  const asked = { clientName: 'sso-setup', clientType: 'public', ...more };
  const { clientId = never(), clientSecret = never() } = await oidc.registerClient(asked);
  return { clientId, clientSecret };
}

/** A portal with the user kim, who has a password, is in Admins, and may be Admin in the management account. */
export async function aPerson(options: Parameters<typeof anInstance>[0] = {}) {
  const made = anInstance(options);
  const { aws, oidc, IdentityStoreId, management } = made;
  const [set, group, UserId] = [await made.newSet(), await made.newGroup(), await made.newUser('kim')];
  await made.store.createGroupMembership({ IdentityStoreId, GroupId: group, MemberId: { UserId } });
  await made.assign(set, group);
  aws.console.setPassword('kim');
  const startUrl = `https://${IdentityStoreId}.awsapps.com/start`;
  /** A device code for that client, and what asks for its token. */
  const begin = async (more: Registration = {}, by = oidc) => {
    const client = await registered(by, more);
    const begun = await by.startDeviceAuthorization({ ...client, startUrl });
    const userCode = begun.userCode ?? never();
    const token = (asked = by) =>
      asked.createToken({ ...client, grantType: deviceGrant, deviceCode: begun.deviceCode });
    return { client, userCode, begun, token };
  };
  /** Tokens of a device that kim approved. */
  const signedIn = async (more: Registration = { scopes: [accountScope] }) => {
    const { client, userCode, token } = await begin(more);
    aws.portal.approveDevice(userCode, 'kim');
    const { accessToken = never(), refreshToken } = await token();
    return { client, accessToken, refreshToken };
  };
  /** A client for authorization codes, its query for the page, and what asks for the token. */
  const withCodes = async (more: Registration = {}, by = oidc) => {
    const grantTypes = ['authorization_code', 'refresh_token'];
    const asked = { grantTypes, redirectUris: [callback], issuerUrl: startUrl, scopes: [accountScope], ...more };
    const client = await registered(by, asked);
    const redirectUri = 'http://127.0.0.1:51234/oauth/callback';
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: redirectUri,
      state: 'the state',
      code_challenge: challenge,
      code_challenge_method: 'S256',
      scopes: accountScope,
    });
    const redeem = (code: string, other: Partial<Parameters<Oidc['createToken']>[0]> = {}, from = by) =>
      from.createToken({
        ...client,
        grantType: 'authorization_code',
        code,
        redirectUri,
        codeVerifier: verifier,
        ...other,
      });
    return { client, query, redeem };
  };
  return { ...made, set, group, UserId, management, startUrl, begin, signedIn, withCodes };
}

/** The code with which the browser is sent back. */
export function codeIn(address: string): string {
  return new URL(address).searchParams.get('code') ?? never();
}
