import type { AwsReader } from '../aws/clients.ts';
import {
  enablePermissionSets,
  type Instance,
  type ListedInstance,
  listInstances,
  permissionSetsEnabled,
} from '../aws/instances.ts';
import type { State, Step } from '../engine/step.ts';
import { Problem } from '../problem.ts';
import type { Region } from '../settings/settings.ts';
import { instancesIn, type OrganizationStep, regionsToLookAt } from './organization.ts';

export interface InstanceState extends State, Instance {}
type Want = { permissionSets?: 'on' };
export type InstanceStep = Step<Want, InstanceState, { organization: OrganizationStep }> & { single: true };

/**
 * The organization instance of IAM Identity Center. AWS has no API that makes one: a person enables it in the
 * console, and the engine waits until AWS shows it.
 *
 * @param permissionSets whether the settings need access to accounts at all
 */
export function instanceStep(
  organization: OrganizationStep,
  caller: { account: string; partition: string },
  region: Region,
  permissionSets: boolean,
): InstanceStep {
  return {
    id: 'instance',
    needs: { organization },
    single: true,
    want: new Map([['instance', permissionSets ? { permissionSets: 'on' } : {}]]),
    async read(aws) {
      const instance = await findInstance(aws, caller.account, region);
      if (instance === undefined) return new Map();
      const enabled = permissionSets ? await knownToBeOn(aws, instance) : true;
      return new Map([['instance', { ...instance, fields: { permissionSets: enabled ? 'on' : 'off' } }]]);
    },
    create: { byHand: enablePage(caller.partition, region.name) },
    update: (aws, _found, _key, state) => enablePermissionSets(aws, state),
  };
}

async function findInstance(aws: AwsReader, account: string, region: Region): Promise<Instance | undefined> {
  const ours = (all: ListedInstance[]) => all.filter((one) => one.owner === account || one.owner === '');
  const here = ours(await listInstances(aws, region.name));
  const found = here.length > 0 ? here : ours(await elsewhere(aws, region.name));
  const [instance, second] = found;
  if (instance === undefined) return undefined;
  if (second !== undefined) throw new Problem('twoInstances', { region: instance.region, other: second.region });
  if (instance.status === 'CREATE_FAILED') {
    throw new Problem('instanceFailed', { instance: instance.arn, detail: instance.statusReason });
  }
  if (instance.region !== region.name) {
    if (region.asked) throw new Problem('instanceElsewhere', { region: instance.region, wanted: region.name });
    aws.tell({ id: 'instanceInOtherRegion', region: instance.region, wanted: region.name });
  }
  return instance.status === 'ACTIVE' ? instance : undefined;
}

async function elsewhere(aws: AwsReader, wanted: string): Promise<ListedInstance[]> {
  const regions = await regionsToLookAt(aws);
  return instancesIn(
    aws,
    regions.filter((region) => region !== wanted),
  );
}

/** Only what AWS says to be off is off: servers that lack the operation or the flag leave it open. */
async function knownToBeOn(aws: AwsReader, instance: Instance): Promise<boolean> {
  try {
    return (await permissionSetsEnabled(aws, instance)) !== false;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    aws.tell({ id: 'instanceDetailsUnknown', code: error.facts.code ?? error.id });
    return true;
  }
}

function enablePage(partition: string, region: string): string {
  const hosts: Record<string, string> = {
    'aws-cn': 'console.amazonaws.cn',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
  };
  const host = hosts[partition] ?? 'console.aws.amazon.com';
  return `https://${region}.${host}/singlesignon/home?region=${region}`;
}
