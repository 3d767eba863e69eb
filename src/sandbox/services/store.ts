import { roleOf } from '../access.ts';
import { AwsError, accessDenied } from '../error.ts';
import type { Context } from '../operation.ts';
import type { Instance, World } from '../world.ts';

/** The instance whose identity store an input names, by id or ARN; regional. */
export function storeOf(context: Context, id: string): Instance {
  const storeId = id.split('/').at(-1);
  const instance = context.world.instances.find(
    (one) => one.identityStoreId === storeId && one.region === context.region && one.status === 'ACTIVE',
  );
  if (instance === undefined) throw missing('IDENTITY_STORE', 'Identity store not found.', id);
  const owns = instance.ownerAccountId === context.world.account.id;
  if (!owns && roleOf(context.world) !== 'delegated') {
    const action = `identitystore:${context.operation}`;
    throw accessDenied(`User: ${context.world.caller.arn} is not authorized to perform: ${action} on resource: ${id}`);
  }
  return instance;
}

/** ResourceNotFoundException of the identity store, with the members it has there. */
export function missing(type: string, text: string, id?: string): AwsError {
  return new AwsError('ResourceNotFoundException', text, { ResourceType: type, ResourceId: id });
}

/** Something with this name exists already. */
export function duplicate(text: string): AwsError {
  return new AwsError('ConflictException', text, { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' });
}

/** A conditional write: the revision must be today's. */
export function checkRevision(found: number, asked: string | undefined): void {
  if (asked !== undefined && asked !== String(found)) {
    const text = 'The resource was changed by another request.';
    throw new AwsError('ConflictException', text, { Reason: 'CONCURRENT_MODIFICATION' });
  }
}

/** Ids may be given as ARNs. */
export function bareId(id: string): string {
  return id.split('/').at(-1) ?? id;
}

/** New id of a user, group or membership: ten hex digits of the store's id, then a UUID. */
export function newId(context: Context, store: Instance): string {
  return `${store.identityStoreId.replace(/^d-/, '').slice(0, 10)}-${context.ids.uuid()}`;
}

export function arnOf(kind: 'user' | 'group' | 'membership', id: string): string {
  return `arn:aws:identitystore:::${kind}/${id}`;
}

/** Who made or changed something, for `CreatedBy` and `UpdatedBy`. */
export function callerName(world: World): string {
  return world.caller.arn;
}

/** Names of the service, refused for users and groups (model of identitystore). */
export function isReserved(name: string): boolean {
  return name === 'Administrator' || name === 'AWSAdministrators';
}
