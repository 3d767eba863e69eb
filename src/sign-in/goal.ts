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
  /** The profile that works afterwards. */
  readonly profile?: string;
  /** What is wanted there; the first that the portal offers, when left out. */
  readonly account?: string;
  readonly permissionSet?: string;
}

/** What was said about it. */
interface Asked {
  /** `--cli-profile`, `--profile`: a profile of the AWS config file, by its name. */
  readonly name?: string | undefined;
  readonly settings?: SettingsFile['settings'] | undefined;
  readonly region?: string | undefined;
}

/**
 * Finds the portal: in the profile that was named, that of the settings, by the alias of the settings, or in the only
 * profile that signs in at a portal.
 *
 * @throws Problem signInNowhere, with the profiles that there are; awsConfigUnusable
 */
export function findGoal({ name, settings, region }: Asked, files: AwsFiles | undefined): Goal {
  const text = files === undefined ? '' : usable(files, () => files.config.read());
  const known = profilesThatSignIn(text);
  const [own] = settings?.cli?.profiles ?? [];
  const named = name ?? (own !== undefined && known.includes(own.name) ? own.name : undefined);
  if (named !== undefined) {
    const goal = goalOf(text, named);
    if (goal === undefined) throw new Problem('signInNowhere', { name: named, known: listOf(known) });
    return goal;
  }
  const home = region ?? settings?.region;
  if (settings?.alias !== undefined && home !== undefined) {
    const startUrl = aliasAddress(settings.alias, home);
    return { portal: { startUrl, region: home, derived: false }, tokenName: startUrl };
  }
  const [only, ...more] = known;
  const goal = only === undefined || more.length > 0 ? undefined : goalOf(text, only);
  if (goal === undefined) throw new Problem('signInNowhere', { known: listOf(known) });
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

function profilesThatSignIn(text: string): string[] {
  const names = sectionsOf(text).flatMap(({ kind, name }) => (kind === 'profile' ? [name] : []));
  return names.filter((name) => goalOf(text, name) !== undefined);
}

function listOf(names: readonly string[]): string | undefined {
  return names.length === 0 ? undefined : names.join(', ');
}
