import { describe, expect, it } from 'vitest';
import type { World } from '../../src/sandbox/index.ts';
import { anAws, anInstance, clients, never, post, refused } from './helpers.ts';

const nobody = '0123456789-00000000-0000-4000-8000-000000000000';
const unique = 'UNIQUENESS_CONSTRAINT_VIOLATION';

describe('users', () => {
  it('S120 needs four attributes', async () => {
    const { store, IdentityStoreId } = anInstance();
    const Name = { GivenName: 'Minsu', FamilyName: 'Kim' };
    const create = (user: object) => refused(store.createUser({ IdentityStoreId, ...user }));
    expect((await create({ DisplayName: 'x', Name })).message).toBe('userName is a required attribute');
    expect((await create({ UserName: 'kim' })).message).toBe(
      'displayname: The attribute displayname is required, givenname: The attribute givenname is required, ' +
        'familyname: The attribute familyname is required',
    );
    const lacking = await create({ UserName: 'kim', DisplayName: 'x', Name: { GivenName: 'Minsu' } });
    expect([lacking.name, lacking.message]).toEqual([
      'ValidationException',
      'familyname: The attribute familyname is required',
    ]);
  });

  it('S121 makes a user name once, in any letter case', async () => {
    const { newUser } = anInstance();
    await newUser('Kim@example.com');
    const error = await refused(newUser('kim@EXAMPLE.com'));
    expect([error.name, error.Reason, error.message]).toEqual(['ConflictException', unique, 'Duplicate UserName']);
  });

  it('S122 uses an e-mail address once, and one for each user', async () => {
    const { store, IdentityStoreId, newUser } = anInstance();
    await newUser('kim', 'Kim@example.com');
    const error = await refused(newUser('lee', 'kim@example.com'));
    expect([error.name, error.Reason]).toEqual(['ConflictException', unique]);
    const UserId = await newUser('lee', 'lee@example.com');
    const update = (AttributeValue: { value: string }[]) =>
      refused(store.updateUser({ IdentityStoreId, UserId, Operations: [{ AttributePath: 'emails', AttributeValue }] }));
    expect((await update([{ value: 'kim@example.com' }])).Reason).toBe(unique);
    const two = await update([{ value: 'a@example.com' }, { value: 'b@example.com' }]);
    expect(two.message).toBe('List attribute emails exceeds allowed limit of 1');
  });

  it('S123 refuses reserved names', async () => {
    const { newUser, newGroup } = anInstance();
    for (const name of ['Administrator', 'AWSAdministrators']) {
      expect((await refused(newUser(name))).name).toBe('ValidationException');
      expect((await refused(newGroup(name))).name).toBe('ValidationException');
    }
  });

  it('S124 finds users by unique attributes', async () => {
    const { aws, store, IdentityStoreId, newUser } = anInstance();
    const UserId = await newUser('Kim', 'kim@example.com');
    const instance = aws.world.instances[0] ?? never();
    instance.users = instance.users.map((user) => ({ ...user, externalIds: [{ Issuer: 'idp', Id: '1' }] }));
    const find = (AttributePath: string, AttributeValue: string) =>
      store.getUserId({ IdentityStoreId, AlternateIdentifier: { UniqueAttribute: { AttributePath, AttributeValue } } });
    expect((await find('userName', 'kim')).UserId).toBe(UserId);
    expect((await find('emails.value', 'KIM@example.com')).UserId).toBe(UserId);
    const ExternalId = { Issuer: 'idp', Id: '1' };
    expect((await store.getUserId({ IdentityStoreId, AlternateIdentifier: { ExternalId } })).UserId).toBe(UserId);
    const other = await refused(find('displayName', 'Minsu Kim'));
    expect([other.name, other.message]).toEqual([
      'ValidationException',
      'The attribute displayName is not a unique attribute',
    ]);
  });

  it('S125 says what user it does not know', async () => {
    const { store, IdentityStoreId } = anInstance();
    const UniqueAttribute = { AttributePath: 'userName', AttributeValue: 'kim' };
    for (const call of [
      store.getUserId({ IdentityStoreId, AlternateIdentifier: { UniqueAttribute } }),
      store.describeUser({ IdentityStoreId, UserId: nobody }),
      store.deleteUser({ IdentityStoreId, UserId: nobody }),
    ]) {
      const error = await refused(call);
      const told = [error.name, error.message, error.ResourceType];
      expect(told).toEqual(['ResourceNotFoundException', 'USER not found.', 'USER']);
    }
  });

  it('S126 changes attributes by path', async () => {
    const { store, IdentityStoreId, newUser } = anInstance();
    const UserId = await newUser('kim');
    const update = (AttributePath: string, AttributeValue?: unknown) =>
      store.updateUser({
        IdentityStoreId,
        UserId,
        Operations: [{ AttributePath, AttributeValue: AttributeValue as string }],
      });
    await update('userName', 'minsu');
    await update('displayName', '김민수');
    await update('name.givenName', '민수');
    await update('title', 'Dr.');
    await update('phoneNumbers', [{ Value: '+82 1', Type: 'work', Primary: true }]);
    await update('aws:identitystore:enterprise.department', 'Platform');
    expect(await store.describeUser({ IdentityStoreId, UserId })).toMatchObject({
      UserName: 'minsu',
      DisplayName: '김민수',
      Name: { GivenName: '민수', FamilyName: 'Kim' },
      Title: 'Dr.',
      PhoneNumbers: [{ Value: '+82 1', Type: 'work', Primary: true }],
    });
    for (const [path, value] of [
      ['shoeSize', '42'],
      ['name.givenName.first', 'x'],
      ['title.x', 'x'],
      ['identityStoreId', 'x'],
      ['displayName', 7],
      ['emails', 'x'],
    ] as const) {
      expect((await refused(update(path, value))).name).toBe('ValidationException');
    }
  });

  it('S127 takes e-mail addresses in both spellings', async () => {
    const { store, IdentityStoreId, newUser } = anInstance();
    const UserId = await newUser('kim', 'old@example.com');
    const values = [
      [{ value: 'a@example.com', type: 'work', primary: true }],
      [{ Value: 'b@example.com', Type: 'work', Primary: true }],
    ];
    for (const AttributeValue of values) {
      await store.updateUser({ IdentityStoreId, UserId, Operations: [{ AttributePath: 'emails', AttributeValue }] });
      const [Value] = AttributeValue.map((one) => ('value' in one ? one.value : one.Value));
      const { Emails } = await store.describeUser({ IdentityStoreId, UserId });
      expect(Emails).toEqual([{ Value, Type: 'work', Primary: true }]);
    }
  });

  it('S128 removes attributes that a user can do without', async () => {
    const { aws, store, IdentityStoreId, newUser } = anInstance();
    const UserId = await newUser('kim', 'kim@example.com');
    await store.updateUser({ IdentityStoreId, UserId, Operations: [{ AttributePath: 'emails' }] });
    expect(await store.describeUser({ IdentityStoreId, UserId })).not.toHaveProperty('Emails');
    const title = { AttributePath: 'title', AttributeValue: 'Dr.' };
    await store.updateUser({ IdentityStoreId, UserId, Operations: [title] });
    const Operations = [{ AttributePath: 'title', AttributeValue: null }];
    const sent = await post(
      aws,
      'AWSIdentityStore.UpdateUser',
      JSON.stringify({ IdentityStoreId, UserId, Operations }),
    );
    expect(sent.status).toBe(200);
    expect(await store.describeUser({ IdentityStoreId, UserId })).not.toHaveProperty('Title');
    for (const AttributePath of ['userName', 'displayName', 'name', 'name.givenName']) {
      const removed = store.updateUser({ IdentityStoreId, UserId, Operations: [{ AttributePath }] });
      expect((await refused(removed)).name).toBe('ValidationException');
    }
  });

  it('S129 writes on condition', async () => {
    const { aws, IdentityStoreId, newUser, newGroup } = anInstance();
    const [UserId, GroupId] = [await newUser('kim'), await newGroup('Admins')];
    const send = async (operation: string, input: object) => {
      const answered = await post(aws, `AWSIdentityStore.${operation}`, JSON.stringify({ IdentityStoreId, ...input }));
      return JSON.parse(answered.body);
    };
    const Operations = [{ AttributePath: 'displayName', AttributeValue: 'Other' }];
    for (const [kind, id] of [
      ['User', { UserId }],
      ['Group', { GroupId }],
    ] as const) {
      expect((await send(`Update${kind}`, { ...id, Operations, Revision: '1' })).Revision).toBe('2');
      expect((await send(`Describe${kind}`, id)).Revision).toBe('2');
      const stale = [
        await send(`Update${kind}`, { ...id, Operations, Revision: '1' }),
        await send(`Delete${kind}`, { ...id, Revision: '1' }),
      ];
      for (const error of stale) {
        expect([error.__type, error.Reason]).toEqual(['ConflictException', 'CONCURRENT_MODIFICATION']);
      }
      expect(await send(`Delete${kind}`, { ...id, Revision: '2' })).toEqual({});
    }
  });

  it('S130 tells extensions on demand', async () => {
    const { aws, IdentityStoreId, newUser } = anInstance();
    const UserId = await newUser('kim');
    const send = async (operation: string, input: object) =>
      JSON.parse(
        (await post(aws, `AWSIdentityStore.${operation}`, JSON.stringify({ IdentityStoreId, UserId, ...input }))).body,
      );
    const name = 'aws:identitystore:enterprise';
    await send('UpdateUser', { Operations: [{ AttributePath: `${name}.department`, AttributeValue: 'Platform' }] });
    expect(await send('DescribeUser', {})).not.toHaveProperty('Extensions');
    const told = await send('DescribeUser', { Extensions: [name] });
    expect(told.Extensions).toEqual({ [name]: { department: 'Platform' } });
  });

  it('S131 takes memberships with users and groups', async () => {
    const { aws, store, IdentityStoreId, newUser, newGroup } = anInstance();
    const [kim, lee] = [await newUser('kim'), await newUser('lee')];
    const GroupId = await newGroup();
    for (const UserId of [kim, lee]) {
      await store.createGroupMembership({ IdentityStoreId, GroupId, MemberId: { UserId } });
    }
    await store.deleteUser({ IdentityStoreId, UserId: kim });
    expect(aws.world.instances[0]?.memberships).toMatchObject([{ userId: lee }]);
    await store.deleteGroup({ IdentityStoreId, GroupId });
    expect(aws.world.instances[0]?.memberships).toEqual([]);
  });

  it('S132 names things as AWS does', async () => {
    const { store, management, IdentityStoreId, newUser } = anInstance();
    const UserId = await newUser('kim');
    const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
    expect(IdentityStoreId).toMatch(/^d-[0-9a-f]{10}$/);
    expect(UserId).toMatch(new RegExp(`^${IdentityStoreId.slice(2)}-${uuid}$`));
    const byArn = await store.describeUser({
      IdentityStoreId: `arn:aws:identitystore::${management}:identitystore/${IdentityStoreId}`,
      UserId: `arn:aws:identitystore:::user/${UserId}`,
    });
    expect([byArn.IdentityStoreId, byArn.UserId]).toEqual([IdentityStoreId, UserId]);
  });

  it('S133 says what store it does not know', async () => {
    const { aws, store, IdentityStoreId } = anInstance();
    const elsewhere = clients(aws, 'eu-west-1').store;
    for (const call of [
      store.listUsers({ IdentityStoreId: 'd-0000000000' }),
      elsewhere.listUsers({ IdentityStoreId }),
    ]) {
      const error = await refused(call);
      expect([error.name, error.ResourceType]).toEqual(['ResourceNotFoundException', 'IDENTITY_STORE']);
    }
  });

  it('S134 refuses member accounts', async () => {
    const { store, IdentityStoreId } = anInstance({ scenario: 'member-account' });
    expect((await refused(store.listUsers({ IdentityStoreId }))).name).toBe('AccessDeniedException');
    expect((await refused(store.createGroup({ IdentityStoreId, DisplayName: 'x' }))).name).toBe(
      'AccessDeniedException',
    );
    const { aws, org } = anInstance();
    await org.registerDelegatedAdministrator({ AccountId: '222233334444', ServicePrincipal: 'sso.amazonaws.com' });
    const world: World = structuredClone(aws.world);
    world.account.id = '222233334444';
    const delegated = anAws({ world }).store.listUsers({ IdentityStoreId: world.instances[0]?.identityStoreId });
    expect((await delegated).Users).toEqual([]);
  });

  it('S135 still filters lists', async () => {
    const { store, IdentityStoreId, newUser, newGroup } = anInstance();
    await newUser('kim');
    await newUser('lee');
    await newGroup('Admins');
    const filter = (AttributePath: string, AttributeValue: string) => ({
      IdentityStoreId,
      Filters: [{ AttributePath, AttributeValue }],
    });
    expect((await store.listUsers(filter('UserName', 'lee'))).Users).toMatchObject([{ UserName: 'lee' }]);
    expect((await store.listGroups(filter('DisplayName', 'Admins'))).Groups).toHaveLength(1);
    expect((await store.listGroups(filter('DisplayName', 'Others'))).Groups).toEqual([]);
    expect((await refused(store.listUsers(filter('Title', 'x')))).name).toBe('ValidationException');
    expect((await refused(store.listGroups(filter('Title', 'x')))).name).toBe('ValidationException');
  });
});
