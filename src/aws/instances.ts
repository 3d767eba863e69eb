import { DescribeInstanceCommand, ListInstancesCommand, UpdateInstanceCommand } from '@aws-sdk/client-sso-admin';
import { maybeTextIn, textIn } from './answered.ts';
import { allPages, BRIEFLY, call } from './call.ts';
import type { AwsReader, AwsWriter } from './clients.ts';
import { isRegionName } from './region-name.ts';

/** Where things of Identity Center live: the instance, its identity store, its home Region. */
export interface Instance {
  readonly arn: string;
  readonly identityStoreId: string;
  readonly region: string;
}

export interface ListedInstance extends Instance {
  readonly owner: string;
  /** ACTIVE, CREATE_IN_PROGRESS, CREATE_FAILED, DELETE_IN_PROGRESS; ACTIVE where the server does not say. */
  readonly status: string;
  readonly statusReason?: string;
}

/**
 * The instances of one Region. The list is regional: an instance elsewhere is not in it. Where a multi-Region instance
 * answers from an additional Region, its primary Region is told, because writes work only there.
 */
export function listInstances(aws: AwsReader, region: string): Promise<ListedInstance[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'sso:ListInstances', region, () =>
      aws.ssoAdmin(region).send(new ListInstancesCommand({ NextToken })),
    );
    const items = answer.Instances?.map((instance) => ({
      arn: textIn(instance.InstanceArn),
      identityStoreId: textIn(instance.IdentityStoreId),
      region: [textIn(instance.PrimaryRegion), region].find(isRegionName) ?? region,
      owner: textIn(instance.OwnerAccountId),
      status: maybeTextIn(instance.Status) ?? 'ACTIVE',
      ...(instance.StatusReason === undefined ? {} : { statusReason: aws.secrets.hide(textIn(instance.StatusReason)) }),
    }));
    return { items, next: answer.NextToken };
  });
}

/** Whether the instance manages access to accounts; absent on servers older than the switch (August 2026). */
export async function permissionSetsEnabled(aws: AwsReader, at: Instance): Promise<boolean | undefined> {
  const describe = () => aws.ssoAdmin(at.region).send(new DescribeInstanceCommand({ InstanceArn: at.arn }));
  const answer = await call(aws, 'sso:DescribeInstance', at.region, describe, { patience: BRIEFLY });
  return answer.PermissionSetsEnabled;
}

/** Turns multi-account permissions on. They can never be turned off again (API reference, UpdateInstance). */
export async function enablePermissionSets(aws: AwsWriter, at: Instance): Promise<void> {
  await call(aws, 'sso:UpdateInstance', at.region, () =>
    aws.ssoAdmin(at.region).send(new UpdateInstanceCommand({ InstanceArn: at.arn, PermissionSetsEnabled: true })),
  );
}
