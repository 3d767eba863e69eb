import type { CommandName, OptionGroup, OptionId } from './options.ts';
import type { CommandPage } from './vocabulary.ts';

const options: Record<OptionId, string> = {
  config: 'settings file (YAML); default: sso-setup.yaml here, when there is one',
  dryRun: 'plan only; needs read permission only',
  detailedExitcode: 'with --dry-run: exit 2 when something would change',
  yes: 'apply the plan without asking',
  noInput: 'never ask; fail and list what is missing',
  json: 'machine-readable result on stdout',
  lang: 'language (default: from your system)',
  profile: 'AWS profile for the credentials',
  region: 'home Region of Identity Center',
  account: 'refuse to run in any other account',
  wait: 'how long to wait for a console step (default 15; 0: not at all)',
  save: 'write the settings file and stop',
  acceptPaidPlan: 'create the organization although that ends the free plan',
  overwriteProfile: 'replace an AWS CLI profile of the same name that leads elsewhere',
  allowRoot: 'run as the root user without a terminal',
  alias: 'name in the portal address https://<name>.awsapps.com/start',
  group: 'group that gets the access',
  userName: 'user name (default: the e-mail address)',
  email: 'e-mail address of the user',
  givenName: 'first name of the user',
  familyName: 'last name of the user',
  permissionSet: 'name of the permission set',
  policy: 'AWS managed policy in it; may be repeated',
  sessionDuration: 'length of its sessions, 1h to 12h (default 4h)',
  relayState: 'console page to start on',
  accounts: 'management, account ids, account names, ou:Path or all; comma-separated',
  cliProfile: 'AWS CLI profile to write',
  noCliProfile: 'write no AWS CLI profile',
  sandbox: 'use the built-in simulated AWS',
  sandboxState: 'file that holds the simulated AWS',
  sandboxReset: 'start with an empty simulated AWS',
  sandboxScenario: 'start from a prepared situation',
  noColor: 'no colours',
  verbose: 'show what is usually left out, and every AWS call with its request id',
  debug: 'write a log file (0600) of every AWS call, never a secret',
};

const groups: Record<OptionGroup, string> = {
  run: 'The run',
  aws: 'AWS',
  answers: 'Answers',
  sandbox: 'Trying it out',
  output: 'Output',
};

/** The pages of help. */
export const helpEn = {
  options,
  optionGroups: groups,
  summary: 'Set up AWS IAM Identity Center, end to end. Safe to run again.',
  headings: {
    usage: 'Usage',
    examples: 'Examples',
    common: 'Common options',
    commands: 'Commands',
    exitCodes: 'Exit codes',
    environment: 'Environment',
    config: 'Settings file: sso-setup.yaml',
    permissions: 'Permissions',
  },
  placeholder: '[options]',
  examples: [
    ['npx sso-setup', 'guided setup'],
    ['npx sso-setup --dry-run', 'show what would change, change nothing'],
    ['npx sso-setup -c sso-setup.yaml -y', 'apply a file without questions (CI)'],
    ['npx sso-setup check', 'look for problems, read only'],
    ['npx sso-setup --sandbox', 'try it on a simulated AWS, nothing is real'],
  ] as readonly (readonly [string, string])[],
  commands: [
    ['check', 'what is there, what is in the way, the next action for each'],
    ['login', 'sign in through the portal and prove that it works'],
    ['policy', 'the least IAM policy that your plan needs'],
    ['sandbox', 'serve the simulated AWS on this computer'],
    ['help [topic]', 'options, exit-codes, environment, config, permissions'],
  ] as readonly (readonly [string, string])[],
  commandPages: {
    check: {
      usage: 'npx sso-setup check [options]',
      about:
        'Looks at everything at once and changes nothing: credentials, account, organization, Identity Center, your settings, and what you have not confirmed in the console. The exit code is that of the worst finding.',
      rows: [
        ['    --json', 'the findings as one JSON document'],
        ['-c, --config <file>', 'the settings to compare with'],
      ],
    },
    login: {
      usage: 'npx sso-setup login [options]',
      about:
        "Signs you in at the AWS access portal, gets credentials for the profile's role, and asks AWS who they belong to. The token is kept where the AWS CLI and the SDKs look for it, so that the profile works right afterwards; credentials are not kept.",
      rows: [
        ['    --profile <name>', 'profile to sign in with (default: that of your settings)'],
        ['    --alias <name>', 'portal to sign in at, without a profile; with --region'],
        ['    --use-device-code', 'compare a code in any browser, for SSH and containers'],
        ['    --json', 'who answered, as one JSON document'],
      ],
    },
    policy: {
      usage: 'npx sso-setup policy [options]',
      about:
        'Prints the IAM policy that your plan needs, and not more: reading and writing apart, and the rights for roles in the management account when an assignment goes there. AWS is not called.',
      rows: [
        ['    --read-only', 'only what a dry run or check needs'],
        ['-c, --config <file>', 'the settings that it is for'],
      ],
    },
    sandbox: {
      usage: 'npx sso-setup sandbox [options]',
      about: 'Serves the simulated AWS on 127.0.0.1, for the AWS CLI, SDKs, Terraform, or this tool.',
      rows: [
        ['    --port <number>', 'where to listen (default: any free port)'],
        ['    --state <file>', 'keep the simulated AWS in this file'],
        ['    --scenario <name>', 'start from a prepared situation'],
      ],
    },
  } as Readonly<Record<CommandName, CommandPage>>,
  scenarios: 'Situations',
  more: ['All options: npx sso-setup help options', 'Exit codes: npx sso-setup help exit-codes'],
  exitCodes: [
    ['0', 'done, or nothing to do'],
    ['1', 'failed: AWS or the network said no'],
    ['2', 'changes pending; only with --dry-run --detailed-exitcode'],
    ['3', 'a person has to do a console step first'],
    ['4', 'no credentials, a permission is missing, or the wrong kind of account'],
    ['64', 'wrong flag, wrong settings file, missing answer'],
    ['130, 143', 'stopped by Ctrl-C, by SIGTERM'],
  ] as readonly (readonly [string, string])[],
  environment: [
    ['AWS_PROFILE, AWS_REGION ...', 'everything that the AWS SDK honours'],
    ['AWS_CONFIG_FILE', 'where profiles are written; default: ~/.aws/config'],
    ['AWS_ENDPOINT_URL', 'another server than AWS; the run says so'],
    ['SSO_SETUP_LANG', 'language: en or ko'],
    ['NO_COLOR, FORCE_COLOR', 'colours off, on; for each stream'],
    ['CI', 'set: never ask, no spinner'],
    ['XDG_STATE_HOME', 'where the simulated AWS is kept'],
    ['NODE_EXTRA_CA_CERTS', 'certificates of a proxy that inspects TLS'],
  ] as readonly (readonly [string, string])[],
  config: [
    'Only what the file names is compared and repaired; what it leaves out is left alone. Nothing is ever deleted. It holds no secrets and is meant for git.',
  ] as readonly string[],
  permissions: [
    'A dry run needs only Describe, List, Get and Is. Whoever may assign AdministratorAccess in the management account is an administrator of it.',
  ] as readonly string[],
};
