import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isNamedPipe, putWhole } from '../whole-file.ts';

/** What a sign-in leaves for the AWS CLI and the SDKs; the names are those of their file. */
export interface CachedToken {
  readonly startUrl: string;
  readonly region: string;
  readonly accessToken: string;
  /** ISO 8601 in UTC, to the second. */
  readonly expiresAt: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationExpiresAt: string;
  readonly refreshToken?: string;
}

/** The AWS CLI and the SDKs look for it under this name (seen in botocore 1.43 and token-providers 3.972). */
function tokenFile(folder: string, session: string): string {
  return join(folder, `${createHash('sha1').update(session).digest('hex')}.json`);
}

/**
 * Keeps the token where the AWS CLI and the SDKs find it, readable for this person only.
 *
 * @param session name of the `[sso-session]`; for a profile without one, its start URL
 */
export function keepToken(folder: string, session: string, token: CachedToken): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  putWhole(tokenFile(folder, session), JSON.stringify(token), 0o600);
}

/** Takes a token away that belongs to another portal: tools look at the name of the session only. */
export function forgetToken(
  folder: string,
  session: string,
  { startUrl, region }: { startUrl: string | undefined; region: string },
): void {
  const file = tokenFile(folder, session);
  const kept = contentOf(file);
  if (kept !== undefined && (kept.startUrl !== startUrl || kept.region !== region)) rmSync(file, { force: true });
}

function contentOf(file: string): Partial<CachedToken> | undefined {
  // Somebody else's pipe must not stop a run for ever.
  if (isNamedPipe(file)) return undefined;
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8'))) as Partial<CachedToken>;
  } catch {
    return undefined;
  }
}

/** As the AWS CLI writes times. */
export function cacheTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
