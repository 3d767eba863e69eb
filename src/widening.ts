import { administrates, makesAdministrators } from './administrator.ts';
import { type Assignment, listAssignments, listAssignmentsOf, listProvisionedAccounts } from './aws/assignments.ts';
import { orAbsent } from './aws/call.ts';
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
  /** Accounts where the principal holds the permission set today, and where the settings want it to. */
  readonly held: readonly string[];
  readonly wanted: readonly string[];
  /** Those of the held ones where it gives administrator access already. */
  readonly administered: readonly string[];
  /** Those of the held ones that have an older version, of which AWS does not tell what it gives. */
  readonly untold: readonly string[];
  /** Who the principal is, by ids: a user alone, or the members of a group today; and those whom the settings name. */
  readonly members: readonly string[];
  readonly named: readonly string[];
}

/**
 * Who gets administrator access in more accounts than before: because they are assigned in more of them, or because the
 * permission set begins to give it there. A first grant to nobody but the people whom the settings name is no widening:
 * plan and settings show all of it, and a first run that died half-way looks the same as one that begins.
 */
export function wideningOf(grants: readonly Grant[]): Widening[] {
  return grants.flatMap(({ principal, principalType, permissionSet, ...grant }) => {
    const held = new Set(grant.held);
    const before = new Set(grant.administered).size;
    const untold = new Set(grant.untold).size;
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
        ...(untold === 0 ? {} : { accountsUntold: untold }),
        members: named.size + others,
        membersNotInSettings: others,
      },
    ];
  });
}

/**
 * The widening that a plan brings, also to those whom the settings do not name, where a permission set that they hold
 * begins to give it. What a permission set gives is told by the policies that the settings name, and by what AWS has of
 * each kind that they leave out. What somebody else put into it reaches an account when it is rolled out there.
 *
 * AWS is asked only about what would widen, and only for what the preview had no reason to read: accounts that the
 * settings do not name, members, policies that they leave out, and which accounts have an older version.
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
  const all = holdsOf(access, looks);
  const sets = await administratorSets(aws, instance, settings, all, looks);
  // Nobody but the people of the settings can be in a group that is to come.
  const holds = all.filter(({ id }) => id !== undefined);
  const due = holds.flatMap((hold) => {
    const set = sets.get(hold.permissionSet);
    return set !== undefined && (isMore(hold) || set.begins) ? [{ ...hold, set }] : [];
  });
  const grants = await sideBySide(due, 3, async ({ id = '', set, ...hold }): Promise<Grant> => {
    const [rows, members] = await Promise.all([
      set.arn === undefined ? [] : listAssignmentsOf(aws, instance, hold.principalType, id),
      hold.principalType === 'USER' ? [id] : listMembers(aws, instance, id),
    ]);
    const elsewhere = rows.filter((row) => row.permissionSetArn === set.arn).map(({ account }) => account);
    const held = [...hold.held, ...elsewhere];
    const named = namedIn(settings, hold.principalType, hold.principal, looks);
    return { ...hold, held, ...given(set, held), members, named };
  });
  const begin = [...sets].flatMap(([name, set]) =>
    set.arn === undefined || !set.begins ? [] : [{ ...set, name, arn: set.arn }],
  );
  const known = new Set(holds.map(({ permissionSet, id }) => `${permissionSet} ${id}`));
  const others = await sideBySide(begin, 1, (set) => othersWith(aws, instance, settings, set, known, looks));
  return wideningOf([...grants, ...others.flat()]);
}

function given(set: AdministratorSet, held: readonly string[]): Pick<Grant, 'administered' | 'untold'> {
  return {
    administered: held.filter((account) => set.givesIn(account)),
    untold: held.filter((account) => set.untold.has(account)),
  };
}

/** Those who hold a permission set that begins to give administrator access, besides the ones that are known. */
async function othersWith(
  aws: AwsReader,
  at: Instance,
  settings: Settings,
  set: AdministratorSet & { readonly name: string; readonly arn: string },
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
  const grants = await sideBySide(held, 3, async ([id, theirs]): Promise<Grant | undefined> => {
    const [{ principalType }] = theirs;
    const principal = nameOf(looks, principalType === 'USER' ? 'user' : 'group', id);
    const members = principalType === 'USER' ? [id] : await orAbsent(listMembers(aws, at, id));
    // Assignments outlive their group, and give nobody anything then.
    if (members === undefined) return undefined;
    const accounts = theirs.map(({ account }) => account);
    return {
      principal,
      principalType,
      permissionSet: set.name,
      held: accounts,
      wanted: [],
      ...given(set, accounts),
      members,
      named: namedIn(settings, principalType, principal, looks),
    };
  });
  return grants.filter((grant) => grant !== undefined);
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

/** The user, or those whom the settings put into the group: by id, or by name while they do not exist. */
function namedIn({ users }: Settings, type: PrincipalType, principal: string, looks: Looks): string[] {
  return users
    .filter(({ userName, groups }) => (type === 'USER' ? userName === principal : groups.includes(principal)))
    .map(({ userName }) => idOf(looks, 'user', userName) ?? userName);
}

/** A permission set that gives administrator access once the plan is carried out. */
interface AdministratorSet {
  /** Undefined while it does not exist. */
  readonly arn: string | undefined;
  /** Whether the plan is what makes it give that, everywhere or in some accounts. */
  readonly begins: boolean;
  /** Whether it gives that already where it is held. */
  givesIn(account: string): boolean;
  /** Accounts with an older version that the plan replaces, of which AWS does not tell what it gives. */
  readonly untold: ReadonlySet<string>;
}

/** Those that the plan brings into accounts. */
async function administratorSets(
  aws: AwsReader,
  at: Instance,
  settings: Settings,
  holds: readonly Hold[],
  looks: Looks,
): Promise<Map<string, AdministratorSet>> {
  const sets = await sideBySide(settings.permissionSets, 3, async (set) => {
    const reached = reachedBy(set.name, holds, looks);
    if (reached.length === 0) return [];
    const found = looks.get('permissionSet')?.states.get(set.name) as (State & { arn: string }) | undefined;
    const administrator = await administratorSet(aws, at, set, found, reached);
    return administrator === undefined ? [] : [[set.name, administrator] as const];
  });
  return new Map(sets.flat());
}

/** Accounts that get the newest version of a permission set: by its roll-out, or with an assignment. */
function reachedBy(name: string, holds: readonly Hold[], looks: Looks): string[] {
  const outdated = looks.get('provisioning')?.states.get(name)?.fields.outdated ?? [];
  const more = holds.filter((hold) => hold.permissionSet === name && isMore(hold));
  return [...[outdated].flat(), ...more.flatMap(({ wanted }) => wanted)];
}

/**
 * Undefined when it is none. AWS does not tell what an older version of it gives: where the plan replaces one, it counts
 * as giving no administrator access, unless the settings themselves want it to.
 */
async function administratorSet(
  aws: AwsReader,
  at: Instance,
  set: PermissionSetSettings,
  found: (State & { readonly arn: string }) | undefined,
  reached: readonly string[],
): Promise<AdministratorSet | undefined> {
  if (found === undefined) {
    return makesAdministrators(set) ? { arn: undefined, ...BEGINS } : undefined;
  }
  const { arn, fields } = found;
  const [managed, inline] = await Promise.all([
    set.managedPolicies === undefined ? listManagedPolicies(aws, at, arn) : [fields.managedPolicies ?? []].flat(),
    set.inlinePolicy === undefined ? getInlinePolicy(aws, at, arn) : String(fields.inlinePolicy ?? ''),
  ]);
  const wanted = set.inlinePolicy === undefined ? inline : JSON.stringify(set.inlinePolicy);
  if (!administrates(set.managedPolicies ?? managed, wanted)) return undefined;
  if (!administrates(managed, inline)) return { arn, ...BEGINS };
  const outdated = makesAdministrators(set) ? [] : await listProvisionedAccounts(aws, at, arn, 'outdated');
  const untold = new Set(outdated.filter((account) => reached.includes(account)));
  return { arn, begins: untold.size > 0, givesIn: (account) => !untold.has(account), untold };
}

/** The plan gives it the policies that make administrators. */
const BEGINS = { begins: true, givesIn: () => false, untold: new Set<string>() };
