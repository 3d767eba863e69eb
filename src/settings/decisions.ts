import type { Decision } from '../screen.ts';
import { shortDuration } from './duration.ts';
import type { AnswerFlags } from './flags.ts';
import type { Settings, Source } from './settings.ts';

interface Sources {
  readonly region: Source;
  readonly flags: AnswerFlags;
  /** What a person changed at the table. */
  readonly edits: AnswerFlags;
  /** The file names the things to set up; otherwise they are defaults. */
  readonly isFull: boolean;
  /** Where the profile comes from, unless somebody has said something about it. */
  readonly profile: Source;
  /** The same of the alias. */
  readonly alias: Source;
  /** Who told the user's data when they were asked for. */
  readonly answered: 'you' | 'example' | undefined;
}

/** One line for each thing that was decided, people first. */
export function decisionsOf(
  settings: Settings,
  { region, flags, edits, isFull, profile, alias, answered }: Sources,
  here: { readonly account?: string | undefined; readonly accountName?: string | undefined },
): Decision[] {
  const listed = isFull ? 'file' : 'default';
  const said = (...touching: (keyof AnswerFlags)[]): Source | undefined => {
    if (touching.some((flag) => flag in edits)) return 'you';
    return touching.some((flag) => flags[flag] !== undefined) ? 'flag' : undefined;
  };
  const source = (...touching: (keyof AnswerFlags)[]): Source => said(...touching) ?? listed;
  const relayStates = settings.permissionSets.flatMap((one) => one.relayState ?? []);
  return [
    { id: 'region', value: settings.region.name, source: region },
    {
      id: 'user',
      value: list(settings.users.map(userText)),
      source: answered ?? source('userName', 'email', 'givenName', 'familyName'),
    },
    { id: 'group', value: list(settings.groups.map(({ name }) => name)), source: source('group') },
    {
      id: 'permissionSet',
      value: list(settings.permissionSets.map(permissionSetText)),
      source: source('permissionSet', 'policy'),
    },
    { id: 'sessionDuration', value: list(sessions(settings)), source: source('sessionDuration') },
    { id: 'relayState', value: list(relayStates), source: source('relayState') },
    { id: 'accounts', value: accountsText(settings, here), source: source('accounts') },
    { id: 'alias', value: settings.alias ?? '', source: said('alias') ?? alias },
    {
      id: 'cliProfile',
      value: list((settings.cli?.profiles ?? []).map(({ name }) => name)),
      source: said('cliProfile', 'noCliProfile') ?? profile,
    },
  ];
}

function list(values: readonly string[]): string {
  return values.join('; ');
}

function userText({ userName, givenName, familyName }: Settings['users'][number]): string {
  return `${userName} ${givenName} ${familyName}`;
}

/** The policies are told only where the name does not. */
function permissionSetText({ name, managedPolicies = [] }: Settings['permissionSets'][number]): string {
  const others = managedPolicies.filter((policy) => policy !== name);
  return others.length === 0 ? name : `${name} (${others.join(', ')})`;
}

function sessions({ permissionSets }: Settings): string[] {
  const lengths = permissionSets.flatMap(({ sessionDuration }) => sessionDuration ?? []);
  return [...new Set(lengths.map(shortDuration))];
}

function accountsText(
  { assignments }: Settings,
  { account, accountName }: { readonly account?: string | undefined; readonly accountName?: string | undefined },
): string {
  const selectors = [...new Set(assignments.flatMap(({ accounts }) => accounts))];
  const own = [account, accountName].filter((part) => part !== undefined).join(' ');
  return list(selectors.map((selector) => (selector === 'management' && own !== '' ? own : selector)));
}
