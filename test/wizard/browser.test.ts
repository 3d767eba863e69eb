import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { browserFor } from '../../src/browser.ts';

const PAGE = 'https://ap-northeast-2.console.aws.amazon.com/singlesignon/home?region=ap-northeast-2';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'browser-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A browser that writes down what it is asked to open. */
function aBrowser(): { BROWSER: string; opened: () => string[] } {
  const [BROWSER, notes] = [join(folder, 'browser'), join(folder, 'opened')];
  writeFileSync(BROWSER, `#!/bin/sh\nprintf '%s\\n' "$#" "$@" >> '${notes}'\n`);
  chmodSync(BROWSER, 0o755);
  return { BROWSER, opened: () => (existsSync(notes) ? readFileSync(notes, 'utf8').trimEnd().split('\n') : []) };
}

it.each([
  ['over SSH', { SSH_CONNECTION: '10.0.0.1 50000 10.0.0.2 22' }],
  ['over SSH with a terminal', { SSH_TTY: '/dev/pts/0' }],
  ['in CI', { CI: 'true' }],
  ['in AWS CloudShell', { AWS_EXECUTION_ENV: 'CloudShell' }],
])('opens nothing %s, whatever else is there', (_where, env) => {
  for (const platform of ['linux', 'darwin', 'win32'] as const) {
    expect(browserFor({ ...env, BROWSER: 'firefox', DISPLAY: ':0' }, platform)).toBeUndefined();
  }
});

it('opens nothing on a Linux without a desktop', () => {
  expect(browserFor({}, 'linux')).toBeUndefined();
});

it.each([
  [{ DISPLAY: ':0' }, 'linux'],
  [{ WAYLAND_DISPLAY: 'wayland-0' }, 'linux'],
  [{}, 'darwin'],
  [{}, 'win32'],
  [{ BROWSER: 'firefox' }, 'linux'],
] as const)('can open with %j on %s', (env, platform) => {
  expect(browserFor(env, platform)).toBeTypeOf('function');
});

it('asks the program that BROWSER names for the page, which is its only argument', async () => {
  const { BROWSER, opened } = aBrowser();
  browserFor({ BROWSER }, 'linux')?.(PAGE);
  await vi.waitFor(() => expect(opened()).toEqual(['1', PAGE]), { timeout: 20_000 });
});

it.each([
  'https://us-east-1.console.aws.amazon.com/singlesignon/home',
  'https://console.aws.amazon.com/singlesignon/home',
  'https://cn-north-1.console.amazonaws.cn/singlesignon/home',
  'https://us-gov-west-1.console.amazonaws-us-gov.com/singlesignon/home',
  'https://oidc.ap-northeast-2.amazonaws.com/authorize?response_type=code',
  'https://device.sso.ap-northeast-2.amazonaws.com/?user_code=BCDF-GHJK',
  'https://d-9b67a1b2c3.awsapps.com/start/#/device?user_code=BCDF-GHJK',
  'https://ssoins-7223a1b2c3d4e5f6.portal.ap-northeast-2.app.aws/start',
])('opens %s', async (url) => {
  const { BROWSER, opened } = aBrowser();
  browserFor({ BROWSER }, 'linux')?.(url);
  await vi.waitFor(() => expect(opened()).toEqual(['1', url]), { timeout: 20_000 });
});

it('opens no page but those of AWS', async () => {
  const { BROWSER, opened } = aBrowser();
  const open = browserFor({ BROWSER }, 'linux');
  for (const url of [
    'https://evil.example/console.aws.amazon.com',
    'https://console.aws.amazon.com.evil.example/',
    'https://evilconsole.aws.amazon.com/',
    'https://user@evil.example/?x=console.aws.amazon.com',
    'https://d-9b67a1b2c3.awsapps.com.evil.example/start',
    'https://evil.oidc.us-east-1.amazonaws.com.evil.example/authorize',
    'https://s3.us-east-1.amazonaws.com/bucket/page.html',
    'https://user@oidc.us-east-1.amazonaws.com/authorize',
    'https://oidc.us-east-1.amazonaws.com:8443/authorize',
    'http://127.0.0.1:4577/console',
    'http://us-east-1.console.aws.amazon.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
  ]) {
    open?.(url);
  }
  // Whatever was started before this has been written down before it, or never.
  open?.(PAGE);
  await vi.waitFor(() => expect(opened()).toEqual(['1', PAGE]), { timeout: 20_000 });
});

it('does not mind a browser that is not there', async () => {
  browserFor({ BROWSER: join(folder, 'nothing') }, 'linux')?.(PAGE);
  const { BROWSER, opened } = aBrowser();
  browserFor({ BROWSER }, 'linux')?.(PAGE);
  await vi.waitFor(() => expect(opened()).toEqual(['1', PAGE]), { timeout: 20_000 });
});
