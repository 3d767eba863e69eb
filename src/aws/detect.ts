import { STSClient } from '@aws-sdk/client-sts';

/** The Region that every AWS tool would use here: environment, then profile. Undefined when nothing says. */
export async function detectedRegion(profile?: string): Promise<string | undefined> {
  const client = new STSClient(profile === undefined ? {} : { profile });
  try {
    return await client.config.region();
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
