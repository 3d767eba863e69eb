import type { SignInRequest } from '../portal.ts';
import type { WireResponse } from '../wire.ts';
import { html, name } from './html.ts';
import { type Page, page } from './layout.ts';
import { answerPart, endPage, requestFacts } from './request.ts';
import { failureAlert, signedIn, signInOrOut } from './sign-in.ts';
import { type Site, textOf, type Visit } from './visit.ts';

/** Where a person answers for a terminal: compares its code, signs in, and allows or denies. */
export const deviceSite: Site = (visit) => {
  const code = (visit.query.get('user_code') ?? '').trim();
  if (code === '') return codePage(visit, {});
  const request = visit.portal.device(code);
  if (request === undefined) {
    const { unknown, unknownAbout } = visit.texts.device;
    return codePage(visit, { status: 404, alert: { heading: unknown, about: unknownAbout, field: 'code' } }, code);
  }
  // A form that is sent twice finds its own answer.
  if (request.state !== 'pending') return endPage(visit, request.state);
  const acted = signInOrOut(visit, request.startUrl);
  if (acted !== undefined && 'status' in acted) return acted;
  const userName = signedIn(visit, request.startUrl);
  const body = answerPart(visit, request, userName, acted);
  if (acted !== undefined) return comparePage(visit, request, { status: 400, alert: failureAlert(visit, acted) }, body);
  const act = visit.form?.get('act');
  try {
    if (act === 'allow' && userName !== undefined) {
      visit.portal.approveDevice(code, userName);
      return endPage(visit, 'approved');
    }
    if (act === 'deny' && userName !== undefined) {
      visit.portal.denyDevice(code);
      return endPage(visit, 'denied');
    }
  } catch (error) {
    const alert = { heading: visit.texts.device.failed, detail: textOf(error) };
    return comparePage(visit, request, { status: 400, alert }, body);
  }
  return comparePage(visit, request, {}, body);
};

function comparePage(
  visit: Visit,
  request: SignInRequest,
  more: Pick<Page, 'status' | 'alert'>,
  answer: ReturnType<typeof answerPart>,
): WireResponse {
  const { device: texts } = visit.texts;
  return page(visit, {
    title: texts.heading,
    ...more,
    body: html`<p class="code">${request.userCode}</p>
<p>${texts.wants(name(request.clientName))} ${texts.compare}</p>
${requestFacts(visit, request)}
${answer}`,
  });
}

/** Asks for the code. */
function codePage(visit: Visit, more: Pick<Page, 'status' | 'alert'>, code = ''): WireResponse {
  const { device: texts } = visit.texts;
  const wrong = more.alert === undefined ? undefined : html` aria-invalid="true"`;
  return page(visit, {
    title: texts.enterHeading,
    ...more,
    body: html`<form method="get" action="/device">
<label for="code">${texts.code}</label>
<input type="text" id="code" name="user_code" value="${code}" required maxlength="20" autocomplete="off" autocapitalize="characters" spellcheck="false" aria-describedby="code-hint"${wrong}>
<p id="code-hint" class="hint">${texts.codeHint}</p>
<button type="submit">${texts.next}</button>
</form>`,
  });
}
