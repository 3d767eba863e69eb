import { DEFAULT_REGIONS, listEnabledRegions } from '../aws/caller.ts';
import type { AwsReader } from '../aws/clients.ts';
import { listInstances } from '../aws/instances.ts';
import { createOrganization, describeOrganization } from '../aws/organizations.ts';
import { listPermissionSets } from '../aws/permission-sets.ts';
import type { State, Step } from '../engine/step.ts';
import { Problem } from '../problem.ts';
import { sideBySide } from '../side-by-side.ts';

export interface OrganizationState extends State {
  readonly id: string;
}
export type OrganizationStep = Step<Record<string, never>, OrganizationState, Record<never, never>> & { single: true };

/** The organization that the account manages. Identity Center gives access to accounts only in one with all features. */
export function organizationStep(caller: { account: string }): OrganizationStep {
  return {
    id: 'organization',
    needs: {},
    single: true,
    want: new Map([['organization', {}]]),
    async read(aws) {
      const found = await describeOrganization(aws);
      if (found === undefined) {
        await refuseAccountInstance(aws);
        return new Map();
      }
      const about = { account: caller.account, managementAccount: found.managementAccount, organization: found.id };
      if (found.managementAccount !== caller.account) throw new Problem('memberAccount', about);
      if (found.featureSet !== 'ALL') throw new Problem('consolidatedBilling', about);
      return new Map([['organization', { fields: {}, id: found.id }]]);
    },
    create: (aws) => createOrganization(aws),
  };
}

/**
 * An instance in an account without an organization is an account instance. It cannot be converted, and it blocks
 * the organization instance, so it has to go before the organization is made (seen: iam-identity-center-team#281).
 * It has no permission sets; a server that lists them has no such kind, and nothing is in the way.
 */
async function refuseAccountInstance(aws: AwsReader): Promise<void> {
  for (const instance of await instancesIn(aws, await regionsToLookAt(aws))) {
    try {
      await listPermissionSets(aws, instance);
    } catch (error) {
      if (!(error instanceof Problem) || !['refused', 'accessDenied', 'notFound'].includes(error.id)) throw error;
      throw new Problem('accountInstance', { ...error.facts, instance: instance.arn, region: instance.region });
    }
  }
}

/** Every Region that the account has enabled, or the usual ones where AWS does not tell. */
export async function regionsToLookAt(aws: AwsReader): Promise<readonly string[]> {
  try {
    const regions = await listEnabledRegions(aws);
    return regions.length > 0 ? regions : DEFAULT_REGIONS;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    aws.tell({ id: 'regionsAssumed', code: error.facts.code ?? error.id });
    return DEFAULT_REGIONS;
  }
}

/** The instances of these Regions. A Region that cannot be looked at is told and left out: that is no failure. */
export async function instancesIn(aws: AwsReader, regions: readonly string[]) {
  const found = await sideBySide(regions, 6, async (region) => {
    try {
      return await listInstances(aws, region);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      aws.tell({ id: 'regionNotLookedAt', region, code: error.facts.code ?? error.id });
      return [];
    }
  });
  return [...new Map(found.flat().map((instance) => [instance.arn, instance])).values()];
}
