import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, drawEvents, templatesFor } from './event-mix.js';
import { templateProblems } from './event-template.js';

/** As it goes over the wire. */
const sizeOf = (text: string): number =>
  Buffer.byteLength(
    text
      .replace('{{recordId}}', '1234567')
      .replace('{{time}}', '2026-02-08T10:44:41.1234567Z')
      .replace('{{computer}}', 'ws-00042.1a2b3c4d.wef.test'),
  );
const quantile = (sorted: readonly number[], q: number): number => sorted[Math.floor(q * sorted.length)]!;
const sizes = (texts: readonly string[]): number[] => texts.map(sizeOf).sort((a, b) => a - b);

/** Medians of 11,278 real events, by id. */
const REAL: Readonly<Record<number, number>> = {
  4624: 1461,
  4625: 1479,
  4634: 835,
  4648: 1243,
  4672: 1070,
  4688: 979,
  5145: 1255,
  1: 1943,
};

describe('the catalogue', () => {
  it('is right by the rules for templates, and well-formed', () => {
    const parser = new XMLParser();
    for (const { xml, eventId } of CATALOGUE) {
      expect(templateProblems(xml), String(eventId)).toEqual([]);
      for (const text of drawEvents(templatesFor(eventId), 20, 1)) parser.parse(text, true);
    }
  });

  it('has the sizes of real events, each kind and all together', () => {
    for (const [eventId, median] of Object.entries(REAL)) {
      const own = sizes(drawEvents(templatesFor(Number(eventId)), 300, 1));
      expect(quantile(own, 0.5) / median, eventId).toBeGreaterThan(0.9);
      expect(quantile(own, 0.5) / median, eventId).toBeLessThan(1.1);
    }
    const all = sizes(drawEvents(CATALOGUE, 4000, 1));
    for (const [q, real] of [
      [0.5, 1188],
      [0.9, 1923],
      [0.99, 2461],
    ] as const) {
      expect(quantile(all, q) / real, `p${q * 100}`).toBeGreaterThan(0.85);
      expect(quantile(all, q) / real, `p${q * 100}`).toBeLessThan(1.15);
    }
    expect(all.at(-1)).toBeLessThan(12_300);
  });

  it('is drawn the same from the same seed, and otherwise from another', () => {
    expect(drawEvents(CATALOGUE, 50, 3)).toEqual(drawEvents(CATALOGUE, 50, 3));
    expect(drawEvents(CATALOGUE, 50, 3)).not.toEqual(drawEvents(CATALOGUE, 50, 4));
    // More of them begin with the same: a larger batch holds the events of a smaller one.
    expect(drawEvents(CATALOGUE, 60, 3).slice(0, 50)).toEqual(drawEvents(CATALOGUE, 50, 3));
  });

  it('has every event type, also those that it does not know', () => {
    expect(templatesFor(4625).map(({ eventId }) => eventId)).toEqual([4625]);
    expect(templatesFor(12)[0]?.xml).toContain('<EventID>12</EventID>');
    expect(templatesFor(null)).toBe(CATALOGUE);
  });
});
