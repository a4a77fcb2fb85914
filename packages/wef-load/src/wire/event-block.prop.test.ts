import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { computerName } from '../event/computer-name.js';
import { compileEvent, type UnitBytes } from './compiled-event.js';
import { EventBlock } from './event-block.js';
import { FileTimeText } from './file-time-text.js';

const TAG = '1a2b3c4d';
const [PREFIX, SUFFIX] = ['<all>é', '</all>'];
/** The three places in every order, with text around them that is longer in bytes than in characters. */
const ORDERS = [
  ['recordId', 'time', 'computer'],
  ['computer', 'recordId', 'time'],
  ['time', 'computer', 'recordId'],
];
const text = (order: readonly string[], word: string): string =>
  `<e>${order.map((name) => `${word}{{${name}}}`).join('')}${word}</e>`;

const batches = fc.array(
  fc.record({
    first: fc.oneof(
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 9_900, max: 10_100 }),
      fc.integer({ min: 1, max: 2 ** 50 }),
    ),
    count: fc.integer({ min: 1, max: 6 }),
    dueMs: fc.double({ min: 1.7e12, max: 1.9e12, noNaN: true }),
    machine: fc.integer({ min: 0, max: 99_999 }),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('EventBlock', () => {
  it('is what filling in the text anew would be, whatever was in it before', () => {
    fc.assert(
      fc.property(
        fc.constantFrom<UnitBytes>(1, 2),
        fc.array(fc.constantFrom('', 'x', '™{{}}', '{{time}'), { minLength: 6, maxLength: 6 }),
        batches,
        (unit, words, series) => {
          const encoding = unit === 2 ? 'utf16le' : 'utf8';
          const texts = words.map((word, i) => text(ORDERS[i % 3]!, word));
          const events = texts.map((one) => compileEvent(one, TAG, unit));
          const [prefix, suffix] = [Buffer.from(PREFIX, encoding), Buffer.from(SUFFIX, encoding)];
          const block = new EventBlock({ events, unit, headroom: 10, prefix, suffix });
          const time = new FileTimeText();
          for (const { first, count, dueMs, machine } of series) {
            time.set(dueMs);
            block.fill(first, count, time.codes, machine);
            const filled = texts.slice(0, count).map((one, i) =>
              one
                .replace('{{recordId}}', String(first + i))
                .replace('{{time}}', time.toString())
                .replace('{{computer}}', computerName(machine, TAG)),
            );
            expect(block.bytes.subarray(block.start, block.end).toString(encoding)).toBe(
              PREFIX + filled.join('') + SUFFIX,
            );
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('lays out anew only when events or digits change in number', () => {
    const events = Array.from({ length: 5 }, () => compileEvent(text(ORDERS[0]!, ''), TAG, 1));
    const block = new EventBlock({
      events,
      unit: 1,
      headroom: 0,
      prefix: Buffer.alloc(0),
      suffix: Buffer.alloc(0),
    });
    const time = new FileTimeText();
    time.set(1.7e12);
    const layouts = [
      [10, 5],
      [15, 5],
      [95, 5],
      [96, 5],
      [101, 5],
      [106, 5],
      [111, 4],
    ].map(([first, count]) => {
      block.fill(first!, count!, time.codes, 0);
      return block.layouts;
    });
    expect(layouts).toEqual([1, 1, 1, 2, 3, 3, 4]);
  });
});

describe('FileTimeText', () => {
  it('is the time in ISO form with seven digits, to 0.3 µs', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 4e12, noNaN: true }), (epochMs) => {
        const time = new FileTimeText();
        time.set(epochMs);
        const written = time.toString();
        expect(written).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
        const read = Date.parse(`${written.slice(0, 19)}Z`) + Number(written.slice(20, 27)) / 1e4;
        expect(Math.abs(read - epochMs)).toBeLessThan(0.0006);
      }),
    );
  });
});
