import { type Ids, worldIds } from './ids.ts';
import { blankInstance } from './services/new-instance.ts';
import { enableServiceAccess, foundOrganization } from './services/new-organization.ts';
import { emptyWorld, type FreshWorld, type Instance, type MemberAccount } from './world.ts';

/** What worlds are put together from. Everything in them is made with the same seed, at about the same time. */

export const day = 86_400_000;
export const founded = Date.UTC(2026, 10, 3, 9);

export function idsOf(world: FreshWorld): Ids {
  return worldIds(world, 1);
}

export function withOrganization(world: FreshWorld): FreshWorld {
  foundOrganization(world, idsOf(world), founded);
  return world;
}

/** An organization with Identity Center in us-east-1, nothing in it. */
export function enabledWorld(): FreshWorld {
  return withInstance(withOrganization(emptyWorld()), {});
}

export function withInstance(
  world: FreshWorld,
  options: { region?: string; kind?: Instance['kind']; permissionSetsEnabled?: boolean },
): FreshWorld {
  const { region = 'us-east-1', kind = 'organization', permissionSetsEnabled = true } = options;
  const made = { region, kind, permissionSetsEnabled, now: founded + day, status: 'ACTIVE' as const };
  const instances: Instance[] = world.instances;
  instances.push(blankInstance(world, idsOf(world), made));
  if (world.organization !== null) enableServiceAccess(world.organization, 'sso.amazonaws.com', founded + day);
  return world;
}

/** Id of a new organizational unit. */
export function addUnit(world: FreshWorld, name: string, parentId = rootOf(world)): string {
  const id = `ou-${rootOf(world).replace(/^r-/, '')}-${idsOf(world).word(8)}`;
  world.organization?.units.push({ id, name, parentId });
  return id;
}

export function addAccount(
  world: FreshWorld,
  options: { id: string; name: string; parentId?: string; state?: MemberAccount['state'] },
): MemberAccount {
  const { id, name, parentId = rootOf(world), state = 'ACTIVE' } = options;
  const email = `aws+${name}@${world.account.name}.example`;
  const joinedAt = founded + 2 * day;
  const account = { id, name, email, createdAt: joinedAt, joinedAt, joinedMethod: 'CREATED' as const, parentId, state };
  world.organization?.accounts.push(account);
  return account;
}

function rootOf(world: FreshWorld): string {
  return world.organization?.rootId ?? '';
}
