import { cellMatches, type SloCondition } from '@benchwright/load-driver';
import type { PlanCell } from '@benchwright/result-schema';
import { CELL_OPERATIONS } from '../operations.js';

/** Metrics that need the target's process to be in sight. */
const OF_THE_PROCESS = new Set(['targetCpuShare', 'targetRssBytes']);

export interface ApplicableSlo {
  /** Conditions for the field `slo` of a config. */
  readonly slo: readonly string[];
  /** What is not judged in this run, and why. */
  readonly leftOut: readonly string[];
}

/**
 * Which conditions of a file a run can be judged by. A condition about an operation or a load that this run does not measure is left out, and one about the target's
 * process where the target is not on this machine: none of these says anything about the run. A filter that names what does not exist stays, for it is a mistake. Pure.
 */
export function applicableSlo(
  conditions: readonly SloCondition[],
  cells: readonly Pick<PlanCell, 'id' | 'factors'>[],
  isHere: boolean,
): ApplicableSlo {
  const slo: string[] = [];
  const leftOut: string[] = [];
  for (const condition of conditions) {
    const text = textOf(condition);
    const { subject, where } = condition;
    if (subject.kind === 'metric' && OF_THE_PROCESS.has(subject.name) && !isHere) {
      leftOut.push(`${text}: the target’s process is not in sight`);
    } else if (cells.some((cell) => cellMatches(where, cell)) || !isOfAnother(condition)) slo.push(text);
    else leftOut.push(`${text}: not part of this run`);
  }
  return { slo, leftOut };
}

/** Whether a filter speaks of operations that there are, or of loads: then it is about another run. */
function isOfAnother({ where }: SloCondition): boolean {
  const operations = where?.terms.filter(({ key }) => key === 'operation') ?? [];
  const known = operations.every(({ values }) =>
    values.every((value) => CELL_OPERATIONS.some((operation) => operation === value)),
  );
  return known && (where?.terms ?? []).every(({ key }) => key === 'operation' || key === 'load');
}

/** A condition as it is written in a config, with the filter that a file may hold apart from it. */
function textOf({ text, where }: SloCondition): string {
  const [core = ''] = text.split(/\swhere\s/);
  return where === undefined ? core : `${core} where ${where.text}`;
}
