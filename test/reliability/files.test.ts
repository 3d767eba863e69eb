import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { filesIn } from '../../src/aws-files.ts';
import { DebugLog } from '../../src/debug-log.ts';
import { emptyWorld } from '../../src/sandbox/index.ts';
import { openWorld, saveWorld } from '../../src/sandbox/state-file.ts';
import { saveSettings } from '../../src/settings/save.ts';
import { hasStaticKeys } from '../../src/sign-in/static-keys.ts';
import { forgetToken, keepToken } from '../../src/sign-in/token-cache.ts';
import { withTemporary } from '../../src/whole-file.ts';
import { aFolder } from '../helpers/aws-files.ts';
import { aComputer } from '../helpers/program.ts';
import { held } from '../helpers/promises.ts';
import { onePerson } from '../helpers/settings-for.ts';

const NOW = Date.UTC(2026, 10, 26, 3, 4, 5);
const token = {
  ...{ startUrl: 'https://a.awsapps.com/start', region: 'us-east-1', accessToken: 'x', expiresAt: 'x' },
  ...{ clientId: 'x', clientSecret: 'x', registrationExpiresAt: 'x' },
};
const edit = [{ section: { kind: 'profile', name: 'admin' }, keys: { region: 'us-east-1' } }] as const;

/** Everything that the tool ever makes, in a home of its own, as the program would. */
function makesEverything(home: string) {
  const aws = filesIn(join(home, '.aws'), () => NOW);
  aws.config.edit(edit);
  keepToken(aws.tokens, 'acme', token);
  saveWorld(join(home, 'state', 'sandbox', 'aws.json'), emptyWorld());
  const log = new DebugLog({ folder: join(home, 'state', 'log'), env: {}, now: () => NOW, failed: expect.unreachable });
  log.line('start');
  mkdirSync(join(home, 'project'));
  saveSettings(join(home, 'project', 'sso-setup.yaml'), onePerson());
}

/** The rights of everything below a folder, as `drwx------ path`. */
function rightsIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true }).map(String);
  return names
    .sort()
    .map(
      (name) => `${(lstatSync(join(folder, name)).mode & 0o777).toString(8)} ${name.replace(/[0-9a-f]{40}/, 'TOKEN')}`,
    );
}

function withUmask(umask: number): void {
  const before = process.umask(umask);
  onTestFinished(() => void process.umask(before));
}

describe.each([0o000, 0o022, 0o077])('Under the umask %o', (umask) => {
  test('what is private is for its owner alone; the settings file, which is no secret, is as they want their files', () => {
    const home = aFolder();
    withUmask(umask);
    makesEverything(home);
    expect(rightsIn(home)).toEqual([
      '700 .aws',
      '600 .aws/config',
      '700 .aws/sso',
      '700 .aws/sso/cache',
      '600 .aws/sso/cache/TOKEN.json',
      `${(0o777 & ~umask).toString(8)} project`,
      `${(0o644 & ~umask).toString(8)} project/sso-setup.yaml`,
      '700 state',
      '700 state/log',
      '600 state/log/2026-11-26T03-04-05.log',
      '700 state/sandbox',
      '600 state/sandbox/aws.json',
    ]);
    held('S9', 12, 'files and folders');
  });
});

test('The program itself keeps to that, backup and all', async () => {
  const { home, env } = aComputer();
  const config = join(home, 'state', 'sso-setup', 'sandbox', '.aws', 'config');
  mkdirSync(dirname(config), { recursive: true, mode: 0o700 });
  writeFileSync(config, '[default]\nregion = eu-west-1\n', { mode: 0o600 });
  const program = fileURLToPath(new URL('../../bin/sso-setup.js', import.meta.url));
  const answers = '--email kim@example.com --given-name Minsu --family-name Kim --cli-profile acme';
  const command = `umask 000; exec "$0" "$1" --sandbox --sandbox-scenario enabled --yes --debug ${answers}`;
  execFileSync('sh', ['-c', command, process.execPath, program], { cwd: home, env, stdio: 'ignore' });
  const rights = rightsIn(join(home, 'state'));
  expect(rights.filter((line) => !/^(600|700) /.test(line))).toEqual([]);
  expect(rights.map((line) => basename(line.split(' ')[1] ?? '')).join()).toMatch(
    /config\.sso-setup-\S+\.bak.*\.log.*aws\.json/,
  );
});

describe('A link that somebody planted', () => {
  /** A file of somebody else's that a link leads to; it must stay as it is. */
  function theirs(): string {
    const file = join(aFolder(), 'theirs');
    writeFileSync(file, 'theirs');
    return file;
  }

  test('where a token, the state or a log is to be is not followed', () => {
    const [home, target] = [aFolder(), theirs()];
    const first = join(home, 'first');
    makesEverything(first);
    const second = join(home, 'second');
    const planted = readdirSync(first, { recursive: true })
      .map(String)
      .filter((name) => /\.(json|log)$/.test(name));
    for (const name of planted) {
      mkdirSync(dirname(join(second, name)), { recursive: true });
      symlinkSync(target, join(second, name));
    }
    expect(planted).toHaveLength(3);
    makesEverything(second);
    expect(readFileSync(target, 'utf8')).toBe('theirs');
    const [log] = readdirSync(join(second, 'state', 'log')).filter((name) => name.endsWith('-2.log'));
    expect(lstatSync(join(second, 'state', 'log', log ?? '')).isFile()).toBe(true);
    for (const name of planted.filter((one) => one.endsWith('.json'))) {
      expect(lstatSync(join(second, name)).isFile()).toBe(true);
    }
  });

  test('where a copy of the AWS config file or the settings file is to be is not followed, nor taken away', () => {
    const [home, target] = [aFolder(), theirs()];
    const gone = join(home, 'gone');
    const aws = filesIn(home, () => NOW);
    writeFileSync(aws.config.path, '[default]\n');
    const backup = `${aws.config.path}.sso-setup-20261126-030405`;
    symlinkSync(target, `${backup}.bak`);
    symlinkSync(gone, `${backup}-2.bak`);
    expect(aws.config.edit(edit).backup).toBe(`${backup}-3.bak`);
    const settings = join(home, 'sso-setup.yaml');
    symlinkSync(gone, settings);
    expect(() => saveSettings(settings, onePerson())).toThrow('fileExists');
    expect([readFileSync(target, 'utf8'), existsSync(gone), readlinkSync(settings)]).toEqual(['theirs', false, gone]);
  });
});

test('The name of a temporary file cannot be foreseen, and it is nobody else’s to read or to plant', () => {
  const folder = aFolder();
  const names = new Set<string>();
  withUmask(0);
  for (let times = 0; times < 200; times++) {
    withTemporary(join(folder, 'config'), Buffer.from('x'), { mode: 0o600 }, (temporary) => {
      expect(statSync(temporary).mode & 0o777).toBe(0o600);
      names.add(basename(temporary));
    });
  }
  expect(names.size).toBe(200);
  for (const name of names) expect(name).toMatch(/^\.config\.sso-setup-[0-9a-f]{12}\.tmp$/);
  expect(readdirSync(folder)).toEqual([]);
});

test('A pipe where a file of ours, or of AWS tools, should be stops nothing', () => {
  const folder = aFolder();
  const aws = filesIn(folder, () => NOW);
  keepToken(aws.tokens, 'acme', token);
  const [name = ''] = readdirSync(aws.tokens);
  execFileSync('mkfifo', [aws.credentials, join(folder, 'aws.json'), join(folder, 'pipe')]);
  expect(hasStaticKeys(aws, 'acme')).toBe(false);
  expect(() => openWorld(join(folder, 'aws.json'))).toThrow('it is a pipe');
  execFileSync('mv', [join(folder, 'pipe'), join(aws.tokens, name)]);
  forgetToken(aws.tokens, 'acme', { startUrl: 'x', region: 'x' });
  keepToken(aws.tokens, 'acme', token);
  expect(statSync(join(aws.tokens, name)).isFile()).toBe(true);
});
