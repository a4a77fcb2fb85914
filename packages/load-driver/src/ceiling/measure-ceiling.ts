import type { Ceiling, Load, TrialRecord } from '@benchwright/result-schema';
import type { Clock } from '../clock/clock.js';
import { ignoreEvents } from '../suite/events.js';
import { THRESHOLDS } from '../validity/thresholds.js';
import type { Exchange } from './exchange.js';
import { openNullTarget } from './null-target.js';

export interface MeasureCeilingOptions {
  readonly clock: Clock;
  readonly exchange: Exchange;
  /** In all: a quarter to warm up, in which compilers settle, the rest in equal trials. Default two seconds. */
  readonly durationNs?: number;
  /** Default 3; the best counts. */
  readonly trials?: number;
  readonly signal?: AbortSignal;
}

const WARMUP_SHARE = 0.25;

/** Of one core: above it the responder had no time to spare. */
const RESPONDER_BUSY = 0.9;

/**
 * The rate that the raw transport reaches over so many connections against a responder of the same protocol that does nothing, with
 * requests and answers of the sizes given: what this generator could offer at most. Nothing else may run meanwhile. Where responder and
 * generator share cores, the ceiling is that of both together.
 *
 * @throws TargetStartError when the responder does not come up; an Error when aborted before the first whole trial
 */
export async function measureCeiling(options: MeasureCeilingOptions): Promise<Ceiling> {
  const { clock, exchange, durationNs = 2e9, trials = 3, signal = new AbortController().signal } = options;
  const { connections, pipelining, protocol, requestBytes, bodyBytes, workers = 1 } = exchange;
  const concurrency = connections * pipelining;
  const load = (share: number): Load => ({ model: 'closed', concurrency, durationNs: durationNs * share });
  const target = await openNullTarget(exchange, clock);
  try {
    const found: TrialRecord[] = [];
    for (let trial = 0; trial < trials && !signal.aborted; trial++) {
      const record = await target.driver.runTrial({
        cell: 'ceiling',
        trial,
        load: load((1 - WARMUP_SHARE) / trials),
        warmup: trial === 0 ? load(WARMUP_SHARE) : null,
        ctx: { signal, events: ignoreEvents, trialSeed: trial },
      });
      if (record.interrupted) break;
      found.push(record);
    }
    const [best] = [...found].sort((a, b) => rateOf(b) - rateOf(a));
    if (best === undefined) throw new Error('the measurement of the ceiling was aborted');
    return {
      ...{ protocol, requestBytes, bodyBytes, connections, pipelining },
      ...(workers > 1 ? { workers } : {}),
      ratePerSec: rateOf(best),
      perTrial: found.map(rateOf),
      busyShare: best.health.busyShare,
      limitedBy: limitOf(best),
    };
  } finally {
    await target.close();
  }
}

function rateOf({ counts, durationNs }: TrialRecord): number {
  return (counts.ok * 1e9) / durationNs;
}

/** Who had no time to spare. With cores for both, one of them hasn't, unless the way between them is what takes the time. */
function limitOf({ health, target, durationNs }: TrialRecord): Ceiling['limitedBy'] {
  if (health.busyShare >= THRESHOLDS.busyShare[0]) return 'generator';
  const responderShare = (target?.cpuNs ?? durationNs) / durationNs;
  return responderShare >= RESPONDER_BUSY ? 'responder' : 'round-trip';
}
