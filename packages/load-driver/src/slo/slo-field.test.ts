import { parseConfig } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseSlo } from './parse-slo.js';
import { highestPercentile, sloField } from './slo-field.js';

const schema = z.strictObject({ slo: sloField });

function problemsOf(source: Parameters<typeof parseConfig>[1][number]): string[] {
  const parsed = parseConfig(schema, [source]);
  return parsed.ok ? [] : parsed.problems.map(({ origin, message }) => `${origin}  ${message}`);
}

describe('sloField', () => {
  it('reports everything wrong with its place in the file', () => {
    const text = 'slo:\n  - p99<50\n  - errors<0.1%\n  - p0<1ms, latency<5ms\n';
    expect(problemsOf({ kind: 'file', fileName: 'bench.yaml', text })).toEqual([
      "bench.yaml:2:5  slo[0]: 'p99<50', column 5: p99 is compared with a duration such as 50ms, got '50'",
      expect.stringMatching(
        /^bench\.yaml:4:5 {2}slo\[2\]: 'p0<1ms, latency<5ms', column 1: 'p0' is not known/,
      ),
      expect.stringMatching(
        /^bench\.yaml:4:5 {2}slo\[2\]: 'p0<1ms, latency<5ms', column 9: 'latency' is not known/,
      ),
    ]);
  });

  it('names the flag', () => {
    const entries = [{ origin: '--slo', path: ['slo'], value: ['p99<50ms,errors<200%'] }];
    expect(problemsOf({ kind: 'entries', entries })).toEqual([
      "--slo  slo[0]: 'p99<50ms,errors<200%', column 17: errors is compared with a share such as 0.1% or 0.001, got '200%'",
    ]);
  });

  it('is empty when nothing is said', () => {
    expect(schema.parse({})).toEqual({ slo: [] });
  });
});

it('knows the highest percentile that is asked for', () => {
  expect(highestPercentile(parseSlo('p50<1s,service.p99.9<2s,errors<1%'))).toBe(99.9);
  expect(highestPercentile(parseSlo('mean<1s'))).toBeNull();
});
