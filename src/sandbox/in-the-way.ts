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
export function standingFault(
  trouble: Trouble | undefined,
  call: { readonly service: ServiceName; readonly at: number },
): Fault | undefined {
  if (trouble?.network === 'gone') return { kind: 'unreachable' };
  if (trouble?.network === 'html') return { kind: 'html', status: 200 };
  if (isPublic(call.service)) return undefined;
  const isSts = call.service === 'sts';
  if (trouble?.clockOffsetSeconds) {
    const code = isSts ? 'SignatureDoesNotMatch' : 'InvalidSignatureException';
    return { kind: 'refuse', code, message: wrongTime(call.at, trouble.clockOffsetSeconds), status: isSts ? 403 : 400 };
  }
  return trouble?.credentials === 'expired' ? refusal(expired(call.service)) : undefined;
}

/** The credentials are not good any more (error catalogue, row 2). */
export function expired(service: ServiceName): AwsError {
  const [code, status] = service === 'sts' ? ['ExpiredToken', 403] : ['ExpiredTokenException', 400];
  return new AwsError(code, 'The security token included in the request is expired', {}, status);
}

/** The `Date` header from which a caller with a wrong clock can tell the time; undefined: the clock is right. */
export function timeOfAws(trouble: Trouble | undefined, now: number): string | undefined {
  return trouble?.clockOffsetSeconds ? new Date(now + trouble.clockOffsetSeconds * 1000).toUTCString() : undefined;
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
