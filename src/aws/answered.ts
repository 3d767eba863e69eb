/** A text of an answer; empty where a server that is not AWS put something else. */
export function textIn(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** One that may be missing; missing, too, where a server that is not AWS put something else. */
export function maybeTextIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A length of time of an answer, in seconds; the other one where it is none that anybody could mean. */
export function secondsIn(value: unknown, otherwise: number): number {
  const isLength = typeof value === 'number' && value >= 1 && value <= A_YEAR;
  return isLength ? value : otherwise;
}

/** A time of an answer, in milliseconds since 1970; that one where it is no time of a calendar. */
export function timeIn(value: unknown): number {
  return typeof value === 'number' && Math.abs(value) <= LAST_TIME ? value : 0;
}

const A_YEAR = 31_536_000;
/** Of JavaScript's Date, and of four digits for a year (31 December 9999). */
const LAST_TIME = 253_402_300_799_999;
