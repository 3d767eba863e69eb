import type { StepId } from '../engine/step.ts';
import type { Ending, Word } from '../screen.ts';
import { placesEn } from './places.en.ts';
import type { ConsolePages, ManualFacts, ManualText } from './vocabulary.ts';
import { accountAsInConsole, pageOf } from './vocabulary.ts';

const check = (f: ManualFacts) =>
  [
    f.account === undefined ? '' : `account ${accountAsInConsole(f.account)}`,
    f.region === undefined ? '' : `Region ${placesEn[f.region] ?? f.region}`,
  ]
    .filter(Boolean)
    .join(' and ');

const open = (f: ManualFacts) => [
  { verb: 'Open', what: f.url },
  ...(check(f) === '' ? [] : [{ verb: 'Check', what: `${check(f)}, top right` }]),
];

const press = (what: string) => ({ verb: 'Press', what });

const people = ({ users = [] }: ManualFacts) => (users.length === 1 ? (users[0] ?? '') : 'each new user');

const instance = (f: ManualFacts): ManualText => ({
  title: 'Enable IAM Identity Center',
  why: 'AWS has no API for this step. In the console:',
  moves: [
    ...open(f),
    press('Enable, then "Enable with AWS Organizations"'),
    { verb: 'Leave', what: '"multi-account permissions" on, as it is' },
  ],
  after: 'This screen moves on by itself when AWS reports the instance.',
});

const portal = (f: ManualFacts): ManualText => ({
  title: `Customize the portal address: ${f.name}`,
  why: 'AWS has no API for this, it can be done one time only, and it cannot be undone. In the console:',
  moves: [
    ...open(f),
    press('Dashboard, Settings summary, "AWS access portal URL", Customize'),
    { verb: 'Enter', what: `${f.name}, check every letter, then Save` },
  ],
  after: 'If there is no Customize, the address was customized before and stays as it is.',
});

const password = (f: ManualFacts): ManualText => ({
  title: `Password for ${people(f)}`,
  why: 'Users that are made by API have no password, and get no mail. Choose one of two ways. In the console:',
  moves: [
    ...open(f),
    {
      verb: 'Either',
      what: `Users, ${people(f)}, "Reset password": "Send an email ...", or "Generate a one-time password" to hand over`,
    },
    {
      verb: 'Or',
      what: 'Settings, Authentication, "Standard authentication", Configure, tick "Send email OTP", Save: every user without a password then gets a code by mail at the first sign-in',
    },
  ],
  after: 'AWS mails come from no-reply@signin.aws or no-reply@login.awsapps.com; look in the spam folder, too.',
});

const mfa = (f: ManualFacts): ManualText => ({
  title: 'Require MFA',
  why: 'A password alone is not enough for an administrator. New instances ask for MFA already; see that it is so. In the console:',
  moves: [
    ...open(f),
    press('Settings, Authentication, "Multi-factor authentication", Configure'),
    { verb: 'Choose', what: '"Every time they sign in (always-on)"' },
    { verb: 'Choose', what: '"Require them to register an MFA device at sign in", then Save' },
  ],
  after: 'No API can read this, so sso-setup takes your word for it.',
});

const portalSession = (f: ManualFacts): ManualText => ({
  title: 'Length of portal sessions',
  why: 'How long somebody stays signed in to the portal: 8 hours, unless it is changed (15 minutes to 90 days). The session of a permission set is another one. In the console:',
  moves: [...open(f), press('Settings, Authentication, "Session duration", Configure')],
  after: 'If 8 hours are right for you, there is nothing to do.',
});

const pages: ConsolePages = { instance, portal, password, mfa, portalSession };

const short: Readonly<Record<string, string>> = {
  instance: 'enable it in the console, 1 minute',
  portal: 'in the console, one time only',
  password: 'reset it, or "Send email OTP"',
  mfa: 'require it at every sign-in',
  portalSession: '8 hours, unless you change it',
};

const done: Readonly<Record<string, string>> = {
  password: 'set up',
  mfa: 'required at every sign-in',
  portalSession: 'as you want it',
};

const words: Record<Word, string> = {
  look: 'Look now',
  later: 'Finish later (the same command continues here)',
  done: 'It is done',
  reset: 'I have reset the password',
  otp: 'I have turned on "Send email OTP"',
};

const endings: Record<Ending, string> = {
  verified: 'verified',
  confirmed: 'confirmed by you',
  unverified: 'not found by AWS',
  later: 'later',
};

/** What a person does in the console. */
export const consoleEn = {
  manual: (step: StepId, facts: ManualFacts): ManualText => pages[pageOf(step, facts.name)](facts),
  /** One line for what a person does; `name` is the step's own where there are several. */
  manualShort: (step: StepId, name: string): string => short[step === 'security' ? name : step] ?? name,
  /** A console step that is over, in a word. */
  manualDone: (step: StepId, name: string): string => (step === 'security' ? done[name] : undefined) ?? name,
  words,
  openPage: 'Open the page in my browser',
  endings,
  stepOf: (number: number, all: number): string => `Step ${number} of ${all}`,
  waiting: (elapsed: string, all: string, looked: number | undefined): string =>
    `Waiting for AWS   ${elapsed} of ${all}${looked === undefined ? '' : `, looked ${looked} s ago`}`,
  signIn: (users: readonly string[]): string =>
    users.length === 1 ? `Sign in as ${users[0]}:` : 'People sign in here:',
  noConsole: 'Simulated AWS: there is no console to open. Go on as if you had been there.',
  leftSteps: (count: number, names: string): string =>
    count === 1 ? `One step is left: ${names}.` : `${count} steps are left: ${names}.`,
  stoppedAfterwards: 'Stopped. Everything that was applied is kept.',
  yourTurn: 'When it is done:',
};
