import type { SloResult } from '@benchwright/result-schema';
import type { GateReport } from '../gate/gate-report.js';
import { HOSTILE } from './fixtures.js';

/** One condition for each outcome that a gate knows, with reasons and as warnings. */
export const GATE_RESULTS: readonly SloResult[] = [
  { id: 'p50<10ms', cell: 'rest', outcome: 'pass', text: '4.2ms, 95 % interval 4.1ms–4.3ms, 5 trials', n: 5 },
  {
    id: 'p99 <= baseline + 5%',
    cell: 'rest',
    outcome: 'fail',
    text: '+12 % of the baseline, 95 % interval +9 % to +15 %, 5 trials a side; +5 % is allowed',
    why: 'users notice',
  },
  {
    id: 'errors<0.1%',
    cell: 'grpc',
    outcome: 'not-shown',
    text: '0%, 95 % interval 0%–0.4%, 5 trials; the limit lies within the interval',
  },
  { id: 'max<1s', cell: 'grpc', outcome: 'no-data', text: 'nothing was answered' },
  {
    id: 'rate>100/s',
    cell: 'grpc',
    outcome: 'fail',
    text: '90/s, 95 % interval 88/s–92/s',
    severity: 'warn',
  },
];

/** A decision over these results, with what a test makes different. */
export function gateReport(changes: Partial<GateReport> = {}): GateReport {
  return {
    run: 'results/http/r2',
    baseline: 'main',
    verdict: 'fail',
    because: [],
    results: GATE_RESULTS,
    warnings: [],
    noiseShare: 0.02,
    ...changes,
  };
}

/** A decision in which every text came from somebody who means harm. */
export function hostileGateReport(): GateReport {
  const warning = { code: HOSTILE, text: HOSTILE };
  return gateReport({
    run: HOSTILE,
    baseline: HOSTILE,
    because: [HOSTILE],
    warnings: [warning],
    results: GATE_RESULTS.map((result) => ({
      ...result,
      id: HOSTILE,
      cell: HOSTILE,
      text: HOSTILE,
      why: HOSTILE,
    })),
  });
}
