/** The addresses that people sign in at. Absent: the id does not give one. */
export interface PortalUrls {
  readonly classic?: string;
  readonly ipv4?: string;
  readonly dualStack?: string;
  readonly alias?: string;
  /** The day (YYYY-MM-DD) on which a person confirmed the alias. */
  readonly aliasConfirmed?: string;
}

/** The address to give to people, other than the alias. */
export function mainAddress({ classic, dualStack, ipv4 }: PortalUrls): string | undefined {
  return classic ?? dualStack ?? ipv4;
}

/** The address that an alias makes (user guide, createshortcutlink and howtochangeURL). */
export function aliasAddress(alias: string, region: string): string {
  if (region.startsWith('us-gov-')) return `https://start.${region}.us-gov-home.awsapps.com/directory/${alias}`;
  return `https://${alias}.${region.startsWith('cn-') ? 'awsapps.cn' : 'awsapps.com'}/start`;
}

/** The console page of Identity Center in a Region. */
export function consolePage(partition: string, region: string): string {
  const hosts: Record<string, string> = {
    'aws-cn': 'console.amazonaws.cn',
    'aws-us-gov': 'console.amazonaws-us-gov.com',
  };
  const host = hosts[partition] ?? 'console.aws.amazon.com';
  return `https://${region}.${host}/singlesignon/home?region=${region}`;
}
