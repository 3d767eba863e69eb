import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../conformance/programs.ts';
import { aTab, openChromium, whyNoChromium } from '../helpers/chromium.ts';
import { aSite, closeAll } from './pages-helpers.ts';

describeWith(whyNoChromium, 'pages in Chromium, by keyboard only', () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await openChromium();
  });

  afterAll(async () => {
    await browser?.close();
  });

  afterEach(closeAll);

  /** Walks with Tab to what has this name, and sees that the focus shows on the way. */
  async function tabTo(page: Page, name: string): Promise<void> {
    for (let steps = 0; steps < 120; steps++) {
      await page.keyboard.press('Tab');
      const focused = (await page.evaluate(focusedElement)) as { name: string; outline: string };
      if (focused.name !== '') expect(focused).toMatchObject({ outline: 'solid' });
      if (focused.name === name) return;
    }
    throw new Error(`Tab does not reach ${name} at ${page.url()}.`);
  }

  async function press(page: Page, name: string): Promise<void> {
    await tabTo(page, name);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  }

  const heading = (page: Page) => page.locator('h1').textContent();
  const isWide = (page: Page) => page.evaluate('document.documentElement.scrollWidth > window.innerWidth');
  const focusedText = (page: Page) => page.evaluate('document.activeElement.innerText');

  it('lives through the console and the portal', async () => {
    const answers: string[] = [];
    const application = createServer((request, response) => {
      if (request.url?.startsWith('/callback')) answers.push(request.url);
      response.setHeader('content-type', 'text/html');
      response.end('<title>Application</title><link rel="icon" href="data:,">');
    });
    await new Promise<void>((resolve) => application.listen(0, '127.0.0.1', resolve));
    const callback = `http://127.0.0.1:${(application.address() as AddressInfo).port}/callback`;
    const { url, aws, portal, newUser } = await aSite({ scenario: 'new-account', callback });
    const { page, wrong } = await aTab(browser, { width: 320, locale: 'en' });
    const narrow = async () => expect([page.url(), await isWide(page)]).toEqual([page.url(), false]);

    await page.goto(`${url}/`);
    await narrow();
    await press(page, 'Console');
    await page.goto(`${url}/console?step=instance&region=eu-west-1`);
    expect(await focusedText(page)).toBe('Enable IAM Identity Center');
    await narrow();
    await press(page, 'Enable');
    expect(aws.world.instances).toMatchObject([{ region: 'eu-west-1', status: 'ACTIVE' }]);
    expect(await focusedText(page)).toContain('IAM Identity Center is enabled.');

    await page.goto(`${url}/console?step=portal&alias=d-lemon`);
    await narrow();
    await press(page, 'Save');
    expect(await focusedText(page)).toContain('does not start with d-.');
    // The link puts the focus into the field.
    await press(page, 'Go to the field');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('lemon');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect(aws.world.instances[0]?.portal.alias).toBe('lemon');

    await newUser('kim', 'Minsu Kim');
    await page.goto(`${url}/console?step=password&user=kim`);
    await narrow();
    await press(page, 'Reset password for kim');
    expect(aws.world.instances[0]?.users[0]?.hasPassword).toBe(true);
    await tabTo(page, 'Send email OTP');
    await page.keyboard.press('Space');
    await press(page, 'Save');
    expect(aws.world.instances[0]?.portal.sendEmailOtp).toBe(true);

    await page.goto(`${url}/console`);
    await tabTo(page, 'Configure: Multi-factor authentication');
    await page.keyboard.press('Enter');
    await tabTo(page, 'Every time they sign in (always-on)');
    await page.keyboard.press('ArrowDown');
    await press(page, 'Save');
    expect(aws.world.instances[0]?.portal.mfa).toMatchObject({ prompt: 'context-aware' });

    await page.goto(`${url}/device`);
    await narrow();
    await tabTo(page, 'Code');
    await page.keyboard.type('bcdfghjk');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await narrow();
    expect(await page.locator('.code').textContent()).toBe('BCDF-GHJK');
    await tabTo(page, 'User name');
    await page.keyboard.type('kim');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await press(page, 'Allow');
    expect([await heading(page), portal.approvals]).toEqual(['Allowed', ['kim']]);
    await narrow();

    const query = new URLSearchParams({ client_id: 'known', redirect_uri: callback, state: 's' });
    await page.goto(`${url}/authorize?${query}`);
    await narrow();
    await press(page, 'Allow');
    expect(page.url()).toBe(`${callback}?code=kim&state=s`);
    await page.goto(`${url}/authorize?${query}`);
    await press(page, 'Deny');
    expect(page.url()).toBe(`${callback}?error=access_denied&state=s`);
    expect(answers).toHaveLength(2);

    await page.goto(`${url}/start`);
    await narrow();
    expect(await page.locator('main').textContent()).toContain('AdministratorAccess');
    await press(page, '한국어');
    expect(await page.locator('html').getAttribute('lang')).toBe('ko');
    await narrow();
    await press(page, '로그아웃');
    expect(await page.locator('main').textContent()).not.toContain('AdministratorAccess');
    await page.goto(`${url}/console`);
    await narrow();
    expect(wrong).toEqual([]);
    application.closeAllConnections();
    application.close();
  });

  it('reads well in light and dark', async () => {
    const { url, newUser } = await aSite();
    await newUser('kim');
    const { page } = await aTab(browser, { locale: 'en' });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const path of [
        '/',
        '/console?step=password&user=kim&done=otp',
        '/start',
        '/device?user_code=X',
        '/authorize',
      ]) {
        await page.goto(`${url}${path}`);
        expect([colorScheme, path, await page.evaluate(lowContrasts)]).toEqual([colorScheme, path, []]);
      }
    }
  });
});

/** What has the focus: its name as it is heard, and whether one sees it. */
const focusedElement = `(() => {
  const element = document.activeElement;
  if (element === null || element === document.body) return { name: '', outline: '' };
  const name = element.labels?.[0]?.textContent ?? element.textContent;
  return { name: name.trim(), outline: getComputedStyle(element).outlineStyle };
})()`;

/** Texts whose colour is too near to what is behind them: less than 4.5 to 1 (WCAG 2.2, 1.4.3). */
const lowContrasts = `(() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = (colour) => {
    const [r, g, b] = parse(colour).slice(0, 3).map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at !== null; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (parse(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  return [...document.querySelectorAll('body *')]
    .filter((element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ''))
    .map((element) => {
      const [one, other] = [light(getComputedStyle(element).color), light(behind(element))];
      return { text: element.textContent.trim(), ratio: (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05) };
    })
    .filter(({ ratio }) => ratio < 4.5);
})()`;
