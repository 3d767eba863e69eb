import type { PermissionSetSettings } from './settings/settings.ts';

/** By its name, or at the end of its ARN in any partition. */
const ADMINISTRATOR = /(?:^|\/)AdministratorAccess$/;

/**
 * Whether policies give administrator access: the AWS managed policy `AdministratorAccess`, or an inline policy that
 * allows the action `*` on the resource `*` without a condition. Customer managed policies are not looked into.
 *
 * @param inline the policy document; empty when there is none
 */
export function administrates(managed: readonly string[], inline: string): boolean {
  return managed.some((policy) => ADMINISTRATOR.test(policy)) || allowsEverything(inline);
}

/** Whether a permission set gives administrator access once the settings hold, or may: they leave its policies out. */
export function mayAdministrate({ managedPolicies, inlinePolicy }: PermissionSetSettings): boolean {
  return managedPolicies === undefined || administrates(managedPolicies, JSON.stringify(inlinePolicy ?? {}));
}

/** Whether the settings say nothing of what a permission set allows: it is one that exists, and is only used. */
export function isBare({ managedPolicies, inlinePolicy }: PermissionSetSettings): boolean {
  return managedPolicies === undefined && inlinePolicy === undefined;
}

function allowsEverything(document: string): boolean {
  return [parsed(document).Statement].flat().some((given) => {
    const { Effect, Action, Resource, Condition } = objectFrom(given);
    const everyAction = [Action].flat().some((action) => action === '*' || action === '*:*');
    return Effect === 'Allow' && everyAction && [Resource].flat().includes('*') && Condition === undefined;
  });
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
