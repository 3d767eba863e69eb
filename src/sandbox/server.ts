import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consoleRoute } from './console-route.ts';
import { ConnectionLost } from './error.ts';
import type { Pages } from './pages/index.ts';
import type { SimulatedAws } from './simulated-aws.ts';
import { isLoopback, type WireRequest, type WireResponse } from './wire.ts';

/** Bytes that a request's body may have. */
const maxBody = 1024 * 1024;

/** A running HTTP front of the simulated AWS. */
export interface SandboxServer {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** A process that has nothing else to do ends all the same. */
  unref(): void;
  /** Stops listening and drops what is open. */
  close(): Promise<void>;
}

/** Serves the simulated AWS on 127.0.0.1 only, with pages for a browser. Port 0 takes any free port. */
export async function serve(aws: SimulatedAws, options: { port: number; pages?: Pages }): Promise<SandboxServer> {
  const server = createServer((request, response) => {
    answer(aws, options.pages, request, response).catch(() => response.destroy());
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    unref: () => server.unref(),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  aws: SimulatedAws,
  pages: Pages | undefined,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isLoopback(message.headers.host)) return send(response, plain(403, 'Only 127.0.0.1 and localhost.'));
  const body = await bodyOf(message);
  if (body === undefined) {
    response.setHeader('connection', 'close');
    return send(response, plain(413, 'The body is larger than 1 MB.'));
  }
  const request: WireRequest = {
    method: message.method ?? 'GET',
    path: message.url ?? '/',
    headers: Object.fromEntries(Object.entries(message.headers).map(([name, value]) => [name, [value].flat()[0]])),
    body,
  };
  const ownRoute = consoleRoute(aws, request);
  if (ownRoute !== undefined) return send(response, ownRoute);
  try {
    send(response, pages?.(request) ?? (await aws.handle(request)));
  } catch (error) {
    if (error instanceof ConnectionLost) message.socket.destroy();
    else send(response, plain(500, 'The simulated AWS failed.'));
  }
}

/** The body as text; undefined when it is too large. */
async function bodyOf(message: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size <= maxBody) chunks.push(bytes);
  }
  return size > maxBody ? undefined : Buffer.concat(chunks).toString('utf8');
}

function send(response: ServerResponse, answered: WireResponse): void {
  response.writeHead(answered.status, answered.headers).end(answered.body);
}

function plain(status: number, text: string): WireResponse {
  return { status, headers: { 'content-type': 'text/plain' }, body: `${text}\n` };
}
