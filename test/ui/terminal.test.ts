import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { acme, aScreen, drifted, Kept } from './fixtures.ts';

const soon = () => new Promise((resolve) => setTimeout(resolve, 250));

it('spins on stderr, tells what it does, and takes the line away', async () => {
  const stderr = new Kept({ isTTY: true });
  Object.assign(stderr, { cursorTo: () => true, clearLine: () => true, moveCursor: () => true });
  const { screen, stdout } = aScreen({ stderr });
  screen.event({ type: 'looking', step: 'group' });
  await soon();
  screen.event({ type: 'doing', step: 'user', key: 'kim@acme.kr', action: { kind: 'create', want: {} } });
  screen.event({ id: 'slowDown', operation: 'CreateUser', attempt: 4, waitMs: 6_000 });
  await soon();
  screen.close();
  const seen = stripVTControlCharacters(stderr.text);
  expect(seen).toContain('⠋ Looking at groups');
  expect(seen).toContain('AWS asks us to slow down, retry 4 in 6 s');
  expect(stdout.text).toBe('');
  const before = stderr.text.length;
  await soon();
  expect(stderr.text).toHaveLength(before);
});

it('does not spin when it was closed before the spinner was there', async () => {
  const stderr = new Kept({ isTTY: true });
  const { screen } = aScreen({ stderr });
  screen.event({ type: 'looking', step: 'group' });
  screen.close();
  await soon();
  expect(stderr.text).toBe('');
});

it('does not spin on a terminal that says it has no columns', async () => {
  const stderr = new Kept({ isTTY: true, columns: 0 });
  const { screen } = aScreen({ stderr });
  screen.event({ type: 'looking', step: 'group' });
  await soon();
  screen.close();
  expect(stderr.text).toBe('');
});

it('heads what is being done, once, and tells the parts of a thing only when they fail', () => {
  const { screen, stdout } = aScreen();
  screen.identity(acme);
  screen.plan(drifted, { identity: acme, dryRun: false });
  stdout.text = '';
  const change = { kind: 'change', drift: [] } as const;
  const done = { kind: 'done' } as const;
  screen.event({ type: 'finished', result: { step: 'permissionSet', key: 'A', action: change, outcome: done } });
  screen.event({ type: 'finished', result: { step: 'provisioning', key: 'A', action: change, outcome: done } });
  screen.event({ type: 'finished', result: { step: 'provisioning', key: 'B', action: change, outcome: done } });
  screen.event({
    type: 'finished',
    result: { step: 'group', key: 'G', action: { kind: 'same' }, outcome: { kind: 'same' } },
  });
  expect(stdout.lines).toEqual([
    '  Applying to 111122223333 acme',
    '',
    '✔ Permission set    A                                         changed',
    '✔ Provisioning      B                                         changed',
  ]);
});

it('says that the first Ctrl-C was heard', () => {
  const { screen, stderr } = aScreen();
  screen.stopping();
  expect(stderr.text).toBe('\n  Stopping after this call. Ctrl-C again quits at once.\n');
});
