import type { Warning } from '../evidence/warning.js';

/** Whether data look as a method assumes: a small p-value says that they do not; a large one shows nothing. */
export interface AssumptionCheck {
  /** NaN when no test can be made. */
  readonly statistic: number;
  /** 1 when no test can be made. */
  readonly pValue: number;
  readonly n: number;
  readonly method: string;
  readonly warnings: readonly Warning[];
}

/** The check that cannot be made, and why. */
export function noCheck(n: number, method: string, warning: Warning): AssumptionCheck {
  return { statistic: Number.NaN, pValue: 1, n, method, warnings: [warning] };
}
