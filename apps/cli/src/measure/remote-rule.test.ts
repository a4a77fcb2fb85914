import { describe, expect, test } from 'vitest';
import { isLoopback, refuseRemote } from './remote-rule.js';

describe('loopback', () => {
  test.each([
    'localhost',
    'localhost:9090',
    'LOCALHOST:80',
    'api.localhost:80',
    'localhost.:80',
    '127.0.0.1',
    '127.0.0.1:9090',
    '127.255.3.4:1',
    'http://127.0.0.1:8080/base',
    'https://localhost',
    'http://[::1]:8080',
    '[::1]:9090',
    '::1',
    'grpcs://localhost:443',
    'grpc://[::1]:1',
    'http://user:pass@localhost:80/',
  ])('%s', (address) => {
    expect(isLoopback(address)).toBe(true);
  });
});

describe('not loopback', () => {
  test.each([
    'example.org',
    '10.0.0.1:80',
    '128.0.0.1',
    '0.0.0.0:80',
    'http://192.168.1.1:8080',
    'http://127.0.0.1.example.org/',
    'http://localhost.example.org',
    'http://localhost@evil.example/',
    'http://127.0.0.1:80@evil.example/',
    '[2001:db8::1]:80',
    '2001:db8::1',
    '::ffff:10.0.0.1',
    '127.evil.example:80',
    'dns:///example.org:443',
    '',
  ])('%s', (address) => {
    expect(isLoopback(address)).toBe(false);
  });
});

test('the refusal names every address that is not', () => {
  const addresses = ['http://127.0.0.1:1', 'http://a.example:1', 'b.example:2'];
  expect(() => refuseRemote(addresses, {})).toThrow(
    'http://a.example:1 and b.example:2 are not on this machine',
  );
  expect(() => refuseRemote(addresses, { allowRemote: true })).not.toThrow();
  expect(() => refuseRemote([], null)).not.toThrow();
});
