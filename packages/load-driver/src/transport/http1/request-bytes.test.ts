import { describe, expect, it } from 'vitest';
import { buildRequest, type RequestDescription } from './request-bytes.js';

const text = (request: RequestDescription) => buildRequest(request).toString('latin1');

describe('buildRequest', () => {
  it('adds nothing but Host', () => {
    expect(text({ path: '/users?page=2', host: 'example.com:8080' })).toBe(
      'GET /users?page=2 HTTP/1.1\r\nHost: example.com:8080\r\n\r\n',
    );
  });

  it('keeps headers in their order, and several of one name', () => {
    const headers = [
      ['Accept', 'application/json'],
      ['Cookie', 'a=1'],
      ['Cookie', 'b=2'],
    ] as const;
    expect(text({ path: '/', host: 'x', headers })).toBe(
      'GET / HTTP/1.1\r\nHost: x\r\nAccept: application/json\r\nCookie: a=1\r\nCookie: b=2\r\n\r\n',
    );
  });

  it('lets a Host among the headers win', () => {
    expect(text({ path: '/', host: 'x', headers: [['host', 'y']] })).toBe(
      'GET / HTTP/1.1\r\nhost: y\r\n\r\n',
    );
  });

  it('counts the bytes of a body, not its letters', () => {
    const request = buildRequest({ method: 'POST', path: '/', host: 'x', body: '{"name":"Ångström"}' });
    expect(request.toString()).toBe(
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 21\r\n\r\n{"name":"Ångström"}',
    );
  });

  it('says that a POST without body has none', () => {
    expect(text({ method: 'POST', path: '/', host: 'x' })).toContain('\r\nContent-Length: 0\r\n');
    expect(text({ method: 'DELETE', path: '/', host: 'x' })).not.toContain('Content-Length');
  });

  it('leaves framing to headers that bring it', () => {
    const chunked = text({
      method: 'POST',
      path: '/',
      host: 'x',
      headers: [['Transfer-Encoding', 'chunked']],
      body: '1\r\na\r\n0\r\n\r\n',
    });
    expect(chunked).toBe(
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n',
    );
  });

  it('takes binary bodies as they are', () => {
    const body = Uint8Array.from([0, 255, 13, 10]);
    expect(buildRequest({ method: 'PUT', path: '/', host: 'x', body }).subarray(-4)).toEqual(
      Buffer.from(body),
    );
  });

  it.each<[string, RequestDescription, string]>([
    ['a line end in the path', { path: '/a\r\nX: 1', host: 'x' }, 'path'],
    ['a blank in the path', { path: '/a b', host: 'x' }, 'path'],
    ['letters beyond ASCII in the path', { path: '/ä', host: 'x' }, 'path'],
    ['a path that is a URL', { path: 'http://x/', host: 'x' }, 'path'],
    ['a blank in the method', { method: 'GET /', path: '/', host: 'x' }, 'method'],
    ['an empty method', { method: '', path: '/', host: 'x' }, 'method'],
    ['a tunnel', { method: 'CONNECT', path: '/', host: 'x' }, 'method'],
    ['a line end in the host', { path: '/', host: 'x\r\nY: 1' }, 'host'],
    ['no host', { path: '/', host: '' }, 'host'],
    ['a line end in a value', { path: '/', host: 'x', headers: [['A', '1\r\nB: 2']] }, 'header A'],
    ['a bare CR in a value', { path: '/', host: 'x', headers: [['A', '1\r2']] }, 'header A'],
    ['a NUL in a value', { path: '/', host: 'x', headers: [['A', '\0']] }, 'header A'],
    ['a value beyond Latin-1', { path: '/', host: 'x', headers: [['A', '€']] }, 'header A'],
    ['a colon in a name', { path: '/', host: 'x', headers: [['A:', '1']] }, 'header "A:"'],
    ['a line end in a name', { path: '/', host: 'x', headers: [['A\r\nB', '1']] }, 'header "A\\r\\nB"'],
    ['an empty name', { path: '/', host: 'x', headers: [['', '1']] }, 'header ""'],
  ])('refuses %s', (_title, request, field) => {
    expect(() => buildRequest(request)).toThrow(
      expect.objectContaining({ name: 'InvalidRequestError', code: 'ERR_INVALID_REQUEST', field }),
    );
  });
});
