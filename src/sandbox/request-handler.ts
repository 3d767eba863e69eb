import type { WireRequest, WireResponse } from './wire.ts';

/** The part of the SDK's HttpRequest that is used here. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The part of the SDK's HttpResponse that its deserializers use. */
interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/** Fits `requestHandler` of every AWS SDK v3 client. */
export interface SdkRequestHandler {
  readonly metadata: { readonly handlerProtocol: string };
  handle(request: SdkRequest, options?: { abortSignal?: unknown }): Promise<{ response: SdkResponse }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

/** Answers the SDK's requests in this process. */
export function sdkRequestHandler(
  answer: (request: WireRequest, signal?: AbortSignal) => Promise<WireResponse>,
): SdkRequestHandler {
  return {
    metadata: { handlerProtocol: 'http/1.1' },
    async handle(request, options) {
      const signal = options?.abortSignal instanceof AbortSignal ? options.abortSignal : undefined;
      if (signal?.aborted === true) throw abortError();
      const answered = await answer(wireRequest(request), signal).catch((error: unknown) => {
        throw signal?.aborted === true ? abortError() : error;
      });
      const { status, headers, body } = answered;
      return { response: { statusCode: status, headers, body: new TextEncoder().encode(body) } };
    },
    updateHttpClientConfig() {},
    httpHandlerConfigs: () => ({}),
  };
}

function wireRequest(request: SdkRequest): WireRequest {
  const headers = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) {
    for (const one of [value ?? []].flat()) query.append(name, one);
  }
  return {
    method: request.method,
    path: query.size === 0 ? request.path : `${request.path}?${query}`,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: textOf(request.body),
  };
}

/** The SDK hands a body over as text or as bytes. */
function textOf(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body;
  if (body instanceof Uint8Array) return new TextDecoder().decode(body);
  throw new TypeError('The simulated AWS takes bodies as text or bytes.');
}

/** What the SDK's own handlers reject with when the caller gives up. */
function abortError(): Error {
  return Object.assign(new Error('Request aborted'), { name: 'AbortError' });
}
