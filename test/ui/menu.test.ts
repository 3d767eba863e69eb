import { describe, expect, it } from 'vitest';
import { Stopped } from '../../src/problem.ts';
import type { Word } from '../../src/screen.ts';
import type { ScreenOptions } from '../../src/ui/make-screen.ts';
import { Person } from '../wizard/person.ts';
import { CONSOLE_STEPS } from './every-screen.ts';
import { aScreen, firstPlan } from './fixtures.ts';

const CTRL_C = '\u0003';

/** A person in front of an open console step. */
function at(name: string, options: Partial<ScreenOptions> & { untilMs?: number } = {}) {
  const { untilMs, ...more } = options;
  const { step, words } = CONSOLE_STEPS[name] ?? {};
  if (step === undefined || words === undefined) throw new Error(`There is no console step ${name}.`);
  let made: ReturnType<typeof aScreen> | undefined;
  const person = new Person((stdin) => {
    made = aScreen({ stdin, now: () => 0, ...more });
    return made.stderr;
  });
  if (made === undefined) throw new Error('There is no screen.');
  const { screen, stdout, stderr } = made;
  const attend = () => screen.attend(step, { words, ...(untilMs === undefined ? {} : { untilMs }) });
  return { person, screen, stdout, stderr, attend };
}

const forever = Number.POSITIVE_INFINITY;

describe('a console step', () => {
  it('says why, what to press in the words of the console, and where to check that one is right', async () => {
    const { person, attend } = at('instance', { untilMs: 900_000 });
    const attendance = attend();
    await person.sees('Look now');
    await attendance.close();
    expect(person.seen.slice(0, person.seen.indexOf('⠋')).split('\n')).toEqual([
      '',
      '  Enable IAM Identity Center',
      '',
      '  AWS has no API for this step. In the console:',
      '',
      '  1  Open',
      'https://ap-northeast-2.console.aws.amazon.com/singlesignon/home?region=ap-northeast-2',
      '  2  Check   account 1111-2222-3333 and Region Seoul, top right',
      '  3  Press   Enable, then "Enable with AWS Organizations"',
      '  4  Leave   "multi-account permissions" on, as it is',
      '',
      '  This screen moves on by itself when AWS reports the instance.',
      '',
      '',
    ]);
  });

  it('has its number in the plan, and stays on stderr', async () => {
    const { person, screen, stdout, attend } = at('password');
    screen.plan(firstPlan, { identity: { account: '1', arn: 'a', sandbox: false }, dryRun: false });
    stdout.text = '';
    const attendance = attend();
    await person.sees('I have reset the password');
    await attendance.close();
    expect(person.seen).toContain('  Step 7 of 9   Password for kim@acme.kr\n');
    expect(stdout.text).toBe('');
  });

  it('shows both names of a button in Korean', async () => {
    const { person, attend } = at('instance', { lang: 'ko', untilMs: 900_000 });
    const attendance = attend();
    await person.sees('지금 확인');
    await attendance.close();
    expect(person.seen).toContain('3  누르기   "활성화(Enable)"');
    expect(person.seen).toContain('15:00 중 0:00');
  });

  it('says how long there is, and how long ago AWS was looked at', async () => {
    const { person, attend } = at('instance', { untilMs: 900_000 });
    const attendance = attend();
    await person.sees('Waiting for AWS   0:00 of 15:00\n');
    attendance.looked();
    await person.sees('Waiting for AWS   0:00 of 15:00, looked 0 s ago');
    await attendance.close();
  });

  it.each([
    ['instance', 'Look now', 'look'],
    ['instance', 'Finish later', 'later'],
    ['password', 'I have reset the password', 'reset'],
    ['password', 'I have turned on "Send email OTP"', 'otp'],
    ['mfa', 'It is done', 'done'],
    ['portalSession', 'Finish later', 'later'],
  ] as const)('%s: "%s" is heard as %s', async (name, choice, word: Word) => {
    const { person, attend } = at(name, name === 'instance' ? { untilMs: 900_000 } : {});
    const attendance = attend();
    const heard = attendance.next(forever);
    await person.picks(choice);
    expect(await heard).toBe(word);
    await attendance.close();
  });

  it('hears a word that was said before anybody listened; to leave goes before to look', async () => {
    const { person, attend } = at('instance', { untilMs: 900_000 });
    const attendance = attend();
    await person.picks('Look now');
    await person.picks('Look now');
    await person.picks('Finish later');
    expect([await attendance.next(0), await attendance.next(0)]).toEqual(['later', 'look']);
    await attendance.close();
  });

  it('takes the end of the time for a look', async () => {
    const { attend } = at('instance', { untilMs: 900_000 });
    const attendance = attend();
    expect(await attendance.next(1)).toBe('look');
    await attendance.close();
  });

  it('opens the page and stays; the next Enter never says that something is done', async () => {
    const opened: string[] = [];
    const { person, attend } = at('mfa', { openPage: (url) => opened.push(url) });
    const attendance = attend();
    const heard = attendance.next(forever);
    await person.picks('Open the page in my browser');
    await person.sees('❯ Finish later');
    expect(opened).toEqual([CONSOLE_STEPS.mfa?.step.url]);
    await person.enters();
    expect(await heard).toBe('later');
    expect(opened).toHaveLength(1);
    await attendance.close();
  });

  it('does not offer to open a page where there is no browser', async () => {
    const { person, attend } = at('mfa');
    const attendance = attend();
    await person.sees('❯ Finish later');
    expect(person.seen).not.toContain('browser');
    await attendance.close();
  });

  it('keeps what is told meanwhile until the menu is gone', async () => {
    const { person, screen, stderr, attend } = at('instance', { untilMs: 900_000 });
    const attendance = attend();
    await person.sees('Look now');
    screen.note({ id: 'sandboxEnables', seconds: '3' });
    expect(person.seen).not.toContain('simulated AWS');
    await attendance.close();
    expect(stderr.text).toContain('! The simulated AWS enables Identity Center by itself in 3 s.');
  });

  it.each([
    ['Ctrl-C', async ({ person }: ReturnType<typeof at>) => person.presses(CTRL_C)],
    ['the end of the input', async ({ person }: ReturnType<typeof at>) => void person.stdin.end()],
  ])('ends with %s as the wish to stop', async (_how, leave) => {
    const one = at('mfa');
    const attendance = one.attend();
    const ended = expect(attendance.next(forever)).rejects.toBeInstanceOf(Stopped);
    await one.person.sees('It is done');
    await leave(one);
    await ended;
    await expect(attendance.next(0)).rejects.toBeInstanceOf(Stopped);
    await attendance.close();
  });

  it('can be closed before it was drawn', async () => {
    const { attend } = at('mfa');
    await attend().close();
  });
});
