import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { paintFor, signsFor } from '../../src/ui/look.ts';
import { isInteractive } from '../../src/ui/make-screen.ts';
import { aReport, aScreen, Kept, reports, show } from './fixtures.ts';

const ESC = '\u001b';

describe('colours', () => {
  it.each(Object.keys(reports))('NO_COLOR leaves no escape byte in %s', (name) => {
    for (const mode of ['terminal', 'plain', 'json'] as const) {
      const streams = { stdout: new Kept(), stderr: new Kept() };
      const { screen } = aScreen({ mode, env: { NO_COLOR: '1', FORCE_COLOR: '1' }, ...streams });
      show(screen, reports[name] ?? aReport());
      expect(streams.stdout.text + streams.stderr.text).not.toContain(ESC);
    }
  });

  it('hold for each stream by itself', () => {
    const streams = { stdout: new Kept(), stderr: new Kept({ isTTY: true }) };
    const { screen } = aScreen(streams);
    show(screen, reports.failed ?? aReport());
    expect(streams.stdout.text).not.toContain(ESC);
    expect(streams.stderr.text).toContain(`${ESC}[31m✖${ESC}[39m`);
  });

  it('that are forced are for people who read errors: the lines of a log stay plain', () => {
    const streams = { stdout: new Kept(), stderr: new Kept() };
    const { screen } = aScreen({ mode: 'plain', env: { FORCE_COLOR: '1' }, ...streams });
    show(screen, reports.failed ?? aReport());
    screen.trace({ action: 'sso:ListInstances', region: 'us-east-1', ms: 34, outcome: 'ok', attempt: 1 });
    expect(streams.stdout.text).not.toContain(ESC);
    expect(streams.stderr.text).toContain(`${ESC}[31m✖${ESC}[39m`);
    expect(streams.stderr.text).toContain(`${ESC}[2msso:ListInstances  us-east-1  34 ms  ok${ESC}[22m`);
  });

  it.each(['plain', 'json'] as const)('of a terminal on stderr do not get into a pipe on stdout: %s', (mode) => {
    const streams = { stdout: new Kept(), stderr: new Kept({ isTTY: true }) };
    const { screen } = aScreen({ mode, ...streams });
    for (const report of Object.values(reports)) show(screen, report);
    expect(streams.stdout.text).not.toContain(ESC);
    expect(streams.stderr.text).toContain(ESC);
  });

  it('never carry the meaning alone: without them the text is the same', () => {
    const [plain, coloured] = [aScreen(), aScreen({ env: { FORCE_COLOR: '1' } })];
    for (const { screen } of [plain, coloured]) show(screen, reports.applied ?? aReport());
    expect(coloured.stdout.text).toContain(ESC);
    expect(stripVTControlCharacters(coloured.stdout.text)).toBe(plain.stdout.text);
  });

  it.each([
    [{}, true, 1],
    [{}, false, 0],
    [{ TERM: 'dumb' }, true, 0],
    [{ NO_COLOR: '1' }, true, 0],
    [{ NO_COLOR: '' }, true, 1],
    [{ FORCE_COLOR: '1' }, false, 1],
    [{ FORCE_COLOR: '' }, false, 1],
    [{ FORCE_COLOR: '0' }, true, 0],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, 0],
  ])('with %j on a terminal: %j, have the level %i', (env, isTTY, level) => {
    expect(paintFor({ isTTY }, env).level).toBe(level);
  });
});

describe('signs', () => {
  it.each([
    [{}, 'linux', '✔'],
    [{ LANG: 'ko_KR.UTF-8' }, 'linux', '✔'],
    [{ LANG: 'C.utf8' }, 'darwin', '✔'],
    [{ LANG: 'C' }, 'linux', 'v'],
    [{ LC_ALL: 'POSIX', LANG: 'en_US.UTF-8' }, 'linux', 'v'],
    [{ TERM: 'linux', LANG: 'en_US.UTF-8' }, 'linux', 'v'],
    [{}, 'win32', 'v'],
    [{ WT_SESSION: '1' }, 'win32', '✔'],
  ] as const)('with %j on %s: done is %s', (env, platform, done) => {
    expect(signsFor(env, platform).done).toBe(done);
  });
});

describe('asking', () => {
  const tty = { isTTY: true };
  it.each([
    [true, tty, tty, {}, false],
    [false, {}, tty, {}, false],
    [false, tty, {}, {}, false],
    [false, tty, tty, { CI: 'true' }, false],
    [true, tty, tty, { CI: '' }, false],
    [false, tty, tty, { TERM: 'dumb' }, false],
    [false, tty, tty, {}, true],
  ] as const)('is possible: %j', (possible, stdin, stderr, env, noInput) => {
    expect(isInteractive({ stdin, stderr, env, noInput })).toBe(possible);
  });
});
