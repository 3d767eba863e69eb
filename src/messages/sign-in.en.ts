import type { UnusableReason } from '../aws-config/unusable.ts';
import type { SignInProblemId } from './vocabulary.ts';
import { briefly, named, type ProblemTexts } from './vocabulary.ts';

/** Why an AWS config file is left as it is. `what` is a header, a key, or the code of a system error. */
const unusable: Readonly<Record<UnusableReason, (what: string) => readonly [so: string, todo: string]>> = {
  bom: () => ['it starts with a byte order mark, which the AWS CLI does not take', 'Save it as UTF-8 without BOM.'],
  notUtf8: () => ['it is not UTF-8', 'Save it as UTF-8.'],
  nul: () => ['it has a NUL byte in it', 'Look whether it is a config file at all.'],
  loneCr: () => ['lines end in CR alone, which tools read differently', 'Save it with LF or CRLF.'],
  tooLarge: () => ['it is larger than 1 MB', 'Look whether it is a config file at all.'],
  duplicateSection: (what) => [`the section ${what} is there twice`, 'Leave one of the two.'],
  duplicateKey: (what) => [`the key ${what} is there twice in one section`, 'Leave one of the two.'],
  notAConfig: () => ['the AWS CLI cannot read this line', 'Correct or remove the line.'],
  oddHeader: (what) => [
    `tools read the header ${what} differently`,
    'Write it as [profile NAME] or [sso-session NAME].',
  ],
  oddKey: (what) => [`tools read the key ${what} differently`, 'Write it at the start of a line, as key = value.'],
  folder: () => ['a folder has that name', 'Choose another file with AWS_CONFIG_FILE.'],
  notAFile: () => ['it is not a file', 'Choose another file with AWS_CONFIG_FILE.'],
  loop: () => ['its symbolic links lead nowhere', 'Correct the link.'],
  noPermission: (what) => [`you may not read or write it (${what})`, 'Give yourself the permission (chmod, chown).'],
  unreadable: (what) => [`it cannot be read (${what})`, 'Look at the file and its folder.'],
  unwritable: (what) => [`it cannot be written (${what})`, 'Look at its folder and the space that is left.'],
  changing: () => ['another program keeps changing it', 'Wait until that is over.'],
};

const known = (text: string | undefined) => (text === undefined ? [] : [`There are: ${briefly(text)}`]);
const wrongRegion = 'Most often the Region is wrong: it has to be the one in which Identity Center was enabled.';

/** What stands between a person and their access. */
export const signInProblemsEn: ProblemTexts<SignInProblemId> = {
  awsConfigUnusable: (f) => {
    const why = unusable[f.reason as UnusableReason] ?? unusable.unreadable;
    const [so, todo] = why(f.name ?? '?');
    return {
      title: `${f.file ?? 'The AWS config file'}${f.line === undefined ? '' : `, line ${f.line}`}: ${so}.`,
      todo: [`The file was left as it is. ${todo}`, 'Or set up without a profile: npx sso-setup --no-cli-profile'],
    };
  },
  profileNotOurs: (f) => ({
    title: `${f.file ?? 'The AWS config file'} has a profile or session of this name that leads elsewhere${named(f.name)}`,
    todo: [
      'Nothing was changed. The plan shows the difference.',
      'Another name: --cli-profile <name>. None: --no-cli-profile. Replace it, with a backup: --overwrite-profile',
    ],
  }),
  signInNowhere: (f) => ({
    title:
      f.name === undefined
        ? 'Nothing says where to sign in.'
        : `This profile does not sign in at an access portal${named(f.name)}`,
    todo: [
      ...known(f.known),
      'Name a profile: --profile <name>. Or the alias of the portal: --alias <name> --region <region>',
      ...(f.known === undefined ? ['Or set everything up first: that ends with signing in.'] : []),
    ],
  }),
  portalUnknown: (f) => ({
    title:
      f.reason === 'region'
        ? `This is not a Region${named(f.region)}`
        : `The sign-in service${f.region === undefined ? '' : ` in ${f.region}`} does not know this portal${named(f.url)}`,
    todo: [
      f.reason === 'region'
        ? 'Correct sso_region in the AWS config file. A comment needs a line of its own there.'
        : 'Check every letter of the address (sso_start_url) and the Region (sso_region).',
    ],
  }),
  portalElsewhere: (f) => ({
    title: `The sign-in was not accepted${f.region === undefined ? '' : ` in ${f.region}`}.`,
    todo: [
      wrongRegion,
      'Correct it in the AWS config file (sso_region), or in the settings or --region for an alias, and sign in again.',
    ],
  }),
  foreignPortal: (f) => ({
    title: `This portal does not have the account ${f.account ?? 'that was asked for'}.`,
    todo: [
      ...known(f.known),
      `Either it is another company's portal, or nobody has given you access to that account. Check the address${named(f.url)}`,
    ],
  }),
  signInExpired: () => ({
    title: 'Nobody signed in within ten minutes.',
    todo: [
      'Nothing is lost. Run the same command again for a new code.',
      'If the page said "Invalid grant", the Region (sso_region) is not the one in which Identity Center was enabled.',
    ],
  }),
  signInRefused: () => ({
    title: 'The sign-in was refused in the browser.',
    todo: ['If that was not you, nothing has happened: no access was given. To try again, run the same command.'],
  }),
  signInFailed: () => ({
    title: 'The sign-in did not come to an end in the browser.',
    todo: ['Run the same command again, or with --use-device-code.'],
  }),
  notAssigned: (f) => {
    const where = f.account === undefined ? '' : ` in ${f.account}`;
    if (f.reason === 'notYet') {
      return {
        title: `You are signed in, but the portal gives no credentials for ${f.name ?? 'any permission set'}${where} yet.`,
        todo: ['A minute was waited for them. A fresh assignment may need longer: run the same command again.'],
      };
    }
    return {
      title: `You are signed in, but ${f.name ?? 'no permission set'} is not assigned to you${where}.`,
      todo: [
        ...known(f.known),
        'A minute was waited for it. Compare the profile with the assignment: npx sso-setup --dry-run',
      ],
    };
  },
};

/** The screens of signing in. */
export const signInEn = {
  signInTitle: 'Sign in',
  signInMoves: {
    browser: 'Your browser opens the portal. Sign in there, and allow sso-setup to see your accounts.',
    device: 'Open this page in any browser. It has to show the same code; then sign in and allow the access.',
    open: 'Open',
    compare: 'Compare',
  },
  signInWaiting: (left: string): string => `Waiting for you in the browser, ${left} left`,
  signedInAs: (who: string, account: string): string => `Signed in as ${who} in ${account}`,
  signedInTry: 'Try it:',
  notSignedIn: 'Everything that was applied is kept. Sign in later:',
  profileForElsewhere: 'For the AWS CLI on your own computer, add this to ~/.aws/config:',
  callback: {
    done: {
      lang: 'en' as string,
      title: 'You are back',
      text: 'sso-setup has your answer. Go back to the terminal; this window can be closed.',
    },
    failed: {
      lang: 'en' as string,
      title: 'Not signed in',
      text: 'The sign-in service gave no access. The terminal says more; this window can be closed.',
    },
  },
};
