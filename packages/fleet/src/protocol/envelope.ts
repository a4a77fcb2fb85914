import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { FleetError } from '../errors.js';

/** The shortest secret that is taken: 16 bytes as hexadecimal digits are twice as long. */
export const LEAST_SECRET_LENGTH = 16;

/** What a signed message is for: none can stand in for one of another kind. */
export type Purpose = 'crew' | 'slice' | 'order' | 'part';

const envelopeSchema = z.strictObject({
  body: z.string(),
  nonce: z.string(),
  expiresAtMs: z.number(),
  mac: z.string(),
});

export interface Opened {
  readonly body: unknown;
  /** Different in every message: whoever remembers it refuses the same message a second time. */
  readonly nonce: string;
}

/**
 * A message signed with the fleet's secret: HMAC-SHA-256 (RFC 2104) over its purpose, a nonce, when it expires (Redis' time) and its body.
 * It is not encrypted.
 */
export function sealEnvelope(purpose: Purpose, body: unknown, secret: string, expiresAtMs: number): string {
  const text = JSON.stringify(body);
  const nonce = randomBytes(16).toString('base64url');
  const mac = macOf(purpose, { body: text, nonce, expiresAtMs }, secret);
  return JSON.stringify({ body: text, nonce, expiresAtMs, mac: mac.toString('base64url') });
}

/**
 * The body of a message that was signed with the same secret, for the same purpose, and has not expired.
 *
 * @throws FleetError ERR_FLEET_REFUSED otherwise
 */
export function openEnvelope(purpose: Purpose, text: string, secret: string, nowMs: number): Opened {
  const parsed = envelopeSchema.safeParse(jsonOf(text));
  if (!parsed.success) throw refusal('a message is not signed');
  const { mac, ...signed } = parsed.data;
  const given = Buffer.from(mac, 'base64url');
  const expected = macOf(purpose, signed, secret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
    throw refusal('a message is signed with another secret');
  }
  if (nowMs > signed.expiresAtMs) throw refusal('a message has expired');
  return { body: jsonOf(signed.body), nonce: signed.nonce };
}

function macOf(
  purpose: Purpose,
  { body, nonce, expiresAtMs }: { body: string; nonce: string; expiresAtMs: number },
  secret: string,
): Buffer {
  return createHmac('sha256', secret).update(`${purpose}\n${nonce}\n${expiresAtMs}\n${body}`).digest();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(message: string): FleetError {
  return new FleetError('ERR_FLEET_REFUSED', message, {
    hint: 'give agents and coordinator the same BENCHWRIGHT_FLEET_SECRET',
  });
}
