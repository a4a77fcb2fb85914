import { describe, expect, it } from 'vitest';
import { endpointUrl, parseEndpointUrl } from './endpoint-url.js';

describe('an endpoint', () => {
  it.each([
    ['http://localhost', 'localhost', 80, 'localhost', '/'],
    ['HTTP://LOCALHOST:8080/A?b=c#d', 'localhost', 8080, 'localhost:8080', '/A?b=c'],
    ['https://127.0.0.1?x', '127.0.0.1', 443, '127.0.0.1', '/?x'],
    ['http://[::1]:9000/', '::1', 9000, '[::1]:9000', '/'],
    ['http://h:80/{{int 1 9}}/a b', 'h', 80, 'h', '/{{int 1 9}}/a b'],
    ['http://bücher.example/', 'xn--bcher-kva.example', 80, 'xn--bcher-kva.example', '/'],
  ])('%s', (text, host, port, authority, path) => {
    expect(endpointUrl(text)).toMatchObject({ host, port, authority, path });
  });

  it.each([
    ['localhost:8080', /must be an http or https URL/],
    ['ftp://localhost/', /must be an http or https URL/],
    ['http://', /no host/],
    ['http:///x', /no host/],
    ['http://h:99999/', /no host/],
    ['http://h:0/', /port 0/],
    ['http://{{int 1 9}}/', /no host/],
    ['http://ada:secret@h/', /must not hold a password/],
  ])('is not %s', (text, problem) => {
    const parsed = parseEndpointUrl(text);
    expect('problem' in parsed ? parsed.problem : '').toMatch(problem);
    expect(JSON.stringify(parsed)).not.toContain('secret');
  });
});
