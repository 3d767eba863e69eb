import { expect, test } from 'vitest';
import type { InstanceStep } from '../../src/steps/instance.ts';
import { portalStep } from '../../src/steps/portal.ts';

/** The addresses of an instance's portal. */
async function urlsOf(partition: string, identityStoreId: string, arn: string, alias?: string, confirmed = {}) {
  const region = { aws: 'eu-west-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' }[partition] ?? '';
  const settings = { region: { name: region, chosen: true }, confirmed, ...(alias === undefined ? {} : { alias }) };
  const step = portalStep({} as InstanceStep, settings as unknown as Parameters<typeof portalStep>[1], partition);
  const found = { instance: { arn, identityStoreId, region } } as unknown as Parameters<typeof step.read>[1];
  const states = await step.read({} as never, found, new Set(['portal']), async () => new Map());
  return { urls: states.get('portal')?.urls, want: step.want.get('portal') };
}

const ARN = 'arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6';

test('an instance has an address by its directory, and two by its own id', async () => {
  expect((await urlsOf('aws', 'd-9067f1a2b3', ARN)).urls).toEqual({
    classic: 'https://d-9067f1a2b3.awsapps.com/start',
    ipv4: 'https://ssoins-7223a1b2c3d4e5f6.eu-west-1.portal.amazonaws.com',
    dualStack: 'https://ssoins-7223a1b2c3d4e5f6.portal.eu-west-1.app.aws',
  });
});

test('an identity store whose id is a UUID has no address by it', async () => {
  const { urls } = await urlsOf('aws', '3e2a8f0c-1111-4222-8333-444455556666', ARN);
  expect(urls).not.toHaveProperty('classic');
  expect(urls).toHaveProperty('dualStack');
});

test('an instance whose id is of another kind has none by that', async () => {
  const { urls } = await urlsOf('aws', 'd-9067f1a2b3', 'arn:aws:sso:::instance/other-1');
  expect(Object.keys(urls ?? {})).toEqual(['classic']);
});

test('China and GovCloud have hosts of their own', async () => {
  expect((await urlsOf('aws-cn', 'd-9067f1a2b3', ARN)).urls).toEqual({
    classic: 'https://d-9067f1a2b3.awsapps.cn/start',
    ipv4: 'https://ssoins-7223a1b2c3d4e5f6.cn-north-1.portal.amazonaws.com.cn',
    dualStack: 'https://ssoins-7223a1b2c3d4e5f6.portal.cn-north-1.app.amazonwebservices.com.cn',
  });
  expect((await urlsOf('aws-us-gov', 'd-9067f1a2b3', ARN)).urls).toEqual({
    classic: 'https://start.us-gov-west-1.us-gov-home.awsapps.com/directory/d-9067f1a2b3',
    dualStack: 'https://ssoins-7223a1b2c3d4e5f6.portal.us-gov-west-1.app.aws',
  });
});

test('an alias is wanted until it is confirmed; without one nothing is', async () => {
  expect((await urlsOf('aws', 'd-9067f1a2b3', ARN)).want).toEqual({});
  const { want, urls } = await urlsOf('aws', 'd-9067f1a2b3', ARN, 'lemonlogin');
  expect(want).toEqual({ alias: 'lemonlogin' });
  expect(urls?.alias).toContain('lemonlogin');
  const confirmed = await urlsOf('aws', 'd-9067f1a2b3', ARN, 'lemonlogin', { alias: '2026-11-23' });
  expect(confirmed.want).toEqual({});
  expect(confirmed.urls?.aliasConfirmed).toBe('2026-11-23');
});
