import { whoAmI } from '../../src/aws/caller.ts';
import type { Finding } from '../../src/findings.ts';
import { orient } from '../../src/orient.ts';
import { type Note, Problem } from '../../src/problem.ts';
import type { Behaviour, FreshWorld, World } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { lookFor } from '../../src/ui/look.ts';
import { noteText } from '../../src/ui/notes.ts';
import { problemLines } from '../../src/ui/render-problem.ts';
import { anAccount, dryRun, failuresOf, type SetUp, setUp, type TestAccount, writesIn } from '../helpers/account.ts';
import { contentsOf } from '../helpers/world.ts';

type Instance = FreshWorld['instances'][number];
type Deny = (action: string) => boolean;

/** What somebody sees of a run: what was done, found and told. */
export interface Seen {
  readonly what: unknown;
  readonly told: readonly string[];
  /** What went wrong: names of problems. */
  readonly problems: readonly string[];
  /** All that a person reads of it, and of what was told. */
  readonly words: string;
  /** What was made although something that it builds on had failed. */
  readonly built: readonly string[];
}

/** A state of the account, and what a person does there. */
export interface Situation {
  readonly name: string;
  /** Whether a run ends with everything as it should be. */
  readonly converges: boolean;
  see(deny: Deny): Promise<Seen>;
}

const PROD = '222233334444';

/** Accounts and units to assign to, and an administrator of Identity Center beside the management account. */
function company(change: (world: FreshWorld) => void = () => {}): World {
  const world = scenarios['several-accounts']();
  world.organization?.delegated.push({ accountId: PROD, principal: 'sso.amazonaws.com', enabledAt: 0 });
  change(world);
  return world;
}

/**
 * Every state of an account that makes a run with these settings call something it does not call elsewhere: nothing
 * there, everything there, much else there, what a person or a run that died left behind.
 *
 * @param readOnly nothing but looks
 */
export async function situationsFor(settings: Settings, readOnly = false): Promise<Situation[]> {
  const done = anAccount({ world: company() });
  await setUp(done, settings);
  const { world } = done.simulated;
  const changed = (change: (instance: Instance) => void) => withInstance(world, change);
  const drifted = changed((instance) => drift(instance, settings));
  const failing = { assignmentFailure: { '*': 'Received a 500 status error: no.' } };
  const go = readOnly ? planned : applied;
  const standalone = (['free-plan', 'account-instance'] as const).map((name) => ({
    name,
    converges: false,
    see: (deny: Deny) => orientation(scenarios[name](), deny),
  }));
  const inOrganization = {
    'nothing there': company(),
    'permission sets off': company(({ instances: [instance] }) => Object.assign(instance ?? {}, OFF)),
    'all there': world,
    drift: drifted,
    'one assignment lost': changed(({ assignments }) => void assignments.shift()),
    'one assignment of administrator access lost': changed(({ assignments, permissionSets }) => {
      for (const set of permissionSets) set.managedPolicies = ['arn:aws:iam::aws:policy/AdministratorAccess'];
      assignments.shift();
    }),
    ...Object.fromEntries(
      names(settings).map((name) => [`only ${name}`, changed((instance) => alone(instance, name))]),
    ),
    ...Object.fromEntries(
      settings.users.map(({ userName }) => [
        `no user but ${userName}`,
        changed((instance) => alone(instance, userName, ...settings.groups.map((group) => group.name))),
      ]),
    ),
  };
  return [
    { name: 'a new account', converges: false, see: (deny) => go(scenarios['new-account'](), settings, { deny }) },
    ...Object.entries(inOrganization).map(([name, state]) => ({
      name,
      converges: true,
      see: (deny: Deny) => go(state, settings, { deny }),
    })),
    ...[company(), drifted].map((state, i) => ({
      name: `AWS cannot finish ${i === 0 ? 'an assignment' : 'a roll-out'}`,
      converges: false,
      see: (deny: Deny) => go({ ...state, ...failing }, settings, { deny }),
    })),
    {
      name: 'many others',
      converges: true,
      see: (deny) => go(changed(crowded), settings, { deny, pageSize: 1 }),
    },
    { name: 'orientation', converges: false, see: (deny) => orientation(company(), deny) },
    ...standalone,
  ];
}

const OFF = { permissionSetsEnabled: false };

function withInstance(world: World, change: (instance: Instance) => void): World {
  const copy: FreshWorld = structuredClone(world as FreshWorld);
  const [instance] = copy.instances;
  if (instance !== undefined) change(instance);
  return copy;
}

function names({ users, groups }: Settings): string[] {
  return [...users.map((user) => user.userName), ...groups.map((group) => group.name)];
}

/** Users and groups with these names stay. */
function alone(instance: Instance, ...stay: string[]): void {
  instance.users = instance.users.filter(({ attributes }) => stay.includes(String(attributes.UserName)));
  instance.groups = instance.groups.filter(({ displayName = '' }) => stay.includes(displayName));
  const ids = [...instance.users, ...instance.groups].map(({ id }) => id);
  instance.memberships = instance.memberships.filter((one) => ids.includes(one.userId) && ids.includes(one.groupId));
  instance.assignments = instance.assignments.filter((one) => ids.includes(one.principalId));
}

const EVERYTHING = JSON.stringify({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] });

/**
 * Every field that the settings name is another one, an assignment is lost, and somebody uses the permission sets
 * elsewhere, which give administrator access unless the settings have their own inline policy.
 */
function drift(instance: Instance, settings: Settings): void {
  instance.assignments.shift();
  instance.groups.push({ id: OTHERS, displayName: 'Others', ...STAMPS });
  for (const user of instance.users) user.attributes.Name = { GivenName: 'Other', FamilyName: 'Name' };
  for (const group of instance.groups) group.description = 'Another one';
  for (const set of instance.permissionSets) {
    const wanted = settings.permissionSets.find(({ name }) => name === set.name);
    if (wanted === undefined) continue;
    const { boundary: _, ...rest } = set;
    instance.permissionSets[instance.permissionSets.indexOf(set)] = {
      ...rest,
      description: 'Another one',
      sessionDuration: 'PT12H',
      relayState: 'https://example.com/',
      managedPolicies: ['arn:aws:iam::aws:policy/job-function/SupportUser'],
      customerPolicies: [{ Name: 'Old', Path: '/' }],
      inlinePolicy: wanted.inlinePolicy === undefined ? EVERYTHING : '',
      tags: [],
      version: set.version + 1,
    };
    const held = { principalType: 'GROUP', principalId: OTHERS, permissionSetArn: set.arn, accountId: PROD } as const;
    instance.assignments.push(held);
    if (instance.provisioned.some((one) => one.accountId === PROD && one.permissionSetArn === set.arn)) continue;
    instance.provisioned.push({ accountId: PROD, permissionSetArn: set.arn, version: set.version });
  }
}

const OTHERS = '99999999-8888-7777-6666-555555555555';
const STAMPS = { revision: 1, createdAt: 0, updatedAt: 0, createdBy: 'somebody', updatedBy: 'somebody' };

/** More than a page of others come first. */
function crowded(instance: Instance): void {
  const many = Array.from({ length: 12 }, (_, i) => `other${i}`);
  const user = (id: string) => ({ id, attributes: { UserName: id }, extensions: {}, hasPassword: true, ...STAMPS });
  instance.users.unshift(...many.map(user));
  instance.groups.unshift(...many.map((id) => ({ id: `g-${id}`, displayName: id, ...STAMPS })));
}

interface Looked {
  readonly what: unknown;
  readonly problems: readonly Problem[];
  readonly built?: readonly string[];
}

const LOOK = lookFor({ lang: 'en', env: {} }, {});

async function seen(account: TestAccount, look: () => Promise<Looked>): Promise<Seen> {
  const result = await look().catch((error: unknown): Looked => {
    if (!(error instanceof Problem)) throw error;
    // Nothing has been shown yet that anybody could have agreed to.
    return { what: undefined, problems: [error], built: writesIn(account.newCalls()) };
  });
  const notes = account.told.filter((one) => one.id !== 'working') as Note[];
  const words = [
    ...result.problems.flatMap((problem) => problemLines(LOOK, problem)),
    ...notes.flatMap((note) => (LOOK.messages.notes[note.id] === undefined ? [] : noteText(LOOK.messages, note))),
  ];
  return {
    what: result.what,
    problems: result.problems.map(({ id }) => id),
    told: notes.map(({ id }) => id),
    words: words.join(' '),
    built: result.built ?? [],
  };
}

function orientation(world: World, deny: Deny): Promise<Seen> {
  const account = anAccount({ world, behaviour: { deny } });
  return seen(account, async () => {
    const { reader } = account.connect();
    const what: Finding[] = [];
    const caller = await whoAmI(reader);
    const tell = { looking() {}, found: (_topic: string, found: readonly Finding[]) => void what.push(...found) };
    const { problems } = await orient(reader, { caller, region: 'us-east-1' }, tell);
    const ordered = what.map((finding) => JSON.stringify({ ...finding, problem: undefined })).sort();
    return { what: ordered, problems };
  });
}

function planned(world: World, settings: Settings, behaviour: Partial<Behaviour>): Promise<Seen> {
  const account = anAccount({ world, behaviour });
  return seen(account, async () => {
    const { preview } = await dryRun(account, settings);
    return { what: preview.plan, problems: [] };
  });
}

/** A person enables the instance when asked. */
function applied(world: World, settings: Settings, behaviour: Partial<Behaviour>): Promise<Seen> {
  const account = anAccount({ world, behaviour });
  return seen(account, async () => {
    const before = linksOf(account.simulated.world);
    const run = await setUp(account, settings, { waitMs: 900_000 });
    const problems = run.results.flatMap(({ outcome }) => (outcome.kind === 'failed' ? [outcome.problem] : []));
    const after = account.simulated.world;
    const built = builtOnFailures(run, before, after);
    return { what: [contentsOf(after), failuresOf(run).length], problems, built };
  });
}

/** Memberships and assignments that are new, although group, user or permission set is not as it should be. */
function builtOnFailures({ results }: SetUp, before: readonly Link[], after: World): string[] {
  const failed = new Set(
    results
      .filter(({ outcome }) => ['failed', 'blocked', 'waiting', 'stopped'].includes(outcome.kind))
      .map(({ step, key }) => `${step} ${key}`),
  );
  const old = new Set(before.map(({ id }) => id));
  return linksOf(after)
    .filter(({ id, on }) => !old.has(id) && on.some((thing) => failed.has(thing)))
    .map(({ id }) => id);
}

interface Link {
  readonly id: string;
  readonly on: readonly string[];
}

function linksOf({ instances: [instance] }: World): Link[] {
  const users = new Map(instance?.users.map(({ id, attributes }) => [id, `user ${attributes.UserName}`]));
  const groups = new Map(instance?.groups.map(({ id, displayName }) => [id, `group ${displayName}`]));
  const sets = new Map(instance?.permissionSets.map(({ arn, name }) => [arn, `permissionSet ${name}`]));
  const link = (...on: readonly (string | undefined)[]) => on.map((thing) => thing ?? '');
  const memberships = instance?.memberships.map((one) => link(users.get(one.userId), groups.get(one.groupId))) ?? [];
  const assignments =
    instance?.assignments.map((one) =>
      link(users.get(one.principalId) ?? groups.get(one.principalId), sets.get(one.permissionSetArn), one.accountId),
    ) ?? [];
  return [...memberships, ...assignments].map((on) => ({ id: on.join(', '), on }));
}
