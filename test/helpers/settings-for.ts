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
