import { permissionSetInstance, permissionSetOf, refuseDelegatedChange } from '../access.ts';
import { conflict, quotaExceeded, validation } from '../error.ts';
import { byArn, byName, bySet, underWay } from '../keys.ts';
import { added, all, first, removed, replaced } from '../lists.ts';
import { type Context, type Operations, seconds, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Instance, PermissionSet, Tag } from '../world.ts';

/** Permission sets in an instance (user guide, limits). */
const maxPermissionSets = 3500;

interface SetInput {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

interface Settings {
  readonly Description?: string;
  readonly SessionDuration?: string;
  readonly RelayState?: string;
}

/** Operations on permission sets themselves; policies are elsewhere. */
export const permissionSets: Operations = {
  CreatePermissionSet: takes<Settings & { InstanceArn: string; Name: string; Tags?: Tag[] }>((context, input) => {
    const instance = permissionSetInstance(context, input.InstanceArn);
    checkDuration(input.SessionDuration);
    checkDistinctTags(input.Tags ?? []);
    if (first(instance.permissionSets, byName, input.Name) !== undefined) {
      throw conflict(`PermissionSet with name ${input.Name} already exists.`);
    }
    if (instance.permissionSets.length >= maxPermissionSets) {
      throw quotaExceeded(
        `You have exceeded AWS SSO limits. Cannot create PermissionSet more than ${maxPermissionSets}.`,
      );
    }
    const set: PermissionSet = {
      arn: `arn:aws:sso:::permissionSet/${instance.arn.split('/').at(-1)}/ps-${context.ids.hex(16)}`,
      name: input.Name,
      ...(input.Description !== undefined && { description: input.Description }),
      sessionDuration: input.SessionDuration ?? 'PT1H',
      ...(input.RelayState !== undefined && { relayState: input.RelayState }),
      createdAt: context.now,
      tags: input.Tags ?? [],
      managedPolicies: [],
      customerPolicies: [],
      inlinePolicy: '',
      version: 1,
    };
    instance.permissionSets = added(instance.permissionSets, set);
    return { PermissionSet: description(set) };
  }),

  DescribePermissionSet: takes<SetInput>((context, input) => ({
    PermissionSet: description(findSet(context, input).set),
  })),

  /** A RelayState that is left out is cleared (terraform-provider-aws#17411); the other settings stay. */
  UpdatePermissionSet: takes<SetInput & Settings>((context, input) => {
    checkDuration(input.SessionDuration);
    const { set } = setToChange(context, input);
    if (input.Description !== undefined) set.description = input.Description;
    if (input.SessionDuration !== undefined) set.sessionDuration = input.SessionDuration;
    if (input.RelayState === undefined) delete set.relayState;
    else set.relayState = input.RelayState;
    set.version++;
    return {};
  }),

  DeletePermissionSet: takes<SetInput>((context, input) => {
    const { instance, set } = setToChange(context, input);
    const isUnderWay = underWay(instance).some((one) => one.permissionSetArn === set.arn);
    if (isUnderWay || first(instance.assignments, bySet, set.arn) !== undefined) {
      throw conflict('Could not delete because PermissionSet has ApplicationProfile associated with it');
    }
    instance.permissionSets = removed(instance.permissionSets, [set]);
    instance.provisioned = removed(instance.provisioned, all(instance.provisioned, bySet, set.arn));
    return {};
  }),

  ListPermissionSets: takes<PageInput & { InstanceArn: string }>((context, input) => {
    const instance = permissionSetInstance(context, input.InstanceArn);
    const { items, NextToken } = page(context, input, instance.permissionSets, byArn);
    return { PermissionSets: items.map(byArn), NextToken };
  }),
};

/** The instance and the permission set that an input names. */
export function findSet(context: Context, input: SetInput): { instance: Instance; set: Readonly<PermissionSet> } {
  const instance = permissionSetInstance(context, input.InstanceArn);
  return { instance, set: permissionSetOf(instance, input.PermissionSetArn) };
}

/** As `findSet`, for a caller who wants to change the set, all but its ARN and name: a copy is in its place already. */
export function setToChange(context: Context, input: SetInput): { instance: Instance; set: PermissionSet } {
  const { instance, set: before } = findSet(context, input);
  refuseDelegatedChange(context, instance, before);
  const set = structuredClone(before);
  instance.permissionSets = replaced(instance.permissionSets, before, set);
  return { instance, set };
}

/** No tag key twice. */
export function checkDistinctTags(tags: readonly Tag[]): void {
  if (new Set(tags.map((tag) => tag.Key)).size < tags.length) throw validation('Duplicate tag keys found.');
}

/** Session durations go from one to twelve hours (user guide, howtosessionduration); the model checks only the form. */
function checkDuration(text: string | undefined): void {
  if (text === undefined) return;
  const total = durationSeconds(text);
  if (!(total >= 3600 && total <= 43_200)) throw validation('SessionDuration must be between PT1H and PT12H.');
}

/** `PT1H30M` in seconds; NaN for what is no duration. */
export function durationSeconds(text: string): number {
  const found = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text);
  if (found === null) return Number.NaN;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

function description(set: Readonly<PermissionSet>) {
  return {
    Name: set.name,
    PermissionSetArn: set.arn,
    Description: set.description,
    CreatedDate: seconds(set.createdAt),
    SessionDuration: set.sessionDuration,
    RelayState: set.relayState,
  };
}
