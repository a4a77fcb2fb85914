import { z } from 'zod';
import { parseSlo, sloProblems } from './parse-slo.js';
import type { SloCondition } from './slo.js';

const conditions = z.string().superRefine((text, ctx) => {
  for (const { offset, problem } of sloProblems(text)) {
    ctx.addIssue({ code: 'custom', message: `'${text}', column ${offset + 1}: ${problem}` });
  }
  for (const { start } of conditionsRead(text).filter(({ baseline }) => baseline)) {
    ctx.addIssue({ code: 'custom', message: `'${text}', column ${start + 1}: ${NO_BASELINE_HERE}` });
  }
});

const NO_BASELINE_HERE =
  'a run has no baseline to compare with: put this condition into a file for benchwright gate --slo';

/** The conditions of a text, none where something is wrong with it. */
function conditionsRead(text: string): SloCondition[] {
  return sloProblems(text).length > 0 ? [] : parseSlo(text);
}

/**
 * The field of a suite's config, to be called `slo`, that says what every cell has to meet, or those that a condition names (`where`). That one line is
 * all that a suite needs: `summarizeRun` finds the field in the config of the run and judges each cell by it. Everything wrong in it is reported at once.
 */
export const sloField = z
  .array(conditions)
  .default([])
  .describe(
    'What every cell has to meet, such as p99<50ms or errors<0.1%. Judged with its uncertainty; what is not met, or cannot be shown, fails the run.',
  );

/** The conditions in the config of a run, whatever its suite; none where there is no field `slo`, or not one of this form. */
export function sloOf(config: Readonly<Record<string, unknown>>): SloCondition[] {
  const texts = sloField.safeParse(config.slo);
  return texts.success ? texts.data.flatMap(parseSlo) : [];
}

/**
 * Why an SLO could not be judged on so many trials, for a config's own contradictions: better said before an hour of measuring than after it. Null
 * when it could: questions of fact (`max`, a limit of 0) need no interval. Pure.
 */
export function sloTrialsProblem(slo: readonly string[], trials: number): string | null {
  if (trials >= 2) return null;
  const uncertain = slo
    .flatMap(conditionsRead)
    .find(({ subject, value }) => !(value === 0 && subject.kind === 'share') && !isMax(subject));
  if (uncertain === undefined) return null;
  return `is judged by an interval over trials, and there is 1: '${uncertain.text}' needs 2, better 5 (--trials)`;
}

function isMax(subject: SloCondition['subject']): boolean {
  return (subject.kind === 'latency' || subject.kind === 'metric') && subject.statistic?.name === 'max';
}

/**
 * Why a search cannot look for what a condition demands; null when it can. Each probe is judged by itself, while it is under way: there are no cells, no
 * metrics of the result and no baseline then.
 */
export function sloSearchProblem(slo: readonly string[]): string | null {
  const beyond = slo
    .flatMap(conditionsRead)
    .find(
      ({ subject, where, lastNs, baseline }) =>
        subject.kind === 'metric' || where !== undefined || lastNs !== undefined || baseline === true,
    );
  return beyond === undefined
    ? null
    : `cannot hold '${beyond.text}' for a search, which judges each probe by itself: p50…, mean, max, errors, dropped and rate with a fixed limit`;
}

/** The highest percentile that any of the conditions is about; null when none is. */
export function highestPercentile(slo: readonly SloCondition[]): number | null {
  const percentiles = slo.flatMap(({ subject }) =>
    subject.kind === 'latency' && subject.statistic.name === 'percentile'
      ? [subject.statistic.percentile]
      : [],
  );
  return percentiles.length === 0 ? null : Math.max(...percentiles);
}
