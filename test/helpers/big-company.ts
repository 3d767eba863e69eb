import { scenarios } from '../../src/sandbox/scenarios.ts';
import type { World } from '../../src/sandbox/world.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { onePerson } from './settings-for.ts';

const GROUPS = [
  ...['Admins', 'Auditors', 'Billing', 'Data', 'Designers', 'Engineers'],
  ...['Network', 'Operators', 'Security', 'Support'],
];

/** 40 accounts: the management account, 30 in ou:Workloads (20 in Prod, 10 in Dev), 9 in the root; 12 more are suspended. */
export function companyWorld({ suspended = 12 }: { suspended?: number } = {}): World {
  const world = scenarios.enabled();
  const { organization } = world;
  if (organization === null) throw new Error('A company has an organization.');
  const root = organization.rootId;
  const unit = (name: string, id: string, parentId: string) => {
    organization.units.push({ id, name, parentId });
    return id;
  };
  const workloads = unit('Workloads', 'ou-abcd-11111111', root);
  const prod = unit('Prod', 'ou-abcd-22222222', workloads);
  const dev = unit('Dev', 'ou-abcd-33333333', workloads);
  const old = unit('Closing', 'ou-abcd-44444444', root);
  const add = (name: string, number: number, parentId: string, state: 'ACTIVE' | 'SUSPENDED' = 'ACTIVE') =>
    addAccount(world, { name, id: `2222${String(number).padStart(8, '0')}`, parentId, state });
  for (let i = 1; i <= 20; i++) add(`prod-${i}`, i, prod);
  for (let i = 1; i <= 10; i++) add(`dev-${i}`, 100 + i, dev);
  for (let i = 1; i <= 9; i++) add(`shared-${i}`, 200 + i, root);
  for (let i = 1; i <= suspended; i++) add(`old-${i}`, 300 + i, old, 'SUSPENDED');
  return world;
}

/** An account of the organization, as somebody makes it in the console. */
export function addAccount(
  world: World,
  {
    id,
    name,
    parentId,
    state = 'ACTIVE',
  }: { id: string; name: string; parentId: string; state?: 'ACTIVE' | 'SUSPENDED' },
): void {
  const at = Date.UTC(2026, 10, 5, 9);
  const about = { email: `aws+${name}@acme.example`, createdAt: at, joinedAt: at, joinedMethod: 'CREATED' as const };
  const { organization } = world;
  if (organization === null) return;
  organization.accounts = [...organization.accounts, { id, name, parentId, state, ...about }];
}

/** Where new accounts of the company's workloads go. */
export const PROD_UNIT = 'ou-abcd-22222222';

/**
 * Ten groups, sixty users, five permission sets and 40 accounts: 400 assignments. The four administrators are in all
 * accounts, everybody else reaches them by other selectors.
 */
export function bigCompany(change: Partial<Settings> = {}): Settings {
  const users = Array.from({ length: 60 }, (_, i) => {
    const userName = `user${String(i + 1).padStart(2, '0')}@acme.example`;
    const groups = i < 4 ? ['Admins', 'Security'] : [GROUPS[1 + (i % (GROUPS.length - 1))] ?? 'Support'];
    return { userName, email: userName, givenName: 'User', familyName: `Number ${i + 1}`, groups };
  });
  const sets = ['AdministratorAccess', 'PowerUserAccess', 'ReadOnlyAccess', 'SecurityAudit', 'Billing'];
  const ids = Array.from({ length: 8 }, (_, i) => `2222${String(201 + i).padStart(8, '0')}`);
  const everywhere = [['all'], ['ou:Workloads', 'management', 'shared-9', ...ids]];
  return onePerson({
    groups: GROUPS.map((name) => ({ name })),
    users,
    permissionSets: sets.map((name) => ({ name, sessionDuration: 'PT4H', managedPolicies: [name] })),
    assignments: GROUPS.map((group, i) => ({
      principal: { group },
      permissionSets: [i === 0 ? 'AdministratorAccess' : (sets[1 + (i % 4)] ?? 'ReadOnlyAccess')],
      accounts: everywhere[i % 2] ?? ['all'],
    })),
    ...change,
  });
}
