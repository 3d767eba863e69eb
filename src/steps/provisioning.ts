import { listProvisionedAccounts, provision } from '../aws/assignments.ts';
import type { Actions, State, Step } from '../engine/step.ts';
import { Problem } from '../problem.ts';
import { READS, sideBySide } from '../side-by-side.ts';
import type { InstanceStep } from './instance.ts';
import type { PermissionSetStep } from './permission-set.ts';

type Needs = { instance: InstanceStep; permissionSet: PermissionSetStep };
type Want = { outdated: readonly string[] };
export type ProvisioningStep = Step<Want, State, Needs>;

/**
 * Rolls changed permission sets out to the accounts that use them. AWS does not do it by itself, and a run that died
 * between change and roll-out leaves accounts on the old version, so AWS is asked every time.
 *
 * @param inactive accounts that are suspended or closed: AWS changes nothing there, and they stay as they are
 */
export function provisioningStep(
  needs: Needs,
  permissionSets: readonly { name: string }[],
  inactive: Promise<ReadonlySet<string>>,
): ProvisioningStep {
  return {
    id: 'provisioning',
    needs,
    partOf: 'permissionSet',
    quiet: true,
    want: new Map(permissionSets.map(({ name }) => [name, { outdated: [] }])),
    // An assignment brings the newest version along.
    follows: ['assignment'],
    buildsOn: (name) => [{ step: 'permissionSet', key: name }],
    async read(aws, found, keys, planned) {
      const changes = await planned('permissionSet');
      const provisioned = await sideBySide([...keys], READS, async (name) => {
        const set = found.permissionSet.get(name);
        // What has just been made is nowhere yet.
        if (set === undefined || changes.get(name)?.kind === 'create') return [];
        if (willChange(changes, name)) return listProvisionedAccounts(aws, found.instance, set.arn, 'all');
        return set.outdated?.() ?? listProvisionedAccounts(aws, found.instance, set.arn, 'outdated');
      });
      const assigned = newlyAssigned(await planned('assignment'));
      const left = await inactive;
      return new Map(
        [...keys].map((name, i) => {
          const outdated =
            provisioned[i]?.filter((account) => !left.has(account) && !assigned.has(`${name}, ${account}`)) ?? [];
          return [name, { fields: { outdated: outdated.sort() } }];
        }),
      );
    },
    background: true,
    create: 'implied',
    async update(aws, found, name, state) {
      const arn = found.permissionSet.get(name)?.arn ?? '';
      const outdated = [state.fields.outdated ?? []].flat();
      const inAll = outdated.length > ONE_BY_ONE && (await failureOf(provision(aws, found.instance, arn, 'all')));
      if (inAll === undefined) return;
      // What is in the way in one account keeps the others from nothing.
      const accounts = inAll ? await listProvisionedAccounts(aws, found.instance, arn, 'outdated') : outdated;
      const failures: Problem[] = [];
      for (const account of accounts.filter((one) => outdated.includes(one))) {
        const failure = await failureOf(provision(aws, found.instance, arn, account));
        if (failure !== undefined) failures.push(failure);
      }
      const [first] = failures;
      if (first !== undefined) throw first;
    },
    // AWS: three roll-outs at a time (user guide, quotas).
    sideBySide: 3,
  };
}

/** What AWS could not finish; undefined when it could. */
async function failureOf(work: Promise<void>): Promise<Problem | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof Problem && error.id === 'provisioningFailed') return error;
    throw error;
  }
}

/** Up to so many accounts are rolled out to one by one; more, and AWS is asked for all that have the set, in one go. */
const ONE_BY_ONE = 3;

/** Tags stay in Identity Center; everything else of a permission set goes into the roles of the accounts. */
function willChange(changes: Actions, name: string): boolean {
  const action = changes.get(name);
  return action?.kind === 'change' && action.drift.some(({ field }) => !field.startsWith('tags.'));
}

/** A new assignment brings the newest version into its account: `SET, ACCOUNT`, the end of the assignment's name. */
function newlyAssigned(assignments: Actions): ReadonlySet<string> {
  const created = [...assignments].filter(([, action]) => action.kind === 'create');
  return new Set(created.map(([key]) => key.split(', ').slice(-2).join(', ')));
}
