import { organizationFor } from '../access.ts';
import { AwsError } from '../error.ts';
import { byId, byParent } from '../keys.ts';
import { added, all, first } from '../lists.ts';
import { type Operations, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Organization, Unit } from '../world.ts';
import { accountDescription, memberOf, pathOf } from './organization.ts';

/** Organizations answers at most 20 items (model: MaxResults). */
const maxItems = 20;

/** Accounts, the root and the organizational units of an organization. */
export const organizationTree: Operations = {
  ListAccounts: takes<PageInput>((context, input) => {
    const found = organizationFor(context, false);
    const { items, NextToken } = page(context, input, found.accounts, byId, maxItems);
    return { Accounts: items.map((one) => accountDescription(found, one)), NextToken };
  }),

  DescribeAccount: takes<{ AccountId: string }>((context, input) => {
    const found = organizationFor(context, false);
    return { Account: accountDescription(found, memberOf(found, input.AccountId)) };
  }),

  ListRoots: takes<PageInput>((context, input) => {
    const found = organizationFor(context, false);
    const root = {
      Id: found.rootId,
      Arn: `arn:aws:organizations::${found.managementAccountId}:root/${found.id}/${found.rootId}`,
      Name: 'Root',
      PolicyTypes: [],
    };
    const { items, NextToken } = page(context, input, [root], (one) => one.Id, maxItems);
    return { Roots: items, NextToken };
  }),

  ListParents: takes<PageInput & { ChildId: string }>((context, input) => {
    const found = organizationFor(context, false);
    const child = first(found.accounts, byId, input.ChildId) ?? first(found.units, byId, input.ChildId);
    if (child === undefined) {
      throw new AwsError('ChildNotFoundException', 'You specified a child that does not exist.');
    }
    const type = child.parentId === found.rootId ? 'ROOT' : 'ORGANIZATIONAL_UNIT';
    const { items, NextToken } = page(context, input, [{ Id: child.parentId, Type: type }], (one) => one.Id, maxItems);
    return { Parents: items, NextToken };
  }),

  ListChildren: takes<PageInput & { ParentId: string; ChildType: 'ACCOUNT' | 'ORGANIZATIONAL_UNIT' }>(
    (context, input) => {
      const found = organizationFor(context, false);
      checkParent(found, input.ParentId);
      const ofType = input.ChildType === 'ACCOUNT' ? found.accounts : found.units;
      const children: readonly { readonly id: string }[] = all(ofType, byParent, input.ParentId);
      const { items, NextToken } = page(context, input, children, byId, maxItems);
      return { Children: items.map(({ id }) => ({ Id: id, Type: input.ChildType })), NextToken };
    },
  ),

  /** Direct children only. */
  ListAccountsForParent: takes<PageInput & { ParentId: string }>((context, input) => {
    const found = organizationFor(context, false);
    checkParent(found, input.ParentId);
    const children = all(found.accounts, byParent, input.ParentId);
    const { items, NextToken } = page(context, input, children, byId, maxItems);
    return { Accounts: items.map((one) => accountDescription(found, one)), NextToken };
  }),

  ListOrganizationalUnitsForParent: takes<PageInput & { ParentId: string }>((context, input) => {
    const found = organizationFor(context, false);
    checkParent(found, input.ParentId);
    const children = all(found.units, byParent, input.ParentId);
    const { items, NextToken } = page(context, input, children, byId, maxItems);
    return { OrganizationalUnits: items.map((one) => unitDescription(found, one)), NextToken };
  }),

  DescribeOrganizationalUnit: takes<{ OrganizationalUnitId: string }>((context, input) => {
    const found = organizationFor(context, false);
    const unit = first(found.units, byId, input.OrganizationalUnitId);
    if (unit === undefined) {
      throw new AwsError(
        'OrganizationalUnitNotFoundException',
        'You specified an organizational unit that does not exist.',
      );
    }
    return { OrganizationalUnit: unitDescription(found, unit) };
  }),

  CreateOrganizationalUnit: takes<{ ParentId: string; Name: string }>((context, input) => {
    const found = organizationFor(context, true);
    checkParent(found, input.ParentId);
    if (all(found.units, byParent, input.ParentId).some((one) => one.name === input.Name)) {
      const text = 'An OU with the same name already exists.';
      throw new AwsError('DuplicateOrganizationalUnitException', text);
    }
    const id = `ou-${found.rootId.replace(/^r-/, '')}-${context.ids.word(8)}`;
    const unit = { id, name: input.Name, parentId: input.ParentId };
    found.units = added(found.units, unit);
    return { OrganizationalUnit: unitDescription(found, unit) };
  }),
};

function checkParent(found: Organization, id: string): void {
  if (id === found.rootId || first(found.units, byId, id) !== undefined) return;
  throw new AwsError('ParentNotFoundException', 'You specified parent that does not exist.');
}

function unitDescription(found: Organization, unit: Readonly<Unit>) {
  const prefix = `arn:aws:organizations::${found.managementAccountId}`;
  return { Id: unit.id, Arn: `${prefix}:ou/${found.id}/${unit.id}`, Name: unit.name, Path: pathOf(found, unit.id) };
}
