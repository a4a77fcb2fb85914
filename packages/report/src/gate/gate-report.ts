import type { SloResult } from '@benchwright/result-schema';

/** What a gate decided about a run, and why. */
export interface GateReport {
  readonly run: string;
  readonly baseline: string | null;
  readonly verdict: 'pass' | 'fail';
  /** Why it fails, the conditions that are not met aside: an invalid result, a run that was cut short. */
  readonly because: readonly string[];
  /** Every condition in every cell that it is about. */
  readonly results: readonly SloResult[];
  /** What to be careful of, such as machines that differ. */
  readonly warnings: readonly { readonly code: string; readonly text: string }[];
  /** Changes from the baseline up to this share count as none. */
  readonly noiseShare: number;
}

/** Whether this outcome makes a gate fail: only `pass` passes, unless it is said to be a warning only. */
export function failsGate({ outcome, severity }: SloResult): boolean {
  return outcome !== 'pass' && severity !== 'warn';
}

/** The decision in one sentence: `the gate failed: 2 of 5 conditions are not met`. */
export function gateHeadline({ verdict, results, because }: GateReport): string {
  const failing = results.filter(failsGate).length;
  const warned = results.filter((result) => result.outcome !== 'pass' && !failsGate(result)).length;
  const warnings = warned === 0 ? '' : `, ${warned} ${warned === 1 ? 'warning' : 'warnings'}`;
  const judged = results.length === 1 ? '1 condition' : `${results.length} conditions`;
  if (verdict === 'pass') return `the gate passed: ${judged} judged${warnings}`;
  const unmet = failing === 0 ? [] : [`${failing} of ${judged} not shown to be met`];
  return `the gate failed: ${[...unmet, ...because].join('; ')}${warnings}`;
}
