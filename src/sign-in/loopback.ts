import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CALLBACK_PATH } from '../aws/sign-in.ts';
import { Problem } from '../problem.ts';

/** What the browser brings back. */
export interface Callback {
  /** Where the sign-in service sends it: on this computer only. */
  readonly redirectUri: string;
  /** Rejects with Problem signInRefused, portalElsewhere or signInFailed, as the service says. */
  readonly code: Promise<string>;
  close(): void;
}

/** The page that the browser shows when it has come back. */
export type CallbackPage = (how: 'done' | 'failed') => {
  readonly title: string;
  readonly text: string;
  readonly lang: string;
};

/**
 * Waits on 127.0.0.1, at any free port, for the browser to come back from the sign-in service (RFC 8252, 7.3). Only the
 * first answer that carries our `state` counts; whatever else knocks learns nothing.
 */
export async function awaitCallback(state: string, page: CallbackPage): Promise<Callback> {
  const { promise: code, resolve, reject } = deferred<string>();
  // Whoever closes without waiting has no use for the reason.
  code.catch(() => undefined);
  const server = createServer((request, response) => {
    const query = queryOf(request, port(server));
    if (query === undefined || !isSame(query.get('state') ?? '', state)) return answer(response, 404, '');
    const granted = query.get('code');
    answer(response, 200, htmlOf(page(granted === null ? 'failed' : 'done')));
    if (granted === null) reject(refusal(query));
    else resolve(granted);
  });
  await new Promise<void>((ready, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', ready);
  });
  return {
    redirectUri: `http://127.0.0.1:${port(server)}${CALLBACK_PATH}`,
    code,
    close() {
      server.close();
      // The page was sent; a browser that keeps its connection open is not waited for.
      server.closeIdleConnections();
      setTimeout(() => server.closeAllConnections(), 500).unref();
    },
  };
}

function port(server: ReturnType<typeof createServer>): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}

/** Undefined for everything that is not the way back: another path, method, or name for this computer (DNS rebinding). */
function queryOf({ method, url = '', headers }: IncomingMessage, at: number): URLSearchParams | undefined {
  const [path, query = ''] = url.split('?', 2);
  const isOurs = method === 'GET' && path === CALLBACK_PATH && headers.host === `127.0.0.1:${at}`;
  return isOurs ? new URLSearchParams(query) : undefined;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** `error` and `error_description` (RFC 6749, 4.1.2.1). */
function refusal(query: URLSearchParams): Problem {
  const code = query.get('error') ?? 'no code';
  const facts = { code, detail: query.get('error_description') ?? undefined };
  if (code === 'access_denied') return new Problem('signInRefused', facts);
  return new Problem(code === 'invalid_grant' ? 'portalElsewhere' : 'signInFailed', facts);
}

function htmlOf({ title, text, lang }: ReturnType<CallbackPage>): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`;
  return `<!doctype html><html lang="${lang}"><head>${head}<style>${STYLE}</style></head><body><main><h1>${title}</h1><p>${text}</p></main></body></html>`;
}

const STYLE =
  ':root{color-scheme:light dark}body{font:1.1rem/1.5 system-ui,sans-serif;margin:0;display:grid;place-items:center;min-height:100vh}main{max-width:32rem;padding:1rem}';

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    connection: 'close',
  });
  response.end(body);
}

function deferred<T>() {
  let resolve: (value: T) => void = () => {};
  let reject: (reason: unknown) => void = () => {};
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
