import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Problem, Stopped } from '../../src/problem.ts';
import type { ConsoleStep, Ending, Screen, Word } from '../../src/screen.ts';
import { confirmInFile } from '../../src/settings/confirm.ts';
import { loadSettingsFile } from '../../src/settings/file.ts';
import type { Confirmed } from '../../src/settings/settings.ts';
import { walk } from '../../src/walk.ts';
import { virtualClock } from '../helpers/clock.ts';

const URL_ = 'https://us-east-1.console.aws.amazon.com/singlesignon/home?region=us-east-1';
const ALIAS = 'https://lemonlogin.awsapps.com/start';
const step = (kind: ConsoleStep['step'], name: string): ConsoleStep => {
  return { step: kind, name, url: URL_, account: '111122223333', region: 'us-east-1' };
};
const portal = step('portal', 'lemonlogin');

interface Said {
  /** After how many milliseconds of the open menu. */
  readonly at: number;
  readonly word: Word;
}

/** A person who says these words at these times; a sign-in service that knows the alias from a time on. */
async function walked(
  steps: readonly ConsoleStep[],
  {
    says = [],
    knows = () => false,
    aliasUrl = ALIAS,
    stops = false,
  }: { says?: readonly Said[]; knows?: (ms: number) => boolean; aliasUrl?: string | undefined; stops?: boolean } = {},
) {
  const clock = virtualClock();
  const started = clock.now();
  const endings: [string, Ending][] = [];
  const notes: unknown[] = [];
  const asked: number[] = [];
  const kept: Confirmed[] = [];
  const offered: (readonly Word[])[] = [];
  const events: unknown[] = [];
  let open = 0;
  const words = [...says];
  const screen = {
    event: () => {},
    note: (note: unknown) => notes.push(note),
    ended: (one: ConsoleStep, ending: Ending) => endings.push([one.name, ending]),
    attend(_step: ConsoleStep, options: { words: readonly Word[] }) {
      open += 1;
      offered.push(options.words);
      return {
        async next(ms: number): Promise<Word> {
          const [first] = words;
          const due = first === undefined ? Number.POSITIVE_INFINITY : first.at - (clock.now() - started);
          if (first !== undefined && due <= ms) {
            words.shift();
            await clock.sleep(Math.max(0, due));
            return first.word;
          }
          if (stops) throw new Stopped();
          if (!Number.isFinite(ms)) throw new Error('Nobody says anything any more.');
          await clock.sleep(ms);
          return 'look';
        },
        left: new Promise<undefined>(() => {}),
        looked() {},
        close: async () => {
          open -= 1;
        },
      };
    },
  } as unknown as Screen;
  const error = await walk(steps, {
    screen,
    clock,
    waitMs: 60_000,
    knowsPortal: async () => {
      asked.push(clock.now() - started);
      return knows(clock.now() - started);
    },
    aliasUrl,
    emit: (event) => events.push(event),
    keep: (confirmed) => kept.push(confirmed),
  }).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { endings: Object.fromEntries(endings), notes, asked, kept, offered, events, open, error };
}

const TODAY = /^\d{4}-\d{2}-\d{2}$/;

describe('the alias', () => {
  it('is verified when the sign-in service did not know it before and does afterwards', async () => {
    const { endings, kept, notes, open } = await walked([portal], { knows: (ms) => ms > 20_000 });
    expect(endings).toEqual({ lemonlogin: 'verified' });
    expect(kept).toEqual([{ alias: expect.stringMatching(TODAY) }]);
    expect(notes).toEqual([]);
    expect(open).toBe(0);
  });

  it("is never called verified when the service knew it before: it may be anybody's", async () => {
    const { endings, notes, offered, kept, asked } = await walked([portal], {
      knows: () => true,
      says: [{ at: 30_000, word: 'done' }],
    });
    expect(endings).toEqual({ lemonlogin: 'confirmed' });
    expect(notes).toEqual([{ id: 'aliasKnown', alias: 'lemonlogin' }]);
    expect(offered).toEqual([['done', 'later']]);
    expect(kept).toHaveLength(1);
    expect(asked).toEqual([0]);
  });

  it('is confirmed by the person when the service cannot be asked', async () => {
    const { endings, notes } = await walked([portal], {
      knows: () => {
        throw new Problem('network');
      },
      says: [{ at: 1_000, word: 'done' }],
    });
    expect(endings).toEqual({ lemonlogin: 'confirmed' });
    expect(notes).toEqual([]);
  });

  it('is not kept when the person says so and the service does not know it', async () => {
    const { endings, kept, asked } = await walked([portal], { says: [{ at: 1_000, word: 'done' }] });
    expect(endings).toEqual({ lemonlogin: 'unverified' });
    expect(kept).toEqual([]);
    expect(asked).toEqual([0, 1_000]);
  });

  it('is asked for every five seconds, at once when the person wants it, and until the time is over', async () => {
    const { endings, asked, kept } = await walked([portal], { says: [{ at: 7_000, word: 'look' }] });
    expect(endings).toEqual({ lemonlogin: 'later' });
    expect(kept).toEqual([]);
    expect(asked[0]).toBe(0);
    const gaps = asked.slice(1).map((at, i) => at - (asked[i] ?? 0));
    expect(gaps.filter((gap) => gap < 5_000)).toEqual([2_000]);
    expect(asked).toContain(7_000);
    expect(asked.at(-1)).toBeLessThanOrEqual(65_000);
  });

  it('can be left for later, which keeps nothing', async () => {
    const { endings, kept, asked } = await walked([portal], { says: [{ at: 1_000, word: 'later' }] });
    expect(endings).toEqual({ lemonlogin: 'later' });
    expect(kept).toEqual([]);
    expect(asked).toEqual([0]);
  });

  it('is told to the world around only while it is waited for', async () => {
    const free = await walked([portal], { says: [{ at: 0, word: 'later' }] });
    expect(free.events).toMatchObject([{ type: 'waitingForPerson', step: 'portal', key: 'lemonlogin' }]);
    const taken = await walked([portal], { knows: () => true, says: [{ at: 0, word: 'later' }] });
    expect(taken.events).toEqual([]);
  });
});

describe('what no API can read', () => {
  it.each([
    ['reset', 'password'],
    ['otp', 'emailOtp'],
  ] as const)('has two ways for the password: %s is kept as %s', async (word, key) => {
    const { endings, kept, offered } = await walked([step('security', 'password')], { says: [{ at: 500, word }] });
    expect(endings).toEqual({ password: 'confirmed' });
    expect(kept).toEqual([{ [key]: expect.stringMatching(TODAY) }]);
    expect(offered).toEqual([['reset', 'otp', 'later']]);
  });

  it.each(['mfa', 'portalSession'])('is only ever confirmed: %s', async (name) => {
    const { endings, kept, offered, asked } = await walked([step('security', name)], {
      says: [{ at: 500, word: 'done' }],
    });
    expect(endings).toEqual({ [name]: 'confirmed' });
    expect(kept).toEqual([{ [name]: expect.stringMatching(TODAY) }]);
    expect(offered).toEqual([['done', 'later']]);
    expect(asked).toEqual([]);
  });

  it('keeps nothing for later, and goes on with the next one', async () => {
    const { endings, kept } = await walked([step('security', 'password'), step('security', 'mfa')], {
      says: [
        { at: 500, word: 'later' },
        { at: 900, word: 'done' },
      ],
    });
    expect(endings).toEqual({ password: 'later', mfa: 'confirmed' });
    expect(kept).toEqual([{ mfa: expect.stringMatching(TODAY) }]);
  });

  it('keeps what was confirmed when the person stops at the next one, and leaves no menu open', async () => {
    const { error, kept, open } = await walked([step('security', 'password'), step('security', 'mfa')], {
      says: [{ at: 500, word: 'reset' }],
      stops: true,
    });
    expect(error).toBeInstanceOf(Stopped);
    expect(kept).toEqual([{ password: expect.stringMatching(TODAY) }]);
    expect(open).toBe(0);
  });
});

describe('what was confirmed', () => {
  function aFile(text: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'confirm-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, 'sso-setup.yaml');
    writeFileSync(path, text);
    return path;
  }

  it('is noted in the settings file with its day, and comments and everything else stay', () => {
    const text = '# ours\nregion: us-east-1   # home\n\ngroups:\n  - name: Admins # all of us\n';
    const path = aFile(text);
    confirmInFile(path, { mfa: '2026-11-23' });
    confirmInFile(path, { emailOtp: '2026-11-24' });
    const now = readFileSync(path, 'utf8');
    expect(now).toContain('# ours\n');
    expect(now).toContain('region: us-east-1   # home\n');
    expect(now).toContain('  - name: Admins # all of us\n');
    expect(loadSettingsFile(path).settings).toMatchObject({
      region: 'us-east-1',
      groups: [{ name: 'Admins' }],
      confirmed: { mfa: '2026-11-23', emailOtp: '2026-11-24' },
    });
  });

  it('joins what was confirmed before, and a new day takes the place of an old one', () => {
    const path = aFile('region: us-east-1\nconfirmed:\n  mfa: 2026-01-01 # in the office\n  alias: 2026-01-02\n');
    confirmInFile(path, { mfa: '2026-11-23' });
    expect(loadSettingsFile(path).settings.confirmed).toEqual({ mfa: '2026-11-23', alias: '2026-01-02' });
    expect(readFileSync(path, 'utf8')).toContain('# in the office');
  });

  it.each(['confirmed:\n', 'confirmed: {}\n', 'confirmed: null\n'])('finds its place in a file with %j', (line) => {
    const path = aFile(`region: us-east-1\n${line}`);
    confirmInFile(path, { portalSession: '2026-11-23' });
    expect(loadSettingsFile(path).settings.confirmed).toEqual({ portalSession: '2026-11-23' });
  });
});
