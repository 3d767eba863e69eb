import { describe, expect, test } from 'vitest';
import { whoAmI } from '../../src/aws/caller.ts';
import { connect } from '../../src/aws/clients.ts';
import { failureOf, problemOf } from '../../src/aws/errors.ts';
import { groupPage, userPage } from '../../src/aws/identity-store.ts';
import { listSomeAccounts } from '../../src/aws/organizations.ts';
import { Secrets } from '../../src/aws/secrets.ts';
import { Problem } from '../../src/problem.ts';
import type { Fault, FaultCall } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import { anAccount, dryRun, setUp, writesIn } from '../helpers/account.ts';
import { virtualClock } from '../helpers/clock.ts';
import { company, onePerson } from '../helpers/settings-for.ts';

/** AWS refuses one operation, always. */
function refusing(operation: string, code: string, message = 'no', more: Partial<Fault & { kind: 'refuse' }> = {}) {
  return {
    fault: (call: FaultCall): Fault | undefined =>
      call.operation === operation ? { kind: 'refuse', code, message, ...more } : undefined,
  };
}

async function problemIn(run: Promise<unknown>): Promise<Problem> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Problem);
  return error as Problem;
}

describe('what AWS can answer to a look ends the run in our words', () => {
  const denied = 'User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sso:ListInstances';
  const skewed = 'Signature not yet current: 20261123T071500Z is still later than 20261123T062000Z';
  const rows: [operation: string, code: string, message: string, id: string, exitCode: number][] = [
    [
      'GetCallerIdentity',
      'ExpiredToken',
      'The security token included in the request is expired',
      'expiredCredentials',
      4,
    ],
    ['DescribeOrganization', 'ExpiredTokenException', 'expired', 'expiredCredentials', 4],
    ['GetCallerIdentity', 'InvalidClientTokenId', 'The security token is invalid.', 'invalidCredentials', 4],
    ['ListInstances', 'UnrecognizedClientException', 'The security token is invalid', 'regionNotEnabled', 4],
    ['DescribeOrganization', 'InvalidSignatureException', skewed, 'clockWrong', 1],
    ['DescribeOrganization', 'AccessDeniedException', "You don't have permissions.", 'accessDenied', 4],
    ['ListInstances', 'AccessDeniedException', denied, 'accessDenied', 4],
    ['ListGroups', 'AccessDeniedException', 'no key', 'kmsKey', 4],
    ['ListPermissionSets', 'ValidationException', 'not supported for this instance', 'permissionSetsUnavailable', 1],
    ['ListUsers', 'ResourceNotFoundException', 'IDENTITY_STORE not found.', 'notFound', 1],
  ];
  test.each(rows)('%s answers %s', async (operation, code, message, id, exitCode) => {
    const more = id === 'kmsKey' ? { reason: 'KMS_ACCESS_DENIED' } : {};
    const account = anAccount({ behaviour: refusing(operation, code, message, more) });
    const problem = await problemIn(dryRun(account, onePerson()));
    expect(problem).toMatchObject({ id, exitCode, facts: { code, detail: message } });
    expect(problem.facts.requestId).toMatch(/^[0-9a-f-]{36}$/);
    expect(writesIn(account.newCalls())).toEqual([]);
  });

  test("the missing action and the caller are AWS's own words", async () => {
    const account = anAccount({ behaviour: { deny: ['identitystore:ListGroups'] } });
    expect(await problemIn(dryRun(account, onePerson()))).toMatchObject({
      facts: { action: 'identitystore:ListGroups', who: 'arn:aws:iam::111122223333:user/admin' },
    });
  });

  test('a page of a proxy is named as what it is, and soon', async () => {
    const account = anAccount({ behaviour: { fault: () => ({ kind: 'html', status: 200 }) } });
    expect(await problemIn(dryRun(account, onePerson()))).toMatchObject({ id: 'notAws', exitCode: 1 });
  });

  /** Something that is not AWS, and what it says to everybody. */
  const answering = (page: string) =>
    connect({
      clock: virtualClock(),
      tell: () => {},
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      requestHandler: {
        handle: async () => ({
          response: { statusCode: 200, headers: { 'content-type': 'text/html' }, body: new TextEncoder().encode(page) },
        }),
      },
    }).reader;

  test('and so is one that the reader of XML stumbles over', async () => {
    const reader = answering('<!doctype html><html><br><p>Sign in to the hotel');
    expect(await problemIn(whoAmI(reader))).toMatchObject({ id: 'notAws', exitCode: 1 });
  });

  test.each(['{"Groups":{"a":1},"Users":{"a":1},"Accounts":{"a":1}}', '{"Groups":[null],"Users":"x","Accounts":"x"}'])(
    'and so is %s, where a list belongs',
    async (page) => {
      const reader = answering(page);
      const at = { arn: 'arn:aws:sso:::instance/ssoins-1', identityStoreId: 'd-1', region: 'us-east-1' };
      for (const list of [groupPage(reader, at), userPage(reader, at), listSomeAccounts(reader, 100)]) {
        expect(await problemIn(list)).toMatchObject({ id: 'notAws', exitCode: 1 });
      }
    },
  );

  test('answers that are always cut short are trouble of the network', async () => {
    const account = anAccount({ behaviour: { fault: () => ({ kind: 'truncated', carriedOut: true }) } });
    expect(await problemIn(dryRun(account, onePerson()))).toMatchObject({ id: 'network', exitCode: 1 });
  });

  test('an answer of AWS that is cut short for longer than others are asked is asked for again all the same', async () => {
    let left = 4;
    const fault = ({ operation }: FaultCall): Fault | undefined => {
      if (operation !== 'DescribeInstance' || left === 0) return undefined;
      left -= 1;
      return { kind: 'truncated', carriedOut: true };
    };
    const account = anAccount({ behaviour: { fault } });
    await dryRun(account, onePerson());
    expect(left).toBe(0);
  });

  test('no connection is told within half a minute', async () => {
    const clock = virtualClock();
    const started = clock.now();
    const { reader } = connect({
      clock,
      tell: () => {},
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
      requestHandler: {
        handle: async () => {
          throw Object.assign(new Error('getaddrinfo ENOTFOUND sts.us-east-1.amazonaws.com'), { code: 'ENOTFOUND' });
        },
      },
    });
    expect(await problemIn(whoAmI(reader))).toMatchObject({
      id: 'network',
      facts: { code: 'ENOTFOUND', host: 'sts.us-east-1.amazonaws.com' },
    });
    expect(clock.now() - started).toBeLessThan(30_000);
  });

  test('no credentials at all', async () => {
    const { reader } = connect({
      clock: virtualClock(),
      tell: () => {},
      credentials: async () => {
        throw Object.assign(new Error('Could not load credentials from any providers'), {
          name: 'CredentialsProviderError',
        });
      },
    });
    expect(await problemIn(whoAmI(reader))).toMatchObject({ id: 'noCredentials', exitCode: 4 });
  });
});

describe('what AWS can answer to a write fails that thing, and names why', () => {
  const rows: [operation: string, code: string, reason: string | undefined, step: string, id: string][] = [
    [
      'CreateOrganization',
      'ConstraintViolationException',
      'ACCOUNT_CREATION_NOT_COMPLETE',
      'organization',
      'signUpUnfinished',
    ],
    ['CreateOrganization', 'ConstraintViolationException', 'WAIT_PERIOD_ACTIVE', 'organization', 'organizationRefused'],
    [
      'CreateOrganization',
      'AccessDeniedForDependencyException',
      'ACCESS_DENIED_DURING_CREATE_SERVICE_LINKED_ROLE',
      'organization',
      'serviceLinkedRoleDenied',
    ],
    ['CreateGroup', 'ServiceQuotaExceededException', undefined, 'group', 'quotaExceeded'],
    ['CreatePermissionSet', 'ValidationException', undefined, 'permissionSet', 'refused'],
    ['AttachManagedPolicyToPermissionSet', 'ResourceNotFoundException', undefined, 'permissionSet', 'notFound'],
    ['CreateUser', 'ConflictException', 'CONCURRENT_MODIFICATION', 'user', 'conflict'],
    ['CreateGroupMembership', 'InternalServerException', undefined, 'membership', 'awsFault'],
    ['CreateAccountAssignment', 'ThrottlingException', undefined, 'assignment', 'throttled'],
  ];
  test.each(rows)('%s answers %s %s', async (operation, code, reason, step, id) => {
    const more = {
      ...(reason === undefined ? {} : { reason }),
      status: code === 'InternalServerException' ? 500 : 400,
    };
    const world = operation === 'CreateOrganization' ? scenarios['new-account']() : scenarios.enabled();
    const account = anAccount({ world, behaviour: refusing(operation, code, 'no', more) });
    const run = await setUp(account, onePerson());
    expect(run.results.find((result) => result.step === step)?.outcome).toMatchObject({
      kind: 'failed',
      problem: { id, facts: { code } },
    });
  });

  test('what is there already, although no look shows it, is not made again and again', async () => {
    const behaviour = refusing('CreateGroup', 'ConflictException', 'Duplicate GroupDisplayName', {
      reason: 'UNIQUENESS_CONSTRAINT_VIOLATION',
    });
    const account = anAccount({ behaviour });
    const run = await setUp(account, onePerson());
    expect(run.results.find((result) => result.step === 'group')?.outcome).toMatchObject({
      kind: 'failed',
      problem: { id: 'alreadyExists', facts: { detail: 'Duplicate GroupDisplayName' } },
    });
    expect(writesIn(account.newCalls()).filter((one) => one === 'CreateGroup')).toHaveLength(1);
  });

  test('a write whose answer gets lost every time is tried six times, with a look between', async () => {
    const fault = ({ operation }: FaultCall): Fault | undefined =>
      operation === 'CreateGroup' ? { kind: 'unsent' } : undefined;
    const account = anAccount({ behaviour: { fault } });
    const run = await setUp(account, onePerson());
    expect(run.results.find((result) => result.step === 'group')?.outcome).toMatchObject({
      kind: 'failed',
      problem: { id: 'network' },
    });
    expect(writesIn(account.newCalls()).filter((one) => one === 'CreateGroup')).toHaveLength(6);
  });
});

describe('what is asked again', () => {
  const read = { action: 'sso:ListInstances', region: 'us-east-1', write: false };
  const write = { action: 'sso:CreatePermissionSet', region: 'us-east-1', write: true };
  const awsError = (name: string, more: object = {}) => Object.assign(new Error('text'), { name, ...more });
  test.each([
    ['ThrottlingException', {}, 'throttled', 'throttled'],
    ['TooManyRequestsException', {}, 'throttled', 'throttled'],
    ['Throttling', {}, 'throttled', 'throttled'],
    ['Error', { $metadata: { httpStatusCode: 429 } }, 'throttled', 'throttled'],
    ['Error', { code: 'ENOTFOUND' }, 'notSent', 'notSent'],
    ['Error', { code: 'EAI_AGAIN' }, 'notSent', 'notSent'],
    ['Error', { code: 'ECONNREFUSED' }, 'notSent', 'notSent'],
    ['Error', { code: 'ECONNRESET' }, 'broken', 'broken'],
    ['Error', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) }, 'broken', 'broken'],
    [
      'Error',
      { message: 'XML parse error', $response: { headers: { 'content-type': 'text/xml' } } },
      'broken',
      'broken',
    ],
    ['TimeoutError', {}, 'broken', 'broken'],
    ['Error', { $metadata: { httpStatusCode: 504 } }, 'broken', 'broken'],
    ['InternalServerException', { $metadata: { httpStatusCode: 500 } }, 'broken', 'broken'],
    ['NotImplemented', { $metadata: { httpStatusCode: 501 } }, 'final', 'final'],
    ['ConflictException', {}, 'conflict', 'conflict'],
    ['ConflictException', { message: 'PermissionSet with name X already exists.' }, 'final', 'final'],
    ['ConflictException', { message: 'The group already has a typed link to the user.' }, 'final', 'final'],
    ['ConflictException', { Reason: 'UNIQUENESS_CONSTRAINT_VIOLATION' }, 'final', 'final'],
    ['ConflictException', { Reason: 'CONCURRENT_MODIFICATION' }, 'conflict', 'conflict'],
    ['ConcurrentModificationException', {}, 'conflict', 'conflict'],
    ['ResourceNotFoundException', {}, 'final', 'notYet'],
    ['ValidationException', {}, 'final', 'final'],
    ['AccessDeniedException', {}, 'final', 'final'],
  ])('%s %o: a look is %s, a write is %s', (name, more, look, change) => {
    expect(failureOf(awsError(name, more), read)).toBe(look);
    expect(failureOf(awsError(name, more), write)).toBe(change);
  });

  test('detaching what is gone is not', () => {
    const detach = { ...write, action: 'sso:DetachManagedPolicyFromPermissionSet' };
    expect(failureOf(awsError('ResourceNotFoundException'), detach)).toBe('final');
  });

  test('only a write whose answer got lost, and one that found the thing there, leave it open what happened', () => {
    const unsure = (name: string, more: object, call = write) => problemOf(awsError(name, more), call).unsure;
    expect(unsure('Error', { code: 'ECONNRESET' })).toBe(true);
    expect(unsure('ConflictException', { message: 'already exists' })).toBe(true);
    expect(problemOf(new SyntaxError('Unexpected token <'), write).unsure).toBe(true);
    expect(unsure('Error', { code: 'ECONNRESET' }, read)).toBe(false);
    expect(unsure('ValidationException', {})).toBe(false);
  });
});

describe('what a failure is called', () => {
  const about = { action: 'sso:CreateAccountAssignment', region: 'us-east-1', write: true };
  const problem = (name: string, message: string, more: object = {}) =>
    problemOf(Object.assign(new Error(message), { name, ...more }), about, { secrets: new Secrets({}) });
  test.each([
    ['CredentialsProviderError', 'The SSO session associated with this profile has expired.', {}, 'expiredCredentials'],
    ['AccessDenied', 'no', {}, 'accessDenied'],
    ['ConstraintViolationException', 'no', { Reason: 'PAYMENT_INSTRUMENT_REQUIRED' }, 'signUpUnfinished'],
    ['AlreadyInOrganizationException', 'no', {}, 'alreadyExists'],
    ['Error', 'self-signed certificate', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }, 'network'],
  ])('%s: %s', (name, message, more, id) => {
    expect(problem(name, message, more).id).toBe(id);
  });

  test('names the action that is missing, which need not be the one that was called', () => {
    const message = 'User: arn:aws:iam::111122223333:user/kim is not authorized to perform: iam:CreateRole on resource';
    expect(problem('AccessDeniedException', message).facts.action).toBe('iam:CreateRole');
  });

  test('has no secret in it', () => {
    expect(problem('ValidationException', 'You sent AKIAIOSFODNN7EXAMPLE.').facts.detail).toBe('You sent [hidden].');
  });
});

test('the tool stays under 20 calls a second by itself', async () => {
  const account = anAccount({ behaviour: { ratePerSecond: 20 } });
  await setUp(account, company());
  expect(account.simulated.calls.filter((call) => call.error === 'ThrottlingException')).toEqual([]);
});
