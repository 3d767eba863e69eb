import type { Finding, Topic } from '../findings.ts';
import { placesEn } from './places.en.ts';
import type { FindingTexts } from './vocabulary.ts';
import { some } from './vocabulary.ts';

const topics: Record<Topic, string> = {
  credentials: 'Credentials',
  account: 'Account',
  organization: 'Organization',
  instance: 'Identity Center',
  users: 'Users',
  settings: 'Settings',
  console: 'Console',
};

const place = (region: string) => `${region}${placesEn[region] === undefined ? '' : ` ${placesEn[region]}`}`;

const findings: FindingTexts<Finding> = {
  caller: (f) => ({
    value: f.arn,
    from: f.from,
    ...(f.root ? { todo: 'The root user. It works, but an administrator is safer.' } : {}),
  }),
  account: (f) => ({
    value: `${[f.account, f.name].filter(Boolean).join(' ')}${f.management ? ', management account' : ''}`,
  }),
  organization: (f) => ({
    value: `${f.organization}, all features${f.accounts === undefined ? '' : `, ${f.more ? 'more than ' : ''}${some(f.accounts, 'account')}`}`,
  }),
  noOrganization: () => ({ value: 'none yet', todo: 'One will be in the plan.' }),
  freePlan: (f) => ({
    value: `AWS's free plan${f.expires === undefined ? '' : ` until ${f.expires}`}${f.credits === undefined ? '' : `, ${f.credits} of credits left`}`,
    todo: 'An organization ends the plan and its credits at once. You will be asked.',
  }),
  delegated: (f) => ({
    value: `${f.account} is a delegated administrator`,
    todo: 'It can add people to groups. For the management account, AWS advises to assign users instead of groups.',
  }),
  instance: (f) => ({ value: `${f.instance}, ${place(f.region)}` }),
  instanceComing: (f) => ({
    value: `is being enabled in ${place(f.region)}`,
    todo: 'It will be ready in some minutes.',
  }),
  noInstance: () => ({
    value: 'not enabled',
    todo: 'AWS has no API for this, so one step in the console is yours. You will be guided.',
  }),
  permissionSetsOff: () => ({
    value: 'multi-account permissions are off',
    todo: 'Access to accounts needs them. Turning them on cannot be undone; it will be in the plan.',
  }),
  externalIdentities: (f) => ({
    value: `seem to come from an external identity provider (${f.name} has an external id)`,
    todo: 'Let that provider make users and groups, then run again: what it made is found and used. What is made here can sign in only if the provider knows it.',
  }),
  note: () => ({ value: '' }),
  inSync: (f) => ({ value: `${some(f.same, 'setting')} compared, no changes` }),
  pending: (f) => ({ value: `${f.create} to create, ${f.change} to change`, todo: f.command }),
  noSettings: (f) => ({ value: 'none yet, so nothing was compared', todo: f.command }),
  unconfirmed: () => ({ value: '' }),
  blocked: () => ({ value: '' }),
};

/** What was found out about the place of a run. */
export const findingsEn = {
  topics,
  findings,
  checked: (problems: number, todo: number, attention: number): string => {
    const parts = [
      problems === 0 ? '' : `${some(problems, 'thing')} in the way`,
      todo === 0 ? '' : `${some(todo, 'thing')} to do`,
      attention === 0 ? '' : `${some(attention, 'thing')} to know`,
    ].filter(Boolean);
    return parts.length === 0 ? 'All is well. Nothing was changed.' : `${parts.join(', ')}. Nothing was changed.`;
  },
};
