import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { stringify } from 'yaml';
import { codeOf, movedToFreeName, putWhole, withTemporary } from '../whole-file.ts';
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
    if (overwrite) replace(path, text);
    else if (!isMade(path, text)) throw bad('fileExists');
  } catch (error) {
    const code = codeOf(error);
    throw code === undefined ? error : bad('fileUnwritable', { code });
  }
}

/** Through a link, so that it stays one, and with the rights that the file has. */
function replace(path: string, text: string): void {
  const target = existsSync(path) ? realpathSync(path) : path;
  putWhole(target, text, existsSync(target) ? statSync(target).mode & 0o777 : newMode());
}

/** Whether the name was free. */
function isMade(path: string, text: string): boolean {
  return withTemporary(path, Buffer.from(text), { mode: newMode() }, (temporary) => movedToFreeName(temporary, path));
}

/** For everybody to read, as far as this person wants that of their files. */
function newMode(): number {
  return 0o644 & ~process.umask();
}
