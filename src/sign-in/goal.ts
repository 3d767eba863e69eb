import { readSection, sectionsOf } from '../aws-config/config-text.ts';
import { type AwsFiles, usable } from '../aws-files.ts';
import { aliasAddress } from '../portal-urls.ts';
import { Problem } from '../problem.ts';
import type { SettingsFile } from '../settings/file.ts';
import type { Settings } from '../settings/settings.ts';
import type { PortalPlace } from './sign-in.ts';

/** Where to sign in, and what that should give. */
export interface Goal {
  readonly portal: PortalPlace;
  /** Under which name the AWS CLI and the SDKs look for the token: the session's, or the start URL. */
  readonly tokenName: string;
  /** By its name. */
  readonly profile?: string;
  /** What is wanted there; the first that the portal offers, when left out. */
  readonly account?: string;
  readonly permissionSet?: string;
}

/** What was said about it. */
interface Asked {
  /** `--cli-profile`, `--profile`: a profile of the AWS config file, by its name. */
  readonly name?: string | undefined;
  /** `--alias` */
  readonly alias?: string | undefined;
  readonly settings?: SettingsFile['settings'] | undefined;
  /** The home Region, for an alias. */
  readonly region?: string | undefined;
  /** AWS_PROFILE, which may as well name whose credentials set everything up: it counts where nothing else says it. */
  readonly surroundings?: string | undefined;
}

/**
 * Finds the portal: in the profile that was named, by the alias that was named, in the profile of the settings, by their
 * alias, in the profile of the surroundings, in `default`, as every AWS tool does, or in the profiles that sign in at a
 * portal where that is one sign-in.
 *
 * @throws Problem signInNowhere, with the profiles that there are; awsConfigUnusable
 */
export function findGoal({ name, alias, settings, region, surroundings }: Asked, files: AwsFiles | undefined): Goal {
  const text = files === undefined ? '' : usable(files, () => files.config.read());
  const goals = goalsIn(text);
  const ofProfile = (wanted: string | undefined) => goals.find(({ profile }) => profile === wanted);
  const nowhere = new Problem('signInNowhere', { name, known: listOf(goals.map(({ profile }) => profile)) });
  const [own] = settings?.cli?.profiles ?? [];
  const found = ofProfile(name ?? (alias === undefined ? own?.name : undefined));
  if (found !== undefined) return found;
  if (name !== undefined) throw nowhere;
  const portalName = alias ?? settings?.alias;
  if (portalName !== undefined && region !== undefined) {
    const startUrl = aliasAddress(portalName, region);
    return { portal: { startUrl, region, derived: false }, tokenName: startUrl };
  }
  if (alias !== undefined) throw nowhere;
  const isOneSignIn = new Set(goals.map(({ tokenName }) => tokenName)).size === 1;
  const goal = ofProfile(surroundings || 'default') ?? (isOneSignIn ? goals[0] : undefined);
  if (goal === undefined) throw nowhere;
  return goal;
}

/**
 * What a run that has just set everything up leads to: its first profile, or the first assignment where it writes none.
 * Undefined when it gives nobody access.
 */
export function goalAfter(
  { cli, assignments }: Pick<Settings, 'cli' | 'assignments'>,
  at: Pick<PortalPlace, 'startUrl' | 'region'>,
  files: AwsFiles | undefined,
): Goal | undefined {
  const [profile] = cli?.profiles ?? [];
  const written =
    profile &&
    files &&
    goalOf(
      usable(files, () => files.config.read()),
      profile.name,
    );
  if (written !== undefined) return { ...written, portal: { ...written.portal, derived: true } };
  const [permissionSet] = assignments.flatMap(({ permissionSets }) => permissionSets);
  if (permissionSet === undefined) return undefined;
  return { portal: { ...at, derived: true }, tokenName: at.startUrl };
}

/** What a profile signs in at; undefined when it does not. */
export function goalOf(text: string, profile: string): Goal | undefined {
  const keys = readSection(text, { kind: 'profile', name: profile });
  const session = keys?.get('sso_session');
  const at = session === undefined ? keys : readSection(text, { kind: 'sso-session', name: session });
  const [startUrl, region] = [at?.get('sso_start_url'), at?.get('sso_region')];
  if (!startUrl || !region) return undefined;
  const [account, permissionSet] = [keys?.get('sso_account_id'), keys?.get('sso_role_name')];
  return {
    portal: { startUrl, region, derived: false },
    tokenName: session ?? startUrl,
    profile,
    ...(account ? { account } : {}),
    ...(permissionSet ? { permissionSet } : {}),
  };
}

function goalsIn(text: string): Goal[] {
  const names = sectionsOf(text).flatMap(({ kind, name }) => (kind === 'profile' ? [name] : []));
  return names.flatMap((name) => goalOf(text, name) ?? []);
}

function listOf(names: readonly (string | undefined)[]): string | undefined {
  return names.length === 0 ? undefined : names.join(', ');
}
