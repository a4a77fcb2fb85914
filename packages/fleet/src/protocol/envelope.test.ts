import { describe, expect, it } from 'vitest';
import { openEnvelope, type Purpose, sealEnvelope } from './envelope.js';

const SECRET = 'a secret of the tests';
const sealed = (body: unknown = { rate: 5 }): string => sealEnvelope('slice', body, SECRET, 1000);

/** The same message with one of its fields replaced. */
function forged(changes: Record<string, unknown>): string {
  return JSON.stringify({ ...JSON.parse(sealed()), ...changes });
}

describe('a signed message', () => {
  it('is opened by who knows the secret, until the very millisecond in which it expires', () => {
    expect(openEnvelope('slice', sealed(), SECRET, 1000).body).toEqual({ rate: 5 });
    expect(() => openEnvelope('slice', sealed(), SECRET, 1001)).toThrow('a message has expired');
  });

  it('has a nonce of its own, even where the body is the same', () => {
    const nonces = [1, 2, 3].map(() => openEnvelope('slice', sealed(), SECRET, 0).nonce);
    expect(new Set(nonces).size).toBe(3);
  });

  it.each(['crew', 'order', 'part'] satisfies Purpose[])('for a slice is none for: %s', (purpose) => {
    expect(() => openEnvelope(purpose, sealed(), SECRET, 0)).toThrow('signed with another secret');
  });

  it('is refused under another secret', () => {
    expect(() => openEnvelope('slice', sealed(), `${SECRET}.`, 0)).toThrow('signed with another secret');
  });

  it.each([
    ['body', { body: JSON.stringify({ rate: 50_000 }) }],
    ['nonce', { nonce: 'another' }],
    ['expiry', { expiresAtMs: 10_000 }],
    ['signature', { mac: Buffer.alloc(32).toString('base64url') }],
    ['signature, cut short', { mac: 'AAAA' }],
    ['signature, left empty', { mac: '' }],
  ])('is refused with another %s', (_what, changes) => {
    expect(() => openEnvelope('slice', forged(changes), SECRET, 0)).toThrow('signed with another secret');
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '7'],
    ['no signature', JSON.stringify({ body: '{}', nonce: 'n', expiresAtMs: 1 })],
    ['a field too many', forged({ admin: true })],
    ['an expiry that is no number', forged({ expiresAtMs: 'never' })],
  ])('must be one: %s', (_what, text) => {
    expect(() => openEnvelope('slice', text, SECRET, 0)).toThrow(
      expect.objectContaining({ code: 'ERR_FLEET_REFUSED', message: 'a message is not signed' }),
    );
  });
});
