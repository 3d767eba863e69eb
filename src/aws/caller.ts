import { ListRegionsCommand, RegionOptStatus } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { Problem } from '../problem.ts';
import { allPages, call } from './call.ts';
import type { AwsReader } from './clients.ts';
import { assertProfile } from './profiles.ts';
import { isRegionName } from './region-name.ts';

export interface Caller {
  readonly account: string;
  readonly arn: string;
  /** aws, aws-cn, aws-us-gov, aws-eusc. */
  readonly partition: string;
  readonly root: boolean;
}

/**
 * Who the credentials belong to. Needs no permission, so that wrong keys and a wrong Region can be told apart.
 *
 * @throws Problem profileNotFound when the profile that was named does not exist
 */
export async function whoAmI(aws: AwsReader): Promise<Caller> {
  if (aws.profile !== undefined && aws.profile !== '') await assertProfile(aws.profile);
  const answer = await call(aws, 'sts:GetCallerIdentity', aws.globalRegion, () =>
    aws.sts().send(new GetCallerIdentityCommand({})),
  );
  const { Account: account, Arn: arn } = answer;
  // A page of HTML, with status 200, passes for an answer without anything in it.
  if (account === undefined || arn === undefined) throw new Problem('notAws', { operation: 'GetCallerIdentity' });
  return { account, arn, partition: arn.split(':')[1] || 'aws', root: arn.endsWith(':root') };
}

/** The Regions that the caller's account has enabled (account:ListRegions). */
export function listEnabledRegions(aws: AwsReader): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'account:ListRegions', aws.globalRegion, () =>
      aws.account().send(
        new ListRegionsCommand({
          NextToken,
          MaxResults: 50,
          RegionOptStatusContains: [RegionOptStatus.ENABLED, RegionOptStatus.ENABLED_BY_DEFAULT],
        }),
      ),
    );
    const names = answer.Regions?.map(({ RegionName = '' }) => RegionName);
    return { items: names?.filter(isRegionName), next: answer.NextToken };
  });
}
