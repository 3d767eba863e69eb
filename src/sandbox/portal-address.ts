import type { Instance, World } from './world.ts';

/** A portal that an address leads to. */
export interface PortalAddress {
  /** Undefined: another company's, of which nothing else is known. */
  readonly instance: Instance | undefined;
  readonly startUrl: string;
}

/**
 * The portal at that address: an ACTIVE organization instance by its id, its alias or its instance id (user guide,
 * multi-region-workforce-access), or a name of another company. Undefined: nobody's.
 */
export function portalAt(world: World, url: string): PortalAddress | undefined {
  const named = nameIn(url);
  if (named === undefined) return undefined;
  const instance = world.instances.find((one) => isPortal(one) && isNamed(one, named));
  if (instance !== undefined) return { instance, startUrl: startUrlOf(instance) };
  const isForeign = named.region === undefined && world.foreignAliases?.includes(named.name) === true;
  return isForeign ? { instance, startUrl: classicUrl(named.name) } : undefined;
}

/** The portal's address, under its alias when it has one. */
export function startUrlOf(instance: Instance): string {
  return classicUrl(instance.portal.alias ?? instance.identityStoreId);
}

function isPortal(instance: Instance): boolean {
  return instance.kind === 'organization' && instance.status === 'ACTIVE';
}

interface Named {
  readonly name: string;
  /** Of the regional addresses. */
  readonly region?: string | undefined;
}

function isNamed(instance: Instance, { name, region = instance.region }: Named): boolean {
  const names = [instance.identityStoreId, instance.portal.alias, instance.arn.split('/').at(-1)];
  return region === instance.region && names.includes(name);
}

/** Any of these may end in `/`, `#` or `/#/`. */
const forms = [
  /^https:\/\/(?<name>(?!ssoins-)[a-z0-9-]+)\.awsapps\.com\/start\/?(#\/?)?$/i,
  /^https:\/\/(?<name>ssoins-[a-z0-9]+)\.(?<region>[a-z0-9-]+)\.portal\.amazonaws\.com\/?(#\/?)?$/i,
  /^https:\/\/(?<name>ssoins-[a-z0-9]+)\.portal\.(?<region>[a-z0-9-]+)\.app\.aws\/?(#\/?)?$/i,
  /^https:\/\/identitycenter\.amazonaws\.com\/(?<name>ssoins-[a-z0-9]+)\/?(#\/?)?$/i,
];

/** `lemon` of `https://lemon.awsapps.com/start`; undefined: no address of a portal. */
function nameIn(url: string): Named | undefined {
  for (const form of forms) {
    const found = form.exec(url)?.groups;
    if (found?.name !== undefined) return { name: found.name.toLowerCase(), region: found.region?.toLowerCase() };
  }
  return undefined;
}

function classicUrl(name: string): string {
  return `https://${name}.awsapps.com/start`;
}
