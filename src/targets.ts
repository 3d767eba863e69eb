import type { AwsReader } from './aws/clients.ts';
import { type Account, listAccounts, listAccountsIn, listRoots, listUnitsIn } from './aws/organizations.ts';
import { asWritten } from './names.ts';
import { Problem } from './problem.ts';
import { nearest } from './settings/nearest.ts';
import { isUnit } from './settings/settings.ts';
import { sideBySide } from './side-by-side.ts';

/** The account ids that each account selector of the settings stands for. */
export type Targets = ReadonlyMap<string, readonly string[]>;

/** Where the settings lead. */
export interface Places {
  readonly targets: Targets;
  /** Names of accounts by id, as far as AWS was asked for other reasons. */
  readonly names: ReadonlyMap<string, string>;
  /** Accounts that are not active, as far as AWS was asked: it changes no role there. */
  readonly inactive: ReadonlySet<string>;
}

/** How many calls of the organization's service are under way at most. */
const WIDTH = 5;

/**
 * Finds the accounts behind `management`, ids, names, `ou:PATH` and `all`, asking AWS only for what ids do not say, and
 * for each thing once: the list of accounts, the units of a unit, the accounts of a unit. Accounts that are not active
 * take no assignments; they are told, all of them together, and left out.
 *
 * @param organized whether there is an organization to ask; a new one has one account, the caller's
 * @throws Problem unknownAccount or unknownUnit of the first selector that leads nowhere
 */
export async function findPlaces(
  aws: AwsReader,
  caller: { account: string },
  organized: () => Promise<boolean>,
  selectors: Iterable<string>,
): Promise<Places> {
  const wanted = [...new Set(selectors)];
  const seen = new Map<string, Account>();
  const accountsOf = accountFinder(organizationAt(aws, caller, organized, seen), caller, seen);
  const found = await Promise.allSettled(wanted.map(accountsOf));
  const targets = new Map<string, readonly string[]>();
  const leftOut = new Set<Account>();
  for (const [i, selector] of wanted.entries()) {
    const accounts = settledValue(found[i]);
    for (const account of accounts) if (!isActive(account)) leftOut.add(seen.get(account.id) ?? account);
    targets.set(
      selector,
      accounts.filter(isActive).map(({ id }) => id),
    );
  }
  if (leftOut.size > 0) {
    const accounts = [...leftOut].map(({ id, name, state }) => ({ account: id, name, state }));
    aws.tell({ id: 'accountsLeftOut', accounts });
  }
  const names = [...seen].filter(([, { name }]) => name !== '').map(([id, { name }]) => [id, name] as const);
  const inactive = [...seen.values()].filter((account) => !isActive(account)).map(({ id }) => id);
  return { targets, names: new Map(names), inactive: new Set(inactive) };

  /** What other selectors have brought to light about an account that was named by its id. */
  function isActive({ id, state }: Account): boolean {
    return (seen.get(id)?.state ?? state) === 'ACTIVE';
  }
}

function settledValue<T>(result: PromiseSettledResult<T> | undefined): T {
  if (result?.status === 'fulfilled') return result.value;
  throw result?.reason;
}

/** An organization that is asked for each thing once. */
interface Organization {
  everyone(): Promise<readonly Account[]>;
  /** `Workloads/Prod`: the accounts in that unit and in every unit below it. */
  under(path: string): Promise<readonly Account[]>;
}

function organizationAt(
  aws: AwsReader,
  caller: { account: string },
  organized: () => Promise<boolean>,
  seen: Map<string, Account>,
): Organization {
  const keep = async (list: Promise<Account[]>) => {
    const accounts = await list;
    for (const account of accounts) seen.set(account.id, account);
    return eachOnce(accounts);
  };
  const isThere = once(organized);
  const roots = once(() => listRoots(aws));
  const accountsIn = oncePer((unit) => keep(listAccountsIn(aws, unit)));
  const unitsIn = oncePer((unit) => listUnitsIn(aws, unit));

  /** @throws Problem unknownUnit */
  async function unitAt(path: string): Promise<string> {
    let [at] = await roots();
    for (const name of path.split('/')) {
      const units: { id: string; name: string }[] = at === undefined ? [] : await unitsIn(at);
      at = (units.find((unit) => unit.name === name) ?? units.find(isWritten(name)))?.id;
      if (at === undefined) {
        throw new Problem('unknownUnit', {
          path,
          name,
          known: listOf(nearestFirst(name, units).map((unit) => unit.name)),
        });
      }
    }
    return at ?? '';
  }

  return {
    everyone: once(async () => {
      // Whether there is one and who is in it are asked at the same time: a list of none is refused.
      const [there, listed] = await Promise.allSettled([isThere(), keep(listAccounts(aws))]);
      return settledValue(there) ? settledValue(listed) : [{ id: caller.account, name: '', state: 'ACTIVE' }];
    }),
    async under(path) {
      if (!(await isThere())) throw new Problem('unknownUnit', { path });
      const accounts: Account[] = [];
      for (let level = new Set([await unitAt(path)]); level.size > 0; ) {
        const below = await sideBySide(level, WIDTH, (unit) => Promise.all([accountsIn(unit), unitsIn(unit)]));
        accounts.push(...below.flatMap(([inside]) => inside));
        level = new Set(below.flatMap(([, units]) => units.map(({ id }) => id)));
      }
      return eachOnce(accounts);
    },
  };
}

/** Lists that change while they are read may tell an account twice. */
function eachOnce(accounts: readonly Account[]): Account[] {
  return [...new Map(accounts.map((account) => [account.id, account])).values()];
}

/** What a selector means, active or not. */
function accountFinder({ everyone, under }: Organization, caller: { account: string }, seen: Map<string, Account>) {
  const byId = (id: string): Account[] => [seen.get(id) ?? { id, name: '', state: 'ACTIVE' }];
  return async (selector: string): Promise<readonly Account[]> => {
    if (selector === 'management') return byId(caller.account);
    if (/^\d{12}$/.test(selector)) return byId(selector);
    if (selector === 'all') return everyone();
    if (!isUnit(selector)) return [named(selector, await everyone())];
    return under(selector.slice('ou:'.length));
  };
}

/** Enough names to recognise one's own among them. */
const MOST_NAMES = 10;

function named(name: string, accounts: readonly Account[]): Account {
  const exact = accounts.filter((account) => account.name === name);
  const matches = exact.length > 0 ? exact : accounts.filter(isWritten(name));
  const [account] = matches;
  if (account === undefined || matches.length > 1) {
    const candidates = matches.length > 1 ? matches : nearestFirst(name, accounts);
    const known = listOf(candidates.map((one) => `${one.name} ${one.id}`));
    throw new Problem('unknownAccount', { name, known, matches: String(matches.length) });
  }
  return account;
}

/** The one that was probably meant before the others, so that a list that is cut short has it. */
function nearestFirst<T extends { readonly name: string }>(name: string, all: readonly T[]): T[] {
  const meant = nearest(
    name,
    all.map((one) => one.name),
  );
  return all.toSorted((a, b) => Number(b.name === meant) - Number(a.name === meant));
}

/** The same name to a reader; see {@link asWritten}. */
function isWritten(name: string): (thing: { readonly name: string }) => boolean {
  const written = asWritten(name);
  return (thing) => asWritten(thing.name) === written;
}

function listOf(names: readonly string[]): string {
  return [...names.slice(0, MOST_NAMES), ...(names.length > MOST_NAMES ? ['…'] : [])].join(', ');
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function oncePer<T>(make: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const made = new Map<string, Promise<T>>();
  return (key) => {
    const known = made.get(key) ?? make(key);
    made.set(key, known);
    return known;
  };
}
