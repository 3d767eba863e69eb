import { models, type ServiceName, type Shape, shapeOf } from '../../src/sandbox/models.ts';

/** One JSON value. */
export type Json = string | number | boolean | Json[] | { [name: string]: Json };
export type Members = { [name: string]: Json };

const uuid = '00000000-0000-4000-8000-000000000000';
const instance = 'ssoins-0123456789abcdef';

/** A text that each shape with a pattern accepts; one with a placeholder too: a test makes real ones of them. */
const examples: Readonly<Record<string, string>> = {
  'sso-admin InstanceArn': `arn:aws:sso:::instance/${instance}`,
  'sso-admin PermissionSetArn': `arn:aws:sso:::permissionSet/${instance}/ps-0123456789abcdef`,
  'sso-admin TaggableResourceArn': `arn:aws:sso:::instance/${instance}`,
  'sso-admin ManagedPolicyArn': 'arn:aws:iam::aws:policy/AdministratorAccess',
  'sso-admin ManagedPolicyPath': '/team/',
  'sso-admin Duration': 'PT1H',
  'sso-admin UUId': uuid,
  'sso-admin PrincipalId': uuid,
  'sso-admin TargetId': '111122223333',
  'sso-admin AccountId': '111122223333',
  'sso-admin KmsKeyArn': `arn:aws:kms:us-east-1:111122223333:key/${uuid}`,
  'identitystore IdentityStoreId': 'd-0123456789',
  'identitystore ResourceId': uuid,
  'identitystore ResourceRevision': '1',
  'identitystore ExtensionName': 'aws:identitystore:enterprise',
  'identitystore AttributePath': 'displayName',
  'organizations AccountId': '111122223333',
  'organizations ParentId': 'r-abcd',
  'organizations ChildId': '111122223333',
  'organizations OrganizationalUnitId': 'ou-abcd-01234567',
  'account AccountId': '111122223333',
};

/** An input of the operation with every member set, that breaks no constraint. */
export function validInput(service: ServiceName, operation: string): Members {
  const shape = models[service].operations[operation]?.input;
  return typeof shape === 'string' ? (valid(service, shape) as Members) : {};
}

/** A value of the shape that breaks no constraint; of a union, the first member. */
export function valid(service: ServiceName, name: string): Json {
  const shape = shapeOf(service, name);
  if (shape.document === true) return 'anything';
  switch (shape.type) {
    case 'structure': {
      const members = Object.entries(shape.members ?? {}).slice(0, shape.union === true ? 1 : undefined);
      return Object.fromEntries(members.map(([member, of]) => [member, valid(service, of)]));
    }
    case 'list':
      return Array.from({ length: Math.max(1, shape.min ?? 0) }, () => valid(service, shape.member ?? ''));
    case 'map':
      return { [validText(service, shape.key ?? '')]: valid(service, shape.value ?? '') };
    case 'string':
      return validText(service, name);
    case 'boolean':
      return true;
    default:
      return shape.min ?? 1;
  }
}

function validText(service: ServiceName, name: string): string {
  const shape: Shape = shapeOf(service, name);
  return examples[`${service} ${name}`] ?? shape.enum?.[0] ?? 'x'.repeat(Math.max(1, shape.min ?? 0));
}
