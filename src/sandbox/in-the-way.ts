import type { Behaviour, Fault } from './behaviour.ts';
import { isDenied } from './deny.ts';
import { AwsError } from './error.ts';
import { isPublic, type ServiceName } from './models.ts';
import { refusal } from './trouble.ts';
import type { Trouble } from './world.ts';

/** Minutes that the caller's clock may be wrong (IAM user guide, troubleshooting signed requests). */
const toleratedMinutes = 5;

/** The behaviour that was asked for, and what the world adds to it. */
export function withTrouble(behaviour: Behaviour, trouble: Trouble | undefined): Behaviour {
  if (trouble === undefined) return behaviour;
  const { deny = [], denyRegions = [], throttleRate = 0 } = trouble;
  return {
    ...behaviour,
    deny: (action) => isDenied(behaviour.deny, action) || isDenied(deny, action),
    denyRegions: [...behaviour.denyRegions, ...denyRegions],
    throttleRate: Math.max(behaviour.throttleRate, throttleRate),
  };
}

/** What a world's trouble means for a call, before AWS looks at what is asked (error catalogue, rows 2, 4, 48, 49). */
export function standingFault(trouble: Trouble | undefined, service: ServiceName): Fault | undefined {
  if (trouble?.network === 'gone') return { kind: 'unreachable' };
  if (trouble?.network === 'html') return { kind: 'html', status: 200 };
  if (isPublic(service)) return undefined;
  if (trouble?.clockOffsetSeconds) return { kind: 'clockOff', seconds: trouble.clockOffsetSeconds };
  return trouble?.credentials === 'expired' ? refusal(expired(service)) : undefined;
}

/** The credentials are not good any more (error catalogue, row 2). */
export function expired(service: ServiceName): AwsError {
  const [code, status] = service === 'sts' ? ['ExpiredToken', 403] : ['ExpiredTokenException', 400];
  return new AwsError(code, 'The security token included in the request is expired', {}, status);
}

/** The signature comes from another time; unsigned calls have none. */
export function signedAtAnotherTime(service: ServiceName, now: number, offsetSeconds: number): AwsError | undefined {
  if (isPublic(service)) return undefined;
  const [code, status] = service === 'sts' ? ['SignatureDoesNotMatch', 403] : ['InvalidSignatureException', 400];
  return new AwsError(code, wrongTime(now, offsetSeconds), {}, status);
}

/** The `Date` header from which a caller whose clock is that many seconds slow can tell the time. */
export function timeOfAws(now: number, offsetSeconds: number): string {
  return new Date(now + offsetSeconds * 1000).toUTCString();
}

/** AWS's text about a signature from another time. */
function wrongTime(now: number, offsetSeconds: number): string {
  const [signed, received] = [now, now + offsetSeconds * 1000];
  const minutes = offsetSeconds > 0 ? -toleratedMinutes : toleratedMinutes;
  const limit = compact(received + minutes * 60_000);
  if (offsetSeconds > 0) {
    return `Signature expired: ${compact(signed)} is now earlier than ${limit} (${compact(received)} - ${toleratedMinutes} min.)`;
  }
  return `Signature not yet current: ${compact(signed)} is still later than ${limit} (${compact(received)} + ${toleratedMinutes} min.)`;
}

/** `20261123T061500Z` */
function compact(time: number): string {
  return new Date(time).toISOString().replace(/[-:]|\.\d+/g, '');
}
