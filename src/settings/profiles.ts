import { broken, troubleAt } from './check.ts';
import { type AnswerFlags, flagName } from './flags.ts';
import type { CliSettings } from './settings.ts';
import type { Trouble } from './trouble.ts';
import type { Wanted } from './wanted.ts';

/** The AWS CLI profiles to write, after `--cli-profile` and `--no-cli-profile`. */
export function cliSettings(
  { cli, assignments }: Wanted,
  flags: AnswerFlags,
  region: string | undefined,
): { cli?: CliSettings; troubles: Trouble[] } {
  const name = flags.cliProfile;
  if (flags.noCliProfile === true) return { troubles: [] };
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

/** The first account that is named by itself, or the management account where everything is assigned. */
function firstTarget(assignments: Wanted['assignments']): { account: string; permissionSet: string } | undefined {
  const targets = assignments.flatMap(({ accounts, permissionSets }) =>
    accounts
      .filter((account) => !account.startsWith('ou:'))
      .map((account) => ({ account, permissionSet: permissionSets[0] ?? '' })),
  );
  const target = targets.find(({ account }) => account !== 'all') ?? targets[0];
  return target && { ...target, account: target.account === 'all' ? 'management' : target.account };
}
