import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type SimulatedAws, serve, simulatedAws } from '../../src/sandbox/index.ts';
import { scenarios } from '../../src/sandbox/scenarios.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { aComputer, endOf } from '../helpers/program.ts';
import { cases, held } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';
import { contentsOf } from '../helpers/world.ts';

const BEFORE = '# mine\n[profile other]\nregion = eu-west-1\n';
const SETTINGS = settingsYaml(
  company({
    cli: {
      session: 'acme',
      profiles: [
        { name: 'acme', account: 'management', permissionSet: 'AdministratorAccess', region: 'us-east-1' },
        { name: 'acme-look', account: 'management', permissionSet: 'ReadOnly', region: 'us-east-1' },
      ],
    },
  }),
);

type Moment = 'before AWS hears of it' | 'before AWS answers';
interface Kill {
  readonly call: number;
  readonly moment: Moment;
}

/** A simulated AWS on 127.0.0.1, and a computer with settings and an AWS config file, whose program can be killed at a call. */
async function aComputerAndAws() {
  const simulated = simulatedAws({ world: scenarios.enabled() });
  let heard: (moment: Moment) => boolean = () => false;
  const never = new Promise<never>(() => {});
  const handle: SimulatedAws['handle'] = async (request) => {
    if (heard('before AWS hears of it')) return never;
    const answer = await simulated.handle(request);
    return heard('before AWS answers') ? never : answer;
  };
  const server = await serve({ ...simulated, handle }, { port: 0 });
  onTestFinished(() => server.close());
  const computer = aComputer();
  const folder = join(computer.home, '.aws');
  const config = join(folder, 'config');
  mkdirSync(folder);
  writeFileSync(config, BEFORE);
  writeFileSync(join(computer.home, 'sso-setup.yaml'), SETTINGS);
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };
  const env = { ...keys, AWS_ENDPOINT_URL: server.url, AWS_REGION: 'us-east-1' };
  return {
    simulated,
    config: () => readFileSync(config, 'utf8'),
    /** What lies about beside the AWS config file, and in the folder of the state. */
    files: () =>
      [...readdirSync(folder), ...readdirSync(join(computer.home, 'state', 'sso-setup'))]
        .map((name) => name.replace(/-\d{8}-\d{6}\.bak$/, '.bak'))
        .sort(),
    async run() {
      heard = () => false;
      const { code, stdout } = await computer.run(['--yes', '--json'], env);
      return { code, result: ResultDocument.parse(JSON.parse(stdout)) };
    },
    /** Runs the program until it is killed at that call. */
    async runUntil({ call, moment }: Kill) {
      const child = computer.start(['--yes', '--json'], env);
      let calls = { 'before AWS hears of it': 0, 'before AWS answers': 0 };
      heard = (now) => {
        calls = { ...calls, [now]: calls[now] + 1 };
        if (now !== moment || calls[now] !== call + 1) return false;
        child.kill('SIGKILL');
        return true;
      };
      await endOf(child);
      return child.signalCode;
    },
  };
}

test('a program that is killed at any call of a run is followed by one that completes it', async () => {
  const whole = await aComputerAndAws();
  expect(await whole.run()).toMatchObject({ code: 0, result: { status: 'applied' } });
  const calls = whole.simulated.calls.length;
  const wanted = { contents: contentsOf(whole.simulated.world), config: whole.config(), files: whole.files() };
  expect(wanted.config).toContain('[profile acme]');
  expect(wanted.files.filter((name) => /\.(tmp|lock)$/.test(name))).toEqual([]);
  expect(await whole.run()).toMatchObject({ code: 0, result: { status: 'in_sync' } });

  const all = Array.from({ length: calls }, (_, call) => call).flatMap((call): Kill[] => [
    { call, moment: 'before AWS hears of it' },
    { call, moment: 'before AWS answers' },
  ]);
  const count = cases(5, all.length);
  const kills = all.filter(
    (_, i) => Math.floor((i * count) / all.length) !== Math.floor(((i - 1) * count) / all.length),
  );
  for (const kill of kills) {
    const at = `call ${kill.call}, ${kill.moment}`;
    const { simulated, run, runUntil, config, files } = await aComputerAndAws();
    expect(await runUntil(kill), at).toBe('SIGKILL');
    expect([BEFORE, wanted.config], at).toContain(config());
    expect(await run(), at).toMatchObject({ code: 0 });
    expect({ contents: contentsOf(simulated.world), config: config(), files: files() }, at).toEqual(wanted);
    expect(simulated.calls.filter(({ operation }) => /^(Delete|Detach)/.test(operation))).toEqual([]);
  }
  held('R3', kills.length, 'kills');
});
