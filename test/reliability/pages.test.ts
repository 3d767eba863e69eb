import { readdirSync, readFileSync } from 'node:fs';
import {
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteUserCommand,
  UpdateGroupCommand,
} from '@aws-sdk/client-identitystore';
import { DeletePermissionSetCommand, DetachManagedPolicyFromPermissionSetCommand } from '@aws-sdk/client-sso-admin';
import { describe, expect, test } from 'vitest';
import { connect } from '../../src/aws/clients.ts';
import type { Plan } from '../../src/engine/plan.ts';
import type { Behaviour, FaultCall, World } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import type { FreshWorld } from '../../src/sandbox/world.ts';
import type { Settings } from '../../src/settings/settings.ts';
import {
  again,
  anAccount,
  answeredOtherwise,
  dryRun,
  failuresOf,
  isInSync,
  setUp,
  type TestAccount,
} from '../helpers/account.ts';
import { instanceIn, isAsWanted } from '../helpers/oracle.ts';
import { held } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';
import { somebodyIn } from '../helpers/somebody.ts';
import { contentsOf } from '../helpers/world.ts';

const LONG = process.env.LONG === '1';

/** As many accounts, units, groups, users, permission sets and so on that nobody named. */
function withOthers(count: number): World {
  const world: FreshWorld = scenarios['several-accounts']();
  const { organization } = world;
  const [instance] = world.instances;
  if (organization === null || instance === undefined) throw new Error('This scenario has both.');
  const made = { revision: 1, createdAt: 0, updatedAt: 0, createdBy: 'somebody', updatedBy: 'somebody' };
  const workloads = organization.units.find(({ name }) => name === 'Workloads')?.id ?? '';
  const [management] = organization.accounts;
  if (management === undefined) throw new Error('There is a management account.');
  for (let i = 0; i < count; i++) {
    const number = `${i}`.padStart(12, '0');
    const id = (kind: string) => `0000000000-0000000${kind}-0000-4000-8000-${number}`;
    const arn = `arn:aws:sso:::permissionSet/${instance.arn.split('/').at(-1)}/ps-other${`${i}`.padStart(11, '0')}`;
    organization.accounts.push({
      ...management,
      id: `7${number.slice(1)}`,
      name: `other-${i}`,
      parentId: organization.rootId,
    });
    if (i < 60) organization.units.push({ id: `ou-zzzz-${number.slice(4)}`, name: `Other-${i}`, parentId: workloads });
    instance.groups.push({ ...made, id: id('1'), displayName: `Other ${i}` });
    const names = { UserName: `other${i}`, DisplayName: 'Other', Name: { GivenName: 'O', FamilyName: 'Ther' } };
    instance.users.push({ ...made, id: id('2'), attributes: names, extensions: {}, hasPassword: false });
    instance.permissionSets.push({
      arn,
      name: `Other-${i}`,
      sessionDuration: 'PT1H',
      createdAt: 0,
      tags: [],
      managedPolicies: [],
      customerPolicies: [],
      inlinePolicy: '',
      version: 1,
    });
  }
  return world;
}

/** Everything of the company's, in every account and in a unit, so that every list is read that there is. */
const wanted: Settings = company({
  assignments: [
    {
      principal: { group: 'Admins' },
      permissionSets: ['AdministratorAccess', 'ReadOnly'],
      accounts: ['dev', 'ou:Workloads'],
    },
    { principal: { group: '개발팀' }, permissionSets: ['ReadOnly'], accounts: ['management'] },
    { principal: { user: 'lee@example.com' }, permissionSets: ['ReadOnly'], accounts: ['management', 'prod'] },
  ],
});

const PAGES: Record<string, Partial<Behaviour>> = {
  'pages of one': { pageSize: 1 },
  'pages of two': { pageSize: 2 },
  'pages of two after one that is empty': { pageSize: 2, emptyPages: true },
  'pages of a hundred': { pageSize: 100 },
};

/** What others are seen on the way depends on the way; what is to be done does not. */
const planned = ({ items, access, accountNames: _, widening }: Plan) => ({ items, access, widening });

function withMembers(world: World): World {
  const instance = instanceIn(world);
  const ours = instance.groups.filter(({ displayName }) => !displayName?.startsWith('Other'));
  const theirs = instance.users.filter(({ attributes }) => String(attributes.UserName).startsWith('other'));
  const [set] = instance.permissionSets.filter(({ name }) => name === 'ReadOnly');
  const memberships = ours.flatMap((group) =>
    theirs.map((user, i) => ({
      id: `0000000000-00000003-0000-4000-8000-${`${i}`.padStart(10, '0')}${ours.indexOf(group)}0`,
      groupId: group.id,
      userId: user.id,
      createdAt: 0,
      createdBy: 'somebody',
    })),
  );
  const assignments = theirs.map((user) => ({
    accountId: '111122223333',
    permissionSetArn: set?.arn ?? '',
    principalType: 'USER' as const,
    principalId: user.id,
  }));
  const now = {
    ...instance,
    memberships: [...instance.memberships, ...memberships],
    assignments: [...instance.assignments, ...assignments],
  };
  return { ...world, instances: [now] };
}

/** What is planned and what comes of it: at first, and again when strangers are in our groups and hold our permission sets. */
async function settled(others: number, behaviour: Partial<Behaviour>) {
  const account = anAccount({ world: withOthers(others), behaviour });
  const first = await setUp(account, wanted);
  expect(failuresOf(first)).toEqual([]);
  isAsWanted(account.simulated.world, wanted, first.plan);
  const later = anAccount({ world: withMembers(account.simulated.world), clock: account.clock, behaviour });
  const more = { ...wanted, users: wanted.users.map((user) => ({ ...user, displayName: 'Somebody' })) };
  const { preview } = await dryRun(later, more);
  expect(await isInSync(later, wanted)).toBe(true);
  return { first: planned(first.plan), second: planned(preview.plan), world: contentsOf(later.simulated.world) };
}

/** All sizes of pages in a long run; in a short one those two that are most unlike AWS's own. */
const tried = Object.entries(PAGES).filter(([name]) => LONG || /one/.test(name));

describe.each(LONG ? [0, 1, 500] : [0, 12])('among %i others of everything', (count) => {
  const unpaged = settled(count, {});
  test.each(tried)('%s: same plan, same result', async (_name, behaviour) => {
    expect(await settled(count, behaviour)).toEqual(await unpaged);
    held('R16', 1, 'pages and sizes');
  });
});

/** Every List operation that is called for a plan. */
function listOperations(): string[] {
  const folder = new URL('../../src/aws/', import.meta.url);
  const files = readdirSync(folder).filter((name) => name !== 'portal.ts');
  const texts = files.map((name) => readFileSync(new URL(name, folder), 'utf8'));
  return [
    ...new Set(texts.flatMap((text) => [...text.matchAll(/new (List\w+)Command/g)].map(([, name = '']) => name))),
  ];
}

/** A whole run, then situations that need the rest. */
async function everyList(behaviour: Partial<Behaviour>): Promise<TestAccount[]> {
  const whole = anAccount({ world: scenarios['several-accounts'](), behaviour: { asyncMs: 3_000, ...behaviour } });
  expect(failuresOf(await setUp(whole, wanted))).toEqual([]);
  const byUser = { ...wanted, groups: [...wanted.groups, { name: 'Third' }, { name: 'Fourth' }] };
  const [kim, lee] = byUser.users;
  if (kim === undefined || lee === undefined) throw new Error('There are two.');
  const all = { ...byUser, users: [{ ...kim, groups: byUser.groups.map(({ name }) => name) }, lee] };
  expect(failuresOf(await setUp(whole, all))).toEqual([]);
  expect(await isInSync(whole, all)).toBe(true);
  const fresh = anAccount({ enabled: false, behaviour });
  expect(failuresOf(await setUp(fresh, company(), { waitMs: 60_000 }))).toEqual([]);
  const member = anAccount({ world: scenarios['member-account'](), behaviour });
  await expect(setUp(member, wanted)).rejects.toMatchObject({ id: 'memberAccount' });
  return [whole, fresh, member];
}

test('every list that there is has been read in more than one page', async () => {
  const accounts = await everyList({ emptyPages: true, pageSize: 1 });
  const paged = accounts.flatMap(({ simulated }) =>
    simulated.calls.filter(({ input }) => (input.NextToken ?? '') !== '').map(({ operation }) => operation),
  );
  // A member account may not ask who is delegated.
  const refused = ['ListDelegatedAdministrators'];
  expect([...new Set(paged)].sort()).toEqual(
    listOperations()
      .filter((name) => !refused.includes(name))
      .sort(),
  );
});

const STALE = { kind: 'refuse', code: 'ValidationException', message: 'The provided NextToken is not valid.' } as const;
const isLater = ({ input, operation }: FaultCall) => operation.startsWith('List') && (input.NextToken ?? '') !== '';

test('a token that has expired: the list is begun anew, and the result is the same', async () => {
  const seen = new Map<string, number>();
  const fault = (call: FaultCall) => {
    if (!isLater(call)) return undefined;
    const key = JSON.stringify([call.operation, { ...call.input, NextToken: '' }]);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return times === 2 ? STALE : undefined;
  };
  const account = anAccount({ world: withOthers(4), behaviour: { pageSize: 1, emptyPages: true, fault } });
  const calm = anAccount({ world: withOthers(4) });
  expect(failuresOf(await setUp(account, wanted))).toEqual([]);
  await setUp(calm, wanted);
  expect(contentsOf(account.simulated.world)).toEqual(contentsOf(calm.simulated.world));
  expect([...seen.values()].some((times) => times > 2)).toBe(true);
  expect(await isInSync(again(account), wanted)).toBe(true);
});

test.each(['ListGroups', 'ListAccounts', 'ListPermissionSets'])(
  '%s whose tokens always expire: given up after three beginnings',
  async (operation) => {
    const fault = (call: FaultCall) => (isLater(call) && call.operation === operation ? STALE : undefined);
    const account = anAccount({ world: withOthers(3), behaviour: { pageSize: 1, fault } });
    await expect(setUp(account, wanted)).rejects.toMatchObject({ facts: { operation } });
    const asked = account
      .newCalls()
      .filter((call) => call.operation === operation && call.input.NextToken === undefined);
    // Ahead, and again when that failed.
    expect(asked.length).toBeLessThanOrEqual(6);
  },
);

describe('a list that changes between two pages', () => {
  type Somebody = ReturnType<typeof somebodyIn>;
  const in_ = (by: Somebody) => ({ IdentityStoreId: by.ids.IdentityStoreId });
  const user = (UserName: string) => ({ UserName, DisplayName: 'X', Name: { GivenName: 'X', FamilyName: 'X' } });
  const rename = async (by: Somebody, from: string, to: string) =>
    by.store.send(
      new UpdateGroupCommand({
        ...in_(by),
        GroupId: by.ids.group(from),
        Operations: [{ AttributePath: 'displayName', AttributeValue: to }],
      }),
    );
  const acts: Record<string, { on: string; act: (by: Somebody) => Promise<unknown> }> = {
    'a group is deleted': {
      on: 'ListGroups',
      act: (by) => {
        return by.store.send(new DeleteGroupCommand({ ...in_(by), GroupId: by.ids.group('Other 0') }));
      },
    },
    'our group is deleted': {
      on: 'ListGroups',
      act: (by) => {
        return by.store.send(new DeleteGroupCommand({ ...in_(by), GroupId: by.ids.group('Admins') }));
      },
    },
    'our group is renamed and another takes its name': {
      on: 'ListGroups',
      act: async (by) => {
        await rename(by, 'Admins', 'Former admins');
        return rename(by, 'Other 1', 'Admins');
      },
    },
    'a user is made': {
      on: 'ListUsers',
      act: (by) => {
        return by.store.send(new CreateUserCommand({ ...in_(by), ...user('newcomer') }));
      },
    },
    'our user is deleted': {
      on: 'ListUsers',
      act: (by) => {
        return by.store.send(new DeleteUserCommand({ ...in_(by), UserId: by.ids.user('kim@example.com') }));
      },
    },
    'a permission set is deleted': {
      on: 'ListPermissionSets',
      act: async (by) => {
        const PermissionSetArn = by.ids.permissionSet('Other-0');
        return by.sso.send(new DeletePermissionSetCommand({ InstanceArn: by.ids.InstanceArn, PermissionSetArn }));
      },
    },
    'a policy is detached': {
      on: 'ListManagedPoliciesInPermissionSet',
      act: (by) => {
        return by.sso.send(
          new DetachManagedPolicyFromPermissionSetCommand({
            InstanceArn: by.ids.InstanceArn,
            PermissionSetArn: by.ids.permissionSet('AdministratorAccess'),
            ManagedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
          }),
        );
      },
    },
  };

  test.each(Object.entries(acts))(
    '%s: this run or the next one brings it in order, nothing twice',
    async (_what, { on, act }) => {
      const ready = anAccount({ world: withOthers(3) });
      await setUp(ready, wanted);
      const account = again(ready, { pageSize: 1 });
      let acted = false;
      const handler = account.simulated.requestHandler();
      const between: typeof handler = {
        ...handler,
        async handle(request, options) {
          const isNext =
            `${request.headers['x-amz-target']}`.endsWith(`.${on}`) &&
            new TextDecoder().decode(request.body as Uint8Array).includes('NextToken');
          if (isNext && !acted) {
            acted = true;
            await act(somebodyIn(account));
          }
          return handler.handle(request, options);
        },
      };
      const aws = connect({
        clock: account.clock,
        tell: () => {},
        credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
        requestHandler: between,
      });
      await setUp({ ...account, connect: () => aws }, wanted).catch(() => undefined);
      expect(acted).toBe(true);
      const next = await setUp(account, wanted);
      expect(failuresOf(next)).toEqual([]);
      isAsWanted(account.simulated.world, wanted, next.plan);
      const names = instanceIn(account.simulated.world).groups.map(({ displayName }) => displayName);
      expect(new Set(names).size).toBe(names.length);
      expect(await isInSync(account, wanted)).toBe(true);
    },
  );
});

test('accounts that a list tells twice are one', async () => {
  const world = scenarios['several-accounts']();
  const lists = ['ListAccounts', 'ListAccountsForParent'];
  const twice = answeredOtherwise(anAccount({ world }), lists, ({ Accounts }: { Accounts: readonly object[] }) => ({
    Accounts: [...Accounts, ...Accounts],
  }));
  const { targets } = await dryRun(twice, wanted);
  expect(targets.get('dev')).toEqual(['333344445555']);
  expect(targets.get('ou:Workloads')).toEqual(['222233334444', '333344445555']);
});
