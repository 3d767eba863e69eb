import { isNotOffered } from '../aws/call.ts';
import { listEnabledRegions } from '../aws/caller.ts';
import type { AwsReader } from '../aws/clients.ts';
import { type ListedInstance, listInstances } from '../aws/instances.ts';
import { Problem, type ProblemId } from '../problem.ts';
import { DEFAULT_REGIONS } from '../settings/regions.ts';
import { READS, sideBySide } from '../side-by-side.ts';

/** Every Region that the account has enabled, or the usual ones where AWS does not tell. */
export async function regionsToLookAt(aws: AwsReader): Promise<readonly string[]> {
  try {
    const regions = await listEnabledRegions(aws);
    return regions.length > 0 ? regions : Object.keys(DEFAULT_REGIONS);
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    aws.tell({ id: 'regionsAssumed', code: error.facts.code ?? error.id });
    return Object.keys(DEFAULT_REGIONS);
  }
}

const DENIED: readonly ProblemId[] = ['accessDenied', 'refused', 'notAws', 'regionNotEnabled'];
const LEFT_OUT: Record<'denied' | 'unreachable', readonly ProblemId[]> = {
  denied: DENIED,
  unreachable: [...DENIED, 'network'],
};
/** AWS's own trouble in a Region, where an instance may be all the same. */
const TROUBLE: readonly ProblemId[] = ['awsFault', 'throttled'];

/**
 * The instances of these Regions. A Region that may not be looked at is told and left out; when that is so of every
 * one of several, nothing is known, and the reason is thrown.
 *
 * @param leaveOut `denied`: only what AWS refuses, and trouble on the way is an error; `unreachable`: that, too, and
 *   AWS's own trouble where another Region has an instance
 */
export async function instancesIn(
  aws: AwsReader,
  regions: readonly string[],
  leaveOut: 'denied' | 'unreachable',
): Promise<ListedInstance[]> {
  const refusals: { region: string; error: Problem }[] = [];
  const found = await sideBySide(regions, READS, async (region) => {
    try {
      return await listInstances(aws, region);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const isTrouble = leaveOut === 'unreachable' && TROUBLE.includes(error.id);
      if (!isTrouble && !LEFT_OUT[leaveOut].includes(error.id)) throw error;
      refusals.push({ region, error });
      return [];
    }
  });
  const trouble = refusals.find(({ error }) => TROUBLE.includes(error.id));
  if (trouble !== undefined && found.flat().length === 0) throw trouble.error;
  const [refusal] = refusals;
  if (refusal !== undefined && regions.length > 1 && refusals.length === regions.length) throw refusal.error;
  if (refusal !== undefined) {
    const { facts, id } = refusal.error;
    const names = refusals.map(({ region }) => region).sort();
    aws.tell({ id: 'regionsNotLookedAt', regions: names.join(', '), code: facts.code ?? id });
  }
  return [...new Map(found.flat().map((instance) => [instance.arn, instance])).values()];
}
