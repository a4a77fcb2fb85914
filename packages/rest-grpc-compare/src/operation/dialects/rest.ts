import type { ApiCall } from '../api-call.js';
import type { Dialect } from '../dialect.js';
import { judged } from './judged.js';

const HEADERS_OF_GET = [['accept', 'application/json']] as const;
const HEADERS_OF_POST = [
  ['accept', 'application/json'],
  ['content-type', 'application/json'],
] as const;

/** JSON over HTTP, of either version. */
export function restDialect(call: ApiCall, prefix: string): Dialect {
  return {
    call,
    exchangeFor(number) {
      const { method, path, body = null } = call.requestFor(number).rest();
      const headers = body === null ? HEADERS_OF_GET : HEADERS_OF_POST;
      return { method, path: prefix + path, headers, body };
    },
    judge: (body, number) =>
      judged(() =>
        call.requestFor(number).accepts(JSON.parse(body.toString('utf8'))) ? null : 'WRONG_ANSWER',
      ),
    payloadBytes: (body) => body.length,
  };
}
