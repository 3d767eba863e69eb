import { existsSync, linkSync, realpathSync, renameSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { stringify } from 'yaml';
import { writeWhole } from '../write-whole.ts';
import { broken } from './check.ts';
import { shortDuration } from './duration.ts';
import {
  type AssignmentSettings,
  type CliSettings,
  CONFIRMED_IDS,
  type Confirmed,
  type PermissionSetSettings,
  type Settings,
  type UserSettings,
} from './settings.ts';
import { BadSettings } from './trouble.ts';

const HEADER = `# Settings of sso-setup: what IAM Identity Center should look like. No secrets; made for git.
# Run again at any time:  npx sso-setup -c FILE  (nothing that is not named here is touched)
`;

/** The settings file that says exactly this; loading it gives the same settings again. */
export function settingsYaml(settings: Settings): string {
  const { account, region, alias, groups, users, permissionSets, assignments, cli, confirmed } = settings;
  const nothing = [groups, users, permissionSets, assignments].every((list) => list.length === 0);
  const document = {
    account,
    region: region.name,
    portal: alias === undefined ? undefined : { alias },
    // a file without any list would be completed by the defaults
    groups: nothing ? [] : unlessEmpty(groups.map(({ name, description }) => ({ name, description }))),
    users: unlessEmpty(users.map(userText)),
    permissionSets: unlessEmpty(permissionSets.map(permissionSetText)),
    assignments: unlessEmpty(assignments.map(assignmentText)),
    cli: cli && cliText(cli),
    confirmed: confirmedText(confirmed),
  };
  return `${HEADER}\n${stringify(document, { aliasDuplicateObjects: false, lineWidth: 0, version: '1.2' })}`;
}

function confirmedText(confirmed: Confirmed): Confirmed | undefined {
  const said = CONFIRMED_IDS.flatMap((id) => (confirmed[id] === undefined ? [] : [[id, confirmed[id]] as const]));
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

function unlessEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

function userText({ userName, email, givenName, familyName, displayName, groups }: UserSettings) {
  return { userName, email, givenName, familyName, displayName, groups: unlessEmpty(groups) };
}

function permissionSetText(set: PermissionSetSettings) {
  return {
    name: set.name,
    description: set.description,
    sessionDuration: set.sessionDuration && shortDuration(set.sessionDuration),
    relayState: set.relayState,
    managedPolicies: set.managedPolicies,
    customerManagedPolicies: set.customerManagedPolicies?.map(({ name, path }) => ({ name, path })),
    inlinePolicy: set.inlinePolicy,
    permissionsBoundary: set.permissionsBoundary,
    tags: set.tags,
  };
}

function assignmentText({ principal, permissionSets, accounts }: AssignmentSettings) {
  return { ...principal, permissionSets, accounts };
}

function cliText({ session, profiles }: CliSettings) {
  const profileTexts = profiles.map(({ name, account, permissionSet, region }) => ({
    name,
    account,
    permissionSet,
    region,
  }));
  return { session, profiles: profileTexts };
}

/**
 * Writes the settings file: whole or not at all, and never over a file that is there, unless told so. Throws
 * BadSettings (`fileExists`, `fileUnwritable`).
 */
export function saveSettings(path: string, settings: Settings, options: { overwrite?: boolean } = {}): void {
  writeSettingsFile(path, settingsYaml(settings), options);
}

/** The same for a text that is YAML already. */
export function writeSettingsFile(
  path: string,
  text: string,
  { overwrite = false }: { overwrite?: boolean } = {},
): void {
  const bad = (rule: 'fileExists' | 'fileUnwritable', facts: Record<string, string> = {}) =>
    new BadSettings([{ ...broken(rule, { file: path, ...facts }), path: basename(path) }]);
  if (!overwrite && existsSync(path)) throw bad('fileExists');
  try {
    writeText(path, text, overwrite);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (code === undefined) throw error;
    throw code === 'EEXIST' ? bad('fileExists') : bad('fileUnwritable', { code });
  }
}

function writeText(path: string, text: string, overwrite: boolean): void {
  const target = overwrite && existsSync(path) ? realpathSync(path) : path;
  const mode = overwrite && existsSync(target) ? statSync(target).mode & 0o777 : 0o644;
  writeWhole(target, text, mode, overwrite ? renameSync : moveToFreeName);
}

/** A hard link fails where a rename would overwrite; some file systems have none. */
function moveToFreeName(temporary: string, target: string): void {
  try {
    linkSync(temporary, target);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST' || existsSync(target)) throw error;
    renameSync(temporary, target);
  }
}
