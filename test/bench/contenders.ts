import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandLineConfig, mirrorFolder, NO_MIRROR, providerConfig } from '../helpers/terraform.ts';
import { type Company, settingsOf } from './company.ts';
import { type Ended, run } from './process.ts';
import { tablesOf, wantedOf } from './words.ts';

/** What one run of a contender took. */
export interface Run extends Ended {
  readonly megabytes?: number;
  readonly cpuSeconds?: number;
}

/** Somebody who can set up a company. A folder of its own keeps what it remembers from one run to the next. */
export interface Contender {
  readonly name: string;
  /** Why it cannot take part; left out: it can. */
  readonly missing?: string | undefined;
  /** Writes down what is wanted, in its words, and gives its ways to make it and to look whether there is anything to do. */
  prepare(company: Company, url: string): Promise<Runs>;
}

export interface Runs {
  readonly first: () => Promise<Run>;
  readonly again: () => Promise<Run>;
  /** It has to have made the company itself before it can look again. */
  readonly remembers?: true;
}

/** Where things are: the repository, and a folder for what does not stay. */
export interface Places {
  readonly root: string;
  readonly work: string;
}

const keys = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' };

/** The version of Terraform's provider that is compared with. */
const providerVersion = '5.100.0';

/** The whole program, as it is published. */
export function ssoSetup(places: Places): Contender {
  return {
    name: 'sso-setup',
    async prepare(company, url) {
      const folder = folderIn(places);
      writeFileSync(join(folder, 'sso-setup.yaml'), settingsOf(company));
      const program = [join(places.root, 'bin', 'sso-setup.js'), '-c', 'sso-setup.yaml'];
      const args = [...program, '--yes', '--no-input', '--no-cli-profile'];
      const once = () => measuredNode(places, folder, args, environment(folder, company, url));
      return { first: once, again: once };
    },
  };
}

/** Bare HTTP, the fewest calls. */
export function yardstick(places: Places): Contender {
  return {
    name: 'HTTP yardstick',
    async prepare(company, url) {
      const folder = folderIn(places);
      writeFileSync(join(folder, 'wanted.json'), JSON.stringify({ url, company }));
      const args = [join(places.root, 'test', 'bench', 'yardstick.mjs'), 'wanted.json'];
      const once = () => measuredNode(places, folder, args, environment(folder, company, url));
      return { first: once, again: once };
    },
  };
}

/** A script for the AWS CLI, as a careful administrator writes it. */
export function awsCli(places: Places): Contender {
  const version = versionOf('aws', '--version');
  return {
    name: `AWS CLI ${version ?? ''} script`,
    missing: version === undefined ? 'there is no working aws' : undefined,
    async prepare(company, url) {
      const folder = folderIn(places);
      for (const [name, text] of Object.entries(tablesOf(company))) writeFileSync(join(folder, name), text);
      const script = join(places.root, 'test', 'bench', 'aws-cli.sh');
      const once = () => run('bash', [script, folder], { cwd: folder, env: environment(folder, company, url) });
      return { first: once, again: once };
    },
  };
}

/** Terraform with its AWS provider and its own degree of parallelism. */
export function terraform(places: Places): Contender {
  const version = versionOf('terraform', '-version');
  const mirror = mirrorFolder();
  const without = version === undefined ? 'there is no working terraform' : NO_MIRROR;
  return {
    name: `Terraform ${version ?? ''}`,
    missing: version === undefined || mirror === undefined ? without : undefined,
    async prepare(company, url) {
      const folder = folderIn(places);
      const { region } = company;
      copyFileSync(join(places.root, 'test', 'bench', 'company.tf'), join(folder, 'company.tf'));
      writeFileSync(join(folder, 'provider.tf'), providerConfig({ url, region, keys, version: providerVersion }));
      writeFileSync(join(folder, 'wanted.json'), wantedOf(company));
      writeFileSync(join(folder, 'cli.tfrc'), commandLineConfig(mirror ?? ''));
      const env = {
        ...environment(folder, company, url),
        TF_CLI_CONFIG_FILE: join(folder, 'cli.tfrc'),
        CHECKPOINT_DISABLE: '1',
        TF_IN_AUTOMATION: '1',
      };
      const tell = (...args: string[]) =>
        run('terraform', [...args, '-input=false', '-no-color'], { cwd: folder, env });
      const { code, said } = await tell('init');
      if (code !== 0) throw new Error(`terraform init ended with ${code}:\n${said}`);
      return {
        first: () => tell('apply', '-auto-approve'),
        again: () => tell('plan', '-detailed-exitcode'),
        remembers: true,
      };
    },
  };
}

/** The version that a program says it has; undefined where it does not run. */
function versionOf(program: string, arg: string): string | undefined {
  const { status, stdout, stderr } = spawnSync(program, [arg], { encoding: 'utf8' });
  return status === 0 ? /\d+\.\d+\.\d+/.exec(stdout + stderr)?.[0] : undefined;
}

function folderIn({ work }: Places): string {
  return mkdtempSync(join(work, 'desk-'));
}

/** An empty home, and nothing but the simulated AWS to ask. */
function environment(home: string, { region }: Company, url: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    LANG: 'C.UTF-8',
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}

/** A Node program that leaves behind what it took. */
async function measuredNode(places: Places, folder: string, args: string[], env: NodeJS.ProcessEnv): Promise<Run> {
  const file = join(folder, 'took.json');
  const hook = ['--require', join(places.root, 'test', 'bench', 'took.cjs')];
  const ended = await run(process.execPath, [...hook, ...args], { cwd: folder, env: { ...env, BENCH_TOOK: file } });
  return { ...ended, ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) };
}
