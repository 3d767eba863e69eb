import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rulesEn } from '../../src/messages/rules.en.ts';
import { rulesKo } from '../../src/messages/rules.ko.ts';
import { checkContent } from '../../src/settings/issues.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import { parseYaml } from '../../src/settings/yaml.ts';
import { anySettings } from '../helpers/settings.ts';
import { troublesIn } from './helpers.ts';

const piece = fc.constantFrom(
  ...[
    '\t',
    ' ',
    '\n',
    ':',
    ': ',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '&a ',
    '*a',
    '!x ',
    '| ',
    '#',
    '%',
    '<<: ',
    '한',
    '🚀',
    '\\',
    '@',
    '1',
    '~',
    'name: ',
  ],
);

/** A right file after a slip of the fingers: something cut out and something else put there. */
const slip = fc
  .tuple(anySettings(), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 6 }), piece), { minLength: 1, maxLength: 3 }))
  .map(([settings, slips]) => {
    const slipped = slips.reduce((text, [at, cut, put]) => {
      const offset = at % (text.length + 1);
      return text.slice(0, offset) + put + text.slice(offset + cut);
    }, settingsYaml(settings));
    // half an emoji cannot be written to a file
    return Buffer.from(slipped).toString();
  });

test('Whatever slips into a file, each trouble has a place that exists and words in both languages', () => {
  let seen = 0;
  fc.assert(
    fc.property(slip, (text) => {
      for (const { at, rule, facts, path } of troublesIn(text)) {
        seen += 1;
        expect(path).not.toBe('');
        expect(`${rulesEn[rule](facts)}${rulesKo[rule](facts)}`).not.toContain('undefined');
        expect(at?.source).toBe(text.split('\n')[(at?.line ?? 0) - 1]?.replace(/\r$/, ''));
        expect(at?.column).toBeGreaterThanOrEqual(1);
        expect((at?.column ?? 0) - 1 + (at?.length ?? 0)).toBeLessThanOrEqual(
          Math.max(1, (at?.source.length ?? 0) + 1),
        );
        expect(at?.length).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 400 },
  );
  expect(seen).toBeGreaterThan(100);
});

test('Any settings, written and read, keep every rule', () => {
  fc.assert(
    fc.property(anySettings(), (settings) => {
      const yaml = parseYaml(settingsYaml(settings));
      expect('data' in yaml && yaml.faults).toEqual([]);
      expect('data' in yaml && checkContent(yaml.data)).toHaveProperty('content');
    }),
    { numRuns: 400 },
  );
});
