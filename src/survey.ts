import { type Ahead, askAhead } from './ahead.ts';
import { listAssignmentsOf } from './aws/assignments.ts';
import type { Page } from './aws/call.ts';
import type { Caller } from './aws/caller.ts';
import type { AwsReader } from './aws/clients.ts';
import { type Group, groupPage, type User, userPage } from './aws/identity-store.ts';
import type { Instance, ListedInstance } from './aws/instances.ts';
import type { AwsFiles } from './aws-files.ts';
import type { EngineEvent } from './engine/events.ts';
import type { Plan } from './engine/plan.ts';
import { type Guide, type Preview, preview } from './engine/preview.ts';
import { guideFor } from './guide.ts';
import { asWritten, sameName } from './names.ts';
import { Problem } from './problem.ts';
import { cellsOf, type Settings, selectorsOf } from './settings/settings.ts';
import { askedOnce } from './steps/asked.ts';
import type { Held } from './steps/assignment.ts';
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
  const inactive = places.then((found) => found.inactive);
  // What goes wrong is told by the steps that wait for it, in their order.
  for (const look of [organization, places, targets, inactive]) look.catch(() => undefined);
  const first = askedOnce(instances);
  const known = {
    organization,
    instances: first,
    targets,
    inactive,
    ...askedOfInstance(aws, settings, caller, instances),
  };
  const guide = guideFor(settings, caller, known, files);
  const { plan, looks } = await preview(guide, aws, emit);
  // Where there is no organization yet nobody took the answer, and it is old when there is one.
  first();
  const where = whereOf(settings, await places);
  const widening = await findWidening(aws, settings, where.access ?? [], looks);
  const whole = { ...plan, ...where, ...(widening.length === 0 ? {} : { widening }) };
  return { guide, targets: await targets, preview: { plan: whole, looks } };
}

/** Groups, users and what they hold need not wait until all is known about instance and permission sets. */
function askedOfInstance(aws: AwsReader, settings: Settings, caller: Caller, listed: Promise<ListedInstance[]>) {
  const instance = listed.then(([only]) => {
    const isOurs = only !== undefined && ownInstances([only], caller.account).length > 0 && only.status === 'ACTIVE';
    return isOurs ? only : undefined;
  });
  const groups = instance.then((at) => at && groupPage(aws, at));
  const users = instance.then((at) => at && userPage(aws, at));
  const held = Promise.all([instance, groups, users]).then(([at, ...pages]) => heldBy(aws, settings, at, ...pages));
  for (const answer of [groups, users, held]) answer.catch(() => undefined);
  return { groups, users, held };
}

/** Asked from the side of groups and users where that takes fewer calls than account by account. */
function heldBy(
  aws: AwsReader,
  { assignments }: Settings,
  at: Instance | undefined,
  groups: Page<Group> | undefined,
  users: Page<User> | undefined,
): Held {
  const principals = assignments.map(({ principal }) => principal);
  const isFewer = principals.length < assignments.reduce((sum, one) => sum + cellsOf(one), 0);
  if (at === undefined || !isFewer) return new Map();
  const groupNames = new Set(principals.flatMap((one) => ('group' in one ? asWritten(one.group) : [])));
  const userNames = new Set(principals.flatMap((one) => ('user' in one ? sameName(one.user) : [])));
  const found = [
    ...(groups?.items ?? [])
      .filter(({ name }) => groupNames.has(asWritten(name)))
      .map(({ id }) => ['GROUP', id] as const),
    ...(users?.items ?? [])
      .filter((one) => userNames.has(sameName(one.userName)))
      .map(({ id }) => ['USER', id] as const),
  ];
  const held = found.map(([type, id]) => [id, listAssignmentsOf(aws, at, type, id)] as const);
  for (const [, rows] of held) rows.catch(() => undefined);
  return new Map(held);
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
