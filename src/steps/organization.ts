import { isNotOffered } from '../aws/call.ts';
import type { AwsReader } from '../aws/clients.ts';
import type { ListedInstance } from '../aws/instances.ts';
import {
  createOrganization,
  describeOrganization,
  listDelegatedAdministrators,
  type Organization,
} from '../aws/organizations.ts';
import { listPermissionSets } from '../aws/permission-sets.ts';
import type { State, Step } from '../engine/step.ts';
import { Problem } from '../problem.ts';
import { askedOnce } from './asked.ts';
import { instancesIn, regionsToLookAt } from './regions.ts';

export interface OrganizationState extends State {
  readonly id: string;
}
export type OrganizationStep = Step<Record<string, never>, OrganizationState, Record<never, never>> & { single: true };

/**
 * The organization that the account manages. Identity Center gives access to accounts only in one with all features.
 *
 * @param asked what has been asked about it ahead
 */
export function organizationStep(
  caller: { account: string },
  asked?: Promise<Organization | undefined>,
): OrganizationStep {
  const first = askedOnce(asked);
  return {
    id: 'organization',
    needs: {},
    single: true,
    want: new Map([['organization', {}]]),
    async read(aws) {
      const found = await (first() ?? ownOrganization(aws, caller));
      if (found !== undefined) return new Map([['organization', { fields: {}, id: found.id }]]);
      await refuseAccountInstance(aws, await instancesIn(aws, await regionsToLookAt(aws), 'denied'));
      return new Map();
    },
    create: (aws) => createOrganization(aws),
  };
}

/**
 * The organization that the account manages; undefined when it is in none.
 *
 * @throws Problem memberAccount, delegatedAdministrator or consolidatedBilling
 */
async function ownOrganization(aws: AwsReader, caller: { account: string }): Promise<Organization | undefined> {
  return ownedBy(aws, caller, await describeOrganization(aws));
}

/** The same for one that was described already. */
export async function ownedBy(
  aws: AwsReader,
  caller: { account: string },
  found: Organization | undefined,
): Promise<Organization | undefined> {
  if (found === undefined) return undefined;
  const about = { account: caller.account, managementAccount: found.managementAccount, organization: found.id };
  if (found.managementAccount !== caller.account) {
    const delegated = await isDelegatedAdministrator(aws, caller.account);
    throw new Problem(delegated ? 'delegatedAdministrator' : 'memberAccount', about);
  }
  if (found.featureSet !== 'ALL') throw new Problem('consolidatedBilling', about);
  return found;
}

/** The management account and the delegated administrator itself may ask; others are refused, and are none. */
async function isDelegatedAdministrator(aws: AwsReader, account: string): Promise<boolean> {
  try {
    return (await listDelegatedAdministrators(aws)).includes(account);
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    return false;
  }
}

/**
 * An instance in an account without an organization is an account instance. It cannot be converted, and it blocks
 * the organization instance, so it has to go before the organization is made (seen: iam-identity-center-team#281).
 * It has no permission sets; a server that lists them has no such kind, and nothing is in the way.
 *
 * @throws Problem accountInstance
 */
export async function refuseAccountInstance(aws: AwsReader, instances: readonly ListedInstance[]): Promise<void> {
  for (const instance of instances) {
    try {
      await listPermissionSets(aws, instance);
    } catch (error) {
      if (!(error instanceof Problem) || !['refused', 'accessDenied', 'notFound'].includes(error.id)) throw error;
      throw new Problem('accountInstance', { ...error.facts, instance: instance.arn, region: instance.region });
    }
  }
}
