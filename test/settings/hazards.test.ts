import { describe, expect, test } from 'vitest';
import { load, seen, troublesIn } from './helpers.ts';

const rulesOf = (text: string | Uint8Array) => troublesIn(text).map(({ rule }) => rule);

describe('A settings file may', () => {
  test.each([
    ['be empty', ''],
    ['be {}', '{}'],
    ['hold only comments', '# nothing yet\n'],
    ['begin with a byte order mark', '\uFEFFregion: us-east-1\n'],
    ['have Windows line ends', 'region: us-east-1\r\ngroups:\r\n  - name: A\r\n'],
    ['begin with --- and end with ...', '---\nregion: us-east-1\n...\n'],
    ['have unicode names', 'groups:\n  - name: 관리자 🚀\n'],
    ['say that it is YAML 1.2', '%YAML 1.2\n---\nregion: us-east-1\n'],
  ])('%s', (_what, text) => {
    expect(troublesIn(text)).toEqual([]);
  });

  test('use words that YAML 1.1 took for something else', () => {
    const { settings } = load('groups: [{ name: yes }, { name: NO }, { name: on }]\nconfirmed: { mfa: 2026-11-23 }\n');
    expect(settings.groups?.map(({ name }) => name)).toEqual(['yes', 'NO', 'on']);
    expect(settings.confirmed.mfa).toBe('2026-11-23');
  });
});

describe('A settings file that is no plain YAML', () => {
  test('an alias bomb is refused and never expanded', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefghij'.split('').map((name, index) => {
        const before = 'abcdefghij'[index];
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`;
      }),
    ].join('\n');
    expect(new Set(rulesOf(bomb))).toEqual(new Set(['yamlUnsupported', 'unknownKey']));
  });

  test('an alias says where it is, and nothing about the value it hides', () => {
    expect(seen(troublesIn('groups: [{ name: &a Admins }]\nusers:\n  - *a\n'))).toEqual([
      '1:21 sso-setup.yaml yamlUnsupported "Admins"',
      '3:5 sso-setup.yaml yamlUnsupported "*a"',
    ]);
  });

  test('an alias to nothing, or to itself, is refused', () => {
    expect(rulesOf('region: *nowhere\n')).toContain('yamlUnsupported');
    expect(rulesOf('groups: &g [*g]\n')).toContain('yamlUnsupported');
  });

  test('a merge key is refused', () => {
    expect(seen(troublesIn('portal: { <<: { alias: x } }\n'))).toEqual(['1:11 sso-setup.yaml yamlUnsupported "<<"']);
  });

  test.each(['!!js/function "() => 1"', '!secret x', '!!binary aGk=', '!!str us-east-1', '! us-east-1'])(
    'the tag of %s is refused',
    (value) => {
      expect(rulesOf(`region: ${value}\n`)).toEqual(['yamlUnsupported']);
    },
  );

  test.each(['__proto__: { polluted: yes }\n', 'portal: { __proto__: { alias: x } }\n', '{ "__proto__": [] }\n'])(
    '%s is refused and changes no object',
    (text) => {
      expect(rulesOf(text)).toEqual(['yamlUnsupported']);
      expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    },
  );

  test.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf'])('the key %s is just unknown', (key) => {
    expect(rulesOf(`${key}: x\nportal: { ${key}: x }\n`)).toEqual(['unknownKey', 'unknownKey']);
  });

  test('a tab says its line', () => {
    expect(seen(troublesIn('portal:\n\talias: x\n'))).toEqual(['2:1 sso-setup.yaml yamlTab "\t"']);
  });

  test('keys twice are all shown, at their second place', () => {
    expect(seen(troublesIn('region: us-east-1\ngroups: [{ name: A, name: B }]\nregion: us-east-2\n'))).toEqual([
      '2:21 sso-setup.yaml yamlDuplicateKey "name"',
      '3:1 sso-setup.yaml yamlDuplicateKey "region"',
    ]);
  });

  test('a second document is refused at its beginning', () => {
    expect(seen(troublesIn('region: us-east-1\n---\nregion: us-east-2\n'))).toEqual([
      '2:1 sso-setup.yaml yamlManyDocuments "---"',
    ]);
  });

  test('YAML 1.1 is refused', () => {
    expect(rulesOf('%YAML 1.1\n---\nregion: us-east-1\n')).toEqual(['yamlUnsupported']);
  });

  test.each(['? [a, b]\n: x\n', '? { a: b }\n: x\n'])('the key in %j is refused', (text) => {
    expect(rulesOf(text)).toContain('yamlUnsupported');
  });

  test('several syntax errors are shown at once', () => {
    const troubles = troublesIn('region: ]\nportal: }\ngroups: [\n');
    expect(troubles.length).toBeGreaterThan(1);
    expect(new Set(troubles.map(({ rule }) => rule))).toEqual(new Set(['yamlSyntax']));
  });

  test.each(['[', '{a: ', '- ', '? '])('%j ten thousand times ends soon and says that it is too deep', (piece) => {
    expect(rulesOf(piece.repeat(10_000))).toEqual(['yamlTooDeep']);
  });

  test('garbage ends soon', () => {
    expect(rulesOf(':\n]}{[&*!|>\'"%@`'.repeat(20_000)).length).toBeGreaterThan(0);
  });

  test('very many unknown keys end soon, and all of them are shown', () => {
    const text = Array.from({ length: 5000 }, (_, index) => `key${index}: x`).join('\n');
    expect(rulesOf(text).length).toBe(5000);
  });
});

describe('A file that is no text', () => {
  test('says the line and column of the byte that is not UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from('region: us-east-1\ngroups: '),
      Buffer.from([0xb0, 0xfc]),
      Buffer.from('\n'),
    ]);
    expect(troublesIn(bytes)).toMatchObject([{ rule: 'fileNotUtf8', at: { line: 2, column: 9 } }]);
  });

  test('is refused as UTF-16', () => {
    expect(rulesOf(Buffer.from('\uFEFFregion: us-east-1\n', 'utf16le'))).toEqual(['fileNotUtf8']);
  });

  test('says where the NUL is', () => {
    expect(troublesIn('region: a\0b\n')).toMatchObject([{ rule: 'fileHasNul', at: { line: 1, column: 10 } }]);
  });

  test('is refused when it is bigger than a megabyte', () => {
    expect(rulesOf(`# ${'x'.repeat(1_000_000)}`)).toEqual(['fileTooBig']);
  });
});

describe('The top of the file', () => {
  test.each(['- a\n', 'just text\n', '42\n', '[]\n'])('has to be a mapping, not %j', (text) => {
    expect(troublesIn(text)).toMatchObject([{ rule: 'wrongType', path: 'sso-setup.yaml', at: { line: 1, column: 1 } }]);
  });
});
