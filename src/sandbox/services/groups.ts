import { check, violationText } from '../check.ts';
import { validation } from '../error.ts';
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
    store.groups.push(group);
    return { IdentityStoreId: store.identityStoreId, ...idsOf(group), Revision: String(group.revision) };
  }),

  DescribeGroup: takes<GroupInput>((context, input) => {
    const { store, group } = findGroup(context, input);
    return description(store, group);
  }),

  UpdateGroup: takes<GroupInput & { Operations: AttributeOperation[] }>((context, input) => {
    const { store, group } = findGroup(context, input);
    checkRevision(group.revision, input.Revision);
    for (const operation of input.Operations) applyToGroup(group, operation);
    checkName(store, group);
    group.revision++;
    group.updatedAt = context.now;
    group.updatedBy = callerName(context.world);
    return { IdentityStoreId: store.identityStoreId, ...idsOf(group), Revision: String(group.revision) };
  }),

  GetGroupId: takes<{ IdentityStoreId: string; AlternateIdentifier: Alternate }>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const group = store.groups.find(matcher(input.AlternateIdentifier));
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
    const found = store.groups.filter((one) => filter === undefined || one.displayName === filter.AttributeValue);
    const { items, NextToken } = page(context, input, found, (one) => one.id);
    return { Groups: items.map((one) => description(store, one)), NextToken };
  }),

  /** The group's memberships go too; assignments stay, with an id that nobody has (error catalogue, row 39). */
  DeleteGroup: takes<GroupInput>((context, input) => {
    const { store, group } = findGroup(context, input);
    checkRevision(group.revision, input.Revision);
    store.groups = store.groups.filter((one) => one !== group);
    store.memberships = store.memberships.filter((one) => one.groupId !== group.id);
    return {};
  }),
};

function findGroup(context: Context, input: GroupInput): { store: Instance; group: Group } {
  const store = storeOf(context, input.IdentityStoreId);
  const group = store.groups.find((one) => one.id === bareId(input.GroupId));
  if (group === undefined) throw missing('GROUP', 'GROUP not found.', input.GroupId);
  return { store, group };
}

/** Names of groups are needed, unique, and not one of the service's own. */
function checkName(store: Instance, group: Group): void {
  const name = group.displayName;
  if (name === undefined) throw validation('displayName is a required attribute');
  if (isReserved(name)) throw validation('This group name is reserved.');
  const others = store.groups.filter((one) => one !== group);
  if (others.some((one) => one.displayName === name)) {
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
function matcher(alternate: Alternate): (group: Group) => boolean {
  const { UniqueAttribute, ExternalId } = alternate;
  if (UniqueAttribute === undefined) {
    return (group) =>
      group.externalIds?.some((one) => one.Issuer === ExternalId?.Issuer && one.Id === ExternalId.Id) === true;
  }
  const path = UniqueAttribute.AttributePath;
  if (path.toLowerCase() !== 'displayname') throw validation(`The attribute ${path} is not a unique attribute`);
  return (group) => group.displayName === UniqueAttribute.AttributeValue;
}

function idsOf(group: Group) {
  return { GroupId: group.id, GroupArn: arnOf('group', group.id) };
}

function description(store: Instance, group: Group) {
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
