import { loadSettingsFile, type SettingsFile } from './file.ts';
import { type AnswerFlags, checkFlags } from './flags.ts';
import { mergeSettings } from './merge.ts';
import type { Settings } from './settings.ts';
import { BadSettings } from './trouble.ts';

/** Reads the settings file, if there is one, and checks it together with the flags. Throws BadSettings with all of it. */
export function readSettings(path: string | undefined, flags: AnswerFlags = {}): SettingsFile | undefined {
  const troubles = checkFlags(flags);
  let file: SettingsFile | undefined;
  try {
    file = path === undefined ? undefined : loadSettingsFile(path);
  } catch (error) {
    if (!(error instanceof BadSettings)) throw error;
    troubles.unshift(...error.troubles);
  }
  if (troubles.length > 0) throw new BadSettings(troubles);
  return file;
}

/** The settings as far as they say which rights are needed: names that are missing do not matter. Asks nobody. */
export function settingsForRights(path: string | undefined, flags: AnswerFlags): Settings {
  const file = readSettings(path, flags);
  let merged = mergeSettings({ flags, file, detected: { region: 'us-east-1' } });
  while ('missing' in merged) merged = merged.with({ email: 'a@example.com', givenName: 'A', familyName: 'B' });
  return merged.settings;
}
