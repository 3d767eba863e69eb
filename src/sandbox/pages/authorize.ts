import type { SignInRequest } from '../portal.ts';
import { html, name } from './html.ts';
import { type Page, page, redirect } from './layout.ts';
import { answerPart, endPage, requestFacts } from './request.ts';
import { failureAlert, signedIn, signInOrOut } from './sign-in.ts';
import { type Site, textOf, type Visit } from './visit.ts';

/**
 * An OAuth authorization request: the person signs in, allows or denies, and is sent back to the application. A request
 * that cannot be trusted gets a page: nobody is sent anywhere.
 */
export const authorizeSite: Site = (visit) => {
  let request: SignInRequest;
  try {
    request = visit.portal.authorization(visit.query);
  } catch (error) {
    return badPage(visit, error);
  }
  if (request.state !== 'pending') return endPage(visit, request.state);
  const acted = signInOrOut(visit, request.startUrl);
  if (acted !== undefined && 'status' in acted) return acted;
  const userName = signedIn(visit, request.startUrl);
  const act = visit.form?.get('act');
  try {
    if (act === 'allow' && userName !== undefined) return redirect(visit.portal.authorize(visit.query, userName));
    if (act === 'deny' && userName !== undefined) return redirect(visit.portal.refuse(visit.query));
  } catch (error) {
    return badPage(visit, error);
  }
  const { authorize: texts } = visit.texts;
  const failure: Pick<Page, 'status' | 'alert'> =
    acted === undefined ? {} : { status: 400, alert: failureAlert(visit, acted) };
  return page(visit, {
    title: texts.title,
    heading: texts.heading(name(request.clientName)),
    ...failure,
    leavesForApplication: true,
    body: html`<p>${texts.about}</p>
${requestFacts(visit, request)}
${answerPart(visit, request, userName, acted)}`,
  });
};

function badPage(visit: Visit, error: unknown) {
  const { authorize: texts } = visit.texts;
  return page(visit, {
    title: texts.bad,
    status: 400,
    alert: { heading: texts.badAbout, detail: textOf(error) },
    body: html``,
  });
}
