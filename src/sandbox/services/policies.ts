import { type AwsError, conflict, notFound, quotaExceeded, validation } from '../error.ts';
import { type Operations, takes } from '../operation.ts';
import { type PageInput, page } from '../page.ts';
import type { Boundary, CustomerPolicy, PermissionSet } from '../world.ts';
import { findSet, setToChange } from './permission-sets.ts';

/** AWS managed and customer managed policies of one permission set together (user guide, limits). */
const maxPolicies = 25;

/** Characters of an inline policy, white space not counted (user guide, limits). */
const maxInlineCharacters = 10_240;

interface SetInput {
  readonly InstanceArn: string;
  readonly PermissionSetArn: string;
}

type ReferenceInput = SetInput & { readonly CustomerManagedPolicyReference: CustomerPolicy };

/** What a permission set allows: its managed policies, its inline policy, its boundary. */
export const policies: Operations = {
  AttachManagedPolicyToPermissionSet: takes<SetInput & { ManagedPolicyArn: string }>((context, input) => {
    const { set } = setToChange(context, input);
    if (set.managedPolicies.includes(input.ManagedPolicyArn)) {
      const where = `already has a typed link attachment to a manged policy with arn ${input.ManagedPolicyArn}`;
      throw conflict(`Permission set with id ${idOf(set)} ${where}`);
    }
    checkPolicyQuota(set);
    set.managedPolicies.push(input.ManagedPolicyArn);
    set.version++;
    return {};
  }),

  DetachManagedPolicyFromPermissionSet: takes<SetInput & { ManagedPolicyArn: string }>((context, input) => {
    const { set } = setToChange(context, input);
    if (!set.managedPolicies.includes(input.ManagedPolicyArn)) {
      throw notFound(`Could not find ManagedPolicy with arn ${input.ManagedPolicyArn}`);
    }
    set.managedPolicies = set.managedPolicies.filter((arn) => arn !== input.ManagedPolicyArn);
    set.version++;
    return {};
  }),

  ListManagedPoliciesInPermissionSet: takes<PageInput & SetInput>((context, input) => {
    const { set } = findSet(context, input);
    const { items, NextToken } = page(context, input, set.managedPolicies, (arn) => arn);
    return { AttachedManagedPolicies: items.map((arn) => ({ Name: arn.split('/').at(-1), Arn: arn })), NextToken };
  }),

  AttachCustomerManagedPolicyReferenceToPermissionSet: takes<ReferenceInput>((context, input) => {
    const { set } = setToChange(context, input);
    const policy = withPath(input.CustomerManagedPolicyReference);
    if (set.customerPolicies.some((one) => keyOf(one) === keyOf(policy))) {
      const name = `name: ${policy.Name}  and path ${policy.Path}`;
      throw conflict(`Given customer managed policy with ${name} already attached`);
    }
    checkPolicyQuota(set);
    set.customerPolicies.push(policy);
    set.version++;
    return {};
  }),

  DetachCustomerManagedPolicyReferenceFromPermissionSet: takes<ReferenceInput>((context, input) => {
    const { set } = setToChange(context, input);
    const key = keyOf(withPath(input.CustomerManagedPolicyReference));
    if (!set.customerPolicies.some((one) => keyOf(one) === key)) {
      throw notFound(`Given managed policy with name: ${key} is not attached on permission set ${idOf(set)}`);
    }
    set.customerPolicies = set.customerPolicies.filter((one) => keyOf(one) !== key);
    set.version++;
    return {};
  }),

  ListCustomerManagedPolicyReferencesInPermissionSet: takes<PageInput & SetInput>((context, input) => {
    const { set } = findSet(context, input);
    const { items, NextToken } = page(context, input, set.customerPolicies, keyOf);
    return { CustomerManagedPolicyReferences: items, NextToken };
  }),

  PutInlinePolicyToPermissionSet: takes<SetInput & { InlinePolicy: string }>((context, input) => {
    const { set } = setToChange(context, input);
    checkInlinePolicy(input.InlinePolicy);
    set.inlinePolicy = input.InlinePolicy;
    set.version++;
    return {};
  }),

  /** No policy is an empty text, not an error (model of sso-admin). */
  GetInlinePolicyForPermissionSet: takes<SetInput>((context, input) => ({
    InlinePolicy: findSet(context, input).set.inlinePolicy,
  })),

  DeleteInlinePolicyFromPermissionSet: takes<SetInput>((context, input) => {
    const { set } = setToChange(context, input);
    set.inlinePolicy = '';
    set.version++;
    return {};
  }),

  PutPermissionsBoundaryToPermissionSet: takes<SetInput & { PermissionsBoundary: Boundary }>((context, input) => {
    const { set } = setToChange(context, input);
    const { ManagedPolicyArn, CustomerManagedPolicyReference } = input.PermissionsBoundary;
    if ((ManagedPolicyArn === undefined) === (CustomerManagedPolicyReference === undefined)) {
      throw validation('Exactly one of ManagedPolicyArn and CustomerManagedPolicyReference must be given.');
    }
    set.boundary =
      CustomerManagedPolicyReference === undefined
        ? input.PermissionsBoundary
        : { CustomerManagedPolicyReference: withPath(CustomerManagedPolicyReference) };
    set.version++;
    return {};
  }),

  GetPermissionsBoundaryForPermissionSet: takes<SetInput>((context, input) => {
    const { set } = findSet(context, input);
    if (set.boundary === undefined) throw noBoundary(set);
    return { PermissionsBoundary: set.boundary };
  }),

  DeletePermissionsBoundaryFromPermissionSet: takes<SetInput>((context, input) => {
    const { set } = setToChange(context, input);
    if (set.boundary === undefined) throw noBoundary(set);
    delete set.boundary;
    set.version++;
    return {};
  }),
};

/** The name under which a customer managed policy must exist in an account: path and name. */
export function keyOf(policy: CustomerPolicy): string {
  return `${policy.Path ?? '/'}${policy.Name}`;
}

function withPath(policy: CustomerPolicy): CustomerPolicy {
  return { Name: policy.Name, Path: policy.Path ?? '/' };
}

function idOf(set: Readonly<PermissionSet>): string | undefined {
  return set.arn.split('/').at(-1);
}

function noBoundary(set: Readonly<PermissionSet>): AwsError {
  return notFound(`Could not find PermissionsBoundary for PermissionSet with id ${idOf(set)}`);
}

function checkPolicyQuota(set: PermissionSet): void {
  if (set.managedPolicies.length + set.customerPolicies.length < maxPolicies) return;
  const text = `Cannot create ManagedPolicy more than ${maxPolicies} for id ${idOf(set)}`;
  throw quotaExceeded(`You have exceeded AWS SSO limits. ${text}`);
}

function checkInlinePolicy(text: string): void {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    throw validation('The inline policy is not valid JSON.');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    throw validation('The inline policy must be a JSON object.');
  }
  if (text.replace(/\s/g, '').length > maxInlineCharacters) {
    const rule = `Inline policy has more than ${maxInlineCharacters} non-white-space characters`;
    throw quotaExceeded(`You have exceeded AWS SSO limits. ${rule}`);
  }
}
