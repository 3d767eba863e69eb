import { createHash } from 'node:crypto';
import type { WireResponse } from '../wire.ts';
import { type Html, html, trusted } from './html.ts';
import { languageNames } from './language.ts';
import { style } from './style.ts';
import { addressOf, type Visit } from './visit.ts';

const styleHash = createHash('sha256').update(style).digest('base64');

/** What every answer to a browser says of itself. */
function headersFor(formTargets: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    `style-src 'sha256-${styleHash}'`,
    // The empty icon, so that browsers do not ask for one.
    'img-src data:',
    `form-action ${formTargets}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}

export interface Page {
  /** For the title; what the page is about. */
  readonly title: string;
  /** After the alert. */
  readonly body: Html;
  /** Of the one first heading; left out: the title. */
  readonly heading?: Html;
  /** What was refused. It gets the focus. */
  readonly alert?: Alert | undefined;
  readonly status?: number;
  /** Forms may lead, by a redirect, to servers on this computer: an application that waits for its answer. */
  readonly leavesForApplication?: boolean;
}

interface Alert {
  readonly heading: string;
  /** As whatever refused it says it, in English. */
  readonly detail?: string | undefined;
  readonly about?: string;
  /** Id of the field that it is about. */
  readonly field?: string | undefined;
}

export function page(visit: Visit, content: Page): WireResponse {
  // In Chromium form-action holds for where a form's answer redirects to, too.
  const formTargets = content.leavesForApplication ? "'self' http://127.0.0.1:*" : "'self'";
  return {
    status: content.status ?? 200,
    headers: {
      ...headersFor(formTargets),
      'content-type': 'text/html; charset=utf-8',
      vary: 'cookie, accept-language',
    },
    body: documentOf(visit, content).source,
  };
}

/** Sends the browser on, by GET. */
export function redirect(location: string, cookie?: string): WireResponse {
  const more = cookie === undefined ? {} : { 'set-cookie': cookie };
  return { status: 303, headers: { ...headersFor("'self'"), location, ...more }, body: '' };
}

function documentOf(visit: Visit, { title, body, heading, alert }: Page): Html {
  const { texts, language } = visit;
  const whole = alert === undefined ? title : texts.errorTitle(title);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${whole} - ${texts.titleEnd}</title>
<link rel="icon" href="data:,">
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#main">${texts.skip}</a>
<header>
<p class="banner">${texts.banner}</p>
<div class="bar">
<nav aria-label="${texts.sites}"><ul>
${(['/', '/console', '/start'] as const).map((path) => siteLink(visit, path))}
</ul></nav>
<nav aria-label="${texts.language}"><ul>${languageLink(visit)}</ul></nav>
</div>
</header>
<main id="main">
<h1>${heading ?? title}</h1>
${alert === undefined ? undefined : alertBox(visit, alert)}
${body}
</main>
<footer><p>${texts.footer}</p></footer>
</body>
</html>
`;
}

function siteLink({ texts, path }: Visit, to: '/' | '/console' | '/start'): Html {
  const names = { '/': texts.overview, '/console': texts.console, '/start': texts.accessPortal };
  const current = path === to ? html` aria-current="page"` : undefined;
  return html`<li><a href="${to}"${current}>${names[to]}</a></li>`;
}

function languageLink(visit: Visit): Html {
  const other = visit.language === 'en' ? 'ko' : 'en';
  const href = addressOf(visit, { lang: other });
  return html`<li><a href="${href}" lang="${other}" hreflang="${other}">${languageNames[other]}</a></li>`;
}

function alertBox({ texts }: Visit, { heading, detail, about, field }: Alert): Html {
  return html`<div class="notice bad" role="alert" tabindex="-1" autofocus>
<h2>${heading}</h2>
${detail === undefined ? undefined : html`<p id="error" lang="en">${detail}</p>`}
${about === undefined ? undefined : html`<p>${about}</p>`}
${field === undefined ? undefined : html`<p><a href="#${field}">${texts.toField}</a></p>`}
</div>`;
}

/** A form of this visitor's own, which comes back to this page. */
export function form(visit: Visit, act: string, fields: Html, kind?: 'inline'): Html {
  const look = kind === undefined ? undefined : html` class="${kind}"`;
  return html`<form method="post" action="${addressOf(visit, { done: undefined })}"${look}>
<input type="hidden" name="token" value="${visit.token}">
<input type="hidden" name="act" value="${act}">
${fields}
</form>`;
}

/** Names and what they stand for. */
export function facts(rows: readonly (readonly [string, Html | string])[]): Html {
  return html`<dl>${rows.map(([term, value]) => html`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}
