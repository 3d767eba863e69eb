import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { aComputer } from '../helpers/program.ts';

const LATER = new Date(Date.now() + 3_600_000).toISOString();
const SECRET = 'not-a-real-secret-of-forty-characters-xx';

const assumed = (operation: string, id: string) =>
  `<${operation}Response><${operation}Result><Credentials><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${SECRET}` +
  `</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${LATER}</Expiration></Credentials>` +
  `</${operation}Result></${operation}Response>`;

const keys = (id: string) =>
  JSON.stringify({ AccessKeyId: id, SecretAccessKey: SECRET, Token: 'token', Expiration: LATER, Code: 'Success' });

/** Everything on 127.0.0.1 that hands out credentials, and an STS that says no to all and remembers whom it said it to. */
async function handsOut() {
  const seen = new Set<string>();
  const answer = (request: IncomingMessage, body: string): [number, string] => {
    const url = request.url ?? '';
    if (body.includes('Action=AssumeRoleWithWebIdentity')) {
      return [200, assumed('AssumeRoleWithWebIdentity', 'ASIAWEBIDENTITY')];
    }
    if (body.includes('Action=AssumeRole')) return [200, assumed('AssumeRole', 'ASIAASSUMEDROLE')];
    if (body.includes('Action=GetCallerIdentity')) {
      seen.add(/Credential=(\w+)/.exec(request.headers.authorization ?? '')?.[1] ?? 'nobody');
      return [
        403,
        '<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>no</Message></Error></ErrorResponse>',
      ];
    }
    if (url.startsWith('/federation/credentials')) {
      const roleCredentials = {
        accessKeyId: 'ASIAPORTAL',
        secretAccessKey: SECRET,
        sessionToken: 'token',
        expiration: Date.parse(LATER),
      };
      return [200, JSON.stringify({ roleCredentials })];
    }
    if (url === '/container') return [200, keys('ASIACONTAINER')];
    if (url === '/latest/api/token') return [200, 'metadata-token'];
    if (url === '/latest/meta-data/iam/security-credentials/') return [200, 'role'];
    if (url === '/latest/meta-data/iam/security-credentials/role') return [200, keys('ASIAINSTANCE')];
    return [404, '{}'];
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [status, text] = answer(request, body);
    response.writeHead(status, { 'x-amz-ec2-metadata-token-ttl-seconds': '21600' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

const sha = (algorithm: string, text: string) => createHash(algorithm).update(text).digest('hex');

interface Source {
  readonly is: string;
  readonly id: string;
  readonly config?: string;
  readonly env?: (url: string) => Record<string, string>;
  /** Beside the config file. */
  readonly files?: Readonly<Record<string, unknown>>;
}

const SOURCES: readonly Source[] = [
  {
    is: 'the environment',
    id: 'AKIAENVIRONMENT',
    env: () => ({ AWS_ACCESS_KEY_ID: 'AKIAENVIRONMENT', AWS_SECRET_ACCESS_KEY: SECRET }),
  },
  {
    is: 'a profile with keys',
    id: 'AKIAPROFILE',
    config: `[default]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = ${SECRET}\n`,
  },
  {
    is: 'a profile that assumes a role',
    id: 'ASIAASSUMEDROLE',
    config:
      '[default]\nrole_arn = arn:aws:iam::111122223333:role/x\nsource_profile = keys\n' +
      `[profile keys]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = ${SECRET}\n`,
  },
  {
    is: 'a program',
    id: 'AKIAPROGRAM',
    config: `[default]\ncredential_process = "${process.execPath}" program.cjs\n`,
    files: {
      '../program.cjs': `console.log('${JSON.stringify({ Version: 1, AccessKeyId: 'AKIAPROGRAM', SecretAccessKey: SECRET })}')`,
    },
  },
  {
    is: 'the access portal',
    id: 'ASIAPORTAL',
    config:
      '[default]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = Admin\n' +
      '[sso-session acme]\nsso_region = us-east-1\nsso_start_url = https://acme.awsapps.com/start\n',
    files: {
      [`sso/cache/${sha('sha1', 'acme')}.json`]: { accessToken: 'token', expiresAt: LATER },
    },
  },
  {
    is: 'aws login',
    id: 'ASIALOGIN',
    config: '[default]\nlogin_session = arn:aws:iam::111122223333:user/kim\nregion = us-east-1\n',
    files: {
      [`login/cache/${sha('sha256', 'arn:aws:iam::111122223333:user/kim')}.json`]: {
        accessToken: {
          accessKeyId: 'ASIALOGIN',
          secretAccessKey: SECRET,
          sessionToken: 'token',
          accountId: '111122223333',
          expiresAt: LATER,
        },
        tokenType: 'aws_sigv4',
        refreshToken: 'refresh',
        idToken: 'id',
        clientId: 'client',
        dpopKey: 'key',
      },
    },
  },
  {
    is: 'a web identity',
    id: 'ASIAWEBIDENTITY',
    env: () => ({ AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/x', AWS_WEB_IDENTITY_TOKEN_FILE: '.aws/web' }),
    files: { web: 'web identity token' },
  },
  {
    is: 'a container',
    id: 'ASIACONTAINER',
    env: (url) => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/container` }),
  },
  {
    is: 'an EC2 instance',
    id: 'ASIAINSTANCE',
    env: (url) => ({ AWS_EC2_METADATA_DISABLED: 'false', AWS_EC2_METADATA_SERVICE_ENDPOINT: url }),
  },
];

test.each(SOURCES)('the program gets credentials from $is', async ({ id, config = '', env, files = {} }) => {
  const { url, seen } = await handsOut();
  const computer = aComputer();
  for (const [name, content] of Object.entries({ config, ...files })) {
    const path = join(computer.home, '.aws', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  }
  const { code } = await computer.run(['check', '--json'], { AWS_ENDPOINT_URL: url, ...env?.(url) });
  expect([...seen]).toEqual([id]);
  expect(code).toBe(4);
});
