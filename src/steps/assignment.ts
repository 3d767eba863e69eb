import { type Assignment, createAssignment, listAssignments, listAssignmentsOf } from '../aws/assignments.ts';
import type { AwsReader } from '../aws/clients.ts';
import type { Instance } from '../aws/instances.ts';
import type { Found, Key, State, Step, StepId } from '../engine/step.ts';
import type { AssignmentSettings } from '../settings/settings.ts';
import { sideBySide } from '../side-by-side.ts';
import type { Targets } from '../targets.ts';
import type { GroupStep } from './group.ts';
import type { InstanceStep } from './instance.ts';
import type { PermissionSetStep } from './permission-set.ts';
import type { UserStep } from './user.ts';

type Needs = { instance: InstanceStep; group: GroupStep; user: UserStep; permissionSet: PermissionSetStep };
export type AssignmentStep = Step<Record<string, never>, State, Needs>;

/** One cell of the settings' table: who gets what where. */
interface Cell {
  readonly who: { readonly step: StepId & ('group' | 'user'); readonly key: Key };
  readonly permissionSet: string;
  readonly account: string;
}

/** Account assignments. AWS makes them in the background; the ones that the settings do not name stay. */
export function assignmentStep(
  needs: Needs,
  assignments: readonly AssignmentSettings[],
  targets: Targets,
): AssignmentStep {
  const cells = new Map(assignments.flatMap((one) => cellsOf(one, targets)).map((cell) => [keyOf(cell), cell]));
  return {
    id: 'assignment',
    needs,
    want: new Map([...cells.keys()].map((key) => [key, {}])),
    buildsOn: (key) => {
      const cell = cells.get(key);
      return cell === undefined ? [] : [cell.who, { step: 'permissionSet', key: cell.permissionSet }];
    },
    async read(aws, found, keys) {
      const wanted = [...cells].filter(([key]) => keys.has(key)).map(([, cell]) => cell);
      const rows = await assignmentsOf(aws, found, wanted);
      const name = namer(found);
      return new Map(rows.map((row) => [keyOf(name(row)), { fields: {} }]));
    },
    async create(aws, found, key) {
      const cell = cells.get(key);
      const row = cell === undefined ? undefined : rowOf(cell, found);
      if (row !== undefined) await createAssignment(aws, found.instance, row);
    },
    background: true,
    sideBySide: 8,
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

/** A user says so, because a group may have the same name; and so does a group that looks as if it did. */
function keyOf({ who, permissionSet, account }: Cell): Key {
  const kind = who.step === 'user' || /^(user|group) /.test(who.key) ? `${who.step} ` : '';
  return `${kind}${who.key}, ${permissionSet}, ${account}`;
}

/** The assignment as AWS has it; undefined while a part of it does not exist. */
function rowOf(cell: Cell, found: Found<Needs>): Assignment | undefined {
  const { who, account } = cell;
  const principalId = found[who.step].get(who.key)?.id;
  const permissionSetArn = found.permissionSet.get(cell.permissionSet)?.arn;
  if (principalId === undefined || permissionSetArn === undefined) return undefined;
  return { principalType: who.step === 'user' ? 'USER' : 'GROUP', principalId, permissionSetArn, account };
}

/** The other way round; what has no name here keeps its id. */
function namer(found: Found<Needs>): (row: Assignment) => Cell {
  const nameOf = new Map<string, string>();
  for (const [name, { id }] of [...found.group, ...found.user]) nameOf.set(id, name);
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
async function assignmentsOf(aws: AwsReader, found: Found<Needs>, wanted: readonly Cell[]): Promise<Assignment[]> {
  const at: Instance = found.instance;
  const rows = wanted.map((cell) => rowOf(cell, found)).filter((row) => row !== undefined);
  const places = new Map(rows.map((row) => [`${row.account} ${row.permissionSetArn}`, row]));
  const principals = new Map(rows.map((row) => [row.principalId, row]));
  const answers =
    places.size <= principals.size
      ? await sideBySide(places.values(), 5, (row) => listAssignments(aws, at, row.account, row.permissionSetArn))
      : await sideBySide(principals.values(), 5, (row) =>
          listAssignmentsOf(aws, at, row.principalType, row.principalId),
        );
  return answers.flat();
}
