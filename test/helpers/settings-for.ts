import type { Settings } from '../../src/settings/settings.ts';

/** The one-person set-up of the guide, changed where a test needs it. */
export function onePerson(change: Partial<Settings> = {}): Settings {
  return {
    region: { name: 'us-east-1', asked: false },
    groups: [{ name: 'Administrators' }],
    users: [
      {
        userName: 'kim@example.com',
        email: 'kim@example.com',
        givenName: 'Minsu',
        familyName: 'Kim',
        groups: ['Administrators'],
      },
    ],
    permissionSets: [
      { name: 'AdministratorAccess', sessionDuration: 'PT4H', managedPolicies: ['AdministratorAccess'] },
    ],
    assignments: [
      { principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts: ['management'] },
    ],
    confirmed: {},
    ...change,
  };
}

/** A small company that uses everything a settings file can say. */
export function company(change: Partial<Settings> = {}): Settings {
  const user = (name: string, groups: string[]) => ({
    userName: `${name}@example.com`,
    email: `${name}@example.com`,
    givenName: name,
    familyName: 'Example',
    groups,
  });
  return onePerson({
    groups: [{ name: 'Admins', description: 'People who may do everything' }, { name: '개발팀' }],
    users: [{ ...user('kim', ['Admins', '개발팀']), displayName: 'Kim the First' }, user('lee', ['개발팀'])],
    permissionSets: [
      {
        name: 'AdministratorAccess',
        description: 'Full access',
        sessionDuration: 'PT4H',
        relayState: 'https://us-east-1.console.aws.amazon.com/billing/',
        managedPolicies: ['AdministratorAccess', 'Billing'],
        customerManagedPolicies: [{ name: 'Team', path: '/' }],
        inlinePolicy: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }],
        },
        permissionsBoundary: { managedPolicy: 'PowerUserAccess' },
        tags: { team: 'platform', cost: '42' },
      },
      { name: 'ReadOnly', managedPolicies: ['ViewOnlyAccess'] },
    ],
    assignments: [
      { principal: { group: 'Admins' }, permissionSets: ['AdministratorAccess', 'ReadOnly'], accounts: ['management'] },
      { principal: { user: 'lee@example.com' }, permissionSets: ['ReadOnly'], accounts: ['management'] },
    ],
    ...change,
  });
}
