import { type Broken, broken, type Check, shown } from './check.ts';

const ARN_OF_AWS_POLICY =
  /^arn:aws(-[a-z]{1,5}){0,3}:iam::aws:policy((?:\/[A-Za-z0-9.,+@=_-]+)*)\/([A-Za-z0-9.,+=@_-]+)$/;
const ARN_OF_CUSTOMER_POLICY = /^arn:aws[a-z-]*:iam::\d{12}:policy(\/(?:.*\/)?)([^/]+)$/;
const POLICY_NAME = /^[\w+=,.@-]{1,128}$/;
const POLICY_PATH = /^(?:\/[A-Za-z0-9.,+@=_-]+)*\/$/;
const OUTSIDE_POLICY = /[^\t\n\r\u0020-\u00FF]/u;

/** AWS: at most this many AWS managed and customer managed policies in one permission set. */
export const MOST_POLICIES = 25;
const MOST_POLICY_BYTES = 32_768;
const MOST_POLICY_CHARACTERS = 10_240;

/** The name at the end of a policy's ARN, or the name itself. */
export function policyShortName(nameOrArn: string): string {
  return nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
}

/** Both mean the same AWS managed policy; a name stands for the policy of that name on any path. */
export function isSamePolicy(a: string, b: string): boolean {
  if (a === b) return true;
  const names = [a, b].filter((one) => !one.startsWith('arn:'));
  return names.length === 1 && policyShortName(a) === policyShortName(b);
}

/** An AWS managed policy by name (`ReadOnlyAccess`) or ARN. */
export const checkManagedPolicy: Check = (value) => {
  const example = 'AdministratorAccess';
  if (POLICY_NAME.test(value) || (value.length <= 2048 && ARN_OF_AWS_POLICY.test(value))) return undefined;
  if (value === '') return broken('empty', {}, { example });
  const customer = ARN_OF_CUSTOMER_POLICY.exec(value.slice(0, 2048));
  if (customer) {
    const suggestion = `customerManagedPolicies: [{ name: ${customer[2]}, path: ${customer[1]} }]`;
    return broken('customerPolicyArn', { value: shown(value) }, { suggestion });
  }
  const name = policyShortName(value);
  const suggestion = !value.startsWith('arn:') && POLICY_NAME.test(name) ? name : undefined;
  return broken('managedPolicy', { value: shown(value) }, { suggestion, example });
};

/** The name of a customer managed policy, which must exist in every account that is assigned. */
export const checkPolicyName: Check = (value) => {
  const example = 'TeamPolicy';
  if (value === '') return broken('empty', {}, { example });
  if (value.length > 128) return broken('tooLong', { value: shown(value), max: '128' }, { example });
  return POLICY_NAME.test(value) ? undefined : broken('policyName', { value: shown(value) }, { example });
};

/** The path of a customer managed policy: `/` or `/team/`. */
export const checkPolicyPath: Check = (value) => {
  const example = '/';
  if (value === '') return broken('empty', {}, { example });
  if (value.length > 512) return broken('tooLong', { value: shown(value), max: '512' }, { example });
  if (POLICY_PATH.test(value)) return undefined;
  const closed = `/${value}/`.replaceAll(/\/{2,}/g, '/');
  const suggestion = POLICY_PATH.test(closed) ? closed : undefined;
  return broken('policyPath', { value: shown(value) }, { suggestion, example });
};

/** A policy document as AWS takes it: an object with `Statement`, in Latin-1, within the sizes. */
export function checkPolicyDocument(document: Readonly<Record<string, unknown>>): Broken | undefined {
  const statement = document.Statement;
  if (typeof statement !== 'object' || statement === null) {
    const suggestion = Object.keys(document).find((key) => /^statements?$/i.test(key) && key !== 'Statement');
    return broken('policyStatement', {}, suggestion === undefined ? {} : { suggestion: 'Statement' });
  }
  if (!isJson(document)) return broken('policyNumber', {});
  const text = JSON.stringify(document);
  const bytes = Buffer.byteLength(text);
  if (bytes > MOST_POLICY_BYTES) return broken('policyTooBig', { size: `${bytes}`, max: `${MOST_POLICY_BYTES}` });
  const characters = text.replaceAll(/\s/g, '').length;
  if (characters > MOST_POLICY_CHARACTERS) {
    return broken('policyTooManyCharacters', { size: `${characters}`, max: `${MOST_POLICY_CHARACTERS}` });
  }
  const strange = OUTSIDE_POLICY.exec(text)?.[0];
  return strange === undefined ? undefined : broken('policyCharacters', { character: strange });
}

/** YAML knows .nan and .inf, which JSON cannot say. */
function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(isJson);
}
