import { S3Error } from '../errors/s3-error.js';

/** What the header `x-amz-content-sha256` says of the body, once it is known to be one of the forms S3 has. */
export type PayloadMode =
  | { readonly kind: 'plain'; readonly sha256: string | undefined }
  | { readonly kind: 'chunked'; readonly signed: boolean; readonly trailer: boolean };

export const unsignedPayload = 'UNSIGNED-PAYLOAD';

const modes = new Map<string, PayloadMode>([
  [unsignedPayload, { kind: 'plain', sha256: undefined }],
  ['STREAMING-UNSIGNED-PAYLOAD-TRAILER', { kind: 'chunked', signed: false, trailer: true }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD', { kind: 'chunked', signed: true, trailer: false }],
  ['STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER', { kind: 'chunked', signed: true, trailer: true }],
]);

/**
 * Reads a value of `x-amz-content-sha256`.
 *
 * @throws S3Error NotImplemented for the forms of Signature Version 4A, InvalidArgument for anything unknown.
 */
export function readPayloadMode(value: string): PayloadMode {
  const mode = modes.get(value);
  if (mode !== undefined) return mode;
  if (isSha256Hex(value)) return { kind: 'plain', sha256: value };
  if (value.startsWith('STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD')) throw new S3Error('NotImplemented');
  throw new S3Error(
    'InvalidArgument',
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
    { ArgumentName: 'x-amz-content-sha256', ArgumentValue: value },
  );
}

/** Whether a text is a SHA-256 or a signature: 64 lower-case hex digits. */
export function isSha256Hex(text: string): boolean {
  if (text.length !== 64) return false;
  for (let at = 0; at < 64; at++) {
    const code = text.charCodeAt(at);
    if (!((code >= 48 && code <= 57) || (code >= 97 && code <= 102))) return false;
  }
  return true;
}
