import type { LiveEvent, LiveSample } from '../live/live-event.js';

/** A sample of a trial, with what a test makes different. */
export function liveSample(changes: Partial<LiveSample> = {}): LiveSample {
  return {
    sec: 0,
    cell: 'rest',
    trial: 0,
    phase: 'measure',
    offeredPerSec: 1000,
    completedPerSec: 990,
    failedPerSec: 8,
    p50Ns: 1.2e6,
    p99Ns: 4.4e6,
    inFlight: 8,
    queued: 2,
    cpuCores: 0.8,
    sendLagP99Ns: 60_000,
    ok: 100,
    failed: 2,
    dropped: 0,
    errors: { TIMEOUT: 2 },
    left: '3.0 s left',
    ...changes,
  };
}

/** All that is told of a run of two cells with two trials each. `cells` names them. */
export function liveRun(cells: readonly string[] = ['rest', 'grpc']): LiveEvent[] {
  const trials = [0, 1].flatMap((trial) => cells.map((cell) => ({ cell, trial })));
  return [
    {
      type: 'run',
      suite: 'rest-grpc',
      title: 'REST against gRPC',
      runId: 'r1',
      seed: 7,
      cells: cells.length,
      trials: trials.length,
      trialsDone: 0,
      isSearch: false,
    },
    ...trials.flatMap(({ cell, trial }, index): LiveEvent[] => [
      { type: 'trial', cell, trial, index, of: trials.length },
      ...Array.from({ length: 30 }, (_, i): LiveEvent => {
        const isWarm = i >= 4;
        const wave = Math.sin((index + i) / 4);
        return {
          type: 'sample',
          sample: liveSample({
            cell,
            trial,
            sec: index * 8 + (i + 1) / 4,
            phase: isWarm ? 'measure' : 'warmup',
            completedPerSec: 900 + 90 * wave,
            p50Ns: isWarm ? 1.2e6 + 1e5 * wave : null,
            p99Ns: isWarm ? 4.4e6 + 1e6 * wave : null,
            queued: i % 5,
          }),
        };
      }),
      {
        type: 'trial-done',
        errors: { TIMEOUT: 2 },
        done: {
          index,
          cell,
          trial,
          ok: 7000,
          failed: 2,
          dropped: 0,
          ratePerSec: 900,
          p50Ns: 1.2e6,
          p99Ns: 4.4e6,
          durationNs: 7e9,
          cutShort: false,
        },
      },
    ]),
    { type: 'ended', outcome: 'completed' },
  ];
}
