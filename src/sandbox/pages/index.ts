import type { WireRequest, WireResponse } from '../wire.ts';
import { authorizeSite } from './authorize.ts';
import { consoleSite } from './console.ts';
import { cookieNames, cookieOf, isVisitor, newSeals, newVisitor, setCookie } from './cookies.ts';
import { deviceSite } from './device.ts';
import { html } from './html.ts';
import { acceptedLanguage, type Language, languageOf, textsIn } from './language.ts';
import { page, redirect } from './layout.ts';
import { indexSite, startSite } from './start.ts';
import { addressOf, type PageDeps, type Site, type Visit } from './visit.ts';

export type { PageDeps } from './visit.ts';

/** Answers a browser; undefined: not a request for a page. */
export type Pages = (request: WireRequest) => WireResponse | undefined;

const sites: Readonly<Record<string, Site>> = {
  '/': indexSite,
  '/console': consoleSite,
  '/start': startSite,
  '/device': deviceSite,
  '/authorize': authorizeSite,
};

const year = 31_536_000;

/** The simulated console and access portal, for a browser. The server in front of it answers loopback hosts only. */
export function pagesFor(deps: PageDeps): Pages {
  const seals = newSeals();
  return (request) => {
    const [rawPath = '', rawQuery = ''] = request.path.split(/\?(.*)/s);
    const path = rawPath === '/' ? rawPath : rawPath.replace(/\/$/, '');
    const query = new URLSearchParams(rawQuery);
    const site = Object.hasOwn(sites, path) ? sites[path] : undefined;
    if (site === undefined || !isForPage(request, path, query)) return undefined;

    const asked = languageOf(query.get('lang'));
    query.delete('lang');
    const { cookie, 'accept-language': accepted } = request.headers;
    const known = cookieOf(cookie, cookieNames.visitor);
    const visitor = isVisitor(known) ? known : newVisitor();
    const language: Language =
      asked ?? languageOf(cookieOf(cookie, cookieNames.language)) ?? acceptedLanguage(accepted);
    const visit: Visit = {
      ...deps,
      path,
      query,
      form: undefined,
      language,
      texts: textsIn[language],
      token: seals.tokenOf(visitor),
      seals,
      cookies: cookie,
    };

    const answered = answer(site, visit, request, visitor, asked);
    if (visitor === known || answered.headers['set-cookie'] !== undefined) return answered;
    const made = setCookie(cookieNames.visitor, visitor, 'Strict');
    return { ...answered, headers: { ...answered.headers, 'set-cookie': made } };
  };
}

/** Calls of the API may have any path: they are signed, or name their operation. */
function isForPage({ method, headers }: WireRequest, path: string, query: URLSearchParams): boolean {
  if (headers['x-amz-target'] !== undefined || headers.authorization !== undefined || query.has('Action')) return false;
  return path !== '/' || (isRead(method) && headers.accept?.includes('text/html') === true);
}

function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD';
}

function answer(
  site: Site,
  visit: Visit,
  request: WireRequest,
  visitor: string,
  asked: Language | undefined,
): WireResponse {
  const { texts } = visit;
  if (isRead(request.method)) {
    // An answer sets one cookie: the language's now, the visitor's with the page.
    if (asked !== undefined) return redirect(addressOf(visit), setCookie(cookieNames.language, asked, 'Lax', year));
    return site(visit);
  }
  if (request.method !== 'POST') {
    const answered = refusal(visit, 405, texts.refused.method);
    return { ...answered, headers: { ...answered.headers, allow: 'GET, HEAD, POST' } };
  }
  if (!isOwn(request)) return refusal(visit, 403, texts.refused.foreign);
  const form = new URLSearchParams(request.body);
  if (!visit.seals.isTokenOf(visitor, form.get('token') ?? '')) return refusal(visit, 403, texts.refused.old);
  return site({ ...visit, form });
}

/**
 * Whether a page of this very server has sent the form. Under Referrer-Policy no-referrer browsers send the Origin
 * `null` with it, which says nothing: then only Sec-Fetch-Site can.
 */
function isOwn({ headers }: WireRequest): boolean {
  const { origin, host } = headers;
  const own = origin === `http://${host}`;
  const site = headers['sec-fetch-site'];
  if (site === undefined) return own;
  return site === 'same-origin' && (own || origin === undefined || origin === 'null');
}

function refusal(visit: Visit, status: number, about: string): WireResponse {
  const { refused } = visit.texts;
  return page(visit, {
    title: refused.heading,
    status,
    alert: { heading: about },
    body: html`<p><a href="${addressOf(visit)}">${refused.again}</a></p>`,
  });
}
