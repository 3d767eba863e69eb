import type { Ids } from '../ids.ts';
import { added } from '../lists.ts';
import type { Organization, World } from '../world.ts';

/** Gives the caller's account an organization of its own. That ends AWS's free plan (user guide, enable-identity-center). */
export function foundOrganization(
  world: World,
  ids: Ids,
  now: number,
  featureSet: Organization['featureSet'] = 'ALL',
): Organization {
  const rootId = `r-${ids.word(4)}`;
  const organization: Organization = {
    id: `o-${ids.word(10)}`,
    managementAccountId: world.account.id,
    featureSet,
    rootId,
    accounts: [{ ...world.account, state: 'ACTIVE', joinedMethod: 'INVITED', joinedAt: now, parentId: rootId }],
    units: [],
    serviceAccess: [],
    delegated: [],
  };
  world.organization = organization;
  if (world.plan !== null) world.plan = { type: 'PAID' };
  return organization;
}

/** Trusted access for a service; once more is harmless. */
export function enableServiceAccess(organization: Organization, principal: string, now: number): void {
  if (organization.serviceAccess.some((one) => one.principal === principal)) return;
  organization.serviceAccess = added(organization.serviceAccess, { principal, enabledAt: now });
}
