/** Read when it is there, and written by a first run. */
export const SETTINGS_FILE = 'sso-setup.yaml';

/** What a person asks for, after files, flags, environment, answers and defaults were merged and checked. */
export interface Settings {
  /** The only account this may run in. */
  readonly account?: string;
  /** Home Region of Identity Center, and how sure the person is about it. */
  readonly region: Region;
  readonly alias?: string;
  readonly groups: readonly GroupSettings[];
  readonly users: readonly UserSettings[];
  readonly permissionSets: readonly PermissionSetSettings[];
  readonly assignments: readonly AssignmentSettings[];
  readonly cli?: CliSettings;
  readonly confirmed: Confirmed;
}

/** Console settings that no API can read, and the day (YYYY-MM-DD) on which a person said so. */
export type Confirmed = { readonly [what in ConfirmedId]?: string };
export type ConfirmedId = (typeof CONFIRMED_IDS)[number];

/** In the order of the settings file. */
export const CONFIRMED_IDS = ['alias', 'emailOtp', 'password', 'mfa', 'portalSession'] as const;

export interface Region {
  readonly name: string;
  /** Asked for by flag, file or answer. Otherwise it is where the AWS profile points, and an instance elsewhere is as welcome. */
  readonly asked: boolean;
}

export interface GroupSettings {
  readonly name: string;
  readonly description?: string;
}

export interface UserSettings {
  readonly userName: string;
  readonly email: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly displayName?: string;
  readonly groups: readonly string[];
}

export interface CustomerManagedPolicy {
  readonly name: string;
  /** Starts and ends with `/`. */
  readonly path: string;
}

export type Boundary = { readonly managedPolicy: string } | { readonly customerManagedPolicy: CustomerManagedPolicy };

export interface PermissionSetSettings {
  readonly name: string;
  readonly description?: string;
  /** ISO 8601, normalised: PT4H, PT1H30M. */
  readonly sessionDuration?: string;
  readonly relayState?: string;
  /** Names or ARNs of AWS managed policies; the exact set. */
  readonly managedPolicies?: readonly string[];
  readonly customerManagedPolicies?: readonly CustomerManagedPolicy[];
  /** The policy document itself, already read from its file. */
  readonly inlinePolicy?: Readonly<Record<string, unknown>>;
  readonly permissionsBoundary?: Boundary;
  readonly tags?: Readonly<Record<string, string>>;
}

export interface AssignmentSettings {
  readonly principal: { readonly group: string } | { readonly user: string };
  readonly permissionSets: readonly string[];
  /** `management`, a 12-digit id, an account name, `ou:PATH` or `all`. */
  readonly accounts: readonly string[];
}

export interface CliSettings {
  readonly session?: string;
  readonly profiles: readonly {
    readonly name: string;
    readonly account: string;
    readonly permissionSet: string;
    readonly region?: string;
  }[];
}

/** Where a value came from, in the order of precedence. */
export type Source =
  | 'flag'
  | 'environment'
  | 'file'
  | 'aws'
  | 'detected'
  | 'default'
  | 'accountName'
  | 'example'
  | 'you';

/** The name of the `[sso-session]` that the profiles share; the same in every run. */
export function sessionName({ session, profiles }: CliSettings): string {
  return session ?? profiles[0]?.name ?? 'sso-setup';
}

/** Every way in which the settings name accounts. */
export function selectorsOf({ assignments, cli }: Pick<Settings, 'assignments' | 'cli'>): string[] {
  return [...assignments.flatMap(({ accounts }) => accounts), ...(cli?.profiles ?? []).map(({ account }) => account)];
}

/** Whether accounts are named by an organizational unit: `ou:Workloads/Prod`. */
export function isUnit(selector: string): boolean {
  return selector.startsWith('ou:');
}

/** How many accounts a selector stands for, before AWS has been asked: two stand for many. */
export function manyAccounts(selector: string): number {
  return selector === 'all' || isUnit(selector) ? 2 : 1;
}

/** How many account assignments are wanted, before AWS has been asked. */
export function cellsOf({ permissionSets, accounts }: AssignmentSettings): number {
  return permissionSets.length * accounts.reduce((sum, selector) => sum + manyAccounts(selector), 0);
}
