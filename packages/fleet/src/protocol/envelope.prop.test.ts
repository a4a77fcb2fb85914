import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openEnvelope, sealEnvelope } from './envelope.js';

const secret = fc.string({ minLength: 16, maxLength: 40 });

describe('any signed message', () => {
  it('brings its body through unchanged', () => {
    fc.assert(
      fc.property(fc.json(), secret, (json, key) => {
        const body: unknown = JSON.parse(json);
        expect(openEnvelope('order', sealEnvelope('order', body, key, 5), key, 5).body).toEqual(body);
      }),
    );
  });

  it('is refused when any one of its characters is another, or it says nothing else than it did', () => {
    fc.assert(
      fc.property(
        fc.json(),
        secret,
        fc.nat(),
        fc.constantFrom('A', '0', '"', ' '),
        (json, key, at, letter) => {
          const text = sealEnvelope('order', JSON.parse(json), key, 5);
          const i = at % text.length;
          const changed = text.slice(0, i) + letter + text.slice(i + 1);
          let body: unknown;
          try {
            ({ body } = openEnvelope('order', changed, key, 5));
          } catch (error) {
            expect(error).toMatchObject({ code: 'ERR_FLEET_REFUSED' });
            return;
          }
          // The last digit of Base64 has bits that mean nothing.
          expect(body).toEqual(JSON.parse(json));
        },
      ),
    );
  });
});
