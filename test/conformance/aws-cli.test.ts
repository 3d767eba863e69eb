import { expect, test } from 'vitest';
import type { ScenarioName, World } from '../../src/sandbox/index.ts';
import {
  aDesk,
  aSimulatedAws,
  awsCli,
  describeWith,
  end,
  freePort,
  inSync,
  SSO_SETUP,
  whyMissing,
} from './programs.ts';

const MANAGEMENT = '111122223333';
const PORTAL = 'https://us-east-1.console.aws.amazon.com/billing/';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const BILLING = 'arn:aws:iam::aws:policy/job-function/Billing';
const VIEW_ONLY = 'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess';
const POWER_USER = 'arn:aws:iam::aws:policy/PowerUserAccess';
const INLINE = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }],
};

/** Everything that a settings file can ask for. */
const SETTINGS = `
account: "${MANAGEMENT}"
region: us-east-1
groups:
  - { name: Admins, description: People who may do everything }
  - { name: 개발팀 }
users:
  - { userName: kim@example.com, email: kim@example.com, givenName: Minsu, familyName: Kim, groups: [Admins, 개발팀] }
  - { userName: lee, email: lee@example.com, givenName: Jiwoo, familyName: Lee, displayName: 이지우, groups: [개발팀] }
permissionSets:
  - name: AdministratorAccess
    description: Full access
    sessionDuration: 4h
    relayState: ${PORTAL}
    managedPolicies: [AdministratorAccess, Billing]
    customerManagedPolicies: [{ name: Team, path: /teams/ }]
    inlinePolicy: { Version: '2012-10-17', Statement: [{ Effect: Deny, Action: 'iam:CreateUser', Resource: '*' }] }
    permissionsBoundary: { managedPolicy: PowerUserAccess }
    tags: { team: platform, cost: '42' }
  - { name: ReadOnly, managedPolicies: [ViewOnlyAccess] }
assignments:
  - { group: Admins, permissionSets: [AdministratorAccess, ReadOnly], accounts: [management] }
  - { user: lee, permissionSets: [ReadOnly], accounts: [management] }
`;
/** organization, instance, portal, 2 groups, 2 users, 3 memberships, 2 permission sets, 3 assignments */
const EVERYTHING = 15;

describeWith(whyMissing('aws', '--version'), "AWS's own CLI and the simulated AWS", () => {
  test('what sso-setup makes is listed and described', async () => {
    const { simulated, desk, aws, settings } = await anAccount('new-account');
    expect(await aws('freetier get-account-plan-state')).toMatchObject({ accountPlanType: 'PAID' });
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input', '--wait', '0')).toMatchObject({ code: 3 });
    expect(await aws('sso-admin list-instances')).toEqual({ Instances: [] });
    simulated.console.enableInstance('us-east-1');
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });

    const [caller, regions, organization, accounts, roots, trusted] = await Promise.all([
      aws('sts get-caller-identity'),
      aws<{ Regions: object[] }>('account list-regions', { RegionOptStatusContains: ['ENABLED_BY_DEFAULT'] }),
      aws('organizations describe-organization'),
      aws('organizations list-accounts'),
      aws('organizations list-roots'),
      aws('organizations list-aws-service-access-for-organization'),
    ]);
    expect(caller).toMatchObject({ Account: MANAGEMENT });
    expect(regions.Regions).toHaveLength(17);
    expect(organization).toMatchObject({ Organization: { FeatureSet: 'ALL', MasterAccountId: MANAGEMENT } });
    expect(accounts).toMatchObject({ Accounts: [{ Id: MANAGEMENT, Status: 'ACTIVE' }] });
    expect(roots).toMatchObject({ Roots: [{ Name: 'Root' }] });
    expect(trusted).toMatchObject({ EnabledServicePrincipals: [{ ServicePrincipal: 'sso.amazonaws.com' }] });

    const { Instances } = await aws<{ Instances: Instance[] }>('sso-admin list-instances');
    expect(Instances).toMatchObject([{ Status: 'ACTIVE', OwnerAccountId: MANAGEMENT }]);
    const { InstanceArn, IdentityStoreId } = Instances[0] ?? missing();
    expect(await aws('sso-admin describe-instance', { InstanceArn })).toMatchObject({ InstanceArn, IdentityStoreId });

    const people = await identitiesAreDescribed(aws, IdentityStoreId);
    const sets = await permissionSetsAreDescribed(aws, InstanceArn);
    await assignmentsAreDescribed(aws, InstanceArn, { ...people, ...sets });
  });

  test('what it makes is found by sso-setup, which has nothing to do', async () => {
    const { simulated, desk, aws, settings } = await anAccount('new-account');
    await aws('organizations create-organization', { FeatureSet: 'ALL' });
    simulated.console.enableInstance('us-east-1');
    const { InstanceArn, IdentityStoreId } = idsIn(simulated.world);
    const group = async (DisplayName: string, more = {}) =>
      (await aws<Id>('identitystore create-group', { IdentityStoreId, DisplayName, ...more })).GroupId;
    const user = async (UserName: string, email: string, [GivenName, FamilyName, DisplayName]: readonly string[]) => {
      const Emails = [{ Value: email, Type: 'work', Primary: true }];
      const input = { IdentityStoreId, UserName, Name: { GivenName, FamilyName }, DisplayName, Emails };
      return (await aws<Id>('identitystore create-user', input)).UserId;
    };
    const [admins, developers, kim, lee] = await Promise.all([
      group('Admins', { Description: 'People who may do everything' }),
      group('개발팀'),
      user('kim@example.com', 'kim@example.com', ['Minsu', 'Kim', 'Minsu Kim']),
      user('lee', 'lee@example.com', ['Jiwoo', 'Lee', '이지우']),
    ]);
    for (const [GroupId, UserId] of [
      [admins, kim],
      [developers, kim],
      [developers, lee],
    ]) {
      await aws('identitystore create-group-membership', { IdentityStoreId, GroupId, MemberId: { UserId } });
    }

    const permissionSet = async (Name: string, more = {}) => {
      type Made = { PermissionSet: { PermissionSetArn: string } };
      const made = await aws<Made>('sso-admin create-permission-set', { InstanceArn, Name, ...more });
      return { InstanceArn, PermissionSetArn: made.PermissionSet.PermissionSetArn };
    };
    const readOnly = await permissionSet('ReadOnly');
    const full = await permissionSet('AdministratorAccess', {
      Description: 'Full access',
      SessionDuration: 'PT4H',
      RelayState: PORTAL,
      Tags: [{ Key: 'team', Value: 'platform' }],
    });
    const toFull: [operation: string, input: object][] = [
      ['attach-managed-policy-to-permission-set', { ManagedPolicyArn: ADMINISTRATOR }],
      ['attach-managed-policy-to-permission-set', { ManagedPolicyArn: BILLING }],
      [
        'attach-customer-managed-policy-reference-to-permission-set',
        { CustomerManagedPolicyReference: { Name: 'Team', Path: '/teams/' } },
      ],
      ['put-inline-policy-to-permission-set', { InlinePolicy: JSON.stringify(INLINE, null, 2) }],
      ['put-permissions-boundary-to-permission-set', { PermissionsBoundary: { ManagedPolicyArn: POWER_USER } }],
    ];
    await Promise.all(toFull.map(([operation, input]) => aws(`sso-admin ${operation}`, { ...full, ...input })));
    await aws('sso-admin attach-managed-policy-to-permission-set', { ...readOnly, ManagedPolicyArn: VIEW_ONLY });
    await aws('sso-admin tag-resource', {
      InstanceArn,
      ResourceArn: full.PermissionSetArn,
      Tags: [{ Key: 'cost', Value: '42' }],
    });
    for (const [set, PrincipalType, PrincipalId] of [
      [full, 'GROUP', admins],
      [readOnly, 'GROUP', admins],
      [readOnly, 'USER', lee],
    ] as const) {
      await assign(aws, { ...set, PrincipalType, PrincipalId });
    }

    expect(await desk.look(settings)).toEqual(inSync(EVERYTHING));
    const before = simulated.calls.length;
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    const since = simulated.calls.slice(before);
    expect(since.length).toBeGreaterThan(0);
    expect(since.filter((call) => call.write)).toEqual([]);
  });

  test('what it changes is seen as drift and repaired', async () => {
    const { simulated, desk, aws, settings } = await anAccount('enabled');
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    expect(await desk.look(settings)).toEqual(inSync(EVERYTHING));

    const ids = idsIn(simulated.world);
    const { InstanceArn, IdentityStoreId } = ids;
    const [set, group, user] = [
      { InstanceArn, PermissionSetArn: ids.permissionSet('AdministratorAccess') },
      { IdentityStoreId, GroupId: ids.group('Admins') },
      { IdentityStoreId, UserId: ids.user('kim@example.com') },
    ];
    const tagged = { InstanceArn, ResourceArn: set.PermissionSetArn };
    const member = { ...group, MemberId: { UserId: user.UserId } };
    const membership = await aws<{ MembershipId: string }>('identitystore get-group-membership-id', member);
    const changes: [command: string, input: object][] = [
      [
        'identitystore update-group',
        { ...group, Operations: [{ AttributePath: 'description', AttributeValue: 'Nobody' }] },
      ],
      [
        'identitystore update-user',
        { ...user, Operations: [{ AttributePath: 'name.familyName', AttributeValue: 'Lim' }] },
      ],
      ['identitystore delete-group-membership', { IdentityStoreId, MembershipId: membership.MembershipId }],
      // clears the relay state, too
      ['sso-admin update-permission-set', { ...set, SessionDuration: 'PT12H' }],
      ['sso-admin detach-managed-policy-from-permission-set', { ...set, ManagedPolicyArn: BILLING }],
      [
        'sso-admin detach-customer-managed-policy-reference-from-permission-set',
        { ...set, CustomerManagedPolicyReference: { Name: 'Team', Path: '/teams/' } },
      ],
      ['sso-admin delete-inline-policy-from-permission-set', set],
      ['sso-admin delete-permissions-boundary-from-permission-set', set],
      ['sso-admin tag-resource', { ...tagged, Tags: [{ Key: 'team', Value: 'other' }] }],
      ['sso-admin untag-resource', { ...tagged, TagKeys: ['cost'] }],
    ];
    await Promise.all(changes.map(([command, input]) => aws(command, input)));
    await unassign(aws, { ...set, PrincipalType: 'GROUP', PrincipalId: group.GroupId });

    const drifted = await desk.look(settings);
    expect(drifted).toMatchObject({ code: 2, status: 'changes_pending' });
    expect(drifted.changes).toEqual([
      'change group Admins description',
      'change user kim@example.com familyName',
      'create membership kim@example.com in Admins',
      'change permissionSet AdministratorAccess sessionDuration relayState managedPolicies customerManagedPolicies inlinePolicy permissionsBoundary tags.team tags.cost',
      `create assignment Admins, AdministratorAccess, ${MANAGEMENT}`,
    ]);
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    expect(await desk.look(settings)).toEqual(inSync(EVERYTHING));
    await permissionSetsAreDescribed(aws, InstanceArn);
  });

  test('an update that nobody rolled out is seen in the accounts, and rolled out', async () => {
    const { simulated, desk, aws, settings } = await anAccount('enabled');
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    const { InstanceArn, permissionSet } = idsIn(simulated.world);
    const set = { InstanceArn, PermissionSetArn: permissionSet('ReadOnly') };
    const accountsThatAre = (ProvisioningStatus: string) =>
      aws('sso-admin list-accounts-for-provisioned-permission-set', { ...set, ProvisioningStatus });

    const policy = { ...set, ManagedPolicyArn: POWER_USER };
    await aws('sso-admin attach-managed-policy-to-permission-set', policy);
    await aws('sso-admin detach-managed-policy-from-permission-set', policy);
    expect(await accountsThatAre('LATEST_PERMISSION_SET_NOT_PROVISIONED')).toEqual({ AccountIds: [MANAGEMENT] });
    expect(await desk.look(settings)).toMatchObject({ code: 2, changes: ['change provisioning ReadOnly outdated'] });

    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    expect(await accountsThatAre('LATEST_PERMISSION_SET_NOT_PROVISIONED')).toEqual({ AccountIds: [] });
    expect(await accountsThatAre('LATEST_PERMISSION_SET_PROVISIONED')).toEqual({ AccountIds: [MANAGEMENT] });
  });

  test('pages are asked for one by one, and are the whole list together', async () => {
    const { simulated, desk, aws, settings } = await anAccount('several-accounts');
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    const { InstanceArn, IdentityStoreId, permissionSet } = idsIn(simulated.world);
    const lists: [command: string, input: object, member: string, items: number][] = [
      ['organizations list-accounts', {}, 'Accounts', 4],
      ['identitystore list-groups', { IdentityStoreId }, 'Groups', 2],
      ['sso-admin list-permission-sets', { InstanceArn }, 'PermissionSets', 2],
      [
        'sso-admin list-managed-policies-in-permission-set',
        { InstanceArn, PermissionSetArn: permissionSet('AdministratorAccess') },
        'AttachedManagedPolicies',
        2,
      ],
      [
        'sso-admin list-account-assignments',
        { InstanceArn, AccountId: MANAGEMENT, PermissionSetArn: permissionSet('ReadOnly') },
        'AccountAssignments',
        2,
      ],
    ];
    type List = Record<string, unknown[]> & { NextToken?: string };
    await Promise.all(
      lists.map(async ([command, input, member, items]) => {
        const operation = command.replace(/^.* /, '').replace(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());
        const calls = () => simulated.calls.filter((call) => call.operation === operation).length;
        const before = calls();
        const whole = (await aws<List>(command, input, '--page-size', '1'))[member];
        expect(whole, command).toHaveLength(items);
        expect(new Set(whole?.map((item) => JSON.stringify(item))).size, command).toBe(items);
        expect(calls() - before, command).toBeGreaterThanOrEqual(items);

        const first = await aws<List>(command, input, '--max-items', '1');
        expect(first[member], command).toHaveLength(1);
        const rest = await aws<List>(command, input, '--starting-token', first.NextToken ?? '');
        expect([...(first[member] ?? []), ...(rest[member] ?? [])], command).toEqual(whole);
      }),
    );
  });

  test("errors have the service's code", async () => {
    const { simulated, aws, refused } = await anAccount('enabled');
    const { InstanceArn, IdentityStoreId } = idsIn(simulated.world);
    const group = { IdentityStoreId, DisplayName: 'Admins' };
    const set = { InstanceArn, Name: 'ReadOnly' };
    await aws('identitystore create-group', group);
    await aws('sso-admin create-permission-set', set);
    const unknown = `${InstanceArn.replace(':::instance', ':::permissionSet')}/ps-0123456789abcdef`;
    const cases: [command: string, input: object, error: string, text: RegExp][] = [
      [
        'sso-admin list-permission-sets',
        { InstanceArn: 'arn:aws:sso:::nothing/at-all' },
        'ValidationException',
        /1 validation error detected: Value .* at 'instanceArn' failed to satisfy constraint/,
      ],
      ['identitystore create-group', group, 'ConflictException', /Duplicate GroupDisplayName/],
      ['sso-admin create-permission-set', set, 'ConflictException', /name ReadOnly already exists/],
      [
        'sso-admin describe-permission-set',
        { InstanceArn, PermissionSetArn: unknown },
        'ResourceNotFoundException',
        /Could not find PermissionSet with id ps-0123456789abcdef/,
      ],
      [
        'identitystore describe-user',
        { IdentityStoreId, UserId: '00000000-0000-0000-0000-000000000000' },
        'ResourceNotFoundException',
        /USER|not found/i,
      ],
      [
        'identitystore get-group-id',
        {
          IdentityStoreId,
          AlternateIdentifier: { UniqueAttribute: { AttributePath: 'description', AttributeValue: 'Admins' } },
        },
        'ValidationException',
        /description/,
      ],
      ['organizations create-organization', { FeatureSet: 'ALL' }, 'AlreadyInOrganizationException', /./],
      ['sso-admin create-instance', { Name: 'second' }, 'AccessDeniedException', /management account is not allowed/],
      ['sso-admin list-applications', { InstanceArn }, 'UnknownOperationException', /./],
    ];
    await Promise.all(
      cases.map(async ([command, input, error, text]) => {
        const answer = await refused(command, input);
        expect(answer, command).toMatchObject({ error, stderr: expect.stringMatching(text) });
        expect(answer.code, command).not.toBe(0);
      }),
    );
  });

  test('`sso-setup sandbox` serves it, and keeps what was made for the next time', async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const desk = aDesk(url);
    const { aws } = awsCli(desk);
    const settings = desk.write('sso-setup.yaml', SETTINGS);
    const serveSandbox = () =>
      desk.serve(
        process.execPath,
        [SSO_SETUP, 'sandbox', '--port', `${port}`, '--state', 'aws.json'],
        '/_sandbox/world',
      );

    const server = await serveSandbox();
    await aws('organizations create-organization', { FeatureSet: 'ALL' });
    await fetch(`${url}/_sandbox/console/enableInstance`, { method: 'POST', body: '{"region":"us-east-1"}' });
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    await end(server);
    expect(server.exitCode).toBe(143);

    const again = await serveSandbox();
    expect(await desk.look(settings)).toEqual(inSync(EVERYTHING));
    const { Instances } = await aws<{ Instances: Instance[] }>('sso-admin list-instances');
    const { IdentityStoreId } = Instances[0] ?? missing();
    const { Groups } = await aws<{ Groups: { DisplayName: string }[] }>('identitystore list-groups', {
      IdentityStoreId,
    });
    expect(Groups.map(({ DisplayName }) => DisplayName).sort()).toEqual(['Admins', '개발팀']);
    await end(again);
  });
});

type Aws = ReturnType<typeof awsCli>['aws'];

interface Instance {
  readonly InstanceArn: string;
  readonly IdentityStoreId: string;
}

interface Id {
  readonly GroupId?: string;
  readonly UserId?: string;
}

interface Principal {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string | undefined;
  readonly PrincipalType: 'GROUP' | 'USER';
  readonly PrincipalId: string | undefined;
}

/** The simulated AWS, a desk with our settings in front of it, and the AWS CLI there. */
async function anAccount(scenario: ScenarioName) {
  const { simulated, url } = await aSimulatedAws(scenario);
  const desk = aDesk(url);
  return { simulated, desk, settings: desk.write('sso-setup.yaml', SETTINGS), ...awsCli(desk) };
}

/** The ids behind the names, as the console would show them. */
function idsIn(world: World) {
  const instance = world.instances[0] ?? missing();
  return {
    InstanceArn: instance.arn,
    IdentityStoreId: instance.identityStoreId,
    group: (name: string) => (instance.groups.find((one) => one.displayName === name) ?? missing()).id,
    user: (name: string) => (instance.users.find((one) => one.attributes.UserName === name) ?? missing()).id,
    permissionSet: (name: string) => (instance.permissionSets.find((one) => one.name === name) ?? missing()).arn,
  };
}

function missing(): never {
  throw new Error('There is no such thing.');
}

async function identitiesAreDescribed(aws: Aws, IdentityStoreId: string) {
  const store = { IdentityStoreId };
  const [groups, users, admins, developers, kim, lee] = await Promise.all([
    aws<{ Groups: object[] }>('identitystore list-groups', store),
    aws<{ Users: object[] }>('identitystore list-users', store),
    idOf(aws, IdentityStoreId, { group: 'Admins' }),
    idOf(aws, IdentityStoreId, { group: '개발팀' }),
    idOf(aws, IdentityStoreId, { user: 'kim@example.com' }),
    idOf(aws, IdentityStoreId, { user: 'lee' }),
  ]);
  expect(groups.Groups).toHaveLength(2);
  expect(users.Users).toHaveLength(2);
  const [group, user, members, ofKim, inGroups, membership] = await Promise.all([
    aws('identitystore describe-group', { ...store, GroupId: admins }),
    aws('identitystore describe-user', { ...store, UserId: lee }),
    aws<{ GroupMemberships: { MemberId: Id }[] }>('identitystore list-group-memberships', {
      ...store,
      GroupId: developers,
    }),
    aws<{ GroupMemberships: { GroupId: string }[] }>('identitystore list-group-memberships-for-member', {
      ...store,
      MemberId: { UserId: kim },
    }),
    aws<{ Results: { GroupId: string; MembershipExists: boolean }[] }>('identitystore is-member-in-groups', {
      ...store,
      MemberId: { UserId: lee },
      GroupIds: [admins, developers],
    }),
    aws<{ MembershipId: string }>('identitystore get-group-membership-id', {
      ...store,
      GroupId: admins,
      MemberId: { UserId: kim },
    }),
  ]);
  expect(group).toMatchObject({ DisplayName: 'Admins', Description: 'People who may do everything' });
  expect(user).toMatchObject({
    UserName: 'lee',
    DisplayName: '이지우',
    Name: { GivenName: 'Jiwoo', FamilyName: 'Lee' },
    Emails: [{ Value: 'lee@example.com' }],
  });
  expect(members.GroupMemberships.map(({ MemberId }) => MemberId.UserId).sort()).toEqual([kim, lee].sort());
  expect(ofKim.GroupMemberships.map(({ GroupId }) => GroupId).sort()).toEqual([admins, developers].sort());
  expect(inGroups.Results.map(({ GroupId, MembershipExists }) => [GroupId, MembershipExists])).toEqual([
    [admins, false],
    [developers, true],
  ]);
  const { MembershipId } = membership;
  expect(await aws('identitystore describe-group-membership', { ...store, MembershipId })).toMatchObject({
    GroupId: admins,
    MemberId: { UserId: kim },
  });
  return { admins, lee };
}

async function permissionSetsAreDescribed(aws: Aws, InstanceArn: string) {
  const sets = await permissionSetsByName(aws, InstanceArn);
  expect(Object.keys(sets).sort()).toEqual(['AdministratorAccess', 'ReadOnly']);
  const full = { InstanceArn, PermissionSetArn: sets.AdministratorAccess };
  const readOnly = { InstanceArn, PermissionSetArn: sets.ReadOnly };
  const [described, managed, own, inline, boundary, tags, small, noInline] = await Promise.all([
    aws('sso-admin describe-permission-set', full),
    aws<{ AttachedManagedPolicies: { Name: string; Arn: string }[] }>(
      'sso-admin list-managed-policies-in-permission-set',
      full,
    ),
    aws('sso-admin list-customer-managed-policy-references-in-permission-set', full),
    aws<{ InlinePolicy: string }>('sso-admin get-inline-policy-for-permission-set', full),
    aws('sso-admin get-permissions-boundary-for-permission-set', full),
    aws<{ Tags: { Key: string; Value: string }[] }>('sso-admin list-tags-for-resource', {
      InstanceArn,
      ResourceArn: full.PermissionSetArn,
    }),
    aws('sso-admin describe-permission-set', readOnly),
    aws('sso-admin get-inline-policy-for-permission-set', readOnly),
  ]);
  expect(described).toMatchObject({
    PermissionSet: {
      Name: 'AdministratorAccess',
      Description: 'Full access',
      SessionDuration: 'PT4H',
      RelayState: PORTAL,
    },
  });
  expect(managed.AttachedManagedPolicies.map(({ Name, Arn }) => [Name, Arn]).sort()).toEqual([
    ['AdministratorAccess', ADMINISTRATOR],
    ['Billing', BILLING],
  ]);
  expect(own).toEqual({ CustomerManagedPolicyReferences: [{ Name: 'Team', Path: '/teams/' }] });
  expect(JSON.parse(inline.InlinePolicy)).toEqual(INLINE);
  expect(boundary).toEqual({ PermissionsBoundary: { ManagedPolicyArn: POWER_USER } });
  expect(Object.fromEntries(tags.Tags.map(({ Key, Value }) => [Key, Value]))).toEqual({ team: 'platform', cost: '42' });
  expect(small).toMatchObject({ PermissionSet: { Name: 'ReadOnly', SessionDuration: 'PT1H' } });
  expect(noInline).toEqual({ InlinePolicy: '' });
  return { full: full.PermissionSetArn, readOnly: readOnly.PermissionSetArn };
}

async function assignmentsAreDescribed(
  aws: Aws,
  InstanceArn: string,
  ids: { admins: string; lee: string; full: string | undefined; readOnly: string | undefined },
): Promise<void> {
  const { admins, lee, full, readOnly: PermissionSetArn } = ids;
  const readOnly = { InstanceArn, PermissionSetArn };
  const [rows, ofLee, provisionedSets, accounts, requests] = await Promise.all([
    aws<{ AccountAssignments: object[] }>('sso-admin list-account-assignments', {
      ...readOnly,
      AccountId: MANAGEMENT,
    }),
    aws('sso-admin list-account-assignments-for-principal', {
      InstanceArn,
      PrincipalType: 'USER',
      PrincipalId: lee,
    }),
    aws<{ PermissionSets: string[] }>('sso-admin list-permission-sets-provisioned-to-account', {
      InstanceArn,
      AccountId: MANAGEMENT,
    }),
    aws('sso-admin list-accounts-for-provisioned-permission-set', readOnly),
    aws<{ AccountAssignmentsCreationStatus: { RequestId: string; Status: string }[] }>(
      'sso-admin list-account-assignment-creation-status',
      { InstanceArn },
    ),
  ]);
  const row = { AccountId: MANAGEMENT, PermissionSetArn };
  expect(rows.AccountAssignments).toHaveLength(2);
  expect(rows.AccountAssignments).toEqual(
    expect.arrayContaining([
      { ...row, PrincipalType: 'GROUP', PrincipalId: admins },
      { ...row, PrincipalType: 'USER', PrincipalId: lee },
    ]),
  );
  expect(ofLee).toMatchObject({ AccountAssignments: [{ ...row, PrincipalType: 'USER', PrincipalId: lee }] });
  expect(provisionedSets.PermissionSets.sort()).toEqual([full, PermissionSetArn].sort());
  expect(accounts).toEqual({ AccountIds: [MANAGEMENT] });
  const statuses = requests.AccountAssignmentsCreationStatus;
  expect(statuses.map(({ Status }) => Status)).toEqual(['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED']);
  expect(
    await aws('sso-admin describe-account-assignment-creation-status', {
      InstanceArn,
      AccountAssignmentCreationRequestId: statuses[0]?.RequestId,
    }),
  ).toMatchObject({ AccountAssignmentCreationStatus: { Status: 'SUCCEEDED', TargetId: MANAGEMENT } });

  type Provisioning = { PermissionSetProvisioningStatus: { RequestId: string; Status: string } };
  const begun = await aws<Provisioning>('sso-admin provision-permission-set', {
    ...readOnly,
    TargetType: 'ALL_PROVISIONED_ACCOUNTS',
  });
  expect(begun.PermissionSetProvisioningStatus.Status).toBe('IN_PROGRESS');
  const ProvisionPermissionSetRequestId = begun.PermissionSetProvisioningStatus.RequestId;
  await expect
    .poll(
      async () => {
        const asked = { InstanceArn, ProvisionPermissionSetRequestId };
        const now = await aws<Provisioning>('sso-admin describe-permission-set-provisioning-status', asked);
        return now.PermissionSetProvisioningStatus.Status;
      },
      { timeout: 30_000 },
    )
    .toBe('SUCCEEDED');
  expect(await aws('sso-admin list-permission-set-provisioning-status', { InstanceArn })).toMatchObject({
    PermissionSetsProvisioningStatus: expect.arrayContaining([
      expect.objectContaining({ RequestId: ProvisionPermissionSetRequestId, Status: 'SUCCEEDED' }),
    ]),
  });
}

async function permissionSetsByName(aws: Aws, InstanceArn: string): Promise<Record<string, string>> {
  const { PermissionSets } = await aws<{ PermissionSets: string[] }>('sso-admin list-permission-sets', { InstanceArn });
  const named = await Promise.all(
    PermissionSets.map(async (PermissionSetArn) => {
      type Described = { PermissionSet: { Name: string } };
      const answer = await aws<Described>('sso-admin describe-permission-set', { InstanceArn, PermissionSetArn });
      return [answer.PermissionSet.Name, PermissionSetArn] as const;
    }),
  );
  return Object.fromEntries(named);
}

/** The id of a group or a user, asked for by its name. */
async function idOf(aws: Aws, IdentityStoreId: string, name: { group: string } | { user: string }): Promise<string> {
  const attribute = (AttributePath: string, AttributeValue: string) => ({
    IdentityStoreId,
    AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
  });
  const id =
    'group' in name
      ? (await aws<Id>('identitystore get-group-id', attribute('displayName', name.group))).GroupId
      : (await aws<Id>('identitystore get-user-id', attribute('userName', name.user))).UserId;
  if (id === undefined) throw new Error('There is no id.');
  return id;
}

async function assign(aws: Aws, principal: Principal): Promise<void> {
  type Status = { AccountAssignmentCreationStatus: { Status: string; RequestId: string } };
  const target = { TargetType: 'AWS_ACCOUNT', TargetId: MANAGEMENT };
  const begun = await aws<Status>('sso-admin create-account-assignment', { ...principal, ...target });
  const { RequestId } = begun.AccountAssignmentCreationStatus;
  const asked = { InstanceArn: principal.InstanceArn, AccountAssignmentCreationRequestId: RequestId };
  const now = () => aws<Status>('sso-admin describe-account-assignment-creation-status', asked);
  await expect
    .poll(async () => (await now()).AccountAssignmentCreationStatus.Status, { timeout: 30_000 })
    .toBe('SUCCEEDED');
}

async function unassign(aws: Aws, principal: Principal): Promise<void> {
  type Status = { AccountAssignmentDeletionStatus: { Status: string; RequestId: string } };
  const target = { TargetType: 'AWS_ACCOUNT', TargetId: MANAGEMENT };
  const begun = await aws<Status>('sso-admin delete-account-assignment', { ...principal, ...target });
  const { RequestId } = begun.AccountAssignmentDeletionStatus;
  const asked = { InstanceArn: principal.InstanceArn, AccountAssignmentDeletionRequestId: RequestId };
  const now = () => aws<Status>('sso-admin describe-account-assignment-deletion-status', asked);
  await expect
    .poll(async () => (await now()).AccountAssignmentDeletionStatus.Status, { timeout: 30_000 })
    .toBe('SUCCEEDED');
}
