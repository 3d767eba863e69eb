import { describe, expect, test } from 'vitest';
import { accessPortal } from '../../src/aws/portal.ts';
import { portalKnower, signInService } from '../../src/aws/sign-in.ts';
import { type Answer, answering } from '../helpers/answering.ts';

const SECRET = 'a secret that is long enough';

/** The services of an AWS that gives these answers. */
function against(...answers: readonly Answer[]) {
  const aws = answering(...answers);
  const { reader } = aws;
  const client = { clientId: 'client', clientSecret: SECRET, expiresAt: 0, authorizeUrl: '' };
  const service = signInService(reader, 'us-east-1');
  return { ...aws, client, service, portal: accessPortal(reader, 'us-east-1', 'token') };
}

describe('the sign-in service', () => {
  test('gives a token that expires after so many seconds', async () => {
    const { service, clock, client } = against({ body: { accessToken: 'a', expiresIn: 3_600 } });
    expect(await service.tokenForDevice(client, 'code')).toEqual({
      accessToken: 'a',
      expiresAt: clock.now() + 3_600_000,
    });
  });

  test.each([
    ['AuthorizationPendingException', 'pending'],
    ['SlowDownException', 'slowDown'],
  ])('says %s to a device: it is %s, and nothing is asked again before the device does', async (code, expected) => {
    const { service, client, asked } = against({ code });
    expect(await service.tokenForDevice(client, 'code')).toBe(expected);
    expect(asked).toHaveLength(1);
  });

  test.each([
    ['ExpiredTokenException', 'signInExpired'],
    ['AccessDeniedException', 'signInRefused'],
    ['InvalidGrantException', 'portalElsewhere'],
  ])('says %s: %s', async (code, id) => {
    const { service, client } = against({ code });
    await expect(service.tokenForDevice(client, 'code')).rejects.toMatchObject({ id });
  });

  test('and its secrets, and those of a role, are kept out of sight', async () => {
    const registered = against({ body: { clientId: 'client', clientSecret: SECRET } });
    await registered.service.registerForDevice();
    expect(registered.reader.secrets.hide(SECRET)).toBe('[hidden]');
    const signedIn = against({ body: { accessToken: SECRET, expiresIn: 1 } });
    await signedIn.service.tokenForDevice(signedIn.client, 'code');
    expect(signedIn.reader.secrets.hide(SECRET)).toBe('[hidden]');
    const role = against({ body: { roleCredentials: { accessKeyId: 'a', secretAccessKey: SECRET } } });
    await role.portal.roleCredentials('111122223333', 'Reader');
    expect(role.reader.secrets.hide(SECRET)).toBe('[hidden]');
  });

  test('that would not register us is asked again the next time', async () => {
    const refused = { code: 'InvalidClientMetadataException' };
    const { service } = against(refused, { body: { clientId: 'client', clientSecret: SECRET } }, { body: {} });
    const knows = portalKnower(service);
    await expect(knows('https://acme.awsapps.com/start')).rejects.toMatchObject({ id: 'refused' });
    expect(await knows('https://acme.awsapps.com/start')).toBe(true);
  });
});

describe('the access portal', () => {
  test.each([
    [403, 'ForbiddenException'],
    [404, 'ResourceNotFoundException'],
  ])('that answers %i %s gives no access, or not yet', async (status, code) => {
    expect(await against({ status, code }).portal.roleCredentials('111122223333', 'Reader')).toBeUndefined();
  });

  test('that does not take the token says so', async () => {
    const { portal } = against({ status: 401, code: 'UnauthorizedException' });
    await expect(portal.roleCredentials('111122223333', 'Reader')).rejects.toMatchObject({
      facts: { code: 'UnauthorizedException' },
    });
  });
});
