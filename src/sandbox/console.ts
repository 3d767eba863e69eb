import { roleOf } from './access.ts';
import { userNamed } from './assigned.ts';
import type { Behaviour } from './behaviour.ts';
import { type Ids, worldIds } from './ids.ts';
import { replaced } from './lists.ts';
import { isRegionEnabled } from './regions.ts';
import { blankInstance } from './services/new-instance.ts';
import { enableServiceAccess, foundOrganization } from './services/new-organization.ts';
import type { Instance, World } from './world.ts';

/** What a person does by hand because AWS has no API for it. Whatever the console would refuse is a plain Error. */
export interface AwsConsole {
  /** Enables Identity Center; in a standalone account that makes the organization too. */
  enableInstance(region: string, options?: { permissionSetsEnabled?: boolean }): void;
  /** As `enableInstance`, but the instance appears half-way, as CREATE_IN_PROGRESS, and is ACTIVE after `afterMs`. */
  enableInstanceSoon(region: string, afterMs?: number, options?: { permissionSetsEnabled?: boolean }): void;
  /** The portal's name, once and for all (user guide, howtochangeURL). */
  setAlias(alias: string): void;
  setSendEmailOtp(on: boolean): void;
  setMfa(settings: Readonly<Record<string, unknown>>): void;
  /** Resets the password of the user with that name. */
  setPassword(userName: string): void;
}

/** Names that the private HTTP route knows. */
export const consoleActions = [
  'enableInstance',
  'enableInstanceSoon',
  'setAlias',
  'setSendEmailOtp',
  'setMfa',
  'setPassword',
] as const;

/** Changes the world in one go; nothing happens when `act` throws. */
type Change = (act: (world: World) => void) => void;

export function awsConsole(change: Change, behaviour: Behaviour, now: () => number): AwsConsole {
  return {
    enableInstance: (region, options) =>
      change((world) => {
        const ids = worldIds(world, behaviour.seed);
        prepare(world, ids, region, behaviour, now());
        addInstance(world, ids, region, 'ACTIVE', options?.permissionSetsEnabled ?? true, now());
      }),
    enableInstanceSoon: (region, afterMs = behaviour.enableAfterMs, options = {}) =>
      change((world) => {
        prepare(world, worldIds(world, behaviour.seed), region, behaviour, now());
        world.enabling = {
          region,
          permissionSetsEnabled: options.permissionSetsEnabled ?? true,
          appearsAt: now() + afterMs / 2,
          activeAt: now() + afterMs,
        };
      }),
    setAlias: (alias) =>
      change((world) => {
        const { portal } = organizationInstance(world);
        if (portal.alias !== undefined)
          throw new Error(`The portal is named ${portal.alias} already; it cannot be renamed.`);
        if (!/^(?!d-)[a-z0-9]+(-*[a-z0-9])*$/.test(alias) || alias.length > 62) {
          throw new Error('An alias has 1 to 62 small letters, digits and hyphens, and does not start with d-.');
        }
        if (isTaken(world, alias)) throw new Error(`The alias ${alias} is taken.`);
        portal.alias = alias;
      }),
    setSendEmailOtp: (on) =>
      change((world) => {
        organizationInstance(world).portal.sendEmailOtp = on;
      }),
    setMfa: (settings) =>
      change((world) => {
        const { portal } = organizationInstance(world);
        portal.mfa = { ...portal.mfa, ...settings };
      }),
    setPassword: (userName) =>
      change((world) => {
        const instance = organizationInstance(world);
        const user = userNamed(instance, userName);
        if (user === undefined) throw new Error(`There is no user ${userName}.`);
        instance.users = replaced(instance.users, user, { ...user, hasPassword: true });
      }),
  };
}

/** Aliases are unique over all of AWS (Directory Service API reference, CreateAlias). */
function isTaken(world: World, alias: string): boolean {
  return world.foreignAliases?.includes(alias) === true || world.instances.some((one) => one.portal.alias === alias);
}

/** Moves an instance that is being enabled on; gives the time of the latest step, if there was one. */
export function moveEnabling(world: World, seed: number, now: number): number | undefined {
  const { enabling } = world;
  if (enabling === null || now < enabling.appearsAt) return undefined;
  const { region, permissionSetsEnabled, appearsAt, activeAt } = enabling;
  let instance = world.instances.find((one) => one.status === 'CREATE_IN_PROGRESS');
  const isNew = instance === undefined;
  instance ??= addInstance(
    world,
    worldIds(world, seed),
    region,
    'CREATE_IN_PROGRESS',
    permissionSetsEnabled,
    appearsAt,
  );
  if (now < activeAt) return isNew ? appearsAt : undefined;
  instance.status = 'ACTIVE';
  world.enabling = null;
  return activeAt;
}

/** Refuses what the console would refuse, and makes the organization when there is none. */
function prepare(world: World, ids: Ids, region: string, behaviour: Behaviour, now: number): void {
  if (!isRegionEnabled(region, behaviour.enabledOptInRegions)) throw new Error(`The Region ${region} is not enabled.`);
  if (roleOf(world) === 'member' || roleOf(world) === 'delegated') {
    throw new Error('Only the management account can enable IAM Identity Center.');
  }
  const present = world.instances[0]?.region ?? world.enabling?.region;
  if (present !== undefined) throw new Error(`IAM Identity Center is enabled already, in ${present}.`);
  if (world.organization?.featureSet === 'CONSOLIDATED_BILLING') {
    throw new Error('The organization must have all features enabled.');
  }
  const organization = world.organization ?? foundOrganization(world, ids, now);
  enableServiceAccess(organization, 'sso.amazonaws.com', now);
}

function addInstance(
  world: World,
  ids: Ids,
  region: string,
  status: Instance['status'],
  permissionSetsEnabled: boolean,
  now: number,
): Instance {
  const instance = blankInstance(world, ids, { region, kind: 'organization', now, status, permissionSetsEnabled });
  world.instances.push(instance);
  return instance;
}

function organizationInstance(world: World): Instance {
  const instance = world.instances.find((one) => one.kind === 'organization' && one.status === 'ACTIVE');
  if (instance === undefined) throw new Error('IAM Identity Center is not enabled.');
  return instance;
}
