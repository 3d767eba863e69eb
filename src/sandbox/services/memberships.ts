import { byGroup, byId, byMember } from '../keys.ts';
import { added, all, first, removed } from '../lists.ts';
import { type Context, type Operations, seconds, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Instance, Membership } from '../world.ts';
import { arnOf, bareId, callerName, duplicate, missing, newId, storeOf } from './store.ts';

interface MemberInput {
  readonly IdentityStoreId: string;
  readonly GroupId: string;
  readonly MemberId: { readonly UserId: string };
}

interface MembershipInput {
  readonly IdentityStoreId: string;
  readonly MembershipId: string;
}

/** Operations on memberships of groups. */
export const memberships: Operations = {
  CreateGroupMembership: takes<MemberInput>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const groupId = bareId(input.GroupId);
    const userId = bareId(input.MemberId.UserId);
    checkGroup(store, groupId);
    if (first(store.users, byId, userId) === undefined) throw missing('USER', 'Member does not exist', userId);
    if (find(store, groupId, userId) !== undefined) throw duplicate('Member and Group relationship already exists.');
    const membership: Membership = {
      id: newId(context, store),
      groupId,
      userId,
      createdAt: context.now,
      createdBy: callerName(context.world),
    };
    store.memberships = added(store.memberships, membership);
    return { IdentityStoreId: store.identityStoreId, ...idsOf(membership) };
  }),

  DescribeGroupMembership: takes<MembershipInput>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    return description(store, findById(store, input.MembershipId));
  }),

  GetGroupMembershipId: takes<MemberInput>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const membership = find(store, bareId(input.GroupId), bareId(input.MemberId.UserId));
    if (membership === undefined) throw missing('GROUP_MEMBERSHIP', 'GROUP_MEMBERSHIP not found.');
    return { IdentityStoreId: store.identityStoreId, ...idsOf(membership) };
  }),

  IsMemberInGroups: takes<{ IdentityStoreId: string; MemberId: { UserId: string }; GroupIds: string[] }>(
    (context, input) => {
      const store = storeOf(context, input.IdentityStoreId);
      const userId = bareId(input.MemberId.UserId);
      checkUser(store, userId);
      const results = input.GroupIds.map(bareId).map((groupId) => ({
        GroupId: groupId,
        MemberId: { UserId: userId },
        MembershipExists: find(store, groupId, userId) !== undefined,
      }));
      return { Results: results };
    },
  ),

  ListGroupMemberships: takes<PageInput & { IdentityStoreId: string; GroupId: string }>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const groupId = bareId(input.GroupId);
    checkGroup(store, groupId);
    return membershipPage(context, input, store, all(store.memberships, byGroup, groupId));
  }),

  ListGroupMembershipsForMember: takes<PageInput & { IdentityStoreId: string; MemberId: { UserId: string } }>(
    (context, input) => {
      const store = storeOf(context, input.IdentityStoreId);
      const userId = bareId(input.MemberId.UserId);
      checkUser(store, userId);
      return membershipPage(context, input, store, all(store.memberships, byMember, userId));
    },
  ),

  DeleteGroupMembership: takes<MembershipInput>((context, input) => {
    const store = storeOf(context, input.IdentityStoreId);
    const membership = findById(store, input.MembershipId);
    store.memberships = removed(store.memberships, [membership]);
    return {};
  }),
};

function membershipPage(context: Context, input: PageInput, store: Instance, wanted: readonly Readonly<Membership>[]) {
  const { items, NextToken } = page(context, input, wanted, byId);
  return { GroupMemberships: items.map((one) => description(store, one)), NextToken };
}

function find(store: Instance, groupId: string, userId: string): Readonly<Membership> | undefined {
  return all(store.memberships, byMember, userId).find((one) => one.groupId === groupId);
}

function findById(store: Instance, id: string): Readonly<Membership> {
  const membership = first(store.memberships, byId, bareId(id));
  if (membership === undefined) throw missing('GROUP_MEMBERSHIP', 'GROUP_MEMBERSHIP not found.', id);
  return membership;
}

function checkGroup(store: Instance, id: string): void {
  if (first(store.groups, byId, id) === undefined) throw missing('GROUP', 'Group does not exist', id);
}

function checkUser(store: Instance, id: string): void {
  if (first(store.users, byId, id) === undefined) throw missing('USER', 'USER not found.', id);
}

function idsOf(membership: Readonly<Membership>) {
  return { MembershipId: membership.id, MembershipArn: arnOf('membership', membership.id) };
}

function description(store: Instance, membership: Readonly<Membership>) {
  return {
    IdentityStoreId: store.identityStoreId,
    ...idsOf(membership),
    GroupId: membership.groupId,
    MemberId: { UserId: membership.userId },
    CreatedAt: seconds(membership.createdAt),
    UpdatedAt: seconds(membership.createdAt),
    CreatedBy: membership.createdBy,
    UpdatedBy: membership.createdBy,
  };
}
