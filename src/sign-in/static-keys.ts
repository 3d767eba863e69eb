import { readFileSync } from 'node:fs';
import { readSection } from '../aws-config/config-text.ts';
import type { AwsFiles } from '../aws-files.ts';
import { isNamedPipe } from '../whole-file.ts';

/**
 * Whether a profile has access keys of its own, in either file. The AWS CLI then signs in through the portal all the
 * same, and the JavaScript SDK uses the keys (seen in botocore 1.43 and credential-provider-ini 3.972).
 */
export function hasStaticKeys({ config, credentials }: AwsFiles, name: string): boolean {
  const inConfig = readSection(config.read(), { kind: 'profile', name });
  return inConfig?.has('aws_access_key_id') === true || keysIn(credentials, name);
}

/** In the credentials file the name of a section is the profile's, without a word before it. */
function keysIn(file: string, name: string): boolean {
  // A file that nobody can read, or that has to be waited for, gives nobody keys.
  if (isNamedPipe(file)) return false;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return false;
  }
  let inside = false;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)?.[1];
    if (header !== undefined) inside = header === name || header === `profile ${name}`;
    else if (inside && /^\s*aws_access_key_id\s*[=:]/i.test(line)) return true;
  }
  return false;
}
