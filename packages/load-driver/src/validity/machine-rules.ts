import type { TrialRecord, ValidityReason } from '@benchwright/result-schema';
import { graded, worstOf } from './rule.js';
import { CLOCK_STEP_NS, THRESHOLDS } from './thresholds.js';

/** Time that the hypervisor took is in every latency and in nobody's profile. */
export function cpuSteal(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = worstOf(trials, (t) => t.health.stealShare ?? 0);
  return graded(THRESHOLDS.stealShare, worst?.value ?? 0, 'CPU_STEAL', (share) => ({
    text: `the hypervisor gave ${share} of this machine's CPU time to others`,
    hint: 'Repeat on a dedicated machine or at a quieter time.',
  }));
}

/** A quota does not slow a process down, it stops it: for tens of milliseconds, which is in the latency of all that was due meanwhile. */
export function cpuThrottled(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = worstOf(trials, (t) => t.health.throttledShare ?? 0);
  return graded(THRESHOLDS.throttledShare, worst?.value ?? 0, 'CPU_THROTTLED', (share) => ({
    text: `the CPU quota of this container or control group stopped the generator for ${share} of the time of a trial`,
    hint: 'Give the container whole cores (cpuset) or no CPU limit while it measures.',
  }));
}

/** A fixed calculation took longer at times: turbo, power saving, heat, the hypervisor, or others on the same physical core. */
export function thermalOrFrequency(trials: readonly TrialRecord[]): ValidityReason | null {
  const readings = trials.flatMap(({ health: { coreSpeed: speed } }) =>
    speed ? [speed.beforePerSec, speed.afterPerSec] : [],
  );
  if (readings.length === 0) return null;
  const loss = 1 - Math.min(...readings) / Math.max(...readings);
  return graded(THRESHOLDS.coreSpeedLoss, loss, 'THERMAL_OR_FREQUENCY', (share) => ({
    text: `a fixed calculation ran up to ${share} slower around some trials than around others`,
    hint: 'The frequency, heat or others on the same physical core: fix the frequency (performance governor, turbo off), let it cool down, or use a machine that is not shared.',
  }));
}

/** A clock that was set, or a machine that slept: durations are safe from the first, nothing is from the second. */
export function clockStep(trials: readonly TrialRecord[]): ValidityReason | null {
  const worst = worstOf(trials, (t) => Math.abs(t.health.clockStepNs ?? 0));
  if (worst === null || worst.value <= CLOCK_STEP_NS.suspect) return null;
  const invalid = worst.value > CLOCK_STEP_NS.invalid;
  const limit = invalid ? CLOCK_STEP_NS.invalid : CLOCK_STEP_NS.suspect;
  return {
    code: 'CLOCK_STEP',
    verdict: invalid ? 'invalid' : 'suspect',
    text: `the wall clock moved by ${Math.round(worst.value / 1e6)} ms against the monotonic one during trial ${worst.trial.trial + 1} (limit ${limit / 1e6} ms)`,
    hint: 'Somebody set the clock, or the machine was suspended or moved: repeat; on a virtual machine, let NTP slew instead of step.',
  };
}
