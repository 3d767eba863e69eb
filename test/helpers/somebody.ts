import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import type { World } from '../../src/sandbox/index.ts';
import type { TestAccount } from './account.ts';

/** Somebody else with access to the account, who changes things behind our back. */
export function somebodyIn(account: TestAccount) {
  const config = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7SOMEONE', secretAccessKey: 'secret' },
    requestHandler: account.simulated.requestHandler(),
  };
  return {
    sso: new SSOAdminClient(config),
    store: new IdentitystoreClient(config),
    ids: idsIn(account.simulated.world),
  };
}

/** The ids behind the names, as the console would show them. */
function idsIn(world: World) {
  const [instance] = world.instances;
  if (instance === undefined) throw new Error('There is no instance.');
  const found = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('There is no such thing.');
    return thing;
  };
  return {
    InstanceArn: instance.arn,
    IdentityStoreId: instance.identityStoreId,
    group: (name: string) => found(instance.groups.find((group) => group.displayName === name)).id,
    user: (name: string) => found(instance.users.find((user) => user.attributes.UserName === name)).id,
    membership: (user: string, group: string) => {
      const [userId, groupId] = [
        found(instance.users.find((one) => one.attributes.UserName === user)).id,
        found(instance.groups.find((one) => one.displayName === group)).id,
      ];
      return found(instance.memberships.find((one) => one.userId === userId && one.groupId === groupId)).id;
    },
    permissionSet: (name: string) => found(instance.permissionSets.find((set) => set.name === name)).arn,
  };
}
