import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { steadyClock } from '../../src/clock.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { ALL_ANSWERS, aComputer, endOf } from '../helpers/program.ts';
import { held } from '../helpers/promises.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { aServer, aServerAt, refusal } from '../helpers/strict-aws.ts';

const CALL =
  /^\S+Z call action=sso:ListInstances region=us-east-1 ms=\d+ outcome=ok status=200 attempt=1 request=[0-9a-f-]{36}$/m;

/** The logs in a folder, and the folder's other files. */
function logsIn(folder: string): { path: string; text: string }[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.log'));
  return names.map((name) => ({ path: join(folder, name), text: readFileSync(join(folder, name), 'utf8') }));
}

describe('--debug', () => {
  test('writes a log that only its owner can read, beside the state of the sandbox, and says where', async () => {
    const computer = aComputer();
    const folder = join(computer.home, 'elsewhere');
    const state = ['--sandbox-state', join(folder, 'aws.json')];
    const { code, stderr, stdout } = await computer.run([...state, '--sandbox-scenario', 'enabled', '--debug']);
    const [log, ...others] = logsIn(folder);
    expect({ code, others }).toEqual({ code: 0, others: [] });
    expect(log?.path).toMatch(/\/\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.log$/);
    expect(statSync(log?.path ?? '').mode & 0o777).toBe(0o600);
    expect(stderr).toContain(`Log   ~/elsewhere/`);
    expect(stdout + stderr).not.toContain('sso:ListInstances  us-east-1');
    expect(log?.text).toMatch(/^\S+Z start version=\S+ node=v\d+\S+ platform=\S+ lang=en$/m);
    expect(log?.text).toMatch(/^\S+Z command words="--sandbox-state .* --debug"$/m);
    expect(log?.text).toMatch(CALL);
    expect(log?.text).toMatch(/^\S+Z end status=applied writes=\d+ ms=\d+$/m);
    expect(
      log?.text
        .split('\n')
        .slice(0, -1)
        .every((line) => /^\d{4}-\d\d-\d\dT[\d:.]+Z [a-zA-Z]+/.test(line)),
    ).toBe(true);
  });

  test('in the sandbox is beside the default state, and two runs at once have two logs', async () => {
    const computer = aComputer();
    const args = ['--sandbox', '--dry-run', '--no-input', '--debug'];
    await Promise.all([computer.run(args), computer.run(args), computer.run(args)]);
    expect(logsIn(join(computer.state, '..'))).toHaveLength(3);
    expect(readdirSync(join(computer.home, 'state', 'sso-setup'))).toEqual(['sandbox']);
  });

  test('is named by the failure, and holds the problem with its stack', async () => {
    const computer = aComputer();
    const { code, stderr } = await computer.run(['--sandbox', '--sandbox-scenario', 'enabled', '--debug'], {
      SSO_SETUP_SANDBOX_DENY: 'sso:ListPermissionSets',
    });
    expect(code).toBe(4);
    expect(stderr.match(/^ {2}Log {2,}~\/state\/sso-setup\/sandbox\/.*\.log$/gm)).toHaveLength(1);
    const [log] = logsIn(join(computer.state, '..'));
    expect(log?.text).toMatch(
      /Z problem id=accessDenied operation=ListPermissionSets .*request=[0-9a-f-]{36} .*stack=".* < /,
    );
  });

  test('that cannot be written is told, and the run goes on', async () => {
    const computer = aComputer();
    const { url } = await aServer(scenarios.enabled(), () => undefined);
    writeFileSync(join(computer.home, 'state'), 'in the way');
    const { code, stderr } = await computer.run([...ALL_ANSWERS, '--dry-run', '--debug'], {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    expect(code).toBe(0);
    expect(stderr.match(/The log cannot be written \((ENOTDIR|EEXIST)\)/g)).toHaveLength(1);
  });
});

test('--verbose shows every call with its request id on stderr', async () => {
  const computer = aComputer();
  const { stdout, stderr } = await computer.run(['--sandbox', '--sandbox-scenario', 'enabled', '--verbose', '--json']);
  expect(stderr).toMatch(/^sso:ListInstances {2}us-east-1 {2}\d+ ms {2}ok {2}[0-9a-f-]{36}$/m);
  ResultDocument.parse(JSON.parse(stdout));
});

describe('no secret is seen anywhere', () => {
  const secrets = {
    AWS_ACCESS_KEY_ID: 'CANARYKEYID0123456789',
    AWS_SECRET_ACCESS_KEY: 'canary/secret+0123456789abcdefghijklmnop',
    AWS_SESSION_TOKEN: 'canary//token==0123456789+abcdefghijklmnopqrstuvwxyz',
  };
  const echo = (code: string) => (request: Parameters<typeof refusal>[0]) =>
    refusal(
      request,
      code,
      `${Object.values(secrets).join(' ')} ${request.headers.authorization} x-amz-security-token:${request.headers['x-amz-security-token']}`,
    );
  const servers = {
    'that are right': () => undefined,
    'that are wrong': echo('InvalidClientTokenId'),
    'of which the secret key is another': echo('SignatureDoesNotMatch'),
    'that a server repeats wherever it can': (request: Parameters<typeof refusal>[0]) =>
      refusal(request, secrets.AWS_SESSION_TOKEN, Object.values(secrets).join('\u001b[2J')),
  };
  const profile = Object.entries(secrets).map(([name, value]) => `${name.toLowerCase()} = ${value}`);

  const program = `console.log(JSON.stringify({ Version: 1, AccessKeyId: '${secrets.AWS_ACCESS_KEY_ID}', SecretAccessKey: '${secrets.AWS_SECRET_ACCESS_KEY}', SessionToken: '${secrets.AWS_SESSION_TOKEN}' }))`;

  describe.each(['environment', 'profile', 'program'] as const)('of the %s', (from) => {
    test.each(Object.entries(servers))('%s', async (_, look) => {
      const computer = aComputer();
      const { url } = await aServer(scenarios.enabled(), look);
      mkdirSync(join(computer.home, '.aws'));
      const asProgram = `credential_process = "${process.execPath}" program.cjs`;
      const inProfile = ['[canary]', ...(from === 'program' ? [asProgram] : profile), ''];
      writeFileSync(join(computer.home, '.aws', 'credentials'), inProfile.join('\n'));
      writeFileSync(join(computer.home, 'program.cjs'), program);
      const where = from === 'environment' ? secrets : { AWS_PROFILE: 'canary' };
      const log = join(computer.home, 'state', 'sso-setup');
      for (const format of [[], ['--json']]) {
        const args = [...ALL_ANSWERS, '--dry-run', '--debug', '--verbose', ...format];
        const { stdout, stderr } = await computer.run(args, { AWS_ENDPOINT_URL: url, ...where });
        expect(stderr).toContain('sts:GetCallerIdentity');
        const all =
          stdout +
          stderr +
          logsIn(log)
            .map(({ text }) => text)
            .join('');
        for (const secret of Object.values(secrets)) expect(all).not.toContain(secret);
        expect(all).not.toMatch(/canary[/+]|CANARYKEY|Signature=[0-9a-f]/);
      }
      expect(logsIn(log)[0]?.text).toContain('call action=sts:GetCallerIdentity');
      expect(
        logsIn(log)
          .map(({ text }) => text)
          .join(''),
      ).not.toContain('\u001b');
    });
  });
});

test('of all files that a run leaves, none has a secret, and only the settings have what an inline policy says', async () => {
  const computer = aComputer();
  const { url } = await aServer(scenarios.enabled(), () => undefined);
  const [secret, sid] = ['canary/secret+0123456789abcdefghijklmnop', 'CanaryOfAnInlinePolicy'];
  const policy = { Statement: [{ Sid: sid, Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }] };
  const settings = onePerson({
    permissionSets: [{ name: 'AdministratorAccess', managedPolicies: ['AdministratorAccess'], inlinePolicy: policy }],
  });
  mkdirSync(join(computer.home, '.aws'));
  writeFileSync(join(computer.home, '.aws', 'config'), '[profile mine]\nregion = us-east-1\n', { mode: 0o640 });
  chmodSync(join(computer.home, '.aws', 'config'), 0o640);
  writeFileSync(join(computer.home, 'mine.yaml'), settingsYaml(settings));
  const env = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'CANARYKEYID0123456789', AWS_SECRET_ACCESS_KEY: secret };
  const loud = ['-c', 'mine.yaml', '--debug', '--verbose'];
  const applied = await computer.run([...loud, '--cli-profile', 'acme', '--yes', '--json'], env);
  const saved = await computer.run([...loud, '--save', 'saved.yaml'], env);
  expect([applied.code, saved.code]).toEqual([0, 0]);

  const files = readdirSync(computer.home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  const kinds = files.map((path) => {
    const text = readFileSync(path, 'utf8');
    expect(text, path).not.toContain(secret);
    expect(text, path).not.toContain(env.AWS_ACCESS_KEY_ID);
    const name = path.slice(computer.home.length + 1).replace(/\d{4}-\d\d-\d\dT?[\d-]*/, 'TIME');
    return [name, (statSync(path).mode & 0o777).toString(8), text.includes(sid)];
  });
  expect(kinds.sort()).toEqual([
    ['.aws/config', '640', false],
    [expect.stringMatching(/^\.aws\/config\./), '640', false],
    ['mine.yaml', expect.any(String), true],
    ['saved.yaml', expect.any(String), true],
    ['state/sso-setup/TIME.log', '600', false],
    ['state/sso-setup/TIME.log', '600', false],
  ]);
  expect(applied.stdout + applied.stderr + saved.stdout + saved.stderr).not.toMatch(/canary\/|CANARYKEY/);
  held('S5', kinds.length, 'files');
});

describe('a profile that does not exist', () => {
  test.each([
    ['--profile', ['--profile', 'nope'], {}],
    ['AWS_PROFILE', [], { AWS_PROFILE: 'nope' }],
  ])('given by %s is named, with those that do, although there are other credentials', async (_, args, env) => {
    const computer = aComputer();
    mkdirSync(join(computer.home, '.aws'));
    writeFileSync(
      join(computer.home, '.aws', 'config'),
      '[profile staging]\nregion = us-east-1\n[sso-session corp]\nsso_region = us-east-1\n',
    );
    writeFileSync(join(computer.home, '.aws', 'credentials'), '[acme]\nrole_arn = x\n');
    const all = [...ALL_ANSWERS, '--dry-run', ...args];
    const { code, stderr } = await computer.run(all, {
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      ...env,
    });
    expect(code).toBe(4);
    expect(stderr).toContain('There is no AWS profile with this name: nope');
    expect(stderr).toContain('There are: acme, staging');
    expect(stderr).not.toContain('corp');
  });

  test('is of no interest in the sandbox', async () => {
    const computer = aComputer();
    expect(await computer.run(['--sandbox', '--dry-run'], { AWS_PROFILE: 'nope' })).toMatchObject({ code: 0 });
  });
});

test('without credentials CloudShell and aws login are offered, never an access key', async () => {
  const computer = aComputer();
  for (const lang of ['en', 'ko']) {
    const { code, stderr } = await computer.run([...ALL_ANSWERS, '--dry-run', '--lang', lang]);
    expect(code).toBe(4);
    expect(stderr).toContain('CloudShell');
    expect(stderr).toContain('aws login');
    expect(stderr).not.toMatch(/create an access key|aws configure|AWS_ACCESS_KEY_ID|액세스 키를 만드/);
  }
});

test('a clock that is an hour off is told, and the run is as good as any', async () => {
  const computer = aComputer();
  const { url } = await aServerAt(steadyClock.now() - Date.now() - 3_600_000, scenarios.enabled());
  const { code, stderr } = await computer.run([...ALL_ANSWERS, '--yes'], {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  expect(code).toBe(0);
  expect(stderr.match(/The clock of this computer is 1 hour ahead/g)).toHaveLength(1);
});

describe('a second Ctrl-C', () => {
  test('quits at once, and names the write that nobody waits for any more', async () => {
    const computer = aComputer();
    let child: ReturnType<typeof computer.start> | undefined;
    const { url } = await aServer(scenarios.enabled(), (request) => {
      if (!request.headers['x-amz-target']?.endsWith('.CreateGroup')) return undefined;
      setTimeout(() => child?.kill('SIGINT'), 50);
      setTimeout(() => child?.kill('SIGINT'), 400);
      return new Promise<never>(() => {});
    });
    child = computer.start([...ALL_ANSWERS, '--yes', '--debug'], {
      AWS_ENDPOINT_URL: url,
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    });
    const { code, stderr } = await endOf(child);
    expect(code).toBe(130);
    expect(stderr).toContain('Stopping after this call. Ctrl-C again quits at once.');
    expect(stderr).toContain('Quit. One call to AWS may have finished after we left: CreateGroup.');
    const [log] = logsIn(join(computer.home, 'state', 'sso-setup'));
    expect(log?.text).toMatch(/Z quit operations=CreateGroup$/m);
  });
});
