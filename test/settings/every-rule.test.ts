import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ruleHintsEn, rulesEn } from '../../src/messages/rules.en.ts';
import { ruleHintsKo, rulesKo } from '../../src/messages/rules.ko.ts';
import { loadSettingsFile } from '../../src/settings/file.ts';
import type { AnswerFlags } from '../../src/settings/flags.ts';
import { mergeSettings } from '../../src/settings/merge.ts';
import { RULE_IDS, type RuleId } from '../../src/settings/rules.ts';
import { saveSettings } from '../../src/settings/save.ts';
import type { Trouble } from '../../src/settings/trouble.ts';
import { load, troublesIn, troublesOf, withFiles } from './helpers.ts';

type Way = () => readonly Trouble[];

const file = (text: string | Uint8Array, beside?: Record<string, string>): Way => {
  return () => troublesIn(text, beside);
};
const flags =
  (given: AnswerFlags, text?: string): Way =>
  () =>
    troublesOf(() => mergeSettings({ flags: given, file: text === undefined ? undefined : load(text) }));
const set = (line: string, beside?: Record<string, string>): Way =>
  file(`permissionSets:\n  - name: A\n    ${line}\n`, beside);
const folder = (action: (path: string) => unknown): Way => {
  return () => withFiles({ 'there.yaml': '{}' }, (path) => troublesOf(() => action(path)));
};
const nothing = {
  region: { name: 'us-east-1', asked: true },
  groups: [],
  users: [],
  permissionSets: [],
  assignments: [],
  confirmed: {},
};

/** For each rule, one way to break it. */
const BREAKING: Readonly<Record<RuleId, Way>> = {
  missing: file('groups:\n  - description: x\n'),
  unknownKey: file('grups: []\n'),
  wrongType: file('groups: Admins\n'),
  unquoted: file('account: 111122223333\n'),
  noValue: file('region:\n'),
  empty: flags({ group: '' }),
  tooLong: flags({ permissionSet: 'a'.repeat(33) }),
  edges: file('groups:\n  - name: " Admins"\n'),
  region: flags({ region: 'Seoul' }),
  regionUnknown: flags({ region: 'ap-northeast-9' }),
  account: flags({ account: '1234' }),
  alias: flags({ alias: 'lemon_login' }),
  aliasCase: flags({ alias: 'LemonLogin' }),
  aliasReserved: flags({ alias: 'd-9067c0ffee' }),
  textCharacters: flags({ group: 'a\u200Db' }),
  userNameCharacters: flags({ userName: 'kim lee' }),
  reservedName: flags({ group: 'Administrator' }),
  email: flags({ email: 'bob' }),
  emailDomain: flags({ email: 'kim@acme' }),
  permissionSetName: flags({ permissionSet: 'Full Access' }),
  latin1: set('description: 관리자'),
  duration: flags({ sessionDuration: 'four hours' }),
  durationTooShort: flags({ sessionDuration: '30m' }),
  durationTooLong: flags({ sessionDuration: '99h' }),
  relayStateCharacters: flags({ relayState: 'https://example.com/한글' }),
  relayStateHttps: flags({ relayState: 'http://example.com/' }),
  managedPolicy: flags({ policy: ['Full Access'] }),
  customerPolicyArn: flags({ policy: ['arn:aws:iam::111122223333:policy/team/Mine'] }),
  policyName: set('customerManagedPolicies: [{ name: a b }]'),
  policyPath: set('customerManagedPolicies: [{ name: a, path: team }]'),
  policyStatement: set('inlinePolicy: { Version: x }'),
  policyTooBig: set(`inlinePolicy: { Statement: [], Id: "${' '.repeat(33_000)}" }`),
  policyTooManyCharacters: set(`inlinePolicy: { Statement: [], Id: "${'a'.repeat(10_300)}" }`),
  policyCharacters: set('inlinePolicy: { Statement: [{ Sid: 한글 }] }'),
  policyNumber: set('inlinePolicy: { Statement: [{ Sid: .nan }] }'),
  policyJson: set('inlinePolicy: ./p.json', { 'p.json': '{]' }),
  policyNotObject: set('inlinePolicy: ./p.json', { 'p.json': '[]' }),
  tagCharacters: set('tags: { team: "a&b" }'),
  tagReserved: set('tags: { "aws:x": y }'),
  tooManyTags: set(`tags: {${Array.from({ length: 51 }, (_, index) => `t${index}: x`).join(', ')}}`),
  accountSelector: flags({ accounts: 'a\u0007b' }),
  unitPath: flags({ accounts: 'ou:/Prod/' }),
  oneAccount: file('permissionSets: [{ name: A }]\ncli: { profiles: [{ name: a, account: all, permissionSet: A }] }\n'),
  date: file('confirmed: { mfa: 2026-02-30 }\n'),
  cliName: flags({ cliProfile: 'my profile' }),
  duplicate: file('groups: [{ name: A }, { name: A }]\n'),
  unknownReference: file('groups: [{ name: A }]\nassignments: [{ group: B, permissionSets: [], accounts: [all] }]\n'),
  exactlyOne: set('permissionsBoundary: {}'),
  tooManyPolicies: set(`managedPolicies: [${Array.from({ length: 26 }, (_, index) => `P${index}`).join(', ')}]`),
  fileMissing: folder((path) => loadSettingsFile(join(path, 'none.yaml'))),
  fileIsFolder: folder((path) => loadSettingsFile(path)),
  fileUnreadable: folder((path) => loadSettingsFile(join(path, 'n'.repeat(300)))),
  fileTooBig: file(`# ${'x'.repeat(1_000_000)}\n`),
  fileNotUtf8: file(Uint8Array.from([0x61, 0x3a, 0x20, 0xff])),
  fileHasNul: file('region: us\0east\n'),
  fileExists: folder((path) => saveSettings(join(path, 'there.yaml'), nothing)),
  fileUnwritable: folder((path) => {
    mkdirSync(join(path, 'folder.yaml'));
    saveSettings(join(path, 'folder.yaml'), nothing, { overwrite: true });
  }),
  yamlSyntax: file('groups: [\n'),
  yamlTab: file('portal:\n\talias: x\n'),
  yamlDuplicateKey: file('region: us-east-1\nregion: us-east-2\n'),
  yamlManyDocuments: file('region: us-east-1\n---\nregion: us-east-2\n'),
  yamlUnsupported: file('region: &here us-east-1\n'),
  yamlTooDeep: file(`groups: ${'['.repeat(200)}`),
  whichOne: flags({ group: 'C' }, 'groups: [{ name: A }, { name: B }]\n'),
  noneInFile: flags({ permissionSet: 'C' }, 'groups: [{ name: A }]\n'),
  flagsConflict: flags({ cliProfile: 'a', noCliProfile: true }),
  profileNeedsAssignment: flags({ cliProfile: 'a' }, 'groups: [{ name: A }]\n'),
};

describe.each(RULE_IDS)('The rule %s', (rule) => {
  const trouble = BREAKING[rule]().find((one) => one.rule === rule);

  test('can be broken', () => {
    expect(trouble).toBeDefined();
    expect(trouble?.path).not.toBe('');
  });

  test.each([
    ['English', rulesEn, ruleHintsEn],
    ['Korean', rulesKo, ruleHintsKo],
  ] as const)('is told in %s, in one line without a full stop', (_language, texts, hints) => {
    const all: Partial<Record<RuleId, (facts: Trouble['facts']) => string>> = hints;
    const facts = trouble?.facts ?? {};
    const said = [texts[rule](facts), all[rule]?.(facts) ?? 'no hint'];
    for (const text of said) expect(text).toMatch(/^\S.*[^\s.]$/);
    for (const text of said) expect(text).not.toContain('undefined');
  });

  test('puts no Korean particle after a value', () => {
    const marked = new Proxy({}, { get: (_target, name) => (name === 'count' ? '2' : '\u00AB\u00BB') });
    expect(rulesKo[rule](marked)).not.toMatch(/\u00BB(을|를|이|가|은|는|와|과|으로|로|라는)/);
  });
});

test('Korean has a hint for every rule that has one in English', () => {
  expect(Object.keys(ruleHintsKo).sort()).toEqual(Object.keys(ruleHintsEn).sort());
});
