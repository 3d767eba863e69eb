import { isDeepStrictEqual } from 'node:util';
import type { EngineEvent } from '../../src/engine/events.ts';
import { Problem, Stopped } from '../../src/problem.ts';
import { type ReportSoFar, reportOf } from '../../src/report.ts';
import type { Call, World } from '../../src/sandbox/index.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { managedPolicyArn } from '../../src/steps/policies.ts';
import { exitCodeFor } from '../../src/ui/result.ts';
import { acme, aScreen } from '../ui/fixtures.ts';
import { failuresOf, isInSync, SECRET, type SetUp, setUp, type TestAccount } from './account.ts';
import { contentsOf } from './world.ts';

/** How a run ended. */
export interface Ended {
  /** What did not succeed. */
  readonly failures: readonly unknown[];
  readonly exitCode: number;
  /** All that was told, in a terminal and as JSON. */
  readonly text: string;
}

/** A run that is told to nobody in particular, in a terminal and as JSON. */
export async function runOf(
  account: TestAccount,
  settings: Settings,
  options: { waitMs?: number } = {},
): Promise<Ended> {
  const screens = (['terminal', 'json'] as const).map((mode) => aScreen({ mode }));
  const before = account.told.length;
  const commands = { apply: 'sso-setup', same: 'sso-setup', bare: 'sso-setup', login: 'sso-setup login' };
  const soFar: ReportSoFar = { dryRun: false, commands, notes: [], identity: acme };
  let run: SetUp | undefined;
  try {
    const hear = (event: EngineEvent) => {
      for (const { screen } of screens) screen.event(event);
    };
    run = await setUp(account, settings, { ...options, hear });
    soFar.plan = run.plan;
    soFar.results = run.results;
    const failed = run.results.map(({ outcome }) => outcome).find(({ kind }) => kind === 'failed');
    if (failed?.kind === 'failed') soFar.problem = failed.problem;
  } catch (error) {
    if (!(error instanceof Problem || error instanceof Stopped)) throw error;
    if (error instanceof Problem) soFar.problem = error;
    else soFar.stopped = true;
  }
  const report = reportOf(soFar, 0);
  for (const { screen } of screens) {
    for (const news of account.told.slice(before)) {
      if (isWaiting(news)) screen.event(news);
      else screen.note(news);
    }
    screen.report(report);
    screen.close();
  }
  return {
    failures: run === undefined ? [soFar.problem ?? 'stopped'] : failuresOf(run),
    exitCode: exitCodeFor(report, { detailedExitcode: false }),
    text: screens.map(({ stdout, stderr }) => stdout.text + stderr.text).join('\n'),
  };
}

type News = TestAccount['told'][number];
const WAITING = ['slowDown', 'retrying', 'reading', 'working'] as const;
function isWaiting(news: News): news is Extract<News, { id: (typeof WAITING)[number] }> {
  return WAITING.some((id) => id === news.id);
}

interface Expected {
  readonly settings: Settings;
  /** What is in the account in the end; see {@link contentsOf}. */
  readonly contents: unknown;
  /** What was there before, and is nobody's business: see {@link recordsOf}. */
  readonly foreign?: ReadonlyMap<string, string>;
  readonly calls: readonly Call[];
  readonly text?: string;
}

/** Which of the five invariants do not hold of an account that was set up; the last of them is tried by another run. */
export async function brokenInvariants(account: TestAccount, expected: Expected): Promise<string[]> {
  const { settings, contents, foreign = new Map(), calls, text = '' } = expected;
  const broken: string[] = [];
  const check = (name: string, holds: boolean) => {
    if (!holds) broken.push(name);
  };
  const { world } = account.simulated;
  const now = recordsOf(world);
  check('something is there twice', twiceIn(world).length === 0);
  check(
    'something foreign has changed',
    [...foreign].every(([id, record]) => now.get(id) === record),
  );
  check(
    'something was deleted',
    calls.every((call) => !call.operation.startsWith('Delete')),
  );
  check(
    'something was detached that belongs there',
    calls.every((call) => !isWrongDetach(call, world, settings)),
  );
  check('a secret was told', !text.includes(SECRET));
  check('a control byte was told', !CONTROLS.test(text));
  check('the contents are other ones', isDeepStrictEqual(contentsOf(world), contents));
  check('a second run finds something to do', await isInSync(account, settings));
  return broken;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must not be there
const CONTROLS = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** Everything in Identity Center by its id, each as it is to the byte. */
export function recordsOf({ instances: [instance] }: World): Map<string, string> {
  const records = new Map<string, string>();
  const {
    users = [],
    groups = [],
    memberships = [],
    permissionSets = [],
    assignments = [],
    provisioned = [],
  } = instance ?? {};
  for (const one of [...users, ...groups, ...memberships]) records.set(one.id, JSON.stringify(one));
  for (const one of permissionSets) records.set(one.arn, JSON.stringify(one));
  for (const one of assignments)
    records.set(`${one.accountId} ${one.permissionSetArn} ${one.principalId}`, JSON.stringify(one));
  for (const one of provisioned) records.set(`${one.accountId} ${one.permissionSetArn}`, JSON.stringify(one));
  return records;
}

/** Natural keys that are there twice. */
function twiceIn({ instances }: World): string[] {
  const keys = instances.flatMap(({ users, groups, memberships, permissionSets, assignments }) => [
    ...users.map((user) => `user ${String(user.attributes.UserName).toLowerCase()}`),
    ...groups.map((group) => `group ${group.displayName?.toLowerCase()}`),
    ...memberships.map((one) => `member ${one.userId} ${one.groupId}`),
    ...permissionSets.map((set) => `set ${set.name}`),
    ...permissionSets.flatMap((set) => set.managedPolicies.map((policy) => `policy ${set.name} ${policy}`)),
    ...assignments.map((one) => `assignment ${one.accountId} ${one.permissionSetArn} ${one.principalId}`),
  ]);
  return keys.filter((key, index) => keys.indexOf(key) !== index);
}

/** Only what is outside the exact list of policies of a permission set in the settings may be detached. */
function isWrongDetach({ operation, input }: Call, { instances: [instance] }: World, settings: Settings): boolean {
  if (!operation.startsWith('Detach')) return false;
  const set = instance?.permissionSets.find(({ arn }) => arn === input.PermissionSetArn);
  const wanted = settings.permissionSets.find(({ name }) => name === set?.name);
  if (operation === 'DetachManagedPolicyFromPermissionSet') {
    const arns = wanted?.managedPolicies?.map((policy) => managedPolicyArn(policy, 'aws'));
    return arns === undefined || arns.includes(String(input.ManagedPolicyArn));
  }
  const { Name, Path = '/' } = (input.CustomerManagedPolicyReference ?? {}) as { Name?: string; Path?: string };
  const policies = wanted?.customerManagedPolicies;
  return policies === undefined || policies.some(({ name, path }) => name === Name && path === Path);
}
