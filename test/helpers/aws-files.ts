import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { readSection } from '../../src/aws-config/config-text.ts';
import type { SectionName } from '../../src/aws-config/section.ts';
import { type AwsFiles, filesIn } from '../../src/aws-files.ts';
import { type CachedToken, keepToken } from '../../src/sign-in/token-cache.ts';
import { virtualClock } from './clock.ts';

/** A folder of its own for a test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'aws-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The files of AWS tools on somebody's computer, in a folder of their own; the config file is there when it says something. */
export function someAwsFiles(config?: string, folder = join(aFolder(), '.aws')): AwsFiles {
  const files = filesIn(folder, virtualClock().now);
  if (config !== undefined) writeConfig(files, config);
  return files;
}

export function writeConfig({ config: { path } }: AwsFiles, text: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What the config file says, byte by byte; undefined when it is not there. */
export function configOf({ config: { path } }: AwsFiles): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** What tells whether somebody wrote a file: its bytes, its place on the disk and its times. */
export function stampOf({ config: { path } }: AwsFiles) {
  const { ino, mtimeNs, ctimeNs, mode } = statSync(path, { bigint: true });
  return { text: readFileSync(path, 'utf8'), ino, mtimeNs, ctimeNs, mode, folder: readdirSync(dirname(path)).sort() };
}

/** The keys of a section, as the AWS CLI reads them. */
export function keysIn(files: AwsFiles, section: SectionName): Record<string, string> | undefined {
  const keys = readSection(configOf(files) ?? '', section);
  return keys && Object.fromEntries(keys);
}

/** A token of a session that is cached already. */
export function cachedToken(files: AwsFiles, session: string, about: Partial<CachedToken>): () => string[] {
  keepToken(files.tokens, session, {
    startUrl: 'https://old.awsapps.com/start',
    region: 'us-east-1',
    accessToken: 'a token',
    expiresAt: '2026-11-23T14:15:00Z',
    clientId: 'client',
    clientSecret: 'secret',
    registrationExpiresAt: '2027-02-21T06:15:00Z',
    ...about,
  });
  return () => readdirSync(files.tokens);
}
