import type { Behaviour, Fault, FaultCall } from './behaviour.ts';
import { AwsError } from './error.ts';
import { seededRandom } from './random.ts';

/** Decides what goes wrong with a call before AWS looks at it: the fault function first, then the rates. */
export function troubleMaker(seed: number): (call: FaultCall, behaviour: Behaviour) => Fault | undefined {
  const random = seededRandom(seed);
  return (call, behaviour) => {
    const [throttled, failed, unanswered] = [random(), random(), random()];
    const asked = behaviour.fault?.(call);
    if (asked !== undefined) return asked;
    const every = behaviour.throttleEvery > 0 && (call.index + 1) % behaviour.throttleEvery === 0;
    if (every || throttled < behaviour.throttleRate) return refusal(throttling(call));
    if (failed < behaviour.errorRate) {
      return { kind: 'refuse', code: 'ServiceUnavailableException', message: 'Service is unavailable.', status: 503 };
    }
    return unanswered < behaviour.unansweredRate ? { kind: 'unanswered' } : undefined;
  };
}

/** Too many calls, in the words of the service. */
export function throttling(call: Pick<FaultCall, 'service'>): AwsError {
  if (call.service === 'organizations') {
    return new AwsError('TooManyRequestsException', 'Rate exceeded', { Type: 'RATE_LIMIT' });
  }
  if (call.service === 'account' || call.service === 'sso')
    return new AwsError('TooManyRequestsException', 'Rate exceeded');
  if (call.service === 'sts') return new AwsError('Throttling', 'Rate exceeded', {}, 400);
  if (call.service === 'sso-oidc') return new AwsError('SlowDownException', 'Rate exceeded');
  const members = call.service === 'identitystore' ? { RetryAfterSeconds: 1 } : {};
  return new AwsError('ThrottlingException', 'Rate exceeded', members);
}

/** The fault that answers this error. */
export function refusal(error: AwsError): Fault {
  const { code, message, members, status } = error;
  return { kind: 'refuse', code, message, members, ...(status !== undefined && { status }) };
}
