import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { S3Credentials } from './credentials.js';

/** What a signature is made for: a day, a region, a service. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** `20130524` */
  readonly date: string;
  readonly region: string;
  /** `20130524/us-east-1/s3/aws4_request` */
  readonly text: string;
}

const mostKeys = 100;

/**
 * Derives signing keys and keeps them: a key holds for a day and costs four HMACs, which at 10,000 requests a second would be a tenth of
 * a core. When there are too many (somebody tries regions), all are forgotten.
 */
export class SigningKeys {
  readonly #keys = new Map<string, KeyObject>();

  keyFor(credentials: S3Credentials, scope: CredentialScope): KeyObject {
    const name = `${scope.accessKeyId}/${scope.text}`;
    const known = this.#keys.get(name);
    if (known !== undefined) return known;
    if (this.#keys.size >= mostKeys) this.#keys.clear();
    const key = deriveSigningKey(credentials.secretAccessKey, scope.date, scope.region);
    this.#keys.set(name, key);
    return key;
  }
}

/** The signing key of Signature Version 4 for the service `s3`. */
function deriveSigningKey(secretAccessKey: string, date: string, region: string): KeyObject {
  const dateKey = hmac(`AWS4${secretAccessKey}`, date);
  return createSecretKey(hmac(hmac(hmac(dateKey, region), 's3'), 'aws4_request'));
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** HMAC-SHA-256 of a string to sign, in lower-case hex. */
export function sign(key: KeyObject, stringToSign: string): string {
  return createHmac('sha256', key).update(stringToSign, 'latin1').digest('hex');
}
