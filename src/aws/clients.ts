import { AccountClient } from '@aws-sdk/client-account';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient, type SSOAdminClientConfig } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import type { InitializeMiddleware } from '@smithy/types';
import type { Clock } from '../clock.ts';
import { type Note, Problem, type Waiting } from '../problem.ts';
import { Limits } from './limits.ts';

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
  /** Hears of every call: action, Region, milliseconds, and AWS's error code or `ok`. Never what was sent. */
  readonly trace?: Trace;
}

export type Trace = (call: { action: string; region: string; ms: number; outcome: string }) => void;

type AwsCredentials = NonNullable<SSOAdminClientConfig['credentials']>;

/** AWS for those who only look. Its clients refuse, when they are about to send it, every operation that is not a look. */
export interface AwsReader {
  readonly clock: Clock;
  readonly limits: Limits;
  readonly signal: AbortSignal | undefined;
  readonly tell: (news: Note | Waiting) => void;
  readonly trace: Trace;
  /** Region that the global services are signed for. */
  readonly globalRegion: string;
  readonly sts: STSClient;
  readonly account: AccountClient;
  readonly organizations: OrganizationsClient;
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

export function connect(connection: Connection): Aws {
  const limits = new Limits(connection.clock);
  return {
    reader: clientsFor(connection, limits, refuseWrites),
    writer: { ...clientsFor(connection, limits, (client) => client), mayWrite: true },
    writes: () => limits.writes,
  };
}

const NETWORK = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true } as const;

function clientsFor(connection: Connection, limits: Limits, prepare: <C extends AnyClient>(client: C) => C): AwsReader {
  const globalRegion = globalRegionFor(connection.region);
  const sts = prepare(new STSClient(configFor(connection, globalRegion)));
  // One chain of credentials and one pool of connections for all of them.
  const shared = { credentials: sts.config.credentials, requestHandler: sts.config.requestHandler };
  const config = (region: string) => ({ ...configFor(connection, region), ...shared });
  return {
    clock: connection.clock,
    limits,
    signal: connection.signal,
    tell: connection.tell,
    trace: connection.trace ?? (() => {}),
    globalRegion,
    sts,
    account: prepare(new AccountClient(config(globalRegion))),
    organizations: prepare(new OrganizationsClient(config(globalRegion))),
    ssoAdmin: oncePer((region) => prepare(new SSOAdminClient(config(region)))),
    identityStore: oncePer((region) => prepare(new IdentitystoreClient(config(region)))),
  };
}

/** Asking again is the business of `call`, which knows deadlines and what may be asked twice. */
function configFor(connection: Connection, region: string) {
  return {
    region,
    maxAttempts: 1,
    requestHandler: connection.requestHandler ?? NETWORK,
    ...(connection.profile === undefined ? {} : { profile: connection.profile }),
    ...(connection.credentials === undefined ? {} : { credentials: connection.credentials }),
  };
}

/** STS in us-east-1 tells wrong keys from a Region that is not enabled; other partitions have no us-east-1. */
function globalRegionFor(region: string | undefined): string {
  return region !== undefined && /^(cn|us-gov|eusc)-/.test(region) ? region : 'us-east-1';
}

/** What the clients of all services have in common here. */
interface AnyClient {
  readonly middlewareStack: { add(middleware: never, options: { step: 'initialize'; name: string }): void };
}

const LOOKS = /^(Describe|List|Get|Is)[A-Z]/;

/** Whether the operation only looks. */
export function isLook(operation: string): boolean {
  return LOOKS.test(operation);
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

function oncePer<C>(make: (region: string) => C): (region: string) => C {
  const made = new Map<string, C>();
  return (region) => {
    const client = made.get(region) ?? make(region);
    made.set(region, client);
    return client;
  };
}
