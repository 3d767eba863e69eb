import type { PermissionSetSettings } from './settings/settings.ts';

/** By their names, or at the end of their ARNs in any partition. Who may do everything in IAM can take everything else. */
const ADMINISTRATOR = /(?:^|\/)(?:AdministratorAccess|IAMFullAccess)$/;

/**
 * Whether policies give administrator access, or let people give it to themselves: the AWS managed policies
 * `AdministratorAccess` and `IAMFullAccess`, or an inline policy that allows every action, or every one of IAM, on every
 * resource. Conditions are not weighed: whoever meets them has it. Customer managed policies are not looked into.
 *
 * @param inline the policy document; empty when there is none
 */
export function administrates(managed: readonly string[], inline: string): boolean {
  return managed.some((policy) => ADMINISTRATOR.test(policy)) || allowsEverything(inline);
}

/** Whether a permission set gives administrator access once the settings hold, or may: they leave out a kind of policy. */
export function mayAdministrate(set: PermissionSetSettings): boolean {
  return set.managedPolicies === undefined || set.inlinePolicy === undefined || makesAdministrators(set);
}

/** Whether the settings themselves name policies that make administrators of all who hold a permission set. */
export function makesAdministrators({ managedPolicies = [], inlinePolicy = {} }: PermissionSetSettings): boolean {
  return administrates(managedPolicies, JSON.stringify(inlinePolicy));
}

const ALL_ACTIONS = /^([*?]*\*[*?]*)(:[*?]*\*[*?]*)?$/;
const ALL_OF_IAM = /^iam:[*?]*\*[*?]*$/i;
const ALL_RESOURCES = /^(arn:(aws[a-z-]*:)?)?[*?:]*\*[*?:]*$/;

function allowsEverything(document: string): boolean {
  return [parsed(document).Statement].flat().some((given) => {
    const { Effect, Action, NotAction, Resource, NotResource } = objectFrom(given);
    const isAll = (action: unknown) => ALL_ACTIONS.test(String(action)) || ALL_OF_IAM.test(String(action));
    const everyAction = NotAction === undefined ? listed(Action).some(isAll) : !listed(NotAction).some(isAll);
    const everywhere = NotResource !== undefined || listed(Resource).some((one) => ALL_RESOURCES.test(String(one)));
    return Effect === 'Allow' && everyAction && everywhere;
  });
}

function listed(value: unknown): unknown[] {
  return value === undefined ? [] : [value].flat();
}

function parsed(document: string): Readonly<Record<string, unknown>> {
  try {
    return objectFrom(JSON.parse(document));
  } catch {
    return {};
  }
}

function objectFrom(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
