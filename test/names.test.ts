import { expect, test } from 'vitest';
import { alike, asWritten, sameName } from '../src/names.ts';

const composed = '\u00e9quipe \uac1c\ubc1c';

test('a name is the same however its letters are composed; a user name and the like in any letter case, too', () => {
  expect(asWritten(composed.normalize('NFD'))).toBe(composed);
  expect(asWritten('Admins')).toBe('Admins');
  expect(sameName(composed.toUpperCase().normalize('NFD'))).toBe(composed);
});

test.each([
  ['in another width', 'Ａdmins', 'Admins'],
  ['in what cannot be seen', 'Ad\u200bm ins', 'Admins'],
  ['in letter case', 'ADMINS', 'Admins'],
  ['in what becomes two letters in capitals', 'Straße', 'STRASSE'],
  ['in an accent', 'Équipe', 'Equipe'],
])('two names that differ %s look alike', (_in, one, other) => {
  expect(alike(one)).toBe(alike(other));
});

test('two names that differ in a letter do not', () => {
  expect(alike('Admins')).not.toBe(alike('Admin'));
});
