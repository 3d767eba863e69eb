import { AccountClient } from '@aws-sdk/client-account';
import { IdentitystoreClient } from '@aws-sdk/client-identitystore';
import { OrganizationsClient } from '@aws-sdk/client-organizations';
import { SSOAdminClient } from '@aws-sdk/client-sso-admin';
import { STSClient } from '@aws-sdk/client-sts';
import { type SimulatedAws, type SimulatedAwsOptions, simulatedAws } from '../../src/sandbox/index.ts';
import { virtualClock } from '../helpers/clock.ts';

/** The simulated AWS on a virtual clock, with one SDK client of each kind; no client tries twice. */
export function anAws(options: SimulatedAwsOptions & { region?: string } = {}) {
  const clock = options.clock ?? virtualClock();
  const aws = simulatedAws({ ...options, clock });
  return { aws, clock, ...clients(aws, options.region) };
}

export function clients(aws: SimulatedAws, region = 'us-east-1') {
  const config = {
    region,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' },
    requestHandler: aws.requestHandler(),
    maxAttempts: 1,
  };
  return {
    sso: new SSOAdminClient(config),
    store: new IdentitystoreClient(config),
    org: new OrganizationsClient(config),
    sts: new STSClient(config),
    account: new AccountClient(config),
  };
}
