import {
  AttachCustomerManagedPolicyReferenceToPermissionSetCommand,
  AttachManagedPolicyToPermissionSetCommand,
  type PermissionSet as AwsPermissionSet,
  CreatePermissionSetCommand,
  DescribePermissionSetCommand,
  DetachCustomerManagedPolicyReferenceFromPermissionSetCommand,
  DetachManagedPolicyFromPermissionSetCommand,
  GetInlinePolicyForPermissionSetCommand,
  GetPermissionsBoundaryForPermissionSetCommand,
  ListCustomerManagedPolicyReferencesInPermissionSetCommand,
  ListManagedPoliciesInPermissionSetCommand,
  ListPermissionSetsCommand,
  ListTagsForResourceCommand,
  PutInlinePolicyToPermissionSetCommand,
  PutPermissionsBoundaryToPermissionSetCommand,
  type SSOAdminClient,
  TagResourceCommand,
  UpdatePermissionSetCommand,
} from '@aws-sdk/client-sso-admin';
import { maybeTextIn, textIn } from './answered.ts';
import { allPages, BRIEFLY, orAbsent, orThere } from './call.ts';
import type { AwsReader, AwsWriter } from './clients.ts';
import type { Instance } from './instances.ts';
import { sso } from './sso-admin.ts';

/** What `UpdatePermissionSet` sets, all of it at once: a relay state that is left out is cleared. */
export interface PermissionSetBody {
  readonly description: string | undefined;
  /** ISO 8601. */
  readonly sessionDuration: string | undefined;
  readonly relayState: string | undefined;
}

export interface PermissionSet extends PermissionSetBody {
  readonly arn: string;
  readonly name: string;
}

export interface PolicyReference {
  readonly name: string;
  readonly path: string;
}

export type PermissionsBoundary = { readonly arn: string } | { readonly reference: PolicyReference };

export function listPermissionSets(aws: AwsReader, at: Instance): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await sso(aws, at, 'ListPermissionSets', (client) =>
      client.send(new ListPermissionSetsCommand({ InstanceArn: at.arn, MaxResults: 100, NextToken })),
    );
    return { items: answer.PermissionSets?.map((arn) => textIn(arn)), next: answer.NextToken };
  });
}

/** Undefined when it is gone. */
export async function describePermissionSet(
  aws: AwsReader,
  at: Instance,
  arn: string,
): Promise<PermissionSet | undefined> {
  const answer = await orAbsent(
    sso(aws, at, 'DescribePermissionSet', (client) => client.send(new DescribePermissionSetCommand(of(at, arn)))),
  );
  const found = answer?.PermissionSet;
  return found && permissionSetOf(found);
}

function permissionSetOf(found: AwsPermissionSet = {}, name = ''): PermissionSet {
  return {
    arn: textIn(found.PermissionSetArn),
    name: maybeTextIn(found.Name) ?? name,
    description: maybeTextIn(found.Description),
    sessionDuration: maybeTextIn(found.SessionDuration),
    relayState: maybeTextIn(found.RelayState),
  };
}

/** Makes a permission set without policies, boundary and tags. */
export async function createPermissionSet(
  aws: AwsWriter,
  at: Instance,
  name: string,
  body: Partial<PermissionSetBody>,
): Promise<PermissionSet> {
  const answer = await sso(aws, at, 'CreatePermissionSet', (client) =>
    client.send(new CreatePermissionSetCommand({ InstanceArn: at.arn, Name: name, ...bodyOf(body) })),
  );
  return permissionSetOf(answer.PermissionSet, name);
}

export async function updatePermissionSet(
  aws: AwsWriter,
  at: Instance,
  arn: string,
  body: PermissionSetBody,
): Promise<void> {
  await sso(aws, at, 'UpdatePermissionSet', (client) =>
    client.send(new UpdatePermissionSetCommand({ ...of(at, arn), ...bodyOf(body) })),
  );
}

export function listManagedPolicies(aws: AwsReader, at: Instance, arn: string): Promise<string[]> {
  return allPages(async (NextToken) => {
    const answer = await sso(aws, at, 'ListManagedPoliciesInPermissionSet', (client) =>
      client.send(new ListManagedPoliciesInPermissionSetCommand({ ...of(at, arn), MaxResults: 100, NextToken })),
    );
    return {
      items: answer.AttachedManagedPolicies?.flatMap(({ Arn }) => maybeTextIn(Arn) ?? []),
      next: answer.NextToken,
    };
  });
}

export async function attachManagedPolicy(aws: AwsWriter, at: Instance, arn: string, policy: string): Promise<void> {
  await orThere(
    sso(aws, at, 'AttachManagedPolicyToPermissionSet', (client) =>
      client.send(new AttachManagedPolicyToPermissionSetCommand({ ...of(at, arn), ManagedPolicyArn: policy })),
    ),
  );
}

export async function detachManagedPolicy(aws: AwsWriter, at: Instance, arn: string, policy: string): Promise<void> {
  await orAbsent(
    sso(aws, at, 'DetachManagedPolicyFromPermissionSet', (client) =>
      client.send(new DetachManagedPolicyFromPermissionSetCommand({ ...of(at, arn), ManagedPolicyArn: policy })),
    ),
  );
}

export function listCustomerPolicies(aws: AwsReader, at: Instance, arn: string): Promise<PolicyReference[]> {
  return allPages(async (NextToken) => {
    const answer = await sso(aws, at, 'ListCustomerManagedPolicyReferencesInPermissionSet', (client) =>
      client.send(
        new ListCustomerManagedPolicyReferencesInPermissionSetCommand({ ...of(at, arn), MaxResults: 100, NextToken }),
      ),
    );
    return { items: answer.CustomerManagedPolicyReferences?.map(referenceOf), next: answer.NextToken };
  });
}

export async function attachCustomerPolicy(
  aws: AwsWriter,
  at: Instance,
  arn: string,
  policy: PolicyReference,
): Promise<void> {
  await orThere(
    sso(aws, at, 'AttachCustomerManagedPolicyReferenceToPermissionSet', (client) =>
      client.send(new AttachCustomerManagedPolicyReferenceToPermissionSetCommand(withPolicy(at, arn, policy))),
    ),
  );
}

export async function detachCustomerPolicy(
  aws: AwsWriter,
  at: Instance,
  arn: string,
  policy: PolicyReference,
): Promise<void> {
  await orAbsent(
    sso(aws, at, 'DetachCustomerManagedPolicyReferenceFromPermissionSet', (client) =>
      client.send(new DetachCustomerManagedPolicyReferenceFromPermissionSetCommand(withPolicy(at, arn, policy))),
    ),
  );
}

/** The policy document as AWS keeps it; empty when there is none. */
export async function getInlinePolicy(aws: AwsReader, at: Instance, arn: string): Promise<string> {
  const answer = await sso(aws, at, 'GetInlinePolicyForPermissionSet', (client) =>
    client.send(new GetInlinePolicyForPermissionSetCommand(of(at, arn))),
  );
  return textIn(answer.InlinePolicy);
}

export async function putInlinePolicy(aws: AwsWriter, at: Instance, arn: string, policy: string): Promise<void> {
  await sso(aws, at, 'PutInlinePolicyToPermissionSet', (client) =>
    client.send(new PutInlinePolicyToPermissionSetCommand({ ...of(at, arn), InlinePolicy: policy })),
  );
}

/** Undefined when there is none, which AWS answers as "not found". */
export async function getBoundary(aws: AwsReader, at: Instance, arn: string): Promise<PermissionsBoundary | undefined> {
  const answer = await orAbsent(
    sso(aws, at, 'GetPermissionsBoundaryForPermissionSet', (client) =>
      client.send(new GetPermissionsBoundaryForPermissionSetCommand(of(at, arn))),
    ),
  );
  const boundary = answer?.PermissionsBoundary;
  const managed = maybeTextIn(boundary?.ManagedPolicyArn);
  if (managed !== undefined) return { arn: managed };
  const reference = boundary?.CustomerManagedPolicyReference ?? undefined;
  return reference === undefined ? undefined : { reference: referenceOf(reference) };
}

export async function putBoundary(
  aws: AwsWriter,
  at: Instance,
  arn: string,
  boundary: PermissionsBoundary,
): Promise<void> {
  const PermissionsBoundary =
    'arn' in boundary
      ? { ManagedPolicyArn: boundary.arn }
      : { CustomerManagedPolicyReference: { Name: boundary.reference.name, Path: boundary.reference.path } };
  await sso(aws, at, 'PutPermissionsBoundaryToPermissionSet', (client) =>
    client.send(new PutPermissionsBoundaryToPermissionSetCommand({ ...of(at, arn), PermissionsBoundary })),
  );
}

export async function listTags(aws: AwsReader, at: Instance, arn: string): Promise<Record<string, string>> {
  const tags = await allPages(async (NextToken) => {
    const list = (client: SSOAdminClient) =>
      client.send(new ListTagsForResourceCommand({ InstanceArn: at.arn, ResourceArn: arn, NextToken }));
    const answer = await sso(aws, at, 'ListTagsForResource', list, { patience: BRIEFLY });
    const items = answer.Tags?.map(({ Key, Value }) => [textIn(Key), textIn(Value)] as const);
    return { items, next: answer.NextToken };
  });
  return Object.fromEntries(tags);
}

/** Adds or replaces these tags; others stay. */
export async function putTags(
  aws: AwsWriter,
  at: Instance,
  arn: string,
  tags: Readonly<Record<string, string>>,
): Promise<void> {
  const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await sso(aws, at, 'TagResource', (client) =>
    client.send(new TagResourceCommand({ InstanceArn: at.arn, ResourceArn: arn, Tags })),
  );
}

function withPolicy(at: Instance, arn: string, policy: PolicyReference) {
  return { ...of(at, arn), CustomerManagedPolicyReference: { Name: policy.name, Path: policy.path } };
}

function of(at: Instance, arn: string) {
  return { InstanceArn: at.arn, PermissionSetArn: arn };
}

function bodyOf(body: Partial<PermissionSetBody>) {
  return {
    ...(body.description === undefined ? {} : { Description: body.description }),
    ...(body.sessionDuration === undefined ? {} : { SessionDuration: body.sessionDuration }),
    ...(body.relayState === undefined ? {} : { RelayState: body.relayState }),
  };
}

function referenceOf(policy: { Name?: string | undefined; Path?: string | undefined }): PolicyReference {
  return { name: textIn(policy.Name), path: maybeTextIn(policy.Path) ?? '/' };
}
