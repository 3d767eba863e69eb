import type { AwsReader } from './aws/clients.ts';
import { type Account, listAccounts, listAccountsIn, listRoots, listUnitsIn } from './aws/organizations.ts';
import { Problem } from './problem.ts';

/** The account ids that each account selector of the settings stands for. */
export type Targets = ReadonlyMap<string, readonly string[]>;

/**
 * Finds the accounts behind `management`, ids, names, `ou:PATH` and `all`, asking AWS only for what ids do not say.
 * Accounts that are not active take no assignments; they are told and left out.
 *
 * @param organized whether there is an organization to ask; a new one has one account, the caller's
 * @throws Problem unknownAccount or unknownUnit
 */
export async function findTargets(
  aws: AwsReader,
  caller: { account: string },
  organized: boolean,
  selectors: Iterable<string>,
): Promise<Targets> {
  const alone: Account = { id: caller.account, name: '', state: 'ACTIVE' };
  const everyone = once(() => (organized ? listAccounts(aws) : Promise.resolve([alone])));
  const targets = new Map<string, readonly string[]>();
  for (const selector of new Set(selectors)) {
    if (selector === 'management') targets.set(selector, [caller.account]);
    else if (/^\d{12}$/.test(selector)) targets.set(selector, [selector]);
    else if (selector === 'all') targets.set(selector, activeOf(aws, await everyone()));
    else if (selector.startsWith('ou:')) {
      if (!organized) throw new Problem('unknownUnit', { path: selector.slice('ou:'.length) });
      targets.set(selector, activeOf(aws, await accountsUnder(aws, selector)));
    } else targets.set(selector, activeOf(aws, [named(selector, await everyone())]));
  }
  return targets;
}

function activeOf(aws: AwsReader, accounts: readonly Account[]): string[] {
  for (const { id, state } of accounts) if (state !== 'ACTIVE') aws.tell({ id: 'accountLeftOut', account: id, state });
  return accounts.filter((account) => account.state === 'ACTIVE').map((account) => account.id);
}

/** Enough names to recognise one's own among them. */
const MOST_NAMES = 10;

function named(name: string, accounts: readonly Account[]): Account {
  const matches = accounts.filter((account) => account.name === name);
  const [account] = matches;
  if (account === undefined || matches.length > 1) {
    const candidates = matches.length > 1 ? matches : accounts;
    const known = listOf(candidates.map((one) => `${one.name} ${one.id}`));
    throw new Problem('unknownAccount', { name, known, matches: String(matches.length) });
  }
  return account;
}

function listOf(names: readonly string[]): string {
  return [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ['…'] : [])].join(', ');
}

/** `ou:Workloads/Prod`: the accounts in that unit and in every unit below it; `ou:/` is the root. */
async function accountsUnder(aws: AwsReader, selector: string): Promise<Account[]> {
  const path = selector.slice('ou:'.length);
  let [at] = await listRoots(aws);
  for (const name of path.split('/').filter((part) => part !== '')) {
    const units: { id: string; name: string }[] = at === undefined ? [] : await listUnitsIn(aws, at);
    at = units.find((unit) => unit.name === name)?.id;
    if (at === undefined) {
      throw new Problem('unknownUnit', { path, name, known: listOf(units.map((unit) => unit.name)) });
    }
  }
  return at === undefined ? [] : everythingIn(aws, at);
}

async function everythingIn(aws: AwsReader, parent: string): Promise<Account[]> {
  const accounts = await listAccountsIn(aws, parent);
  for (const unit of await listUnitsIn(aws, parent)) accounts.push(...(await everythingIn(aws, unit.id)));
  return accounts;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
