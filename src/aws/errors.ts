import { type Facts, Problem, type ProblemId } from '../problem.ts';
import type { Secrets } from './secrets.ts';

/** A call as our words have it: which IAM action, in which Region. */
export interface Call {
  /** `sso:CreatePermissionSet`: IAM prefix and operation. */
  readonly action: string;
  readonly region: string;
  readonly write: boolean;
}

/**
 * How a failed call is met.
 * - `throttled`: AWS asks to slow down. Nothing was done; ask again, long.
 * - `notSent`: no connection. Nothing was done; ask again, shortly.
 * - `broken`: no usable answer. A read is asked again; a write may have been carried out, so only a look can tell.
 * - `conflict`: an earlier write has not spread yet. Nothing was done; ask again.
 * - `notYet`: a write names something that AWS does not show everywhere yet. Ask again, shortly.
 * - `final`: asking again brings the same answer.
 */
export type Failure = 'throttled' | 'notSent' | 'broken' | 'conflict' | 'notYet' | 'final';

/** The parts of an SDK error that are looked at. Codes decide, never texts, but where AWS gives nothing else. */
interface AwsError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly Reason?: string;
  /** The sign-in service tells here what others tell in `message`. */
  readonly error_description?: string;
  readonly ResourceType?: string;
  readonly $metadata?: {
    readonly requestId?: string;
    readonly httpStatusCode?: number;
    /** The SDK has set its clock by this answer, and signs the next request with it. */
    readonly clockSkewCorrected?: boolean;
  };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Record<string, string> };
}

const THROTTLED = new Set([
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'LimitExceededException',
  'SlowDown',
  'SlowDownException',
]);
const NO_CONNECTION = new Set(['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH']);
const CUT_OFF = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED', 'ERR_SOCKET_CLOSED']);
/** Status codes of trouble that passes; 501 (an operation that is not there) does not. */
const SHAKY = new Set([500, 502, 503, 504]);
const CLOCK = new Set(['InvalidSignatureException', 'SignatureDoesNotMatch', 'RequestExpired', 'RequestTimeTooSkewed']);
const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken', 'TokenRefreshRequired']);
const UNKNOWN_KEYS = new Set(['UnrecognizedClientException', 'InvalidClientTokenId', 'OptInRequired']);
const DENIED = new Set(['AccessDeniedException', 'AccessDenied', 'UnauthorizedOperation', 'NotAuthorized']);
const NOT_FOUND = new Set(['ResourceNotFoundException', 'AccountNotFoundException', 'ParentNotFoundException']);

/** How a failed call is met; see {@link Failure}. */
export function failureOf(error: unknown, call: Call): Failure {
  const e = asAwsError(error);
  const status = statusOf(e);
  if (THROTTLED.has(e.name) || status === 429) return 'throttled';
  if (NO_CONNECTION.has(e.code ?? '')) return 'notSent';
  if (isConflict(e)) return isDuplicate(e) ? 'final' : 'conflict';
  if (CUT_OFF.has(e.code ?? '') || e.name === 'TimeoutError' || isCutShort(error)) return 'broken';
  if (SHAKY.has(status ?? 0)) return 'broken';
  if (NOT_FOUND.has(e.name) && call.write && !call.action.includes(':Detach')) return 'notYet';
  return 'final';
}

/** What is known where a call failed. */
interface Circumstances {
  /** Milliseconds since 1970, by the clock of this computer. */
  readonly now?: number;
  /** What must not be shown. */
  readonly secrets?: Secrets;
}

/** What the person is told when a call failed for good. */
export function problemOf(error: unknown, call: Call, at: Circumstances = {}): Problem {
  if (error instanceof Problem) return error;
  const e = asAwsError(error);
  const failure = failureOf(error, call);
  const offset = clockOffset(error, at.now ?? Date.now());
  const facts: Facts = {
    operation: call.action.split(':')[1],
    action: actionIn(e.message) ?? call.action,
    region: call.region,
    code: e.code ?? e.name,
    detail: e.error_description ?? e.message,
    who: e.message.match(/^User: (\S+) is not authorized/)?.[1],
    requestId: e.$metadata?.requestId,
    host: e.message.match(/(?:ENOTFOUND|ECONNREFUSED|EAI_AGAIN) (\S+)/)?.[1],
    reason: e.Reason,
    ...(offset !== undefined && isClockOff(offset) ? offsetFacts(offset) : {}),
  };
  const unsure = ((failure === 'broken' || isNotAws(error)) && call.write) || (isConflict(e) && isDuplicate(e));
  const id = problemIdOf(e, error, failure, call, offset);
  return new Problem(id, at.secrets?.hideIn(facts) ?? facts, { unsure, cause: error });
}

function problemIdOf(e: AwsError, error: unknown, failure: Failure, call: Call, offset: number | undefined): ProblemId {
  if (e.Reason?.toUpperCase().startsWith('KMS_')) return 'kmsKey';
  if (e.name === 'CredentialsProviderError') return /expired/i.test(e.message) ? 'expiredCredentials' : 'noCredentials';
  if (EXPIRED.has(e.name)) return 'expiredCredentials';
  if (UNKNOWN_KEYS.has(e.name)) return call.action.startsWith('sts:') ? 'invalidCredentials' : 'regionNotEnabled';
  if (CLOCK.has(e.name)) return isOtherKey(e, offset) ? 'invalidCredentials' : 'clockWrong';
  if (DENIED.has(e.name)) return 'accessDenied';
  if (e.name === 'AccessDeniedForDependencyException') return 'serviceLinkedRoleDenied';
  if (e.name === 'ConstraintViolationException') {
    return SIGN_UP.test(e.Reason ?? '') ? 'signUpUnfinished' : 'organizationRefused';
  }
  if (e.name === 'ServiceQuotaExceededException') return 'quotaExceeded';
  if (NOT_FOUND.has(e.name)) return 'notFound';
  if (isConflict(e)) return isDuplicate(e) ? 'alreadyExists' : 'conflict';
  if (failure === 'throttled') return 'throttled';
  if (failure === 'notSent' || isCutShort(error)) return 'network';
  if (isNotAws(error)) return 'notAws';
  if (failure === 'broken') return statusOf(e) === undefined ? 'network' : 'awsFault';
  if (isTlsTrouble(e)) return 'network';
  if (isPage(e)) return 'notAws';
  return e.$metadata === undefined ? 'unexpected' : 'refused';
}

const SIGN_UP = /ACCOUNT_CREATION_NOT_COMPLETE|PAYMENT_INSTRUMENT|CONTACT_INFO|BUSINESS_LICENSE/;

function isConflict(e: AwsError): boolean {
  return e.name === 'ConflictException' || e.name === 'ConcurrentModificationException' || isAlready(e);
}

function isAlready(e: AwsError): boolean {
  return e.name === 'AlreadyInOrganizationException' || e.name === 'AccountAlreadyRegisteredException';
}

/**
 * The thing exists already. The identity store says so in `Reason`; sso-admin only in words (seen in Terraform's and
 * other tools' reports), everything else there means that an earlier write has not spread (service model).
 */
function isDuplicate(e: AwsError): boolean {
  if (isAlready(e)) return true;
  if (e.Reason !== undefined) return e.Reason === 'UNIQUENESS_CONSTRAINT_VIOLATION';
  return /already exists|already has a typed link|already attached|^Duplicate /i.test(e.message);
}

/**
 * By how many milliseconds the clock of this computer is behind AWS's; negative when it is ahead. The answer's `Date`
 * header says what time it is there; an answer out of a cache (`Age`) says nothing.
 */
export function clockOffset(error: unknown, now: number): number | undefined {
  const { date, age } = asAwsError(error).$response?.headers ?? {};
  const theirs = Date.parse(date ?? '');
  return Number.isNaN(theirs) || age !== undefined ? undefined : theirs - now;
}

/** As facts and notes have it. */
export function offsetFacts(offset: number): { offset: string; direction: 'behind' | 'ahead' } {
  return { offset: String(Math.abs(Math.round(offset / 1000))), direction: offset > 0 ? 'behind' : 'ahead' };
}

/** Whether AWS refused the signature, the clock is why, and the SDK has learnt better: the next signature will do. */
export function isClockCorrected(error: unknown): boolean {
  const e = asAwsError(error);
  return CLOCK.has(e.name) && e.$metadata?.clockSkewCorrected === true;
}

/** AWS takes 5 minutes either way (Signature Version 4); the SDK mends what is over 4. */
function isClockOff(offset: number): boolean {
  return Math.abs(offset) >= 240_000;
}

/** The secret key is another one. AWS has the same code for that and for a wrong clock. */
function isOtherKey(e: AwsError, offset: number | undefined): boolean {
  return /signature we calculated does not match/i.test(e.message) && !(offset !== undefined && isClockOff(offset));
}

/** What a call that failed has to tell of itself. */
export function answerOf(error: unknown): {
  outcome: string;
  status: number | undefined;
  requestId: string | undefined;
} {
  const e = asAwsError(error);
  const outcome = error instanceof Problem ? error.id : (e.code ?? e.name);
  return { outcome, status: statusOf(e), requestId: e.$metadata?.requestId };
}

/** A proxy or a captive portal answered, or a gateway with a page instead of data. */
export function isNotAws(error: unknown): boolean {
  return isUnreadable(error) && !isCutShort(error);
}

/** AWS's answer ended too soon: what proxies and captive portals send calls itself HTML. */
function isCutShort(error: unknown): boolean {
  return isUnreadable(error) && /json|xml/i.test(asAwsError(error).$response?.headers?.['content-type'] ?? '');
}

/** Something to look at in a browser: AWS answers programs with JSON or XML. */
function isPage(e: AwsError): boolean {
  return /html/i.test(e.$response?.headers?.['content-type'] ?? '');
}

function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // The SDK's reader of XML has no class of its own for what it cannot read.
  return error instanceof SyntaxError ? /JSON|Unexpected/i.test(error.message) : /XML parse error/.test(error.message);
}

function isTlsTrouble(e: AwsError): boolean {
  return /^(CERT_|SELF_SIGNED|UNABLE_TO_|DEPTH_ZERO|ERR_TLS|EPROTO)/.test(e.code ?? '');
}

/** `sso:ListInstances`, when AWS names the action that was refused. */
function actionIn(message: string): string | undefined {
  return message.match(/not authorized to perform: ([a-z-]+:[A-Za-z]+)/)?.[1];
}

function statusOf(e: AwsError): number | undefined {
  return e.$metadata?.httpStatusCode ?? e.$response?.statusCode;
}

function asAwsError(error: unknown): AwsError {
  if (error instanceof Error) {
    const cause = error.cause instanceof Error ? (error.cause as { code?: string }) : undefined;
    const found = error as Error & Partial<AwsError>;
    const code = typeof found.code === 'string' ? found.code : cause?.code;
    return Object.assign(Object.create(found), code === undefined ? {} : { code }) as AwsError;
  }
  return { name: 'Error', message: String(error) };
}
