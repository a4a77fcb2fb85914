import { randomBytes } from 'node:crypto';

/** A pair of keys, and the session token that belongs to temporary ones. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Requests must then carry it as `x-amz-security-token`. */
  readonly sessionToken?: string;
}

/** New credentials in the form of AWS's own, random. */
export function generateCredentials(): S3Credentials {
  return {
    accessKeyId: `AKIA${base32(randomBytes(16))}`,
    secretAccessKey: randomBytes(30).toString('base64'),
  };
}

function base32(bytes: Buffer): string {
  return Array.from(bytes, (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
}
