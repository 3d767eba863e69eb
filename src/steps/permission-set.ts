import { listProvisionedAccounts } from '../aws/assignments.ts';
import { isNotOffered, orAbsent } from '../aws/call.ts';
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
import { askedOnce } from './asked.ts';
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

const TAG = 'tags.';

/** More than so many take so long to read that they are counted: AWS answers 20 calls a second. */
const MANY = 100;

interface PermissionSetState extends State {
  readonly arn: string;
  /** As AWS has it, for the update that sends all of it. */
  readonly now: PermissionSet;
  /** Accounts that have an older version of it, where they have been asked for ahead; see {@link askedOnce}. */
  readonly outdated?: () => Promise<string[]> | undefined;
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
  /** The list that came with the instance is good for one look: there may be more since. */
  let isFirst = true;
  const common = commonFields([...want.values()]);
  return {
    id: 'permissionSet',
    needs: { instance },
    want,
    async read(aws, found, keys) {
      const at = found.instance;
      if (want.size === 0 || at.fields.permissionSets === 'off') return new Map();
      const listed = isFirst ? at.permissionSets : undefined;
      isFirst = false;
      // Where there are no others, what is wanted of all need not wait for the names.
      const likely = listed !== undefined && listed.length <= want.size ? common : [];
      const missing = new Set(keys);
      const look = async (arn: string, name?: string) => {
        if (missing.size === 0) return undefined;
        const early = name === undefined ? likely : Object.keys(want.get(name) ?? {});
        const state = await stateOf(aws, at, arn, (found) => want.get(found), early, listed !== undefined);
        if (state === undefined) return undefined;
        arns.set(state.now.name, arn);
        missing.delete(state.now.name);
        return state;
      };
      const known = [...arns].filter(([name]) => keys.has(name));
      const states = await sideBySide(known, READS, ([name, arn]) => look(arn, name));
      if (missing.size > 0) {
        const seen = new Set(arns.values());
        const all = listed ?? (await listPermissionSetsOrExplain(aws, at));
        const unseen = all.filter((arn) => !seen.has(arn));
        let done = 0;
        const counted = (arn: string) => {
          if (unseen.length > MANY) aws.tell({ id: 'reading', step: 'permissionSet', done, of: unseen.length });
          done += 1;
          return look(arn);
        };
        states.push(...(await sideBySide(unseen, READS, counted)));
      }
      return new Map(states.flatMap((state) => (state === undefined ? [] : [[state.now.name, state]])));
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

/** What is asked of every one of them and read by itself. */
function commonFields(wants: readonly Fields[]): string[] {
  const [first = {}, ...others] = wants;
  return Object.keys(first).filter((field) => !field.startsWith(TAG) && others.every((want) => field in want));
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

/**
 * Reads what is wanted of a permission set, and nothing else; undefined when it is gone. AWS tells its name with its
 * description only.
 *
 * @param early fields that need not wait for the name
 * @param isFirst nothing is known yet about where it is rolled out
 */
async function stateOf(
  aws: AwsReader,
  at: Instance,
  arn: string,
  wantOf: (name: string) => Fields | undefined,
  early: readonly string[],
  isFirst: boolean,
): Promise<PermissionSetState | undefined> {
  const first = orAbsent(policiesOf(aws, at, arn, early));
  // Told when the set is there; when it is gone, so are its policies.
  first.catch(() => undefined);
  const set = await describePermissionSet(aws, at, arn);
  if (set === undefined) return undefined;
  const wanted = wantOf(set.name);
  const outdated = isFirst && wanted ? listProvisionedAccounts(aws, at, arn, 'outdated') : undefined;
  outdated?.catch(() => undefined);
  const want = wanted ?? {};
  const rest = Object.keys(want).filter((field) => !early.includes(field));
  const [some, others, tags] = await Promise.all([first, policiesOf(aws, at, arn, rest), readTags(aws, at, set, want)]);
  const body = {
    description: set.description,
    sessionDuration: set.sessionDuration === undefined ? undefined : canonicalDuration(set.sessionDuration),
    relayState: set.relayState,
  };
  const fields = { ...known(body), ...some, ...others, ...tags };
  return { arn, now: set, fields, outdated: askedOnce(outdated) };
}

/** What of a permission set is read by itself. */
const POLICIES: Readonly<Record<string, (aws: AwsReader, at: Instance, arn: string) => Promise<Field | undefined>>> = {
  managedPolicies: listManagedPolicies,
  customerManagedPolicies: async (aws, at, arn) => (await listCustomerPolicies(aws, at, arn)).map(referenceText),
  inlinePolicy: async (aws, at, arn) => canonicalPolicy(await getInlinePolicy(aws, at, arn)),
  async permissionsBoundary(aws, at, arn) {
    const boundary = await getBoundary(aws, at, arn);
    return boundary && boundaryText(boundary);
  },
};

async function policiesOf(aws: AwsReader, at: Instance, arn: string, fields: readonly string[]): Promise<Fields> {
  const read = Object.entries(POLICIES).filter(([field]) => fields.includes(field));
  return known(
    Object.fromEntries(await Promise.all(read.map(async ([field, look]) => [field, await look(aws, at, arn)]))),
  );
}

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
