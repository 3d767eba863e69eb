import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { Stopped } from '../../src/problem.ts';
import { question, regionQuestion } from '../../src/settings/questions.ts';
import type { ScreenOptions } from '../../src/ui/make-screen.ts';
import { acme, aScreen } from './fixtures.ts';

const ENTER = '\r';
const DOWN = '\u001b[B';
const CTRL_C = '\u0003';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A person who types one key after the other, each when the screen shows that the last one has been taken in. */
function aPerson(options: Partial<ScreenOptions> = {}) {
  const stdin = new PassThrough();
  const at = aScreen({ stdin, ...options });
  let read = '';
  const screenIsNew = async () => {
    // Not every key changes something on the screen.
    for (let i = 0; at.stderr.text === read && i < 100; i++) await pause(20);
    do {
      read = at.stderr.text;
      await pause(60);
    } while (at.stderr.text !== read);
  };
  const type = async (...keys: string[]) => {
    for (const key of keys) {
      await screenIsNew();
      stdin.write(key);
    }
  };
  return { ...at, stdin, type, seen: () => stripVTControlCharacters(at.stderr.text) };
}

describe('a question', () => {
  it('is asked on stderr, and its answer is trimmed', async () => {
    const { screen, stdout, type, seen } = aPerson();
    const answers = screen.ask([question('givenName'), question('familyName')]);
    await type('  Minsu ', ENTER, 'Kim', ENTER);
    expect(await answers).toEqual({ givenName: 'Minsu', familyName: 'Kim' });
    expect(seen()).toContain('? First name');
    expect(stdout.text).toBe('');
  });

  it('keeps a wrong answer and names the rule', async () => {
    const { screen, type, seen } = aPerson();
    const answers = screen.ask([question('email')]);
    await type('kim@acme', ENTER, '.kr', ENTER);
    expect(await answers).toEqual({ email: 'kim@acme.kr' });
    expect(seen()).toContain('> The e-mail address needs a domain: kim@acme (for example kim@acme.com)');
  });

  it('speaks Korean', async () => {
    const { screen, type, seen } = aPerson({ lang: 'ko' });
    const answers = screen.ask([question('email')]);
    await type('kim', ENTER, '@acme.kr', ENTER);
    expect(await answers).toEqual({ email: 'kim@acme.kr' });
    expect(seen()).toContain('? 회사 이메일 (사용자 이름으로도 씁니다)');
    expect(seen()).toContain('> 이메일 주소: 이메일 주소가 아닙니다: kim (예: kim@example.com)');
  });

  it('takes Enter alone for what was suggested', async () => {
    const { screen, type, seen } = aPerson();
    const answers = screen.ask([question('group', { suggestion: 'Administrators' })]);
    await type(ENTER);
    expect(await answers).toEqual({ group: 'Administrators' });
    expect(seen()).toContain('(Administrators)');
  });

  it('with answers to choose from begins at the one that is suggested', async () => {
    const { screen, type, seen } = aPerson();
    const answers = screen.ask([regionQuestion('ap-northeast-2')]);
    await type(ENTER);
    expect(await answers).toEqual({ region: 'ap-northeast-2' });
    expect(seen()).toContain('❯ ap-northeast-2 Seoul');
  });

  it('leads from the last choice to typing another answer, which is checked', async () => {
    const { screen, type, seen } = aPerson();
    const options = [{ value: 'other', text: { id: 'other' as const } }];
    const answers = screen.ask([question('sessionDuration', { options })]);
    await type(ENTER, '99h', ENTER, '\u0015', '4h', ENTER);
    expect(await answers).toEqual({ sessionDuration: '4h' });
    expect(seen()).toContain('> The length is too long: 99h');
  });

  it('of which any number can be chosen needs one at least', async () => {
    const { screen, type, seen } = aPerson();
    const options = ['111122223333', '222233334444', '333344445555'].map((value) => ({ value }));
    const answers = screen.ask([question('accounts', { options, several: true, now: '333344445555' })]);
    await type(DOWN, ' ', ENTER);
    expect(await answers).toEqual({ accounts: '222233334444,333344445555' });
    expect(seen()).toContain('Arrow keys move, Space marks, Enter confirms.');
    const none = screen.ask([question('accounts', { options, several: true })]);
    await type(ENTER, ' ', ENTER);
    expect(await none).toEqual({ accounts: '111122223333' });
  });

  it('is over before the next one begins', async () => {
    const { screen, type, seen } = aPerson();
    const options = ['111122223333', '222233334444'].map((value) => ({ value }));
    const answers = screen.ask([question('accounts', { options, several: true }), question('group')]);
    await type(' ', ENTER, 'Owners', ENTER);
    await answers;
    expect(seen().lastIndexOf('Accounts to give access to')).toBeLessThan(seen().indexOf('? Name of the group'));
  });

  it.each([
    ['Ctrl-C', async (person: ReturnType<typeof aPerson>) => person.type(CTRL_C)],
    ['the end of the input', async (person: ReturnType<typeof aPerson>) => void person.stdin.end()],
  ])('ends with %s as the wish to stop', async (_how, leave) => {
    const person = aPerson();
    const answers = person.screen.ask([question('givenName')]);
    const ended = expect(answers).rejects.toBeInstanceOf(Stopped);
    await person.type('M');
    await leave(person);
    await ended;
  });

  it('ends when the run is told to stop, and is not even asked on a closed input', async () => {
    const stop = new AbortController();
    const person = aPerson({ signal: stop.signal });
    const ended = expect(person.screen.ask([question('givenName')])).rejects.toBeInstanceOf(Stopped);
    await person.type('M');
    stop.abort();
    await ended;
    const closed = aPerson();
    closed.stdin.destroy();
    await expect(closed.screen.ask([question('givenName')])).rejects.toBeInstanceOf(Stopped);
  });

  it('has no colours of its own when there are to be none', async () => {
    const { screen, stderr, type } = aPerson({ env: { NO_COLOR: '1' } });
    const answer = screen.confirm({ id: 'apply', identity: acme, changes: 2 });
    await type(DOWN, ENTER);
    await answer;
    const codes = stderr.text.split('\u001b[').slice(1);
    expect(codes.filter((code) => /^[\d;]*m/.test(code))).toEqual([]);
  });
});

describe('a consent', () => {
  it('to apply is given with Enter alone', async () => {
    const { screen, type, seen } = aPerson();
    const answer = screen.confirm({ id: 'apply', identity: acme, changes: 3 });
    await type(ENTER);
    expect(await answer).toBe('yes');
    expect(seen()).toContain('? Apply these 3 changes to 111122223333 acme?');
    expect(seen()).toContain('❯ Apply\n  Quit');
    expect(seen()).toContain('Arrow keys choose, Enter confirms.');
  });

  it('to end the free plan is refused with Enter alone, after it was explained', async () => {
    const { screen, type, seen } = aPerson();
    const answer = screen.confirm({ id: 'paidPlan', credits: '87.50 USD', expires: '2027-01-31' });
    await type(ENTER);
    expect(await answer).toBe('no');
    expect(seen()).toContain('Credits left: 87.50 USD');
    expect(seen()).toContain('2027-01-31');
    expect(seen()).toContain('❯ Quit, change nothing');
  });

  it('to apply can be put off, and the settings kept', async () => {
    const { screen, type, seen } = aPerson();
    const answer = screen.confirm({ id: 'apply', identity: acme, changes: 1, saveAs: 'sso-setup.yaml' });
    await type(DOWN, ENTER);
    expect(await answer).toBe('save');
    expect(seen()).toContain(
      '? Apply this change to 111122223333 acme?\n❯ Apply\n  Save as sso-setup.yaml and quit\n  Quit',
    );
  });

  it('to go on as root needs a key more', async () => {
    const { screen, type } = aPerson({ lang: 'ko' });
    const answer = screen.confirm({ id: 'root', account: '111122223333' });
    await type('\u001b[A', ENTER);
    expect(await answer).toBe('yes');
  });
});
