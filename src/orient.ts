import { isNotOffered } from './aws/call.ts';
import type { Caller } from './aws/caller.ts';
import type { AwsReader } from './aws/clients.ts';
import { accountPlan } from './aws/free-tier.ts';
import { userPage } from './aws/identity-store.ts';
import type { Instance, ListedInstance } from './aws/instances.ts';
import {
  type Account,
  describeOrganization,
  listDelegatedAdministrators,
  listSomeAccounts,
  type Organization,
  type SomeAccounts,
} from './aws/organizations.ts';
import { type Finding, type Findings, TOPICS, type Topic } from './findings.ts';
import { consolePage } from './portal-urls.ts';
import { Problem } from './problem.ts';
import { knownToBeOn, ownInstances, refuseUnusable } from './steps/instance.ts';
import { ownedBy, refuseAccountInstance } from './steps/organization.ts';
import { instancesIn, regionsToLookAt } from './steps/regions.ts';

/** What the account looks like before anything is asked or planned. */
export interface Orientation {
  readonly organization?: Organization;
  /** The accounts of the organization; none where they cannot be listed. */
  readonly accounts: readonly Account[];
  /** Where Identity Center is, when it is enabled and ready. */
  readonly instance?: Instance;
  /** A user that came from an external identity provider. */
  readonly external?: string;
  /** What is in the way; each of them stops a setup. */
  readonly problems: readonly Problem[];
}

interface Place {
  readonly caller: Caller;
  /** Where the credentials come from. */
  readonly from?: string | undefined;
  /** Where Identity Center would be enabled. */
  readonly region: string;
}

/**
 * Looks at account, organization, Identity Center and where its users come from, side by side, and tells what it finds.
 * Writes nothing, and stops at nothing that AWS says: that is a finding, too.
 *
 * @throws Stopped when the person stops, and what nobody foresaw
 */
export async function orient(aws: AwsReader, { caller, from, region }: Place, tell: Findings): Promise<Orientation> {
  const problems = new Map<Topic, Problem>();
  const look = async <T>(topic: Topic, work: () => Promise<{ value: T; findings: readonly Finding[] }>) => {
    tell.looking(topic);
    try {
      const { value, findings } = await work();
      if (!aws.signal?.aborted) tell.found(topic, findings);
      return value;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problems.set(topic, error);
      tell.found(topic, [{ topic, level: 'problem', id: 'blocked', problem: error }]);
      return undefined;
    }
  };
  tell.found('credentials', [callerFinding(caller, from)]);
  const described = settled(describeOrganization(aws));
  const listed = settled(described.then((organization) => accountsOf(aws, organization, caller)));
  const instances = settled(
    regionsToLookAt(aws).then((regions) => instancesIn(aws, [...new Set([region, ...regions])], 'unreachable')),
  );
  const [, organization, instance] = await allOf([
    look('account', async () => {
      const [found, accounts] = [await described.catch(unknown), await listed.catch(noAccounts)];
      return { value: undefined, findings: [accountFinding(caller, found, accounts)] };
    }),
    look('organization', async () => {
      const found = await ownedBy(aws, caller, await described);
      return { value: found, findings: await organizationFindings(aws, found, await listed.catch(noAccounts)) };
    }),
    look('instance', async () => {
      const found = ownInstances(await instances, caller.account);
      const isKnown = await described.then(() => true, isUnknown);
      const owner = await described.catch(unknown);
      if (isKnown && owner === undefined) await refuseAccountInstance(aws, found);
      const ready = readyInstance(found);
      // Where the organization is in the way there is nothing to enable, and that has been said.
      if (ready === undefined && !(isKnown && canHaveOne(owner, caller))) return { value: undefined, findings: [] };
      return {
        value: ready,
        findings: await instanceFindings(aws, found, ready, consolePage(caller.partition, region)),
      };
    }),
  ]);
  const external = instance && (await look('users', () => usersFrom(aws, instance)));
  return {
    accounts: (await listed.catch(noAccounts)).accounts,
    problems: TOPICS.flatMap((topic) => problems.get(topic) ?? []),
    ...(organization === undefined ? {} : { organization }),
    ...(instance === undefined ? {} : { instance }),
    ...(external === undefined ? {} : { external }),
  };
}

/** All of them, to their ends: what stops one must not leave others behind that still tell something. */
async function allOf<T extends readonly Promise<unknown>[]>(
  looks: T,
): Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }> {
  await Promise.allSettled(looks);
  return Promise.all(looks) as Promise<{ -readonly [K in keyof T]: Awaited<T[K]> }>;
}

/** A problem is told by the look that it is about; to the others it means that nothing is known. */
function unknown(error: unknown): undefined {
  if (!(error instanceof Problem)) throw error;
  return undefined;
}

function isUnknown(error: unknown): false {
  unknown(error);
  return false;
}

const NO_ACCOUNTS: SomeAccounts = { accounts: [], complete: false };

function noAccounts(error: unknown): SomeAccounts {
  unknown(error);
  return NO_ACCOUNTS;
}

/** A promise that several wait for, and that is no "unhandled rejection" until they do. */
function settled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

/** Only a management account with all features can enable Identity Center for its organization. */
function canHaveOne(organization: Organization | undefined, { account }: Caller): boolean {
  if (organization === undefined) return true;
  return organization.managementAccount === account && organization.featureSet === 'ALL';
}

function callerFinding({ arn, root }: Caller, from: string | undefined): Finding {
  const level = root ? 'attention' : 'fine';
  return { topic: 'credentials', level, id: 'caller', arn, root, ...(from === undefined ? {} : { from }) };
}

/** Names and states of the accounts, which only the management account may ask for, and which only add knowledge. */
async function accountsOf(
  aws: AwsReader,
  organization: Organization | undefined,
  caller: Caller,
): Promise<SomeAccounts> {
  if (organization?.managementAccount !== caller.account) return NO_ACCOUNTS;
  try {
    return await listSomeAccounts(aws, MOST_ACCOUNTS);
  } catch (error) {
    if (!isNotOffered(error)) throw error;
    return NO_ACCOUNTS;
  }
}

/** Five pages of AWS's: about a second. Whoever has more of them knows their names. */
const MOST_ACCOUNTS = 100;

function accountFinding(caller: Caller, organization: Organization | undefined, { accounts }: SomeAccounts): Finding {
  const { account } = caller;
  const name = accounts.find(({ id }) => id === account)?.name;
  const management = organization?.managementAccount === account;
  return { topic: 'account', level: 'fine', id: 'account', account, management, ...(name ? { name } : {}) };
}

async function organizationFindings(
  aws: AwsReader,
  found: Organization | undefined,
  { accounts, complete }: SomeAccounts,
): Promise<Finding[]> {
  const topic = 'organization';
  if (found === undefined) return [{ topic, level: 'coming', id: 'noOrganization' }, ...(await freePlan(aws))];
  const count = accounts.length === 0 ? {} : { accounts: accounts.length, more: !complete };
  const delegates = await listDelegatedAdministrators(aws).catch(noneIfNotOffered);
  return [
    { topic, level: 'fine', id: 'organization', organization: found.id, ...count },
    ...delegates.map((account): Finding => ({ topic, level: 'attention', id: 'delegated', account })),
  ];
}

async function freePlan(aws: AwsReader): Promise<Finding[]> {
  const plan = await accountPlan(aws).catch((error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    return undefined;
  });
  if (plan?.type !== 'FREE') return [];
  const { credits, expires } = plan;
  return [
    {
      topic: 'organization',
      level: 'attention',
      id: 'freePlan',
      ...(credits === undefined ? {} : { credits }),
      ...(expires === undefined ? {} : { expires }),
    },
  ];
}

/** @throws Problem twoInstances or instanceFailed */
function readyInstance([only, second]: readonly ListedInstance[]): ListedInstance | undefined {
  if (only === undefined) return undefined;
  refuseUnusable(only, second);
  return only.status === 'ACTIVE' ? only : undefined;
}

async function instanceFindings(
  aws: AwsReader,
  [first]: readonly ListedInstance[],
  ready: ListedInstance | undefined,
  url: string,
): Promise<Finding[]> {
  const topic = 'instance';
  if (first === undefined) return [{ topic, level: 'yours', id: 'noInstance', url }];
  if (ready === undefined) return [{ topic, level: 'coming', id: 'instanceComing', region: first.region }];
  const id = ready.arn.split('/').at(-1) ?? ready.arn;
  return [
    { topic, level: 'fine', id: 'instance', instance: id, region: ready.region },
    ...((await knownToBeOn(aws, ready)) ? [] : [{ topic, level: 'attention', id: 'permissionSetsOff' } as const]),
  ];
}

/** One page tells it: SCIM gives every user an external id. */
async function usersFrom(
  aws: AwsReader,
  instance: Instance,
): Promise<{ value: string | undefined; findings: Finding[] }> {
  const { items = [] } = await userPage(aws, instance).catch((error: unknown) => ({ items: noneIfNotOffered(error) }));
  const external = items.find((user) => user.external);
  if (external === undefined) return { value: undefined, findings: [] };
  const finding = { topic: 'users', level: 'attention', id: 'externalIdentities', name: external.userName } as const;
  return { value: external.userName, findings: [finding] };
}

function noneIfNotOffered(error: unknown): never[] {
  if (!isNotOffered(error)) throw error;
  return [];
}
