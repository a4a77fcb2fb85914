import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** How long a token is good for, as the original has it. */
export const TOKEN_SECONDS = 24 * 3600;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Compares without telling by its time where two secrets differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

const sign = (payload: string, secret: string): string =>
  createHmac('sha256', secret).update(payload).digest('base64url');

/** A bearer token: base64url JSON with user and time of expiry, a dot, and an HMAC-SHA256 over it. */
export function createToken(userId: string, secret: string, nowSeconds: number): string {
  const payload = Buffer.from(JSON.stringify({ user_id: userId, exp: nowSeconds + TOKEN_SECONDS })).toString(
    'base64url',
  );
  return `${payload}.${sign(payload, secret)}`;
}

/** Why a token is refused, or null for one that is good. */
export function tokenProblem(token: string, secret: string, nowSeconds: number): string | null {
  const [payload, signature, ...rest] = token.split('.');
  if (payload === undefined || signature === undefined || rest.length > 0) return 'Invalid token format';
  if (!sameSecret(signature, sign(payload, secret))) return 'Invalid token signature';
  // Signed here, so its form is known.
  const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number };
  return nowSeconds > exp ? 'Token expired' : null;
}
