import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { Server } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { type Clock, systemClock } from '../../src/clock.ts';
import { Stopped } from '../../src/problem.ts';
import type { FaultCall } from '../../src/sandbox/index.ts';
import type { SignInPage } from '../../src/screen.ts';
import { signInAndProve } from '../../src/sign-in/prove.ts';
import { agreesAs, KIM, kim, MANAGEMENT, ROLE, refuses, signsIn } from './somebody.ts';

const DEVICE = { via: 'device', browser: false, clock: undefined };
const BROWSER = { via: 'browser', browser: true, clock: systemClock };
/** Time that jumps would be over before the browser is back. */
const WAYS = [DEVICE, BROWSER] as const;

const tokenFile = (tokens: string, session: string) =>
  join(tokens, `${createHash('sha1').update(session).digest('hex')}.json`);

describe.each(WAYS)('with a $via', ({ via, browser, clock }) => {
  const somebody = (wanted: Parameters<typeof kim>[0] = {}) => kim({ ...(clock && { clock }), ...wanted });

  test('somebody signs in, and AWS says who they are', async () => {
    const one = await somebody();
    const { ended, pages } = signsIn(one, { browser, asked: agreesAs() });
    const { code, report } = await ended;
    expect(code).toBe(0);
    expect(report.signedIn).toMatchObject({
      arn: expect.stringMatching(ROLE),
      account: MANAGEMENT,
      permissionSet: 'AdministratorAccess',
      startUrl: one.startUrl,
      region: 'us-east-1',
      profile: 'admin',
    });
    expect(pages.map((page) => page.via)).toEqual([via]);
  });

  test('the token is kept under the name of the session, for this person only, and renews itself', async () => {
    const one = await somebody();
    const { report } = await signsIn(one, { browser, asked: agreesAs() }).ended;
    const { tokens } = one.files;
    const file = tokenFile(tokens, 'acme');
    expect(readdirSync(tokens).map((name) => join(tokens, name))).toEqual([file]);
    expect([statSync(file).mode & 0o777, statSync(tokens).mode & 0o777]).toEqual([0o600, 0o700]);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      startUrl: one.startUrl,
      region: 'us-east-1',
      accessToken: expect.any(String),
      expiresAt: report.signedIn?.expiresAt,
      clientId: expect.any(String),
      clientSecret: expect.any(String),
      registrationExpiresAt: time,
      refreshToken: expect.any(String),
    });
    expect(report.signedIn?.expiresAt).toEqual(time);
  });

  test('a refusal ends it with 1, and nothing is kept', async () => {
    const one = await somebody();
    const { code, report } = await signsIn(one, { browser, asked: refuses }).ended;
    expect([code, report.problem?.id]).toEqual([1, 'signInRefused']);
    expect(() => readdirSync(one.files.tokens)).toThrow('ENOENT');
  });

  test('who does not answer has ten minutes; it ends with 3, and nothing is kept', async () => {
    const one = await kim();
    const started = one.account.clock.now();
    const { code, report } = await signsIn(one, { browser }).ended;
    expect([code, report.problem?.id]).toEqual([3, 'signInExpired']);
    expect(one.account.clock.now() - started).toBe(600_000);
    expect(() => readdirSync(one.files.tokens)).toThrow('ENOENT');
  });

  test('who stops while it waits is heard at once, with 130, and nothing is left to wait for', async () => {
    const one = await somebody({ clock: systemClock });
    let asleep = 0;
    const counting: Clock = {
      now: systemClock.now,
      sleep: async (ms, signal) => {
        asleep += 1;
        await systemClock.sleep(ms, signal).finally(() => {
          asleep -= 1;
        });
      },
    };
    const { ended, pages, stop } = signsIn(one, {
      browser,
      clock: counting,
      asked: () => setTimeout(() => stop.abort(new Stopped()), 20),
    });
    const { code, report } = await ended;
    expect([code, report.stopped, asleep]).toEqual([130, true, 0]);
    const [page] = pages;
    const back = page?.via === 'browser' ? new URL(page.url).searchParams.get('redirect_uri') : null;
    if (back !== null) await expect(fetch(back)).rejects.toThrow('fetch failed');
    expect(() => readdirSync(one.files.tokens)).toThrow('ENOENT');
  });

  test('an address that is no portal’s is told at once, with 64', async () => {
    const typo = (text: string) => text.replace(/(sso_start_url = ).*/, '$1https://lemonlogn.awsapps.com/start');
    const { ended, pages } = signsIn(await somebody({ config: typo }), { browser });
    const { code, report } = await ended;
    expect([code, report.problem?.id]).toEqual([64, 'portalUnknown']);
    expect(report.problem?.facts).toMatchObject({ region: 'us-east-1', url: 'https://lemonlogn.awsapps.com/start' });
    expect(pages).toEqual([]);
  });

  test.each(['us-east-1 # home', 'evil.example/x?', '한국'])(
    'a Region that is none is told before anything is sent, with 64: %s',
    async (region) => {
      const one = await kim({ config: (text) => text.replace(/(sso_region = ).*/, () => `sso_region = ${region}`) });
      const { ended, pages } = signsIn(one, { browser });
      const { code, report } = await ended;
      expect([code, report.problem?.id]).toEqual([64, 'portalUnknown']);
      expect(report.problem?.facts).toMatchObject({ region, reason: 'region' });
      expect([pages, one.account.simulated.calls]).toEqual([[], []]);
    },
  );

  test('an account that the portal does not have is told with those that it has, with 64', async () => {
    const other = (text: string) => text.replace(/(sso_account_id = ).*/, '$1999988887777');
    const one = await somebody({ config: other });
    const { code, report } = await signsIn(one, { browser, asked: agreesAs() }).ended;
    expect([code, report.problem?.id]).toEqual([64, 'foreignPortal']);
    expect(report.problem?.facts).toMatchObject({
      account: '999988887777',
      url: one.startUrl,
      known: expect.stringContaining(MANAGEMENT),
    });
  });
});

const elsewhere = (text: string) => text.replace('sso_region = us-east-1', 'sso_region = eu-west-1');

test('in the browser where nothing can listen on 127.0.0.1, a code is compared instead', async () => {
  const listen = vi.spyOn(Server.prototype, 'listen').mockImplementation(function fails(this: Server) {
    const error = Object.assign(new Error('no such address'), { code: 'EADDRNOTAVAIL', syscall: 'listen' });
    queueMicrotask(() => this.emit('error', error));
    return this;
  });
  onTestFinished(() => listen.mockRestore());
  const { ended, pages } = signsIn(await kim(), { browser: true, asked: agreesAs() });
  expect(await ended).toMatchObject({ code: 0 });
  expect(pages.map(({ via }) => via)).toEqual(['device']);
});

describe('in the wrong Region', () => {
  test('a device is told so as soon as it asks, before anybody has typed the code', async () => {
    const one = await kim({ config: elsewhere });
    const started = one.account.clock.now();
    const { code, report } = await signsIn(one).ended;
    expect([code, report.problem?.id, report.problem?.facts.region]).toEqual([64, 'portalElsewhere', 'eu-west-1']);
    expect(one.account.clock.now() - started).toBeLessThan(10_000);
  });

  test('in the browser only the page says it, so that the wait ends by itself', async () => {
    const one = await kim({ config: elsewhere });
    let said = '';
    const asked: Parameters<typeof signsIn>[1] = {
      browser: true,
      asked: (page, account) => {
        try {
          agreesAs()(page, account);
        } catch (error) {
          said = String(error);
        }
      },
    };
    const { report } = await signsIn(one, asked).ended;
    expect(said).toContain('invalid_grant');
    expect(report.problem?.id).toBe('signInExpired');
  });
});

describe('a device', () => {
  test('asks no more often than it was told, until the person has agreed', async () => {
    const one = await kim();
    const { clock } = one.account;
    const { ended } = signsIn(one, {
      asked: (page, account) => void clock.sleep(90_000).then(() => agreesAs()(page, account)),
    });
    expect(await ended).toMatchObject({ code: 0 });
    const asked = one.account.simulated.calls.filter(({ operation }) => operation === 'CreateToken');
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter(({ error }) => error === 'SlowDownException')).toEqual([]);
  });

  test('that asks too often waits five seconds longer each time it is told', async () => {
    let told = 0;
    const fault = ({ operation }: FaultCall) => {
      if (operation !== 'CreateToken' || ++told > 3) return undefined;
      return { kind: 'refuse', code: 'SlowDownException', message: 'Slow down.', status: 400 } as const;
    };
    const one = await kim({ behaviour: { fault } });
    const started = one.account.clock.now();
    expect(await signsIn(one, { asked: agreesAs() }).ended).toMatchObject({ code: 0 });
    const times = one.account.simulated.calls.flatMap(({ operation, at }) => (operation === 'CreateToken' ? [at] : []));
    const gaps = times.map((at, index) => at - (times[index - 1] ?? started));
    expect(gaps.map((gap) => Math.round((gap - (gaps[0] ?? 0)) / 1000))).toEqual([0, 5, 10, 15]);
  });

  test('shows what the person compares, and the document says how it ended', async () => {
    const one = await kim();
    const { ended, pages, wizard } = signsIn(one, { asked: agreesAs() });
    const { document } = await ended;
    const [page] = pages;
    expect(page).toMatchObject({ via: 'device', userCode: expect.stringMatching(/^[A-Z]{4}-[A-Z]{4}$/) });
    expect(wizard.person.seen).toContain(page?.via === 'device' ? page.userCode : '?');
    expect(document).toMatchObject({
      schema: 'sso-setup/result/1',
      status: 'in_sync',
      account: MANAGEMENT,
      region: 'us-east-1',
      portalUrl: one.startUrl,
      changes: [],
      error: null,
      signedIn: { arn: expect.stringMatching(ROLE), profile: 'admin' },
    });
  });
});

describe('access that is not there', () => {
  test('yet is waited for: a fresh assignment gives credentials after 20 seconds', async () => {
    const one = await kim({ behaviour: { portalLagMs: 20_000 } });
    expect(await signsIn(one, { asked: agreesAs() }).ended).toMatchObject({ code: 0 });
    const refusals = one.account.simulated.calls.filter(({ error }) => error === 'ForbiddenException');
    expect(refusals.length).toBeGreaterThan(3);
  });

  test('after a minute is not assigned, with 4; the sign-in itself is kept', async () => {
    const one = await kim({ behaviour: { portalLagMs: 3_600_000 } });
    const started = one.account.clock.now();
    const { code, report } = await signsIn(one, { asked: agreesAs() }).ended;
    expect([code, report.problem?.id]).toEqual([4, 'notAssigned']);
    expect(report.problem?.facts).toEqual({ account: MANAGEMENT, name: 'AdministratorAccess', reason: 'notYet' });
    expect(one.account.clock.now() - started).toBeGreaterThanOrEqual(60_000);
    expect(readdirSync(one.files.tokens)).toHaveLength(1);
  });

  test('under this name is told with the names that there are', async () => {
    const one = await kim({ config: (text) => text.replace(/(sso_role_name = ).*/, '$1Reader') });
    const { code, report } = await signsIn(one, { asked: agreesAs() }).ended;
    expect([code, report.problem?.id]).toEqual([4, 'notAssigned']);
    expect(report.problem?.facts).toMatchObject({ name: 'Reader', known: 'AdministratorAccess' });
  });

  test('at a portal that is ours for sure is waited for, also while the account is not even listed', async () => {
    const one = await kim();
    const { clock } = one.account;
    const { screen } = signsIn(one, { asked: refuses }).wizard.tools;
    const goal = {
      portal: { startUrl: one.startUrl, region: 'us-east-1', derived: true },
      tokenName: 'acme',
      account: '222233334444',
      permissionSet: 'AdministratorAccess',
    };
    const started = clock.now();
    const tools = {
      aws: one.account.connect().reader,
      screen,
      files: undefined,
      waiting: (page: SignInPage) => void agreesAs()(page, one.account),
    };
    await expect(signInAndProve(goal, 'device', tools)).rejects.toMatchObject({ id: 'notAssigned' });
    expect(clock.now() - started).toBeGreaterThanOrEqual(60_000);
  });

  test('for somebody else who signed in is told, too', async () => {
    const { code, report, document } = await signsIn(await kim(), { asked: agreesAs('lee') }).ended;
    expect([code, report.problem?.id, document?.error?.code]).toEqual([4, 'notAssigned', 'notAssigned']);
  });
});

test('an account that was asked for and that the profile does not lead to is told before anything is sent', async () => {
  const one = await kim();
  const inAccount = (account: string) => signsIn(one, { asked: agreesAs(), options: { answers: { account } } }).ended;
  const { code, report } = await inAccount('999988887777');
  expect([code, report.problem?.id]).toEqual([64, 'wrongAccount']);
  expect(report.problem?.facts).toMatchObject({ account: MANAGEMENT, wanted: '999988887777' });
  expect(one.account.simulated.calls).toEqual([]);
  expect(await inAccount(MANAGEMENT)).toMatchObject({ code: 0 });
});

test.each(['sso_account_id', 'sso_role_name'])(
  'a profile without %s is signed in with, but nothing says that it works afterwards',
  async (key) => {
    const one = await kim({ config: (text) => text.replace(new RegExp(`${key} = .*\n`), '') });
    const { code, report } = await signsIn(one, { asked: agreesAs() }).ended;
    expect(code).toBe(0);
    expect(report.signedIn).toMatchObject({ account: MANAGEMENT, permissionSet: 'AdministratorAccess' });
    expect(report.signedIn).not.toHaveProperty('profile');
  },
);

describe('what is kept', () => {
  test('may be nothing where the folder cannot be made: who signs in is told, and what the profile does then', async () => {
    const one = await kim();
    const { tokens } = one.files;
    writeFileSync(dirname(tokens), '');
    const { ended, wizard } = signsIn(one, { asked: agreesAs() });
    const { code, report } = await ended;
    expect(code).toBe(0);
    expect(report.notes).toContainEqual({ id: 'tokenNotKept', folder: tokens, code: 'ENOTDIR' });
    expect(wizard.person.seen).toContain('ENOTDIR');
    expect(report.signedIn).not.toHaveProperty('profile');
  });

  test('is replaced as a whole by the next sign-in, and there is nothing beside it', async () => {
    const one = await kim();
    await signsIn(one, { asked: agreesAs() }).ended;
    const file = tokenFile(one.files.tokens, 'acme');
    const [first, { ino }] = [readFileSync(file, 'utf8'), statSync(file)];
    await signsIn(one, { asked: agreesAs() }).ended;
    expect(readFileSync(file, 'utf8')).not.toBe(first);
    expect(statSync(file).ino).not.toBe(ino);
    expect(readdirSync(one.files.tokens)).toHaveLength(1);
  });

  test('never has the credentials of a role in it, and neither has what is said', async () => {
    const one = await kim();
    const { ended, wizard } = signsIn(one, { asked: agreesAs() });
    await ended;
    const folder = dirname(one.files.config.path);
    const all = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(all.map(({ name }) => name).sort()).toHaveLength(2);
    const texts = all.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    const { accessToken, refreshToken, clientSecret } = JSON.parse(
      readFileSync(tokenFile(one.files.tokens, 'acme'), 'utf8'),
    );
    expect(texts.join()).not.toMatch(/ASIA|aws_(access|secret|session)/i);
    for (const secret of [accessToken, refreshToken, clientSecret, 'ASIA']) {
      expect(wizard.person.seen + wizard.stdout.text).not.toContain(secret);
    }
  });

  test('is under the start URL for a profile of the old kind, which has no session', async () => {
    const legacy = (text: string) => {
      const [, startUrl] = /sso_start_url = (.*)/.exec(text) ?? [];
      const keys = [`sso_start_url = ${startUrl}`, 'sso_region = us-east-1', `sso_account_id = ${MANAGEMENT}`];
      return `[profile old]\n${keys.join('\n')}\nsso_role_name = AdministratorAccess\n`;
    };
    const one = await kim({ config: legacy });
    const { report } = await signsIn(one, { asked: agreesAs() }).ended;
    expect(report.signedIn).toMatchObject({ profile: 'old' });
    expect(readdirSync(one.files.tokens)).toEqual([`${createHash('sha1').update(one.startUrl).digest('hex')}.json`]);
  });
});

test('a config file that cannot be used ends it with 64, with the line', async () => {
  const one = await kim({ config: (text) => `${text}[profile admin]\n` });
  const { code, report } = await signsIn(one).ended;
  expect([code, report.problem?.id]).toEqual([64, 'awsConfigUnusable']);
  expect(report.problem?.facts).toMatchObject({ reason: 'duplicateSection', line: expect.any(String) });
});

test('who is nobody has nowhere to sign in, with 64, and everything to set up', async () => {
  const one = await kim({ config: () => '' });
  const { code, document } = await signsIn(one, { asked: agreesAs(KIM) }).ended;
  expect([code, document?.error?.code]).toEqual([64, 'signInNowhere']);
  expect(document?.next).toEqual(['npx sso-setup']);
});
