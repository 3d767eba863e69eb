import { describe, expect, it } from 'vitest';
import { whoAmI } from '../../src/aws/caller.ts';
import type { Finding } from '../../src/findings.ts';
import { TOPICS } from '../../src/findings.ts';
import { type Orientation, orient } from '../../src/orient.ts';
import { emptyWorld, type ScenarioName, scenarios } from '../../src/sandbox/index.ts';
import { anAccount, type TestAccount, writesIn } from '../helpers/account.ts';
import { aScreen } from '../ui/fixtures.ts';

interface Oriented extends Orientation {
  readonly order: readonly string[];
  readonly findings: readonly Finding[];
}

async function oriented(account: TestAccount): Promise<Oriented> {
  const { reader } = account.connect();
  const caller = await whoAmI(reader);
  account.newCalls();
  const [order, findings]: [string[], Finding[]] = [[], []];
  const orientation = await orient(
    reader,
    { caller, region: 'us-east-1', from: 'acme' },
    {
      looking: (topic) => order.push(`looking ${topic}`),
      found(topic, found) {
        order.push(`found ${topic}`);
        findings.push(...found);
      },
    },
  );
  findings.sort((a, b) => TOPICS.indexOf(a.topic) - TOPICS.indexOf(b.topic));
  return { ...orientation, order, findings };
}

const of = (name: ScenarioName) => oriented(anAccount({ world: scenarios[name](), enabled: false }));

/** `organization problem memberAccount` */
function shortly(finding: Finding): string {
  return [finding.topic, finding.level, finding.id === 'blocked' ? finding.problem.id : finding.id].join(' ');
}

const SIGNED_IN = ['credentials fine caller', 'account fine account'];
const ORGANIZED = [...SIGNED_IN, 'organization fine organization'];
const ENABLED = [...ORGANIZED, 'instance fine instance'];
/** Nobody knows there who asks. */
const WITHOUT_A_CALLER = ['no-credentials', 'expired-credentials', 'clock-wrong', 'no-network', 'proxy'] as const;

const FINDINGS: Record<Exclude<ScenarioName, (typeof WITHOUT_A_CALLER)[number]>, readonly string[]> = {
  'new-account': [...SIGNED_IN, 'organization coming noOrganization', 'instance yours noInstance'],
  'free-plan': [
    ...SIGNED_IN,
    'organization coming noOrganization',
    'organization attention freePlan',
    'instance yours noInstance',
  ],
  organization: [...ORGANIZED, 'instance yours noInstance'],
  enabled: ENABLED,
  'member-account': [...SIGNED_IN, 'organization problem memberAccount'],
  'delegated-administrator': [...SIGNED_IN, 'organization problem delegatedAdministrator'],
  'consolidated-billing': [...SIGNED_IN, 'organization problem consolidatedBilling'],
  'account-instance': [...SIGNED_IN, 'organization coming noOrganization', 'instance problem accountInstance'],
  'permission-sets-off': [...ENABLED, 'instance attention permissionSetsOff'],
  'several-accounts': ENABLED,
  company: ENABLED,
  'instance-elsewhere': ENABLED,
  root: [
    'credentials attention caller',
    'account fine account',
    'organization fine organization',
    'instance yours noInstance',
  ],
  'regions-denied': [...ORGANIZED, 'instance yours noInstance'],
  'two-instances': [...ORGANIZED, 'instance problem twoInstances'],
  'instance-failed': [...ORGANIZED, 'instance problem instanceFailed'],
  'external-identities': [...ENABLED, 'users attention externalIdentities'],
  'no-iam-rights': ENABLED,
  'read-only': ENABLED,
  'slow-down': ENABLED,
  'alias-taken': ENABLED,
};

describe.each(Object.keys(FINDINGS) as (keyof typeof FINDINGS)[])('in the situation %s', (name) => {
  it('is told how things are, each by its weight', async () => {
    const { findings, problems } = await of(name);
    // In a consolidated-billing organization and with two instances there is more to say than to do.
    const told = findings.map(shortly);
    expect(told).toEqual(
      name === 'consolidated-billing' ? FINDINGS[name].filter((one) => told.includes(one)) : FINDINGS[name],
    );
    expect(problems).toHaveLength(told.filter((one) => one.includes(' problem ')).length);
  });

  it('nothing is written', async () => {
    const account = anAccount({ world: scenarios[name](), enabled: false });
    await oriented(account);
    const calls = account.newCalls();
    expect(calls.length).toBeGreaterThan(3);
    expect(writesIn(calls)).toEqual([]);
  });

  it('every topic that is begun is ended', async () => {
    const { order } = await of(name);
    const begun = order.filter((one) => one.startsWith('looking ')).map((one) => one.replace('looking ', 'found '));
    expect(order.filter((one) => one.startsWith('found ')).sort()).toEqual(['found credentials', ...begun].sort());
  });
});

it('looks side by side: it takes as long as the longest way, not as all of them', async () => {
  const latencyMs = 1_000;
  const account = anAccount({ world: scenarios['several-accounts'](), enabled: false, behaviour: { latencyMs } });
  const started = account.clock.now();
  const { order } = await oriented(account);
  const calls = account.newCalls();
  expect(order.slice(0, 4)).toEqual([
    'found credentials',
    'looking account',
    'looking organization',
    'looking instance',
  ]);
  expect(calls.length).toBeGreaterThan(15);
  expect(account.clock.now() - started).toBeLessThan((calls.length * latencyMs) / 2);
  const at = (operation: string) => calls.filter((call) => call.operation === operation).map((call) => call.at);
  expect(at('DescribeOrganization')).toEqual(at('ListRegions').slice(0, 1));
  // Five Regions at a time at least.
  expect(new Set(at('ListInstances')).size).toBeLessThanOrEqual(Math.ceil(at('ListInstances').length / 5));
});

it('tells the topics in their order, however the answers come', async () => {
  const { screen, stdout } = aScreen();
  const account = anAccount({ world: scenarios['consolidated-billing'](), enabled: false });
  const { reader } = account.connect();
  await orient(reader, { caller: await whoAmI(reader), region: 'us-east-1' }, screen);
  expect(stdout.lines.map((line) => line.slice(0, 15).trimEnd())).toEqual([
    '✔ Credentials',
    '✔ Account',
    '✖ Organization',
  ]);
});

it('knows the accounts by name, and where Identity Center is', async () => {
  const { accounts, instance, organization } = await of('several-accounts');
  expect(accounts.map(({ name, state }) => `${name} ${state}`)).toEqual([
    'acme ACTIVE',
    'prod ACTIVE',
    'dev ACTIVE',
    'legacy SUSPENDED',
  ]);
  expect(instance?.region).toBe('us-east-1');
  expect(organization?.id).toMatch(/^o-/);
});

it('says that Identity Center is being enabled, which is no problem', async () => {
  const account = anAccount({ world: scenarios.organization(), enabled: false });
  account.simulated.console.enableInstanceSoon('us-east-1', 600_000);
  await account.clock.sleep(310_000);
  const { findings, problems } = await oriented(account);
  expect(findings.map(shortly)).toEqual([...ORGANIZED, 'instance coming instanceComing']);
  expect(problems).toEqual([]);
});

it('takes what may not be looked at as a finding, not as its end', async () => {
  const deny = (action: string) => action === 'organizations:DescribeOrganization';
  const account = anAccount({ world: emptyWorld(), enabled: false, behaviour: { deny } });
  const { findings, problems } = await oriented(account);
  expect(findings.map(shortly)).toContain('organization problem accessDenied');
  expect(findings.map(shortly)).toContain('account fine account');
  expect(problems.map(({ id }) => id)).toContain('accessDenied');
});

it.each([
  'organizations:ListAccounts',
  'organizations:ListDelegatedAdministrators',
  'identitystore:ListUsers',
  'freetier:GetAccountPlanState',
])('goes on without %s, which only adds knowledge', async (denied) => {
  const deny = (action: string) => action === denied;
  const account = anAccount({ world: scenarios.enabled(), enabled: false, behaviour: { deny } });
  expect((await oriented(account)).findings.map(shortly)).toEqual(ENABLED);
});
