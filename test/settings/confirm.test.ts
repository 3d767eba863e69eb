import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { confirmInFile } from '../../src/settings/confirm.ts';
import { loadSettingsFile } from '../../src/settings/file.ts';
import { BadSettings } from '../../src/settings/trouble.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sso-setup-confirm-'));
  file = join(folder, 'sso-setup.yaml');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The file after somebody confirmed MFA. */
function confirmed(text: string): string {
  writeFileSync(file, text);
  confirmInFile(file, { mfa: '2026-11-25' });
  expect(loadSettingsFile(file).settings.confirmed.mfa).toBe('2026-11-25');
  return readFileSync(file, 'utf8');
}

describe('what a person confirmed is noted, and every other byte stays', () => {
  it.each([
    ['no section', 'region: us-east-1  # home\n', 'region: us-east-1  # home\nconfirmed:\n  mfa: 2026-11-25\n'],
    ['no last line end', 'region: us-east-1', 'region: us-east-1\nconfirmed:\n  mfa: 2026-11-25\n'],
    [
      'line ends of Windows',
      'region: us-east-1\r\ngroups: [{ name: A }]\r\n',
      'region: us-east-1\r\ngroups: [{ name: A }]\r\nconfirmed:\r\n  mfa: 2026-11-25\r\n',
    ],
    [
      'a section with another entry',
      'confirmed:\n    alias: 2026-11-01 # by Kim\nregion: us-east-1\n',
      'confirmed:\n    mfa: 2026-11-25\n    alias: 2026-11-01 # by Kim\nregion: us-east-1\n',
    ],
    [
      'the same entry of an earlier day',
      'confirmed:\n  mfa: "2025-01-01"   # last year\nregion: us-east-1\n',
      'confirmed:\n  mfa: 2026-11-25   # last year\nregion: us-east-1\n',
    ],
    [
      'a section on one line',
      'confirmed: { alias: 2026-11-01 }\n',
      'confirmed: { mfa: 2026-11-25, alias: 2026-11-01 }\n',
    ],
    ['an empty section on one line', 'confirmed: {}\n', 'confirmed: { mfa: 2026-11-25 }\n'],
  ])('with %s', (_what, before, after) => {
    expect(confirmed(before)).toBe(after);
  });

  it.each([
    ['was deleted meanwhile', () => rmSync(file)],
    ['was broken meanwhile', () => writeFileSync(file, 'region: [us-east-1\n')],
  ])('a file that %s is told, and not made worse', (_what, meanwhile) => {
    writeFileSync(file, 'region: us-east-1\n');
    meanwhile();
    expect(() => confirmInFile(file, { mfa: '2026-11-25' })).toThrow(BadSettings);
  });
});
