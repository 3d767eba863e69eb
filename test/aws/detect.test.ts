import { afterEach, expect, test, vi } from 'vitest';
import { detectedRegion } from '../../src/aws/detect.ts';
import { someAwsFiles } from '../helpers/aws-files.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test.each([
  ['eu-west-1', 'eu-west-1'],
  [' eu-west-1 ', 'eu-west-1'],
  ['', undefined],
  [' ', undefined],
  ['eu west', undefined],
])('AWS_REGION=%j is the Region %s', async (AWS_REGION, region) => {
  vi.stubEnv('AWS_CONFIG_FILE', someAwsFiles('').config.path);
  vi.stubEnv('AWS_REGION', AWS_REGION);
  expect(await detectedRegion()).toBe(region);
});

test('where the environment does not say, the profile does', async () => {
  vi.stubEnv('AWS_CONFIG_FILE', someAwsFiles('[profile work]\nregion = eu-west-1\n').config.path);
  vi.stubEnv('AWS_REGION', undefined);
  expect(await detectedRegion('work')).toBe('eu-west-1');
  expect(await detectedRegion('default')).toBe(undefined);
});

test.each([
  ['eu-west-1', 'eu-west-1'],
  ['', 'eu-north-1'],
])('where AWS_REGION is %j, beside the older name, the Region is %s', async (AWS_REGION, region) => {
  vi.stubEnv('AWS_CONFIG_FILE', someAwsFiles('').config.path);
  vi.stubEnv('AWS_REGION', AWS_REGION);
  vi.stubEnv('AWS_DEFAULT_REGION', 'eu-north-1');
  expect(await detectedRegion()).toBe(region);
});
