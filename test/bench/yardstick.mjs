// How quick it could be: bare HTTP, no SDK, no plan, no look afterwards; the fewest calls that look first and then make
// what is missing. `node yardstick.mjs FILE`, with {url, company} in the file. The requests are not signed.
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';

const { url, company } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const agent = new Agent({ keepAlive: true });
const targets = {
  sso: 'SWBExternalService',
  identitystore: 'AWSIdentityStore',
  organizations: 'AWSOrganizationsV20161128',
};
const authorization = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260101/${company.region}/x/aws4_request`;

/** A little under what AWS allows, so that a timer that fires early is not throttled. */
const pace = { perSecond: 19.8, burst: 19 };
const pollMs = 200;
const slots = 10;

const buckets = new Map();
async function turn(name) {
  const now = performance.now();
  const bucket = buckets.get(name) ?? { tokens: pace.burst, at: now };
  const tokens = Math.min(pace.burst, bucket.tokens + ((now - bucket.at) / 1000) * pace.perSecond) - 1;
  buckets.set(name, { tokens, at: now });
  if (tokens < 0) await sleep((-tokens / pace.perSecond) * 1000);
}

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function call(service, operation, input = {}) {
  await turn(service === 'sso' ? service : operation);
  const body = JSON.stringify(input);
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    'content-length': Buffer.byteLength(body),
    'x-amz-target': `${targets[service]}.${operation}`,
    authorization,
  };
  const response = await new Promise((resolve, reject) => {
    request(url, { method: 'POST', agent, headers }, resolve).once('error', reject).end(body);
  });
  const text = (await response.setEncoding('utf8').toArray()).join('');
  const answer = JSON.parse(text === '' ? '{}' : text);
  if (response.statusCode === 200) return answer;
  if (!String(answer.__type).endsWith('ThrottlingException')) throw new Error(`${operation}: ${text}`);
  await sleep(500);
  return call(service, operation, input);
}

async function all(service, operation, input, list) {
  const found = [];
  let NextToken;
  do {
    const answer = await call(service, operation, { ...input, NextToken });
    found.push(...answer[list]);
    NextToken = answer.NextToken;
  } while (NextToken !== undefined);
  return found;
}

const named = company.accounts.length > 1 ? all('organizations', 'ListAccounts', {}, 'Accounts') : undefined;
const [instance] = (await call('sso', 'ListInstances')).Instances;
const here = { InstanceArn: instance.InstanceArn };
const store = { IdentityStoreId: instance.IdentityStoreId };
const most = { MaxResults: 100 };

const groupIds = all('identitystore', 'ListGroups', { ...store, ...most }, 'Groups').then(
  (groups) => new Map(groups.map((group) => [group.DisplayName, group.GroupId])),
);
const userIds = all('identitystore', 'ListUsers', { ...store, ...most }, 'Users').then(
  (users) => new Map(users.map((user) => [user.UserName, user.UserId])),
);
const found = all('sso', 'ListPermissionSets', { ...here, ...most }, 'PermissionSets').then(async (arns) => {
  const looks = arns.map(async (PermissionSetArn) => {
    const set = { ...here, PermissionSetArn };
    const policies = all('sso', 'ListManagedPoliciesInPermissionSet', { ...set, ...most }, 'AttachedManagedPolicies');
    const { PermissionSet } = await call('sso', 'DescribePermissionSet', set);
    return [PermissionSet.Name, { arn: PermissionSetArn, attached: await policies }];
  });
  return new Map(await Promise.all(looks));
});

const users = new Map(company.users.map((user) => [user.userName, makeUser(user)]));
const sets = new Map(company.sets.map((set) => [set.name, makeSet(set)]));
const accounts = new Map(
  named === undefined
    ? [[company.accounts[0], instance.OwnerAccountId]]
    : (await named).map((account) => [account.Name, account.Id]),
);
const rows = await Promise.all(company.groups.map(makeGroup));
await assign(rows.flat());
await Promise.all([...users.values(), ...sets.values()]);
agent.destroy();

async function makeUser({ userName, given, family }) {
  const id = (await userIds).get(userName);
  if (id !== undefined) return id;
  const made = await call('identitystore', 'CreateUser', {
    ...store,
    UserName: userName,
    DisplayName: `${given} ${family}`,
    Name: { GivenName: given, FamilyName: family },
    Emails: [{ Value: userName, Type: 'work', Primary: true }],
  });
  return made.UserId;
}

async function makeSet({ name, hours, policy }) {
  const { arn, attached } = (await found).get(name) ?? (await createSet());
  const set = { ...here, PermissionSetArn: arn };
  const folder = policy === 'ViewOnlyAccess' ? 'job-function/' : '';
  const ManagedPolicyArn = `arn:aws:iam::aws:policy/${folder}${policy}`;
  if (!attached.some((one) => one.Arn === ManagedPolicyArn)) {
    await call('sso', 'AttachManagedPolicyToPermissionSet', { ...set, ManagedPolicyArn });
  }
  return arn;

  async function createSet() {
    const made = await call('sso', 'CreatePermissionSet', { ...here, Name: name, SessionDuration: `PT${hours}H` });
    return { arn: made.PermissionSet.PermissionSetArn, attached: [] };
  }
}

/** The group with its members; gives the assignments that it lacks. */
async function makeGroup(group) {
  const before = (await groupIds).get(group.name);
  const id = before ?? (await call('identitystore', 'CreateGroup', { ...store, DisplayName: group.name })).GroupId;
  const principal = { PrincipalType: 'GROUP', PrincipalId: id };
  const [members, held] =
    before === undefined
      ? [[], []]
      : await Promise.all([
          all('identitystore', 'ListGroupMemberships', { ...store, ...most, GroupId: id }, 'GroupMemberships'),
          all('sso', 'ListAccountAssignmentsForPrincipal', { ...here, ...most, ...principal }, 'AccountAssignments'),
        ]);
  const memberIds = new Set(members.map((one) => one.MemberId.UserId));
  const joining = group.members.map(async (name) => {
    const UserId = await users.get(name);
    if (memberIds.has(UserId)) return;
    await call('identitystore', 'CreateGroupMembership', { ...store, GroupId: id, MemberId: { UserId } });
  });
  const has = new Set(held.map((row) => `${row.PermissionSetArn} ${row.AccountId}`));
  const wanted = group.sets.map(async (name) => {
    const PermissionSetArn = await sets.get(name);
    return group.accounts.map((account) => ({ PermissionSetArn, TargetId: accounts.get(account), ...principal }));
  });
  const [rows] = await Promise.all([Promise.all(wanted), ...joining]);
  return rows.flat().filter((row) => !has.has(`${row.PermissionSetArn} ${row.TargetId}`));
}

/** Ten at a time; one question tells the state of all of them, and the next is asked without waiting for its answer. */
async function assign(rows) {
  const open = new Set();
  const fill = () => {
    for (const row of rows.splice(0, slots - open.size)) {
      const slot = { id: undefined };
      open.add(slot);
      call('sso', 'CreateAccountAssignment', { ...here, ...row, TargetType: 'AWS_ACCOUNT' }).then((answer) => {
        slot.id = answer.AccountAssignmentCreationStatus.RequestId;
      });
    }
  };
  const look = async () => {
    const asked = [...open].filter((slot) => slot.id !== undefined);
    if (asked.length === 0) return;
    const answer = await call('sso', 'ListAccountAssignmentCreationStatus', { ...here, ...most });
    const states = new Map(answer.AccountAssignmentsCreationStatus.map((one) => [one.RequestId, one.Status]));
    for (const slot of asked) {
      if (states.get(slot.id) === 'FAILED') throw new Error(`Request ${slot.id} failed.`);
      if (states.get(slot.id) === 'SUCCEEDED') open.delete(slot);
    }
    fill();
  };
  for (fill(); open.size > 0; await sleep(pollMs)) look();
}
