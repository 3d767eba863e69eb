import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { commandsFor } from '../../src/argv.ts';
import { configFile } from '../../src/aws-config/config-file.ts';
import { Unusable } from '../../src/aws-config/unusable.ts';
import { login } from '../../src/login.ts';
import { pagesFor, scenarios, serve, simulatedAws, type World } from '../../src/sandbox/index.ts';
import { models, type ServiceName } from '../../src/sandbox/models.ts';
import type { SdkRequestHandler } from '../../src/sandbox/request-handler.ts';
import { awaitCallback } from '../../src/sign-in/loopback.ts';
import { forgetToken, keepToken } from '../../src/sign-in/token-cache.ts';
import { aFolder } from '../helpers/aws-files.ts';
import { holds } from '../helpers/promises.ts';
import { kim } from '../login/somebody.ts';
import { signature } from '../sandbox/helpers.ts';
import { aWizard } from '../wizard/person.ts';

const small = fc.nat({ max: 0xffff });

/** Bytes of a right text, a few of them changed, cut, doubled, or put where they do not belong. */
function changed(right: string, numbers: readonly number[]): Buffer {
  let now = Buffer.from(right);
  for (let i = 0; i + 2 < numbers.length; i += 3) {
    const [kind = 0, at = 0, byte = 0] = numbers.slice(i, i + 3);
    const [from, length] = [at % (now.length + 1), byte % 16];
    const ways = [
      Buffer.concat([now.subarray(0, from), Buffer.from([byte % 256]), now.subarray(from + 1)]),
      Buffer.concat([now.subarray(0, from), now.subarray(from + length)]),
      Buffer.concat([now.subarray(0, from), now.subarray(from, from + length), now.subarray(from)]),
      Buffer.concat([now.subarray(0, from), Buffer.from([0xc2, 0x80 + (byte % 64)]), now.subarray(from)]),
    ];
    now = ways[kind % ways.length] ?? now;
  }
  return now;
}
const slips = fc.array(small, { minLength: 3, maxLength: 12 });

const CONFIG = `# mine
[default]
region = eu-west-1
s3 =
  max_concurrent_requests = 20

[profile work] ; other
role_arn = arn:aws:iam::999988887777:role/Work
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = us-east-1
[profile admin]
sso_session = acme
region=us-east-1
`;

test('An AWS config file of any bytes is edited as a whole, or refused and left as it is', async () => {
  const folder = aFolder();
  const path = join(folder, 'config');
  const edits = [
    { section: { kind: 'profile', name: 'admin' }, keys: { region: 'eu-west-3', sso_session: 'acme' } },
  ] as const;
  const property = fc.property(slips, (numbers) => {
    const before = changed(CONFIG, numbers);
    writeFileSync(path, before);
    try {
      configFile(path, () => 0).edit(edits);
      const after = readFileSync(path);
      expect(configFile(path, () => 0).edit(edits)).toEqual({ changed: false });
      expect(readFileSync(path).equals(after)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(Unusable);
      expect(readFileSync(path).equals(before)).toBe(true);
    }
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    for (const name of readdirSync(folder)) if (name.endsWith('.bak')) rmSync(join(folder, name));
  });
  await holds('C1', property, 100, 10_000, 'files of changed bytes');
});

const operations = (Object.keys(models) as ServiceName[]).flatMap((service) =>
  Object.entries(models[service].operations).map(([operation, { uri, method }]) => ({
    target: `${models[service].targetPrefix}.${operation}`,
    path: uri ?? '/',
    method: method ?? 'POST',
    operation,
  })),
);
const words = [
  'InstanceArn',
  'IdentityStoreId',
  'Name',
  'MaxResults',
  'NextToken',
  'Filters',
  'Operations',
  'Tags',
  '__proto__',
  'constructor',
  'toString',
];
const values = [
  'arn:aws:sso:::instance/ssoins-7223000000000000',
  'd-9067000000',
  '',
  '\u0000',
  'x'.repeat(3_000),
  '../..',
  '\ud800',
  '1e999',
];
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 4 }).map((value) => JSON.stringify(value)),
  fc
    .dictionary(fc.constantFrom(...words), fc.oneof(fc.constantFrom(...values), fc.jsonValue({ maxDepth: 2 })), {
      noNullPrototype: true,
    })
    .map((value) => JSON.stringify(value)),
  fc.integer({ min: 1, max: 30_000 }).map((deep) => `{"A":${'['.repeat(deep)}${']'.repeat(deep)}}`),
  fc.integer({ min: 1, max: 5_000 }).map((deep) => `${'{"A":'.repeat(deep)}1${'}'.repeat(deep)}`),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '',
    '{',
    '[]',
    'null',
    '1e999',
    '{"a":1,}',
    '{"__proto__":{"polluted":1}}',
    '\ufeff{}',
    '{"a":"\\ud800"}',
  ),
);
const garbage = fc.string({ unit: fc.constantFrom(...'abc/?&=%#:;,. ~+"\'<>\\{}[]|^`é'), maxLength: 60 });
const headerValue = fc.oneof(garbage, fc.constantFrom(signature, 'Bearer x', 'null', 'x'.repeat(4_000)));
const request = fc.record({
  of: fc.constantFrom(...operations),
  target: fc.option(
    fc.oneof(garbage, fc.constantFrom('AWSIdentityStore.__proto__', '.', 'SWBExternalService.', '..')),
    { freq: 3 },
  ),
  path: fc.option(
    garbage.map((text) => `/${text}`),
    { freq: 3 },
  ),
  method: fc.option(fc.constantFrom('GET', 'PUT', 'DELETE', 'HEAD', 'PATCH', 'OPTIONS', 'TRACE'), { freq: 3 }),
  isSigned: fc.boolean(),
  headers: fc.dictionary(
    fc.constantFrom(
      'content-type',
      'x-amz-security-token',
      'x-amz-date',
      'accept',
      'cookie',
      'origin',
      'sec-fetch-site',
      'accept-language',
      'x-amz-sso_bearer_token',
    ),
    headerValue,
    { noNullPrototype: true },
  ),
  body: json,
});

/** Nothing in the world is other than it was, but for sign-ins that anybody may begin. */
function expectUntouched(world: World, before: World, wasWritten: boolean): void {
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
  if (!wasWritten) expect({ ...world, signIn: 0, counter: 0 }).toEqual({ ...before, signIn: 0, counter: 0 });
}

describe('The simulated AWS', () => {
  test('answers every request that means nothing with a 4xx, and is not touched by it', async () => {
    const before = scenarios.company();
    const aws = simulatedAws({ world: scenarios.company() });
    const property = fc.asyncProperty(request, async ({ of, target, path, method, isSigned, headers, body }) => {
      const calls = aws.calls.length;
      const answered = await aws.handle({
        method: method ?? of.method,
        path: path ?? of.path,
        headers: {
          host: '127.0.0.1:1',
          ...(isSigned ? { authorization: signature } : {}),
          'x-amz-target': target ?? of.target,
          ...headers,
        },
        body,
      });
      expect([answered.status, answered.body.slice(0, 200)]).toEqual([
        expect.toSatisfy((status) => status === 200 || (status >= 400 && status < 500)),
        expect.any(String),
      ]);
      const call = aws.calls[calls];
      expectUntouched(aws.world, before, call?.write === true && call.error === undefined);
    });
    await holds('S2', property, 200, 20_000, 'requests of the simulated AWS');
  });

  test('goes on after bytes that are no HTTP, or half of it', async () => {
    const aws = simulatedAws({ world: scenarios.enabled() });
    const server = await serve(aws, { port: 0, pages: pagesFor({ aws, portal: aws.portal }) });
    onTestFinished(() => server.close());
    const port = Number(new URL(server.url).port);
    const before = structuredClone(aws.world);
    const head = `POST / HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: ${signature}\r\nx-amz-target: SWBExternalService.ListInstances\r\n`;
    const bodies = fc.constantFrom(
      ...[
        'content-length: 5\r\n\r\n{}',
        'content-length: -1\r\n\r\n{}',
        'content-length: 2\r\ncontent-length: 3\r\n\r\n{}',
        'content-length: 1e3\r\n\r\n{}',
      ],
      ...[
        'transfer-encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n',
        'transfer-encoding: chunked\r\n\r\n-1\r\n',
        'transfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n{}',
      ],
      ...[
        'transfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n{}',
        'transfer-encoding: gzip\r\n\r\n{}',
        'expect: 100-continue\r\ncontent-length: 9\r\n\r\n',
        'upgrade: websocket\r\nconnection: upgrade\r\n\r\n',
      ],
      ...[`x: ${'y'.repeat(100_000)}\r\n\r\n`, 'x\u0000y: z\r\n\r\n', '\r\n', 'content-length: 2\r\n\r\n{}'],
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw)),
      bodies.map((body) => Buffer.from(head + body)),
      fc.tuple(bodies, slips).map(([body, numbers]) => changed(head + body, numbers)),
    );
    const property = fc.asyncProperty(fc.array(bytes, { minLength: 10, maxLength: 10 }), async (many) => {
      for (const answer of await Promise.all(many.map((one) => saidTo(port, one)))) {
        if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 (100|200|303|4\d\d) /);
      }
      const good = await saidTo(port, Buffer.from(`${head}content-length: 2\r\nconnection: close\r\n\r\n{}`), {
        isWhole: true,
      });
      expect(good).toContain('"Instances":[');
      expectUntouched(aws.world, before, false);
    });
    await holds('S2', property, 8, 500, 'tens of connections to the simulated AWS');
  });

  test('shows a page to every browser, whatever it asks, types or brings along', async () => {
    const world = scenarios.enabled();
    const aws = simulatedAws({ world });
    const pages = pagesFor({ aws, portal: aws.portal });
    const text = fc.oneof(
      garbage,
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom(
        '"><script>alert(1)</script>',
        "'onfocus=x",
        '\r\nset-cookie: x=y',
        'https://evil.example/',
        '//evil.example',
        'http://127.0.0.1:1@evil.example/',
        'x'.repeat(5_000),
      ),
    );
    const names = [
      'step',
      'region',
      'alias',
      'user',
      'user_code',
      'lang',
      'done',
      'redirect_uri',
      'state',
      'client_id',
      'code_challenge',
      'scopes',
      'response_type',
      'token',
      'act',
      'userName',
      'on',
      'permissionSetsEnabled',
      'factor',
      'prompt',
      '__proto__',
    ];
    const acts = [
      'signIn',
      'signOut',
      'allow',
      'deny',
      'code',
      'enable',
      'alias',
      'otp',
      'mfa',
      'password',
      'constructor',
    ];
    const fields = fc.array(fc.tuple(fc.constantFrom(...names), text), { maxLength: 8 });
    const visit = fc.record({
      path: fc.constantFrom(
        '/',
        '/console',
        '/start',
        '/device',
        '/authorize',
        '/start/',
        '/console//',
        '/__proto__',
        '/nothing',
      ),
      method: fc.constantFrom('GET', 'GET', 'POST', 'HEAD', 'PUT'),
      query: fields,
      form: fields,
      act: fc.constantFrom(...acts),
      isOwn: fc.boolean(),
      cookie: fc.option(text),
      language: text,
    });
    let token = '';
    let visitor = '';
    const property = fc.property(visit, ({ path, method, query, form, act, isOwn, cookie, language }) => {
      const body = new URLSearchParams([...form, ['act', act], ...(isOwn ? [['token', token]] : [])] as [
        string,
        string,
      ][]).toString();
      const answered = pages({
        method,
        path: `${path}?${new URLSearchParams(query)}`,
        headers: {
          ...{ host: '127.0.0.1:1', accept: 'text/html', 'accept-language': language, 'sec-fetch-site': 'same-origin' },
          cookie: isOwn ? `sso-setup-sandbox-visitor=${visitor}; ${cookie ?? ''}` : (cookie ?? undefined),
        },
        body: method === 'POST' ? body : '',
      });
      if (answered === undefined) return;
      expect(answered.status).toSatisfy(
        (status: number) => [200, 303].includes(status) || (status >= 400 && status < 500),
      );
      expect(answered.body).not.toMatch(/<script|<[^>]* onfocus=/i);
      for (const value of Object.values(answered.headers)) expect(value).not.toMatch(/[\r\n]/);
      // Elsewhere only to an application on this computer.
      expect(answered.headers.location ?? '/').toMatch(/^(\/(?!\/)|http:\/\/127\.0\.0\.1:\d+\/)/);
      token = /name="token" value="([^"]*)"/.exec(answered.body)?.[1] ?? token;
      visitor = /visitor=([\w-]+)/.exec(answered.headers['set-cookie'] ?? '')?.[1] ?? visitor;
    });
    await holds('S2', property, 200, 20_000, 'visits of the simulated pages');
  });
});

/** What comes back; nothing where the connection just ends. */
function saidTo(port: number, bytes: Buffer, { isWhole = false } = {}): Promise<string> {
  return new Promise((resolve) => {
    let seen = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(bytes));
    socket.setEncoding('utf8').on('data', (text: string) => {
      seen += text;
    });
    socket.on('error', () => undefined).on('close', () => resolve(seen));
    // A server may wait for the rest of a request, and nobody for that.
    if (!isWhole) socket.setTimeout(200, () => socket.destroy());
  });
}

test('The way back of a sign-in takes no answer without its state, whatever knocks, and then the right one', async () => {
  const state = '7c1f7f3e-4a5b-4c6d-8e9f-0a1b2c3d4e5f';
  const query = fc.oneof(
    garbage,
    fc
      .array(
        fc.tuple(
          fc.constantFrom('code', 'state', 'error', 'error_description', 'state[]', '__proto__'),
          fc.oneof(garbage, fc.constantFrom(state.slice(1), state.toUpperCase(), `${state}0`, '%00')),
        ),
      )
      .map((pairs) => new URLSearchParams(pairs).toString()),
  );
  const knock = fc.record({
    method: fc.constantFrom('GET', 'GET', 'POST', 'HEAD', 'OPTIONS', 'x'),
    path: fc.constantFrom(
      '/oauth/callback',
      '/oauth/callback',
      '/oauth/callback/',
      '/',
      '//oauth/callback',
      '/oauth/../oauth/callback',
      '/OAUTH/CALLBACK',
    ),
    query,
    slips: fc.option(slips),
  });
  const property = fc.asyncProperty(fc.array(knock, { minLength: 5, maxLength: 5 }), async (knocks) => {
    const callback = await awaitCallback(state, (how) => ({ title: how, text: how, lang: 'en' }));
    const port = Number(new URL(callback.redirectUri).port);
    let given: unknown;
    callback.code.then(
      (code) => {
        given = code;
      },
      (error) => {
        given = error;
      },
    );
    try {
      for (const { method, path, query, slips } of knocks) {
        const text = `${method} ${path}?${query} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nconnection: close\r\n\r\n`;
        const answer = await saidTo(port, slips === null ? Buffer.from(text) : changed(text, slips));
        expect(answer).toMatch(/^($|HTTP\/1\.1 4\d\d )/);
        expect(given).toBeUndefined();
      }
      await saidTo(
        port,
        Buffer.from(`GET /oauth/callback?code=right&state=${state} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n\r\n`),
        { isWhole: true },
      );
      expect(await callback.code).toBe('right');
    } finally {
      callback.close();
    }
  });
  await holds('S2', property, 15, 1_000, 'fives of knocks at the way back');
});

test('A cached token of any content is no trouble to who looks at it', async () => {
  const folder = aFolder();
  const session = { startUrl: 'https://a.awsapps.com/start', region: 'us-east-1' };
  keepToken(folder, 'acme', {
    ...session,
    accessToken: 'x',
    expiresAt: 'x',
    clientId: 'x',
    clientSecret: 'x',
    registrationExpiresAt: 'x',
  });
  const [name = ''] = readdirSync(folder);
  const right = readFileSync(join(folder, name), 'utf8');
  const content = fc.oneof(
    json.map((text) => Buffer.from(text)),
    slips.map((numbers) => changed(right, numbers)),
  );
  const property = fc.property(content, (bytes) => {
    writeFileSync(join(folder, name), bytes);
    forgetToken(folder, 'acme', session);
  });
  await holds('S2', property, 200, 10_000, 'cached tokens');
});

/** What is in the answers of a sign-in, and what may be there instead. */
const MEMBERS = [
  'clientId',
  'clientSecret',
  'clientSecretExpiresAt',
  'deviceCode',
  'userCode',
  'verificationUri',
  'expiresIn',
  'interval',
  'accessToken',
  'accountList',
  'roleList',
  'accountId',
  'accountName',
  'roleName',
  'roleCredentials',
  'accessKeyId',
  'secretAccessKey',
  'sessionToken',
  'expiration',
  'nextToken',
  'refreshToken',
];
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    2 ** 31,
    2 ** 53,
    1e300,
    -1e300,
    '',
    'x',
    '5',
    [],
    {},
    [null],
    [{}],
    [[]],
    { a: 1 },
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

test('A sign-in to a service that answers anything at all ends, in words that are ours', async () => {
  const somebody = await kim();
  const property = fc.asyncProperty(
    fc.constantFrom(
      'client/register',
      'device_authorization',
      'token',
      'assignment/accounts',
      'assignment/roles',
      'federation/credentials',
    ),
    fc.oneof(
      fc.record({
        changes: fc.dictionary(fc.constantFrom(...MEMBERS), odd, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      }),
      fc.record({ body: json, status: fc.constantFrom(200, 200, 204, 301, 400, 401, 403, 404, 418) }),
    ),
    async (path, instead) => {
      const { simulated, clock } = somebody.account;
      const inner = simulated.requestHandler();
      let calls = 0;
      const requestHandler: SdkRequestHandler = {
        ...inner,
        async handle(request, options) {
          // Who asks without a pause is never done.
          if (calls++ > 2_000) throw new Error('too many calls');
          const answered = await inner.handle(request, options);
          if (!request.path.endsWith(path)) return answered;
          const { response } = answered;
          if ('body' in instead) {
            return {
              response: { ...response, statusCode: instead.status, body: new TextEncoder().encode(instead.body) },
            };
          }
          const was = JSON.parse(new TextDecoder().decode(response.body) || '{}');
          const members = JSON.stringify({ ...was, ...instead.changes });
          return { response: { ...response, body: new TextEncoder().encode(members) } };
        },
      };
      const wizard = aWizard({
        account: somebody.account,
        screen: { mode: 'json' },
        place: {
          files: somebody.files,
          signingIn(page) {
            try {
              if (page.via === 'device') simulated.portal.approveDevice(page.userCode, 'kim@example.com');
            } catch {
              // The code that was shown is not one.
            }
            return undefined;
          },
        },
      });
      const { place } = wizard.tools;
      const tools = {
        ...wizard.tools,
        clock,
        place: { ...place, connection: { ...place.connection, requestHandler } },
      };
      const report = await login({ answers: {}, env: {}, commands: commandsFor(['login']), deviceCode: true }, tools);
      if (report.problem?.id === 'unexpected') expect(report.problem.cause).toBe('foreseen');
      expect(calls).toBeLessThan(2_000);
    },
  );
  await holds('S2', property, 25, 3_000, 'sign-ins answered with anything');
});
