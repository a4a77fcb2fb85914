/** Methods whose requests announce an empty body, too (RFC 9110 §8.6). */
const WITH_BODY = new Set(['POST', 'PUT', 'PATCH']);

/** The bytes of a body; text as UTF-8. */
export function bodyBytes(body: string | Uint8Array | undefined): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : (body ?? new Uint8Array());
}

/** Whether a request with a body of this length says so in Content-Length. */
export function announcesLength(method: string, length: number): boolean {
  return length > 0 || WITH_BODY.has(method);
}
