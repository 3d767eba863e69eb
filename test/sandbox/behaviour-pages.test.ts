import { afterEach, describe, expect, it } from 'vitest';
import { textsEn } from '../../src/sandbox/pages/texts.en.ts';
import { textsKo } from '../../src/sandbox/pages/texts.ko.ts';
import { never, signature } from './helpers.ts';
import { type Answer, aSite, closeAll } from './pages-helpers.ts';

afterEach(closeAll);

const callback = 'http://127.0.0.1:9/callback';
const authorize = `/authorize?client_id=known&state=x%26y&redirect_uri=${encodeURIComponent(callback)}`;
const paths = [
  '/',
  '/console',
  '/console?step=portal&alias=lemon',
  '/console?step=password&user=kim',
  '/console?step=mfa',
  '/start',
  '/device',
  '/device?user_code=NONE',
  '/device?user_code=BCDF-GHJK',
  authorize,
  '/authorize?client_id=unknown',
];

/** A site where kim can sign in. */
async function withKim(options: Parameters<typeof aSite>[0] = {}) {
  const site = await aSite(options);
  await site.newUser('kim');
  site.aws.console.setPassword('kim');
  return site;
}

describe('pages', () => {
  it('S300 answers a browser, and leaves calls alone', async () => {
    const { pages, url, aws, browser } = await aSite();
    const of = (path: string, headers = {}, method = 'GET') => pages({ method, path, headers, body: '' });
    for (const path of [
      '/unknown',
      '/consoles',
      '/start/x',
      '/_sandbox/world',
      '/toString',
      '/token',
      '//evil.example',
    ]) {
      expect(of(path, { accept: 'text/html' })).toBeUndefined();
    }
    expect(of('/')).toBeUndefined();
    expect(of('/', { accept: 'text/html' }, 'POST')).toBeUndefined();
    expect(of('/?Action=GetCallerIdentity', { accept: 'text/html' })).toBeUndefined();
    for (const headers of [{ 'x-amz-target': 'SWBExternalService.ListInstances' }, { authorization: signature }]) {
      expect(of('/start/', headers, 'POST')).toBeUndefined();
    }
    expect(of('/start/')?.status).toBe(200);
    expect(of('/console', {}, 'PUT')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, POST' } });
    const listed = await fetch(`${url}/start`, {
      method: 'POST',
      headers: { 'x-amz-target': 'SWBExternalService.ListInstances', authorization: signature },
      body: '{}',
    });
    expect(await listed.json()).toMatchObject({ Instances: [{ Status: 'ACTIVE' }] });
    expect(aws.calls).toHaveLength(1);
    const { body } = await browser().get('/');
    for (const path of ['/console', '/start', '/device']) expect(body).toContain(`href="${path}"`);
  });

  it('S301 says on every page that it is simulated, in English and Korean', async () => {
    const { browser, newUser } = await aSite();
    await newUser('kim');
    for (const [language, texts] of [
      ['en', textsEn],
      ['ko', textsKo],
    ] as const) {
      const visitor = browser(language);
      const bodies = await Promise.all(paths.map(async (path) => (await visitor.get(path)).body));
      bodies.push((await visitor.post('/console', {})).body);
      for (const body of bodies) {
        expect(body).toContain(`<html lang="${language}">`);
        expect(body.match(/<h1>/g)).toHaveLength(1);
        expect(body).toMatch(new RegExp(`<title>.*${texts.titleEnd.replace(/[()]/g, '\\$&')}</title>`));
        expect(body).toContain(`<p class="banner">${texts.banner}</p>`);
        expect(body).toContain(`<footer><p>${texts.footer}</p></footer>`);
        expect(body).not.toMatch(/undefined|\[object|=>/);
        expect(body).not.toMatch(/type="password"|<script|https?:\/\/(?!NAME|이름|d-|127)[^\s"<]+\.(js|css|png)/);
        const ids = [...body.matchAll(/ id="([^"]+)"/g)].map((found) => found[1]);
        expect(new Set(ids).size).toBe(ids.length);
        const described = [...body.matchAll(/aria-describedby="([^"]*)"/g)].flatMap((found) =>
          (found[1] ?? '').split(' '),
        );
        expect(described.filter((id) => !ids.includes(id))).toEqual([]);
        const levels = [...body.matchAll(/<h([1-6])/g)].map((found) => Number(found[1]));
        for (const [index, level] of levels.entries()) expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
        for (const [, id] of body.matchAll(/<(?:input type="(?:text|checkbox|radio)"|select) id="([^"]+)"/g)) {
          expect(body).toContain(`<label for="${id}">`);
        }
        const fields = body.match(/<(input type="(?!hidden)|select|textarea)/g) ?? [];
        expect(body.match(/<label for="/g) ?? []).toHaveLength(fields.length);
        expect(body.match(/ autofocus/g)?.length ?? 0).toBeLessThanOrEqual(1);
      }
    }
    const same = leaves(textsEn).filter(([path, text]) => Object.fromEntries(leaves(textsKo))[path] === text);
    expect(same).toEqual([]);
    expect(leaves(textsKo).filter(([, text]) => !/[가-힣]/.test(text))).toEqual([]);
  });

  it('S302 speaks the language of the address, else the remembered one, else what the browser accepts', async () => {
    const { browser } = await aSite();
    const languageOf = ({ body }: Answer) => /<html lang="(..)">/.exec(body)?.[1];
    for (const [accepted, expected] of [
      ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
      ['en;q=0.5, ko', 'ko'],
      ['fr, de', 'en'],
      ['ko;q=0, en', 'en'],
    ] as const) {
      expect(languageOf(await browser(accepted).get('/console'))).toBe(expected);
    }
    const visitor = browser('en');
    const answered = await visitor.get('/console?step=mfa&lang=ko', { follow: false });
    expect([answered.status, answered.headers.location]).toEqual([303, '/console?step=mfa']);
    expect(languageOf(await visitor.get('/console'))).toBe('ko');
    expect(languageOf(await visitor.get('/console?lang=en'))).toBe('en');
    expect(languageOf(await visitor.get('/console?lang=xx'))).toBe('en');
    const { body } = await visitor.get(authorize);
    const link = /<a href="([^"]+)" lang="ko"/.exec(body)?.[1]?.replaceAll('&#38;', '&') ?? never();
    expect(languageOf(await visitor.get(link))).toBe('ko');
    expect((await visitor.get(link)).status).toBe(200);
  });

  it('S303 tells the browser to keep it apart', async () => {
    const { browser } = await withKim();
    const visitor = browser();
    const answers = await Promise.all(
      [...paths, '/console?lang=ko'].map((path) => visitor.get(path, { follow: false })),
    );
    answers.push(
      await visitor.post('/console', {}),
      await visitor.submit('/start', 'signIn', { userName: 'kim' }, { follow: false }),
    );
    for (const { headers } of answers) {
      const policy = String(headers['content-security-policy']);
      expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src data:; form-action 'self'/);
      expect(policy).toContain("frame-ancestors 'none'; base-uri 'none'");
      expect(headers).toMatchObject({
        'x-frame-options': 'DENY',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
    const policyOf = async (path: string) => String((await visitor.get(path)).headers['content-security-policy']);
    expect(await policyOf(authorize)).toContain("form-action 'self' http://127.0.0.1:*;");
    expect(await policyOf('/console')).toContain("form-action 'self';");
  });

  it('S304 accepts only its own forms', async () => {
    const { aws, browser, newUser, url } = await aSite();
    await newUser('kim');
    const before = structuredClone(aws.world);
    const visitor = browser();
    const fields = { alias: 'lemon' };
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none', origin: url },
      { origin: 'https://evil.example' },
      { origin: 'https://evil.example', 'sec-fetch-site': undefined },
      { origin: 'null', 'sec-fetch-site': undefined },
      { origin: undefined, 'sec-fetch-site': undefined },
      { origin: url.replace('127.0.0.1', 'localhost') },
    ]) {
      const answered = await visitor.submit('/console', 'alias', fields, { headers });
      expect([answered.status, headers]).toEqual([403, headers]);
    }
    const other = browser();
    const { body } = await other.get('/console');
    const token = /name="token" value="([^"]+)"/.exec(body)?.[1] ?? never();
    expect((await visitor.post('/console', { act: 'alias', token, ...fields })).status).toBe(403);
    expect((await visitor.post('/console', { act: 'alias', ...fields })).status).toBe(403);
    expect((await browser().post('/console', { act: 'alias', token, ...fields })).status).toBe(403);
    expect((await visitor.post('/start', { act: 'signIn', userName: 'kim' })).status).toBe(403);
    expect(aws.world).toEqual(before);
    const good = { origin: url, 'sec-fetch-site': undefined };
    expect((await visitor.submit('/console', 'alias', fields, { headers: good })).status).toBe(200);
    expect(aws.world.instances[0]?.portal.alias).toBe('lemon');
    const cookies = [await browser().get('/console'), await browser().get('/?lang=ko', { follow: false })];
    for (const { headers } of cookies) expect(String(headers['set-cookie'])).toMatch(/; Path=\/; HttpOnly; SameSite=/);
    expect(String(cookies[0]?.headers['set-cookie'])).toContain('SameSite=Strict');
  });

  it('S305 escapes what others have chosen', async () => {
    const { aws, portal, browser, newUser } = await aSite();
    const hostile = `"><script>alert(1)</script>'&\u202e`;
    await newUser('x<b>"y\'');
    // AWS keeps marks of direction out of names; a state file may have them.
    const [user] = aws.world.instances[0]?.users ?? [];
    if (user !== undefined) user.attributes.DisplayName = hostile;
    aws.console.setPassword('x<b>"y\'');
    portal.clientName = hostile;
    const visitor = browser();
    await visitor.submit('/start', 'signIn', { userName: 'x<b>"y\'' });
    for (const path of [...paths, `/console?step=portal&region=${hostile}&alias=${encodeURIComponent(hostile)}`]) {
      const { body } = await visitor.get(path.replaceAll(/[<>"'\u202e]/g, encodeURIComponent));
      expect(body).not.toMatch(/<script|<b>|"><s|alert\(1\)<\/script>/);
    }
    const { body } = await visitor.get('/console');
    expect(body).toContain('<bdi>&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;&#39;&#38;\u202e</bdi>');
    expect((await visitor.get('/start')).body).toContain('<bdi>x&#60;b&#62;&#34;y&#39;</bdi>');
    const again = await visitor.submit('/console', 'alias', { alias: hostile });
    expect([again.status, again.body.includes('<script')]).toEqual([400, false]);
  });

  it('S306 enables Identity Center in the Region that is chosen', async () => {
    const { aws, browser } = await aSite({ scenario: 'new-account' });
    const visitor = browser();
    const page = await visitor.get('/console?step=instance&region=eu-west-1');
    expect(page.body).toContain('<option selected>eu-west-1</option>');
    expect((await visitor.get('/console?region=nowhere')).body).toContain('<option selected>us-east-1</option>');
    const refused = await visitor.submit('/console?region=ap-east-1', 'enable', { region: 'ap-east-1' });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatch(/role="alert" tabindex="-1" autofocus>.*The Region ap-east-1 is not enabled\./s);
    expect(refused.body).toContain('<option selected>ap-east-1</option>');
    expect(aws.world.instances).toEqual([]);
    const done = await visitor.submit('/console?step=instance', 'enable', {
      region: 'eu-west-1',
      permissionSets: 'on',
    });
    expect(done.body).toContain(textsEn.consoleSite.enableDone);
    expect(aws.world.instances).toMatchObject([{ status: 'ACTIVE', region: 'eu-west-1', permissionSetsEnabled: true }]);
    const off = await aSite({ scenario: 'organization' });
    await off.browser().submit('/console', 'enable', { region: 'us-east-1' });
    expect(off.aws.world.instances[0]?.permissionSetsEnabled).toBe(false);
  });

  it('S307 customizes the address, resets passwords, and keeps Send email OTP and MFA', async () => {
    const { aws, browser, newUser } = await aSite();
    await newUser('kim');
    const visitor = browser();
    const portal = () => aws.world.instances[0]?.portal;
    expect((await visitor.get('/console?step=portal&alias=lemon')).body).toContain('name="alias" value="lemon"');
    const refused = await visitor.submit('/console', 'alias', { alias: 'd-lemon' });
    expect([refused.status, refused.body.includes('An alias has 1 to 62')]).toEqual([400, true]);
    expect(refused.body).toContain('href="#alias"');
    const named = await visitor.submit('/console?step=portal', 'alias', { alias: 'lemon' });
    expect(named.body).toContain('https://lemon.awsapps.com/start');
    expect(named.body).not.toContain('name="alias"');
    expect(named.body).toContain(textsEn.consoleSite.aliasDone);
    await visitor.submit('/console?step=password&user=KIM', 'password', { userName: 'kim' });
    expect(aws.world.instances[0]?.users[0]?.hasPassword).toBe(true);
    expect((await visitor.submit('/console', 'password', { userName: 'lee' })).body).toContain('There is no user lee.');
    await visitor.submit('/console', 'otp', { sendEmailOtp: 'on' });
    expect(portal()?.sendEmailOtp).toBe(true);
    await visitor.submit('/console', 'otp', {});
    expect(portal()?.sendEmailOtp).toBe(false);
    await visitor.submit('/console', 'mfa', { prompt: 'context-aware', withoutDevice: 'block' });
    const mfa = { prompt: 'context-aware', withoutDevice: 'block', usersManageDevices: false };
    expect(portal()?.mfa).toEqual(mfa);
    for (const bad of [{ prompt: 'x', withoutDevice: 'block' }, { prompt: 'never' }, {}]) {
      expect((await visitor.submit('/console', 'mfa', bad)).status).toBe(400);
    }
    expect(portal()?.mfa).toEqual(mfa);
    const { token } = {
      token: /name="token" value="([^"]+)"/.exec((await visitor.get('/console')).body)?.[1] ?? never(),
    };
    expect((await visitor.post('/console', { token, act: 'toString' })).status).toBe(400);
  });

  it('S308 marks the step that the terminal asks for', async () => {
    const { browser, newUser } = await aSite();
    await newUser('kim');
    const marked = async (path: string) => {
      const { body } = await browser().get(path);
      return [...body.matchAll(/<section id="(\w+)"[^>]* class="asked">\s*<h2[^>]*?( autofocus)?>/g)].map(
        (found) => found[1],
      );
    };
    expect(await marked('/console')).toEqual([]);
    expect(await marked('/console?step=toString')).toEqual([]);
    for (const step of ['instance', 'portal', 'mfa', 'portalSession']) {
      expect(await marked(`/console?step=${step}`)).toEqual([step]);
    }
    expect(await marked('/console?step=password&user=kim')).toEqual(['password', 'otp']);
    const { body } = await browser().get('/console?step=password&user=kim');
    expect(body).toContain(textsEn.consoleSite.askedUser);
    expect(body).toContain('<h2 id="password-heading" tabindex="-1" autofocus>');
  });

  it('S309 shows what stands in the way of Identity Center', async () => {
    const shown = async (scenario: 'member-account' | 'account-instance' | 'instance-failed') => {
      const { browser } = await aSite({ scenario });
      return (await browser().get('/console')).body;
    };
    const member = await shown('member-account');
    expect(member).toContain(textsEn.consoleSite.member);
    expect(member).not.toContain('<form');
    expect(await shown('account-instance')).toContain(textsEn.consoleSite.accountInstance);
    expect(await shown('instance-failed')).toContain('CREATE_FAILED, The service-linked role could not be created.');
    const { aws, browser } = await aSite({ scenario: 'organization' });
    const visitor = browser();
    const { body } = await visitor.get('/console');
    const token = /name="token" value="([^"]+)"/.exec(body)?.[1] ?? never();
    expect((await visitor.post('/console', { token, act: 'alias', alias: 'lemon' })).body).toContain('is not enabled.');
    expect((await visitor.get('/start')).body).toContain(textsEn.start.noPortal);
    aws.console.enableInstanceSoon('eu-west-1', 60_000);
    expect((await visitor.get('/console')).body).toContain(textsEn.consoleSite.isEnabling);
  });

  it('S310 signs in with the user name alone, lists accounts and roles, and signs out', async () => {
    const { aws, browser, newUser } = await aSite();
    await newUser('kim');
    const visitor = browser();
    expect((await visitor.submit('/start', 'signIn', { userName: ' ' })).status).toBe(400);
    const refused = await visitor.submit('/start/', 'signIn', { userName: 'kim' });
    expect([refused.status, refused.body.includes('kim has no password')]).toEqual([400, true]);
    expect(refused.body).toContain('aria-invalid="true"');
    aws.console.setPassword('kim');
    const answered = await visitor.submit('/start', 'signIn', { userName: 'KIM' }, { follow: false });
    expect([answered.status, answered.headers.location]).toEqual([303, '/start']);
    expect(String(answered.headers['set-cookie'])).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    const inside = await visitor.get('/start');
    for (const text of ['<bdi>kim</bdi>', '111122223333', 'AdministratorAccess', 'ReadOnly']) {
      expect(inside.body).toContain(text);
    }
    aws.console.setAlias('lemon');
    const renamed = await visitor.get('/start');
    for (const text of ['https://lemon.awsapps.com/start', 'AdministratorAccess']) expect(renamed.body).toContain(text);
    await visitor.submit('/start', 'signOut', {});
    expect((await visitor.get('/start')).body).not.toContain('AdministratorAccess');
  });

  it('S311 trusts no other sign-in than its own', async () => {
    const { aws, browser } = await withKim();
    const visitor = browser();
    await visitor.submit('/start', 'signIn', { userName: 'kim' });
    const cookie = 'sso-setup-sandbox-portal';
    const sealed = visitor.jar.get(cookie) ?? never();
    const isIn = async () => (await visitor.get('/start')).body.includes('AdministratorAccess');
    expect(await isIn()).toBe(true);
    const [text = '', mark = ''] = sealed.split('.');
    const forged = Buffer.from(Buffer.from(text, 'base64url').toString().replace('kim', 'lee')).toString('base64url');
    for (const value of [`${forged}.${mark}`, text, '', `${text}.`, `.${mark}`]) {
      visitor.jar.set(cookie, value);
      expect(await isIn()).toBe(false);
    }
    const elsewhere = await withKim();
    const stranger = elsewhere.browser();
    stranger.jar.set(cookie, sealed);
    expect((await stranger.get('/start')).body).not.toContain('AdministratorAccess');
    visitor.jar.set(cookie, sealed);
    expect(await isIn()).toBe(true);
    Object.assign(aws.world.instances[0] ?? {}, { users: [] });
    expect(await isIn()).toBe(false);
  });

  it('S312 lets a person compare the code of a device, and allow or deny it', async () => {
    for (const [act, state] of [
      ['allow', 'approved'],
      ['deny', 'denied'],
    ] as const) {
      const { portal, browser } = await withKim();
      const visitor = browser();
      expect((await visitor.get('/device?user_code=none')).status).toBe(404);
      const path = '/device?user_code=bcdfghjk';
      const first = await visitor.get(path);
      expect(first.body).toContain('<p class="code">BCDF-GHJK</p>');
      const token = /name="token" value="([^"]+)"/.exec(first.body)?.[1] ?? never();
      await visitor.post(path, { token, act });
      expect(portal.state).toBe('pending');
      expect((await visitor.submit(path, 'signIn', { userName: 'nobody' })).status).toBe(400);
      const inside = await visitor.submit(path, 'signIn', { userName: 'kim' });
      expect(inside.body).toContain(`<button type="submit">${textsEn.request.allow}</button>`);
      const ended = await visitor.submit(path, act, {});
      expect(ended.body).toContain(`<h1>${textsEn.request[state]}</h1>`);
      expect([portal.state, portal.approvals]).toEqual([state, act === 'allow' ? ['kim'] : []]);
      const twice = await visitor.post(path, { token, act });
      expect([twice.status, portal.approvals.length < 2]).toEqual([200, true]);
      portal.state = 'expired';
      expect((await visitor.get(path)).body).toContain(`<h1>${textsEn.request.expired}</h1>`);
    }
    const { portal, browser } = await withKim();
    const visitor = browser();
    portal.approvals.push('broken');
    await visitor.submit('/device?user_code=BCDF-GHJK', 'signIn', { userName: 'kim' });
    const failed = await visitor.submit('/device?user_code=BCDF-GHJK', 'allow', {});
    expect([failed.status, failed.body.includes('is out of order.')]).toEqual([400, true]);
    await visitor.submit('/device?user_code=BCDF-GHJK', 'signOut', {});
    expect((await visitor.get('/device?user_code=BCDF-GHJK')).body).toContain(textsEn.request.signInFirst);
  });

  it('S313 sends the answer to an application, and nobody anywhere when the request is wrong', async () => {
    const { browser } = await withKim();
    const visitor = browser();
    const first = await visitor.get(authorize);
    const token = /name="token" value="([^"]+)"/.exec(first.body)?.[1] ?? never();
    expect((await visitor.post(authorize, { token, act: 'allow' })).headers.location).toBeUndefined();
    await visitor.submit(authorize, 'signIn', { userName: 'kim' });
    const allowed = await visitor.submit(authorize, 'allow', {});
    expect([allowed.status, allowed.headers.location]).toEqual([303, `${callback}?code=kim&state=x&y`]);
    const denied = await visitor.submit(authorize, 'deny', {});
    expect([denied.status, denied.headers.location]).toEqual([303, `${callback}?error=access_denied&state=x&y`]);
    for (const bad of ['/authorize', '/authorize?client_id=known&redirect_uri=https%3A%2F%2Fevil.example']) {
      const answered = [await visitor.get(bad), await visitor.post(bad, { token, act: 'allow' })];
      for (const { status, headers } of answered) expect([status, headers.location]).toEqual([400, undefined]);
    }
  });
});

/** Every text by its path; functions as what they give for a name. */
function leaves(texts: object, path = ''): [string, string][] {
  return Object.entries(texts).flatMap(([key, value]): [string, string][] => {
    const here = `${path}.${key}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value !== 'function') return leaves(value, here);
    const said: unknown = value('X');
    return [[here, typeof said === 'object' ? (said as { source: string }).source : String(said)]];
  });
}
