import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { whoAmI } from '../../src/aws/caller.ts';
import { connect } from '../../src/aws/clients.ts';
import { messagesFor } from '../../src/messages/index.ts';
import { orient } from '../../src/orient.ts';
import type { Fault, FaultCall } from '../../src/sandbox/index.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { again, anAccount, failuresOf, isInSync, setUp, type TestAccount } from '../helpers/account.ts';
import { bigCompany, companyWorld } from '../helpers/big-company.ts';
import { ALL_ANSWERS, aComputer } from '../helpers/program.ts';
import { cases, held } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';

/** No run goes on longer than this when AWS cannot be reached; milliseconds. */
const MOST = 30_000;
const FIFTEEN_MINUTES = 900_000;

const wholeRun = (account: TestAccount) => setUp(account, company(), { waitMs: FIFTEEN_MINUTES });

const reference = anAccount({ enabled: false, behaviour: { asyncMs: 3_000 } });
await wholeRun(reference);
const calls = reference.newCalls();

/** How a call comes to nothing: no such host, a connection that breaks, a server that says nothing. */
const KINDS = ['unreachable', 'unsent', 'silent'] as const;

/** So many of a list, evenly spread; the first and the last are always among them. */
function some<T>(all: readonly T[], count: number): T[] {
  const step = (all.length - 1) / (Math.min(count, all.length) - 1);
  return all.filter((_, i) => Math.round(Math.round(i / step) * step) === i);
}

/** An account whose network does this to a call; nothing when it gets through. */
function behind(
  trouble: (host: string) => (typeof KINDS)[number] | undefined,
  account: TestAccount = anAccountThatIsNew(),
): TestAccount {
  const { clock, simulated } = account;
  const handler = simulated.requestHandler();
  const requestHandler: typeof handler = {
    ...handler,
    async handle(request, options) {
      const kind = trouble(request.headers.host ?? '');
      if (kind === undefined) return handler.handle(request, options);
      if (kind === 'silent') await clock.sleep(9_000);
      throw kind === 'silent' ? timeout() : lost(kind === 'unsent' ? 'ECONNRESET' : 'ENOTFOUND');
    },
  };
  const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
  const connected = () => connect({ clock, credentials, requestHandler, tell: (news) => account.told.push(news) });
  return { ...account, connect: connected };
}

/** An account whose network is gone from a call on, and when that was. */
function goingAway(at: number, kind: (typeof KINDS)[number], account?: TestAccount) {
  let index = 0;
  let since = Number.POSITIVE_INFINITY;
  const gone = behind(() => {
    if (index++ < at) return undefined;
    since = Math.min(since, gone.clock.now());
    return kind;
  }, account);
  return { ...gone, goneFor: () => gone.clock.now() - since };
}

const anAccountThatIsNew = () => anAccount({ enabled: false, behaviour: { asyncMs: 3_000 } });
const lost = (code: string) => Object.assign(new Error(`${code} sso.us-east-1.amazonaws.com`), { code });
/** As the SDK's own handler gives up. */
const timeout = () => Object.assign(new Error('socket hang up'), { name: 'TimeoutError' });

/** What stopped a run: what was thrown, or the first thing that failed. */
async function problemOf(run: ReturnType<typeof setUp>) {
  try {
    const outcomes = (await run).results.map(({ outcome }) => outcome);
    return outcomes.find((outcome) => outcome.kind === 'failed')?.problem.id ?? outcomes.map(({ kind }) => kind);
  } catch (error) {
    return (error as { id?: string }).id ?? error;
  }
}

describe.each(KINDS)('a network in which every call is %s', (kind) => {
  test('from any call on: the run says so, waits no longer than half a minute, and the next one completes it', async () => {
    const moments = some([...calls.keys()], cases(2, calls.length));
    for (const at of moments) {
      const account = goingAway(at, kind);
      const ended = await problemOf(wholeRun(account));
      if (Array.isArray(ended)) expect(ended, `call ${at}`).toContain('waiting');
      else expect(ended, `call ${at}`).toBe('network');
      if (!Array.isArray(ended)) expect(account.goneFor(), `call ${at}`).toBeLessThanOrEqual(MOST);
      // Whoever waits longer than two questions take hears why.
      if (account.goneFor() > 20_500) expect(account.told.map(({ id }) => id)).toContain('retrying');
      const next = again(account, { asyncMs: 3_000 });
      expect(failuresOf(await wholeRun(next))).toEqual([]);
      expect(await isInSync(next, company())).toBe(true);
    }
    held('R21', moments.length, `calls from which on every call was ${kind}`);
  });
});

test('half-way through hundreds of things, all of them end together', async () => {
  for (const kind of KINDS.slice(0, cases(1, KINDS.length))) {
    const account = goingAway(300, kind, anAccount({ world: companyWorld(), behaviour: { asyncMs: 3_000 } }));
    expect(await problemOf(setUp(account, bigCompany()))).toBe('network');
    expect(account.goneFor(), kind).toBeLessThanOrEqual(MOST);
  }
});

describe('a network that lets only some Regions through', () => {
  const whatIsThere = async (account: TestAccount) => {
    const { reader } = account.connect();
    const place = { caller: await whoAmI(reader), region: 'us-east-1' };
    return orient(reader, place, { looking: () => {}, found: () => {} });
  };

  test('is one in which all goes on in the others', async () => {
    const [one, other] = ['sa-east-1', 'eu-north-1'];
    const trouble = (host: string) => (host.includes(one) || host.includes(other) ? 'silent' : undefined);
    const { problems, instance } = await whatIsThere(behind(trouble, anAccount()));
    expect([problems, instance?.region]).toEqual([[], 'us-east-1']);
  });

  test('does not keep Identity Center from being found', async () => {
    const trouble = (host: string) => (/sso\.(?!us-(east-1|west-2))/.test(host) ? 'silent' : undefined);
    const { problems, instance } = await whatIsThere(behind(trouble, anAccount({ region: 'us-west-2' })));
    expect([problems, instance?.region]).toEqual([[], 'us-west-2']);
  });
});

/** What a proxy or the sign-in page of a Wi-Fi network answers. */
const PORTALS = [200, 302, 307, 401, 403, 404, 407, 511];

describe('a page of HTML', () => {
  test.each(PORTALS)('with status %i instead of AWS ends the run at once, in its own words', async (status) => {
    const account = anAccount({ behaviour: { fault: () => ({ kind: 'html', status }) } });
    expect(await problemOf(setUp(account, company()))).toBe('notAws');
    expect(account.newCalls()).toHaveLength(1);
    held('R21', 1, 'statuses of a page of HTML');
  });

  test.each(some(PORTALS, cases(2, PORTALS.length)))(
    'with status %i half-way is overcome by the next run',
    async (status) => {
      const first = calls.findIndex(({ operation }) => operation === 'CreateGroup');
      const fault = ({ index }: FaultCall): Fault | undefined => (index < first ? undefined : { kind: 'html', status });
      const account = anAccount({ enabled: false, behaviour: { asyncMs: 3_000, fault } });
      expect(await problemOf(wholeRun(account))).toBe('notAws');
      const next = again(account, { asyncMs: 3_000 });
      expect(failuresOf(await wholeRun(next))).toEqual([]);
      expect(await isInSync(next, company())).toBe(true);
    },
  );
});

/** A server on 127.0.0.1 for one test; what is open is dropped at its end. */
async function serving(server: Server & { closeAllConnections?(): void }): Promise<string> {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => open.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The real program, whose AWS is at that address. */
async function runsAgainst(url: string) {
  const began = performance.now();
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
  const env = { ...keys, AWS_ENDPOINT_URL: url, AWS_REGION: 'us-east-1' };
  const { code, stdout, stderr } = await aComputer().run([...ALL_ANSWERS, '--yes', '--json'], env);
  const { error } = ResultDocument.parse(JSON.parse(stdout));
  return { code, message: error?.message, stderr, seconds: (performance.now() - began) / 1000 };
}

const { problems } = messagesFor('en');
const said = (id: 'network' | 'notAws') => expect.stringContaining(problems[id]({}).title.replace(/\.$/, ''));

describe('the program', () => {
  test('that finds a proxy says so', async () => {
    const address = await serving(
      createServer((request, response) => {
        request.resume();
        response
          .writeHead(302, { location: 'http://127.0.0.1:9/login', 'content-type': 'text/html' })
          .end('<html></html>');
      }),
    );
    expect(await runsAgainst(`http://${address}`)).toMatchObject({ code: 1, message: said('notAws') });
  });

  test('whose TLS meets a server without says that AWS cannot be reached', async () => {
    const address = await serving(createServer());
    expect(await runsAgainst(`https://${address}`)).toMatchObject({ code: 1, message: said('network') });
  });

  test('that was refused before any answer does not wait for what it asked besides', async () => {
    const address = await serving(
      createServer(async (request, response) => {
        let body = '';
        for await (const chunk of request) body += chunk;
        // Everything else is asked at the same time, and never answered.
        if (body.includes('GetCallerIdentity')) response.writeHead(403).end(UNKNOWN_KEYS);
      }),
    );
    const { code, seconds } = await runsAgainst(`http://${address}`);
    expect(code).toBe(4);
    // A call that nobody answers is given up after nine.
    expect(seconds).toBeLessThan(8);
  });

  // Each takes as long as patience does.
  describe.skipIf(cases(0, 1) === 0)('without a network', () => {
    test('is refused, and ends within half a minute', async () => {
      const server = createTcpServer();
      const address = await serving(server);
      await new Promise((resolve) => server.close(resolve));
      const ended = await runsAgainst(`http://${address}`);
      expect(ended).toMatchObject({ code: 1, message: said('network') });
      expect(ended.seconds).toBeLessThan(30);
    });

    test('hears nothing, and ends within half a minute', async () => {
      const ended = await runsAgainst(`http://${await serving(createTcpServer())}`);
      expect(ended).toMatchObject({ code: 1, message: said('network') });
      expect(ended.seconds).toBeLessThan(30);
    });

    test('is cut off every time, and ends within half a minute', async () => {
      const ended = await runsAgainst(`http://${await serving(createTcpServer((socket) => socket.destroy()))}`);
      expect(ended).toMatchObject({ code: 1, message: said('network') });
      expect(ended.seconds).toBeLessThan(30);
    });
  });
});

const UNKNOWN_KEYS =
  '<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>no</Message></Error></ErrorResponse>';
