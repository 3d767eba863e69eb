import { roleOf } from '../access.ts';
import type { AwsConsole } from '../console.ts';
import { defaultRegions, optInRegions } from '../regions.ts';
import type { Instance, User, World } from '../world.ts';
import { type Html, html, name } from './html.ts';
import { facts, form, page, redirect } from './layout.ts';
import type { Texts } from './texts.en.ts';
import { addressOf, type Site, textOf, type Visit } from './visit.ts';

type Section = keyof Texts['consoleSite']['steps'];
type Act = 'enable' | 'alias' | 'password' | 'otp' | 'mfa';

/** Where each form stands. */
const sectionOf: Readonly<Record<Act, Section>> = {
  enable: 'instance',
  alias: 'portal',
  password: 'password',
  otp: 'otp',
  mfa: 'mfa',
};

/** Which sections a step of the terminal is about: either of two gets users a password. */
const sectionsOfStep: Readonly<Record<string, readonly Section[]>> = {
  instance: ['instance'],
  portal: ['portal'],
  password: ['password', 'otp'],
  mfa: ['mfa'],
  portalSession: ['portalSession'],
};

/** How a page came to be: what the terminal asks for, what was done last, and what was refused. */
interface View {
  readonly visit: Visit;
  readonly asked: readonly Section[];
  readonly done: Act | undefined;
  readonly failed: { readonly act: Act; readonly detail: string; readonly form: URLSearchParams } | undefined;
}

/** The console's side: what the account's administrator does by hand. `?step=` is what the terminal asks for. */
export const consoleSite: Site = (visit) => {
  const { form: sent, query, texts } = visit;
  const step = query.get('step') ?? '';
  const asked = Object.hasOwn(sectionsOfStep, step) ? (sectionsOfStep[step] ?? []) : [];
  if (sent === undefined) {
    const done = actOf(query.get('done'));
    return page(visit, { title: texts.consoleSite.heading, body: body({ visit, asked, done, failed: undefined }) });
  }
  const act = actOf(sent.get('act'));
  try {
    if (act === undefined) throw new Error('There is no such form.');
    if (roleOf(visit.aws.world) === 'member') throw new Error('Only the management account can do this.');
    acts[act](visit.aws.console, sent);
    return redirect(addressOf(visit, { done: act }));
  } catch (error) {
    const failed = act === undefined ? undefined : { act, detail: textOf(error), form: sent };
    return page(visit, {
      title: texts.consoleSite.heading,
      status: 400,
      alert: { heading: texts.consoleSite.notDone, detail: textOf(error), field: act && fieldOf[act] },
      body: body({ visit, asked, done: undefined, failed }),
    });
  }
};

function actOf(text: string | null): Act | undefined {
  return text !== null && Object.hasOwn(sectionOf, text) ? (text as Act) : undefined;
}

const acts: Readonly<Record<Act, (console: AwsConsole, form: URLSearchParams) => void>> = {
  enable: (console, form) =>
    console.enableInstance(form.get('region') ?? '', { permissionSetsEnabled: form.has('permissionSets') }),
  alias: (console, form) => console.setAlias((form.get('alias') ?? '').trim()),
  password: (console, form) => console.setPassword(form.get('userName') ?? ''),
  otp: (console, form) => console.setSendEmailOtp(form.has('sendEmailOtp')),
  mfa: (console, form) =>
    console.setMfa({
      prompt: oneOf(mfaPrompts, form.get('prompt')),
      withoutDevice: oneOf(mfaWithoutDevices, form.get('withoutDevice')),
      usersManageDevices: form.has('manage'),
    }),
};

const mfaPrompts = ['always-on', 'context-aware', 'never'] as const;
const mfaWithoutDevices = ['require-registration', 'email-otp', 'block', 'allow'] as const;

function oneOf<T extends string>(values: readonly T[], text: string | null): T {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new Error('Choose one of the answers.');
  return found;
}

/** The first field of each form, for the way from an alert to it. */
const fieldOf: Readonly<Partial<Record<Act, string>>> = {
  enable: 'region',
  alias: 'alias',
  otp: 'sendEmailOtp',
  mfa: 'prompt-0',
};

function body(view: View): Html {
  const { visit } = view;
  const { consoleSite: texts } = visit.texts;
  const { world } = visit.aws;
  const instance = world.instances.find((one) => one.kind === 'organization' && one.status === 'ACTIVE');
  const isMember = roleOf(world) === 'member';
  const account = facts([
    [texts.accountName, name(world.account.name)],
    [texts.accountId, world.account.id],
    ...statusRows(visit, world, instance),
  ]);
  return html`<section aria-labelledby="account-heading"><h2 id="account-heading">${texts.account}</h2>${account}
${isMember ? html`<p>${texts.member}</p>` : undefined}
</section>
${isMember ? undefined : sections(view, world, instance)}`;
}

function statusRows(visit: Visit, world: World, active: Instance | undefined): [string, Html | string][] {
  const { consoleSite: texts } = visit.texts;
  const shown = active ?? world.instances[0];
  const again = html`<a href="${addressOf(visit, { done: undefined })}">${texts.lookAgain}</a>`;
  const region = shown?.region ?? world.enabling?.region;
  const status = () => {
    if (active !== undefined) return texts.isEnabled;
    if (shown?.kind === 'account') return texts.accountInstance;
    if (world.enabling !== null) return html`${texts.isEnabling}. ${again}`;
    if (shown === undefined) return texts.isNotEnabled;
    return texts.otherStatus([shown.status, shown.statusReason].filter(Boolean).join(', '));
  };
  const rows: [string, Html | string][] = [[texts.status, status()]];
  if (region !== undefined) rows.push([texts.region, region]);
  if (active !== undefined) rows.push([texts.permissionSets, active.permissionSetsEnabled ? texts.on : texts.off]);
  return rows;
}

function sections(view: View, world: World, instance: Instance | undefined): Html {
  const { steps, contents, notYet } = view.visit.texts.consoleSite;
  const parts: readonly (readonly [Section, (instance: Instance) => Html])[] = [
    ['portal', (one) => portalPart(view, one)],
    ['password', (one) => usersPart(view, one)],
    ['otp', (one) => otpPart(view, one)],
    ['mfa', (one) => mfaPart(view, one)],
    ['portalSession', () => html`<p>${view.visit.texts.consoleSite.sessionAbout}</p>`],
  ];
  const links = (Object.keys(steps) as Section[]).map((id) => html`<li><a href="#${id}">${steps[id]}</a></li>`);
  return html`<nav aria-label="${contents}"><ul>${links}</ul></nav>
${section(view, 'instance', enablePart(view, world, instance))}
${parts.map(([id, part]) => section(view, id, instance === undefined ? html`<p>${notYet}</p>` : part(instance)))}`;
}

/** A part of the page: marked when the terminal asks for it, and with what was done there last. */
function section({ visit, asked, done, failed }: View, id: Section, content: Html): Html {
  const { consoleSite: texts } = visit.texts;
  const isAsked = asked.includes(id);
  const isDone = done !== undefined && sectionOf[done] === id;
  // The focus goes to what was refused, else to what was done, else to what the terminal asks for.
  const focus =
    failed === undefined && done === undefined && asked[0] === id ? html` tabindex="-1" autofocus` : undefined;
  return html`<section id="${id}" aria-labelledby="${id}-heading"${isAsked ? html` class="asked"` : undefined}>
<h2 id="${id}-heading"${focus}>${texts.steps[id]}</h2>
${isAsked ? html`<p class="tag">${texts.asked}</p>` : undefined}
${isDone ? html`<p class="notice good" role="status" tabindex="-1" autofocus>${doneText(texts, done)} ${texts.goBack}</p>` : undefined}
${content}
</section>
`;
}

function doneText(texts: Texts['consoleSite'], act: Act): string {
  const said: Readonly<Record<Act, string>> = {
    enable: texts.enableDone,
    alias: texts.aliasDone,
    password: texts.passwordDone,
    otp: texts.otpDone,
    mfa: texts.mfaDone,
  };
  return said[act];
}

function enablePart({ visit, failed }: View, world: World, instance: Instance | undefined): Html {
  const { consoleSite: texts } = visit.texts;
  if (instance !== undefined) return html`<p>${texts.status}: ${texts.isEnabled}, ${instance.region}</p>`;
  if (world.enabling !== null) return html`<p>${texts.status}: ${texts.isEnabling}, ${world.enabling.region}</p>`;
  const again = failed?.act === 'enable' ? failed.form : undefined;
  const wanted = again?.get('region') ?? visit.query.get('region') ?? '';
  const regions = optInRegions.includes(wanted) ? [...defaultRegions, wanted] : defaultRegions;
  const chosen = regions.includes(wanted) ? wanted : 'us-east-1';
  const options = regions.map(
    (region) => html`<option${region === chosen ? html` selected` : undefined}>${region}</option>`,
  );
  const isOn = again === undefined || again.has('permissionSets');
  return form(
    visit,
    'enable',
    html`<label for="region">${texts.enableRegion}</label>
<select id="region" name="region" aria-describedby="${failed?.act === 'enable' ? 'error ' : ''}region-hint"${invalid(failed?.act === 'enable')}>${options}</select>
<p id="region-hint" class="hint">${texts.enableRegionHint}</p>
${checkbox('permissionSets', texts.enablePermissionSets, isOn, texts.enablePermissionSetsHint)}
<button type="submit">${texts.enable}</button>`,
  );
}

function portalPart(view: View, instance: Instance): Html {
  const { visit, failed } = view;
  const { consoleSite: texts } = visit.texts;
  const { alias } = instance.portal;
  const rows = facts([
    [texts.classic, portalAddress(instance.identityStoreId)],
    [texts.alias, alias === undefined ? texts.noAlias : portalAddress(alias)],
  ]);
  if (alias !== undefined) return html`${rows}<p>${texts.aliasFixed}</p>`;
  const isWrong = failed?.act === 'alias';
  const value = (isWrong ? failed.form.get('alias') : visit.query.get('alias')) ?? '';
  const fields = html`<label for="alias">${texts.aliasField}</label>
<input type="text" id="alias" name="alias" value="${value}" maxlength="62" required autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="${isWrong ? 'error ' : ''}alias-hint"${invalid(isWrong)}>
<p id="alias-hint" class="hint">${texts.aliasHint}</p>
<button type="submit">${texts.save}</button>`;
  return html`${rows}${folded(texts.customize, isOpen(view, 'alias'), form(visit, 'alias', fields))}`;
}

function portalAddress(label: string): string {
  return `https://${label}.awsapps.com/start`;
}

function usersPart({ visit }: View, instance: Instance): Html {
  const { consoleSite: texts } = visit.texts;
  if (instance.users.length === 0) return html`<p>${texts.noUsers}</p>`;
  const asked = visit.query.getAll('user').map((one) => one.toLowerCase());
  return html`<p>${texts.usersAbout}</p>
<ul class="plain">${instance.users.map((user) => userRow(visit, user, asked))}</ul>`;
}

function userRow(visit: Visit, { attributes, hasPassword }: User, asked: readonly string[]): Html {
  const { consoleSite: texts } = visit.texts;
  const userName = String(attributes.UserName);
  const isAsked = asked.includes(userName.toLowerCase());
  const button = html`<input type="hidden" name="userName" value="${userName}">
<button type="submit" class="second">${texts.resetPassword}<span class="unseen"> ${texts.resetPasswordOf(name(userName))}</span></button>`;
  return html`<li${isAsked ? html` class="asked"` : undefined}><strong>${name(userName)}</strong>, ${name(String(attributes.DisplayName))}: ${hasPassword ? texts.hasPassword : texts.noPassword}
${isAsked ? html`<p class="tag">${texts.askedUser}</p>` : undefined}
${form(visit, 'password', button)}</li>`;
}

function otpPart(view: View, instance: Instance): Html {
  const { visit } = view;
  const { consoleSite: texts } = visit.texts;
  const isOn = instance.portal.sendEmailOtp;
  const fields = html`${checkbox('sendEmailOtp', texts.otp, isOn, texts.otpHint)}
<button type="submit">${texts.save}</button>`;
  return html`<p>${texts.otp}: ${isOn ? texts.on : texts.off}</p>
${folded(texts.configure, isOpen(view, 'otp'), form(visit, 'otp', fields), texts.steps.otp)}`;
}

function mfaPart(view: View, instance: Instance): Html {
  const { visit, failed } = view;
  const { consoleSite: texts } = visit.texts;
  const { mfa } = instance.portal;
  const sent = failed?.act === 'mfa' ? failed.form : undefined;
  const prompt = sent?.get('prompt') ?? mfa.prompt;
  const withoutDevice = sent?.get('withoutDevice') ?? mfa.withoutDevice;
  const manage = sent === undefined ? mfa.usersManageDevices === true : sent.has('manage');
  const fields = html`<fieldset><legend>${texts.mfaPrompt}</legend>${radios('prompt', texts.mfaPrompts, mfaPrompts, prompt)}</fieldset>
<fieldset><legend>${texts.mfaWithoutDevice}</legend>${radios('withoutDevice', texts.mfaWithoutDevices, mfaWithoutDevices, withoutDevice)}</fieldset>
${checkbox('manage', texts.mfaManage, manage)}
<button type="submit">${texts.save}</button>`;
  const current = facts([
    [texts.mfaPrompt, wordOf(texts.mfaPrompts, mfa.prompt)],
    [texts.mfaWithoutDevice, wordOf(texts.mfaWithoutDevices, mfa.withoutDevice)],
  ]);
  return html`<p>${texts.mfaAbout}</p>${current}
${folded(texts.configure, isOpen(view, 'mfa'), form(visit, 'mfa', fields), texts.steps.mfa)}`;
}

/** A value of the world, which may be one that the console does not offer. */
function wordOf(words: Readonly<Record<string, string>>, value: unknown): string {
  const key = String(value);
  return (Object.hasOwn(words, key) ? words[key] : undefined) ?? key;
}

function isOpen({ asked, failed }: View, act: Act): boolean {
  return asked.includes(sectionOf[act]) || failed?.act === act;
}

/** What the console shows after a press of a button: here it is unfolded. `of` tells equal buttons apart by ear. */
function folded(button: string, isOpened: boolean, content: Html, of?: string): Html {
  const more = of === undefined ? undefined : html`<span class="unseen">: ${of}</span>`;
  return html`<details${isOpened ? html` open` : undefined}><summary>${button}${more}</summary>${content}</details>`;
}

function checkbox(id: string, label: string, isOn: boolean, hint?: string): Html {
  const described = hint === undefined ? undefined : html` aria-describedby="${id}-hint"`;
  return html`<div class="choice"><input type="checkbox" id="${id}" name="${id}" value="on"${isOn ? html` checked` : undefined}${described}><label for="${id}">${label}</label></div>
${hint === undefined ? undefined : html`<p id="${id}-hint" class="hint">${hint}</p>`}`;
}

function radios<T extends string>(
  field: string,
  labels: Readonly<Record<T, string>>,
  values: readonly T[],
  chosen: unknown,
): Html[] {
  return values.map((value, index) => {
    const id = `${field}-${index}`;
    const checked = value === chosen ? html` checked` : undefined;
    return html`<div class="choice"><input type="radio" id="${id}" name="${field}" value="${value}" required${checked}><label for="${id}">${labels[value]}</label></div>`;
  });
}

function invalid(isWrong: boolean): Html | undefined {
  return isWrong ? html` aria-invalid="true"` : undefined;
}
