import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { EXIT } from '../../src/problem.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { describeWith, end, whyMissing } from '../conformance/programs.ts';
import { ANSWERS, aComputer } from '../helpers/program.ts';
import { PROGRAM } from '../helpers/terminal.ts';
import { pause, Terminal } from '../helpers/tmux.ts';
import { aBrowser } from '../sandbox/pages-helpers.ts';

const KIM = 'kim@example.com';
const WITH_PROFILE = [...ANSWERS, '--cli-profile', 'acme'];
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'canary/secret+0123456789abcdef' };
const LOUD = ['--debug', '--verbose'];
const WAYS = [[], ['--json'], ['--verbose'], ['--debug'], [...LOUD, '--json'], LOUD];

/** What the token cache of the AWS CLI and the SDKs has in it. */
const FIELDS = ['accessToken', 'clientId', 'clientSecret', 'expiresAt', 'region', 'registrationExpiresAt', 'startUrl'];

/** What may stand in that file and nowhere else, and what may stand nowhere at all. */
const KEPT = ['accessToken', 'refreshToken', 'clientSecret'];
const NEVER_KEPT = ['deviceCode', 'code', 'codeVerifier', 'accessKeyId', 'secretAccessKey', 'sessionToken'];

/** How long anything is waited for; milliseconds. */
const PATIENCE = 60_000;

type Computer = ReturnType<typeof aComputer>;
/** Secrets by the name that AWS gives them. */
type Secrets = ReadonlyMap<string, ReadonlySet<string>>;

test('no secret of a sign-in in the simulated AWS is shown or kept, except in the token cache', async () => {
  const runs = WAYS.map(async (flags) => {
    const computer = aComputer();
    const set = await computer.run(['--sandbox', '--sandbox-scenario', 'enabled', ...WITH_PROFILE, ...flags]);
    const signed = await computer.run(['login', '--sandbox', '--use-device-code', ...flags]);
    expect([set.code, signed.code]).toEqual([0, 0]);
    const caches = cachesIn(join(computer.state, '..', '.aws'));
    expect(caches).toHaveLength(1);
    const secrets = secretsIn(caches.map((path) => readFileSync(path, 'utf8')));
    expect([...secrets.keys()]).toEqual(expect.arrayContaining(['accessToken', 'clientSecret']));
    const said = [set, signed].map(({ stdout, stderr }) => stdout + stderr).join('');
    expectNoneSeen(said, computer, caches, secrets);
  });
  await Promise.all(runs);
});

test('no secret of a sign-in with a code is shown or kept, whatever is asked for', async () => {
  const { computer, aws, env } = await somebody();
  const person = allowsEverything(aws);
  const ended = await Promise.all(
    WAYS.map((flags) => computer.run(['login', '--profile', 'acme', '--use-device-code', ...flags], env)),
  );
  person.leaves();
  expect(ended.map(({ code, stderr }) => [code, stderr.match(/✖.*/)?.[0]])).toEqual(WAYS.map(() => [0, undefined]));
  for (const [index, { stdout }] of ended.entries()) {
    if (WAYS[index]?.includes('--json')) ResultDocument.parse(JSON.parse(stdout));
  }
  const secrets = aws.secrets();
  const kinds = ['accessKeyId', 'accessToken', 'clientSecret', 'deviceCode', 'secretAccessKey', 'sessionToken'];
  expect([...secrets.keys()]).toEqual(expect.arrayContaining(kinds));
  for (const kind of ['accessToken', 'deviceCode']) expect(secrets.get(kind)?.size).toBeGreaterThanOrEqual(WAYS.length);
  const said = ended.map(({ stdout, stderr }) => stdout + stderr).join('');
  expectNoneSeen(said, computer, cachesIn(join(computer.home, '.aws')), secrets);
  expect(logsOf(computer)).toContain('action=portal:GetRoleCredentials');
});

test('a server that repeats what it was sent gets no secret onto the screen or into a file', async () => {
  const { computer, aws, env } = await somebody();
  const person = allowsEverything(aws);
  const said: string[] = [];
  for (const repeats of REPEATED) {
    aws.repeats = repeats;
    const { code, stdout, stderr } = await computer.run(['login', '--profile', 'acme', ...LOUD, '--json'], env);
    expect([repeats, code]).not.toEqual([repeats, 0]);
    said.push(stdout, stderr);
  }
  person.leaves();
  expectNoneSeen(said.join(''), computer, cachesIn(join(computer.home, '.aws')), aws.secrets());
  // What it repeated was there.
  expect(said.join('')).toContain('[hidden]');
});

describeWith(whyMissing('tmux', '-V'), 'in a real terminal', () => {
  test('no secret of a sign-in in the browser is shown or kept', async () => {
    const { computer, aws } = await somebody();
    const { terminal, said } = await signsInInTheBrowser(computer, aws);
    await terminal.shows('AWSReservedSSO_AdministratorAccess', PATIENCE);
    expect(await terminal.ends()).toBe(0);
    const secrets = aws.secrets();
    expect([...secrets.keys()].sort()).toEqual([...KEPT, ...NEVER_KEPT].sort());
    expectNoneSeen(await said(), computer, cachesIn(join(computer.home, '.aws')), secrets);
    expect(logsOf(computer)).toContain('action=oidc:CreateToken');
  });

  test('nor when the server repeats code and verifier', async () => {
    const { computer, aws } = await somebody();
    aws.repeats = '/token';
    const { terminal, said } = await signsInInTheBrowser(computer, aws);
    expect(await terminal.ends(PATIENCE)).toBe(EXIT.failed);
    const secrets = aws.secrets();
    expect([...secrets.keys()].sort()).toEqual(['clientSecret', 'code', 'codeVerifier', 'deviceCode']);
    expectNoneSeen(await said(), computer, [], secrets);
    expect(await said()).toContain('[hidden]');
  });
});

/** A sign-in in a terminal that kim allows, over HTTP. */
async function signsInInTheBrowser(computer: Computer, aws: Recorder) {
  const config = join(computer.home, '.aws', 'config');
  // Under AWS_ENDPOINT_URL nobody is sent to a browser.
  writeFileSync(config, `${readFileSync(config, 'utf8')}\n[default]\nendpoint_url = ${aws.url}\n`);
  const terminal = await Terminal.open({
    command: [process.execPath, PROGRAM, 'login', '--profile', 'acme', ...LOUD],
    cwd: computer.home,
    env: { ...computer.env, LC_ALL: 'C.UTF-8', BROWSER: 'true' },
    columns: 120,
  });
  onTestFinished(() => terminal.close());
  const address = /http:\/\/127\.0\.0\.1:\d+(\/authorize\?\S+)\s/;
  const page = await eventually(() => address.exec(terminal.written())?.[1]);
  const browser = aBrowser(aws.url);
  await browser.submit(page, 'signIn', { userName: KIM });
  const { location = '' } = (await browser.submit(page, 'allow', {}, { follow: false })).headers;
  expect((await fetch(String(location))).status).toBe(200);
  return { terminal, said: async () => `${terminal.written()}\n${await terminal.screen()}` };
}

/** Everything is set up for kim in a real place whose AWS is behind a recorder; kim has a password. */
async function somebody() {
  const computer = aComputer();
  const server = computer.start(['sandbox', '--port', '0', '--scenario', 'enabled']);
  onTestFinished(() => end(server));
  let serving = '';
  server.stdout?.setEncoding('utf8').on('data', (text: string) => {
    serving += text;
  });
  const url = await eventually(() => serving.match(/http:\/\/127\.0\.0\.1:\d+/)?.[0]);
  const aws = await aRecorder(url);
  const env = { ...KEYS, AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL: aws.url };
  const set = await computer.run([...WITH_PROFILE, '--yes', ...LOUD], env);
  expect([set.code, set.stderr.match(/✖.*/)?.[0]]).toEqual([0, undefined]);
  await fetch(`${aws.url}/_sandbox/console/setPassword`, {
    method: 'POST',
    body: JSON.stringify({ userName: KIM }),
  });
  return { computer, aws, env };
}

/** The operations whose answers can be made to repeat what was sent, in the order of a sign-in, by their paths. */
const REPEATED = [
  '/client/register',
  '/device_authorization',
  '/token',
  '/assignment/accounts',
  '/assignment/roles',
  '/federation/credentials',
  '/',
] as const;

interface Exchange {
  readonly path: string;
  readonly sent: { readonly headers: IncomingHttpHeaders; readonly body: string };
  readonly answered: { readonly headers: IncomingHttpHeaders; readonly body: string };
}

/** A server in front of another one that remembers everything that was said. */
async function aRecorder(target: string) {
  const exchanges: Exchange[] = [];
  const { hostname, port } = new URL(target);
  const recorder = {
    url: '',
    /** The path whose requests are refused, and repeated. */
    repeats: undefined as string | undefined,
    exchanges,
    secrets: () => secretsIn(exchanges.flatMap(({ sent, answered, path }) => textsOf(path, sent, answered))),
  };
  const server = createServer(async (asked, answer) => {
    const [path = '', body] = [asked.url, await textOf(asked)];
    const { headers, method } = asked;
    const sent = { headers, body };
    if (recorder.repeats === path.split('?')[0]) {
      exchanges.push({ path, sent, answered: { headers: {}, body: '' } });
      const message = `${path} ${body} ${Object.entries(headers).join(' ')}`;
      answer.writeHead(400, { 'x-amzn-errortype': 'TeapotException', 'x-amzn-requestid': 'echo' });
      answer.end(path === '/' ? xmlError(message) : JSON.stringify({ message, error_description: message }));
      return;
    }
    const forward = request({ hostname, port, path, method, headers: { ...headers, host: `127.0.0.1:${port}` } });
    forward.on('error', () => answer.destroy());
    forward.on('response', async (got) => {
      const answered = { headers: got.headers, body: await textOf(got) };
      exchanges.push({ path, sent, answered });
      answer.writeHead(got.statusCode ?? 500, got.headers).end(answered.body);
    });
    forward.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  recorder.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return recorder;
}

type Recorder = Awaited<ReturnType<typeof aRecorder>>;

/** Somebody at the portal who allows every code as soon as it is there. */
function allowsEverything(aws: Recorder) {
  const browser = aBrowser(aws.url);
  const done = new Set<string>();
  let left = false;
  const work = async () => {
    while (!left) {
      const codes = aws.exchanges.flatMap(({ path, answered }) =>
        path === '/device_authorization' ? [answered.body.match(/"userCode":"([A-Z-]+)"/)?.[1] ?? ''] : [],
      );
      for (const code of codes.filter((one) => one !== '' && !done.has(one))) {
        done.add(code);
        const page = `/device?user_code=${code}`;
        if (done.size === 1) await browser.submit(page, 'signIn', { userName: KIM });
        await browser.submit(page, 'allow', {});
      }
      await pause(50);
    }
  };
  const working = work();
  onTestFinished(async () => {
    left = true;
    await working;
  });
  return {
    leaves(): void {
      left = true;
    },
  };
}

/** Every text that may carry a secret; of headers and of addresses, as JSON. */
function textsOf(path: string, ...messages: readonly Exchange['sent'][]): string[] {
  const query = (address: string) => Object.fromEntries(new URLSearchParams(address.split('?')[1] ?? ''));
  return messages.flatMap(({ headers, body }) => [
    body,
    JSON.stringify({
      accessToken: headers['x-amz-sso_bearer_token'],
      sessionToken: headers['x-amz-security-token'],
      code: query(headers.location ?? '').code ?? query(path).code,
    }),
  ]);
}

/** The values of these names in JSON. */
function secretsIn(texts: readonly string[]): Secrets {
  const found = new Map<string, Set<string>>();
  for (const kind of [...KEPT, ...NEVER_KEPT]) {
    for (const text of texts) {
      for (const [, value = ''] of text.matchAll(new RegExp(`"${kind}":\\s*"([^"]+)"`, 'g'))) {
        expect([kind, value.length]).toEqual([kind, expect.toSatisfy((length: number) => length >= 16)]);
        found.set(kind, (found.get(kind) ?? new Set()).add(value));
      }
    }
  }
  return found;
}

/** Looks for secrets in what was said, and in every file of a home; token caches may have those that belong there. */
function expectNoneSeen(said: string, { home }: Computer, caches: readonly string[], secrets: Secrets): void {
  const files = filesIn(home).map((path) => ({ path, text: readFileSync(path, 'utf8') }));
  const seen = [{ path: 'the screen', text: said }, ...files].flatMap(({ path, text }) =>
    [...secrets]
      .filter(([kind]) => !(caches.includes(path) && KEPT.includes(kind)))
      .flatMap(([kind, values]) => [...values].filter((value) => isIn(text, value)).map(() => `${kind} in ${path}`)),
  );
  const mine = [{ path: 'the screen', text: said }, ...files].filter(({ text }) =>
    isIn(text, KEYS.AWS_SECRET_ACCESS_KEY),
  );
  expect([...seen, ...mine.map(({ path }) => `secret key in ${path}`)]).toEqual([]);
  for (const cache of caches) {
    expect(statSync(cache).mode & 0o777).toBe(0o600);
    expect(statSync(join(cache, '..')).mode & 0o777).toBe(0o700);
    const { refreshToken: _, ...fields } = JSON.parse(readFileSync(cache, 'utf8'));
    expect(Object.keys(fields).sort()).toEqual(FIELDS);
  }
}

/** Also in an address, in base64, and where a line was broken. */
function isIn(text: string, secret: string): boolean {
  const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
  const unbroken = text.replace(/\s+/g, '');
  return forms.some((form) => text.includes(form) || unbroken.includes(form));
}

function cachesIn(folder: string): string[] {
  const cache = join(folder, 'sso', 'cache');
  return existsSync(cache) ? filesIn(cache) : [];
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

function logsOf({ home }: Computer): string {
  const logs = filesIn(home).filter((path) => path.endsWith('.log'));
  return logs.map((path) => readFileSync(path, 'utf8')).join('');
}

async function textOf(message: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function xmlError(message: string): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<ErrorResponse><Error><Type>Sender</Type><Code>Teapot</Code><Message>${text}</Message></Error></ErrorResponse>`;
}

async function eventually<T>(look: () => T | '' | undefined): Promise<T> {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== '') return found;
    if (Date.now() > deadline) throw new Error('Waited in vain.');
    await pause(50);
  }
}
