import { connect } from '../../src/aws/clients.ts';
import type { Note, Waiting } from '../../src/problem.ts';
import { virtualClock } from './clock.ts';

export interface Answer {
  readonly status?: number;
  /** AWS's name for what is wrong. */
  readonly code?: string;
  readonly message?: string;
  /** As text it is sent as it is. */
  readonly body?: object | string;
}

/** An AWS that gives these answers, one after the other, the last one for ever; what it was asked, and what was told. */
export function answering(...answers: readonly Answer[]) {
  const clock = virtualClock();
  const told: (Note | Waiting)[] = [];
  const asked: unknown[] = [];
  const handle = async ({ body: sent }: { body?: unknown }) => {
    const { status, code, message, body } = answers[Math.min(asked.length, answers.length - 1)] ?? {};
    const words = typeof sent === 'string' ? sent : new TextDecoder().decode(sent as Uint8Array | undefined);
    asked.push(words.startsWith('{') ? JSON.parse(words) : words);
    const isPage = typeof body === 'string' && body.startsWith('<html');
    const type = typeof body === 'string' ? `text/${isPage ? 'html' : 'xml'}` : 'application/json';
    const headers = { 'content-type': type, ...(code && { 'x-amzn-errortype': code }) };
    const text = typeof body === 'string' ? body : JSON.stringify(body ?? { message });
    const statusCode = status ?? (code === undefined ? 200 : 400);
    return { response: { statusCode, headers, body: new TextEncoder().encode(text) } };
  };
  const { reader, writer } = connect({
    clock,
    tell: (news) => told.push(news),
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    requestHandler: { handle },
  });
  return { reader, writer, clock, told, asked };
}

/** Where things are in it. */
export const AT = { arn: 'arn:aws:sso:::instance/ssoins-1', identityStoreId: 'd-1234567890', region: 'us-east-1' };
