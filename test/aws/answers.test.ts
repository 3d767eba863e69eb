import { describe, expect, test } from 'vitest';
import { createAssignment, explainAssignment, listAssignmentsOf, provision } from '../../src/aws/assignments.ts';
import { BRIEFLY } from '../../src/aws/call.ts';
import { listEnabledRegions, whoAmI } from '../../src/aws/caller.ts';
import { findUser, groupPage, updateUser } from '../../src/aws/identity-store.ts';
import { listInstances, permissionSetsEnabled } from '../../src/aws/instances.ts';
import { listAccounts, listSomeAccounts, listUnitsIn } from '../../src/aws/organizations.ts';
import { describePermissionSet, getInlinePolicy, listTags } from '../../src/aws/permission-sets.ts';
import { Stopped } from '../../src/problem.ts';
import type { InstanceStep } from '../../src/steps/instance.ts';
import { instancesIn } from '../../src/steps/regions.ts';
import { userStep } from '../../src/steps/user.ts';
import { anAccount } from '../helpers/account.ts';
import { AT, answering } from '../helpers/answering.ts';
import { onePerson } from '../helpers/settings-for.ts';

const ARN = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';

describe('a user', () => {
  const userOf = (body: object) =>
    findUser(answering({ body: { UserId: 'u' } }, { body }).reader, AT, 'emails.value', 'kim@example.com');

  test('has the e-mail address that is the primary one, else the first', async () => {
    const [home, work] = [{ Value: 'home@example.com' }, { Value: 'work@example.com', Primary: true }];
    expect(await userOf({ Emails: [home, work] })).toMatchObject({ email: 'work@example.com', external: false });
    expect(await userOf({ Emails: [home] })).toMatchObject({ email: 'home@example.com' });
  });

  test('that has ids of an identity provider is from there', async () => {
    expect(await userOf({ ExternalIds: [{ Issuer: 'idp', Id: '1' }] })).toMatchObject({ external: true });
  });

  test('that somebody disabled is told, where AWS says so', async () => {
    const told = async (UserStatus?: string) => {
      const aws = answering({ body: { Users: [{ UserId: 'u', UserName: 'kim@example.com', UserStatus }] } });
      const { read, want } = userStep({} as InstanceStep, onePerson().users);
      const nothing = async () => new Map();
      await read(aws.reader, { instance: { ...AT, fields: {} } }, new Set(want.keys()), nothing);
      return aws.told;
    };
    expect(await told('DISABLED')).toEqual([{ id: 'userDisabled', name: 'kim@example.com' }]);
    expect(await told('ENABLED')).toEqual([]);
    expect(await told()).toEqual([]);
  });

  test('is looked up by what was asked', async () => {
    const { reader, asked } = answering({ code: 'ResourceNotFoundException' });
    expect(await findUser(reader, AT, 'emails.value', 'kim@example.com')).toBeUndefined();
    expect(asked).toMatchObject([
      {
        AlternateIdentifier: { UniqueAttribute: { AttributePath: 'emails.value', AttributeValue: 'kim@example.com' } },
      },
    ]);
  });

  test('gets the new e-mail address as the primary one, and nothing else', async () => {
    const { writer, asked } = answering({});
    await updateUser(writer, AT, 'u', { email: 'kim@example.com' });
    const AttributeValue = [{ value: 'kim@example.com', type: 'work', primary: true }];
    expect(asked).toMatchObject([{ Operations: [{ AttributePath: 'emails', AttributeValue }] }]);
  });
});

describe('an assignment', () => {
  const ended = (FailureReason: string) =>
    explainAssignment(
      answering({ body: { AccountAssignmentCreationStatus: { Status: 'FAILED', FailureReason } } }).reader,
      AT,
      'request',
      '111122223333',
    );
  test.each([
    ['Received a 404 status error: Policy Team does not exist.', { id: 'assignmentNeedsPolicy' }],
    ['Received a 404 status error: Account does not exist.', { id: 'assignmentFailed', unsure: false }],
    ['User: me is not authorized to perform: iam:CreateRole', { id: 'assignmentNeedsIam' }],
    ['An unexpected internal server error occurred.', { id: 'assignmentFailed', unsure: true }],
  ])('that AWS fails: %s', async (reason, problem) => {
    await expect(ended(reason)).rejects.toMatchObject({ ...problem, facts: { detail: reason } });
  });

  test('whose status may not be read may still be under way, and what is missing is told', async () => {
    const { reader, told } = answering({ code: 'AccessDeniedException', message: 'no' });
    expect(await explainAssignment(reader, AT, 'request', '111122223333')).toBe(true);
    const action = 'sso:DescribeAccountAssignmentCreationStatus';
    expect(told).toEqual([{ id: 'progressUnknown', action, code: 'AccessDeniedException' }]);
  });

  test('of a user is not one of a group that the user is in', async () => {
    const row = (PrincipalType: string, PrincipalId: string) => ({ PrincipalType, PrincipalId, AccountId: '1' });
    const rows = { AccountAssignments: [row('USER', 'u'), row('GROUP', 'g')] };
    expect(await listAssignmentsOf(answering({ body: rows }).reader, AT, 'USER', 'u')).toMatchObject([
      { principalType: 'USER', principalId: 'u' },
    ]);
  });
});

describe('a request for an assignment', () => {
  const assignment = {
    principalType: 'USER',
    principalId: 'u',
    permissionSetArn: ARN,
    account: '111122223333',
  } as const;
  const status = (Status: string, RequestId = 'request') => ({
    body: { AccountAssignmentCreationStatus: { Status, RequestId } },
  });
  const full = { code: 'ConflictException', message: 'Too many requests processing.' };

  /** How many more requests there is room for. */
  async function roomOf({ slots }: ReturnType<typeof answering>['writer']) {
    let taken = 0;
    for (let i = 0; i < 20; i++) {
      void slots.take().then(() => {
        taken += 1;
      });
    }
    await new Promise((resolve) => setImmediate(resolve));
    return taken;
  }

  test('leaves its room to the next one', async () => {
    const { writer } = answering(status('SUCCEEDED'));
    await createAssignment(writer, AT, assignment);
    expect(await roomOf(writer)).toBe(15);
  });

  test('for which there is no room is asked again, and then there is room for fewer', async () => {
    const { writer, told } = answering(full, status('SUCCEEDED'));
    await createAssignment(writer, AT, assignment);
    expect(told).toEqual([]);
    expect(await roomOf(writer)).toBe(1);
  });

  test('that is throttled is that, and takes no room away', async () => {
    const throttled = { code: 'ThrottlingException', message: 'Too many requests' };
    const { writer, told } = answering(throttled, status('SUCCEEDED'));
    await createAssignment(writer, AT, assignment);
    expect(told).toMatchObject([{ id: 'slowDown' }]);
    expect(await roomOf(writer)).toBe(15);
  });

  test.each([
    ['for which there is no room', full, 'conflict'],
    ['that never ends', status('IN_PROGRESS'), 'stillInProgress'],
  ])('%s is given up after five minutes', async (_which, answer, id) => {
    const { writer, clock } = answering(answer);
    const started = clock.now();
    await expect(createAssignment(writer, AT, assignment)).rejects.toMatchObject({ id });
    const elapsed = clock.now() - started;
    expect(elapsed).toBeGreaterThanOrEqual(300_000);
    expect(elapsed).toBeLessThan(330_000);
  });

  test('that fails is a failure', async () => {
    const { writer } = answering(status('IN_PROGRESS'), status('FAILED'));
    await expect(createAssignment(writer, AT, assignment)).rejects.toMatchObject({ id: 'assignmentFailed' });
  });

  test('is watched together with others among those that are in progress', async () => {
    const { writer, asked } = answering(status('IN_PROGRESS', 'a'), status('IN_PROGRESS', 'b'), { body: {} });
    await Promise.all(['1', '2'].map((account) => createAssignment(writer, AT, { ...assignment, account })));
    expect(asked[2]).toMatchObject({ InstanceArn: AT.arn, Filter: { Status: 'IN_PROGRESS' } });
  });

  test('is asked about no more by who has stopped', async () => {
    const { reader } = anAccount().connect(AbortSignal.abort(new Stopped()));
    await expect(explainAssignment(reader, AT, 'request', '111122223333')).rejects.toThrow(Stopped);
  });
});

test.each([
  ['all', { TargetType: 'ALL_PROVISIONED_ACCOUNTS' }],
  ['111122223333', { TargetType: 'AWS_ACCOUNT', TargetId: '111122223333' }],
])('a roll-out to %s goes there', async (account, target) => {
  const { writer, asked } = answering({ body: { PermissionSetProvisioningStatus: { Status: 'SUCCEEDED' } } });
  await provision(writer, AT, ARN, account);
  expect(asked).toEqual([{ InstanceArn: AT.arn, PermissionSetArn: ARN, ...target }]);
});

test('a roll-out that AWS fails says why', async () => {
  const failed = { Status: 'FAILED', FailureReason: 'The role is gone.' };
  const { writer } = answering({ body: { PermissionSetProvisioningStatus: failed } });
  await expect(provision(writer, AT, ARN, 'all')).rejects.toMatchObject({ facts: { detail: 'The role is gone.' } });
});

test.each([
  ['tags', listTags],
  ['the switch for permission sets', permissionSetsEnabled],
] as const)('a server that has a page of HTML instead of %s is not asked for long', async (_what, ask) => {
  const { reader, clock } = answering({ status: 503, body: '<html>Sign in to the hotel' });
  const started = clock.now();
  await expect(ask(reader, AT, ARN)).rejects.toMatchObject({ id: 'notAws' });
  expect(clock.now() - started).toBeLessThanOrEqual(BRIEFLY * 1.25);
});

describe('a secret in the reason that AWS gives is not told', () => {
  const failed = { Status: 'FAILED', FailureReason: 'AKIAIOSFODNN7EXAMPLE may not.' };
  const detail = '[hidden] may not.';
  test('where an assignment failed', async () => {
    const { writer } = answering({ body: { AccountAssignmentCreationStatus: failed } });
    const assignment = { principalType: 'GROUP', principalId: 'g', permissionSetArn: ARN, account: '1' } as const;
    await expect(createAssignment(writer, AT, assignment)).rejects.toMatchObject({ facts: { detail } });
  });

  test('where a roll-out failed', async () => {
    const { writer } = answering({ body: { PermissionSetProvisioningStatus: failed } });
    await expect(provision(writer, AT, ARN, 'all')).rejects.toMatchObject({ facts: { detail } });
  });

  test('where the instance could not be created', async () => {
    const { reader } = answering({ body: { Instances: [{ StatusReason: 'AKIAIOSFODNN7EXAMPLE may not.' }] } });
    expect(await listInstances(reader, 'us-east-1')).toMatchObject([{ statusReason: detail }]);
  });
});

describe('accounts', () => {
  const page = (from: number, count: number, NextToken?: string) => ({
    body: { Accounts: Array.from({ length: count }, (_, i) => ({ Id: `${from + i}`, Status: 'ACTIVE' })), NextToken },
  });

  test('are some, and told to be all only when they are', async () => {
    const some = answering(page(0, 20, 'a'), page(20, 20, 'b'), page(40, 1));
    const { accounts, complete } = await listSomeAccounts(some.reader, 30);
    expect([accounts.length, complete, some.asked.length]).toEqual([40, false, 2]);
    expect(await listSomeAccounts(answering(page(0, 20, 'a'), page(20, 1)).reader, 30)).toMatchObject({
      complete: true,
    });
  });

  test('that are many are counted while they are read', async () => {
    const { reader, told } = answering(page(0, 60, 'a'), page(60, 60));
    await listAccounts(reader);
    expect(told).toEqual([{ id: 'reading', step: 'organization', done: 120 }]);
  });

  test('whose list is begun anew are there once, and counted once', async () => {
    const answers = [page(0, 60, 'a'), { code: 'ValidationException' }, page(0, 60, 'b'), page(60, 60)];
    const { reader, told } = answering(...answers);
    expect(await listAccounts(reader)).toHaveLength(120);
    expect(told).toEqual([{ id: 'reading', step: 'organization', done: 120 }]);
    expect((await listSomeAccounts(answering(...answers).reader, 200)).accounts).toHaveLength(120);
  });

  test('have their state by its newer or its older name', async () => {
    const Accounts = [{ Id: '1', State: 'SUSPENDED' }, { Id: '2', Status: 'SUSPENDED' }, { Id: '3' }];
    const states = (await listAccounts(answering({ body: { Accounts } }).reader)).map(({ state }) => state);
    expect(states).toEqual(['SUSPENDED', 'SUSPENDED', 'ACTIVE']);
  });
});

test('an instance that answers from another Region of its own is at home in its primary one', async () => {
  const Instances = [
    { InstanceArn: 'a', PrimaryRegion: 'eu-west-1' },
    { InstanceArn: 'b', PrimaryRegion: 'no Region/' },
  ];
  const found = await listInstances(answering({ body: { Instances } }).reader, 'us-east-1');
  expect(found.map(({ region }) => region)).toEqual(['eu-west-1', 'us-east-1']);
});

test('an instance that several Regions tell is one', async () => {
  const Instances = [{ InstanceArn: 'a', PrimaryRegion: 'eu-west-1' }];
  const { reader } = answering({ body: { Instances } });
  expect(await instancesIn(reader, ['us-east-1', 'eu-west-1'], 'denied')).toMatchObject([{ arn: 'a' }]);
});

test('Regions are those that are enabled, by default or by somebody, and what is none is left out', async () => {
  const { reader, asked } = answering({
    body: { Regions: [{ RegionName: 'us-east-1' }, { RegionName: 'evil.example/' }] },
  });
  expect(await listEnabledRegions(reader)).toEqual(['us-east-1']);
  expect(asked).toMatchObject([{ RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'] }]);
});

describe('the caller', () => {
  const identity = (fields: string) =>
    `<GetCallerIdentityResponse><GetCallerIdentityResult>${fields}</GetCallerIdentityResult></GetCallerIdentityResponse>`;
  const callerOf = (fields: string) => whoAmI(answering({ body: identity(fields) }).reader);
  const account = '<Account>111122223333</Account>';

  test.each([
    ['arn:aws-cn:iam::111122223333:user/kim', 'aws-cn', false],
    ['arn:aws:iam::111122223333:root', 'aws', true],
    ['arn:aws:iam::111122223333:user/root', 'aws', false],
  ])('%s is of the partition %s; the root user: %s', async (arn, partition, root) => {
    expect(await callerOf(`<Arn>${arn}</Arn>${account}`)).toEqual({ arn, account: '111122223333', partition, root });
  });

  test.each(['', account])('is not known from an answer that does not say it: %s', async (fields) => {
    await expect(callerOf(fields)).rejects.toMatchObject({ id: 'notAws' });
  });
});

/** What a server that is not AWS may put where AWS has a text. */
const NO_TEXTS: readonly (readonly [unknown])[] = [[5], [true], [{}], [[]], [[5]]];

test.each(NO_TEXTS)('what is no text is as if it were not there: %j', async (no) => {
  const by = (...bodies: object[]) => answering(...bodies.map((body) => ({ body }))).reader;
  expect(await listUnitsIn(by({ OrganizationalUnits: [{ Id: no, Name: no }] }), 'r-1')).toEqual([{ id: '', name: '' }]);
  expect(await listAccounts(by({ Accounts: [{ Id: no, Name: no, State: no }] }))).toEqual([
    { id: '', name: '', state: 'ACTIVE' },
  ]);
  expect(await groupPage(by({ Groups: [{ GroupId: no, DisplayName: no, Description: no }] }), AT)).toMatchObject({
    items: [{ id: '', name: '', description: undefined }],
  });
  const user = { UserId: 'u', UserName: no, DisplayName: no, Name: { GivenName: no }, Emails: [{ Value: no }] };
  expect(await findUser(by({ UserId: 'u' }, user), AT, 'userName', 'kim')).toMatchObject({ id: 'u', userName: '' });
  expect(await findUser(by({ UserId: 'u' }, { Emails: no }), AT, 'userName', 'kim')).toMatchObject({
    email: undefined,
  });
  const set = { PermissionSet: { PermissionSetArn: no, Name: no, SessionDuration: no } };
  expect(await describePermissionSet(by(set), AT, ARN)).toMatchObject({
    arn: '',
    name: '',
    sessionDuration: undefined,
  });
  expect(await getInlinePolicy(by({ InlinePolicy: no }), AT, ARN)).toBe('');
  const instance = { InstanceArn: no, IdentityStoreId: no, PrimaryRegion: no, OwnerAccountId: no, Status: no };
  expect(await listInstances(by({ Instances: [instance] }), 'eu-west-1')).toEqual([
    { arn: '', identityStoreId: '', region: 'eu-west-1', owner: '', status: 'ACTIVE' },
  ]);
});
