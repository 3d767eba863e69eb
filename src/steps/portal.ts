import type { State, Step } from '../engine/step.ts';
import { aliasAddress, consolePage, type PortalUrls } from '../portal-urls.ts';
import type { Settings } from '../settings/settings.ts';
import type { InstanceStep } from './instance.ts';

export interface PortalState extends State {
  readonly urls: PortalUrls;
}
export type PortalStep = Step<{ alias?: string }, PortalState, { instance: InstanceStep }> & { single: true };

/**
 * The AWS access portal. It comes with the instance; its alias is chosen in the console and no API can read it, so it
 * stays a person's step until they have confirmed it.
 */
export function portalStep(
  instance: InstanceStep,
  { alias, region, confirmed }: Pick<Settings, 'alias' | 'region' | 'confirmed'>,
  partition: string,
): PortalStep {
  const since = confirmed.alias === undefined ? {} : { aliasConfirmed: confirmed.alias };
  const due = alias !== undefined && confirmed.alias === undefined;
  return {
    id: 'portal',
    needs: { instance },
    single: true,
    partOf: 'instance',
    want: new Map([['portal', due ? { alias } : {}]]),
    read: async (_aws, found) =>
      new Map([['portal', { fields: {}, urls: { ...portalUrls(found.instance, partition, alias), ...since } }]]),
    create: 'implied',
    update: { byHand: consolePage(partition, region.name) },
  };
}

/**
 * The portal's addresses as they follow from the instance (user guide, workforce access and createshortcutlink; no API
 * returns them). An identity store whose id is a UUID has no address that could be derived from it.
 */
function portalUrls(
  at: { arn: string; identityStoreId: string; region: string },
  partition: string,
  alias?: string,
): PortalUrls {
  const id = at.arn.split('/').at(-1) ?? '';
  const derivable = at.identityStoreId.startsWith('d-');
  const ssoins = id.startsWith('ssoins-');
  if (partition === 'aws-us-gov') {
    const directory = `https://start.${at.region}.us-gov-home.awsapps.com/directory/`;
    return {
      ...(derivable ? { classic: `${directory}${at.identityStoreId}` } : {}),
      ...(ssoins ? { dualStack: `https://${id}.portal.${at.region}.app.aws` } : {}),
      ...(alias === undefined ? {} : { alias: aliasAddress(alias, at.region) }),
    };
  }
  const china = partition === 'aws-cn';
  const apps = china ? 'awsapps.cn' : 'awsapps.com';
  const dualStack = china ? `portal.${at.region}.app.amazonwebservices.com.cn` : `portal.${at.region}.app.aws`;
  return {
    ...(derivable ? { classic: `https://${at.identityStoreId}.${apps}/start` } : {}),
    ...(ssoins ? { ipv4: `https://${id}.${at.region}.portal.amazonaws.com${china ? '.cn' : ''}` } : {}),
    ...(ssoins ? { dualStack: `https://${id}.${dualStack}` } : {}),
    ...(alias === undefined ? {} : { alias: aliasAddress(alias, at.region) }),
  };
}
