import {
  CreateOrganizationCommand,
  DescribeOrganizationCommand,
  ListAccountsCommand,
  ListAccountsForParentCommand,
  ListDelegatedAdministratorsCommand,
  ListOrganizationalUnitsForParentCommand,
  ListRootsCommand,
} from '@aws-sdk/client-organizations';
import { Problem } from '../problem.ts';
import { maybeTextIn, textIn } from './answered.ts';
import { allPages, call, type Page, pagesOf } from './call.ts';
import type { AwsReader, AwsWriter } from './clients.ts';

export interface Organization {
  readonly id: string;
  readonly managementAccount: string;
  /** ALL or CONSOLIDATED_BILLING. */
  readonly featureSet: string;
}

export interface Account {
  readonly id: string;
  readonly name: string;
  /** Only ACTIVE accounts take assignments. */
  readonly state: string;
}

/** The organization of the caller's account; undefined when there is none. Any account of it may ask. */
export async function describeOrganization(aws: AwsReader): Promise<Organization | undefined> {
  try {
    const { Organization: found } = await call(aws, 'organizations:DescribeOrganization', aws.globalRegion, () =>
      aws.organizations().send(new DescribeOrganizationCommand({})),
    );
    return {
      id: textIn(found?.Id),
      managementAccount: textIn(found?.MasterAccountId),
      featureSet: textIn(found?.FeatureSet) || 'ALL',
    };
  } catch (error) {
    if (error instanceof Problem && error.facts.code === 'AWSOrganizationsNotInUseException') return undefined;
    throw error;
  }
}

/** Makes the caller's account the management account of a new organization, for good. */
export async function createOrganization(aws: AwsWriter): Promise<void> {
  await call(aws, 'organizations:CreateOrganization', aws.globalRegion, () =>
    aws.organizations().send(new CreateOrganizationCommand({ FeatureSet: 'ALL' })),
  );
}

/** Every account of the organization, at most 20 a page; where they are many, how far it is. Management account only. */
export function listAccounts(aws: AwsReader): Promise<Account[]> {
  let done = 0;
  return allPages(async (NextToken) => {
    const page = await accountPage(aws, NextToken);
    // A list may be begun anew.
    if (NextToken === undefined) done = 0;
    done += page.items?.length ?? 0;
    if (done > MANY) aws.tell({ id: 'reading', step: 'organization', done });
    return page;
  });
}

/** Reading so many accounts takes more than a moment. */
const MANY = 100;

/** The accounts that administer Identity Center for the organization; at most one today (user guide, delegated-admin). */
export function listDelegatedAdministrators(aws: AwsReader): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'organizations:ListDelegatedAdministrators', aws.globalRegion, () =>
      aws
        .organizations()
        .send(new ListDelegatedAdministratorsCommand({ ServicePrincipal: 'sso.amazonaws.com', NextToken })),
    );
    return {
      items: answer.DelegatedAdministrators?.flatMap(({ Id }) => maybeTextIn(Id) ?? []),
      next: answer.NextToken,
    };
  });
}

/** The first accounts of an organization that may have thousands. */
export interface SomeAccounts {
  readonly accounts: readonly Account[];
  /** There are no more. */
  readonly complete: boolean;
}

/** At least `most` accounts, unless there are fewer. Management account only. */
export async function listSomeAccounts(aws: AwsReader, most: number): Promise<SomeAccounts> {
  const accounts: Account[] = [];
  for await (const { items, next, isFirst } of pagesOf((token) => accountPage(aws, token))) {
    if (isFirst) accounts.length = 0;
    accounts.push(...items);
    if (accounts.length >= most) return { accounts, complete: next === undefined };
  }
  return { accounts, complete: true };
}

async function accountPage(aws: AwsReader, NextToken: string | undefined): Promise<Page<Account>> {
  const answer = await call(aws, 'organizations:ListAccounts', aws.globalRegion, () =>
    aws.organizations().send(new ListAccountsCommand({ NextToken })),
  );
  return { items: answer.Accounts?.map(accountOf), next: answer.NextToken };
}

/** Accounts directly in a root or organizational unit, not below it. */
export function listAccountsIn(aws: AwsReader, parent: string): Promise<Account[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'organizations:ListAccountsForParent', aws.globalRegion, () =>
      aws.organizations().send(new ListAccountsForParentCommand({ ParentId: parent, NextToken })),
    );
    return { items: answer.Accounts?.map(accountOf), next: answer.NextToken };
  });
}

export function listRoots(aws: AwsReader): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'organizations:ListRoots', aws.globalRegion, () =>
      aws.organizations().send(new ListRootsCommand({ NextToken })),
    );
    return { items: answer.Roots?.flatMap((root) => maybeTextIn(root.Id) ?? []), next: answer.NextToken };
  });
}

export function listUnitsIn(aws: AwsReader, parent: string): Promise<{ id: string; name: string }[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'organizations:ListOrganizationalUnitsForParent', aws.globalRegion, () =>
      aws.organizations().send(new ListOrganizationalUnitsForParentCommand({ ParentId: parent, NextToken })),
    );
    const items = answer.OrganizationalUnits?.map((unit) => ({ id: textIn(unit.Id), name: textIn(unit.Name) }));
    return { items, next: answer.NextToken };
  });
}

/** `State` is the newer field beside `Status` (service model). */
function accountOf(account: {
  Id?: string | undefined;
  Name?: string | undefined;
  State?: string | undefined;
  Status?: string | undefined;
}): Account {
  const state = maybeTextIn(account.State) ?? maybeTextIn(account.Status) ?? 'ACTIVE';
  return { id: textIn(account.Id), name: textIn(account.Name), state };
}
