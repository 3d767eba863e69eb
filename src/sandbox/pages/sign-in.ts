import type { WireResponse } from '../wire.ts';
import { cookieNames, cookieOf, setCookie } from './cookies.ts';
import { type Html, html, name } from './html.ts';
import { form, redirect } from './layout.ts';
import { addressOf, textOf, type Visit } from './visit.ts';

/** What somebody typed as a user name, and why it was refused. */
export interface Failure {
  readonly userName: string;
  readonly detail: string;
}

/** Who is signed in at the portal in this browser, and may still be. */
export function signedIn({ seals, cookies, portal, aws }: Visit, startUrl: string): string | undefined {
  const [at, userName] = seals.open(cookieOf(cookies, cookieNames.portal) ?? '') ?? [];
  if (userName === undefined || at !== placeOf(aws.world, startUrl)) return undefined;
  try {
    return portal.signIn(startUrl, userName);
  } catch {
    return undefined;
  }
}

/** Carries out what the forms of this part ask for; undefined: another form was sent. */
export function signInOrOut(visit: Visit, startUrl: string): WireResponse | Failure | undefined {
  const act = visit.form?.get('act');
  const here = addressOf(visit);
  if (act === 'signOut') return redirect(here, setCookie(cookieNames.portal, '', 'Lax', 0));
  if (act !== 'signIn') return undefined;
  const userName = (visit.form?.get('userName') ?? '').trim();
  if (userName === '') return { userName, detail: visit.texts.signIn.missing };
  try {
    const exact = visit.portal.signIn(startUrl, userName);
    // Lax: a terminal or a mail may open the portal, and the person is still signed in there.
    const sealed = visit.seals.seal([placeOf(visit.aws.world, startUrl), exact]);
    return redirect(here, setCookie(cookieNames.portal, sealed, 'Lax'));
  } catch (error) {
    return { userName, detail: textOf(error) };
  }
}

/** A form that asks for the user name alone: a field for a password would invite people to type one. */
export function signInForm(visit: Visit, startUrl: string, failure?: Failure): Html {
  const { signIn: texts } = visit.texts;
  const somebody = visit.portal.somebody(startUrl);
  const wrong = failure === undefined ? undefined : html` aria-invalid="true"`;
  const fields = html`<label for="userName">${texts.user}</label>
<input type="text" id="userName" name="userName" value="${failure?.userName}" required autocomplete="username" autocapitalize="none" spellcheck="false" aria-describedby="${failure === undefined ? '' : 'error '}userName-hint"${wrong}>
<p id="userName-hint" class="hint">${texts.hint}${somebody === undefined ? undefined : html` ${texts.example(name(somebody))}`}</p>
<button type="submit">${texts.button}</button>`;
  return form(visit, 'signIn', fields);
}

/** Who is signed in. */
export function signedInAs({ texts }: Visit, userName: string): Html {
  return html`<p>${texts.signIn.as(name(userName))}</p>`;
}

/** The way out. */
export function signOutForm(visit: Visit, button: string): Html {
  return form(visit, 'signOut', html`<button type="submit" class="second">${button}</button>`);
}

/** The alert for a failure. */
export function failureAlert({ texts }: Visit, failure: Failure | undefined) {
  if (failure === undefined) return undefined;
  return { heading: texts.signIn.failed, detail: failure.detail, field: 'userName' };
}

/** Of both addresses of a portal the id of its instance, so that one sign-in is good for both. */
function placeOf(world: Visit['aws']['world'], startUrl: string): string {
  const label = /^https:\/\/([^./]+)\./.exec(startUrl.toLowerCase())?.[1];
  const instance = world.instances.find((one) => one.identityStoreId === label || one.portal.alias === label);
  return instance?.identityStoreId ?? startUrl;
}
