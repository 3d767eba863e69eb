import type { SignInRequest } from '../portal.ts';
import type { WireResponse } from '../wire.ts';
import { type Html, html, name } from './html.ts';
import { facts, form, page } from './layout.ts';
import { type Failure, signedInAs, signInForm, signOutForm } from './sign-in.ts';
import type { Visit } from './visit.ts';

/** Who asks, for which portal. */
export function requestFacts(visit: Visit, request: SignInRequest): Html {
  const { request: texts } = visit.texts;
  return facts([
    [texts.client, name(request.clientName)],
    [texts.portal, html`${name(request.startUrl)} (${request.region})`],
  ]);
}

/** The person's answer: Allow or Deny, after signing in. */
export function answerPart(
  visit: Visit,
  request: SignInRequest,
  userName: string | undefined,
  failure?: Failure,
): Html {
  const { request: texts, signIn } = visit.texts;
  if (userName === undefined || failure !== undefined) {
    return html`<h2>${texts.signInFirst}</h2>${signInForm(visit, request.startUrl, failure)}`;
  }
  const button = (text: string, look?: Html) => html`<button type="submit"${look}>${text}</button>`;
  return html`${signedInAs(visit, userName)}
<p>${texts.access}</p>
${form(visit, 'allow', button(texts.allow), 'inline')}
${form(visit, 'deny', button(texts.deny, html` class="second"`), 'inline')}
${signOutForm(visit, signIn.other)}`;
}

/** How a request has ended, and what to do then. */
export function endPage(visit: Visit, state: Exclude<SignInRequest['state'], 'pending'>): WireResponse {
  const { request: texts } = visit.texts;
  return page(visit, {
    title: texts[state],
    body: html`<p class="notice${state === 'approved' ? ' good' : ''}" role="status">${texts[`${state}About`]}</p>`,
  });
}
