import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { emptyWorld, openWorld, scenarios, type World } from '../../src/sandbox/index.ts';
import { anAws, anInstance, post, refused } from './helpers.ts';

type Trouble = NonNullable<World['trouble']>;

function withTrouble(trouble: Trouble): World {
  return { ...scenarios.enabled(), trouble };
}

/** What the clients are refused with, and the public service's answer. */
async function troubled(trouble: Trouble) {
  const made = anAws({ world: withTrouble(trouble) });
  const { sts, sso, org, account } = made;
  const calls = [sts.getCallerIdentity({}), sso.listInstances({}), org.listRoots({}), account.listRegions({})];
  const refusals = await Promise.all(calls.map(refused));
  const open = await made.oidc.registerClient({ clientName: 'x', clientType: 'public' }).catch((error) => error);
  return { ...made, refusals, open };
}

describe('what is in the way', () => {
  it('S171 adds to the behaviour', async () => {
    const trouble = { deny: ['sso:CreatePermissionSet'], denyRegions: ['eu-west-1'] };
    const behaviour = { deny: ['identitystore:CreateGroup'], denyRegions: ['eu-west-2'] };
    const { newSet, newGroup, newUser } = anInstance({ world: withTrouble(trouble), behaviour });
    expect((await refused(newSet())).message).toContain('not authorized to perform: sso:CreatePermissionSet');
    expect((await refused(newGroup())).message).toContain('not authorized to perform: identitystore:CreateGroup');
    await newUser();
    for (const region of ['eu-west-1', 'eu-west-2']) {
      const { sso } = anAws({ world: withTrouble(trouble), behaviour, region });
      expect((await refused(sso.listInstances({}))).name).toBe('AccessDeniedException');
    }
    for (const [throttleRate, asked] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const { sso } = anAws({ world: withTrouble({ throttleRate }), behaviour: { throttleRate: asked } });
      expect((await refused(sso.listInstances({}))).name).toBe('ThrottlingException');
    }
  });

  it('S172 takes the network away', async () => {
    const { aws, refusals, open } = await troubled({ network: 'gone' });
    expect([...refusals, open].map((error) => [error.code, error.message])).toEqual([
      ['ENOTFOUND', 'getaddrinfo ENOTFOUND sts.us-east-1.amazonaws.com'],
      ['ENOTFOUND', 'getaddrinfo ENOTFOUND sso.us-east-1.amazonaws.com'],
      ['ENOTFOUND', 'getaddrinfo ENOTFOUND organizations.us-east-1.amazonaws.com'],
      ['ENOTFOUND', 'getaddrinfo ENOTFOUND account.us-east-1.amazonaws.com'],
      ['ENOTFOUND', 'getaddrinfo ENOTFOUND oidc.us-east-1.amazonaws.com'],
    ]);
    expect(aws.calls.map((call) => call.error)).toEqual(Array(5).fill('ENOTFOUND'));
    const { newGroup, aws: lonely } = anInstance({ world: withTrouble({ network: 'gone' }) });
    await refused(newGroup());
    expect(lonely.world.instances[0]?.groups).toEqual([]);
  });

  it('S173 answers as a proxy does', async () => {
    const { aws, newGroup, oidc, sts } = anInstance({ world: withTrouble({ network: 'html' }) });
    expect((await refused(newGroup())).name).toBe('SyntaxError');
    expect((await refused(oidc.registerClient({ clientName: 'x', clientType: 'public' }))).name).toBe('SyntaxError');
    // The SDK takes the page for XML, and the call for a success that tells nothing.
    expect((await sts.getCallerIdentity({})).Account).toBeUndefined();
    const answered = await post(aws, 'SWBExternalService.ListInstances', '{}');
    expect([answered.status, answered.headers['content-type']]).toEqual([200, 'text/html']);
    expect(aws.world.instances[0]?.groups).toEqual([]);
  });

  it('S174 finds the clock wrong', async () => {
    const { aws, clock, refusals, open } = await troubled({ clockOffsetSeconds: 3600 });
    const code = 'InvalidSignatureException';
    expect(refusals.map((error) => error.name)).toEqual(['SignatureDoesNotMatch', code, code, code]);
    const text = 'Signature expired: 20261123T061500Z is now earlier than 20261123T071000Z (20261123T071500Z - 5 min.)';
    expect(new Set(refusals.map((error) => error.message))).toEqual(new Set([text]));
    expect(open.clientId).toMatch(/./);
    const answered = await post(aws, 'SWBExternalService.ListInstances', '{}');
    expect(Date.parse(answered.headers.date ?? '')).toBe(clock.now() + 3_600_000);
    const ahead = await troubled({ clockOffsetSeconds: -600 });
    expect(ahead.refusals[1]?.message).toBe(
      'Signature not yet current: 20261123T061500Z is still later than 20261123T061000Z (20261123T060500Z + 5 min.)',
    );
  });

  it('S175 lets credentials expire', async () => {
    const { refusals, open } = await troubled({ credentials: 'expired' });
    const code = 'ExpiredTokenException';
    expect(refusals.map((error) => error.name)).toEqual(['ExpiredToken', code, code, code]);
    expect(refusals[0]?.$metadata?.httpStatusCode).toBe(403);
    expect(refusals[1]?.message).toBe('The security token included in the request is expired');
    expect(open.clientId).toMatch(/./);
  });

  it('S176 knows names of other companies', async () => {
    const { aws, oidc } = anAws({ world: { ...scenarios.enabled(), foreignAliases: ['lemon'] } });
    const client = await oidc.registerClient({ clientName: 'x', clientType: 'public' });
    const { clientId, clientSecret } = client;
    await oidc.startDeviceAuthorization({ clientId, clientSecret, startUrl: 'https://lemon.awsapps.com/start' });
    expect(() => aws.console.setAlias('lemon')).toThrow('The alias lemon is taken.');
    aws.console.setAlias('lemons');
  });

  it('S177 reads it from the file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, 'world.json');
    const opened = (more: object) => {
      writeFileSync(file, JSON.stringify({ ...emptyWorld(), ...more }));
      return openWorld(file);
    };
    expect(opened({})).toEqual(emptyWorld());
    const trouble: Trouble = {
      deny: ['sso:*', '*:Create*'],
      denyRegions: ['eu-west-1'],
      throttleRate: 0.5,
      network: 'gone',
      clockOffsetSeconds: -60,
      credentials: 'none',
    };
    expect(opened({ trouble, foreignAliases: ['lemon'] })).toEqual({
      ...emptyWorld(),
      trouble,
      foreignAliases: ['lemon'],
    });
    const broken: [object, string][] = [
      [{ trouble: null }, '"trouble" must be an object'],
      [{ trouble: ['proxy'] }, '"trouble" must be an object'],
      [{ trouble: { netwerk: 'gone' } }, '"trouble.netwerk" is not known; known are deny, '],
      [{ trouble: { network: 'slow' } }, '"trouble.network" must be "gone" or "html"; it is "slow"'],
      [{ trouble: { credentials: true } }, '"trouble.credentials" must be "none" or "expired"; it is true'],
      [{ trouble: { clockOffsetSeconds: '1 h' } }, '"trouble.clockOffsetSeconds" must be a whole number'],
      [{ trouble: { throttleRate: 2 } }, '"trouble.throttleRate" must be a number from 0 to 1; it is 2'],
      [{ trouble: { deny: 'iam:*' } }, '"trouble.deny" must be a list of IAM actions'],
      [{ trouble: { denyRegions: ['Seoul'] } }, '"trouble.denyRegions" must be a list of Regions'],
      [{ foreignAliases: 'lemon' }, '"foreignAliases" must be a list of texts'],
    ];
    for (const [more, text] of broken) expect(() => opened(more)).toThrow(`${file}: ${text}`);
  });
});
