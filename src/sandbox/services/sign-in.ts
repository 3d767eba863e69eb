import { AwsError } from '../error.ts';
import { derivedIds } from '../ids.ts';
import { type Context, type Operations, seconds, takes } from '../operation.ts';
import { pollSeconds } from '../pace.ts';
import { portalAt } from '../portal-address.ts';
import {
  type Client,
  clientOf,
  credentialsOf,
  deviceGrant,
  type RegistrationInput,
  registrationOf,
} from '../registration.ts';
import { sealed } from '../seal.ts';
import { deviceWith, rememberDevice } from '../sign-in-memory.ts';

/** Days that a registration lasts (seen; the API reference gives no number). */
const clientDays = 90;

/** Seconds that a device code lasts. */
const codeSeconds = 600;

/** What a device code carries. */
export interface DeviceCode {
  readonly userCode: string;
  /** Of the registration. */
  readonly client: string;
  readonly region: string;
  readonly expiresAt: number;
}

/** The public sign-in service (sso-oidc): anybody may call it, without credentials. */
export const signIn: Operations = {
  RegisterClient: takes<RegistrationInput>((context, input) => {
    const id = idsFor(context, `client ${JSON.stringify(input)}`).word(22);
    const expiresAt = context.now + clientDays * 86_400_000;
    const client: Client = { id, ...registrationOf(input), region: context.region, expiresAt };
    const origin = context.pages ?? `https://oidc.${context.region}.amazonaws.com`;
    return {
      ...credentialsOf(client),
      clientIdIssuedAt: Math.floor(seconds(context.now)),
      clientSecretExpiresAt: Math.floor(seconds(expiresAt)),
      authorizationEndpoint: `${origin}/authorize`,
      tokenEndpoint: `${origin}/token`,
    };
  }),

  /** The wrong Region is not noticed here, but only in the browser (aws/aws-cli#5058). */
  StartDeviceAuthorization: takes<{ clientId: string; clientSecret: string; startUrl: string }>((context, input) => {
    const client = clientOf(input, context.now);
    if (!client.grantTypes.includes(deviceGrant)) {
      throw new AwsError('UnauthorizedClientException', 'The client is not registered for device codes.');
    }
    const portal = portalAt(context.world, input.startUrl);
    if (portal === undefined) throw new AwsError('InvalidRequestException', 'Invalid start url provided');
    const { region } = context;
    const userCode = freeUserCode(context, `device ${client.id} ${portal.startUrl}`);
    const expiresAt = context.now + codeSeconds * 1000;
    const about = { startUrl: portal.startUrl, ...(portal.instance && { instanceArn: portal.instance.arn }) };
    const device = { userCode, clientName: client.name, ...about, region, expiresAt, state: 'pending' as const };
    rememberDevice(context.world, device, context.now);
    const verificationUri =
      context.pages === undefined ? `https://device.sso.${region}.amazonaws.com/` : `${context.pages}/device`;
    return {
      deviceCode: sealed('device code', { userCode, client: client.id, region, expiresAt } satisfies DeviceCode),
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

/** A user code that no other device has. */
function freeUserCode(context: Context, purpose: string): string {
  const ids = idsFor(context, purpose);
  let userCode = ids.userCode();
  while (deviceWith(context.world, userCode) !== undefined) userCode = ids.userCode();
  return userCode;
}
