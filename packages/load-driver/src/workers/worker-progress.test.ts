import { describe, expect, it } from 'vitest';
import type { TrialProgress } from '../suite/events.js';
import { mergeProgress } from './worker-progress.js';

const sample = (changes: Partial<TrialProgress>): TrialProgress => ({
  cell: 'a',
  trial: 0,
  phase: 'measure',
  elapsedNs: 1e9,
  ok: 10,
  failed: 1,
  inFlight: 2,
  queued: 3,
  ratePerSec: 100,
  offered: 20,
  dropped: 1,
  errors: { TIMEOUT: 1 },
  responseP50Ns: 1e6,
  responseP99Ns: 2e6,
  recentP50Ns: 1e6,
  recentP99Ns: 2e6,
  sendLagP99Ns: 1e3,
  cpuShare: 0.7,
  remainingRequests: null,
  remainingNs: null,
  ...changes,
});

describe('progress of several workers', () => {
  it('is null before the first has reported', () => {
    expect(mergeProgress([null, null])).toBeNull();
  });

  it('adds up counts, and errors by class', () => {
    const merged = mergeProgress([
      sample({}),
      null,
      sample({ offered: 5, dropped: 0, errors: { TIMEOUT: 2, RESET: 4 } }),
    ]);
    expect(merged).toMatchObject({ offered: 25, dropped: 1, ok: 20, errors: { TIMEOUT: 3, RESET: 4 } });
  });

  it('takes the worst of what cannot be added, and the CPU of the process once', () => {
    const merged = mergeProgress([
      sample({ recentP99Ns: 9e6 }),
      sample({ sendLagP99Ns: 5e3, cpuShare: 0.8 }),
    ]);
    expect(merged).toMatchObject({ recentP99Ns: 9e6, sendLagP99Ns: 5e3, cpuShare: 0.8, inFlight: 4 });
  });
});
