/**
 * Everything that the simulated AWS knows, as plain JSON. Times are milliseconds since 1970. Names follow AWS's
 * words; ids have AWS's forms.
 *
 * States of the world that follow each other share their lists and what is in them: there nothing is changed, only
 * replaced (lists.ts). Everything around them is each state's own (`draftOf`).
 */
export interface World {
  /** Version of this format. */
  version: 1;
  /** Moves on with every id that is made. */
  counter: number;
  /** The account whose credentials the caller has. */
  account: Account;
  caller: { arn: string; userId: string };
  /** The plan of `account`; null: an account from before plans existed. */
  plan: Plan | null;
  organization: Organization | null;
  /** An instance that the console is enabling. */
  enabling: Enabling | null;
  instances: Instance[];
  /** Makes CreateOrganization fail as for an unfinished sign-up: a Reason of ConstraintViolationException. */
  organizationRefusal?: string;
  /** Makes assignments and provisioning in these accounts end FAILED with this text; `*` is any account. */
  assignmentFailure?: Record<string, string>;
  /** Customer managed policies that exist, by account: `/path/name`. Left out: every policy exists everywhere. */
  customerPolicies?: Record<string, string[]>;
  /** Names of portals that belong to other companies. */
  foreignAliases?: string[];
  /** What is in the caller's way; left out: nothing. */
  trouble?: Trouble;
  /** What signing in has left behind; left out: nobody has begun to. */
  signIn?: SignInMemory;
}

type List<T> = readonly Readonly<T>[];

/** What the sign-in service must remember, because no code or token that travels can say it. */
export interface SignInMemory {
  devices: Device[];
  /** Codes that were redeemed and sessions that were signed out, by id, until they would lapse anyway. */
  spent: { id: string; until: number }[];
}

/** A device code, and what a person has answered at the portal. */
export interface Device {
  /** What the person compares: `BCDF-GHJK`. */
  userCode: string;
  clientName: string;
  /** Left out: the portal is another company's. */
  instanceArn?: string;
  /** The address that was asked for, in its usual form. */
  startUrl: string;
  /** The Region that was asked. */
  region: string;
  expiresAt: number;
  state: 'pending' | 'approved' | 'denied';
  /** Who approved it. */
  userId?: string;
}

/** What is in the caller's way for as long as this world lasts: a second run meets the same. */
export interface Trouble {
  /** IAM actions that are refused; `*` stands for any text. */
  deny?: string[];
  /** Regions that answer AccessDeniedException, as under a Region-restricting policy. */
  denyRegions?: string[];
  /** Share of calls that are throttled, 0 to 1. */
  throttleRate?: number;
  /** `gone`: no host can be found; `html`: a proxy answers every call with a page of its own. */
  network?: 'gone' | 'html';
  /** How far AWS's clock is ahead of the caller's: every signed call is refused. */
  clockOffsetSeconds?: number;
  /** `expired`: every signed call is refused; `none`: the caller has none to sign with. */
  credentials?: 'none' | 'expired';
}

export interface Account {
  id: string;
  name: string;
  email: string;
  createdAt: number;
}

interface Plan {
  type: 'FREE' | 'PAID';
  /** US dollars of credit that are left; FREE only. */
  credit?: number;
  expiresAt?: number;
}

export interface Organization {
  id: string;
  managementAccountId: string;
  featureSet: 'ALL' | 'CONSOLIDATED_BILLING';
  rootId: string;
  accounts: List<MemberAccount>;
  units: List<Unit>;
  /** Service principals with trusted access. */
  serviceAccess: List<{ principal: string; enabledAt: number }>;
  delegated: List<{ accountId: string; principal: string; enabledAt: number }>;
}

export interface MemberAccount extends Account {
  state: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE' | 'PENDING_ACTIVATION' | 'CLOSED';
  joinedMethod: 'INVITED' | 'CREATED';
  joinedAt: number;
  /** Id of the root or of an organizational unit. */
  parentId: string;
}

export interface Unit {
  id: string;
  name: string;
  parentId: string;
}

interface Enabling {
  region: string;
  permissionSetsEnabled: boolean;
  /** From then on the instance is seen, as CREATE_IN_PROGRESS. */
  appearsAt: number;
  activeAt: number;
}

export interface Instance {
  arn: string;
  identityStoreId: string;
  ownerAccountId: string;
  region: string;
  /** `account` instances are for applications only: no permission sets. */
  kind: 'organization' | 'account';
  name?: string;
  createdAt: number;
  status: 'CREATE_IN_PROGRESS' | 'ACTIVE' | 'CREATE_FAILED' | 'DELETE_IN_PROGRESS';
  statusReason?: string;
  permissionSetsEnabled: boolean;
  tags: List<Tag>;
  /** Of CreateInstance. */
  clientToken?: string;
  portal: Portal;
  permissionSets: List<PermissionSet>;
  assignments: List<Assignment>;
  provisioned: List<Provisioned>;
  requests: List<AsyncRequest>;
  users: List<User>;
  groups: List<Group>;
  memberships: List<Membership>;
}

export interface Tag {
  Key: string;
  Value: string;
}

/** Settings that only the console can read and write. */
interface Portal {
  alias?: string;
  sendEmailOtp: boolean;
  mfa: Record<string, unknown>;
}

export interface PermissionSet {
  arn: string;
  name: string;
  description?: string;
  sessionDuration: string;
  relayState?: string;
  createdAt: number;
  tags: Tag[];
  managedPolicies: string[];
  customerPolicies: CustomerPolicy[];
  inlinePolicy: string;
  boundary?: Boundary;
  /** Moves on with every change that accounts have to be provisioned with. */
  version: number;
}

export interface CustomerPolicy {
  Name: string;
  Path?: string;
}

export interface Boundary {
  ManagedPolicyArn?: string;
  CustomerManagedPolicyReference?: CustomerPolicy;
}

export interface Assignment {
  accountId: string;
  permissionSetArn: string;
  principalType: 'USER' | 'GROUP';
  principalId: string;
  /** Left out: long ago. */
  createdAt?: number;
}

/** A permission set in an account, at the version that the account has. */
export interface Provisioned {
  accountId: string;
  permissionSetArn: string;
  version: number;
}

export interface AsyncRequest {
  id: string;
  kind: 'create' | 'delete' | 'provision';
  createdAt: number;
  status: 'IN_PROGRESS' | 'SUCCEEDED' | 'FAILED';
  failureReason?: string;
  permissionSetArn: string;
  /** Accounts that are worked on; one for an assignment. */
  accountIds: string[];
  /** Of an assignment. */
  principal?: { type: 'USER' | 'GROUP'; id: string };
  /** Of a provisioning: the version to bring to the accounts, and whether one account was asked for. */
  version?: number;
  oneAccount?: boolean;
  /** Status polls answered so far. */
  polls: number;
}

/** Attributes of a user have the names of the API's members. */
export interface User {
  id: string;
  revision: number;
  attributes: Record<string, unknown>;
  extensions: Record<string, unknown>;
  externalIds?: { Issuer: string; Id: string }[];
  hasPassword: boolean;
  createdAt: number;
  updatedAt: number;
  createdBy: string;
  updatedBy: string;
}

export interface Group {
  id: string;
  revision: number;
  displayName?: string;
  description?: string;
  externalIds?: { Issuer: string; Id: string }[];
  createdAt: number;
  updatedAt: number;
  createdBy: string;
  updatedBy: string;
}

export interface Membership {
  id: string;
  groupId: string;
  userId: string;
  createdAt: number;
  createdBy: string;
}

/** A copy to change: what is in its lists belongs to `world`, too. */
export function draftOf(world: World): World {
  const { organization, signIn } = world;
  return {
    ...world,
    organization: organization && { ...organization },
    instances: world.instances.map((one) => ({ ...one, portal: { ...one.portal } })),
    ...(signIn && { signIn: { ...signIn, devices: signIn.devices.map((one) => ({ ...one })) } }),
  };
}

type Changeable<T> = T extends object ? { -readonly [K in keyof T]: Changeable<T[K]> } : T;

/** A world that nobody looks at yet: its lists can still be changed. */
export type FreshWorld = Changeable<World>;

/** One standalone account on the paid plan: no organization, no instance. */
export function emptyWorld(options: { accountId?: string; accountName?: string; callerArn?: string } = {}): FreshWorld {
  const id = options.accountId ?? '111122223333';
  const name = options.accountName ?? 'acme';
  return {
    version: 1,
    counter: 0,
    account: { id, name, email: `aws@${name}.example`, createdAt: Date.UTC(2026, 10, 2, 9) },
    caller: { arn: options.callerArn ?? `arn:aws:iam::${id}:user/admin`, userId: 'AIDACKCEVSQ6C2EXAMPLE' },
    plan: { type: 'PAID' },
    organization: null,
    enabling: null,
    instances: [],
  };
}
