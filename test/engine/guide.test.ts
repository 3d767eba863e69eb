import { expect, test } from 'vitest';
import { anAccount, dryRun, due, failuresOf, isInSync, plannedBy, setUp, writesIn } from '../helpers/account.ts';
import { onePerson } from '../helpers/settings-for.ts';

test('an enabled account gets group, user, membership, permission set and assignment, and a second run writes nothing', async () => {
  const account = anAccount();
  const run = await setUp(account, onePerson());
  expect(failuresOf(run)).toEqual([]);
  expect(run.results.map(({ step, key, action, outcome }) => `${step} ${key} ${action.kind} ${outcome.kind}`)).toEqual([
    'organization organization same same',
    'instance instance same same',
    'portal portal same same',
    'group Administrators create done',
    'user kim@example.com create done',
    'membership kim@example.com in Administrators create done',
    'permissionSet AdministratorAccess create done',
    'assignment Administrators, AdministratorAccess, 111122223333 create done',
    'security password manual manual',
    'security mfa manual manual',
    'security portalSession manual manual',
  ]);
  expect(await isInSync(account, onePerson())).toBe(true);
});

test('a preview is what the run then does', async () => {
  const account = anAccount();
  const { preview } = await dryRun(account, onePerson());
  const run = await setUp(account, onePerson());
  expect(due(preview.plan)).toEqual(plannedBy(run));
});

test('a dry run writes nothing', async () => {
  const account = anAccount();
  await dryRun(account, onePerson());
  expect(writesIn(account.newCalls())).toEqual([]);
});
