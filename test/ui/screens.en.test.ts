import { expect, it } from 'vitest';
import { acme, aReport, aScreen, drifted, failedResults, firstPlan, reports, show } from './fixtures.ts';

function shown(name: string, columns = 80) {
  const report = reports[name] ?? aReport();
  const { screen, stdout, stderr } = aScreen({ columns });
  show(screen, report);
  return { stdout: stdout.lines, stderr: stderr.lines };
}

it('greets with name and version, and says who runs this', () => {
  expect(shown('inSync').stdout.slice(0, 4)).toEqual([
    'sso-setup 1.0.0   AWS IAM Identity Center, end to end',
    '',
    '✔ Credentials       arn:aws:iam::111122223333:user/admin   from AWS_PROFILE',
    '✔ Account           111122223333 acme',
  ]);
});

it('says that it is the simulated AWS', () => {
  const { screen, stdout } = aScreen();
  screen.identity({ ...acme, sandbox: true, credentials: 'sandbox' });
  expect(stdout.text).toContain('! AWS               simulated AWS: nothing here is real');
});

it('shows the decisions in a table with their sources', () => {
  const { screen, stdout } = aScreen();
  screen.decisions([
    { id: 'region', value: 'ap-northeast-2', source: 'detected' },
    { id: 'user', value: 'kim@acme.kr Minsu Kim', source: 'you' },
    { id: 'permissionSet', value: 'AdministratorAccess', source: 'default' },
    { id: 'sessionDuration', value: '4h', source: 'default' },
    { id: 'relayState', value: '', source: 'default' },
  ]);
  expect(stdout.lines).toEqual([
    '  Setting          Value                   Where it came from',
    '  Region           ap-northeast-2 Seoul    your AWS settings; fixed once enabled',
    '  User             kim@acme.kr Minsu Kim   you',
    '  Permission set   AdministratorAccess     default',
    '  Session          4 hours                 default',
    '  Start page       none                    default',
    '',
    '  Nothing is changed until you approve a plan. Ctrl-C is safe at any time.',
    '',
  ]);
});

it('previews a first run', () => {
  const { screen, stdout } = aScreen();
  screen.plan(firstPlan, { identity: acme, region: 'ap-northeast-2', dryRun: false });
  expect(stdout.lines).toEqual([
    '  Plan for 111122223333 acme in ap-northeast-2',
    '',
    '  ! 1 Identity Center  enable it in the console, 1 minute     you',
    '  + 2 Group            Administrators',
    '  + 3 User             kim@acme.kr',
    '        first name     Minsu',
    '        last name      Kim',
    '  + 4 Membership       kim@acme.kr in Administrators',
    '  + 5 Permission set   AdministratorAccess',
    '        session        4 hours',
    '        policies       AdministratorAccess (AWS managed)',
    '  + 6 Assignment       Administrators, AdministratorAccess, 111122223333',
    '  ! 7 Password         reset it, or "Send email OTP"          you',
    '  ! 8 MFA              require it at every sign-in            you',
    '  ! 9 Portal session   8 hours, unless you change it          you',
    '',
    '  5 to create, 0 to change, 0 to delete. 1 matches. 4 steps are yours.',
    '',
  ]);
});

it('shows drift: what changes, what is detached, what is rolled out, what is left alone', () => {
  const { screen, stdout } = aScreen();
  screen.plan(drifted, { identity: acme, region: 'ap-northeast-2', dryRun: false, settingsFile: 'sso-setup.yaml' });
  expect(stdout.lines).toEqual([
    '  AWS differs from sso-setup.yaml',
    '',
    '  + Membership        kim@acme.kr in Administrators',
    '  ~ Permission set    AdministratorAccess',
    '        session       12 hours → 4 hours',
    '        policies      + AdministratorAccess (AWS managed)',
    '                      - ReadOnlyAccess (AWS managed), will be detached',
    '        tag team      (none) → platform',
    '        inline        + statement New',
    '                      - statement Old',
    '        accounts      1 will be provisioned',
    '',
    '  Not in sso-setup.yaml, left alone:',
    '    Assignment   Contractors, AdministratorAccess, 111122223333',
    '    User         user0@acme.kr',
    '                 user1@acme.kr',
    '                 user2@acme.kr',
    '                 user3@acme.kr',
    '                 user4@acme.kr',
    '                 and 2 more',
    '',
    '  1 to create, 1 to change, 0 to delete. 1 matches.',
    '',
  ]);
});

it('fits into 60 columns', () => {
  const { screen, stdout } = aScreen({ columns: 60 });
  screen.plan(drifted, { identity: acme, region: 'ap-northeast-2', dryRun: true });
  expect(stdout.lines.slice(0, 12)).toEqual([
    '  Plan for 111122223333 acme in ap-northeast-2',
    '',
    '  + Membership        kim@acme.kr in Administrators',
    '  ~ Permission set    AdministratorAccess',
    '        session       12 hours → 4 hours',
    '        policies      + AdministratorAccess (AWS managed)',
    '                      - ReadOnlyAccess (AWS managed), will',
    '                      be detached',
    '        tag team      (none) → platform',
    '        inline        + statement New',
    '                      - statement Old',
    '        accounts      1 will be provisioned',
  ]);
});

it('ends a dry run with the command that applies it', () => {
  expect(shown('dryRun').stdout.slice(-3)).toEqual([
    '',
    '  Dry run: nothing was changed.',
    '  Apply it:  npx sso-setup',
  ]);
});

it('says that nothing has changed, in two lines', () => {
  expect(shown('inSync').stdout.slice(5)).toEqual([
    '  No changes. 7 settings compared with AWS in 2.8 s, all match.',
    '  Portal   https://d-9b67a1b2c3.awsapps.com/start',
  ]);
});

it("hands out a receipt with the person's steps in a line each; the alias is never called verified", () => {
  expect(shown('applied').stdout.slice(-22)).toEqual([
    '  Applying to 111122223333 acme',
    '',
    '✔ 1 Identity Center  organization instance                    verified',
    '✔ 2 Group            Administrators                           created',
    '✔ 3 User             kim@acme.kr                              created',
    '✔ 4 Membership       kim@acme.kr in Administrators            created',
    '✔ 5 Permission set   AdministratorAccess                      created',
    '✔ 6 Assignment       Administrators, AdministratorAccess, 111122223333  created',
    '',
    '  5 created, 0 changed, 0 deleted in 41 s',
    '',
    '  Portal     https://d-9b67a1b2c3.awsapps.com/start',
    '  Alias      https://lemonlogin.awsapps.com/start',
    '             (not confirmed yet: that step is yours)',
    '  Settings   sso-setup.yaml (keep it in git; it holds no secrets)',
    '',
    '  3 steps are yours. AWS has no API for them:',
    '  ! 7 Password         reset it, or "Send email OTP"          you',
    '  ! 8 MFA              require it at every sign-in            you',
    '  ! 9 Portal session   8 hours, unless you change it          you',
    '',
    '  Next   aws sso login --profile acme-admin',
  ]);
});

it('shows the regional addresses when asked for everything', () => {
  const { screen, stdout } = aScreen({ verbose: true });
  screen.report(reports.inSync ?? aReport());
  expect(stdout.lines.slice(-4)).toEqual([
    '  Portal       https://d-9b67a1b2c3.awsapps.com/start',
    '  IPv4',
    '    https://ssoins-7223a1b2c3d4e5f6.ap-northeast-2.portal.amazonaws.com',
    '  Dual-stack   https://ssoins-7223a1b2c3d4e5f6.portal.ap-northeast-2.app.aws',
  ]);
});

it('explains a failure: what, code, who, missing, kept, not done, fix, how to go on', () => {
  const { stdout, stderr } = shown('failed');
  expect(stdout).toContain('✖ 5 Permission set   AdministratorAccess                      not allowed');
  expect(stderr).toEqual([
    "✖ Couldn't create permission set AdministratorAccess.",
    '  AWS did not allow sso:CreatePermissionSet.',
    '',
    '  AWS        AccessDeniedException',
    '  Who        arn:aws:iam::111122223333:user/admin',
    '  Missing    sso:CreatePermissionSet',
    '  Request    5f1c2d3e-0000-4a5b-8c6d-7e8f90a1b2c3',
    '',
    '  This grants it:',
    '    {"Effect":"Allow","Action":"sso:CreatePermissionSet","Resource":"*"}',
    '',
    '  Kept       Identity Center, Group, User, Membership. Nothing to undo.',
    '  Not done   Permission set, Assignment',
    '',
    '  Fix        Sign in as an administrator of 111122223333, or add the policy',
    '             printed by:',
    '             npx sso-setup policy',
    '  Continue   npx sso-setup',
  ]);
});

it('tells several failures one after the other, each with its fix', () => {
  const { screen, stderr } = aScreen();
  const twice = failedResults.map((result) =>
    result.step === 'group' ? { ...result, outcome: failedResults[5]?.outcome ?? result.outcome } : result,
  );
  screen.report(aReport({ status: 'failed', results: twice }));
  expect(stderr.text.match(/ {2}Fix {8}/g)).toHaveLength(2);
  expect(stderr.text).toContain("✖ Couldn't create group Administrators.");
});

it('says that a person has to enable the instance, and where', () => {
  expect(shown('actionRequired').stderr).toEqual([
    '✖ A person has to enable IAM Identity Center once; AWS has no API for it.',
    '',
    '  Kept       User, Membership, Permission set, Assignment. Nothing to undo.',
    '  Not done   Identity Center, Group, Security',
    '',
    '  Fix        Console of 1111-2222-3333, Region Seoul: Enable, then "Enable with',
    '             AWS Organizations".',
    'https://ap-northeast-2.console.aws.amazon.com/singlesignon/home?region=ap-northeast-2',
    '             Nothing is lost. Then run the same command.',
    '  Continue   npx sso-setup',
  ]);
});

it('says what is missing when nobody can be asked', () => {
  expect(shown('missing').stderr).toEqual([
    "✖ Can't ask: no terminal. Missing 3 answers:",
    '    --email         or users[0].email',
    '    --given-name    or users[0].givenName',
    '    --family-name   or users[0].familyName',
    '  Make the file once at your desk:  npx sso-setup --save sso-setup.yaml',
  ]);
});

it('says where things stand when it was stopped', () => {
  expect(shown('stopped').stderr).toEqual(['  Stopped. Nothing was changed.']);
  expect(shown('stoppedHalfWay').stderr).toEqual([
    '  Stopped after 3 changes in AWS. The next run goes on from there. 1 thing that',
    '  AWS was asked for was not looked at again.',
    '  Kept       Identity Center, Group, User, Membership. Nothing to undo.',
    '  Not done   Permission set',
    '  Continue:  npx sso-setup',
  ]);
});

it('uses ASCII where the terminal cannot show more', () => {
  const { screen, stdout } = aScreen({ env: { TERM: 'linux' } });
  screen.identity(acme);
  screen.plan(drifted, { identity: acme, dryRun: true });
  expect(stdout.text).toContain('v Account ');
  expect(stdout.text).toContain('12 hours -> 4 hours');
  expect(stdout.text).toMatch(/^[\x20-\x7e\n]*$/);
});
