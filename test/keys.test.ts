import { expect, test } from 'vitest';
import { readAssignmentKey, readMembershipKey } from '../src/keys.ts';
import { anAccount, dryRun } from './helpers/account.ts';
import { onePerson } from './helpers/settings-for.ts';

const kim = { email: 'kim@example.com', givenName: 'Minsu', familyName: 'Kim' };

/** The keys that the tool itself gives to the things of these settings. */
async function keysFor(group: string, userName: string, permissionSet: string) {
  const { preview } = await dryRun(
    anAccount(),
    onePerson({
      groups: [{ name: group }],
      users: [{ userName, ...kim, groups: [group] }],
      permissionSets: [{ name: permissionSet }],
      assignments: [
        { principal: { group }, permissionSets: [permissionSet], accounts: ['222233334444'] },
        { principal: { user: userName }, permissionSets: [permissionSet], accounts: ['222233334444'] },
      ],
    }),
  );
  const of = (step: string) => preview.plan.items.filter((item) => item.step === step).map(({ key }) => key);
  return { memberships: of('membership'), assignments: of('assignment') };
}

test.each([
  ['Admins', 'kim@example.com', 'ReadOnly'],
  ['Sales, EMEA', 'kim', 'a,b'],
  ['user kim', 'user', 'x,'],
  ['group in Seoul', 'in', 'Set.1'],
  ['개발팀, 서울', '김민수', 'A=B'],
  ['one, two, 111122223333', 'kim', 'Set'],
])('group %s, user %s and permission set %s are read back from the keys as they are', async (group, user, set) => {
  const { memberships, assignments } = await keysFor(group, user, set);
  expect(memberships.map(readMembershipKey)).toEqual([{ userName: user, group }]);
  const about = { permissionSet: set, account: '222233334444' };
  expect(assignments.map(readAssignmentKey)).toEqual([
    { principalType: 'GROUP', principal: group, ...about },
    { principalType: 'USER', principal: user, ...about },
  ]);
});

test('what is no such key is not read as one', () => {
  expect(readAssignmentKey('Admins')).toBeUndefined();
  expect(readMembershipKey('Admins')).toBeUndefined();
});
