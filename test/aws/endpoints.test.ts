import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { endpointsElsewhere } from '../../src/aws/endpoints.ts';
import { someAwsFiles } from '../helpers/aws-files.ts';

const HERE = 'http://127.0.0.1:5000';
const CONFIG = `
[default]
region = us-east-1
[profile fake]
endpoint_url = ${HERE}
[profile ignoring]
endpoint_url = ${HERE}
ignore_configured_endpoint_urls = true
[profile parts]
services = parts
[services parts]
s3 =
  endpoint_url = ${HERE}
sso_admin =
  endpoint_url = ${HERE}
`;

beforeEach(() => {
  vi.stubEnv('AWS_CONFIG_FILE', someAwsFiles(CONFIG).config.path);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', someAwsFiles().credentials);
});

afterEach(() => {
  vi.unstubAllEnvs();
});

const inFake = { variable: 'endpoint_url', endpoint: HERE, profile: 'fake' };
const variable = (name: string) => ({ variable: name, endpoint: HERE });

test.each([
  ['nothing where nothing says so', undefined, {}, []],
  ['nothing for an empty variable', undefined, { AWS_ENDPOINT_URL: '' }, []],
  ['a variable', undefined, { AWS_ENDPOINT_URL: HERE }, [variable('AWS_ENDPOINT_URL')]],
  ['a variable of one service', undefined, { AWS_ENDPOINT_URL_STS: HERE }, [variable('AWS_ENDPOINT_URL_STS')]],
  ['nothing for services that a run does not speak to', undefined, { AWS_ENDPOINT_URL_S3: HERE }, []],
  ['a profile', 'fake', {}, [inFake]],
  [
    'a profile beside a variable of one service',
    'fake',
    { AWS_ENDPOINT_URL_STS: HERE },
    [variable('AWS_ENDPOINT_URL_STS'), inFake],
  ],
  [
    'only the variable that counts before a profile',
    'fake',
    { AWS_ENDPOINT_URL: HERE },
    [variable('AWS_ENDPOINT_URL')],
  ],
  [
    'the services of a profile',
    'parts',
    {},
    [{ variable: 'sso_admin.endpoint_url', endpoint: HERE, profile: 'parts' }],
  ],
  ['nothing where a variable says to ignore it', 'fake', { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, []],
  ['nothing where a profile says to ignore it', 'ignoring', { AWS_ENDPOINT_URL: HERE }, []],
  [
    'what a profile would ignore and a variable does not',
    'ignoring',
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
    [{ ...inFake, profile: 'ignoring' }],
  ],
])('a run is led elsewhere by %s', async (_what, AWS_PROFILE, env, elsewhere) => {
  vi.stubEnv('AWS_PROFILE', AWS_PROFILE);
  expect(await endpointsElsewhere(env)).toEqual(elsewhere);
});
