import { assignmentsOf, type Company, type Size } from './company.ts';

/** How strict and slow AWS is, and the simulated AWS told to be; milliseconds. */
export const limits = { latencyMs: 80, perSecond: 20, burst: 20, outstanding: 10, assignmentMs: 4000 } as const;

/** Calls that have to be made: the longest chain in which each needs the one before, and how many each budget gives. */
export interface Need {
  readonly chain: number;
  /** By budget: sso-admin has one, the identity store one for each operation. */
  readonly calls: Readonly<Record<string, number>>;
}

/** Calls a second and at once of the one budget that is not 20 and 20 (Organizations user guide, reference limits). */
const ownBudgets: Readonly<Record<string, readonly [perSecond: number, burst: number]>> = { ListAccounts: [8, 12] };

const perPage = 100;
const accountsPerPage = 20;

/**
 * The fewest calls that show all that the settings name: lists by page or by name, whichever is fewer; assignments by
 * group. Lists of permission sets have no names, so sets are described until the wanted ones are found, at worst all.
 */
export function readsOf(company: Company, others: NonNullable<Size['others']> = { users: 0, sets: 0 }): Need {
  const { groups, users, sets, accounts } = company;
  const setPages = pages(sets.length + others.sets);
  const userPages = pages(users.length + others.users);
  const rowPages = groups.map((group) => pages(group.sets.length * group.accounts.length));
  const memberPages = groups.map((group) => pages(group.members.length));
  const accountPages = accounts.length > 1 ? Math.ceil(accounts.length / accountsPerPage) : 0;
  const byName = users.length < userPages;
  return {
    // The instance; then a list, at once with the other lists; then what hangs on its last page.
    chain: Math.max(
      1 + pages(groups.length) + Math.max(...rowPages, ...memberPages),
      1 + setPages + 1,
      1 + (byName ? 2 : userPages),
      accountPages,
    ),
    calls: {
      'sso-admin': 1 + setPages + sets.length + others.sets + sets.length + sum(rowPages),
      ListGroups: pages(groups.length),
      ...(byName ? { GetUserId: users.length, DescribeUser: users.length } : { ListUsers: userPages }),
      ListGroupMemberships: sum(memberPages),
      ListAccounts: accountPages,
    },
  };
}

/** Seconds that a run with nothing to change takes at least: the chain, or the budget that lasts longest. */
export function boundOfReads({ chain, calls }: Need): number {
  const { latencyMs, perSecond, burst } = limits;
  const paced = Object.entries(calls).map(([budget, count]) => {
    const [rate, atOnce] = ownBudgets[budget] ?? [perSecond, burst];
    return Math.max(0, count - atOnce) / rate + latencyMs / 1000;
  });
  return Math.max((chain * latencyMs) / 1000, ...paced);
}

/** Instance, lists, permission set, its policy, assignment: each needs the one before. */
const chainOfWrites = 5;

/** Seconds that a first run takes at least: the chain to the first assignment, then one slot-full after the other. */
export function boundOfFirstRun(company: Company): number {
  const { latencyMs, outstanding, assignmentMs } = limits;
  return (chainOfWrites * latencyMs + Math.ceil(assignmentsOf(company) / outstanding) * assignmentMs) / 1000;
}

function pages(items: number): number {
  return Math.max(1, Math.ceil(items / perPage));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
