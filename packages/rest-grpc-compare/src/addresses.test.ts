import { describe, expect, it } from 'vitest';
import { addressesOf, isLoopbackAddress, parseGrpcAddress, parseRestUrl } from './addresses.js';
import { type RestGrpcConfigInput, restGrpcConfigSchema } from './config.js';
import { PROTOCOLS } from './protocols.js';

const config = (input: RestGrpcConfigInput) => restGrpcConfigSchema.parse(input);

describe('addressesOf', () => {
  it('is null when no server is named: the suite starts its own', () => {
    expect(addressesOf(config({ protocols: [...PROTOCOLS] }))).toBeNull();
  });

  it('looks for the others at their well-known ports when one is named, and for none that is not compared', () => {
    expect(addressesOf(config({ restUrl: 'http://localhost:1' }))).toEqual({
      rest: 'http://localhost:1',
      grpc: 'localhost:9090',
    });
    expect(addressesOf(config({ protocols: [...PROTOCOLS], grpcUrl: 'localhost:1' }))).toEqual({
      rest: 'http://localhost:8080',
      grpc: 'localhost:1',
      graphql: 'http://localhost:8081',
      'rest-h2': 'http://localhost:8082',
      'grpc-web': 'http://localhost:8083',
    });
  });
});

describe('parseRestUrl', () => {
  it.each([
    ['http://localhost:8080', 'http://localhost:8080', ''],
    ['http://localhost:8080/', 'http://localhost:8080', ''],
    ['https://api.example.com/v1/', 'https://api.example.com', '/v1'],
    ['http://[::1]:80', 'http://[::1]', ''],
  ])('%s', (text, origin, prefix) => {
    expect(parseRestUrl(text)).toEqual({ origin, prefix });
  });

  it.each(['', 'localhost', 'ftp://localhost', 'http://', 'http://h?q=1', 'http://h#f', 'http://u:p@h'])(
    'refuses %j',
    (text) => expect(parseRestUrl(text)).toBeNull(),
  );
});

describe('parseGrpcAddress', () => {
  it.each([
    ['localhost:9090', { host: 'localhost', port: 9090, tls: false }],
    ['grpc://localhost:9090', { host: 'localhost', port: 9090, tls: false }],
    ['grpcs://api.example.com:443', { host: 'api.example.com', port: 443, tls: true }],
    ['[::1]:9090', { host: '[::1]', port: 9090, tls: false }],
  ])('%s', (text, expected) => expect(parseGrpcAddress(text)).toEqual(expected));

  it.each([
    '',
    'localhost',
    'localhost:',
    ':9090',
    'localhost:0',
    'localhost:65536',
    'http://h:1',
    '::1:90',
    'a b:1',
  ])('refuses %j', (text) => expect(parseGrpcAddress(text)).toBeNull());
});

describe('isLoopbackAddress', () => {
  it.each([
    'http://localhost:8080',
    'localhost:9090',
    '127.0.0.1:1',
    'http://127.8.9.10',
    '[::1]:9090',
    'http://[::1]',
  ])('%s is', (address) => expect(isLoopbackAddress(address)).toBe(true));

  it.each([
    'http://localhost.example.com',
    'example.com:9090',
    '10.0.0.1:1',
    'http://1270.0.0.1.example',
    '',
  ])('%j is not', (address) => expect(isLoopbackAddress(address)).toBe(false));
});
