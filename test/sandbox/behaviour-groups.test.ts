import { describe, expect, it } from 'vitest';
import { anInstance, refused } from './helpers.ts';

const nobody = '0123456789-00000000-0000-4000-8000-000000000000';

describe('groups and memberships', () => {
  it('S136 makes groups by name', async () => {
    const { store, IdentityStoreId, newGroup } = anInstance();
    expect((await refused(store.createGroup({ IdentityStoreId }))).name).toBe('ValidationException');
    await newGroup('Admins');
    const error = await refused(newGroup('Admins'));
    expect([error.name, error.Reason, error.message]).toEqual([
      'ConflictException',
      'UNIQUENESS_CONSTRAINT_VIOLATION',
      'Duplicate GroupDisplayName',
    ]);
    expect((await refused(newGroup('ADMINS'))).name).toBe('ConflictException');
    await newGroup('\u00e9quipe');
    await newGroup('e\u0301quipe');
  });

  it('S137 changes groups', async () => {
    const { store, IdentityStoreId, newGroup } = anInstance();
    const [GroupId] = [await newGroup('Admins'), await newGroup('Others')];
    const update = (AttributePath: string, AttributeValue?: string) =>
      store.updateGroup({ IdentityStoreId, GroupId, Operations: [{ AttributePath, AttributeValue }] });
    await update('displayName', 'Operators');
    await update('description', 'They may.');
    const described = () => store.describeGroup({ IdentityStoreId, GroupId });
    expect(await described()).toMatchObject({ DisplayName: 'Operators', Description: 'They may.' });
    await update('description');
    expect(await described()).not.toHaveProperty('Description');
    for (const [path, value] of [
      ['displayName', 'Others'],
      ['displayName', undefined],
      ['nothing', 'x'],
      ['description', ''],
    ] as const) {
      expect((await refused(update(path, value))).name).toMatch(/^(Conflict|Validation)Exception$/);
    }
  });

  it('S138 finds groups by name', async () => {
    const { store, IdentityStoreId, newGroup } = anInstance();
    const GroupId = await newGroup('Admins');
    const find = (AttributePath: string, AttributeValue: string) =>
      store.getGroupId({
        IdentityStoreId,
        AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } },
      });
    expect((await find('displayName', 'Admins')).GroupId).toBe(GroupId);
    expect((await find('displayName', 'admins')).GroupId).toBe(GroupId);
    const unknown = await refused(find('displayName', 'Others'));
    expect([unknown.message, unknown.ResourceType]).toEqual(['GROUP not found.', 'GROUP']);
    expect((await refused(find('description', 'x'))).name).toBe('ValidationException');
    const AlternateIdentifier = { ExternalId: { Issuer: 'idp', Id: '1' } };
    expect((await refused(store.getGroupId({ IdentityStoreId, AlternateIdentifier }))).message).toBe(
      'GROUP not found.',
    );
  });

  it('S139 makes a membership once, of what is there', async () => {
    const { store, IdentityStoreId, newGroup, newUser } = anInstance();
    const [GroupId, UserId] = [await newGroup(), await newUser()];
    const join = (group: string, user: string) =>
      store.createGroupMembership({ IdentityStoreId, GroupId: group, MemberId: { UserId: user } });
    expect((await refused(join(GroupId, nobody))).message).toBe('Member does not exist');
    expect((await refused(join(nobody, UserId))).message).toBe('Group does not exist');
    await join(GroupId, UserId);
    const error = await refused(join(GroupId, UserId));
    expect([error.name, error.Reason]).toEqual(['ConflictException', 'UNIQUENESS_CONSTRAINT_VIOLATION']);
  });

  it('S140 says who is not a member', async () => {
    const { store, IdentityStoreId, newGroup, newUser } = anInstance();
    const member = { IdentityStoreId, GroupId: await newGroup(), MemberId: { UserId: await newUser() } };
    const error = await refused(store.getGroupMembershipId(member));
    expect([error.name, error.ResourceType]).toEqual(['ResourceNotFoundException', 'GROUP_MEMBERSHIP']);
    const { MembershipId } = await store.createGroupMembership(member);
    expect((await store.getGroupMembershipId(member)).MembershipId).toBe(MembershipId);
  });

  it('S141 answers for each group', async () => {
    const { store, IdentityStoreId, newGroup, newUser } = anInstance();
    const [first, second, UserId] = [await newGroup('First'), await newGroup('Second'), await newUser()];
    const MemberId = { UserId };
    await store.createGroupMembership({ IdentityStoreId, GroupId: second, MemberId });
    const { Results } = await store.isMemberInGroups({ IdentityStoreId, MemberId, GroupIds: [first, second] });
    expect(Results).toEqual([
      { GroupId: first, MemberId, MembershipExists: false },
      { GroupId: second, MemberId, MembershipExists: true },
    ]);
  });

  it('S142 lists, describes and deletes memberships', async () => {
    const { store, IdentityStoreId, newGroup, newUser } = anInstance();
    const [GroupId, UserId] = [await newGroup(), await newUser()];
    const MemberId = { UserId };
    const { MembershipId } = await store.createGroupMembership({ IdentityStoreId, GroupId, MemberId });
    const membership = { IdentityStoreId, MembershipId, GroupId, MemberId };
    expect((await store.listGroupMemberships({ IdentityStoreId, GroupId })).GroupMemberships).toMatchObject([
      membership,
    ]);
    const ofMember = await store.listGroupMembershipsForMember({ IdentityStoreId, MemberId });
    expect(ofMember.GroupMemberships).toMatchObject([membership]);
    expect(await store.describeGroupMembership({ IdentityStoreId, MembershipId })).toMatchObject(membership);
    await store.deleteGroupMembership({ IdentityStoreId, MembershipId });
    const gone = await refused(store.describeGroupMembership({ IdentityStoreId, MembershipId }));
    expect(gone.name).toBe('ResourceNotFoundException');
  });
});
