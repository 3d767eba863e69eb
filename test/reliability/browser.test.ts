import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import { browserFor } from '../../src/browser.ts';
import { aliasAddress, consolePage } from '../../src/portal-urls.ts';
import { REGION_PLACES } from '../../src/settings/regions.ts';
import { holds } from '../helpers/promises.ts';

vi.mock('node:child_process', () => ({
  spawn: vi.fn(() => Object.assign(new EventEmitter(), { unref: () => undefined })),
}));
const started = vi.mocked(spawn);
beforeEach(() => void started.mockClear());

const SIMULATED = 'http://127.0.0.1:4577';
const open = browserFor({ BROWSER: 'firefox' }, 'linux', () => SIMULATED) ?? (() => undefined);

/** What is given to the browser for an address: all of its words. */
function opened(url: string): readonly string[] {
  started.mockClear();
  open(url);
  return started.mock.calls.flatMap(([, words]) => words ?? []);
}

/** AWS's own domains, whole and from the start, and nothing that any program could read in another way. */
const OWN =
  /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.(com|com\.cn|cn|eu)|amazonaws-us-gov\.com|aws\.amazon\.com|awsapps\.(com|cn)|app\.(aws|amazonwebservices\.com\.cn))\/[!#-;=?-~]*$/;

const HOSTS = [
  'console.aws.amazon.com',
  'us-east-1.console.aws.amazon.com',
  'eu-west-1.console.amazonaws.cn',
  'us-gov-west-1.console.amazonaws-us-gov.com',
  'oidc.ap-northeast-2.amazonaws.com',
  'device.sso.cn-north-1.amazonaws.com.cn',
  'd-9b67a1b2c3.awsapps.com',
  'lemonlogin.awsapps.cn',
  'start.us-gov-west-1.us-gov-home.awsapps.com',
  'ssoins-7223a1b2c3d4e5f6.us-east-1.portal.amazonaws.com',
  'ssoins-7223a1b2c3d4e5f6.portal.ap-northeast-2.app.aws',
];
const PATHS = ['/', '/start', '/start/#/device?user_code=BCDF-GHJK', '/singlesignon/home?region=us-east-1'];

const own = fc.constantFrom(...HOSTS);
const path = fc.constantFrom(...PATHS);

/** Where somebody would like to lead a person who looks at the beginning, or the end, of an address. */
const EVIL = ['evil.example', 'evil.com', '127.0.0.1:8080', '[::1]', 'xn--wsapps-3fb.com', '0x7f.1', 'аwsapps.com'];
const evil = fc.constantFrom(...EVIL);

/** Characters that programs disagree about. */
const odd = fc.constantFrom(
  ...['\\', '/', '@', ':', '#', '?', '%2e', '%00', '%40', '%5c', '.', '..', ' ', '\t', '\n', '\r', '\0', '"', "'", '`'],
  ...['$(id)', '&calc', '|', ';', '<', '>', '^', '{', '\u200b', '\u202e', '\u3002', '\uff0e', '\uff0f', '\u2024'],
);
const scheme = fc.constantFrom(
  ...['https://', 'HTTPS://', 'http://', 'https:', 'https:/', 'https:\\\\', 'https:///', '//', '', 'ftp://', 'file://'],
  ...['javascript:', 'data:text/html,', 'ms-settings:', 'blob:https://', 'view-source:https://', ' https://', '--new='],
);
const port = fc.constantFrom('', ':443', ':8443', ':0', ':', ':99999');

/** An address that is nearly one of AWS, in one of many ways. */
const tricky = fc.oneof(
  fc.tuple(scheme, own, port, path).map((parts) => parts.join('')),
  fc.tuple(own, odd, evil, path).map(([host, sign, other, rest]) => `https://${host}${sign}${other}${rest}`),
  fc.tuple(evil, odd, own, path).map(([other, sign, host, rest]) => `https://${other}${sign}${host}${rest}`),
  fc.tuple(own, evil, path).map(([host, other, rest]) => `https://${host}@${other}${rest}`),
  fc.tuple(own, evil, path).map(([host, other, rest]) => `https://${host}:pass@${other}${rest}`),
  fc.tuple(evil, own, path).map(([other, host, rest]) => `https://${other}:pass@${host}${rest}`),
  fc.tuple(own, path).map(([host, rest]) => `https://:pass@${host}${rest}`),
  fc.tuple(own, evil).map(([host, other]) => `https://${host}.${other}/`),
  fc.tuple(evil, own).map(([other, host]) => `https://${other}${host}/`),
  fc.tuple(own, path).map(([host, rest]) => `https://${host}.${rest}`),
  fc.tuple(own, path).map(([host, rest]) => `https://${host.toUpperCase()}${rest}`),
  fc.tuple(own, path, odd).map(([host, rest, sign]) => `https://${host}${rest}${sign}x`),
  fc.tuple(own, odd, fc.nat(60)).map(([host, sign, at]) => `https://${host.slice(0, at)}${sign}${host.slice(at)}/`),
  fc.tuple(evil, path).map(([other, rest]) => `https://${other}${rest}`),
  fc
    .tuple(own, fc.constantFrom('s3', 'x.execute-api', 'evil-bucket.s3'))
    .map(([, host]) => `https://${host}.us-east-1.amazonaws.com/`),
  fc
    .tuple(fc.constantFrom(SIMULATED, `${SIMULATED}8`, 'http://127.0.0.1', 'http://localhost:4577'), path)
    .map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
);

test('a browser is started for pages of AWS and of our own simulated AWS only, under an address that has one meaning', async () => {
  const property = fc.property(tricky, (url) => {
    const words = opened(url);
    expect(words.length).toBeLessThan(2);
    for (const word of words) {
      if (word.startsWith(`${SIMULATED}/`)) continue;
      expect(word).toMatch(OWN);
      // Whoever reads it by the grammar of RFC 3986 comes to the same host.
      expect(hostIn(word)).toBe(new URL(word).hostname);
    }
    for (const [, , options] of started.mock.calls) expect(options).toEqual({ stdio: 'ignore', detached: true });
  });
  await holds('S7', property, 2_000, 10_000, 'addresses');
});

/** RFC 3986, appendix B, without user and port. */
function hostIn(url: string): string | undefined {
  return /^(?:[^:/?#]+:)?(?:\/\/([^/?#]*))?/.exec(url)?.[1];
}

test('every page that a person may be sent to is opened as it is', () => {
  const partitionOf = (region: string) => /^(cn|us-gov)-/.exec(region)?.[1];
  const pages = [...REGION_PLACES.keys()].flatMap((region) => {
    const cloud = partitionOf(region);
    return [consolePage(cloud === undefined ? 'aws' : `aws-${cloud}`, region), aliasAddress('lemonlogin', region)];
  });
  pages.push(...HOSTS.flatMap((host) => PATHS.map((rest) => `https://${host}${rest}`)));
  expect(pages.filter((page) => opened(page)[0] !== page)).toEqual([]);
});

test.each([
  ['darwin', 'open', []],
  ['win32', 'rundll32', ['url.dll,FileProtocolHandler']],
  ['linux', 'xdg-open', []],
] as const)('on %s no shell comes between', (platform, program, before) => {
  const page = 'https://lemonlogin.awsapps.com/start?a=$(id)&b=`id`';
  browserFor({ DISPLAY: ':0' }, platform)?.(page);
  expect(started.mock.calls).toEqual([[program, [...before, page], { stdio: 'ignore', detached: true }]]);
});
