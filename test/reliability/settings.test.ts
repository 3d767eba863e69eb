import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { OPTIONS } from '../../src/messages/options.ts';
import { ruleHintsEn, rulesEn } from '../../src/messages/rules.en.ts';
import { rulesKo } from '../../src/messages/rules.ko.ts';
import { schemas } from '../../src/schemas.ts';
import { type Path, pathText } from '../../src/settings/check.ts';
import { loadSettingsFile } from '../../src/settings/file.ts';
import { type AnswerFlags, checkFlags, flagName } from '../../src/settings/flags.ts';
import { settingsYaml } from '../../src/settings/save.ts';
import type { Trouble } from '../../src/settings/trouble.ts';
import { aFolder } from '../helpers/aws-files.ts';
import { aComputer } from '../helpers/program.ts';
import { cases, held, holds } from '../helpers/promises.ts';
import { company } from '../helpers/settings-for.ts';
import { seen, troublesIn, troublesOf } from '../settings/helpers.ts';
import { aWizard } from '../wizard/person.ts';

/** The part of JSON Schema that the settings use. */
interface Node {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly oneOf?: readonly { readonly required: readonly string[] }[];
  readonly minLength?: number;
  readonly maxProperties?: number;
  readonly additionalProperties?: Node | boolean;
  readonly examples?: readonly string[];
}
const schema = schemas.settings as Node;

/** Where one of several keys is to be chosen, the one for this choice. */
function keysOf(node: Node, choice: number): string[] {
  const all = Object.keys(node.properties ?? {});
  const either = node.oneOf?.map(({ required }) => required[0] ?? '') ?? (node.maxProperties === 1 ? all : []);
  return all.filter((key) => !either.includes(key) || key === either[choice % either.length]);
}

/** Everything that settings can say, out of the schema's own examples: two of each thing where there is a choice. */
function exampleOf(node: Node, choice = 0): unknown {
  if (node.items !== undefined) {
    const { items } = node;
    const isThing = items.properties !== undefined && items.required?.[0] !== 'name';
    return (isThing ? [0, 1] : [choice]).map((which) => exampleOf(items, which));
  }
  if (node.properties !== undefined) {
    const { properties } = node;
    return Object.fromEntries(keysOf(node, choice).map((key) => [key, exampleOf(properties[key] ?? {}, choice)]));
  }
  if (typeof node.additionalProperties === 'object') return { team: exampleOf(node.additionalProperties) };
  return node.anyOf === undefined ? node.examples?.[0] : { Statement: [] };
}

type Json = Record<string, unknown>;

/** A right file in which every field of the schema has a value. */
function everything(): Json {
  const all = exampleOf(schema) as { [list: string]: Json[] } & Json;
  const [user, other] = all.users ?? [];
  Object.assign(other ?? {}, { userName: 'lee@example.com', email: 'lee@example.com' });
  const [set] = all.permissionSets ?? [];
  const boundary = { customerManagedPolicy: { name: 'Limit', path: '/team/' } };
  all.permissionSets = [{ ...set }, { ...set, name: 'Other', permissionsBoundary: boundary }];
  expect(user?.userName).toBe('kim@example.com');
  return all;
}

interface Field {
  readonly path: Path;
  readonly node: Node;
  readonly required: boolean;
}

/** Every field of the schema, once, where it stands in the file that has everything. */
function fieldsIn(node: Node, value: unknown, path: Path, required: boolean): Field[] {
  const own = path.length === 0 ? [] : [{ path, node, required }];
  if (Array.isArray(value)) {
    return [...own, ...value.flatMap((item, i) => fieldsIn(node.items ?? {}, item, [...path, i], false))];
  }
  if (typeof value !== 'object' || value === null || node.anyOf !== undefined) return own;
  const inside = Object.entries(value).flatMap(([key, inner]) => {
    const of = node.properties?.[key] ?? (node.additionalProperties as Node);
    const isRequired = node.required?.includes(key) === true || node.oneOf?.some((one) => one.required[0] === key);
    return fieldsIn(of, inner, [...path, key], isRequired === true);
  });
  return [...own, ...inside];
}

const fields = onlyFirst(fieldsIn(schema, everything(), [], false));
const texts = fields.filter(({ node }) => node.type === 'string');
const keys = fields.filter(({ path }) => typeof path.at(-1) === 'string' && !path.includes('tags'));

/** One of each: a second thing of a list is looked at for what the first one does not have. */
function onlyFirst(all: readonly Field[]): Field[] {
  const names = all.map(({ path }) => JSON.stringify(path.map((part) => (typeof part === 'number' ? 0 : part))));
  return all.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}

/** Every path through the schema, with `[]` for a list's items. */
function pathsOf(node: Node, path: string): string[] {
  if (node.items !== undefined) return [path, ...pathsOf(node.items, `${path}[]`)];
  const inside = Object.entries(node.properties ?? {}).flatMap(([key, of]) => pathsOf(of, `${path}.${key}`));
  return [path, ...inside];
}

/** The file with something else at one place. */
function changed(change: (parent: Json, key: string) => void, path: Path, document = everything()): Json {
  const parent = path.slice(0, -1).reduce<unknown>((node, part) => Reflect.get(Object(node), part), document);
  change(parent as Json, path.at(-1) as string);
  return document;
}
const put = (path: Path, value: unknown, document?: Json) =>
  changed((parent, key) => Reflect.set(parent, key, value), path, document);
const yaml = (document: unknown) => stringify(document, { lineWidth: 0, aliasDuplicateObjects: false });

/** With the same key, at the same position, spelt otherwise. */
function respelt(path: Path, key: string): Json {
  const last = path.at(-1);
  const rename = (node: unknown, [part, ...rest]: Path): unknown => {
    if (Array.isArray(node)) return node.map((item, i) => (i === part ? rename(item, rest) : item));
    const pairs = Object.entries(node as Json).map(([name, value]) => {
      if (name !== part) return [name, value];
      return rest.length === 0 && name === last ? [key, value] : [name, rename(value, rest)];
    });
    return Object.fromEntries(pairs);
  };
  return rename(everything(), path) as Json;
}

/** Told with its place, in words of both languages, and with what would be right or the rule in words. */
function isWellTold({ rule, facts, path, at, suggestion, example }: Trouble): boolean {
  const words = [rulesEn[rule](facts), rulesKo[rule](facts)];
  const hints: Partial<Record<string, unknown>> = ruleHintsEn;
  const helps = suggestion ?? example ?? hints[rule];
  const isPlace = at !== undefined && at.line >= 1 && at.column >= 1 && at.length >= 1;
  // What is there twice, or cannot be in a YAML file, is told by the place itself.
  const needsHelp = !['duplicate', 'exactlyOne', 'yamlDuplicateKey', 'wrongType', 'unknownKey'].includes(rule);
  return (
    isPlace && path !== '' && words.every((text) => !/undefined|^$/.test(text)) && (!needsHelp || helps !== undefined)
  );
}

/** Values that no text of the settings takes. */
const BAD: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a whole number', 42],
  ['a fraction', 1.5],
  ['true', true],
  ['not a number', Number.NaN],
  ['a list', ['x']],
  ['a mapping', { x: 'y' }],
  ['white space', ' '],
  ['a tab', '\t'],
  ['10 KB', 'x'.repeat(10_240)],
  ['5,000 letters of Hangul', '가'.repeat(5_000)],
  ['a bell', 'a\u0007b'],
  ['an escape sequence', '\u001b]0;owned\u0007'],
  ['DEL', 'a\u007fb'],
  ['C1', 'a\u009b2Jb'],
  ['a text that turns around', 'a\u202eb'],
  ['zero width', 'a\u200bb'],
  ['NUL', 'a\0b'],
];

test('The file that has everything is right, and has every field of the schema', () => {
  expect(troublesIn(yaml(everything()))).toEqual([]);
  const there = new Set(fields.map(({ path }) => pathText(path).replaceAll(/\[\d+\]/g, '[]')));
  const inSchema = new Set(pathsOf(schema, '').map((path) => path.replace(/^\./, '')));
  for (const path of inSchema) if (path !== '' && !path.endsWith('[]')) expect(there).toContain(path);
});

test('Every field with every kind of bad value is told at its place, with the rule and what would be right', () => {
  // All fields of a file at once, or each by itself.
  const together = cases(texts.length, 1);
  for (const [kind, value] of BAD) {
    for (let from = 0; from < texts.length; from += together) {
      const some = texts.slice(from, from + together);
      const troubles = troublesIn(yaml(some.reduce((broken, { path }) => put(path, value, broken), everything())));
      for (const { path } of some) {
        const mine = troubles.filter((trouble) => trouble.path === pathText(path));
        expect([pathText(path), kind, mine.length, mine.every(isWellTold)]).toEqual([pathText(path), kind, 1, true]);
      }
    }
  }
  held('S1', texts.length * BAD.length, 'fields x bad values');
});

test('A line break is refused wherever it does not belong to what AWS takes', () => {
  const refused = texts.filter(({ path }) => troublesIn(yaml(put(path, 'a\nb'))).length > 0);
  const taken = texts.filter((field) => !refused.includes(field)).map(({ path }) => pathText(path));
  // Characters of a name and a description, says AWS (identitystore, GroupDisplayName and SensitiveStringType; sso-admin, PermissionSetDescription).
  expect(taken.map((path) => path.replaceAll(/\[\d+\]/g, '[]')).sort()).toEqual([
    // Names of accounts are looked for, never made.
    'assignments[].accounts[]',
    'cli.profiles[].account',
    'groups[].description',
    'permissionSets[].description',
    'users[].displayName',
    'users[].familyName',
    'users[].givenName',
  ]);
});

test('What is empty, missing or of another shape is told, whatever field it is', () => {
  let count = 0;
  for (const { path, node, required } of fields) {
    const at = pathText(path);
    const rules = (document: Json) => troublesIn(yaml(document)).map((trouble) => `${trouble.path} ${trouble.rule}`);
    if (node.type === 'string' && node.minLength !== 0) expect(rules(put(path, ''))).toContain(`${at} empty`);
    if (node.type !== 'string') expect(rules(put(path, null))).toContain(`${at} noValue`);
    if (node.type === 'array') expect(rules(put(path, { x: 1 }))).toContain(`${at} wrongType`);
    if (node.type === 'object') expect(rules(put(path, ['x']))).toContain(`${at} wrongType`);
    if (required) {
      const without = changed((parent, key) => Reflect.deleteProperty(parent, key), path);
      expect(rules(without).join()).toMatch(/ (missing|exactlyOne)/);
    }
    count++;
  }
  held('S1', count, 'fields');
});

test('A key that is spelt otherwise is one problem, with the key that was meant, and hides nothing below it', () => {
  let count = 0;
  for (const [index, { path }] of keys.entries()) {
    const key = path.at(-1) as string;
    const ways = [key.toUpperCase(), `${key}x`, `${key.slice(0, 1)}-${key.slice(1)}`, key.slice(0, -1)];
    for (const other of [...ways, ...ways].slice(index % 4, (index % 4) + cases(1, 4))) {
      if (other.length < 2) continue;
      const troubles = troublesIn(yaml(respelt(path, other)));
      expect([other, ...troubles.map(({ rule, suggestion }) => `${rule} ${suggestion}`)]).toEqual([
        other,
        `unknownKey ${key}`,
      ]);
      expect(troubles.every(isWellTold)).toBe(true);
      count++;
    }
  }
  held('S1', count, 'keys spelt otherwise');
  const below = 'permisionSets:\n  - name: A\n    sesionDuration: 4h\n    relayState: http://x/\n';
  expect(seen(troublesIn(below))).toEqual([
    '1:1 permisionSets unknownKey "permisionSets"',
    '3:5 permisionSets[0].sesionDuration unknownKey "sesionDuration"',
    '4:17 permisionSets[0].relayState relayStateHttps "http://x/"',
  ]);
});

test('A value that is wrong is told under a key that is spelt otherwise, too', () => {
  const text = 'permissionSets:\n  - name: Team\n    sesionDuration: 99h\n    relayStat: nowhere\n';
  expect(troublesIn(text).map(({ rule, path }) => [rule, path])).toEqual([
    ['unknownKey', 'permissionSets[0].sesionDuration'],
    ['durationTooLong', 'permissionSets[0].sesionDuration'],
    ['unknownKey', 'permissionSets[0].relayStat'],
    ['relayStateHttps', 'permissionSets[0].relayStat'],
  ]);
});

test('A key twice, or one that nobody knows, is told at its place', () => {
  for (const { path } of keys) {
    const key = path.at(-1) as string;
    const text = yaml(respelt(path, 'qqqqqqqq'));
    const [unknown] = troublesIn(text).filter(({ rule }) => rule === 'unknownKey');
    expect(unknown && isWellTold(unknown)).toBe(true);
    const line = unknown?.at?.line ?? 0;
    const lines = yaml(everything()).split('\n');
    const indent = ' '.repeat((unknown?.at?.column ?? 1) - 1);
    const twice = [
      ...lines.slice(0, line - 1),
      lines[line - 1],
      ...insideOf(lines, line, indent),
      `${indent}${key}: x`,
    ];
    const rest = lines.slice(line + insideOf(lines, line, indent).length);
    const duplicates = troublesIn([...twice, ...rest].join('\n')).filter(({ rule }) => rule === 'yamlDuplicateKey');
    expect([key, duplicates.length]).toEqual([key, 1]);
  }
});

/** The lines below a key that are part of its value. */
function insideOf(lines: readonly string[], line: number, indent: string): string[] {
  const rest = lines.slice(line);
  const end = rest.findIndex(
    (text) => text !== '' && !text.startsWith(`${indent} `) && !text.startsWith(`${indent}- `),
  );
  return rest.slice(0, end < 0 ? rest.length : end);
}

test('All problems are told at once, in the order of the file, and nothing is sent to AWS', async () => {
  const document = texts.reduce((broken, { path }) => put(path, 'a\u0007b', broken), everything());
  const troubles = troublesIn(yaml(document));
  const told = new Set(troubles.map(({ path }) => path));
  for (const { path } of texts) expect(told).toContain(pathText(path));
  const places = troubles.map(({ at }) => (at?.line ?? 0) * 1_000 + (at?.column ?? 0));
  expect(places).toEqual([...places].sort((a, b) => a - b));

  const config = join(aFolder(), 'bad.yaml');
  writeFileSync(config, yaml(document));
  const wizard = aWizard({ options: { config }, screen: { mode: 'json' } });
  expect((await wizard.begin()).code).toBe(64);
  expect(wizard.account.simulated.calls).toEqual([]);
  expect(JSON.parse(wizard.stdout.text).error.message.split('\n')).toHaveLength(troubles.length);
});

describe('Flags and environment variables', () => {
  const answers = Object.keys(OPTIONS).filter((id) =>
    /<(id|name|address|region|arn-or-name|time|url|list)>/.test(OPTIONS[id as keyof typeof OPTIONS]),
  );
  const isAnswer = (id: string) => !['profile', 'sandboxScenario'].includes(id);
  const given = (id: string, value: string) => ({ [id]: id === 'policy' ? [value] : value }) as AnswerFlags;

  test.each(answers.filter(isAnswer))('%s is refused when it is empty, too long or hostile, with the rule', (id) => {
    const kinds = BAD.filter(([, value]) => typeof value === 'string').map(([, value]) => value as string);
    for (const value of ['', ...kinds, 'x\n[default]\ncredential_process=touch x', '../../x\u0000']) {
      const troubles = checkFlags(given(id, value)).filter(({ path }) => path === flagName(id as keyof AnswerFlags));
      // A name may have a line break, says AWS.
      if (/^x\n/.test(value) && ['givenName', 'familyName', 'group', 'accounts'].includes(id)) continue;
      expect([id, value.slice(0, 20), troubles.length > 0]).toEqual([id, value.slice(0, 20), true]);
      for (const { rule, facts } of troubles) expect(rulesEn[rule](facts)).not.toContain('undefined');
    }
  });

  test('that are wrong end the program with 64 and a word about them, and no byte that a terminal obeys', async () => {
    const computer = aComputer();
    const hostile = 'x\u001b]0;owned\u0007\n[default]\u202e';
    const runs: [string[], NodeJS.ProcessEnv?][] = [
      [['--wait', hostile]],
      [['--alias', hostile, '--email', hostile, '--policy', hostile, '--region', hostile]],
      [['-c', hostile]],
      [[`--${hostile}`]],
      [['--email', 'kim@example.com', '--given-name', 'a', '--family-name', 'b'], { AWS_REGION: hostile }],
      [['--sandbox'], { SSO_SETUP_SANDBOX_LATENCY_MS: hostile }],
    ];
    for (const [args, env] of runs) {
      const { code, stdout, stderr } = await computer.run([...args, '--no-input'], { AWS_ENDPOINT_URL: '', ...env });
      expect([args[0], code]).toEqual([args[0], 64]);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly those must not be there
      expect(stdout + stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
      expect(stderr).not.toContain('did not foresee');
    }
  });
});

describe('A settings file that means harm', () => {
  const mappings = ['', 'portal', 'groups', 'users', 'permissionSets', 'assignments', 'cli', 'confirmed'];

  test.each(['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString', '__defineGetter__'])(
    'with the key %s anywhere changes no object',
    (key) => {
      const before = Reflect.ownKeys(Object.prototype).length;
      const inner = `{ ${key}: { polluted: x, ${key}: { polluted: x } } }`;
      for (const at of mappings) {
        const text =
          at === '' ? `${key}: ${inner}\n` : `${at}: ${/s$/.test(at) && at !== 'portal' ? `[${inner}]` : inner}\n`;
        expect(troublesIn(text).length).toBeGreaterThan(0);
      }
      for (const text of [`tags: { ${key}: x }`, `inlinePolicy: { Statement: [], ${key}: { polluted: x } }`]) {
        troublesIn(`permissionSets:\n  - name: A\n    ${text}\n`);
      }
      expect(Reflect.ownKeys(Object.prototype).length).toBe(before);
      expect(Reflect.get({}, 'polluted')).toBeUndefined();
    },
  );

  test('has tags, anchors and merge keys of every kind refused', () => {
    const tags = [
      '!!js/undefined x',
      '!!binary aGk=',
      '!!set { a }',
      '!!omap [a: 1]',
      '!!timestamp 2026-01-01',
      '!!python/object:os.system x',
      '!<tag:yaml.org,2002:str> x',
      '!!float 1',
      '!!null x',
    ];
    for (const value of tags) {
      for (const text of [`region: ${value}\n`, `groups: [${value}]\n`, `? ${value}\n: x\n`]) {
        expect(
          troublesIn(text)
            .map(({ rule }) => rule)
            .join(),
        ).toMatch(/yaml(Unsupported|Syntax)/);
      }
    }
    for (const merge of ['<<: *a', '<<: [*a, *a]', '"<<": { x: y }', '? <<\n: x']) {
      expect(troublesIn(`portal: &a { alias: x }\n${merge}\n`).map(({ rule }) => rule)).toContain('yamlUnsupported');
    }
  });

  test('is never expanded: aliases in keys, in values, in themselves', () => {
    const laughs = Array.from(
      { length: 40 },
      (_, i) =>
        `k${i}: &a${i} [${Array(9)
          .fill(i === 0 ? 'ha' : `*a${i - 1}`)
          .join(',')}]`,
    );
    const keys = Array.from(
      { length: 40 },
      (_, i) =>
        `? &b${i} [${Array(9)
          .fill(i === 0 ? 'ha' : `*b${i - 1}`)
          .join(',')}]\n: x`,
    );
    for (const text of [laughs.join('\n'), keys.join('\n'), 'a: &a\n  b: *a\n', '&a [*a, *a]', '? *a\n: &a x\n']) {
      const rules = troublesIn(text).map(({ rule }) => rule);
      expect(rules.length).toBeGreaterThan(0);
      expect(rules.length).toBeLessThan(1_000);
    }
  });

  test('ends soon when it is deep, long or wide', () => {
    const deep = [
      ...['- '.repeat(10_000), '? '.repeat(10_000), '{a: '.repeat(10_000), '[{'.repeat(5_000)],
      ...[Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(Math.min(i, 90))}a:`).join('\n')],
      ...["groups: '".padEnd(900_000, "'"), `a: "${'\\'.repeat(900_000)}`, `a: |\n${' x\n'.repeat(250_000)}`],
      ...['#'.repeat(900_000), '\n'.repeat(50_000), ',\n'.repeat(400_000), '&a '.repeat(5_000), '!'.repeat(900_000)],
      ...['%YAML '.repeat(100_000), '--- \n'.repeat(3_000), ': '.repeat(400_000), '"\n'.repeat(400_000)],
    ];
    for (const text of deep) troublesIn(text);
  }, 120_000);

  test('of 50,000 lines is read, and its one mistake is found', () => {
    const groups = Array.from({ length: 24_999 }, (_, i) => `- name: g${i}\n  description: x\n`);
    const text = `groups:\n${groups.join('')}- naem: Last\n`;
    expect(text.split('\n').length - 1).toBe(50_000);
    expect(seen(troublesIn(text))).toEqual(['50000:3 groups[24999].naem unknownKey "naem"']);
  }, 120_000);

  test('may have 1 MB and not a byte more', () => {
    const [start, fill] = ['region: us-east-1\n#', 1_000_000];
    expect(troublesIn(start.padEnd(fill, 'x'))).toEqual([]);
    expect(troublesIn(start.padEnd(fill + 1, 'x')).map(({ rule }) => rule)).toEqual(['fileTooBig']);
    expect(troublesIn(`${start.padEnd(fill - 3, 'x')}한`)).toEqual([]);
    expect(troublesIn(`${start.padEnd(fill - 2, 'x')}한`).map(({ rule }) => rule)).toEqual(['fileTooBig']);
  });

  test('breaks its lines where YAML 1.2 does: NEL and the separators of Unicode are characters', () => {
    for (const separator of ['\u0085', '\u2028', '\u2029']) {
      const troubles = troublesIn(`groups:\n  - name: a${separator}b\nregion: x\n`);
      expect(seen(troubles)).toEqual([`2:11 groups[0].name textCharacters "a${separator}b"`, '3:9 region region "x"']);
    }
    expect(seen(troublesIn('region: us-east-1\r\ngroups:\r\n  - name: " x"\r\n'))).toEqual([
      '3:11 groups[0].name edges "" x""',
    ]);
  });
});

describe('What is no plain file', () => {
  const rulesAt = (path: string) => troublesOf(() => loadSettingsFile(path)).map(({ rule }) => rule);

  test('is refused, or read as far as it goes: folders, devices, pipes, links in a circle', () => {
    const folder = aFolder();
    const at = (name: string) => join(folder, name);
    mkdirSync(at('folder'));
    execFileSync('mkfifo', [at('pipe')]);
    symlinkSync(at('pipe'), at('to-pipe'));
    symlinkSync(at('b'), at('a'));
    symlinkSync(at('a'), at('b'));
    expect(rulesAt(at('folder'))).toEqual(['fileIsFolder']);
    expect(rulesAt(at('pipe'))).toEqual(['fileUnreadable']);
    expect(rulesAt(at('to-pipe'))).toEqual(['fileUnreadable']);
    expect(rulesAt(at('a'))).toEqual(['fileUnreadable']);
    expect(rulesAt(at('none/at/all'))).toEqual(['fileMissing']);
    expect(rulesAt('/dev/zero').length).toBe(1);
    expect(rulesAt('/dev/null')).toEqual([]);
    // Root reads everything.
    writeFileSync(at('closed'), 'region: us-east-1\n');
    chmodSync(at('closed'), 0);
    if (process.getuid?.() !== 0) expect(rulesAt(at('closed'))).toEqual(['fileUnreadable']);
  });

  test('is refused as a policy file, too', () => {
    const folder = aFolder();
    execFileSync('mkfifo', [join(folder, 'policy.json')]);
    const file = join(folder, 'sso-setup.yaml');
    for (const policy of ['./policy.json', '.', '/dev/zero', '/dev/null']) {
      writeFileSync(file, `permissionSets: [{ name: A, inlinePolicy: ${policy} }]\n`);
      expect(troublesOf(() => loadSettingsFile(file))).toHaveLength(1);
    }
  });

  test('may be the pipe of a shell: its other end is there', async () => {
    const computer = aComputer();
    const script = `${JSON.stringify(process.execPath)} "$0" --dry-run --sandbox --sandbox-scenario enabled --json -c <(sleep 0.2; echo "region: nowhere")`;
    const program = new URL('../../bin/sso-setup.js', import.meta.url).pathname;
    const said = execFileSync('bash', ['-c', `${script}; true`, program], {
      env: computer.env,
      cwd: computer.home,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    expect(JSON.parse(said.toString()).error.message).toContain('63:1:9 region');
  });
});

describe('An inline policy', () => {
  /** A document of so many characters and bytes. */
  const policyOf = (filling: string) => ({
    Version: '2012-10-17',
    Statement: [{ Sid: '', Effect: 'Allow', Resource: filling }],
  });
  const rulesOf = (filling: string) => {
    const beside = { 'p.json': JSON.stringify(policyOf(filling)) };
    return troublesIn('permissionSets: [{ name: A, inlinePolicy: ./p.json }]\n', beside).map(({ rule }) => rule);
  };
  const frame = JSON.stringify(policyOf('')).length;

  test('may have as many characters as AWS takes, white space not counted, and not one more', () => {
    const full = 10_240 - frame;
    expect(rulesOf('a'.repeat(full))).toEqual([]);
    expect(rulesOf('a'.repeat(full + 1))).toEqual(['policyTooManyCharacters']);
    expect(rulesOf(`${'a'.repeat(full)}${' '.repeat(1_000)}`)).toEqual([]);
    // Characters count, not bytes: ÿ has two.
    expect(rulesOf('ÿ'.repeat(full))).toEqual([]);
    expect(rulesOf('ÿ'.repeat(full + 1))).toEqual(['policyTooManyCharacters']);
  });

  test('may have as many bytes as AWS takes in a request, and not one more', () => {
    const full = 32_768 - frame;
    expect(rulesOf(' '.repeat(full))).toEqual([]);
    expect(rulesOf(' '.repeat(full + 1))).toEqual(['policyTooBig']);
    expect(rulesOf(`ÿ${' '.repeat(full - 2)}`)).toEqual([]);
    expect(rulesOf(`ÿ${' '.repeat(full - 1)}`)).toEqual(['policyTooBig']);
  });
});

/** Bytes of a right file, a few of them changed, cut, doubled or put elsewhere. */
function mutated(bytes: Buffer, next: (below: number) => number): Buffer {
  let now = Buffer.from(bytes);
  for (let times = 1 + next(4); times > 0; times--) {
    const [at, length] = [next(now.length + 1), next(12)];
    const kinds = [
      () => Buffer.concat([now.subarray(0, at), Buffer.from([next(256)]), now.subarray(at + 1)]),
      () => Buffer.concat([now.subarray(0, at), now.subarray(at + length)]),
      () => Buffer.concat([now.subarray(0, at), now.subarray(at, at + length), now.subarray(at)]),
      () => Buffer.concat([now.subarray(0, at), Buffer.from([0xc2, 0x80 + next(0x40)]), now.subarray(at)]),
    ];
    now = kinds[next(kinds.length)]?.() ?? now;
  }
  return now;
}

test('Whatever becomes of the bytes of a right file, it is read or refused with a place', async () => {
  const right = Buffer.from(settingsYaml(company()));
  const property = fc.property(fc.infiniteStream(fc.nat({ max: 0x7fffffff })), (stream) => {
    const next = (below: number) => (stream.next().value ?? 0) % below;
    const bytes = mutated(right, next);
    for (const trouble of troublesIn(bytes)) {
      expect(trouble.at?.line).toBeGreaterThanOrEqual(1);
      expect(`${rulesEn[trouble.rule](trouble.facts)}${rulesKo[trouble.rule](trouble.facts)}`).not.toContain(
        'undefined',
      );
    }
  });
  await holds('S2', property, 80, 20_000, 'files of changed bytes');
});
