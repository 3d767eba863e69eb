import { RegisterClientCommand, SSOOIDCClient, StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import type { AwsReader } from './clients.ts';
import { failureOf, problemOf } from './errors.ts';

/** Whether the public sign-in service of a Region knows the address of a portal. */
export type KnowsPortal = (startUrl: string) => Promise<boolean>;

/**
 * Asks the public sign-in service (sso-oidc), which needs no credentials: it begins a sign-in for addresses that it
 * knows and refuses others with InvalidRequestException. Nothing is sent to anybody, and what was begun lapses after
 * ten minutes (API reference, StartDeviceAuthorization). A known address need not be ours: only a sign-in proves that.
 *
 * The returned function throws Problem when the service cannot be asked.
 */
export function signInService(aws: AwsReader, region: string): KnowsPortal {
  const client = new SSOOIDCClient({ region, maxAttempts: 3, requestHandler: aws.sts.config.requestHandler });
  let registered: Promise<{ clientId?: string | undefined; clientSecret?: string | undefined }> | undefined;
  const ask = async (startUrl: string) => {
    registered ??= client.send(new RegisterClientCommand({ clientName: 'sso-setup', clientType: 'public' }));
    const { clientId, clientSecret } = await registered;
    await client.send(new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl }));
  };
  return async (startUrl) => {
    for (let attempt = 1; ; attempt++) {
      try {
        await ask(startUrl);
        return true;
      } catch (error) {
        const isRegistered = await registered?.then(
          () => true,
          () => false,
        );
        if (isRegistered && error instanceof Error && error.name === 'InvalidRequestException') return false;
        registered = undefined;
        if (failureOf(error, callIn(region)) !== 'throttled' || attempt === PATIENCE)
          throw problemOf(error, callIn(region));
        await aws.clock.sleep(attempt * 1_000, aws.signal);
      }
    }
  };
}

/** How often it is asked again when it asks to slow down. */
const PATIENCE = 5;

const callIn = (region: string) => ({ action: 'sso-oidc:StartDeviceAuthorization', region, write: false });
