/** The options of `sso-setup` as they are typed; the same in every language. */
export const OPTIONS = {
  config: '-c, --config <file>',
  dryRun: '-n, --dry-run',
  detailedExitcode: '--detailed-exitcode',
  yes: '-y, --yes',
  noInput: '--no-input',
  json: '--json',
  lang: '--lang <en|ko>',
  profile: '--profile <name>',
  region: '--region <region>',
  account: '--account <id>',
  wait: '--wait <minutes>',
  save: '--save <file>',
  acceptPaidPlan: '--accept-paid-plan',
  overwriteProfile: '--overwrite-profile',
  allowRoot: '--allow-root',
  alias: '--alias <name>',
  group: '--group <name>',
  userName: '--user-name <name>',
  email: '--email <address>',
  givenName: '--given-name <name>',
  familyName: '--family-name <name>',
  permissionSet: '--permission-set <name>',
  policy: '--policy <arn-or-name>',
  sessionDuration: '--session-duration <time>',
  relayState: '--relay-state <url>',
  accounts: '--accounts <list>',
  cliProfile: '--cli-profile <name>',
  noCliProfile: '--no-cli-profile',
  sandbox: '--sandbox',
  sandboxState: '--sandbox-state <file>',
  sandboxReset: '--sandbox-reset',
  sandboxScenario: '--sandbox-scenario <name>',
  noColor: '--no-color',
  verbose: '--verbose',
  debug: '--debug',
} as const;
export type OptionId = keyof typeof OPTIONS;

/** How `help options` groups them. */
export const OPTION_GROUPS = {
  run: ['config', 'dryRun', 'detailedExitcode', 'yes', 'noInput', 'json', 'lang', 'wait', 'save'],
  aws: ['profile', 'region', 'account', 'acceptPaidPlan', 'allowRoot', 'overwriteProfile'],
  answers: [
    'email',
    'givenName',
    'familyName',
    'userName',
    'group',
    'permissionSet',
    'policy',
    'sessionDuration',
    'relayState',
    'accounts',
    'alias',
    'cliProfile',
    'noCliProfile',
  ],
  sandbox: ['sandbox', 'sandboxState', 'sandboxReset', 'sandboxScenario'],
  output: ['noColor', 'verbose', 'debug'],
} as const satisfies Record<string, readonly OptionId[]>;
export type OptionGroup = keyof typeof OPTION_GROUPS;

/** The commands beside `sso-setup` itself that have options of their own. */
export const COMMANDS = ['check', 'login', 'policy', 'sandbox'] as const;
export type CommandName = (typeof COMMANDS)[number];

/** The topics of `sso-setup help`. */
export const TOPICS = ['options', 'exit-codes', 'environment', 'config', 'permissions'] as const;
export type Topic = (typeof TOPICS)[number];

/** `sso-setup.yaml` with everything in it; keys are the same in every language. */
export const EXAMPLE_SETTINGS: readonly string[] = [
  'account: "111122223333"',
  'region: ap-northeast-2',
  'portal:',
  '  alias: lemonlogin',
  'groups:',
  '  - name: Admins',
  'users:',
  '  - userName: kim@example.com',
  '    email: kim@example.com',
  '    givenName: Minsu',
  '    familyName: Kim',
  '    groups: [Admins]',
  'permissionSets:',
  '  - name: AdministratorAccess',
  '    sessionDuration: 4h',
  '    managedPolicies: [AdministratorAccess]',
  'assignments:',
  '  - group: Admins',
  '    permissionSets: [AdministratorAccess]',
  '    accounts: [management]',
  'cli:',
  '  profiles:',
  '    - name: admin',
  '      account: management',
  '      permissionSet: AdministratorAccess',
];
