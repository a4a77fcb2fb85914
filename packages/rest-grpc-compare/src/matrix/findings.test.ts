import type { RunRecords } from '@benchwright/load-driver';
import { describe, expect, it } from 'vitest';
import { runRecords, type TrialSketch } from '../testing/trial-records.js';
import { matrixConfigSchema } from './config.js';
import { findingsOf } from './findings.js';
import { planMatrix } from './plan.js';
import { pairText, pointText } from './statements.js';
import { summarizeMatrix } from './summarize.js';
import { matrixViews } from './views.js';

/** Middle times in ms of rest and grpc at each concurrency; rounds differ by what is added to both. */
function records(
  times: Readonly<Record<number, readonly [rest: number, grpc: number]>>,
  noise = 0.01,
): RunRecords {
  const config = matrixConfigSchema.parse({
    operations: 'getUser',
    networks: 'none',
    concurrency: Object.keys(times).join(','),
    trials: 5,
  });
  const plan = planMatrix(config, 1);
  const sketches = plan.cells.flatMap(({ id, factors }) => {
    const [rest, grpc] = times[Number(factors.concurrency)]!;
    const ms = factors.protocol === 'rest' ? rest : grpc;
    return Array.from({ length: 5 }, (_, trial): TrialSketch => {
      // The same for both in a round, and a little that is not.
      const shared = 1 + 0.2 * Math.sin(trial);
      const own = 1 + noise * Math.sin(7 * trial + (factors.protocol === 'rest' ? 1 : 4));
      return { cell: id, trial, timesMs: Array.from({ length: 50 }, () => ms * shared * own) };
    });
  });
  const { header, trials } = runRecords(sketches);
  return {
    header: { ...header, suite: 'rest-grpc-matrix', plan, config },
    trials,
    finishedAt: null,
    outcome: 'completed',
  };
}

describe('what a matrix says', () => {
  const result = summarizeMatrix(records({ 1: [1, 2], 8: [3, 3.9], 64: [30, 15] }));
  const { points, pairs } = findingsOf(result);

  it('who wins at each point, by how much, although rounds differ by 20 %', () => {
    expect(points.map(({ concurrency, best }) => [concurrency, best])).toEqual([
      [1, 'rest'],
      [8, 'rest'],
      [64, 'grpc'],
    ]);
    expect(points[0]!.leads[0]).toMatchObject({ over: 'grpc', shown: true, times: expect.closeTo(2, 1) });
    expect(pointText(points[2]!)).toMatch(/^gRPC; REST takes 2\.\d\d × \(1\.\d\d–2\.\d\d\)$/);
  });

  it('where the lines cross, with the interval of where', () => {
    const [pair] = pairs;
    expect(pair).toMatchObject({ base: 'rest', head: 'grpc', baseAt: [1, 8], headAt: [64], neitherAt: [] });
    const [crossing] = pair!.crossings;
    // ln(3.9/3) at 8 and ln(15/30) at 64, linear in ln x: 8 · 8^(0.262 / (0.262 + 0.693)).
    expect(crossing!.estimate).toBeGreaterThan(12);
    expect(crossing!.estimate).toBeLessThan(17);
    expect(crossing!.between).toEqual([8, 64]);
    expect(pairText(pair!)).toMatch(
      /^REST is faster below 1\d requests at a time \(95 % 1\d–1\d; between 8 and 64 measured\), gRPC above$/,
    );
  });

  it('stands in every view', () => {
    for (const { id, render } of matrixViews) {
      const text = render(result);
      expect(text, id).toContain('gRPC; REST takes');
      if (id === 'csv') expect(text.trim().split('\n')).toHaveLength(1 + 6);
      else expect(text, id).toContain('REST is faster below');
    }
    const document = JSON.parse(matrixViews.find(({ id }) => id === 'json')!.render(result));
    expect(document.crossings[0].crossings[0].interval).toHaveLength(2);
  });

  it('that there is no measurable difference where there is none, and no crossing of lines that only wobble', () => {
    const equal = summarizeMatrix(records({ 1: [1, 1.01], 8: [3, 2.99], 64: [30, 30.2] }, 0.2));
    const found = findingsOf(equal);
    expect(found.pairs[0]).toMatchObject({ crossings: [], neitherAt: [1, 8, 64] });
    expect(pairText(found.pairs[0]!)).toBe('no measurable difference between REST and gRPC');
    expect(pointText(found.points[0]!)).toMatch(/^no measurable difference: (REST, gRPC|gRPC, REST) \(/);
  });

  it('that one is faster everywhere, or only where it was shown', () => {
    const everywhere = findingsOf(summarizeMatrix(records({ 1: [1, 2], 8: [3, 6] })));
    expect(pairText(everywhere.pairs[0]!)).toBe(
      'REST is faster than gRPC at every concurrency measured: no crossing',
    );
    const partly = findingsOf(summarizeMatrix(records({ 1: [1, 2], 8: [3, 3] }, 0.02)));
    expect(pairText(partly.pairs[0]!)).toBe(
      'REST is faster than gRPC at 1: no crossing; no measurable difference at 8',
    );
  });

  it('nothing of a cell in which nothing was answered', () => {
    const all = records({ 1: [1, 2] });
    const dead = { ...all, trials: all.trials.filter(({ cell }) => cell.endsWith('rest')) };
    const [point] = findingsOf(summarizeMatrix(dead)).points;
    expect(point).toMatchObject({ best: 'rest', leads: [{ over: 'grpc', times: null, shown: false }] });
    expect(pointText(point!)).toContain('not comparable');
    const [none] = findingsOf(summarizeMatrix({ ...all, trials: [] })).points;
    expect(pointText(none!)).toBe('nothing was answered');
  });
});
