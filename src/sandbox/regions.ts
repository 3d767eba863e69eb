/** Regions that every account can use (user guide, Regions). */
export const defaultRegions: readonly string[] = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'ca-central-1',
  'sa-east-1',
  'eu-west-1',
  'eu-west-2',
  'eu-west-3',
  'eu-central-1',
  'eu-north-1',
  'ap-south-1',
  'ap-northeast-1',
  'ap-northeast-2',
  'ap-northeast-3',
  'ap-southeast-1',
  'ap-southeast-2',
];

/** Regions that an account has to opt in to first (user guide, Regions). */
export const optInRegions: readonly string[] = [
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'mx-central-1',
  'me-south-1',
  'me-central-1',
];

/** Whether an account with these opt-ins can use the Region. */
export function isRegionEnabled(region: string, optedIn: readonly string[]): boolean {
  return defaultRegions.includes(region) || (optInRegions.includes(region) && optedIn.includes(region));
}
