import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Organizations } from '@aws-sdk/client-organizations';
import { STS } from '@aws-sdk/client-sts';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type SandboxOptions, sandboxPlace } from '../../src/sandbox-place.ts';
import { virtualClock } from '../helpers/clock.ts';
import { refused } from './helpers.ts';

/** Runs, one after the other, over one state file. */
function aSandbox() {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const state = join(folder, 'aws.json');
  const run = (scenario?: string, more: Partial<SandboxOptions> = {}) =>
    sandboxPlace(
      { state, reset: false, env: {}, ...(scenario === undefined ? {} : { scenario }), ...more },
      virtualClock(),
    );
  const alias = () => JSON.parse(readFileSync(state, 'utf8')).instances[0]?.portal.alias;
  return { state, run, alias };
}

type Place = ReturnType<typeof sandboxPlace>;

function clientsAt({ connection: { credentials, requestHandler } }: Place) {
  if (credentials === undefined || requestHandler === undefined) throw new Error('The sandbox needs both.');
  const config = { region: 'us-east-1', credentials, requestHandler, maxAttempts: 1 };
  return { sts: new STS(config), organizations: new Organizations(config) };
}

const callerAt = (place: Place) => clientsAt(place).sts.getCallerIdentity({});

function portalWaits(place: Place, alias: string) {
  return place.notice?.({
    type: 'waitingForPerson',
    step: 'portal',
    key: alias,
    url: 'https://us-east-1.console.aws.amazon.com/singlesignon/home?region=us-east-1',
    untilMs: 0,
  });
}

describe('the sandbox as the place of a run', () => {
  it('meets the same trouble in the next run, without the flag', async () => {
    const { run } = aSandbox();
    for (const scenario of ['expired-credentials', undefined]) {
      expect((await refused(callerAt(run(scenario)))).name).toBe('ExpiredToken');
    }
    expect((await callerAt(run('enabled'))).Account).toBe('111122223333');
    expect((await callerAt(run())).Account).toBe('111122223333');
  });

  it('has no credentials when the world has none', async () => {
    const { run } = aSandbox();
    for (const scenario of ['no-credentials', undefined]) {
      const { name, message } = await refused(callerAt(run(scenario)));
      expect([name, message]).toEqual(['CredentialsProviderError', 'Could not load credentials from any providers']);
    }
  });

  it('leaves the state as it is where it is only read, and where there is none', async () => {
    const { state, run } = aSandbox();
    const organizationAt = (place: Place) => clientsAt(place).organizations.createOrganization({});
    await organizationAt(run(undefined, { readOnly: true }));
    expect(existsSync(state)).toBe(false);
    run();
    const before = readFileSync(state, 'utf8');
    await organizationAt(run(undefined, { readOnly: true }));
    expect(readFileSync(state, 'utf8')).toBe(before);
    await organizationAt(run());
    expect(readFileSync(state, 'utf8')).not.toBe(before);
  });

  it('names the scenarios when one is unknown', () => {
    expect(() => aSandbox().run('nowhere')).toThrow(
      expect.objectContaining({
        id: 'badFlag',
        facts: expect.objectContaining({ detail: expect.stringContaining('alias-taken') }),
      }),
    );
  });

  it('names the portal while a person is waited for', () => {
    vi.useFakeTimers();
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const { run, alias } = aSandbox();
    expect(portalWaits(run('alias-taken'), 'lemon')).toBeUndefined();
    vi.advanceTimersByTime(1_999);
    expect(alias()).toBeUndefined();
    vi.advanceTimersByTime(1);
    expect(alias()).toBe('lemon');
    portalWaits(run(), 'other');
    vi.advanceTimersByTime(2_000);
    expect(alias()).toBe('lemon');
    portalWaits(run('alias-taken'), 'lemonlogin');
    vi.advanceTimersByTime(2_000);
    expect(alias()).toBeUndefined();
  });
});
