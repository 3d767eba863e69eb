import { type Html, html } from './html.ts';

const steps = {
  instance: 'Enable IAM Identity Center',
  portal: 'AWS access portal URL',
  password: 'Users',
  otp: 'Standard authentication',
  mfa: 'Multi-factor authentication',
  portalSession: 'Session duration',
};

/** Everything that the pages say. Buttons and fields have the names that they have in AWS's console. */
export const textsEn = {
  banner: 'SIMULATED. This is not AWS. Do not type a real password.',
  titleEnd: 'SIMULATED, not AWS',
  footer:
    'SIMULATED by sso-setup on this computer. This is not AWS: nothing that you do here reaches an AWS account. Never type a real password on these pages.',
  errorTitle: (title: string): string => `Error: ${title}`,
  skip: 'Skip to the content',
  sites: 'Pages of the simulation',
  overview: 'Overview',
  console: 'Console',
  accessPortal: 'Access portal',
  language: 'Language',

  index: {
    heading: 'A simulated AWS',
    about: 'sso-setup runs these pages so that you can try everything that belongs in a browser.',
    console: 'what the administrator of the account does by hand, because AWS has no API for it',
    portal: 'where the users of the account sign in',
    device: 'the code that a terminal shows',
  },

  refused: {
    heading: 'This form was not accepted',
    foreign: 'It did not come from this page. Nothing was changed.',
    old: 'It is older than the simulation that runs now, or your browser keeps no cookies for this page. Nothing was changed.',
    again: 'Open the page again',
    method: 'This page cannot be asked in this way',
  },
  toField: 'Go to the field',

  consoleSite: {
    heading: 'IAM Identity Center: simulated console',
    notDone: 'The console refuses this',
    asked: 'The terminal asks for this step.',
    contents: 'On this page',
    steps,
    account: 'Account',
    accountName: 'Name',
    accountId: 'Account ID',
    status: 'IAM Identity Center',
    isEnabled: 'enabled',
    isNotEnabled: 'not enabled',
    isEnabling: 'is being enabled',
    lookAgain: 'Look again',
    otherStatus: (status: string): string => `not usable: ${status}`,
    accountInstance: 'an account instance, for applications only',
    region: 'Region',
    permissionSets: 'Multi-account permissions',
    on: 'on',
    off: 'off',
    member: 'This is a member account. Only the management account can set up IAM Identity Center.',
    notYet: 'Enable IAM Identity Center first.',
    goBack: 'You can go back to the terminal.',

    enable: 'Enable',
    enableRegion: 'Region',
    enableRegionHint: 'It cannot be changed later.',
    enablePermissionSets: 'Multi-account permissions',
    enablePermissionSetsHint: 'Leave this on: people get access to AWS accounts through it.',
    enableDone: 'IAM Identity Center is enabled.',

    classic: 'Address',
    alias: 'Customized address',
    noAlias: 'not customized',
    aliasFixed: 'The address was customized. This can be done one time only.',
    customize: 'Customize',
    aliasField: 'Name in the address',
    aliasHint: 'One time only; it cannot be undone. Small letters, digits and hyphens: https://NAME.awsapps.com/start',
    aliasDone: 'The address is customized.',

    noUsers: 'There are no users yet.',
    usersAbout: 'Here no mail is sent and no password is made up: the user just has one afterwards.',
    hasPassword: 'has a password',
    noPassword: 'has no password',
    askedUser: 'the terminal asks for this user',
    resetPassword: 'Reset password',
    resetPasswordOf: (user: Html): Html => html`for ${user}`,
    passwordDone: 'The password is reset: the user can sign in.',

    configure: 'Configure',
    save: 'Save',
    otp: 'Send email OTP',
    otpHint: 'Users who were made by API and have no password get a code by mail at their first sign-in.',
    otpDone: 'Saved.',

    mfaPrompt: 'Prompt users for MFA',
    mfaPrompts: {
      'always-on': 'Every time they sign in (always-on)',
      'context-aware': 'Only when their sign-in context changes (context-aware)',
      never: 'Never (disabled)',
    },
    mfaWithoutDevice: 'If a user does not yet have a registered MFA device',
    mfaWithoutDevices: {
      'require-registration': 'Require them to register an MFA device at sign in',
      'email-otp': 'Require them to provide a one-time password sent by email to sign in',
      block: 'Block their sign-in',
      allow: 'Allow them to sign in',
    },
    mfaManage: 'Users can add and manage their own MFA devices',
    mfaAbout: 'The simulation keeps this setting, but asks nobody for a device.',
    mfaDone: 'Saved.',

    sessionAbout:
      '8 hours, as in every new instance (15 minutes to 90 days in AWS). The simulation knows no other length, so there is nothing to do here.',
  },

  signIn: {
    user: 'User name',
    hint: 'There is no password here: the user name is enough.',
    example: (user: Html): Html => html`Somebody who can sign in here: ${user}.`,
    button: 'Sign in',
    failed: 'You cannot sign in like this',
    missing: 'Enter a user name.',
    as: (user: Html): Html => html`You are signed in as ${user}.`,
    out: 'Sign out',
    other: 'Sign in as somebody else',
  },

  start: {
    heading: 'AWS access portal: simulated',
    at: 'Portal',
    noPortal: 'There is no portal: IAM Identity Center is not enabled.',
    enable: 'Enable it in the simulated console',
    accounts: 'Accounts',
    none: 'No account is assigned to you.',
    roles: 'Roles',
    rolesOnly: 'The simulation lists the roles; there is no console behind them.',
    failed: 'The accounts cannot be shown',
  },

  device: {
    enterHeading: 'Enter the code from your terminal',
    code: 'Code',
    codeHint: 'Eight letters, such as ABCD-EFGH',
    next: 'Continue',
    unknown: 'There is no such code',
    unknownAbout:
      'Compare it with the one in your terminal. A code that was used, or is older than 10 minutes, is gone.',
    heading: 'Is this the code in your terminal?',
    wants: (client: Html): Html => html`${client} wants to sign in as you.`,
    compare: 'Allow it only when you have started it yourself, and your terminal shows the very same code.',
    failed: 'This was not possible',
  },

  authorize: {
    heading: (client: Html): Html => html`Do you allow ${client} to sign in as you?`,
    title: 'Allow a sign-in?',
    about: 'Allow it only when you have started it yourself just now.',
    bad: 'This request cannot be answered',
    badAbout: 'Start again in the terminal.',
  },

  request: {
    client: 'Application',
    portal: 'Portal',
    access: 'It can then see your accounts and roles, and use them, until the session ends.',
    signInFirst: 'Sign in to go on.',
    allow: 'Allow',
    deny: 'Deny',
    approved: 'Allowed',
    approvedAbout: 'You can close this window; go back to the terminal.',
    denied: 'Denied',
    deniedAbout: 'Nobody was signed in. You can close this window; go back to the terminal.',
    expired: 'The request is too old',
    expiredAbout: 'Nobody was signed in. Start again in the terminal.',
  },
};

export type Texts = typeof textsEn;
