import { describe, expect, test } from 'vitest';
import { checkConfig, readSection, sectionsOf } from '../../src/aws-config/config-text.ts';
import { PROFILE, refusalOf, SESSION } from './helpers.ts';

describe('Refused is', () => {
  test.each([
    ['a byte order mark', '\uFEFF[default]\n', { reason: 'bom', line: 1 }],
    ['what is not UTF-8', Buffer.from([0x23, 0x0a, 0x23, 0xff, 0x0a]), { reason: 'notUtf8', line: 2 }],
    ['what is UTF-16', Buffer.from('[default]\n', 'utf16le').swap16(), { reason: 'nul', line: 1 }],
    ['a NUL', '#\n#\0', { reason: 'nul', line: 2 }],
    ['a carriage return alone', '[default]\nregion = x\routput = json\n', { reason: 'loneCr', line: 2 }],
    ['more than a megabyte', `#${'x'.repeat(1_000_000)}`, { reason: 'tooLarge', line: undefined }],
    [
      'a section twice',
      '[profile a]\n[b]\n[profile a]\n',
      { reason: 'duplicateSection', line: 3, detail: 'profile a' },
    ],
    ['a key twice', '[b]\nregion = 1\nRegion: 2\n', { reason: 'duplicateKey', line: 3, detail: 'region' }],
    ['a line before any section', '# c\n\nregion = x\n[default]\n', { reason: 'notAConfig', line: 3 }],
    ['a line that is no key', '[default]\nregion\n', { reason: 'notAConfig', line: 2 }],
    ['a key without a name', '[default]\n= x\n', { reason: 'notAConfig', line: 2 }],
    ['a nested line that is no key', '[default]\ns3 =\n  a = b\n  c\n', { reason: 'notAConfig', line: 4 }],
    ['one that a section inherits', '[DEFAULT]\ns3 =\n  c\n[default]\n', { reason: 'notAConfig', line: 3 }],
  ])('%s', (_, file, refusal) => {
    expect(refusalOf(() => checkConfig(Buffer.from(file)))).toMatchObject(refusal);
  });
});

test('Anything else is given back as it is', () => {
  const text = '# c\r\n\n[DEFAULT]\na = 1\n[DEFAULT]\n[ odd ]\n  a = b\n[profile "my dev"]\ns3 =\n  a = b\nk = 한국 ';
  expect(checkConfig(Buffer.from(text))).toBe(text);
});

test('So is a nested default that is no key, while no section inherits it', () => {
  for (const text of ['[DEFAULT]\ns3 =\n  c\n', '[DEFAULT]\ns3 =\n  c\n[default]\nS3 = x\n']) {
    expect(checkConfig(Buffer.from(text))).toBe(text);
  }
});

describe('A section is read', () => {
  const text = `[default]
Region = x
[profile "my dev"]
[sso-session my-sso] # c
sso_region: eu-west-1 # home
url = a=b:c
s3 =
  a = b
empty =
[services x]`;

  test('with its keys in lower case, and comments in the value, as the AWS CLI has them', () => {
    const keys = { sso_region: 'eu-west-1 # home', url: 'a=b:c', s3: '', empty: '' };
    expect(Object.fromEntries(readSection(text, SESSION) ?? [])).toEqual(keys);
    expect(readSection(text, { kind: 'profile', name: 'default' })?.get('region')).toBe('x');
  });

  test('as undefined when there is none', () => {
    expect(readSection(text, PROFILE)).toBeUndefined();
  });

  test('in the order of the file', () => {
    expect(sectionsOf(text).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'profile default',
      'profile my dev',
      'sso-session my-sso',
    ]);
  });
});
