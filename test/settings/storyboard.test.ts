import { expect, test } from 'vitest';
import { ruleHintsEn, rulesEn } from '../../src/messages/rules.en.ts';
import { rulesKo } from '../../src/messages/rules.ko.ts';
import { load, seen, troublesIn } from './helpers.ts';

const BAD = `region: ap-northeast-2
groups:
  - name: Admins
users:
  - { userName: bob, email: bob, givenName: Bob, familyName: Lee }
  - { userName: kim, email: kim@acme.kr, givenName: Minsu, familyName: Kim }
permisionSets:
  - name: Other
permissionSets:
  - name: AdministratorAccess
    sessionDuration: 99h
`;

test('A bad settings file shows every problem at once, with its place, what is so, the rule and an example', () => {
  const troubles = troublesIn(BAD);
  expect(seen(troubles)).toEqual([
    '5:29 users[0].email email "bob"',
    '7:1 permisionSets unknownKey "permisionSets"',
    '11:22 permissionSets[0].sessionDuration durationTooLong "99h"',
  ]);
  expect(troubles.map(({ path, rule, facts }) => `${path} ${rulesEn[rule](facts)}`)).toEqual([
    'users[0].email is not an e-mail address: bob',
    'permisionSets is not a setting',
    'permissionSets[0].sessionDuration is too long: 99h',
  ]);
  expect(troubles.map(({ suggestion, example }) => suggestion ?? example)).toEqual([
    'kim@example.com',
    'permissionSets',
    '4h',
  ]);
  expect(ruleHintsEn.durationTooLong()).toBe('1 to 12 hours');
  expect(rulesKo.unknownKey({})).toBe('라는 설정은 없습니다');
});

test('The source line and the caret come with each problem', () => {
  expect(troublesIn(BAD)[2]?.at).toMatchObject({
    line: 11,
    column: 22,
    length: 3,
    source: '    sessionDuration: 99h',
  });
});

test('The file of the documentation, with everything in it, is right', () => {
  const file = load(
    `account: "111122223333"          # optional guard
region: ap-northeast-2           # home Region of Identity Center
portal:
  alias: lemonlogin              # https://lemonlogin.awsapps.com/start
groups:
  - name: Admins
    description: People who may do everything   # optional
users:
  - userName: kim@example.com
    email: kim@example.com
    givenName: Minsu
    familyName: Kim
    displayName: Minsu Kim       # optional, default "givenName familyName"
    groups: [Admins]
permissionSets:
  - name: AdministratorAccess
    description: Full access     # optional, Latin-1 only (AWS)
    sessionDuration: 4h          # 4h, 90m or PT4H; 1h to 12h
    relayState: https://ap-northeast-2.console.aws.amazon.com/billing/   # optional
    managedPolicies: [AdministratorAccess]         # short name or ARN; the exact set
    customerManagedPolicies: [{ name: Team, path: / }]
    inlinePolicy: ./team-policy.json               # a file, or an inline YAML mapping
    permissionsBoundary: { managedPolicy: PowerUserAccess }   # or { customerManagedPolicy: { name, path } }
    tags: { team: platform }
assignments:
  - group: Admins                # or user: kim@example.com
    permissionSets: [AdministratorAccess]
    accounts: [management]       # management, a 12-digit id, an account name, ou:Workloads/Prod, or all
cli:
  session: lemonlogin            # [sso-session lemonlogin]
  profiles:
    - name: admin
      account: management
      permissionSet: AdministratorAccess
      region: ap-northeast-2
confirmed:                       # console settings that no API can read; a person said so on this day
  mfa: 2026-11-23
  emailOtp: 2026-11-23
`,
    { 'team-policy.json': '{"Version":"2012-10-17","Statement":[]}' },
  );
  expect(file.isFullDescription).toBe(true);
  expect(file.settings).toEqual({
    account: '111122223333',
    region: 'ap-northeast-2',
    alias: 'lemonlogin',
    groups: [{ name: 'Admins', description: 'People who may do everything' }],
    users: [
      {
        userName: 'kim@example.com',
        email: 'kim@example.com',
        givenName: 'Minsu',
        familyName: 'Kim',
        displayName: 'Minsu Kim',
        groups: ['Admins'],
      },
    ],
    permissionSets: [
      {
        name: 'AdministratorAccess',
        description: 'Full access',
        sessionDuration: 'PT4H',
        relayState: 'https://ap-northeast-2.console.aws.amazon.com/billing/',
        managedPolicies: ['AdministratorAccess'],
        customerManagedPolicies: [{ name: 'Team', path: '/' }],
        inlinePolicy: { Version: '2012-10-17', Statement: [] },
        permissionsBoundary: { managedPolicy: 'PowerUserAccess' },
        tags: { team: 'platform' },
      },
    ],
    assignments: [
      { principal: { group: 'Admins' }, permissionSets: ['AdministratorAccess'], accounts: ['management'] },
    ],
    cli: {
      session: 'lemonlogin',
      profiles: [
        { name: 'admin', account: 'management', permissionSet: 'AdministratorAccess', region: 'ap-northeast-2' },
      ],
    },
    confirmed: { mfa: '2026-11-23', emailOtp: '2026-11-23' },
  });
});
