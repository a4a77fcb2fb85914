import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { hostileResult, resultFixture, testdataPath } from '../testing/fixtures.js';
import { renderOpenMetrics } from './render-openmetrics.js';

// The parser of the OpenMetrics project's reference implementation; Debian: python3-prometheus-client.
const PARSE = `
import json, sys
from prometheus_client.openmetrics.parser import text_string_to_metric_families
families = text_string_to_metric_families(sys.stdin.buffer.read().decode('utf-8'))
print(json.dumps({f.name: [[s.name, s.labels, s.value] for s in f.samples] for f in families}))
`;
type Families = Record<string, [name: string, labels: Record<string, string>, value: number][]>;

const PYTHONS = ['/usr/bin/python3', 'python3'];
const python = PYTHONS.find(
  (program) => spawnSync(program, ['-c', 'import prometheus_client.openmetrics.parser']).status === 0,
);

function parsed(text: string): Families {
  const { status, stdout, stderr } = spawnSync(python ?? '', ['-c', PARSE], {
    input: text,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Families;
}

const why = python === undefined ? ' (skipped: python3-prometheus-client is not installed)' : '';

describe.skipIf(python === undefined)(`for the reference parser of OpenMetrics${why}`, () => {
  test.each(['two-cells', 'invalid-interrupted', 'real/result'])('%s is well formed', (name) => {
    expect(Object.keys(parsed(renderOpenMetrics(resultFixture(name)))).length).toBeGreaterThan(5);
  });

  test('figures are those of the result, in seconds', () => {
    const result = resultFixture('real/result');
    const families = parsed(renderOpenMetrics(result));
    const [cell] = result.cells;
    const p99 = families.benchwright_response_time_quantiles_seconds?.find(
      ([, labels]) => labels.cell === cell?.id && labels.quantile === '0.99',
    );
    expect(p99?.[2]).toBeCloseTo((cell?.metrics.responseTimeNs?.percentiles?.['99'] ?? 0) / 1e9, 9);
    const buckets = families.benchwright_response_time_distribution_seconds?.filter(
      ([, labels]) => labels.cell === cell?.id,
    );
    expect(buckets?.find(([name]) => name.endsWith('_count'))?.[2]).toBe(cell?.counts.ok);
  });

  test('hostile labels come back as they were', () => {
    const families = parsed(renderOpenMetrics(hostileResult()));
    const [, labels] = families.benchwright_slo_passed?.[0] ?? [];
    expect(labels?.slo).toBe(hostileResult().slos[0]?.id.toWellFormed());
  });

  test('the parser refuses what is wrong', () => {
    expect(() => parsed(renderOpenMetrics(resultFixture('two-cells')).replace('# EOF\n', ''))).toThrow();
  });
});

test('stays as it was', async () => {
  const text = renderOpenMetrics(resultFixture('two-cells'));
  await expect(text).toMatchFileSnapshot(testdataPath('two-cells.prom'));
});
