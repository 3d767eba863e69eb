import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { isRegionName } from './region-name.ts';

/**
 * The Region that every AWS tool would use here: environment, then profile. AWS_DEFAULT_REGION is the AWS CLI's older
 * name, which the SDK does not know. Undefined when nothing says, or what cannot be one: other than the SDK, this does
 * not go on to ask the metadata service of EC2, which answers nobody on most computers.
 */
export async function detectedRegion(profile?: string): Promise<string | undefined> {
  const { configFileSelector } = NODE_REGION_CONFIG_OPTIONS;
  const environmentVariableSelector = (env: NodeJS.ProcessEnv) => env.AWS_REGION?.trim() || env.AWS_DEFAULT_REGION;
  const said = { environmentVariableSelector, configFileSelector, default: undefined };
  const where = { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(profile === undefined ? {} : { profile }) };
  try {
    const region = (await loadConfig<string | undefined>(said, where)())?.trim();
    return region !== undefined && isRegionName(region) ? region : undefined;
  } catch {
    return undefined;
  }
}
