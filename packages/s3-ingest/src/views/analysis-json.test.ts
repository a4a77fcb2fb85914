import type { CellResult, RunResult } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { s3IngestConfigSchema } from '../config.js';
import { planS3Ingest } from '../plan.js';
import { METRICS } from '../summarize/metric-names.js';
import { renderAnalysisJson } from './analysis-json.js';
import { analysisTexts } from './analysis-texts.js';

const NOISE = [0.97, 1.02, 1.04, 0.99];

/** What of a result the analysis reads: 100 events take twice as long as one, memory changes nothing. */
function resultOf(trials: number, maxP95: number | null = null, interacting = 1): RunResult {
  const config = s3IngestConfigSchema.parse({
    workloads: ['events'],
    design: { memoryMb: [512, 1024], batchEvents: [1, 100], reservedConcurrency: 0 },
    trials,
    maxP95: maxP95 === null ? null : `${maxP95}ms`,
  });
  const cells = planS3Ingest(config, 7).cells.map(({ id, factors }, place) => {
    const slow =
      (factors.batchEvents === 100 ? 2 : 1) *
      (factors.batchEvents === 100 && factors.memoryMb === 512 ? interacting : 1);
    const values = (value: number) => ({
      perTrial: NOISE.slice(0, trials).map((noise, i) => value * (NOISE[(i + place) % 4] ?? noise)),
    });
    const metrics = {
      responseTimeNs: values(8e6 * slow),
      [METRICS.responseP95]: values(10e6 * slow),
      [METRICS.responseMean]: values(9e6 * slow),
      [METRICS.objectsPerSec]: values(100 / slow),
      [METRICS.bytesPerSec]: values(1e5),
      [METRICS.usdPerMillion]: values(5 * slow * (factors.memoryMb === 512 ? 1 : 2)),
    };
    const series = values(1).perTrial.map((_, trial) => ({ trial }));
    const validity = { verdict: 'valid', reasons: [] };
    return { id, factors, metrics, series, trials, validity } as unknown as CellResult;
  });
  const run = { id: '20261121T010203-abcdef', seed: 7, config };
  return { suite: 's3-ingest', run, cells } as unknown as RunResult;
}

const documentOf = (result: RunResult) => JSON.parse(renderAnalysisJson(result));

describe('the analysis for programs', () => {
  it('has effects, ratios, interactions, front and cheapest configuration of a workload', () => {
    const document = documentOf(resultOf(4, 12));
    expect(document).toMatchObject({
      schemaVersion: 1,
      suite: 's3-ingest',
      run: '20261121T010203-abcdef',
      seed: 7,
    });
    expect(document.workloads).toHaveLength(1);
    const [{ workload, effects, pareto, cheapest }] = document.workloads;
    expect(workload).toBe('events');
    expect(effects.anova).toMatchObject({ n: 16, cells: { count: 4, isBalanced: true } });
    expect(effects.anova).not.toHaveProperty('residuals');
    const batch = effects.terms.find(({ name }: { name: string }) => name === 'batch events');
    expect(batch.pValue).toBeLessThan(1e-6);
    const ratio = effects.ratios.find(({ factor }: { factor: string }) => factor === 'batch events');
    expect(ratio.ratio).toBeCloseTo(2, 10);
    expect(effects.interactions[0]).toMatchObject({ xFactor: 'memory MB', lineFactor: 'batch events' });
    expect(pareto.points[0]).toMatchObject({ cellId: 'events-m512-b1-rc0', isOnFront: true });
    expect(cheapest.shown.cellId).toBe('events-m512-b1-rc0');
    expect(cheapest.maxP95Ns).toBe(12e6);
  });

  it('leaves out what only rests on the invocations that came through, and says so', () => {
    const result = resultOf(4, 50);
    const [failing, invalid] = result.cells.map((cell) => cell.id) as [string, string];
    const reason = (code: string) => ({ code, verdict: 'invalid', text: '', hint: '' });
    const cells = result.cells.map((cell) => {
      const code = cell.id === failing ? 'TARGET_ERRORS' : cell.id === invalid ? 'CPU_STEAL' : null;
      const validity =
        code === null ? cell.validity : { verdict: 'invalid' as const, reasons: [reason(code)] };
      return { ...cell, validity } as CellResult;
    });
    const [{ leftOut, doubtful, pareto, effects, cheapest }] = documentOf({ ...result, cells }).workloads;
    expect(leftOut).toEqual([failing]);
    expect(doubtful).toEqual([invalid]);
    expect(pareto.points.map(({ cellId }: { cellId: string }) => cellId)).not.toContain(failing);
    expect(pareto.points).toHaveLength(3);
    expect(effects.anova).toMatchObject({ n: 12 });
    // It was the cheapest.
    expect(cheapest.shown.cellId).not.toBe(failing);
    const text = analysisTexts(cells, 'events', result.run).join('\n');
    expect(text).toContain('Left out, for so many invocations failed');
    expect(text).toContain('1 of the 3 analysed are invalid');
    expect(text.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('says the same as the text', () => {
    const result = resultOf(4);
    const [, effects = ''] = analysisTexts(result.cells, 'events', result.run);
    const terms: { name: string; f: number }[] = documentOf(result).workloads[0].effects.terms;
    for (const { name, f } of terms) {
      const row = effects.split('\n').find((line) => line.startsWith(`${name}  `));
      expect(row, name).toContain(` ${f.toFixed(2)} `);
    }
  });

  it('shows the means of a pair of factors where they interact, and only there', () => {
    const without = resultOf(4);
    expect(analysisTexts(without.cells, 'events', without.run).join('')).not.toContain('geometric means');
    const result = resultOf(4, null, 3);
    const texts = analysisTexts(result.cells, 'events', result.run);
    expect(texts.filter((text) => text.includes('geometric means, intervals below'))).toEqual([
      expect.stringMatching(/p95 latency, memory MB by batch events[\s\S]*memory MB 512/),
    ]);
  });

  it('has no effects of one trial each, and null for what cannot be known', () => {
    const [{ effects, pareto, cheapest }] = documentOf(resultOf(1, 12)).workloads;
    expect(effects).toBeNull();
    expect(pareto.points[0].frontShare).toBeNull();
    expect(cheapest.candidates[0].p95IntervalNs[1]).toBeNull();
  });

  it('leaves out a workload with fewer than two functions', () => {
    const result = resultOf(4);
    expect(documentOf({ ...result, cells: result.cells.slice(0, 1) }).workloads).toEqual([]);
  });
});
