import { broken, troubleAt } from './check.ts';
import { type AnswerFlags, flagName } from './flags.ts';
import { type CliSettings, isUnit } from './settings.ts';
import type { Trouble } from './trouble.ts';
import type { Wanted } from './wanted.ts';

/** Whose first run it is: a profile is offered then. */
export interface Offer {
  readonly account?: string | undefined;
  readonly accountName?: string | undefined;
}

/** The AWS CLI profiles to write, after `--cli-profile` and `--no-cli-profile`. */
export function cliSettings(
  { cli: asked, assignments }: Wanted,
  flags: AnswerFlags,
  region: string | undefined,
  offer?: Offer,
): { cli?: CliSettings; troubles: Trouble[] } {
  const name = flags.cliProfile;
  if (flags.noCliProfile === true) return { troubles: [] };
  const cli = asked ?? (offer && offered(offer, assignments, region));
  if (name === undefined) return { ...(cli && { cli }), troubles: [] };
  const flag = flagName('cliProfile');
  const [first, ...more] = cli?.profiles ?? [];
  if (more.length > 0) {
    const names = (cli?.profiles ?? []).map((profile) => profile.name);
    const facts = { kind: 'profile', count: `${names.length}`, names: names.join(', ') };
    return { troubles: [troubleAt(flag, broken('whichOne', facts))] };
  }
  if (first !== undefined) return { cli: { ...cli, profiles: [{ ...first, name }] }, troubles: [] };
  const target = firstTarget(assignments);
  if (target === undefined) return { troubles: [troubleAt(flag, broken('profileNeedsAssignment', {}))] };
  return { cli: { ...cli, profiles: [{ name, ...target, ...(region && { region }) }] }, troubles: [] };
}

/** A profile named after the account and what it may do: `acme-admin`, and the session `acme`. */
function offered(
  { account, accountName }: Offer,
  assignments: Wanted['assignments'],
  region: string | undefined,
): CliSettings | undefined {
  const target = firstTarget(assignments);
  if (target === undefined) return undefined;
  const session = plain(accountName ?? '') || `aws-${account ?? 'account'}`;
  const role = target.permissionSet === 'AdministratorAccess' ? 'admin' : plain(target.permissionSet);
  const name = [session, role].filter(Boolean).join('-').slice(0, LONGEST_NAME);
  return { session, profiles: [{ name, ...target, ...(region && { region }) }] };
}

const LONGEST_NAME = 64;

/** Small letters, digits and hyphens, short enough to be typed. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 32)
    .replaceAll(/^-+|-+$/g, '');
}

/** The first account that is named by itself, or the management account where everything is assigned. */
function firstTarget(assignments: Wanted['assignments']): { account: string; permissionSet: string } | undefined {
  const targets = assignments.flatMap(({ accounts, permissionSets }) =>
    accounts
      .filter((account) => !isUnit(account))
      .map((account) => ({ account, permissionSet: permissionSets[0] ?? '' })),
  );
  const target = targets.find(({ account }) => account !== 'all') ?? targets[0];
  return target && { ...target, account: target.account === 'all' ? 'management' : target.account };
}
