import { describe, expect, test } from 'vitest';
import { editConfig } from '../../src/aws-config/config-text.ts';
import { ofProfile, ofSession, refusalOf } from './helpers.ts';

const region = ofProfile({ region: 'eu-west-1' });
const noRegion = ofProfile({ region: undefined });

describe('A section that is not there', () => {
  test('is all there is of a new file', () => {
    expect(editConfig('', [ofSession({ sso_region: 'r' }), region])).toBe(
      '[sso-session my-sso]\nsso_region = r\n\n[profile admin]\nregion = eu-west-1\n',
    );
  });

  test.each([
    ['a file', '# c\n', '# c\n\n[profile admin]\nregion = eu-west-1\n'],
    ['a file that ends its lines as Windows does', '# c\r\n', '# c\r\n\r\n[profile admin]\r\nregion = eu-west-1\r\n'],
    ['a file without a line break at its end', '# c', '# c\n\n[profile admin]\nregion = eu-west-1'],
    ['a file with an empty line at its end', '# c\n \n', '# c\n \n[profile admin]\nregion = eu-west-1\n'],
  ])('goes to the end of %s', (_, text, after) => {
    expect(editConfig(text, [region])).toBe(after);
  });

  test('is not made for keys that should not be there', () => {
    expect(editConfig('# c', [noRegion])).toBe('# c');
  });

  test('has no word before its name when it is the default profile', () => {
    const section = { kind: 'profile', name: 'default' } as const;
    expect(editConfig('', [{ section, keys: { region: 'r' } }])).toBe('[default]\nregion = r\n');
  });
});

describe('A key that is not there', () => {
  test.each([
    ['[profile admin]\n', '[profile admin]\nregion = eu-west-1\n'],
    [
      '[profile admin]\r\na = b\r\n\r\n# next\r\n[x]',
      '[profile admin]\r\na = b\r\nregion = eu-west-1\r\n\r\n# next\r\n[x]',
    ],
    [
      '[profile admin]\ns3 =\n  a = b\n\n  c = d\n\n',
      '[profile admin]\ns3 =\n  a = b\n\n  c = d\nregion = eu-west-1\n\n',
    ],
    ['[profile admin]\na=b', '[profile admin]\na=b\nregion = eu-west-1'],
  ])('goes after the last one of its section: %j', (text, after) => {
    expect(editConfig(text, [region])).toBe(after);
    expect(editConfig(after, [noRegion])).toBe(text);
  });
});

describe('A value', () => {
  test.each([
    ['keeps the spaces around it', 'region\t=  old \t', 'region\t=  eu-west-1 \t'],
    ['may be missing', 'region =', 'region = eu-west-1'],
    ['keeps its indent', '  region = old', '  region = eu-west-1'],
    [
      'is alone on its line, because the AWS CLI reads a comment too',
      'region = old  # why',
      '# why\nregion = eu-west-1',
    ],
    ['is right for one reader only when a comment follows', 'region=eu-west-1 ;c', ';c\nregion=eu-west-1'],
    ['has a key in lower case, as the SDK needs it', 'REGION = eu-west-1', 'region = eu-west-1'],
    ['stands after an equals sign, as the SDK needs it', 'region: eu-west-1', 'region= eu-west-1'],
    ['that is the same stays', '\tregion=eu-west-1  ', '\tregion=eu-west-1  '],
  ])('%s', (_, line, after) => {
    const around = (text: string) => `[profile admin] # me\n# a\n${text}\nother = 1\n\n[profile b]\nregion = x`;
    expect(editConfig(around(line), [region])).toBe(around(after));
  });

  test('takes a percent sign and other languages', () => {
    expect(editConfig('', [ofProfile({ a: '100%(x)s 한국' })])).toContain('a = 100%(x)s 한국\n');
  });

  test('is found under quotes that both readers know', () => {
    expect(editConfig('[profile "admin"]\nregion = x\n', [region])).toBe('[profile "admin"]\nregion = eu-west-1\n');
  });

  test('is found in [profile default], which both readers take for the default profile', () => {
    const edit = { section: { kind: 'profile', name: 'default' }, keys: { region: 'r' } } as const;
    expect(editConfig('[profile default]\nregion = x\n', [edit])).toBe('[profile default]\nregion = r\n');
  });
});

describe('A key that should not be there', () => {
  test('goes with its line, and with those that belong to it', () => {
    const text = '[profile admin]\na = 1\ns3 =\n  b = 2\n\n  c = 3\n\nd = 4\n';
    expect(editConfig(text, [ofProfile({ s3: undefined, d: undefined })])).toBe('[profile admin]\na = 1\n\n');
  });

  test('takes the line break before it from a file that has none at its end', () => {
    expect(editConfig('[profile admin]\na = 1\nregion = x', [noRegion])).toBe('[profile admin]\na = 1');
  });
});

describe('Refused is', () => {
  test.each([
    ['a header with two spaces, which only the AWS CLI knows', '#\n[profile  admin]\n', 'oddHeader', 2],
    ['a header with spaces inside, which no reader knows', '[ profile admin ]\n', 'oddHeader', 1],
    ['a header with a dot, which only the SDK knows', '[profile.admin]\na = 1\n', 'oddHeader', 1],
    ['a header that the AWS CLI takes for a profile by accident', '[profiles admin]\n', 'oddHeader', 1],
    ['a header with brackets in its comment', '[profile admin] # [x]\n', 'oddHeader', 1],
    ['a header that is a part of a value to the AWS CLI', '[x]\na = b\n [profile admin]\n', 'oddHeader', 3],
    ['a name for which the SDK refuses the whole file', '[x]\n[profile __proto__]\n', 'oddHeader', 2],
    ['the same section in two spellings', '[profile admin]\n[profile "admin"]\n', 'duplicateSection', 2],
    ['a value that goes on in the next line', '[profile admin]\nregion = a\n  output = b\n', 'oddKey', 2],
    ['a key that the SDK takes for nested', '[profile admin]\n  s3 =\n  region = a\n', 'oddKey', 3],
    ['a key that only the SDK sees, after ours', '[profile admin]\nregion = a\nb = c\n  region = d\n', 'oddKey', 4],
  ])('%s', (_, text, reason, line) => {
    expect(refusalOf(() => editConfig(text, [region]))).toMatchObject({ reason, line });
  });

  test('a key to remove that all sections have from [DEFAULT]', () => {
    const text = '[DEFAULT]\nregion = x\n[profile admin]\na = b\n';
    expect(refusalOf(() => editConfig(text, [noRegion]))).toMatchObject({
      reason: 'oddKey',
      detail: 'region',
      line: 2,
    });
  });

  test('a new key that would make the next header a part of its value', () => {
    const text = '[profile admin]\n  a = b\n  [profile c]\n  d = e\n';
    expect(refusalOf(() => editConfig(text, [region])).reason).toMatch(/odd/);
  });

  test.each([
    '',
    ' x',
    'x ',
    'a\nb',
    'a\rb',
    'a\0b',
    '\u001b[0m',
    'a\u2028b',
    '\uFEFFa',
    '\uD800',
    '# x',
    'a #b',
    'a\t;b',
  ])('the value %j', (value) => {
    expect(() => editConfig('', [ofProfile({ region: value })])).toThrow(TypeError);
  });

  test.each(['', 'a b', 'x]\n[default', '한국', '"a"', '__proto__', 'a'.repeat(65)])('the name %j', (name) => {
    expect(() => editConfig('', [{ section: { kind: 'profile', name }, keys: {} }])).toThrow(TypeError);
  });

  test.each(['', 'Region', 'a b', 'a=b', '#a', '[a', '_a', 'a\n'])('the key %j', (key) => {
    expect(() => editConfig('', [ofProfile({ [key]: 'x' })])).toThrow(TypeError);
  });
});
