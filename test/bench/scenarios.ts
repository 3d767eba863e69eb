import { quick, strict } from './aws.ts';
import { assignmentsOf, companyOf, type Size } from './company.ts';
import { awsCli, type Contender, type Places, ssoSetup, terraform, yardstick } from './contenders.ts';
import type { Times } from './measure.ts';

/** What was asked for on the command line. */
export interface Wishes {
  /** How often a quick thing is done, and one that takes minutes. */
  readonly runs: number;
  readonly slowRuns: number;
  /** Terraform and the AWS CLI at the company, too. */
  readonly others: boolean;
  /** The sizes that take the better part of an hour. */
  readonly long: boolean;
  /** A part of the names of those who take part. */
  readonly only: string;
  /** The folder for every call of the last runs. */
  readonly logs?: string | undefined;
}

/** Who makes, or looks at, a company of which size how often. */
export interface Heat {
  readonly contender: Contender;
  readonly size: Size;
  readonly times: Times;
}

/** One section of the report. */
export interface Scenario {
  readonly title: string;
  readonly about: string;
  /** How the simulated AWS is to be. */
  readonly behaviour: Readonly<Record<string, string>>;
  heats(places: Places, wishes: Wishes): Heat[];
}

const guide: Size = { groups: 1, users: 1, sets: 1, setsEach: 1, accounts: 1 };

/** Every group has one permission set in every account. */
const company: Size = { groups: 10, users: 60, sets: 5, setsEach: 1, accounts: 40 };

/** 100, 400, 1,600 and 6,400 assignments. */
const companies: readonly Size[] = [
  { ...company, accounts: 10 },
  company,
  { ...company, setsEach: 4 },
  { ...company, setsEach: 4, accounts: 160 },
];

/** A part of AWS's quotas. */
function quota(part: number): Size {
  return {
    label: `${part * 100} % of the quotas`,
    groups: 100 * part,
    users: 1000 * part,
    sets: 3500 * part,
    setsEach: 1,
    accounts: 7000 * part,
    accountsEach: 70,
    others: { users: 99_000 * part, sets: 0 },
  };
}

export const scenarios: Readonly<Record<string, Scenario>> = {
  guide: {
    title: 'Guide',
    about: 'One group, one user, one permission set, one assignment, in an account where Identity Center is enabled.',
    behaviour: strict,
    heats: (places, { runs }) =>
      everybody(places).map((contender) => ({ contender, size: guide, times: { first: runs, again: runs } })),
  },
  company: {
    title: 'Company',
    about: '10 groups, 60 users, 5 permission sets, 40 accounts, 400 assignments.',
    behaviour: strict,
    heats(places, { runs, slowRuns, others }) {
      const contenders = others ? everybody(places) : [ssoSetup(places), yardstick(places)];
      return contenders.map((contender) => ({ contender, size: company, times: { first: slowRuns, again: runs } }));
    },
  },
  growth: {
    title: 'Growth',
    about: 'Nothing changed, at more and more assignments: calls grow with pages of 100 rows, not with assignments.',
    behaviour: strict,
    heats: (places, { runs }) => growing(places, companies, { again: runs }),
  },
  'first-runs': {
    title: 'First runs',
    about: 'Everything is missing, at more and more assignments.',
    behaviour: strict,
    heats(places, { slowRuns, long }) {
      const sizes = [guide, ...companies].filter((size) => long || assignmentsOf(companyOf(size)) < 5000);
      return growing(places, sizes, { first: slowRuns });
    },
  },
  quotas: {
    title: 'Quotas',
    about:
      'Nothing changed, at a part of what AWS allows: 3,500 permission sets and 7,000 accounts, all wanted, and 100,000 ' +
      'users in the store, of whom the settings name 1,000. The simulated AWS has neither latency nor limits here. ' +
      'sso-setup keeps to the real limits all the same, so it is the processor time that tells whether anything grows ' +
      'faster than the company.',
    behaviour: quick,
    heats(places, { long }) {
      const parts = [0.05, 0.1, 0.2, ...(long ? [1] : [])];
      return growing(places, parts.map(quota), { again: 1 });
    },
  },
};

function everybody(places: Places): Contender[] {
  return [ssoSetup(places), yardstick(places), terraform(places), awsCli(places)];
}

function growing(places: Places, sizes: readonly Size[], times: Times): Heat[] {
  return sizes.map((size) => ({ contender: ssoSetup(places), size, times }));
}
