import { type Company, pathOf } from './company.ts';

// A company in the words of others.

/** The company as `company.tf` reads it from wanted.json. */
export function wantedOf({ groups, users, sets }: Company): string {
  const members = groups.flatMap(({ name, members }) => members.map((user) => ({ group: name, user })));
  const assignments = groups.flatMap(({ name: group, sets, accounts }) =>
    sets.flatMap((set) => accounts.map((account) => ({ group, set, account }))),
  );
  const setsOf = sets.map(({ name, hours, policy }) => {
    const arn = `arn:aws:iam::aws:policy/${pathOf(policy)}`;
    return [name, { duration: `PT${hours}H`, policy: arn }];
  });
  return JSON.stringify({
    groups: Object.fromEntries(groups.map(({ name }) => [name, {}])),
    users: Object.fromEntries(users.map(({ userName, given, family }) => [userName, { given, family }])),
    members: Object.fromEntries(members.map((one) => [`${one.group} ${one.user}`, one])),
    sets: Object.fromEntries(setsOf),
    assignments: Object.fromEntries(assignments.map((one) => [`${one.group} ${one.set} ${one.account}`, one])),
  });
}

/** The company as `aws-cli.sh` reads it: tables with tabs between the columns, by file name. */
export function tablesOf({ groups, users, sets, accounts }: Company): Record<string, string> {
  const table = (rows: readonly (readonly string[])[]) => rows.map((row) => `${row.join('\t')}\n`).join('');
  return {
    groups: table(groups.map(({ name }) => [name])),
    users: table(users.map(({ userName, given, family }) => [userName, given, family])),
    members: table(groups.flatMap(({ name, members }) => members.map((user) => [name, user]))),
    sets: table(
      sets.map(({ name, hours, policy }) => [name, `PT${hours}H`, `arn:aws:iam::aws:policy/${pathOf(policy)}`]),
    ),
    accounts: table(accounts.map((name) => [name])),
    assignments: table(
      groups.flatMap(({ name, sets, accounts }) =>
        sets.flatMap((set) => accounts.map((account) => [name, set, account])),
      ),
    ),
  };
}
