import { describe, expect, it } from 'vitest';
import { emptyWorld, type World } from '../../src/sandbox/index.ts';
import { anAws, post, refused } from './helpers.ts';

const management = '111122223333';
const prod = '222233334444';
const sso = { ServicePrincipal: 'sso.amazonaws.com' };

/** The world of `several-accounts`, with one account as delegated administrator, seen from another account. */
async function seenFrom(id: string, delegated?: string) {
  const { aws, org } = anAws({ scenario: 'several-accounts' });
  if (delegated !== undefined) await org.registerDelegatedAdministrator({ AccountId: delegated, ...sso });
  const world: World = structuredClone(aws.world);
  world.account = { ...world.account, id };
  return anAws({ world });
}

describe('STS, Account Management, Free Tier', () => {
  it('S44 tells the caller', async () => {
    const { sts } = anAws({
      world: emptyWorld({ accountId: '999988887777', callerArn: 'arn:aws:iam::999988887777:root' }),
    });
    const { Account, Arn, UserId } = await sts.getCallerIdentity({});
    expect([Account, Arn]).toEqual(['999988887777', 'arn:aws:iam::999988887777:root']);
    expect(UserId).toMatch(/^AIDA/);
  });

  it('S45 knows the Regions', async () => {
    const { account } = anAws();
    const byDefault = await account.listRegions({ RegionOptStatusContains: ['ENABLED_BY_DEFAULT'] });
    const optIn = await account.listRegions({ RegionOptStatusContains: ['DISABLED', 'ENABLED'] });
    expect([byDefault.Regions?.length, optIn.Regions?.length]).toEqual([17, 17]);
    expect(await account.getRegionOptStatus({ RegionName: 'eu-west-1' })).toMatchObject({
      RegionOptStatus: 'ENABLED_BY_DEFAULT',
    });
    expect((await refused(account.getRegionOptStatus({ RegionName: 'eu-west-9' }))).name).toBe('ValidationException');
  });

  it('S46 tells the management account of its members', async () => {
    const { account } = anAws({ scenario: 'several-accounts' });
    expect(await account.getAccountInformation({})).toMatchObject({ AccountName: 'acme', AccountState: 'ACTIVE' });
    expect(await account.getAccountInformation({ AccountId: '444455556666' })).toMatchObject({
      AccountState: 'SUSPENDED',
    });
    expect(await account.getPrimaryEmail({ AccountId: prod })).toMatchObject({ PrimaryEmail: 'aws+prod@acme.example' });
    const error = await refused(account.getAccountInformation({ AccountId: '999999999999' }));
    expect(error.name).toBe('AccessDeniedException');
    const member = anAws({ scenario: 'member-account' });
    const other = await refused(member.account.getAccountInformation({ AccountId: management }));
    expect(other.name).toBe('AccessDeniedException');
  });

  it('S47 does not tell the own e-mail address', async () => {
    const { account } = anAws({ scenario: 'organization' });
    expect((await refused(account.getPrimaryEmail({ AccountId: management }))).name).toBe('AccessDeniedException');
  });

  it('S48 tells the plan', async () => {
    const plan = async (world: World) =>
      JSON.parse((await post(anAws({ world }).aws, 'AWSFreeTierService.GetAccountPlanState', '{}')).body);
    const expiresAt = Date.UTC(2027, 4, 2);
    const free = await plan({ ...emptyWorld(), plan: { type: 'FREE', credit: 99.5, expiresAt } });
    expect(free).toEqual({
      accountId: management,
      accountPlanType: 'FREE',
      accountPlanStatus: 'ACTIVE',
      accountPlanRemainingCredits: { amount: 99.5, unit: 'USD' },
      accountPlanExpirationDate: '2027-05-02T00:00:00.000Z',
    });
    expect((await plan(emptyWorld())).accountPlanType).toBe('PAID');
    expect((await plan({ ...emptyWorld(), plan: null })).__type).toBe('ResourceNotFoundException');
  });
});

describe('Organizations', () => {
  it('S49 says when there is no organization', async () => {
    const { org } = anAws();
    for (const call of [org.describeOrganization({}), org.listAccounts({}), org.enableAWSServiceAccess(sso)]) {
      const error = await refused(call);
      expect([error.name, error.message]).toEqual([
        'AWSOrganizationsNotInUseException',
        'Your account is not a member of an organization.',
      ]);
    }
  });

  it('S50 makes an organization', async () => {
    const { org } = anAws();
    const { Organization } = await org.createOrganization({});
    expect(Organization).toMatchObject({
      FeatureSet: 'ALL',
      MasterAccountId: management,
      MasterAccountEmail: 'aws@acme.example',
    });
    expect((await org.describeOrganization({})).Organization).toEqual(Organization);
    expect((await org.listRoots({})).Roots).toMatchObject([
      { Name: 'Root', Id: expect.stringMatching(/^r-[0-9a-z]{4}$/) },
    ]);
    expect((await org.listAccounts({})).Accounts).toMatchObject([{ Id: management, Status: 'ACTIVE' }]);
  });

  it('S51 makes no second organization', async () => {
    const { org } = anAws({ scenario: 'organization' });
    expect((await refused(org.createOrganization({}))).name).toBe('AlreadyInOrganizationException');
  });

  it('S52 ends the free plan', async () => {
    const { aws, org } = anAws({ scenario: 'free-plan' });
    expect(aws.world.plan).toMatchObject({ type: 'FREE', credit: 117.42 });
    await org.createOrganization({});
    expect(aws.world.plan).toEqual({ type: 'PAID' });
  });

  it('S53 refuses an organization to an unfinished account', async () => {
    const { org } = anAws({ world: { ...emptyWorld(), organizationRefusal: 'ACCOUNT_CREATION_NOT_COMPLETE' } });
    const error = await refused(org.createOrganization({}));
    expect([error.name, error.Reason]).toEqual(['ConstraintViolationException', 'ACCOUNT_CREATION_NOT_COMPLETE']);
  });

  it('S54 needs the right to make a service-linked role', async () => {
    const { aws, org } = anAws({ behaviour: { deny: ['iam:CreateServiceLinkedRole'] } });
    const error = await refused(org.createOrganization({}));
    expect(error.name).toBe('AccessDeniedForDependencyException');
    expect(error.Reason).toBe('ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE');
    expect(aws.world.organization).toBeNull();
  });

  it('S55 lets a member account only describe', async () => {
    const { org } = anAws({ scenario: 'member-account' });
    expect((await org.describeOrganization({})).Organization?.MasterAccountId).toBe(management);
    for (const call of [
      org.listAccounts({}),
      org.listRoots({}),
      org.listDelegatedAdministrators({}),
      org.enableAWSServiceAccess(sso),
    ]) {
      const error = await refused(call);
      expect([error.name, error.message]).toEqual([
        'AccessDeniedException',
        "You don't have permissions to access this resource.",
      ]);
    }
  });

  it('S56 lets a delegated administrator read', async () => {
    const { org } = await seenFrom(prod, prod);
    expect((await org.listAccounts({})).Accounts).toHaveLength(4);
    expect((await refused(org.enableAWSServiceAccess(sso))).name).toBe('AccessDeniedException');
  });

  it('S57 tells accounts', async () => {
    const { org } = anAws({ scenario: 'several-accounts' });
    const { Accounts = [] } = await org.listAccounts({});
    expect(Accounts.map((one) => [one.Name, one.Status, one.State])).toEqual([
      ['acme', 'ACTIVE', 'ACTIVE'],
      ['prod', 'ACTIVE', 'ACTIVE'],
      ['dev', 'ACTIVE', 'ACTIVE'],
      ['legacy', 'SUSPENDED', 'SUSPENDED'],
    ]);
    expect((await org.describeAccount({ AccountId: prod })).Account).toEqual(Accounts[1]);
    expect((await refused(org.describeAccount({ AccountId: '999999999999' }))).name).toBe('AccountNotFoundException');
  });

  it('S58 finds children and parents', async () => {
    const { org } = anAws({ scenario: 'several-accounts' });
    const rootId = (await org.listRoots({})).Roots?.[0]?.Id;
    const unitsUnder = async (ParentId = '') =>
      (await org.listOrganizationalUnitsForParent({ ParentId })).OrganizationalUnits ?? [];
    const [workloads] = await unitsUnder(rootId);
    expect(workloads?.Name).toBe('Workloads');
    const [production, development] = await unitsUnder(workloads?.Id);
    expect([production?.Name, development?.Name]).toEqual(['Prod', 'Dev']);
    const accountsUnder = async (ParentId = '') =>
      (await org.listAccountsForParent({ ParentId })).Accounts?.map((one) => one.Name);
    expect(await accountsUnder(rootId)).toEqual(['acme', 'legacy']);
    expect(await accountsUnder(workloads?.Id)).toEqual([]);
    expect(await accountsUnder(production?.Id)).toEqual(['prod']);
    const up = async (ChildId = '') => (await org.listParents({ ChildId })).Parents;
    expect(await up(prod)).toEqual([{ Id: production?.Id, Type: 'ORGANIZATIONAL_UNIT' }]);
    expect(await up(workloads?.Id)).toEqual([{ Id: rootId, Type: 'ROOT' }]);
    const children = await org.listChildren({ ParentId: workloads?.Id, ChildType: 'ORGANIZATIONAL_UNIT' });
    expect(children.Children).toHaveLength(2);
  });

  it('S59 says what it does not know', async () => {
    const { org } = anAws({ scenario: 'organization' });
    const unit = 'ou-aaaa-bbbbbbbb';
    expect((await refused(org.listAccountsForParent({ ParentId: unit }))).name).toBe('ParentNotFoundException');
    expect((await refused(org.listParents({ ChildId: unit }))).name).toBe('ChildNotFoundException');
    const error = await refused(org.describeOrganizationalUnit({ OrganizationalUnitId: unit }));
    expect(error.name).toBe('OrganizationalUnitNotFoundException');
  });

  it('S60 makes organizational units', async () => {
    const { org } = anAws({ scenario: 'organization' });
    const ParentId = (await org.listRoots({})).Roots?.[0]?.Id ?? '';
    const { OrganizationalUnit: unit } = await org.createOrganizationalUnit({ ParentId, Name: 'Workloads' });
    expect(await org.describeOrganizationalUnit({ OrganizationalUnitId: unit?.Id })).toMatchObject({
      OrganizationalUnit: unit,
    });
    const again = org.createOrganizationalUnit({ ParentId, Name: 'Workloads' });
    expect((await refused(again)).name).toBe('DuplicateOrganizationalUnitException');
  });

  it('S61 gives and takes trusted access', async () => {
    const { org } = anAws({ scenario: 'organization' });
    await org.enableAWSServiceAccess(sso);
    await org.enableAWSServiceAccess(sso);
    const listed = async () => (await org.listAWSServiceAccessForOrganization({})).EnabledServicePrincipals;
    expect(await listed()).toEqual([{ ...sso, DateEnabled: expect.any(Date) }]);
    await org.disableAWSServiceAccess(sso);
    expect(await listed()).toEqual([]);
  });

  it('S62 needs all features', async () => {
    const { org } = anAws({ scenario: 'consolidated-billing' });
    for (const call of [
      org.enableAWSServiceAccess(sso),
      org.listAWSServiceAccessForOrganization({}),
      org.listDelegatedAdministrators({}),
    ]) {
      const error = await refused(call);
      expect([error.name, error.Reason]).toEqual([
        'ConstraintViolationException',
        'ORGANIZATION_NOT_IN_ALL_FEATURES_MODE',
      ]);
    }
    expect((await org.listAccounts({})).Accounts).toHaveLength(1);
  });

  it('S63 registers one delegated administrator', async () => {
    const { org } = anAws({ scenario: 'several-accounts' });
    const register = (AccountId: string, ServicePrincipal = sso.ServicePrincipal) =>
      org.registerDelegatedAdministrator({ AccountId, ServicePrincipal });
    const own = await refused(register(management));
    expect(own.Reason).toBe('CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR');
    expect((await refused(register(prod, 'config.amazonaws.com'))).Reason).toBe('SERVICE_ACCESS_NOT_ENABLED');
    await register(prod);
    expect((await refused(register(prod))).name).toBe('AccountAlreadyRegisteredException');
    expect((await refused(register('333344445555'))).name).toBe('ConstraintViolationException');
    const { DelegatedAdministrators } = await org.listDelegatedAdministrators(sso);
    expect(DelegatedAdministrators).toMatchObject([{ Id: prod, DelegationEnabledDate: expect.any(Date) }]);
    const services = await org.listDelegatedServicesForAccount({ AccountId: prod });
    expect(services.DelegatedServices).toMatchObject([sso]);
  });

  it('S64 takes the delegation back', async () => {
    const { org } = anAws({ scenario: 'several-accounts' });
    const one = { AccountId: prod, ...sso };
    expect((await refused(org.deregisterDelegatedAdministrator(one))).name).toBe('AccountNotRegisteredException');
    await org.registerDelegatedAdministrator(one);
    await org.deregisterDelegatedAdministrator(one);
    expect((await org.listDelegatedAdministrators({})).DelegatedAdministrators).toEqual([]);
  });

  it('S65 deletes only an empty organization', async () => {
    for (const scenario of ['several-accounts', 'enabled'] as const) {
      expect((await refused(anAws({ scenario }).org.deleteOrganization({}))).name).toBe(
        'OrganizationNotEmptyException',
      );
    }
    const { aws, org } = anAws({ scenario: 'organization' });
    await org.deleteOrganization({});
    expect(aws.world.organization).toBeNull();
  });
});
