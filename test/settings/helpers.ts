import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettingsFile, type SettingsFile } from '../../src/settings/file.ts';
import { BadSettings, type Trouble } from '../../src/settings/trouble.ts';

/** Files by name, for as long as `use` runs; the settings file is `sso-setup.yaml`. */
export function withFiles<T>(files: Readonly<Record<string, string | Uint8Array>>, use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'settings-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The settings file with this text, other files beside it. */
export function load(text: string | Uint8Array, beside: Readonly<Record<string, string>> = {}): SettingsFile {
  return withFiles({ ...beside, 'sso-setup.yaml': text }, (folder) => loadSettingsFile(join(folder, 'sso-setup.yaml')));
}

/** Everything that is wrong with a settings file of this text. */
export function troublesIn(
  text: string | Uint8Array,
  beside: Readonly<Record<string, string>> = {},
): readonly Trouble[] {
  return troublesOf(() => load(text, beside));
}

/** What an action was refused for; empty when it was not. */
export function troublesOf(action: () => unknown): readonly Trouble[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof BadSettings) return error.troubles;
    throw error;
  }
}

/** `6:1 permisionSets unknownKey`, with the underlined text: enough to say what a person sees. */
export function seen(troubles: readonly Trouble[]): string[] {
  return troubles.map(({ at, path, rule }) => {
    const marked = at?.source.slice(at.column - 1, at.column - 1 + at.length) ?? '';
    return `${at?.line}:${at?.column} ${path} ${rule} "${marked}"`;
  });
}
