import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandsFor } from '../../src/argv.ts';
import { check } from '../../src/check.ts';
import { systemClock } from '../../src/clock.ts';
import { Stopped } from '../../src/problem.ts';
import { scenarios } from '../../src/sandbox/index.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import { exitCodeFor } from '../../src/ui/result.ts';
import { anAccount, setUp } from '../helpers/account.ts';
import { aComputer } from '../helpers/program.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { aWizard } from './person.ts';

const KIM = { email: 'kim@acme.kr', givenName: 'Minsu', familyName: 'Kim' };
const NOWHERE = { settingsFile: '/proc/sso-setup-no-such-folder/sso-setup.yaml' };

describe('a settings file that cannot be written', () => {
  it('is told after the receipt of what was applied, which counts for more', async () => {
    const { person, begin, stdout } = aWizard({ options: { answers: KIM }, place: NOWHERE });
    const run = begin();
    await person.picks('Show the plan');
    await person.picks('Apply');
    await person.picks('I will do them later');
    expect(await run).toMatchObject({ status: 'applied', code: 0 });
    expect(stdout.text).toMatch(/Portal +https:/);
    expect(person.seen.replace(/\s+/g, ' ')).toContain('cannot be written, so nothing was kept there');
  });

  it('is an error for those who wanted nothing but to save', async () => {
    const { person, begin } = aWizard({ options: { answers: KIM }, place: NOWHERE });
    const run = begin();
    await person.picks('Show the plan');
    await person.picks('Save as');
    expect(await run).toMatchObject({ code: 64, writes: 0 });
  });
});

it('who stops while the account is looked at is heard at once, and nothing is said after the end', async () => {
  const account = anAccount({ clock: systemClock, behaviour: { latencyMs: 400 } });
  const { person, begin, stdout, stop } = aWizard({ account, screen: { now: () => Date.now() } });
  const run = begin();
  setTimeout(() => stop.abort(new Stopped()), 600);
  expect(await run).toMatchObject({ code: 130, writes: 0 });
  const said = person.seen + stdout.text;
  expect(said).toContain('Stopped. Nothing was changed.');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(person.seen + stdout.text).toBe(said);
});

describe('check', () => {
  const checked = async (account: ReturnType<typeof anAccount>, settings?: ReturnType<typeof onePerson>) => {
    const wizard = aWizard({ account });
    if (settings !== undefined) writeFileSync(wizard.settingsFile, settingsYaml(settings));
    const report = await check({ answers: {}, env: {}, commands: commandsFor(['check']) }, wizard.tools);
    return { report, code: exitCodeFor(report, { detailedExitcode: false }), text: wizard.stdout.text };
  };

  it('looks into the Region of the settings, also where AWS does not list Regions', async () => {
    const region = { name: 'ap-east-1', asked: true };
    const behaviour = { enabledOptInRegions: ['ap-east-1'], deny: ['account:ListRegions'] };
    const account = anAccount({ world: scenarios.organization(), behaviour });
    account.simulated.console.enableInstance('ap-east-1');
    await setUp(account, { ...onePerson(), region });
    expect(await checked(account, { ...onePerson(), region })).toMatchObject({ code: 0 });
  });

  it('does not list thousands of accounts for a name and a number', async () => {
    const world = scenarios.enabled();
    const [first] = world.organization?.accounts ?? [];
    if (first === undefined) throw new Error('There is no account.');
    for (let i = 0; i < 400; i++) {
      world.organization?.accounts.push({ ...first, id: String(500_000_000_000 + i), name: `team-${i}` });
    }
    const account = anAccount({ world });
    const { text } = await checked(account);
    expect(account.newCalls().filter(({ operation }) => operation === 'ListAccounts')).toHaveLength(5);
    expect(text).toContain('more than 100 accounts');
  });

  it('without settings does not say that everything is in sync', async () => {
    expect((await checked(anAccount())).report.status).toBe('changes_pending');
  });
});

it('a policy for settings that are wrong is told with their place', async () => {
  const computer = aComputer();
  writeFileSync(join(computer.home, 'bad.yaml'), 'regoin: us-east-1\n');
  const { code, stdout, stderr } = await computer.run(['policy', '-c', 'bad.yaml']);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toContain('bad.yaml:1:1');
});
