import type { Ceiling, Load } from '@benchwright/result-schema';
import type { Clock } from '../clock/clock.js';
import { ignoreEvents } from '../suite/events.js';
import { THRESHOLDS } from '../validity/thresholds.js';
import { type NullExchange, openNullTarget } from './null-target.js';

export interface MeasureCeilingOptions extends Pick<NullExchange, 'request' | 'bodyBytes' | 'connections'> {
  readonly clock: Clock;
  readonly pipelining?: number;
  /** Of each trial. Default half a second: the rate settles within the warm-up before the first. */
  readonly durationNs?: number;
  /** Default 3; the best counts. */
  readonly trials?: number;
  readonly signal?: AbortSignal;
}

const WARMUP_NS = 0.5e9;

/**
 * The rate that the raw HTTP/1.1 transport reaches over so many connections against a responder that does nothing, with requests and
 * answers of the size given: what this generator could offer at most. Takes two seconds by default. Nothing else may run meanwhile.
 * Where responder and generator share cores, the ceiling is that of both together.
 *
 * @throws TargetStartError when the responder does not come up; an Error when aborted before the first whole trial
 */
export async function measureCeiling(options: MeasureCeilingOptions): Promise<Ceiling> {
  const { clock, durationNs = 0.5e9, trials = 3, signal = new AbortController().signal } = options;
  const exchange: NullExchange = { pipelining: 1, ...options };
  const concurrency = exchange.connections * exchange.pipelining;
  const load: Load = { model: 'closed', concurrency, durationNs };
  const target = await openNullTarget(exchange, clock);
  try {
    const rates: { ratePerSec: number; busyShare: number }[] = [];
    for (let trial = 0; trial < trials && !signal.aborted; trial++) {
      const record = await target.driver.runTrial({
        cell: 'ceiling',
        trial,
        load,
        warmup: trial === 0 ? { ...load, durationNs: WARMUP_NS } : null,
        ctx: { signal, events: ignoreEvents, trialSeed: trial },
      });
      if (record.interrupted) break;
      const ratePerSec = (record.counts.ok * 1e9) / record.durationNs;
      rates.push({ ratePerSec, busyShare: record.health.busyShare });
    }
    const [best] = [...rates].sort((a, b) => b.ratePerSec - a.ratePerSec);
    if (best === undefined) throw new Error('the measurement of the ceiling was aborted');
    return {
      protocol: 'http1',
      requestBytes: options.request.byteLength,
      bodyBytes: options.bodyBytes,
      connections: exchange.connections,
      pipelining: exchange.pipelining,
      ...best,
      perTrial: rates.map((rate) => rate.ratePerSec),
      limitedBy: best.busyShare >= THRESHOLDS.busyShare[0] ? 'generator' : 'responder',
    };
  } finally {
    await target.close();
  }
}
