import { editConfig, readSection } from '../aws-config/config-text.ts';
import type { SectionEdit } from '../aws-config/section.ts';
import { Unusable } from '../aws-config/unusable.ts';
import type { AwsFiles } from '../aws-files.ts';
import type { Looks } from '../engine/preview.ts';
import type { Action, Fields, Found, Key, State, Step } from '../engine/step.ts';
import { mainAddress } from '../portal-urls.ts';
import { Problem } from '../problem.ts';
import { type CliSettings, sessionName } from '../settings/settings.ts';
import { hasStaticKeys } from '../sign-in/static-keys.ts';
import { forgetToken } from '../sign-in/token-cache.ts';
import type { Targets } from '../targets.ts';
import type { AssignmentStep } from './assignment.ts';
import type { InstanceState, InstanceStep } from './instance.ts';
import type { PortalState, PortalStep } from './portal.ts';

type Needs = { instance: InstanceStep; portal: PortalStep; assignment: AssignmentStep };
export type CliProfileStep = Step<Fields, State, Needs>;

/** A profile of the settings, with its account found out. */
interface Profile {
  readonly name: string;
  readonly account: string;
  readonly permissionSet: string;
  /** Where its commands run, as the settings say. */
  readonly region: string | undefined;
}

/** What a section of the config file says; a section that is not there says nothing. */
type Section = ReadonlyMap<string, string>;

/** Lets a token be renewed; without it none is (AWS CLI user guide, sso_registration_scopes). */
const SCOPES = 'sso:account:access';

/** Keys that would give a profile other credentials, or contradict its session (seen in botocore and the SDK). */
const CONTRADICTIONS = [
  'sso_start_url',
  'sso_region',
  'role_arn',
  'source_profile',
  'credential_source',
  'credential_process',
  'web_identity_token_file',
  'login_session',
];

/**
 * Profiles of the AWS CLI and the SDKs, in the AWS config file: `[profile NAME]`, and the `[sso-session NAME]` that they
 * share. Fields have the names that the file has for them. A profile for which the settings name no Region keeps the
 * one it has.
 */
export function cliProfileStep(
  needs: Needs,
  cli: CliSettings,
  targets: Targets,
  files: AwsFiles,
  region: string,
): CliProfileStep {
  const profiles = new Map(profilesOf(cli, targets).map((profile) => [profile.name, profile]));
  const session = sessionName(cli);
  const wanted = (profile: Profile): Fields => ({ file: files.config.path, ...wantedOf(profile, session, region) });
  const write = async (_aws: unknown, found: Found<Needs>, key: Key) => {
    const profile = profiles.get(key);
    if (profile === undefined) return;
    const now = sectionsFor(profile, session, files);
    const portal = portalAt(found);
    const { backup } = usable(files, () =>
      files.config.edit([
        { section: { kind: 'sso-session', name: session }, keys: sessionEdit(now.session, portal) },
        { section: { kind: 'profile', name: key }, keys: profileEdit(profile, wanted(profile), now.profile) },
      ]),
    );
    if (backup !== undefined) files.backup = backup;
    const startUrl = portal.isOurs(now.session) ? now.session.get('sso_start_url') : portal.startUrl;
    forgetToken(files.tokens, session, { startUrl, region: portal.region });
  };
  return {
    id: 'cliProfile',
    needs,
    want: new Map([...profiles].map(([key, profile]) => [key, wanted(profile)])),
    also(found, _key, state) {
      const { startUrl, region: home } = portalAt(found);
      return {
        ...(startUrl === undefined ? {} : { sso_start_url: startUrl }),
        sso_region: home,
        sso_registration_scopes: SCOPES,
        ...(state?.fields.removed === undefined ? {} : { removed: [] }),
      };
    },
    buildsOn(key) {
      const profile = profiles.get(key);
      const granting = ([...needs.assignment.want.keys()] as Key[]).filter((assignment) =>
        assignment.endsWith(`, ${profile?.permissionSet}, ${profile?.account}`),
      );
      return granting.map((assignment) => ({ step: 'assignment', key: assignment }) as const);
    },
    async read(aws, found) {
      const states = [...profiles.values()].map((profile) => {
        const now = sectionsFor(profile, session, files);
        if (hasStaticKeys(files, profile.name)) aws.tell({ id: 'staticKeys', profile: profile.name });
        return [profile.name, stateOf(profile, wanted(profile), now, portalAt(found))] as const;
      });
      return new Map(states.flatMap(([key, state]) => (state === undefined ? [] : [[key, state] as const])));
    },
    create: write,
    update: write,
  };
}

/**
 * The sections as they would be in a file of their own, for a computer that is not this one. Undefined before the portal
 * is there.
 *
 * @param looks what AWS showed
 */
export function profileText(cli: CliSettings, targets: Targets, looks: Looks, region: string): string | undefined {
  const [instance] = (looks.get('instance')?.states.values() ?? []) as Iterable<InstanceState>;
  const [portal] = (looks.get('portal')?.states.values() ?? []) as Iterable<PortalState>;
  if (instance === undefined || portal === undefined) return undefined;
  const session = sessionName(cli);
  const nothing: Section = new Map();
  return editConfig('', [
    { section: { kind: 'sso-session', name: session }, keys: sessionEdit(nothing, portalAt({ instance, portal })) },
    ...profilesOf(cli, targets).map((profile) => ({
      section: { kind: 'profile', name: profile.name } as const,
      keys: profileEdit(profile, wantedOf(profile, session, region), nothing),
    })),
  ]);
}

/** Whether a change takes over a profile, or a session, that leads somewhere else today. */
export function takesOver(action: Action): boolean {
  if (action.kind !== 'change') return false;
  return action.drift.some(
    ({ field, from }) => field === 'sso_session' || (field === 'sso_start_url' && from !== undefined),
  );
}

function wantedOf(profile: Profile, session: string, region: string): Fields {
  return {
    sso_session: session,
    sso_account_id: profile.account,
    sso_role_name: profile.permissionSet,
    region: profile.region ?? region,
  };
}

function profilesOf({ profiles }: CliSettings, targets: Targets): Profile[] {
  return profiles.flatMap(({ name, account: selector, permissionSet, region }) => {
    const [account] = targets.get(selector) ?? [];
    return account === undefined ? [] : [{ name, account, permissionSet, region }];
  });
}

/** The portal as profiles know it. */
interface Portal {
  /** The form that every version of every tool takes, where the portal has one. */
  readonly startUrl: string | undefined;
  readonly region: string;
  /** Whether a session leads here, by whichever of the portal's addresses. */
  isOurs(session: Section): boolean;
}

function portalAt({ portal, instance }: Pick<Found<Needs>, 'portal' | 'instance'>): Portal {
  const { classic, ipv4, dualStack, alias } = portal.urls;
  const addresses = [classic, ipv4, dualStack, alias];
  return {
    startUrl: mainAddress(portal.urls),
    region: instance.region,
    isOurs: (session) => addresses.includes(session.get('sso_start_url')?.replace(/\/?(#\/?)?$/, '') ?? ''),
  };
}

interface Sections {
  readonly profile: Section;
  readonly session: Section;
}

function sectionsFor({ name }: Profile, session: string, files: AwsFiles): Sections {
  const text = usable(files, () => files.config.read());
  return {
    profile: readSection(text, { kind: 'profile', name }) ?? new Map(),
    session: readSection(text, { kind: 'sso-session', name: session }) ?? new Map(),
  };
}

/** Undefined while there is neither the profile nor a session of that name that leads elsewhere. */
function stateOf(asked: Profile, want: Fields, { profile, session }: Sections, portal: Portal): State | undefined {
  const elsewhere = session.has('sso_start_url') && !portal.isOurs(session);
  if (profile.size === 0 && !elsewhere) return undefined;
  const removed = CONTRADICTIONS.filter((key) => profile.has(key));
  const all = {
    file: want.file,
    sso_session: profile.get('sso_session'),
    sso_account_id: profile.get('sso_account_id'),
    sso_role_name: profile.get('sso_role_name'),
    region: keepsRegion(asked, profile) ? want.region : profile.get('region'),
    sso_start_url: portal.isOurs(session) ? portal.startUrl : session.get('sso_start_url'),
    sso_region: session.get('sso_region'),
    sso_registration_scopes: session.has('sso_registration_scopes') ? SCOPES : undefined,
    removed: removed.length === 0 ? undefined : removed,
  };
  return { fields: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Fields };
}

/** Any Region will do where the settings name none. */
function keepsRegion({ region }: Profile, profile: Section): boolean {
  return region === undefined && profile.has('region');
}

function sessionEdit(now: Section, { startUrl, region, isOurs }: Portal): SectionEdit['keys'] {
  return {
    ...(isOurs(now) || startUrl === undefined ? {} : { sso_start_url: startUrl }),
    sso_region: region,
    ...(now.has('sso_registration_scopes') ? {} : { sso_registration_scopes: SCOPES }),
  };
}

function profileEdit(asked: Profile, want: Fields, now: Section): SectionEdit['keys'] {
  return {
    sso_session: String(want.sso_session),
    sso_account_id: asked.account,
    sso_role_name: asked.permissionSet,
    ...(keepsRegion(asked, now) ? {} : { region: String(want.region) }),
    ...Object.fromEntries(CONTRADICTIONS.map((key) => [key, undefined])),
  };
}

/** @throws Problem awsConfigUnusable, with the line and what is wrong with it */
function usable<T>({ config }: AwsFiles, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const { reason, line, detail } = error;
    const at = line === undefined ? {} : { line: String(line) };
    throw new Problem('awsConfigUnusable', { file: config.path, reason, name: detail, ...at }, { cause: error });
  }
}
