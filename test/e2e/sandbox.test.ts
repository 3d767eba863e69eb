import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Identitystore } from '@aws-sdk/client-identitystore';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { FreshWorld } from '../../src/sandbox/index.ts';
import { openWorld, saveWorld } from '../../src/sandbox/state-file.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { ANSWERS, aComputer, endOf } from '../helpers/program.ts';

const PORTAL = /https:\/\/d-[0-9a-f]{10}\.awsapps\.com\/start/;

/** Whether a call fails. */
function refuses(call: Promise<unknown>): Promise<boolean> {
  return call.then(
    () => false,
    () => true,
  );
}

/** Changes the simulated AWS while no run is going on. */
function behindOurBack(file: string, act: (instance: FreshWorld['instances'][number]) => void): void {
  const world = openWorld(file);
  const instance = world?.instances[0];
  if (world === undefined || instance === undefined) throw new Error('There is no instance yet.');
  act(instance);
  saveWorld(file, world);
}

test("the README's command: everything is applied, the second run finds it, and drift is seen and repaired", async () => {
  const computer = aComputer();
  const first = await computer.run(['--sandbox']);
  expect(first).toMatchObject({ code: 0 });
  expect(first.stdout).toMatch(PORTAL);
  expect(first.stdout).toContain('created=6');

  const second = await computer.run(['--sandbox']);
  expect(second).toMatchObject({ code: 0 });
  expect(second.stdout).toMatch(/no changes/i);
  expect(second.stdout).toMatch(PORTAL);

  const dry = ['--sandbox', '--dry-run', '--detailed-exitcode'];
  expect(await computer.run(dry)).toMatchObject({ code: 0 });
  behindOurBack(computer.state, (instance) => {
    for (const set of instance.permissionSets) set.sessionDuration = 'PT12H';
  });
  expect(await computer.run(dry)).toMatchObject({ code: 2 });
  const { stdout } = await computer.run([...dry, '--json']);
  expect(ResultDocument.parse(JSON.parse(stdout))).toMatchObject({
    status: 'changes_pending',
    dryRun: true,
    summary: { create: 0, change: 1, same: 7, manual: 0, failed: 0 },
    changes: [
      {
        step: 'permissionSet',
        name: 'AdministratorAccess',
        action: 'change',
        fields: [{ field: 'sessionDuration', from: 'PT12H', to: 'PT4H' }],
      },
    ],
    error: null,
  });
  expect(await computer.run(['--sandbox'])).toMatchObject({ code: 0 });
  expect(await computer.run(dry)).toMatchObject({ code: 0 });
});

test('--no-cli-profile leaves the profile of the settings out, and contradicts --cli-profile', async () => {
  const computer = aComputer();
  const settings = join(computer.home, 'sso-setup.yaml');
  const profile = '{ name: acme, account: management, permissionSet: Team }';
  writeFileSync(settings, `permissionSets: [{ name: Team }]\ncli: { profiles: [${profile}] }\n`);
  const args = ['--sandbox', '--sandbox-scenario', 'enabled', '-c', settings, '--dry-run', '--no-input'];
  expect((await computer.run(args)).stdout).toMatch(/^create +cli-profile/m);
  const without = await computer.run([...args, '--no-cli-profile']);
  expect(without).toMatchObject({ code: 0 });
  expect(without.stdout).not.toMatch(/^create +cli-profile/m);
  expect(await computer.run([...args, '--no-cli-profile', '--cli-profile', 'acme'])).toMatchObject({ code: 64 });
});

test('nothing outside the folder of the state is written', async () => {
  const computer = aComputer();
  const state = join(computer.home, 'elsewhere', 'aws.json');
  expect(await computer.run(['--sandbox', '--sandbox-state', state])).toMatchObject({ code: 0 });
  expect(existsSync(state)).toBe(true);
  expect(existsSync(computer.state)).toBe(false);
  expect(existsSync(join(computer.home, 'sso-setup.yaml'))).toBe(false);
  expect(existsSync(join(computer.home, '.aws'))).toBe(false);
});

test('--sandbox-reset starts with nothing, a scenario starts from a prepared situation', async () => {
  const computer = aComputer();
  await computer.run(['--sandbox', '--sandbox-scenario', 'enabled']);
  const again = await computer.run(['--sandbox', '--sandbox-reset', '--dry-run', '--json']);
  expect(JSON.parse(again.stdout)).toMatchObject({ status: 'changes_pending', organizationId: null });
});

describe('exit codes', () => {
  const ending: [args: string[], code: number, error: string | null][] = [
    [['--sandbox-scenario', 'enabled'], 0, null],
    [['--sandbox-scenario', 'organization', '--wait', '0'], 3, 'instanceNotEnabled'],
    [['--sandbox-scenario', 'member-account'], 4, 'memberAccount'],
    [['--sandbox-scenario', 'consolidated-billing'], 4, 'consolidatedBilling'],
    [['--sandbox-scenario', 'free-plan'], 64, 'freePlan'],
    [['--sandbox-scenario', 'free-plan', '--yes'], 64, 'freePlan'],
    [['--sandbox-scenario', 'free-plan', '--yes', '--accept-paid-plan'], 0, null],
    [['--sandbox-scenario', 'instance-elsewhere', '--region', 'us-east-1'], 64, 'instanceElsewhere'],
    [['--sandbox-scenario', 'nowhere'], 64, 'badFlag'],
    [['--account', '999988887777'], 64, 'wrongAccount'],
    [['--no-input'], 64, 'missingAnswers'],
    [['--session-duration', '99h'], 64, 'badSettings'],
    [['--config', 'missing.yaml'], 64, 'badSettings'],
    [['--wait', 'long'], 64, 'badFlag'],
    [['--lang', 'fr'], 64, 'badFlag'],
    [['--detailed-exitcode'], 64, 'badFlag'],
    [['--sanbox-state'], 64, 'badFlag'],
    [['setup'], 64, 'badFlag'],
  ];
  test.each(ending)('%j ends with %i', async (args, code, error) => {
    const computer = aComputer();
    const ended = await computer.run(['--sandbox', '--json', ...args]);
    const result = ResultDocument.parse(JSON.parse(ended.stdout));
    expect({ code: ended.code, error: result.error?.code ?? null }).toEqual({ code, error });
  });

  test('a permission that is missing ends with 4 and is named', async () => {
    const computer = aComputer();
    const ended = await computer.run(['--sandbox', '--sandbox-scenario', 'enabled'], {
      SSO_SETUP_SANDBOX_DENY: 'sso:CreatePermissionSet',
    });
    expect(ended.code).toBe(4);
    expect(ended.stderr).toContain('sso:CreatePermissionSet');
  });

  test('real AWS without --yes and without a terminal is not touched', async () => {
    const computer = aComputer();
    const ended = await computer.run(['--email', 'a@b.example', '--given-name', 'A', '--family-name', 'B'], {
      AWS_REGION: 'us-east-1',
    });
    expect(ended.code).toBe(4);
    expect(ended.stdout + ended.stderr).not.toContain('undefined');
  });
});

describe('a run that is stopped', () => {
  const slow = { SSO_SETUP_SANDBOX_LATENCY_MS: '60' };

  test.each(['SIGINT', 'SIGTERM'] as const)('by %s says so, and the next one completes it', async (name) => {
    const computer = aComputer();
    const child = computer.start(['--sandbox', '--sandbox-scenario', 'enabled'], slow);
    child.stdout?.once('data', () => setTimeout(() => child.kill(name), 900));
    const stopped = await endOf(child);
    expect(stopped.code).toBe(name === 'SIGINT' ? 130 : 143);
    expect(await computer.run(['--sandbox'])).toMatchObject({ code: 0 });
    expect((await computer.run(['--sandbox'])).stdout).toMatch(/no changes/i);
  });
});

describe('the state file of sso-setup sandbox', () => {
  /** A server with the scenario `enabled`, and somebody who makes groups there: `Group 0`, `Group 1`, ... */
  async function aServer() {
    const computer = aComputer();
    const file = join(computer.home, 'aws.json');
    const child = computer.start(['sandbox', '--port', '0', '--state', file, '--scenario', 'enabled']);
    const ended = endOf(child);
    const endpoint = await new Promise<string>((resolve) => {
      child.stdout?.on('data', (text) => {
        const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
        if (url !== undefined) resolve(url);
      });
    });
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' };
    const store = new Identitystore({ region: 'us-east-1', credentials, endpoint, maxAttempts: 1 });
    onTestFinished(() => store.destroy());
    const IdentityStoreId = openWorld(file)?.instances[0]?.identityStoreId;
    const makeGroup = (number: number) => store.createGroup({ IdentityStoreId, DisplayName: `Group ${number}` });
    const world = async () => (await fetch(`${endpoint}/_sandbox/world`)).json();
    const groups = () => openWorld(file)?.instances[0]?.groups.map((one) => one.displayName);
    return { child, ended, makeGroup, world, file, groups };
  }

  test.each(['SIGINT', 'SIGTERM'] as const)('has every change after %s, however fast they came', async (name) => {
    const { child, ended, makeGroup, world, file, groups } = await aServer();
    for (let number = 0; number < 100; number++) await makeGroup(number);
    const last = await world();
    child.kill(name);
    expect((await ended).code).toBe(name === 'SIGINT' ? 130 : 143);
    expect(groups()).toHaveLength(100);
    expect(openWorld(file)).toEqual(last);
  });

  test('is a whole one after SIGKILL, perhaps an older one', async () => {
    const { child, ended, makeGroup, groups } = await aServer();
    let made = 0;
    setTimeout(() => child.kill('SIGKILL'), 300);
    for (; child.exitCode === null && child.signalCode === null; made++) if (await refuses(makeGroup(made))) break;
    await ended;
    const kept = groups() ?? [];
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThanOrEqual(made + 1);
    expect(kept).toEqual(kept.map((_, number) => `Group ${number}`));
  });
});

describe('the settings file', () => {
  test('--save writes it and stops; it is not overwritten', async () => {
    const computer = aComputer();
    const saved = await computer.run(['--sandbox', ...ANSWERS, '--save', 'mine.yaml']);
    expect(saved).toMatchObject({ code: 0 });
    const text = readFileSync(join(computer.home, 'mine.yaml'), 'utf8');
    expect(text).toContain('sessionDuration: 4h');
    expect(existsSync(computer.state)).toBe(false);
    expect(await computer.run(['--sandbox', ...ANSWERS, '--save', 'mine.yaml'])).toMatchObject({ code: 64 });
    expect(readFileSync(join(computer.home, 'mine.yaml'), 'utf8')).toBe(text);
    const next = await computer.run(['--sandbox', ...ANSWERS, '--save', 'other.yaml', '--json']);
    expect(JSON.parse(next.stdout)).toMatchObject({
      status: 'changes_pending',
      next: ['npx sso-setup --sandbox -c other.yaml'],
    });
    expect(await computer.run(['--sandbox', '-c', 'mine.yaml'])).toMatchObject({ code: 0 });
  });

  test('what is wrong with it is shown all at once, with line, column and caret, and nothing is sent', async () => {
    const computer = aComputer();
    writeFileSync(
      join(computer.home, 'bad.yaml'),
      'region: us-east-1\npermisionSets:\n  - name: A\npermissionSets:\n  - name: A\n    sessionDuration: 99h\n',
    );
    const { code, stderr } = await computer.run(['--sandbox', '-c', 'bad.yaml']);
    expect(code).toBe(64);
    expect(stderr).toContain('bad.yaml:2:1');
    expect(stderr).toContain('^^^^^^^^^^^^^');
    expect(stderr).toContain('permissionSets');
    expect(stderr).toContain('bad.yaml:6:22');
  });
});

test('whoever describes the simulated AWS gets it, also without --sandbox', async () => {
  const computer = aComputer();
  const { code, stdout } = await computer.run(['--sandbox-scenario', 'enabled', '--dry-run', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ account: '111122223333', status: 'changes_pending' });
});

test('a dry run tells that the free plan would end', async () => {
  const computer = aComputer();
  const { code, stderr } = await computer.run(['--sandbox', '--sandbox-scenario', 'free-plan', '--dry-run']);
  expect(code).toBe(0);
  expect(stderr).toContain('117.42 USD');
});

test('--json is exactly one document, also when it fails; the rest of the world is on stderr', async () => {
  const computer = aComputer();
  for (const args of [[], ['--dry-run'], ['--wait', '0'], ['--bad-flag'], ['--no-input']]) {
    const { stdout } = await computer.run(['--sandbox', '--json', ...args]);
    expect(stdout.endsWith('\n')).toBe(true);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    ResultDocument.parse(JSON.parse(stdout));
  }
});

test('a reader that leaves early is no trouble', async () => {
  const computer = aComputer();
  const child = computer.start(['help', 'options']);
  child.stdout?.destroy();
  const { stderr } = await endOf(child);
  expect(stderr).toBe('');
});
