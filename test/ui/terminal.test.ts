import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { acme, aScreen, enablePage, firstPlan, Kept } from './fixtures.ts';

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

it('explains the console step once, and says how long there is', () => {
  const { screen, stderr, stdout } = aScreen({ now: () => 0 });
  screen.identity(acme);
  const event = { type: 'waitingForPerson', step: 'instance', key: 'instance', url: enablePage() } as const;
  screen.event({ ...event, untilMs: 900_000 });
  screen.event({ ...event, untilMs: 900_000 });
  screen.close();
  expect(stderr.lines).toEqual([
    '  Enable IAM Identity Center',
    '',
    '  AWS has no API for this step. In the console:',
    '',
    '  1  Open',
    'https://ap-northeast-2.console.aws.amazon.com/singlesignon/home?region=ap-northeast-2',
    '  2  Check   account 1111-2222-3333 and Region Seoul, top right',
    '  3  Press   Enable, then "Enable with AWS Organizations"',
    '',
    '  This screen moves on by itself when AWS reports the instance.',
    '',
  ]);
  expect(stdout.text).not.toContain('singlesignon');
});

it('shows both names of a button in Korean', () => {
  const { screen, stderr } = aScreen({ lang: 'ko' });
  screen.event({ type: 'waitingForPerson', step: 'instance', key: 'instance', url: enablePage(), untilMs: 0 });
  screen.close();
  expect(stderr.text).toContain('3  누르기   "활성화(Enable)"');
});

it('heads what is being done, once, and tells the parts of a thing only when they fail', () => {
  const { screen, stdout } = aScreen();
  screen.identity(acme);
  screen.plan(firstPlan, { identity: acme, dryRun: false });
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
