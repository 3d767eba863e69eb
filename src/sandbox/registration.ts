import { AwsError } from './error.ts';
import { sealed, unsealed } from './seal.ts';

/** What RegisterClient takes, as far as it means anything here. */
export interface RegistrationInput {
  readonly clientName: string;
  readonly clientType: string;
  readonly scopes?: readonly string[];
  readonly redirectUris?: readonly string[];
  readonly grantTypes?: readonly string[];
  readonly issuerUrl?: string;
}

/** A registered client. It is sealed in its own id, because the sign-in page is told nothing else of it. */
export interface Client {
  /** Tells registrations apart. */
  readonly id: string;
  readonly name: string;
  /** The Region that it is registered in. */
  readonly region: string;
  readonly grantTypes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly issuerUrl?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';
export const codeGrant = 'authorization_code';
export const refreshGrant = 'refresh_token';

/** The scope that lets an application list accounts and fetch credentials (CLI user guide, cli-configure-sso). */
export const accountScope = 'sso:account:access';

/** What a client may do that has not said so: the device flow needs no grant types. */
const usualGrants = [deviceGrant, refreshGrant];

/** Checks a registration. What AWS does not spell out is as strict as OAuth allows (RFC 6749, RFC 8252). */
export function registrationOf(input: RegistrationInput): Omit<Client, 'id' | 'region' | 'expiresAt'> {
  const { clientName: name, grantTypes = usualGrants, redirectUris = [], scopes = [], issuerUrl } = input;
  if (input.clientType !== 'public') {
    throw new AwsError('InvalidClientMetadataException', 'The client type must be public.');
  }
  for (const grant of grantTypes) checkGrant(grant);
  for (const scope of scopes) {
    if (scope !== accountScope) throw new AwsError('InvalidScopeException', `Invalid scope provided: ${scope}`);
  }
  for (const uri of redirectUris) {
    if (!isRedirectUri(uri)) throw new AwsError('InvalidRedirectUriException', `Invalid redirect URI: ${uri}`);
  }
  const takesCodes = grantTypes.includes(codeGrant);
  // Seen in synfinatic/aws-sso-cli#1359.
  if (takesCodes && grantTypes.includes(deviceGrant) && scopes.length > 0) {
    throw new AwsError('InvalidScopeException', 'Invalid scope provided for these grant types');
  }
  if (takesCodes && redirectUris.length === 0) throw invalidRequest('redirectUris are needed for authorization_code');
  if (takesCodes && issuerUrl === undefined) throw invalidRequest('issuerUrl is needed for authorization_code');
  if (issuerUrl !== undefined && !isHttps(issuerUrl)) throw invalidRequest('Invalid issuer url provided');
  return { name, grantTypes, redirectUris, scopes, ...(issuerUrl !== undefined && { issuerUrl }) };
}

/** @throws AwsError for a grant type that the service does not have */
export function checkGrant(grant: string): void {
  if (![deviceGrant, codeGrant, refreshGrant].includes(grant)) {
    throw new AwsError('UnsupportedGrantTypeException', `Unsupported grant type: ${grant}`);
  }
}

/** The id and the secret that a client is given. */
export function credentialsOf(client: Client): { clientId: string; clientSecret: string } {
  const { id, expiresAt } = client;
  return { clientId: sealed('client', client), clientSecret: sealed('client secret', { id, expiresAt }) };
}

/** The client with that id; undefined when there is none any more. */
export function clientWithId(clientId: string | undefined, now: number): Client | undefined {
  const client = unsealed<Client>('client', clientId);
  return client !== undefined && client.expiresAt > now ? client : undefined;
}

/** @throws AwsError when id and secret do not belong together, or have lapsed */
export function clientOf(input: { clientId: string; clientSecret: string }, now: number): Client {
  const client = clientWithId(input.clientId, now);
  const secret = unsealed<{ id: string }>('client secret', input.clientSecret);
  if (client === undefined || secret?.id !== client.id) {
    throw new AwsError('InvalidClientException', 'Invalid client provided');
  }
  return client;
}

/** Whether the client registered that address; on this computer it may have any port (RFC 8252, 7.3). */
export function isRegistered(client: Client, redirectUri: string): boolean {
  if (!isRedirectUri(redirectUri)) return false;
  return client.redirectUris.some((one) => withoutPort(one) === withoutPort(redirectUri));
}

function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false;
  const { protocol, username } = new URL(text);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopbackUri(text)));
}

function isLoopbackUri(text: string): boolean {
  return ['127.0.0.1', '[::1]'].includes(new URL(text).hostname);
}

function withoutPort(text: string): string {
  const uri = new URL(text);
  if (uri.protocol === 'http:') uri.port = '';
  return uri.href;
}

function isHttps(text: string): boolean {
  return URL.canParse(text) && new URL(text).protocol === 'https:';
}

function invalidRequest(text: string): AwsError {
  return new AwsError('InvalidRequestException', text);
}
