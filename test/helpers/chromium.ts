import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const program = process.env.CHROMIUM || PLACES.find((place) => existsSync(place));

/** Why there is no browser here; undefined when there is one. */
export const whyNoChromium = program === undefined ? `no Chromium in CHROMIUM, ${PLACES.join(', ')}` : undefined;

/** Chromium without a window; whoever opens it closes it. */
export function openChromium(): Promise<Browser> {
  // As root it starts only like this.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ ...(program === undefined ? {} : { executablePath: program }), args });
}

interface Tab {
  readonly page: Page;
  /** What went wrong so far, with every request that would have left. */
  readonly wrong: readonly string[];
}

/** Opens, for one test, a tab of a person who was never here before. It lets no request leave this computer. */
export async function aTab(
  browser: Browser,
  { width = 1280, locale }: { width?: number; locale: string },
): Promise<Tab> {
  const context = await browser.newContext({ viewport: { width, height: 800 }, locale });
  onTestFinished(() => context.close());
  const wrong: string[] = [];
  await context.route('**/*', (route) => {
    if (new URL(route.request().url()).hostname === '127.0.0.1') return route.continue();
    return route.abort();
  });
  const page = await context.newPage();
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && hostname !== '127.0.0.1') wrong.push(`request: ${request.url()}`);
  });
  page.on('pageerror', (error) => wrong.push(`error: ${error.message}`));
  page.on('console', (message) => {
    // Chromium reports the status of a page that refuses something.
    if (message.type() === 'error' && !message.text().includes('status of 400')) wrong.push(message.text());
  });
  return { page, wrong };
}
