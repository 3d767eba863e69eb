import type { ServiceName } from './models.ts';

/** Calls a second and burst of Organizations, per account (Organizations user guide, orgs_reference_limits). */
const organizationsRates: Readonly<Record<string, readonly [rate: number, burst: number]>> = {
  CreateOrganization: [1, 1],
  DescribeOrganization: [1, 2],
  ListRoots: [1, 2],
  ListAccounts: [8, 12],
  ListAccountsForParent: [5, 8],
  ListOrganizationalUnitsForParent: [5, 8],
  ListParents: [5, 8],
  EnableAWSServiceAccess: [1, 2],
  ListAWSServiceAccessForOrganization: [1, 3],
  ListDelegatedAdministrators: [5, 8],
  RegisterDelegatedAdministrator: [1, 2],
  DescribeAccount: [20, 30],
};

/** Token buckets, one for each budget of AWS. */
export class RateLimits {
  readonly #buckets = new Map<string, { tokens: number; at: number }>();

  /** Takes one call out of its budget; false: the budget is used up. */
  allows(service: ServiceName, operation: string, region: string, perSecond: number, now: number): boolean {
    const budget = budgetOf(service, operation, region, perSecond);
    if (perSecond === 0 || budget === undefined) return true;
    const bucket = this.#buckets.get(budget.name) ?? { tokens: budget.burst, at: now };
    const tokens = Math.min(budget.burst, bucket.tokens + ((now - bucket.at) / 1000) * budget.rate);
    const allowed = tokens >= 1;
    this.#buckets.set(budget.name, { tokens: allowed ? tokens - 1 : tokens, at: now });
    return allowed;
  }
}

/** sso-admin has one budget in a Region, identitystore one per operation (user guide, limits). */
function budgetOf(service: ServiceName, operation: string, region: string, perSecond: number) {
  if (service === 'sso-admin') return { name: `${service} ${region}`, rate: perSecond, burst: perSecond };
  if (service === 'identitystore') return { name: `${operation} ${region}`, rate: perSecond, burst: perSecond };
  const limits = service === 'organizations' ? organizationsRates[operation] : undefined;
  return limits && { name: operation, rate: limits[0], burst: limits[1] };
}
