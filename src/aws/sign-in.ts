import {
  CreateTokenCommand,
  type CreateTokenCommandInput,
  RegisterClientCommand,
  type RegisterClientCommandInput,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from '@aws-sdk/client-sso-oidc';
import { Problem } from '../problem.ts';
import { secondsIn, textIn, timeIn } from './answered.ts';
import { call } from './call.ts';
import type { AwsReader } from './clients.ts';

/** A registration of this tool with the sign-in service of a Region. */
export interface SignInClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** Where the person agrees, for those who sign in through a browser. */
  readonly authorizeUrl: string;
}

/** A sign-in that was begun for a device without a browser. */
export interface DeviceCode {
  readonly deviceCode: string;
  /** What the person compares. */
  readonly userCode: string;
  readonly url: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly interval: number;
}

/** What a sign-in gives. */
export interface SignInToken {
  readonly accessToken: string;
  readonly refreshToken?: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** The one right that is asked for: to see one's accounts and to get credentials for them (AWS CLI user guide). */
const SCOPES = ['sso:account:access'];
/** The loopback address without a port: the port is whichever is free (RFC 8252, 7.3; seen in the AWS CLI). */
export const CALLBACK_PATH = '/oauth/callback';
const CALLBACK = `http://127.0.0.1${CALLBACK_PATH}`;

/**
 * The public sign-in service (sso-oidc) of a Region: anybody may call it, without credentials, and nothing in any account
 * changes by it. Its functions throw Problem: portalUnknown, portalElsewhere, signInExpired, signInRefused, or what is
 * wrong with the network.
 */
export interface SignInService {
  /** For a sign-in through a browser on this computer. */
  registerForBrowser(startUrl: string): Promise<SignInClient>;
  registerForDevice(): Promise<SignInClient>;
  startDevice(client: SignInClient, startUrl: string): Promise<DeviceCode>;
  tokenForCode(
    client: SignInClient,
    proof: { code: string; verifier: string; redirectUri: string },
  ): Promise<SignInToken>;
  /** `pending`: the person has not answered yet; `slowDown`: asked too often. */
  tokenForDevice(client: SignInClient, deviceCode: string): Promise<SignInToken | 'pending' | 'slowDown'>;
}

export function signInService(aws: AwsReader, region: string): SignInService {
  const client = new SSOOIDCClient({ region, maxAttempts: 1, requestHandler: aws.sts().config.requestHandler });
  const register = async (more: Partial<RegisterClientCommandInput>) => {
    const command = new RegisterClientCommand({ clientName: 'sso-setup', clientType: 'public', ...more });
    const answer = await asked(call(aws, 'oidc:RegisterClient', region, () => client.send(command)));
    const [clientId, clientSecret] = [textIn(answer.clientId), textIn(answer.clientSecret)];
    aws.secrets.keep(clientSecret);
    const authorizeUrl = textIn(answer.authorizationEndpoint) || `https://oidc.${region}.${domainOf(region)}/authorize`;
    return { clientId, clientSecret, expiresAt: timeIn(Number(answer.clientSecretExpiresAt) * 1000), authorizeUrl };
  };
  const token = async (input: Omit<CreateTokenCommandInput, 'clientId' | 'clientSecret'>, by: SignInClient) => {
    const { clientId, clientSecret } = by;
    const command = new CreateTokenCommand({ clientId, clientSecret, ...input });
    const send = () => client.send(command).catch(unlessSlowDown);
    const answer = await asked(call(aws, 'oidc:CreateToken', region, send));
    if (answer === 'slowDown') return answer;
    const [accessToken, refreshToken] = [textIn(answer.accessToken), textIn(answer.refreshToken)];
    aws.secrets.keep(accessToken, refreshToken);
    const expiresAt = aws.clock.now() + secondsIn(answer.expiresIn, 0) * 1000;
    return { accessToken, expiresAt, ...(refreshToken ? { refreshToken } : {}) };
  };
  return {
    registerForBrowser: (startUrl) =>
      register({
        grantTypes: ['authorization_code', 'refresh_token'],
        redirectUris: [CALLBACK],
        issuerUrl: startUrl,
        scopes: SCOPES,
      }).catch(asUnknown(startUrl)),
    registerForDevice: () => register({ scopes: SCOPES }),
    async startDevice({ clientId, clientSecret }, startUrl) {
      const command = new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl });
      const asking = call(aws, 'oidc:StartDeviceAuthorization', region, () => client.send(command));
      const answer = await asked(asking).catch(asUnknown(startUrl));
      const [deviceCode, userCode] = [textIn(answer.deviceCode), textIn(answer.userCode)];
      const url = textIn(answer.verificationUriComplete) || textIn(answer.verificationUri);
      aws.secrets.keep(deviceCode);
      // 10 minutes, and every 5 seconds, where nothing is said (RFC 8628, 3.2).
      const [expiresIn, interval] = [secondsIn(answer.expiresIn, 600), secondsIn(answer.interval, 5)];
      return { deviceCode, userCode, url, expiresIn, interval };
    },
    async tokenForCode(by, { code, verifier, redirectUri }) {
      aws.secrets.keep(code, verifier);
      const proof = { grantType: 'authorization_code', code, codeVerifier: verifier, redirectUri };
      const answer = await token(proof, by);
      if (answer === 'slowDown') throw new Problem('throttled', { operation: 'CreateToken', region });
      return answer;
    },
    async tokenForDevice(by, deviceCode) {
      try {
        return await token({ grantType: 'urn:ietf:params:oauth:grant-type:device_code', deviceCode }, by);
      } catch (error) {
        if (error instanceof Problem && error.facts.code === 'AuthorizationPendingException') return 'pending';
        throw error;
      }
    },
  };
}

/** Whether the public sign-in service of a Region knows the address of a portal. */
export type KnowsPortal = (startUrl: string) => Promise<boolean>;

/**
 * Asks whether an address is a portal's: a sign-in can be begun for addresses that the service knows, and others are
 * refused. Nothing is sent to anybody, and what was begun lapses after ten minutes (API reference,
 * StartDeviceAuthorization). A known address need not be ours: only a sign-in proves that.
 *
 * The returned function throws Problem when the service cannot be asked.
 */
export function portalKnower(service: SignInService): KnowsPortal {
  let registered: Promise<SignInClient> | undefined;
  return async (startUrl) => {
    registered ??= service.registerForDevice();
    try {
      await service.startDevice(await registered, startUrl);
      return true;
    } catch (error) {
      if (error instanceof Problem && error.id === 'portalUnknown') return false;
      registered = undefined;
      throw error;
    }
  };
}

/** What the sign-in service says, in words of ours (RFC 6749, 5.2, and RFC 8628, 3.5). */
const MEANINGS = {
  InvalidGrantException: 'portalElsewhere',
  ExpiredTokenException: 'signInExpired',
  AccessDeniedException: 'signInRefused',
} as const;

async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const id = MEANINGS[error.facts.code as keyof typeof MEANINGS];
    throw id === undefined ? error : new Problem(id, error.facts, { cause: error });
  }
}

/** All else in the request is what this service gave. */
function asUnknown(url: string) {
  return (error: unknown): never => {
    const isUnknown = error instanceof Problem && error.facts.code === 'InvalidRequestException';
    throw isUnknown ? new Problem('portalUnknown', { ...error.facts, url }, { cause: error }) : error;
  };
}

/** The next question has to wait longer than a repeated call would. */
function unlessSlowDown(error: unknown): 'slowDown' {
  if (error instanceof Error && error.name === 'SlowDownException') return 'slowDown';
  throw error;
}

/** Where a Region's services are (AWS General Reference, endpoints of the partitions). */
function domainOf(region: string): string {
  if (region.startsWith('cn-')) return 'amazonaws.com.cn';
  return region.startsWith('eusc-') ? 'amazonaws.eu' : 'amazonaws.com';
}
