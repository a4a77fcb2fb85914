import { expect, it } from 'vitest';
import { parseGrpcEndpoint, parseMethodName } from './address.js';

it('an address, in plain or over TLS', () => {
  expect(parseGrpcEndpoint('localhost:9090')).toEqual({ secure: false, address: 'localhost:9090' });
  expect(parseGrpcEndpoint('grpc://[::1]:1')).toEqual({ secure: false, address: '[::1]:1' });
  expect(parseGrpcEndpoint('GRPCS://h.example:443')).toEqual({ secure: true, address: 'h.example:443' });
});

it.each(['', 'localhost', ':9090', 'h:0', 'h:70000', 'http://h:1', 'a b:1', 'u@h:1', 'h:1/x'])(
  "no address: '%s'",
  (text) => {
    expect(parseGrpcEndpoint(text)).toBeNull();
  },
);

it('a method, as grpcurl or as ghz write it', () => {
  const name = { service: 'a.b.Service', method: 'Get' };
  expect(parseMethodName('a.b.Service/Get')).toEqual(name);
  expect(parseMethodName('/a.b.Service/Get')).toEqual(name);
  expect(parseMethodName('a.b.Service.Get')).toEqual(name);
  for (const wrong of ['', 'Get', 'a.b/', '/Get', 'a b/c', 'a/b/c', 'a./b'])
    expect(parseMethodName(wrong)).toBeNull();
});
