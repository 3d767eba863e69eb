import { type Broken, broken, type Check, shown } from './check.ts';
import { nearest } from './nearest.ts';
import { REGION_PLACES } from './regions.ts';
import type { RuleId } from './rule-ids.ts';

export {
  canonicalDuration,
  checkSessionDuration,
  normaliseDuration,
  parseDuration,
  shortDuration,
} from './duration.ts';
export { checkManagedPolicy, checkPolicyName, checkPolicyPath } from './policy.ts';
export { RULE_IDS, type RuleId } from './rule-ids.ts';

// Patterns and lengths are those of the API models of sso-admin and identitystore; lengths count code points.

const IDENTITY_TEXT = /[\p{L}\p{M}\p{S}\p{N}\p{P}\t\n\r \u00A0\u3000]/u;
const USER_NAME = /[\p{L}\p{M}\p{S}\p{N}\p{P}]/u;
const SET_NAME = /[\w+=,.@-]/;
const LATIN_1 = /[\t\n\r\u0020-\u007E\u00A1-\u00FF]/;
const RELAY_STATE = /[a-zA-Z0-9&$@#\\/%?=~\-_'"|!:,.;*+[\] (){}]/;
const TAG = /[\p{L}\p{Z}\p{N}_.:/=+\-@]/u;

/** AWS keeps these names, for users and groups alike (API reference, CreateUser and CreateGroup). */
const RESERVED = ['administrator', 'awsadministrators'];

/** Not empty, not too long, no stray space at either end, and nothing but allowed characters. */
function text(rule: RuleId, allowed: RegExp, max: number, example: string): Check {
  return (value) => {
    if (value === '') return broken('empty', {}, { example });
    const characters = [...value];
    if (characters.length > max) return broken('tooLong', { value: shown(value), max: `${max}` }, { example });
    if (value !== value.trim()) return broken('edges', { value: shown(value) }, { suggestion: value.trim(), example });
    const strange = characters.find((character) => !allowed.test(character));
    return strange === undefined
      ? undefined
      : broken(rule, { value: shown(value), character: named(strange) }, { example });
  };
}

/** A character as a person can see it. */
function named(character: string): string {
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return /[\p{C}\p{Z}\p{M}]/u.test(character) ? code : `${character} (${code})`;
}

function unreserved(check: Check, suggestion: string): Check {
  return (value) =>
    check(value) ??
    (RESERVED.includes(value.toLowerCase()) ? broken('reservedName', { value }, { suggestion }) : undefined);
}

/** A Region that has Identity Center. */
export const checkRegion: Check = (value) => {
  const example = 'us-east-1';
  if (value === '') return broken('empty', {}, { example });
  if (REGION_PLACES.has(value)) return undefined;
  const byPlace = [...REGION_PLACES].find(([, place]) => place.toLowerCase() === value.toLowerCase())?.[0];
  const suggestion = byPlace ?? nearest(value, REGION_PLACES.keys());
  const rule = /^([a-z]+-){2,3}\d$/.test(value) ? 'regionUnknown' : 'region';
  return broken(rule, { value: shown(value) }, { suggestion, example });
};

/** 12 digits; pasted dashes and spaces are fine. */
export const checkAccountId: Check = (value) => {
  const example = '"111122223333"';
  if (value === '') return broken('empty', {}, { example });
  return normaliseAccountId(value) === undefined ? broken('account', { value: shown(value) }, { example }) : undefined;
};

/** `1111-2222-3333` is 111122223333; undefined when it is no account id. */
export function normaliseAccountId(value: string): string | undefined {
  const digits = /^\d{12}$|^\d{4}([- ])\d{4}\1\d{4}$/.test(value) ? value.replaceAll(/[- ]/g, '') : '';
  return digits === '' ? undefined : digits;
}

/** The name in `https://ALIAS.awsapps.com/start`: as a directory alias, lower-case (Directory Service, CreateAlias). */
export const checkAlias: Check = (value) => {
  const example = 'lemonlogin';
  if (value === '') return broken('empty', {}, { example });
  const fromUrl = /^(?:https?:\/\/)?([a-z0-9-]{1,62})\.awsapps\.com(?:\/.*)?$/i.exec(value)?.[1]?.toLowerCase();
  if (fromUrl !== undefined) return broken('alias', { value: shown(value) }, { suggestion: fromUrl, example });
  if (value.length > 62) return broken('tooLong', { value: shown(value), max: '62' }, { example });
  if (!/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i.test(value)) return broken('alias', { value: shown(value) }, { example });
  if (/^d-/i.test(value)) return broken('aliasReserved', { value }, { example });
  const lower = value.toLowerCase();
  return lower === value ? undefined : broken('aliasCase', { value }, { suggestion: lower, example });
};

/** 1 to 1,024 letters, digits, symbols, punctuation and spaces; not a name that AWS keeps. */
export const checkGroupName: Check = unreserved(
  text('textCharacters', IDENTITY_TEXT, 1024, 'Administrators'),
  'Administrators',
);
/** As a group's name, and any words. */
export const checkGroupDescription: Check = text('textCharacters', IDENTITY_TEXT, 1024, 'People who may do everything');
/** 1 to 128 letters, digits, symbols and punctuation, no spaces; not a name that AWS keeps. */
export const checkUserName: Check = unreserved(
  text('userNameCharacters', USER_NAME, 128, 'kim@example.com'),
  'kim@example.com',
);
/** First name: 1 to 1,024 characters. */
export const checkGivenName: Check = text('textCharacters', IDENTITY_TEXT, 1024, 'Minsu');
/** Last name: 1 to 1,024 characters. */
export const checkFamilyName: Check = text('textCharacters', IDENTITY_TEXT, 1024, 'Kim');
/** The name on the screens of the portal: 1 to 1,024 characters. */
export const checkDisplayName: Check = text('textCharacters', IDENTITY_TEXT, 1024, 'Minsu Kim');

const emailText = text('userNameCharacters', USER_NAME, 254, 'kim@example.com');
/** One address, `name@domain.tld`, at most 254 characters. */
export const checkEmail: Check = (value) => {
  const example = 'kim@example.com';
  const facts = { value: shown(value) };
  if (value !== '' && value.length <= 254 && !/\s/.test(value.trim())) {
    const [name, domain, ...more] = value.trim().split('@');
    if (!name || !domain || more.length > 0) return broken('email', facts, { example });
    if (!domain.includes('.')) return broken('emailDomain', facts, { example: `${name}@${domain}.com` });
    if (domain.split('.').includes('')) return broken('email', facts, { example });
  } else if (/\s/.test(value.trim())) {
    return broken('email', facts, { example });
  }
  return emailText(value);
};

/** 1 to 32 of A to Z, digits and `_ + = , . @ -`. */
export const checkPermissionSetName: Check = text('permissionSetName', SET_NAME, 32, 'AdministratorAccess');
/** AWS takes Latin-1 only: no Hangul, no emoji, no long dash. */
export const checkPermissionSetDescription: Check = text('latin1', LATIN_1, 700, 'Full access');

const relayStateText = text(
  'relayStateCharacters',
  RELAY_STATE,
  240,
  'https://us-east-1.console.aws.amazon.com/billing/',
);
/** Where the console opens: an https address of at most 240 characters. */
export const checkRelayState: Check = (value) => {
  const example = 'https://us-east-1.console.aws.amazon.com/billing/';
  const fault = relayStateText(value);
  if (fault !== undefined) return fault;
  const isHttps = /^https:\/\/[^/?#\s]/.test(value) && URL.canParse(value);
  return isHttps ? undefined : broken('relayStateHttps', { value: shown(value) }, { example });
};

/** AWS: at most this many tags on one permission set. */
export const MOST_TAGS = 50;
const tagKeyText = text('tagCharacters', TAG, 128, 'team');
/** 1 to 128 letters, digits, spaces and `_ . : / = + - @`, not starting with `aws:`. */
export const checkTagKey: Check = (value) => {
  const reserved = /^aws:/i.test(value)
    ? broken('tagReserved', { value: shown(value) }, { example: 'team' })
    : undefined;
  return reserved ?? tagKeyText(value);
};
const tagValueText = text('tagCharacters', TAG, 256, 'platform');
/** As a key, up to 256 characters; may be empty. */
export const checkTagValue: Check = (value) => (value === '' ? undefined : tagValueText(value));

const accountName = text('textCharacters', IDENTITY_TEXT, 128, 'management');
/** `management`, a 12-digit id, an account's name, `ou:PATH`, or `all`. */
export const checkAccountSelector: Check = (value) => {
  const example = 'management';
  const unit = /^(ou:)(.*)$/is.exec(value);
  if (unit) return checkUnit(unit[1] ?? '', unit[2] ?? '');
  if (/^[\d -]+$/.test(value) && normaliseAccountId(value) === undefined && value.trim() !== '') {
    return broken('account', { value: shown(value) }, { example: '"111122223333"' });
  }
  const fault = accountName(value);
  return (
    fault &&
    (fault.rule === 'textCharacters' ? broken('accountSelector', fault.facts, { example }) : { ...fault, example })
  );
};

function checkUnit(prefix: string, path: string): Broken | undefined {
  const example = 'ou:Workloads/Prod';
  const value = shown(prefix + path);
  const clean = path
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (clean.length === 0) return broken('unitPath', { value }, { example });
  const suggestion = `ou:${clean.join('/')}`;
  return suggestion === prefix + path ? undefined : broken('unitPath', { value }, { suggestion, example });
}

/** A CLI profile signs in to one account: `management`, a 12-digit id or an account's name. */
export const checkOneAccount: Check = (value) => {
  const many = value === 'all' || /^ou:/i.test(value);
  return many ? broken('oneAccount', { value: shown(value) }, { example: 'management' }) : checkAccountSelector(value);
};

/** A day of the calendar, YYYY-MM-DD. */
export const checkDate: Check = (value) => {
  const example = '2026-11-23';
  if (value === '') return broken('empty', {}, { example });
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : undefined;
  const real = day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
  return real ? undefined : broken('date', { value: shown(value) }, { example });
};

/** What both the AWS CLI and the SDKs can read as the name of a profile or session. */
export const checkCliName: Check = (value) => {
  const example = 'admin';
  if (value === '') return broken('empty', {}, { example });
  if (value.length > 64) return broken('tooLong', { value: shown(value), max: '64' }, { example });
  const suggestion = value
    .trim()
    .replaceAll(/[^A-Za-z0-9_.@%:/+-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  // The SDKs refuse a whole file for that one.
  if (value === '__proto__') return broken('cliName', { value }, { suggestion: 'proto', example });
  if (/^[A-Za-z0-9_.@%:/+-]+$/.test(value)) return undefined;
  return broken('cliName', { value: shown(value) }, { suggestion: suggestion || undefined, example });
};
