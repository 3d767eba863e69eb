import { loadSettingsFile, type SettingsFile } from './file.ts';
import { type AnswerFlags, checkFlags } from './flags.ts';
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
