import { AwsError } from './error.ts';
import { isPublic, models, type ServiceName, shapeOf } from './models.ts';

/** An HTTP request as the simulated AWS takes it: header names in lower case, the path with its query. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** A request that names an operation we have. */
export interface ParsedCall {
  readonly service: ServiceName;
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** The Region that an unsigned call is about, when its address does not say one. */
type RegionOf = (input: Readonly<Record<string, unknown>>) => string | undefined;

const serviceNames = Object.keys(models) as ServiceName[];

/** Which operation a request asks for, and how its answer has to look. Throws an AwsError with the service in it. */
export function parse(request: WireRequest, regionOf: RegionOf): ParsedCall {
  const { service, operation } = target(request);
  if (!isPublic(service)) {
    return { service, operation, region: signedRegion(request), input: inputOf(request, service, operation) };
  }
  const input = inputOf(request, service, operation);
  return { service, operation, region: hostRegion(request) ?? regionOf(input) ?? 'us-east-1', input };
}

/** The service by the operation's target, form, host or path; as far as it can be told. */
export function serviceOf(request: WireRequest): ServiceName | undefined {
  const prefix = request.headers['x-amz-target']?.split('.')[0];
  if (prefix !== undefined) return serviceNames.find((name) => models[name].targetPrefix === prefix);
  if (formOf(request).has('Action')) return 'sts';
  const host = publicHost.exec(request.headers.host ?? '')?.groups?.service?.toLowerCase();
  if (host !== undefined) return host === 'oidc' ? 'sso-oidc' : 'sso';
  return serviceNames.find((name) => restOperation(name, request) !== undefined);
}

function target(request: WireRequest): { service: ServiceName; operation: string } {
  const service = serviceOf(request);
  const operation = service && operationName(service, request);
  if (service === undefined || operation === undefined || !Object.hasOwn(models[service].operations, operation)) {
    if (service === 'sts') {
      throw new AwsError('InvalidAction', `Could not find operation ${operation} for version 2011-06-15`, {}, 400);
    }
    throw new AwsError('UnknownOperationException', 'The operation is not known.', {}, 400);
  }
  return { service, operation };
}

function operationName(service: ServiceName, request: WireRequest): string | undefined {
  switch (models[service].protocol) {
    case 'json':
      return request.headers['x-amz-target']?.split('.')[1];
    case 'query':
      return formOf(request).get('Action') ?? undefined;
    case 'rest-json':
      return restOperation(service, request);
  }
}

function restOperation(service: ServiceName, request: WireRequest): string | undefined {
  const path = request.path.split('?')[0] ?? '';
  // The operation for applications with IAM credentials (CreateTokenWithIAM) has the path of CreateToken.
  if (new URLSearchParams(request.path.split('?')[1]).has('aws_iam')) return undefined;
  const found = Object.entries(models[service].operations).find(
    ([, { uri, method = 'POST' }]) => uri !== undefined && path.endsWith(uri) && method === request.method,
  );
  return found?.[0];
}

/** The members of a Query request: in the body, or in the address for a GET. */
function formOf(request: WireRequest): URLSearchParams {
  const query = request.path.split('?')[1] ?? '';
  const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  return new URLSearchParams(isForm && request.body !== '' ? request.body : query);
}

/**
 * `oidc.eu-west-1.amazonaws.com` and `portal.sso.eu-west-1.amazonaws.com`, where the public services are (AWS General
 * Reference, IAM Identity Center endpoints).
 */
const publicHost = /^(?<service>oidc|portal\.sso)\.(?<region>[a-z0-9-]+)\.amazonaws\.com(:\d+)?$/i;

/** The Region of an unsigned request; undefined at one endpoint for all of AWS. */
function hostRegion(request: WireRequest): string | undefined {
  return publicHost.exec(request.headers.host ?? '')?.groups?.region;
}

/** Whether a host name only reaches this computer; anything else came through somebody's DNS. */
export function isLoopback(host: string | undefined): boolean {
  return host !== undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i.test(host);
}

/** The Region in the signature's credential scope: `Credential=AKID/20261123/eu-west-1/sso/aws4_request`. */
function signedRegion(request: WireRequest): string {
  const scope = /Credential=[^/]+\/\d{8}\/([^/]+)\/[^/]+\/aws4_request/.exec(request.headers.authorization ?? '');
  const region = scope?.[1];
  if (region === undefined) {
    throw new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', {}, 400);
  }
  return region;
}

/** The members of the input, wherever they travel. A member that is null counts as left out, as in AWS. */
function inputOf(request: WireRequest, service: ServiceName, operation: string): Record<string, unknown> {
  const { headers, query } = models[service].operations[operation] ?? {};
  return headers === undefined ? bodyOf(request, service) : locatedMembers(request, service, operation, headers, query);
}

/** Members in headers and in the query; there is no body then. */
function locatedMembers(
  request: WireRequest,
  service: ServiceName,
  operation: string,
  headers: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const asked = new URLSearchParams(request.path.split('?')[1]);
  const found = [
    ...Object.entries(headers).map(([member, name]) => [member, request.headers[name]] as const),
    ...Object.entries(query).map(([member, name]) => [member, asked.get(name) ?? undefined] as const),
  ].filter(([, text]) => text !== undefined);
  const members = shapeOf(service, models[service].operations[operation]?.input ?? '').members ?? {};
  const valueIn = (member: string, text = '') => {
    const isNumber = shapeOf(service, members[member] ?? '').type === 'integer' && /^-?\d+(\.\d+)?$/.test(text);
    return isNumber ? Number(text) : text;
  };
  return Object.fromEntries(found.map(([member, text]) => [member, valueIn(member, text)]));
}

function bodyOf(request: WireRequest, service: ServiceName): Record<string, unknown> {
  if (models[service].protocol === 'query' || request.body.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(request.body, (_key, member) => (member === null ? undefined : member));
  } catch {
    throw new AwsError('SerializationException', 'The body is not valid JSON.', {}, 400);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AwsError('SerializationException', 'The body must be a JSON object.', {}, 400);
  }
  return value as Record<string, unknown>;
}
