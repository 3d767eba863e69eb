import fc from 'fast-check';
import type { SectionEdit } from '../../src/aws-config/section.ts';
import { PROFILE, SESSION } from './helpers.ts';

/** Lines that stay together; a section gets each at most once, so that no key is there twice. */
const FOREIGN: readonly (readonly string[])[] = [
  ['region = eu-west-1'],
  ['output=json'],
  ['s3 =', '  max_concurrent_requests = 20', '', '\taddressing_style=path'],
  ['s3api =', '    # about it', '    payload_signing_enabled = true'],
  ['# a comment'],
  [''],
  [' ; another, indented'],
  ['credential_process = "/opt/my tool/run" --profile \'x\' %(here)s 100%'],
  ['Role_ARN\t=\tarn:aws:iam::123456789012:role/a=b'],
  ['cli_pager   =   less -R   '],
  ['note = a value # not a comment to all'],
  ['  '],
  ['설명 = 한국어 값'],
  ['empty ='],
  ['services: mine'],
];

const OURS: readonly (readonly string[])[] = [
  ['sso_session = old'],
  ['SSO_Account_Id = 111122223333'],
  ['sso_role_name=Reader'],
  ['region\t=  us-east-1  '],
  ['sso_region: us-west-2'],
  ['sso_start_url = https://old.awsapps.com/start # the old one'],
  ['cli_pager ='],
  ['s3 =', '  addressing_style = path'],
  ['# of mine'],
  [''],
  ['mfa_serial = "quoted" ; why'],
];

const FOREIGN_HEADERS = ['[profile NAME]', '[sso-session NAME]', '[profile "NAME"]', "[profile 'my NAME']", '[NAME]'];
const PROFILE_HEADERS = ['[profile admin]', '[profile "admin"]', '[profile admin] # me', '[profile\tadmin]  '];
const SESSION_HEADERS = ['[sso-session my-sso]', "[sso-session 'my-sso']", '[sso-session my-sso]   ; mine'];

type Sectioned = readonly (readonly string[])[];
const body = (from: Sectioned) => fc.shuffledSubarray([...from], { maxLength: 6 }).map((groups) => groups.flat());
const section = (headers: readonly string[], from: Sectioned) =>
  fc.tuple(fc.constantFrom(...headers), body(from)).map(([header, lines]) => [header, ...lines]);

const foreignSections = fc
  .array(section(FOREIGN_HEADERS, FOREIGN), { maxLength: 50 })
  .map((all) => all.map(([header = '', ...lines], index) => [header.replace('NAME', `p${index}`), ...lines]));

/** Ours stand at any place among the others, or are not there. */
const sections = fc
  .tuple(
    foreignSections,
    fc.option(section(PROFILE_HEADERS, OURS)),
    fc.option(section(SESSION_HEADERS, OURS)),
    fc.nat(50),
    fc.nat(50),
  )
  .map(([foreign, profile, session, first, second]) => {
    const all = [...foreign];
    if (profile !== null) all.splice(first, 0, profile);
    if (session !== null) all.splice(second, 0, session);
    return all;
  });

/** How lines end, in turns. */
const endings = fc.oneof(
  { weight: 2, arbitrary: fc.constant(['\n']) },
  { weight: 2, arbitrary: fc.constant(['\r\n']) },
  fc.array(fc.constantFrom('\n', '\r\n'), { minLength: 2, maxLength: 7 }),
);

function joined(lines: readonly string[], ends: readonly string[], isClosed: boolean): string {
  const text = lines.map((line, index) => line + ends[index % ends.length]).join('');
  return isClosed ? text : text.replace(/\r?\n$/, '');
}

/** A file as people have it. */
export const anyConfig: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom([], ['# first'], ['', '; first']), sections, endings, fc.boolean())
  .map(([first, all, ends, isClosed]) => joined([...first, ...all.flat()], ends, isClosed));

const HOSTILE = [
  ...['[profile admin]', '[profile "admin"]', '[ profile  admin ]', '[profile  admin]', '[profile.admin]'],
  ...['[profile admin] # [x]', '[profile admin', '[profilex admin]', '[profile "admin # b"]', '[profile a\\ b]'],
  ...['  [profile b]', '[sso-session my-sso]', '[sso-sessions t]', '[sso-session.my-sso]', '[services s]', '[]'],
  ...['[default]', '[profile default]', '[DEFAULT]', '[ default ]', '[profile 한국]', '[profile "a', '[x] = [y]'],
  ...['region = x', 'REGION = y', '  region = z', 'region: q', 'region = x # c', 'region =', 'Output = a', 'output=b'],
  ...['= v', 'junk', '   junk', '\tjunk = no', 's3 =', '  a = b', '  : c', ' # c', '; d', '', '   ', 'a:b = c'],
  ...['k\x1c=v', '\x85e = f', 'x\u2028y = 1', '  x\u2028y = 1', '\u00a0nbsp = 1', '\uFEFF', 'url = https://a:b/?c=d#e'],
  ...[
    '%(x)s = %(y)s',
    '\x0cform = feed',
    'İ = 1',
    'sso_region = r ;',
    'sso_region = #r',
    '[profile ""]',
    '[profile "b" ]',
  ],
];

const hostileLine = fc.tuple(
  fc.constantFrom(...HOSTILE),
  fc.oneof({ weight: 20, arbitrary: fc.constantFrom('\n', '\r\n') }, fc.constantFrom('\r', '')),
);

/** A file that something is wrong with, often: a tenth has bytes that are no text. */
export const hostileConfig: fc.Arbitrary<Uint8Array> = fc
  .tuple(
    fc.constantFrom('', '', '', '', '[profile other]\n', '[sso-session my-sso]\n', '\uFEFF', '\uFEFF# c\n'),
    fc.array(hostileLine, { maxLength: 9 }),
    fc.oneof({ weight: 9, arbitrary: fc.constant([]) }, fc.constantFrom([0xff], [0], [0xc3, 0x28])),
  )
  .map(([first, lines, bytes]) => Buffer.concat([Buffer.from(first + lines.flat().join('')), Buffer.from(bytes)]));

const value = fc.constantFrom(
  'eu-west-1',
  '123456789012',
  'https://d-1.awsapps.com/start?a=b#/c',
  '100%(x)s',
  '한국',
  'a;b',
);
const keysOf = (names: readonly string[]) =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...names), fc.option(value, { nil: undefined })), {
    selector: ([name]) => name,
    maxLength: names.length,
  });
const editOf = (of: SectionEdit['section'], names: readonly string[]): fc.Arbitrary<SectionEdit> =>
  keysOf(names).map((keys) => ({ section: of, keys: Object.fromEntries(keys) }));

/** One edit of the session and one of the profile. */
export const anyEdits: fc.Arbitrary<SectionEdit[]> = fc.tuple(
  editOf(SESSION, ['sso_start_url', 'sso_region', 'sso_registration_scopes', 'region']),
  editOf(PROFILE, ['sso_session', 'sso_account_id', 'sso_role_name', 'region', 'output', 'sso_start_url']),
);
