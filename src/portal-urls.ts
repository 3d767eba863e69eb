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
