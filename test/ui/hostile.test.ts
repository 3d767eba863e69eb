import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Item, Plan, Result } from '../../src/engine/plan.ts';
import { STEP_IDS } from '../../src/engine/step.ts';
import type { Finding } from '../../src/findings.ts';
import { type Note, PROBLEMS, Problem, type ProblemId } from '../../src/problem.ts';
import type { ConsoleStep, Decision, Identity, Report } from '../../src/screen.ts';
import { question } from '../../src/settings/questions.ts';
import { RULE_IDS } from '../../src/settings/rules.ts';
import type { Mode } from '../../src/ui/make-screen.ts';
import { aReport, aScreen, type Kept, results } from './fixtures.ts';

/** ESC and OSC 8, BEL, CR and LF, CSI in one byte, BiDi, zero width, half a character. */
const evil = 'a\u001b[2J\u001b]8;;https://evil.example\u0007b\r\nc\u009bd\u202ee\u2066f\u200bg\ud800h';
// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must not be there
const RAW = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufffd]/;

const identity: Identity = { account: evil, accountName: evil, arn: evil, credentials: evil, sandbox: true };
const want = { [evil]: evil, list: [evil], sessionDuration: evil, inlinePolicy: evil, [`tags.${evil}`]: evil };
const drift = [
  ...Object.entries(want).map(([field, to]) => ({ field, from: evil, to })),
  { field: 'managedPolicies', from: [evil], to: [`${evil}2`] },
  { field: 'inlinePolicy', from: '{"Statement":[]}', to: JSON.stringify({ [evil]: 1, Statement: [{ Sid: evil }] }) },
  // Harmless as a text, not as what it means: JSON.parse makes real controls of the escapes.
  { field: 'inlinePolicy', from: '{"Statement":[]}', to: '{"Statement":[{"Sid":"\\u001b]0;owned\\u0007"}]}' },
  { field: 'outdated', from: [evil], to: [] },
];
const items: Item[] = STEP_IDS.flatMap((step) => [
  { step, key: evil, action: { kind: 'create', want } },
  { step, key: `${evil}2`, action: { kind: 'change', drift } },
  { step, key: `${evil}3`, action: { kind: 'manual', url: evil } },
  { step, key: `${evil}4`, action: { kind: 'same' } },
]);
const plan: Plan = {
  items,
  leftAlone: STEP_IDS.map((step) => ({ step, key: evil })),
  widening: [
    {
      principal: evil,
      principalType: 'GROUP',
      permissionSet: evil,
      accountsBefore: 1,
      accountsAfter: 2,
      members: 3,
      membersNotInSettings: 1,
    },
  ],
};

/** So many alike that they are told in one line. */
const word = evil.replaceAll(/\s/g, '');
const ids = Array.from({ length: 9 }, (_, i) => `${word}${i}`);
const many: Item[] = [
  ...ids.map((id): Item => ({ step: 'user', key: id, action: { kind: 'create', want: {} } })),
  ...ids.map((id): Item => ({ step: 'membership', key: `${id} in ${evil}`, action: { kind: 'create', want: {} } })),
  ...ids.map((id): Item => {
    return { step: 'assignment', key: `${evil}, ${word}, ${id}`, action: { kind: 'create', want: {} } };
  }),
];
const folded: Plan = {
  items: many,
  leftAlone: ids.map((key) => ({ step: 'group', key })),
  access: [
    {
      principal: evil,
      principalType: 'GROUP',
      permissionSets: [word],
      selectors: [
        { selector: `ou:${evil}`, accounts: ids.slice(0, 5) },
        { selector: evil, accounts: ids.slice(5) },
      ],
    },
  ],
  accountNames: Object.fromEntries(ids.map((id) => [id, evil])),
};

const FACTS =
  'operation action region code detail who requestId host reason account managementAccount wanted name path known matches other holder email credits expires offset minutes url flag suggestion';
const facts = Object.fromEntries(FACTS.split(' ').map((name) => [name, evil]));

const place = { file: evil, line: 1, column: 9, length: 4, source: evil + evil };
const rest = { path: evil, suggestion: evil, example: evil };
const ruleFacts = Object.fromEntries(
  'value character found expected kind max size count keys file code detail key what names other'
    .split(' ')
    .map((name) => [name, evil]),
);
const troubles = RULE_IDS.flatMap((rule) => [
  { rule, facts: ruleFacts, at: place, ...rest },
  { rule, facts: ruleFacts, ...rest },
]);

const everything: Partial<Report> = {
  identity,
  region: evil,
  organizationId: evil,
  instanceArn: evil,
  identityStoreId: evil,
  portal: { classic: evil, ipv4: evil, dualStack: evil, alias: evil },
  plan,
  writes: 3,
  settingsFile: evil,
  savedFile: evil,
  log: evil,
  next: [evil],
};
const failed = { kind: 'failed', problem: new Problem('refused', facts) } as const;
const reports: Report[] = [
  aReport(everything),
  aReport({ ...everything, dryRun: true }),
  aReport({ ...everything, status: 'applied', results: results(items) }),
  aReport({ ...everything, results: results(items, { user: failed, portal: { kind: 'waiting', url: evil } }) }),
  aReport({ ...everything, results: results(items, { user: { kind: 'blocked', by: { step: 'group', key: evil } } }) }),
  aReport({ ...everything, stopped: true }),
  aReport({ ...everything, troubles }),
  aReport({ ...everything, missing: [{ id: 'email', flag: evil, key: evil, check: () => undefined }] }),
  ...(Object.keys(PROBLEMS) as ProblemId[]).map((id) => aReport({ ...everything, problem: new Problem(id, facts) })),
];

const DECISION_IDS: readonly Decision['id'][] = [
  ...(['region', 'user', 'group', 'permissionSet', 'sessionDuration'] as const),
  ...(['relayState', 'accounts', 'alias', 'cliProfile'] as const),
];

const noteFacts = Object.fromEntries(
  'region regions code name account state wanted variable endpoint flag value seconds offset direction file folder user profile'
    .split(' ')
    .map((name) => [name, evil]),
);
const noteIds: Record<Note['id'], true> = {
  regionsNotLookedAt: true,
  regionsAssumed: true,
  instanceDetailsUnknown: true,
  progressUnknown: true,
  tagsUnknown: true,
  accountsLeftOut: true,
  aliasKnown: true,
  accountPlanUnknown: true,
  freePlanEnds: true,
  instanceInOtherRegion: true,
  notAws: true,
  clockOff: true,
  logNotWritten: true,
  tokenNotKept: true,
  settingsNotSaved: true,
  externalIdentities: true,
  userDisabled: true,
  exampleAnswer: true,
  sandboxEnables: true,
  sandboxSignsIn: true,
  staticKeys: true,
};

const console_ = { url: evil, account: evil, region: evil, users: [evil] };
const consoleSteps: ConsoleStep[] = STEP_IDS.flatMap((step) => [
  { ...console_, step, name: evil },
  ...['password', 'mfa', 'portalSession'].map((name) => ({ ...console_, step, name })),
]);
const found: Omit<Record<Finding['id'], Record<string, unknown>>, 'unconfirmed'> = {
  caller: { arn: evil, from: evil, root: true },
  account: { account: evil, name: evil, management: true },
  organization: { organization: evil, accounts: 3 },
  noOrganization: {},
  freePlan: { credits: evil, expires: evil },
  delegated: { account: evil },
  instance: { instance: evil, region: evil },
  instanceComing: { region: evil },
  noInstance: { url: evil },
  permissionSetsOff: {},
  externalIdentities: { name: evil },
  note: { note: { id: 'notAws', variable: evil, endpoint: evil } },
  inSync: { same: 3 },
  pending: { create: 1, change: 2, command: evil },
  noSettings: { command: evil },
  blocked: { problem: new Problem('refused', facts) },
};
const findings = [
  ...Object.entries(found).map(([id, more]) => ({ topic: 'account', level: 'attention', id, ...more })),
  ...consoleSteps.map((step) => ({ topic: 'console', level: 'yours', id: 'unconfirmed', ...step })),
] as unknown as Finding[];

/** Everything that a run can tell, all at once. */
function tellAll(mode: Mode, lang: 'en' | 'ko'): { stdout: Kept; stderr: Kept } {
  const { screen, stdout, stderr } = aScreen({ mode, lang, verbose: true });
  screen.hello();
  screen.identity(identity);
  screen.decisions(DECISION_IDS.map((id) => ({ id, value: evil, source: 'you' })));
  screen.found('account', findings, 'whole');
  screen.wrong(troubles);
  for (const step of consoleSteps) {
    for (const ending of ['verified', 'confirmed', 'unverified', 'later'] as const) screen.ended(step, ending);
  }
  screen.farewell({ id: 'signIn', url: evil, users: [evil] });
  screen.plan(plan, { identity, region: evil, dryRun: false, settingsFile: evil });
  const accounts = [{ account: evil, name: evil, state: evil }];
  for (const id of Object.keys(noteIds)) screen.note({ id, ...noteFacts, accounts } as unknown as Note);
  for (const step of STEP_IDS) {
    screen.event({ type: 'looking', step });
    screen.event({ type: 'waitingForPerson', step, key: evil, url: evil, untilMs: 0 });
    screen.event({ id: 'working', step, key: evil, elapsedMs: 600_000 });
    screen.event({ id: 'reading', step, done: 3 });
  }
  screen.event({ id: 'slowDown', operation: evil, attempt: 9, waitMs: 1 });
  screen.event({ id: 'retrying', operation: evil, attempt: 9, waitMs: 1, code: evil });
  screen.trace({ action: evil, region: evil, ms: 1, outcome: evil, attempt: 2, status: 400, requestId: evil });
  for (const result of results(items, { group: failed })) screen.event({ type: 'finished', result });
  for (const report of reports) screen.report(report);
  screen.report(aReport({ findings }));
  screen.stopping('SIGTERM');
  screen.quit([evil, evil]);
  screen.close();
  return { stdout, stderr };
}

describe.each(['terminal', 'plain', 'json'] as const)('the %s screen', (mode) => {
  it.each(['en', 'ko'] as const)('obeys nothing that comes from outside, in %s', (lang) => {
    const { stdout, stderr } = tellAll(mode, lang);
    expect(stdout.text.length).toBeGreaterThan(1_000);
    expect(stdout.text).not.toMatch(RAW);
    expect(stderr.text).not.toMatch(RAW);
    if (mode !== 'json') expect(stdout.text).toContain('\\u{1b}[2J');
    if (mode !== 'json') expect(stdout.text.replaceAll(/\s+/g, '')).toContain('\\u{1b}]0;owned\\u{7}');
  });
});

describe.each(['terminal', 'plain'] as const)('what is told in one line on the %s screen', (mode) => {
  it.each(['en', 'ko'] as const)('obeys nothing that comes from outside, in %s', (lang) => {
    const { screen, stdout, stderr } = aScreen({ mode, lang });
    screen.plan(folded, { identity, region: evil, dryRun: false });
    const ended = results(many).map((result, i): Result => (i % 5 === 0 ? { ...result, outcome: failed } : result));
    for (const result of ended) {
      screen.event({ type: 'doing', ...result });
      screen.event({ type: 'finished', result });
    }
    screen.report(aReport({ plan: folded, results: ended, status: 'failed' }));
    expect(stdout.text).not.toMatch(RAW);
    expect(stderr.text).not.toMatch(RAW);
    // One line of nine, with the names of those that are in it.
    expect(stdout.text.replaceAll(/\s+/g, '')).toContain(lang === 'en' ? '9users(a\\u{1b}' : '사용자9명(a\\u{1b}');
  });
});

describe('what is asked', () => {
  const ENTER = '\r';

  it.each(['en', 'ko'] as const)('obeys nothing that comes from outside, in %s', async (lang) => {
    const stdin = new PassThrough();
    const { screen, stderr } = aScreen({ stdin, lang });
    const consents = [
      { id: 'apply', identity, changes: 2, saveAs: evil },
      { id: 'paidPlan', credits: evil, expires: evil },
      { id: 'permissionSets', account: evil },
      { id: 'externalIdentities', name: evil },
      { id: 'otherRegion', region: evil, wanted: evil },
      { id: 'root', account: evil },
    ] as const;
    const options = [{ value: evil, text: { id: 'account' as const, name: evil } }];
    const asked = (async () => {
      for (const consent of consents) await screen.confirm(consent);
      await screen.decide(DECISION_IDS.map((id) => ({ id, value: evil, source: 'you' })));
      await screen.ask([question('accounts', { options, now: evil })]);
      const attendance = screen.attend({ ...console_, step: 'security', name: 'password' }, { words: ['later'] });
      await attendance.next(Number.POSITIVE_INFINITY);
      await attendance.close();
    })();
    let over = false;
    asked.finally(() => {
      over = true;
    });
    while (!over) {
      stdin.write(ENTER);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await asked;
    // What moves the cursor and paints is the prompts' own: CSI with numbers, but never one that clears everything.
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must not be there
    const own = /\u001b\[(?!2J)\??[\d;]*[A-GJKhlm]/g;
    const shown = stderr.text.replace(own, '');
    expect(shown).not.toMatch(RAW);
    expect(shown).toContain('\\u{1b}[2J');
  });
});
