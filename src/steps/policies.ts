import type { PermissionsBoundary, PolicyReference } from '../aws/permission-sets.ts';
import type { Boundary } from '../settings/settings.ts';

/** AWS managed policies that live under `job-function/` (IAM user guide, managed policies for job functions). */
const JOB_FUNCTIONS = new Set([
  'Billing',
  'DatabaseAdministrator',
  'DataScientist',
  'NetworkAdministrator',
  'SupportUser',
  'SystemAdministrator',
  'ViewOnlyAccess',
]);

/** The ARN of an AWS managed policy: as it is, or made from its short name, in the caller's partition. */
export function managedPolicyArn(policy: string, partition: string): string {
  if (policy.startsWith('arn:')) return policy;
  return `arn:${partition}:iam::aws:policy/${JOB_FUNCTIONS.has(policy) ? 'job-function/' : ''}${policy}`;
}

/** A customer managed policy in one string, path and name: `/team/Builders`. */
export function referenceText({ name, path }: PolicyReference): string {
  return `${path}${name}`;
}

/** The other way round. */
export function referenceFrom(text: string): PolicyReference {
  const end = text.lastIndexOf('/') + 1;
  return { path: text.slice(0, end), name: text.slice(end) };
}

/** A boundary in one string: the ARN of an AWS managed policy, or a customer managed policy's path and name. */
export function boundaryText(boundary: PermissionsBoundary): string {
  return 'arn' in boundary ? boundary.arn : referenceText(boundary.reference);
}

export function boundaryFrom(text: string): PermissionsBoundary {
  return text.startsWith('arn:') ? { arn: text } : { reference: referenceFrom(text) };
}

export function wantedBoundary(boundary: Boundary, partition: string): string {
  return 'managedPolicy' in boundary
    ? managedPolicyArn(boundary.managedPolicy, partition)
    : referenceText(boundary.customerManagedPolicy);
}

/** A JSON document with its keys in one order and no spaces, so that equal documents are equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** What AWS keeps, in that form; empty when there is no policy, and as it is when it is not JSON. */
export function canonicalPolicy(document: string): string {
  if (document === '') return '';
  try {
    return canonicalJson(JSON.parse(document));
  } catch {
    return document;
  }
}
