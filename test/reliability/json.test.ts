import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { EXIT, PROBLEMS, Problem, type ProblemId } from '../../src/problem.ts';
import type { Status } from '../../src/screen.ts';
import { exitCodeFor } from '../../src/ui/result.ts';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { aComputer, type Ended, endOf } from '../helpers/program.ts';
import { cases, held } from '../helpers/promises.ts';
import { aReport, aScreen, drifted, results, show } from '../ui/fixtures.ts';

/** The schema as it ships, read as any other program would. */
const shipped = z.fromJSONSchema(
  JSON.parse(readFileSync(new URL('../../dist/result.schema.json', import.meta.url), 'utf8')),
);

/** The one document on stdout; nothing else is there. */
function documentIn(stdout: string): ResultDocument {
  expect(stdout.endsWith('\n')).toBe(true);
  expect(stdout.slice(0, -1)).not.toContain('\n');
  const document: unknown = JSON.parse(stdout);
  shipped.parse(document);
  held('R24', 1, 'outcomes');
  return ResultDocument.parse(document);
}

test('the schema that ships refuses what is no result', () => {
  expect(shipped.safeParse({}).success).toBe(false);
  const { screen, stdout } = aScreen({ mode: 'json' });
  show(screen, aReport());
  const document = JSON.parse(stdout.text);
  expect(shipped.safeParse(document).success).toBe(true);
  expect(shipped.safeParse({ ...document, status: 'fine' }).success).toBe(false);
  expect(shipped.safeParse({ ...document, another: 1 }).success).toBe(false);
});

describe.each(['en', 'ko'] as const)('in %s', (lang) => {
  test.each(Object.keys(PROBLEMS) as ProblemId[])('%s, before a plan and in the middle of it', (id) => {
    const facts = { detail: 'AWS says\nno\u001b[31m', name: '\u202eevil', requestId: 'r-1' };
    const problem = new Problem(id, facts);
    const status: Status = problem.exitCode === EXIT.actionRequired ? 'action_required' : 'failed';
    const failed = results(drifted.items, { permissionSet: { kind: 'failed', problem } });
    for (const report of [
      aReport({ status, problem }),
      aReport({ status, problem, plan: drifted, results: failed, writes: 1 }),
      aReport({ status, problem, dryRun: true, plan: drifted }),
    ]) {
      const { screen, stdout } = aScreen({ mode: 'json', lang });
      show(screen, report);
      const { error } = documentIn(stdout.text);
      expect(error).toMatchObject({ code: id, requestId: 'r-1' });
      expect(error?.message).toContain('AWS says');
      expect(exitCodeFor(report, { detailedExitcode: false })).toBe(PROBLEMS[id]);
    }
  });
});

/** Real runs, one after the other on one computer; each ends with that code, status and error. */
const RUNS: readonly [args: string, code: number, status: Status, error: string | null, env?: NodeJS.ProcessEnv][] = [
  ['--sandbox-scenario organization --wait 0', 3, 'action_required', 'instanceNotEnabled'],
  ['check', 3, 'action_required', 'instanceNotEnabled'],
  ['--dry-run', 0, 'changes_pending', null],
  ['--dry-run --detailed-exitcode', 2, 'changes_pending', null],
  ['login', 64, 'failed', 'signInNowhere'],
  ['', 4, 'failed', 'AccessDeniedException', { SSO_SETUP_SANDBOX_DENY: 'sso:CreatePermissionSet' }],
  ['', 0, 'applied', null],
  ['', 0, 'in_sync', null],
  ['--dry-run --detailed-exitcode', 0, 'in_sync', null],
  ['check', 0, 'changes_pending', null],
  ['--group Others --save other.yaml', 0, 'changes_pending', null],
  ['--save /nowhere/at/all.yaml', 64, 'failed', 'badSettings'],
  ['-c nothing.yaml', 64, 'failed', 'badSettings'],
  ['-c broken.yaml --lang ko', 64, 'failed', 'badSettings'],
  ['--sandbox-state broken.yaml', 64, 'failed', 'badFlag'],
  ['--account 999988887777', 64, 'failed', 'wrongAccount'],
  ['--sandbox-scenario no-network', 1, 'failed', 'ENOTFOUND'],
  ['--sandbox-scenario expired-credentials check', 4, 'failed', 'ExpiredToken'],
  ['--sandbox-scenario alias-taken --alias lemonlogin', 0, 'applied', null],
  ['policy --bad', 64, 'failed', 'badFlag'],
  ['chek', 64, 'failed', 'badFlag'],
];

test('real runs with --json: each is one document, whatever becomes of it', async () => {
  const computer = aComputer();
  writeFileSync(join(computer.home, 'broken.yaml'), 'groups: [\n');
  for (const [args, code, status, error, env] of RUNS.slice(0, cases(3, RUNS.length))) {
    const ended = await computer.run(['--sandbox', '--json', ...args.split(' ').filter(Boolean)], env);
    const document = documentIn(ended.stdout);
    expect([args, ended.code, document.status, document.error?.code ?? null]).toEqual([args, code, status, error]);
  }
});

describe('a run that is stopped', () => {
  const slow = { SSO_SETUP_SANDBOX_LATENCY_MS: '3000' };

  async function stopped(signals: readonly NodeJS.Signals[], ...more: string[]): Promise<Ended> {
    const computer = aComputer();
    const child = computer.start(['--sandbox', '--json', '--sandbox-scenario', 'enabled', ...more], slow);
    const ended = endOf(child);
    if (child.stderr !== null) await once(child.stderr, 'data');
    for (const signal of signals) {
      child.kill(signal);
      await sleep(300);
    }
    return ended;
  }

  test.each([
    [['SIGINT', 'SIGINT'], 130, []],
    [['SIGTERM', 'SIGTERM'], 143, ['--dry-run']],
  ] as const)('by %j: one document that says so', async (signals, code, more) => {
    const ended = await stopped(signals, ...more);
    expect(ended.code).toBe(code);
    expect(documentIn(ended.stdout)).toMatchObject({
      status: 'failed',
      dryRun: more.length > 0,
      error: { code: 'stopped' },
    });
  });
});

test('a reader that has gone away is no failure of the run, and no second document', async () => {
  const computer = aComputer();
  const child = computer.start(['--sandbox', '--json', '--sandbox-scenario', 'enabled']);
  child.stdout?.destroy();
  const { code, stderr } = await endOf(child);
  expect(code).toBe(0);
  expect(stderr).not.toMatch(/EPIPE|Error/);
});
