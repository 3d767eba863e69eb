import type { AwsReader } from './aws/clients.ts';
import type { ListedInstance } from './aws/instances.ts';
import { describeOrganization, type Organization } from './aws/organizations.ts';
import type { Region } from './settings/settings.ts';
import { instancesNear } from './steps/instance.ts';

/** What a look at an account begins with. */
export interface Ahead {
  readonly organization: Promise<Organization | undefined>;
  /** In the Region of the settings. */
  readonly instances: Promise<ListedInstance[]>;
}

/** Asks AWS before anybody needs the answers. What goes wrong is told to whoever waits for it, if anybody does. */
export function askAhead(aws: AwsReader, region: Region): Ahead {
  const ahead = { organization: describeOrganization(aws), instances: instancesNear(aws, region) };
  for (const answer of Object.values(ahead)) answer.catch(() => undefined);
  return ahead;
}
