import type { ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ResultDocument } from '../../src/ui/result-document.ts';
import { aComputer, endOf } from '../helpers/program.ts';
import { held } from '../helpers/promises.ts';

const IN = ['--sandbox', '--sandbox-scenario', 'enabled'];
const STACK = /\bat .*(:\d+:\d+|node:internal)|Error\b|EPIPE/;

type Stream = 'stdout' | 'stderr';

/** Leaves before anything is written, as `| true` does. */
function leaves(child: ChildProcess, streams: readonly Stream[]): void {
  for (const stream of streams) child[stream]?.destroy();
}

describe('whose reader has left', () => {
  test.each<[readonly Stream[], readonly string[]]>([
    [['stdout'], ['--json']],
    [['stdout', 'stderr'], []],
    [['stderr'], ['--debug', '--verbose']],
  ])('%j: a run with %j does its work all the same, and ends well', async (streams, args) => {
    const computer = aComputer();
    const child = computer.start([...IN, ...args]);
    leaves(child, streams);
    const { code, stderr } = await endOf(child);
    expect({ code, signal: child.signalCode }).toEqual({ code: 0, signal: null });
    expect(stderr).not.toMatch(STACK);
    const [instance] = JSON.parse(readFileSync(computer.state, 'utf8')).instances;
    expect(instance.assignments).toHaveLength(1);
    held('R25', 1, 'runs without a reader');
  });

  test.each<[readonly Stream[], readonly string[], number]>([
    [['stdout'], [...IN, '--dry-run', '--detailed-exitcode', '--json'], 2],
    [['stderr'], ['check', '--sandbox-scenario', 'organization'], 3],
    [['stdout', 'stderr'], [...IN, '--bad-flag'], 64],
  ])('%j: %j has the exit code that it always has', async (streams, args, code) => {
    const child = aComputer().start(args);
    leaves(child, streams);
    const ended = await endOf(child);
    expect(ended.code).toBe(code);
    expect(ended.stderr).not.toMatch(STACK);
    held('R25', 1, 'looks without a reader');
  });

  test('the simulated AWS goes on serving', async () => {
    const child = aComputer().start(['sandbox', '--port', '0', '--scenario', 'enabled']);
    const ended = endOf(child);
    const url = await new Promise<string>((resolve) => {
      child.stdout?.on('data', (text) => {
        const [found] = /http:\/\/127\.0\.0\.1:\d+/.exec(text) ?? [];
        if (found !== undefined) resolve(found);
      });
    });
    leaves(child, ['stdout', 'stderr']);
    expect((await fetch(`${url}/_sandbox/world`)).status).toBe(200);
    child.kill('SIGTERM');
    expect((await ended).code).toBe(143);
  });
});

// Sixteen are made side by side, and after the first second each waits for its turn.
test('a run that waits at many places at once says nothing of it on stderr', async () => {
  const computer = aComputer();
  const groups = Array.from({ length: 50 }, (_, i) => `{ name: Group ${i} }`);
  writeFileSync(join(computer.home, 'many.yaml'), `region: us-east-1\ngroups: [${groups.join(', ')}]\n`);
  const { code, stdout, stderr } = await computer.run([...IN, '-c', 'many.yaml', '--yes', '--json']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(ResultDocument.parse(JSON.parse(stdout)).summary.create).toBe(50);
});
