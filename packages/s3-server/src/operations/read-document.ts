import { S3Error } from '../errors/s3-error.js';
import type { Exchange } from './exchange.js';

/** More than the largest document a client may send: 10,000 parts with a checksum each. */
const mostBytes = 4 * 2 ** 20;

/** Receives an XML body. Throws MaxMessageLengthExceeded before it is read, and what the body's checksums say. */
export async function readDocument(
  { head, body }: Exchange,
  { checksums = true }: { checksums?: boolean } = {},
): Promise<string> {
  if (head.headers['content-length'] === undefined && head.headers['transfer-encoding'] === undefined)
    return '';
  if (body.sizeBytes > mostBytes) throw new S3Error('MaxMessageLengthExceeded');
  const chunks: Buffer[] = [];
  const sink = {
    write(chunk: Buffer): void {
      chunks.push(chunk);
    },
  };
  await body.receive(sink, { etag: false, checksums });
  return Buffer.concat(chunks).toString('utf8');
}
