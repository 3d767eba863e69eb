import type { Deny } from './behaviour.ts';
import type { ServiceName } from './models.ts';

/** IAM prefixes of the services; GetCallerIdentity, the public sign-in service and the portal need no permission at all. */
const prefixes: Readonly<Record<ServiceName, string | undefined>> = {
  'sso-admin': 'sso',
  identitystore: 'identitystore',
  organizations: 'organizations',
  account: 'account',
  freetier: 'freetier',
  sts: undefined,
  'sso-oidc': undefined,
  sso: undefined,
};

/** The IAM action that an operation needs. */
export function actionOf(service: ServiceName, operation: string): string | undefined {
  const prefix = prefixes[service];
  return prefix && `${prefix}:${operation}`;
}

/** Whether the action is refused; `*` in a name stands for any text. */
export function isDenied(deny: Deny, action: string): boolean {
  if (typeof deny === 'function') return deny(action);
  return deny.some((name) => matches(name, action));
}

function matches(name: string, action: string): boolean {
  const parts = name.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 'i').test(action);
}
