import { createHash } from 'node:crypto';

/** What a sealed text may be. */
type Kind =
  | 'client'
  | 'client secret'
  | 'device code'
  | 'authorization code'
  | 'access token'
  | 'refresh token'
  | 'role session';

/**
 * A text that carries its content: what the service must know again later travels with its caller, so that it is valid
 * after a restart too. The seal tells the texts of this program from others; it keeps nothing secret.
 */
export function sealed(kind: Kind, content: object): string {
  const text = Buffer.from(JSON.stringify({ kind, ...content })).toString('base64url');
  return `${text}.${sealOf(text)}`;
}

/** The content of a sealed text of that kind; undefined for any other text. */
export function unsealed<Content extends object>(kind: Kind, text: string | undefined): Content | undefined {
  const content = contentOf(text);
  return content?.kind === kind ? (content as Content) : undefined;
}

/** The Region in a sealed text of any kind. */
export function sealedRegion(text: unknown): string | undefined {
  const region = typeof text === 'string' ? contentOf(text)?.region : undefined;
  return typeof region === 'string' ? region : undefined;
}

function contentOf(sealedText = ''): { kind?: unknown; region?: unknown } | undefined {
  const [text = '', seal] = sealedText.split('.');
  if (seal !== sealOf(text)) return undefined;
  return JSON.parse(Buffer.from(text, 'base64url').toString()) as object;
}

function sealOf(text: string): string {
  return createHash('sha256').update(`sso-oidc ${text}`).digest('base64url');
}
