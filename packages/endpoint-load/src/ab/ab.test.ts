import {
  createDriver,
  createSimulatedTransport,
  ignoreEvents,
  OutcomeTable,
  trialSeed,
  VirtualClock,
} from '@benchwright/load-driver';
import { inMemoryHeader, runInMemory } from '@benchwright/load-driver/conformance';
import { compareReplicates, type RunComparison } from '@benchwright/report';
import type { RunResult, TrialRecord } from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { serve } from '../testing/servers.js';
import { abSides } from './ab-sides.js';
import { abHttpConfigSchema } from './http/config.js';
import { abHttpSuite, planAbHttp, summarizeAbHttp } from './http/suite.js';
import { withWholeRounds } from './whole-rounds.js';

const URLS = { baseUrl: 'http://127.0.0.1:1/', headUrl: 'http://127.0.0.1:2/' };
const LIMITS = { confidence: 0.95, noiseShare: 0.01, resolutionShare: 0.05, paired: true };
const LABELS = { base: 'base', head: 'head' };

function comparison(result: RunResult): RunComparison {
  const [base, head] = abSides(result, LABELS);
  return compareReplicates(base, head, LIMITS);
}

/** A run on the real driver in virtual time: the machine's speed wanders from round to round, and head is slower by a factor. */
async function simulated(factor: number, seed: number): Promise<RunResult> {
  const config = abHttpConfigSchema.parse({ ...URLS, requests: 1000, connections: 2, ceiling: false });
  const plan = planAbHttp(config, seed);
  const random = createRandom(seed);
  const machine = plan.cells[0]!.trialLoads.map(() => Math.exp(random.nextNormal(0, 0.2)));
  const trials: TrialRecord[] = [];
  for (const { cell, trial } of plan.order) {
    const clock = new VirtualClock();
    const outcomes = new OutcomeTable();
    const level =
      1e6 * machine[trial]! * Math.exp(random.nextNormal(0, 0.005)) * (cell === 'head' ? factor : 1);
    const transport = createSimulatedTransport({
      slots: 2,
      clock,
      serviceNs: () => level * Math.exp(random.nextNormal(0, 0.03)),
    });
    const driver = await createDriver({ transport, clock, outcomes, drainTimeoutNs: 10e9 });
    const load = plan.cells[0]!.trialLoads[trial]!;
    const ctx = {
      signal: new AbortController().signal,
      events: ignoreEvents,
      trialSeed: trialSeed(seed, trial),
    };
    trials.push(await clock.runUntil(driver.runTrial({ cell, trial, load, warmup: null, ctx })));
  }
  const header = inMemoryHeader(abHttpSuite, config, plan);
  return summarizeAbHttp({ header, trials, finishedAt: null, outcome: 'completed' });
}

describe('the order of an A/B run', () => {
  it('is A B B A or B A A B in each block, as the seed draws it', () => {
    const config = abHttpConfigSchema.parse({ ...URLS, trials: 200 });
    const { order } = planAbHttp(config, 3);
    const blocks = new Map<string, number>();
    for (let i = 0; i < order.length; i += 4) {
      const block = order.slice(i, i + 4);
      expect(block.map(({ trial }) => trial)).toEqual([i / 2, i / 2, i / 2 + 1, i / 2 + 1]);
      const word = block.map(({ cell }) => cell[0]).join('');
      blocks.set(word, (blocks.get(word) ?? 0) + 1);
    }
    expect([...blocks.keys()].sort()).toEqual(['bhhb', 'hbbh']);
    expect(Math.min(...blocks.values())).toBeGreaterThan(30);
    expect(planAbHttp(config, 3)).toEqual(planAbHttp(config, 3));
    expect(planAbHttp(config, 4).order).not.toEqual(order);
  });
});

describe('two URLs, in virtual time', () => {
  it('A/A: nothing found; 5 % slower: found, on a machine that wanders by a fifth from round to round', async () => {
    let falsely = 0;
    let found = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const { rows } = comparison(await simulated(1, seed));
      falsely += rows.filter(({ verdict }) => verdict === 'regressed' || verdict === 'improved').length;
      const slower = comparison(await simulated(1.05, seed)).rows.find(
        ({ metric }) => metric === 'responseTimeNs',
      )!;
      if (slower.verdict === 'regressed' && Math.abs(slower.change.estimate - 0.05) < 0.02) found++;
    }
    expect({ falsely, found }).toEqual({ falsely: 0, found: 5 });
  });

  it('compares what is the target’s, not what is the generator’s', async () => {
    const { rows, test } = comparison(await simulated(1, 1));
    expect(test).toMatch(/wilcoxon|paired-t/);
    const metrics = rows.map(({ metric }) => metric);
    expect(metrics).toContain('requestsPerSec');
    expect(metrics).not.toContain('sendLagNs');
  });

  it('pairs only rounds that both sides finished', async () => {
    const config = abHttpConfigSchema.parse(URLS);
    const plan = planAbHttp(config, 1);
    const header = inMemoryHeader(abHttpSuite, config, plan);
    const trial = (cell: string, n: number, interrupted = false): TrialRecord =>
      ({ cell, trial: n, interrupted }) as TrialRecord;
    const trials = [trial('base', 0), trial('head', 0), trial('head', 1), trial('base', 1, true)];
    const records = { header, trials, finishedAt: null, outcome: 'interrupted' as const };
    expect(withWholeRounds(records).trials).toEqual(trials.slice(0, 2));
    expect(withWholeRounds({ ...records, trials: trials.slice(2) }).trials).toHaveLength(2);
  });
});

describe('the config', () => {
  it.each([
    [{ baseUrl: 'http://127.0.0.1/' }, /headUrl|both sides/],
    [{ ...URLS, targets: '-' }, /stdin/],
    [{ ...URLS, load: 'search', slo: ['p99<1s'] }, /search cannot/],
    [{ ...URLS, load: 'closed', rate: 5 }, /rate/],
    [{ url: 'http://127.0.0.1/' }, /url/],
  ])('%j is refused', (config, message) => {
    expect(() => abHttpConfigSchema.parse(config)).toThrow(message);
  });
});

it('both servers see the same requests, each the whole number of them', async () => {
  const servers = [await serve(), await serve()] as const;
  const config = abHttpConfigSchema.parse({
    baseUrl: servers[0].url,
    headUrl: servers[1].url,
    requests: 40,
    trials: 4,
    connections: 2,
    ceiling: false,
  });
  const { result } = await runInMemory(abHttpSuite, config);
  expect(servers.map(({ seen }) => seen.length)).toEqual([40, 40]);
  const { rows, onlyInBase, onlyInHead } = comparison(result);
  expect(rows.map(({ base, head }) => [base.n, head.n])).toEqual(rows.map(() => [4, 4]));
  expect([...onlyInBase, ...onlyInHead]).toEqual([]);
});
