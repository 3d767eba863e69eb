import { check, violationText } from '../check.ts';
import { validation } from '../error.ts';
import { byDisplayName, byGroup, byId } from '../keys.ts';
import { added, all, first, removed, replaced } from '../lists.ts';
import { type Context, type Operations, seconds, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Group, Instance } from '../world.ts';
import { arnOf, bareId, callerName, checkRevision, duplicate, isReserved, missing, newId, storeOf } from './store.ts';
import type { AttributeOperation } from './user-attributes.ts';

interface GroupInput {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly Revision?: string;
}

interface Alternate {
  readonly UniqueAttribute?: { readonly AttributePath: string; readonly AttributeValue: unknown };
  readonly ExternalId?: { readonly Issuer: string; readonly Id: string };
}

/** Operations on groups. */
export const groups: Operations = {
  CreateGroup: takes<{ IdentityStoreId: string; DisplayName?: string; Description?: string }>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const group: Group = {
      id: newId(context, store),
      revision: 1,
      ...(input.DisplayName !== undefined && { displayName: input.DisplayName }),
      ...(input.Description !== undefined && { description: input.Description }),
      createdAt: context.now,
      updatedAt: context.now,
      createdBy: callerName(context.world),
      updatedBy: callerName(context.world),
    };
    checkName(store, group);
    store.groups = added(store.groups, group);
    return { IdentityStoreId: store.identityStoreId, ...idsOf(group), Revision: String(group.revision) };
  }),

  DescribeGroup: takes<GroupInput>((context, input) => {
    const { store, group } = findGroup(context, input);
    return description(store, group);
  }),

  UpdateGroup: takes<GroupInput & { Operations: AttributeOperation[] }>((context, input) => {
    const { store, group: before } = findGroup(context, input);
    checkRevision(before.revision, input.Revision);
    const group: Group = structuredClone(before);
    for (const operation of input.Operations) applyToGroup(group, operation);
    checkName(store, group);
    group.revision++;
    group.updatedAt = context.now;
    group.updatedBy = callerName(context.world);
    store.groups = replaced(store.groups, before, group);
    return { IdentityStoreId: store.identityStoreId, ...idsOf(group), Revision: String(group.revision) };
  }),

  GetGroupId: takes<{ IdentityStoreId: string; AlternateIdentifier: Alternate }>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const group = groupWith(store, input.AlternateIdentifier);
    if (group === undefined) throw missing('GROUP', 'GROUP not found.');
    return { IdentityStoreId: store.identityStoreId, ...idsOf(group) };
  }),

  ListGroups: takes<
    PageInput & { IdentityStoreId: string; Filters?: { AttributePath: string; AttributeValue: string }[] }
  >((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const [filter] = input.Filters ?? [];
    if (filter !== undefined && filter.AttributePath !== 'DisplayName') {
      throw validation(`The attribute ${filter.AttributePath} cannot be used in a filter.`);
    }
    const found =
      filter === undefined ? store.groups : all(store.groups, byDisplayName, filter.AttributeValue.toLowerCase());
    const { items, NextToken } = page(context, input, found, byId);
    return { Groups: items.map((one) => description(store, one)), NextToken };
  }),

  /** The group's memberships go too; assignments stay, with an id that nobody has (error catalogue, row 39). */
  DeleteGroup: takes<GroupInput>((context, input) => {
    const { store, group } = findGroup(context, input);
    checkRevision(group.revision, input.Revision);
    store.groups = removed(store.groups, [group]);
    store.memberships = removed(store.memberships, all(store.memberships, byGroup, group.id));
    return {};
  }),
};

function findGroup(context: Context, input: GroupInput): { store: Instance; group: Readonly<Group> } {
  const store = storeOf(context, input.IdentityStoreId);
  const group = first(store.groups, byId, bareId(input.GroupId));
  if (group === undefined) throw missing('GROUP', 'GROUP not found.', input.GroupId);
  return { store, group };
}

/** Names of groups are needed, unique without regard to letter case, and not one of the service's own. */
function checkName(store: Instance, group: Readonly<Group>): void {
  const name = group.displayName;
  if (name === undefined) throw validation('displayName is a required attribute');
  if (isReserved(name)) throw validation('This group name is reserved.');
  if (all(store.groups, byDisplayName, name.toLowerCase()).some((one) => one.id !== group.id)) {
    throw duplicate('Duplicate GroupDisplayName');
  }
}

/** Paths are `displayName` and `description` (Terraform, identitystore/group.go). */
function applyToGroup(group: Group, operation: AttributeOperation): void {
  const { AttributePath: path, AttributeValue: value } = operation;
  if (path !== 'displayName' && path !== 'description') throw validation(`The attribute ${path} is not supported`);
  if (value === undefined) {
    delete group[path];
    return;
  }
  const shape = path === 'displayName' ? 'GroupDisplayName' : 'SensitiveStringType';
  const violations = check('identitystore', shape, value, path);
  if (violations.length > 0) throw validation(violationText(violations));
  group[path] = String(value);
}

/** The one unique attribute of groups is `displayName`. */
function groupWith(store: Instance, { UniqueAttribute, ExternalId }: Alternate): Readonly<Group> | undefined {
  if (UniqueAttribute === undefined) {
    return store.groups.find((group) =>
      group.externalIds?.some((one) => one.Issuer === ExternalId?.Issuer && one.Id === ExternalId.Id),
    );
  }
  const path = UniqueAttribute.AttributePath;
  if (path.toLowerCase() !== 'displayname') throw validation(`The attribute ${path} is not a unique attribute`);
  return first(store.groups, byDisplayName, String(UniqueAttribute.AttributeValue).toLowerCase());
}

function idsOf(group: Readonly<Group>) {
  return { GroupId: group.id, GroupArn: arnOf('group', group.id) };
}

function description(store: Instance, group: Readonly<Group>) {
  return {
    IdentityStoreId: store.identityStoreId,
    ...idsOf(group),
    DisplayName: group.displayName,
    Description: group.description,
    ExternalIds: group.externalIds,
    Revision: String(group.revision),
    CreatedAt: seconds(group.createdAt),
    UpdatedAt: seconds(group.updatedAt),
    CreatedBy: group.createdBy,
    UpdatedBy: group.updatedBy,
  };
}
