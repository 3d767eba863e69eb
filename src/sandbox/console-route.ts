import { type AwsConsole, consoleActions } from './console.ts';
import type { SimulatedAws } from './simulated-aws.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** Answers the private routes `/_sandbox/…`: the world, and what only the console can do. Undefined: another path. */
export function consoleRoute(aws: SimulatedAws, request: WireRequest): WireResponse | undefined {
  const path = request.path.split('?')[0] ?? '';
  if (!path.startsWith('/_sandbox/')) return undefined;
  if (request.headers.origin !== undefined) return json(403, { error: 'Not for web pages.' });
  if (path === '/_sandbox/world' && request.method === 'GET') return json(200, aws.world);
  const name = consoleActions.find((action) => path === `/_sandbox/console/${action}`);
  if (name === undefined || request.method !== 'POST')
    return json(404, { error: `${request.method} ${path} is not known.` });
  try {
    act(aws.console, name, bodyOf(request));
    return json(200, {});
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

function act(console: AwsConsole, name: (typeof consoleActions)[number], body: Record<string, unknown>): void {
  const enabled = body.permissionSetsEnabled;
  const options = typeof enabled === 'boolean' ? { permissionSetsEnabled: enabled } : {};
  switch (name) {
    case 'enableInstance':
      return console.enableInstance(text(body, 'region'), options);
    case 'enableInstanceSoon':
      return console.enableInstanceSoon(text(body, 'region'), optionalNumber(body, 'afterMs'), options);
    case 'setAlias':
      return console.setAlias(text(body, 'alias'));
    case 'setSendEmailOtp':
      if (typeof body.on !== 'boolean') throw new Error('"on" must be true or false.');
      return console.setSendEmailOtp(body.on);
    case 'setMfa':
      return console.setMfa(body);
    case 'setPassword':
      return console.setPassword(text(body, 'userName'));
  }
}

function bodyOf(request: WireRequest): Record<string, unknown> {
  const value: unknown = request.body === '' ? {} : JSON.parse(request.body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('The body must be a JSON object.');
  return value as Record<string, unknown>;
}

function text(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`"${name}" must be a text.`);
  return value;
}

function optionalNumber(body: Record<string, unknown>, name: string): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= 0)) throw new Error(`"${name}" must be a number of milliseconds.`);
  return value;
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
