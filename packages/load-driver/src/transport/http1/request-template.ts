import { InvalidRequestError } from '../http/invalid-request-error.js';
import type { RequestSource } from '../transport.js';

const ZERO = 0x30;
/** 2^53 has 16 digits. */
const MOST_DIGITS = 15;

/** Requests that differ in a number only. */
export interface RequestTemplate {
  /** As many as the transport has. */
  readonly slots: number;
  /** Makes the request around a number written in decimal digits, at one or more places, in path, header or body. */
  readonly build: (digits: string) => Buffer;
  /** The smallest and largest number that `numberFor` gives. */
  readonly range: readonly [least: number, most: number];
  /** The number in request `sequence`. Called while measuring: must not allocate, and give the same answer each time. */
  readonly numberFor: (sequence: number) => number;
}

/** The requests with one count of digits: one buffer per slot, and where in it the numbers begin. */
interface Shape {
  readonly bySlot: Buffer[];
  readonly offsets: readonly number[];
}

/**
 * For ranges too large for a table: each slot has one prepared buffer per count of digits, and the digits are written
 * into it in place. Costs some 20 ns and no allocation per request; memory is slots × digit counts × request size.
 * Throws InvalidRequestError when the range is not one of whole numbers from 0, or when the places of the number cannot
 * be found (because `build` does not put the digits in as they are).
 */
export function requestTemplate(template: RequestTemplate): RequestSource {
  const { slots, build, range, numberFor } = template;
  const [least, most] = range;
  if (!Number.isSafeInteger(least) || !Number.isSafeInteger(most) || least < 0 || most < least) {
    throw new InvalidRequestError(
      'range',
      `must go from a whole number to a larger one, got ${least} to ${most}`,
    );
  }
  const mostDigits = String(most).length;
  if (mostDigits > MOST_DIGITS) throw new InvalidRequestError('range', `has more than ${MOST_DIGITS} digits`);
  const shapes: (Shape | undefined)[] = [undefined];
  for (let digits = 1; digits <= mostDigits; digits++) {
    shapes.push(digits < String(least).length ? undefined : shapeOf(build, digits, slots));
  }
  return {
    bytesFor: (slot, sequence) => {
      const number = numberFor(sequence);
      const digits = countDigits(number);
      const shape = shapes[digits]!;
      const bytes = shape.bySlot[slot]!;
      for (let i = 0; i < shape.offsets.length; i++) writeDigits(bytes, shape.offsets[i]!, digits, number);
      return bytes;
    },
  };
}

/** Builds the request around two different numbers of the same length: where the bytes differ, the number stands. */
function shapeOf(build: (digits: string) => Buffer, digits: number, slots: number): Shape {
  const ones = build('1'.repeat(digits));
  const twos = build('2'.repeat(digits));
  if (ones.length !== twos.length) {
    throw new InvalidRequestError(
      'template',
      `changes its length with the number among numbers of ${digits} digits`,
    );
  }
  const places: number[] = [];
  for (let i = 0; i < ones.length; i++) if (ones[i] !== twos[i]) places.push(i);
  const offsets = places.filter((_, i) => i % digits === 0);
  const found = offsets.every((offset, i) =>
    Array.from({ length: digits }, (_, d) => d).every(
      (d) =>
        places[i * digits + d] === offset + d &&
        ones[offset + d] === ZERO + 1 &&
        twos[offset + d] === ZERO + 2,
    ),
  );
  if (places.length === 0 || !found) {
    throw new InvalidRequestError('template', 'does not put the digits in as they are');
  }
  return { bySlot: Array.from({ length: slots }, () => Buffer.from(ones)), offsets };
}

function countDigits(number: number): number {
  let digits = 1;
  for (let power = 10; power <= number; power *= 10) digits++;
  return digits;
}

function writeDigits(bytes: Buffer, offset: number, digits: number, number: number): void {
  let rest = number;
  for (let at = offset + digits - 1; at >= offset; at--) {
    const tenth = Math.floor(rest / 10);
    bytes[at] = ZERO + (rest - tenth * 10);
    rest = tenth;
  }
}
