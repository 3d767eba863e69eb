import type { AwsReader } from '../aws/clients.ts';
import { addToGroup, listGroupsOf, listMembers } from '../aws/identity-store.ts';
import type { Instance } from '../aws/instances.ts';
import type { State, States, Step } from '../engine/step.ts';
import { type MembershipKey, membershipKey } from '../keys.ts';
import type { UserSettings } from '../settings/settings.ts';
import { READS, sideBySide } from '../side-by-side.ts';
import type { GroupState, GroupStep } from './group.ts';
import type { InstanceStep } from './instance.ts';
import type { UserState, UserStep } from './user.ts';

type Needs = { instance: InstanceStep; group: GroupStep; user: UserStep };
export type MembershipStep = Step<Record<string, never>, State, Needs>;

/** Who is in which group. Members that the settings do not name stay. */
export function membershipStep(needs: Needs, users: readonly UserSettings[]): MembershipStep {
  const all = users.flatMap(({ userName, groups }) => groups.map((group) => ({ userName, group })));
  const pairs = new Map(all.map((pair) => [membershipKey(pair), pair]));
  return {
    id: 'membership',
    needs,
    want: new Map([...pairs.keys()].map((key) => [key, {}])),
    buildsOn: (key) => {
      const pair = pairs.get(key);
      if (pair === undefined) return [];
      return [
        { step: 'user', key: pair.userName },
        { step: 'group', key: pair.group },
      ];
    },
    async read(aws, found, keys, planned) {
      const [groups, users] = await Promise.all([planned('group'), planned('user')]);
      // What has just been made is in nothing, and has nobody in it.
      const isNew = ({ userName, group }: MembershipKey) =>
        groups.get(group)?.kind === 'create' || users.get(userName)?.kind === 'create';
      const wanted = [...pairs].flatMap(([key, pair]) => (keys.has(key) && !isNew(pair) ? [pair] : []));
      const rows = await membershipsOf(aws, found.instance, found.group, found.user, wanted);
      return new Map(rows.map((pair) => [membershipKey(pair), { fields: {} }]));
    },
    async create(aws, found, key) {
      const pair = pairs.get(key);
      const user = found.user.get(pair?.userName ?? '');
      const group = found.group.get(pair?.group ?? '');
      if (user !== undefined && group !== undefined) await addToGroup(aws, found.instance, group.id, user.id);
    },
  };
}

/** From the cheaper side: the members of each group, or the groups of each user. */
async function membershipsOf(
  aws: AwsReader,
  at: Instance,
  groups: States<GroupState>,
  users: States<UserState>,
  wanted: readonly MembershipKey[],
): Promise<MembershipKey[]> {
  const there = wanted.filter((pair) => groups.has(pair.group) && users.has(pair.userName));
  const groupNames = [...new Set(there.map((pair) => pair.group))];
  const userNames = [...new Set(there.map((pair) => pair.userName))];
  if (groupNames.length <= userNames.length) {
    const nameOf = namesById(users);
    const rows = await sideBySide(groupNames, READS, async (group) => {
      const members = await listMembers(aws, at, groups.get(group)?.id ?? '');
      return members.map((id) => ({ userName: nameOf.get(id) ?? id, group }));
    });
    return rows.flat();
  }
  const nameOf = namesById(groups);
  const rows = await sideBySide(userNames, READS, async (userName) => {
    const groupIds = await listGroupsOf(aws, at, users.get(userName)?.id ?? '');
    return groupIds.map((id) => ({ userName, group: nameOf.get(id) ?? id }));
  });
  return rows.flat();
}

function namesById(
  things: States<{ fields: Record<string, string | readonly string[]>; id: string }>,
): Map<string, string> {
  return new Map([...things].map(([name, thing]) => [thing.id, name]));
}
