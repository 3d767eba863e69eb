import { describe, expect, test } from 'vitest';
import { Problem } from '../../src/problem.ts';
import type { FaultCall, FreshWorld, World } from '../../src/sandbox/index.ts';
import { type ScenarioName, scenarios } from '../../src/sandbox/scenarios.ts';
import {
  again,
  anAccount,
  answeredOtherwise,
  dryRun,
  due,
  failuresOf,
  isInSync,
  type SetUp,
  setUp,
  type TestAccount,
  writesIn,
} from '../helpers/account.ts';
import { company, onePerson } from '../helpers/settings-for.ts';
import { contentsOf } from '../helpers/world.ts';

const situation = (name: ScenarioName, behaviour = {}) => anAccount({ world: scenarios[name](), behaviour });

/** The problem that ends a look, and proof that nothing was written on the way. */
async function problemOf(account: TestAccount, settings = onePerson()): Promise<Problem> {
  const problem = await dryRun(account, settings).then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(problem).toBeInstanceOf(Problem);
  expect(writesIn(account.newCalls())).toEqual([]);
  return problem as Problem;
}

describe('organization', () => {
  test('none: it is planned, made with all features, and everything after it follows', async () => {
    const account = situation('new-account');
    const { preview } = await dryRun(account, onePerson());
    expect(preview.plan.items.map(({ step, action }) => `${step} ${action.kind}`)).toEqual([
      'organization create',
      'instance manual',
      'portal same',
      'group create',
      'user create',
      'membership create',
      'permissionSet create',
      'assignment create',
      'security manual',
      'security manual',
      'security manual',
    ]);
    expect(failuresOf(await setUp(account, onePerson(), { waitMs: 900_000 }))).toEqual([]);
    expect(account.simulated.world.organization?.featureSet).toBe('ALL');
    expect(await isInSync(account, onePerson())).toBe(true);
  });

  test('a member account: the run stops and names the management account', async () => {
    expect(await problemOf(situation('member-account'))).toMatchObject({
      id: 'memberAccount',
      exitCode: 4,
      facts: { account: '222233334444', managementAccount: '111122223333' },
    });
  });

  test('a delegated administrator: the run stops and names the management account', async () => {
    const delegated = situation('delegated-administrator');
    expect(await problemOf(delegated)).toMatchObject({
      id: 'delegatedAdministrator',
      exitCode: 4,
      facts: { account: '222233334444', managementAccount: '111122223333' },
    });
  });

  test('consolidated billing only: the run stops', async () => {
    expect(await problemOf(situation('consolidated-billing'))).toMatchObject({
      id: 'consolidatedBilling',
      exitCode: 4,
    });
  });

  test('an account instance blocks the organization: the run stops before it makes one', async () => {
    expect(await problemOf(situation('account-instance'))).toMatchObject({
      id: 'accountInstance',
      facts: { region: 'us-east-1' },
    });
  });

  test('an account instance whose permission sets nobody may list blocks it, too', async () => {
    const account = situation('account-instance', { deny: ['sso:ListPermissionSets'] });
    expect(await problemOf(account)).toMatchObject({ id: 'accountInstance' });
  });

  test.each([
    ['awsFault', { kind: 'refuse', code: 'InternalServerException', message: 'no', status: 500 }],
    ['network', { kind: 'unsent' }],
  ] as const)('an account instance where the look fails: no organization is made on a guess: %s', async (id, how) => {
    const fault = ({ operation, region }: FaultCall) =>
      operation === 'ListInstances' && region === 'eu-west-1' ? how : undefined;
    expect(await problemOf(situation('new-account', { fault }))).toMatchObject({ id });
  });

  test('a member account is told so, whatever accounts the settings name', async () => {
    const named = onePerson({
      assignments: [
        { principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts: ['ou:Workloads'] },
      ],
    });
    expect(await problemOf(situation('member-account'), named)).toMatchObject({ id: 'memberAccount' });
    expect(await problemOf(situation('new-account'), named)).toMatchObject({ id: 'unknownUnit' });
  });

  test('made by somebody else at the same moment: that is not a failure', async () => {
    let raced = false;
    const account: TestAccount = anAccount({
      world: scenarios['new-account'](),
      behaviour: {
        fault: ({ operation }: FaultCall) => {
          if (operation !== 'CreateOrganization' || raced) return undefined;
          raced = true;
          return { kind: 'unanswered' };
        },
      },
    });
    expect(failuresOf(await setUp(account, onePerson(), { waitMs: 900_000 }))).toEqual([]);
    expect(writesIn(account.newCalls()).filter((operation) => operation === 'CreateOrganization')).toHaveLength(1);
  });
});

describe('instance', () => {
  test('not enabled and nobody there: what does not need it is done, the rest waits, and nothing fails', async () => {
    const account = situation('new-account');
    const run = await setUp(account, onePerson());
    expect(run.results.map(({ step, outcome }) => `${step} ${outcome.kind}`)).toEqual([
      'organization done',
      'instance waiting',
      'portal same',
      'group blocked',
      'user blocked',
      'membership blocked',
      'permissionSet blocked',
      'assignment blocked',
      'security blocked',
      'security blocked',
      'security blocked',
    ]);
  });

  test('enabled while the run waits: it looks every five seconds, not more often, and goes on by itself', async () => {
    const account = situation('organization');
    await setUp(account, onePerson(), { waitMs: 900_000 });
    const looks = account.simulated.calls.filter(
      (call) => call.operation === 'ListInstances' && call.region === 'us-east-1',
    );
    const gaps = looks.slice(2).map((call, index) => call.at - (looks[index + 1]?.at ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(4_900);
    expect(account.simulated.calls.filter((call) => call.region === 'eu-west-1')).toHaveLength(1);
    expect(await isInSync(account, onePerson())).toBe(true);
  });

  test('half-way enabled: a run waits until it is active', async () => {
    const account = situation('organization');
    account.simulated.console.enableInstanceSoon('us-east-1', 120_000);
    await account.clock.sleep(70_000);
    expect(failuresOf(await setUp(account, onePerson(), { waitMs: 900_000 }))).toEqual([]);
  });

  test('in another Region than the one that was merely found: it is used, and that is told', async () => {
    const account = situation('instance-elsewhere');
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
    expect(account.told).toContainEqual({ id: 'instanceInOtherRegion', region: 'eu-west-1', wanted: 'us-east-1' });
    expect(contentsOf(account.simulated.world)).toMatchObject({ region: 'eu-west-1' });
  });

  test('in another Region than the one that was asked for: the run stops and names it', async () => {
    const settings = onePerson({ region: { name: 'ap-northeast-2', asked: true } });
    expect(await problemOf(situation('instance-elsewhere'), settings)).toMatchObject({
      id: 'instanceElsewhere',
      exitCode: 64,
      facts: { region: 'eu-west-1', wanted: 'ap-northeast-2' },
    });
  });

  test('two of them: the run stops and names both Regions', async () => {
    const elsewhere = onePerson({ region: { name: 'ap-northeast-2', asked: false } });
    const problem = await problemOf(situation('two-instances'), elsewhere);
    expect(problem).toMatchObject({ id: 'twoInstances' });
    expect(JSON.stringify(problem.facts)).toMatch(/us-east-1.*eu-west-1|eu-west-1.*us-east-1/);
  });

  test('in an opt-in Region that the account has enabled: it is found', async () => {
    const before = anAccount({ world: scenarios.organization(), behaviour: { enabledOptInRegions: ['ap-east-1'] } });
    before.simulated.console.enableInstance('ap-east-1');
    expect(failuresOf(await setUp(before, onePerson()))).toEqual([]);
  });

  test.each([
    ['InternalServerException', 500],
    ['ThrottlingException', 400],
  ])(
    'elsewhere, while AWS has trouble in a third Region: it is used, and the trouble is told: %s',
    async (code, status) => {
      const trouble = { kind: 'refuse', code, message: 'Not now.', status } as const;
      const fault = ({ operation, region }: FaultCall) =>
        operation === 'ListInstances' && region === 'sa-east-1' ? trouble : undefined;
      const account = situation('instance-elsewhere', { fault });
      expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
      expect(account.told).toContainEqual({ id: 'regionsNotLookedAt', regions: 'sa-east-1', code });
    },
  );

  test('nowhere else, while AWS has trouble in a Region: nobody is told to enable it, for it may be there', async () => {
    const trouble = { kind: 'refuse', code: 'InternalServerException', message: 'Not now.', status: 500 } as const;
    const fault = ({ operation, region }: FaultCall) =>
      operation === 'ListInstances' && region === 'sa-east-1' ? trouble : undefined;
    expect(await problemOf(situation('organization', { fault }))).toMatchObject({ id: 'awsFault' });
  });

  test('a Region that cannot be looked at is told, and stops nothing', async () => {
    const account = situation('instance-elsewhere', { denyRegions: ['eu-central-1'] });
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
    expect(account.told).toContainEqual({
      id: 'regionsNotLookedAt',
      regions: 'eu-central-1',
      code: 'AccessDeniedException',
    });
  });

  test('a Region that cannot be reached is told, and stops nothing', async () => {
    const fault = ({ region }: FaultCall) =>
      region === 'eu-central-1' ? ({ kind: 'unreachable' } as const) : undefined;
    const account = situation('instance-elsewhere', { fault });
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
    expect(account.told).toContainEqual(expect.objectContaining({ id: 'regionsNotLookedAt', regions: 'eu-central-1' }));
  });

  test.each<ScenarioName>(['new-account', 'organization', 'enabled'])(
    'where no Region may be looked at, the run stops: nothing is known (%s)',
    async (name) => {
      const account = situation(name, { deny: ['sso:ListInstances'] });
      expect(await problemOf(account)).toMatchObject({ id: 'accessDenied', facts: { action: 'sso:ListInstances' } });
    },
  );

  test('without the right to list Regions the usual ones are looked at, and that is told', async () => {
    const account = situation('instance-elsewhere', { deny: ['account:ListRegions'] });
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
    expect(account.told).toContainEqual({ id: 'regionsAssumed', code: 'AccessDeniedException' });
  });

  test('multi-account permissions off: shown as a change, turned on, waited for, and then everything follows', async () => {
    const account = situation('permission-sets-off', { lagMs: 20_000 });
    const { preview } = await dryRun(account, onePerson());
    expect(due(preview.plan)[0]).toMatchObject({
      step: 'instance',
      action: { kind: 'change', drift: [{ field: 'permissionSets', from: 'off', to: 'on' }] },
    });
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
    expect(contentsOf(account.simulated.world)).toMatchObject({ permissionSetsEnabled: true });
  });

  test('multi-account permissions off in another Region: they are turned on there', async () => {
    const world = scenarios['instance-elsewhere']();
    for (const instance of world.instances) instance.permissionSetsEnabled = false;
    const account = anAccount({ world, behaviour: { lagMs: 5_000 } });
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
    expect(contentsOf(account.simulated.world)).toMatchObject({ region: 'eu-west-1', permissionSetsEnabled: true });
  });

  test('what DescribeInstance cannot tell stops nothing', async () => {
    const account = situation('enabled', { deny: ['sso:DescribeInstance'] });
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
    expect(account.told).toContainEqual({ id: 'instanceDetailsUnknown', code: 'AccessDeniedException' });
  });

  test('whose switch AWS says nothing about is taken for one with permission sets', async () => {
    const account = situation('enabled');
    const silent = answeredOtherwise(
      account,
      ['DescribeInstance'],
      ({ PermissionSetsEnabled: _, ...rest }: { readonly PermissionSetsEnabled?: boolean }) => rest,
    );
    const { preview } = await dryRun(silent, onePerson());
    expect(preview.plan.items.find(({ step }) => step === 'instance')?.action).toEqual({ kind: 'same' });
    expect(account.newCalls().map(({ operation }) => operation)).toContain('DescribeInstance');
  });

  const otherwise = (change: (instance: World['instances'][number]) => void) => {
    const world = scenarios.enabled();
    for (const instance of world.instances) change(instance);
    return anAccount({ world });
  };

  test('that could not be created: the run stops with the reason', async () => {
    const account = otherwise((instance) => {
      instance.status = 'CREATE_FAILED';
      instance.statusReason = 'no luck';
    });
    expect(await problemOf(account)).toMatchObject({ id: 'instanceFailed', facts: { detail: 'no luck' } });
  });

  test("of somebody else's account is not ours", async () => {
    const account = otherwise((instance) => {
      instance.ownerAccountId = '999988887777';
    });
    const { preview } = await dryRun(account, onePerson());
    expect(preview.plan.items.find((item) => item.step === 'instance')?.action.kind).toBe('manual');
    expect(account.newCalls().map(({ operation }) => operation)).not.toContain('ListGroups');
  });

  test('enabled with permission sets off while the run waits: the switch was in no plan, so the run stops there', async () => {
    const account = situation('organization');
    const enable = { enableInstanceSoon: account.simulated.console.enableInstanceSoon };
    account.simulated.console.enableInstanceSoon = (region) =>
      enable.enableInstanceSoon(region, 1_000, { permissionSetsEnabled: false });
    const run = await setUp(account, onePerson(), { waitMs: 900_000 });
    expect(run.results.find((result) => result.step === 'instance')?.outcome).toMatchObject({
      kind: 'failed',
      problem: { id: 'planChanged' },
    });
    expect(writesIn(account.newCalls())).toEqual([]);
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
  });

  test('that refuses the switch: nothing is made in it', async () => {
    const account = situation('permission-sets-off', { deny: ['sso:UpdateInstance'] });
    const run = await setUp(account, onePerson());
    expect(run.results.filter(({ outcome }) => outcome.kind === 'blocked').map(({ step }) => step)).toEqual([
      'group',
      'user',
      'membership',
      'permissionSet',
      'assignment',
    ]);
    expect(writesIn(account.newCalls())).toEqual(['UpdateInstance']);
  });

  test('a Region that is merely found, and may not be looked at, stops nothing', async () => {
    const account = situation('instance-elsewhere', { denyRegions: ['us-east-1'] });
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
  });

  test('settings without permission sets leave the switch alone', async () => {
    const account = situation('permission-sets-off');
    await setUp(account, onePerson({ permissionSets: [], assignments: [] }));
    expect(contentsOf(account.simulated.world)).toMatchObject({ permissionSetsEnabled: false });
  });
});

describe('accounts', () => {
  const toAccounts = (accounts: string[]) =>
    onePerson({
      assignments: [{ principal: { group: 'Administrators' }, permissionSets: ['AdministratorAccess'], accounts }],
    });
  const assigned = async (accounts: string[]) => {
    const account = situation('several-accounts', { pageSize: 1, emptyPages: true });
    expect(failuresOf(await setUp(account, toAccounts(accounts)))).toEqual([]);
    return [...new Set(account.simulated.world.instances[0]?.assignments.map((one) => one.accountId))].sort();
  };

  test.each<{ accounts: string[]; ids: string[] }>([
    { accounts: ['management'], ids: ['111122223333'] },
    { accounts: ['222233334444'], ids: ['222233334444'] },
    { accounts: ['dev'], ids: ['333344445555'] },
    { accounts: ['ou:Workloads/Prod'], ids: ['222233334444'] },
    { accounts: ['ou:Workloads'], ids: ['222233334444', '333344445555'] },
    { accounts: ['all'], ids: ['111122223333', '222233334444', '333344445555'] },
    { accounts: ['all', 'dev', 'management'], ids: ['111122223333', '222233334444', '333344445555'] },
  ])('$accounts are $ids', async ({ accounts, ids }) => {
    expect(await assigned(accounts)).toEqual(ids);
  });

  test('a suspended account is left out, and that is told', async () => {
    const account = situation('several-accounts');
    await dryRun(account, toAccounts(['all']));
    expect(account.told).toContainEqual({
      id: 'accountsLeftOut',
      accounts: [{ account: '444455556666', name: 'legacy', state: 'SUSPENDED' }],
    });
  });

  test('a suspended account is left out, also when it is named', async () => {
    const account = situation('several-accounts');
    expect(failuresOf(await setUp(account, toAccounts(['legacy', 'management'])))).toEqual([]);
    expect(account.told).toContainEqual({
      id: 'accountsLeftOut',
      accounts: [{ account: '444455556666', name: 'legacy', state: 'SUSPENDED' }],
    });
  });

  test('a name that two accounts have is not guessed at', async () => {
    const world = scenarios['several-accounts']();
    for (const one of world.organization?.accounts ?? []) if (one.name === 'dev') one.name = 'prod';
    expect(await problemOf(anAccount({ world }), toAccounts(['prod']))).toMatchObject({
      id: 'unknownAccount',
      facts: { matches: '2' },
    });
  });

  const more = ['555566667777', '666677778888', '777788889999'];
  const manyAccounts = () => {
    const world = scenarios['several-accounts']();
    for (const id of more) {
      const [first] = world.organization?.accounts ?? [];
      if (first !== undefined) world.organization?.accounts.push({ ...first, id, name: id });
    }
    return anAccount({ world });
  };
  const longer = (accounts: string[]) => ({
    ...toAccounts(accounts),
    permissionSets: [{ name: 'AdministratorAccess', sessionDuration: 'PT8H' }],
  });

  test('many accounts with an old version are rolled out to in one go', async () => {
    const account = manyAccounts();
    await setUp(account, toAccounts(['all']));
    account.newCalls();
    expect(failuresOf(await setUp(account, longer(['all'])))).toEqual([]);
    expect(writesIn(account.newCalls())).toEqual(['UpdatePermissionSet', 'ProvisionPermissionSet']);
  });

  test('one that was suspended since, all named by their ids: the others get the new version', async () => {
    const account = manyAccounts();
    const [gone = '', ...others] = more;
    const ids = ['222233334444', '333344445555', gone, ...others];
    await setUp(account, toAccounts(ids));
    const { organization } = account.simulated.world as FreshWorld;
    if (organization === null) throw new Error('There is no organization.');
    organization.accounts = organization.accounts.map((one) =>
      one.id === gone ? { ...one, state: 'SUSPENDED' } : one,
    );
    const outcomeOf = (run: SetUp) => run.results.find(({ step }) => step === 'provisioning')?.outcome;
    const failed = { kind: 'failed', problem: { id: 'provisioningFailed', facts: { account: gone } } };
    expect(outcomeOf(await setUp(account, longer(ids)))).toMatchObject(failed);
    const { preview } = await dryRun(account, longer(ids));
    expect(due(preview.plan)).toMatchObject([{ step: 'provisioning', action: { drift: [{ from: [gone], to: [] }] } }]);
  });

  test('one that was suspended since, among all: nothing is rolled out there, and that is no failure', async () => {
    const account = manyAccounts();
    await setUp(account, toAccounts(['all']));
    const { organization } = account.simulated.world as FreshWorld;
    if (organization === null) throw new Error('There is no organization.');
    organization.accounts = organization.accounts.map((one) =>
      one.name === 'dev' ? { ...one, state: 'SUSPENDED' } : one,
    );
    account.newCalls();
    const run = await setUp(account, longer(['all']));
    expect(failuresOf(run)).toEqual([]);
    const rolledOut = account.newCalls().filter(({ operation }) => operation === 'ProvisionPermissionSet');
    expect(rolledOut.map(({ input }) => input.TargetId)).toEqual([undefined, '111122223333', '222233334444', ...more]);
    expect(await isInSync(account, longer(['all']))).toBe(true);
  });

  test.each([
    ['nobody', 'unknownAccount'],
    ['ou:Workloads/Staging', 'unknownUnit'],
  ])('%s is unknown: the run stops and names what there is', async (selector, id) => {
    const problem = await problemOf(situation('several-accounts'), toAccounts([selector]));
    expect(problem).toMatchObject({ id, exitCode: 64 });
    expect(problem.facts.known).toMatch(/^[^…]+$/);
  });

  test('of many accounts the one that was probably meant is named first, and that not all are named', async () => {
    const problem = await problemOf(situation('company'), toAccounts(['worklod-31']));
    expect(problem.facts.known).toMatch(/^workload-31 \d{12}, ([^,]+, ){9}…$/);
  });

  test('before there is an organization, all accounts are this one', async () => {
    const account = situation('new-account');
    expect(failuresOf(await setUp(account, toAccounts(['all']), { waitMs: 900_000 }))).toEqual([]);
    expect(await isInSync(account, toAccounts(['all']))).toBe(true);
  });
});

describe('users', () => {
  test('of an identity provider are told where the settings name them, and no others', async () => {
    const account = situation('external-identities');
    await setUp(account, onePerson());
    expect(account.simulated.world.instances[0]?.users).toHaveLength(2);
    const named = account.told.flatMap((news) => (news.id === 'externalIdentities' ? [news.name] : []));
    expect([...new Set(named)]).toEqual(['kim@example.com']);
  });

  test('one of the same name in other letters is adopted', async () => {
    const account = anAccount();
    const [kim] = company().users;
    const shouting = { ...kim, userName: 'KIM@EXAMPLE.COM' } as NonNullable<typeof kim>;
    await setUp(account, company({ users: [shouting], assignments: [] }));
    const quiet = company({ users: [{ ...shouting, userName: 'kim@example.com' }], assignments: [] });
    expect(await isInSync(account, quiet)).toBe(true);
  });

  test("an e-mail that is somebody else's is a failure that names the holder", async () => {
    const account = anAccount();
    await setUp(account, onePerson());
    const [kim] = onePerson().users;
    const twin = { ...kim, userName: 'twin' } as NonNullable<typeof kim>;
    const run = await setUp(account, onePerson({ users: [twin] }));
    expect(run.results.find((result) => result.step === 'user')?.outcome).toMatchObject({
      kind: 'failed',
      problem: { id: 'emailTaken', facts: { email: 'kim@example.com', holder: 'kim@example.com' } },
    });
  });
});

test('policies of AWS for job functions have a path of their own, all others have none', async () => {
  const jobs = ['Billing', 'DatabaseAdministrator', 'DataScientist', 'NetworkAdministrator', 'SupportUser'];
  const withPath = [...jobs, 'SystemAdministrator', 'ViewOnlyAccess'];
  const others = ['AdministratorAccess', 'PowerUserAccess', 'SecurityAudit'];
  const account = anAccount();
  const permissionSets = [{ name: 'AdministratorAccess', managedPolicies: [...withPath, ...others] }];
  expect(failuresOf(await setUp(account, onePerson({ permissionSets })))).toEqual([]);
  expect(account.simulated.world.instances[0]?.permissionSets[0]?.managedPolicies).toEqual([
    ...withPath.map((name) => `arn:aws:iam::aws:policy/job-function/${name}`),
    ...others.map((name) => `arn:aws:iam::aws:policy/${name}`),
  ]);
});

describe('assignments', () => {
  test('of a user and of a group with the same name are two', async () => {
    const settings = onePerson({
      groups: [{ name: 'Administrators' }, { name: 'user kim@example.com' }, { name: 'kim@example.com' }],
      assignments: [
        { principal: { user: 'kim@example.com' }, permissionSets: ['AdministratorAccess'], accounts: ['management'] },
        { principal: { group: 'kim@example.com' }, permissionSets: ['AdministratorAccess'], accounts: ['management'] },
        {
          principal: { group: 'user kim@example.com' },
          permissionSets: ['AdministratorAccess'],
          accounts: ['management'],
        },
      ],
    });
    const account = anAccount();
    await setUp(account, settings);
    expect(account.simulated.world.instances[0]?.assignments).toHaveLength(3);
    expect(await isInSync(account, settings)).toBe(true);
  });

  test('whose progress cannot be read are looked at instead', async () => {
    const account = anAccount({
      behaviour: { asyncMs: 20_000, deny: ['sso:DescribeAccountAssignmentCreationStatus'] },
    });
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
  });

  test('whose answer gets lost every time are found when AWS has made them', async () => {
    const fault = ({ operation }: FaultCall) =>
      operation === 'CreateAccountAssignment' ? ({ kind: 'unanswered' } as const) : undefined;
    const account = anAccount({ behaviour: { asyncMs: 100_000, fault } });
    expect(failuresOf(await setUp(account, onePerson()))).toEqual([]);
  });

  test("a failure carries AWS's reason in full", async () => {
    const reason =
      'Received a 403 status error: Access denied by IAM. Please check your policy, or wait for role propagation to complete. IAM Error: User: arn:aws:iam::111122223333:user/admin is not authorized to perform: iam:ListRolePolicies on resource: role AWSReservedSSO_AdministratorAccess_0123456789abcdef';
    const world = { ...scenarios.enabled(), assignmentFailure: { '*': reason } };
    const run = await setUp(anAccount({ world }), onePerson());
    expect(run.results.find((result) => result.step === 'assignment')?.outcome).toMatchObject({
      kind: 'failed',
      problem: { id: 'assignmentNeedsIam', facts: { detail: reason, account: '111122223333' } },
    });
  });

  test('in progress for ever: the run gives up after five minutes, and the next one completes it', async () => {
    const account = anAccount({ behaviour: { asyncMs: 3_600_000 } });
    const run = await setUp(account, onePerson());
    expect(run.results.find((result) => result.step === 'assignment')?.outcome).toMatchObject({
      kind: 'failed',
      problem: { id: 'stillInProgress' },
    });
    const next = again(account);
    expect(failuresOf(await setUp(next, onePerson()))).toEqual([]);
  });

  test('few are looked up by account and permission set, many by who holds them', async () => {
    const account = situation('several-accounts');
    const wide = company({
      assignments: [
        { principal: { group: 'Admins' }, permissionSets: ['AdministratorAccess', 'ReadOnly'], accounts: ['all'] },
      ],
    });
    await setUp(account, wide);
    account.newCalls();
    await dryRun(account, wide);
    const operations = account.newCalls().map((call) => call.operation);
    expect(operations.filter((operation) => operation === 'ListAccountAssignmentsForPrincipal')).toHaveLength(1);
    expect(operations).not.toContain('ListAccountAssignments');
  });
});

test('the portal has its addresses from the instance, and the alias is never more than a step of yours', async () => {
  const account = anAccount();
  const settings = onePerson({ alias: 'lemonlogin' });
  await setUp(account, settings);
  const run = await setUp(account, settings);
  const id = account.simulated.world.instances[0]?.identityStoreId;
  const ssoins = account.simulated.world.instances[0]?.arn.split('/')[1];
  expect(run.looks.get('portal')?.states.get('portal')).toMatchObject({
    urls: {
      classic: `https://${id}.awsapps.com/start`,
      ipv4: `https://${ssoins}.us-east-1.portal.amazonaws.com`,
      dualStack: `https://${ssoins}.portal.us-east-1.app.aws`,
      alias: 'https://lemonlogin.awsapps.com/start',
    },
  });
  expect(run.results.find((result) => result.step === 'portal')).toMatchObject({
    action: { kind: 'manual' },
    outcome: { kind: 'manual' },
  });
});
