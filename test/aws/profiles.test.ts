import { afterEach, expect, test, vi } from 'vitest';
import { detectedRegion } from '../../src/aws/detect.ts';
import { assertProfile } from '../../src/aws/profiles.ts';
import { someAwsFiles } from '../helpers/aws-files.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

function aConfigFile(text: string): void {
  vi.stubEnv('AWS_CONFIG_FILE', someAwsFiles(text).config.path);
}

test('a profile that is there, and the default one, are taken', async () => {
  aConfigFile('[profile b]\nregion = us-east-1\n');
  await expect(assertProfile('b')).resolves.toBeUndefined();
  await expect(assertProfile('default')).resolves.toBeUndefined();
});

test('another one is named, with those that there are, in order, and nothing that is no profile', async () => {
  aConfigFile(
    '[profile b]\nregion = a\n[sso-session s]\nsso_region = a\n[services t]\nx = y\n[profile a]\nregion = a\n',
  );
  await expect(assertProfile('c')).rejects.toMatchObject({
    id: 'profileNotFound',
    facts: { name: 'c', known: 'a, b' },
  });
  await expect(assertProfile('s')).rejects.toMatchObject({ id: 'profileNotFound' });
});

test('where there are none, none is named', async () => {
  aConfigFile('');
  await expect(assertProfile('c')).rejects.toMatchObject({ facts: { name: 'c', known: undefined } });
});

test('the Region is the one of the profile that was named, and none where nothing says it', async () => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_PROFILE', undefined);
  aConfigFile('[default]\nregion = us-east-1\n[profile b]\nregion = eu-west-1\n[profile c]\noutput = json\n');
  expect(await detectedRegion()).toBe('us-east-1');
  expect(await detectedRegion('b')).toBe('eu-west-1');
  expect(await detectedRegion('c')).toBeUndefined();
});
