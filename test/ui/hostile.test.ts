import { describe, expect, it } from 'vitest';
import type { Item } from '../../src/engine/plan.ts';
import { STEP_IDS } from '../../src/engine/step.ts';
import { type Note, PROBLEMS, Problem, type ProblemId } from '../../src/problem.ts';
import type { Identity, Report } from '../../src/screen.ts';
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
const plan = { items, leftAlone: STEP_IDS.map((step) => ({ step, key: evil })) };

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

const noteFacts = Object.fromEntries(
  'region code name account state wanted variable endpoint flag value seconds'.split(' ').map((name) => [name, evil]),
);
const noteIds: Record<Note['id'], true> = {
  regionNotLookedAt: true,
  regionsAssumed: true,
  instanceDetailsUnknown: true,
  tagsUnknown: true,
  accountLeftOut: true,
  accountPlanUnknown: true,
  freePlanEnds: true,
  instanceInOtherRegion: true,
  notAws: true,
  externalIdentities: true,
  exampleAnswer: true,
  sandboxEnables: true,
  cliProfilesLeftOut: true,
};

/** Everything that a run can tell, all at once. */
function tellAll(mode: Mode, lang: 'en' | 'ko'): { stdout: Kept; stderr: Kept } {
  const { screen, stdout, stderr } = aScreen({ mode, lang, verbose: true });
  screen.hello();
  screen.identity(identity);
  screen.decisions([{ id: 'region', value: evil, source: 'you' }]);
  screen.plan(plan, { identity, region: evil, dryRun: false, settingsFile: evil });
  for (const id of Object.keys(noteIds)) screen.note({ id, ...noteFacts } as unknown as Note);
  for (const step of STEP_IDS) {
    screen.event({ type: 'looking', step });
    screen.event({ type: 'waitingForPerson', step, key: evil, url: evil, untilMs: 0 });
    screen.event({ id: 'working', step, key: evil, elapsedMs: 600_000 });
  }
  screen.event({ id: 'slowDown', operation: evil, attempt: 9, waitMs: 1 });
  for (const result of results(items, { group: failed })) screen.event({ type: 'finished', result });
  for (const report of reports) screen.report(report);
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
