import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { loadSettingsFile } from '../../src/settings/file.ts';
import { aWizard } from './person.ts';

const KIM = { email: 'kim@acme.kr', givenName: 'Minsu', familyName: 'Kim' };

it('a person is led through the console steps that are left, what they confirm is kept, and they sign in', async () => {
  const { person, begin, settingsFile, stdout } = aWizard({ options: { answers: KIM } });
  const run = begin();
  await person.picks('Show the plan');
  await person.picks('Apply');
  await person.picks('Walk me through');
  await person.picks('I have turned on "Send email OTP"');
  await person.sees('Require MFA');
  await person.picks('It is done');
  await person.sees('Length of portal sessions');
  await person.picks('Finish later');
  await person.picks('Later');
  expect(await run).toMatchObject({ status: 'applied', code: 0 });
  expect(Object.keys(loadSettingsFile(settingsFile).settings.confirmed ?? {}).sort()).toEqual(['emailOtp', 'mfa']);
  expect(readFileSync(settingsFile, 'utf8')).toMatch(/^# Settings of sso-setup/);
  expect(stdout.text).toMatch(/✔ 7 Password .*confirmed by you/);
  expect(stdout.text).toMatch(/✔ 8 MFA .*confirmed by you/);
  expect(stdout.text).toMatch(/! 9 Portal session .*later/);
  expect(person.seen).toContain('One step is left: Portal session.');
  expect(stdout.text).toMatch(/Sign in as kim@acme\.kr:\n {4}https:\/\/d-\w+\.awsapps\.com\/start\n$/);
});

it('a person who chose an alias sees it verified when the sign-in service knows it', async () => {
  const { person, begin, account, settingsFile } = aWizard({
    options: { answers: { ...KIM, alias: 'lemonlogin' } },
  });
  const run = begin();
  await person.picks('Show the plan');
  await person.picks('Apply');
  await person.picks('Walk me through');
  await person.sees('lemonlogin');
  account.simulated.console.setAlias('lemonlogin');
  await person.picks('Look now');
  for (const title of ['Password for', 'Require MFA', 'Length of portal sessions']) {
    await person.sees(title);
    await person.picks('Finish later');
  }
  expect(await run).toMatchObject({ status: 'applied', code: 0 });
  expect(Object.keys(loadSettingsFile(settingsFile).settings.confirmed ?? {})).toEqual(['alias']);
});

it('a person who stops on the way keeps what was applied and confirmed', async () => {
  const { person, begin, settingsFile } = aWizard({ options: { answers: KIM } });
  const run = begin();
  await person.picks('Show the plan');
  await person.picks('Apply');
  await person.picks('Walk me through');
  await person.picks('I have reset the password');
  await person.sees('It is done');
  await person.presses('\u0003');
  expect(await run).toMatchObject({ status: 'applied', stopped: true, code: 130 });
  expect(Object.keys(loadSettingsFile(settingsFile).settings.confirmed ?? {})).toEqual(['password']);
  expect(person.seen).toContain('Stopped. Everything that was applied is kept.');
});

it('a person who stops before they have signed in goes on with that', async () => {
  const { person, begin } = aWizard({ options: { answers: KIM } });
  const run = begin();
  await person.picks('Show the plan');
  await person.picks('Apply');
  await person.picks('Walk me through');
  await person.picks('I have reset the password');
  await person.sees('It is done');
  await person.picks('It is done');
  await person.sees('Length of portal sessions');
  await person.picks('It is done');
  await person.sees('see that it works?');
  await person.presses('\u0003');
  expect(await run).toMatchObject({ status: 'applied', stopped: true, code: 130 });
  expect(person.seen).toContain('npx sso-setup login');
});
