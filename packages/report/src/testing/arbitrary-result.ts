import type {
  CellResult,
  Comparison,
  Environment,
  Metric,
  RunResult,
  Validity,
} from '@benchwright/result-schema';
import fc from 'fast-check';

/** Any text a server or a config may hold: escapes, overrides, wide scripts, line breaks. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '\u001b[31mred',
    '\u001b]0;title\u0007',
    'a\r\nb',
    '\u202eabc',
    '日本語'.repeat(20),
    'x'.repeat(300),
  ),
);

const amount = fc.double({ min: 0, max: 1e15, noNaN: true });
const bound = fc.option(amount);
const interval = fc.tuple(bound, bound);
const tally = fc.nat();
const instant = fc.constant('2026-11-21T01:02:03.000Z');
const warnings = fc.array(fc.record({ code: anyText, text: anyText }), { maxLength: 2 });
const better = fc.constantFrom('higher' as const, 'lower' as const);
const unit = fc.oneof(fc.constantFrom('ns', 'bytes', 'bytes/s', '/s', 'ratio'), anyText);

const reason = fc.record({
  code: anyText,
  verdict: fc.constantFrom('suspect' as const, 'invalid' as const),
  text: anyText,
  hint: anyText,
});
const validity: fc.Arbitrary<Validity> = fc.record({
  verdict: fc.constantFrom('valid' as const, 'suspect' as const, 'invalid' as const),
  reasons: fc.array(reason, { maxLength: 2 }),
});

const percentiles = fc.dictionary(fc.constantFrom('50', '90', '95', '99', '99.9', '99.99', '7'), amount);
const metric: fc.Arbitrary<Metric> = fc.record(
  {
    unit,
    better,
    estimate: bound,
    interval,
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    n: tally,
    statistic: anyText,
    method: anyText,
    warnings,
    min: amount,
    max: amount,
    mean: amount,
    stddev: amount,
    percentiles,
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
);

const points = fc.array(amount, { maxLength: 30 });
const series = fc.record({
  intervalNs: fc.double({ min: 1, max: 1e10, noNaN: true }),
  offered: points,
  ok: points,
  failed: points,
  responseP50Ns: points,
  responseP99Ns: points,
  responseMaxNs: points,
});

const cell: fc.Arbitrary<CellResult> = fc.record({
  id: anyText,
  factors: fc.dictionary(anyText, fc.oneof(anyText, amount, fc.boolean()), { maxKeys: 3 }),
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
    errors: fc.dictionary(anyText, tally, { maxKeys: 3 }),
  }),
  metrics: fc.dictionary(fc.oneof(fc.constantFrom('responseTimeNs', 'requestsPerSec'), anyText), metric, {
    maxKeys: 4,
  }),
  series: fc.array(fc.record({ trial: tally, series }), { maxLength: 3 }),
  health: fc.constant([]),
});

const difference = fc.record({ estimate: bound, interval });
const side = fc.record({ cell: anyText, estimate: bound });
const comparison: fc.Arbitrary<Comparison> = fc.record({
  metric: anyText,
  unit,
  better,
  statistic: anyText,
  base: side,
  head: side,
  difference,
  ratio: difference,
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  n: tally,
  method: anyText,
  pValue: bound,
  winner: fc.option(anyText),
  warnings,
});

const nullable = fc.option(anyText);
const environment: fc.Arbitrary<Environment> = fc.record({
  hostname: anyText,
  os: fc.record({ platform: anyText, release: anyText, arch: anyText, distribution: nullable }),
  cpu: fc.record({
    model: anyText,
    logicalCores: tally,
    usableCores: amount,
    governor: nullable,
    mhz: bound,
    turbo: fc.option(fc.boolean()),
  }),
  memory: fc.record({ totalBytes: amount, limitBytes: bound }),
  container: fc.record({ detected: fc.boolean(), cpuQuotaCores: bound, memoryLimitBytes: bound }),
  virtualization: nullable,
  runtime: fc.record({
    node: anyText,
    v8: anyText,
    openssl: nullable,
    uv: nullable,
    execArgv: fc.array(anyText),
  }),
  packages: fc.dictionary(anyText, anyText),
  git: fc.option(fc.record({ commit: anyText, dirty: fc.boolean() })),
  ci: nullable,
});

/** Any result that the schema allows, with hostile text wherever text is allowed. */
export const anyResult: fc.Arbitrary<RunResult> = fc.record({
  schemaVersion: fc.constant(1 as const),
  suite: anyText,
  run: fc.record({
    id: anyText,
    startedAt: instant,
    finishedAt: fc.option(instant),
    outcome: fc.constantFrom('completed' as const, 'interrupted' as const, 'failed' as const),
    seed: tally,
    command: fc.array(anyText, { maxLength: 8 }),
    config: fc.constant({}),
  }),
  environment,
  cells: fc.array(cell, { maxLength: 3 }),
  comparisons: fc.array(comparison, { maxLength: 3 }),
  slos: fc.array(
    fc.record({
      id: anyText,
      cell: anyText,
      outcome: fc.constantFrom('pass' as const, 'fail' as const, 'not-shown' as const, 'no-data' as const),
      text: anyText,
    }),
    { maxLength: 2 },
  ),
  validity,
  artifacts: fc.constant([]),
});
