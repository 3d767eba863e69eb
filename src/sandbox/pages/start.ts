import type { PortalAccount } from '../portal.ts';
import { type Html, html, name } from './html.ts';
import { facts, page } from './layout.ts';
import { type Failure, failureAlert, signedIn, signedInAs, signInForm, signInOrOut, signOutForm } from './sign-in.ts';
import { type Site, textOf, type Visit } from './visit.ts';

/** What there is to open. */
export const indexSite: Site = (visit) => {
  const { index, console, accessPortal, device } = visit.texts;
  const row = (path: string, text: string, about: string) => html`<li><a href="${path}">${text}</a>: ${about}</li>`;
  return page(visit, {
    title: index.heading,
    body: html`<p>${index.about}</p>
<ul class="plain">
${row('/console', console, index.console)}
${row('/start', accessPortal, index.portal)}
${row('/device', device.code, index.device)}
</ul>`,
  });
};

/** The AWS access portal of the instance: signing in, and one's accounts and roles. */
export const startSite: Site = (visit) => {
  const { start: texts, signIn } = visit.texts;
  const instance = visit.aws.world.instances.find((one) => one.kind === 'organization' && one.status === 'ACTIVE');
  if (instance === undefined) {
    const link = html`<p><a href="/console?step=instance">${texts.enable}</a></p>`;
    return page(visit, { title: texts.heading, body: html`<p>${texts.noPortal}</p>${link}` });
  }
  const startUrl = `https://${instance.identityStoreId}.awsapps.com/start`;
  const alias = instance.portal.alias;
  const shown = alias === undefined ? startUrl : `https://${alias}.awsapps.com/start`;
  const acted = signInOrOut(visit, startUrl);
  if (acted !== undefined && 'status' in acted) return acted;
  const userName = signedIn(visit, startUrl);
  const at = facts([[texts.at, `${shown} (${instance.region})`]]);
  if (userName === undefined || acted !== undefined) return signInPage(visit, startUrl, at, acted);
  const listed = accountsOf(visit, startUrl, userName);
  return page(visit, {
    title: texts.heading,
    ...('refused' in listed ? { status: 400, alert: { heading: texts.failed, detail: listed.refused } } : {}),
    body: html`${at}${signedInAs(visit, userName)}${signOutForm(visit, signIn.out)}
${'accounts' in listed ? accountsPart(visit, listed.accounts) : undefined}`,
  });
};

function signInPage(visit: Visit, startUrl: string, at: Html, failure: Failure | undefined) {
  return page(visit, {
    title: visit.texts.start.heading,
    status: failure === undefined ? 200 : 400,
    alert: failureAlert(visit, failure),
    body: html`${at}${signInForm(visit, startUrl, failure)}`,
  });
}

function accountsOf(
  visit: Visit,
  startUrl: string,
  userName: string,
): { readonly accounts: readonly PortalAccount[] } | { readonly refused: string } {
  try {
    return { accounts: visit.portal.accounts(startUrl, userName) };
  } catch (error) {
    return { refused: textOf(error) };
  }
}

function accountsPart(visit: Visit, accounts: readonly PortalAccount[]): Html {
  const { start: texts } = visit.texts;
  if (accounts.length === 0) return html`<h2>${texts.accounts}</h2><p>${texts.none}</p>`;
  return html`<h2>${texts.accounts}</h2>
<p>${texts.rolesOnly}</p>
<ul class="plain">${accounts.map(
    (account) => html`<li><h3>${name(account.name)}</h3>
<p>${account.id}, ${name(account.email)}</p>
<p>${texts.roles}:</p><ul>${account.roles.map((role) => html`<li>${name(role)}</li>`)}</ul></li>`,
  )}</ul>`;
}
