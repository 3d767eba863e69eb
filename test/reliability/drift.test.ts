import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../src/engine/plan.ts';
import { messagesFor } from '../../src/messages/index.ts';
import { Problem } from '../../src/problem.ts';
import type { World } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { resultDocument } from '../../src/ui/result.ts';
import {
  anAccount,
  due,
  failuresOf,
  isInSync,
  plannedBy,
  type SetUp,
  setUp,
  type TestAccount,
  writesIn,
} from '../helpers/account.ts';
import { configOf, keysIn, someAwsFiles, writeConfig } from '../helpers/aws-files.ts';
import { anyMutations, mutate, oneConnection } from '../helpers/mutations.ts';
import { instanceIn, isAsWanted, isLeftAlone, nothingIsTakenAway, onlyPlanned } from '../helpers/oracle.ts';
import { cases, holds, SEED } from '../helpers/promises.ts';
import { anySettings } from '../helpers/settings.ts';
import { company } from '../helpers/settings-for.ts';
import { aReport } from '../ui/fixtures.ts';

const ACCOUNTS = ['management', '222233334444', 'dev', 'ou:Workloads', 'all'];
const anything = () => anySettings({ region: 'us-east-1', accounts: ACCOUNTS });
const aWorld = (): World => scenarios['several-accounts']();

/** What the settings ask for and AWS cannot give: an address that somebody else has, an account that is suspended. */
function isExplained(run: SetUp, world: World): boolean {
  const suspended = world.organization?.accounts.filter(({ state }) => state !== 'ACTIVE').map(({ id }) => id) ?? [];
  return failuresOf(run).length === 0
    ? true
    : run.results.every(({ outcome }) => {
        if (outcome.kind !== 'failed') return outcome.kind !== 'stopped';
        const { id, facts } = outcome.problem;
        if (id === 'emailTaken') return isHeld(world, facts.email, facts.userName);
        return ['assignmentFailed', 'provisioningFailed'].includes(id) && suspended.includes(facts.account ?? '');
      });
}

function isHeld(world: World, email = '', by = ''): boolean {
  return instanceIn(world).users.some(({ attributes }) => {
    const [{ Value } = {}] = (attributes.Emails ?? []) as { Value?: string }[];
    return attributes.UserName !== by && Value?.toLowerCase() === email.toLowerCase();
  });
}

/**
 * One run: it does what was planned and nothing else, it takes nothing away, and afterwards everything is as the settings
 * say; the next run writes nothing. Where AWS cannot give all, the rest is done.
 *
 * @returns undefined where the settings name an account that is not there any more: then nothing is written
 */
async function repairs(account: TestAccount, settings: Settings): Promise<Plan | undefined> {
  const before = account.simulated.world;
  account.newCalls();
  let run: SetUp;
  try {
    run = await setUp(account, settings);
  } catch (error) {
    expect(error).toBeInstanceOf(Problem);
    expect(['unknownAccount', 'unknownUnit']).toContain((error as Problem).id);
    expect(account.simulated.world).toBe(before);
    return undefined;
  }
  const calls = account.newCalls();
  const after = account.simulated.world;
  expect(isExplained(run, after), JSON.stringify(failuresOf(run))).toBe(true);
  nothingIsTakenAway(calls, after, settings);
  onlyPlanned(before, after, run.plan, settings);
  isLeftAlone(run.plan, before, settings);
  const isWhole = failuresOf(run).length === 0;
  if (isWhole) {
    expect(plannedBy(run)).toEqual(due(run.plan));
    isAsWanted(after, settings, run.plan);
  }
  const broken = run.results.filter(({ outcome }) => outcome.kind === 'failed' || outcome.kind === 'blocked');
  const second = await setUp(account, settings);
  const left = new Set(broken.map(({ step, key }) => `${step} ${key}`));
  expect(due(second.plan).filter(({ step, key }) => !left.has(`${step} ${key}`))).toEqual([]);
  if (isWhole) expect(writesIn(account.newCalls())).toEqual([]);
  return run.plan;
}

test('whatever 1 to 12 things somebody does behind our back: one run repairs it, and touches nothing else', async () => {
  const one = oneConnection();
  // Settling takes as long as a few repairs: each of the settings is used some twenty times.
  const pool = fc.sample(anything(), { numRuns: Math.ceil(cases(60, 10_000) / 20), seed: SEED });
  const settled = new Map<Settings, World>();
  await holds(
    'R6',
    fc.asyncProperty(fc.constantFrom(company(), ...pool), anyMutations, async (settings, mutations) => {
      if (!settled.has(settings)) {
        const account = one.account(aWorld());
        await setUp(account, settings);
        settled.set(settings, account.simulated.world);
      }
      const world = await mutate(one, settled.get(settings) ?? aWorld(), mutations);
      await repairs(one.account(world), settings);
    }),
    60,
    10_000,
  );
});

test('from any settings to any others: the others are reached; what was dropped stays, and groups and users are named', async () => {
  const one = oneConnection();
  await holds(
    'R7',
    fc.asyncProperty(anything(), anything(), async (first, second) => {
      const account = one.account(aWorld());
      await setUp(account, first);
      const plan = await repairs(account, second);
      if (plan === undefined) throw new Error('Every account of these settings is there.');
      const { leftAlone = [] } = resultDocument(aReport({ plan }), messagesFor('en'));
      expect(leftAlone).toEqual(plan.leftAlone.map(({ step, key }) => ({ step, name: key })));
      const { groups, users } = instanceIn(account.simulated.world);
      expect(groups.length + users.length).toBe(
        second.groups.length + second.users.length + leftAlone.filter(({ step }) => /^(group|user)$/.test(step)).length,
      );
    }),
    15,
    5000,
  );
});

test('an instance that was deleted and enabled anew is another one: everything is made again, and the profile led to it', async () => {
  const files = someAwsFiles('[profile theirs]\nregion = eu-west-1\n');
  const first = anAccount({ files });
  const cli = { session: 'acme', profiles: [{ name: 'admin', account: 'management', permissionSet: 'ReadOnly' }] };
  const settings = company({ cli });
  await setUp(first, settings);
  const { simulated } = anAccount({ world: { ...first.simulated.world, instances: [] }, enabled: true });
  const account = anAccount({ world: simulated.world, files });
  expect(instanceIn(simulated.world).arn).not.toBe(instanceIn(first.simulated.world).arn);
  const run = await setUp(account, settings);
  expect(failuresOf(run)).toEqual([]);
  expect(run.results.find(({ step }) => step === 'cliProfile')?.action).toMatchObject({
    kind: 'change',
    drift: [{ field: 'sso_start_url' }],
  });
  isAsWanted(account.simulated.world, settings, run.plan);
  expect(configOf(files)).toContain('[profile theirs]\nregion = eu-west-1\n');
  expect(keysIn(files, { kind: 'sso-session', name: 'acme' })?.sso_start_url).toContain(
    instanceIn(account.simulated.world).identityStoreId,
  );
  expect(await isInSync(account, settings)).toBe(true);
});

test('profiles: whatever somebody does to the file by hand, ours are put right and theirs stay to the byte', async () => {
  const theirs = '# mine\n[profile theirs]\nregion = eu-west-1\n\n[default]\noutput=json ; really\n';
  const cli = { session: 'acme', profiles: [{ name: 'admin', account: 'management', permissionSet: 'ReadOnly' }] };
  const settings = company({ cli });
  const files = someAwsFiles(theirs);
  const account = anAccount({ files });
  await setUp(account, settings);
  const good = configOf(files) ?? '';
  const ours = good.slice(theirs.length);
  const edits: Record<string, string> = {
    'all of ours deleted': theirs,
    'a line deleted': good.replace(/sso_role_name.*\n/, ''),
    'another account': good.replace(/sso_account_id.*/, 'sso_account_id = 999999999999'),
    'keys of another kind of profile': good.replace(
      '[profile admin]',
      '[profile admin]\nrole_arn = arn:aws:iam::1:role/x',
    ),
    'another order, and theirs in between': `${ours.split('\n\n').reverse().join('\n\n')}\n${theirs}`,
    'a profile more': `${good}\n[profile another]\nregion=us-west-2\n`,
  };
  for (const [what, text] of Object.entries(edits)) {
    writeConfig(files, text);
    expect(failuresOf(await setUp(account, settings)), what).toEqual([]);
    const now = configOf(files) ?? '';
    for (const line of [
      ...theirs.split('\n'),
      ...(what === 'a profile more' ? ['[profile another]', 'region=us-west-2'] : []),
    ]) {
      expect(now.split('\n'), what).toContain(line);
    }
    expect(now.includes(theirs.trimEnd()), what).toBe(true);
    expect(keysIn(files, { kind: 'profile', name: 'admin' }), what).toEqual({
      sso_session: 'acme',
      sso_account_id: '111122223333',
      sso_role_name: 'ReadOnly',
      region: 'us-east-1',
    });
    expect(await isInSync(account, settings), what).toBe(true);
  }
});
