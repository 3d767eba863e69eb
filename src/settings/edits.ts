import type { Decision } from '../screen.ts';
import { shortDuration } from './duration.ts';
import type { AnswerFlags } from './flags.ts';
import { accountList } from './flags.ts';
import { question, regionOptions } from './questions.ts';
import type { Settings } from './settings.ts';
import { type Option, type OptionText, OTHER, type Question } from './trouble.ts';
import { PREDEFINED } from './wanted.ts';

/** What is there when a setting is changed at the table. */
export interface Editing {
  readonly settings: Settings;
  /** The account of the credentials: `management`. */
  readonly account: string;
  /** The accounts of the organization, where they are known. */
  readonly accounts: readonly { readonly id: string; readonly name: string }[];
  ask(question: Question): Promise<string>;
}

type Edit = (at: Editing) => Promise<AnswerFlags>;

/** How each line of the table is changed; what is said counts as if a flag had said it. */
const EDITS: Readonly<Record<Decision['id'], Edit>> = {
  region: async ({ settings, ask }) => ({
    region: await ask(question('region', { now: settings.region.name, options: regionOptions() })),
  }),
  user: async ({ settings, ask }) => {
    const { email, userName, givenName, familyName } = settings.users[0] ?? {};
    return {
      email: await ask(question('email', now(email))),
      userName: await ask(question('userName', now(userName))),
      givenName: await ask(question('givenName', now(givenName))),
      familyName: await ask(question('familyName', now(familyName))),
    };
  },
  group: async ({ settings, ask }) => ({ group: await ask(question('group', now(settings.groups[0]?.name))) }),
  permissionSet: editPermissionSet,
  sessionDuration: async ({ settings, ask }) => {
    const iso = settings.permissionSets[0]?.sessionDuration;
    const options = [...DURATIONS.map((value): Option => ({ value, text: { id: 'duration' } })), word(OTHER)];
    return {
      sessionDuration: await ask(question('sessionDuration', { options, ...now(iso && shortDuration(iso)) })),
    };
  },
  relayState: async ({ settings, ask }) => ({
    relayState: await orNone('relayState', settings.permissionSets[0]?.relayState, ask),
  }),
  accounts: editAccounts,
  alias: async ({ settings, ask }) => ({ alias: await orNone('alias', settings.alias, ask) }),
  cliProfile: async ({ settings, ask }) => {
    const cliProfile = await orNone('cliProfile', settings.cli?.profiles[0]?.name, ask);
    return { cliProfile, noCliProfile: cliProfile === undefined };
  },
};

/** Asks for a new value of one setting. */
export function edit(id: Decision['id'], at: Editing): Promise<AnswerFlags> {
  return EDITS[id](at);
}

const DURATIONS = ['1h', '2h', '4h', '8h', '12h'];

function now(value: string | undefined): { now?: string } {
  return value === undefined ? {} : { now: value };
}

function word(id: Exclude<OptionText['id'], 'account'>): Option {
  return { value: id, text: { id } };
}

/** Something that may be left out: none, or a typed one. */
async function orNone(
  id: 'relayState' | 'alias' | 'cliProfile',
  value: string | undefined,
  ask: Editing['ask'],
): Promise<string | undefined> {
  const mine = value === undefined ? [] : [{ value }];
  const none: Option = { value: '', text: { id: 'none' } };
  const answer = await ask(question(id, { options: [none, ...mine, word(OTHER)], now: value ?? '' }));
  return answer === '' ? undefined : answer;
}

async function editPermissionSet({ settings, ask }: Editing): Promise<AnswerFlags> {
  const [set] = settings.permissionSets;
  const options = [...PREDEFINED.map((value) => ({ value })), word('own')];
  const isPredefined = PREDEFINED.includes(set?.name ?? '');
  const chosen = await ask(question('permissionSet', { options, now: isPredefined ? (set?.name ?? '') : 'own' }));
  if (chosen !== 'own') return { permissionSet: chosen, policy: undefined };
  const permissionSet = await ask(question('ownPermissionSet', isPredefined ? {} : now(set?.name)));
  const policies = await ask(question('policies', isPredefined ? {} : now(set?.managedPolicies?.join(', '))));
  return { permissionSet, policy: accountList(policies) };
}

async function editAccounts({ settings, account, accounts, ask }: Editing): Promise<AnswerFlags> {
  const selected = settings.assignments[0]?.accounts ?? [];
  const others = accounts.length > 1;
  const options = [word('management'), ...(others ? [word('all'), word('some')] : []), word(OTHER)];
  const known = accounts.map(({ id, name }): Option => ({ value: id, text: { id: 'account', name } }));
  const ids = selected.map((one) =>
    one === 'management' ? account : (accounts.find(({ name }) => name === one)?.id ?? one),
  );
  const isListed = others && ids.every((id) => accounts.some((one) => one.id === id));
  const typed = selected.join(', ');
  const [only, ...more] = selected;
  const simple = more.length === 0 && (only === 'management' || only === 'all') ? only : isListed ? 'some' : typed;
  const chosen = await ask(question('accounts', { options, now: simple }));
  if (chosen !== 'some') return { accounts: chosen };
  return { accounts: await ask(question('accounts', { options: known, several: true, now: ids.join(',') })) };
}
