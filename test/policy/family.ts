import { company, onePerson } from '../helpers/settings-for.ts';

const nothing = onePerson({ groups: [], users: [], permissionSets: [], assignments: [] });

/** Settings that ask for very different rights. */
export const FAMILY = {
  'one person': onePerson(),
  'a company': company(),
  'a company in several accounts': company({
    account: '111122223333',
    permissionSets: [
      {
        name: 'Builders',
        customerManagedPolicies: [{ name: 'Build', path: '/team/' }],
        permissionsBoundary: { customerManagedPolicy: { name: 'Bounds', path: '/' } },
      },
    ],
    assignments: [{ principal: { group: 'Admins' }, permissionSets: ['Builders'], accounts: ['ou:Workloads', 'dev'] }],
  }),
  'every account': onePerson({
    assignments: [
      { principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts: ['all'] },
    ],
  }),
  'one person without a group': onePerson({
    groups: [],
    users: onePerson().users.map((user) => ({ ...user, groups: [] })),
    permissionSets: [{ name: 'Bare' }],
    assignments: [{ principal: { user: 'kim@example.com' }, permissionSets: ['Bare'], accounts: ['222233334444'] }],
  }),
  'another account only': onePerson({
    account: '111122223333',
    assignments: [
      { principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts: ['222233334444'] },
    ],
  }),
  'a group': { ...nothing, groups: [{ name: 'Admins' }] },
  'a permission set with nothing in it': {
    ...nothing,
    permissionSets: [{ name: 'Empty', managedPolicies: [], customerManagedPolicies: [], tags: {} }],
  },
  'a permission set with both kinds of policies': {
    ...nothing,
    permissionSets: [
      {
        name: 'Readers',
        managedPolicies: ['ViewOnlyAccess'],
        inlinePolicy: { Statement: [{ Effect: 'Allow', Action: 's3:Get*', Resource: '*' }] },
      },
    ],
  },
  'administrators, whoever they are': {
    ...nothing,
    permissionSets: [
      { name: 'Admins', inlinePolicy: { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } },
    ],
  },
  nothing,
};
