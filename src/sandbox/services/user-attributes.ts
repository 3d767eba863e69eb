import { check, violationText } from '../check.ts';
import { validation } from '../error.ts';
import { shapeOf } from '../models.ts';
import type { User } from '../world.ts';

/** One change of UpdateUser or UpdateGroup; without a value the attribute is removed. */
export interface AttributeOperation {
  readonly AttributePath: string;
  readonly AttributeValue?: unknown;
}

/** Attributes that Identity Center asks for although the model does not (moto; model documentation). */
export function requireAttributes(attributes: Readonly<Record<string, unknown>>): void {
  if (attributes.UserName === undefined) throw validation('userName is a required attribute');
  const name = attributes.Name as { GivenName?: string; FamilyName?: string } | undefined;
  const lacking = [
    attributes.DisplayName === undefined && 'displayname',
    name?.GivenName === undefined && 'givenname',
    name?.FamilyName === undefined && 'familyname',
  ].filter((one) => one !== false);
  if (lacking.length > 0) {
    throw validation(lacking.map((one) => `${one}: The attribute ${one} is required`).join(', '));
  }
}

/** Sets or removes one attribute: `displayName`, `name.givenName`, `emails`, `aws:identitystore:enterprise.department`. */
export function applyToUser(user: User, operation: AttributeOperation): void {
  const path = operation.AttributePath;
  if (path.includes(':')) {
    applyToExtension(user, path, operation.AttributeValue);
    return;
  }
  const [top = '', part, ...rest] = path.split('.').map(capital);
  const members = shapeOf('identitystore', 'CreateUserRequest').members ?? {};
  const shape =
    top === 'IdentityStoreId' || top === 'Extensions' || !Object.hasOwn(members, top) ? undefined : members[top];
  if (shape === undefined || rest.length > 0 || (part !== undefined && top !== 'Name')) throw unknownPath(path);
  if (part === undefined) {
    setMember(user.attributes, top, checked(shape, pascal(operation.AttributeValue), path));
    return;
  }
  const nameShape = shapeOf('identitystore', shape).members ?? {};
  if (!Object.hasOwn(nameShape, part)) throw unknownPath(path);
  const name = { ...(user.attributes.Name as Record<string, unknown> | undefined) };
  setMember(name, part, checked(nameShape[part] ?? '', operation.AttributeValue, path));
  user.attributes.Name = name;
}

function applyToExtension(user: User, path: string, value: unknown): void {
  const [name = '', part, ...rest] = path.split('.');
  if (!/^aws:identitystore:[a-z]{1,20}$/.test(name) || rest.length > 0) throw unknownPath(path);
  if (part === undefined) {
    setMember(user.extensions, name, value);
    return;
  }
  const extension = { ...(user.extensions[name] as Record<string, unknown> | undefined) };
  setMember(extension, part, value);
  user.extensions[name] = extension;
}

function setMember(target: Record<string, unknown>, name: string, value: unknown): void {
  if (value === undefined) delete target[name];
  else target[name] = value;
}

/** The value, held against the shape that CreateUser has for it. */
function checked(shape: string, value: unknown, path: string): unknown {
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.length === 0) return undefined;
  if (path === 'emails' && Array.isArray(value) && value.length > 1) {
    throw validation('List attribute emails exceeds allowed limit of 1');
  }
  const violations = check('identitystore', shape, value, path);
  if (violations.length > 0) throw validation(violationText(violations));
  return value;
}

/** Members of lists come as `value` (Terraform) or `Value` (API reference). */
function pascal(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(pascal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [capital(name), pascal(member)]));
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function unknownPath(path: string) {
  return validation(`The attribute ${path} is not supported`);
}
