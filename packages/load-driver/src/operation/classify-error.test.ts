import { expect, it } from 'vitest';
import { classifyError } from './classify-error.js';

it.each([
  [Object.assign(new Error(), { code: 'ECONNREFUSED' }), 'CONNECT_REFUSED'],
  [
    new TypeError('fetch failed', { cause: Object.assign(new Error(), { code: 'ECONNRESET' }) }),
    'CONNECTION_RESET',
  ],
  [new AggregateError([Object.assign(new Error(), { code: 'ECONNREFUSED' })]), 'CONNECT_REFUSED'],
  [Object.assign(new Error(), { code: 'HPE_INVALID_CONSTANT' }), 'PROTOCOL'],
  [Object.assign(new Error(), { name: 'HTTPParserError' }), 'PROTOCOL'],
  [Object.assign(new Error(), { code: 'UND_ERR_HEADERS_OVERFLOW' }), 'PROTOCOL'],
  [Object.assign(new Error(), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }), 'TLS'],
  [Object.assign(new Error(), { name: 'SlowDown', $metadata: { httpStatusCode: 503 } }), 'HTTP_503'],
  [new DOMException('', 'AbortError'), 'CANCELLED'],
  [new DOMException('', 'TimeoutError'), 'TIMEOUT'],
  [new RangeError('x'), 'RangeError'],
  [Object.assign(new Error(), { code: 'ERR_MADE_UP' }), 'ERR_MADE_UP'],
  [new Error('plain'), 'ERROR'],
  ['just text', 'ERROR'],
  [undefined, 'ERROR'],
])('%o is %s', (error, expected) => {
  expect(classifyError(error)).toBe(expected);
});

it('ends on a cycle of causes', () => {
  const error = new Error('round');
  error.cause = error;
  expect(classifyError(error)).toBe('ERROR');
});
