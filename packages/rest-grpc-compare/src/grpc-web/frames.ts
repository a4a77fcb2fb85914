// The frames of gRPC-Web (PROTOCOL-WEB.md of grpc/grpc): a flag byte, four bytes of length, content. The flags are
// those of gRPC, and 0x80 for the trailers, which come last and hold what gRPC has in HTTP/2 trailers.

const PREFIX_BYTES = 5;
const MESSAGE = 0x00;
const TRAILERS = 0x80;

/** The content type of requests and answers in binary form. */
export const GRPC_WEB_CONTENT_TYPE = 'application/grpc-web+proto';

/** A status and what was said about it. */
export interface GrpcWebStatus {
  readonly code: number;
  readonly details: string;
}

/** An answer taken apart. */
export interface GrpcWebAnswer {
  /** Null when there was none. A view of the bytes given. */
  readonly message: Uint8Array | null;
  /** Null when there were no trailers, or they held none. */
  readonly status: GrpcWebStatus | null;
}

/** A message in its frame: the body of a unary request. */
export function frameMessage(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(PREFIX_BYTES + message.length);
  writePrefix(framed, 0, MESSAGE, message.length);
  framed.set(message, PREFIX_BYTES);
  return framed;
}

const OK_TRAILERS = trailersOf({ code: 0, details: '' });

/** A unary answer: the message and the status OK. One buffer, for one write. */
export function frameAnswer(message: Uint8Array): Buffer {
  const body = Buffer.allocUnsafe(PREFIX_BYTES + message.length + OK_TRAILERS.length);
  writePrefix(body, 0, MESSAGE, message.length);
  body.set(message, PREFIX_BYTES);
  body.set(OK_TRAILERS, PREFIX_BYTES + message.length);
  return body;
}

/** The frame of trailers that says a status: the whole body of an answer without message. */
export function trailersOf({ code, details }: GrpcWebStatus): Buffer {
  const message = details === '' ? '' : `grpc-message: ${encodeURIComponent(details)}\r\n`;
  const block = Buffer.from(`grpc-status: ${code}\r\n${message}`, 'latin1');
  const framed = Buffer.allocUnsafe(PREFIX_BYTES + block.length);
  writePrefix(framed, 0, TRAILERS, block.length);
  framed.set(block, PREFIX_BYTES);
  return framed;
}

/**
 * Takes the body of a unary answer or request apart; null when it is not one: a frame that is cut short, two messages,
 * something after the trailers, compression. O(frames); the message is not copied.
 */
export function readFrames(body: Buffer): GrpcWebAnswer | null {
  let message: Uint8Array | null = null;
  let at = 0;
  while (at < body.length) {
    if (body.length - at < PREFIX_BYTES) return null;
    const flag = body[at]!;
    const from = at + PREFIX_BYTES;
    const to = from + body.readUInt32BE(at + 1);
    if (to > body.length) return null;
    if (flag === TRAILERS) return to === body.length ? { message, status: readStatus(body, from, to) } : null;
    if (flag !== MESSAGE || message !== null) return null;
    message = body.subarray(from, to);
    at = to;
  }
  return { message, status: null };
}

function readStatus(body: Buffer, from: number, to: number): GrpcWebStatus | null {
  let code = -1;
  let details = '';
  for (const line of body.toString('latin1', from, to).split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === 'grpc-status' && /^\d{1,3}$/.test(value)) code = Number(value);
    if (name === 'grpc-message') details = decoded(value);
  }
  return code < 0 ? null : { code, details };
}

/** Percent-encoded by the specification, but some servers write it as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function writePrefix(bytes: Buffer, at: number, flag: number, length: number): void {
  bytes[at] = flag;
  bytes.writeUInt32BE(length, at + 1);
}
