import type { AwsError } from './error.ts';
import { models, type ServiceName } from './models.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** A good answer in the service's protocol. */
export function success(
  service: ServiceName,
  operation: string,
  output: object,
  request: WireRequest,
  requestId: string,
): WireResponse {
  if (models[service].protocol === 'query') {
    const members = Object.entries(output).map(([name, value]) => `<${name}>${escapeXml(String(value))}</${name}>`);
    const result = `<${operation}Result>${members.join('')}</${operation}Result>`;
    const metadata = `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`;
    return xml(
      200,
      `<${operation}Response xmlns="${stsNamespace}">${result}${metadata}</${operation}Response>`,
      requestId,
    );
  }
  return json(200, contentType(service, request), output, requestId);
}

/** An error answer in the service's protocol; without a service, as JSON. */
export function failure(
  service: ServiceName | undefined,
  error: AwsError,
  request: WireRequest,
  requestId: string,
): WireResponse {
  if (service === 'sts') {
    const detail = `<Type>Sender</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message>`;
    const body = `<ErrorResponse xmlns="${stsNamespace}"><Error>${detail}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`;
    return xml(error.status ?? 403, body, requestId);
  }
  const shape = service && models[service].shapes[error.code];
  const members = { ...messageMember(service, shape?.members, error.message), ...error.members };
  if (shape?.members?.RequestId !== undefined) members.RequestId = requestId;
  const answer = json(
    error.status ?? statusOf(error.code, shape?.status),
    contentType(service, request),
    service === 'sso-oidc' ? oauthError(error) : { __type: `${namespaceOf(service)}${error.code}`, ...members },
    requestId,
  );
  answer.headers['x-amzn-errortype'] = error.code;
  return answer;
}

/** The sign-in service answers as OAuth 2.0 does (RFC 6749, 5.2): `invalid_request` for InvalidRequestException. */
function oauthError(error: AwsError): object {
  const words = error.code.replace(/Exception$/, '').replace(/(?!^)[A-Z]/g, '_$&');
  return { error: words.toLowerCase(), error_description: error.message };
}

/** The portal names its errors in full. */
function namespaceOf(service: ServiceName | undefined): string {
  return service === 'sso' ? 'com.amazonaws.switchboard.portal#' : '';
}

/** The JSON services answer 400 for whatever the client did and 500 for what AWS did. */
function statusOf(code: string, modelled: number | undefined): number {
  if (code === 'InternalServerException' || code === 'ServiceException') return 500;
  return modelled ?? 400;
}

/** The model spells it `Message` or `message`; clients understand both. */
function messageMember(
  service: ServiceName | undefined,
  members: Readonly<Record<string, string>> | undefined,
  text: string,
): Record<string, unknown> {
  const isSmall = service === 'sso' || (members !== undefined && 'message' in members);
  return isSmall ? { message: text } : { Message: text };
}

const stsNamespace = 'https://sts.amazonaws.com/doc/2011-06-15/';

function contentType(service: ServiceName | undefined, request: WireRequest): string {
  if (service !== undefined && models[service].protocol === 'rest-json') return 'application/json';
  const asked = /^application\/x-amz-json-1\.[01]/.exec(request.headers['content-type'] ?? '');
  return asked?.[0] ?? 'application/x-amz-json-1.1';
}

function json(status: number, type: string, body: object, requestId: string): WireResponse {
  return { status, headers: { 'content-type': type, 'x-amzn-requestid': requestId }, body: JSON.stringify(body) };
}

function xml(status: number, body: string, requestId: string): WireResponse {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
