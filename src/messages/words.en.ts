import type { Counts, Widening } from '../engine/plan.ts';
import type { StepId } from '../engine/step.ts';
import { secondsText, some, spanOf } from './vocabulary.ts';

const MANY: Readonly<Record<StepId, string>> = {
  organization: 'organizations',
  instance: 'instances',
  portal: 'portal aliases',
  group: 'groups',
  user: 'users',
  membership: 'memberships',
  permissionSet: 'permission sets',
  assignment: 'assignments',
  provisioning: 'provisioned permission sets',
  cliProfile: 'CLI profiles',
  security: 'security settings',
};

/** `38`, or `38 of 40`. */
function partOf(count: number, of: number | undefined): string {
  return of === undefined || of === count ? `${count}` : `${count} of ${of}`;
}

/** Names of things, fields, actions and places. */
export const wordsEn = {
  tagline: 'AWS IAM Identity Center, end to end',
  steps: {
    organization: 'Organization',
    instance: 'Identity Center',
    portal: 'Portal alias',
    group: 'Group',
    user: 'User',
    membership: 'Membership',
    permissionSet: 'Permission set',
    assignment: 'Assignment',
    provisioning: 'Provisioning',
    cliProfile: 'CLI profile',
    security: 'Security',
  } satisfies Record<StepId, string>,
  /** The console steps that are all `security`. */
  securitySteps: { password: 'Password', mfa: 'MFA', portalSession: 'Portal session' } as Readonly<
    Record<string, string>
  >,
  /** As the object of a sentence. */
  objects: {
    organization: 'organization',
    instance: 'Identity Center instance',
    portal: 'portal alias',
    group: 'group',
    user: 'user',
    membership: 'membership',
    permissionSet: 'permission set',
    assignment: 'assignment',
    provisioning: 'provisioned copies of permission set',
    cliProfile: 'CLI profile',
    security: 'security setting',
  } satisfies Record<StepId, string>,
  /** Several at once, as what is being looked at. */
  lookingAt: {
    organization: 'Looking at the organization',
    instance: 'Looking for IAM Identity Center in your Regions',
    portal: 'Looking at the access portal',
    group: 'Looking at groups',
    user: 'Looking at users',
    membership: 'Looking at memberships',
    permissionSet: 'Looking at permission sets',
    assignment: 'Looking at assignments',
    provisioning: 'Looking at provisioned accounts',
    cliProfile: 'Looking at the AWS CLI profile',
    security: 'Looking at security settings',
  } satisfies Record<StepId, string>,
  fields: {
    name: 'name',
    description: 'description',
    displayName: 'display name',
    givenName: 'first name',
    familyName: 'last name',
    userName: 'user name',
    email: 'e-mail',
    permissionSets: 'AWS accounts',
    alias: 'alias',
    sessionDuration: 'session',
    relayState: 'relay state',
    managedPolicies: 'policies',
    customerManagedPolicies: 'own policies',
    inlinePolicy: 'inline',
    permissionsBoundary: 'boundary',
    outdated: 'accounts',
    file: 'file',
    sso_session: 'SSO session',
    sso_account_id: 'account',
    sso_role_name: 'role',
    region: 'Region',
    sso_start_url: 'portal',
    sso_region: 'home',
    sso_registration_scopes: 'scopes',
    removed: 'takes out',
    readBy: 'read by',
    tag: (key: string) => `tag ${key}`,
  },
  values: {
    none: '(none)',
    noneChosen: 'none',
    on: 'on',
    onForGood: 'on (cannot be turned off again)',
    off: 'off',
    awsManaged: (name: string) => `${name} (AWS managed)`,
    detached: (name: string) => `${name}, will be detached`,
    duration: (hours: number, minutes: number) =>
      [hours > 0 ? some(hours, 'hour') : '', minutes > 0 ? some(minutes, 'minute') : ''].filter(Boolean).join(' '),
    span: (seconds: number) =>
      spanOf(seconds)
        .map(([count, unit]) => some(count, unit))
        .join(' '),
    seconds: (ms: number) => `${secondsText(ms)} s`,
    statements: (count: number) => some(count, 'statement'),
    policyDiffers: 'differs from the settings',
    statement: (name: string) => `statement ${name}`,
    provisioned: (accounts: number | undefined) =>
      accounts === undefined ? 'will be provisioned' : `${accounts} will be provisioned`,
    more: (count: number) => `and ${count} more`,
  },
  /** Many things in one line. `of`: how many there are, where that is another number. */
  folds: {
    accounts: (who: string, permissionSet: string, count: number, of: number | undefined) =>
      `${who}, ${permissionSet}, ${partOf(count, of)} accounts`,
    members: (group: string, count: number, of: number | undefined) => `${group}: ${partOf(count, of)} users`,
    things: (step: StepId, count: number, of: number | undefined) => `${partOf(count, of)} ${MANY[step]}`,
    /** The same as the object of a sentence. */
    thingsObject: (step: StepId, count: number) => `${count} ${MANY[step]}`,
    /** A selector of the settings, how many accounts of it are meant here, and how many it stands for. */
    selector: (selector: string, count: number, of: number) => `${selector} ${partOf(count, of)}`,
    more: (count: number, _of: 'people' | 'things') => `and ${count} more`,
    hint: 'What is alike is summed up; --verbose lists every one.',
  },
  /** Long work: how far it is, how fast it goes, how long it will take. */
  progress: {
    count: (done: number, of: number | undefined) => (of === undefined ? `${done}` : `${done} of ${of}`),
    rate: (perSecond: string) => `${perSecond} a second`,
    left: (time: string) => `about ${time} left`,
  },
  /** Administrator access that reaches further. */
  widening: ({ principal, permissionSet, accountsBefore, accountsAfter, ...w }: Widening) => {
    const more = accountsAfter - accountsBefore;
    const untold =
      w.accountsUntold === undefined
        ? ''
        : `, or as many as ${accountsBefore + w.accountsUntold}: AWS does not tell what an older version gives`;
    const where = `in ${some(more, accountsBefore > 0 ? 'more account' : 'account')} (${accountsBefore > 0 ? accountsBefore : 'none'} before${untold})`;
    const who =
      w.principalType === 'USER'
        ? ''
        : `; ${some(w.members, 'member')}, ${w.membersNotInSettings === 0 ? 'all from your settings' : `${w.membersNotInSettings} of them not from your settings`}`;
    return `${principal} gets ${permissionSet} ${where}${who}`;
  },
  wideningTitle: (isSure: boolean) => `Administrator access ${isSure ? 'reaches' : 'may reach'} further:`,
  /** What there is only one of has no name. */
  singles: {
    organization: 'with all features',
    instance: 'organization instance',
    portal: 'your own name in the address',
  },
  outcomes: {
    created: 'created',
    changed: 'changed',
    verified: 'verified',
    yours: 'you',
    failed: 'failed',
    notAllowed: 'not allowed',
    blocked: (by: string) => `needs ${by}`,
    stopped: 'not done',
    asked: 'asked',
    waiting: 'waiting for you',
  },
  sources: {
    flag: 'flag',
    environment: 'environment',
    file: 'settings file',
    aws: 'found in AWS',
    detected: 'your AWS settings',
    accountName: 'account name',
    example: 'example',
    default: 'default',
    you: 'you',
  },
  decisions: {
    region: 'Region',
    user: 'User',
    group: 'Group',
    permissionSet: 'Permission set',
    sessionDuration: 'Session',
    relayState: 'Start page',
    accounts: 'Accounts',
    alias: 'Portal alias',
    cliProfile: 'CLI profile',
  },
  table: { setting: 'Setting', value: 'Value', source: 'Where it came from' },
  labels: {
    credentials: 'Credentials',
    account: 'Account',
    portal: 'Portal',
    portalAlias: 'Alias',
    portalIpv4: 'IPv4',
    portalDualStack: 'Dual-stack',
    settings: 'Settings',
    backup: 'Backup',
    cliProfile: 'CLI profile',
    aws: 'AWS',
    detail: 'Says',
    who: 'Who',
    missing: 'Missing',
    request: 'Request',
    things: 'Which',
    log: 'Log',
    kept: 'Kept',
    notDone: 'Not done',
    fix: 'Fix',
    continue: 'Continue',
    next: 'Next',
  },
  lines: {
    simulated: 'simulated AWS: nothing here is real',
    from: (credentials: string) =>
      ({ environment: 'from the environment', sandbox: 'from the simulated AWS' })[credentials] ??
      `from ${credentials}`,
    untilApproved: 'Nothing is changed until you approve a plan. Ctrl-C is safe at any time.',
    planFor: (account: string, region: string | undefined) =>
      `Plan for ${account}${region === undefined ? '' : ` in ${region}`}`,
    driftFrom: (file: string) => `AWS differs from ${file}`,
    applyingTo: (account: string) => `Applying to ${account}`,
    leftAlone: (file: string) => `Not in ${file}, left alone:`,
    yourSettings: 'your settings',
    counts: (c: Counts) => [
      `${c.create} to create, ${c.change} to change, 0 to delete.`,
      c.same > 0 ? `${c.same} ${c.same === 1 ? 'matches' : 'match'}.` : '',
      c.manual > 0 ? `${some(c.manual, 'step is', 'steps are')} yours.` : '',
    ],
    done: (created: number, changed: number, ms: number) =>
      `${created} created, ${changed} changed, 0 deleted in ${secondsText(ms)} s`,
    noChanges: (compared: number, ms: number) =>
      compared === 0
        ? `No changes. (${secondsText(ms)} s)`
        : `No changes. ${some(compared, 'setting')} compared with AWS in ${secondsText(ms)} s, ${compared === 1 ? 'it matches' : 'all match'}.`,
    aliasUnverified: 'not confirmed yet: that step is yours',
    aliasConfirmed: (day: string) => `confirmed by you on ${day}`,
    savedSettings: (file: string) => `${file} (keep it in git; it holds no secrets)`,
    saved: (file: string) => `Saved ${file}. It holds no secrets; keep it in git.`,
    yours: (count: number) =>
      count === 1 ? 'One step is yours. AWS has no API for it:' : `${count} steps are yours. AWS has no API for them:`,
    dryRun: 'Dry run: nothing was changed.',
    applyIt: 'Apply it:',
    continueWith: 'Continue:',
    stoppedUnchanged: 'Stopped. Nothing was changed.',
    stopped: (writes: number) => `Stopped after ${some(writes, 'change')} in AWS. The next run goes on from there.`,
    asked: (things: number) =>
      `${some(things, 'thing')} that AWS was asked for ${things === 1 ? 'was' : 'were'} not looked at again.`,
    stopping: 'Stopping after this call. Ctrl-C again quits at once.',
    terminating: 'Stopping after this call: something asked for it (SIGTERM). Asked again, it quits at once.',
    quit: 'Quit.',
    quitWhile: (operations: string, count: number) =>
      `Quit. ${count === 1 ? 'One call' : 'Calls'} to AWS may have finished after we left: ${operations}. The next run looks first and makes no duplicate.`,
    couldNotCreate: (thing: string, name: string) => `Couldn't create ${[thing, name].filter(Boolean).join(' ')}.`,
    couldNotChange: (thing: string, name: string) => `Couldn't change ${[thing, name].filter(Boolean).join(' ')}.`,
    couldNotSee: (thing: string, name: string) => `Couldn't finish ${[thing, name].filter(Boolean).join(' ')}.`,
    grant: 'This grants it:',
    nothingToUndo: 'Nothing to undo.',
    unsure: 'AWS may have carried this out all the same. The next run looks first and makes no duplicate.',
    badSettings: (what: string, count: number) => `${what} has ${some(count, 'problem')}. Nothing was sent to AWS.`,
    theSettings: 'What you asked for',
    suggestion: (text: string) => `did you mean ${text}?`,
    example: (text: string) => `for example ${text}`,
    cannotAsk: (count: number) => `Can't ask: no terminal. Missing ${some(count, 'answer')}:`,
    orKey: (key: string) => `or ${key}`,
    saveOnce: 'Make the file once at your desk:',
    left: (time: string) => `${time} left`,
    working: (time: string) => `AWS is working, ${time}`,
    slowDown: (attempt: number, ms: number) => `AWS asks us to slow down, retry ${attempt} in ${secondsText(ms)} s`,
    retrying: (attempt: number, ms: number) => `AWS does not answer, retry ${attempt} in ${secondsText(ms)} s`,
    keys: 'Arrow keys choose, Enter confirms.',
    markOne: 'Mark at least one.',
    keysSeveral: 'Arrow keys move, Space marks, Enter confirms.',
    looking: 'looking',
    fixedOnceEnabled: 'fixed once enabled',
  },
};
