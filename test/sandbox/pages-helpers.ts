import { request } from 'node:http';
import {
  pagesFor,
  type SandboxServer,
  type ScenarioName,
  scenarios,
  serve,
  simulatedAws,
} from '../../src/sandbox/index.ts';
import { fakePortal } from './fake-portal.ts';
import { clients, never } from './helpers.ts';

/** Running servers; whoever makes one closes them. */
const open: SandboxServer[] = [];

export async function closeAll(): Promise<void> {
  for (const server of open.splice(0)) await server.close();
}

/** A simulated AWS with its pages, over HTTP. */
export async function aSite(options: { scenario?: ScenarioName; callback?: string } = {}) {
  const aws = simulatedAws({ world: scenarios[options.scenario ?? 'enabled']() });
  const portal = fakePortal(aws, options.callback);
  const pages = pagesFor({ aws, portal });
  const server = await serve(aws, { port: 0, pages });
  open.push(server);
  const newUser = async (UserName: string, DisplayName = UserName) => {
    const { identityStoreId: IdentityStoreId, region } = aws.world.instances[0] ?? never();
    const Name = { GivenName: 'Minsu', FamilyName: 'Kim' };
    await clients(aws, region).store.createUser({ IdentityStoreId, UserName, DisplayName, Name });
  };
  return { aws, portal, pages, url: server.url, newUser, browser: (language = 'en') => aBrowser(server.url, language) };
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

interface Sent {
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly follow?: boolean;
}

/** What a browser does with cookies, forms and redirects, and no more. */
export function aBrowser(url: string, language = 'en') {
  const jar = new Map<string, string>();
  const host = new URL(url).host;

  async function ask(
    method: string,
    path: string,
    body: string,
    { headers = {}, follow = true }: Sent,
  ): Promise<Answer> {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const all = { host, accept: 'text/html', 'accept-language': language, cookie, ...headers };
    const answer = await send(url, method, path, withoutUndefined(all), body);
    for (const line of [answer.headers['set-cookie'] ?? []].flat()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (line.includes('Max-Age=0')) jar.delete(name);
      else jar.set(name, value);
    }
    const { location } = answer.headers;
    if (!follow || typeof location !== 'string' || !location.startsWith('/')) return answer;
    return ask('GET', location, '', {});
  }

  const get = (path: string, sent: Sent = {}) => ask('GET', path, '', sent);

  /** Sends a form of the page at `path`, which has it under this name of `act`. */
  async function submit(path: string, act: string, fields: Readonly<Record<string, string>>, sent: Sent = {}) {
    const { body } = await get(path);
    const form = formsOf(body).find((one) => one.fields.get('act') === act);
    if (form === undefined) throw new Error(`${path} has no form ${act}.`);
    return post(form.action, { token: form.fields.get('token') ?? '', act, ...fields }, sent);
  }

  const post = (path: string, fields: Readonly<Record<string, string>>, { headers, ...sent }: Sent = {}) =>
    ask('POST', path, new URLSearchParams(fields).toString(), {
      ...sent,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'null',
        'sec-fetch-site': 'same-origin',
        ...headers,
      },
    });

  return { jar, get, submit, post };
}

function send(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const call = request({ host: hostname, port, method, path, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

function withoutUndefined(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** The forms of a page with their hidden fields. */
function formsOf(body: string): { action: string; fields: Map<string, string> }[] {
  return [...body.matchAll(/<form method="post" action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map((found) => ({
    action: (found[1] ?? '').replaceAll('&#38;', '&'),
    fields: new Map(
      [...(found[2] ?? '').matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map((field) => [
        field[1] ?? '',
        field[2] ?? '',
      ]),
    ),
  }));
}
