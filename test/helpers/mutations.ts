import { Identitystore } from '@aws-sdk/client-identitystore';
import { type PrincipalType, SSOAdmin, type SSOAdminClientConfig } from '@aws-sdk/client-sso-admin';
import fc from 'fast-check';
import { connect } from '../../src/aws/clients.ts';
import type { Behaviour, World } from '../../src/sandbox/index.ts';
import { anAccount, type TestAccount } from './account.ts';
import { virtualClock } from './clock.ts';
import { instanceIn } from './oracle.ts';

type Organization = NonNullable<World['organization']>;
type Handler = NonNullable<SSOAdminClientConfig['requestHandler']> & { handle: (...args: never[]) => unknown };

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };

/** One set of SDK clients for all accounts of a long test, which are worked on one after the other: clients cost most. */
export function oneConnection() {
  const clock = virtualClock();
  let current: Handler | undefined;
  const requestHandler = {
    handle: (...args: never[]) => current?.handle(...args),
  } as unknown as NonNullable<SSOAdminClientConfig['requestHandler']>;
  const aws = connect({ clock, tell: () => {}, credentials: CREDENTIALS, requestHandler });
  const theirs = { region: 'us-east-1', credentials: CREDENTIALS, requestHandler };
  const [sso, store] = [new SSOAdmin(theirs), new Identitystore(theirs)];
  return {
    clock,
    /** The account with that world. */
    account(world: World, behaviour: Partial<Behaviour> = {}): TestAccount {
      const account = anAccount({ world, clock, behaviour });
      const handler = account.simulated.requestHandler() as unknown as Handler;
      return {
        ...account,
        connect: () => {
          current = handler;
          return aws;
        },
      };
    },
    /** Somebody who works in the same account with a console. */
    somebody(account: TestAccount): Somebody {
      account.connect();
      const instance = () => instanceIn(account.simulated.world);
      return {
        sso,
        store,
        instance,
        at: () => ({ InstanceArn: instance().arn }),
        in: () => ({ IdentityStoreId: instance().identityStoreId }),
        accounts: () => account.simulated.world.organization?.accounts.map(({ id }) => id) ?? [],
        sleep: (ms) => clock.sleep(ms),
      };
    },
  };
}

interface Somebody {
  readonly sso: SSOAdmin;
  readonly store: Identitystore;
  instance(): ReturnType<typeof instanceIn>;
  at(): { InstanceArn: string };
  in(): { IdentityStoreId: string };
  accounts(): string[];
  sleep(ms: number): Promise<void>;
}

/** Something that somebody does: `a` says to which of the things there, `b` how. */
export interface Mutation {
  readonly what: keyof typeof MUTATIONS | keyof typeof MOVES;
  readonly a: number;
  readonly b: number;
}

/** Nothing happens where there is nothing to do it to. */
function pick<T>(list: readonly T[], n: number): T {
  if (list.length === 0) throw new NothingThere();
  return list[n % list.length] as T;
}
class NothingThere extends Error {}

const POLICIES = ['AdministratorAccess', 'PowerUserAccess', 'ReadOnlyAccess', 'IAMFullAccess', 'SecurityAudit'];
const policyArn = (n: number) => `arn:aws:iam::aws:policy/${pick(POLICIES, n)}`;
/** Another spelling of the same name, or another name. */
const otherName = (name: string, n: number) =>
  pick([name.toUpperCase(), name.normalize('NFD'), `Other${n}`, name.toLowerCase()], n);

const group = (by: Somebody, n: number) => ({ ...by.in(), GroupId: pick(by.instance().groups, n).id });
const user = (by: Somebody, n: number) => ({ ...by.in(), UserId: pick(by.instance().users, n).id });
const set = (by: Somebody, n: number) => ({ ...by.at(), PermissionSetArn: pick(by.instance().permissionSets, n).arn });
const changeUser = (by: Somebody, n: number, AttributePath: string, AttributeValue: string | object[]) =>
  by.store.updateUser({ ...user(by, n), Operations: [{ AttributePath, AttributeValue: AttributeValue as never }] });
const changeGroup = (by: Somebody, n: number, AttributePath: string, AttributeValue?: string) =>
  by.store.updateGroup({
    ...group(by, n),
    Operations: [{ AttributePath, ...(AttributeValue === undefined ? {} : { AttributeValue }) }],
  });

const rowOf = (row: Readonly<ReturnType<typeof instanceIn>['assignments'][number]>) => ({
  TargetType: 'AWS_ACCOUNT' as const,
  TargetId: row.accountId,
  PermissionSetArn: row.permissionSetArn,
  PrincipalType: row.principalType as PrincipalType,
  PrincipalId: row.principalId,
});

/** Through AWS's own operations: what somebody with a console can do to our things, and to others. */
const MUTATIONS = {
  'delete a group': (by, a) => by.store.deleteGroup(group(by, a)),
  'rename a group': (by, a, b) =>
    changeGroup(by, a, 'displayName', otherName(pick(by.instance().groups, a).displayName ?? '', b)),
  'describe a group': (by, a, b) => changeGroup(by, a, 'description', pick(['Other people', undefined], b)),
  'swap the names of two groups': async (by, a, b) => {
    const [one, two] = [pick(by.instance().groups, a), pick(by.instance().groups, b)];
    if (one === two) return;
    const rename = (GroupId: string, AttributeValue = '') =>
      by.store.updateGroup({
        ...by.in(),
        GroupId,
        Operations: [{ AttributePath: 'displayName', AttributeValue }],
      });
    await rename(one.id, `Swapping ${one.id}`);
    await rename(two.id, one.displayName);
    await rename(one.id, two.displayName);
  },
  'delete a user': (by, a) => by.store.deleteUser(user(by, a)),
  'rename a user': (by, a, b) =>
    changeUser(by, a, 'userName', otherName(String(pick(by.instance().users, a).attributes.UserName), b)),
  'change a given name': (by, a, b) => changeUser(by, a, 'name.givenName', `Given ${b}`),
  'change a family name': (by, a, b) => changeUser(by, a, 'name.familyName', `Family ${b}`),
  'change a middle name': (by, a, b) => changeUser(by, a, 'name.middleName', `Middle ${b}`),
  'change a display name': (by, a, b) => changeUser(by, a, 'displayName', `Display ${b}`),
  'change an e-mail': (by, a, b) =>
    changeUser(by, a, 'emails', [{ value: `other${b}@example.com`, type: 'home', primary: true }]),
  'change a title': (by, a, b) => changeUser(by, a, 'title', `Title ${b}`),
  'change a phone number': (by, a, b) =>
    changeUser(by, a, 'phoneNumbers', [{ value: `+82 2 ${b}`, type: 'work', primary: true }]),
  'change an address': (by, a, b) =>
    changeUser(by, a, 'addresses', [{ locality: `Seoul ${b}`, type: 'work', primary: true }]),
  'change a department': (by, a, b) => changeUser(by, a, 'aws:identitystore:enterprise.department', `Department ${b}`),
  'remove a member': (by, a) =>
    by.store.deleteGroupMembership({ ...by.in(), MembershipId: pick(by.instance().memberships, a).id }),
  'add a member': (by, a, b) =>
    by.store.createGroupMembership({ ...group(by, a), MemberId: { UserId: pick(by.instance().users, b).id } }),
  'change a session duration': (by, a, b) =>
    by.sso.updatePermissionSet({
      ...set(by, a),
      SessionDuration: pick(['PT1H', 'PT12H', 'PT240M'], b),
      RelayState: 'https://console.aws.amazon.com/ec2/',
    }),
  'change a description and clear the relay state': (by, a, b) =>
    by.sso.updatePermissionSet({ ...set(by, a), Description: `Other ${b}` }),
  'attach a managed policy': (by, a, b) =>
    by.sso.attachManagedPolicyToPermissionSet({ ...set(by, a), ManagedPolicyArn: policyArn(b) }),
  'detach a managed policy': (by, a, b) =>
    by.sso.detachManagedPolicyFromPermissionSet({
      ...set(by, a),
      ManagedPolicyArn: pick(pick(by.instance().permissionSets, a).managedPolicies, b),
    }),
  'attach a customer managed policy': (by, a, b) =>
    by.sso.attachCustomerManagedPolicyReferenceToPermissionSet({
      ...set(by, a),
      CustomerManagedPolicyReference: { Name: `Other${b}`, Path: pick(['/', '/team/'], b) },
    }),
  'detach a customer managed policy': (by, a, b) =>
    by.sso.detachCustomerManagedPolicyReferenceFromPermissionSet({
      ...set(by, a),
      CustomerManagedPolicyReference: pick(pick(by.instance().permissionSets, a).customerPolicies, b),
    }),
  'put an inline policy': (by, a, b) =>
    by.sso.putInlinePolicyToPermissionSet({ ...set(by, a), InlinePolicy: `{"Statement":[{"Sid":"S${b}"}]}` }),
  'delete an inline policy': (by, a) => by.sso.deleteInlinePolicyFromPermissionSet(set(by, a)),
  'put a boundary': (by, a, b) =>
    by.sso.putPermissionsBoundaryToPermissionSet({
      ...set(by, a),
      PermissionsBoundary: { ManagedPolicyArn: policyArn(b) },
    }),
  'delete a boundary': (by, a) => by.sso.deletePermissionsBoundaryFromPermissionSet(set(by, a)),
  'put a tag': (by, a, b) =>
    by.sso.tagResource({
      ...by.at(),
      ResourceArn: set(by, a).PermissionSetArn,
      Tags: [
        {
          Key: pick(
            pick(by.instance().permissionSets, a)
              .tags.map(({ Key }) => Key)
              .concat('own'),
            b,
          ),
          Value: 'x',
        },
      ],
    }),
  'remove a tag': (by, a, b) =>
    by.sso.untagResource({
      ...by.at(),
      ResourceArn: set(by, a).PermissionSetArn,
      TagKeys: [pick(pick(by.instance().permissionSets, a).tags, b).Key],
    }),
  'remove an assignment': async (by, a) => {
    await by.sso.deleteAccountAssignment({ ...by.at(), ...rowOf(pick(by.instance().assignments, a)) });
    await by.sleep(40_000);
  },
  'assign something to somebody': async (by, a, b) => {
    const people = [
      ...by.instance().groups.map(({ id }) => ({ PrincipalType: 'GROUP' as const, PrincipalId: id })),
      ...by.instance().users.map(({ id }) => ({ PrincipalType: 'USER' as const, PrincipalId: id })),
    ];
    const where = { TargetType: 'AWS_ACCOUNT' as const, TargetId: pick(by.accounts(), a + b) };
    await by.sso.createAccountAssignment({ ...set(by, a), ...where, ...pick(people, b) });
    await by.sleep(40_000);
  },
  'delete a permission set': async (by, a) => {
    const { PermissionSetArn } = set(by, a);
    for (const row of by.instance().assignments.filter((one) => one.permissionSetArn === PermissionSetArn)) {
      await by.sso.deleteAccountAssignment({ ...by.at(), ...rowOf(row) });
    }
    await by.sleep(40_000);
    await by.sso.deletePermissionSet({ ...by.at(), PermissionSetArn });
  },
  'roll a permission set out': async (by, a) => {
    await by.sso.provisionPermissionSet({ ...set(by, a), TargetType: 'ALL_PROVISIONED_ACCOUNTS' });
    await by.sleep(40_000);
  },
  'make another group': (by, a) => by.store.createGroup({ ...by.in(), DisplayName: `Contractors ${a}` }),
  'make another user': (by, a, b) =>
    by.store.createUser({
      ...by.in(),
      UserName: `john${a}`,
      DisplayName: 'John',
      Name: { GivenName: 'John', FamilyName: 'Doe', Formatted: 'Mr John Doe' },
      Title: 'Contractor',
      Emails: [{ Value: `john${b}@example.com` }],
      PhoneNumbers: [{ Value: '+82 2 1234', Type: 'work', Primary: true }],
    }),
  'make another permission set': (by, a, b) =>
    by.sso.createPermissionSet({
      ...by.at(),
      Name: `Theirs-${a}`,
      Description: 'Not ours',
      Tags: [{ Key: 'owner', Value: `${b}` }],
    }),
} satisfies Record<string, (by: Somebody, a: number, b: number) => Promise<unknown>>;

/** What has no operation in the simulated AWS: accounts that are renamed, moved, suspended or made. */
const MOVES = {
  'rename an account': (found, a, b) => withAccount(found, a, { name: `renamed-${b}` }),
  'move an account': (found, a, b) =>
    withAccount(found, a, { parentId: pick([found.rootId, ...found.units.map(({ id }) => id)], b) }),
  'suspend an account': (found, a) => withAccount(found, a, { state: 'SUSPENDED' }),
  'make an account': (found, a, b) => ({
    ...found,
    accounts: [
      ...found.accounts,
      {
        ...pick(found.accounts, 0),
        id: `9${`${a}`.padStart(5, '0')}${`${found.accounts.length}`.padStart(6, '0')}`,
        name: `new-${a}`,
        email: `new-${a}@example.com`,
        joinedMethod: 'CREATED',
        parentId: pick([found.rootId, ...found.units.map(({ id }) => id)], b),
      },
    ],
  }),
} satisfies Record<string, (found: Organization, a: number, b: number) => Organization>;

function withAccount(found: Organization, n: number, change: Partial<Organization['accounts'][number]>): Organization {
  const others = found.accounts.filter(({ id }) => id !== found.managementAccountId);
  const one = pick(others, n);
  return { ...found, accounts: found.accounts.map((account) => (account === one ? { ...one, ...change } : account)) };
}

const what = fc.constantFrom<Mutation['what']>(
  ...(Object.keys(MUTATIONS) as (keyof typeof MUTATIONS)[]),
  ...(Object.keys(MOVES) as (keyof typeof MOVES)[]),
);

/** 1 to 12 things that somebody does behind our back. */
export const anyMutations: fc.Arbitrary<Mutation[]> = fc.array(fc.record({ what, a: fc.nat(60), b: fc.nat(60) }), {
  minLength: 1,
  maxLength: 12,
});

/** Does them all, and lets AWS finish. What AWS refuses somebody else, it refuses. */
export async function mutate(
  { somebody, account, clock }: ReturnType<typeof oneConnection>,
  world: World,
  mutations: readonly Mutation[],
): Promise<World> {
  let there = account(world);
  for (const { what, a, b } of mutations) {
    try {
      if (what in MUTATIONS) {
        await MUTATIONS[what as keyof typeof MUTATIONS](somebody(there), a, b);
      } else {
        const { organization } = there.simulated.world;
        if (organization === null) throw new Error('There is no organization.');
        const moved = MOVES[what as keyof typeof MOVES](organization, a, b);
        there = account({ ...there.simulated.world, organization: moved });
      }
    } catch (error) {
      const isRefused = error instanceof NothingThere || (error as { $metadata?: unknown }).$metadata !== undefined;
      if (!isRefused) throw error;
    }
  }
  await clock.sleep(60_000);
  // Requests end when the world is looked at next.
  await somebody(there).sso.listPermissionSets(somebody(there).at());
  return there.simulated.world;
}
