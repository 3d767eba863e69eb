import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Check } from '../../src/settings/check.ts';
import { nearest } from '../../src/settings/nearest.ts';
import { DEFAULT_REGIONS, OPT_IN_REGIONS, REGION_PLACES } from '../../src/settings/regions.ts';
import * as rules from '../../src/settings/rules.ts';

type Row = readonly [
  what: string,
  check: Check,
  right: readonly string[],
  wrong: readonly (readonly [string, string])[],
];

const TABLE: readonly Row[] = [
  [
    'Region',
    rules.checkRegion,
    ['us-east-1', 'ap-northeast-2', 'me-central-1', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'],
    [
      ['', 'empty'],
      ['us-east-9', 'regionUnknown'],
      ['us-east-1a', 'region'],
      ['US-EAST-1', 'region'],
      ['us-east-1 ', 'region'],
    ],
  ],
  [
    'account id',
    rules.checkAccountId,
    ['111122223333', '012345678901', '1111-2222-3333', '1111 2222 3333'],
    [
      ['11112222333', 'account'],
      ['1111222233334', 'account'],
      ['1111-2222 3333', 'account'],
      ['11-1122223333', 'account'],
      ['１１１１２２２２３３３３', 'account'],
    ],
  ],
  [
    'alias',
    rules.checkAlias,
    ['a', 'lemonlogin', 'lemon-login', '1a', 'a--b', 'a'.repeat(62), 'dd-1'],
    [
      ['-a', 'alias'],
      ['a-', 'alias'],
      ['a_b', 'alias'],
      ['한글', 'alias'],
      ['d-abc', 'aliasReserved'],
      ['D-abc', 'aliasReserved'],
      ['Lemon', 'aliasCase'],
      ['a'.repeat(63), 'tooLong'],
      ['https://lemonlogin.awsapps.com/start', 'alias'],
    ],
  ],
  [
    'group name',
    rules.checkGroupName,
    ['Administrators', '관리자', '🚀 team', 'a', '🚀'.repeat(1024), 'a\u3000b', 'A/B (c) [d] "e"'],
    [
      [' a', 'edges'],
      ['a\n', 'edges'],
      ['👨\u200D👩', 'textCharacters'],
      ['a\u0000b', 'textCharacters'],
      ['a\uD800b', 'textCharacters'],
      ['Administrator', 'reservedName'],
      ['awsadministrators', 'reservedName'],
      ['🚀'.repeat(1025), 'tooLong'],
    ],
  ],
  [
    'user name',
    rules.checkUserName,
    ['kim@example.com', '김민수', 'a'.repeat(128), 'DOMAIN\\kim', 'Administrators'],
    [
      ['kim lee', 'userNameCharacters'],
      ['kim\u00A0lee', 'userNameCharacters'],
      ['AWSAdministrators', 'reservedName'],
      ['a'.repeat(129), 'tooLong'],
    ],
  ],
  [
    'e-mail',
    rules.checkEmail,
    ['kim@example.com', 'kim+aws@example.co.kr', "o'neil@example.com", '한글@도메인.한국'],
    [
      ['', 'empty'],
      ['bob', 'email'],
      ['kim@', 'email'],
      ['@example.com', 'email'],
      ['kim@@example.com', 'email'],
      ['kim@example..com', 'email'],
      ['kim@.com', 'email'],
      ['kim@example.', 'email'],
      ['kim lee@example.com', 'email'],
      ['kim@acme', 'emailDomain'],
      [' kim@example.com', 'edges'],
      [`${'a'.repeat(250)}@b.kr`, 'tooLong'],
    ],
  ],
  [
    'permission set name',
    rules.checkPermissionSetName,
    ['AdministratorAccess', 'a', '_+=,.@-', 'a'.repeat(32)],
    [
      ['Full Access', 'permissionSetName'],
      ['관리자', 'permissionSetName'],
      ['a/b', 'permissionSetName'],
      ['a'.repeat(33), 'tooLong'],
    ],
  ],
  [
    'permission set description',
    rules.checkPermissionSetDescription,
    ['Full access', 'Accès complet ÿ¡', 'two\nlines', 'a'.repeat(700)],
    [
      ['관리자 권한', 'latin1'],
      ['long — dash', 'latin1'],
      ['🚀', 'latin1'],
      ['a\u00A0b', 'latin1'],
      ['a'.repeat(701), 'tooLong'],
    ],
  ],
  [
    'session duration',
    rules.checkSessionDuration,
    ['1h', '12h', '4h', '90m', '1h30m', '60m', '720m', 'PT1H', 'PT12H', 'PT3600S', 'pt4h', 'PT1H30M'],
    [
      ['59m', 'durationTooShort'],
      ['0h', 'durationTooShort'],
      ['PT0S', 'durationTooShort'],
      ['12h1m', 'durationTooLong'],
      ['99h', 'durationTooLong'],
      ['P1D', 'durationTooLong'],
      ['4', 'duration'],
      ['4 hours', 'duration'],
      ['-4h', 'duration'],
      ['1.5h', 'duration'],
      ['PT', 'duration'],
      ['P', 'duration'],
      ['PT4', 'duration'],
      [' ', 'duration'],
      ['99999999999h', 'duration'],
    ],
  ],
  [
    'relay state',
    rules.checkRelayState,
    ['https://us-east-2.console.aws.amazon.com/ec2/', `https://a.b/${'x'.repeat(228)}`, 'https://a.b/?x=[1]#{y}|z'],
    [
      ['', 'empty'],
      ['http://a.b/', 'relayStateHttps'],
      ['billing', 'relayStateHttps'],
      ['https://', 'relayStateHttps'],
      ['https:///x', 'relayStateHttps'],
      ['https://a.b/한글', 'relayStateCharacters'],
      ['https://a.b/^', 'relayStateCharacters'],
      [`https://a.b/${'x'.repeat(229)}`, 'tooLong'],
    ],
  ],
  [
    'AWS managed policy',
    rules.checkManagedPolicy,
    [
      'AdministratorAccess',
      'arn:aws:iam::aws:policy/AdministratorAccess',
      'arn:aws:iam::aws:policy/job-function/Billing',
      'arn:aws-cn:iam::aws:policy/ReadOnlyAccess',
      'arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess',
    ],
    [
      ['', 'empty'],
      ['job-function/Billing', 'managedPolicy'],
      ['Full Access', 'managedPolicy'],
      ['arn:aws:s3:::bucket', 'managedPolicy'],
      ['a'.repeat(129), 'managedPolicy'],
      ['arn:aws:iam::111122223333:policy/team/Mine', 'customerPolicyArn'],
    ],
  ],
  [
    'policy path',
    rules.checkPolicyPath,
    ['/', '/team/', '/a/b/'],
    [
      ['team', 'policyPath'],
      ['/team', 'policyPath'],
      ['//', 'policyPath'],
      ['/a b/', 'policyPath'],
      [`/${'a'.repeat(512)}/`, 'tooLong'],
    ],
  ],
  [
    'tag key',
    rules.checkTagKey,
    ['team', 'cost center', '팀', 'a:b/c=d+e-f@g.h_i', 'awsome'],
    [
      ['', 'empty'],
      ['aws:x', 'tagReserved'],
      ['AWS:x', 'tagReserved'],
      ['a&b', 'tagCharacters'],
      ['a'.repeat(129), 'tooLong'],
    ],
  ],
  [
    'tag value',
    rules.checkTagValue,
    ['', 'platform', '플랫폼'],
    [
      ['a"b', 'tagCharacters'],
      ['a'.repeat(257), 'tooLong'],
    ],
  ],
  [
    'account selector',
    rules.checkAccountSelector,
    ['management', 'all', '111122223333', '1111-2222-3333', 'acme prod', '샌드박스', 'ou:Workloads/Prod', 'ou:운영'],
    [
      ['', 'empty'],
      ['12345', 'account'],
      ['ou:', 'unitPath'],
      ['ou:/', 'unitPath'],
      ['ou:/Prod', 'unitPath'],
      ['ou:a//b', 'unitPath'],
      ['OU:Prod', 'unitPath'],
      [' a', 'edges'],
      ['a\u0007b', 'accountSelector'],
      ['a'.repeat(129), 'tooLong'],
    ],
  ],
  [
    'account of a CLI profile',
    rules.checkOneAccount,
    ['management', '111122223333', 'acme'],
    [
      ['all', 'oneAccount'],
      ['ou:Prod', 'oneAccount'],
    ],
  ],
  [
    'day',
    rules.checkDate,
    ['2026-11-23', '2024-02-29'],
    [
      ['', 'empty'],
      ['2026-02-29', 'date'],
      ['2026-13-01', 'date'],
      ['2026-1-1', 'date'],
      ['23.11.2026', 'date'],
      ['2026-11-23T00:00:00Z', 'date'],
    ],
  ],
  [
    'CLI name',
    rules.checkCliName,
    ['admin', 'a/b:c@d%e+f-g_h.i', 'default', 'a'.repeat(64)],
    [
      ['', 'empty'],
      ['my profile', 'cliName'],
      ['한국', 'cliName'],
      ['a]', 'cliName'],
      ['a'.repeat(65), 'tooLong'],
    ],
  ],
];

describe.each(TABLE.map(([what, check, right, wrong]) => ({ what, check, right, wrong })))(
  'As $what',
  ({ check, right, wrong }) => {
    test.each(right)('%j is fine', (value) => {
      expect(check(value)).toBeUndefined();
    });

    test.each(wrong)('%j breaks the rule %s', (value, rule) => {
      expect(check(value)).toMatchObject({ rule });
    });

    test('nothing makes the check fail, or go on for ever', () => {
      fc.assert(
        fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
          const fault = check(value);
          expect(fault === undefined || rules.RULE_IDS.includes(fault.rule)).toBe(true);
        }),
      );
      for (const value of ['a'.repeat(100_000), '-'.repeat(100_000), `arn:aws:iam::aws:policy${'/a'.repeat(50_000)}!`])
        check(value);
    });
  },
);

describe('What was probably meant', () => {
  test.each([
    [rules.checkRegion, 'ap-northest-2', 'ap-northeast-2'],
    [rules.checkRegion, 'AP-NORTHEAST-2', 'ap-northeast-2'],
    [rules.checkRegion, 'useast1', 'us-east-1'],
    [rules.checkRegion, 'us-east-1a', 'us-east-1'],
    [rules.checkRegion, 'seoul', 'ap-northeast-2'],
    [rules.checkAlias, 'LemonLogin', 'lemonlogin'],
    [rules.checkAlias, 'https://lemonlogin.awsapps.com/start', 'lemonlogin'],
    [rules.checkAlias, 'lemonlogin.awsapps.com', 'lemonlogin'],
    [rules.checkGroupName, ' Admins ', 'Admins'],
    [rules.checkGroupName, 'Administrator', 'Administrators'],
    [rules.checkManagedPolicy, 'job-function/Billing', 'Billing'],
    [
      rules.checkManagedPolicy,
      'arn:aws:iam::111122223333:policy/team/Mine',
      'customerManagedPolicies: [{ name: Mine, path: /team/ }]',
    ],
    [rules.checkPolicyPath, 'team', '/team/'],
    [rules.checkAccountSelector, 'OU:/Workloads/Prod/', 'ou:Workloads/Prod'],
    [rules.checkCliName, 'my profile', 'my-profile'],
  ] as const)('is suggested (case %#)', (check, value, suggestion) => {
    expect(check(value)?.suggestion).toBe(suggestion);
    if (!suggestion.includes('{')) expect(check(suggestion)).toBeUndefined();
  });

  test.each([
    ['sessoinDuration', 'sessionDuration'],
    ['session-duration', 'sessionDuration'],
    ['session', 'sessionDuration'],
    ['xyz', undefined],
    ['', undefined],
    ['a'.repeat(100), undefined],
  ])('%j is near %j', (word, candidate) => {
    expect(nearest(word, ['name', 'sessionDuration', 'relayState', 'tags'])).toBe(candidate);
  });
});

test('Identity Center is in 17 Regions by default and in 17 after opting in', () => {
  expect(Object.keys(DEFAULT_REGIONS)).toHaveLength(17);
  expect(Object.keys(OPT_IN_REGIONS)).toHaveLength(17);
  expect(REGION_PLACES.size).toBe(39);
});

describe('Durations', () => {
  test.each([
    ['4h', 'PT4H'],
    ['90m', 'PT1H30M'],
    ['1h30m', 'PT1H30M'],
    ['1h 30m', 'PT1H30M'],
    ['PT60M', 'PT1H'],
    ['PT3600S', 'PT1H'],
    ['PT1H0M30S', 'PT1H30S'],
    ['P1D', 'PT24H'],
    ['PT12H', 'PT12H'],
    ['PT0S', 'PT0S'],
  ])('%s is %s', (text, iso) => {
    expect(rules.normaliseDuration(text)).toBe(iso);
    expect(rules.canonicalDuration(text)).toBe(iso);
  });

  test('that are none stay as they are when they are compared', () => {
    expect(rules.normaliseDuration('soon')).toBeUndefined();
    expect(rules.canonicalDuration('soon')).toBe('soon');
  });

  test('of whole minutes are written short and read back the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (minutes) => {
        const iso = rules.normaliseDuration(`${minutes}m`) ?? '';
        expect(rules.parseDuration(iso)).toBe(minutes * 60);
        expect(rules.normaliseDuration(rules.shortDuration(iso))).toBe(iso);
        expect(rules.shortDuration(iso)).toMatch(/^\d+[hm]$/);
      }),
    );
  });

  test('with seconds are written in ISO 8601', () => {
    expect(rules.shortDuration('PT1H30S')).toBe('PT1H30S');
  });
});
