import { isNotOffered } from '../aws/call.ts';
import type { AwsReader, AwsWriter } from '../aws/clients.ts';
import type { Instance } from '../aws/instances.ts';
import {
  attachCustomerPolicy,
  attachManagedPolicy,
  createPermissionSet,
  describePermissionSet,
  detachCustomerPolicy,
  detachManagedPolicy,
  getBoundary,
  getInlinePolicy,
  listCustomerPolicies,
  listManagedPolicies,
  listPermissionSets,
  listTags,
  type PermissionSet,
  type PermissionSetBody,
  putBoundary,
  putInlinePolicy,
  putTags,
  updatePermissionSet,
} from '../aws/permission-sets.ts';
import type { Drift, Field, Fields, State, Step } from '../engine/step.ts';
import { Problem } from '../problem.ts';
import { canonicalDuration } from '../settings/duration.ts';
import type { PermissionSetSettings } from '../settings/settings.ts';
import { READS, sideBySide } from '../side-by-side.ts';
import type { InstanceStep } from './instance.ts';
import {
  boundaryFrom,
  boundaryText,
  canonicalJson,
  canonicalPolicy,
  managedPolicyArn,
  referenceFrom,
  referenceText,
  wantedBoundary,
} from './policies.ts';

interface PermissionSetState extends State {
  readonly arn: string;
  /** As AWS has it, for the update that sends all of it. */
  readonly now: PermissionSet;
}
export type PermissionSetStep = Step<Fields, PermissionSetState, { instance: InstanceStep }>;

/**
 * Permission sets, by name. AWS makes them bare; policies, boundary and tags are drift from then on, so that a new one, one
 * whose run died half-way and a change by hand are put right by the same lines.
 */
export function permissionSetStep(
  instance: InstanceStep,
  permissionSets: readonly PermissionSetSettings[],
  partition: string,
): PermissionSetStep {
  const want = new Map(permissionSets.map((set) => [set.name, wantOf(set, partition)]));
  const arns = new Map<string, string>();
  const isNamed = permissionSets.every((set) => set.managedPolicies !== undefined);
  return {
    id: 'permissionSet',
    needs: { instance },
    want,
    async read(aws, found, keys) {
      const at = found.instance;
      if (want.size === 0 || at.fields.permissionSets === 'off') return new Map();
      const listed = arns.size === 0 ? at.permissionSets : undefined;
      // Where there are no others, their policies need not wait for their names.
      const isOurs = isNamed && listed !== undefined && listed.length <= want.size;
      const managed = new Map(isOurs ? listed.map((arn) => [arn, listManagedPolicies(aws, at, arn)]) : []);
      for (const look of managed.values()) look.catch(() => undefined);
      const sets = await describeWanted(aws, at, arns, keys, listed);
      const states = await sideBySide(sets, READS, (set) =>
        stateOf(aws, at, set, want.get(set.name) ?? {}, managed.get(set.arn)),
      );
      return new Map(states.map((state) => [state.now.name, state]));
    },
    async create(aws, found, name, wanted) {
      const bare = await createPermissionSet(aws, found.instance, name, bodyOf(wanted));
      arns.set(name, bare.arn);
      const made = bodyOf(wanted);
      const missing = Object.entries(wanted).filter(([field]) => !(field in made));
      const drift = missing.map(([field, to]) => ({ field, from: undefined, to }));
      await putRight(aws, found.instance, { arn: bare.arn, now: bare }, drift);
    },
    update: (aws, found, _name, state, drift) => putRight(aws, found.instance, state, drift),
  };
}

function wantOf(set: PermissionSetSettings, partition: string): Fields {
  const fields: Record<string, Field | undefined> = {
    description: set.description,
    sessionDuration: set.sessionDuration,
    relayState: set.relayState,
    managedPolicies: set.managedPolicies?.map((policy) => managedPolicyArn(policy, partition)),
    customerManagedPolicies: set.customerManagedPolicies?.map(referenceText),
    inlinePolicy: set.inlinePolicy === undefined ? undefined : canonicalJson(set.inlinePolicy),
    permissionsBoundary:
      set.permissionsBoundary === undefined ? undefined : wantedBoundary(set.permissionsBoundary, partition),
  };
  for (const [key, value] of Object.entries(set.tags ?? {})) fields[`tags.${key}`] = value;
  return known(fields);
}

/**
 * AWS lists ARNs only; the name comes with a look at each one, and no look is spent when all that is wanted has been
 * found. A name never changes, so later looks in the same run go straight to what they are after.
 *
 * @param arns of the names that are known so far; added to
 * @param listed all ARNs, where they are known
 */
async function describeWanted(
  aws: AwsReader,
  at: Instance,
  arns: Map<string, string>,
  keys: ReadonlySet<string>,
  listed?: readonly string[],
): Promise<PermissionSet[]> {
  const missing = new Set(keys);
  const describe = async (arn: string) => {
    if (missing.size === 0) return undefined;
    const set = await describePermissionSet(aws, at, arn);
    if (set === undefined) return undefined;
    arns.set(set.name, arn);
    missing.delete(set.name);
    return set;
  };
  const known = [...keys].flatMap((name) => arns.get(name) ?? []);
  const seen = await sideBySide(known, READS, describe);
  if (missing.size > 0) {
    const all = listed ?? (await listPermissionSetsOrExplain(aws, at));
    const others = new Set(arns.values());
    const unknown = all.filter((arn) => !others.has(arn));
    seen.push(...(await sideBySide(unknown, READS, describe)));
  }
  return seen.filter((set) => set !== undefined);
}

/** An account instance has no permission sets; AWS then refuses the list. */
async function listPermissionSetsOrExplain(aws: AwsReader, at: Instance): Promise<string[]> {
  try {
    return await listPermissionSets(aws, at);
  } catch (error) {
    if (!(error instanceof Problem) || error.id !== 'refused') throw error;
    throw new Problem('permissionSetsUnavailable', { ...error.facts, instance: at.arn });
  }
}

/** Reads what is wanted of a permission set, and nothing else. */
async function stateOf(
  aws: AwsReader,
  at: Instance,
  set: PermissionSet,
  want: Fields,
  managedPolicies?: Promise<string[]>,
): Promise<PermissionSetState> {
  const read = async <T>(field: string, look: () => Promise<T>) => (field in want ? look() : undefined);
  const { arn } = set;
  const [managed, customer, inline, boundary, tags] = await Promise.all([
    read('managedPolicies', () => managedPolicies ?? listManagedPolicies(aws, at, arn)),
    read('customerManagedPolicies', () => listCustomerPolicies(aws, at, arn)),
    read('inlinePolicy', () => getInlinePolicy(aws, at, arn)),
    read('permissionsBoundary', () => getBoundary(aws, at, arn)),
    readTags(aws, at, set, want),
  ]);
  const fields: Record<string, Field | undefined> = {
    description: set.description,
    sessionDuration: set.sessionDuration === undefined ? undefined : canonicalDuration(set.sessionDuration),
    relayState: set.relayState,
    managedPolicies: managed,
    customerManagedPolicies: customer?.map(referenceText),
    inlinePolicy: inline === undefined ? undefined : canonicalPolicy(inline),
    permissionsBoundary: boundary === undefined ? undefined : boundaryText(boundary),
    ...tags,
  };
  return { arn, now: set, fields: known(fields) };
}

const TAG = 'tags.';

/** Tags only add knowledge: a server that cannot list them stops nothing, it is told, and they are not compared. */
async function readTags(aws: AwsReader, at: Instance, set: PermissionSet, want: Fields): Promise<Fields> {
  const wanted = Object.entries(want).filter(([field]) => field.startsWith(TAG));
  if (wanted.length === 0) return {};
  try {
    const tags = await listTags(aws, at, set.arn);
    return Object.fromEntries(Object.entries(tags).map(([key, value]) => [TAG + key, value]));
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    aws.tell({ id: 'tagsUnknown', name: set.name, code: error.facts.code ?? error.id });
    return Object.fromEntries(wanted);
  }
}

/** Writes to one permission set go one after the other; nothing reaches an account before it is provisioned. */
async function putRight(
  aws: AwsWriter,
  at: Instance,
  { arn, now }: Pick<PermissionSetState, 'arn' | 'now'>,
  drift: readonly Drift[],
): Promise<void> {
  const to = Object.fromEntries(drift.map((one) => [one.field, one.to]));
  if ('description' in to || 'sessionDuration' in to || 'relayState' in to) {
    // AWS takes all of it or clears it, so what the settings do not name has to be the newest there is.
    const newest = (await describePermissionSet(aws, at, arn)) ?? now;
    await updatePermissionSet(aws, at, arn, { ...newest, ...bodyOf(to) });
  }
  for (const { field, from = [], to: wanted } of drift) {
    if (typeof from === 'string' || typeof wanted === 'string') continue;
    const extra = from.filter((policy) => !wanted.includes(policy));
    const missing = wanted.filter((policy) => !from.includes(policy));
    const managed = field === 'managedPolicies';
    for (const policy of extra) {
      await (managed
        ? detachManagedPolicy(aws, at, arn, policy)
        : detachCustomerPolicy(aws, at, arn, referenceFrom(policy)));
    }
    for (const policy of missing) {
      await (managed
        ? attachManagedPolicy(aws, at, arn, policy)
        : attachCustomerPolicy(aws, at, arn, referenceFrom(policy)));
    }
  }
  if (typeof to.inlinePolicy === 'string') await putInlinePolicy(aws, at, arn, to.inlinePolicy);
  if (typeof to.permissionsBoundary === 'string') await putBoundary(aws, at, arn, boundaryFrom(to.permissionsBoundary));
  const tags = Object.entries(to).flatMap(([field, value]) =>
    field.startsWith(TAG) && typeof value === 'string' ? [[field.slice(TAG.length), value]] : [],
  );
  if (tags.length > 0) await putTags(aws, at, arn, Object.fromEntries(tags));
}

function bodyOf(want: Fields): Partial<PermissionSetBody> {
  const text = (field: string) => (typeof want[field] === 'string' ? { [field]: want[field] } : {});
  return { ...text('description'), ...text('sessionDuration'), ...text('relayState') };
}

/** Without the fields that are not there. */
function known(fields: Record<string, Field | undefined>): Fields {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Field] => entry[1] !== undefined));
}
