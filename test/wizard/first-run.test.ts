import { existsSync, readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { countPlan } from '../../src/engine/plan.ts';
import type { Fields } from '../../src/engine/step.ts';
import { type ScenarioName, scenarios } from '../../src/sandbox/index.ts';
import type { Report } from '../../src/screen.ts';
import { askText } from '../../src/ui/prompts.ts';
import { anAccount, writesIn } from '../helpers/account.ts';
import { contentsOf } from '../helpers/world.ts';
import { aWizard, type Person } from './person.ts';

vi.mock('../../src/ui/prompts.ts', async (original) => {
  const prompts = await original<typeof import('../../src/ui/prompts.ts')>();
  return { ...prompts, askText: vi.fn(prompts.askText) };
});

beforeEach(() => {
  vi.mocked(askText).mockClear();
});

const in_ = (scenario: ScenarioName) => aWizard({ world: scenarios[scenario]() });

/** What only the person can say. */
async function introduces(person: Person): Promise<void> {
  await person.types('Your work e-mail', 'kim@acme.kr');
  await person.types('First name', 'Minsu');
  await person.types('Last name', 'Kim');
}

/** Takes the settings as they are, and the plan. */
async function agrees(person: Person): Promise<void> {
  await person.picks('Show the plan');
  await person.picks('Apply');
}

async function changes(person: Person, setting: string): Promise<void> {
  await person.picks('Change a setting');
  await person.picks(setting);
}

/** What was planned for one thing, by the kind of thing. */
function wantedOf(report: Report, step: string): Fields | undefined {
  const action = report.plan?.items.find((item) => item.step === step)?.action;
  return action?.kind === 'create' ? action.want : undefined;
}

function keysOf(report: Report, step: string): string[] {
  return (report.plan?.items ?? []).filter((item) => item.step === step).map(({ key }) => key);
}

describe('the first run', () => {
  it('asks three typed questions where Identity Center is enabled, and the arrow keys do the rest', async () => {
    const { person, begin, account, settingsFile, stdout } = in_('enabled');
    const run = begin();
    await introduces(person);
    await agrees(person);
    await person.picks('I will do them later');
    const report = await run;
    expect(report).toMatchObject({ status: 'applied', code: 0, savedFile: settingsFile });
    expect(vi.mocked(askText).mock.calls.map(([, { message }]) => message)).toEqual([
      'Your work e-mail (also your user name)',
      'First name',
      'Last name',
    ]);
    expect(contentsOf(account.simulated.world).groups).toEqual([['Administrators', undefined]]);
    expect(readFileSync(settingsFile, 'utf8')).toContain('userName: kim@acme.kr');
    expect(stdout.text).toMatch(/✔ 2 User +kim@acme.kr +created/);
  });

  it.each(['new-account', 'organization'] as const)(
    'asks no more than these where a person has to enable Identity Center: %s',
    async (scenario) => {
      const { person, begin, account } = in_(scenario);
      const run = begin();
      await introduces(person);
      await agrees(person);
      await person.sees('Look now');
      account.simulated.console.enableInstance('us-east-1');
      await person.picks('Look now');
      await person.picks('I will do them later');
      expect(await run).toMatchObject({ status: 'applied', code: 0 });
      expect(askText).toHaveBeenCalledTimes(3);
    },
  );

  it('asks for the Region by arrow keys when nothing tells it, and suggests the one that is near', async () => {
    const { account, ...wizard } = in_('organization');
    const { connection } = wizard.tools.place;
    const { person, begin, stdout } = aWizard({
      account,
      place: { connection, region: undefined as unknown as string, near: 'ap-northeast-2' },
    });
    const run = begin();
    await person.sees('❯ ap-northeast-2 Seoul');
    await person.enters();
    await introduces(person);
    await person.picks('Quit');
    await run;
    expect(askText).toHaveBeenCalledTimes(3);
    expect(stdout.text).toMatch(/Region {11}ap-northeast-2 Seoul +you; fixed once enabled/);
  });

  it('shows every setting in a table, with where it came from', async () => {
    const { person, begin, stdout } = in_('enabled');
    const run = begin();
    await introduces(person);
    await person.picks('Quit');
    await run;
    const table = stdout.text.slice(stdout.text.indexOf('  Setting'), stdout.text.indexOf('  Nothing is changed'));
    expect(table.trimEnd().split('\n')).toEqual([
      '  Setting          Value                   Where it came from',
      '  Region           us-east-1 N. Virginia   found in AWS; fixed once enabled',
      '  User             kim@acme.kr Minsu Kim   you',
      '  Group            Administrators          default',
      '  Permission set   AdministratorAccess     default',
      '  Session          4 hours                 default',
      '  Start page       none                    default',
      '  Accounts         111122223333 acme       default',
      '  Portal alias     none                    default',
      '  CLI profile      acme-admin              account name',
    ]);
  });

  it('asks nothing that a flag has said', async () => {
    const answers = { email: 'kim@acme.kr', givenName: 'Minsu', familyName: 'Kim', group: 'Owners' };
    const { person, begin, stdout } = aWizard({ options: { answers } });
    const run = begin();
    await person.picks('Quit');
    await run;
    expect(askText).not.toHaveBeenCalled();
    expect(stdout.text).toMatch(/Group +Owners +flag/);
    expect(stdout.text).toMatch(/User +kim@acme.kr Minsu Kim +flag/);
  });

  it('shows the table once and asks nothing at it when --yes has agreed', async () => {
    const answers = { email: 'kim@acme.kr', givenName: 'Minsu', familyName: 'Kim' };
    const { person, begin } = aWizard({
      options: { answers, agreed: { apply: true, paidPlan: false, root: false, overwriteProfile: false } },
    });
    const run = begin();
    await person.picks('I will do them later');
    expect(await run).toMatchObject({ status: 'applied', code: 0 });
    expect(person.seen).not.toContain('Change a setting');
  });
});

describe('leaving', () => {
  it('at the table writes nothing, neither in AWS nor here, and is no failure', async () => {
    const { person, begin, account, settingsFile } = in_('new-account');
    const run = begin();
    await introduces(person);
    await person.picks('Quit');
    const report = await run;
    expect(report).toMatchObject({ code: 0, declined: true });
    expect(writesIn(account.newCalls())).toEqual([]);
    expect(existsSync(settingsFile)).toBe(false);
  });

  it('at the plan writes nothing, and is no failure', async () => {
    const { person, begin, account, settingsFile } = in_('enabled');
    const run = begin();
    await introduces(person);
    await person.picks('Show the plan');
    await person.picks('Quit');
    expect(await run).toMatchObject({ code: 0, declined: true });
    expect(writesIn(account.newCalls())).toEqual([]);
    expect(existsSync(settingsFile)).toBe(false);
  });

  it('at the plan can keep the settings in a file, which the next run goes on with', async () => {
    const { person, begin, account, settingsFile, stdout } = in_('enabled');
    const run = begin();
    await introduces(person);
    await person.picks('Show the plan');
    await person.picks('Save as');
    const report = await run;
    expect(report).toMatchObject({ code: 0, savedFile: settingsFile });
    expect(writesIn(account.newCalls())).toEqual([]);
    expect(readFileSync(settingsFile, 'utf8')).toContain('email: kim@acme.kr');
    // The file that is read by itself needs no name.
    expect(stdout.text).toMatch(/Apply it: +npx sso-setup\n/);

    const next = aWizard({ account, options: { config: settingsFile } });
    const again = next.begin();
    await next.person.picks('Apply');
    await next.person.picks('I will do them later');
    expect(await again).toMatchObject({ status: 'applied', code: 0 });
    expect(next.person.seen).not.toContain('Your work e-mail');
  });

  it('with Ctrl-C at a question is a stop, with nothing written', async () => {
    const { person, begin, account, settingsFile } = in_('enabled');
    const run = begin();
    await person.sees('? Your work e-mail');
    await person.presses('\u0003');
    expect(await run).toMatchObject({ code: 130, stopped: true });
    expect(writesIn(account.newCalls())).toEqual([]);
    expect(existsSync(settingsFile)).toBe(false);
  });
});

describe('a setting is changed at the table:', () => {
  /** Changes one setting, shows the plan and quits: what the plan says then. */
  async function planAfter(
    change: (person: Person) => Promise<void>,
    wizard = in_('enabled'),
  ): Promise<{ report: Report; table: string; seen: string }> {
    const { person, begin, stdout } = wizard;
    const run = begin();
    await introduces(person);
    await person.sees('Show the plan');
    stdout.text = '';
    await change(person);
    await person.sees('Show the plan');
    const table = stdout.text;
    await person.picks('Show the plan');
    await person.picks('Quit');
    return { report: await run, table, seen: person.seen };
  }

  it('the Region, before Identity Center is enabled', async () => {
    const { report, table } = await planAfter(async (person) => {
      await changes(person, 'Region');
      await person.picks('eu-central-1');
    }, in_('organization'));
    expect(table).toMatch(/Region +eu-central-1 Frankfurt +you/);
    const instance = report.plan?.items.find(({ step }) => step === 'instance');
    expect(instance?.action).toMatchObject({ kind: 'manual', url: expect.stringContaining('region=eu-central-1') });
  });

  it('the Region, to one that has to be typed', async () => {
    const behaviour = { enabledOptInRegions: ['il-central-1'] };
    const account = anAccount({ world: scenarios.organization(), behaviour });
    const { table } = await planAfter(async (person) => {
      await changes(person, 'Region');
      await person.picks('Another one');
      await person.types('Home Region', 'il-central-1');
    }, aWizard({ account }));
    expect(table).toMatch(/Region +il-central-1 Tel Aviv +you/);
  });

  it('not the Region, where Identity Center is enabled', async () => {
    const { person, begin } = in_('enabled');
    const run = begin();
    await introduces(person);
    await person.picks('Change a setting');
    await person.sees('Which one?');
    await person.sees('User: kim@acme.kr Minsu Kim');
    expect(person.seen).not.toContain('Region: ');
    await person.picks('Back');
    await person.picks('Quit');
    await run;
  });

  it('the user, with what was said before as the text to change', async () => {
    const { report } = await planAfter(async (person) => {
      await changes(person, 'User');
      await person.corrects('Your work e-mail', 'lee@acme.kr');
      await person.types('User name', '');
      await person.corrects('First name', 'Jia');
      await person.types('Last name', 'hn');
    });
    expect(keysOf(report, 'user')).toEqual(['kim@acme.kr']);
    expect(wantedOf(report, 'user')).toMatchObject({ email: 'lee@acme.kr', givenName: 'Jia', familyName: 'Kimhn' });
  });

  it('the group', async () => {
    const { report, table } = await planAfter(async (person) => {
      await changes(person, 'Group');
      await person.corrects('Name of the group', 'Owners');
    });
    expect(table).toMatch(/Group +Owners +you/);
    expect(keysOf(report, 'group')).toEqual(['Owners']);
    expect(keysOf(report, 'membership')).toEqual(['kim@acme.kr in Owners']);
    expect(keysOf(report, 'assignment')).toEqual(['Owners, AdministratorAccess, 111122223333']);
  });

  it('the permission set, to a predefined one, which brings its policy', async () => {
    const { report } = await planAfter(async (person) => {
      await changes(person, 'Permission set');
      await person.picks('PowerUserAccess');
    });
    expect(keysOf(report, 'permissionSet')).toEqual(['PowerUserAccess']);
    expect(wantedOf(report, 'permissionSet')?.managedPolicies).toEqual(['arn:aws:iam::aws:policy/PowerUserAccess']);
  });

  it("the permission set, to one's own with any policies", async () => {
    const { report, table } = await planAfter(async (person) => {
      await changes(person, 'Permission set');
      await person.picks('My own');
      await person.types('Name of your permission set', 'Auditors');
      await person.types('AWS managed policies', 'SecurityAudit, ViewOnlyAccess');
    });
    expect(table).toMatch(/Permission set +Auditors \(SecurityAudit, +you\n +ViewOnlyAccess\)\n/);
    expect(keysOf(report, 'permissionSet')).toEqual(['Auditors']);
    expect(wantedOf(report, 'permissionSet')?.managedPolicies).toEqual([
      'arn:aws:iam::aws:policy/SecurityAudit',
      'arn:aws:iam::aws:policy/job-function/ViewOnlyAccess',
    ]);
  });

  it('the length of a session', async () => {
    const { report, table } = await planAfter(async (person) => {
      await changes(person, 'Session');
      await person.picks('8 hours');
    });
    expect(table).toMatch(/Session +8 hours +you/);
    expect(wantedOf(report, 'permissionSet')?.sessionDuration).toBe('PT8H');
  });

  it('the length of a session, to one that is typed', async () => {
    const { report, seen } = await planAfter(async (person) => {
      await changes(person, 'Session');
      await person.picks('Another one');
      await person.types('Length of a session', '99h');
      await person.sees('too long');
      await person.corrects('Length of a session', '90m');
    });
    expect(seen).toContain('> The length is too long: 99h');
    expect(wantedOf(report, 'permissionSet')?.sessionDuration).toBe('PT1H30M');
  });

  it('the page to start on, and back to none', async () => {
    const page = 'https://us-east-1.console.aws.amazon.com/billing/';
    const { report, table } = await planAfter(async (person) => {
      await changes(person, 'Start page');
      await person.picks('Another one');
      await person.types('Page to start on', page);
    });
    expect(table).toContain(page);
    expect(wantedOf(report, 'permissionSet')?.relayState).toBe(page);
    const none = await planAfter(async (person) => {
      await changes(person, 'Start page');
      await person.picks('Another one');
      await person.types('Page to start on', page);
      await changes(person, 'Start page');
      await person.picks('None');
    });
    expect(none.table).toMatch(/Start page +none +you/);
    expect(wantedOf(none.report, 'permissionSet')?.relayState).toBeUndefined();
  });

  it('the accounts, to some of those that there are', async () => {
    const { report } = await planAfter(async (person) => {
      await changes(person, 'Accounts');
      await person.picks('Some accounts');
      await person.marks('222233334444 prod', '333344445555 dev');
    }, in_('several-accounts'));
    // The own account was chosen before and stays.
    expect(keysOf(report, 'assignment')).toEqual([
      'Administrators, AdministratorAccess, 111122223333',
      'Administrators, AdministratorAccess, 222233334444',
      'Administrators, AdministratorAccess, 333344445555',
    ]);
  });

  it('the accounts, to all that are active', async () => {
    const { report } = await planAfter(async (person) => {
      await changes(person, 'Accounts');
      await person.picks('All accounts');
    }, in_('several-accounts'));
    expect(keysOf(report, 'assignment').map((key) => key.split(', ')[2])).toEqual([
      '111122223333',
      '222233334444',
      '333344445555',
    ]);
  });

  it('the accounts, to those of a unit', async () => {
    const { report } = await planAfter(async (person) => {
      await changes(person, 'Accounts');
      await person.picks('Another one');
      await person.types('Accounts to give access to', 'ou:Workloads/Dev');
    }, in_('several-accounts'));
    expect(keysOf(report, 'assignment')).toEqual(['Administrators, AdministratorAccess, 333344445555']);
  });

  it('only among accounts that are active', async () => {
    const { seen } = await planAfter(async (person) => {
      await changes(person, 'Accounts');
      await person.picks('Some accounts');
      await person.marks('222233334444 prod');
    }, in_('several-accounts'));
    expect(seen).not.toContain('444455556666 legacy');
  });

  it('the alias of the portal, which then is a step for the person', async () => {
    const { report, table } = await planAfter(async (person) => {
      await changes(person, 'Portal alias');
      await person.picks('Another one');
      await person.types('Name in the portal address', 'lemonlogin');
    });
    expect(table).toMatch(/Portal alias +lemonlogin +you/);
    const portal = report.plan?.items.find(({ step }) => step === 'portal');
    expect(portal?.action.kind).toBe('manual');
  });

  it('the profile of the AWS CLI', async () => {
    const { table } = await planAfter(async (person) => {
      await changes(person, 'CLI profile');
      await person.picks('Another one');
      await person.types('Name of the AWS CLI profile', 'acme-admin');
    });
    expect(table).toMatch(/CLI profile +acme-admin +you/);
  });

  it('what does not fit together is told, and stays as it was', async () => {
    const { report, seen, table } = await planAfter(async (person) => {
      await changes(person, 'Permission set');
      await person.picks('My own');
      await person.types('Name of your permission set', 'Twice');
      await person.types('AWS managed policies', 'ReadOnlyAccess, ReadOnlyAccess');
    });
    expect(seen).toContain('✖ What you asked for has 1 problem');
    expect(table).toMatch(/Permission set +AdministratorAccess +default/);
    expect(keysOf(report, 'permissionSet')).toEqual(['AdministratorAccess']);
  });

  it('and every change together is what is then applied and kept', async () => {
    const { person, begin, account, settingsFile } = in_('enabled');
    const run = begin();
    await introduces(person);
    await changes(person, 'Group');
    await person.corrects('Name of the group', 'Owners');
    await changes(person, 'Session');
    await person.picks('1 hour');
    await agrees(person);
    await person.picks('I will do them later');
    expect(await run).toMatchObject({ status: 'applied', code: 0 });
    expect(contentsOf(account.simulated.world).groups).toEqual([['Owners', undefined]]);
    const file = readFileSync(settingsFile, 'utf8');
    expect(file).toContain('name: Owners');
    expect(file).toContain('sessionDuration: 1h');
  });
});

describe('Identity Center in another Region than asked for', () => {
  const wizard = () =>
    aWizard({ world: scenarios['instance-elsewhere'](), options: { answers: { region: 'ap-northeast-2' } } });

  it('is offered where it is, and used when that is taken', async () => {
    const { person, begin, stdout } = wizard();
    const run = begin();
    await person.sees('Identity Center is in eu-west-1, you asked for ap-northeast-2.');
    await person.picks('Use eu-west-1');
    await introduces(person);
    await agrees(person);
    await person.picks('I will do them later');
    expect(await run).toMatchObject({ status: 'applied', region: 'eu-west-1' });
    expect(stdout.text).toMatch(/Region +eu-west-1 Ireland/);
  });

  it('stops the run with Enter alone, before anything is asked', async () => {
    const { person, begin, account } = wizard();
    const run = begin();
    await person.sees('Stop, I will delete it');
    await person.enters();
    expect(await run).toMatchObject({ code: 0, declined: true });
    expect(person.seen).not.toContain('Your work e-mail');
    expect(writesIn(account.newCalls())).toEqual([]);
  });
});

describe('what cannot be undone, or is better not done, is asked, with no as the default:', () => {
  it.each([
    ["the end of AWS's free plan", 'free-plan', 'Move this account to the paid plan?'],
    ['to go on as root', 'root', 'Go on as root?'],
    ['multi-account permissions', 'permission-sets-off', 'Turn on multi-account permissions?'],
    ['users beside those of an identity provider', 'external-identities', 'Make users and groups here all the same?'],
  ] as const)('%s', async (_what, scenario, question) => {
    const { person, begin, account, settingsFile } = in_(scenario);
    const run = begin();
    await introduces(person);
    await person.picks('Show the plan');
    await person.sees(`? ${question}`);
    await person.sees('❯ Quit, change nothing');
    await person.enters();
    expect(await run).toMatchObject({ code: 0, declined: true });
    expect(writesIn(account.newCalls())).toEqual([]);
    expect(existsSync(settingsFile)).toBe(false);
  });

  it('and goes on when the person takes it', async () => {
    const { person, begin, account } = in_('permission-sets-off');
    const run = begin();
    await introduces(person);
    await person.picks('Show the plan');
    await person.picks('Turn them on');
    await person.picks('Apply');
    await person.picks('I will do them later');
    expect(await run).toMatchObject({ status: 'applied', code: 0 });
    expect(contentsOf(account.simulated.world).permissionSetsEnabled).toBe(true);
  });

  it('none of it where it does not apply', async () => {
    const { person, begin } = in_('enabled');
    const run = begin();
    await introduces(person);
    await agrees(person);
    await person.picks('I will do them later');
    const report = await run;
    expect(countPlan(report.plan?.items ?? [])).toEqual({ create: 6, change: 0, same: 3, manual: 3 });
    expect(person.seen.match(/change nothing/g)).toBeNull();
  });
});

describe('what is in the way', () => {
  it.each([
    ['member-account', 'memberAccount', 4],
    ['consolidated-billing', 'consolidatedBilling', 4],
    ['account-instance', 'accountInstance', 3],
  ] as const)('%s: is told before anything is asked', async (scenario, problem, code) => {
    const { person, begin, account, stdout } = in_(scenario);
    expect(await begin()).toMatchObject({ code, problem: { id: problem } });
    expect(person.seen).not.toContain('? ');
    expect(stdout.text).toContain('✖ ');
    expect(writesIn(account.newCalls())).toEqual([]);
  });
});
