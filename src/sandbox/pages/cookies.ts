import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Cookies do not know ports: the names have to be told apart from those of other servers on this computer. */
export const cookieNames = {
  /** A random number that the tokens of forms belong to. */
  visitor: 'sso-setup-sandbox-visitor',
  /** Who is signed in to the portal, sealed. */
  portal: 'sso-setup-sandbox-portal',
  language: 'sso-setup-sandbox-language',
} as const;

/** The cookie's value as the browser sent it. */
export function cookieOf(header: string | undefined, name: string): string | undefined {
  const found = header?.split(';').find((pair) => pair.trim().startsWith(`${name}=`));
  return found?.trim().slice(name.length + 1);
}

/**
 * Strict: not sent when another site links here. Lax: sent then, but never with a form of another site.
 * Without `maxAge` the cookie ends with the browser.
 */
export function setCookie(name: string, value: string, sameSite: 'Strict' | 'Lax', maxAge?: number): string {
  const age = maxAge === undefined ? '' : `; Max-Age=${maxAge}`;
  return `${name}=${value}; Path=/; HttpOnly; SameSite=${sameSite}${age}`;
}

export function newVisitor(): string {
  return randomBytes(18).toString('base64url');
}

export function isVisitor(value: string | undefined): value is string {
  return value !== undefined && /^[\w-]{24}$/.test(value);
}

/** Proves that something was made here. The key is this process's own, so nothing outlives it. */
export interface Seals {
  /** What a visitor's forms have to bring. */
  tokenOf(visitor: string): string;
  isTokenOf(visitor: string, token: string): boolean;
  seal(values: readonly string[]): string;
  /** Undefined: not sealed here. */
  open(sealed: string): readonly string[] | undefined;
}

export function newSeals(): Seals {
  const key = randomBytes(32);
  const mark = (purpose: string, text: string) =>
    createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');
  return {
    tokenOf: (visitor) => mark('token', visitor),
    isTokenOf: (visitor, token) => same(mark('token', visitor), token),
    seal: (values) => {
      const text = Buffer.from(JSON.stringify(values)).toString('base64url');
      return `${text}.${mark('seal', text)}`;
    },
    open: (sealed) => {
      const [text = '', found = ''] = sealed.split('.');
      return same(mark('seal', text), found)
        ? (JSON.parse(Buffer.from(text, 'base64url').toString()) as string[])
        : undefined;
    },
  };
}

function same(expected: string, found: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(found)];
  return one.length === other.length && timingSafeEqual(one, other);
}
