import { editConfig, readSection } from '../aws-config/config-text.ts';
import type { SectionEdit } from '../aws-config/section.ts';
import { type AwsFiles, usable } from '../aws-files.ts';
import type { Looks } from '../engine/preview.ts';
import type { Action, Field, Fields, Found, Key, State, Step } from '../engine/step.ts';
import { mainAddress } from '../portal-urls.ts';
import { type CliSettings, sessionName } from '../settings/settings.ts';
import { hasStaticKeys } from '../sign-in/static-keys.ts';
import { forgetToken } from '../sign-in/token-cache.ts';
import type { Targets } from '../targets.ts';
import type { AssignmentStep } from './assignment.ts';
import type { InstanceState, InstanceStep } from './instance.ts';
import type { PortalState, PortalStep } from './portal.ts';

type Needs = { instance: InstanceStep; portal: PortalStep; assignment: AssignmentStep };
export type CliProfileStep = Step<Fields, ProfileState, Needs>;

interface ProfileState extends State {
  /** What may stay as it is, though it could be something else, too. */
  readonly kept: Fields;
}

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

const PROFILE_KEYS = ['sso_session', 'sso_account_id', 'sso_role_name', 'region'];
const SESSION_KEYS = ['sso_start_url', 'sso_region', 'sso_registration_scopes'];

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

/** What the AWS CLI and the SDKs both have to read; `AWS CLI` alone: the SDKs read it differently, or not at all. */
const READERS = ['AWS CLI', 'SDKs'];

/**
 * Profiles of the AWS CLI and the SDKs, in the AWS config file: `[profile NAME]`, and the `[sso-session NAME]` that they
 * share. Fields have the names that the file has for them. A profile for which the settings name no Region keeps the
 * one it has, and a session whichever address of the portal it has.
 */
export function cliProfileStep(
  needs: Needs,
  cli: CliSettings,
  targets: Promise<Targets>,
  files: AwsFiles,
  region: string,
): CliProfileStep {
  let profiles: ReadonlyMap<string, Profile> = new Map();
  let want: CliProfileStep['want'] = new Map();
  const ready = targets.then((found) => {
    profiles = new Map(profilesOf(cli, found).map((profile) => [profile.name, profile]));
    want = new Map([...profiles].map(([key, profile]) => [key, wanted(profile)]));
  });
  const session = sessionName(cli);
  const wanted = (profile: Profile): Fields => ({ file: files.config.path, ...wantedOf(profile, session, region) });
  const write = async (_aws: unknown, found: Found<Needs>, key: Key) => {
    const profile = profiles.get(key);
    if (profile === undefined) return;
    const portal = portalAt(found);
    const kept = keptIn(profile, sectionsIn(textOf(files), profile, session), portal);
    const want = { ...wanted(profile), ...ofPortal(portal), ...kept };
    const { backup } = usable(files, () => files.config.edit(editsFor(profile, session, want)));
    if (backup !== undefined) files.backup = backup;
    forgetToken(files.tokens, session, { startUrl: want.sso_start_url, region: portal.region });
  };
  return {
    id: 'cliProfile',
    needs,
    ready,
    get want() {
      return want;
    },
    also: (found, _key, state) => ({
      ...ofPortal(portalAt(found)),
      ...state?.kept,
      ...(state?.fields.removed === undefined ? {} : { removed: [] }),
      ...(state?.fields.readBy === undefined ? {} : { readBy: READERS }),
    }),
    buildsOn(key) {
      const profile = profiles.get(key);
      const granting = ([...needs.assignment.want.keys()] as Key[]).filter((assignment) =>
        assignment.endsWith(`, ${profile?.permissionSet}, ${profile?.account}`),
      );
      return granting.map((assignment) => ({ step: 'assignment', key: assignment }) as const);
    },
    async read(aws, found) {
      const portal = portalAt(found);
      const text = textOf(files);
      const states = [...profiles.values()].map((profile) => {
        const sections = sectionsIn(text, profile, session);
        const kept = keptIn(profile, sections, portal);
        const want = { ...wanted(profile), ...ofPortal(portal), ...kept };
        // Whether both kinds of readers can, and do, read it is known to the editor alone.
        const isWritten = usable(files, () => editConfig(text, editsFor(profile, session, want))) === text;
        if (hasStaticKeys(files, profile.name)) aws.tell({ id: 'staticKeys', profile: profile.name });
        return [profile.name, stateOf({ want, kept, isWritten }, sections, portal)] as const;
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
  const also = ofPortal(portalAt({ instance, portal }));
  return profilesOf(cli, targets).reduce(
    (text, profile) => editConfig(text, editsFor(profile, session, { ...wantedOf(profile, session, region), ...also })),
    '',
  );
}

/** Whether a change takes over a profile, or a session, that leads somewhere else today. */
export function takesOver(action: Action): boolean {
  if (action.kind !== 'change') return false;
  return action.drift.some(({ field, from, to }) => {
    const isOther = plain(from) !== to;
    return isOther && (field === 'sso_session' || (field === 'sso_start_url' && from !== undefined));
  });
}

/**
 * The wanted profiles that lead elsewhere while there is no portal that they could lead to: a profile of another session,
 * and all of them when their session leads somewhere.
 *
 * @throws Problem awsConfigUnusable when the sections cannot be written
 */
export function profilesElsewhere(cli: CliSettings, targets: Targets, files: AwsFiles, region: string): string[] {
  const text = textOf(files);
  const session = sessionName(cli);
  return profilesOf(cli, targets).flatMap((profile) => {
    const now = sectionsIn(text, profile, session);
    usable(files, () => editConfig(text, editsFor(profile, session, wantedOf(profile, session, region))));
    const isOther = now.profile.size > 0 && plain(now.profile.get('sso_session')) !== session;
    return isOther || now.session.has('sso_start_url') ? [profile.name] : [];
  });
}

function wantedOf(profile: Profile, session: string, region: string) {
  return {
    sso_session: session,
    sso_account_id: profile.account,
    sso_role_name: profile.permissionSet,
    region: profile.region ?? region,
  };
}

/** What of it follows from the portal. */
function ofPortal({ startUrl, region }: Portal) {
  return {
    ...(startUrl === undefined ? {} : { sso_start_url: startUrl }),
    sso_region: region,
    sso_registration_scopes: SCOPES,
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
    isOurs: (session) => addresses.includes(plain(session.get('sso_start_url'))?.replace(/\/?(#\/?)?$/, '') ?? ''),
  };
}

interface Sections {
  readonly profile: Section;
  readonly session: Section;
}

function textOf(files: AwsFiles): string {
  return usable(files, () => files.config.read());
}

function sectionsIn(text: string, { name }: Profile, session: string): Sections {
  return {
    profile: readSection(text, { kind: 'profile', name }) ?? new Map(),
    session: readSection(text, { kind: 'sso-session', name: session }) ?? new Map(),
  };
}

/** A value without the comment that the AWS CLI takes for a part of it; undefined where nothing usable is left. */
function plain(value: Field | undefined): string | undefined {
  const text = typeof value === 'string' ? value.replace(/(^|\s)[;#].*$/, '').trim() : '';
  return /^[\x20-\x7e]+$/.test(text) ? text : undefined;
}

/** Any Region will do where the settings name none, any address of the portal, and any rights. */
function keptIn({ region: asked }: Profile, { profile, session }: Sections, portal: Portal) {
  const startUrl = portal.isOurs(session) ? plain(session.get('sso_start_url')) : undefined;
  const scopes = plain(session.get('sso_registration_scopes'));
  const region = asked === undefined ? plain(profile.get('region')) : undefined;
  return {
    ...(startUrl === undefined ? {} : { sso_start_url: startUrl }),
    ...(scopes === undefined ? {} : { sso_registration_scopes: scopes }),
    ...(region === undefined ? {} : { region }),
  };
}

/** Undefined while there is neither the profile nor a session of that name that leads elsewhere. */
function stateOf(
  { want, kept, isWritten }: { want: Fields; kept: Fields; isWritten: boolean },
  { profile, session }: Sections,
  portal: Portal,
): ProfileState | undefined {
  const elsewhere = session.has('sso_start_url') && !portal.isOurs(session);
  if (profile.size === 0 && !elsewhere) return undefined;
  const removed = CONTRADICTIONS.filter((key) => profile.has(key));
  const said: Fields = {
    ...(want.file === undefined ? {} : { file: want.file }),
    ...sayingOf(profile, PROFILE_KEYS),
    ...sayingOf(session, SESSION_KEYS),
  };
  const isSaid = removed.length === 0 && Object.entries(want).every(([key, value]) => said[key] === value);
  return {
    kept,
    fields: {
      ...said,
      ...(removed.length === 0 ? {} : { removed }),
      ...(isSaid && !isWritten ? { readBy: READERS.slice(0, 1) } : {}),
    },
  };
}

function sayingOf(section: Section, keys: readonly string[]): Fields {
  return Object.fromEntries([...section].filter(([key]) => keys.includes(key)));
}

function editsFor({ name }: Profile, session: string, want: Fields): SectionEdit[] {
  const keysOf = (keys: readonly string[]) =>
    Object.fromEntries(Object.entries(want).flatMap(([key, to]) => (keys.includes(key) ? [[key, String(to)]] : [])));
  const none = Object.fromEntries(CONTRADICTIONS.map((key) => [key, undefined]));
  return [
    { section: { kind: 'sso-session', name: session }, keys: keysOf(SESSION_KEYS) },
    { section: { kind: 'profile', name }, keys: { ...keysOf(PROFILE_KEYS), ...none } },
  ];
}
