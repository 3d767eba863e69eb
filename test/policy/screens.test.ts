import { describe, expect, it, test } from 'vitest';
import { managementStatements, policyFor, statementFor } from '../../src/permissions.ts';
import { Problem, type ProblemId } from '../../src/problem.ts';
import type { Report } from '../../src/screen.ts';
import { jsonLines } from '../../src/ui/json-lines.ts';
import { aReport, aScreen } from '../ui/fixtures.ts';

const WHO = 'arn:aws:iam::111122223333:user/admin';
const reason =
  'Received a 403 status error: Access denied by IAM. Please check your policy, or wait for role propagation to ' +
  `complete. IAM Error: User: ${WHO} is not authorized to perform: iam:ListRolePolicies on resource: role AWSReservedSSO_A`;
const actions = policyFor(undefined, { readOnly: false }).Statement.flatMap(({ Action }) => Action);

function denial(action: string, detail = `User: ${WHO} is not authorized to perform: ${action}`) {
  return new Problem('accessDenied', { action, code: 'AccessDeniedException', detail, who: WHO });
}

function failure(
  problem: Problem,
  options: { lang?: 'en' | 'ko'; columns?: number } = {},
  about: Partial<Report> = {},
) {
  const { screen, stderr } = aScreen(options);
  screen.report(aReport({ status: 'failed', problem, next: ['npx sso-setup'], ...about }));
  return stderr.lines;
}

/** The JSON between the sentence that heads it and the empty line behind it. */
function grantIn(lines: readonly string[]): string[] | undefined {
  const at = lines.findIndex((line) => ['  This grants it:', '  허용하는 정책 문:'].includes(line));
  return at < 0 ? undefined : lines.slice(at + 1, lines.indexOf('', at));
}

describe.each([
  ['en', 80],
  ['en', 60],
  ['ko', 80],
  ['ko', 60],
] as const)('the statement on the screen, in %s at %i columns', (lang, columns) => {
  test.each(actions)('grants %s, and is JSON when it is copied', (action) => {
    const lines = grantIn(failure(denial(action), { lang, columns })) ?? [];
    expect(JSON.parse(lines.join('\n'))).toEqual(statementFor(action));
    // Only a text that is wider by itself is wider.
    expect(lines.filter((line) => line.length > columns && !/^"[^"]*",?$/.test(line))).toEqual([]);
  });

  it('tells the rights in the management account beside the reason that AWS gave', () => {
    const problem = new Problem('assignmentNeedsIam', { account: '111122223333', detail: reason });
    const lines = failure(problem, { lang, columns });
    const grant = grantIn(lines) ?? [];
    expect(JSON.parse(grant.join('\n'))).toEqual(managementStatements());
    expect(grant.filter((line) => line.length > columns)).toEqual([]);
    expect(lines.map((line) => line.trim()).join(' ')).toContain('iam:ListRolePolicies on resource');
  });
});

it('puts a short statement on one line, below what is missing', () => {
  expect(failure(denial('sso:CreateAccountAssignment'))).toEqual([
    '✖ AWS did not allow sso:CreateAccountAssignment.',
    '',
    '  AWS        AccessDeniedException',
    `  Who        ${WHO}`,
    '  Missing    sso:CreateAccountAssignment',
    '',
    '  This grants it:',
    '    {"Effect":"Allow","Action":"sso:CreateAccountAssignment","Resource":"*"}',
    '',
    '  Fix        Sign in as an administrator of 111122223333, or add the policy',
    '             printed by:',
    '             npx sso-setup policy',
    '  Continue   npx sso-setup',
  ]);
});

it('lays out a long one', () => {
  expect(grantIn(failure(denial('identitystore:CreateGroupMembership')))).toEqual([
    '    {',
    '      "Effect": "Allow",',
    '      "Action": [',
    '        "identitystore:CreateGroupMembership", "sso-directory:AddMemberToGroup"',
    '      ],',
    '      "Resource": "*"',
    '    }',
  ]);
});

it('shows all the rights that assigning in the management account takes', () => {
  const problem = new Problem('assignmentNeedsIam', { account: '111122223333', detail: reason });
  expect(failure(problem)).toEqual([
    '✖ In the management account 111122223333 AWS uses your own IAM rights, and they',
    '  are not enough.',
    '',
    '  Says       Received a 403 status error: Access denied by IAM. Please check',
    '             your policy, or wait for role propagation to complete. IAM Error:',
    '             User: arn:aws:iam::111122223333:user/admin is not authorized to',
    '             perform: iam:ListRolePolicies on resource: role AWSReservedSSO_A',
    '  Missing    iam:ListRolePolicies',
    '',
    '  This grants it:',
    '    [',
    '      {',
    '        "Effect": "Allow",',
    '        "Action": [',
    '          "iam:AttachRolePolicy", "iam:CreateRole", "iam:DeleteRole",',
    '          "iam:DeleteRolePermissionsBoundary", "iam:DeleteRolePolicy",',
    '          "iam:DetachRolePolicy", "iam:GetRole", "iam:ListAttachedRolePolicies",',
    '          "iam:ListRolePolicies", "iam:PutRolePermissionsBoundary",',
    '          "iam:PutRolePolicy", "iam:TagRole", "iam:UpdateAssumeRolePolicy",',
    '          "iam:UpdateRole", "iam:UpdateRoleDescription"',
    '        ],',
    '        "Resource": "arn:aws:iam::*:role/aws-reserved/sso.amazonaws.com/*"',
    '      },',
    '      {',
    '        "Effect": "Allow",',
    '        "Action": ["iam:ListPolicies","iam:ListRoles"],',
    '        "Resource": "*"',
    '      },',
    '      {',
    '        "Effect": "Allow",',
    '        "Action": [',
    '          "iam:CreateSAMLProvider", "iam:GetSAMLProvider",',
    '          "iam:ListSAMLProviders", "iam:TagSAMLProvider",',
    '          "iam:UpdateSAMLProvider"',
    '        ],',
    '        "Resource": "arn:aws:iam::*:saml-provider/AWSSSO_*"',
    '      }',
    '    ]',
    '',
    '  Fix        There, Identity Center makes the role with the rights of whoever',
    '             assigns. Sign in as an administrator, or add the statements printed',
    '             by:',
    '             npx sso-setup policy',
    '  Continue   npx sso-setup',
  ]);
});

it('offers no grant where none would help, and shows the words of AWS', () => {
  const explicit = `User: ${WHO} is not authorized to perform: sso:ListInstances with an explicit deny in a service control policy`;
  for (const lang of ['en', 'ko'] as const) {
    const lines = failure(denial('sso:ListInstances', explicit), { lang });
    expect(grantIn(lines)).toBeUndefined();
    expect(lines.map((line) => line.trim()).join(' ')).toContain('explicit deny in a service control policy');
    expect(lines.join('\n')).not.toContain('sso-setup policy');
  }
});

test.each<[ProblemId, string | undefined]>([
  ['serviceLinkedRoleDenied', 'iam:CreateServiceLinkedRole'],
  ['kmsKey', undefined],
  ['provisioningFailed', undefined],
])('%s: %s', (id, action) => {
  const grant = grantIn(failure(new Problem(id, { action: 'organizations:CreateOrganization', detail: 'no' })));
  expect(grant && JSON.parse(grant.join('\n'))).toEqual(action && statementFor(action));
});

it('names the partition of the account that was asked', () => {
  const identity = { account: '111122223333', arn: 'arn:aws-cn:iam::111122223333:user/admin', sandbox: false };
  const grant = grantIn(failure(denial('iam:CreateServiceLinkedRole'), {}, { identity })) ?? [];
  expect(JSON.parse(grant.join('\n'))).toEqual(statementFor('iam:CreateServiceLinkedRole', 'aws-cn'));
});

test.each<[Partial<Report>, string]>([
  [{}, 'npx sso-setup policy'],
  [{ settingsFile: 'sso-setup.yaml' }, 'npx sso-setup policy'],
  [{ settingsFile: 'my team.yaml' }, "npx sso-setup policy -c 'my team.yaml'"],
  [{ dryRun: true, settingsFile: 'prod.yaml' }, 'npx sso-setup policy --read-only -c prod.yaml'],
])('%o: the command that prints the policy of this run', (about, command) => {
  expect(failure(denial('sso:ListInstances'), {}, about)).toContain(`             ${command}`);
});

describe('JSON in lines', () => {
  const value = { a: ['one', 'two', 'three'], b: { c: 'x'.repeat(30), d: [] }, e: [{ f: 1 }, { g: null }] };
  test.each(Array.from({ length: 60 }, (_, i) => i + 1))('of %i columns is the same value', (columns) => {
    expect(JSON.parse(jsonLines(value, columns).join('\n'))).toEqual(value);
  });
});
