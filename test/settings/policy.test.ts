import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../src/settings/json.ts';
import { checkPolicyDocument, isSamePolicy } from '../../src/settings/policy.ts';
import { load, seen, troublesIn } from './helpers.ts';

const FROM_FILE = 'permissionSets:\n  - name: A\n    inlinePolicy: ./p.json\n';

describe('An inline policy', () => {
  test('is read from the JSON file beside the settings', () => {
    const { settings } = load(FROM_FILE, { 'p.json': '\uFEFF{"Statement": [{"Effect": "Deny"}]}' });
    expect(settings.permissionSets?.[0]?.inlinePolicy).toEqual({ Statement: [{ Effect: 'Deny' }] });
  });

  test('can stand in the settings themselves', () => {
    const { settings } = load('permissionSets:\n  - name: A\n    inlinePolicy:\n      Statement: { Effect: Deny }\n');
    expect(settings.permissionSets?.[0]?.inlinePolicy).toEqual({ Statement: { Effect: 'Deny' } });
  });

  test.each([
    ['{\n  "Statement": [\n    {"Effect": "Allow",}\n  ]\n}', 3, 24],
    ['{"Statement": [}', 1, 16],
    ["{'Statement': []}", 1, 2],
    ['{"Statement": []} x', 1, 19],
    ['{"Statement": [01]}', 1, 17],
    ['{"a": // no\n 1}', 1, 7],
    ['{"a": "b\nc"}', 1, 7],
    ['{"Statement": [', 1, 16],
    ['', 1, 1],
    ['[1,]', 1, 4],
    ['{"a" 1}', 1, 6],
  ])('that is not JSON (%j) says line %i and column %i of its own file', (text, line, column) => {
    const [trouble] = troublesIn(FROM_FILE, { 'p.json': text });
    expect(trouble).toMatchObject({ rule: 'policyJson', path: 'permissionSets[0].inlinePolicy', at: { line, column } });
    expect(trouble?.at?.file).toMatch(/p\.json$/);
  });

  test('that is missing, a folder, or no text says so at its name', () => {
    expect(seen(troublesIn(FROM_FILE))).toEqual(['3:19 permissionSets[0].inlinePolicy fileMissing "./p.json"']);
    expect(seen(troublesIn(FROM_FILE.replace('./p.json', '.')))).toEqual([
      '3:19 permissionSets[0].inlinePolicy fileIsFolder "."',
    ]);
    expect(troublesIn(FROM_FILE.replace('./p.json', '""'))).toMatchObject([{ rule: 'empty' }]);
  });

  test.each([
    ['42', 'wrongType'],
    ['[]', 'wrongType'],
    ['true', 'wrongType'],
    ['', 'noValue'],
  ])('that is %j in the settings is refused as %s', (value, rule) => {
    expect(troublesIn(FROM_FILE.replace('./p.json', value))).toMatchObject([
      { rule, path: 'permissionSets[0].inlinePolicy', at: { line: 3 } },
    ]);
  });

  test('that is a list is no policy', () => {
    expect(troublesIn(FROM_FILE, { 'p.json': '[]' })).toMatchObject([{ rule: 'policyNotObject', at: { line: 1 } }]);
  });

  test('without Statement guesses what was meant', () => {
    expect(checkPolicyDocument({ statement: [] })).toMatchObject({ rule: 'policyStatement', suggestion: 'Statement' });
    expect(checkPolicyDocument({})).toEqual({ rule: 'policyStatement', facts: {} });
    expect(checkPolicyDocument({ Statement: 'Allow' })).toMatchObject({ rule: 'policyStatement' });
  });

  test('has at most 32,768 bytes and 10,240 characters without spaces', () => {
    const sized = (characters: number, filler: string) => ({ Statement: [], Id: filler.repeat(characters) });
    const frame = JSON.stringify(sized(0, '')).length;
    expect(checkPolicyDocument(sized(10_240 - frame, 'a'))).toBeUndefined();
    expect(checkPolicyDocument(sized(10_241 - frame, 'a'))).toMatchObject({ rule: 'policyTooManyCharacters' });
    expect(checkPolicyDocument(sized(32_768 - frame, ' '))).toBeUndefined();
    expect(checkPolicyDocument(sized(32_769 - frame, ' '))).toMatchObject({ rule: 'policyTooBig' });
  });

  test('is Latin-1', () => {
    expect(checkPolicyDocument({ Statement: [], Id: 'ÿ' })).toBeUndefined();
    expect(checkPolicyDocument({ Statement: [], Id: '한' })).toMatchObject({
      rule: 'policyCharacters',
      facts: { character: '한' },
    });
  });
});

describe('Our JSON reader', () => {
  test('takes what JSON.parse takes, and refuses what it refuses', () => {
    const almostJson = fc.string({ unit: fc.constantFrom(...'{}[]":,\\ 0123.-+eEtruefalsn\n\t한') });
    const anyText = fc.oneof(
      fc.json(),
      almostJson,
      fc.json().map((text) => text.slice(0, -1)),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        let parsed: unknown = Symbol.for('refused');
        try {
          parsed = JSON.parse(text);
        } catch {
          // refused
        }
        const ours = parseJson(text);
        expect('value' in ours ? ours.value : Symbol.for('refused')).toEqual(parsed);
        if ('wrongAt' in ours) expect(ours.wrongAt).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('refuses what is nested too deeply', () => {
    expect(parseJson('['.repeat(100_000))).toHaveProperty('wrongAt');
  });
});

test('An AWS managed policy is the same by name and by ARN', () => {
  const arn = 'arn:aws:iam::aws:policy/job-function/Billing';
  expect(isSamePolicy('Billing', arn)).toBe(true);
  expect(isSamePolicy(arn, 'Billing')).toBe(true);
  expect(isSamePolicy(arn, 'arn:aws:iam::aws:policy/Billing')).toBe(false);
  expect(isSamePolicy('Billing', 'billing')).toBe(false);
});
