import { describe, expect, it } from 'vitest';
import { STEP_IDS } from '../../src/engine/step.ts';
import { messagesFor } from '../../src/messages/index.ts';
import { OPTION_GROUPS, OPTIONS } from '../../src/messages/options.ts';
import { PROBLEMS, type ProblemId } from '../../src/problem.ts';
import { REGION_PLACES } from '../../src/settings/regions.ts';

const [en, ko] = [messagesFor('en'), messagesFor('ko')];

/** Every text of a catalogue by its path; functions are called with facts that are their own names. */
function textsOf(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return textsOf(value(facts, facts, 2_000), `${path}()`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}

/** Stands for data of any shape: a missing name reads as its own name. */
const facts: Record<string, string> = new Proxy(
  {},
  {
    get: (_target, name) => {
      if (name === 'identity') return { account: '111122223333', accountName: 'acme' };
      if (name === 'untold') return ['mfa'];
      if (name === Symbol.toPrimitive || name === 'toString') return () => 'X';
      return typeof name === 'string' ? `<${name}>` : undefined;
    },
  },
);

/** The same in both languages on purpose: names of products and places, and what a person types. */
const SAME =
  /^\.(lang|places\.|decisions\.|help\.(examples|commands|environment|exitCodes)\.\d+\.0|help\.commandPages\.\w+\.rows\.\d+\.0|steps\.instance|topics\.instance|labels\.(aws|portalIpv4)|fields\.sso|help\.optionGroups\.aws|keyText|table|values\.(more|awsManaged)|manual)/;

const english = new Map(textsOf({ ...en, rules: undefined, ruleHints: undefined }));
const korean = new Map(textsOf({ ...ko, rules: undefined, ruleHints: undefined }));

describe('the catalogue', () => {
  it('has the same texts in both languages', () => {
    const missing = [...english.keys()].filter(
      (path) => !korean.has(path) && !/\.(todo|why|moves|config|counts|from)/.test(path),
    );
    expect(missing).toEqual([]);
    expect(english.size).toBeGreaterThan(300);
  });

  it('is translated, but for names and commands', () => {
    const untranslated = [...english].filter(([path, text]) => /[a-z]{3} /.test(text) && korean.get(path) === text);
    expect(untranslated.filter(([path, text]) => !SAME.test(path) && !/^ *(npx|export|curl) /.test(text))).toEqual([]);
  });

  it('has Hangul in every Korean sentence', () => {
    const sentences = [...korean].filter(
      ([path, text]) => /^\.(problems|notes|lines|consents|questions)/.test(path) && !/[가-힣]/.test(text),
    );
    const allowed = sentences.filter(([, text]) => !/^(npx |aws |<|https:|$)/.test(text));
    expect(allowed).toEqual([]);
  });

  it('says neither "successfully" nor "Do you want to"', () => {
    for (const text of english.values()) expect(text).not.toMatch(/successfully|do you want to/i);
  });

  it('never puts a particle behind an inserted name', () => {
    const particles = /(<\w+>|\bX)(을|를|은|는|이|가|과|와|으로|의)(?![가-힣])/;
    expect([...korean].filter(([, text]) => particles.test(text))).toEqual([]);
  });

  it('knows every place of a Region in both languages', () => {
    for (const region of REGION_PLACES.keys()) {
      expect(en.places[region]).toBeTruthy();
      expect(ko.places[region]).toBeTruthy();
    }
  });

  it('describes every option, and lists it in one group', () => {
    const listed = Object.values(OPTION_GROUPS).flat();
    expect([...listed].sort()).toEqual(Object.keys(OPTIONS).sort());
    for (const { help } of [en, ko]) expect(Object.values(help.options).every(Boolean)).toBe(true);
  });
});

describe.each(Object.keys(PROBLEMS) as ProblemId[])('the problem %s', (id) => {
  it.each([en, ko])('can be told without its facts', (messages) => {
    const { title, todo } = messages.problems[id]({});
    const text = [title, ...todo].join('\n');
    expect(title).not.toBe('');
    expect(todo.length).toBeGreaterThan(0);
    expect(text).not.toMatch(/undefined|null|NaN|\(\)|: $|: \.|\s\s/m);
  });

  it('is told differently in the two languages', () => {
    expect(ko.problems[id]({}).title).not.toBe(en.problems[id]({}).title);
    expect(ko.problems[id]({}).title).toMatch(/[가-힣]/);
  });
});

describe.each(STEP_IDS)('the step %s', (step) => {
  it('has its names in both languages', () => {
    for (const messages of [en, ko]) {
      for (const names of [messages.steps, messages.objects, messages.lookingAt]) expect(names[step]).toBeTruthy();
    }
    if (step !== 'instance') expect(ko.steps[step]).not.toBe(en.steps[step]);
    expect(ko.objects[step]).not.toBe(en.objects[step]);
  });
});

describe('lengths of time', () => {
  it.each([
    [4, 0, '4 hours', '4시간'],
    [1, 0, '1 hour', '1시간'],
    [1, 30, '1 hour 30 minutes', '1시간 30분'],
  ])('of %i hours and %i minutes are words', (hours, minutes, english, korean) => {
    expect(en.values.duration(hours, minutes)).toBe(english);
    expect(ko.values.duration(hours, minutes)).toBe(korean);
  });
});
