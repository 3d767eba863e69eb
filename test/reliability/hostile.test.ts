import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandsFor } from '../../src/argv.ts';
import { editConfig } from '../../src/aws-config/config-text.ts';
import { check } from '../../src/check.ts';
import { DebugLog, loggedScreen } from '../../src/debug-log.ts';
import { login } from '../../src/login.ts';
import { run } from '../../src/run.ts';
import type { World } from '../../src/sandbox/index.ts';
import { models, type ServiceName, type Shape } from '../../src/sandbox/models.ts';
import type { SdkRequestHandler } from '../../src/sandbox/request-handler.ts';
import type { Report } from '../../src/screen.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import type { Settings } from '../../src/settings/settings.ts';
import type { TraceEntry } from '../../src/trace.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { anAccount, setUp, type TestAccount } from '../helpers/account.ts';
import { configOf, someAwsFiles } from '../helpers/aws-files.ts';
import { cases, held } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';
import { troublesIn } from '../settings/helpers.ts';
import { aWizard } from '../wizard/person.ts';

/** What terminals obey, hide or turn around, half a character, and what would be a section of a config file. */
const EVIL = [
  'a\u001b[2J\u001b]8;;https://evil.example\u0007b\u001b]8;;\u0007\u001b]52;c;ZXZpbA==\u0007\u001b]0;owned\u0007',
  'c\r\u009b2K\u009d0;x\u009c\u007f\u0090d\b\b\b',
  '\u202ee\u2066f\u2069\u200bg\u200f\ufeff\ud800h\udc00',
  'x\n[default]\ncredential_process=touch x\n; rm -rf ~ $(touch x) ../../..',
].join('');
const LONG = `${EVIL}${'Long '.repeat(2_000)}`;
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must not be there
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ufffd]/;

const settings: Settings = company({
  cli: {
    session: 'acme',
    profiles: [{ name: 'admin', account: 'management', permissionSet: 'AdministratorAccess' }],
  },
});
const drifted: Settings = {
  ...settings,
  groups: [...settings.groups, { name: 'New' }],
  permissionSets: settings.permissionSets.map((set) => ({ ...set, sessionDuration: 'PT2H', description: 'Other' })),
  assignments: settings.assignments.map((one) => ({ ...one, accounts: ['management', 'ou:Workloads', 'all'] })),
};

/** Where a text is in an output: member names, `[]` for each item of a list, `{}` for each value of a map. */
type Place = readonly string[];

function placesOf(service: ServiceName, name: string, above: Place = []): Place[] {
  const shape: Shape | undefined = models[service].shapes[name];
  if (shape === undefined || above.length > 6) return [];
  if (shape.type === 'string') return [above];
  if (shape.type === 'list') return placesOf(service, shape.member ?? '', [...above, '[]']);
  if (shape.type === 'map') return placesOf(service, shape.value ?? '', [...above, '{}']);
  return Object.entries(shape.members ?? {}).flatMap(([member, of]) => placesOf(service, of, [...above, member]));
}

/** The answer with another text at this place, also where there was none. */
function filled(value: unknown, [first, ...rest]: Place, to: (was: string) => string): unknown {
  if (first === undefined) return to(typeof value === 'string' ? value : '');
  if (first === '[]') return Array.isArray(value) ? value.map((item) => filled(item, rest, to)) : value;
  const members = Object.entries(Object(value ?? {}));
  if (first === '{}') return Object.fromEntries(members.map(([key, one]) => [key, filled(one, rest, to)]));
  if (rest.length > 0 && Object(value)[first] === undefined) return value;
  const failed = first === 'FailureReason' ? { Status: 'FAILED' } : {};
  return { ...Object(value), ...failed, [first]: filled(Object(value)[first], rest, to) };
}

/** What is put into the answers of one operation. */
interface Attack {
  readonly service: ServiceName;
  readonly operation: string;
  readonly places: readonly Place[];
  readonly to: (was: string) => string;
  /** Instead of an answer. */
  readonly error?: string;
}

const OPERATION_OF_PATH: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(models).flatMap(({ operations }) =>
    Object.entries(operations).flatMap(([name, { uri }]) => (uri === undefined ? [] : [[uri, name]])),
  ),
);

function attacked(inner: SdkRequestHandler, attack: Attack, met: () => void): SdkRequestHandler {
  return {
    ...inner,
    async handle(request, options) {
      const target = request.headers['x-amz-target'] ?? request.headers['X-Amz-Target'];
      const form = /Action=(\w+)/.exec(typeof request.body === 'string' ? request.body : '')?.[1];
      const operation = target?.split('.')[1] ?? form ?? OPERATION_OF_PATH[request.path];
      const answered = await inner.handle(request, options);
      if (operation !== attack.operation) return answered;
      met();
      const { response } = answered;
      response.headers['x-amzn-requestid'] = EVIL;
      const text = new TextDecoder().decode(response.body);
      if (attack.error !== undefined) {
        const body = {
          __type: attack.error,
          message: attack.to(''),
          Message: attack.to(''),
          Reason: EVIL,
          RequestId: EVIL,
        };
        const all = { ...body, error: 'evil', error_description: attack.to(''), ResourceType: EVIL };
        const headers = { 'content-type': response.headers['content-type'] ?? '', 'x-amzn-errortype': attack.error };
        return {
          response: { ...response, statusCode: 400, headers, body: new TextEncoder().encode(JSON.stringify(all)) },
        };
      }
      if (text.startsWith('<')) {
        const xml = text.replaceAll(
          />([^<]+)</g,
          (_, was: string) => `>${attack.to(was).replaceAll(/[<&\p{Cs}]/gu, '')}<`,
        );
        return { response: { ...response, body: new TextEncoder().encode(xml) } };
      }
      const value = attack.places.reduce<unknown>(
        (now, place) => filled(now, place, attack.to),
        JSON.parse(text || '{}'),
      );
      return { response: { ...response, body: new TextEncoder().encode(JSON.stringify(value)) } };
    },
  };
}

const COMMANDS = ['dry run', 'apply', 'check', 'login'] as const;
type CommandName = (typeof COMMANDS)[number];
const MODES = ['plain', 'json', 'terminal'] as const;

/** A world in which everything is set up, and kim has a password. */
async function before() {
  const files = someAwsFiles();
  const account = anAccount({ files });
  await setUp(account, settings);
  account.simulated.console.setPassword('kim@example.com');
  return { world: account.simulated.world, clock: account.clock, files };
}
let made: Promise<{ world: World; clock: TestAccount['clock'] }> | undefined;

/** Runs a command against an AWS that means harm; everything that it said and kept. */
async function meets(attack: Attack | undefined, command: CommandName, mode: (typeof MODES)[number]) {
  made ??= before();
  const { world, clock } = await made;
  const account = anAccount({ world: structuredClone(world), clock });
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
  const files = someAwsFiles(command === 'login' ? PROFILE(world) : undefined, join(folder, '.aws'));
  const inner = account.simulated.requestHandler();
  let met = attack === undefined;
  const requestHandler =
    attack === undefined
      ? inner
      : attacked(inner, attack, () => {
          met = true;
        });
  const wizard = aWizard({ account, screen: { mode, lang: mode === 'json' ? 'ko' : 'en', verbose: true } });
  const failed = (_file: string, code: string) => expect.unreachable(code);
  const log = new DebugLog({ folder: join(folder, 'log'), env: {}, now: clock.now, failed });
  const screen = loggedScreen(wizard.tools.screen, log, () => {});
  const { place } = wizard.tools;
  const trace = (entry: TraceEntry) => {
    screen.trace(entry);
    log.call(entry);
  };
  const tools = {
    ...wizard.tools,
    screen,
    trace,
    place: { ...place, files, connection: { ...place.connection, requestHandler } },
  };
  const options = { answers: {}, env: {}, commands: commandsFor([]) };
  writeFileSync(wizard.settingsFile, settingsYaml(command === 'login' ? settings : drifted));
  const report = await does(command, options, tools, account);
  const text = `${wizard.stdout.text}${wizard.person.raw}`;
  const kept = readFileSync(log.path ?? '', 'utf8');
  const config = configOf(files) ?? '';
  rmSync(folder, { recursive: true });
  expect(met).toBe(true);
  return {
    report,
    text,
    kept,
    config,
    json: mode === 'json' ? wizard.stdout.text : undefined,
    calls: account.simulated.calls,
  };
}

const PROFILE = ({ instances }: World) => `[profile admin]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = AdministratorAccess

[sso-session acme]
sso_start_url = https://${instances[0]?.identityStoreId}.awsapps.com/start
sso_region = us-east-1
`;

function does(
  command: CommandName,
  options: Parameters<typeof check>[0],
  tools: Parameters<typeof check>[1],
  { simulated }: TestAccount,
): Promise<Report> {
  if (command === 'check') return check(options, tools);
  if (command === 'login') {
    const signingIn = (page: { via: string; userCode?: string }) => {
      try {
        simulated.portal.approveDevice(page.userCode ?? '', 'kim@example.com');
      } catch {
        // The code that was shown is not one.
      }
      return undefined;
    };
    return login({ ...options, deviceCode: true }, { ...tools, place: { ...tools.place, signingIn } });
  }
  const agreed = { apply: command === 'apply', paidPlan: false, root: false, overwriteProfile: false };
  return run({ ...options, dryRun: command === 'dry run', agreed, noInput: true, waitMs: 0 }, tools);
}

/** Whether all are tried; in a slice each operation is, by one of the commands that call it. */
const isLong = cases(0, 1) === 1;
const isOfSlice = (index: number, command: CommandName) =>
  command === 'login' || index % 3 === COMMANDS.indexOf(command);

/** Every operation that a command calls, and the texts that AWS may send with it. */
async function attackable(command: CommandName) {
  const { calls } = await meets(undefined, command, 'plain');
  const seen = new Map(calls.map(({ service, operation }) => [`${service} ${operation}`, { service, operation }]));
  return [...seen.values()].map((one) => {
    const { output } = models[one.service].operations[one.operation] ?? {};
    return { ...one, places: typeof output === 'string' ? placesOf(one.service, output) : [] };
  });
}

/** Nothing reaches a stream or the log raw; the run ends as a run does; the config file is ours or as it was. */
function expectHarmless({ report, text, kept, config, json }: Awaited<ReturnType<typeof meets>>, about: string): void {
  const raw = RAW.exec(text) ?? RAW.exec(kept);
  const around =
    raw === null ? '' : JSON.stringify((raw.input ?? '').slice(Math.max(0, raw.index - 60), raw.index + 20));
  expect([about, around]).toEqual([about, '']);
  const problems = [
    report.problem,
    ...(report.results ?? []).map(({ outcome }) => (outcome.kind === 'failed' ? outcome.problem : undefined)),
  ];
  const unforeseen = problems.find((problem) => problem?.id === 'unexpected');
  expect([about, unforeseen?.cause]).toEqual([about, undefined]);
  expect([about, /^\[(?!profile admin\]|sso-session acme\])|^credential_process/m.exec(config)?.[0]]).toEqual([
    about,
    undefined,
  ]);
  if (json === undefined) return;
  expect(json.split('\n')).toHaveLength(2);
  expect(ResultDocument.safeParse(JSON.parse(json)).error?.message).toBeUndefined();
}

describe.each(COMMANDS)('%s', (command) => {
  /** Screens that ask nobody. */
  const modes = command === 'apply' ? MODES.slice(0, 2) : MODES;

  test('shows and keeps harmless whatever AWS sends, in any field of any answer', async () => {
    let count = 0;
    const operations = await attackable(command);
    for (const [index, { service, operation, places }] of operations.entries()) {
      if (!isLong && !isOfSlice(index, command)) continue;
      // All texts of an answer at once, or each by itself.
      const sets = !isLong ? [places] : [places, ...places.map((place) => [place])];
      for (const some of sets) {
        const ways = [() => EVIL, (was: string) => `${was}${EVIL}`, () => LONG, () => ''];
        for (const [way, to] of ways.entries()) {
          if (!isLong && way !== index % ways.length) continue;
          const mode = modes[(index + way) % modes.length] ?? 'plain';
          const about = `${operation} ${some.map((place) => place.join('.')).join(' ')} ${way} ${mode}`;
          expectHarmless(await meets({ service, operation, places: some, to }, command, mode), about);
          count += some.length;
        }
      }
    }
    held('S4', count, `fields filled for ${command}`);
  });

  test('shows and keeps harmless whatever AWS says in an error', async () => {
    let count = 0;
    const operations = await attackable(command);
    for (const [index, { service, operation }] of operations.entries()) {
      if (!isLong && !isOfSlice(index, command)) continue;
      const errors = [...(models[service].operations[operation]?.errors ?? []), 'EvilException', EVIL.slice(0, 40)];
      for (const [which, error] of errors.entries()) {
        if (!isLong && which !== index % errors.length) continue;
        const mode = modes[(index + which) % modes.length] ?? 'plain';
        const attack = { service, operation, places: [], to: () => (which % 2 === 0 ? EVIL : LONG), error };
        expectHarmless(await meets(attack, command, mode), `${operation} ${error} ${mode}`);
        count++;
      }
    }
    held('S4', count, `errors for ${command}`);
  });
});

/** Values that want to be more than a value, and what in the settings they are tried for. */
const INJECTIONS = [
  'x\n[default]\ncredential_process=touch x',
  'x\r[default]\rcredential_process=touch x',
  'x\u0085[default]',
  'x\u2028[default]',
  'x]\n[profile y',
  'x # comment',
  ' x',
  'x ',
  '../../.bashrc',
  '$(touch x)',
  '`touch x`',
  'x; touch x',
  'x\u202ey',
  'x\u200by',
  'x\0y',
  'x\ud800y',
  '__proto__',
  '"x"',
  "x'y",
  '한글',
  'x'.repeat(10_240),
];

describe('What would become a part of the AWS config file', () => {
  test.each(INJECTIONS)('is refused by the settings, and again by what writes: %j', (value) => {
    const quoted = JSON.stringify(value);
    const base = 'groups: [{ name: A }]\npermissionSets: [{ name: S }]\n';
    const profile = (fields: Record<string, string>) => {
      const all = { name: 'p', account: 'management', permissionSet: 'S', ...fields };
      return `profiles: [{ ${Object.entries(all)
        .map(([key, text]) => `${key}: ${text}`)
        .join(', ')} }]`;
    };
    // Half a character is none in a file; a path is a name that AWS tools read.
    const isFile = !value.includes('\ud800');
    const isName = value === '../../.bashrc';
    for (const cli of [`session: ${quoted}`, profile({ name: quoted })]) {
      if (isFile) expect(troublesIn(`${base}cli: { ${cli} }\n`).length > 0).toBe(!isName);
    }
    for (const cli of [profile({ permissionSet: quoted }), profile({ region: quoted })]) {
      expect(troublesIn(`${base}cli: { ${cli} }\n`).length).toBeGreaterThan(0);
    }
    for (const kind of ['profile', 'sso-session'] as const) {
      const named = () => editConfig('[default]\n', [{ section: { kind, name: value }, keys: { region: 'x' } }]);
      if (isName) expect(named()).toBe(`[default]\n\n[${kind} ../../.bashrc]\nregion = x\n`);
      else expect(named).toThrow(TypeError);
    }
    const keyed = () => editConfig('', [{ section: { kind: 'profile', name: 'x' }, keys: { [value]: 'x' } }]);
    expect(keyed).toThrow(TypeError);
  });

  test.each(INJECTIONS.filter((value) => /[\n\r\u0085\u2028\0\ud800#]|^ | $/.test(value)))(
    'is no value of a key, either: %j',
    (value) => {
      const edit = () => editConfig('', [{ section: { kind: 'profile', name: 'x' }, keys: { region: value } }]);
      expect(edit).toThrow(TypeError);
    },
  );
});
