import { CONFIG_PREFIX_SEPARATOR, loadSharedConfigFiles } from '@smithy/core/config';
import { Problem } from '../problem.ts';

/**
 * Makes sure that a profile that somebody named exists. The SDK would go on to other credentials (those of the
 * container or of the computer, seen with credential-provider-node 3.972) and act for somebody who was not meant.
 *
 * @throws Problem profileNotFound, with the names of those that exist
 */
export async function assertProfile(name: string): Promise<void> {
  const { configFile, credentialsFile } = await loadSharedConfigFiles();
  const known = [...new Set([...Object.keys(configFile), ...Object.keys(credentialsFile)])].filter(isProfile).sort();
  // Every AWS tool takes "default" for granted.
  if (name === 'default' || known.includes(name)) return;
  throw new Problem('profileNotFound', { name, known: known.length === 0 ? undefined : known.join(', ') });
}

/** Sections of other kinds have their kind before their name. */
function isProfile(section: string): boolean {
  return !['sso-session', 'services'].some((kind) => section.startsWith(kind + CONFIG_PREFIX_SEPARATOR));
}
