import type { Ceiling, Load } from '@benchwright/result-schema';
import type { Clock } from '../clock/clock.js';
import type { TrialRequest } from '../run/driver.js';
import { ignoreEvents } from '../suite/events.js';
import { THRESHOLDS } from '../validity/thresholds.js';
import type { Exchange } from './exchange.js';
import { type NullTarget, openNullTarget } from './null-target.js';
import { runnableNs } from './runnable.js';

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

/** Share of the time in which a process ran or wanted to: above it, it had none to spare. */
const NO_TIME_TO_SPARE = 0.9;

interface CeilingTrial {
  readonly ratePerSec: number;
  readonly busyShare: number;
  readonly limitedBy: Ceiling['limitedBy'];
}

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
    const found: CeilingTrial[] = [];
    for (let trial = 0; trial < trials && !signal.aborted; trial++) {
      const request: TrialRequest = {
        cell: 'ceiling',
        trial,
        load: load((1 - WARMUP_SHARE) / trials),
        warmup: trial === 0 ? load(WARMUP_SHARE) : null,
        ctx: { signal, events: ignoreEvents, trialSeed: trial },
      };
      const one = await runTrial(target, request, { clock, workers });
      if (one === null) break;
      found.push(one);
    }
    const [best] = [...found].sort((a, b) => b.ratePerSec - a.ratePerSec);
    if (best === undefined) throw new Error('the measurement of the ceiling was aborted');
    return {
      ...{ protocol, requestBytes, bodyBytes, connections, pipelining },
      ...(workers > 1 ? { workers } : {}),
      ...best,
      perTrial: found.map(({ ratePerSec }) => ratePerSec),
    };
  } finally {
    await target.close();
  }
}

/** Null when it was cut short. Of several generator threads it is not known how long each wanted a processor: 1. */
async function runTrial(
  { driver, responderPids }: NullTarget,
  request: TrialRequest,
  { clock, workers }: { readonly clock: Clock; readonly workers: number },
): Promise<CeilingTrial | null> {
  const pids = [process.pid, ...responderPids];
  const before = pids.map((pid) => runnableNs(pid));
  const startedNs = clock.nowNs();
  const record = await driver.runTrial(request);
  if (record.interrupted) return null;
  const wallNs = clock.nowNs() - startedNs;
  const shares = pids.map((pid, i) => {
    const [from, to] = [before[i] ?? null, runnableNs(pid)];
    return from === null || to === null ? 1 : (to - from) / wallNs;
  });
  const { busyShare } = record.health;
  const ratePerSec = (record.counts.ok * 1e9) / record.durationNs;
  const [mainThreadShare = 1, ...responderShares] = shares;
  const generatorShare = workers === 1 ? mainThreadShare : 1;
  const limitedBy = limitOf(busyShare, Math.max(...responderShares), generatorShare);
  return { ratePerSec, busyShare, limitedBy };
}

/** Who had no time to spare: shares of the time in which the generator worked, and in which each wanted a processor. */
function limitOf(busyShare: number, responderShare: number, generatorShare: number): Ceiling['limitedBy'] {
  if (busyShare >= THRESHOLDS.busyShare[0]) return 'generator';
  if (responderShare >= NO_TIME_TO_SPARE) return 'responder';
  return generatorShare >= NO_TIME_TO_SPARE ? 'machine' : 'round-trip';
}
