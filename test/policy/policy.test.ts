import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  canBeGranted,
  managementStatements,
  policyFor,
  policyText,
  type Statement,
  statementFor,
} from '../../src/permissions.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { FAMILY } from './family.ts';

const everything = policyFor(undefined, { readOnly: false });

function actionsOf({ Action }: Statement): string[] {
  return typeof Action === 'string' ? [Action] : [...Action];
}

function granted(settings: Settings | undefined, readOnly = false): string[] {
  return policyFor(settings, { readOnly }).Statement.flatMap(actionsOf);
}

function sids(settings: Settings, readOnly = false): (string | undefined)[] {
  return policyFor(settings, { readOnly }).Statement.map(({ Sid }) => Sid);
}

describe('the whole policy', () => {
  test('names exactly the actions that the tool can call', () => {
    const files = [
      'caller',
      'organizations',
      'instances',
      'identity-store',
      'permission-sets',
      'assignments',
      'free-tier',
    ];
    const sources = files.map((file) => readFileSync(new URL(`../../src/aws/${file}.ts`, import.meta.url), 'utf8'));
    const named = [
      ...sources.join('\n').matchAll(/'((?:sso|identitystore|organizations|account|freetier):[A-Z]\w+)'/g),
    ];
    const short = [...sources.join('\n').matchAll(/sso\(aws, at, '([A-Z]\w+)'/g)].map((match) => `sso:${match[1]}`);
    const called = new Set([...named.map((match) => match[1]), ...short]);
    const allowed = granted(undefined).filter((action) => !/^(iam|sso-directory):/.test(action));
    expect([...allowed].sort()).toEqual([...called].sort());
  });

  test('is what all plans need together, and the rights for the management account', () => {
    const all = new Set(Object.values(FAMILY).flatMap((settings) => granted(settings)));
    expect([...all].sort()).toEqual(granted(undefined).sort());
  });

  test('names no action twice, has Sids that IAM takes, and fits into one managed policy', () => {
    expect(new Set(granted(undefined)).size).toBe(granted(undefined).length);
    for (const { Sid } of everything.Statement) expect(Sid).toMatch(/^[A-Za-z0-9]+$/);
    // IAM counts a managed policy without its white space (IAM user guide, quotas).
    expect(policyText(undefined, false).replaceAll(/\s/g, '').length).toBeLessThan(6_144);
  });

  test('never makes an instance, deletes, or takes anything away but policies', () => {
    const own = granted(undefined).filter((action) => !action.startsWith('iam:'));
    expect(own.filter((action) => /:(Delete|Remove|Disable|CreateInstance|Register|Untag)/.test(action))).toEqual([]);
  });

  test('grants rights in IAM for the roles of Identity Center and of AWS Organizations only', () => {
    for (const statement of everything.Statement) {
      const changes = actionsOf(statement).some((action) => /^iam:(?!List(Policies|Roles)$)/.test(action));
      if (changes) expect(statement.Resource).toMatch(/^arn:aws:iam::\*:(role\/aws-|saml-provider\/AWSSSO_)/);
    }
  });
});

describe('the policy as text', () => {
  test('is JSON with a newline at its end', () => {
    const text = policyText(onePerson(), false);
    expect(text).toMatch(/^\{\n {2}"Version": "2012-10-17",\n[\s\S]*\}\n$/);
    expect(JSON.parse(text)).toEqual(policyFor(onePerson(), { readOnly: false }));
  });

  test('has read and write statements apart', () => {
    expect(sids(onePerson())).toEqual([
      'ReadAccount',
      'ReadOrganization',
      'ReadIdentityCenter',
      'ReadIdentityStore',
      'WriteOrganization',
      'OrganizationRole',
      'WriteIdentityCenter',
      'WriteIdentityStore',
      'ManagementAccountRoles',
      'ManagementAccountLists',
      'ManagementAccountProvider',
    ]);
    expect(sids(onePerson(), true)).toEqual([
      'ReadAccount',
      'ReadOrganization',
      'ReadIdentityCenter',
      'ReadIdentityStore',
    ]);
  });

  test.each([
    ['ap-northeast-2', 'aws'],
    ['cn-north-1', 'aws-cn'],
    ['us-gov-west-1', 'aws-us-gov'],
    ['eusc-de-east-1', 'aws-eusc'],
  ])('has the ARNs of the Region %s', (name, partition) => {
    const text = policyText(onePerson({ region: { name, asked: true } }), false);
    expect(new Set(text.match(/arn:[^:]+:/g))).toEqual(new Set([`arn:${partition}:`]));
  });
});

describe('rights in the management account', () => {
  const [assignment] = onePerson().assignments;
  const own = '111122223333';
  test.each([
    ['management', undefined, true],
    ['all', own, true],
    ['ou:Workloads', own, true],
    ['prod', own, true],
    [own, own, true],
    [own, undefined, true],
    ['222233334444', undefined, true],
    ['222233334444', own, false],
  ])('an assignment to %s, in the account %s: %s', (selector, account, expected) => {
    const assignments = assignment === undefined ? [] : [{ ...assignment, accounts: [selector] }];
    const settings = onePerson({ assignments, ...(account === undefined ? {} : { account }) });
    expect(granted(settings).includes('iam:CreateRole')).toBe(expected);
  });

  test('are those that the guide lists', () => {
    expect(managementStatements()).toEqual(
      everything.Statement.filter(({ Sid }) => Sid?.startsWith('Management')).map(({ Sid: _, ...rest }) => rest),
    );
    expect(managementStatements().flatMap(actionsOf)).toHaveLength(22);
  });
});

describe('the statement for one action', () => {
  test.each(everything.Statement.flatMap((statement) => actionsOf(statement).map((action) => [action, statement])))(
    'grants %s, and no more than the policy does',
    (action, of) => {
      const { Sid: _, Action, ...where } = of as Statement;
      const statement = statementFor(action as string);
      expect(actionsOf(statement)).toContain(action);
      expect(Action).toEqual(expect.arrayContaining(actionsOf(statement)));
      expect(statement).toMatchObject(where);
      expect(actionsOf(statement).length).toBe(/^(identitystore|sso-directory):/.test(action as string) ? 2 : 1);
    },
  );

  test('has both names of an identity store action', () => {
    const both = ['identitystore:CreateGroupMembership', 'sso-directory:AddMemberToGroup'];
    for (const action of both) expect(statementFor(action).Action).toEqual(both);
  });

  test('keeps the condition, in the partition', () => {
    expect(statementFor('iam:CreateServiceLinkedRole', 'aws-cn')).toEqual({
      Effect: 'Allow',
      Action: 'iam:CreateServiceLinkedRole',
      Resource: 'arn:aws-cn:iam::*:role/aws-service-role/organizations.amazonaws.com/*',
      Condition: { StringEquals: { 'iam:AWSServiceName': 'organizations.amazonaws.com' } },
    });
  });

  test('is there for an action that nobody foresaw', () => {
    const statement = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: '*' };
    expect(statementFor('kms:Decrypt')).toEqual(statement);
  });
});

test.each([
  ['User: X is not authorized to perform: sso:A because no identity-based policy allows the sso:A action', true],
  ["You don't have permissions to access this resource.", true],
  [undefined, true],
  ['User: X is not authorized to perform: sso:A with an explicit deny in a service control policy', false],
  ['User: X is not authorized to perform: sso:A with an explicit deny in an identity-based policy', false],
  ['User: X is not authorized to perform: sso:A because no permissions boundary allows the sso:A action', false],
  ['User: X is not authorized to perform: sso:A because no session policy allows the sso:A action', false],
  ['User: X is not authorized to perform: sso:A because no service control policy allows the sso:A action', false],
])('%s: can be granted: %s', (refusal, expected) => {
  expect(canBeGranted(refusal)).toBe(expected);
});
