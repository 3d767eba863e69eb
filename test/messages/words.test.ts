import { describe, expect, it } from 'vitest';
import { LEVELS, TOPICS } from '../../src/findings.ts';
import { messagesFor } from '../../src/messages/index.ts';
import type { Decision, Ending, Word } from '../../src/screen.ts';
import type { QuestionId } from '../../src/settings/trouble.ts';

const [en, ko] = [messagesFor('en'), messagesFor('ko')];
const both = [en, ko];
const HANGUL = /[가-힣]/;
const facts = { name: 'mfa', url: 'https://x.example', account: '111122223333', region: 'ap-northeast-2' };

describe.each(['password', 'mfa', 'portalSession'] as const)('the console step %s', (key) => {
  it('has a name, a short text, an end and moves in both languages', () => {
    for (const messages of both) {
      expect(messages.securitySteps[key]).toBeTruthy();
      expect(messages.manualShort('security', key)).not.toBe(key);
      expect(messages.manualDone('security', key)).not.toBe(key);
      const { title, why, moves, after } = messages.manual('security', { ...facts, name: key });
      expect([title, why, after].every(Boolean)).toBe(true);
      expect(moves.slice(0, 2).map(({ what }) => what)).toEqual([facts.url, expect.stringContaining('1111-2222-3333')]);
    }
  });

  it('names the labels of the console in both languages in Korean', () => {
    const english = en.manual('security', { ...facts, name: key }).moves.flatMap(({ what }) => labelsIn(what));
    const korean = ko.manual('security', { ...facts, name: key }).moves.map(({ what }) => what);
    expect(korean.slice(2).every((what) => HANGUL.test(what) && /[A-Za-z]/.test(what))).toBe(true);
    expect(english.length).toBeGreaterThan(0);
  });
});

function labelsIn(text: string): string[] {
  return [...text.matchAll(/"([^"]+)"/g)].map(([, label = '']) => label);
}

it.each([...TOPICS])('the topic %s has a name in both languages', (topic) => {
  for (const messages of both) expect(messages.topics[topic]).toBeTruthy();
});

it.each(['look', 'later', 'done', 'reset', 'otp'] as const satisfies readonly Word[])(
  'the word %s is one in both languages',
  (word) => {
    expect(en.words[word]).toBeTruthy();
    expect(ko.words[word]).toMatch(HANGUL);
  },
);

it('calls nothing verified that a person only said', () => {
  const endings: readonly Ending[] = ['verified', 'confirmed', 'unverified', 'later'];
  for (const messages of both) {
    expect(new Set(endings.map((ending) => messages.endings[ending])).size).toBe(endings.length);
    for (const ending of ['confirmed', 'unverified', 'later'] as const) {
      expect(messages.endings[ending]).not.toContain(messages.endings.verified);
    }
  }
});

it('has a question, and the start of a sentence about its answer, for everything that can be asked', () => {
  const ids = Object.keys(en.questions) as QuestionId[];
  expect(ids.length).toBeGreaterThan(10);
  for (const id of ids) {
    expect(ko.questions[id]).toMatch(HANGUL);
    expect(en.answers[id]).toBeTruthy();
    expect(ko.answers[id]).toMatch(HANGUL);
    expect(en.aboutQuestions[id] === undefined).toBe(ko.aboutQuestions[id] === undefined);
  }
});

it('has a name for every line of the table', () => {
  const ids = Object.keys(en.decisions) as Decision['id'][];
  expect(Object.keys(ko.decisions)).toEqual(ids);
});

it.each([
  [0, 0, 0, 'All is well. Nothing was changed.'],
  [1, 0, 0, '1 thing in the way. Nothing was changed.'],
  [2, 1, 3, '2 things in the way, 1 thing to do, 3 things to know. Nothing was changed.'],
])('sums up %i problems, %i things to do and %i to know', (problems, todo, attention, english) => {
  expect(en.checked(problems, todo, attention)).toBe(english);
  expect(ko.checked(problems, todo, attention)).toMatch(HANGUL);
  expect(LEVELS).toHaveLength(5);
});
