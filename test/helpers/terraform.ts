import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

const PROVIDER = 'registry.terraform.io/hashicorp/aws';

/** Why Terraform has no AWS provider here. */
export const NO_MIRROR = `there is no local mirror of ${PROVIDER}; TF_PLUGIN_MIRROR may name one`;

/** The configuration of Terraform's command line: providers come from that folder only. */
export function commandLineConfig(mirror: string): string {
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ["${PROVIDER}"]
  }
}
`;
}

/** The head of a Terraform configuration whose provider knows only that address. */
export function providerConfig(to: {
  url: string;
  version: string;
  region: string;
  keys: { accessKeyId: string; secretAccessKey: string };
}): string {
  return `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "${to.version}"
    }
  }
}

provider "aws" {
  region                      = "${to.region}"
  access_key                  = "${to.keys.accessKeyId}"
  secret_key                  = "${to.keys.secretAccessKey}"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_region_validation      = true
  skip_requesting_account_id  = true
  endpoints {
    iam           = "${to.url}"
    identitystore = "${to.url}"
    organizations = "${to.url}"
    ssoadmin      = "${to.url}"
    sts           = "${to.url}"
  }
}
`;
}

/**
 * The folder with Terraform's AWS provider on this computer: named by TF_PLUGIN_MIRROR, by the configuration file of
 * Terraform's command line, or where Terraform looks by itself (its documentation, "Implied Local Mirror Directories").
 */
export function mirrorFolder(): string | undefined {
  const { TF_PLUGIN_MIRROR, TF_CLI_CONFIG_FILE, XDG_DATA_HOME, XDG_DATA_DIRS } = process.env;
  const data = [
    XDG_DATA_HOME || join(homedir(), '.local', 'share'),
    ...(XDG_DATA_DIRS || '/usr/local/share:/usr/share').split(':'),
  ];
  const folders = [
    ...(TF_PLUGIN_MIRROR ? [TF_PLUGIN_MIRROR] : []),
    ...mirrorsNamedIn(TF_CLI_CONFIG_FILE || join(homedir(), '.terraformrc')),
    join('terraform.d', 'plugins'),
    join(homedir(), '.terraform.d', 'plugins'),
    ...data.map((folder) => join(folder, 'terraform', 'plugins')),
    '/usr/local/share/terraform/plugins',
    '/usr/share/terraform/plugins',
    '/opt/tf-plugins',
    '/opt/terraform/plugins',
  ];
  return folders.map((folder) => resolve(folder)).find(holdsProvider);
}

function mirrorsNamedIn(file: string): string[] {
  if (!existsSync(file)) return [];
  const mirrors = readFileSync(file, 'utf8').matchAll(/filesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"([^"]+)"/g);
  return [...mirrors].flatMap(([, path]) => path ?? []);
}

/** Packed in a zip, or unpacked as VERSION/PLATFORM. */
function holdsProvider(mirrored: string): boolean {
  const folder = join(mirrored, PROVIDER);
  if (!existsSync(folder)) return false;
  const platform = `${process.platform.replace('win32', 'windows')}_${process.arch.replace('x64', 'amd64')}`;
  const packed = new RegExp(`^terraform-provider-aws_[\\d.]+_${platform}\\.zip$`);
  return readdirSync(folder).some((entry) => packed.test(entry) || existsSync(join(folder, entry, platform)));
}
