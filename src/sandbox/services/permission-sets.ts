import { permissionSetInstance, permissionSetOf, refuseDelegatedChange } from '../access.ts';
import { conflict, quotaExceeded, validation } from '../error.ts';
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
    if (instance.permissionSets.some((one) => one.name === input.Name)) {
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
    instance.permissionSets.push(set);
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
    const used = [...instance.assignments, ...underWay(instance)];
    if (used.some((one) => one.permissionSetArn === set.arn)) {
      throw conflict('Could not delete because PermissionSet has ApplicationProfile associated with it');
    }
    instance.permissionSets = instance.permissionSets.filter((one) => one !== set);
    instance.provisioned = instance.provisioned.filter((one) => one.permissionSetArn !== set.arn);
    return {};
  }),

  ListPermissionSets: takes<PageInput & { InstanceArn: string }>((context, input) => {
    const instance = permissionSetInstance(context, input.InstanceArn);
    const arns = instance.permissionSets.map((one) => one.arn);
    const { items, NextToken } = page(context, input, arns, (arn) => arn);
    return { PermissionSets: items, NextToken };
  }),
};

/** The instance and the permission set that an input names. */
export function findSet(context: Context, input: SetInput): { instance: Instance; set: PermissionSet } {
  const instance = permissionSetInstance(context, input.InstanceArn);
  return { instance, set: permissionSetOf(instance, input.PermissionSetArn) };
}

/** As `findSet`, for a caller who wants to change the set. */
export function setToChange(context: Context, input: SetInput): { instance: Instance; set: PermissionSet } {
  const found = findSet(context, input);
  refuseDelegatedChange(context, found.instance, found.set);
  return found;
}

/** No tag key twice. */
export function checkDistinctTags(tags: readonly Tag[]): void {
  if (new Set(tags.map((tag) => tag.Key)).size < tags.length) throw validation('Duplicate tag keys found.');
}

function underWay(instance: Instance) {
  return instance.requests.filter((one) => one.status === 'IN_PROGRESS');
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

function description(set: PermissionSet) {
  return {
    Name: set.name,
    PermissionSetArn: set.arn,
    Description: set.description,
    CreatedDate: seconds(set.createdAt),
    SessionDuration: set.sessionDuration,
    RelayState: set.relayState,
  };
}
