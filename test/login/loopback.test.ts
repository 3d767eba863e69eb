import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { describe, expect, onTestFinished, test } from 'vitest';
import { awaitCallback, type Callback } from '../../src/sign-in/loopback.ts';

const STATE = '7c1f7f3e-4a5b-4c6d-8e9f-0a1b2c3d4e5f';
const page = (how: 'done' | 'failed') => ({ title: how, text: `It is ${how}.`, lang: 'en' });

async function waiting() {
  const callback = await awaitCallback(STATE, page);
  onTestFinished(() => callback.close());
  return callback;
}

/** Goes there as a browser would, with other headers or another method where a test needs them. */
function goes(
  { redirectUri }: Callback,
  query: string,
  { method = 'GET', path = '/oauth/callback', host = '', at = '127.0.0.1' } = {},
): Promise<{ status: number; body: string; headers: NodeJS.Dict<string | string[]> } | string> {
  const { port } = new URL(redirectUri);
  return new Promise((resolve) => {
    const headers = { host: host || `127.0.0.1:${port}` };
    const asked = request({ host: at, port, method, path: `${path}?${query}`, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body, headers: answer.headers }));
    });
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    asked.end();
  });
}

const good = `code=the-code&state=${STATE}`;

describe('the way back from the sign-in service', () => {
  test('brings the code, and shows a page that nobody may keep or frame', async () => {
    const callback = await waiting();
    const answer = await goes(callback, good);
    expect(answer).toMatchObject({
      status: 200,
      body: expect.stringContaining('It is done.'),
      headers: {
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("default-src 'none'"),
      },
    });
    expect(JSON.stringify(answer)).not.toContain('the-code');
    await expect(callback.code).resolves.toBe('the-code');
  });

  test('is taken once: what comes later changes nothing', async () => {
    const callback = await waiting();
    await goes(callback, good);
    await goes(callback, `code=another&state=${STATE}`);
    await goes(callback, `error=access_denied&state=${STATE}`);
    await expect(callback.code).resolves.toBe('the-code');
  });

  test.each<[string, string, Parameters<typeof goes>[2]]>([
    ['another state', `code=evil&state=${STATE.replace('7', '8')}`, {}],
    ['a shorter state', 'code=evil&state=7c1f', {}],
    ['no state', 'code=evil', {}],
    ['a refusal with another state', 'error=access_denied&state=evil', {}],
    ['another host name (DNS rebinding)', good, { host: 'evil.example' }],
    ['localhost, which the redirect does not name', good, { host: 'localhost' }],
    ['another path', good, { path: '/' }],
    ['another method', good, { method: 'POST' }],
    ['a look ahead', good, { method: 'HEAD' }],
    ['what browsers ask for by themselves', '', { path: '/favicon.ico' }],
  ])('is not %s: that learns nothing, and the wait goes on', async (_what, query, how) => {
    const callback = await waiting();
    expect(await goes(callback, query, how)).toMatchObject({ status: 404, body: '' });
    await goes(callback, good);
    await expect(callback.code).resolves.toBe('the-code');
  });

  test('is not a query without end: that is refused, and the wait goes on', async () => {
    const callback = await waiting();
    expect(await goes(callback, `${good}&more=${'x'.repeat(100_000)}`)).not.toMatchObject({ status: 200 });
    await goes(callback, good);
    await expect(callback.code).resolves.toBe('the-code');
  });

  test.each([
    ['access_denied', 'signInRefused'],
    ['invalid_grant', 'portalElsewhere'],
    ['server_error', 'signInFailed'],
  ])('may bring a refusal: %s is %s', async (error, id) => {
    const callback = await waiting();
    const answer = await goes(callback, `error=${error}&error_description=%3Cb%3ENo&state=${STATE}`);
    expect(answer).toMatchObject({ status: 200, body: expect.stringContaining('It is failed.') });
    expect(JSON.stringify(answer)).not.toContain('<b>No');
    await expect(callback.code).rejects.toMatchObject({ id, facts: { code: error, detail: '<b>No' } });
  });

  test('that brings neither is a failure', async () => {
    const callback = await waiting();
    await goes(callback, `state=${STATE}`);
    await expect(callback.code).rejects.toMatchObject({ id: 'signInFailed' });
  });

  test('is open on 127.0.0.1 only', async () => {
    const callback = await waiting();
    expect(callback.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/);
    const others = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
    const elsewhere = others.filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const at of ['::1', '127.0.0.2', ...elsewhere.map(({ address }) => address)]) {
      expect(await goes(callback, good, { at })).toMatch(/^E(CONNREFUSED|ADDRNOTAVAIL|AFNOSUPPORT)/);
    }
  });

  test('is closed afterwards, also while nobody came', async () => {
    const callback = await waiting();
    callback.close();
    expect(await goes(callback, good)).toBe('ECONNREFUSED');
  });
});
