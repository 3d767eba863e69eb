import { normaliseDuration } from './duration.ts';
import { normaliseAccountId } from './rules.ts';
import type { FileContent } from './schema.ts';
import type {
  AssignmentSettings,
  Boundary,
  CliSettings,
  CustomerManagedPolicy,
  GroupSettings,
  PermissionSetSettings,
  Settings,
  UserSettings,
} from './settings.ts';

/** What a settings file says, normalised; what it does not say is absent. */
export interface FileSettings {
  readonly account?: string;
  readonly region?: string;
  readonly alias?: string;
  readonly groups?: readonly GroupSettings[];
  readonly users?: readonly UserSettings[];
  readonly permissionSets?: readonly PermissionSetSettings[];
  readonly assignments?: readonly AssignmentSettings[];
  readonly cli?: CliSettings;
  readonly confirmed: Settings['confirmed'];
}

type Document = NonNullable<PermissionSetSettings['inlinePolicy']>;
type In<K extends 'groups' | 'users' | 'permissionSets' | 'assignments'> = NonNullable<FileContent[K]>[number];
type Policy = { name: string; path?: string | undefined };

/** The same content in the words of `Settings`. `documents` are the inline policies, by position of their permission set. */
export function resolveContent(content: FileContent, documents: ReadonlyMap<number, Document>): FileSettings {
  return present({
    account: content.account && accountSelector(content.account),
    region: content.region,
    alias: content.portal?.alias,
    groups: content.groups?.map((group): GroupSettings => present(group)),
    users: content.users?.map(user),
    permissionSets: content.permissionSets?.map((set, index) => permissionSet(set, documents.get(index))),
    assignments: content.assignments?.map(assignment),
    cli: content.cli && cli(content.cli),
    confirmed: present(content.confirmed ?? {}),
  });
}

/** Optional properties that are undefined do not exist. */
type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Drops what is undefined. */
export function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Present<T>;
}

function user(one: In<'users'>): UserSettings {
  return { ...present(one), groups: one.groups ?? [] };
}

function permissionSet(set: In<'permissionSets'>, inlinePolicy: Document | undefined): PermissionSetSettings {
  return present({
    name: set.name,
    description: set.description,
    sessionDuration: set.sessionDuration && normaliseDuration(set.sessionDuration),
    relayState: set.relayState,
    managedPolicies: set.managedPolicies,
    customerManagedPolicies: set.customerManagedPolicies?.map(customerPolicy),
    inlinePolicy,
    permissionsBoundary: set.permissionsBoundary && boundary(set.permissionsBoundary),
    tags: set.tags,
  });
}

function customerPolicy({ name, path }: Policy): CustomerManagedPolicy {
  return { name, path: path ?? '/' };
}

function boundary(one: NonNullable<In<'permissionSets'>['permissionsBoundary']>): Boundary | undefined {
  if (one.customerManagedPolicy) return { customerManagedPolicy: customerPolicy(one.customerManagedPolicy) };
  return one.managedPolicy === undefined ? undefined : { managedPolicy: one.managedPolicy };
}

function assignment(one: In<'assignments'>): AssignmentSettings {
  const principal = one.group === undefined ? { user: one.user ?? '' } : { group: one.group };
  return { principal, permissionSets: one.permissionSets, accounts: one.accounts.map(accountSelector) };
}

function cli(one: NonNullable<FileContent['cli']>): CliSettings {
  const profiles = (one.profiles ?? []).map((profile) =>
    present({ ...profile, account: accountSelector(profile.account) }),
  );
  return present({ session: one.session, profiles });
}

/** Dashes of an account id go; every other selector stays as it is. */
export function accountSelector(selector: string): string {
  return normaliseAccountId(selector) ?? selector;
}
