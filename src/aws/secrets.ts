import type { Facts } from '../problem.ts';

/** Shorter values would blacken plain words. AWS's own: key ids 16 or more, secret keys 40 (IAM API reference, AccessKey). */
const SHORTEST = 16;
const HIDDEN = '[hidden]';
/** Ids of access keys (IAM user guide, unique identifiers), token and signature in a header are secrets by their looks. */
const KEY_ID = /\b(?:AKIA|ASIA)[A-Z0-9]{12,124}\b/g;
const TOKEN_HEADER = /(?<=x-amz-security-token["']?\s{0,3}[:=]\s{0,3}["']?)[^\s"'&,;]+/gi;
const SIGNATURE = /(?<=Signature=)[0-9a-f]{32,}/gi;
const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];

/** What calls are signed with. */
interface Identity {
  readonly accessKeyId?: unknown;
  readonly secretAccessKey?: unknown;
  readonly sessionToken?: unknown;
}

/**
 * Knows the secrets of a run, to keep them out of what is shown and written. AWS repeats the request, session token and
 * all, when a signature is wrong (message of SignatureDoesNotMatch); other servers may repeat what they like.
 */
export class Secrets {
  readonly #known = new Set<string>();

  constructor(env: Readonly<Record<string, string | undefined>>) {
    for (const variable of VARIABLES) this.#learn(env[variable]);
  }

  /** Remembers what a call is signed with. */
  learn({ accessKeyId, secretAccessKey, sessionToken }: Identity): void {
    this.keep(accessKeyId, secretAccessKey, sessionToken);
  }

  /** Remembers values that must not be shown. */
  keep(...values: readonly unknown[]): void {
    for (const value of values) this.#learn(value);
  }

  /** The text without secrets. */
  hide(text: string): string {
    let left = text;
    for (const secret of this.#longestFirst()) {
      left = left.replaceAll(secret, HIDDEN).replaceAll(inAddress(secret), HIDDEN);
    }
    return left.replace(KEY_ID, HIDDEN).replace(TOKEN_HEADER, HIDDEN).replace(SIGNATURE, HIDDEN);
  }

  /** What is to be told of a failure, without secrets. */
  hideIn(facts: Facts): Facts {
    return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, fact && this.hide(fact)]));
  }

  #learn(value: unknown): void {
    if (typeof value === 'string' && value.length >= SHORTEST) this.#known.add(value);
  }

  /** One that is part of another must not be taken out of it first. */
  #longestFirst(): string[] {
    return [...this.#known].sort((a, b) => b.length - a.length);
  }
}

/** As an address has it; half a character cannot be in one. */
function inAddress(secret: string): string {
  return encodeURIComponent(secret.replaceAll(/\p{Cs}/gu, '\ufffd'));
}
