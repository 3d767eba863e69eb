import {
  type Assignment,
  createAssignment,
  explainAssignment,
  listAssignments,
  listAssignmentsOf,
} from '../aws/assignments.ts';
import type { AwsReader } from '../aws/clients.ts';
import type { Instance } from '../aws/instances.ts';
import type { Found, Key, State, Step, StepId } from '../engine/step.ts';
import { assignmentKey } from '../keys.ts';
import type { AssignmentSettings } from '../settings/settings.ts';
import { READS, sideBySide } from '../side-by-side.ts';
import type { Targets } from '../targets.ts';
import { askedOnce } from './asked.ts';
import type { GroupStep } from './group.ts';
import type { InstanceStep } from './instance.ts';
import type { PermissionSetStep } from './permission-set.ts';
import type { UserStep } from './user.ts';

/** Users only where one of them is assigned something: making many takes long. */
type Needs = { instance: InstanceStep; group: GroupStep; user?: UserStep; permissionSet: PermissionSetStep };
export type AssignmentStep = Step<Record<string, never>, State, Needs>;

/** One cell of the settings' table: who gets what where. */
interface Cell {
  readonly who: { readonly step: StepId & ('group' | 'user'); readonly key: Key };
  readonly permissionSet: string;
  readonly account: string;
}

/** What groups and users hold in all accounts, by their ids, as far as AWS is being asked about it. */
export type Held = ReadonlyMap<string, Promise<Assignment[]>>;

/**
 * Account assignments. AWS makes them in the background; the ones that the settings do not name stay.
 *
 * @param asked what has been asked about groups and users ahead
 */
export function assignmentStep(
  needs: Needs,
  assignments: readonly AssignmentSettings[],
  targets: Promise<Targets>,
  asked?: Promise<Held>,
): AssignmentStep {
  const first = askedOnce(asked);
  let cells: ReadonlyMap<Key, Cell> = new Map();
  let want: AssignmentStep['want'] = new Map();
  /** Requests of which nobody has asked how they ended. */
  const requests = new Map<Key, string>();
  const ready = targets.then((found) => {
    cells = new Map(assignments.flatMap((one) => cellsOf(one, found)).map((cell) => [keyOf(cell), cell]));
    want = new Map([...cells.keys()].map((key) => [key, {}]));
  });
  return {
    id: 'assignment',
    needs,
    ready,
    get want() {
      return want;
    },
    buildsOn: (key) => {
      const cell = cells.get(key);
      return cell === undefined ? [] : [cell.who, { step: 'permissionSet', key: cell.permissionSet }];
    },
    async read(aws, found, keys, planned) {
      const [group, sets] = await Promise.all([planned('group'), planned('permissionSet')]);
      const made = { group, user: needs.user && (await planned('user')) };
      // What has just been made is assigned nowhere yet.
      const isNew = ({ who, permissionSet }: Cell) =>
        made[who.step]?.get(who.key)?.kind === 'create' || sets.get(permissionSet)?.kind === 'create';
      const wanted = [...cells].flatMap(([key, cell]) => (keys.has(key) && !isNew(cell) ? [cell] : []));
      const rows = await assignmentsOf(aws, found, wanted, await first());
      const name = namer(found);
      return new Map(rows.map((row) => [keyOf(name(row)), { fields: {} }]));
    },
    async create(aws, found, key) {
      const cell = cells.get(key);
      const row = cell === undefined ? undefined : rowOf(cell, found);
      const request = row && (await createAssignment(aws, found.instance, row));
      if (request !== undefined) requests.set(key, request);
    },
    async explain(aws, found, key) {
      const request = requests.get(key);
      if (request === undefined) return;
      requests.delete(key);
      const isUnderWay = await explainAssignment(aws, found.instance, request, cells.get(key)?.account ?? '');
      if (isUnderWay) requests.set(key, request);
    },
    background: true,
    // One role is updated at a time in an account (user guide, quotas).
    lane: (key) => cells.get(key)?.account ?? key,
  };
}

function cellsOf(assignment: AssignmentSettings, targets: Targets): Cell[] {
  const who =
    'group' in assignment.principal
      ? ({ step: 'group', key: assignment.principal.group } as const)
      : ({ step: 'user', key: assignment.principal.user } as const);
  const accounts = assignment.accounts.flatMap((selector) => targets.get(selector) ?? []);
  return assignment.permissionSets.flatMap((permissionSet) =>
    accounts.map((account) => ({ who, permissionSet, account })),
  );
}

function keyOf({ who, ...where }: Cell): Key {
  return assignmentKey({ principalType: who.step === 'user' ? 'USER' : 'GROUP', principal: who.key, ...where });
}

/** The assignment as AWS has it; undefined while a part of it does not exist. */
function rowOf(cell: Cell, found: Found<Needs>): Assignment | undefined {
  const { who, account } = cell;
  const principalId = found[who.step]?.get(who.key)?.id;
  const permissionSetArn = found.permissionSet.get(cell.permissionSet)?.arn;
  if (principalId === undefined || permissionSetArn === undefined) return undefined;
  return { principalType: who.step === 'user' ? 'USER' : 'GROUP', principalId, permissionSetArn, account };
}

/** The other way round; what has no name here keeps its id. */
function namer(found: Found<Needs>): (row: Assignment) => Cell {
  const nameOf = new Map<string, string>();
  for (const [name, { id }] of [...found.group, ...(found.user ?? [])]) nameOf.set(id, name);
  for (const [name, { arn }] of found.permissionSet) nameOf.set(arn, name);
  return (row) => ({
    who: {
      step: row.principalType === 'USER' ? 'user' : 'group',
      key: nameOf.get(row.principalId) ?? row.principalId,
    },
    permissionSet: nameOf.get(row.permissionSetArn) ?? row.permissionSetArn,
    account: row.account,
  });
}

/** From the cheaper side: who holds each permission set in each account, or what each group and user holds. */
async function assignmentsOf(
  aws: AwsReader,
  found: Found<Needs>,
  wanted: readonly Cell[],
  held: Held = new Map(),
): Promise<Assignment[]> {
  const at: Instance = found.instance;
  const rows = wanted.map((cell) => rowOf(cell, found)).filter((row) => row !== undefined);
  const places = new Map(rows.map((row) => [`${row.account} ${row.permissionSetArn}`, row]));
  const principals = new Map(rows.map((row) => [row.principalId, row]));
  const answers =
    places.size <= principals.size
      ? await sideBySide(places.values(), READS, (row) => listAssignments(aws, at, row.account, row.permissionSetArn))
      : await sideBySide(
          principals.values(),
          READS,
          (row) => held.get(row.principalId) ?? listAssignmentsOf(aws, at, row.principalType, row.principalId),
        );
  return answers.flat();
}
