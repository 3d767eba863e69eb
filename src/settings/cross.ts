import { sameName } from '../names.ts';
import { broken, type Issue, type Path, shown } from './check.ts';
import { nearest } from './nearest.ts';
import { isSamePolicy, MOST_POLICIES } from './policy.ts';
import { checkTagKey, MOST_TAGS } from './rules.ts';

/** A file of more names is looked through without guessing what was meant. */
const MOST_COMPARED = 500;

/** A string somewhere in the file. */
interface Said {
  readonly path: Path;
  readonly value: string;
}

/** What the file says twice, or refers to without saying it. Looks at whatever is there, right or wrong in shape. */
export function crossIssues(data: unknown): Issue[] {
  const issues = [
    ...doubles(field(data, ['groups'], 'name'), sameName),
    ...doubles(field(data, ['users'], 'userName'), sameName),
    ...doubles(field(data, ['users'], 'email'), sameName),
    ...doubles(field(data, ['permissionSets'], 'name')),
    ...doubles(field(data, ['cli', 'profiles'], 'name')),
    ...items(data, ['users']).flatMap(({ path }) => doubles(strings(data, [...path, 'groups']))),
    ...items(data, ['permissionSets']).flatMap(({ path }) => permissionSetIssues(data, path)),
    ...items(data, ['assignments']).flatMap(({ path }) => assignmentIssues(data, path)),
    ...repeatedAssignments(data),
  ];
  return isFullDescription(data) ? [...issues, ...referenceIssues(data)] : issues;
}

/** A file that names one of these lists describes everything; nothing is asked for or added to them. */
export function isFullDescription(data: unknown): boolean {
  return ['groups', 'users', 'permissionSets', 'assignments'].some((list) => at(data, [list]) !== undefined);
}

/** The same AWS managed policy twice, by name or ARN. */
export function repeatedPolicies(policies: readonly Said[]): Issue[] {
  return policies.slice(0, 4 * MOST_POLICIES).flatMap((policy, index) => {
    const first = policies.slice(0, index).find((earlier) => isSamePolicy(earlier.value, policy.value));
    return first === undefined ? [] : [duplicate(policy, first.value)];
  });
}

/** Every second and later mention of the same thing. */
export function doubles(mentions: readonly Said[], fold = (value: string) => value): Issue[] {
  const seen = new Map<string, string>();
  return mentions.flatMap((mention) => {
    const first = seen.get(fold(mention.value));
    if (first === undefined) seen.set(fold(mention.value), mention.value);
    return first === undefined ? [] : [duplicate(mention, first)];
  });
}

function duplicate(mention: Said, first: string): Issue {
  return {
    ...broken('duplicate', { value: shown(mention.value), first: shown(first) }),
    path: mention.path,
    on: 'value',
  };
}

function permissionSetIssues(data: unknown, set: Path): Issue[] {
  const managed = strings(data, [...set, 'managedPolicies']);
  const customerPath = [...set, 'customerManagedPolicies'];
  const customer = items(data, customerPath).flatMap(({ path }): Said[] => {
    const name = at(data, [...path, 'name']);
    const folder = at(data, [...path, 'path']) ?? '/';
    return typeof name === 'string' ? [{ path: [...path, 'name'], value: `${folder}${name}` }] : [];
  });
  const count = managed.length + customer.length;
  const tooMany: Issue[] =
    count > MOST_POLICIES
      ? [
          {
            ...broken('tooManyPolicies', { count: `${count}`, max: `${MOST_POLICIES}` }),
            path: managed.length > 0 ? [...set, 'managedPolicies'] : customerPath,
            on: 'key',
          },
        ]
      : [];
  return [
    ...repeatedPolicies(managed),
    // IAM does not tell names of policies apart by letter case (API reference, CreatePolicy).
    ...doubles(customer, sameName),
    ...tooMany,
    ...tagIssues(data, [...set, 'tags']),
    ...exactlyOne(data, [...set, 'permissionsBoundary'], ['managedPolicy', 'customerManagedPolicy']),
  ];
}

function tagIssues(data: unknown, path: Path): Issue[] {
  const tags = at(data, path);
  if (!isMapping(tags)) return [];
  const keys = Object.keys(tags);
  const issues = keys.flatMap((key): Issue[] => {
    const fault = checkTagKey(key);
    return fault ? [{ ...fault, path: [...path, key], on: 'key' }] : [];
  });
  if (keys.length <= MOST_TAGS) return issues;
  return [...issues, { ...broken('tooManyTags', { count: `${keys.length}`, max: `${MOST_TAGS}` }), path, on: 'key' }];
}

function assignmentIssues(data: unknown, path: Path): Issue[] {
  return [
    ...exactlyOne(data, path, ['group', 'user']),
    ...['permissionSets', 'accounts'].flatMap((list): Issue[] => {
      const value = at(data, [...path, list]);
      const none = Array.isArray(value) && value.length === 0;
      const example = list === 'accounts' ? '[management]' : '[AdministratorAccess]';
      return none ? [{ ...broken('empty', {}, { example }), path: [...path, list], on: 'value' }] : [];
    }),
    ...doubles(strings(data, [...path, 'permissionSets'])),
    ...doubles(strings(data, [...path, 'accounts'])),
  ];
}

function exactlyOne(data: unknown, path: Path, keys: readonly [string, string]): Issue[] {
  const value = at(data, path);
  if (!isMapping(value)) return [];
  const given = keys.filter((key) => value[key] !== undefined);
  if (given.length === 1) return [];
  const facts = { keys: keys.join(', '), count: `${given.length}` };
  if (given.length === 0) return [{ ...broken('exactlyOne', facts), path, on: 'key' }];
  return [{ ...broken('exactlyOne', facts), path: [...path, keys[1]], on: 'key' }];
}

/** The same principal, permission set and account, in two assignments. */
function repeatedAssignments(data: unknown): Issue[] {
  const seen = new Map<string, number>();
  const issues: Issue[] = [];
  for (const [index, { path }] of items(data, ['assignments']).entries()) {
    const who = ['group', 'user'].map((kind) => at(data, [...path, kind])).find((name) => typeof name === 'string');
    if (typeof who !== 'string') continue;
    const kind = at(data, [...path, 'group']) === who ? 'group' : 'user';
    for (const account of strings(data, [...path, 'accounts'])) {
      for (const set of strings(data, [...path, 'permissionSets'])) {
        const key = JSON.stringify([kind, who, set.value, account.value]);
        const first = seen.get(key);
        seen.set(key, first ?? index);
        if (first === undefined || first === index) continue;
        const value = [who, set.value, account.value].join(' / ');
        issues.push(duplicate({ path: account.path, value }, value));
      }
    }
  }
  return issues;
}

function referenceIssues(data: unknown): Issue[] {
  const groups = field(data, ['groups'], 'name');
  const users = field(data, ['users'], 'userName');
  const sets = field(data, ['permissionSets'], 'name');
  const assignments = items(data, ['assignments']);
  return [
    ...items(data, ['users']).flatMap(({ path }) => unknown(strings(data, [...path, 'groups']), groups, 'group')),
    ...unknown(field(data, ['assignments'], 'group'), groups, 'group'),
    ...unknown(field(data, ['assignments'], 'user'), users, 'user'),
    ...assignments.flatMap(({ path }) => unknown(strings(data, [...path, 'permissionSets']), sets, 'permissionSet')),
    ...unknown(field(data, ['cli', 'profiles'], 'permissionSet'), sets, 'permissionSet'),
  ];
}

function unknown(references: readonly Said[], known: readonly Said[], kind: string): Issue[] {
  const names = new Set(known.map((one) => one.value));
  const [example] = names;
  const meant = (value: string) => (names.size > MOST_COMPARED ? undefined : nearest(value, names));
  return references
    .filter(({ value }) => value !== '' && !names.has(value))
    .map(({ path, value }) => ({
      ...broken('unknownReference', { value: shown(value), kind }, { suggestion: meant(value), example }),
      path,
      on: 'value',
    }));
}

/** A YAML mapping, or an object of JSON. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whatever stands at this place; undefined when nothing does. */
export function at(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, part) => {
    if (typeof part === 'number') return Array.isArray(value) ? value[part] : undefined;
    return isMapping(value) && Object.hasOwn(value, part) ? value[part] : undefined;
  }, data);
}

function items(data: unknown, path: Path): { path: Path; value: unknown }[] {
  const list = at(data, path);
  return Array.isArray(list) ? list.map((value: unknown, index) => ({ path: [...path, index], value })) : [];
}

function strings(data: unknown, path: Path): Said[] {
  return items(data, path).flatMap(({ path: place, value }) =>
    typeof value === 'string' ? [{ path: place, value }] : [],
  );
}

function field(data: unknown, list: Path, key: string): Said[] {
  return items(data, list).flatMap(({ path }): Said[] => {
    const value = at(data, [...path, key]);
    return typeof value === 'string' ? [{ path: [...path, key], value }] : [];
  });
}
