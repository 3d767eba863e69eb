import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where the tool keeps what should survive but is nobody's document (XDG base directory specification). */
export function stateFolder(env: Readonly<Record<string, string | undefined>>): string {
  const state = env.XDG_STATE_HOME?.startsWith('/') ? env.XDG_STATE_HOME : join(homedir(), '.local', 'state');
  return join(state, 'sso-setup');
}
