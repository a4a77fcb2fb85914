import { describe, expect, it } from 'vitest';
import { decodeGrpcMessage, grpcStatusName } from './grpc-status.js';

describe('grpc-message', () => {
  it.each([
    ['plain', 'plain'],
    ['', ''],
    ['100 %25', '100 %'],
    ['%C3%BC and %e2%82%ac', 'ü and €'],
    ['a%0Ab%00c', 'a\nb\0c'],
    // What is not an escape stands for itself: the specification has a client show it rather than lose it.
    ['%', '%'],
    ['%4', '%4'],
    ['%zz%4g%', '%zz%4g%'],
    ['%%41', '%A'],
    ['%FF', '\ufffd'],
    ['%E2%82', '\ufffd'],
  ])('%j is %j', (sent, text) => {
    expect(decodeGrpcMessage(sent)).toBe(text);
  });
});

it.each([
  [0, 'OK'],
  [4, 'DEADLINE_EXCEEDED'],
  [16, 'UNAUTHENTICATED'],
  [17, 'UNKNOWN'],
])('status %d is called %s', (code, name) => {
  expect(grpcStatusName(code)).toBe(name);
});
