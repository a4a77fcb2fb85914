import {
  type Ceiling,
  calibrationSchema,
  ceilingSchema,
  machineFingerprint,
} from '@benchwright/result-schema';
import { createRandom } from '@benchwright/stats';
import { describe, expect, it } from 'vitest';
import { createRealClock } from '../clock/real-clock.js';
import { headerFixture } from '../test-support/trial-fixture.js';
import { calibrate } from './calibrate.js';
import { ceilingShare } from './ceiling-share.js';
import { measureCeiling } from './measure-ceiling.js';
import { openNullTarget } from './null-target.js';
import { floorShare, noiseOf, resolvableShare, trialsFor } from './resolution.js';

const clock = createRealClock();
const protocols = ['http1', 'http2', 'grpc'] as const;
const aborted = AbortSignal.abort();

describe('the null responder', () => {
  it.each(
    protocols.flatMap((protocol) => [
      { protocol, requestBytes: 120, bodyBytes: 0, connections: 3, pipelining: 1 },
      { protocol, requestBytes: 0, bodyBytes: 100, connections: 1, pipelining: 20 },
      { protocol, requestBytes: 50_000, bodyBytes: 70_000, connections: 2, pipelining: 10 },
    ]),
  )(
    'answers $protocol requests of $requestBytes with $bodyBytes bytes, $pipelining under way',
    async (exchange) => {
      const target = await openNullTarget(exchange, clock);
      const { connections, pipelining } = exchange;
      try {
        const record = await target.driver.runTrial({
          cell: 'a',
          trial: 0,
          load: { model: 'iterations', count: 500, concurrency: connections * pipelining },
          warmup: null,
          ctx: { signal: new AbortController().signal, events: () => {}, trialSeed: 1 },
        });
        expect(record.counts).toMatchObject({ offered: 500, ok: 500, failed: 0 });
        expect(record.bytes.body).toBe(500 * exchange.bodyBytes);
        if (exchange.protocol === 'http1' && exchange.requestBytes > 0)
          expect(record.bytes.out).toBe(500 * exchange.requestBytes);
        else expect(record.bytes.out).toBeGreaterThan(500 * exchange.requestBytes);
      } finally {
        await target.close();
      }
    },
  );

  it('refuses more under way than a connection has a window for', async () => {
    const exchange = {
      protocol: 'grpc',
      requestBytes: 1,
      bodyBytes: 2 ** 29,
      connections: 1,
      pipelining: 2,
    } as const;
    await expect(openNullTarget(exchange, clock)).rejects.toThrow(/too many for one connection/);
  });
});

describe('measureCeiling', () => {
  it.each(protocols)('of %s is the best of its trials, over the connections asked for', async (protocol) => {
    const exchange = { protocol, requestBytes: 100, bodyBytes: 10, connections: 4, pipelining: 2 };
    const ceiling = await measureCeiling({ clock, exchange, durationNs: 0.3e9, trials: 2 });
    expect(ceilingSchema.parse(ceiling)).toEqual(ceiling);
    expect(ceiling).toMatchObject(exchange);
    expect(ceiling.ratePerSec).toBe(Math.max(...ceiling.perTrial));
    expect(ceiling.perTrial).toHaveLength(2);
    expect(ceiling.ratePerSec).toBeGreaterThan(100);
  });

  it('drives as many threads as the run has', async () => {
    const exchange = {
      protocol: 'http1',
      requestBytes: 100,
      bodyBytes: 10,
      connections: 4,
      pipelining: 1,
      workers: 2,
    } as const;
    const ceiling = await measureCeiling({ clock, exchange, durationNs: 0.3e9, trials: 1 });
    expect(ceiling).toMatchObject({ workers: 2 });
    expect(ceiling.ratePerSec).toBeGreaterThan(100);
  });

  it('ends when aborted, and leaves nothing behind', async () => {
    const exchange = {
      protocol: 'http1',
      requestBytes: 100,
      bodyBytes: 1,
      connections: 1,
      pipelining: 1,
    } as const;
    await expect(measureCeiling({ clock, exchange, signal: aborted })).rejects.toThrow(/aborted/);
  });
});

describe('ceilingShare', () => {
  const ceiling: Ceiling = {
    protocol: 'http1',
    requestBytes: 100,
    bodyBytes: 100,
    connections: 50,
    pipelining: 1,
    ratePerSec: 95_123,
    perTrial: [95_123],
    busyShare: 0.99,
    limitedBy: 'generator',
  };

  it('says how much room is left', () => {
    expect(ceilingShare(11_415, ceiling)).toEqual({
      share: expect.closeTo(0.12, 5),
      text: "offered load is 12 % of this generator's ceiling of 95,000/s",
      reason: null,
    });
  });

  it('is suspect at most in a closed load, whose answers are what this client saw', () => {
    const { text, reason } = ceilingShare(94_000, ceiling, true);
    expect(reason).toMatchObject({ code: 'NEAR_CEILING', verdict: 'suspect' });
    expect(text).toMatch(/^answered load is 99 %/);
  });

  it('is a reason where there is none, but not where the ceiling is a lower bound', () => {
    expect(ceilingShare(80_000, ceiling).reason).toMatchObject({ code: 'NEAR_CEILING', verdict: 'suspect' });
    expect(ceilingShare(94_000, ceiling).reason).toMatchObject({ verdict: 'invalid' });
    for (const limitedBy of ['responder', 'machine'] as const) {
      const bound = ceilingShare(94_000, { ...ceiling, limitedBy });
      expect(bound.reason).toBeNull();
      expect(bound.text).toContain('ceiling of at least 95,000/s');
    }
    expect(ceilingShare(94_000, { ...ceiling, limitedBy: 'round-trip' }).reason).not.toBeNull();
  });

  it('says of what the ceiling is where it is not the generator, and holds nothing against the result', () => {
    expect(ceilingShare(94_000, { ...ceiling, of: 'the same bytes by hand-signed requests' }, true)).toEqual({
      share: expect.closeTo(0.988, 3),
      text: 'answered load is 99 % of what the same bytes by hand-signed requests reach, 95,000/s',
      reason: null,
    });
  });
});

describe('resolution', () => {
  it('agrees with the simulated power of the paired t interval', () => {
    // The figures that src/simulation/aa-and-power.test.ts finds by simulation, give or take one trial.
    expect(resolvableShare(0.018, 5)).toBeCloseTo(0.05, 2);
    expect(Math.abs(trialsFor(0.02, 0.05)! - 6)).toBeLessThanOrEqual(1);
    expect(Math.abs(trialsFor(0.03, 0.05)! - 11)).toBeLessThanOrEqual(1);
    expect(Math.abs(trialsFor(0.05, 0.05)! - 25)).toBeLessThanOrEqual(2);
    // Half the width of the paired t interval: t(4, 97.5 %) = 2.776.
    expect(floorShare(0.018, 5)).toBeCloseTo(Math.expm1(2.776 * 0.018 * Math.sqrt(2 / 5)), 4);
    expect(trialsFor(5, 0.05)).toBeNull();
    expect(trialsFor(0, 0.05)).toBe(2);
  });

  it('takes from two series what is not common to their rounds', () => {
    const random = createRandom(3);
    const rounds = Array.from({ length: 2000 }, () => Math.exp(random.nextNormal(0, 0.2)));
    const [a, b] = [0, 1].map(() => rounds.map((common) => common * Math.exp(random.nextNormal(0, 0.03))));
    expect(noiseOf(a!, b!, 5).cv / 0.03).toBeCloseTo(1, 1);
    const slower = b!.map((value) => value * 1.1);
    expect(noiseOf(a!, slower, 5).different).toBe(true);
  });

  it('does not divide by nothing', () => {
    expect(() => noiseOf([1], [1], 5)).toThrow(/two rounds/);
    expect(() => noiseOf([1, 0], [1, 1], 5)).toThrow(/above 0/);
  });
});

describe('calibrate', () => {
  const { environment } = headerFixture([]);

  it('measures ceilings and noise, as something that can be stored', async () => {
    const calibration = await calibrate({ clock, environment, rounds: 3, trialDurationNs: 0.1e9 });
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration);
    expect(calibration.fingerprint).toBe(machineFingerprint(environment));
    expect(new Set(calibration.ceilings.map(({ protocol }) => protocol))).toEqual(new Set(protocols));
    expect(new Set(calibration.ceilings.map(({ bodyBytes }) => bodyBytes)).size).toBeGreaterThan(1);
    expect(Object.keys(calibration.noise.metrics)).toEqual([
      'responseTimeP50Ns',
      'responseTimeP99Ns',
      'responseTimeMeanNs',
      'requestsPerSec',
    ]);
  });

  it('throws when aborted', async () => {
    await expect(calibrate({ clock, environment, signal: aborted })).rejects.toThrow(/aborted/);
  });
});
