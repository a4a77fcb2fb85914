import fc from 'fast-check';
import type { Metric } from '../schema/metric.js';
import type { CellResult, Comparison, RunResult } from '../schema/run-result.js';
import { sampleEnvironment } from './sample-records.js';

/** JSON writes −0 as 0. */
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const positive = number.map(Math.abs);
const tally = fc.nat();
const bound = fc.option(number);
const pair = fc.tuple(bound, bound);
const text = fc.string({ unit: 'binary' });
const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((key) => key !== '__proto__');
const time = fc
  .date({ min: new Date(0), max: new Date('2999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const better = fc.constantFrom('higher' as const, 'lower' as const);
const warnings = fc.array(fc.record({ code: text, text }), { maxLength: 2 });

const metric: fc.Arbitrary<Metric> = fc.record(
  {
    unit: text,
    better,
    estimate: bound,
    interval: pair,
    confidence: fc.double({ min: 0, max: 1, noNaN: true }).map(Math.abs),
    n: tally,
    statistic: text,
    method: text,
    warnings,
    perTrial: fc.array(number, { maxLength: 4 }),
    min: number,
    max: number,
    mean: number,
    stddev: number,
    percentiles: fc.dictionary(name, number, { maxKeys: 4 }),
    percentileIntervals: fc.dictionary(name, pair, { maxKeys: 2 }),
    histogram: fc.base64String(),
  },
  {
    requiredKeys: [
      'unit',
      'better',
      'estimate',
      'interval',
      'confidence',
      'n',
      'statistic',
      'method',
      'warnings',
    ],
  },
) as fc.Arbitrary<Metric>;

const validity = fc.record({
  verdict: fc.constantFrom('valid' as const, 'suspect' as const, 'invalid' as const),
  reasons: fc.array(
    fc.record({
      code: text,
      verdict: fc.constantFrom('suspect' as const, 'invalid' as const),
      text,
      hint: text,
    }),
    { maxLength: 2 },
  ),
});

const numbers = fc.array(number, { maxLength: 3 });
const series = fc.record({
  intervalNs: positive,
  offered: numbers,
  ok: numbers,
  failed: numbers,
  responseP50Ns: numbers,
  responseP99Ns: numbers,
  responseMaxNs: numbers,
});

const health = fc.record({
  pacer: fc.constantFrom('unpaced' as const, 'timer' as const, 'spin' as const),
  cpuShare: positive,
  busyShare: positive,
  eventLoopDelayP99Ns: positive,
  eventLoopDelayMaxNs: positive,
  sendLagP99Ns: positive,
  stealShare: fc.option(positive),
  gcPauseNs: positive,
  maxRssBytes: positive,
  queueHighWater: tally,
});

const target = fc.record({ pid: fc.integer(), cpuNs: positive, rssBytes: positive, maxRssBytes: positive });

const cell: fc.Arbitrary<CellResult> = fc.record({
  id: text,
  factors: fc.dictionary(name, fc.oneof(text, number, fc.boolean()), { maxKeys: 3 }),
  trials: tally,
  plannedTrials: tally,
  interruptedTrials: tally,
  validity,
  counts: fc.record({
    offered: tally,
    sent: tally,
    ok: tally,
    failed: tally,
    dropped: tally,
    errors: fc.dictionary(name, tally, { maxKeys: 3 }),
  }),
  metrics: fc.dictionary(name, metric, { maxKeys: 2 }),
  series: fc.array(fc.record({ trial: fc.integer(), series }), { maxLength: 2 }),
  health: fc.array(fc.record({ trial: fc.integer(), health, target: fc.option(target) }), { maxLength: 2 }),
});

const side = fc.record({ cell: text, estimate: bound });
const shift = fc.record({ estimate: bound, interval: pair });
const comparison: fc.Arbitrary<Comparison> = fc.record({
  metric: text,
  unit: text,
  better,
  statistic: text,
  base: side,
  head: side,
  difference: shift,
  ratio: shift,
  confidence: number,
  n: fc.integer(),
  method: text,
  pValue: fc.option(number),
  winner: fc.option(text),
  warnings,
});

const outcome = fc.constantFrom('completed' as const, 'interrupted' as const, 'failed' as const);

/** Any RunResult at all, sense not required: what must survive a file. */
export const runResultArbitrary: fc.Arbitrary<RunResult> = fc.record({
  schemaVersion: fc.constant(1 as const),
  suite: text,
  run: fc.record({
    id: text,
    startedAt: time,
    finishedAt: fc.option(time),
    outcome,
    seed: fc.integer(),
    command: fc.array(text, { maxLength: 3 }),
    config: fc.dictionary(name, fc.jsonValue({ maxDepth: 2 }), {
      maxKeys: 3,
    }),
  }),
  environment: fc.record({
    ...Object.fromEntries(Object.entries(sampleEnvironment).map(([key, value]) => [key, fc.constant(value)])),
    hostname: text,
    git: fc.option(fc.record({ commit: text, dirty: fc.boolean() })),
    packages: fc.dictionary(name, text, { maxKeys: 3 }),
  }) as fc.Arbitrary<RunResult['environment']>,
  cells: fc.array(cell, { maxLength: 2 }),
  comparisons: fc.array(comparison, { maxLength: 2 }),
  slos: fc.array(
    fc.record({
      id: text,
      cell: text,
      outcome: fc.constantFrom('pass', 'fail', 'not-shown', 'no-data'),
      text,
    }),
    { maxLength: 2 },
  ),
  validity,
  artifacts: fc.array(fc.record({ name: text, path: text, mediaType: text }), { maxLength: 2 }),
});
