import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DelayLine } from './delay-line.js';
import { MAX_SEGMENT_BYTES, Transmitter } from './transmitter.js';

const ns = fc.integer({ min: 0, max: 1e9 });
const chunks = fc.array(
  fc.record({ gapNs: fc.integer({ min: 0, max: 5e7 }), bytes: fc.integer({ min: 1, max: 9000 }) }),
  {
    minLength: 1,
    maxLength: 40,
  },
);
const rate = fc.option(fc.integer({ min: 10_000, max: 1e9 }));

interface Sent {
  readonly atNs: number;
  readonly bytes: Buffer;
}

/** The chunks with times and with bytes that are all told apart. */
function sending(list: readonly { gapNs: number; bytes: number }[]): Sent[] {
  let atNs = 0;
  let next = 0;
  return list.map(({ gapNs, bytes }) => {
    atNs += gapNs;
    return { atNs, bytes: Buffer.from(Array.from({ length: bytes }, () => next++ % 251)) };
  });
}

/** Takes out all that is in the line, each piece at its time. */
function drain(line: DelayLine): { atNs: number; bytes: Buffer }[] {
  const arrivals: { atNs: number; bytes: Buffer }[] = [];
  while (line.nextReleaseNs !== Number.POSITIVE_INFINITY) {
    const atNs = line.nextReleaseNs;
    const what = line.shift();
    if (Buffer.isBuffer(what)) arrivals.push({ atNs, bytes: what });
  }
  return arrivals;
}

function lineWith(bitsPerSec: number | null, delayNs: number, jitterNs: number, draws: readonly number[]) {
  const transmitter = new Transmitter(bitsPerSec);
  let drawn = 0;
  const random = (): number => draws[drawn++ % draws.length]!;
  const newLine = (): DelayLine => new DelayLine({ transmitter, delayNs, jitterNs, random, notBeforeNs: 0 });
  return { transmitter, newLine };
}

const draws = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), {
  minLength: 1,
  maxLength: 20,
});

describe('a line', () => {
  it('loses no byte and keeps their order, whatever rate, delay and jitter', () => {
    fc.assert(
      fc.property(chunks, rate, ns, ns, draws, (list, bitsPerSec, delayNs, jitterNs, drawn) => {
        const line = lineWith(bitsPerSec, delayNs, jitterNs, drawn).newLine();
        const sent = sending(list);
        for (const { atNs, bytes } of sent) line.push(atNs, bytes);
        const total = sent.reduce((sum, { bytes }) => sum + bytes.length, 0);
        expect(line.heldBytes).toBe(total);
        const arrived = drain(line);
        const whole = Buffer.concat(sent.map(({ bytes }) => bytes));
        expect(Buffer.concat(arrived.map(({ bytes }) => bytes)).equals(whole)).toBe(true);
        const times = arrived.map(({ atNs }) => atNs);
        expect(times).toEqual([...times].sort((a, b) => a - b));
        expect(line.heldBytes).toBe(0);
      }),
    );
  });

  it('never gives out a byte before the delay has passed since it came', () => {
    fc.assert(
      fc.property(chunks, rate, ns, ns, draws, (list, bitsPerSec, delayNs, jitterNs, drawn) => {
        const line = lineWith(bitsPerSec, delayNs, jitterNs, drawn).newLine();
        const sent = sending(list);
        for (const { atNs, bytes } of sent) line.push(atNs, bytes);
        const cameAt = sent.flatMap(({ atNs, bytes }) => Array.from(bytes, () => atNs));
        let byte = 0;
        for (const { atNs, bytes } of drain(line)) {
          byte += bytes.length;
          expect(atNs).toBeGreaterThanOrEqual(cameAt[byte - 1]! + delayNs);
        }
      }),
    );
  });

  it('never exceeds the rate: what two lines of a link give out in any time fits into it, a piece of slack', () => {
    fc.assert(
      fc.property(chunks, fc.integer({ min: 10_000, max: 1e8 }), ns, (list, bitsPerSec, delayNs) => {
        const { transmitter, newLine } = lineWith(bitsPerSec, delayNs, 0, [0]);
        const lines = [newLine(), newLine()];
        const sent = sending(list);
        for (const [i, { atNs, bytes }] of sent.entries()) lines[i % 2]!.push(atNs, bytes);
        const arrived = lines.flatMap(drain).sort((a, b) => a.atNs - b.atNs);
        for (const [i, from] of arrived.entries()) {
          let bytes = 0;
          for (const to of arrived.slice(i)) {
            bytes += to.bytes.length;
            const mostBytes = ((to.atNs - from.atNs) * bitsPerSec) / 8e9 + transmitter.pieceBytes;
            // Times are doubles of up to 1e10 ns: a byte of rounding.
            expect(bytes).toBeLessThanOrEqual(mostBytes + 1);
          }
        }
      }),
    );
  });

  it('adds at most the jitter and the time to send: no piece waits for nothing', () => {
    fc.assert(
      fc.property(chunks, ns, ns, draws, (list, delayNs, jitterNs, drawn) => {
        const line = lineWith(null, delayNs, jitterNs, drawn).newLine();
        const sent = sending(list);
        for (const { atNs, bytes } of sent) line.push(atNs, bytes);
        for (const [i, { atNs }] of drain(line).entries()) {
          expect(atNs).toBeLessThanOrEqual(sent[i]!.atNs + delayNs + jitterNs);
        }
      }),
    );
  });
});

describe('the rate', () => {
  it('counts the headers of each packet', () => {
    const transmitter = new Transmitter(8e6);
    expect(transmitter.transmit(0, MAX_SEGMENT_BYTES)).toBe(1500 * 1000);
    expect(transmitter.transmit(0, 1)).toBe(1553 * 1000);
  });

  it('saves nothing up while nothing is sent', () => {
    const transmitter = new Transmitter(8e6);
    transmitter.transmit(0, 948);
    expect(transmitter.transmit(10e9, 948)).toBe(10e9 + 1e6);
  });
});
