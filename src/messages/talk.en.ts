import type { Note } from '../problem.ts';
import type { Consent } from '../screen.ts';
import type { QuestionId } from '../settings/trouble.ts';
import { placesEn } from './places.en.ts';
import type { ConsentTexts, ManualFacts, ManualText, Texts, ThingId } from './vocabulary.ts';
import { accountAsInConsole } from './vocabulary.ts';

const notes: Texts<Note> = {
  regionNotLookedAt: (n) =>
    `The Region ${n.region} could not be looked at (${n.code}). An instance there would go unnoticed.`,
  regionsAssumed: (n) =>
    `AWS does not tell which Regions are enabled (${n.code}). Those that are on by default were looked at; if yours is another, give it with --region.`,
  instanceDetailsUnknown: (n) => `AWS does not tell details of the instance (${n.code}); the run goes on without them.`,
  tagsUnknown: (n) => `The tags of ${n.name} cannot be read (${n.code}); they were not compared.`,
  accountLeftOut: (n) => `The account ${n.account} is ${n.state} and was left out.`,
  freePlanEnds: (n) =>
    `This account is on AWS's free plan (until ${n.expires}, ${n.credits} of credits left). Creating the organization ends the plan and its credits at once.`,
  accountPlanUnknown: (n) =>
    `AWS does not tell which plan this account is on (${n.code}). If it is the free plan, creating an organization ends it and its credits.`,
  instanceInOtherRegion: (n) =>
    `Identity Center is in ${n.region}, not in ${n.wanted}. It keeps the Region it was enabled in, so ${n.region} is used.`,
  notAws: (n) => `This run does not go to AWS: ${n.variable} is ${n.endpoint}`,
  externalIdentities: (n) =>
    `Users or groups seem to come from an external identity provider (${n.name} has an external id). What is created here can sign in only if that provider knows it, too.`,
  exampleAnswer: (n) => `Nobody is there to ask; an example is used in the simulated AWS: ${n.flag} ${n.value}`,
  cliProfilesLeftOut: () => 'AWS CLI profiles are not written by this version; the rest is done.',
  sandboxEnables: (n) =>
    `The simulated AWS enables Identity Center by itself in ${n.seconds} s. In real AWS, that is yours.`,
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
};

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

const anyManual = (f: ManualFacts): ManualText => ({
  title: f.name,
  why: 'AWS has no API for this. In the console:',
  moves: open(f),
  after: 'This screen moves on by itself when AWS reports it.',
});

const manual = (step: ThingId, f: ManualFacts): ManualText => {
  if (step === 'instance') {
    return {
      title: 'Enable IAM Identity Center',
      why: 'AWS has no API for this step. In the console:',
      moves: [...open(f), { verb: 'Press', what: 'Enable, then "Enable with AWS Organizations"' }],
      after: 'This screen moves on by itself when AWS reports the instance.',
    };
  }
  if (step === 'portal') {
    return {
      title: `Customize the portal address: ${f.name}`,
      why: 'AWS has no API for this, it can be done one time only, and it cannot be undone. In the console:',
      moves: [
        ...open(f),
        { verb: 'Press', what: 'Dashboard, Settings summary, "AWS access portal URL", Customize' },
        { verb: 'Enter', what: `${f.name}, check every letter, then Save` },
      ],
      after: 'If there is no Customize, the address was customized before and stays as it is.',
    };
  }
  return anyManual(f);
};

/** What an answer's rule is about. */
const answers: Record<QuestionId, string> = {
  region: 'The Region',
  email: 'The e-mail address',
  userName: 'The user name',
  givenName: 'The first name',
  familyName: 'The last name',
};

/** What is told and asked on the way. */
export const talkEn = {
  notes,
  consents,
  questions,
  answers,
  /** What `sso-setup sandbox` prints when it is up. */
  serving: (url: string): string[] => [
    `The simulated AWS answers at ${url}`,
    'Nothing behind it is real. Ctrl-C ends it. In another terminal:',
    '',
    `  export AWS_ENDPOINT_URL=${url}`,
    '  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1',
    '  npx sso-setup',
    '',
    'Identity Center is enabled in a console; here this does it:',
    '',
    `  curl -X POST ${url}/_sandbox/console/enableInstance -d '{"region":"us-east-1"}'`,
  ],
  manual,
  /** A thing's name, where its key is more than a name. */
  keyText: (_step: ThingId, key: string): string => key,
  /** A plan's line for what a person does. */
  manualShort: (step: ThingId, name: string): string =>
    ({ instance: 'enable in the console, about 1 minute', portal: 'customize in the console, one time only' })[
      step as string
    ] ?? name,
};
