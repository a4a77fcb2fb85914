import { describe, expect, test } from 'vitest';
import { hostileResult, realInput, resultFixture, testdataPath } from '../testing/fixtures.js';
import { OtlpMetricsRequest, receivedMetrics } from '../testing/otlp-request.js';
import { renderOtlp } from './render-otlp.js';

describe('OTLP', () => {
  const { result } = realInput();
  const json = renderOtlp(result);
  const metrics = receivedMetrics(json);

  test('names nothing that the protocol does not know', () => {
    const message = OtlpMetricsRequest.fromObject(JSON.parse(json) as object);
    const kept = JSON.stringify(OtlpMetricsRequest.toObject(message, { longs: String, enums: Number }));
    expect(sortedKeys(JSON.parse(kept))).toEqual(sortedKeys(JSON.parse(json)));
  });

  test('has the latencies as exponential histograms, every request in them', () => {
    const latency = metrics.find(({ name }) => name === 'benchwright.response_time.distribution');
    const points = latency?.exponentialHistogram?.dataPoints ?? [];
    expect(latency?.unit).toBe('s');
    expect(points.map(({ count }) => count)).toEqual(result.cells.map(({ counts }) => counts.ok));
    for (const { count, positive, zeroCount } of points) {
      const sum = (positive?.bucketCounts ?? []).reduce((a, b) => a + Number(b), Number(zeroCount ?? 0));
      expect(sum).toBe(count);
    }
  });

  test('has estimates with both ends of their intervals, in seconds', () => {
    const points = metrics.find(({ name }) => name === 'benchwright.response_time.estimate')?.gauge
      ?.dataPoints;
    expect(points?.length).toBe(6);
    expect(points?.[0]?.asDouble).toBeCloseTo(
      (result.cells[0]?.metrics.responseTimeNs?.estimate ?? 0) / 1e9,
      12,
    );
  });

  test('stays as it was', async () => {
    const text = `${JSON.stringify(JSON.parse(renderOtlp(resultFixture('two-cells'))), null, 1)}\n`;
    await expect(text).toMatchFileSnapshot(testdataPath('two-cells.otlp.json'));
  });

  test('hostile text goes through', () => {
    expect(() => receivedMetrics(renderOtlp(hostileResult()))).not.toThrow();
  });
});

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return null;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, inner]) => [key, sortedKeys(inner)]),
  );
}
