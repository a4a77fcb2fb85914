import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makePerson } from '../bodies/person.js';
import { traceId } from '../trace/trace-context.js';
import { DidRequestSource } from './did-request-source.js';
import { makeJourneys, makeRequests, type RequestMaterial } from './make-requests.js';

const people = [makePerson(1, 0), makePerson(1, 1), makePerson(1, 2)];
const material: RequestMaterial = {
  family: 'biometric',
  host: '127.0.0.1:8000',
  headers: [['X-API-Key', 'k']],
  people,
  enrolled: people.map((_, i) => ({
    wallet: `w${i}`,
    helpersJson: `{"left_thumb":{"n":${i}}}`,
    idHash: `hash${i}`,
  })),
  walletPrefix: 'addr_test1qabcdefgh',
  timestampSec: 1_700_000_000,
  traceNonce: 0xabc,
  traceEvery: 4,
  seed: 5,
};
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const bodyOf = (text: string): unknown => JSON.parse(text.slice(text.indexOf('\r\n\r\n') + 4));

it('an enrolment is a whole request, of a wallet that no other has, over all threads', () => {
  const requests = makeRequests(new Map([['enroll', 1]]), { ...material, traceEvery: 0 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 8 }), (of, slots) => {
      const wallets = Array.from({ length: of }, (_, index) => {
        const source = new DidRequestSource(requests, slots, { index, of });
        return Array.from({ length: 20 }, (__, i) => textOf(source.bytesFor(i % slots))).map((text) => {
          const length = Number(/Content-Length: (\d+)/.exec(text)?.[1]);
          expect(Buffer.byteLength(text) - text.indexOf('\r\n\r\n') - 4).toBe(length);
          return (bodyOf(text) as { wallet_address: string }).wallet_address;
        });
      }).flat();
      expect(new Set(wallets).size).toBe(20 * of);
      expect(wallets.every((wallet) => /^addr_test1qabcdefgh\d{12}$/.test(wallet))).toBe(true);
    }),
    { numRuns: 20 },
  );
});

it('a slot keeps its request while others are made', () => {
  const source = new DidRequestSource(makeRequests(new Map([['enroll', 1]]), material), 2, {
    index: 0,
    of: 1,
  });
  const first = source.bytesFor(0);
  const before = textOf(first);
  source.bytesFor(1);
  expect(textOf(first)).toBe(before);
});

it('every fourth request carries a traceparent of W3C form, whose id the slot knows', () => {
  const requests = makeRequests(new Map([['health', 1]]), material);
  const source = new DidRequestSource(requests, 1, { index: 0, of: 1 });
  const texts = Array.from({ length: 12 }, () => ({
    text: textOf(source.bytesFor(0)),
    number: source.tracedAs[0]!,
  }));
  const traced = texts.filter(({ text }) => text.includes('traceparent'));
  expect(traced.map(({ number }) => number)).toEqual([4, 8, 12]);
  for (const { text, number } of traced) {
    const [, id, parent] = /traceparent: 00-([0-9a-f]{32})-([0-9a-f]{16})-01\r\n/.exec(text) ?? [];
    expect(id).toBe(traceId(0xabc, number));
    expect(parent).toMatch(/[1-9a-f]/);
  }
  expect(texts.filter(({ number }) => number === 0)).toHaveLength(9);
});

it('a mix has the shares of its weights, exactly over a round of its order', () => {
  const weights = new Map([
    ['health', 1],
    ['verify', 6],
    ['enroll', 1],
  ] as const);
  const { order, operations } = makeRequests(weights, material);
  const counts = operations.map((_, which) => order.filter((one) => one === which).length / order.length);
  expect(operations.map(({ operation }) => operation)).toEqual(['health', 'verify', 'enroll']);
  expect(counts).toEqual([1 / 8, 6 / 8, 1 / 8]);
});

it('verifications send back what the enrolment gave', () => {
  const source = new DidRequestSource(makeRequests(new Map([['verify', 1]]), material), 1, {
    index: 0,
    of: 1,
  });
  const bodies = Array.from({ length: 4 }, () => bodyOf(textOf(source.bytesFor(0))));
  expect(bodies[1]).toEqual({
    fingers: people[1]!.fingers,
    helpers: { left_thumb: { n: 1 } },
    expected_id_hash: 'hash1',
  });
});

it('in a journey the verification is cut where the answer of the enrolment belongs', () => {
  const [first] = makeJourneys(material).verifications;
  expect(textOf(first!.head)).toMatch(
    /^POST \/api\/biometric\/verify HTTP\/1\.1\r\n[\s\S]*Content-Length: $/,
  );
  expect(JSON.parse(`${textOf(first!.body)}{},"expected_id_hash":"h"}`)).toEqual({
    fingers: people[0]!.fingers,
    helpers: {},
    expected_id_hash: 'h',
  });
});
