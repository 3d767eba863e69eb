import { AccountClient } from '@aws-sdk/client-account';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient, type SSOAdminClientConfig } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { getSmithyContext } from '@smithy/core/transport';
import type { DeserializeMiddleware, InitializeMiddleware } from '@smithy/types';
import type { Clock } from '../clock.ts';
import { type Note, Problem, type Waiting } from '../problem.ts';
import type { Trace, WritesInFlight } from '../trace.ts';
import { InProgress } from './in-progress.ts';
import { Limits } from './limits.ts';
import { Secrets } from './secrets.ts';
import { Silence } from './silence.ts';
import { Slots } from './slots.ts';

/** How to reach AWS. Everything that is left out is found as every AWS tool finds it. */
export interface Connection {
  readonly clock: Clock;
  readonly tell: (news: Note | Waiting) => void;
  readonly profile?: string;
  /** Where global services are asked from; decides the partition. */
  readonly region?: string;
  readonly credentials?: AwsCredentials;
  /** The simulated AWS instead of the network. */
  readonly requestHandler?: NonNullable<SSOAdminClientConfig['requestHandler']>;
  /** Ends waits and stops new calls. */
  readonly signal?: AbortSignal;
  /** Fires when nobody waits for any answer: calls that are under way are dropped. */
  readonly ended?: AbortSignal;
  readonly trace?: Trace;
  /** Holds the writes that are under way, while they are. */
  readonly inFlight?: WritesInFlight;
}

type AwsCredentials = NonNullable<SSOAdminClientConfig['credentials']>;

/** AWS for those who only look. Its clients refuse, when they are about to send it, every operation that is not a look. */
export interface AwsReader {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly silence: Silence;
  /** For assignments that AWS works on in the background. */
  readonly slots: Slots;
  readonly inProgress: InProgress;
  readonly signal: AbortSignal | undefined;
  readonly tell: (news: Note | Waiting) => void;
  readonly trace: Trace;
  readonly inFlight: WritesInFlight;
  /** What must not be shown. */
  readonly secrets: Secrets;
  /** The profile that was named, when credentials come from there. */
  readonly profile: string | undefined;
  /** Region that the global services are signed for. */
  readonly globalRegion: string;
  /** Clients are made when they are first asked for. */
  sts(): STSClient;
  account(): AccountClient;
  organizations(): OrganizationsClient;
  ssoAdmin(region: string): SSOAdminClient;
  identityStore(region: string): IdentitystoreClient;
}

/** AWS for those who change it. A reader is not a writer: passing one where this is asked for does not compile. */
export interface AwsWriter extends AwsReader {
  readonly mayWrite: true;
}

/** A place that only looks, and one that may write; both share credentials, connections and the pace of calls. */
export interface Aws {
  readonly reader: AwsReader;
  readonly writer: AwsWriter;
  /** How many writes were sent so far. */
  writes(): number;
}

/** CreateAccountAssignment requests that AWS has under way at once (user guide, limits); some accounts have fewer. */
const MOST_ASSIGNMENTS = 15;

export function connect(connection: Connection): Aws {
  const limits = new Limits(connection.clock);
  const shared: Shared = {
    clock: connection.clock,
    limits,
    silence: new Silence(),
    slots: new Slots(connection.clock, MOST_ASSIGNMENTS),
    inProgress: new InProgress(connection.clock, connection.signal),
    signal: connection.signal,
    tell: clockOnce(connection.tell),
    trace: connection.trace ?? (() => {}),
    inFlight: connection.inFlight ?? new Set(),
    secrets: new Secrets(process.env),
    profile: connection.credentials === undefined ? connection.profile || process.env.AWS_PROFILE : undefined,
  };
  const globalRegion = globalRegionFor(connection.region);
  const config = configsFor(connection, globalRegion);
  const reading = <C extends AnyClient>(client: C) => refuseWrites(learnSecrets(client, shared.secrets));
  const writing = <C extends AnyClient>(client: C) => learnSecrets(client, shared.secrets);
  return {
    reader: { ...shared, ...clientsFor(globalRegion, config, reading) },
    writer: { ...shared, ...clientsFor(globalRegion, config, writing), mayWrite: true },
    writes: () => limits.writes,
  };
}

/** What reader and writer have together. */
type Shared = Pick<
  AwsReader,
  | 'clock'
  | 'limits'
  | 'silence'
  | 'slots'
  | 'inProgress'
  | 'signal'
  | 'tell'
  | 'trace'
  | 'inFlight'
  | 'secrets'
  | 'profile'
>;

/** Every client finds out by itself that the clock is off. */
function clockOnce(tell: Connection['tell']): Connection['tell'] {
  let told = false;
  return (news) => {
    if (news.id !== 'clockOff' || !told) tell(news);
    told ||= news.id === 'clockOff';
  };
}

/** Three questions in a row that nobody answers are over within half a minute; milliseconds. */
const NETWORK = { connectionTimeout: 5_000, requestTimeout: 9_000, throwOnRequestTimeout: true } as const;

type Config = Pick<SSOAdminClientConfig, 'region' | 'maxAttempts' | 'requestHandler' | 'profile' | 'credentials'>;

/** What a client for a Region is made from: one chain of credentials for all, and one pool of connections that stay open. */
function configsFor(connection: Connection, globalRegion: string): (region: string) => Config {
  const first = once(() => {
    const { config } = new STSClient(configFor(connection, globalRegion));
    connection.ended?.addEventListener('abort', () => config.requestHandler.destroy?.(), { once: true });
    return config;
  });
  return (region) => {
    const { credentials, requestHandler } = first();
    return { ...configFor(connection, region), credentials, requestHandler };
  };
}

/** Asking again is the business of `call`, which knows deadlines and what may be asked twice. */
function configFor(connection: Connection, region: string): Config {
  return {
    region,
    maxAttempts: 1,
    requestHandler: connection.requestHandler ?? NETWORK,
    ...(connection.profile === undefined ? {} : { profile: connection.profile }),
    ...(connection.credentials === undefined ? {} : { credentials: connection.credentials }),
  };
}

function clientsFor(
  globalRegion: string,
  config: (region: string) => Config,
  prepare: <C extends AnyClient>(client: C) => C,
): Omit<AwsReader, keyof Shared> {
  return {
    globalRegion,
    sts: once(() => prepare(new STSClient(config(globalRegion)))),
    account: once(() => prepare(new AccountClient(config(globalRegion)))),
    organizations: once(() => prepare(new OrganizationsClient(config(globalRegion)))),
    ssoAdmin: oncePer((region) => prepare(new SSOAdminClient(config(region)))),
    identityStore: oncePer((region) => prepare(new IdentitystoreClient(config(region)))),
  };
}

/** STS in us-east-1 tells wrong keys from a Region that is not enabled; other partitions have no us-east-1. */
function globalRegionFor(region: string | undefined): string {
  return region !== undefined && /^(cn|us-gov|eusc)-/.test(region) ? region : 'us-east-1';
}

/** What the clients of all services have in common here. */
interface AnyClient {
  readonly middlewareStack: {
    add(middleware: never, options: { step: 'initialize'; name: string }): void;
    add(middleware: never, options: { step: 'deserialize'; name: string }): void;
  };
}

const LOOKS = /^(Describe|List|Get|Is)[A-Z]/;
/** Of the public sign-in service, which belongs to no account. */
const SIGN_IN = new Set(['RegisterClient', 'StartDeviceAuthorization', 'CreateToken']);

/** Whether the operation leaves everything in AWS accounts as it is. */
export function isLook(operation: string): boolean {
  return LOOKS.test(operation) || SIGN_IN.has(operation);
}

function refuseWrites<C extends AnyClient>(client: C): C {
  const refuse: InitializeMiddleware<object, object> = (next, context) => (args) => {
    const operation = String(context.commandName).replace(/Command$/, '');
    if (!isLook(operation)) throw new Problem('writeRefused', { operation });
    return next(args);
  };
  client.middlewareStack.add(refuse as never, { step: 'initialize', name: 'refuseWrites' });
  return client;
}

/** Remembers what every call is signed with, wherever it came from, so that it can be kept out of sight. */
function learnSecrets<C extends AnyClient>(client: C, secrets: Secrets): C {
  const learn: DeserializeMiddleware<object, object> = (next, context) => (args) => {
    const { selectedHttpAuthScheme } = getSmithyContext(context) as { selectedHttpAuthScheme?: { identity?: object } };
    secrets.learn(selectedHttpAuthScheme?.identity ?? {});
    return next(args);
  };
  client.middlewareStack.add(learn as never, { step: 'deserialize', name: 'learnSecrets' });
  return client;
}

function once<C>(make: () => C): () => C {
  const makeFor = oncePer(make);
  return () => makeFor('');
}

function oncePer<C>(make: (region: string) => C): (region: string) => C {
  const made = new Map<string, C>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}
