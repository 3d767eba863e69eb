import { administrates, isBare, makesAdministrators } from './administrator.ts';
import { type Assignment, listAssignments, listAssignmentsOf, listProvisionedAccounts } from './aws/assignments.ts';
import type { AwsReader } from './aws/clients.ts';
import { listMembers } from './aws/identity-store.ts';
import type { Instance } from './aws/instances.ts';
import { getInlinePolicy, listManagedPolicies } from './aws/permission-sets.ts';
import type { Access, PrincipalType, Widening } from './engine/plan.ts';
import type { Looks } from './engine/preview.ts';
import type { State } from './engine/step.ts';
import { readAssignmentKey } from './keys.ts';
import type { PermissionSetSettings, Settings } from './settings/settings.ts';
import { READS, sideBySide } from './side-by-side.ts';

/** One principal's hold of one permission set that gives administrator access once the plan is carried out. */
export interface Grant {
  readonly principal: string;
  readonly principalType: PrincipalType;
  readonly permissionSet: string;
  /** Whether the permission set gives administrator access already. */
  readonly administrates: boolean;
  /** Accounts where the principal holds the permission set today, and where the settings want it to. */
  readonly held: readonly string[];
  readonly wanted: readonly string[];
  /** Who the principal is, by ids: a user alone, or the members of a group today; and those whom the settings name. */
  readonly members: readonly string[];
  readonly named: readonly string[];
}

/**
 * Who gets administrator access in more accounts than before: because they are assigned in more of them, or because the
 * permission set begins to give it. A first grant to nobody but the people whom the settings name is no widening: plan
 * and settings show all of it, and a first run that died half-way looks the same as one that begins.
 */
export function wideningOf(grants: readonly Grant[]): Widening[] {
  return grants.flatMap(({ principal, principalType, permissionSet, ...grant }) => {
    const held = new Set(grant.held);
    const before = grant.administrates ? held.size : 0;
    const after = new Set([...held, ...grant.wanted]).size;
    const named = new Set(grant.named);
    const others = new Set(grant.members.filter((member) => !named.has(member))).size;
    const isFirst = held.size === 0 && others === 0;
    if (after === before || isFirst) return [];
    return [
      {
        principal,
        principalType,
        permissionSet,
        accountsBefore: before,
        accountsAfter: after,
        members: named.size + others,
        membersNotInSettings: others,
      },
    ];
  });
}

/**
 * The widening that a plan brings, also to those whom the settings do not name, where a permission set that they hold
 * begins to give it. What a permission set gives is told by the policies that the settings name, and by what AWS has
 * where they name none.
 *
 * AWS is asked only about what would widen, and only for what the preview had no reason to read: accounts that the
 * settings do not name, members, and policies that they leave out.
 *
 * @param looks what the preview found
 */
export async function findWidening(
  aws: AwsReader,
  settings: Settings,
  access: readonly Access[],
  looks: Looks,
): Promise<Widening[]> {
  const [instance] = (looks.get('instance')?.states.values() ?? []) as Iterable<State & Instance>;
  if (instance === undefined) return [];
  // Nobody but the people of the settings can be in a group that is to come.
  const holds = holdsOf(access, looks).filter(({ id }) => id !== undefined);
  const sets = await administratorSets(aws, instance, settings, holds, looks);
  const due = holds.filter((hold) => {
    const set = sets.get(hold.permissionSet);
    return set?.after === true && (isMore(hold) || !set.before);
  });
  const grants = await sideBySide(due, 3, async ({ id = '', ...hold }): Promise<Grant> => {
    const set = sets.get(hold.permissionSet);
    const [rows, members] = await Promise.all([
      set?.arn === undefined ? [] : listAssignmentsOf(aws, instance, hold.principalType, id),
      hold.principalType === 'USER' ? [id] : listMembers(aws, instance, id),
    ]);
    const elsewhere = rows.filter((row) => row.permissionSetArn === set?.arn).map(({ account }) => account);
    const named = hold.principalType === 'USER' ? [id] : namedIn(settings, hold.principal, looks);
    return { ...hold, held: [...hold.held, ...elsewhere], administrates: set?.before ?? false, members, named };
  });
  const begin = [...sets].flatMap(([name, { arn, before, after }]) =>
    arn === undefined || before || !after ? [] : [{ name, arn }],
  );
  const known = new Set(holds.map(({ permissionSet, id }) => `${permissionSet} ${id}`));
  const others = await sideBySide(begin, 1, (set) => othersWith(aws, instance, settings, set, known, looks));
  return wideningOf([...grants, ...others.flat()]);
}

/** Those who hold a permission set that begins to give administrator access, besides the ones that are known. */
async function othersWith(
  aws: AwsReader,
  at: Instance,
  settings: Settings,
  set: { readonly name: string; readonly arn: string },
  known: ReadonlySet<string>,
  looks: Looks,
): Promise<Grant[]> {
  const accounts = await listProvisionedAccounts(aws, at, set.arn, 'all');
  const rows = await sideBySide(accounts, READS, (account) => listAssignments(aws, at, account, set.arn));
  const held = new Map<string, [Assignment, ...Assignment[]]>();
  for (const row of rows.flat()) {
    if (known.has(`${set.name} ${row.principalId}`)) continue;
    held.set(row.principalId, [row, ...(held.get(row.principalId) ?? [])]);
  }
  return sideBySide(held, 3, async ([id, theirs]): Promise<Grant> => {
    const [{ principalType }] = theirs;
    const principal = nameOf(looks, principalType === 'USER' ? 'user' : 'group', id);
    const members = principalType === 'USER' ? [id] : await listMembers(aws, at, id);
    return {
      principal,
      principalType,
      permissionSet: set.name,
      administrates: false,
      held: theirs.map(({ account }) => account),
      wanted: [],
      members,
      named: principalType === 'USER' ? [] : namedIn(settings, principal, looks),
    };
  });
}

/** What the preview has read the name of; others keep their id. */
function nameOf(looks: Looks, step: 'group' | 'user', id: string): string {
  const states = looks.get(step)?.states ?? new Map<string, State>();
  return [...states].find(([name]) => idOf(looks, step, name) === id)?.[0] ?? id;
}

/** Who is wanted to hold what where, and holds it where, as far as the preview knows. */
interface Hold extends Pick<Grant, 'principal' | 'principalType' | 'permissionSet' | 'held' | 'wanted'> {
  /** Undefined while the principal does not exist. */
  readonly id: string | undefined;
}

function holdsOf(access: readonly Access[], looks: Looks): Hold[] {
  const held = new Map<string, string[]>();
  for (const key of looks.get('assignment')?.states.keys() ?? []) {
    const { account = '', ...row } = readAssignmentKey(key) ?? {};
    const accounts = held.get(holdId(row)) ?? [];
    accounts.push(account);
    held.set(holdId(row), accounts);
  }
  const holds = new Map<string, Hold & { wanted: string[] }>();
  for (const { principal, principalType, permissionSets, selectors } of access) {
    for (const permissionSet of permissionSets) {
      const about = { principalType, principal, permissionSet };
      const hold = holds.get(holdId(about)) ?? {
        ...about,
        id: idOf(looks, principalType === 'USER' ? 'user' : 'group', principal),
        held: held.get(holdId(about)) ?? [],
        wanted: [],
      };
      hold.wanted.push(...selectors.flatMap(({ accounts }) => accounts));
      holds.set(holdId(about), hold);
    }
  }
  return [...holds.values()];
}

function isMore({ wanted, held }: Hold): boolean {
  const before = new Set(held);
  return wanted.some((account) => !before.has(account));
}

function holdId({ principalType, principal, permissionSet }: Partial<Hold>): string {
  return JSON.stringify([principalType, principal, permissionSet]);
}

function idOf(looks: Looks, step: 'group' | 'user', name: string): string | undefined {
  return (looks.get(step)?.states.get(name) as (State & { readonly id: string }) | undefined)?.id;
}

/** The users whom the settings put into a group: by id, or by name while they do not exist. */
function namedIn({ users }: Settings, group: string, looks: Looks): string[] {
  return users
    .filter(({ groups }) => groups.includes(group))
    .map(({ userName }) => idOf(looks, 'user', userName) ?? userName);
}

interface AdministratorSet {
  /** Undefined while it does not exist. */
  readonly arn: string | undefined;
  /** Whether it gives administrator access, before and after the plan. */
  readonly before: boolean;
  readonly after: boolean;
}

/** What the permission sets give that are assigned in more places, or that change, and who holds them may get more by it. */
async function administratorSets(
  aws: AwsReader,
  at: Instance,
  settings: Settings,
  holds: readonly Hold[],
  looks: Looks,
): Promise<Map<string, AdministratorSet>> {
  const changed = looks.get('permissionSet')?.actions;
  const widened = new Set(holds.filter(isMore).map(({ permissionSet }) => permissionSet));
  const used = new Set(holds.map(({ permissionSet }) => permissionSet));
  const due = settings.permissionSets.filter(
    (set) =>
      widened.has(set.name) ||
      (changed?.get(set.name)?.kind === 'change' && (used.has(set.name) || makesAdministrators(set))),
  );
  const sets = await sideBySide(due, 3, async (set) => {
    const found = looks.get('permissionSet')?.states.get(set.name) as (State & { arn: string }) | undefined;
    return [set.name, await administratorSet(aws, at, set, found)] as const;
  });
  return new Map(sets);
}

async function administratorSet(
  aws: AwsReader,
  at: Instance,
  set: PermissionSetSettings,
  found: (State & { readonly arn: string }) | undefined,
): Promise<AdministratorSet> {
  const arn = found?.arn;
  const { managedPolicies = [], inlinePolicy = '' } = { ...found?.fields };
  const [managed, inline] = await Promise.all([
    arn === undefined || set.managedPolicies !== undefined
      ? [managedPolicies].flat()
      : listManagedPolicies(aws, at, arn),
    arn === undefined || !isBare(set) ? String(inlinePolicy) : getInlinePolicy(aws, at, arn),
  ]);
  const wanted = set.inlinePolicy === undefined ? inline : JSON.stringify(set.inlinePolicy);
  return { arn, before: administrates(managed, inline), after: administrates(set.managedPolicies ?? managed, wanted) };
}
