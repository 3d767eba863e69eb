import { PassThrough, Writable } from 'node:stream';
import type { Item, Outcome, Plan, Result } from '../../src/engine/plan.ts';
import type { Language } from '../../src/messages/index.ts';
import { Problem } from '../../src/problem.ts';
import type { Identity, Report, Screen } from '../../src/screen.ts';
import type { Question, Trouble } from '../../src/settings/trouble.ts';
import { lookFor } from '../../src/ui/look.ts';
import { makeScreen, type ScreenOptions } from '../../src/ui/make-screen.ts';
import { isAddress, width } from '../../src/ui/text.ts';

/** A stream that keeps what is written to it. */
export class Kept extends Writable {
  text = '';
  readonly isTTY: boolean;
  readonly columns: number;
  constructor({ isTTY = false, columns = 80 }: { isTTY?: boolean; columns?: number } = {}) {
    super();
    this.isTTY = isTTY;
    this.columns = columns;
  }
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString('utf8');
    done();
  }
  /** Lines without the empty one at the end. */
  get lines(): string[] {
    return this.text.replace(/\n$/, '').split('\n');
  }
}

/** Lines that are wider, but for an address or an ARN in JSON alone on its line, which stays in one piece. */
export function tooWide(text: string, columns: number): string[] {
  const isWhole = (line: string) => isAddress(line.trim()) || /^"arn:[^"]+",?$/.test(line);
  return text.split('\n').filter((line) => width(line) > columns && !isWhole(line));
}

/** A screen with its two streams. */
export function aScreen(options: Partial<ScreenOptions> = {}): { screen: Screen; stdout: Kept; stderr: Kept } {
  const [stdout, stderr] = [new Kept(), new Kept()];
  const basic = { mode: 'terminal', lang: 'en', stdin: new PassThrough(), env: {}, version: '1.0.0' } as const;
  return { screen: makeScreen({ ...basic, stdout, stderr, ...options }), stdout, stderr };
}

/** How to draw without a terminal. */
export const look = (lang: Language = 'en', columns = 80, verbose = false) =>
  lookFor({ lang, env: {}, columns, verbose }, { isTTY: false });

export const acme: Identity = {
  account: '111122223333',
  accountName: 'acme',
  arn: 'arn:aws:iam::111122223333:user/admin',
  credentials: 'AWS_PROFILE',
  sandbox: false,
};

const AWS_ADMIN = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** A first run in an account with an organization. */
export const firstPlan: Plan = {
  items: [
    { step: 'organization', key: 'organization', action: { kind: 'same' } },
    { step: 'instance', key: 'instance', action: { kind: 'manual', url: enablePage() } },
    { step: 'group', key: 'Administrators', action: { kind: 'create', want: {} } },
    {
      step: 'user',
      key: 'kim@acme.kr',
      action: { kind: 'create', want: { email: 'kim@acme.kr', givenName: 'Minsu', familyName: 'Kim' } },
    },
    { step: 'membership', key: 'kim@acme.kr in Administrators', action: { kind: 'create', want: {} } },
    {
      step: 'permissionSet',
      key: 'AdministratorAccess',
      action: { kind: 'create', want: { sessionDuration: 'PT4H', managedPolicies: [AWS_ADMIN] } },
    },
    {
      step: 'assignment',
      key: 'Administrators, AdministratorAccess, 111122223333',
      action: { kind: 'create', want: {} },
    },
    ...(['password', 'mfa', 'portalSession'] as const).map((key): Item => {
      return { step: 'security', key, action: { kind: 'manual', url: enablePage() } };
    }),
  ],
  leftAlone: [],
};

export function enablePage(): string {
  return 'https://ap-northeast-2.console.aws.amazon.com/singlesignon/home?region=ap-northeast-2';
}

/** Somebody changed things in the console. */
export const drifted: Plan = {
  items: [
    { step: 'group', key: 'Administrators', action: { kind: 'same' } },
    { step: 'membership', key: 'kim@acme.kr in Administrators', action: { kind: 'create', want: {} } },
    {
      step: 'permissionSet',
      key: 'AdministratorAccess',
      action: {
        kind: 'change',
        drift: [
          { field: 'sessionDuration', from: 'PT12H', to: 'PT4H' },
          { field: 'managedPolicies', from: ['arn:aws:iam::aws:policy/ReadOnlyAccess'], to: [AWS_ADMIN] },
          { field: 'tags.team', from: undefined, to: 'platform' },
          { field: 'inlinePolicy', from: policy('Old', 'Kept'), to: policy('Kept', 'New') },
        ],
      },
    },
    {
      step: 'provisioning',
      key: 'AdministratorAccess',
      action: { kind: 'change', drift: [{ field: 'outdated', from: ['111122223333'], to: [] }] },
      partOf: 'permissionSet',
    },
  ],
  leftAlone: [
    { step: 'assignment', key: 'Contractors, AdministratorAccess, 111122223333' },
    ...Array.from({ length: 7 }, (_, i) => ({ step: 'user' as const, key: `user${i}@acme.kr` })),
  ],
};

function policy(...sids: string[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: sids.map((Sid) => ({ Sid, Effect: 'Allow' })) });
}

/** Everything is as it should be; what only a person could do is not even worth a line. */
const inSync: Plan = {
  items: firstPlan.items
    .filter(({ step }) => step !== 'security')
    .map((item) => ({ ...item, action: { kind: 'same' } })),
  leftAlone: [],
};

const portal = {
  classic: 'https://d-9b67a1b2c3.awsapps.com/start',
  ipv4: 'https://ssoins-7223a1b2c3d4e5f6.ap-northeast-2.portal.amazonaws.com',
  dualStack: 'https://ssoins-7223a1b2c3d4e5f6.portal.ap-northeast-2.app.aws',
};

/** A report with the usual things in it. */
export function aReport(about: Partial<Report> = {}): Report {
  return {
    status: 'in_sync',
    dryRun: false,
    identity: acme,
    region: 'ap-northeast-2',
    organizationId: 'o-a1b2c3d4e5',
    instanceArn: 'arn:aws:sso:::instance/ssoins-7223a1b2c3d4e5f6',
    identityStoreId: 'd-9b67a1b2c3',
    portal,
    notes: [],
    elapsedMs: 2_800,
    writes: 0,
    next: [],
    ...about,
  };
}

/** Every item with the outcome that is told for its step; the others are done, or a person's. */
export function results(items: readonly Item[], outcomes: Partial<Record<Item['step'], Outcome>> = {}): Result[] {
  const usual = ({ step, action }: Item): Outcome => {
    if (action.kind === 'same') return { kind: 'same' };
    return step === 'security' ? { kind: 'manual' } : { kind: 'done' };
  };
  return items.map((item) => ({ ...item, outcome: outcomes[item.step] ?? usual(item) }));
}

export const denied = new Problem('accessDenied', {
  operation: 'CreatePermissionSet',
  action: 'sso:CreatePermissionSet',
  code: 'AccessDeniedException',
  detail: 'User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sso:CreatePermissionSet',
  who: 'arn:aws:iam::111122223333:user/admin',
  requestId: '5f1c2d3e-0000-4a5b-8c6d-7e8f90a1b2c3',
});

export const failedResults = results(firstPlan.items, {
  permissionSet: { kind: 'failed', problem: denied },
  assignment: { kind: 'blocked', by: { step: 'permissionSet', key: 'AdministratorAccess' } },
});

const troubles: Trouble[] = [
  {
    rule: 'unknownKey',
    facts: { key: 'permisionSets' },
    path: 'permisionSets',
    at: { file: 'sso-setup.yaml', line: 6, column: 1, length: 13, source: 'permisionSets:' },
    suggestion: 'permissionSets',
  },
  {
    rule: 'durationTooLong',
    facts: { value: '99h' },
    path: 'permissionSets[0].sessionDuration',
    at: { file: 'sso-setup.yaml', line: 8, column: 22, length: 3, source: '    sessionDuration: 99h' },
    example: '4h',
  },
  {
    rule: 'email',
    facts: { value: 'bob' },
    path: 'users[0].email',
    at: { file: 'sso-setup.yaml', line: 11, column: 17, length: 3, source: '  - { 이름: 김민수, e: bob }' },
    example: 'kim@example.com',
  },
];

const questions: Question[] = [
  { id: 'email', flag: '--email', key: 'users[0].email', check: () => undefined },
  { id: 'givenName', flag: '--given-name', key: 'users[0].givenName', check: () => undefined },
  { id: 'familyName', flag: '--family-name', key: 'users[0].familyName', check: () => undefined },
];

/** One report of each kind, by name. */
export const reports: Readonly<Record<string, Report>> = {
  inSync: aReport({ plan: inSync, settingsFile: 'sso-setup.yaml' }),
  dryRun: aReport({ status: 'changes_pending', dryRun: true, plan: drifted, next: ['npx sso-setup'] }),
  applied: aReport({
    status: 'applied',
    plan: firstPlan,
    results: results(firstPlan.items),
    writes: 6,
    elapsedMs: 41_000,
    savedFile: 'sso-setup.yaml',
    portal: { ...portal, alias: 'https://lemonlogin.awsapps.com/start' },
    next: ['aws sso login --profile acme-admin'],
  }),
  failed: aReport({
    status: 'failed',
    plan: firstPlan,
    results: failedResults,
    problem: denied,
    writes: 3,
    next: ['npx sso-setup'],
  }),
  actionRequired: aReport({
    status: 'action_required',
    plan: firstPlan,
    results: results(firstPlan.items, {
      instance: { kind: 'waiting', url: enablePage() },
      group: { kind: 'blocked', by: { step: 'instance', key: 'instance' } },
      security: { kind: 'blocked', by: { step: 'instance', key: 'instance' } },
    }),
    problem: new Problem('instanceNotEnabled', { region: 'ap-northeast-2', url: enablePage() }),
    next: ['npx sso-setup'],
  }),
  noCredentials: {
    status: 'failed',
    dryRun: false,
    notes: [],
    elapsedMs: 200,
    writes: 0,
    next: ['npx sso-setup'],
    problem: new Problem('noCredentials', { code: 'CredentialsProviderError', detail: 'Could not load credentials' }),
  },
  badSettings: { status: 'failed', dryRun: false, notes: [], elapsedMs: 4, writes: 0, next: [], troubles },
  missing: { status: 'failed', dryRun: false, notes: [], elapsedMs: 4, writes: 0, next: [], missing: questions },
  stopped: { status: 'failed', dryRun: false, notes: [], elapsedMs: 4, writes: 0, next: [], stopped: true },
  stoppedHalfWay: aReport({
    status: 'failed',
    stopped: true,
    plan: firstPlan,
    results: results(firstPlan.items, {
      permissionSet: { kind: 'stopped' },
      assignment: { kind: 'stopped', asked: true },
    }),
    writes: 3,
    next: ['npx sso-setup'],
  }),
  alias: aReport({
    plan: {
      items: [...inSync.items, { step: 'portal', key: 'portal', action: { kind: 'manual', url: enablePage() } }],
      leftAlone: [],
    },
    portal: { ...portal, alias: 'https://lemonlogin.awsapps.com/start' },
  }),
};

/** Shows a whole run, as far as its report tells. */
export function show(screen: Screen, report: Report): void {
  screen.hello();
  if (report.identity !== undefined) screen.identity(report.identity);
  if (report.plan !== undefined && report.identity !== undefined) {
    const { identity, region, dryRun, settingsFile } = report;
    screen.plan(report.plan, {
      identity,
      dryRun,
      ...(region === undefined ? {} : { region }),
      ...(settingsFile === undefined ? {} : { settingsFile }),
    });
  }
  for (const result of report.results ?? []) {
    if (result.outcome.kind === 'done') screen.event({ type: 'doing', ...result });
    screen.event({ type: 'finished', result });
  }
  screen.report(report);
  screen.close();
}

/** Every screen is looked at in these: language and columns. */
export const WINDOWS = [
  ['en', 80],
  ['en', 60],
  ['ko', 80],
  ['ko', 60],
] as const;
