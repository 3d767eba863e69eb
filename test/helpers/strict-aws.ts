import { onTestFinished } from 'vitest';
import { type SimulatedAws, simulatedAws, type WireResponse, type World } from '../../src/sandbox/index.ts';
import { serve } from '../../src/sandbox/server.ts';

type Handle = SimulatedAws['handle'];
type Request = Parameters<Handle>[0];

/**
 * A real HTTP server in front of the simulated AWS, which looks at requests as AWS does before it answers them.
 *
 * @param look the answer, where the request is refused
 */
export async function aServer(
  world: World,
  look: (request: Request) => WireResponse | undefined | Promise<never>,
  ahead = 0,
) {
  const simulated = simulatedAws({ world });
  const handle: Handle = async (request, signal) => {
    const answer = (await look(request)) ?? (await simulated.handle(request, signal));
    return { ...answer, headers: { ...answer.headers, date: new Date(Date.now() + ahead).toUTCString() } };
  };
  const server = await serve({ ...simulated, handle }, { port: 0 });
  onTestFinished(() => server.close());
  return { url: server.url, simulated };
}

/** A server whose clock is `ahead` milliseconds ahead of ours, and that takes signatures of 5 minutes either way. */
export function aServerAt(ahead: number, world: World) {
  const refused: string[] = [];
  const look = (request: Request) => {
    const [, date = '', time = ''] = request.headers['x-amz-date']?.match(/^(\d{8})T(\d{6})Z$/) ?? [];
    const signed = Date.parse(
      `${date.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`,
    );
    if (Math.abs(signed - (Date.now() + ahead)) < 300_000) return undefined;
    refused.push(request.headers['x-amz-target'] ?? request.body);
    return refusal(
      request,
      'SignatureDoesNotMatch',
      `Signature ${ahead > 0 ? 'expired' : 'not yet current'}: ${date}T${time}Z`,
    );
  };
  return aServer(world, look, ahead).then((server) => ({ ...server, refused }));
}

/** An error answer in the protocol that was asked in. */
export function refusal({ headers }: Request, code: string, message: string): WireResponse {
  const requestId = '5f1c2d3e-0000-4a5b-8c6d-7e8f90a1b2c3';
  if (headers['x-amz-target'] === undefined) {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
    const body = `<ErrorResponse>${error}<RequestId>${requestId}</RequestId></ErrorResponse>`;
    return { status: 403, headers: { 'content-type': 'text/xml', 'x-amzn-requestid': requestId }, body };
  }
  const body = JSON.stringify({ __type: code, message });
  return {
    status: 400,
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': requestId },
    body,
  };
}
