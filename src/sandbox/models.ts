import data from './models.json' with { type: 'json' };

/** The services that are simulated, by the name AWS's models give them. */
export type ServiceName =
  | 'sso-admin'
  | 'identitystore'
  | 'organizations'
  | 'account'
  | 'freetier'
  | 'sts'
  | 'sso-oidc'
  | 'sso';

/** One shape of an AWS API model, as in botocore's service files. */
export interface Shape {
  readonly type: 'structure' | 'list' | 'map' | 'string' | 'integer' | 'long' | 'double' | 'boolean' | 'timestamp';
  /** Member name to shape name; of a structure. */
  readonly members?: Readonly<Record<string, string>>;
  readonly required?: readonly string[];
  readonly union?: boolean;
  /** Any JSON value is allowed. */
  readonly document?: boolean;
  readonly sensitive?: boolean;
  /** Shape of a list's members. */
  readonly member?: string;
  /** Shapes of a map's keys and values. */
  readonly key?: string;
  readonly value?: string;
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** This timestamp travels as an ISO 8601 text; all others as epoch seconds. */
  readonly iso?: boolean;
  /** HTTP status of an error, where the model has one. */
  readonly status?: number;
}

/** One operation of a service. */
interface OperationModel {
  readonly input: string | null;
  readonly output: string | null;
  readonly errors: readonly string[];
  /** Path of a REST operation, and its method; left out: POST. */
  readonly uri?: string;
  readonly method?: 'GET';
  /** Members that travel as a header or in the query, under that name; all others are in the body. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
}

/** What is kept of one service's model: the simulated operations and the shapes they need. */
export interface ServiceModel {
  readonly protocol: 'json' | 'rest-json' | 'query';
  readonly targetPrefix?: string;
  readonly operations: Readonly<Record<string, OperationModel>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** AWS's own API models, cut down to what is simulated. */
export const models = data as unknown as Readonly<Record<ServiceName, ServiceModel>>;

/** Whether anybody may call the service, without credentials. */
export function isPublic(service: ServiceName): boolean {
  return service === 'sso-oidc' || service === 'sso';
}

/** The shape of that name; a missing one is a mistake in models.json. */
export function shapeOf(service: ServiceName, name: string): Shape {
  const shape = models[service].shapes[name];
  if (shape === undefined) throw new Error(`models.json: ${service} has no shape ${name}`);
  return shape;
}
