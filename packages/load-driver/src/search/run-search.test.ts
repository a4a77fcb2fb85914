import {
  type RunRecord,
  runResultSchema,
  type SearchResult,
  type TrialRecord,
  trialRecordSchema,
} from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../clock/virtual-clock.js';
import { runSuite } from '../run/run-suite.js';
import { ignoreEvents, type RunEvents } from '../suite/events.js';
import { createQueueSuite, type QueueConfig, searchOf } from '../test-support/queue-suite.js';
import { headerFixture } from '../test-support/trial-fixture.js';
import { isMeasured, runSearch } from './run-search.js';

const suite = createQueueSuite();
const SEED = 5;

interface Run {
  readonly done?: readonly TrialRecord[];
  /** Ctrl-C while this many probes have been recorded. */
  readonly abortAfter?: number;
  readonly events?: RunEvents;
}

async function run(config: QueueConfig, { done = [], abortAfter, events = ignoreEvents }: Run = {}) {
  const clock = new VirtualClock();
  const plan = suite.plan(config, SEED);
  const trials = [...done];
  const abort = new AbortController();
  const append = async (record: RunRecord): Promise<void> => {
    if (record.type !== 'trial') return;
    trials.push(trialRecordSchema.parse(record));
    if (trials.length === abortAfter) abort.abort();
  };
  const { signal } = abort;
  const outcome = await clock.runUntil(
    runSearch({ suite, config, plan, runId: 'x', done, clock, events, signal, append }),
  );
  const header = headerFixture(plan.cells);
  const result = suite.summarize({ header, trials, finishedAt: null, outcome: 'completed' });
  expect(runResultSchema.safeParse(result).error).toBeUndefined();
  return { outcome, trials, result, search: result.cells[0]!.search! };
}

/** What must be the same however often a search was interrupted. Virtual times begin elsewhere then, and round differently. */
const essence = ({ probes, outcome, interval, statement }: SearchResult) => ({
  probes: probes.map((probe) => [probe.ratePerSec, probe.outcome]),
  outcome,
  interval,
  statement,
});

/**
 * The rate at which p99 of response time of D/M/1 is `p99Sec`: response times are exponential with rate μ(1 − σ), where
 * σ = exp(−(1 − σ)μ/λ) (Kleinrock, Queueing Systems I, §6.4).
 */
function rateOfDM1(perSec: number, p99Sec: number): number {
  const sigma = 1 - Math.log(100) / (perSec * p99Sec);
  return (-(1 - sigma) * perSec) / Math.log(sigma);
}

const oneServer = (slo: string, overlay: Parameters<typeof searchOf>[1] = {}): QueueConfig => ({
  servers: 1,
  perSec: 1000,
  search: searchOf(slo, { precision: 0.05, ...overlay }),
  cells: ['a'],
});

describe('runSearch', () => {
  it('finds the rate that queueing theory gives, and describes the way there', async () => {
    const truth = rateOfDM1(1000, 0.01);
    const { outcome, search, result, trials } = await run(oneServer('p99<10ms', { probeDurationNs: 4e9 }));
    expect(outcome).toBe('completed');
    expect(search).toMatchObject({ outcome: 'found', limitedBy: 'target' });
    expect(search.ratePerSec! / truth).toBeGreaterThan(0.92);
    expect(search.ratePerSec! / truth).toBeLessThan(1.08);
    expect(search.statement).toMatch(
      /^highest rate that meets p99<10ms: \d{3}(\.\d)?\/s, 95 % interval \d{3}.*–\d{3}.*, \d+ probes$/,
    );
    expect(search.probes).toHaveLength(trials.length);
    expect(search.probes.find((probe) => probe.outcome === 'missed')?.text).toMatch(/p99<10ms: [\d.]+/);
    const rates = search.curve.map((point) => point.ratePerSec);
    expect(rates).toEqual([...rates].sort((a, b) => a - b));
    expect(rates).toContain(search.kneeRatePerSec);
    const cell = result.cells[0]!;
    expect(cell.metrics.sustainedPerSec).toMatchObject({
      estimate: search.ratePerSec,
      interval: search.interval,
    });
    expect(cell.metrics.responseTimeNs!.percentiles!['99']).toBeLessThan(10e6);
    expect(cell.validity.reasons.map(({ code }) => code)).not.toContain('GENERATOR_LIMIT');
  });

  it('finds the capacity of several servers by the backlog alone', async () => {
    const config = { ...oneServer('errors<1%'), servers: 4, perSec: 500 };
    const { search } = await run(config);
    expect(search.outcome).toBe('found');
    // 4 × 500/s, and 1 % more before the backlog counts.
    expect(search.ratePerSec! / 2000).toBeGreaterThan(0.95);
    expect(search.ratePerSec! / 2000).toBeLessThan(1.06);
    expect(search.probes.some((probe) => probe.text.includes('RATE_NOT_REACHED'))).toBe(true);
  });

  it('comes to the same end from wherever it was interrupted', async () => {
    const config = oneServer('p99<10ms', { probeDurationNs: 0.5e9 });
    const whole = await run(config);
    for (const k of [1, 4, whole.trials.length - 1, whole.trials.length]) {
      const resumed = await run(config, { done: whole.trials.slice(0, k) });
      expect(essence(resumed.search)).toEqual(essence(whole.search));
    }
    const cut = await run(config, { abortAfter: 3 });
    expect(cut.outcome).toBe('interrupted');
    expect(cut.search.outcome).toBe('unfinished');
    expect(cut.result.cells[0]!.validity.reasons.map(({ code }) => code)).toContain('SEARCH_UNFINISHED');
    expect(essence((await run(config, { done: cut.trials })).search)).toEqual(essence(whole.search));
  });

  it('tells watchers of each probe what it showed, and of one that was cut short nothing', async () => {
    const probes: unknown[] = [];
    const events: RunEvents = (event) => {
      if (event.type === 'trial-finished') probes.push(event.probe);
      if (event.type === 'trial-started') expect(event.isProbe).toBe(true);
    };
    const { search } = await run(oneServer('p99<10ms', { probeDurationNs: 0.5e9 }), { events });
    expect(probes).toEqual(search.probes);
  });

  it('makes an interrupted probe again', async () => {
    const config = oneServer('p99<10ms', { probeDurationNs: 0.5e9 });
    const whole = await run(config);
    const halfDone = [...whole.trials.slice(0, 2), { ...whole.trials[2]!, interrupted: true }];
    const resumed = await run(config, { done: halfDone });
    expect(essence(resumed.search)).toEqual(essence(whole.search));
    expect(resumed.result.cells[0]!.interruptedTrials).toBe(1);
  });

  it('says so when the lowest rate already fails', async () => {
    const { search, result } = await run(oneServer('p99<2ms', { probeDurationNs: 1e9 }));
    expect(search).toMatchObject({ outcome: 'below-range', ratePerSec: null, interval: [null, 100] });
    expect(search.statement).toMatch(/^p99<2ms is not met at 100\/s, the lowest rate asked for, \d probes$/);
    expect(result.cells[0]!.metrics.sustainedPerSec).toBeUndefined();
  });

  it('says so when no rate fails up to the highest', async () => {
    const { search } = await run(oneServer('p99<1s', { toRatePerSec: 500, probeDurationNs: 1e9 }));
    expect(search).toMatchObject({
      outcome: 'above-range',
      ratePerSec: 500,
      interval: [500, null],
      limitedBy: null,
    });
    expect(search.statement).toContain('is met at every rate up to 500/s');
  });

  it('admits that short probes of a noisy target did not get as precise as asked', async () => {
    const { search, result } = await run(
      oneServer('p99<10ms', { probeDurationNs: 0.2e9, precision: 0.01, maxProbes: 15 }),
    );
    expect(search.outcome).toBe('imprecise');
    expect(search.statement).toMatch(/less precisely than asked: \d+.*15 probes$/);
    expect(result.cells[0]!.validity.reasons.map(({ code }) => code)).toContain('SEARCH_IMPRECISE');
  });

  it('lets several searches take turns', async () => {
    const config = {
      ...oneServer('p99<10ms', { probeDurationNs: 0.5e9, toRatePerSec: 1600, precision: 0.1 }),
      cells: ['a', 'b'],
    };
    const { trials, result } = await run(config);
    const turns = trials.slice(0, 8).map((record) => record.trial);
    expect(turns).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(result.cells.map((cell) => cell.search?.outcome)).toEqual(['found', 'found']);
  });

  it('opens nothing when nothing is left, and reads the SLO before it opens anything', async () => {
    const config = oneServer('p99<1s', { toRatePerSec: 200, probeDurationNs: 0.2e9 });
    const whole = await run(config);
    const seen: string[] = [];
    await run(config, { done: whole.trials, events: (event) => seen.push(event.type) });
    const plan = suite.plan(config, SEED);
    expect(isMeasured(plan, whole.trials)).toBe(true);
    expect(isMeasured(plan, whole.trials.slice(0, -1))).toBe(false);
    expect(seen).toEqual(['run-started', 'run-finished']);
    await expect(run(oneServer('p99<50'))).rejects.toThrow(/SLO 'p99<50', column 5/);
  });

  it('leaves searches to runSearch and trials to runSuite', async () => {
    const config = oneServer('p99<1s');
    const plan = suite.plan(config, SEED);
    const rest = {
      suite,
      config,
      runId: 'x',
      done: [],
      clock: new VirtualClock(),
      events: ignoreEvents,
      signal: new AbortController().signal,
      append: async () => {},
    };
    await expect(runSuite({ ...rest, plan })).rejects.toThrow(/runSearch/);
    const { search: _, ...plain } = plan.cells[0]!;
    await expect(runSearch({ ...rest, plan: { ...plan, cells: [plain] } })).rejects.toThrow(/runSuite/);
  });
});
