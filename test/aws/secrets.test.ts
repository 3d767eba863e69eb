import { expect, test } from 'vitest';
import { Secrets } from '../../src/aws/secrets.ts';

const KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

test('what is in the environment or was used is not shown, however it is written', () => {
  const secrets = new Secrets({ AWS_SECRET_ACCESS_KEY: KEY, AWS_SESSION_TOKEN: `${KEY}//more==`, OTHER: 'shown' });
  secrets.learn({
    accessKeyId: 'CANARY-KEY-ID-0001',
    secretAccessKey: 'another secret of length',
    sessionToken: undefined,
  });
  const text = `${KEY} ${encodeURIComponent(KEY)} ${KEY}//more== CANARY-KEY-ID-0001 another secret of length shown`;
  expect(secrets.hide(text)).toBe('[hidden] [hidden] [hidden] [hidden] [hidden] shown');
});

test('nor what looks like a key or is a token in a header', () => {
  const text = 'AKIAIOSFODNN7EXAMPLE, ASIAIOSFODNN7EXAMPLE\nx-amz-security-token:FwoGZXIvYXdzE\nhost:sts, ASIA';
  expect(new Secrets({}).hide(text)).toBe('[hidden], [hidden]\nx-amz-security-token:[hidden]\nhost:sts, ASIA');
});

test('nor the signature of a request', () => {
  const text = `AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261123, Signature=${'5f1c'.repeat(16)}`;
  expect(new Secrets({}).hide(text)).toBe('AWS4-HMAC-SHA256 Credential=[hidden]/20261123, Signature=[hidden]');
});

test('short values are left alone, or words would go', () => {
  const secrets = new Secrets({ AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'sandbox' });
  expect(secrets.hide('a test in the sandbox')).toBe('a test in the sandbox');
});

test('nor the token of a container, which other servers than AWS take', () => {
  const secrets = new Secrets({ AWS_CONTAINER_AUTHORIZATION_TOKEN: 'a token of a container' });
  expect(secrets.hide('Bearer a token of a container')).toBe('Bearer [hidden]');
});
