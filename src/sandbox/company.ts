import { addAccount, addUnit, day, enabledWorld, founded, idsOf } from './building.ts';
import type { FreshWorld, Group, PermissionSet, User } from './world.ts';

/** How much of everything there is; left out: 40 accounts, nothing else. */
export interface CompanySize {
  /** Besides the management account; the last one is suspended. */
  readonly accounts?: number;
  readonly users?: number;
  readonly groups?: number;
  readonly permissionSets?: number;
}

/**
 * A company's world, of any size: Identity Center in us-east-1, accounts workload-01, workload-02, ... that are spread
 * over the units Workloads/Prod, Workloads/Test and Sandbox; users user-1@acme.example, ..., groups group-1, ... and
 * permission sets set-1, ... that nobody is assigned.
 */
export function companyWorld({
  accounts = 40,
  users = 0,
  groups = 0,
  permissionSets = 0,
}: CompanySize = {}): FreshWorld {
  const world = enabledWorld();
  const ids = idsOf(world);
  const [instance] = world.instances;
  if (instance === undefined) throw new Error('Identity Center is enabled.');
  const workloads = addUnit(world, 'Workloads');
  const units = [addUnit(world, 'Prod', workloads), addUnit(world, 'Test', workloads), addUnit(world, 'Sandbox')];
  for (const number of upTo(accounts)) {
    const id = String(200_000_000_000 + number);
    const name = `workload-${String(number).padStart(2, '0')}`;
    const parentId = units[number % units.length] ?? '';
    addAccount(world, { id, name, parentId, state: number === accounts ? 'SUSPENDED' : 'ACTIVE' });
  }
  const newId = () => `${instance.identityStoreId.replace(/^d-/, '')}-${ids.uuid()}`;
  const { arn: createdBy } = world.caller;
  const at = founded + 2 * day;
  const made = () => ({ id: newId(), revision: 1, createdAt: at, updatedAt: at, createdBy, updatedBy: createdBy });
  instance.users = upTo(users).map((number): User => ({ ...made(), ...person(number) }));
  instance.groups = upTo(groups).map((number): Group => ({ ...made(), displayName: `group-${number}` }));
  const prefix = `arn:aws:sso:::permissionSet/${instance.arn.split('/').at(-1)}`;
  instance.permissionSets = upTo(permissionSets).map(
    (number): PermissionSet => ({
      arn: `${prefix}/ps-${ids.hex(16)}`,
      name: `set-${number}`,
      sessionDuration: 'PT1H',
      createdAt: at,
      tags: [],
      managedPolicies: [],
      customerPolicies: [],
      inlinePolicy: '',
      version: 1,
    }),
  );
  return world;
}

function person(number: number): Pick<User, 'attributes' | 'extensions' | 'hasPassword'> {
  const UserName = `user-${number}@acme.example`;
  const Name = { GivenName: 'User', FamilyName: String(number) };
  const Emails = [{ Value: UserName, Type: 'work', Primary: true }];
  const attributes = { UserName, DisplayName: `User ${number}`, Name, Emails };
  return { attributes, extensions: {}, hasPassword: false };
}

/** 1, 2, ... `last` */
function upTo(last: number): number[] {
  return Array.from({ length: last }, (_, index) => index + 1);
}
