import type { IncomingHttpHeaders } from 'node:http';
import { MalformedBody } from '../parse/malformed-body.js';
import type { Refusal } from './receive-batch.js';

const MEDIA_TYPE = /^(?:application\/soap\+xml|application\/xml|text\/xml)\s*(?:;|$)/i;
const CHARSET = /;\s*charset\s*=\s*"?([\w-]+)"?/i;

/** How the body of a batch is written, by its headers; or why it is not read. */
export function charsetOf(headers: IncomingHttpHeaders): 'utf-8' | 'utf-16' | Refusal {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    return unsupported(`Content-Encoding ${encoding} is not supported: send the batch uncompressed`);
  }
  const type = headers['content-type'];
  if (type === undefined) return 'utf-8';
  if (!MEDIA_TYPE.test(type))
    return unsupported(`Content-Type ${type} is not supported: use application/soap+xml`);
  const charset = CHARSET.exec(type)?.[1]?.toLowerCase() ?? 'utf-8';
  if (charset === 'utf-8' || charset === 'us-ascii') return 'utf-8';
  if (charset === 'utf-16' || charset === 'utf-16le') return 'utf-16';
  return unsupported(`charset ${charset} is not supported: use UTF-8 or UTF-16`);
}

function unsupported(text: string): Refusal {
  return { status: 415, text: `${text}.\n` };
}

/**
 * The body in UTF-8: as it is, or turned into it.
 * @throws MalformedBody where UTF-16 ends within a character or has half a pair
 */
export function toUtf8(body: Buffer, charset: 'utf-8' | 'utf-16'): Buffer {
  const marked = body.length >= 2 && body[0] === 0xff && body[1] === 0xfe;
  if (charset === 'utf-8' && !marked) return body;
  if (body.length % 2 !== 0)
    throw new MalformedBody('the body ends within a character of UTF-16', body.length - 1);
  const text = body.toString('utf16le', marked ? 2 : 0);
  if (LONE_SURROGATE.test(text)) throw new MalformedBody('the body has half a pair of UTF-16');
  return Buffer.from(text, 'utf8');
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;
