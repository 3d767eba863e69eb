import { type Ahead, askAhead } from './ahead.ts';
import type { Page } from './aws/call.ts';
import type { Caller } from './aws/caller.ts';
import type { AwsReader } from './aws/clients.ts';
import { groupPage, userPage } from './aws/identity-store.ts';
import type { Instance, ListedInstance } from './aws/instances.ts';
import type { AwsFiles } from './aws-files.ts';
import type { EngineEvent } from './engine/events.ts';
import type { Plan } from './engine/plan.ts';
import { type Guide, type Preview, preview } from './engine/preview.ts';
import { guideFor } from './guide.ts';
import { Problem } from './problem.ts';
import { type Settings, selectorsOf } from './settings/settings.ts';
import { ownInstances } from './steps/instance.ts';
import { ownedBy } from './steps/organization.ts';
import { findPlaces, type Places, type Targets } from './targets.ts';
import { findWidening } from './widening.ts';

/** The guide for these settings in this account, and what it found there. */
export interface Survey {
  readonly guide: Guide;
  /** The accounts that the settings mean. */
  readonly targets: Targets;
  readonly preview: Preview;
}

/** @throws Problem wrongAccount when the settings name another account than the caller's */
export function guardAccount(wanted: string | undefined, caller: Caller): void {
  if (wanted === undefined || wanted === caller.account) return;
  throw new Problem('wrongAccount', { account: caller.account, wanted, who: caller.arn });
}

/**
 * Looks at the account and plans. Writes nothing.
 *
 * @param files where profiles of the AWS CLI are; without them none is planned
 * @param ahead what has been asked already
 */
export async function survey(
  settings: Settings,
  caller: Caller,
  aws: AwsReader,
  emit: (event: EngineEvent) => void,
  files?: AwsFiles,
  ahead: Ahead = askAhead(aws, settings.region),
): Promise<Survey> {
  const organization = ahead.organization.then((described) => ownedBy(aws, caller, described));
  const { instances } = ahead;
  const places = findPlaces(aws, caller, async () => (await organization) !== undefined, selectorsOf(settings));
  const targets = places.then((found) => found.targets);
  // What goes wrong is told by the steps that wait for it, in their order.
  for (const look of [organization, places, targets]) look.catch(() => undefined);
  const known = { organization, instances, targets, ...firstPages(aws, caller, instances) };
  const guide = guideFor(settings, caller, known, files);
  const { plan, looks } = await preview(guide, aws, emit);
  const where = whereOf(settings, await places);
  const widening = await findWidening(aws, settings, where.access ?? [], looks);
  const whole = { ...plan, ...where, ...(widening.length === 0 ? {} : { widening }) };
  return { guide, targets: await targets, preview: { plan: whole, looks } };
}

/** Groups and users need not wait until all is known about the instance. */
function firstPages(aws: AwsReader, caller: Caller, listed: Promise<ListedInstance[]>) {
  const page = <T>(look: (aws: AwsReader, at: Instance) => Promise<Page<T>>) => {
    const looked = listed.then(([only]) => {
      const isOurs = only !== undefined && ownInstances([only], caller.account).length > 0 && only.status === 'ACTIVE';
      return isOurs ? look(aws, only) : undefined;
    });
    looked.catch(() => undefined);
    return looked;
  };
  return { groups: page(groupPage), users: page(userPage) };
}

/** What selectors stand for, for the plan; nothing where the settings name accounts by their ids only. */
function whereOf({ assignments }: Settings, { targets, names }: Places): Pick<Plan, 'access' | 'accountNames'> {
  const access = assignments.map(({ principal, permissionSets, accounts }) => ({
    principal: 'group' in principal ? principal.group : principal.user,
    principalType: 'group' in principal ? ('GROUP' as const) : ('USER' as const),
    permissionSets,
    selectors: accounts.map((selector) => ({ selector, accounts: targets.get(selector) ?? [] })),
  }));
  return {
    ...(access.length === 0 ? {} : { access }),
    ...(names.size === 0 ? {} : { accountNames: Object.fromEntries(names) }),
  };
}
