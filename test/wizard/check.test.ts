import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { commandsFor } from '../../src/argv.ts';
import { check } from '../../src/check.ts';
import { TOPICS } from '../../src/findings.ts';
import { type ScenarioName, scenarioNames, scenarios } from '../../src/sandbox/index.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { exitCodeFor } from '../../src/ui/result.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { anAccount, setUp, type TestAccount, writesIn } from '../helpers/account.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { aWizard } from './person.ts';

const refuse = async () => {
  throw Object.assign(new Error('Could not load credentials from any providers'), { name: 'CredentialsProviderError' });
};

/** `sso-setup check --json`: its document and exit code. */
async function checked(account: TestAccount, settings?: Settings, mode: 'json' | 'terminal' | 'plain' = 'json') {
  const wizard = aWizard({ account, screen: { mode } });
  if (settings !== undefined) writeFileSync(wizard.settingsFile, settingsYaml(settings));
  const { tools } = wizard;
  const { connection } = tools.place;
  const credentials =
    account.simulated.world.trouble?.credentials === 'none' ? refuse : (connection.credentials ?? refuse);
  const report = await check(
    { answers: {}, env: {}, commands: commandsFor(['check']) },
    { ...tools, place: { ...tools.place, connection: { ...connection, credentials } } },
  );
  return { report, text: wizard.stdout.text, code: exitCodeFor(report, { detailedExitcode: false }), wizard };
}

const documentOf = (text: string) => ResultDocument.parse(JSON.parse(text));
const of = (name: ScenarioName) => checked(anAccount({ world: scenarios[name](), enabled: false }));

const CODES: Record<ScenarioName, number> = {
  'new-account': 3,
  'free-plan': 3,
  organization: 3,
  enabled: 0,
  'member-account': 4,
  'delegated-administrator': 4,
  'consolidated-billing': 4,
  'account-instance': 3,
  'permission-sets-off': 0,
  'several-accounts': 0,
  company: 0,
  'instance-elsewhere': 0,
  root: 3,
  'regions-denied': 3,
  'two-instances': 64,
  'instance-failed': 1,
  'external-identities': 0,
  'no-iam-rights': 0,
  'read-only': 0,
  'no-credentials': 4,
  'expired-credentials': 4,
  'clock-wrong': 1,
  'no-network': 1,
  proxy: 1,
  'slow-down': 0,
  'alias-taken': 0,
};

describe.each(scenarioNames)('check in the situation %s', (name) => {
  it('ends with the exit code of the worst thing, and one valid document', async () => {
    const { text, code } = await of(name);
    expect(code).toBe(CODES[name]);
    expect(text.trimEnd().split('\n')).toHaveLength(1);
    const { findings = [], error } = documentOf(text);
    expect(findings.length).toBeGreaterThan(0);
    expect(error === null).toBe(code === 0);
  });

  it('says what to do next about everything that is not done, and nothing about what is fine', async () => {
    const { findings = [] } = documentOf((await of(name)).text);
    const open = findings.filter(({ level }) => ['yours', 'coming', 'problem'].includes(level));
    expect(open.filter(({ next }) => !next)).toEqual([]);
    expect(findings.filter(({ level, next }) => level === 'fine' && next !== null)).toEqual([]);
    expect(findings.every(({ message }) => message !== '')).toBe(true);
  });

  it('tells the topics in their order', async () => {
    const { findings = [] } = documentOf((await of(name)).text);
    const order = findings.map(({ topic }) => TOPICS.indexOf(topic));
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('writes nothing and asks nothing', async () => {
    const account = anAccount({ world: scenarios[name](), enabled: false });
    const { wizard } = await checked(account, undefined, 'terminal');
    expect(writesIn(account.newCalls())).toEqual([]);
    expect(wizard.person.seen).not.toContain('? ');
  });
});

describe('check with a settings file', () => {
  const findingsOf = async (account: TestAccount, settings: Settings) => {
    const { text, code, report } = await checked(account, settings);
    return { findings: documentOf(text).findings ?? [], code, report };
  };

  it('says that everything is as it says, and which console steps nobody has confirmed', async () => {
    const account = anAccount();
    await setUp(account, onePerson());
    const { findings, code } = await findingsOf(account, onePerson());
    expect(code).toBe(0);
    expect(findings.filter(({ topic }) => topic === 'settings')).toEqual([
      { topic: 'settings', level: 'fine', message: expect.stringMatching(/compared, no changes/), next: null },
    ]);
    expect(
      findings.filter(({ topic }) => topic === 'console').map(({ level, message }) => `${level} ${message}`),
    ).toEqual(['yours Password for kim@example.com', 'yours Require MFA', 'yours Length of portal sessions']);
  });

  it('leaves out what was confirmed', async () => {
    const confirmed = { emailOtp: '2026-11-23', mfa: '2026-11-23', portalSession: '2026-11-23' };
    const account = anAccount();
    await setUp(account, onePerson({ confirmed }));
    const { findings, code } = await findingsOf(account, onePerson({ confirmed }));
    expect(code).toBe(0);
    expect(findings.filter(({ topic }) => topic === 'console')).toEqual([]);
  });

  it('counts what differs, and names the command that mends it', async () => {
    const { findings, code } = await findingsOf(anAccount(), onePerson());
    expect(code).toBe(0);
    expect(findings.find(({ topic }) => topic === 'settings')).toEqual({
      topic: 'settings',
      level: 'coming',
      message: '5 to create, 0 to change',
      next: 'npx sso-setup',
    });
  });

  it('of another account says so', async () => {
    const { code, report } = await findingsOf(anAccount(), onePerson({ account: '999988887777' }));
    expect(code).toBe(64);
    expect(report.problem?.id).toBe('wrongAccount');
  });

  it('has no findings in the document of any other run', async () => {
    const { begin, stdout } = aWizard({ screen: { mode: 'json' }, options: { dryRun: true, answers: KIM } });
    await begin();
    expect(JSON.parse(stdout.text)).not.toHaveProperty('findings');
  });
});

const KIM = { email: 'kim@example.com', givenName: 'Minsu', familyName: 'Kim' };

it('tells on the screen what there is, and how many things there are to do', async () => {
  const { text } = await checked(anAccount({ world: scenarios.organization(), enabled: false }), undefined, 'terminal');
  expect(text).toContain('✔ Organization ');
  expect(text).toContain('! Identity Center ');
  expect(text).toMatch(/to do.*Nothing was changed\.\n$/);
});
