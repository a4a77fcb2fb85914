import { invalidCodes, judgeSlo, judgeUnmatched } from '@benchwright/load-driver';
import { failsGate, type GateReport } from '@benchwright/report';
import type { SloResult } from '@benchwright/result-schema';
import type { GateCondition } from './gate-condition.js';
import { judgeRelative, type RelativeLimits, relativeKey } from './judge-relative.js';
import { type JudgedRun, judgedCells, wholeTrials } from './judged-run.js';

export interface GateLimits extends RelativeLimits {
  /** Whether what cannot be shown is told as a warning and fails nothing. */
  readonly notShown: boolean;
  /** Whether conditions on a baseline are told as warnings while there is none, as in the first run of all. */
  readonly noBaseline: boolean;
}

/** Judges every condition in every cell that it is about, and decides. An invalid result, and a run that was cut short, never pass. Pure. */
export function judgeGate(
  conditions: readonly GateCondition[],
  head: JudgedRun,
  baseline: JudgedRun | null,
  limits: GateLimits,
): GateReport {
  const relative = baseline === null ? null : judgeRelative(conditions, head, baseline, limits);
  const cells = judgedCells(head);
  const results = conditions.flatMap(({ condition, severity, why }, index) => {
    const first = condition.baseline === true && baseline === null && limits.noBaseline;
    return [
      ...cells.flatMap((cell): SloResult[] => {
        const compared = relative?.results.get(relativeKey(index, cell.id));
        return compared ? [compared] : judgeSlo([condition], cell, wholeTrials(head, cell.id));
      }),
      ...judgeUnmatched([condition], cells),
    ].map((result) => withSeverity(result, first ? 'warn' : severity, why, limits));
  });
  const because = reasonsAgainst(head, results);
  const verdict = because.length > 0 || results.some(failsGate) ? 'fail' : 'pass';
  return {
    run: head.label,
    baseline: baseline?.label ?? null,
    verdict,
    because,
    results,
    warnings: relative?.warnings ?? [],
    noiseShare: limits.noiseShare,
  };
}

function withSeverity(
  result: SloResult,
  severity: GateCondition['severity'],
  why: string | null,
  { notShown }: GateLimits,
): SloResult {
  const allowed = result.outcome === 'not-shown' && notShown;
  return {
    ...result,
    ...(severity === 'warn' || allowed ? { severity: 'warn' } : {}),
    ...(why === null ? {} : { why }),
  };
}

function reasonsAgainst({ result }: JudgedRun, results: readonly SloResult[]): string[] {
  const { validity, run } = result;
  return [
    ...(validity.verdict === 'invalid'
      ? [`the result is invalid (${[...new Set(invalidCodes(validity).split(', '))].join(', ')})`]
      : []),
    ...(run.outcome === 'completed' ? [] : [`the run was ${run.outcome} before all trials were measured`]),
    ...(results.length === 0 ? ['nothing was judged: the run has no cells'] : []),
  ];
}
