import { createHash } from 'node:crypto';
import { AwsError } from '../error.ts';
import { derivedIds } from '../ids.ts';
import { type Context, type Operations, seconds, takes } from '../operation.ts';
import type { World } from '../world.ts';

/** Days that a registration lasts (seen; the API reference gives no number). */
const clientDays = 90;

/** Seconds that a device code lasts, and that a client leaves between two questions. */
const codeSeconds = 600;
const pollSeconds = 1;

interface Client {
  readonly clientId: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The public sign-in service (sso-oidc): anybody may call it, without credentials. */
export const signIn: Operations = {
  RegisterClient: takes<{ clientName: string; clientType: string }>((context, input) => {
    if (input.clientType !== 'public') {
      throw new AwsError('InvalidClientMetadataException', 'The client type must be public.');
    }
    const clientId = idsFor(context, `client ${input.clientName}`).word(22);
    const expiresAt = context.now + clientDays * 86_400_000;
    return {
      clientId,
      clientSecret: sealed({ clientId, expiresAt } satisfies Client),
      clientIdIssuedAt: Math.floor(seconds(context.now)),
      clientSecretExpiresAt: Math.floor(seconds(expiresAt)),
    };
  }),

  /** The wrong Region is not noticed here, but only in the browser (aws/aws-cli#5058). */
  StartDeviceAuthorization: takes<{ clientId: string; clientSecret: string; startUrl: string }>((context, input) => {
    if (!isClient(input, context.now)) throw new AwsError('InvalidClientException', 'Invalid client provided');
    const name = portalName(input.startUrl);
    if (name === undefined || !portalNames(context.world).includes(name)) {
      throw new AwsError('InvalidRequestException', 'Invalid start url provided');
    }
    const userCode = idsFor(context, `device ${input.clientId} ${name}`).userCode();
    const verificationUri = `https://device.sso.${context.region}.amazonaws.com/`;
    const expiresAt = context.now + codeSeconds * 1000;
    return {
      deviceCode: sealed({ clientId: input.clientId, portal: name, userCode, expiresAt }),
      userCode,
      verificationUri,
      verificationUriComplete: `${verificationUri}?user_code=${userCode}`,
      expiresIn: codeSeconds,
      interval: pollSeconds,
    };
  }),
};

function idsFor(context: Context, purpose: string) {
  return derivedIds(context.behaviour.seed, `${purpose} ${context.region} ${context.now}`);
}

/** Names that the service knows portals by: the ids and aliases of organization instances, and aliases of others. */
function portalNames(world: World): string[] {
  const active = world.instances.filter((one) => one.kind === 'organization' && one.status === 'ACTIVE');
  return [
    ...active.flatMap((one) => [one.identityStoreId, one.portal.alias ?? one.identityStoreId]),
    ...(world.foreignAliases ?? []),
  ];
}

/** `lemon` of `https://lemon.awsapps.com/start`, which may end in `/`, `#` or `/#/`; undefined: no address of a portal. */
function portalName(startUrl: string): string | undefined {
  return /^https:\/\/([a-z0-9-]+)\.awsapps\.com\/start\/?(#\/?)?$/i.exec(startUrl)?.[1]?.toLowerCase();
}

/** What the service must know again later travels with its caller, sealed, so that it is valid after a restart too. */
function sealed(content: object): string {
  const text = Buffer.from(JSON.stringify(content)).toString('base64url');
  return `${text}.${sealOf(text)}`;
}

function isClient(input: { clientId: string; clientSecret: string }, now: number): boolean {
  const [text = '', seal] = input.clientSecret.split('.');
  if (seal !== sealOf(text)) return false;
  const client = JSON.parse(Buffer.from(text, 'base64url').toString()) as Client;
  return client.clientId === input.clientId && client.expiresAt > now;
}

function sealOf(text: string): string {
  return createHash('sha256').update(`sso-oidc ${text}`).digest('base64url');
}
