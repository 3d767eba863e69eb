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
    acts[name](aws.console, bodyOf(request));
    return json(200, {});
  } catch (error) {
    return json(400, { error: error instanceof Error ? error.message : String(error) });
  }
}

type Body = Readonly<Record<string, unknown>>;

const acts: Readonly<Record<(typeof consoleActions)[number], (console: AwsConsole, body: Body) => void>> = {
  enableInstance: (console, body) => console.enableInstance(text(body, 'region'), toggles(body)),
  enableInstanceSoon: (console, body) =>
    console.enableInstanceSoon(text(body, 'region'), optionalNumber(body, 'afterMs'), toggles(body)),
  setAlias: (console, body) => console.setAlias(text(body, 'alias')),
  setSendEmailOtp: (console, body) => console.setSendEmailOtp(flag(body, 'on')),
  setMfa: (console, body) => console.setMfa(body),
  setPassword: (console, body) => console.setPassword(text(body, 'userName')),
};

function toggles(body: Body): { permissionSetsEnabled?: boolean } {
  const name = 'permissionSetsEnabled';
  return body[name] === undefined ? {} : { permissionSetsEnabled: flag(body, name) };
}

function flag(body: Body, name: string): boolean {
  const value = body[name];
  if (typeof value !== 'boolean') throw new Error(`"${name}" must be true or false.`);
  return value;
}

function bodyOf(request: WireRequest): Body {
  const value: unknown = request.body === '' ? {} : JSON.parse(request.body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error('The body must be a JSON object.');
  return value as Body;
}

function text(body: Body, name: string): string {
  const value = body[name];
  if (typeof value !== 'string') throw new Error(`"${name}" must be a text.`);
  return value;
}

function optionalNumber(body: Body, name: string): number | undefined {
  const value = body[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= 0)) throw new Error(`"${name}" must be a number of milliseconds.`);
  return value;
}

function json(status: number, body: object): WireResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
