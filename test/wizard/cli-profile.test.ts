import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { RunOptions } from '../../src/run.ts';
import { scenarios } from '../../src/sandbox/index.ts';
import type { Report } from '../../src/screen.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { anAccount, writesIn } from '../helpers/account.ts';
import { configOf, keysIn, stampOf, writeConfig } from '../helpers/aws-files.ts';
import { onePerson } from '../helpers/settings-for.ts';
import { aWizard } from './person.ts';

const ADMIN = { kind: 'profile', name: 'admin' } as const;
const CLI = {
  session: 'acme',
  profiles: [{ name: 'admin', account: 'management', permissionSet: 'AdministratorAccess' }],
};
const DONE = { mfa: '2026-11-23', emailOtp: '2026-11-23', portalSession: '2026-11-23' };
const FOREIGN = {
  profile: '[profile admin]\nrole_arn = arn:aws:iam::999988887777:role/Theirs\nsource_profile = default\n',
  session: '[sso-session acme]\nsso_start_url = https://theirs.awsapps.com/start\nsso_region = us-east-1\n',
};

type Wanted = NonNullable<Parameters<typeof aWizard>[0]>;

/** A run with settings that ask for a profile, on a computer whose AWS config file says this already. */
function aRun(config: string | undefined, { options = {}, ...wanted }: Wanted) {
  const wizard = aWizard({ options, ...wanted });
  const { files } = wizard.tools.place;
  if (files === undefined) throw new Error('There are no files.');
  if (config !== undefined) writeConfig(files, config);
  writeFileSync(wizard.settingsFile, settingsYaml(onePerson({ cli: CLI, confirmed: DONE })));
  return { ...wizard, files };
}

const agreed = (more: Partial<RunOptions['agreed']> = {}) => ({
  agreed: { apply: true, paidPlan: false, root: false, overwriteProfile: false, ...more },
});
const json = { mode: 'json' } as const;

describe.each(Object.entries(FOREIGN))('a %s of that name that leads elsewhere', (_what, config) => {
  it('stops a run with nobody there, also with --yes, before anything is written', async () => {
    const { begin, stdout, files, account } = aRun(config, { options: agreed(), screen: json });
    const stamp = stampOf(files);
    expect(await begin()).toMatchObject({ code: 64, status: 'failed', writes: 0 });
    const document = ResultDocument.parse(JSON.parse(stdout.text));
    expect(document.error).toMatchObject({
      code: 'profileNotOurs',
      hint: expect.stringContaining('--overwrite-profile'),
    });
    expect(document.changes).toEqual([]);
    expect(writesIn(account.newCalls())).toEqual([]);
    expect(stampOf(files)).toEqual(stamp);
  });

  it('is replaced with --overwrite-profile, and a copy is kept and told', async () => {
    const options = agreed({ overwriteProfile: true });
    const { begin, stdout, files } = aRun(config, { options, screen: json });
    const { backup } = await begin();
    expect(ResultDocument.parse(JSON.parse(stdout.text))).toMatchObject({ status: 'applied', backup });
    expect(configOf({ ...files, config: { ...files.config, path: backup ?? '' } })).toBe(config);
    expect(keysIn(files, ADMIN)).toMatchObject({ sso_session: 'acme' });
    expect(configOf(files)).not.toContain('theirs');
  });

  it('needs --yes besides: to replace it is not to agree to the plan', async () => {
    const options = agreed({ apply: false, overwriteProfile: true });
    const { begin, files } = aRun(config, { options, screen: json });
    expect(await begin()).toMatchObject({ code: 64, problem: { id: 'consentNeeded' } });
    expect(configOf(files)).toBe(config);
  });

  it('is left as it is when the person says so, and all the rest is applied', async () => {
    const { begin, person, files } = aRun(config, {});
    const run = begin();
    await person.picks('Leave it, and go on without a profile');
    await person.picks('Apply');
    await leaves(run, person);
    expect(await run).toMatchObject({ code: 0, status: 'applied' });
    expect(configOf(files)).toBe(config);
  });

  it('is replaced when the person says so, who then agrees to the plan', async () => {
    const { begin, person, files } = aRun(config, {});
    const run = begin();
    await person.picks('Replace it');
    await person.picks('Apply');
    await leaves(run, person);
    const report = await run;
    expect(report).toMatchObject({ code: 0, status: 'applied' });
    expect(report.backup).toMatch(/\.bak$/);
    expect(keysIn(files, ADMIN)).toMatchObject({ sso_session: 'acme' });
  });

  it('is not overwritten by a run that has to wait for Identity Center first', async () => {
    const account = anAccount({ world: scenarios.organization() });
    const { begin, files } = aRun(config, { account, options: agreed(), screen: json });
    expect(await begin()).toMatchObject({ code: 64, problem: { id: 'profileNotOurs' }, writes: 0 });
    expect(configOf(files)).toBe(config);
  });
});

it('a config file that cannot be written is told before a run begins to wait for Identity Center', async () => {
  const account = anAccount({ world: scenarios['new-account']() });
  const { begin } = aRun('[default]\n[ profile admin]\n', { account, options: agreed(), screen: json });
  const facts = { reason: 'oddHeader', line: '2' };
  expect(await begin()).toMatchObject({ code: 64, problem: { id: 'awsConfigUnusable', facts }, writes: 0 });
});

it('a dry run shows what would be replaced, and refuses nothing', async () => {
  const { begin, files } = aRun(FOREIGN.profile, { options: { dryRun: true }, screen: json });
  const stamp = stampOf(files);
  expect(await begin()).toMatchObject({ code: 0, status: 'changes_pending' });
  expect(stampOf(files)).toEqual(stamp);
});

it('where no config file is of use, the text of one is given, and nothing is written', async () => {
  const { begin, stdout, files, tools } = aRun(undefined, { options: agreed(), screen: json });
  const { files: _, ...place } = tools.place;
  Object.assign(tools, { place });
  await begin();
  const { awsConfig, changes } = ResultDocument.parse(JSON.parse(stdout.text));
  expect(changes.filter(({ step }) => step === 'cliProfile')).toEqual([]);
  expect(configOf(files)).toBeUndefined();
  writeConfig(files, awsConfig ?? '');
  expect(keysIn(files, ADMIN)).toEqual({
    sso_session: 'acme',
    sso_account_id: '111122223333',
    sso_role_name: 'AdministratorAccess',
    region: 'us-east-1',
  });
  // On a computer that has it, there is nothing left to do.
  Object.assign(tools, { place: { ...place, files } });
  expect(await begin()).toMatchObject({ status: 'in_sync', writes: 0 });
});

/** Ends what comes after the receipt. */
async function leaves(run: Promise<Report>, person: ReturnType<typeof aWizard>['person']): Promise<void> {
  await Promise.race([run, person.picks('Later').catch(() => undefined)]);
}
