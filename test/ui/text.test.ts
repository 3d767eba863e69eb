import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pad, safe, safeJson, safely, shownPath, width, wrap } from '../../src/ui/text.ts';

describe('safe', () => {
  it.each([
    ['\u001b[31mred', '\\u{1b}[31mred'],
    ['\u001b]8;;https://evil.example\u0007link', '\\u{1b}]8;;https://evil.example\\u{7}link'],
    ['one\r\ntwo', 'one\\u{d}\\u{a}two'],
    ['tab\there', 'tab\\u{9}here'],
    ['\u007f\u009b', '\\u{7f}\\u{9b}'],
    ['a\u202eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
    ['zero\u200bwidth\ufeff', 'zero\\u{200b}width\\u{feff}'],
    ['\ud800', '\\u{d800}'],
    ['\u{e0041}', '\\u{e0041}'],
    ['\u3164', '\\u{3164}'],
  ])('shows %j as %j', (hostile, shown) => {
    expect(safe(hostile)).toBe(shown);
  });

  it.each(['kim@acme.kr', '김민수', '가', '👍', 'São Paulo', '日本', ' a  b '])('leaves %s alone', (text) => {
    expect(safe(text)).toBe(text);
  });

  it('leaves nothing that a terminal obeys, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safe(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(safe(safe(text))).toBe(safe(text));
      }),
    );
  });

  it('reaches every string of a value', () => {
    expect(safely({ a: ['\u0007', { b: '\u001b' }], n: 1, u: undefined })).toEqual({
      a: ['\\u{7}', { b: '\\u{1b}' }],
      n: 1,
      u: undefined,
    });
  });
});

describe('safeJson', () => {
  it('escapes what a terminal obeys, and every parser turns it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = safeJson(JSON.stringify({ text }));
        expect(json).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});

describe('width', () => {
  it.each([
    ['abc', 3],
    ['한글', 4],
    ['한글'.normalize('NFD'), 4],
    ['日本語', 6],
    ['ＡＢ', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['👍', 2],
    ['🇰🇷', 2],
    ['❤️', 2],
    ['✔ → │ ❯ …', 9],
    ['', 0],
  ])('of %s is %i', (text, columns) => {
    expect(width(text)).toBe(columns);
  });

  it('is what padding reaches', () => {
    expect(width(pad('세션', 10))).toBe(10);
    expect(pad('too long', 3)).toBe('too long');
  });
});

describe('wrap', () => {
  it('breaks at spaces and indents what follows', () => {
    expect(wrap('one two three', 8, 2)).toEqual(['one two', '  three']);
  });

  it('counts Hangul two columns', () => {
    expect(wrap('가나다 라마바', 8)).toEqual(['가나다', '라마바']);
  });

  it('breaks a word that is too long', () => {
    expect(wrap('a abcdefghijkl', 10)).toEqual(['a', 'abcdefghij', 'kl']);
  });

  it('never breaks an address', () => {
    const address = 'https://ap-northeast-2.console.aws.amazon.com/singlesignon';
    expect(wrap(`Open ${address} now`, 20)).toEqual(['Open', address, 'now']);
  });

  it('keeps every line within the columns and loses nothing, whatever comes', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '한', '👍', '.') });
    fc.assert(
      fc.property(texts, fc.integer({ min: 12, max: 80 }), (text, columns) => {
        const lines = wrap(text, columns);
        expect(Math.max(...lines.map(width))).toBeLessThanOrEqual(columns);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
      }),
    );
  });
});

it("a path in a person's home is short, and escaped like everything else", () => {
  expect(shownPath('/home/kim/a/b.yaml', '/home/kim')).toBe('~/a/b.yaml');
  expect(shownPath('/home/kimchi/b.yaml', '/home/kim')).toBe('/home/kimchi/b.yaml');
  expect(shownPath('/x/\u001b[31m', '/home/kim')).toBe('/x/\\u{1b}[31m');
});
