import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Language, messagesFor } from '../../src/messages/index.ts';
import { EXIT } from '../../src/problem.ts';
import { textsIn } from '../../src/sandbox/pages/language.ts';
import { describeWith, whyMissing } from '../conformance/programs.ts';
import { aTab, openChromium, whyNoChromium } from '../helpers/chromium.ts';
import { pause } from '../helpers/tmux.ts';
import { choicesIn, type Desk, type Person, test } from './person.ts';

const KIM = 'kim@example.com';
const ROLE = /AWSReservedSSO_AdministratorAccess_[0-9a-f]{16}\/kim@example\.com/;
const LOCALES = { en: 'en_US.UTF-8', ko: 'ko_KR.UTF-8' } as const;

/** How long a page or an address is waited for; milliseconds. A busy computer is no failure. */
const PATIENCE = 60_000;
const GLANCE = 40;

describeWith(whyMissing('tmux', '-V') ?? whyNoChromium, 'in a real terminal and a real browser', () => {
  let chromium: Browser;

  beforeAll(async () => {
    chromium = await openChromium();
  });

  afterAll(async () => {
    await chromium?.close();
  });

  test('a person goes from nothing to being signed in, and signs in again', async ({ desk }) => {
    const lang = 'en';
    const { questions, decide, words, openPage, noConsole, outcomes, endings } = messagesFor(lang);
    const { apply, walk, signIn } = choicesIn(lang);
    const texts = textsIn[lang].consoleSite;
    const window = await aWindow(chromium, desk, lang);
    const { page } = window;
    const person = await window.sits(['--alias', 'lemonlogin']);
    await person.answers(questions.email, KIM);
    await person.answers(questions.givenName, 'Minsu');
    await person.answers(questions.familyName, 'Kim');
    await person.chooses(decide.plan);
    await person.chooses(apply);

    await person.presses(openPage);
    await window.follows(person, '/console');
    await page.getByRole('button', { name: texts.enable, exact: true }).click();
    await shows(page, texts.enableDone);
    await expect.poll(() => desk.world().instances).toMatchObject([{ region: 'us-east-1', status: 'ACTIVE' }]);
    // The terminal sees it by itself.
    await person.isOffered(walk);
    await person.sees(new RegExp(`^✔ 2 .*${outcomes.verified}$`, 'm'));

    await person.chooses(walk);
    await person.presses(openPage);
    await window.follows(person, '/console');
    await expectValue(page, texts.aliasField, 'lemonlogin');
    await page.locator('#portal').getByRole('button', { name: texts.save }).click();
    await shows(page, texts.aliasDone);
    await person.sees(new RegExp(`^✔ \\d+ +Portal alias +lemonlogin +${endings.verified}$`, 'm'));

    await person.presses(openPage);
    await window.follows(person, '/console');
    await page.getByRole('button', { name: `${texts.resetPassword} for ${KIM}` }).click();
    await shows(page, texts.passwordDone);
    await person.chooses(words.reset);

    await person.presses(openPage);
    await window.follows(person, '/console');
    await page.getByLabel(texts.mfaPrompts['always-on']).check();
    await page.getByLabel(texts.mfaWithoutDevices['require-registration']).check();
    await page.locator('#mfa').getByRole('button', { name: texts.save }).click();
    await shows(page, texts.mfaDone);
    await person.chooses(words.done);
    await person.chooses(words.done);

    await person.chooses(signIn);
    await window.follows(person, '/authorize');
    await signsIn(page, lang);
    await answers(page, lang, 'allow');
    await isBack(page, lang, 'done');
    await isSignedIn(person, lang);
    expect(await person.ends()).toBe(EXIT.done);
    expect(await person.terminal.leftBehind()).toEqual([]);
    expect(await person.screen()).not.toContain(noConsole);
    expect(desk.settings()).toMatchObject({ portal: { alias: 'lemonlogin' }, confirmed: { alias: expect.anything() } });
    expect(desk.world().instances[0]?.portal).toMatchObject({
      alias: 'lemonlogin',
      mfa: { prompt: 'always-on', withoutDevice: 'require-registration' },
    });

    await signsInEveryWay(window, lang);
    expect(window.wrong).toEqual([]);
  });

  test('signing in again, in Korean', async ({ desk }) => {
    const profile = ['--cli-profile', 'acme'];
    await desk.isSetUp({ applied: profile, saved: profile });
    desk.meddles(({ instances: [instance] }) => {
      for (const user of instance?.users ?? []) user.hasPassword = true;
    });
    const window = await aWindow(chromium, desk, 'ko');
    await signsInEveryWay(window, 'ko');
    expect(window.wrong).toEqual([]);
  });
});

/** `login` in the browser, with a code, and refused in both ways. Every run serves pages of its own. */
async function signsInEveryWay(window: Window, lang: Language): Promise<void> {
  const { page } = window;
  const { signInMoves, problems } = messagesFor(lang);

  const first = await window.sits(['login']);
  await window.follows(first, '/authorize');
  await signsIn(page, lang);
  await answers(page, lang, 'allow');
  await isBack(page, lang, 'done');
  await isSignedIn(first, lang);
  expect(await first.ends()).toBe(EXIT.done);

  const second = await window.sits(['login', '--use-device-code']);
  const compared = new RegExp(`^ *${signInMoves.compare} +([A-Z]{4}-[A-Z]{4})$`, 'm');
  const [, code] = compared.exec(await second.sees(compared)) ?? [];
  await window.follows(second, '/device');
  expect(await page.locator('.code').textContent()).toBe(code);
  await signsIn(page, lang);
  expect(await page.locator('.code').textContent()).toBe(code);
  await answers(page, lang, 'allow');
  await shows(page, textsIn[lang].request.approvedAbout);
  await isSignedIn(second, lang);
  expect(await second.ends()).toBe(EXIT.done);

  for (const [how, path] of [
    [[], '/authorize'],
    [['--use-device-code'], '/device'],
  ] as const) {
    const person = await window.sits(['login', ...how]);
    await window.follows(person, path);
    await signsIn(page, lang);
    await answers(page, lang, 'deny');
    if (path === '/authorize') await isBack(page, lang, 'failed');
    else await shows(page, textsIn[lang].request.deniedAbout);
    expect(await person.ends()).toBe(EXIT.failed);
    const screen = await person.screen();
    expect(screen).toContain(problems.signInRefused({}).title);
    expect(screen).not.toMatch(ROLE);
    expect(await person.terminal.leftBehind()).toEqual([]);
  }
}

type Window = Awaited<ReturnType<typeof aWindow>>;

/** A person's browser at a desk: the terminal opens pages in it through `BROWSER`. Cookies live on from run to run. */
async function aWindow(chromium: Browser, desk: Desk, lang: Language) {
  const { page, wrong } = await aTab(chromium, { locale: lang });
  page.setDefaultTimeout(PATIENCE);
  const [BROWSER, notes] = [join(desk.home, 'browser'), join(desk.home, 'opened')];
  writeFileSync(BROWSER, `#!/bin/sh\nprintf '%s\\n' "$*" >> '${notes}'\n`);
  chmodSync(BROWSER, 0o755);
  const opened = () => (existsSync(notes) ? readFileSync(notes, 'utf8').split('\n').slice(0, -1) : []);
  let followed = 0;
  return {
    page,
    wrong,
    sits: (args: readonly string[]) => desk.sits(args, { BROWSER, LC_ALL: LOCALES[lang] }),
    /** Goes where the terminal has sent the browser, which has to be one page with that path. */
    async follows(person: Person, path: string): Promise<void> {
      const deadline = Date.now() + PATIENCE;
      while (opened().length <= followed) {
        if (Date.now() > deadline) throw new Error(`No page of ${path} is opened by:\n${await person.screen()}`);
        await pause(GLANCE);
      }
      const addresses = opened().slice(followed);
      followed += addresses.length;
      const [address = ''] = addresses;
      expect(addresses).toEqual([expect.stringContaining(`http://127.0.0.1:`)]);
      expect(new URL(address).pathname).toBe(path);
      await page.goto(address);
    },
  };
}

/** Signs in at the portal; the user name is all that the simulated one asks for. */
async function signsIn(page: Page, lang: Language): Promise<void> {
  const { signIn, request } = textsIn[lang];
  await page.getByLabel(signIn.user).fill(KIM);
  await page.getByRole('button', { name: signIn.button, exact: true }).click();
  await page.getByRole('button', { name: request.allow, exact: true }).waitFor();
}

async function answers(page: Page, lang: Language, word: 'allow' | 'deny'): Promise<void> {
  await page.getByRole('button', { name: textsIn[lang].request[word], exact: true }).click();
}

/** The program itself has the last page, on a port of its own. */
async function isBack(page: Page, lang: Language, how: 'done' | 'failed'): Promise<void> {
  const { title, text } = messagesFor(lang).callback[how];
  await shows(page, text);
  expect(await page.locator('h1').textContent()).toBe(title);
  expect(new URL(page.url()).pathname).toBe('/oauth/callback');
  expect(await page.locator('html').getAttribute('lang')).toBe(lang);
}

async function shows(page: Page, text: string): Promise<void> {
  await page.getByText(text).first().waitFor();
}

async function expectValue(page: Page, label: string, value: string): Promise<void> {
  expect(await page.getByLabel(label).inputValue()).toBe(value);
}

/** The line of the end, which may be broken anywhere between two words. */
async function isSignedIn(person: Person, lang: Language): Promise<void> {
  const [before = '', after = ''] = messagesFor(lang).signedInAs('WHO', '111122223333').split('WHO');
  const spaced = (text: string) => text.replaceAll(' ', '\\s+');
  await person.sees(new RegExp(`✔ ${spaced(before)}${ROLE.source}${spaced(after)}`));
}
