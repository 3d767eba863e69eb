import { ListRegionsCommand, RegionOptStatus } from '@aws-sdk/client-account';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { allPages, call } from './call.ts';
import type { AwsReader } from './clients.ts';

export interface Caller {
  readonly account: string;
  readonly arn: string;
  /** aws, aws-cn, aws-us-gov, aws-eusc. */
  readonly partition: string;
  readonly root: boolean;
}

/** Who the credentials belong to. Needs no permission, so that wrong keys and a wrong Region can be told apart. */
export async function whoAmI(aws: AwsReader): Promise<Caller> {
  const answer = await call(aws, 'sts:GetCallerIdentity', aws.globalRegion, () =>
    aws.sts.send(new GetCallerIdentityCommand({})),
  );
  const arn = answer.Arn ?? '';
  return { account: answer.Account ?? '', arn, partition: arn.split(':')[1] || 'aws', root: arn.endsWith(':root') };
}

/** The Regions that the caller's account has enabled (account:ListRegions). */
export function listEnabledRegions(aws: AwsReader): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'account:ListRegions', aws.globalRegion, () =>
      aws.account.send(
        new ListRegionsCommand({
          NextToken,
          MaxResults: 50,
          RegionOptStatusContains: [RegionOptStatus.ENABLED, RegionOptStatus.ENABLED_BY_DEFAULT],
        }),
      ),
    );
    return { items: answer.Regions?.flatMap((region) => region.RegionName ?? []), next: answer.NextToken };
  });
}
