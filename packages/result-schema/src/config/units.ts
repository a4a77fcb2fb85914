import { z } from 'zod';

const DURATION_PART = /(\d+(?:\.\d+)?)\s*(ns|us|µs|μs|ms|s|min|m|h|d)/g;
const DURATION = /^\s*(?:\d+(?:\.\d+)?\s*(?:ns|us|µs|μs|ms|s|min|m|h|d)\s*)+$/;
const SIZE = /^\s*(\d+(?:\.\d+)?)\s*([kKmMgGtT][iI]?)?[bB]?\s*$/;
const SHARE = /^\s*(\d+(?:\.\d+)?)\s*(%)?\s*$/;
const RATE = /^\s*(\d+(?:\.\d+)?)\s*([kM])?\s*(?:\/\s*(s|sec|m|min|h))?\s*$/;

const NS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3, // micro sign
  μs: 1e3, // Greek mu: the same to a reader, another code point
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  min: 60e9,
  h: 3600e9,
  d: 86_400e9,
};

const EXPONENTS: Readonly<Record<string, number>> = { k: 1, m: 2, g: 3, t: 4 };
const SECONDS_PER: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 60, min: 60, h: 3600 };

/** Nanoseconds of a text such as `30s`, `500ms`, `1m30s`; null if it is none. A bare number has no unit and is none. */
export function parseDurationNs(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(DURATION_PART))
    total += Number(amount) * (NS[unit ?? ''] ?? Number.NaN);
  return Math.round(total);
}

/** Bytes of a text such as `512`, `100kB` (1000s), `1MiB` (1024s); null if it is none or no whole number of bytes. */
export function parseByteSize(text: string): number | null {
  const match = SIZE.exec(text);
  if (match === null) return null;
  const prefix = match[2]?.toLowerCase() ?? '';
  const base = prefix.endsWith('i') ? 1024 : 1000;
  const bytes = Number(match[1]) * base ** (EXPONENTS[prefix.charAt(0)] ?? 0);
  // 1.1 × 1000 is not quite 1100 in binary; a real fraction of a byte is further off than that.
  return Math.abs(bytes - Math.round(bytes)) < 1e-6 ? Math.round(bytes) : null;
}

/** Events per second of a text such as `500`, `500/s`, `30k/min`; null if it is none. */
export function parseRatePerSec(text: string): number | null {
  const match = RATE.exec(text);
  if (match === null) return null;
  const scale = match[2] === undefined ? 1 : match[2] === 'k' ? 1e3 : 1e6;
  return (Number(match[1]) * scale) / (SECONDS_PER[match[3] ?? 's'] ?? 1);
}

/** A share of a text such as `2.5%` or `0.025`; null if it is none. May exceed 1. */
export function parseShare(text: string): number | null {
  const match = SHARE.exec(text);
  return match === null ? null : Number(match[1]) / (match[2] === undefined ? 1 : 100);
}

/** The shortest exact text of a duration: `90s` rather than `90000ms`. */
export function durationText(ns: number): string {
  const units = ['d', 'h', 'min', 's', 'ms', 'us'];
  const unit = ns === 0 ? 's' : (units.find((name) => ns % (NS[name] ?? 1) === 0) ?? 'ns');
  return `${ns / (NS[unit] ?? 1)}${unit}`;
}

/** Bounds of an amount, in the unit that the schema yields. */
export interface AmountRange {
  min?: number;
  /** Like `min`, but the bound itself is not allowed. */
  above?: number;
  max?: number;
}

interface Unit {
  parse: (text: string) => number | null;
  /** For people: what to write. */
  wanted: string;
  /** For the JSON Schema. */
  pattern: RegExp;
  show: (value: number) => string;
  /** What is to be said, beside that, of some texts; empty for the others. */
  advice?: (text: string) => string;
}

function amountSchema(unit: Unit, { min = 0, above = -1, max = Number.MAX_VALUE }: AmountRange) {
  const wanted = `must be ${unit.wanted}`;
  const got = (input: unknown): string => (typeof input === 'string' ? `'${input}'` : JSON.stringify(input));
  const advice = (input: unknown): string => (typeof input === 'string' ? (unit.advice?.(input) ?? '') : '');
  const explain = ({ input }: { input?: unknown }): string =>
    input === undefined ? 'is required' : `${wanted}, got ${got(input)}${advice(input)}`;
  const text = z.string().regex(unit.pattern, { error: explain });
  const bounded = z
    .number()
    .min(min, { error: ({ input }) => `must be at least ${unit.show(min)}, got ${unit.show(Number(input))}` })
    .gt(above, {
      error: ({ input }) => `must be more than ${unit.show(above)}, got ${unit.show(Number(input))}`,
    })
    .max(max, { error: ({ input }) => `must be at most ${unit.show(max)}, got ${unit.show(Number(input))}` });
  return z.codec(z.union([z.number(), text], { error: explain }), bounded, {
    decode: (input, context) => {
      const value = typeof input === 'number' ? input : unit.parse(input);
      if (value !== null) return value;
      context.issues.push({ code: 'custom', input, message: explain({ input }) });
      return z.NEVER;
    },
    encode: (value) => unit.show(value),
  });
}

/**
 * A duration in a config: text with a unit (`30s`, `500ms`, `1m30s`), or a number of nanoseconds. Yields nanoseconds.
 * `min` and `max` are nanoseconds too.
 */
export function durationNs(range: AmountRange = {}) {
  const wanted = 'a duration such as 30s, 500ms or 1m30s (a bare number is nanoseconds)';
  // Flags are text, and other tools take seconds there: 10 is never guessed to be either.
  const advice = (text: string): string =>
    /^\d+(\.\d+)?$/.test(text) ? `; ${text} seconds are ${text}s` : '';
  const unit = { parse: parseDurationNs, wanted, pattern: DURATION, show: durationText, advice };
  return amountSchema(unit, range);
}

/** A size in a config: text such as `100kB` (1000s) or `1MiB` (1024s), or a number of bytes. Yields bytes. */
export function byteSize(range: AmountRange = {}) {
  const wanted = 'a size such as 100kB, 1MiB or a number of bytes';
  return amountSchema({ parse: parseByteSize, wanted, pattern: SIZE, show: (bytes) => `${bytes}B` }, range);
}

/** A rate in a config: text such as `500/s` or `30k/min`, or a number per second. Yields events per second. */
export function ratePerSec(range: AmountRange = {}) {
  const wanted = 'a rate such as 500/s, 30k/min or a number per second';
  return amountSchema({ parse: parseRatePerSec, wanted, pattern: RATE, show: (rate) => `${rate}/s` }, range);
}

/** A share in a config: text such as `2.5%`, or a number such as 0.025. Yields the number. */
export function share(range: AmountRange = {}) {
  const wanted = 'a share such as 2.5% or 0.025';
  return amountSchema({ parse: parseShare, wanted, pattern: SHARE, show: String }, range);
}
