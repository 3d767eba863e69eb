import { expect, test } from 'vitest';
import type { EngineEvent } from '../../src/engine/events.ts';
import { Stopped } from '../../src/problem.ts';
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

test('a run that is stopped begins nothing more', async () => {
  const controller = new AbortController();
  const begun: EngineEvent[] = [];
  const groups = Array.from({ length: 40 }, (_, i) => ({ name: `Group ${i}` }));
  const hear = (event: EngineEvent) => {
    if (event.type === 'doing' && event.step === 'group') begun.push(event);
    if (event.type === 'written') controller.abort(new Stopped());
  };
  const settings = onePerson({ groups, users: [], permissionSets: [], assignments: [] });
  const { results } = await setUp(anAccount(), settings, { signal: controller.signal, hear });
  expect(results.filter(({ outcome }) => outcome.kind === 'stopped').length).toBeGreaterThan(20);
  expect(begun.length).toBeLessThan(20);
});

test('what builds on a group that may not be made is blocked by it, and the rest is done', async () => {
  const { results } = await setUp(anAccount({ behaviour: { deny: ['identitystore:CreateGroup'] } }), onePerson());
  const by = { step: 'group', key: 'Administrators' };
  expect(
    results.flatMap(({ step, outcome }) => (outcome.kind === 'blocked' ? [{ step, by: outcome.by }] : [])),
  ).toEqual([
    { step: 'membership', by },
    { step: 'assignment', by },
  ]);
  expect(results.filter(({ outcome }) => outcome.kind === 'done').map(({ step }) => step)).toEqual([
    'user',
    'permissionSet',
  ]);
});
