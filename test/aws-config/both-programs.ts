import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadSharedConfigFiles, loadSsoSessionData } from '@smithy/core/config';

const SCRIPT = fileURLToPath(new URL('aws-cli-reader.py', import.meta.url));

type Values = Readonly<Record<string, unknown>>;
/** Profiles and sessions, each by name. */
export type Read = Readonly<Record<'profile' | 'sso-session', Readonly<Record<string, Values>>>>;

/** Files in a folder of their own, which `remove` removes. */
export function someFiles(contents: readonly (string | Uint8Array)[]) {
  const folder = mkdtempSync(join(tmpdir(), 'aws-config-'));
  const paths = contents.map((content, index) => {
    const path = join(folder, `${index}.ini`);
    writeFileSync(path, content);
    return path;
  });
  return { paths, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Before 3.10 a header ended at its first bracket, not at its last. */
const CHECK = 'import configparser, sys; sys.exit(sys.version_info < (3, 10))';

/** Why the reader of the AWS CLI cannot be run here; undefined when it can. */
export function whyNoPython(): string | undefined {
  try {
    execFileSync('python3', ['-c', CHECK], { stdio: 'ignore' });
    return undefined;
  } catch (error) {
    return `python3 does not run, or is older than 3.10: ${error instanceof Error ? error.message : error}`;
  }
}

/** What the AWS CLI reads, or why it refuses the file. */
export function readByCli(paths: readonly string[]): { reader: string; read: (Read | { refused: string })[] } {
  const options = { encoding: 'utf8', maxBuffer: 2 ** 30, env: { ...process.env, PYTHONUTF8: '1' } } as const;
  const out = execFileSync('python3', [SCRIPT], { ...options, input: paths.map((path) => `${path}\n`).join('') });
  const [reader, ...read] = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  return { reader, read };
}

/** What the SDK for JavaScript reads. */
export async function readBySdk(path: string): Promise<Read> {
  const none = { filepath: '/dev/null', configFilepath: path, ignoreCache: true };
  const { configFile } = await loadSharedConfigFiles(none);
  const sessions = await loadSsoSessionData({ configFilepath: path });
  const profiles = Object.entries(configFile).filter(([name]) => !/^(sso-session|services)\./.test(name));
  return { profile: Object.fromEntries(profiles) as Read['profile'], 'sso-session': sessions as Read['sso-session'] };
}
