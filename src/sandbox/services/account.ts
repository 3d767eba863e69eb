import { AwsError } from '../error.ts';
import { byId } from '../keys.ts';
import { first } from '../lists.ts';
import { type Context, type Operations, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import { defaultRegions, optInRegions } from '../regions.ts';
import type { Account, MemberAccount } from '../world.ts';

type OptStatus = 'ENABLED' | 'ENABLED_BY_DEFAULT' | 'DISABLED';

/** Account Management: Regions, name, e-mail. */
export const account: Operations = {
  ListRegions: takes<PageInput & { AccountId?: string; RegionOptStatusContains?: string[] }>((context, input) => {
    accountOf(context, input.AccountId);
    const regions = [...defaultRegions, ...optInRegions]
      .sort()
      .map((name) => ({ RegionName: name, RegionOptStatus: optStatus(context, name) }))
      .filter((one) => input.RegionOptStatusContains?.includes(one.RegionOptStatus) ?? true);
    const { items, NextToken } = page(context, input, regions, (one) => one.RegionName, 50);
    return { Regions: items, NextToken };
  }),

  GetRegionOptStatus: takes<{ AccountId?: string; RegionName: string }>((context, input) => {
    accountOf(context, input.AccountId);
    if (![...defaultRegions, ...optInRegions].includes(input.RegionName)) {
      throw new AwsError('ValidationException', `Region ${input.RegionName} does not exist.`);
    }
    return { RegionName: input.RegionName, RegionOptStatus: optStatus(context, input.RegionName) };
  }),

  GetAccountInformation: takes<{ AccountId?: string }>((context, input) => {
    const found = accountOf(context, input.AccountId);
    return {
      AccountId: found.id,
      AccountName: found.name,
      AccountCreatedDate: new Date(found.createdAt).toISOString(),
      AccountState: 'state' in found && found.state === 'SUSPENDED' ? 'SUSPENDED' : 'ACTIVE',
    };
  }),

  /** For member accounts, asked by the management account (API reference, GetPrimaryEmail). */
  GetPrimaryEmail: takes<{ AccountId: string }>((context, input) => {
    const found = accountOf(context, input.AccountId);
    if (found.id === context.world.account.id) throw refused();
    return { PrimaryEmail: found.email };
  }),
};

/** The caller's own account, or a member of the organization when the management account asks. */
function accountOf(context: Context, id: string | undefined): Account | Readonly<MemberAccount> {
  const { world } = context;
  if (id === undefined || id === world.account.id) return world.account;
  const isManagement = world.organization?.managementAccountId === world.account.id;
  const member = isManagement ? first(world.organization?.accounts ?? [], byId, id) : undefined;
  if (member === undefined) throw refused();
  return member;
}

function refused(): AwsError {
  return new AwsError('AccessDeniedException', 'You do not have sufficient access to perform this action.');
}

function optStatus(context: Context, region: string): OptStatus {
  if (defaultRegions.includes(region)) return 'ENABLED_BY_DEFAULT';
  return context.behaviour.enabledOptInRegions.includes(region) ? 'ENABLED' : 'DISABLED';
}
