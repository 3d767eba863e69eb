import { type Broken, broken, shown } from './check.ts';

const ISO = /^P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,6})(?:\.0+)?S)?)?$/i;
const SHORT = /^(?:(\d{1,6})h)? ?(?:(\d{1,6})m)?$/i;

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Seconds of `4h`, `90m`, `1h30m` or an ISO 8601 duration (`PT4H`); undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const iso = ISO.exec(text);
  if (iso && text.length > 1 && !/T$/i.test(text)) {
    const [weeks, days, hours, minutes, seconds] = numbers(iso);
    return (weeks ?? 0) * 7 * DAY + (days ?? 0) * DAY + (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE + (seconds ?? 0);
  }
  const short = text === '' || text === ' ' ? null : SHORT.exec(text);
  if (!short) return undefined;
  const [hours, minutes] = numbers(short);
  return (hours ?? 0) * HOUR + (minutes ?? 0) * MINUTE;
}

function numbers(match: RegExpExecArray): number[] {
  return match.slice(1).map((digits) => Number(digits ?? 0));
}

/** ISO 8601 in hours, minutes and seconds: `4h` is PT4H, `90m` is PT1H30M; undefined when it is no duration. */
export function normaliseDuration(text: string): string | undefined {
  const total = parseDuration(text);
  if (total === undefined) return undefined;
  if (total === 0) return 'PT0S';
  const parts = [
    [Math.floor(total / HOUR), 'H'],
    [Math.floor((total % HOUR) / MINUTE), 'M'],
    [total % MINUTE, 'S'],
  ] as const;
  return `PT${parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount}${unit}`)
    .join('')}`;
}

/** For comparing: PT60M and PT1H are the same. What is no duration stays as it is. */
export function canonicalDuration(iso: string): string {
  return normaliseDuration(iso) ?? iso;
}

/** As a person writes it: PT4H is `4h`, PT1H30M is `90m`. */
export function shortDuration(iso: string): string {
  const total = parseDuration(iso);
  if (total === undefined || total === 0 || total % MINUTE !== 0) return iso;
  return total % HOUR === 0 ? `${total / HOUR}h` : `${total / MINUTE}m`;
}

/** AWS: a permission set's session lasts 1 to 12 hours (user guide, set session duration). */
export function checkSessionDuration(value: string): Broken | undefined {
  if (value === '') return broken('empty', {}, { example: '4h' });
  const seconds = parseDuration(value);
  const facts = { value: shown(value) };
  if (seconds === undefined) return broken('duration', facts, { example: '4h' });
  if (seconds < HOUR) return broken('durationTooShort', facts, { example: '1h' });
  if (seconds > 12 * HOUR) return broken('durationTooLong', facts, { example: '4h' });
  return undefined;
}
