import { REGION_PLACES } from '../settings/regions.ts';

/** Where each Region is. */
export const placesEn: Readonly<Record<string, string>> = Object.fromEntries(REGION_PLACES);
