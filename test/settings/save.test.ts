import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadSettingsFile } from '../../src/settings/file.ts';
import { mergeSettings } from '../../src/settings/merge.ts';
import { saveSettings, settingsYaml } from '../../src/settings/save.ts';
import type { Settings } from '../../src/settings/settings.ts';
import { anySettings } from '../helpers/settings.ts';
import { troublesOf } from './helpers.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'save-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const small: Settings = {
  account: '012345678901',
  region: { name: 'ap-northeast-2', asked: true },
  alias: 'lemonlogin',
  groups: [{ name: '관리자' }],
  users: [{ userName: 'kim', email: 'kim@example.com', givenName: '민수', familyName: '김', groups: ['관리자'] }],
  permissionSets: [
    { name: 'A', sessionDuration: 'PT4H', managedPolicies: ['AdministratorAccess'], tags: { year: '2026' } },
    { name: 'B', sessionDuration: 'PT1H30M' },
  ],
  assignments: [
    { principal: { group: '관리자' }, permissionSets: ['A', 'B'], accounts: ['management', '111122223333'] },
  ],
  cli: { profiles: [{ name: 'admin', account: 'management', permissionSet: 'A' }] },
  confirmed: { mfa: '2026-11-23' },
};

function loaded(path: string): Settings {
  const merged = mergeSettings({ file: loadSettingsFile(path) });
  if ('missing' in merged) throw new Error('the saved file leaves something to ask');
  return merged.settings;
}

describe('A saved settings file', () => {
  test('is what a person would have written', () => {
    expect(settingsYaml(small).split('\n').slice(2).join('\n')).toBe(`
account: "012345678901"
region: ap-northeast-2
portal:
  alias: lemonlogin
groups:
  - name: 관리자
users:
  - userName: kim
    email: kim@example.com
    givenName: 민수
    familyName: 김
    groups:
      - 관리자
permissionSets:
  - name: A
    sessionDuration: 4h
    managedPolicies:
      - AdministratorAccess
    tags:
      year: "2026"
  - name: B
    sessionDuration: 90m
assignments:
  - group: 관리자
    permissionSets:
      - A
      - B
    accounts:
      - management
      - "111122223333"
cli:
  profiles:
    - name: admin
      account: management
      permissionSet: A
confirmed:
  mfa: 2026-11-23
`);
  });

  test('starts with a comment', () => {
    expect(settingsYaml(small)).toMatch(/^# .+\n# .+\n\naccount:/);
  });

  test('gives the same settings when it is loaded again, whatever they are', () => {
    let number = 0;
    fc.assert(
      fc.property(anySettings({ account: '012345678901' }), (settings) => {
        const path = join(folder, `any-${number++}.yaml`);
        saveSettings(path, settings);
        expect(loaded(path)).toEqual(settings);
      }),
      { numRuns: 500 },
    );
  });

  test('with nothing in it stays empty: the defaults do not come back', () => {
    const nothing = { ...small, groups: [], users: [], permissionSets: [], assignments: [], cli: { profiles: [] } };
    const path = join(folder, 'nothing.yaml');
    saveSettings(path, nothing);
    expect(loaded(path)).toEqual(nothing);
  });

  test('has no anchors where the same object is used twice', () => {
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
    const twice = [
      { name: 'A', inlinePolicy: policy },
      { name: 'B', inlinePolicy: policy },
    ];
    expect(settingsYaml({ ...small, permissionSets: twice })).not.toMatch(/[&*]a1/);
  });
});

describe('Saving', () => {
  test('leaves a file alone that is there', () => {
    const path = join(folder, 'there.yaml');
    writeFileSync(path, 'mine');
    expect(troublesOf(() => saveSettings(path, small))).toMatchObject([{ rule: 'fileExists', path: 'there.yaml' }]);
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });

  test('replaces it when told so, keeps its mode, and leaves nothing beside it', () => {
    const path = join(folder, 'replaced.yaml');
    writeFileSync(path, 'mine', { mode: 0o600 });
    saveSettings(path, small, { overwrite: true });
    expect(loaded(path)).toEqual(small);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('writes through a link instead of replacing the link', () => {
    const real = join(folder, 'real.yaml');
    const link = join(folder, 'link.yaml');
    writeFileSync(real, 'mine');
    symlinkSync(real, link);
    saveSettings(link, small, { overwrite: true });
    expect(loaded(real)).toEqual(small);
  });

  test('says why it cannot write', () => {
    const path = join(folder, 'no-such-folder', 'a.yaml');
    expect(troublesOf(() => saveSettings(path, small))).toMatchObject([
      { rule: 'fileUnwritable', facts: { code: 'ENOENT', file: path } },
    ]);
  });
});
