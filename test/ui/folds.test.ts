import { describe, expect, test } from 'vitest';
import type { Item, Outcome, Plan, Result } from '../../src/engine/plan.ts';
import { en } from '../../src/messages/en.ts';
import { Problem } from '../../src/problem.ts';
import { resultDocument } from '../../src/ui/result.ts';
import { acme, aReport, aScreen, results } from './fixtures.ts';

const id = (i: number) => `2222${String(i).padStart(8, '0')}`;

function assignments(count: number, who = 'Engineers', kind: 'create' | 'same' = 'create'): Item[] {
  const action = kind === 'create' ? ({ kind, want: {} } as const) : ({ kind } as const);
  return Array.from({ length: count }, (_, i) => ({ step: 'assignment', key: `${who}, ReadOnly, ${id(i)}`, action }));
}

function created(step: Item['step'], ...keys: string[]): Item[] {
  return keys.map((key) => ({ step, key, action: { kind: 'create', want: {} } }));
}

const about = { identity: acme, region: 'us-east-1', dryRun: true };

/** The lines of a plan between its heading and its counts. */
function planned(plan: Partial<Plan>, options: { verbose?: boolean; columns?: number } = {}): string[] {
  const { screen, stdout } = aScreen(options);
  screen.plan({ items: [], leftAlone: [], ...plan }, about);
  screen.close();
  return stdout.text.split('\n\n')[1]?.split('\n') ?? [];
}

/** What a screen says when these results come in, after the plan. */
function told(outcomes: readonly Result[], options: { verbose?: boolean; mode?: 'terminal' | 'plain' } = {}): string[] {
  const { screen, stdout } = aScreen(options);
  screen.identity(acme);
  screen.plan({ items: outcomes.map(({ outcome: _, ...item }) => item), leftAlone: [] }, about);
  const before = stdout.lines.length;
  for (const result of outcomes) screen.event({ type: 'finished', result });
  screen.close();
  return stdout.lines.slice(before).filter((line) => line !== '');
}

function ended(items: readonly Item[], ...outcomes: [count: number, outcome: Outcome][]): Result[] {
  const all = outcomes.flatMap(([count, outcome]) => Array<Outcome>(count).fill(outcome));
  return items.map((item, i) => ({ ...item, outcome: all[i] ?? { kind: 'done' } }));
}

describe('a plan', () => {
  test('tells up to three assignments of a kind one by one, and more in one line', () => {
    expect(planned({ items: assignments(3) })).toHaveLength(3);
    expect(planned({ items: assignments(4) })).toEqual(['  + Assignment        Engineers, ReadOnly, 4 accounts']);
  });

  test('keeps apart who gets it and what they get', () => {
    const admins = assignments(4, 'Admins');
    const user = assignments(4, 'user kim@example.com');
    const other = assignments(4).map((item) => ({ ...item, key: item.key.replace('ReadOnly', 'Billing') }));
    expect(planned({ items: [...assignments(4), ...admins, ...user, ...other] })).toEqual([
      '  + Assignment        Engineers, ReadOnly, 4 accounts',
      '  + Assignment        Admins, ReadOnly, 4 accounts',
      '  + Assignment        user kim@example.com, ReadOnly, 4 accounts',
      '  + Assignment        Engineers, Billing, 4 accounts',
    ]);
  });

  test('says by which selectors the accounts are there, and how many each stands for', () => {
    const ids = Array.from({ length: 40 }, (_, i) => id(i));
    const selectors = [
      { selector: 'ou:Workloads', accounts: ids.slice(0, 38) },
      { selector: 'management', accounts: [id(38)] },
      { selector: 'acme-prod', accounts: [id(39)] },
      // Counted already.
      { selector: id(1), accounts: [id(1)] },
    ];
    const principal = { principal: 'Engineers', principalType: 'GROUP', permissionSets: ['ReadOnly'] } as const;
    const access = [{ ...principal, selectors }];
    const accountNames = { [id(39)]: 'acme-prod' };
    expect(planned({ items: assignments(40), access, accountNames })).toEqual([
      '  + Assignment        Engineers, ReadOnly, 40 accounts (ou:Workloads 38,',
      '                      management, 222200000039 acme-prod)',
    ]);
    expect(planned({ items: assignments(40).slice(34, 38), access })).toEqual([
      '  + Assignment        Engineers, ReadOnly, 4 accounts (ou:Workloads 4 of 38)',
    ]);
    expect(planned({ items: assignments(40).slice(39), access, accountNames })).toEqual([
      '  + Assignment        Engineers, ReadOnly, 222200000039 acme-prod',
    ]);
    expect(planned({ items: assignments(1), access })).toEqual([
      '  + Assignment        Engineers, ReadOnly, 222200000000 (ou:Workloads 1 of 38)',
    ]);
  });

  test('names whoever is new in a group, as many as there is room for', () => {
    const names = (count: number) => Array.from({ length: count }, (_, i) => `user${i}@acme.example in Engineers`);
    expect(planned({ items: created('membership', ...names(5)) })).toEqual([
      '  + Membership        Engineers: 5 users (user0@acme.example,',
      '                      user1@acme.example, user2@acme.example,',
      '                      user3@acme.example, user4@acme.example)',
    ]);
    expect(planned({ items: created('membership', ...names(24)) })).toEqual([
      '  + Membership        Engineers: 24 users (user0@acme.example,',
      '                      user1@acme.example, user2@acme.example and 21 more)',
    ]);
  });

  test('never sums up what changes: before and after have to be read', () => {
    const drift = [{ field: 'description', from: 'Old', to: 'New' }];
    const items = Array.from({ length: 12 }, (_, i): Item => {
      return { step: 'group', key: `Group ${i}`, action: { kind: 'change', drift } };
    });
    expect(planned({ items })).toHaveLength(24);
  });

  test('tells everything one by one when it is verbose', () => {
    const items = [...assignments(20), ...created('user', ...Array.from({ length: 12 }, (_, i) => `user${i}`))];
    expect(planned({ items }, { verbose: true })).toHaveLength(32);
    expect(planned({ items })).toHaveLength(3);
  });

  test('counts things, not lines, and its JSON has every one of them', () => {
    const plan: Plan = { items: assignments(400), leftAlone: [] };
    const { screen, stdout } = aScreen();
    screen.plan(plan, about);
    expect(stdout.text).toContain('400 to create, 0 to change, 0 to delete.');
    const document = resultDocument(aReport({ dryRun: true, plan }), en);
    expect(document.changes).toHaveLength(400);
    expect(document.summary.create).toBe(400);
  });
});

describe('what is done', () => {
  test('is told in one line when the last of it is done', () => {
    expect(told(ended(assignments(40), [39, { kind: 'done' }]).slice(0, 40))).toHaveLength(2);
    const last = told(results(assignments(40)));
    expect(last).toEqual([
      '  Applying to 111122223333 acme',
      '✔ Assignment        Engineers, ReadOnly, 40 accounts          created',
    ]);
  });

  test('names every failure, and then what went well beside it', () => {
    const problem = new Problem('assignmentFailed', {});
    expect(
      told(ended(assignments(6), [2, { kind: 'failed', problem }], [3, { kind: 'done' }], [1, { kind: 'same' }])),
    ).toEqual([
      '  Applying to 111122223333 acme',
      '✖ Assignment        Engineers, ReadOnly, 222200000000         failed',
      '✖ Assignment        Engineers, ReadOnly, 222200000001         failed',
      '✔ Assignment        Engineers, ReadOnly, 3 of 6 accounts      created',
    ]);
  });

  test('tells what was not done, and why, in one line for each reason', () => {
    const by = { step: 'permissionSet', key: 'ReadOnly' } as const;
    expect(told(ended(assignments(9), [4, { kind: 'blocked', by }], [5, { kind: 'stopped' }])).slice(1)).toEqual([
      '+ Assignment        Engineers, ReadOnly, 4 of 9 accounts  needs Permission set',
      '+ Assignment        Engineers, ReadOnly, 5 of 9 accounts      not done',
    ]);
  });

  test('is told in a log as the plan was, and one by one when it is verbose', () => {
    expect(told(results(assignments(40)), { mode: 'plain' })).toEqual([
      'created  assignment      Engineers, ReadOnly, 40 accounts',
    ]);
    expect(told(results(assignments(40)), { mode: 'plain', verbose: true })).toHaveLength(40);
    expect(told(results(assignments(40)), { verbose: true })).toHaveLength(41);
  });

  test('is told at the end of a run that broke off, as far as it got', () => {
    const { screen, stdout } = aScreen({ mode: 'plain' });
    const items = assignments(40);
    screen.plan({ items, leftAlone: [] }, about);
    for (const result of results(items).slice(0, 12)) screen.event({ type: 'finished', result });
    screen.report(aReport({ status: 'failed', problem: new Problem('unexpected') }));
    expect(stdout.lines).toContain('created  assignment      Engineers, ReadOnly, 12 of 40 accounts');
  });
});

describe('failures', () => {
  const failed = (account: string, detail: string, problemId: 'assignmentFailed' | 'network' = 'assignmentFailed') =>
    new Problem(problemId, { account, detail, requestId: `request-${account}` });

  function errors(outcomes: readonly Result[]): string {
    const { screen, stderr } = aScreen();
    screen.report(aReport({ status: 'failed', results: outcomes, writes: 1, next: ['npx sso-setup'] }));
    return stderr.text;
  }

  test('of one reason are told once, with every thing that it stopped', () => {
    const items = assignments(5);
    const outcomes = items.map((item, i): Result => {
      return { ...item, outcome: { kind: 'failed', problem: failed(id(i), `Account ${id(i)} is being closed.`) } };
    });
    const text = errors(outcomes);
    expect(text).toContain("Couldn't create 5 assignments.\n  AWS could not finish the assignment.\n");
    for (const { key } of items) expect(text).toContain(key);
    expect(text.match(/Fix/g)).toHaveLength(1);
  });

  test('of several reasons are told one after the other, all of them', () => {
    const outcomes = assignments(5).map((item, i): Result => {
      return { ...item, outcome: { kind: 'failed', problem: failed(id(i), `Reason ${'abcde'[i]}`) } };
    });
    expect(errors(outcomes).match(/Couldn't create assignment/g)).toHaveLength(5);
  });

  test('are all in JSON, each with its reason', () => {
    const outcomes = assignments(5).map((item, i): Result => {
      return { ...item, outcome: { kind: 'failed', problem: failed(id(i), 'It is being closed.') } };
    });
    const { failures, error } = resultDocument(aReport({ status: 'failed', results: outcomes }), en);
    expect(failures).toHaveLength(5);
    expect(failures?.[4]).toMatchObject({
      step: 'assignment',
      name: `Engineers, ReadOnly, ${id(4)}`,
      requestId: `request-${id(4)}`,
    });
    expect(error).toMatchObject({ code: failures?.[0]?.code });
  });
});
