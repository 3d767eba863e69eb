import { describe, expect, it } from 'vitest';
import { TOPICS } from '../../src/messages/options.ts';
import type { ProblemId } from '../../src/problem.ts';
import { PROBLEMS, Problem } from '../../src/problem.ts';
import { helpScreen, topicScreen } from '../../src/ui/help.ts';
import { aReport, aScreen, look, reports, show, tooWide, WINDOWS } from './fixtures.ts';

describe.each(WINDOWS)('in %s at %i columns', (lang, columns) => {
  it.each(Object.keys(reports))('no line of the report %s is wider', (name) => {
    const { screen, stdout, stderr } = aScreen({ lang, columns, verbose: true });
    show(screen, reports[name] ?? aReport());
    expect(tooWide(stdout.text + stderr.text, columns)).toEqual([]);
  });

  it.each(Object.keys(PROBLEMS) as ProblemId[])('no line of the problem %s is wider', (id) => {
    const long =
      'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/kim@acme.kr';
    const facts = { who: long, detail: `User: ${long} is not authorized`, name: long, region: 'ap-northeast-2' };
    const { screen, stderr } = aScreen({ lang, columns });
    screen.report(aReport({ status: 'failed', problem: new Problem(id, facts) }));
    expect(tooWide(stderr.text, columns)).toEqual([]);
  });

  it('no line of the help is wider', () => {
    const pages = [helpScreen(look(lang, columns)), ...TOPICS.map((topic) => topicScreen(look(lang, columns), topic))];
    expect(pages.flatMap((page) => tooWide(page, columns))).toEqual([]);
  });

  it('names and values of any length are wrapped', () => {
    const { screen, stdout } = aScreen({ lang, columns });
    const long = '가나다라마바사'.repeat(30);
    const want = { description: long, [`tags.${long}`]: long };
    const items = [{ step: 'permissionSet' as const, key: long, action: { kind: 'create' as const, want } }];
    const identity = { account: '111122223333', accountName: long, arn: long, sandbox: false };
    screen.plan({ items, leftAlone: [{ step: 'group', key: long }] }, { identity, dryRun: true, settingsFile: long });
    expect(tooWide(stdout.text, columns)).toEqual([]);
  });
});
