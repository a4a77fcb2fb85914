import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FINGER_IDS, makePerson } from './person.js';
import { walletAddress, walletPrefix } from './wallets.js';

it('a person is the same whenever made: four fingers of 10 to 15 minutiae within the print', () => {
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 32 - 1 }), fc.nat({ max: 1000 }), (seed, number) => {
      const person = makePerson(seed, number);
      expect(makePerson(seed, number)).toEqual(person);
      expect(person.fingers.map(({ finger_id }) => finger_id)).toEqual([...FINGER_IDS]);
      for (const { minutiae } of person.fingers) {
        expect(minutiae.length).toBeGreaterThanOrEqual(10);
        expect(minutiae.length).toBeLessThanOrEqual(15);
        expect(minutiae.every(([x, y, angle]) => x >= 0 && x < 1 && y >= 0 && y < 1 && angle < 360)).toBe(
          true,
        );
      }
      expect(person.biometricHash).toMatch(/^[0-9a-f]{64}$/);
    }),
    { numRuns: 30 },
  );
});

it('other seeds and other numbers make other people', () => {
  const texts = [makePerson(1, 1), makePerson(1, 2), makePerson(2, 1)].map((person) =>
    JSON.stringify(person),
  );
  expect(new Set(texts).size).toBe(3);
});

it('wallets have the network, what their trial has in common, and a number of 12 digits', () => {
  const prefix = walletPrefix('testnet', Uint8Array.of(0, 1, 2, 3, 31, 32, 255, 254));
  expect(walletAddress(prefix, 17)).toBe('addr_test1qqpzrlql7000000000017');
  expect(walletPrefix('mainnet', new Uint8Array(8))).toBe('addr1qqqqqqqqq');
});
