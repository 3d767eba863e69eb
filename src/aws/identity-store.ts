import {
  type Group as AwsGroup,
  type User as AwsUser,
  CreateGroupCommand,
  CreateGroupMembershipCommand,
  CreateUserCommand,
  DescribeGroupCommand,
  DescribeUserCommand,
  GetGroupIdCommand,
  GetUserIdCommand,
  ListGroupMembershipsCommand,
  ListGroupMembershipsForMemberCommand,
  ListGroupsCommand,
  ListUsersCommand,
  UpdateGroupCommand,
  UpdateUserCommand,
} from '@aws-sdk/client-identitystore';
import { maybeTextIn, textIn } from './answered.ts';
import { allPages, call, onePage, orAbsent, type Page } from './call.ts';
import type { AwsReader, AwsWriter } from './clients.ts';
import type { Instance } from './instances.ts';

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly description: string | undefined;
}

export interface User {
  readonly id: string;
  readonly userName: string;
  readonly email: string | undefined;
  readonly givenName: string | undefined;
  readonly familyName: string | undefined;
  readonly displayName: string | undefined;
  /** Came from an external identity provider (it carries its ids). */
  readonly external: boolean;
  /** Somebody disabled it, in the console; where AWS leaves the status out, nobody can tell. */
  readonly disabled: boolean;
}

/** What can be put right about a user. */
export type UserFields = Pick<User, 'email' | 'givenName' | 'familyName' | 'displayName'>;

export function groupPage(aws: AwsReader, at: Instance, NextToken?: string): Promise<Page<Group>> {
  return onePage(async () => {
    const answer = await call(aws, 'identitystore:ListGroups', at.region, () =>
      store(aws, at).send(new ListGroupsCommand({ IdentityStoreId: at.identityStoreId, MaxResults: 100, NextToken })),
    );
    return { items: answer.Groups?.map(groupOf), next: answer.NextToken };
  });
}

/** Undefined when there is no group of this name. */
export async function findGroup(aws: AwsReader, at: Instance, name: string): Promise<Group | undefined> {
  const IdentityStoreId = at.identityStoreId;
  const found = await orAbsent(
    call(aws, 'identitystore:GetGroupId', at.region, () =>
      store(aws, at).send(new GetGroupIdCommand({ IdentityStoreId, AlternateIdentifier: unique('displayName', name) })),
    ),
  );
  const GroupId = maybeTextIn(found?.GroupId);
  if (GroupId === undefined) return undefined;
  const group = await orAbsent(
    call(aws, 'identitystore:DescribeGroup', at.region, () =>
      store(aws, at).send(new DescribeGroupCommand({ IdentityStoreId, GroupId })),
    ),
  );
  return group === undefined ? undefined : groupOf(group);
}

export async function createGroup(aws: AwsWriter, at: Instance, name: string, description?: string): Promise<void> {
  await call(aws, 'identitystore:CreateGroup', at.region, () =>
    store(aws, at).send(
      new CreateGroupCommand({
        IdentityStoreId: at.identityStoreId,
        DisplayName: name,
        ...(description === undefined ? {} : { Description: description }),
      }),
    ),
  );
}

export async function describeGroupAs(aws: AwsWriter, at: Instance, id: string, description: string): Promise<void> {
  await call(aws, 'identitystore:UpdateGroup', at.region, () =>
    store(aws, at).send(
      new UpdateGroupCommand({
        IdentityStoreId: at.identityStoreId,
        GroupId: id,
        Operations: [{ AttributePath: 'description', AttributeValue: description }],
      }),
    ),
  );
}

export function userPage(aws: AwsReader, at: Instance, NextToken?: string): Promise<Page<User>> {
  return onePage(async () => {
    const answer = await call(aws, 'identitystore:ListUsers', at.region, () =>
      store(aws, at).send(new ListUsersCommand({ IdentityStoreId: at.identityStoreId, MaxResults: 100, NextToken })),
    );
    return { items: answer.Users?.map(userOf), next: answer.NextToken };
  });
}

/** Undefined when there is no such user. AWS looks users up by user name and by e-mail only. */
export async function findUser(
  aws: AwsReader,
  at: Instance,
  by: 'userName' | 'emails.value',
  value: string,
): Promise<User | undefined> {
  const IdentityStoreId = at.identityStoreId;
  const found = await orAbsent(
    call(aws, 'identitystore:GetUserId', at.region, () =>
      store(aws, at).send(new GetUserIdCommand({ IdentityStoreId, AlternateIdentifier: unique(by, value) })),
    ),
  );
  const UserId = maybeTextIn(found?.UserId);
  if (UserId === undefined) return undefined;
  const user = await orAbsent(
    call(aws, 'identitystore:DescribeUser', at.region, () =>
      store(aws, at).send(new DescribeUserCommand({ IdentityStoreId, UserId })),
    ),
  );
  return user === undefined ? undefined : userOf(user);
}

export async function createUser(
  aws: AwsWriter,
  at: Instance,
  userName: string,
  user: { email: string; givenName: string; familyName: string; displayName: string },
): Promise<void> {
  await call(aws, 'identitystore:CreateUser', at.region, () =>
    store(aws, at).send(
      new CreateUserCommand({
        IdentityStoreId: at.identityStoreId,
        UserName: userName,
        DisplayName: user.displayName,
        Name: { GivenName: user.givenName, FamilyName: user.familyName },
        Emails: [{ Value: user.email, Type: 'work', Primary: true }],
      }),
    ),
  );
}

/** Sets the given attributes and no other. An e-mail is replaced as the whole list (API reference, UpdateUser). */
export async function updateUser(aws: AwsWriter, at: Instance, id: string, user: Partial<UserFields>): Promise<void> {
  const values = {
    'name.givenName': user.givenName,
    'name.familyName': user.familyName,
    displayName: user.displayName,
    emails: user.email === undefined ? undefined : [{ value: user.email, type: 'work', primary: true }],
  };
  const Operations = Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([AttributePath, AttributeValue]) => ({ AttributePath, AttributeValue }));
  await call(aws, 'identitystore:UpdateUser', at.region, () =>
    store(aws, at).send(new UpdateUserCommand({ IdentityStoreId: at.identityStoreId, UserId: id, Operations })),
  );
}

/** Ids of the users in a group. */
export function listMembers(aws: AwsReader, at: Instance, groupId: string): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'identitystore:ListGroupMemberships', at.region, () =>
      store(aws, at).send(
        new ListGroupMembershipsCommand({
          IdentityStoreId: at.identityStoreId,
          GroupId: groupId,
          MaxResults: 100,
          NextToken,
        }),
      ),
    );
    return {
      items: answer.GroupMemberships?.flatMap((one) => maybeTextIn(one.MemberId?.UserId) ?? []),
      next: answer.NextToken,
    };
  });
}

/** Ids of the groups that a user is in. */
export function listGroupsOf(aws: AwsReader, at: Instance, userId: string): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await call(aws, 'identitystore:ListGroupMembershipsForMember', at.region, () =>
      store(aws, at).send(
        new ListGroupMembershipsForMemberCommand({
          IdentityStoreId: at.identityStoreId,
          MemberId: { UserId: userId },
          MaxResults: 100,
          NextToken,
        }),
      ),
    );
    return { items: answer.GroupMemberships?.flatMap((one) => maybeTextIn(one.GroupId) ?? []), next: answer.NextToken };
  });
}

export async function addToGroup(aws: AwsWriter, at: Instance, groupId: string, userId: string): Promise<void> {
  await call(aws, 'identitystore:CreateGroupMembership', at.region, () =>
    store(aws, at).send(
      new CreateGroupMembershipCommand({
        IdentityStoreId: at.identityStoreId,
        GroupId: groupId,
        MemberId: { UserId: userId },
      }),
    ),
  );
}

function store(aws: AwsReader, at: Instance) {
  return aws.identityStore(at.region);
}

function unique(AttributePath: string, AttributeValue: string) {
  return { UniqueAttribute: { AttributePath, AttributeValue } };
}

function groupOf(group: Pick<AwsGroup, 'GroupId' | 'DisplayName' | 'Description'>): Group {
  const { GroupId, DisplayName, Description } = group;
  return { id: textIn(GroupId), name: textIn(DisplayName), description: maybeTextIn(Description) };
}

function userOf(user: Partial<AwsUser>): User {
  const emails = Array.isArray(user.Emails) ? user.Emails : [];
  const email = emails.find((one) => one?.Primary) ?? emails[0];
  return {
    id: textIn(user.UserId),
    userName: textIn(user.UserName),
    email: maybeTextIn(email?.Value),
    givenName: maybeTextIn(user.Name?.GivenName),
    familyName: maybeTextIn(user.Name?.FamilyName),
    displayName: maybeTextIn(user.DisplayName),
    external: (user.ExternalIds ?? []).length > 0,
    disabled: user.UserStatus === 'DISABLED',
  };
}
