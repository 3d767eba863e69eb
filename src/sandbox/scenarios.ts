import { worldIds } from './ids.ts';
import { blankInstance } from './services/new-instance.ts';
import { enableServiceAccess, foundOrganization } from './services/new-organization.ts';
import { emptyWorld, type Instance, type MemberAccount, type World } from './world.ts';

const day = 86_400_000;
const founded = Date.UTC(2026, 10, 3, 9);

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
  enabled: () => withInstance(withOrganization(emptyWorld()), {}),

  /** The caller is in a member account. */
  'member-account': () => {
    const world = withInstance(withOrganization(emptyWorld()), {});
    const member = addAccount(world, { id: '222233334444', name: 'prod' });
    const { id, name, email, createdAt } = member;
    return {
      ...world,
      account: { id, name, email, createdAt },
      caller: { ...world.caller, arn: `arn:aws:iam::${id}:user/admin` },
    };
  },

  /** An organization with consolidated billing only: Identity Center cannot be enabled. */
  'consolidated-billing': () => {
    const world = emptyWorld();
    foundOrganization(world, worldIds(world, 1), founded, 'CONSOLIDATED_BILLING');
    return world;
  },

  /** A standalone account with an account instance, which is in the way. */
  'account-instance': () => withInstance(emptyWorld(), { kind: 'account' }),

  /** Identity Center was enabled with permission sets switched off. */
  'permission-sets-off': () => withInstance(withOrganization(emptyWorld()), { permissionSetsEnabled: false }),

  /** Identity Center in us-east-1; OUs Workloads/Prod and Workloads/Dev; three more accounts, one of them suspended. */
  'several-accounts': () => {
    const world = withInstance(withOrganization(emptyWorld()), {});
    const workloads = addUnit(world, 'Workloads', world.organization?.rootId ?? '');
    addAccount(world, { id: '222233334444', name: 'prod', parentId: addUnit(world, 'Prod', workloads) });
    addAccount(world, { id: '333344445555', name: 'dev', parentId: addUnit(world, 'Dev', workloads) });
    addAccount(world, { id: '444455556666', name: 'legacy', state: 'SUSPENDED' });
    return world;
  },

  /** Identity Center is enabled in eu-west-1. */
  'instance-elsewhere': () => withInstance(withOrganization(emptyWorld()), { region: 'eu-west-1' }),
} as const satisfies Record<string, () => World>;

export type ScenarioName = keyof typeof scenarios;

export const scenarioNames = Object.keys(scenarios) as ScenarioName[];

function withOrganization(world: World): World {
  foundOrganization(world, worldIds(world, 1), founded);
  return world;
}

function withInstance(
  world: World,
  options: { region?: string; kind?: Instance['kind']; permissionSetsEnabled?: boolean },
): World {
  const { region = 'us-east-1', kind = 'organization', permissionSetsEnabled = true } = options;
  const made = { region, kind, permissionSetsEnabled, now: founded + day, status: 'ACTIVE' as const };
  world.instances.push(blankInstance(world, worldIds(world, 1), made));
  if (world.organization !== null) enableServiceAccess(world.organization, 'sso.amazonaws.com', founded + day);
  return world;
}

function addUnit(world: World, name: string, parentId: string): string {
  const rootId = world.organization?.rootId.replace(/^r-/, '');
  const id = `ou-${rootId}-${worldIds(world, 1).word(8)}`;
  world.organization?.units.push({ id, name, parentId });
  return id;
}

function addAccount(
  world: World,
  options: { id: string; name: string; parentId?: string; state?: MemberAccount['state'] },
): MemberAccount {
  const { id, name, parentId = world.organization?.rootId ?? '', state = 'ACTIVE' } = options;
  const email = `aws+${name}@${world.account.name}.example`;
  const joinedAt = founded + 2 * day;
  const account = { id, name, email, createdAt: joinedAt, joinedAt, joinedMethod: 'CREATED' as const, parentId, state };
  world.organization?.accounts.push(account);
  return account;
}
