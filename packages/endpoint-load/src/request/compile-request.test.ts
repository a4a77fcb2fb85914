import { InvalidRequestError } from '@benchwright/load-driver';
import { describe, expect, it } from 'vitest';
import { compileRequest, fixedBytes } from './compile-request.js';
import type { RequestSpec } from './parse-request.js';
import { TemplateError } from './template.js';

const spec = (change: Partial<RequestSpec> = {}): RequestSpec => ({
  method: 'GET',
  path: '/',
  host: 'example.com:8080',
  headers: [],
  body: null,
  literal: false,
  ...change,
});

const bytesOf = (change: Partial<RequestSpec>): string =>
  Buffer.from(fixedBytes(compileRequest(spec(change))) ?? []).toString('latin1');

describe('a request without fields', () => {
  it('is ready bytes: Host and Content-Length are added, nothing else', () => {
    expect(bytesOf({})).toBe('GET / HTTP/1.1\r\nHost: example.com:8080\r\n\r\n');
    expect(bytesOf({ method: 'POST', body: Buffer.from('ä'), headers: [['X', '1']] })).toBe(
      'POST / HTTP/1.1\r\nHost: example.com:8080\r\nX: 1\r\nContent-Length: 2\r\n\r\n\u00c3\u00a4',
    );
    expect(bytesOf({ method: 'POST' })).toContain('Content-Length: 0\r\n');
  });

  it('keeps Host, Content-Length and Transfer-Encoding of its own', () => {
    expect(bytesOf({ headers: [['host', 'other']] })).toBe('GET / HTTP/1.1\r\nhost: other\r\n\r\n');
    const chunked = bytesOf({
      method: 'PUT',
      headers: [['Transfer-Encoding', 'chunked']],
      body: Buffer.from('0\r\n\r\n'),
    });
    expect(chunked).not.toContain('Content-Length');
  });

  it('sends a body byte for byte', () => {
    const body = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const bytes = fixedBytes(compileRequest(spec({ method: 'PUT', body })));
    expect(Buffer.from(bytes!).subarray(-256)).toEqual(Buffer.from(body));
  });

  it('percent-encodes what cannot stand in a path, and what is encoded only once', () => {
    expect(bytesOf({ path: '/a b/ü?q=%20€' })).toMatch(/^GET \/a%20b\/%C3%BC\?q=%20%E2%82%AC HTTP/);
  });

  it('sends letters beyond Latin-1 in headers as UTF-8', () => {
    expect(bytesOf({ headers: [['X', '€']] })).toContain('X: \u00e2\u0082\u00ac\r\n');
  });

  it('takes {{…}} as text when told so', () => {
    expect(bytesOf({ body: Buffer.from('{{name}}'), literal: true })).toContain(
      'Content-Length: 8\r\n\r\n{{name}}',
    );
  });
});

describe('a request with fields', () => {
  it('has holes where they stand, and one for the length of a body that varies', () => {
    const { pieces, fields } = compileRequest(
      spec({
        method: 'POST',
        path: '/{{int 1 9}}',
        headers: [['X-Id', '{{uuid}}']],
        body: Buffer.from('n={{seq}};m={{int 5 55}}!'),
      }),
    );
    expect(fields).toEqual([
      { kind: 'int', least: 1, most: 9 },
      { kind: 'uuid' },
      { kind: 'length', bytes: 6, from: 3 },
      { kind: 'seq', first: 0 },
      { kind: 'int', least: 5, most: 55 },
    ]);
    expect(pieces.map((piece) => Buffer.from(piece).toString('latin1'))).toEqual([
      'POST /',
      ' HTTP/1.1\r\nHost: example.com:8080\r\nX-Id: ',
      '\r\nContent-Length: ',
      '\r\n\r\nn=',
      ';m=',
      '!',
    ]);
  });

  it('is not confused by a text that looks like its own marks', () => {
    const { pieces, fields } = compileRequest(
      spec({ path: '/benchwright-field0;/{{seq}}benchwright-fieldx0;' }),
    );
    expect(fields).toHaveLength(1);
    expect(Buffer.from(pieces[0]!).toString()).toBe('GET /benchwright-field0;/');
    expect(Buffer.from(pieces[1]!).toString()).toContain('benchwright-fieldx0; HTTP/1.1');
  });
});

describe('what would break the framing is refused', () => {
  it.each<[string, Partial<RequestSpec>]>([
    ['a line end in a path', { path: '/a\r\nX: 1' }],
    ['a path without a slash', { path: 'a' }],
    ['a line end in a header', { headers: [['X', 'a\r\nInjected: 1']] }],
    ['a line feed in a header', { headers: [['X', 'a\nInjected: 1']] }],
    ['a line end beside a field', { headers: [['X', '{{seq}}\r\nInjected: 1']] }],
    ['a name that is none', { headers: [['X Y', 'a']] }],
    ['a method of two words', { method: 'GET /x HTTP/1.1\r\nHost: y' }],
    ['a tunnel', { method: 'CONNECT' }],
  ])('%s', (_what, change) => {
    expect(() => compileRequest(spec(change))).toThrow(InvalidRequestError);
  });

  it('a field that there is not', () => {
    expect(() => compileRequest(spec({ path: '/{{id}}' }))).toThrow(TemplateError);
  });
});
