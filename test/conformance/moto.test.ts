import { Identitystore } from '@aws-sdk/client-identitystore';
import { Organizations } from '@aws-sdk/client-organizations';
import { SSOAdmin } from '@aws-sdk/client-sso-admin';
import { expect, test } from 'vitest';
import { aDesk, awsCli, describeWith, freePort, inSync, KEYS, REGION, whyMissing } from './programs.ts';

// moto 5.2 is another simulated AWS, made by other people. What it does not have, or does in another way than AWS,
// is not in these tests; test/conformance/aws-cli.test.ts has it:
// - UpdateUser and UpdateGroup, tags and boundaries of permission sets, status lists of assignments and provisioning;
// - `job-function/` policies, which do not exist there;
// - what it makes twice instead of refusing: assignments, memberships and permission sets of the same name;
// - UpdatePermissionSet without some of the fields, which AWS leaves alone and moto empties.
// It has an instance from the start, in every Region, so nobody has to enable one.

const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const POWER_USER = 'arn:aws:iam::aws:policy/PowerUserAccess';
const READ_ONLY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const RELAY = 'https://us-east-1.console.aws.amazon.com/billing/';
const INLINE = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Deny', Action: 'iam:CreateUser', Resource: '*' }],
};

const SETTINGS = `
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
    relayState: ${RELAY}
    managedPolicies: [AdministratorAccess, PowerUserAccess]
    customerManagedPolicies: [{ name: Team, path: /teams/ }]
    inlinePolicy: { Version: '2012-10-17', Statement: [{ Effect: Deny, Action: 'iam:CreateUser', Resource: '*' }] }
  - { name: ReadOnly, sessionDuration: 1h, managedPolicies: [ReadOnlyAccess] }
assignments:
  - { group: Admins, permissionSets: [AdministratorAccess, ReadOnly], accounts: [management] }
  - { user: lee, permissionSets: [ReadOnly], accounts: [management] }
`;
/** organization, instance, portal, 2 groups, 2 users, 3 memberships, 2 permission sets, 3 assignments */
const EVERYTHING = 15;

describeWith(whyMissing('moto_server', '--help'), 'moto, a simulated AWS of other people', () => {
  test('an account with nothing is set up, and the second run has nothing to do', async () => {
    const { desk, settings, sdk } = await anAccount(SETTINGS);
    const first = await desk.ssoSetup('-c', settings, '--yes', '--no-input');
    expect(first).toMatchObject({ code: 0 });
    expect(first.stdout).toMatch(/^portal +https:\/\/d-[0-9a-z]{10}\.awsapps\.com\/start$/m);

    const second = await desk.ssoSetup('-c', settings, '--yes', '--no-input');
    expect(second).toMatchObject({ code: 0 });
    expect(second.stdout).toMatch(/^portal +https:\/\/d-[0-9a-z]{10}\.awsapps\.com\/start$/m);
    expect(second.stdout).toMatch(/^result .*created=0 changed=0 deleted=0 same=15 /m);
    const third = await desk.ssoSetup('-c', settings, '--yes', '--no-input', '--json');
    expect(third).toMatchObject({ code: 0 });
    expect(JSON.parse(third.stdout)).toMatchObject({
      status: 'in_sync',
      summary: { create: 0, change: 0 },
      changes: [],
    });
    expect(await desk.look(settings)).toEqual(inSync(EVERYTHING));

    expect(await contents(sdk)).toEqual(CONTENTS);
  });

  test('what somebody changes is named, repaired, and then in sync', async () => {
    const { desk, settings, sdk, change } = await anAccount(SETTINGS);
    await sdk.organizations.createOrganization({ FeatureSet: 'ALL' });
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });

    const { InstanceArn, IdentityStoreId } = await instance(sdk);
    const { AdministratorAccess: PermissionSetArn } = await permissionSets(sdk, InstanceArn);
    const set = { InstanceArn, PermissionSetArn };
    const ids = await identities(sdk, IdentityStoreId);
    const memberships = await sdk.store.listGroupMemberships({ IdentityStoreId, GroupId: ids.groups.get('Admins') });
    const MembershipId = memberships.GroupMemberships?.[0]?.MembershipId;
    const other = { Description: 'Full access', RelayState: RELAY, SessionDuration: 'PT12H' };
    await change('sso-admin', 'update-permission-set', { ...set, ...other });
    await change('sso-admin', 'detach-managed-policy-from-permission-set', { ...set, ManagedPolicyArn: POWER_USER });
    await change('sso-admin', 'attach-managed-policy-to-permission-set', { ...set, ManagedPolicyArn: READ_ONLY });
    await change('sso-admin', 'delete-inline-policy-from-permission-set', set);
    await change('identitystore', 'delete-group-membership', { IdentityStoreId, MembershipId });
    const [AccountId] = [(await sdk.organizations.describeOrganization({})).Organization?.MasterAccountId];
    await change('sso-admin', 'delete-account-assignment', {
      ...set,
      ...{ PrincipalType: 'GROUP', PrincipalId: ids.groups.get('Admins') },
      ...{ TargetType: 'AWS_ACCOUNT', TargetId: AccountId },
    });

    const drifted = await desk.look(settings);
    expect(drifted).toMatchObject({ code: 2, status: 'changes_pending' });
    expect(drifted.changes).toEqual([
      'create membership kim@example.com in Admins',
      'change permissionSet AdministratorAccess sessionDuration managedPolicies inlinePolicy',
      `create assignment Admins, AdministratorAccess, ${AccountId}`,
    ]);
    const plain = await desk.ssoSetup('-c', settings, '--dry-run', '--detailed-exitcode');
    expect(plain).toMatchObject({ code: 2 });
    expect(plain.stdout).toMatch(/^change +permission-set +AdministratorAccess .*session 12 hours -> 4 hours/m);

    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    expect(await desk.look(settings)).toEqual(inSync(EVERYTHING));
    expect(await contents(sdk)).toEqual(CONTENTS);
  });

  test('an organization with units and accounts is found, and accounts get their assignments by name, unit and id', async () => {
    const { desk, sdk } = await anAccount(SETTINGS);
    const { organizations } = sdk;
    await organizations.createOrganization({ FeatureSet: 'ALL' });
    const root = (await organizations.listRoots({})).Roots?.[0]?.Id;
    const unit = async (Name: string, ParentId: string | undefined) =>
      (await organizations.createOrganizationalUnit({ Name, ParentId })).OrganizationalUnit?.Id;
    const account = async (AccountName: string, DestinationParentId: string | undefined) => {
      const made = await organizations.createAccount({ AccountName, Email: `${AccountName}@example.com` });
      const AccountId = made.CreateAccountStatus?.AccountId ?? '';
      await organizations.moveAccount({ AccountId, SourceParentId: root, DestinationParentId });
      return AccountId;
    };
    const workloads = await unit('Workloads', root);
    const prod = await account('prod', await unit('Prod', workloads));
    const shared = await account('shared', workloads);
    const sandbox = await account('sandbox', await unit('Sandbox', root));
    const settings = desk.write(
      'accounts.yaml',
      `
region: us-east-1
groups: [{ name: A }, { name: B }, { name: C }]
permissionSets: [{ name: ReadOnly, managedPolicies: [ReadOnlyAccess] }]
assignments:
  - { group: A, permissionSets: [ReadOnly], accounts: ['ou:Workloads'] }
  - { group: B, permissionSets: [ReadOnly], accounts: ['ou:Workloads/Prod', sandbox] }
  - { group: C, permissionSets: [ReadOnly], accounts: ['${shared}', management] }
`,
    );
    expect(await desk.ssoSetup('-c', settings, '--yes', '--no-input')).toMatchObject({ code: 0 });
    expect(await desk.look(settings)).toEqual(inSync(3 + 3 + 1 + 6));

    const { InstanceArn, IdentityStoreId } = await instance(sdk);
    const { ReadOnly: PermissionSetArn } = await permissionSets(sdk, InstanceArn);
    const { groups } = await identities(sdk, IdentityStoreId);
    const whoIn = async (AccountId: string) => {
      const listed = await sdk.sso.listAccountAssignments({ InstanceArn, AccountId, PermissionSetArn });
      const ids = listed.AccountAssignments?.map(({ PrincipalId }) => PrincipalId) ?? [];
      return [...groups]
        .filter(([, id]) => ids.includes(id))
        .map(([name]) => name)
        .sort();
    };
    expect(await whoIn(prod)).toEqual(['A', 'B']);
    expect(await whoIn(shared)).toEqual(['A', 'C']);
    expect(await whoIn(sandbox)).toEqual(['B']);
  });
});

/** A moto server of its own, and those who ask it: sso-setup, and somebody with another client. */
async function anAccount(text: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const desk = aDesk(url);
  await desk.serve('moto_server', ['-H', '127.0.0.1', '-p', `${port}`], '/moto-api/');
  const config = { endpoint: url, region: REGION, credentials: KEYS };
  const sdk = {
    sso: new SSOAdmin(config),
    store: new Identitystore(config),
    organizations: new Organizations(config),
  };
  return { desk, settings: desk.write('sso-setup.yaml', text), sdk, change: somebody(desk, sdk) };
}

type Sdk = Awaited<ReturnType<typeof anAccount>>['sdk'];

/** Somebody who changes things: with AWS's own CLI where there is one, else with the SDK. */
function somebody(
  desk: ReturnType<typeof aDesk>,
  sdk: { sso: SSOAdmin; store: Identitystore },
): (service: 'sso-admin' | 'identitystore', operation: string, input: object) => Promise<unknown> {
  if (whyMissing('aws', '--version') === undefined) {
    const { aws } = awsCli(desk);
    return (service, operation, input) => aws(`${service} ${operation}`, input);
  }
  return (service, operation, input) => {
    const client = service === 'sso-admin' ? sdk.sso : sdk.store;
    const name = operation.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return (client as unknown as Record<string, (input: object) => Promise<unknown>>)[name]?.(input) ?? fail(name);
  };
}

function fail(operation: string): never {
  throw new Error(`There is no operation ${operation}.`);
}

async function instance({ sso }: Pick<Sdk, 'sso'>) {
  const { InstanceArn, IdentityStoreId } = (await sso.listInstances({})).Instances?.[0] ?? {};
  return { InstanceArn, IdentityStoreId };
}

async function permissionSets({ sso }: Pick<Sdk, 'sso'>, InstanceArn: string | undefined) {
  const arns = (await sso.listPermissionSets({ InstanceArn })).PermissionSets ?? [];
  const named = arns.map(async (PermissionSetArn) => {
    const { PermissionSet } = await sso.describePermissionSet({ InstanceArn, PermissionSetArn });
    return [PermissionSet?.Name ?? '', PermissionSetArn] as const;
  });
  return Object.fromEntries(await Promise.all(named));
}

async function identities({ store }: Pick<Sdk, 'store'>, IdentityStoreId: string | undefined) {
  const { Groups = [] } = await store.listGroups({ IdentityStoreId });
  const { Users = [] } = await store.listUsers({ IdentityStoreId });
  return {
    groups: new Map(Groups.map(({ DisplayName = '', GroupId }) => [DisplayName, GroupId])),
    users: new Map(Users.map(({ UserName = '', UserId }) => [UserName, UserId])),
  };
}

/** What {@link SETTINGS} ask for, as {@link contents} reads it. */
const CONTENTS = {
  featureSet: 'ALL',
  groups: [
    ['Admins', 'People who may do everything'],
    ['개발팀', undefined],
  ],
  users: [
    ['kim@example.com', 'Minsu', 'Kim', 'Minsu Kim', ['kim@example.com']],
    ['lee', 'Jiwoo', 'Lee', '이지우', ['lee@example.com']],
  ],
  memberships: ['kim@example.com in Admins', 'kim@example.com in 개발팀', 'lee in 개발팀'],
  permissionSets: {
    AdministratorAccess: {
      about: ['Full access', 'PT4H', RELAY],
      managed: [ADMINISTRATOR, POWER_USER],
      own: ['/teams/Team'],
      inline: INLINE,
      assigned: ['Admins'],
    },
    ReadOnly: {
      about: [undefined, 'PT1H', undefined],
      managed: [READ_ONLY],
      own: [],
      inline: undefined,
      assigned: ['Admins', 'lee'],
    },
  },
};

/** Everything in the account, read with AWS's SDK and by names, so that repeated things would show twice. */
async function contents(sdk: Sdk) {
  const { sso, store, organizations } = sdk;
  const { Organization } = await organizations.describeOrganization({});
  const { InstanceArn, IdentityStoreId } = await instance(sdk);
  const { Groups = [] } = await store.listGroups({ IdentityStoreId });
  const { Users = [] } = await store.listUsers({ IdentityStoreId });
  const nameOf = new Map([
    ...Groups.map(({ GroupId, DisplayName }) => [GroupId, DisplayName ?? ''] as const),
    ...Users.map(({ UserId, UserName }) => [UserId, UserName ?? ''] as const),
  ]);
  const memberships = Groups.map(async ({ GroupId, DisplayName }) => {
    const listed = await store.listGroupMemberships({ IdentityStoreId, GroupId });
    return (listed.GroupMemberships ?? []).map(({ MemberId }) => `${nameOf.get(MemberId?.UserId)} in ${DisplayName}`);
  });
  const sets = Object.entries(await permissionSets(sdk, InstanceArn)).map(async ([name, PermissionSetArn]) => {
    const set = { InstanceArn, PermissionSetArn };
    const { PermissionSet } = await sso.describePermissionSet(set);
    const managed = await sso.listManagedPoliciesInPermissionSet(set);
    const own = await sso.listCustomerManagedPolicyReferencesInPermissionSet(set);
    const { InlinePolicy } = await sso.getInlinePolicyForPermissionSet(set);
    const rows = await sso.listAccountAssignments({ ...set, AccountId: Organization?.MasterAccountId });
    const contents = {
      about: [PermissionSet?.Description, PermissionSet?.SessionDuration, PermissionSet?.RelayState],
      managed: (managed.AttachedManagedPolicies ?? []).map(({ Arn }) => Arn).sort(),
      own: (own.CustomerManagedPolicyReferences ?? []).map(({ Path, Name }) => `${Path}${Name}`),
      inline: InlinePolicy ? JSON.parse(InlinePolicy) : undefined,
      assigned: (rows.AccountAssignments ?? []).map(({ PrincipalId }) => nameOf.get(PrincipalId)).sort(),
    };
    return [name, contents] as const;
  });
  return {
    featureSet: Organization?.FeatureSet,
    groups: Groups.map(({ DisplayName, Description }) => [DisplayName, Description]).sort(),
    users: Users.map(({ UserName, Name, DisplayName, Emails }) => [
      UserName,
      Name?.GivenName,
      Name?.FamilyName,
      DisplayName,
      Emails?.map(({ Value }) => Value),
    ]).sort(),
    memberships: (await Promise.all(memberships)).flat().sort(),
    permissionSets: Object.fromEntries(await Promise.all(sets)),
  };
}
