import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { awsFiles } from '../src/aws-files.ts';

const ownAws = join(homedir(), '.aws');
const placesFor = (env: Readonly<Record<string, string>>) => {
  const { config, credentials, tokens } = awsFiles(env, Date.now);
  return { config: config.path, credentials, tokens };
};

test('The files are in the home folder', () => {
  const own = { config: join(ownAws, 'config'), credentials: join(ownAws, 'credentials') };
  expect(placesFor({})).toMatchObject(own);
  expect(placesFor({ AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '' })).toMatchObject(own);
});

test.each([
  ['/etc/aws', '/etc/aws'],
  ['~/elsewhere/aws', `${homedir()}/elsewhere/aws`],
  ['~work/aws', '~work/aws'],
  ['work/~/aws', 'work/~/aws'],
])('Variables say otherwise: %s; the tokens stay', (said, file) => {
  expect(placesFor({ AWS_CONFIG_FILE: said, AWS_SHARED_CREDENTIALS_FILE: said })).toEqual({
    config: file,
    credentials: file,
    tokens: join(ownAws, 'sso', 'cache'),
  });
});
