import { describe, expect, it } from 'vitest';
import {
  connectErrorClass,
  connectionErrorClass,
  errorText,
  transportErrorClasses,
} from './error-classes.js';

const error = (code?: string) => Object.assign(new Error('said'), code === undefined ? {} : { code });

it.each([
  ['connect ECONNREFUSED 127.0.0.1:1', 'connect ECONNREFUSED 127.0.0.1:1'],
  [
    '80CC830A8B7F0000:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:../deps/openssl/record.c:1601:SSL alert number 116\n',
    'tlsv13 alert certificate required',
  ],
])('what a person can read of %j', (message, text) => {
  expect(errorText(new Error(message))).toBe(text);
});

describe('connectErrorClass', () => {
  it.each([
    ['ECONNREFUSED', 'CONNECT_REFUSED'],
    ['ETIMEDOUT', 'CONNECT_TIMEOUT'],
    ['ENOTFOUND', 'DNS'],
    ['EAI_AGAIN', 'DNS'],
    ['EHOSTUNREACH', 'CONNECT_EHOSTUNREACH'],
    ['EADDRNOTAVAIL', 'CONNECT_EADDRNOTAVAIL'],
    ['EMFILE', 'CONNECT_EMFILE'],
    ['ERR_SOCKET_BAD_PORT', 'CONNECT_FAILED'],
    [undefined, 'CONNECT_FAILED'],
  ])('%s: %s', (code, expected) => {
    expect(connectErrorClass(error(code), false)).toBe(expected);
  });

  it('is TLS for whatever fails once TCP is connected', () => {
    for (const code of ['ECONNRESET', 'CERT_HAS_EXPIRED', undefined]) {
      expect(connectErrorClass(error(code), true)).toBe('TLS');
    }
  });
});

describe('connectionErrorClass', () => {
  it.each([
    ['ECONNRESET', 'CONNECTION_RESET'],
    ['EPIPE', 'CONNECTION_RESET'],
    ['EPROTO', 'TLS'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'TLS'],
    ['ENETDOWN', 'CONNECTION_ENETDOWN'],
    [undefined, 'CONNECTION_CLOSED'],
  ])('%s: %s', (code, expected) => {
    expect(connectionErrorClass(error(code))).toBe(expected);
  });
});

it('takes anything that may be thrown', () => {
  for (const thrown of [null, undefined, 'text', 7, { code: 7 }]) {
    expect(connectErrorClass(thrown, false)).toBe('CONNECT_FAILED');
    expect(connectionErrorClass(thrown)).toBe('CONNECTION_CLOSED');
  }
});

it('explains every class', () => {
  for (const [name, meaning] of Object.entries(transportErrorClasses)) {
    expect(name).toMatch(/^[A-Z_]+$/);
    expect(meaning).not.toBe('');
  }
});
