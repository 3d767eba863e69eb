import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { connect } from '../../src/aws/clients.ts';
import { accountPlan } from '../../src/aws/free-tier.ts';
import { type ScenarioName, scenarios } from '../../src/sandbox/scenarios.ts';
import { DEFAULT_REGIONS } from '../../src/settings/regions.ts';
import { anAccount } from '../helpers/account.ts';
import { ALL_ANSWERS, ANSWERS, aComputer, endOf } from '../helpers/program.ts';
import { held } from '../helpers/promises.ts';
import { aServer } from '../helpers/strict-aws.ts';

const DENY_ALL = new URL('../helpers/deny-all.mjs', import.meta.url).href;
const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'not-a-secret' };
const KIM = 'kim@example.com';

/** A computer without a network, but for AWS: what is asked there is answered by the simulated AWS. */
async function aGuardedComputer(scenario: ScenarioName = 'enabled') {
  const computer = aComputer();
  const { url, simulated } = await aServer(scenarios[scenario](), () => undefined);
  const log = join(computer.home, 'network.log');
  const guard = {
    ...{ NODE_OPTIONS: `--import ${DENY_ALL}`, NETWORK_LOG: log, SIMULATED_AWS: url },
    // As on a computer of which nothing is known.
    AWS_EC2_METADATA_DISABLED: undefined,
  };
  /** Runs the program, and tells everything that it spoke to. */
  const run = async (args: readonly string[], env: NodeJS.ProcessEnv = KEYS, meanwhile = (_said: string) => {}) => {
    writeFileSync(log, '');
    const child = computer.start(args, { ...guard, ...env });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        said += text;
        meanwhile(said);
      });
    }
    const ended = await endOf(child);
    const spoken = [...new Set(readFileSync(log, 'utf8').split('\n').filter(Boolean))].sort();
    return { ...ended, spoken };
  };
  return { computer, simulated, url, run };
}

const https = (...hosts: readonly string[]) => hosts.map((host) => `https ${host}`).sort();
/** Account, organization and STS have one endpoint for all Regions of a partition. */
const ACCOUNT = ['organizations.us-east-1.amazonaws.com', 'sts.us-east-1.amazonaws.com'];
const inRegion = (region: string) => [`identitystore.${region}.amazonaws.com`, `sso.${region}.amazonaws.com`];
/** Where Identity Center is looked for, when nobody knows in which Region it is. */
const EVERYWHERE = [
  'account.us-east-1.amazonaws.com',
  ...Object.keys(DEFAULT_REGIONS).map((region) => `sso.${region}.amazonaws.com`),
];

describe('what the program speaks to', () => {
  test.each([
    [['--version']],
    [['help', 'environment']],
    [['policy', '--read-only']],
    [['--sandbox', '--sandbox-scenario', 'enabled', '--json']],
    [['check', '--sandbox']],
  ])('is nothing for %j', async (args) => {
    const { run } = await aGuardedComputer();
    expect((await run(args)).spoken).toEqual([]);
  });

  test('are the endpoints of the Region and of the account: a dry run, a run, and a look into every Region', async () => {
    const { run } = await aGuardedComputer();
    const here = https(...ACCOUNT, ...inRegion('us-east-1'));
    const planned = await run([...ALL_ANSWERS, '--dry-run']);
    expect([planned.code, planned.spoken]).toEqual([0, here]);
    const applied = await run([...ALL_ANSWERS, '--cli-profile', 'acme', '--yes', '--debug', '--verbose']);
    expect([applied.code, applied.spoken]).toEqual([0, here]);
    const checked = await run(['check', '--region', 'us-east-1']);
    expect([checked.code, checked.spoken]).toEqual([0, [...new Set([...here, ...https(...EVERYWHERE)])].sort()]);
    held('S10', 3, 'commands');
  });

  test('are another Region’s, where Identity Center is there', async () => {
    const { run } = await aGuardedComputer('instance-elsewhere');
    const { code, spoken } = await run([...ANSWERS, '--region', 'eu-west-1', '--yes']);
    expect([code, spoken]).toEqual([0, https(...ACCOUNT, ...inRegion('eu-west-1'))]);
  });

  test('are the sign-in service and the portal, for a person who signs in; credentials of nobody else are looked for', async () => {
    const { run, simulated } = await aGuardedComputer();
    await run([...ALL_ANSWERS, '--cli-profile', 'acme', '--yes']);
    simulated.console.setPassword(KIM);
    const allowed = new Set<string>();
    const allow = (said: string) => {
      const [code] = /\b[A-Z]{4}-[A-Z]{4}\b/.exec(said) ?? [];
      if (code === undefined || allowed.has(code)) return;
      allowed.add(code);
      simulated.portal.approveDeviceAs(code, KIM);
    };
    const { code, spoken } = await run(['login', '--profile', 'acme', '--use-device-code'], {}, allow);
    const hosts = ['oidc.us-east-1.amazonaws.com', 'portal.sso.us-east-1.amazonaws.com', 'sts.us-east-1.amazonaws.com'];
    expect([code, spoken]).toEqual([0, https(...hosts)]);
  });

  test('is the plan of the account as well, where an organization would end it', async () => {
    const { run } = await aGuardedComputer('free-plan');
    const { spoken } = await run([...ALL_ANSWERS, '--dry-run']);
    expect(spoken).toEqual(https('freetier.us-east-1.api.aws', ...EVERYWHERE, ...ACCOUNT));
  });

  test('is nothing of AWS’s where the AWS config file leads elsewhere', async () => {
    const { run, computer, url } = await aGuardedComputer('free-plan');
    mkdirSync(join(computer.home, '.aws'));
    writeFileSync(join(computer.home, '.aws', 'config'), `[default]\nregion = us-east-1\nendpoint_url = ${url}\n`);
    const { code, stderr, spoken } = await run([...ANSWERS, '--dry-run']);
    expect([code, spoken]).toEqual([0, []]);
    expect(stderr).toMatch(/free plan/i);
    const said = `This run does not go to AWS: endpoint_url of profile default is ${url}`;
    expect(stderr.replaceAll(/\s+/g, ' ').split(said)).toHaveLength(2);
  });

  test('goes where the profile leads that was named, and nowhere where another one does', async () => {
    const { run, computer, url } = await aGuardedComputer('free-plan');
    mkdirSync(join(computer.home, '.aws'));
    const profiles = `[default]\nendpoint_url = http://127.0.0.1:9\n[profile fake]\nregion = us-east-1\nendpoint_url = ${url}\n`;
    writeFileSync(join(computer.home, '.aws', 'config'), profiles);
    writeFileSync(
      join(computer.home, '.aws', 'credentials'),
      '[fake]\naws_access_key_id = a\naws_secret_access_key = b\n',
    );
    const { code, stderr, spoken } = await run([...ANSWERS, '--dry-run', '--profile', 'fake']);
    expect([code, spoken]).toEqual([0, []]);
    expect(stderr.replaceAll(/\s+/g, ' ')).toContain(`endpoint_url of profile fake is ${url}`);
  });

  test('is nothing but AWS where endpoints of the environment are to be ignored', async () => {
    const { run } = await aGuardedComputer('free-plan');
    const ignored = { AWS_ENDPOINT_URL: 'https://elsewhere.example', AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    const { spoken } = await run([...ALL_ANSWERS, '--dry-run'], { ...KEYS, ...ignored });
    expect(spoken).toEqual(https('freetier.us-east-1.api.aws', ...EVERYWHERE, ...ACCOUNT));
  });

  test.each([
    ['the environment', ['--region', 'cn-north-1'], { AWS_REGION: 'cn-north-1' }],
    ["the environment, by the AWS CLI's older name", [], { AWS_DEFAULT_REGION: 'cn-north-1' }],
    ['a flag', ['--region', 'cn-north-1'], {}],
  ])('stays in the partition of the Region, named by %s', async (_by, args, env) => {
    const { run } = await aGuardedComputer();
    const { spoken } = await run([...ANSWERS, ...args, '--dry-run'], { ...KEYS, ...env });
    const names = ['organizations.cn-northwest-1', 'sso.cn-north-1', 'sts.cn-north-1'];
    expect(spoken).toEqual(https(...names.map((name) => `${name}.amazonaws.com.cn`)));
  });

  test.each([['cn-north-1'], ['us-gov-west-1'], ['eusc-de-east-1']])(
    'is nothing, about the plan of an account in %s: that service is in another partition',
    async (region) => {
      const { simulated, clock } = anAccount({ enabled: false });
      const asked: unknown[] = [];
      const requestHandler = simulated.requestHandler();
      const handle: typeof requestHandler.handle = (request, options) => {
        asked.push(request.headers.host);
        return requestHandler.handle(request, options);
      };
      const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'not-a-secret' };
      const planIn = (where: string) => {
        const connection = {
          clock,
          tell() {},
          credentials,
          region: where,
          requestHandler: { ...requestHandler, handle },
        };
        return accountPlan(connect(connection).reader);
      };
      await expect(planIn(region)).rejects.toMatchObject({ id: 'refused', facts: { code: 'UnknownEndpoint' } });
      expect(asked).toEqual([]);
      expect(await planIn('us-east-1')).toMatchObject({ type: 'PAID' });
      expect(asked).toEqual(['freetier.us-east-1.api.aws']);
    },
  );

  test('is the metadata service of EC2 only where nothing else has credentials, and nothing with it but AWS', async () => {
    const { run } = await aGuardedComputer();
    const { code, spoken } = await run([...ALL_ANSWERS, '--dry-run'], {});
    expect([code, spoken]).toEqual([4, ['socket 169.254.169.254:80']]);
  });
});

/** AWS's own domains, of all its partitions (endpoint rules of the SDK). */
const OF_AWS =
  /(^|\.)(amazonaws\.com|amazonaws-us-gov\.com|api\.aws|signin\.aws|app\.aws|aws\.amazon\.com|awsapps\.com|amazonwebservices\.com\.cn|amazonaws\.cn|amazonaws-eusc\.eu|(ic|sgov)\.gov|adc-e\.uk)$/;

/** Every other host that stands in the bundle, and why. */
const NAMED = {
  '127.0.0.1': 'this computer: the simulated AWS, and the way back from a sign-in',
  '169.254.169.254': 'the metadata service of EC2, for credentials',
  '169.254.170.2': 'the same of ECS',
  '[fd00:ec2::254]': 'the same of EC2, over IPv6',
  'a.co': 'in a warning of the SDK about old versions of Node',
  'github.com': 'in messages of libraries',
  'login.acme.example': 'in the simulated AWS, nobody',
  'react-native.canny.io': 'in a message of the SDK',
};

test('the bundle names no hosts but AWS’s and these', () => {
  const code = readdirSync(DIST)
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(join(DIST, name), 'utf8'))
    .join('\n');
  const addresses = code.matchAll(/\b(?:https?|wss?|ftp):\/\/((?:\$?\{[^}]*\}|\[[\da-f:]+\]|[\w.-])+)/g);
  // Of an address that is put together, the end of its host tells whose it is.
  const hosts = [...addresses].map(([, host = '']) => host.replace(/^.*\}(?=\.|$)/, '').replace(/\$\{.*$/, ''));
  const others = new Set(hosts.filter((host) => host !== '' && !OF_AWS.test(host)));
  expect([...others].sort()).toEqual(Object.keys(NAMED).sort());
});
