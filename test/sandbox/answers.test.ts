import { expect, it } from 'vitest';
import { check } from '../../src/sandbox/check.ts';
import { emptyWorld, simulatedAws, type World } from '../../src/sandbox/index.ts';
import { models, type ServiceName } from '../../src/sandbox/models.ts';
import { virtualClock } from '../helpers/clock.ts';
import { administrator, never, requestFor } from './helpers.ts';

const management = '111122223333';
const prod = '222233334444';
const sso = { ServicePrincipal: 'sso.amazonaws.com' };

type Answer = Record<string, string & Record<string, string> & Answer[]>;

/** An account on the free plan, and calls that must succeed and keep to the model. */
function aScript() {
  const plan = { type: 'FREE' as const, credit: 100, expiresAt: Date.UTC(2027, 4, 2) };
  const aws = simulatedAws({ world: { ...emptyWorld(), plan } as World, clock: virtualClock() });
  const done = new Set<string>();
  const call = async (service: ServiceName, operation: string, input: object = {}): Promise<Answer> => {
    const { operations } = models[service];
    const answered = await aws.handle(requestFor(service, operation, { ...input }));
    expect([operation, answered.status, answered.body]).toEqual([operation, 200, answered.body]);
    const output = JSON.parse(answered.body);
    const shape = operations[operation]?.output;
    if (typeof shape === 'string') expect([operation, check(service, shape, output)]).toEqual([operation, []]);
    else expect(output).toEqual({});
    done.add(`${service} ${operation}`);
    return output;
  };
  return { aws, call, done };
}

type Script = ReturnType<typeof aScript>;

async function organizations({ aws, call }: Script) {
  await call('freetier', 'GetAccountPlanState');
  await call('organizations', 'CreateOrganization', { FeatureSet: 'ALL' });
  await call('organizations', 'DeleteOrganization');
  await call('sso-admin', 'CreateInstance', { Name: 'apps', Tags: [{ Key: 'a', Value: 'b' }] });
  const { Instances } = await call('sso-admin', 'ListInstances');
  await call('sso-admin', 'DeleteInstance', { InstanceArn: Instances?.[0]?.InstanceArn });
  await call('organizations', 'CreateOrganization');
  await call('organizations', 'DescribeOrganization');
  const { Roots } = await call('organizations', 'ListRoots');
  const ParentId = Roots?.[0]?.Id;
  const { OrganizationalUnit } = await call('organizations', 'CreateOrganizationalUnit', { ParentId, Name: 'Prod' });
  const unit = OrganizationalUnit?.Id;
  const organization = aws.world.organization ?? never();
  const account = { ...(organization.accounts[0] ?? never()), id: prod, name: 'prod', parentId: String(unit) };
  organization.accounts = [...organization.accounts, account];
  await call('organizations', 'DescribeOrganizationalUnit', { OrganizationalUnitId: unit });
  await call('organizations', 'ListOrganizationalUnitsForParent', { ParentId });
  await call('organizations', 'ListAccountsForParent', { ParentId });
  await call('organizations', 'ListChildren', { ParentId: unit, ChildType: 'ACCOUNT' });
  await call('organizations', 'ListParents', { ChildId: prod });
  await call('organizations', 'ListAccounts');
  await call('organizations', 'DescribeAccount', { AccountId: prod });
  await call('organizations', 'EnableAWSServiceAccess', sso);
  await call('organizations', 'ListAWSServiceAccessForOrganization');
  await call('organizations', 'RegisterDelegatedAdministrator', { AccountId: prod, ...sso });
  await call('organizations', 'ListDelegatedAdministrators', sso);
  await call('organizations', 'ListDelegatedServicesForAccount', { AccountId: prod });
  await call('organizations', 'DeregisterDelegatedAdministrator', { AccountId: prod, ...sso });
  await call('organizations', 'DisableAWSServiceAccess', sso);
  await call('account', 'ListRegions', { MaxResults: 10 });
  await call('account', 'GetRegionOptStatus', { RegionName: 'us-east-1' });
  await call('account', 'GetAccountInformation');
  await call('account', 'GetPrimaryEmail', { AccountId: prod });
}

async function identityStore({ aws, call }: Script) {
  aws.console.enableInstance('us-east-1', { permissionSetsEnabled: false });
  const { Instances } = await call('sso-admin', 'ListInstances');
  const [instance = never()] = Instances ?? [];
  const IdentityStoreId = String(instance.IdentityStoreId);
  const send = (operation: string, input: object = {}) =>
    call('identitystore', operation, { IdentityStoreId, ...input });
  const { UserId } = await send('CreateUser', {
    UserName: 'kim',
    DisplayName: 'Minsu Kim',
    Name: { GivenName: 'Minsu', FamilyName: 'Kim' },
    Emails: [{ Value: 'kim@example.com', Type: 'work', Primary: true }],
    Extensions: { 'aws:identitystore:enterprise': { department: 'Platform' } },
  });
  const { GroupId } = await send('CreateGroup', { DisplayName: 'Admins', Description: 'All' });
  const MemberId = { UserId };
  const { MembershipId } = await send('CreateGroupMembership', { GroupId, MemberId });
  const userName = { UniqueAttribute: { AttributePath: 'userName', AttributeValue: 'kim' } };
  const displayName = { UniqueAttribute: { AttributePath: 'displayName', AttributeValue: 'Admins' } };
  await send('UpdateUser', { UserId, Operations: [{ AttributePath: 'title', AttributeValue: 'Dr.' }] });
  await send('DescribeUser', { UserId, Extensions: ['aws:identitystore:enterprise'] });
  await send('GetUserId', { AlternateIdentifier: userName });
  await send('ListUsers');
  await send('UpdateGroup', { GroupId, Operations: [{ AttributePath: 'description', AttributeValue: 'They may' }] });
  await send('DescribeGroup', { GroupId });
  await send('GetGroupId', { AlternateIdentifier: displayName });
  await send('ListGroups', { MaxResults: 1 });
  await send('DescribeGroupMembership', { MembershipId });
  await send('GetGroupMembershipId', { GroupId, MemberId });
  await send('IsMemberInGroups', { MemberId, GroupIds: [GroupId] });
  await send('ListGroupMemberships', { GroupId });
  await send('ListGroupMembershipsForMember', { MemberId });
  const tearDown = async () => {
    await send('DeleteGroupMembership', { MembershipId });
    await send('DeleteGroup', { GroupId });
    await send('DeleteUser', { UserId });
  };
  return { InstanceArn: String(instance.InstanceArn), GroupId: String(GroupId), tearDown };
}

async function permissionSets({ call }: Script, InstanceArn: string) {
  const send = (operation: string, input: object = {}) => call('sso-admin', operation, { InstanceArn, ...input });
  await send('UpdateInstance', { PermissionSetsEnabled: true, Name: 'acme' });
  await send('DescribeInstance');
  await send('ListRegions');
  const Tags = [{ Key: 'team', Value: 'platform' }];
  const { PermissionSet } = await send('CreatePermissionSet', {
    Name: 'Admin',
    Description: 'All',
    SessionDuration: 'PT4H',
    RelayState: 'https://us-east-1.console.aws.amazon.com/',
    Tags,
  });
  const PermissionSetArn = PermissionSet?.PermissionSetArn;
  const set = (operation: string, input: object = {}) => send(operation, { PermissionSetArn, ...input });
  const CustomerManagedPolicyReference = { Name: 'Team', Path: '/a/' };
  await set('DescribePermissionSet');
  await set('UpdatePermissionSet', { Description: 'Everything' });
  await send('ListPermissionSets');
  await set('AttachManagedPolicyToPermissionSet', { ManagedPolicyArn: administrator });
  await set('ListManagedPoliciesInPermissionSet');
  await set('AttachCustomerManagedPolicyReferenceToPermissionSet', { CustomerManagedPolicyReference });
  await set('ListCustomerManagedPolicyReferencesInPermissionSet');
  await set('DetachCustomerManagedPolicyReferenceFromPermissionSet', { CustomerManagedPolicyReference });
  await set('PutInlinePolicyToPermissionSet', { InlinePolicy: '{"Version":"2012-10-17","Statement":[]}' });
  await set('GetInlinePolicyForPermissionSet');
  await set('DeleteInlinePolicyFromPermissionSet');
  await set('PutPermissionsBoundaryToPermissionSet', { PermissionsBoundary: { ManagedPolicyArn: administrator } });
  await set('GetPermissionsBoundaryForPermissionSet');
  await set('DeletePermissionsBoundaryFromPermissionSet');
  await send('TagResource', { ResourceArn: PermissionSetArn, Tags });
  await send('ListTagsForResource', { ResourceArn: PermissionSetArn });
  await send('UntagResource', { ResourceArn: PermissionSetArn, TagKeys: ['team'] });
  const tearDown = async () => {
    await set('DetachManagedPolicyFromPermissionSet', { ManagedPolicyArn: administrator });
    await set('DeletePermissionSet');
  };
  return { PermissionSetArn: String(PermissionSetArn), tearDown };
}

async function assignments(script: Script, InstanceArn: string, PermissionSetArn: string, PrincipalId: string) {
  const { call } = script;
  const send = (operation: string, input: object = {}) => call('sso-admin', operation, { InstanceArn, ...input });
  const poll = async (operation: string, input: object) => {
    for (let polls = 0; polls < 2; polls++) await send(operation, input);
  };
  const target = { TargetId: management, TargetType: 'AWS_ACCOUNT' };
  const assignment = { ...target, PermissionSetArn, PrincipalType: 'GROUP', PrincipalId };
  const made = (await send('CreateAccountAssignment', assignment)).AccountAssignmentCreationStatus;
  await poll('DescribeAccountAssignmentCreationStatus', { AccountAssignmentCreationRequestId: made?.RequestId });
  await send('ListAccountAssignmentCreationStatus', { Filter: { Status: 'SUCCEEDED' } });
  await send('ListAccountAssignments', { AccountId: management, PermissionSetArn });
  await send('ListAccountAssignmentsForPrincipal', { PrincipalId, PrincipalType: 'GROUP' });
  const started = (await send('ProvisionPermissionSet', { PermissionSetArn, ...target }))
    .PermissionSetProvisioningStatus;
  await poll('DescribePermissionSetProvisioningStatus', { ProvisionPermissionSetRequestId: started?.RequestId });
  await send('ListPermissionSetProvisioningStatus');
  await send('ListAccountsForProvisionedPermissionSet', { PermissionSetArn });
  await send('ListPermissionSetsProvisionedToAccount', { AccountId: management });
  await signIn(script);
  const removed = (await send('DeleteAccountAssignment', assignment)).AccountAssignmentDeletionStatus;
  await poll('DescribeAccountAssignmentDeletionStatus', { AccountAssignmentDeletionRequestId: removed?.RequestId });
  await send('ListAccountAssignmentDeletionStatus');
}

/** Signs the user in, who sees the account and gets credentials for it. */
async function signIn({ aws, call }: Script) {
  const client = await call('sso-oidc', 'RegisterClient', {
    clientName: 'sso-setup',
    clientType: 'public',
    scopes: ['sso:account:access'],
  });
  const { clientId, clientSecret } = client;
  const startUrl = `https://${aws.world.instances[0]?.identityStoreId}.awsapps.com/start`;
  const begun = await call('sso-oidc', 'StartDeviceAuthorization', { clientId, clientSecret, startUrl });
  aws.portal.approveDeviceAs(String(begun.userCode), 'kim');
  const grantType = 'urn:ietf:params:oauth:grant-type:device_code';
  const token = { clientId, clientSecret, grantType, deviceCode: begun.deviceCode };
  const { accessToken } = await call('sso-oidc', 'CreateToken', token);
  await call('sso', 'ListAccounts', { accessToken });
  await call('sso', 'ListAccountRoles', { accessToken, accountId: management });
  await call('sso', 'GetRoleCredentials', { accessToken, accountId: management, roleName: 'Admin' });
  await call('sso', 'Logout', { accessToken });
}

it('carries every operation out, with answers that keep to the model', async () => {
  const script = aScript();
  await organizations(script);
  const store = await identityStore(script);
  const sets = await permissionSets(script, store.InstanceArn);
  await assignments(script, store.InstanceArn, sets.PermissionSetArn, store.GroupId);
  await sets.tearDown();
  await store.tearDown();
  const all = (Object.keys(models) as ServiceName[])
    .filter((service) => models[service].protocol !== 'query')
    .flatMap((service) => Object.keys(models[service].operations).map((operation) => `${service} ${operation}`));
  expect([...script.done].sort()).toEqual(all.sort());
  expect(script.done.size).toBe(89);
  expect(script.aws.world.instances[0]).toMatchObject({ users: [], groups: [], permissionSets: [], assignments: [] });
});
