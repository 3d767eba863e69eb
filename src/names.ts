/**
 * One spelling for all that are the same text to a reader: Unicode has two ways to write many letters (한, é), and where
 * a name was typed decides which (macOS file names are the usual source of the other one).
 */
export function asWritten(name: string): string {
  return name.normalize('NFC');
}

/**
 * The same for names that the identity store tells apart without regard to letter case: user names (SCIM developer guide,
 * GetSchema, `caseExact`), e-mail addresses and, it has to be assumed, groups.
 */
export function sameName(name: string): string {
  return asWritten(name).toLowerCase();
}

/** Coarser than anything that AWS may do: names that differ in this are never the same, others only if AWS says so. */
export function alike(name: string): string {
  return name
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}]/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '');
}
