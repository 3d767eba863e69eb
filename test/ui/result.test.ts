import { describe, expect, it } from 'vitest';
import { messagesFor } from '../../src/messages/index.ts';
import { Problem } from '../../src/problem.ts';
import type { Report } from '../../src/screen.ts';
import { exitCodeFor, resultDocument } from '../../src/ui/result.ts';
import { ResultDocument, resultJsonSchema } from '../../src/ui/result-document.ts';
import { aReport, aScreen, denied, drifted, firstPlan, reports, results, show } from './fixtures.ts';

const en = messagesFor('en');

describe('the JSON screen', () => {
  it.each(Object.entries(reports))('prints exactly one valid document for %s', (_name, report) => {
    const { screen, stdout } = aScreen({ mode: 'json' });
    show(screen, report);
    expect(stdout.lines).toHaveLength(1);
    expect(ResultDocument.parse(JSON.parse(stdout.text))).toEqual(resultDocument(report, en));
  });
});

describe('the document', () => {
  it('says what would change', () => {
    expect(resultDocument(reports.dryRun ?? aReport(), en)).toMatchObject({
      schema: 'sso-setup/result/1',
      status: 'changes_pending',
      dryRun: true,
      account: '111122223333',
      portalUrl: 'https://d-9b67a1b2c3.awsapps.com/start',
      aliasUrl: null,
      summary: { create: 1, change: 1, same: 1, manual: 0, failed: 0 },
      error: null,
      next: ['npx sso-setup'],
    });
  });

  it('says what was done, which is nothing when a real run ended before it did anything', () => {
    const report = aReport({ plan: drifted, status: 'failed', problem: new Problem('consentNeeded') });
    expect(resultDocument(report, en)).toMatchObject({
      dryRun: false,
      summary: { create: 0, change: 0, same: 1, failed: 0 },
      changes: [],
    });
  });

  it('lists fields with what they were, and leaves parts of other things out', () => {
    const { changes } = resultDocument(reports.dryRun ?? aReport(), en);
    expect(changes.map(({ step, action }) => `${action} ${step}`)).toEqual([
      'create membership',
      'change permissionSet',
    ]);
    expect(changes[1]?.fields.slice(0, 3)).toEqual([
      { field: 'sessionDuration', from: 'PT12H', to: 'PT4H' },
      {
        field: 'managedPolicies',
        from: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
        to: ['arn:aws:iam::aws:policy/AdministratorAccess'],
      },
      { field: 'tags.team', from: null, to: 'platform' },
    ]);
  });

  it('says what was done after a run, not what was planned', () => {
    const { changes, summary, error } = resultDocument(reports.failed ?? aReport(), en);
    expect(changes.map(({ step }) => step)).toEqual(['group', 'user', 'membership']);
    expect(changes[1]?.fields).toContainEqual({ field: 'givenName', from: null, to: 'Minsu' });
    expect(summary).toEqual({ create: 3, change: 0, same: 1, manual: 3, failed: 1 });
    expect(error).toEqual({
      code: 'AccessDeniedException',
      message: expect.stringMatching(/^AWS did not allow sso:CreatePermissionSet\./),
      hint: expect.stringContaining('npx sso-setup policy'),
      requestId: '5f1c2d3e-0000-4a5b-8c6d-7e8f90a1b2c3',
    });
  });

  it('lists what is left to a person, with an instruction', () => {
    const { manual, status } = resultDocument(reports.alias ?? aReport(), en);
    expect(status).toBe('in_sync');
    expect(manual).toEqual([
      {
        step: 'portal',
        name: 'lemonlogin',
        url: 'https://ap-northeast-2.console.aws.amazon.com/singlesignon/home?region=ap-northeast-2',
        instruction: expect.stringContaining('AWS access portal URL'),
      },
    ]);
  });

  it("has the problem's own name where AWS has no code", () => {
    const report = aReport({ status: 'failed', problem: new Problem('unknownAccount', { name: 'prod' }) });
    expect(resultDocument(report, en).error).toMatchObject({ code: 'unknownAccount', requestId: null });
  });

  it('puts every trouble and every missing answer into the error', () => {
    const { error: bad } = resultDocument(reports.badSettings ?? aReport(), en);
    expect(bad?.code).toBe('badSettings');
    expect(bad?.message.split('\n')).toEqual([
      'sso-setup.yaml:6:1 permisionSets is not a setting (did you mean permissionSets?)',
      'sso-setup.yaml:8:22 permissionSets[0].sessionDuration is too long: 99h (1 to 12 hours, for example 4h)',
      'sso-setup.yaml:11:17 users[0].email is not an e-mail address: bob (for example kim@example.com)',
    ]);
    const { error: missing } = resultDocument(reports.missing ?? aReport(), en);
    expect(missing?.code).toBe('missingAnswers');
    expect(missing?.message).toContain('--family-name or users[0].familyName');
    expect(resultDocument(reports.stopped ?? aReport(), en).error?.code).toBe('stopped');
  });

  it('has a JSON Schema that requires everything but what some runs only have to tell, and allows nothing else', () => {
    const schema = resultJsonSchema();
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties ?? {})).toEqual(Object.keys(ResultDocument.shape));
    const sometimes = ['leftAlone', 'widening', 'failures', 'backup', 'awsConfig', 'signedIn', 'findings'];
    expect(schema.required).toEqual(Object.keys(ResultDocument.shape).filter((name) => !sometimes.includes(name)));
  });
});

describe('the exit code', () => {
  const code = (report: Report, detailedExitcode = false) => exitCodeFor(report, { detailedExitcode });
  const of = (name: keyof typeof reports) => reports[name] ?? aReport();

  it.each([
    ['inSync', 0],
    ['applied', 0],
    ['alias', 0],
    ['dryRun', 0],
    ['failed', 4],
    ['actionRequired', 3],
    ['noCredentials', 4],
    ['badSettings', 64],
    ['missing', 64],
    ['stopped', 130],
    ['stoppedHalfWay', 130],
  ])('of %s is %i', (name, expected) => {
    expect(code(of(name))).toBe(expected);
  });

  it('is 2 when something would change and the details are asked for', () => {
    expect(code(of('dryRun'), true)).toBe(2);
    expect(code(of('inSync'), true)).toBe(0);
    expect(code(aReport({ dryRun: true, plan: firstPlan, status: 'action_required' }), true)).toBe(2);
    expect(code(aReport({ plan: drifted, results: results(drifted.items), status: 'applied' }), true)).toBe(0);
  });

  it('never calls a failed look a pending change', () => {
    const report = aReport({ dryRun: true, status: 'failed', plan: drifted, problem: new Problem('network') });
    expect(code(report, true)).toBe(1);
  });

  it('is that of the thing that failed, or 1', () => {
    const failed = results(firstPlan.items, { group: { kind: 'failed', problem: denied } });
    expect(code(aReport({ status: 'failed', results: failed }))).toBe(4);
    expect(code(aReport({ status: 'failed' }))).toBe(1);
    expect(code(aReport({ status: 'failed', problem: new Problem('wrongAccount') }))).toBe(64);
  });
});
