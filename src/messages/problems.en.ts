import { canBeGranted } from '../permissions.ts';
import type { Facts, ProblemId } from '../problem.ts';
import { placesEn } from './places.en.ts';
import type { FailureId, ProblemTexts, SignInProblemId } from './vocabulary.ts';
import { accountAsInConsole, briefly, inside, named } from './vocabulary.ts';
import { wordsEn } from './words.en.ts';

const inRegion = (f: Facts) => (f.region === undefined ? '' : ` in ${f.region}`);
const whenSettled = 'AWS says why above. When that is settled, run the same command again.';
const meant = (f: Facts) => (f.suggestion === undefined ? '' : `Did you mean ${f.suggestion}? `);
const signIn = 'aws login, AWS CloudShell in the console, or another profile: AWS_PROFILE=<name>';
const known = (f: Facts) => (f.known === undefined ? [] : [`There are: ${briefly(f.known)}`]);
const runAgain = 'Run the same command again; what is done is kept.';
const wayIn = (f: Facts): string[] => {
  if (canBeGranted(f.detail)) {
    const command = f.policyCommand ?? 'npx sso-setup policy';
    return [`Sign in as an administrator of ${f.account ?? 'the account'}, or add the policy printed by:`, command];
  }
  return /service control policy/.test(f.detail ?? '')
    ? ['A service control policy of the organization denies this. Its administrator has to allow it.']
    : ['Another policy stands in the way, and no grant outweighs it. Change that one, or sign in as an administrator.'];
};

/** What commander finds wrong. */
const badFlags: Readonly<Record<string, string>> = {
  unknown: 'is not an option',
  noValue: 'needs a value',
  tooMany: 'is one word too many',
  unknownCommand: 'is not a command',
  needsDryRun: 'goes with --dry-run only',
};

/**
 * What is so and what to do, for each thing that can be in the way. Beside the facts that every problem may carry,
 * these are used: `wanted` (the Region or account asked for), `managementAccount`, `reason` (AWS's word for why), `host`,
 * `name` and `path` (of the thing), `known` (those there are), `matches` (how many), `other` (Region of the second
 * instance), `holder` (the user who has the address), `credits`, `expires`, `offset` (seconds the clock is off) and `direction` (behind, ahead),
 * `minutes`, `url`, `pid`, `since` and `lock` (its file; of another run) and `state` (of the simulated AWS that it uses), `flag`, `suggestion`, `policyCommand` (prints the rights that the run needs).
 */
export const problemsEn: ProblemTexts<Exclude<ProblemId, FailureId | SignInProblemId>> = {
  noCredentials: () => ({
    title: 'No AWS credentials were found.',
    todo: [
      'Easiest: open AWS CloudShell in the console of the management account and run the same command there.',
      'On this computer: aws login (AWS CLI 2.32 or newer) signs you in through the console, without access keys.',
      'With a profile that you have already: --profile <name>, or AWS_PROFILE=<name>.',
    ],
  }),
  profileNotFound: (f) => ({
    title: `There is no AWS profile with this name${named(f.name)}`,
    todo: [
      ...known(f),
      'Names come from --profile, AWS_PROFILE, ~/.aws/config and ~/.aws/credentials.',
      'Without a profile: aws login (AWS CLI 2.32 or newer), or AWS CloudShell in the console of the management account.',
    ],
  }),
  expiredCredentials: () => ({
    title: 'The AWS session has expired.',
    todo: ['Sign in again: aws login, aws sso login, or reload CloudShell.', runAgain],
  }),
  invalidCredentials: () => ({
    title: 'AWS does not know these credentials.',
    todo: ['The access key is wrong, deleted or switched off. Use others:', signIn],
  }),
  regionNotEnabled: (f) => ({
    title: `The Region ${f.region ?? 'asked for'} is not enabled in this account.`,
    todo: ['Pick another Region with --region, or enable it: console, account name, Account, AWS Regions.'],
  }),
  clockWrong: (f) => ({
    title: `The clock of this computer is ${f.offset === undefined ? 'wrong' : `${wordsEn.values.span(Number(f.offset))} ${f.direction === 'behind' ? 'behind' : 'ahead'}`}.`,
    todo: ['AWS refuses requests that are more than 5 minutes off. Set the clock (turn on automatic time).', runAgain],
  }),
  accessDenied: (f) => ({
    title: `AWS did not allow ${f.action ?? f.operation ?? 'a call'}${inRegion(f)}.`,
    todo: wayIn(f),
  }),
  wrongAccount: (f) => ({
    title: `These credentials are for ${f.account ?? 'another account'}, the settings say ${f.wanted ?? 'a different one'}.`,
    todo: ['Nothing was changed. Pick other credentials: AWS_PROFILE=<name>, or correct "account" in the settings.'],
  }),
  rootUser: (f) => ({
    title: `You are signed in as the root user${f.account === undefined ? '' : ` of ${f.account}`}.`,
    todo: [
      'It works, but an administrator is safer. To go on as root without a terminal: --allow-root',
      'Afterwards, sign in as the new user, turn on MFA for root and delete its access keys.',
    ],
  }),
  memberAccount: (f) => ({
    title: `${f.account ?? 'This'} is a member account.`,
    todo: [
      `Identity Center for the whole organization is set up in its management account${f.managementAccount === undefined ? '' : ` ${f.managementAccount}`}.`,
      'Sign in there and run the same command.',
    ],
  }),
  delegatedAdministrator: (f) => ({
    title: `${f.account ?? 'This account'} is the delegated administrator of Identity Center, not the management account.`,
    todo: [
      `It may not give access to the management account${f.managementAccount === undefined ? '' : ` ${f.managementAccount}`}, nor touch the permission sets that are used there.`,
      'Sign in to the management account and run the same command.',
    ],
  }),
  consolidatedBilling: () => ({
    title: 'The organization has only consolidated billing.',
    todo: [
      'Identity Center for AWS accounts needs all features. An administrator turns them on: AWS Organizations, Settings, "Begin process to enable all features".',
      'Every invited account has to agree. It cannot be undone.',
    ],
  }),
  signUpUnfinished: (f) => ({
    title: `The sign-up of this AWS account is not finished${inside(f.reason)}.`,
    todo: [
      'Sign in to the console, finish what it asks for (payment method, contact, phone), wait some minutes.',
      runAgain,
    ],
  }),
  organizationRefused: (f) => ({
    title: `AWS refused to create the organization${inside(f.reason)}.`,
    todo: [whenSettled],
  }),
  serviceLinkedRoleDenied: () => ({
    title: 'AWS could not create the service-linked role of AWS Organizations.',
    todo: ['Allow iam:CreateServiceLinkedRole for organizations.amazonaws.com, or sign in as an administrator.'],
  }),
  freePlan: (f) => ({
    title: "This account is on AWS's free plan; creating an organization ends it.",
    todo: [
      `The account moves to the paid plan and its credits${inside(f.credits)}${f.expires === undefined ? '' : ` that run to ${f.expires}`} end at once.`,
      'To go on all the same: --accept-paid-plan',
    ],
  }),
  accountInstance: (f) => ({
    title: `An account instance of Identity Center is in the way${inRegion(f)}.`,
    todo: [
      'It cannot give access to AWS accounts, cannot be converted, and blocks an organization instance. sso-setup does not delete it.',
      'If nobody uses it: Identity Center console, Settings, Management, "Delete IAM Identity Center configuration". Delete it before there is an organization; then run the same command.',
    ],
  }),
  instanceElsewhere: (f) => ({
    title: `Identity Center is in ${f.region ?? 'another Region'}, the settings say ${f.wanted ?? 'a different one'}.`,
    todo: [
      'It stays in the Region where it was enabled, and there is only one.',
      `Use it where it is: --region ${f.region ?? '<region>'}, or correct "region" in the settings.`,
    ],
  }),
  instanceNotEnabled: (f) => ({
    title: 'A person has to enable IAM Identity Center once; AWS has no API for it.',
    todo: [
      `Console${f.account === undefined ? '' : ` of ${accountAsInConsole(f.account)}`}${f.region === undefined ? '' : `, Region ${placesEn[f.region] ?? f.region}`}: Enable, then "Enable with AWS Organizations".`,
      ...(f.url === undefined ? [] : [f.url]),
      'Nothing is lost. Then run the same command.',
    ],
  }),
  instanceFailed: () => ({
    title: `AWS could not finish enabling Identity Center.`,
    todo: ['Delete it in the console (Settings, Management), enable it again, then run the same command.'],
  }),
  twoInstances: (f) => ({
    title: `More than one Region answers with an instance${named([f.region, f.other].filter(Boolean).join(', ') || undefined)}.`,
    todo: ['Say which one is meant: --region <region>'],
  }),
  permissionSetsUnavailable: (f) => ({
    title: `This instance does not manage access to AWS accounts${inRegion(f)}.`,
    todo: [
      'Console, Identity Center, Settings: enable "multi-account permissions". It cannot be turned off again. Then run the same command.',
    ],
  }),
  unknownAccount: (f) => ({
    title:
      Number(f.matches) > 1
        ? `${f.matches} accounts have the same name${named(f.name)}. Use the id.`
        : `The organization has no such account${named(f.name)}.`,
    todo: ['Use a 12-digit id, an account name, "management", "ou:Path" or "all".', ...known(f)],
  }),
  unknownUnit: (f) => ({
    title: `The organization has no such unit${named(f.path ?? f.name)}.`,
    todo: ['Write the path from the root: ou:Workloads/Prod.', ...known(f)],
  }),
  badSettings: () => ({
    title: 'The settings are not right. Nothing was sent to AWS.',
    todo: ['Correct what is listed and run the same command again.'],
  }),
  missingAnswers: () => ({
    title: 'Some answers are missing, and nobody is there to ask.',
    todo: ['Give them as flags or in the settings file.'],
  }),
  planChanged: () => ({
    title: 'What AWS shows now was not in the plan.',
    todo: ['Run again: the new plan shows it.'],
  }),
  badFlag: (f) => ({
    title: `${f.flag ?? 'An option'} ${(f.reason && badFlags[f.reason]) ?? `is not right${named(f.detail)}`}.`,
    todo: [
      ...(f.example === undefined ? [] : [`For example: ${f.flag ?? ''} ${f.example}`]),
      `${meant(f)}All options: npx sso-setup help options`,
    ],
  }),
  consentNeeded: (f) => ({
    title: 'The plan was not applied: nobody is there to approve it.',
    todo: [`Look at the plan, then run it with ${f.flag ?? '--yes'}.`],
  }),
  alreadyRunning: (f) => ({
    title: `Another run of sso-setup${inside([f.pid && `process ${f.pid}`, f.since && `since ${f.since}`].filter(Boolean).join(', ') || undefined)} is ${f.state === undefined ? 'setting up this account' : 'using this simulated AWS'}.`,
    todo: [
      'Wait for it, or stop it. Nothing was changed by this run.',
      ...(f.lock === undefined ? [] : [`If that process is something else, delete ${f.lock}`]),
    ],
  }),
  writeRefused: (f) => ({
    title: `A look tried to change something (${f.operation ?? 'unknown'}) and was stopped.`,
    todo: ['Nothing was changed. This is a fault of sso-setup: please report it.'],
  }),
  unexpected: () => ({
    title: 'Something went wrong that sso-setup did not foresee.',
    todo: ['Running again is safe; it looks first. If it comes back, please report it, with --debug.'],
  }),
};
