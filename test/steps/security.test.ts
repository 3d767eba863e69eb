import { describe, expect, test } from 'vitest';
import type { Settings } from '../../src/settings/settings.ts';
import { anAccount, dryRun, setUp, type TestAccount, writesIn } from '../helpers/account.ts';
import { onePerson } from '../helpers/settings-for.ts';

const DAY = '2026-11-23';

/** What is left to a person, as the plan says it. */
async function due(account: TestAccount, settings: Settings): Promise<string[]> {
  const { preview } = await dryRun(account, settings);
  const items = preview.plan.items.filter(({ step }) => step === 'security');
  expect(items.every(({ action }) => action.kind === 'manual')).toBe(true);
  return items.map(({ key }) => key);
}

async function afterARun(settings = onePerson()): Promise<TestAccount> {
  const account = anAccount();
  await setUp(account, settings);
  return account;
}

const lee = { userName: 'lee@example.com', email: 'lee@example.com', givenName: 'Jia', familyName: 'Lee' };

describe('password, MFA and portal session', () => {
  test('are due while something is made for people to sign in with', async () => {
    expect(await due(anAccount(), onePerson())).toEqual(['password', 'mfa', 'portalSession']);
  });

  test('are no longer due when all of it is there', async () => {
    expect(await due(await afterARun(), onePerson())).toEqual([]);
  });

  test('are due again with new access for somebody who is there', async () => {
    const settings = onePerson({
      permissionSets: [...onePerson().permissionSets, { name: 'ReadOnly', managedPolicies: ['ReadOnlyAccess'] }],
      assignments: [
        ...onePerson().assignments,
        { principal: { group: 'Administrators' }, permissionSets: ['ReadOnly'], accounts: ['management'] },
      ],
    });
    expect(await due(await afterARun(), settings)).toEqual(['password', 'mfa', 'portalSession']);
  });

  test('are not due for a change of something else', async () => {
    const [set] = onePerson().permissionSets;
    const settings = onePerson({ permissionSets: [{ name: 'AdministratorAccess', ...set, sessionDuration: 'PT1H' }] });
    expect(await due(await afterARun(), settings)).toEqual([]);
  });

  test('are done when a person has confirmed them', async () => {
    const confirmed = { mfa: DAY, portalSession: DAY, emailOtp: DAY };
    expect(await due(anAccount(), onePerson({ confirmed }))).toEqual([]);
  });

  test('have two ways for a password: an OTP by mail is for everybody, a reset for those who were there', async () => {
    const reset = { mfa: DAY, portalSession: DAY, password: DAY };
    const account = await afterARun(onePerson({ confirmed: reset }));
    const more = { users: [...onePerson().users, { ...lee, groups: ['Administrators'] }] };
    expect(await due(account, onePerson({ ...more, confirmed: reset }))).toEqual(['password']);
    const otp = { mfa: DAY, portalSession: DAY, emailOtp: DAY };
    expect(await due(account, onePerson({ ...more, confirmed: otp }))).toEqual([]);
  });

  test('are nobody’s where the settings name no user', async () => {
    expect(await due(anAccount(), onePerson({ users: [] }))).toEqual([]);
  });

  test('are never written, and wait for nobody', async () => {
    const account = anAccount();
    const { results } = await setUp(account, onePerson(), { waitMs: 900_000 });
    const outcomes = results.filter(({ step }) => step === 'security').map(({ outcome }) => outcome.kind);
    expect(outcomes).toEqual(['manual', 'manual', 'manual']);
    expect(writesIn(account.newCalls()).every((operation) => /^(Create|Provision|Attach|Put)/.test(operation))).toBe(
      true,
    );
  });
});
