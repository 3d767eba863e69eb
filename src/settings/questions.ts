import { type Check, troubleAt } from './check.ts';
import { accountList, flagName } from './flags.ts';
import { DEFAULT_REGIONS } from './regions.ts';
import * as rules from './rules.ts';
import { type Option, OTHER, type Question, type QuestionId } from './trouble.ts';

interface Kind {
  /** The flag that answers it, too. */
  readonly flag: Parameters<typeof flagName>[0];
  readonly key: string;
  readonly check: Check;
}

const KINDS: Readonly<Record<QuestionId, Kind>> = {
  region: { flag: 'region', key: 'region', check: rules.checkRegion },
  // It is the user name, too, which AWS keeps shorter.
  email: {
    flag: 'email',
    key: 'users[0].email',
    check: (value) => rules.checkEmail(value) ?? rules.checkUserName(value),
  },
  userName: { flag: 'userName', key: 'users[0].userName', check: rules.checkUserName },
  givenName: { flag: 'givenName', key: 'users[0].givenName', check: rules.checkGivenName },
  familyName: { flag: 'familyName', key: 'users[0].familyName', check: rules.checkFamilyName },
  group: { flag: 'group', key: 'groups[0].name', check: rules.checkGroupName },
  permissionSet: { flag: 'permissionSet', key: 'permissionSets[0].name', check: rules.checkPermissionSetName },
  ownPermissionSet: { flag: 'permissionSet', key: 'permissionSets[0].name', check: rules.checkPermissionSetName },
  policies: { flag: 'policy', key: 'permissionSets[0].managedPolicies', check: each(rules.checkManagedPolicy) },
  sessionDuration: {
    flag: 'sessionDuration',
    key: 'permissionSets[0].sessionDuration',
    check: rules.checkSessionDuration,
  },
  relayState: { flag: 'relayState', key: 'permissionSets[0].relayState', check: rules.checkRelayState },
  accounts: { flag: 'accounts', key: 'assignments[0].accounts', check: each(rules.checkAccountSelector) },
  alias: { flag: 'alias', key: 'portal.alias', check: rules.checkAlias },
  cliProfile: { flag: 'cliProfile', key: 'cli.profiles[0].name', check: rules.checkCliName },
};

/** What is wrong with the first of several that is wrong. */
function each(check: Check): Check {
  return (text) => accountList(text).map(check).find(Boolean);
}

/** What else a question may bring. */
type Extra = Pick<Question, 'suggestion' | 'now' | 'options' | 'several'>;

/** The question for one thing that a person can say. */
export function question(id: QuestionId, extra: Extra = {}): Question {
  const { flag: name, key, check } = KINDS[id];
  const flag = flagName(name);
  return {
    id,
    flag,
    key,
    ...extra,
    check(answer) {
      const given = answer.trim();
      if (given === '' && extra.suggestion !== undefined) return undefined;
      const fault = check(given);
      return fault && troubleAt(flag, fault);
    },
  };
}

/** Where Identity Center is to be, when nothing tells. */
export function regionQuestion(suggestion: string): Question {
  return question('region', { suggestion, options: regionOptions() });
}

/** The Regions that are on in every account; an opt-in Region has to be typed. */
export function regionOptions(): Option[] {
  const regions = Object.keys(DEFAULT_REGIONS).map((value): Option => ({ value, text: { id: 'region' } }));
  return [...regions, { value: OTHER, text: { id: 'other' } }];
}

/** What the answer means: trimmed, and the suggestion when it is empty. */
export function meaningOf(asked: Question, answer: string): string {
  return answer.trim() || (asked.suggestion ?? '');
}
