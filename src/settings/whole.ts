import { type Broken, broken, troubleAt } from './check.ts';
import type { SettingsFile } from './file.ts';
import { MOST_POLICIES } from './policy.ts';
import { checkDisplayName, checkUserName } from './rules.ts';
import type { Trouble } from './trouble.ts';
import type { Wanted } from './wanted.ts';

/** What is right in each part and wrong in the whole: names that are derived, and lists that come from two sides. */
export function checkWhole(wanted: Wanted, file: SettingsFile | undefined): Trouble[] {
  const at = (flag: string, path: readonly (string | number)[], fault: Broken | undefined): Trouble[] => {
    if (fault === undefined) return [];
    return [file?.isFullDescription ? file.trouble([...path], fault) : troubleAt(flag, fault)];
  };
  const users = wanted.users.flatMap((user, index) => [
    ...at('--email', ['users', index, 'userName'], checkUserName(user.userName)),
    ...(user.displayName === undefined
      ? at('--given-name', ['users', index, 'givenName'], checkDisplayName(`${user.givenName} ${user.familyName}`))
      : []),
  ]);
  const sets = wanted.permissionSets.flatMap((set) => {
    const count = (set.managedPolicies?.length ?? 0) + (set.customerManagedPolicies?.length ?? 0);
    if (count <= MOST_POLICIES) return [];
    return [troubleAt('--policy', broken('tooManyPolicies', { count: `${count}`, max: `${MOST_POLICIES}` }))];
  });
  return [...users, ...sets];
}
