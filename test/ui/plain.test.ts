import { expect, it } from 'vitest';
import type { Question } from '../../src/settings/trouble.ts';
import { aReport, aScreen, enablePage, reports, show } from './fixtures.ts';

function shown(name: string, lang: 'en' | 'ko' = 'en') {
  const { screen, stdout, stderr } = aScreen({ mode: 'plain', lang });
  show(screen, reports[name] ?? aReport());
  return { stdout: stdout.lines, stderr: stderr.text };
}

it('prints one line for each thing, and the counts last', () => {
  expect(shown('applied')).toEqual({
    stderr: '',
    stdout: [
      'sso-setup 1.0.0',
      'account  111122223333 acme  arn:aws:iam::111122223333:user/admin  from AWS_PROFILE',
      'region   ap-northeast-2',
      'same     organization',
      'needs-you  instance',
      'create   group           Administrators',
      'create   user            kim@acme.kr  first name Minsu; last name Kim',
      'create   membership      kim@acme.kr in Administrators',
      'create   permission-set  AdministratorAccess  session 4 hours; policies AdministratorAccess (AWS managed)',
      'create   assignment      Administrators, AdministratorAccess, 111122223333',
      'needs-you  security        password',
      'needs-you  security        mfa',
      'needs-you  security        portalSession',
      'plan     create=5 change=0 delete=0 same=1 needs-you=4',
      'verified  instance',
      'created  group           Administrators',
      'created  user            kim@acme.kr',
      'created  membership      kim@acme.kr in Administrators',
      'created  permission-set  AdministratorAccess',
      'created  assignment      Administrators, AdministratorAccess, 111122223333',
      'saved    sso-setup.yaml',
      'portal   https://d-9b67a1b2c3.awsapps.com/start',
      'portal-alias  https://lemonlogin.awsapps.com/start  (not confirmed yet: that step is yours)',
      `needs-you  security        password  ${enablePage()}`,
      `needs-you  security        mfa  ${enablePage()}`,
      `needs-you  security        portalSession  ${enablePage()}`,
      'next     aws sso login --profile acme-admin',
      'result   created=5 changed=0 deleted=0 same=1 needs-you=3 failed=0 time=41.0s',
    ],
  });
});

it('has the same first words in Korean', () => {
  const words = (lang: 'en' | 'ko') => shown('failed', lang).stdout.map((line) => line.split(' ')[0]);
  expect(words('ko')).toEqual(words('en'));
});

it('shows what would change, and that nothing was done', () => {
  const { stdout } = shown('dryRun');
  expect(stdout).toContainEqual(
    expect.stringMatching(
      /^change {3}permission-set {2}AdministratorAccess {2}session 12 hours -> 4 hours; policies \+ Adm/,
    ),
  );
  expect(stdout).toContain('left-alone  assignment      Contractors, AdministratorAccess, 111122223333');
  expect(stdout).toContain('status   Dry run: nothing was changed.');
  expect(stdout.at(-1)).toBe('result   created=0 changed=0 deleted=0 same=1 needs-you=0 failed=0 time=2.8s');
});

it('says in a sentence that nothing has changed', () => {
  expect(shown('inSync').stdout).toContain('status   No changes. 7 settings compared with AWS in 2.8 s, all match.');
});

it('says in a line that something failed, and explains it on stderr', () => {
  const { stdout, stderr } = shown('failed');
  expect(stdout).toContain('failed   permission-set  AdministratorAccess  AccessDeniedException');
  expect(stdout).toContain('blocked  assignment      Administrators, AdministratorAccess, 111122223333');
  expect(stderr).toContain('Missing    sso:CreatePermissionSet');
});

it('breaks no silence of AWS more than once a minute', () => {
  const { screen, stdout } = aScreen({ mode: 'plain' });
  for (let elapsedMs = 0; elapsedMs < 150_000; elapsedMs += 5_000) {
    screen.event({ id: 'working', step: 'assignment', key: 'x', elapsedMs });
  }
  for (let attempt = 1; attempt < 4; attempt++) {
    screen.event({ id: 'slowDown', operation: 'CreateUser', attempt, waitMs: 4_000 });
  }
  expect(stdout.lines).toEqual([
    'waiting  assignment      x  AWS is working, 1:00',
    'waiting  assignment      x  AWS is working, 2:00',
    'waiting  CreateUser      AWS asks us to slow down, retry 3 in 4 s',
  ]);
});

it('never asks, and agrees to nothing', async () => {
  const { screen } = aScreen({ mode: 'plain' });
  const question: Question = { id: 'email', flag: '--email', key: 'users[0].email', check: () => undefined };
  await expect(screen.ask([question])).rejects.toMatchObject({ id: 'missingAnswers' });
  expect(await screen.confirm({ id: 'root', account: '111122223333' })).toBe('no');
});

it('puts notes on stderr', () => {
  const { screen, stdout, stderr } = aScreen({ mode: 'plain' });
  screen.note({ id: 'notAws', variable: 'AWS_ENDPOINT_URL', endpoint: 'http://127.0.0.1:5000' });
  expect(stdout.text).toBe('');
  expect(stderr.text).toBe('! This run does not go to AWS: AWS_ENDPOINT_URL is http://127.0.0.1:5000\n');
});
