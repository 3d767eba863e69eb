import { isNotOffered } from '../aws/call.ts';
import type { AwsReader } from '../aws/clients.ts';
import {
  enablePermissionSets,
  type Instance,
  type ListedInstance,
  listInstances,
  permissionSetsEnabled,
} from '../aws/instances.ts';
import { listPermissionSets } from '../aws/permission-sets.ts';
import type { State, Step } from '../engine/step.ts';
import { consolePage } from '../portal-urls.ts';
import { Problem } from '../problem.ts';
import type { Region } from '../settings/settings.ts';
import type { OrganizationStep } from './organization.ts';
import { instancesIn, regionsToLookAt } from './regions.ts';

export interface InstanceState extends State, Instance {
  /** ARNs of its permission sets, where they were listed on the way. */
  readonly permissionSets?: readonly string[];
}
type Want = { permissionSets?: 'on' };
export type InstanceStep = Step<Want, InstanceState, { organization: OrganizationStep }> & { single: true };

/**
 * The organization instance of IAM Identity Center. AWS has no API that makes one: a person enables it in the
 * console, and the engine waits until AWS shows it.
 *
 * @param permissionSets whether the settings need access to accounts at all
 * @param asked what has been asked about the wanted Region ahead
 */
export function instanceStep(
  organization: OrganizationStep,
  caller: { account: string; partition: string },
  region: Region,
  permissionSets: boolean,
  asked?: () => Promise<ListedInstance[]> | undefined,
): InstanceStep {
  const find = finder(caller.account, region, asked);
  return {
    id: 'instance',
    needs: { organization },
    single: true,
    want: new Map([['instance', permissionSets ? { permissionSets: 'on' } : {}]]),
    async read(aws) {
      const instance = await find(aws);
      if (instance === undefined) return new Map();
      const listed = permissionSets ? await listedSets(aws, instance) : undefined;
      // Turned on once, they are on for good; only where there are none is that a question.
      const isOn = !permissionSets || (listed ?? []).length > 0 || (await knownToBeOn(aws, instance));
      const state = { ...instance, fields: { permissionSets: isOn ? 'on' : 'off' } };
      return new Map([['instance', listed === undefined ? state : { ...state, permissionSets: listed }]]);
    },
    create: { byHand: consolePage(caller.partition, region.name) },
    update: (aws, _found, _key, state) => enablePermissionSets(aws, state),
  };
}

/** While a person is waited for, the wanted Region is looked at every time, all the others once a minute. */
const OTHER_REGIONS_EVERY = 60_000;

/** What AWS lists in the Region in which the instance is looked for first. */
export function instancesNear(aws: AwsReader, { name, asked }: Region): Promise<ListedInstance[]> {
  // A Region that was merely found does not have to be one that can be looked at.
  return asked ? listInstances(aws, name) : instancesIn(aws, [name], 'unreachable');
}

function finder(
  account: string,
  region: Region,
  asked: (() => Promise<ListedInstance[]> | undefined) | undefined,
): (aws: AwsReader) => Promise<Instance | undefined> {
  const ours = (all: ListedInstance[]) => ownInstances(all, account);
  let lookedElsewhere = Number.NEGATIVE_INFINITY;
  let likely = region.name;
  return async (aws) => {
    let found = ours(await (asked?.() ?? instancesNear(aws, { ...region, name: likely })));
    if (found.length === 0 && aws.clock.now() - lookedElsewhere >= OTHER_REGIONS_EVERY) {
      lookedElsewhere = aws.clock.now();
      found = ours(await elsewhere(aws, likely));
    }
    likely = found[0]?.region ?? region.name;
    return usable(aws, found, region);
  };
}

/** Those that the account owns, and not merely sees. */
export function ownInstances(all: readonly ListedInstance[], account: string): ListedInstance[] {
  return all.filter((one) => one.owner === account || one.owner === '');
}

/**
 * The one instance that there can be, when it is ready.
 *
 * @throws Problem when it is not where it was asked for, or failed
 */
function usable(aws: AwsReader, found: readonly ListedInstance[], region: Region): Instance | undefined {
  const [instance, second] = found;
  if (instance === undefined) return undefined;
  refuseUnusable(instance, second);
  if (instance.region !== region.name) {
    if (region.asked) throw new Problem('instanceElsewhere', { region: instance.region, wanted: region.name });
    aws.tell({ id: 'instanceInOtherRegion', region: instance.region, wanted: region.name });
  }
  return instance.status === 'ACTIVE' ? instance : undefined;
}

/** @throws Problem twoInstances or instanceFailed */
export function refuseUnusable(instance: ListedInstance, second: ListedInstance | undefined): void {
  if (second !== undefined) throw new Problem('twoInstances', { region: instance.region, other: second.region });
  if (instance.status !== 'CREATE_FAILED') return;
  throw new Problem('instanceFailed', { instance: instance.arn, detail: instance.statusReason });
}

async function elsewhere(aws: AwsReader, lookedAt: string): Promise<ListedInstance[]> {
  const regions = await regionsToLookAt(aws);
  return instancesIn(
    aws,
    regions.filter((region) => region !== lookedAt),
    'unreachable',
  );
}

/** Undefined where they cannot be listed: whoever needs them asks again, and tells why. */
async function listedSets(aws: AwsReader, instance: Instance): Promise<string[] | undefined> {
  try {
    return await listPermissionSets(aws, instance);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return undefined;
  }
}

/** Only what AWS says to be off is off: servers that lack the operation or the flag leave it open. */
export async function knownToBeOn(aws: AwsReader, instance: Instance): Promise<boolean> {
  try {
    return (await permissionSetsEnabled(aws, instance)) !== false;
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    aws.tell({ id: 'instanceDetailsUnknown', code: error.facts.code ?? error.id });
    return true;
  }
}
