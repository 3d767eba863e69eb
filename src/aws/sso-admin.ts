import type { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { type CallOptions, call } from './call.ts';
import type { AwsReader } from './clients.ts';
import type { Instance } from './instances.ts';

/** Calls sso-admin where the instance is; see {@link call}. */
export function sso<T>(
  aws: AwsReader,
  at: Instance,
  operation: string,
  send: (client: SSOAdminClient) => Promise<T>,
  options: CallOptions = {},
): Promise<T> {
  return call(aws, `sso:${operation}`, at.region, () => send(aws.ssoAdmin(at.region)), options);
}
