import { buildRequest } from '@benchwright/load-driver';
import { type RequestAddress, sha256, signRequest, UNSIGNED_PAYLOAD } from './sign-request.js';

export interface SignedPut extends RequestAddress {
  readonly body: Buffer;
  /** Whether the body's SHA-256 goes into the signature. */
  readonly signsBody: boolean;
  readonly now: Date;
}

/** The bytes of a whole PutObject, signed by hand; good for a quarter of an hour. */
export function signedPut({ body, signsBody, ...address }: SignedPut): Buffer {
  const bodyHash = signsBody ? sha256(body) : UNSIGNED_PAYLOAD;
  const { path, host, headers } = signRequest({ ...address, method: 'PUT', bodyHash });
  return buildRequest({ method: 'PUT', path, host, headers: headers.map(([n, v]) => [n, v]), body });
}
