import {
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteGroupMembershipCommand,
  DeleteUserCommand,
  UpdateGroupCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-identitystore';
import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  AttachManagedPolicyToPermissionSetCommand,
  CreateAccountAssignmentCommand,
  CreatePermissionSetCommand,
  DeleteAccountAssignmentCommand,
  DeleteInlinePolicyFromPermissionSetCommand,
  DeletePermissionSetCommand,
  DeletePermissionsBoundaryFromPermissionSetCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  DetachCustomerManagedPolicyReferenceFromPermissionSetCommand,
  DetachManagedPolicyFromPermissionSetCommand,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import type { DocumentType } from '@smithy/types';
import { describe, expect, test } from 'vitest';
import { whoAmI } from '../../src/aws/caller.ts';
import { apply } from '../../src/engine/apply.ts';
import { listed } from '../../src/engine/plan.ts';
import type { FaultCall } from '../../src/sandbox/index.ts';
import { survey } from '../../src/survey.ts';
import {
  again,
  anAccount,
  dryRun,
  due,
  failuresOf,
  isInSync,
  plannedBy,
  setUp,
  type TestAccount,
} from '../helpers/account.ts';
import { company, onePerson } from '../helpers/settings-for.ts';
import { somebodyIn } from '../helpers/somebody.ts';
import { contentsOf } from '../helpers/world.ts';

type Somebody = ReturnType<typeof somebodyIn>;

const MANAGEMENT = '111122223333';
const JOHN = { UserName: 'john', DisplayName: 'John Doe', Name: { GivenName: 'John', FamilyName: 'Doe' } };

/** An account that was set up by the tool. */
async function aSetUpAccount(): Promise<TestAccount> {
  const account = anAccount();
  await setUp(account, company());
  return account;
}

/** What is due, in short: `change permissionSet ReadOnly`. */
async function dueIn(account: TestAccount): Promise<string[]> {
  const { preview } = await dryRun(account, company());
  return due(preview.plan).map((item) => `${item.action.kind} ${item.step} ${item.key}`);
}

/** The preview shows it, the run does just that, and afterwards all is as it was. */
async function isRepaired(account: TestAccount, before: unknown): Promise<void> {
  const { preview } = await dryRun(account, company());
  const run = await setUp(account, company());
  expect(failuresOf(run)).toEqual([]);
  expect(plannedBy(run)).toEqual(due(preview.plan));
  expect(contentsOf(account.simulated.world)).toEqual(before);
  expect(await isInSync(account, company())).toBe(true);
}

const set = (by: Somebody, name = 'AdministratorAccess') => ({
  InstanceArn: by.ids.InstanceArn,
  PermissionSetArn: by.ids.permissionSet(name),
});

async function unassign(by: Somebody, name: string, PrincipalType: 'GROUP' | 'USER', PrincipalId: string) {
  const { InstanceArn } = by.ids;
  const { AccountAssignmentDeletionStatus: status } = await by.sso.send(
    new DeleteAccountAssignmentCommand({
      ...set(by, name),
      TargetType: 'AWS_ACCOUNT',
      TargetId: MANAGEMENT,
      PrincipalType,
      PrincipalId,
    }),
  );
  const AccountAssignmentDeletionRequestId = status?.RequestId;
  for (let polls = 0; polls < 5; polls++) {
    await by.sso.send(
      new DescribeAccountAssignmentDeletionStatusCommand({ InstanceArn, AccountAssignmentDeletionRequestId }),
    );
  }
}

describe('what disappears is seen and made again', () => {
  const disappearances: Record<string, { act: (by: Somebody) => Promise<unknown>; due: string[] }> = {
    'a group, and with it its members and assignments': {
      act: (by) => by.store.send(new DeleteGroupCommand({ ...store(by), GroupId: by.ids.group('Admins') })),
      due: [
        'create group Admins',
        'create membership kim@example.com in Admins',
        'create assignment Admins, AdministratorAccess, 111122223333',
        'create assignment Admins, ReadOnly, 111122223333',
      ],
    },
    'a user, and with it its memberships': {
      act: (by) => by.store.send(new DeleteUserCommand({ ...store(by), UserId: by.ids.user('kim@example.com') })),
      due: [
        'create user kim@example.com',
        'create membership kim@example.com in Admins',
        'create membership kim@example.com in 개발팀',
      ],
    },
    'a membership': {
      act: (by) =>
        by.store.send(
          new DeleteGroupMembershipCommand({
            ...store(by),
            MembershipId: by.ids.membership('lee@example.com', '개발팀'),
          }),
        ),
      due: ['create membership lee@example.com in 개발팀'],
    },
    'an assignment of a user': {
      act: (by) => unassign(by, 'ReadOnly', 'USER', by.ids.user('lee@example.com')),
      due: ['create assignment user lee@example.com, ReadOnly, 111122223333'],
    },
    'a permission set, and with it its assignments': {
      act: async (by) => {
        await unassign(by, 'AdministratorAccess', 'GROUP', by.ids.group('Admins'));
        await by.sso.send(new DeletePermissionSetCommand(set(by)));
      },
      due: ['create permissionSet AdministratorAccess', 'create assignment Admins, AdministratorAccess, 111122223333'],
    },
  };
  test.each(Object.entries(disappearances))('%s', async (_name, { act, due: expected }) => {
    const account = await aSetUpAccount();
    const before = contentsOf(account.simulated.world);
    await act(somebodyIn(account));
    expect(contentsOf(account.simulated.world)).not.toEqual(before);
    expect(await dueIn(account)).toEqual(expected);
    await isRepaired(account, before);
  });
});

describe('what is changed behind our back is seen and put right', () => {
  const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
  const changes: Record<string, { act: (by: Somebody) => Promise<unknown>; fields: string[] }> = {
    "a group's description": {
      act: (by) =>
        by.store.send(
          new UpdateGroupCommand({
            ...store(by),
            GroupId: by.ids.group('Admins'),
            Operations: [{ AttributePath: 'description', AttributeValue: 'Nobody' }],
          }),
        ),
      fields: ['description'],
    },
    "a user's given name": { act: (by) => updateKim(by, 'name.givenName', 'Other'), fields: ['givenName'] },
    "a user's family name": { act: (by) => updateKim(by, 'name.familyName', 'Other'), fields: ['familyName'] },
    "a user's display name": { act: (by) => updateKim(by, 'displayName', 'Other'), fields: ['displayName'] },
    "a user's e-mail": {
      act: (by) => updateKim(by, 'emails', [{ value: 'other@example.com', type: 'work', primary: true }]),
      fields: ['email'],
    },
    'the session duration, which clears the relay state on the way': {
      act: (by) => by.sso.send(new UpdatePermissionSetCommand({ ...set(by), SessionDuration: 'PT12H' })),
      fields: ['sessionDuration', 'relayState'],
    },
    'the description of a permission set': {
      act: (by) =>
        by.sso.send(
          new UpdatePermissionSetCommand({
            ...set(by),
            Description: 'Other',
            RelayState: 'https://us-east-1.console.aws.amazon.com/billing/',
          }),
        ),
      fields: ['description'],
    },
    'the relay state': {
      act: (by) =>
        by.sso.send(new UpdatePermissionSetCommand({ ...set(by), RelayState: 'https://console.aws.amazon.com/ec2/' })),
      fields: ['relayState'],
    },
    'a managed policy that was detached': {
      act: (by) =>
        by.sso.send(
          new DetachManagedPolicyFromPermissionSetCommand({
            ...set(by),
            ManagedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
          }),
        ),
      fields: ['managedPolicies'],
    },
    'a managed policy that was attached': {
      act: (by) =>
        by.sso.send(
          new AttachManagedPolicyToPermissionSetCommand({
            ...set(by),
            ManagedPolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess',
          }),
        ),
      fields: ['managedPolicies'],
    },
    'a customer managed policy that was detached': {
      act: (by) =>
        by.sso.send(
          new DetachCustomerManagedPolicyReferenceFromPermissionSetCommand({
            ...set(by),
            CustomerManagedPolicyReference: { Name: 'Team', Path: '/' },
          }),
        ),
      fields: ['customerManagedPolicies'],
    },
    'a customer managed policy that was attached': {
      act: (by) =>
        by.sso.send(
          new AttachCustomerManagedPolicyReferenceToPermissionSetCommand({
            ...set(by),
            CustomerManagedPolicyReference: { Name: 'Other', Path: '/x/' },
          }),
        ),
      fields: ['customerManagedPolicies'],
    },
    'the inline policy': {
      act: (by) => by.sso.send(new PutInlinePolicyToPermissionSetCommand({ ...set(by), InlinePolicy: policy })),
      fields: ['inlinePolicy'],
    },
    'an inline policy that was deleted': {
      act: (by) => by.sso.send(new DeleteInlinePolicyFromPermissionSetCommand(set(by))),
      fields: ['inlinePolicy'],
    },
    'the permissions boundary': {
      act: (by) =>
        by.sso.send(
          new PutPermissionsBoundaryToPermissionSetCommand({
            ...set(by),
            PermissionsBoundary: { CustomerManagedPolicyReference: { Name: 'Wide', Path: '/' } },
          }),
        ),
      fields: ['permissionsBoundary'],
    },
    'a permissions boundary that was deleted': {
      act: (by) => by.sso.send(new DeletePermissionsBoundaryFromPermissionSetCommand(set(by))),
      fields: ['permissionsBoundary'],
    },
    'a tag': {
      act: (by) => by.sso.send(new TagResourceCommand({ ...tagged(by), Tags: [{ Key: 'team', Value: 'other' }] })),
      fields: ['tags.team'],
    },
    'a tag that was removed': {
      act: (by) => by.sso.send(new UntagResourceCommand({ ...tagged(by), TagKeys: ['cost'] })),
      fields: ['tags.cost'],
    },
  };
  test.each(Object.entries(changes))('%s', async (_name, { act, fields }) => {
    const account = await aSetUpAccount();
    const before = contentsOf(account.simulated.world);
    await act(somebodyIn(account));
    const { preview } = await dryRun(account, company());
    const items = listed(due(preview.plan));
    expect(
      items.flatMap(({ action }) => (action.kind === 'change' ? action.drift.map((one) => one.field) : [])),
    ).toEqual(fields);
    await isRepaired(account, before);
  });
});

test.each([
  ['its sessions', { sessionDuration: 'PT8H' }, ['permissionSet', 'provisioning']],
  ['its tags, which stay in Identity Center', { tags: { team: 'platform', cost: '43' } }, ['permissionSet']],
])('a permission set is planned with its roll-out, where one is needed: %s', async (_what, change, steps) => {
  const account = await aSetUpAccount();
  const [first, ...others] = company().permissionSets;
  const permissionSets = [{ name: 'AdministratorAccess', ...first, ...change }, ...others];
  const run = await setUp(account, company({ permissionSets }));
  expect(due(run.plan).map(({ step }) => step)).toEqual(steps);
  expect(plannedBy(run)).toEqual(due(run.plan));
});

test('tags that AWS does not let us list are not compared, and that is told', async () => {
  const account = again(await aSetUpAccount(), { deny: ['sso:ListTagsForResource'] });
  expect(await dueIn(account)).toEqual([]);
  expect(account.told).toContainEqual({
    id: 'tagsUnknown',
    name: 'AdministratorAccess',
    code: 'AccessDeniedException',
  });
});

test('an equal inline policy in other words, and an equal duration, are no drift', async () => {
  const account = await aSetUpAccount();
  const by = somebodyIn(account);
  const spaced =
    '{ "Statement": [ {"Resource":"*", "Action":"iam:CreateUser","Effect":"Deny"} ],\n"Version":"2012-10-17"}';
  await by.sso.send(new PutInlinePolicyToPermissionSetCommand({ ...set(by), InlinePolicy: spaced }));
  await by.sso.send(
    new UpdatePermissionSetCommand({
      ...set(by),
      SessionDuration: 'PT240M',
      RelayState: 'https://us-east-1.console.aws.amazon.com/billing/',
    }),
  );
  // AWS counts both as changes, so the accounts are due; the permission set itself is not.
  expect(await dueIn(account)).toEqual(['change provisioning AdministratorAccess']);
});

test('a change that was never rolled out is drift of its own', async () => {
  const account = await aSetUpAccount();
  const before = contentsOf(account.simulated.world);
  await outdate(account);
  expect(await dueIn(account)).toEqual(['change provisioning AdministratorAccess']);
  await isRepaired(account, before);
});

test('what the settings do not name is named, left alone, and stays byte by byte', async () => {
  const account = await aSetUpAccount();
  const by = somebodyIn(account);
  const { UserId = '' } = await by.store.send(new CreateUserCommand({ ...store(by), ...JOHN }));
  const { GroupId } = await by.store.send(new CreateGroupCommand({ ...store(by), DisplayName: 'Contractors' }));
  await by.store.send(
    new CreateGroupMembershipCommand({ ...store(by), GroupId: by.ids.group('Admins'), MemberId: { UserId } }),
  );
  const principal = { PrincipalType: 'GROUP', PrincipalId: GroupId } as const;
  const target = { TargetType: 'AWS_ACCOUNT', TargetId: MANAGEMENT } as const;
  await by.sso.send(new CreateAccountAssignmentCommand({ ...set(by), ...principal, ...target }));
  await account.clock.sleep(60_000);
  const { plan } = await setUp(account, company());
  const before = contentsOf(account.simulated.world);
  expect(plan.leftAlone).toEqual(
    expect.arrayContaining([
      { step: 'group', key: 'Contractors' },
      { step: 'user', key: 'john' },
      { step: 'membership', key: 'john in Admins' },
    ]),
  );
  await setUp(account, company());
  expect(contentsOf(account.simulated.world)).toEqual(before);
});

test('fields that the settings leave out are neither read nor touched', async () => {
  const account = await aSetUpAccount();
  const bare = company({ permissionSets: [{ name: 'AdministratorAccess' }], assignments: [] });
  const before = contentsOf(account.simulated.world);
  account.newCalls();
  await setUp(account, bare);
  const operations = new Set(account.newCalls().map((call) => call.operation));
  expect([...operations].filter((name) => /Polic|Boundary|Tags/.test(name))).toEqual([]);
  expect(contentsOf(account.simulated.world)).toEqual(before);
});

function store(by: Somebody) {
  return { IdentityStoreId: by.ids.IdentityStoreId };
}

function tagged(by: Somebody) {
  return { InstanceArn: by.ids.InstanceArn, ResourceArn: by.ids.permissionSet('AdministratorAccess') };
}

function updateKim(by: Somebody, AttributePath: string, AttributeValue: DocumentType) {
  const UserId = by.ids.user('kim@example.com');
  return by.store.send(
    new UpdateUserCommand({
      ...store(by),
      UserId,
      Operations: [{ AttributePath, AttributeValue }],
    }),
  );
}

test('a policy that was swapped for another is seen, although the number is the same', async () => {
  const account = await aSetUpAccount();
  const by = somebodyIn(account);
  const before = contentsOf(account.simulated.world);
  const policy = (name: string) => ({ ...set(by), ManagedPolicyArn: `arn:aws:iam::aws:policy/${name}` });
  await by.sso.send(new DetachManagedPolicyFromPermissionSetCommand(policy('AdministratorAccess')));
  await by.sso.send(new AttachManagedPolicyToPermissionSetCommand(policy('IAMFullAccess')));
  const { preview } = await dryRun(account, company());
  expect(listed(due(preview.plan))).toMatchObject([
    { step: 'permissionSet', action: { kind: 'change', drift: [{ field: 'managedPolicies' }] } },
  ]);
  await isRepaired(account, before);
});

test('a change of one field leaves the others that AWS would clear, also when they are as new as the change', async () => {
  const account = anAccount();
  const only = (sessionDuration: string) =>
    company({ permissionSets: [{ name: 'AdministratorAccess', sessionDuration }], assignments: [] });
  await setUp(account, only('PT4H'));
  const by = somebodyIn(account);
  const aws = account.connect();
  const caller = await whoAmI(aws.reader);
  const { guide, preview } = await survey(only('PT8H'), caller, aws.reader, () => {});
  const RelayState = 'https://console.aws.amazon.com/ec2/';
  await by.sso.send(new UpdatePermissionSetCommand({ ...set(by), Description: 'Mine', RelayState }));
  await apply(guide, preview, { aws, emit: () => {}, waitMs: 0 });
  expect(account.simulated.world.instances[0]?.permissionSets).toMatchObject([
    { sessionDuration: 'PT8H', relayState: RelayState, description: 'Mine' },
  ]);
});

test('what somebody else attaches or detaches at the same moment is no failure', async () => {
  const policies = ['AdministratorAccess', 'IAMFullAccess', 'ReadOnlyAccess'];
  const sets = (managedPolicies: string[]) =>
    company({ permissionSets: [{ name: 'AdministratorAccess', managedPolicies }], assignments: [] });
  const account = anAccount();
  await setUp(account, sets(policies.slice(0, 2)));
  const by = somebodyIn(account);
  const aws = account.connect();
  const caller = await whoAmI(aws.reader);
  const { guide, preview } = await survey(sets(policies.slice(1)), caller, aws.reader, () => {});
  const policy = (name: string) => ({ ...set(by), ManagedPolicyArn: `arn:aws:iam::aws:policy/${name}` });
  await by.sso.send(new DetachManagedPolicyFromPermissionSetCommand(policy('AdministratorAccess')));
  await by.sso.send(new AttachManagedPolicyToPermissionSetCommand(policy('ReadOnlyAccess')));
  expect(failuresOf(await apply(guide, preview, { aws, emit: () => {}, waitMs: 0 }))).toEqual([]);
  expect(await isInSync(account, sets(policies.slice(1)))).toBe(true);
});

test('the roll-out that AWS fails is a failure with its reason, and the next run does it', async () => {
  const account = await aSetUpAccount();
  const by = somebodyIn(account);
  await by.sso.send(new PutInlinePolicyToPermissionSetCommand({ ...set(by), InlinePolicy: '{"Statement":[]}' }));
  const world = { ...account.simulated.world, assignmentFailure: { '*': 'IAM says no' } };
  const run = await setUp(anAccount({ world, clock: account.clock }), company());
  expect(run.results.find((result) => result.step === 'provisioning')?.outcome).toMatchObject({
    kind: 'failed',
    problem: { id: 'provisioningFailed', facts: { detail: 'IAM says no' } },
  });
});

/** Changes a permission set, and changes it back: the account where it is in use has an older version. */
async function outdate(account: TestAccount): Promise<void> {
  const by = somebodyIn(account);
  const policy = { ...set(by), ManagedPolicyArn: 'arn:aws:iam::aws:policy/IAMFullAccess' };
  await by.sso.send(new AttachManagedPolicyToPermissionSetCommand(policy));
  await by.sso.send(new DetachManagedPolicyFromPermissionSetCommand(policy));
}

const more = { principal: { group: '개발팀' }, permissionSets: ['AdministratorAccess'], accounts: ['management'] };

test('an account that a new assignment was to bring the newest version gets it by a roll-out when that one fails', async () => {
  const account = await aSetUpAccount();
  await outdate(account);
  const fault = ({ operation }: FaultCall) =>
    operation === 'CreateAccountAssignment'
      ? ({ kind: 'refuse', code: 'AccessDeniedException', message: 'You may not.' } as const)
      : undefined;
  const refusing = again(account, { fault });
  const run = await setUp(refusing, company({ assignments: [...company().assignments, more] }));
  expect(failuresOf(run)).toMatchObject([{ step: 'assignment', outcome: { kind: 'failed' } }]);
  expect(run.results.find(({ step }) => step === 'provisioning')?.outcome).toEqual({ kind: 'done' });
  expect(await dueIn(again(refusing))).toEqual([]);
});

test('an account that a new assignment brings the newest version is in no roll-out', async () => {
  const account = await aSetUpAccount();
  await outdate(account);
  const settings = company({ assignments: [...company().assignments, more] });
  const run = await setUp(account, settings);
  expect(due(run.plan).map(({ step }) => step)).toEqual(['assignment']);
  expect(failuresOf(run)).toEqual([]);
  expect(await isInSync(account, settings)).toBe(true);
});

test('a permission set that could not be changed is not rolled out', async () => {
  const before = await aSetUpAccount();
  await outdate(before);
  const account = again(before, { deny: ['sso:UpdatePermissionSet'] });
  const sets = company().permissionSets.map((one) => ({ ...one, sessionDuration: 'PT8H' }));
  const run = await setUp(account, company({ permissionSets: sets }));
  const key = 'AdministratorAccess';
  expect(run.results.find((one) => one.step === 'provisioning' && one.key === key)?.outcome).toEqual({
    kind: 'blocked',
    by: { step: 'permissionSet', key },
  });
  expect(account.newCalls().map(({ operation }) => operation)).not.toContain('ProvisionPermissionSet');
});

test('a permission set that goes between the list and the look at it is no failure', async () => {
  const account = await aSetUpAccount();
  const by = somebodyIn(account);
  const made = await by.sso.send(new CreatePermissionSetCommand({ InstanceArn: by.ids.InstanceArn, Name: 'Theirs' }));
  const fault = ({ operation, input }: FaultCall) =>
    operation === 'DescribePermissionSet' && input.PermissionSetArn === made.PermissionSet?.PermissionSetArn
      ? ({ kind: 'refuse', code: 'ResourceNotFoundException', message: 'It is gone.' } as const)
      : undefined;
  const without = again(account, { fault });
  expect(await dueIn(without)).toEqual([]);
  expect(without.newCalls().some(({ error }) => error === 'ResourceNotFoundException')).toBe(true);
});

test('no more than three roll-outs are asked for at once: AWS refuses the fourth', async () => {
  const names = ['A', 'B', 'C', 'D', 'E'];
  const sets = (sessionDuration: string) =>
    onePerson({
      permissionSets: names.map((name) => ({ name, sessionDuration })),
      assignments: [{ principal: { group: 'Administrators' }, permissionSets: names, accounts: ['management'] }],
    });
  const before = anAccount();
  await setUp(before, sets('PT1H'));
  const account = again(before, { asyncMs: 5_000 });
  expect(failuresOf(await setUp(account, sets('PT2H')))).toEqual([]);
  const rolledOut = account.newCalls().filter(({ operation }) => operation === 'ProvisionPermissionSet');
  expect(rolledOut.map(({ error }) => error)).toEqual(names.map(() => undefined));
});

test('a permission set that somebody else makes, bare, between plan and consent is completed', async () => {
  const account = anAccount();
  const { aws, guide, preview } = await planned(account);
  const by = somebodyIn(account);
  await by.sso.send(new CreatePermissionSetCommand({ InstanceArn: by.ids.InstanceArn, Name: 'AdministratorAccess' }));
  const run = await apply(guide, preview, { aws, emit: () => {}, waitMs: 0 });
  expect(failuresOf(run)).toEqual([]);
  // As it was planned.
  expect(run.results.find(({ step }) => step === 'permissionSet')?.action.kind).toBe('create');
  expect(await isInSync(account, onePerson())).toBe(true);
});

test('an instance that somebody enables, with its organization, between plan and consent is found at once', async () => {
  const account = anAccount({ enabled: false });
  const { aws, guide, preview } = await planned(account);
  account.simulated.console.enableInstance('us-east-1');
  const by = somebodyIn(account);
  await by.store.send(new CreateGroupCommand({ ...store(by), DisplayName: 'Administrators' }));
  const run = await apply(guide, preview, { aws, emit: () => {}, waitMs: 0 });
  expect(failuresOf(run)).toEqual([]);
  // So is what is in it.
  expect(run.results.find(({ step }) => step === 'group')?.action).toEqual({ kind: 'same' });
  expect(await isInSync(account, onePerson())).toBe(true);
});

async function planned(account: TestAccount) {
  const aws = account.connect();
  return { aws, ...(await survey(onePerson(), await whoAmI(aws.reader), aws.reader, () => {})) };
}
