import { setMaxListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { commandsFor } from '../../src/argv.ts';
import { whoAmI } from '../../src/aws/caller.ts';
import { check } from '../../src/check.ts';
import type { EngineEvent } from '../../src/engine/events.ts';
import type { Item, Plan, Result } from '../../src/engine/plan.ts';
import type { Language } from '../../src/messages/index.ts';
import { COMMANDS, TOPICS } from '../../src/messages/options.ts';
import { orient } from '../../src/orient.ts';
import { type Note, PROBLEMS, Problem, type ProblemId, type Waiting } from '../../src/problem.ts';
import { scenarioNames, scenarios } from '../../src/sandbox/index.ts';
import type { Consent, ConsoleStep, Decision, Ending, Report, Screen, SignedIn, Word } from '../../src/screen.ts';
import { commandScreen, helpScreen, topicScreen } from '../../src/ui/help.ts';
import type { ScreenOptions } from '../../src/ui/make-screen.ts';
import { Progress, paceText } from '../../src/ui/progress.ts';
import { anAccount, dryRun, setUp } from '../helpers/account.ts';
import { addAccount, bigCompany, companyWorld, PROD_UNIT } from '../helpers/big-company.ts';
import {
  acme,
  aReport,
  aScreen,
  denied,
  drifted,
  enablePage,
  firstPlan,
  look,
  reports,
  results,
  show,
} from './fixtures.ts';

/** For whom a screen is drawn. */
export interface Window {
  readonly lang: Language;
  readonly columns: number;
}

const url = enablePage();
const about = { url, account: '111122223333', region: 'ap-northeast-2' };
export const CONSOLE_STEPS: Readonly<Record<string, { step: ConsoleStep; words: readonly Word[] }>> = {
  instance: { step: { step: 'instance', name: 'instance', ...about }, words: ['look', 'later'] },
  portal: { step: { step: 'portal', name: 'lemonlogin', ...about }, words: ['look', 'done', 'later'] },
  password: {
    step: { step: 'security', name: 'password', ...about, users: ['kim@acme.kr'] },
    words: ['reset', 'otp', 'later'],
  },
  passwords: {
    step: { step: 'security', name: 'password', ...about, users: ['kim@acme.kr', 'lee@acme.kr'] },
    words: ['reset', 'otp', 'later'],
  },
  mfa: { step: { step: 'security', name: 'mfa', ...about }, words: ['done', 'later'] },
  portalSession: { step: { step: 'security', name: 'portalSession', ...about }, words: ['done', 'later'] },
};
const ENDINGS: readonly Ending[] = ['verified', 'confirmed', 'unverified', 'later'];

const CONSENTS: { readonly [Id in Consent['id']]: Extract<Consent, { id: Id }> } = {
  apply: { id: 'apply', identity: acme, changes: 5, saveAs: 'sso-setup.yaml' },
  paidPlan: { id: 'paidPlan', credits: '117.42 USD', expires: '2027-05-02' },
  permissionSets: { id: 'permissionSets', account: '111122223333' },
  externalIdentities: { id: 'externalIdentities', name: 'kim@acme.kr' },
  otherRegion: { id: 'otherRegion', region: 'eu-west-1', wanted: 'ap-northeast-2' },
  walk: { id: 'walk', untold: ['mfa', 'portalSession'] },
  overwriteProfile: { id: 'overwriteProfile', names: 'acme-admin', file: '~/.aws/config' },
  login: { id: 'login', users: ['kim@acme.kr'] },
  root: { id: 'root', account: '111122223333' },
};

const NOTES: { readonly [Id in Note['id']]: Extract<Note, { id: Id }> } = {
  regionsNotLookedAt: { id: 'regionsNotLookedAt', regions: 'eu-west-3, sa-east-1', code: 'AccessDeniedException' },
  regionsAssumed: { id: 'regionsAssumed', code: 'AccessDeniedException' },
  instanceDetailsUnknown: { id: 'instanceDetailsUnknown', code: 'UnknownOperationException' },
  progressUnknown: {
    id: 'progressUnknown',
    action: 'sso:DescribeAccountAssignmentCreationStatus',
    code: 'AccessDeniedException',
  },
  tagsUnknown: { id: 'tagsUnknown', name: 'AdministratorAccess', code: 'UnknownOperationException' },
  accountsLeftOut: {
    id: 'accountsLeftOut',
    accounts: [{ account: '444455556666', name: 'legacy', state: 'SUSPENDED' }],
  },
  freePlanEnds: { id: 'freePlanEnds', credits: '117.42 USD', expires: '2027-05-02' },
  accountPlanUnknown: { id: 'accountPlanUnknown', code: 'AccessDeniedException' },
  instanceInOtherRegion: { id: 'instanceInOtherRegion', region: 'eu-west-1', wanted: 'ap-northeast-2' },
  notAws: { id: 'notAws', variable: 'AWS_ENDPOINT_URL', endpoint: 'http://127.0.0.1:5000' },
  externalIdentities: { id: 'externalIdentities', name: 'kim@acme.kr' },
  userDisabled: { id: 'userDisabled', name: 'kim@acme.kr' },
  aliasKnown: { id: 'aliasKnown', alias: 'lemonlogin' },
  exampleAnswer: { id: 'exampleAnswer', flag: '--email', value: 'kim@example.com' },
  staticKeys: { id: 'staticKeys', profile: 'acme-admin' },
  clockOff: { id: 'clockOff', offset: '3600', direction: 'behind' },
  settingsNotSaved: { id: 'settingsNotSaved', file: 'sso-setup.yaml' },
  tokenNotKept: { id: 'tokenNotKept', folder: '/home/kim/.aws/sso/cache', code: 'EACCES' },
  logNotWritten: { id: 'logNotWritten', file: '/var/log/sso-setup.log', code: 'EACCES' },
  sandboxEnables: { id: 'sandboxEnables', seconds: '3' },
  sandboxSignsIn: { id: 'sandboxSignsIn', seconds: '2', user: 'kim@acme.kr' },
};

const FACTS = {
  operation: 'CreatePermissionSet',
  action: 'sso:CreatePermissionSet',
  code: 'SomeException',
  detail: 'Something about it, in words of AWS.',
  who: 'arn:aws:iam::111122223333:user/admin',
  requestId: '5f1c2d3e-0000-4a5b-8c6d-7e8f90a1b2c3',
  host: 'sso.ap-northeast-2.amazonaws.com',
  region: 'ap-northeast-2',
  other: 'eu-west-1',
  account: '111122223333',
  managementAccount: '999988887777',
  wanted: '444455556666',
  name: 'AdministratorAccess',
  path: 'Workloads/Prod',
  known: 'acme 111122223333, prod 222233334444',
  email: 'owner@acme.kr',
  credits: '117.42 USD',
  expires: '2027-05-02',
  offset: '3600',
  direction: 'behind',
  minutes: '60',
  url,
  pid: '4711',
  since: '13:05',
  lock: '/home/kim/.local/state/sso-setup/111122223333.laptop.4711-0a1b2c3d.lock',
  flag: '--wait',
  example: '15',
};

const DECISIONS: readonly Decision[] = [
  { id: 'region', value: 'ap-northeast-2', source: 'detected' },
  { id: 'user', value: 'kim@acme.kr Minsu Kim', source: 'you' },
  { id: 'group', value: 'Administrators', source: 'default' },
  { id: 'permissionSet', value: 'Auditors (SecurityAudit, ViewOnlyAccess)', source: 'flag' },
  { id: 'sessionDuration', value: '1h30m', source: 'file' },
  { id: 'relayState', value: '', source: 'default' },
  { id: 'accounts', value: '111122223333 acme', source: 'aws' },
  { id: 'alias', value: 'lemonlogin', source: 'environment' },
  { id: 'cliProfile', value: 'acme-admin', source: 'example' },
];

/** Both streams, as a person would have seen them: the report, and then what was said beside it. */
function drawn({ lang, columns }: Window, act: (screen: Screen) => void, options: Partial<ScreenOptions> = {}): string {
  const { screen, stdout, stderr } = aScreen({ lang, columns, env: { NO_COLOR: '1' }, now: () => 0, ...options });
  act(screen);
  screen.close();
  return stdout.text + stderr.text;
}

/** A screen that waits for keys, up to its first picture, without what moves the cursor. */
async function prompted(window: Window, act: (screen: Screen) => Promise<unknown>): Promise<string> {
  const stdin = new PassThrough();
  const { screen, stderr } = aScreen({ ...window, stdin, env: { NO_COLOR: '1' }, now: () => 0 });
  const ended = act(screen).catch(() => undefined);
  const seen = () => stripVTControlCharacters(stderr.text);
  const keys = look(window.lang).messages.lines.keys;
  while (!seen().replaceAll(/\s+/g, ' ').includes(keys)) await new Promise((resolve) => setTimeout(resolve, 5));
  const first = `${seen().split(keys)[0]}${keys}\n`;
  stdin.end();
  await ended;
  return first;
}

/** What one stays with until the person says something. */
async function attended(window: Window, name: string): Promise<string> {
  const { step, words } = CONSOLE_STEPS[name] ?? {};
  if (step === undefined || words === undefined) throw new Error(`There is no console step ${name}.`);
  return prompted(window, async (screen) => {
    const attendance = screen.attend(step, { words, ...(words.includes('look') ? { untilMs: 900_000 } : {}) });
    try {
      await attendance.next(Number.POSITIVE_INFINITY);
    } finally {
      await attendance.close();
    }
  });
}

const SIGN_IN = 'https://oidc.ap-northeast-2.amazonaws.com/';
const DEVICE = {
  url: 'https://device.sso.ap-northeast-2.amazonaws.com/?user_code=BCDF-GHJK',
  userCode: 'BCDF-GHJK',
  startUrl: 'https://d-9b67a1b2c3.awsapps.com/start',
};
const SIGNED_IN: SignedIn = {
  arn: 'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/kim@acme.kr',
  account: '111122223333',
  permissionSet: 'AdministratorAccess',
  startUrl: 'https://d-9b67a1b2c3.awsapps.com/start',
  region: 'ap-northeast-2',
  expiresAt: '2026-11-23T14:15:00Z',
  profile: 'acme-admin',
  sandbox: false,
};
const PROFILE = {
  file: '/home/minsu/.aws/config',
  sso_session: 'acme',
  sso_account_id: '111122223333',
  sso_role_name: 'AdministratorAccess',
  region: 'ap-northeast-2',
};
const PROFILES: Item[] = [
  { step: 'cliProfile', key: 'acme-admin', action: { kind: 'create', want: PROFILE } },
  {
    step: 'cliProfile',
    key: 'acme-billing',
    action: {
      kind: 'change',
      drift: [
        { field: 'sso_session', from: undefined, to: 'acme' },
        { field: 'sso_account_id', from: '444455556666', to: '111122223333' },
        { field: 'removed', from: ['role_arn', 'source_profile'], to: [] },
      ],
    },
  },
];
const PROFILE_TEXT = `[sso-session acme]
sso_start_url = https://d-9b67a1b2c3.awsapps.com/start
sso_region = ap-northeast-2
sso_registration_scopes = sso:account:access

[profile acme-admin]
sso_session = acme
sso_account_id = 111122223333
sso_role_name = AdministratorAccess
region = ap-northeast-2
`;

const widening = {
  principal: 'Admins',
  principalType: 'GROUP',
  permissionSet: 'AdministratorAccess',
  accountsBefore: 1,
  accountsAfter: 3,
  accountsUntold: 2,
  members: 5,
  membersNotInSettings: 0,
} as const;
const roles = firstPlan.items.filter(({ step }) => step === 'permissionSet');
const rollOut: Plan = { items: roles, leftAlone: [], widening: [widening] };
const planAbout = { identity: acme, region: 'ap-northeast-2', dryRun: false };
const twelve: Item[] = Array.from({ length: 12 }, (_, i) => {
  return { step: 'permissionSet', key: `Set${i + 1}`, action: { kind: 'create', want: {} } };
});
const longPlan: Plan = { items: [...firstPlan.items, ...twelve], leftAlone: [] };

/** Every screen of the tool, by name. */
export async function everyScreen(window: Window): Promise<Record<string, string>> {
  const { lang, columns } = window;
  const plain = look(lang, columns);
  const screens: Record<string, string> = {
    help: helpScreen(plain),
    ...Object.fromEntries(TOPICS.map((topic) => [`help ${topic}`, topicScreen(plain, topic)])),
    ...Object.fromEntries(
      COMMANDS.map((command) => [
        `help ${command}`,
        commandScreen(plain, command, command === 'sandbox' ? scenarioNames : []),
      ]),
    ),
    'table of decisions': drawn(window, (screen) => screen.decisions(DECISIONS)),
    'plan of a first run': drawn(window, (screen) => screen.plan(firstPlan, planAbout)),
    'plan of a roll-out': drawn(window, (screen) => screen.plan(rollOut, planAbout)),
    'plan of many steps': drawn(window, (screen) => screen.plan(longPlan, planAbout)),
    ...companyScreens(window, await companyPlans()),
    drift: drawn(window, (screen) => screen.plan(drifted, { ...planAbout, settingsFile: 'sso-setup.yaml' })),
    'waiting for AWS': drawn(window, (screen) => {
      screen.stopping();
      screen.stopping('SIGTERM');
      screen.quit([]);
      screen.quit(['CreateAccountAssignment']);
    }),
    'console steps that ended': drawn(window, (screen) => {
      screen.plan(firstPlan, planAbout);
      for (const { step } of Object.values(CONSOLE_STEPS)) for (const ending of ENDINGS) screen.ended(step, ending);
    }),
    farewell: drawn(window, (screen) => {
      screen.farewell({ id: 'signIn', url: 'https://d-9b67a1b2c3.awsapps.com/start', users: ['kim@acme.kr'] });
      screen.farewell({ id: 'signIn', url: 'https://d-9b67a1b2c3.awsapps.com/start', users: [] });
      screen.farewell({ id: 'stopped', command: 'npx sso-setup' });
      const steps = Object.values(CONSOLE_STEPS).map(({ step }) => step);
      screen.farewell({ id: 'left', steps, command: 'npx sso-setup' });
    }),
    'signing in': drawn(window, (screen) => {
      screen.signIn({ via: 'browser', url: `${SIGN_IN}authorize?response_type=code&client_id=abc`, untilMs: 600_000 });
      screen.note(NOTES.sandboxSignsIn);
      screen.signIn({ via: 'device', ...DEVICE, untilMs: 600_000 });
    }),
    'signed in': drawn(window, (screen) => {
      screen.farewell({ id: 'signedIn', signedIn: SIGNED_IN });
      const problem = new Problem('notAssigned', { name: 'AdministratorAccess', account: '111122223333' });
      screen.farewell({ id: 'notSignedIn', problem, command: 'npx sso-setup login' });
    }),
    'plan of profiles': drawn(window, (screen) => screen.plan({ items: PROFILES, leftAlone: [] }, planAbout)),
    'what does not fit together': drawn(window, (screen) => screen.wrong(reports.badSettings?.troubles ?? [])),
    'everything that can become of a thing': drawn(window, (screen) => {
      screen.identity(acme);
      screen.plan(firstPlan, planAbout);
      const outcomes = [
        { kind: 'done' },
        { kind: 'failed', problem: denied },
        { kind: 'failed', problem: new Problem('network') },
        { kind: 'blocked', by: { step: 'permissionSet', key: 'AdministratorAccess' } },
        { kind: 'stopped' },
        { kind: 'waiting', url },
      ] as const;
      for (const outcome of outcomes) {
        for (const result of results(firstPlan.items))
          screen.event({ type: 'finished', result: { ...result, outcome } });
      }
    }),
  };
  const applied = reports.applied as Report;
  const others = {
    'sign-in': aReport({ signedIn: SIGNED_IN }),
    'profile for elsewhere': { ...applied, profileText: PROFILE_TEXT },
    'a file that was there': { ...applied, backup: '/home/minsu/.aws/config.sso-setup-20261123-061500.bak' },
  };
  for (const [name, report] of Object.entries({ ...reports, ...others })) {
    screens[`run: ${name}`] = drawn(window, (screen) => show(screen, report));
    screens[`log: ${name}`] = drawn(window, (screen) => show(screen, report), { mode: 'plain' });
  }
  for (const [name, note] of Object.entries(NOTES)) {
    screens[`note ${name}`] = drawn(window, (screen) => screen.note(note));
  }
  const problemScreen = (problem: Problem) =>
    drawn(window, (screen) => screen.report(aReport({ status: 'failed', problem, next: ['npx sso-setup'] })));
  for (const id of Object.keys(PROBLEMS) as ProblemId[])
    screens[`problem ${id}`] = problemScreen(new Problem(id, FACTS));
  const { pid, since } = FACTS;
  screens['problem alreadyRunning, sandbox'] = problemScreen(
    new Problem('alreadyRunning', { pid, since, lock: 'aws.json.laptop.4711-0a1b2c3d.lock', state: 'aws.json' }),
  );
  for (const [name, consent] of Object.entries(CONSENTS)) {
    screens[`consent ${name}`] = await prompted(window, (screen) => screen.confirm(consent));
  }
  for (const name of Object.keys(CONSOLE_STEPS)) screens[`console step ${name}`] = await attended(window, name);
  screens['after the table'] = await prompted(window, (screen) => screen.decide(DECISIONS));
  for (const name of scenarioNames) {
    screens[`look around: ${name}`] = await looked(window, name);
    screens[`check: ${name}`] = await checked(window, name);
  }
  return screens;
}

interface CompanyPlans {
  /** Nothing is there yet. */
  readonly first: Plan;
  /** Two accounts are new, and somebody is among the administrators whom the settings do not name. */
  readonly later: Plan;
}

/** As the tool plans them for a company of 40 accounts. */
async function companyPlans(): Promise<CompanyPlans> {
  const world = companyWorld();
  const first = (await dryRun(anAccount({ world }), bigCompany())).preview.plan;
  const account = anAccount({ world });
  const settings = bigCompany({ users: bigCompany().users.slice(0, 4) });
  await setUp(account, settings);
  addAccount(account.simulated.world, { id: '222200000021', name: 'prod-21', parentId: PROD_UNIT });
  addAccount(account.simulated.world, { id: '222200000022', name: 'prod-22', parentId: PROD_UNIT });
  const [instance] = account.simulated.world.instances;
  const admins = instance?.groups.find(({ displayName }) => displayName === 'Admins')?.id ?? '';
  const stranger = { id: 'm-1', groupId: admins, userId: 'u-1', createdAt: 0, createdBy: 'somebody' };
  if (instance !== undefined) instance.memberships = [...instance.memberships, stranger];
  return { first, later: (await dryRun(account, settings)).preview.plan };
}

const CLOSING = '222200000201';
const NO_POLICY = '222200000202';
const closing = new Problem('assignmentFailed', { account: CLOSING, detail: `Account ${CLOSING} is being closed.` });
const noPolicy = new Problem('assignmentNeedsPolicy', {
  account: NO_POLICY,
  detail: 'Policy Team does not exist (404).',
});

/** A company: its plan, folded; how far it is; what became of it. */
function companyScreens(window: Window, { first, later }: CompanyPlans): Record<string, string> {
  const all = results(first.items);
  const done = aReport({ status: 'applied', plan: first, results: all, writes: 539, elapsedMs: 182_000 });
  // Two lines of the plan are enough to see what becomes of one.
  const few = all.filter(({ step, key }) => step === 'assignment' && /^(Admins|Auditors),/.test(key));
  const problems = new Map<string, Problem>([
    [CLOSING, closing],
    [NO_POLICY, noPolicy],
  ]);
  const some = few.map((result): Result => {
    const problem = problems.get(result.key.split(', ').at(-1) ?? '');
    return problem === undefined ? result : { ...result, outcome: { kind: 'failed', problem } };
  });
  const half = few.map((result, i): Result => (i < 60 ? result : { ...result, outcome: { kind: 'stopped' } }));
  const plan = { ...first, items: few.map(({ outcome: _, ...item }) => item) };
  const failed = aReport({
    status: 'failed',
    plan,
    results: some,
    problem: closing,
    writes: 80,
    next: ['npx sso-setup'],
  });
  const pages: Record<string, (screen: Screen) => void> = {
    'first run': (screen) => show(screen, done),
    'new accounts': (screen) => screen.plan(later, { ...planAbout, settingsFile: 'sso-setup.yaml' }),
    'some fail': (screen) => show(screen, failed),
    'stopped half-way': (screen) =>
      show(screen, aReport({ status: 'failed', stopped: true, plan, results: half, writes: 60 })),
  };
  return {
    ...Object.fromEntries(
      Object.entries(pages).flatMap(([name, page]) => [
        [`company: ${name}`, drawn(window, page)],
        [`company log: ${name}`, drawn(window, page, { mode: 'plain' })],
      ]),
    ),
    'company: progress': progressLines(window, first),
    'company log: progress': progressLog(window, first),
  };
}

/** The assignments of a plan, two and a half a second, as the engine tells of them. */
function eventsOf(plan: Plan): { at: number; event: EngineEvent | Waiting }[] {
  const reads = [400, 1_200, 2_400].map((done, i) => {
    const event = { id: 'reading', step: 'permissionSet', done, of: 3_500 } as const;
    return { at: 20_000 * i, event };
  });
  const assignments = plan.items.filter(({ step }) => step === 'assignment');
  return [
    ...reads,
    ...assignments.flatMap(({ step, key, action }, i) => [
      { at: 60_000 + 400 * i, event: { type: 'doing', step, key, action } as const },
      { at: 64_000 + 400 * i, event: { type: 'written', step, key } as const },
    ]),
  ].sort((a, b) => a.at - b.at);
}

/** What the moving line says at every fiftieth event. */
function progressLines({ lang, columns }: Window, plan: Plan): string {
  let now = 0;
  const progress = new Progress(() => now);
  progress.planned(plan);
  const lines = eventsOf(plan).map(({ at, event }) => {
    now = at;
    const pace = progress.after(event);
    return pace === undefined ? '' : paceText(look(lang, columns), pace);
  });
  return `${lines.filter((_, i) => i < 4 || i % 50 === 0).join('\n')}\n`;
}

function progressLog({ lang }: Window, plan: Plan): string {
  let now = 0;
  const { screen, stdout } = aScreen({ mode: 'plain', lang, now: () => now });
  screen.plan({ ...plan, items: plan.items.filter(({ step }) => step === 'assignment') }, planAbout);
  for (const { at, event } of eventsOf(plan)) {
    now = at;
    screen.event(event);
  }
  return stdout.text;
}

/** Greeting and findings, as a first run begins. */
async function looked(window: Window, name: (typeof scenarioNames)[number]): Promise<string> {
  const { lang, columns } = window;
  const { reader } = anAccount({ world: scenarios[name](), enabled: false }).connect();
  const caller = await whoAmI(reader).catch(() => undefined);
  const { screen, stdout, stderr } = aScreen({ lang, columns, env: { NO_COLOR: '1' } });
  screen.hello();
  if (caller !== undefined) await orient(reader, { caller, region: 'us-east-1', from: 'acme' }, screen);
  screen.close();
  return stdout.text + stderr.text;
}

async function checked(window: Window, name: (typeof scenarioNames)[number]): Promise<string> {
  const { lang, columns } = window;
  const account = anAccount({ world: scenarios[name](), enabled: false });
  const { screen, stdout, stderr } = aScreen({ lang, columns, env: { NO_COLOR: '1' } });
  const connection = {
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    requestHandler: account.simulated.requestHandler(),
  };
  const place = { sandbox: false, connection, region: 'us-east-1', settingsFile: '/nowhere/sso-setup.yaml', notes: [] };
  const { signal } = new AbortController();
  setMaxListeners(0, signal);
  await check(
    { answers: {}, env: {}, commands: commandsFor(['check']) },
    { screen, place, clock: account.clock, signal },
  );
  return stdout.text + stderr.text;
}
