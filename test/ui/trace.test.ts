import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Note } from '../../src/problem.ts';
import { Problem } from '../../src/problem.ts';
import { noteText } from '../../src/ui/notes.ts';
import { traceLine } from '../../src/ui/trace.ts';
import { aReport, aScreen, Kept, look } from './fixtures.ts';

const soon = () => new Promise((resolve) => setTimeout(resolve, 250));
const requestId = '5f1c2d3e-0000-4a5b-8c6d-7e8f90a1b2c3';
const entry = {
  action: 'sso:ListInstances',
  region: 'us-east-1',
  ms: 34,
  outcome: 'ok',
  attempt: 1,
  status: 200,
  requestId,
};

function aTerminal() {
  const stderr = new Kept({ isTTY: true });
  Object.assign(stderr, { cursorTo: () => true, clearLine: () => true, moveCursor: () => true });
  return { ...aScreen({ stderr }), stderr };
}

describe('a call', () => {
  it('is one line, with its request id', () => {
    expect(traceLine(look(), entry)).toBe(`sso:ListInstances  us-east-1  34 ms  ok  ${requestId}`);
  });

  it('that failed has AWS code and status, one that was repeated its number', () => {
    const failed = { ...entry, outcome: 'ThrottlingException', status: 400, attempt: 3 };
    expect(traceLine(look(), failed)).toBe(
      `sso:ListInstances  us-east-1  34 ms  ThrottlingException 400  (3)  ${requestId}`,
    );
  });

  it('without an answer has neither', () => {
    const lost = { ...entry, outcome: 'ECONNRESET', status: undefined, requestId: undefined };
    expect(traceLine(look(), lost)).toBe('sso:ListInstances  us-east-1  34 ms  ECONNRESET');
  });

  it.each(['plain', 'json'] as const)('is told on stderr by the %s screen', (mode) => {
    const { screen, stdout, stderr } = aScreen({ mode });
    screen.trace(entry);
    expect(stdout.text).toBe('');
    expect(stderr.lines).toEqual([`sso:ListInstances  us-east-1  34 ms  ok  ${requestId}`]);
  });

  it('stands above the spinner, which goes on', async () => {
    const { screen, stdout, stderr } = aTerminal();
    screen.event({ type: 'looking', step: 'group' });
    await soon();
    screen.trace(entry);
    const before = stderr.text.length;
    await soon();
    expect(stripVTControlCharacters(stderr.text.slice(0, before))).toMatch(/sso:ListInstances .*\n/);
    expect(stripVTControlCharacters(stderr.text.slice(before))).toContain('Looking at groups');
    screen.close();
    expect(stdout.text).toBe('');
  });
});

describe('AWS that does not answer', () => {
  const retrying = { id: 'retrying', operation: 'ListUsers', waitMs: 1_000, code: 'ENOTFOUND' } as const;

  it('is told by the spinner while it lasts', async () => {
    const { screen, stderr } = aTerminal();
    screen.event({ type: 'looking', step: 'group' });
    await soon();
    screen.event({ ...retrying, waitMs: 300, attempt: 2 });
    await soon();
    expect(stripVTControlCharacters(stderr.text)).toContain('AWS does not answer, retry 2 in 0.3 s');
    await soon();
    const before = stderr.text.length;
    await soon();
    expect(stripVTControlCharacters(stderr.text.slice(before))).toContain('Looking at groups');
    screen.close();
  });

  it.each([
    ['en', 'waiting  ListUsers       AWS does not answer, retry 3 in 1 s'],
    ['ko', 'waiting  ListUsers       AWS 응답이 없습니다. 3번째 재시도까지 1초'],
  ] as const)('is a line of a log from the third time on: %s', (lang, line) => {
    const { screen, stdout } = aScreen({ mode: 'plain', lang });
    for (const attempt of [1, 2, 3]) screen.event({ ...retrying, attempt });
    expect(stdout.lines).toEqual([line]);
  });
});

describe('a run that is told to stop', () => {
  it.each([
    [undefined, 'Stopping after this call. Ctrl-C again quits at once.'],
    ['SIGINT', 'Stopping after this call. Ctrl-C again quits at once.'],
    ['SIGTERM', 'Stopping after this call: something asked for it (SIGTERM). Asked again, it quits at once.'],
  ] as const)('by %s says so', (reason, text) => {
    const { screen, stderr } = aScreen({ mode: 'plain' });
    screen.stopping(reason);
    expect(stderr.lines).toEqual([text]);
  });

  it.each([
    ['en', [], 'Quit.'],
    [
      'en',
      ['CreateGroup'],
      'Quit. One call to AWS may have finished after we left: CreateGroup. The next run looks first and makes no duplicate.',
    ],
    [
      'en',
      ['CreateGroup', 'CreateUser'],
      'Quit. Calls to AWS may have finished after we left: CreateGroup, CreateUser. The next run looks first and makes no duplicate.',
    ],
    [
      'ko',
      ['CreateGroup'],
      '바로 끝냈습니다. 그사이 AWS에서 처리되었을 수 있는 호출: CreateGroup. 다음 실행이 먼저 확인하므로 중복되지 않습니다.',
    ],
  ] as const)('twice names what it left behind: %s %j', (lang, operations, text) => {
    const { screen, stderr } = aScreen({ mode: 'plain', lang });
    screen.quit(operations);
    expect(stderr.lines).toEqual([text]);
  });

  it('twice gives the terminal back with its cursor', () => {
    const { screen, stderr } = aTerminal();
    screen.quit([]);
    expect(stderr.text).toBe('\u001b[?25h\n  Quit.\n');
  });
});

it('a failure names the log, once', () => {
  const log = '/home/kim/.local/state/sso-setup/2026-11-23T06-15-00.log';
  const problem = new Problem('network', { code: 'ENOTFOUND', requestId });
  const { screen, stderr } = aScreen({ mode: 'terminal' });
  screen.report(aReport({ status: 'failed', problem, log }));
  expect(stderr.lines).toContainEqual(
    expect.stringMatching(/^ {2}Log {8,}\/home\/kim\/\.local\/state\/sso-setup\/2026/),
  );
  expect(stderr.text.split('Log ')).toHaveLength(2);
});

it('a clock that is off is told in both languages', () => {
  const note: Note = { id: 'clockOff', offset: '3600', direction: 'ahead' };
  expect(noteText(look().messages, note)).toMatch(/^The clock of this computer is 1 hour ahead\. /);
  expect(noteText(look('ko').messages, note)).toMatch(/^이 컴퓨터의 시계가 1시간 빠릅니다\. /);
});
