import { addAccount, addUnit, day, enabledWorld, founded, idsOf, withInstance, withOrganization } from './building.ts';
import { companyWorld } from './company.ts';
import { foundOrganization } from './services/new-organization.ts';
import { emptyWorld, type FreshWorld, type Group, type User } from './world.ts';

/** Prepared situations, by name. Each call makes a world of its own. */
export const scenarios = {
  /** One account on the paid plan, nothing set up. */
  'new-account': () => emptyWorld(),

  /** The same on AWS's free plan: an organization ends it. */
  'free-plan': () => ({
    ...emptyWorld(),
    plan: { type: 'FREE' as const, credit: 117.42, expiresAt: founded + 180 * day },
  }),

  /** An organization; Identity Center is not enabled. */
  organization: () => withOrganization(emptyWorld()),

  /** An organization with Identity Center in us-east-1, nothing in it. */
  enabled: () => enabledWorld(),

  /** The caller is in a member account. */
  'member-account': () => fromMember(enabledWorld()),

  /** An organization with consolidated billing only: Identity Center cannot be enabled. */
  'consolidated-billing': () => {
    const world = emptyWorld();
    foundOrganization(world, idsOf(world), founded, 'CONSOLIDATED_BILLING');
    return world;
  },

  /** A standalone account with an account instance, which is in the way. */
  'account-instance': () => withInstance(emptyWorld(), { kind: 'account' }),

  /** Identity Center was enabled with permission sets switched off. */
  'permission-sets-off': () => withInstance(withOrganization(emptyWorld()), { permissionSetsEnabled: false }),

  /** Identity Center in us-east-1; OUs Workloads/Prod and Workloads/Dev; three more accounts, one of them suspended. */
  'several-accounts': () => {
    const world = enabledWorld();
    const workloads = addUnit(world, 'Workloads');
    addAccount(world, { id: '222233334444', name: 'prod', parentId: addUnit(world, 'Prod', workloads) });
    addAccount(world, { id: '333344445555', name: 'dev', parentId: addUnit(world, 'Dev', workloads) });
    addAccount(world, { id: '444455556666', name: 'legacy', state: 'SUSPENDED' });
    return world;
  },

  /** A company: Identity Center in us-east-1, and 40 more accounts in organizational units, one of them suspended. */
  company: () => companyWorld(),

  /** Identity Center is enabled in eu-west-1. */
  'instance-elsewhere': () => withInstance(withOrganization(emptyWorld()), { region: 'eu-west-1' }),

  /** An organization; the caller is the account's root user. */
  root: () => {
    const world = withOrganization(emptyWorld());
    const { id } = world.account;
    return { ...world, caller: { arn: `arn:aws:iam::${id}:root`, userId: id } };
  },

  /** The caller is in a member account that is Identity Center's delegated administrator. */
  'delegated-administrator': () => {
    const world = fromMember(enabledWorld());
    const delegated = { accountId: world.account.id, principal: 'sso.amazonaws.com', enabledAt: founded + 3 * day };
    world.organization?.delegated.push(delegated);
    return world;
  },

  /** An organization; Identity Center is not enabled, and a policy keeps the caller out of four Regions. */
  'regions-denied': () => ({
    ...withOrganization(emptyWorld()),
    trouble: { denyRegions: ['eu-west-3', 'eu-north-1', 'ap-south-1', 'sa-east-1'] },
  }),

  /** Two Regions have an organization instance, which AWS rules out: us-east-1 and eu-west-1. */
  'two-instances': () => withInstance(enabledWorld(), { region: 'eu-west-1' }),

  /** Enabling Identity Center failed. */
  'instance-failed': () => {
    const world = enabledWorld();
    const failed = { status: 'CREATE_FAILED' as const, statusReason: 'The service-linked role could not be created.' };
    return { ...world, instances: world.instances.map((instance) => ({ ...instance, ...failed })) };
  },

  /** Identity Center with users and groups that an identity provider brings by SCIM, kim@example.com and Administrators too. */
  'external-identities': () => withExternalIdentities(enabledWorld()),

  /** As `enabled`, but the caller has no rights in IAM: assignments in the management account fail. */
  'no-iam-rights': () => ({ ...enabledWorld(), trouble: { deny: ['iam:*'] } }),

  /** As `enabled`, but the caller may only look. */
  'read-only': () => ({ ...enabledWorld(), trouble: { deny: [...writeActions] } }),

  /** The caller has no credentials. */
  'no-credentials': () => ({ ...emptyWorld(), trouble: { credentials: 'none' as const } }),

  /** The caller's credentials have expired. */
  'expired-credentials': () => ({ ...emptyWorld(), trouble: { credentials: 'expired' as const } }),

  /** The caller's clock is an hour slow. */
  'clock-wrong': () => ({ ...emptyWorld(), trouble: { clockOffsetSeconds: 3600 } }),

  /** The caller has no network. */
  'no-network': () => ({ ...emptyWorld(), trouble: { network: 'gone' as const } }),

  /** A proxy answers in place of AWS. */
  proxy: () => ({ ...emptyWorld(), trouble: { network: 'html' as const } }),

  /** As `enabled`, but AWS throttles three calls of ten. */
  'slow-down': () => ({ ...enabledWorld(), trouble: { throttleRate: 0.3 } }),

  /** As `enabled`, but the alias lemonlogin is another company's. */
  'alias-taken': () => ({ ...enabledWorld(), foreignAliases: ['lemonlogin'] }),
} as const satisfies Record<string, () => FreshWorld>;

/** IAM actions that change something, by their verbs. */
const writeActions = [
  ...['Attach', 'Create', 'Delete', 'Deregister', 'Detach', 'Disable', 'Enable', 'Provision', 'Put'],
  ...['Register', 'Tag', 'Untag', 'Update'],
].map((verb) => `*:${verb}*`);

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

/** The same world with the credentials of a new member account. */
function fromMember(world: FreshWorld): FreshWorld {
  const { id, name, email, createdAt } = addAccount(world, { id: '222233334444', name: 'prod' });
  return {
    ...world,
    account: { id, name, email, createdAt },
    caller: { ...world.caller, arn: `arn:aws:iam::${id}:user/admin` },
  };
}

const identityProvider = 'https://login.acme.example';

/** Two people and two groups, with the ids that their identity provider gave them. */
function withExternalIdentities(world: FreshWorld): FreshWorld {
  const [instance] = world.instances;
  if (instance === undefined) return world;
  const ids = idsOf(world);
  const made = () => ({
    id: `${instance.identityStoreId.replace(/^d-/, '')}-${ids.uuid()}`,
    revision: 1,
    externalIds: [{ Issuer: identityProvider, Id: ids.uuid() }],
    createdAt: founded + 2 * day,
    createdBy: 'SCIM',
  });
  const changed = { updatedAt: founded + 2 * day, updatedBy: 'SCIM' };
  const user = (email: string, GivenName: string, FamilyName: string): User => {
    const DisplayName = `${GivenName} ${FamilyName}`;
    const Emails = [{ Value: email, Type: 'work', Primary: true }];
    const attributes = { UserName: email, DisplayName, Name: { GivenName, FamilyName }, Emails };
    return { ...made(), ...changed, attributes, extensions: {}, hasPassword: false };
  };
  const group = (displayName: string): Group => ({ ...made(), ...changed, displayName });
  instance.users.push(user('kim@example.com', 'Minsu', 'Kim'), user('lee@example.com', 'Jiyoung', 'Lee'));
  instance.groups.push(group('Administrators'), group('Developers'));
  for (const [index, { id: userId }] of instance.users.entries()) {
    const { id, createdAt, createdBy } = made();
    instance.memberships.push({ id, groupId: instance.groups[index]?.id ?? '', userId, createdAt, createdBy });
  }
  return world;
}
