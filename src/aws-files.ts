import { homedir } from 'node:os';
import { join } from 'node:path';
import { type ConfigFile, configFile } from './aws-config/config-file.ts';
import { Unusable } from './aws-config/unusable.ts';
import { Problem } from './problem.ts';

/** The files that AWS tools share on a computer. */
export interface AwsFiles {
  readonly config: ConfigFile;
  /** Only ever looked at. */
  readonly credentials: string;
  /** The folder in which the AWS CLI and the SDKs look for the tokens of sign-ins. */
  readonly tokens: string;
  /** What the config file said before this run changed it. */
  backup?: string;
}

/** Where AWS tools have them (AWS CLI user guide, configuration file settings); only the tokens cannot be moved. */
export function awsFiles(env: Readonly<Record<string, string | undefined>>, now: () => number): AwsFiles {
  return filesIn(join(homedir(), '.aws'), now, {
    config: fromHome(env.AWS_CONFIG_FILE),
    credentials: fromHome(env.AWS_SHARED_CREDENTIALS_FILE),
  });
}

/** A `~` that no shell has read, as in an environment file, is the home folder to AWS tools, too. */
function fromHome(path: string | undefined): string | undefined {
  return path?.replace(/^~(?=[/\\]|$)/, () => homedir());
}

/** The same in a folder of one's own, which stands for `~/.aws`. */
export function filesIn(
  folder: string,
  now: () => number,
  { config, credentials }: { config?: string | undefined; credentials?: string | undefined } = {},
): AwsFiles {
  return {
    config: configFile(config || join(folder, 'config'), now),
    credentials: credentials || join(folder, 'credentials'),
    tokens: join(folder, 'sso', 'cache'),
  };
}

/**
 * Does something with the config file.
 *
 * @throws Problem awsConfigUnusable, with the line and what is wrong with it
 */
export function usable<T>({ config }: Pick<AwsFiles, 'config'>, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Unusable)) throw error;
    const { reason, line, detail } = error;
    const at = line === undefined ? {} : { line: String(line) };
    throw new Problem('awsConfigUnusable', { file: config.path, reason, name: detail, ...at }, { cause: error });
  }
}
