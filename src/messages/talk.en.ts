import type { StepId } from '../engine/step.ts';
import type { Note } from '../problem.ts';
import type { Consent } from '../screen.ts';
import type { OptionText, QuestionId } from '../settings/trouble.ts';
import { placesEn } from './places.en.ts';
import type { ConsentTexts, Texts } from './vocabulary.ts';
import { accountText, leftOutText, some } from './vocabulary.ts';
import { wordsEn } from './words.en.ts';

const notes: Texts<Note> = {
  regionsNotLookedAt: (n) => `Could not look into ${n.regions} (${n.code}). An instance there would go unnoticed.`,
  regionsAssumed: (n) =>
    `AWS does not tell which Regions are enabled (account:ListRegions: ${n.code}). Those that are on by default were looked at; if yours is another, give it with --region.`,
  instanceDetailsUnknown: (n) =>
    `AWS does not tell details of the instance (sso:DescribeInstance: ${n.code}); the run goes on without them.`,
  tagsUnknown: (n) =>
    `The tags of ${n.name} cannot be read (sso:ListTagsForResource: ${n.code}); they were not compared.`,
  progressUnknown: (n) =>
    `AWS does not tell how its work in the background ends (${n.action}: ${n.code}); what is there is looked at instead.`,
  accountsLeftOut: ({ accounts, more }) => {
    const [only] = accounts;
    if (accounts.length === 1 && only !== undefined && more === undefined) {
      return `The account ${accountText(only)} is ${only.state} and was left out.`;
    }
    const count = accounts.length + (more ?? 0);
    return `${count} accounts are not active and were left out: ${leftOutText(accounts)}${more === undefined ? '' : ` and ${more} more`}`;
  },
  freePlanEnds: (n) =>
    `This account is on AWS's free plan (until ${n.expires}, ${n.credits} of credits left). Creating the organization ends the plan and its credits at once.`,
  accountPlanUnknown: (n) =>
    `AWS does not tell which plan this account is on (freetier:GetAccountPlanState: ${n.code}). If it is the free plan, creating an organization ends it and its credits.`,
  instanceInOtherRegion: (n) =>
    `Identity Center is in ${n.region}, not in ${n.wanted}. It keeps the Region it was enabled in, so ${n.region} is used.`,
  notAws: (n) =>
    `This run does not go to AWS: ${n.variable}${n.profile === undefined ? '' : ` of profile ${n.profile}`} is ${n.endpoint}`,
  externalIdentities: (n) =>
    `Users or groups seem to come from an external identity provider (${n.name} has an external id). What is created here can sign in only if that provider knows it, too.`,
  userDisabled: (n) =>
    `${n.name} is disabled in Identity Center and cannot sign in. No API enables a user again; the console does, under Users.`,
  settingsNotSaved: (n) => `${n.file} cannot be written, so nothing was kept there. What is in AWS stays as it is.`,
  aliasKnown: (n) =>
    `AWS knows the address of ${n.alias} already. If it is yours, you chose it before; otherwise somebody else has it and you need another name.`,
  exampleAnswer: (n) => `Nobody is there to ask; an example is used in the simulated AWS: ${n.flag} ${n.value}`,
  staticKeys: (n) =>
    `The profile ${n.profile} has access keys of its own, too. The AWS CLI signs in through the portal all the same, other tools may use the keys; delete them when nobody needs them.`,
  clockOff: (n) =>
    `The clock of this computer is ${wordsEn.values.span(Number(n.offset))} ${n.direction}. Calls are signed with AWS's time; turn on automatic time all the same.`,
  tokenNotKept: (n) =>
    `The token cannot be written (${n.code}): ${n.folder}. You are signed in here; the AWS CLI and the SDKs are not.`,
  logNotWritten: (n) => `The log cannot be written (${n.code}): ${n.file}. The run goes on without it.`,
  sandboxEnables: (n) =>
    `The simulated AWS enables Identity Center by itself in ${n.seconds} s. In real AWS, that is yours.`,
  sandboxSignsIn: (n) =>
    `The simulated AWS approves the sign-in by itself in ${n.seconds} s, as ${n.user}. In real AWS, that is yours.`,
};

const accountOf = (consent: Extract<Consent, { id: 'apply' }>) =>
  [consent.identity.account, consent.identity.accountName].filter(Boolean).join(' ');

const consents: ConsentTexts = {
  apply: (consent) => ({
    why: [],
    question:
      consent.changes === 1
        ? `Apply this change to ${accountOf(consent)}?`
        : `Apply these ${consent.changes} changes to ${accountOf(consent)}?`,
    yes: 'Apply',
    no: 'Quit',
    ...(consent.saveAs === undefined ? {} : { save: `Save as ${consent.saveAs} and quit` }),
  }),
  paidPlan: (consent) => ({
    why: [
      "This account is on AWS's free plan. Creating an organization moves it to the paid plan, and the free plan's credits end at once. It cannot be undone.",
      ...(consent.credits === undefined ? [] : [`Credits left: ${consent.credits}`]),
      ...(consent.expires === undefined ? [] : [`The free plan would have run to: ${consent.expires}`]),
    ],
    question: 'Move this account to the paid plan?',
    yes: 'Move to the paid plan and go on',
    no: 'Quit, change nothing',
  }),
  permissionSets: () => ({
    why: [
      'Identity Center does not manage access to AWS accounts yet: its multi-account permissions are off. The plan turns them on, and they can never be turned off again.',
    ],
    question: 'Turn on multi-account permissions?',
    yes: 'Turn them on',
    no: 'Quit, change nothing',
  }),
  externalIdentities: (consent) => ({
    why: [
      `Users seem to come from an external identity provider (${consent.name} has an external id). What is made here can sign in only if that provider knows it, too.`,
      'Better: let the provider make users and groups, then run again; they are found and used.',
    ],
    question: 'Make users and groups here all the same?',
    yes: 'Make them here',
    no: 'Quit, change nothing',
  }),
  otherRegion: (consent) => ({
    why: [
      `Identity Center is in ${consent.region}, you asked for ${consent.wanted}. It keeps the Region it was enabled in.`,
    ],
    question: 'Next',
    yes: `Use ${consent.region}`,
    no: `Stop, I will delete it and enable it in ${consent.wanted}`,
  }),
  walk: ({ untold }) => ({
    why:
      untold.length === 0
        ? []
        : [`Not confirmed yet: ${untold.map((name) => wordsEn.securitySteps[name] ?? name).join(', ')}`],
    question: 'Next',
    yes: 'Walk me through my steps in the console',
    no: 'I will do them later',
  }),
  overwriteProfile: ({ names, file }) => ({
    why: [
      `In ${file} there is a profile or session of this name that leads elsewhere: ${names}. The plan shows what would change; a backup is kept.`,
    ],
    question: 'Replace it?',
    yes: 'Replace it',
    no: 'Leave it, and go on without a profile',
  }),
  login: ({ users }) => ({
    why: [],
    question:
      users.length === 1 ? `Sign in as ${users[0]} now, and see that it works?` : 'Sign in now, and see that it works?',
    yes: 'Sign in',
    no: 'Later',
  }),
  root: (consent) => ({
    why: [
      `You are signed in as the root user of ${consent.account}. It works, but finish with the new user; then turn on MFA for root and delete its access keys.`,
    ],
    question: 'Go on as root?',
    yes: 'Go on as root',
    no: 'Quit, change nothing',
  }),
};

const questions: Record<QuestionId, string> = {
  region: 'Home Region of Identity Center (fixed once enabled)',
  email: 'Your work e-mail (also your user name)',
  userName: 'User name (usually the e-mail address)',
  givenName: 'First name',
  familyName: 'Last name',
  group: 'Name of the group that gets the access',
  permissionSet: 'Permission set',
  ownPermissionSet: 'Name of your permission set',
  policies: 'AWS managed policies in it (names or ARNs, with commas)',
  sessionDuration: 'Length of a session',
  relayState: 'Page to start on after sign-in (relay state)',
  accounts: 'Accounts to give access to',
  alias: 'Name in the portal address',
  cliProfile: 'Name of the AWS CLI profile',
};

/** What somebody may want to know before they answer. */
const about: Readonly<Partial<Record<QuestionId, string>>> = {
  region:
    'The Region where users and permissions live. Take the one nearest to you; changing it later means to start from nothing.',
  permissionSet: 'What the group may do in the accounts. AdministratorAccess may do everything.',
  sessionDuration:
    'How long the access to an account lasts before the portal is asked again. Short is safer, long is more comfortable. The sign-in to the portal itself is another session (8 hours).',
  relayState: 'A page of the AWS console, such as https://us-east-1.console.aws.amazon.com/billing/',
  accounts: 'Account ids, names, ou:Path or all; with commas.',
  alias: 'https://NAME.awsapps.com/start. It can be chosen one time only, and cannot be undone.',
};

/** Answers that are words of ours. */
const options: {
  readonly [Id in OptionText['id']]: (option: Extract<OptionText, { id: Id }>, value: string) => string;
} = {
  other: () => 'Another one ...',
  none: () => 'None',
  own: () => 'My own, from AWS managed policies',
  management: () => 'This account only',
  all: () => 'All accounts of the organization',
  some: () => 'Some accounts ...',
  region: (_, value) => `${value} ${placesEn[value] ?? ''}`.trim(),
  duration: (_, value) => some(Number.parseInt(value, 10), 'hour'),
  account: ({ name }, value) => `${value} ${name}`,
};

/** What an answer's rule is about. */
const answers: Record<QuestionId, string> = {
  region: 'The Region',
  email: 'The e-mail address',
  userName: 'The user name',
  givenName: 'The first name',
  familyName: 'The last name',
  group: 'The group name',
  permissionSet: 'The name',
  ownPermissionSet: 'The name',
  policies: 'The policy',
  sessionDuration: 'The length',
  relayState: 'The page',
  accounts: 'The account',
  alias: 'The name',
  cliProfile: 'The name',
};

/** What is told and asked on the way. */
export const talkEn = {
  notes,
  consents,
  questions,
  aboutQuestions: about,
  options,
  answers,
  decide: {
    question: 'Next',
    plan: 'Show the plan',
    change: 'Change a setting',
    quit: 'Quit',
    which: 'Which one?',
    back: 'Back',
  },
  /** What `sso-setup sandbox` prints when it is up. */
  serving: (url: string, isEnabled: boolean): string[] => [
    `The simulated AWS answers at ${url}`,
    'Nothing behind it is real. Ctrl-C ends it. In another terminal:',
    '',
    `  export AWS_ENDPOINT_URL=${url}`,
    '  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1',
    '  npx sso-setup',
    '',
    'Its console and portal, for a browser:',
    '',
    `  ${url}`,
    ...(isEnabled
      ? []
      : [
          '',
          'Identity Center is enabled in a console; here this does it:',
          '',
          `  curl -X POST ${url}/_sandbox/console/enableInstance -d '{"region":"us-east-1"}'`,
        ]),
  ],
  /** A thing's name, where its key is more than a name. */
  keyText: (step: StepId, key: string): string => (step === 'cliProfile' ? `[profile ${key}]` : key),
};
