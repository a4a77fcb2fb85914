import { percentDecode } from '../auth/percent-encoding.js';
import { S3Error } from '../errors/s3-error.js';

const none: ReadonlyMap<string, string> = new Map();

/** Far more than any request of S3 has; a million of them would cost a second of sorting. */
const mostParameters = 100;

/**
 * Takes a query string (without `?`) apart. `+` is a space, as in forms. Throws InvalidURI for a bad escape, InvalidRequest for too many
 * parameters, and InvalidArgument for one that comes twice: which of the two a signature covers, and which an operation reads, must
 * never be a question.
 */
export function parseQuery(raw: string): ReadonlyMap<string, string> {
  if (raw === '') return none;
  const parts = raw.split('&', mostParameters + 1);
  if (parts.length > mostParameters) throw new S3Error('InvalidRequest', 'Too many query parameters.');
  const query = new Map<string, string>();
  for (const part of parts) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals === -1 ? part : part.slice(0, equals));
    if (query.has(name)) {
      throw new S3Error('InvalidArgument', `The query parameter "${name}" comes twice.`, {
        ArgumentName: name,
      });
    }
    query.set(name, equals === -1 ? '' : decode(part.slice(equals + 1)));
  }
  return query;
}

function decode(text: string): string {
  return percentDecode(text.includes('+') ? text.replaceAll('+', ' ') : text);
}
