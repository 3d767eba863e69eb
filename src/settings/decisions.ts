import type { Decision } from '../screen.ts';
import { shortDuration } from './duration.ts';
import type { AnswerFlags } from './flags.ts';
import type { Settings, Source } from './settings.ts';

interface Sources {
  readonly region: Source;
  readonly flags: AnswerFlags;
  /** The file names the things to set up; otherwise they are defaults. */
  readonly isFull: boolean;
  /** A person typed the user's data. */
  readonly answered: boolean;
}

/** One line for each thing that was decided, people first. */
export function decisionsOf(
  settings: Settings,
  { region, flags, isFull, answered }: Sources,
  here: { readonly account?: string | undefined; readonly accountName?: string | undefined },
): Decision[] {
  const listed = isFull ? 'file' : 'default';
  const source = (touching: readonly (keyof AnswerFlags)[]): Source =>
    touching.some((flag) => flags[flag] !== undefined) ? 'flag' : listed;
  const userSource = answered ? 'you' : source(['userName', 'email', 'givenName', 'familyName']);
  const decisions: Decision[] = [
    { id: 'region', value: settings.region.name, source: region },
    { id: 'user', value: list(settings.users.map(userText)), source: userSource },
    { id: 'group', value: list(settings.groups.map(({ name }) => name)), source: source(['group']) },
    {
      id: 'permissionSet',
      value: list(settings.permissionSets.map(({ name, sessionDuration }) => sized(name, sessionDuration))),
      source: source(['permissionSet', 'policy', 'sessionDuration', 'relayState']),
    },
    { id: 'accounts', value: accountsText(settings, here), source: source(['accounts']) },
    { id: 'alias', value: settings.alias ?? '', source: flags.alias === undefined ? 'file' : 'flag' },
  ];
  return decisions.filter(({ value }) => value !== '');
}

function list(values: readonly string[]): string {
  return values.join('; ');
}

function userText({ userName, givenName, familyName }: Settings['users'][number]): string {
  return `${userName} ${givenName} ${familyName}`;
}

function sized(name: string, duration: string | undefined): string {
  return duration === undefined ? name : `${name}, ${shortDuration(duration)}`;
}

function accountsText(
  { assignments }: Settings,
  { account, accountName }: { readonly account?: string | undefined; readonly accountName?: string | undefined },
): string {
  const selectors = [...new Set(assignments.flatMap(({ accounts }) => accounts))];
  const own = [account, accountName].filter((part) => part !== undefined).join(' ');
  return list(selectors.map((selector) => (selector === 'management' && own !== '' ? own : selector)));
}
